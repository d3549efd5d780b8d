"""All that is kept about a person, as tables to read; the file keeps the plain names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from contacts.models import Consent
from events.domain.wording import length_words, time_words
from events.models import Because, Intention, RegistrationState
from events.models.deposit import Currency
from mail.models import MessageState
from payments.models import Dispute, GivenBackBecause, PaymentState, RefundState, Way
from signup.forms.reference import Reference, known
from signup.mail_words import kind_in_words

Table = tuple[str, list[list[tuple[str, str]]]]

TITLES = {
    "person": pgettext_lazy("what is kept", "You"),
    "sign_ups": gettext_lazy("Sign-ups"),
    "check_ins": gettext_lazy("When you were seen there"),
    "walk_ins": gettext_lazy("When you came without a place"),
    "stages": gettext_lazy("Where you were on the way"),
    "consents": gettext_lazy("Consents"),
    "intentions": gettext_lazy("How likely it is that you become a GP"),
    "answers": gettext_lazy("Your answers to questions"),
    "needs": gettext_lazy("Food and access needs; what you told stands in the file only"),
    "emergency_contacts": gettext_lazy("Whom to call if something happens"),
    "spots": gettext_lazy("Your host practices, rooms and meeting points"),
    "wishes": gettext_lazy("What you wished for"),
    "friends": gettext_lazy("Whom you would like to be placed with"),
    "payments": gettext_lazy("Deposits you paid or began to pay"),
    "refunds": gettext_lazy("Deposits that went back to you"),
    "notes": gettext_lazy("Notes of the office"),
    "letters": gettext_lazy("What the office wrote to you"),
    "mails": gettext_lazy("Mails to you"),
}
OF_NOTHING = {"needs": gettext_lazy("Food and access needs")}
"""Titles that say more of what is there than is true of nothing."""
LABELS = {
    "name": gettext_lazy("Name"),
    "email": gettext_lazy("E-mail"),
    "phone": gettext_lazy("Phone"),
    "language": gettext_lazy("Language"),
    "created_at": gettext_lazy("Known since"),
    "event": gettext_lazy("Event"),
    "starts_at": gettext_lazy("Starts"),
    "spot": gettext_lazy("Where"),
    "by_hand": gettext_lazy("Chosen by hand"),
    "shown": gettext_lazy("Shown to you"),
    "rank": gettext_lazy("Which wish"),
    "friend": gettext_lazy("Your friend’s name"),
    "state": pgettext_lazy("what is kept", "State"),
    "signed_up_at": gettext_lazy("Signed up"),
    "proven_at": gettext_lazy("Address confirmed"),
    "asked_coming_at": gettext_lazy("Asked whether you still come"),
    "still_coming_at": gettext_lazy("You said that you still come"),
    "came_from": gettext_lazy("Word in the address you came by"),
    "ended_at": gettext_lazy("Ended"),
    "ended_by": gettext_lazy("Ended by"),
    "ended_because": gettext_lazy("Ended because"),
    "reason": pgettext_lazy("what is kept", "Reason"),
    "day": pgettext_lazy("what is kept", "Day"),
    "present": gettext_lazy("Seen there"),
    "hours": pgettext_lazy("what is kept", "Hours"),
    "hours_attended": gettext_lazy("Hours attended"),
    "tapped_at": gettext_lazy("Noted at"),
    "recorded_at": gettext_lazy("Written down"),
    "stage": gettext_lazy("Stage"),
    "school": gettext_lazy("University"),
    "campus": gettext_lazy("Campus"),
    "study_start": gettext_lazy("Start of study"),
    "semester_shift": gettext_lazy("Semesters added or taken off"),
    "source": gettext_lazy("Where from"),
    "purpose": gettext_lazy("Purpose"),
    "granted": gettext_lazy("Yes or no"),
    "wording": gettext_lazy("What it said"),
    "moment": pgettext_lazy("what is kept", "Asked"),
    "value": pgettext_lazy("what is kept", "Answer"),
    "question": pgettext_lazy("what is kept", "Question"),
    "answer": pgettext_lazy("what is kept", "Answer"),
    "version": pgettext_lazy("what is kept", "Version of its words"),
    "kind": pgettext_lazy("what is kept", "Kind"),
    "to": pgettext_lazy("what is kept", "To"),
    "consent_wording": gettext_lazy("You said yes to"),
    "amount": gettext_lazy("Amount"),
    "currency": gettext_lazy("Currency"),
    "way": gettext_lazy("How"),
    "payment_state": pgettext_lazy("what is kept", "State"),
    "refund_state": pgettext_lazy("what is kept", "State"),
    "given_back_because": pgettext_lazy("what is kept", "Reason"),
    "begun_at": gettext_lazy("Begun"),
    "paid_at": gettext_lazy("Paid"),
    "owed_at": gettext_lazy("Promised"),
    "dispute": gettext_lazy("Objection at your bank"),
    "reference": gettext_lazy("Our name for it"),
    "intent": gettext_lazy("Stripe’s name for it"),
    "why": gettext_lazy("What the office wrote about it"),
    "text": pgettext_lazy("what is kept", "Note"),
    "subject": pgettext_lazy("what is kept", "Subject"),
    "said": pgettext_lazy("what is kept", "Text"),
    "written_at": pgettext_lazy("what is kept", "Written"),
    "queued_at": pgettext_lazy("what is kept", "Written"),
    "delivered_at": gettext_lazy("Arrived"),
}
IN_THE_FILE_ONLY = {"does_not_eat", "food_note", "access_note"}
"""A page behind a link shows nothing about anybody's health; the file is fetched on purpose."""
ENDINGS = {"person": gettext_lazy("yourself"), "system": gettext_lazy("the time limit")}
CODES: dict[str, dict[str, Any]] = {
    "language": dict(settings.LANGUAGES),
    "state": {
        "waitlist": gettext_lazy("in the waitlist"),
        **dict(MessageState.choices),
        **dict(RegistrationState.choices),
    },
    "ended_because": dict(Because.choices),
    "purpose": dict(Consent.Purpose.choices),
    "moment": dict(Intention.Moment.choices),
    "way": dict(Way.choices),
    "payment_state": dict(PaymentState.choices),
    "refund_state": dict(RefundState.choices),
    "given_back_because": dict(GivenBackBecause.choices),
    "dispute": dict(Dispute.choices),
    "currency": dict(Currency.choices),
}
"""Words for what is kept as a code; the file to take along keeps the codes."""


