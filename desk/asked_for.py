"""Whom an address asks to write to: people of a date by contact, by claim, or as ticked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from desk import words
from desk.several import LARGEST
from desk.several_acts import TICKED
from desk.views.claims import KINDS
from events.domain.places import Claim
from events.domain.recipients import People


@dataclass
class AskedFor:
    """`names` are contacts like `12` or claims like `registration:12`. False where the address asks
    for nobody in particular; where it does, it is for these alone, be there any left or not."""

    people: list[People]
    names: set[str]
    is_asked: bool

    @classmethod
    def read(cls, request: HttpRequest, people: list[People]) -> AskedFor:
        asked = {*request.GET.getlist("chosen"), *request.GET.getlist("claim")}
        if "ticked" in request.GET:
            asked |= set(request.session.get(TICKED, []))
        return cls(people, asked, bool({"chosen", "claim", "ticked"} & request.GET.keys()))

    def __bool__(self) -> bool:
        return self.is_asked

    @cached_property
    def _found(self) -> list[Claim]:
        claims = [claim for it in self.people for claim in it.within_reach]
        return [it for it in claims if self.names & {it.claim, str(it.contact_id)}]

    @property
    def contacts(self) -> list[int]:
        """Those who can be written to."""
        return [it.contact_id for it in self._found if it.contact_id]

    @property
    def out_of_reach(self) -> list[tuple[str, str]]:
        """Name and reason of each who cannot."""
        found = {it.contact_id or it.claim: it for it in self._others()}
        return [(words.name_of(it), _why(it)) for it in found.values()]

    def _others(self) -> Iterator[Claim]:
        """What the others have or had on these dates: places after turns, the newest last."""
        dates, within = [it.occurrence for it in self.people], self.contacts
        contacts = _numbers(self.names)
        for kind, model in reversed(KINDS.items()):
            named = _numbers(it.removeprefix(f"{kind}:") for it in self.names if ":" in it)
            asked = Q(pk__in=named) | Q(contact__in=contacts)
            rows = model.objects.filter(asked, occurrence__in=dates).select_related("contact")
            yield from (it for it in rows.order_by("pk") if it.contact_id not in within)


def _numbers(names: Iterable[str]) -> list[int]:
    return [pk for it in names if it.isdecimal() and (pk := int(it)) < LARGEST]


def _why(claim: Claim) -> str:
    if not claim.is_proven:
        return _("address not confirmed yet")
    return str(claim.get_ended_because_display())
