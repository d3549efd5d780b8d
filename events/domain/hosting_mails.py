"""Queueing what a practice is told, under the date's lock: invites, who comes, who came.

Every mail of one invite has the next of its revisions, so that they leave in order. What has not
left when there is more to say is taken back and said with it: nobody reads what is no longer so,
and no invite is lost because a later fact overtook it. No mail names anybody who comes.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_noop

from events.domain import host_links, old_calendar
from events.domain.fact_types import moment
from events.domain.facts import occurrence_facts
from events.models import HostContact, Hosting, HostInvite
from mail.domain import outbox
from mail.models import Message, MessageState

INVITED, CHANGED = "host_invited", "host_changed"
REQUESTS = (INVITED, CHANGED)
COMES, PEOPLE_CHANGED, CAME = "host_who_comes", "host_people_changed", "host_who_came"
PEOPLE = (COMES, PEOPLE_CHANGED)
OVERTAKEN = gettext_noop("its claim has changed since")
QUIET = timedelta(minutes=1)
"""Whoever is put in another spot by hand may be put back at once: the mail waits so long."""


def to_tell(hosting: Hosting, contact: HostContact) -> dict[str, str]:
    """What a contact's calendar entry has to say, and where it goes."""
    return {
        "title": hosting.occurrence.event.title,
        "starts_at": hosting.starts_at.isoformat(),
        "ends_at": hosting.ends_at.isoformat(),
        "location": hosting.where,
        "address": contact.email,
    }


# The calendar entry


def invite(hosting: Hosting, contact: int, at: datetime) -> None:
    """Put the hosting into a contact's calendar, or change it there."""
    person = HostContact.objects.get(pk=contact)
    found, _made = HostInvite.objects.get_or_create(
        hosting=hosting,
        contact=person,
        defaults={"created_at": at, "organizer": settings.INVITES_FROM_EMAIL[0]},
    )
    found.contact, found.hosting = person, hosting
    unsaid = outbox.take_back(found.claim, (*REQUESTS, *PEOPLE), OVERTAKEN, at)
    was = _last_said(found, unsaid)
    _leave_old_calendar(found, at)
    now = to_tell(hosting, person)
    found.told, found.sequence = now, found.sequence + 1
    change = _change(was, now)
    kind = CHANGED if change else INVITED
    _queue(found, kind, at, {"change": change, "was": was} | _coming(hosting))
    _say_people_again(found, unsaid, at)


def invite_anew(contact: HostContact) -> None:
    """Their links open nothing any more: an invite with a new one is due, whatever else is so."""
    told = HostInvite.objects.filter(contact=contact, told__isnull=False).select_for_update()
    for invite in told:
        invite.told = {**(invite.told or {}), "anew": True}
        invite.save(update_fields=["told"])


def take_out(
    invite: HostInvite, hosting: Hosting, kind: str, at: datetime, *, because: str = ""
) -> None:
    """Take a hosting out of a contact's calendar, if it ever came there."""
    outbox.take_back(invite.claim, (*REQUESTS, *PEOPLE, CAME), OVERTAKEN, at)
    told, invite.told, invite.hosting = invite.told, None, hosting
    if told and moment(told["ends_at"]) > at and _reached(invite, told["address"]):
        invite.sequence += 1
        reason = hosting.occurrence.called_off_because if because == "called_off" else ""
        told.pop("anew", None)
        more = {"because": because, "reason": reason, **told}
        _queue(invite, kind, at, more, with_link=False)
    else:
        invite.save(update_fields=["told"])


def _leave_old_calendar(invite: HostInvite, at: datetime) -> None:
    """Take it out of the calendar of an address that is the contact's no more."""
    told = invite.told
    if not told or told["address"] == invite.contact.email or moment(told["ends_at"]) <= at:
        return
    if not _reached(invite, told["address"]):
        return
    invite.sequence += 1
    facts = _facts(invite, at) | told
    outbox.queue(
        old_calendar.KIND,
        to=told["address"],
        language=invite.contact.language,
        at=at,
        claim=old_claim(invite),
        revision=invite.revision,
        facts={key: fact for key, fact in facts.items() if key not in ("name", "anew")},
    )


def old_claim(invite: HostInvite) -> str:
    """The name in the outbox of what goes to an address of before."""
    return f"host-old:{invite.pk}"


def _last_said(invite: HostInvite, unsaid: list[Message]) -> dict[str, str] | None:
    """What the reader knows; None if nothing has reached this address."""
    requests = [it for it in unsaid if it.kind in REQUESTS]
    said = requests[0].facts.get("was") if requests else invite.told
    address = invite.contact.email
    if said is None or said["address"] != address or not _reached(invite, address):
        return None
    return dict(said)


