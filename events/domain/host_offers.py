"""Days a practice offers to receive somebody: made and withdrawn by it, answered by the office."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.domain import host_links, offer_days
from events.domain.errors import ActRefused
from events.domain.log import note
from events.domain.offer_days import OfferedDay
from events.models import (
    Host,
    HostContact,
    HostLink,
    HostOffer,
    Occurrence,
    OccurrenceState,
    Spot,
)
from mail.domain import outbox
from mail.models import Message
from office import clock
from office.actor import Actor
from office.domain.working_days import holiday
from office.models import Office

AHEAD = timedelta(days=400)
"""How far ahead a practice offers days."""
MOST_OPEN = 20
"""So many offers of one practice wait for an answer, and no more."""
UNOPENED = 3
"""So many year mails to one contact in a day that nobody opened, and no more."""
A_DAY = timedelta(hours=24)
TIME_TO_FILL = timedelta(days=14)
"""Days that leave less time to sign up are proposed last."""
YEAR, ANSWERED = "host_year", "host_offer_answered"


class AlreadyAnswered(ActRefused):
    sentence = gettext_lazy("This offer has been answered already.")


class NoDayLeft(ActRefused):
    sentence = gettext_lazy(
        "None of these days can be used: they have passed, or are public holidays."
    )


@dataclass(frozen=True)
class Given:
    """What a practice offers."""

    places: int
    dates: int
    first_day: date
    last_day: date
    weekdays: str
    starts: time
    ends: time
    note: str = ""


def offer(contact: int, given: Given, *, actor: Actor) -> HostOffer:
    """Offer days to the office. The same offer a second time is the first one again.

    Raises ActRefused, NoDayLeft.
    """
    with transaction.atomic():
        who = _still_there(contact)
        waiting = _waiting(who.host_id)
        if same := waiting.filter(**asdict(given)).first():
            return same
        _may_wait_too(waiting)
        made = HostOffer(host_id=who.host_id, contact=who, made_at=clock.now(), **asdict(given))
        if not any(not it.holiday for it in days_of(made, today(), taken=set())):
            raise NoDayLeft
        made.save()
        return made


def withdraw(offer: int, *, actor: Actor) -> HostOffer:
    """Take an offer back before the office has answered. Raises AlreadyAnswered."""
    with transaction.atomic():
        found = _locked(offer)
        if found.state == HostOffer.State.WITHDRAWN:
            return found
        _must_be_new(found)
        return _answer(found, HostOffer.State.WITHDRAWN, actor)


def take_back_withdrawal(offer: int, *, actor: Actor) -> HostOffer:
    """Offer again what was withdrawn. Raises AlreadyAnswered, NoDayLeft, ActRefused."""
    with transaction.atomic():
        waiting = _waiting(_host_of(offer))
        found = _locked(offer)
        if found.is_new():
            return found
        if found.state != HostOffer.State.WITHDRAWN:
            raise AlreadyAnswered
        if not any(not it.holiday for it in days_of(found, today(), taken=set())):
            raise NoDayLeft
        _may_wait_too(waiting)
        found.state, found.answered_at, found.answered_by = HostOffer.State.NEW, None, ""
        found.save(update_fields=["state", "answered_at", "answered_by"])
        return found


def decline(offer: int, *, word: str = "", actor: Actor) -> HostOffer:
    """Say no to an offer, with a word to the practice, which is told. Raises AlreadyAnswered."""
    with transaction.atomic():
        found = answerable(offer)
        found.answer = word.strip()
        _answer(found, HostOffer.State.DECLINED, actor)
        note(found, "events.decline_offer", actor)
        tell_answer(found, [])
        return found


def answerable(offer: int) -> HostOffer:
    """The offer, its row locked, while it waits for an answer. Raises AlreadyAnswered."""
    found = _locked(offer)
    _must_be_new(found)
    return found


def used(found: HostOffer, made: list[Occurrence], *, word: str, actor: Actor) -> HostOffer:
    """Note under its lock that an offer has become dates, and tell the practice."""
    found.answer = word.strip()
    _answer(found, HostOffer.State.USED, actor)
    note(found, "events.use_offer", actor, dates=len(made))
    found.made.set(made)
    tell_answer(found, [it.first_day for it in made])
    return found


def days_of(it: HostOffer, on: date, *, taken: set[date]) -> list[OfferedDay]:
    """The days an offer is about that are still to come on this day."""
    return offer_days.look(
        it.first_day, it.last_day, it.days, today=on, holiday=holiday, taken=taken
    )


def proposed(offered: list[OfferedDay], n: int, on: date) -> list[date]:
    """Which of the days to take, where nobody says otherwise."""
    return offer_days.propose(offered, n, not_before=on + TIME_TO_FILL)


def visit_days(host: int) -> set[date]:
    """The days on which a practice has a visit, planned or open, or a part in a camp."""
    off = OccurrenceState.CALLED_OFF
    visits = Occurrence.objects.filter(host=host).exclude(state=off).select_related("event")
    spots = Spot.objects.filter(host=host, starts_at__isnull=False)
    spots = spots.exclude(occurrence__state=off).select_related("occurrence__event")
    found = {day for it in visits for day in it.days}
    return found | {
        it.starts_at.astimezone(it.occurrence.zone).date() for it in spots if it.starts_at
    }


def today() -> date:
    """Today in the office."""
    return timezone.localdate(clock.now())


# Mails


def mail_year(contact: HostContact, at: datetime) -> Message | None:
    """Mail a contact the link to their practice's year.

    None where they have left, or have three such mails of a day that they never opened.
    """
    with transaction.atomic():
        found = HostContact.objects.select_for_update(no_key=True).get(pk=contact.pk)
        recent = HostLink.objects.filter(contact=found, hosting=None, made_at__gt=at - A_DAY)
        if found.left_at or recent.filter(opened_at=None).count() >= UNOPENED:
            return None
        return _mail(YEAR, found, at, {})


def mail_year_to(address: str, at: datetime) -> int:
    """Mail the link to every practice that knows this address; how many mails that were."""
    known = HostContact.objects.filter(email__iexact=address, left_at=None)
    return sum(bool(mail_year(it, at)) for it in known.select_related("host"))


def tell_answer(answered: HostOffer, days: list[date]) -> None:
    """Mail the office's answer to whoever made the offer; if they have left, to the others."""
    at = clock.now()
    there = HostContact.objects.filter(host=answered.host_id, left_at=None)
    facts = {
        "offer": answered.pk,
        "state": answered.state,
        "days": [day.isoformat() for day in days],
        "word": answered.answer,
        "made_on": timezone.localdate(answered.made_at).isoformat(),
    }
    for contact in there.filter(offers=answered) or there:
        _mail(ANSWERED, contact, at, facts)


