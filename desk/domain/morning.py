"""The morning mail: what there is to do today, to each of the office, their own first.

Nothing to do is no mail, but on the first working day of a week: whoever gets none then knows that
something is wrong with the mail, and not with the week.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from desk.domain.readers import language_of, readers
from desk.domain.today import Line, Part, Today, today
from desk.models import Watch
from mail.domain import outbox
from office import clock
from office.domain.working_days import is_working_day, last_working_day
from office.one_by_one import one_by_one

KIND = "morning"
FROM_HOUR, TO_HOUR = 7, 12
"""When it leaves, on the office's clock; what is not on its way by noon is not sent any more."""
MOST = 12
"""How many lines of others' events are told; the rest is a number."""


def queue_due() -> int:
    """Queue the morning mails that are due; returns how many. Safe to run twice at once."""
    at = clock.now()
    local = at.astimezone(ZoneInfo(settings.TIME_ZONE))
    day = local.date()
    if not FROM_HOUR <= local.hour < TO_HOUR or not is_working_day(day):
        return 0
    waiting = readers("morning").exclude(watch__morning_on=day)
    return one_by_one(waiting, lambda user: _tell(user, day, at))


def is_over(day: str) -> bool:
    """Whether the morning of this day is over."""
    local = clock.now().astimezone(ZoneInfo(settings.TIME_ZONE))
    return local.date().isoformat() != day or local.hour >= TO_HOUR


def _tell(user: User, day: date, at: datetime) -> bool:
    with transaction.atomic():
        if not _is_first_look(user, day):
            return False
        language = language_of(user)
        with translation.override(language):
            seen = today(user, at, says_worker=False)
            facts = {"user": user.pk, "name": user.first_name, "day": day.isoformat(), **told(seen)}
        if seen.is_empty and not _begins_week(day):
            return False
        outbox.queue(
            KIND,
            to=user.email,
            language=language,
            at=at,
            claim=f"user:{user.pk}:morning:{day.isoformat()}",
            facts=facts,
        )
        return True


def _is_first_look(user: User, day: date) -> bool:
    """Take the morning for this reader, under the lock of their row; False if it was taken."""
    watch, _made = Watch.objects.select_for_update().get_or_create(user=user)
    if watch.morning_on == day or not watch.morning:
        return False
    watch.morning_on = day
    watch.save(update_fields=["morning_on"])
    return True


def _begins_week(day: date) -> bool:
    return last_working_day(day).isocalendar()[:2] != day.isocalendar()[:2]


def told(seen: Today) -> dict[str, Any]:
    """What is seen, as facts of a mail: in words already, since each reader has a language."""
    own = [*_office(seen), *_sections(seen.mine)]
    others = list(_sections(seen.others))
    left = max(0, sum(len(it["items"]) for it in others) - MOST)
    return {"own": own, "others": _cut(others), "left": left, "acts": _count(seen)}


def _office(seen: Today) -> Iterator[dict[str, Any]]:
    if seen.office:
        yield {"heading": _("For the whole office"), "items": [_item(it) for it in seen.office]}


def _sections(parts: list[Part]) -> Iterator[dict[str, Any]]:
    for part in parts:
        yield {"heading": part.title, "items": [_item(line) for line in part.lines]}


def _item(line: Line) -> dict[str, str]:
    detail = f"{line.detail} ({line.responsible})" if line.responsible else line.detail
    colon = "" if line.act.endswith("?") else ":"
    return {"text": f"{line.act}{colon} {line.about}", "detail": detail, "path": line.url}


def _cut(sections: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The first lines, whatever their section."""
    room, kept = MOST, []
    for section in sections:
        items = section["items"][:room]
        room -= len(items)
        if items:
            kept.append({**section, "items": items})
    return kept


def _count(seen: Today) -> str:
    """ "3 things to do": all but what merely is on these days."""
    parts = [part for part in [*seen.mine, *seen.others] if part.name != "week"]
    n = len(seen.office) + sum(len(part.lines) for part in parts)
    if n == 0:
        return _("nothing to do")
    return ngettext("%(n)d thing to do", "%(n)d things to do", n) % {"n": n}
