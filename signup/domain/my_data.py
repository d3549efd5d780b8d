"""A person's own data: asking for the link, seeing, correcting, withdrawing."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q

from contacts.domain import consent, people, stages
from contacts.domain.stages import Stage, semester_on
from contacts.models import Consent, Contact
from events.domain import sign_up, walk_ins
from events.domain.answers import in_words
from events.domain.hours import Attended, attended
from events.models import Allocation, Answer, CheckIn, Friend, Intention, Registration, Wish
from mail.domain import links, outbox
from mail.domain.links import BadLink, OldLink
from mail.models import Message
from office import clock
from payments.models import Payment, Refund
from signup.domain import written
from signup.domain.claims import Claim, claims_of, unproven_of

LINK_LASTS = timedelta(minutes=30)
KIND = "my_data"
SOURCE = "my data"


def send_link(address: str, *, language: str, at: datetime) -> None:
    """Mail the owner of an address the way to their data; nobody else learns anything.

    An address with nothing but unproven claims gets their links again. No more than so many
    mails that nobody answered leave for one address in 24 hours.
    """
    room = sign_up.UNANSWERED - outbox.unanswered_count(address, at)
    if room <= 0:
        return
    if contact := people.find(address):
        _queue(contact, at)
        return
    for claim in unproven_of(address)[:room]:
        sign_up.link_again(claim)


def _queue(contact: Contact, at: datetime) -> None:
    outbox.queue(
        KIND,
        to=contact.email,
        language=contact.language,
        at=at,
        contact=contact.uuid,
        asks_proof=True,
    )


def link(message: Message) -> str:
    """The link of a mail that leaves now: good for half an hour from now, for the person alone."""
    reader = Contact.objects.living().filter(email=message.to)
    contact = message.contact and reader.filter(uuid=message.contact).first()
    if not contact:
        return ""
    return links.url("my-data", contact.pk, contact.link_version, clock.now() + LINK_LASTS)


def contact(token: str, at: datetime) -> Contact:
    """Whose data a mailed link opens. Raises BadLink, OldLink."""
    parsed = links.parse(token)
    found = Contact.objects.filter(pk=parsed.pk).first()
    if found is None or parsed.expires is None:
        raise BadLink
    if found.erased_at:
        raise OldLink
    links.verify("my-data", token, found.link_version, at)
    return found


def opened(contact: Contact, at: datetime) -> None:
    """The link was pressed, so the address is theirs."""
    outbox.answered(contact.email, at)


def correct(contact: Contact, told: dict[str, Any], *, today: date, at: datetime) -> None:
    """Write what the person says about themselves. `told` is what the form's fields make."""
    with transaction.atomic():
        locked = Contact.objects.select_for_update().get(pk=contact.pk)
        people.correct(locked, name=told["name"], phone=told["phone"])
        stages.record(locked, _stage(told, today), source=SOURCE, at=at)


def consent_given(contact: Contact, *, granted: bool, wording: str, at: datetime) -> None:
    """Give the consent, or take it back: as easy one way as the other."""
    with transaction.atomic():
        locked = Contact.objects.select_for_update().get(pk=contact.pk)
        purpose = Consent.Purpose.WRITE_TO_ME
        consent.record(locked, purpose, granted=granted, wording=wording, source=SOURCE, at=at)


def _stage(told: dict[str, Any], today: date) -> Stage:
    start = date.fromisoformat(f"{told['study_start']}-01") if told["study_start"] else None
    said = told["semester"]
    return Stage(
        stage=told["stage"],
        school=told["school_name"] or told["school"],
        campus=told["campus"],
        study_start=start,
        semester_shift=said - semester_on(start, today) if start and said else 0,
    )


# All that is kept, as plain JSON


def held(contact: Contact) -> dict[str, Any]:
    """Everything kept about a person, oldest first, for them to read or take along."""
    mine = Q(contact=contact.uuid) | Q(to=contact.email)
    mails = Message.objects.filter(mine).order_by("pk")
    claims = claims_of(contact)
    there = attended(it for it in claims if isinstance(it, Registration))
    return {
        "person": _row(contact, "name", "email", "phone", "language", "created_at"),
        "sign_ups": [_sign_up(it) | _attended(it, there) for it in claims],
        "check_ins": [_check_in(it) for it in _check_ins(contact)],
        "walk_ins": [_of_a_place(it, *WALK_IN_FIELDS) for it in _walk_ins(contact)],
        "stages": [_row(it, *STAGE_FIELDS) for it in reversed(contact.stages.all())],
        "consents": [_row(it, *CONSENT_FIELDS) for it in reversed(contact.consents.all())],
        "intentions": [_intention(it) for it in _intentions(contact)],
        "answers": [_answer(it) for it in _answers(contact)],
        "needs": [_of_a_place(it, *NEED_FIELDS) for it in _told(contact.needs)],
        "emergency_contacts": [
            _of_a_place(it, *EMERGENCY_FIELDS) for it in _told(contact.emergency_contacts)
        ],
        "spots": [_spot(it) for it in _of_spots(Allocation, contact)],
        "wishes": [_wish(it) for it in _of_spots(Wish, contact)],
        "friends": [_friend(it) for it in _friends(contact)],
        "payments": [_payment(it) for it in _payments(contact)],
        "refunds": [_refund(it) for it in _refunds(contact)],
        "notes": [_row(it, "text", "written_at") for it in reversed(contact.notes.all())],
        "letters": written.to(contact),
        "mails": [_row(it, *MAIL_FIELDS) for it in mails],
    }