def kept_words(held: dict[str, Any]) -> list[Table]:
    """Each part with its title, its rows as (label, value); empty values are left out."""
    reference = known()
    return [(_title(part, content), _rows(content, reference)) for part, content in held.items()]


def _title(part: str, content: Any) -> str:
    return str(TITLES[part] if content else OF_NOTHING.get(part, TITLES[part]))


def _rows(content: Any, reference: Reference) -> list[list[tuple[str, str]]]:
    rows = content if isinstance(content, list) else [content]
    return [_row(row, reference) for row in rows]


def _row(row: dict[str, Any], reference: Reference) -> list[tuple[str, str]]:
    told = [(key, value) for key, value in row.items() if _says_something(key, value)]
    return [(str(LABELS[key]), _words(key, value, reference)) for key, value in told]


def _says_something(key: str, value: Any) -> bool:
    if key in IN_THE_FILE_ONLY:
        return False
    return value not in (None, "") and (key, value) != ("semester_shift", 0)


def _words(key: str, value: Any, reference: Reference) -> str:
    if key in CODES:
        return str(CODES[key].get(value, value))
    if key in SPOKEN:
        return SPOKEN[key](value, reference)
    if isinstance(value, bool):
        return pgettext("answer", "Yes") if value else pgettext("answer", "No")
    if key.endswith("_at"):
        return _moment(value)
    if key.startswith("hours"):
        return length_words(Decimal(value))
    if key in ("day", "study_start"):
        return _day(date.fromisoformat(value))
    return str(value)


def _moment(value: str) -> str:
    at, zone = datetime.fromisoformat(value), timezone.get_current_timezone()
    told = {"day": _day(timezone.localtime(at)), "time": time_words(at, zone)}
    return _("%(day)s at %(time)s") % told


def _day(day: date) -> str:
    return date_format(day, pgettext("date format: day, month, year", "j F Y"))


def _stage(key: str, reference: Reference) -> str:
    stage = reference.stages_by_key.get(key)
    return stage.label if stage else key


def _school(code: str, reference: Reference) -> str:
    return next((row.name for row in reference.schools if row.code == code), code)


def _kind(kind: str, _reference: Reference) -> str:
    return kind_in_words(kind)


def _ended_by(actor: str, _reference: Reference) -> str:
    return str(ENDINGS.get(actor, _("the office")))


def _source(source: str, _reference: Reference) -> str:
    if source == "my data":
        return _("your own correction")
    return _("a sign-up") if source.startswith("sign-up ") else source


SPOKEN: dict[str, Callable[[str, Reference], str]] = {
    "stage": _stage,
    "school": _school,
    "kind": _kind,
    "ended_by": _ended_by,
    "source": _source,
    "amount": lambda amount, _reference: number_format(amount),
}
