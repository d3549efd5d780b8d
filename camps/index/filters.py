"""The filter of an index: what its address says, and the addresses of what else could be chosen."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields, replace
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VIEWS: dict[str, str | Promise] = {
    "": _("Cards"),
    "list": _("List"),
    "calendar": _("Calendar"),
    "map": _("Map"),
}
"""Four views of the same filter; the first needs no word in the address."""

NARROWING = ("kind", "area", "month", "stage", "language", "places")
"""What narrows, in the order in which it is said."""

KEYS = (*NARROWING, "view", "page")
"""Everything of ours an address may hold. The page cache knows the same."""

ALL = "all"
FREE = "free"


@dataclass(frozen=True)
class Filter:
    """Empty is: not narrowed. `kind` is empty for the index's own kind.

    `unknown` names what the address says and this index does not know; it is left out.
    """

    kind: str = ""
    area: str = ""
    month: str = ""
    stage: str = ""
    language: str = ""
    places: str = ""
    view: str = ""
    page: int = 1
    unknown: tuple[str, ...] = field(default=(), compare=False)

    @property
    def active(self) -> list[str]:
        return [name for name in NARROWING if getattr(self, name)]

    def query(self) -> str:
        """As it stands in an address, without what is as usual."""
        words = {it.name: getattr(self, it.name) for it in fields(self) if it.name in KEYS}
        if self.page == 1:
            del words["page"]
        return urlencode({name: word for name, word in words.items() if word})

    def but(self, **changes: str | int) -> Filter:
        """The same filter with something else, from its first page on."""
        return replace(self, **{"page": 1, **changes})  # type: ignore[arg-type]

    def cleared(self) -> Filter:
        return Filter(view=self.view)


def read(asked: QueryDict, known: dict[str, set[str]]) -> Filter:
    """The filter of an address; `known` are the values each name may have."""
    chosen, unknown = {}, []
    for name, values in known.items():
        value = asked.get(name, "")
        if value in values:
            chosen[name] = value
        elif value:
            unknown.append(name)
    page, is_number = asked.get("page", ""), re.compile(r"[1-9][0-9]{0,3}")
    return Filter(
        **chosen,
        page=int(page) if is_number.fullmatch(page) else 1,
        unknown=tuple(unknown),
    )


def tidy(asked: QueryDict) -> str | None:
    """The same query without what a form sends empty; None: it is tidy."""
    if all(asked.get(name) != "" for name in KEYS):
        return None
    kept = [(name, value) for name, values in asked.lists() for value in values]
    return urlencode([(name, value) for name, value in kept if value or name not in KEYS])


def month_in(text: str) -> date | None:
    """The first day of a month written like 2027-01."""
    found = re.fullmatch(r"(20[0-9]{2})-(0[1-9]|1[0-2])", text)
    return date(int(found[1]), int(found[2]), 1) if found else None


def month_key(day: date) -> str:
    return f"{day:%Y-%m}"


def next_month(first: date, months: int = 1) -> date:
    """The first day of the month so many months on."""
    n = first.year * 12 + first.month - 1 + months
    return date(n // 12, n % 12 + 1, 1)
