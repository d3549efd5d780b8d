"""Times and people in words. Times are what clocks in the event's zone show, not the reader's."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import User
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.domain.deposit_words import rule, terms_of
from events.domain.wording import length_words
from events.models import HostContact, Occurrence, Registration, Turn
from office.models import CareerStage
from office.money import money_words


def moment(at: datetime | None, zone: ZoneInfo) -> str:
    """Day and time on the wall; empty for None."""
    return date_format(at.astimezone(zone), "SHORT_DATETIME_FORMAT") if at else ""


def length(hours: Decimal | None) -> str:
    """So many hours; empty for None."""
    return "" if hours is None else length_words(hours)


def user_name(user: User) -> str:
    """Somebody of the office: their name, or what they log in with."""
    return user.get_full_name() or user.get_username()


def responsible(occurrence: Occurrence) -> str:
    """Who answers for a date's event; empty for nobody."""
    coordinator = occurrence.event.coordinator
    return user_name(coordinator) if coordinator else ""


def office_zone() -> ZoneInfo:
    """The zone for what belongs to no event."""
    return ZoneInfo(settings.TIME_ZONE)


def span(occurrence: Occurrence) -> str:
    """From when to when, in one line: a date once where both ends are on one day."""
    start, end = occurrence.local_start, occurrence.local_end
    if start.date() == end.date():
        until = date_format(end, "TIME_FORMAT")
    else:
        until = date_format(end, "SHORT_DATETIME_FORMAT")
    return f"{date_format(start, 'SHORT_DATETIME_FORMAT')} – {until}"


def titled(occurrence: Occurrence) -> str:
    """Event and times, to tell one date from all others."""
    return f"{occurrence.event.title}, {weekday_span(occurrence)}"


def weekday_span(occurrence: Occurrence) -> str:
    """The same, with the weekday it begins on."""
    return f"{date_format(occurrence.local_start, 'D')} {span(occurrence)}"


def fill(occurrence: Occurrence) -> str:
    """Taken/capacity and how many wait, of an occurrence `with_counts()`."""
    taken = f"{occurrence.held}/{occurrence.capacity}"  # type: ignore[attr-defined]
    waiting = occurrence.waiting  # type: ignore[attr-defined]
    return f"{taken} + {waiting}" if waiting else taken


def told(confirmed: int, held: int, waiting: int) -> str:
    """How many people a change would be told to."""
    parts = [
        (confirmed, ngettext("%d with a place", "%d with a place", confirmed)),
        (held, ngettext("%d holding a place", "%d holding a place", held)),
        (waiting, ngettext("%d waiting", "%d waiting", waiting)),
    ]
    return ", ".join(text % count for count, text in parts if count) or _("nobody")


def kept_back(occurrence: Occurrence, at: datetime) -> str:
    """How many places are the office's own to give, and until when; empty when none."""
    until = moment(occurrence.kept_back_until, occurrence.zone)
    told = {"n": occurrence.kept_back, "until": until}
    return _("%(n)d places until %(until)s") % told if occurrence.kept_back_at(at) else ""


def deposit(occurrence: Occurrence) -> str:
    """What a place costs, and the rule as students read it; empty when it costs nothing."""
    if not occurrence.deposit:
        return ""
    amount = money_words(occurrence.deposit, occurrence.currency)
    return f"{amount} {rule(terms_of(occurrence))}"


def name_of(claim: Registration | Turn) -> str:
    """The person's name; before proof the name as typed, after erasure the claim's number."""
    if claim.contact and claim.contact.name:
        return claim.contact.name
    return (claim.submitted or {}).get("name", "") or str(claim)


def practice(contact: HostContact) -> str:
    """A host practice with the contact a mail is to, as long as that is known."""
    return ", ".join(part for part in (contact.host.name, contact.name) if part)


def phone_of(claim: Registration | Turn) -> str:
    """The person's phone; before proof the one typed."""
    if claim.contact:
        return claim.contact.phone
    return (claim.submitted or {}).get("phone", "")


def claim_state(claim: Registration | Turn) -> str:
    """What somebody has on a date, in one or two words."""
    if isinstance(claim, Turn):
        return _("waiting") if claim.ended_at is None else str(claim.get_ended_because_display())
    return str(claim.get_state_display())


def coming(registration: Registration) -> str:
    """What is known about *still coming?*; empty where it was never asked or said."""
    zone = registration.occurrence.zone
    if not registration.is_confirmed:
        return ""
    if at := registration.still_coming_at:
        return _("still coming, said %(at)s") % {"at": moment(at, zone)}
    if at := registration.asked_coming_at:
        return _("no answer yet, asked %(at)s") % {"at": moment(at, zone)}
    return ""


def stage_labels() -> dict[str, str]:
    """Every career stage's name in the reader's language, by its key."""
    return {stage.key: stage.label for stage in CareerStage.objects.all()}


def semesters(first: int | None, last: int | None) -> str:
    """A span of semesters in words; empty when there is none."""
    if first and last:
        return _("semester %(first)s to %(last)s") % {"first": first, "last": last}
    if first:
        return _("from semester %(first)s") % {"first": first}
    return _("up to semester %(last)s") % {"last": last} if last else ""


def audience(occurrence: Occurrence, labels: dict[str, str]) -> list[str]:
    """Who may come, one line a stage; empty when everybody may."""
    rows = occurrence.audience.all()
    return [_admitted(labels.get(row.stage, row.stage), row) for row in rows]


def _admitted(label: str, row: object) -> str:
    words = semesters(row.from_semester, row.to_semester)  # type: ignore[attr-defined]
    return f"{label}, {words}" if words else label


def facts(occurrence: Occurrence) -> dict[str, str]:
    """What an act can change about an occurrence, by label: to compare two moments of it."""
    zone = occurrence.zone
    return {
        str(Occurrence._meta.get_field(name).verbose_name): text  # type: ignore[union-attr]
        for name, text in {
            "starts_at": moment(occurrence.starts_at, zone),
            "ends_at": moment(occurrence.ends_at, zone),
            "location": occurrence.location,
            "host": str(occurrence.host or ""),
            "municipality": str(occurrence.municipality or ""),
            "capacity": str(occurrence.capacity),
            "waitlist_limit": str(occurrence.waitlist_limit),
            "kept_back": str(occurrence.kept_back),
            "kept_back_until": moment(occurrence.kept_back_until, zone),
            "opens_at": moment(occurrence.opens_at, zone),
            "closes_at": moment(occurrence.closes_at, zone),
            "offers_until": moment(occurrence.offers_until, zone),
            "hours_a_day": length(occurrence.hours_a_day),
        }.items()
    } | {
        **_deposit_facts(occurrence),
        _("who may come"): "; ".join(audience(occurrence, stage_labels())),
        _("state"): occurrence.get_state_display(),
    }


def _deposit_facts(occurrence: Occurrence) -> dict[str, str]:
    """Nothing where no deposit is asked for, and none can be."""
    said = deposit(occurrence)
    return {_("deposit"): said} if said or settings.PAYMENTS_ON else {}
