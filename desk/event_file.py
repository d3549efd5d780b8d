"""One date as a file for the office's records: all there is to say about it, in one HTML file.

Never in it: food and access needs, emergency contacts, answers. Names only where asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Q
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.translation import gettext as _
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.rich_text import expand_db_html

from camps.models import TEXTS
from desk import date_card, figures, words
from desk.date_log import entries as log_of
from desk.deposit_lines import Deposits, totals
from desk.people_lines import Line, People
from desk.plain_html import plain
from events.domain import mails
from events.domain.figures import OF_PEOPLE, tally_of
from events.models import CheckIn, Occurrence, Registration, Turn
from mail.domain.wordings import subject_of
from office.models import Office
from signup.mail_words import kind_in_words


@dataclass(frozen=True)
class PageText:
    """A page as it stands on the site, or last stood there."""

    title: str
    language: str
    is_live: bool
    published_at: datetime
    url: str
    parts: list[Any]


@dataclass(frozen=True)
class Person:
    """A line of a list: names are empty in a file without."""

    number: int
    name: str
    email: str
    state: str
    since: str
    days: str
    reason: str


@dataclass(frozen=True)
class Decision:
    when: str
    what: str
    about: str
    who: str
    why: str


def contents(occurrence: Occurrence, at: datetime, *, names: bool) -> dict[str, Any]:
    """All that the file says. `occurrence` has its counts."""
    people = People(occurrence, at)
    days = _days_there(occurrence)
    tally = tally_of(occurrence, at)

    def lines(rows: Iterable[Line]) -> list[Person]:
        return [_person(row, days, names=names) for row in rows]

    return {
        "occurrence": occurrence,
        "office": Office.objects.current(at),
        "made_at": words.moment(at, words.office_zone()),
        "names": names,
        "facts": [
            *_about(occurrence, at),
            *date_card.facts(occurrence, at, people.labels),
            *_sums(occurrence, at),
        ],
        "figures": [(figures.LABELS[it], tally.count(it)) for it in ("places", *OF_PEOPLE)],
        "pages": [text for page in date_card.pages_of(occurrence) if (text := _page_text(page))],
        "dates": [(it, _state(it, at)) for it in occurrence.event.occurrences.in_order()],
        "participants": lines(people.participants),
        "waiting": lines(people.waiting),
        "ended": lines(row for row in people.ended if row.contact_id),
        "decisions": list(_decisions(occurrence, names=names)),
        "mails": _mails(occurrence),
        "mailings": occurrence.mailings.exclude(sent_at=None).order_by("sent_at"),
    }


def _about(occurrence: Occurrence, at: datetime) -> list[tuple[str, Any]]:
    event = occurrence.event
    known = [
        (_("Event"), event.title),
        (_("Kind"), event.get_kind_display()),
        (_("State"), _state(occurrence, at)),
        (_("Number of the date"), occurrence.pk),
        (_("Whom to ask"), ", ".join(filter(None, (event.contact_name, event.contact_email)))),
        (_("Responsible"), event.coordinator and event.coordinator.get_full_name()),
        (_("Places"), occurrence.capacity),
    ]
    return [(label, value) for label, value in known if value]


def _sums(occurrence: Occurrence, at: datetime) -> list[tuple[str, str]]:
    """What was paid and what went back, where there are deposits."""
    deposits = Deposits(occurrence, at)
    return totals(deposits.books) if deposits.lines else []


def _state(date: Occurrence, at: datetime) -> str:
    is_held = date.is_scheduled and date.ends_at <= at
    return _("held") if is_held else str(date.get_state_display())


def _page_text(page: Page) -> PageText | None:
    """None for a page that never was published."""
    if not page.first_published_at:
        return None
    specific = page.specific
    return PageText(
        title=specific.title,
        language=page.locale.get_display_name(),
        is_live=page.live,
        published_at=page.last_published_at or page.first_published_at,
        url=specific.get_full_url() or "",
        parts=list(_parts(specific)),
    )


def _parts(page: Page) -> Iterator[Any]:
    for name in ("lead", *TEXTS, "body"):
        field = next((it for it in page._meta.fields if it.name == name), None)
        if field and (html := _html(field, getattr(page, name))):
            yield plain(html, base=settings.BASE_URL)


def _html(field: Any, value: Any) -> str:
    if isinstance(field, StreamField):
        return str(value.render_as_block()) if value else ""
    if isinstance(field, RichTextField):
        return str(expand_db_html(value))
    return f"<p>{escape(value)}</p>" if value else ""


def _days_there(occurrence: Occurrence) -> dict[int, list[str]]:
    """The days each registration was checked in on."""
    taps = CheckIn.objects.filter(registration__occurrence=occurrence).present().order_by("day")
    days: dict[int, list[str]] = defaultdict(list)
    for registration, day in taps.values_list("registration_id", "day"):
        days[registration].append(date_format(day, "SHORT_DATE_FORMAT"))
    return days


def _person(line: Line, days: dict[int, list[str]], *, names: bool) -> Person:
    """Reasons are free text, in which a name may stand."""
    there = days[line.claim.pk] if isinstance(line.claim, Registration) else []
    return Person(
        number=line.claim.pk,
        name=line.name if names else "",
        email=line.claim.address if names else "",
        state=line.state,
        since=line.since,
        days=", ".join(there),
        reason=line.claim.reason if names else "",
    )


def _decisions(occurrence: Occurrence, *, names: bool) -> Iterator[Decision]:
    """What the office did to the date, its event and the people on it, first first."""
    people = {ContentType.objects.get_for_model(model).pk for model in (Registration, Turn)}
    for entry in log_of(occurrence).select_related("user").order_by("timestamp", "pk"):
        about_somebody = entry.content_type_id in people
        yield Decision(
            when=words.moment(entry.timestamp, occurrence.zone),
            what=str(entry.message),
            about=entry.label if about_somebody else "",
            who=entry.user_display_name,
            why=str(entry.comment or "") if names or not about_somebody else "",
        )


@dataclass(frozen=True)
class Mails:
    """How many mails of one kind there were, and what became of them."""

    kind: str
    subject: str
    sent: int
    not_sent: int


def _mails(occurrence: Occurrence) -> list[Mails]:
    counted = (
        mails.of_occurrence(occurrence)
        .order_by()
        .values("kind")
        .annotate(
            sent=Count("pk", filter=Q(state="sent", bounced_at=None)),
            not_sent=Count("pk", filter=Q(state="failed") | Q(bounced_at__isnull=False)),
        )
    )
    rows = sorted(counted, key=lambda row: kind_in_words(row["kind"]))
    return [
        Mails(
            kind_in_words(it["kind"]), _subject(it["kind"], occurrence), it["sent"], it["not_sent"]
        )
        for it in rows
    ]


def _subject(kind: str, occurrence: Occurrence) -> str:
    """As the office words it now, for the title alone: others may be somebody's."""
    subject = subject_of(kind, settings.LANGUAGE_CODE)
    return subject.replace("{title}", occurrence.event.title)
