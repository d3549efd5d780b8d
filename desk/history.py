"""A contact's whole history, in the order it happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from contacts.models import Contact, StageRecord
from desk import deposit_lines, mailing_lines, words
from desk.actors import names_of
from desk.person_url import person_url
from desk.place_history import acts_on, place_steps, places_of, turn_steps
from events.domain.hours import Attended, attended
from events.domain.wording import length_words
from events.models import CheckIn, Intention, Mailing, Registration, Turn
from mail.models import Message, MessageState
from office.money import money_words
from payments.domain.standing import with_refunds
from payments.models import Payment
from signup.mail_words import kind_in_words


@dataclass(frozen=True)
class Entry:
    """Something that happened: when, what, and what there is to say about it."""

    at: datetime
    what: str
    about: str = ""
    url: str = ""
    reason: str = ""
    fate: str = ""

    @property
    def when(self) -> str:
        return words.moment(self.at, words.office_zone())


def history(contact: Contact, *, with_payments: bool = True) -> list[Entry]:
    """Everything known to have happened with a person, the newest first."""
    found = [
        Entry(contact.created_at, _("became a contact")),
        *_stages(contact),
        *_consents(contact),
        *_registrations(contact),
        *_turns(contact),
        *_check_ins(contact),
        *_intentions(contact),
        *_mails(contact),
        *(_payments(contact) if with_payments else []),
    ]
    if contact.erased_at:
        found.append(Entry(contact.erased_at, _("erased")))
    return sorted(found, key=lambda entry: entry.at)[::-1]  # of one moment the last step first


def stage_in_words(record: StageRecord, labels: dict[str, str]) -> str:
    """One line: the stage, the university, since when."""
    started = ""
    if record.study_start:
        started = _("started %(month)s") % {"month": date_format(record.study_start, "F Y")}
    parts = [labels.get(record.stage, record.stage), record.school, record.campus, started]
    return ", ".join(part for part in parts if part)


def _stages(contact: Contact) -> Iterator[Entry]:
    labels = words.stage_labels()
    for record in contact.stages.all():
        yield Entry(record.recorded_at, _("stage"), stage_in_words(record, labels))


def _consents(contact: Contact) -> Iterator[Entry]:
    for row in contact.consents.all():
        what = _("consent given") if row.granted else _("consent withdrawn")
        yield Entry(row.recorded_at, what, str(row.get_purpose_display()), reason=row.wording)


def _registrations(contact: Contact) -> Iterator[Entry]:
    rows = places_of(contact)
    there, acts = attended(rows), acts_on(rows)
    for row in rows:
        for step in place_steps(row, acts.get(row.pk)):
            yield _of(row, step.at, step.what, step.reason)
        if row.ended_at:
            yield _of(row, row.ended_at, _ended(row), row.reason)
        if row.is_confirmed and row.occurrence.list_closed_at:
            yield _of(row, row.occurrence.list_closed_at, _outcome(there[row.pk]))


def _outcome(there: Attended) -> str:
    if not there.days:
        return _("did not come")
    if there.total is None:
        return _("attended")
    return _("attended, %(hours)s") % {"hours": length_words(there.total)}


def _turns(contact: Contact) -> Iterator[Entry]:
    rows = contact.turns.real().select_related("occurrence__event")
    acts = acts_on(rows)
    for row in rows:
        for step in turn_steps(row, acts.get(row.pk)):
            yield _of(row, step.at, step.what, step.reason)
        if row.ended_at:
            yield _of(row, row.ended_at, _ended(row), row.reason)


def _ended(row: Registration | Turn) -> str:
    why = row.get_ended_because_display()
    if isinstance(row, Turn):
        return _("waitlist ended: %(why)s") % {"why": why}
    return _("place ended: %(why)s") % {"why": why}


def _of(row: Registration | Turn, at: datetime, what: str, reason: str = "") -> Entry:
    return Entry(at, what, str(row.occurrence), person_url(row), reason)


def _check_ins(contact: Contact) -> Iterator[Entry]:
    rows = CheckIn.objects.filter(registration__contact=contact)
    taps = list(rows.select_related("registration__occurrence__event"))
    names = names_of(tap.recorded_by for tap in taps)
    seen: set[tuple[int, date]] = set()
    for tap in taps:
        day = (tap.registration_id, tap.day)
        told = {"what": _said(tap, was_seen=day in seen), "day": date_format(tap.day)}
        said = _("%(what)s, %(day)s, by %(who)s") % {**told, "who": names[tap.recorded_by]}
        yield _of(tap.registration, tap.tapped_at, said)
        seen = seen | {day} if tap.present else seen - {day}


def _said(tap: CheckIn, *, was_seen: bool) -> str:
    if tap.present:
        length = f", {length_words(tap.hours)}" if tap.hours is not None else ""
        return _("checked in") + length
    return _("check-in taken back") if was_seen else _("marked as not come")


def _intentions(contact: Contact) -> Iterator[Entry]:
    for row in Intention.objects.filter(contact=contact).select_related("occurrence__event"):
        said = _("likelihood of becoming a GP: %(value)s of 10, %(moment)s")
        what = said % {"value": row.value, "moment": row.get_moment_display()}
        url = reverse("dates:edit", args=[row.occurrence_id])
        yield Entry(row.recorded_at, what, str(row.occurrence), url)


def _mails(contact: Contact) -> Iterator[Entry]:
    mails = Message.objects.real().filter(contact=contact.uuid)
    rows = Mailing.objects.select_related("occurrence__event")
    written = rows.in_bulk([it.mailing for it in mails if it.mailing])
    for mail in mails:
        what = _("mail: %(kind)s") % {"kind": kind_in_words(mail.kind)}
        about, url = _written(written.get(mail.mailing or 0))
        yield Entry(mail.queued_at, what, about, url, mail.why_in_words, fate(mail))


def _payments(contact: Contact) -> Iterator[Entry]:
    """Deposits that were paid, and what went back."""
    mine = Payment.objects.paid().filter(registration__contact=contact)
    for payment in with_refunds(mine):
        of, paid_at = payment.registration, payment.paid_at
        told = {"how": payment.get_way_display()}
        told["amount"] = money_words(payment.amount, payment.currency)
        paid = _("deposit of %(amount)s paid, %(how)s") % told
        what = paid if payment.amount else _("deposit waived")
        yield _of(of, paid_at, what, payment.why)
        for refund in payment.refunds.all():
            back = {"amount": money_words(refund.amount, payment.currency)}
            what = _("%(amount)s of the deposit given back") % back
            entry = _of(of, refund.ended_at or refund.owed_at, what, deposit_lines.reason(refund))
            yield replace(entry, fate=str(refund.get_state_display()))


def _written(mailing: Mailing | None) -> tuple[str, str]:
    """The subject of what a coordinator wrote, and where it is shown."""
    if mailing is None:
        return "", ""
    return mailing_lines.title(mailing), reverse("mailings:edit", args=[mailing.pk])


def fate(mail: Message) -> str:
    """What became of a mail: bounced and delivered say more than sent."""
    if mail.bounced_at:
        return _("bounced")
    if mail.delivered_at:
        return _("delivered")
    return str(MessageState(mail.state).label)
