"""People, events, dates and hosts, by what somebody remembers of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.models import Contact
from desk import words
from desk.person_url import person_url
from events.domain.places import Claim
from events.models import Event, Host, HostContact, Occurrence, Registration, Turn
from events.models.registration import as_typed
from office.folding import found_by

AT_MOST = 20
"""So many of each kind are shown; who is looked for is found by typing more."""

TITLES: dict[str, Any] = {
    "people": gettext_lazy("People"),
    "unproven": gettext_lazy("Signed up, address not confirmed yet"),
    "dates": gettext_lazy("Dates"),
    "events": gettext_lazy("Events"),
    "hosts": gettext_lazy("Host practices"),
}
PERMISSIONS = {
    "people": "contacts.change_contact",
    "unproven": "events.view_registration",
    "dates": "events.view_registration",
    "events": "events.change_occurrence",
    "hosts": "events.change_host",
}


@dataclass(frozen=True)
class Hit:
    """One thing found: what it is called, where it is, what else tells it apart, where it leads."""

    title: str
    url: str
    details: list[str] = field(default_factory=list)
    phone: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Kind:
    """The hits of one kind; `more` says that there are others."""

    title: str
    hits: list[Hit]
    more: bool


def may_find(user: Any) -> bool:
    return any(user.has_perm(permission) for permission in PERMISSIONS.values())


def find(user: Any, text: str) -> list[Kind]:
    """What this user may see of what fits, kind by kind. The queries are as many for any result."""
    found = []
    for name, title in TITLES.items():
        if user.has_perm(PERMISSIONS[name]):
            rows = list(FINDERS[name](text, user))
            if rows:
                found.append(Kind(str(title), rows[:AT_MOST], more=len(rows) > AT_MOST))
    return found


def _people(text: str, user: Any) -> Iterable[Hit]:
    people = list(Contact.objects.living().real().found_by(text)[: AT_MOST + 1])
    claims = _claims(people)
    for person in people:
        yield Hit(
            title=person.name or str(person),
            url=reverse("contacts:edit", args=[person.pk]),
            details=[person.email],
            phone=person.phone,
            links=[(_claim_url(it, user), str(it.occurrence)) for it in claims[person.pk]],
        )


def _claims(people: list[Contact]) -> dict[int, list[Claim]]:
    """The places each of them has, and where they wait, the soonest date first."""
    held = Registration.objects.real().holding().filter(contact__in=people)
    waits = Turn.objects.real().live().filter(contact__in=people)
    found: dict[int, list[Claim]] = defaultdict(list)
    rows: list[Any] = [it.select_related("occurrence__event") for it in (held, waits)]
    for claim in sorted(chain(*rows), key=lambda it: it.occurrence.starts_at):
        found[claim.contact_id].append(claim)
    return found


def _claim_url(claim: Claim, user: Any) -> str:
    sees_people = user.has_perm("events.view_registration")
    return person_url(claim) if sees_people else _date_url(claim.occurrence, user)


def _unproven(text: str, user: Any) -> Iterable[Hit]:
    """Who asks on the phone why no mail came: typed, and never answered."""
    holds = Registration.objects.real().holding().unproven()
    turns = Turn.objects.real().live().filter(proven_at=None)
    for rows in (holds, turns):
        mine: Any = found_by(rows, text, "email", as_typed("name"), phone=as_typed("phone"))
        for claim in mine.select_related("occurrence__event", "contact")[: AT_MOST + 1]:
            yield Hit(
                title=words.name_of(claim),
                url=person_url(claim),
                details=[claim.address, str(claim.occurrence)],
                phone=words.phone_of(claim),
            )


def _dates(text: str, user: Any) -> Iterable[Hit]:
    dates = Occurrence.objects.found_by(text).select_related("event")
    for date in dates.with_counts().order_by("-starts_at", "pk")[: AT_MOST + 1]:
        details = [words.span(date), date.location, _state(date)]
        yield Hit(str(date), _date_url(date, user), [*filter(None, details), words.fill(date)])


def _state(date: Occurrence) -> str:
    """A draft, or called off; a date that is on says nothing, since it may be over by now."""
    return "" if date.is_scheduled else str(date.get_state_display())


def _date_url(date: Occurrence, user: Any) -> str:
    """Who may not see its people is led to its check-ins."""
    tab = "edit" if user.has_perm("events.view_registration") else "attendance"
    return reverse(f"dates:{tab}", args=[date.pk])


def _events(text: str, user: Any) -> Iterable[Hit]:
    for event in found_by(Event.objects.order_by("title"), text, "title")[: AT_MOST + 1]:
        details = [str(event.get_kind_display())]
        yield Hit(event.title, reverse("dates:event", args=[event.pk]), details)


def _hosts(text: str, user: Any) -> Iterable[Hit]:
    rows = Host.objects.order_by("name")
    hosts = list(hosts_found_by(rows, text, user)[: AT_MOST + 1])
    people = defaultdict(list)
    if user.has_perm(TO_SEE_CONTACTS):
        for contact in HostContact.objects.filter(left_at=None, host__in=hosts):
            people[contact.host_id].append(contact)
    yield from (_host(host, people[host.pk]) for host in hosts)


def hosts_found_by(rows: QuerySet[Host], text: str, user: Any) -> QuerySet[Host]:
    """By name or address; for those who may see them, by the name or e-mail of a contact."""
    here = found_by(Host.objects.order_by(), text, *HOST).values("pk")
    if not user.has_perm(TO_SEE_CONTACTS):
        return rows.filter(pk__in=here)
    theirs = found_by(HostContact.objects.filter(left_at=None).order_by(), text, "name", "email")
    return rows.filter(Q(pk__in=here) | Q(pk__in=theirs.values("host")))


TO_SEE_CONTACTS = "events.view_hostcontact"
HOST = ("name", "street", "postcode", "town", "municipality__name")


def _host(host: Host, contacts: list[HostContact]) -> Hit:
    people = [f"{it.name}, {it.email}" for it in contacts]
    phone = next((it.phone for it in contacts if it.phone), "")
    url = reverse("hosts:edit", args=[host.pk])
    state = [_("no longer a host")] if host.retired_at else []
    return Hit(host.name, url, [host.address, *state, *people], phone=phone)


FINDERS: dict[str, Any] = {
    "people": _people,
    "unproven": _unproven,
    "dates": _dates,
    "events": _events,
    "hosts": _hosts,
}