def claim(kind: str, link: int) -> str:
    """The name in the outbox of a mail with this link."""
    return f"{kind}:{link}"


def _mail(kind: str, contact: HostContact, at: datetime, facts: dict[str, object]) -> Message:
    link = host_links.make(contact, None, at)
    return outbox.queue(
        kind,
        to=contact.email,
        language=contact.language or settings.LANGUAGE_CODE,
        at=at,
        claim=claim(kind, link.pk),
        facts={"link": link.pk, "practice": contact.host.name, **_whom_to_ask(at), **facts},
    )


def _whom_to_ask(at: datetime) -> dict[str, str]:
    office = Office.objects.current(at)
    if office is None:
        return {}
    return {
        "contact_name": office.name,
        "contact_phone": office.phone,
        "contact_email": office.email,
    }


# Rows


def _still_there(contact: int) -> HostContact:
    found = HostContact.objects.filter(pk=contact, left_at=None).first()
    if found is None:
        raise ActRefused(_("The practice has told us that you do not look after visits any more."))
    return found


def _waiting(host: int) -> QuerySet[HostOffer]:
    """Offers of a practice that wait for an answer; its row locked, so that none is added."""
    Host.objects.select_for_update(no_key=True).get(pk=host)
    return HostOffer.objects.filter(host=host, state=HostOffer.State.NEW)


def _may_wait_too(waiting: QuerySet[HostOffer]) -> None:
    if waiting.count() >= MOST_OPEN:
        raise ActRefused(_("The office has many offers of yours to answer. Call, please."))


def _host_of(offer: int) -> int:
    found = HostOffer.objects.filter(pk=offer).values_list("host", flat=True).first()
    if found is None:
        raise ActRefused
    return int(found)


def _locked(offer: int) -> HostOffer:
    rows = HostOffer.objects.select_related("host").select_for_update(of=("self",))
    found = rows.filter(pk=offer).first()
    if found is None:
        raise ActRefused
    return found


def _must_be_new(found: HostOffer) -> None:
    if not found.is_new():
        raise AlreadyAnswered


def _answer(found: HostOffer, state: HostOffer.State, actor: Actor) -> HostOffer:
    found.state, found.answered_at, found.answered_by = state, clock.now(), actor.name
    found.save(update_fields=["state", "answered_at", "answered_by", "answer"])
    return found
