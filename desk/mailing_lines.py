"""Mailings in words: to whom and how many, where they stand, what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from desk import words
from events.domain.automatic import Planned, planned
from events.models import AutomaticMail, Event, Mailing, Occurrence
from mail.standard import fill

START = AutomaticMail.Anchor.START
TIMINGS = {
    (True, "start"): gettext_lazy("%(length)s before the start"),
    (False, "start"): gettext_lazy("%(length)s after the start"),
    (True, "end"): gettext_lazy("%(length)s before the end"),
    (False, "end"): gettext_lazy("%(length)s after the end"),
}
STATES = {
    "waiting": gettext_lazy("leaves soon"),
    "sent": gettext_lazy("sent"),
    "stopped": gettext_lazy("stopped"),
    "skipped": gettext_lazy("left out"),
}


def zone_of(mailing: Mailing) -> Any:
    return mailing.occurrence.zone if mailing.occurrence else words.office_zone()


def state(mailing: Mailing) -> str:
    """Which of STATES it is in."""
    if mailing.stopped_at:
        return "skipped" if mailing.is_automatic else "stopped"
    return "sent" if mailing.sent_at else "waiting"


def state_words(mailing: Mailing) -> str:
    return str(STATES[state(mailing)])


def title(mailing: Mailing) -> str:
    """The subject as most readers see it, or that it is no longer kept."""
    about = {"title": mailing.occurrence.event.title} if mailing.occurrence else {}
    return fill(mailing.subject, about) or _("(text deleted)")


def to_words(mailing: Mailing) -> str:
    """The group, or that it is to one person; never who."""
    if mailing.contact_id:
        return _("one person")
    return str(mailing.get_recipients_display())


def writer(mailing: Mailing) -> str:
    if mailing.is_automatic:
        return _("sent by itself")
    return words.user_name(mailing.written_by) if mailing.written_by else ""


def when(mailing: Mailing) -> str:
    """When it left, or is to leave, or was stopped."""
    at = mailing.sent_at or mailing.stopped_at or mailing.leaves_at
    return words.moment(at, zone_of(mailing))


def fate(mailing: Any) -> str:
    """What became of the messages of a mailing `with_fates()`, the worst first."""
    parts = [
        (mailing.missed, ngettext("%d did not arrive", "%d did not arrive", mailing.missed)),
        (mailing.held_back, ngettext("%d not sent", "%d not sent", mailing.held_back)),
        (mailing.arrived, ngettext("%d arrived", "%d arrived", mailing.arrived)),
        (mailing.left, ngettext("%d sent", "%d sent", mailing.left)),
        (mailing.queued, ngettext("%d on its way", "%d on their way", mailing.queued)),
    ]
    return ", ".join(text % count for count, text in parts if count)


@dataclass(frozen=True)
class Line:
    """A mailing as a list shows it."""

    mailing: Any
    title: str
    to: str
    state: str
    when: str
    writer: str
    fate: str

    @property
    def url(self) -> str:
        return reverse("mailings:edit", args=[self.mailing.pk])


def line(mailing: Any) -> Line:
    """Of a mailing `with_fates()`."""
    return Line(
        mailing=mailing,
        title=title(mailing),
        to=to_words(mailing),
        state=state_words(mailing),
        when=when(mailing),
        writer=writer(mailing),
        fate=fate(mailing),
    )


@dataclass(frozen=True)
class Coming:
    """An automatic mail that a date will send, or would if it were not left out."""

    rule: AutomaticMail
    title: str
    when: str
    is_left_out: bool


@dataclass(frozen=True)
class OnDate:
    """The mailings of one date, and the automatic mails it will send."""

    lines: list[Line]
    to_come: list[Coming]

    @property
    def waiting(self) -> list[Line]:
        return [it for it in self.lines if it.mailing.is_pending]

    @property
    def done(self) -> list[Line]:
        return [it for it in self.lines if not it.mailing.is_pending]


def on_date(occurrence: Occurrence, at: datetime) -> OnDate:
    """Three statements, however many there are."""
    rows = Mailing.objects.filter(occurrence=occurrence).with_fates()
    found = list(rows.select_related("written_by", "automatic"))
    for it in found:
        it.occurrence = occurrence
    lines = [line(it) for it in found if not (it.is_automatic and it.stopped_at)]
    return OnDate(lines, [coming(it) for it in planned([occurrence]) if _is_shown(it, at)])


def coming(it: Planned) -> Coming:
    is_left_out = it.mailing is not None
    event, when = it.occurrence.event, words.moment(it.leaves_at, it.occurrence.zone)
    return Coming(it.rule, rule_title(it.rule, event), when, is_left_out)


def rule_title(rule: AutomaticMail, event: Event) -> str:
    """The subject as readers see it."""
    return fill(rule.subject, {"title": event.title})


def _is_shown(it: Planned, at: datetime) -> bool:
    if it.mailing:
        return it.mailing.stopped_at is not None and at < it.leaves_at
    return it.is_to_come(at)


def timing(rule: AutomaticMail) -> str:
    """ "3 days before the start, at 9:00" """
    days, hours = divmod(round(abs(rule.offset).total_seconds() / 3600), 24)
    if rule.at_time is None:
        hours += 24 * days
        length = ngettext("%d hour", "%d hours", hours) % hours
    elif not days:
        day = _("on the first day") if rule.anchor == START else _("on the last day")
        return _("%(day)s, at %(time)s") % {"day": day, "time": time_format(rule.at_time)}
    else:
        length = ngettext("%d day", "%d days", days) % days
    side = TIMINGS[rule.is_before, rule.anchor] % {"length": length}
    if rule.at_time is None:
        return side
    return _("%(side)s, at %(time)s") % {"side": side, "time": time_format(rule.at_time)}