STAGE_FIELDS = (
    *("stage", "school", "campus", "study_start", "semester_shift"),
    *("recorded_at", "source"),
)
CONSENT_FIELDS = ("purpose", "granted", "wording", "source", "recorded_at")
NEED_FIELDS = ("does_not_eat", "food_note", "access_note", "consent_wording", "recorded_at")
EMERGENCY_FIELDS = ("name", "phone", "consent_wording", "recorded_at")
WALK_IN_FIELDS = ("name", "email", "phone", "day", "tapped_at", "recorded_at")
MAIL_FIELDS = ("kind", "to", "language", "state", "queued_at", "ended_at", "delivered_at")


def _row(row: Any, *names: str) -> dict[str, Any]:
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def _sign_up(claim: Claim) -> dict[str, Any]:
    names = (
        *("language", "proven_at", "ended_at", "ended_by", "ended_because", "reason"),
        "came_from",
    )
    is_place = isinstance(claim, Registration)
    began = getattr(claim, "created_at", None) or claim.joined_at  # type: ignore[union-attr]
    return {
        "event": claim.occurrence.event.title,
        "starts_at": _plain(claim.occurrence.starts_at),
        "state": getattr(claim, "state", "waitlist"),
        "signed_up_at": _plain(began),
        **_row(claim, *names),
        **(_row(claim, "asked_coming_at", "still_coming_at") if is_place else {}),
    }


def _attended(claim: Claim, there: dict[int, Attended]) -> dict[str, Any]:
    """For how many hours they were there, where that is known."""
    mine = there[claim.pk] if isinstance(claim, Registration) else Attended()
    return {"hours_attended": _plain(mine.total)} if mine.days else {}


def _check_ins(contact: Contact) -> Any:
    mine = CheckIn.objects.filter(registration__contact=contact)
    return mine.select_related("registration__occurrence__event")


def _check_in(row: CheckIn) -> dict[str, Any]:
    event = row.registration.occurrence.event
    return {
        "event": event.title,
        **_row(row, "day", "present", "hours", "tapped_at", "recorded_at"),
    }


def _intentions(contact: Contact) -> Any:
    return Intention.objects.filter(contact=contact).select_related("occurrence__event")


def _intention(row: Intention) -> dict[str, Any]:
    event = row.occurrence.event
    return {"event": event.title, **_row(row, "moment", "value", "recorded_at")}


def _told(rows: Any) -> Any:
    return rows.select_related("occurrence__event").order_by("pk")


def _walk_ins(contact: Contact) -> Any:
    """By their own address only: a name alone may be somebody else's."""
    return walk_ins.at_address(contact).select_related("occurrence__event")


def _of_a_place(row: Any, *names: str) -> dict[str, Any]:
    return {"event": row.occurrence.event.title, **_row(row, *names)}


def _answers(contact: Contact) -> Any:
    rows = Answer.objects.filter(contact=contact).order_by("recorded_at", "pk")
    return rows.select_related("question", "occurrence__event")


def _answer(row: Answer) -> dict[str, Any]:
    """With the words the person read."""
    told = {"question": row.wording, "answer": in_words(row.question.kind, row.value)}
    return {"event": row.occurrence.event.title, **told, **_row(row, "version", "recorded_at")}


def _of_spots(model: type[Allocation | Wish], contact: Contact) -> Any:
    rows = model._default_manager.filter(registration__contact=contact).order_by("pk")
    return rows.select_related("spot__host", "spot__occurrence__event")


def _spot(row: Allocation) -> dict[str, Any]:
    spot = row.spot
    told = {"spot": str(spot), "starts_at": _plain(spot.starts_at)}
    shown = {"shown": spot.occurrence.spots_shown_at is not None}
    return {"event": spot.occurrence.event.title, **told, **_row(row, "by_hand"), **shown}


def _wish(row: Wish) -> dict[str, Any]:
    spot = row.spot
    told = {"spot": str(spot), "starts_at": _plain(spot.starts_at)}
    return {"event": spot.occurrence.event.title, **told, **_row(row, "rank")}


def _payments(contact: Contact) -> Any:
    rows = Payment.objects.filter(registration__contact=contact).order_by("pk")
    return rows.select_related("registration__occurrence__event")


def _payment(row: Payment) -> dict[str, Any]:
    event = row.registration.occurrence.event
    amount = f"{row.amount / 100:.2f}"
    told = {"event": event.title, "amount": amount, "currency": row.currency}
    names = ("way", "begun_at", "paid_at", "dispute", "reference", "intent", "why")
    return told | {"payment_state": row.state} | _row(row, *names)


def _refunds(contact: Contact) -> Any:
    rows = Refund.objects.filter(payment__registration__contact=contact).order_by("pk")
    return rows.select_related("payment__registration__occurrence__event")


def _refund(row: Refund) -> dict[str, Any]:
    payment = row.payment
    event, amount = payment.registration.occurrence.event, f"{row.amount / 100:.2f}"
    told = {"event": event.title, "amount": amount, "currency": payment.currency}
    because = {"given_back_because": row.because, "refund_state": row.state}
    return told | because | _row(row, "owed_at", "ended_at", "why")


def _friends(contact: Contact) -> Any:
    mine = Friend.objects.filter(registration__contact=contact)
    return mine.select_related("registration__occurrence__event")


def _friend(row: Friend) -> dict[str, Any]:
    event = row.registration.occurrence.event
    return {"event": event.title, "friend": row.name, **_row(row, "recorded_at")}