def _reached(invite: HostInvite, address: str) -> bool:
    """Whether an invite has left for the address (kept 90 days), or is leaving just now."""
    there = Q(to=address) | Q(to="")
    requests = Message.objects.about(invite.claim).filter(there, kind__in=REQUESTS)
    return requests.filter(bounced_at=None).exclude(state=MessageState.WITHDRAWN).exists()


def _change(was: dict[str, str] | None, now: dict[str, str]) -> dict[str, Any]:
    """What has changed, as it was before."""
    if was is None:
        return {}
    change: dict[str, Any] = {
        key: [was[key]] for key in ("location", "title") if was[key] != now[key]
    }
    times = [(was[key], now[key]) for key in ("starts_at", "ends_at")]
    if any(before != after for before, after in times):
        change["time"] = [before for before, _after in times]
    return change


# The people


def who_comes(
    hosting: Hosting, invites: list[HostInvite], people: set[int], at: datetime, *, is_due: bool
) -> None:
    """Tell how many come; between the due times only what has changed."""
    hosting.revision += 1
    for it in _living(invites):
        it.hosting = hosting
        unsaid = outbox.take_back(it.claim, PEOPLE, OVERTAKEN, at)
        was = unsaid[0].facts["was_people"] if unsaid else hosting.told_people
        is_whole = is_due or was is None or any(mail.kind == COMES for mail in unsaid)
        if not is_whole and was is not None and set(was) == people:
            continue
        more = _numbers(people, was) | {"was_people": was}
        _queue(
            it, COMES if is_whole else PEOPLE_CHANGED, at, more, wait=_wait(hosting, is_whole, at)
        )


def who_came(hosting: Hosting, invites: list[HostInvite], at: datetime) -> None:
    """Ask who came."""
    for it in _living(invites):
        it.hosting = hosting
        _queue(it, CAME, at, _coming(hosting))


def _say_people_again(invite: HostInvite, unsaid: list[Message], at: datetime) -> None:
    """What was taken back about the people, after the invite that overtook it."""
    mails = [it for it in unsaid if it.kind in PEOPLE]
    if mails:
        keys = ("coming", "new", "gone", "was_people")
        _queue(invite, mails[-1].kind, at, {key: mails[-1].facts[key] for key in keys})


def _living(invites: list[HostInvite]) -> list[HostInvite]:
    return [it for it in invites if it.contact.left_at is None]


def _numbers(people: set[int], was: list[int] | None) -> dict[str, int]:
    before = people if was is None else set(was)
    return {"coming": len(people), "new": len(people - before), "gone": len(before - people)}


def _coming(hosting: Hosting) -> dict[str, int]:
    """How many come, once the practice has been told."""
    return {} if hosting.told_people is None else {"coming": len(hosting.told_people)}


def _wait(hosting: Hosting, is_whole: bool, at: datetime) -> timedelta:
    is_far = hosting.starts_at - at > timedelta(hours=1)
    return QUIET if hosting.of_spot and is_far and not is_whole else timedelta()


# The mail


def _queue(
    invite: HostInvite,
    kind: str,
    at: datetime,
    more: dict[str, Any],
    *,
    with_link: bool = True,
    wait: timedelta = timedelta(),
) -> None:
    invite.revision += 1
    invite.save(update_fields=["revision", "sequence", "told"])
    facts = _facts(invite, at) | more
    if with_link:
        facts["link"] = host_links.make(invite.contact, invite.hosting, at).pk
    outbox.queue(
        kind,
        to=facts["address"],
        language=invite.contact.language,
        at=at,
        due_at=at + wait,
        claim=invite.claim,
        revision=invite.revision,
        facts=facts,
    )


def _facts(invite: HostInvite, at: datetime) -> dict[str, Any]:
    """Everything a mail may say. No address of the event's page: no link stands in a calendar."""
    hosting = invite.hosting
    facts = occurrence_facts(hosting.occurrence) | to_tell(hosting, invite.contact)
    for key in ("event_url", "asks_needs"):
        facts.pop(key, None)
    return facts | {
        "kind": "visit" if hosting.of_spot else facts["kind"],
        "is_host": True,
        "name": invite.contact.name,
        "uid": str(invite.uid),
        "sequence": invite.sequence,
        "organizer": invite.organizer,
        "created_at": invite.created_at.isoformat(),
        "changed_at": at.isoformat(),
        "told_times": hosting.revision,
    }
