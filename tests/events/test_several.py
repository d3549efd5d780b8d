"""Several dates changed in one act: all or none, and everybody told once."""

from datetime import timedelta

import pytest
from wagtail.models import ModelLogEntry

from events.domain import several
from events.domain.changing import change
from events.domain.errors import ActRefused, NeedsReason, StaleForm
from events.models import Occurrence, Registration
from mail.domain.composing import build
from mail.models import Message
from tests.events.invariants import check
from tests.events.people import comes, office
from tests.events.postman import Postman
from tests.factories import NOW, OccurrenceFactory, open_occurrence

pytestmark = pytest.mark.usefixtures("in_english")

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
ELSEWHERE = "Søndergade 2, 4600 Køge"


@pytest.fixture
def series(clock) -> list[Occurrence]:
    """Three dates of one event; Anna has a place on each, Bo waits for the first."""
    first = open_occurrence(capacity=1)
    rest = [
        OccurrenceFactory(event=first.event, starts_at=first.starts_at + n * WEEK, capacity=1)
        for n in (1, 2)
    ]
    for occurrence in (first, *rest):
        comes(occurrence, "Anna")
    comes(first, "Bo")
    Postman().idle()
    return [first, *rest]


def moved(occurrences, by=WEEK, **more):
    return {
        it.pk: (
            it.revision,
            {"starts_at": it.starts_at + by, "ends_at": it.ends_at + by, **more},
        )
        for it in occurrences
    }


def queued() -> list[tuple[str, str]]:
    return sorted((m.kind, m.to.split("@")[0]) for m in Message.objects.filter(state="queued"))


def test_a_moved_series_tells_each_person_once_with_time_and_place(series):
    several.change_several(moved(series, location=ELSEWHERE), actor=office())

    assert queued() == [("moved", "anna")] * 3 + [("moved", "bo")]
    assert {r.sequence for r in Registration.objects.all()} == {1}
    mail = Message.objects.get(state="queued", claim=f"registration:{first_claim(series)}")
    assert mail.facts["change"] == {
        "time": [series[0].starts_at.isoformat(), series[0].ends_at.isoformat()],
        "location": ["Lægehuset, Torvet 1, 4600 Køge"],
    }
    Postman().idle()
    check(idle=True)


def first_claim(series) -> int:
    return Registration.objects.get(occurrence=series[0]).pk


def test_the_mail_names_both_what_was_and_what_is(series):
    several.change_several(moved(series, location=ELSEWHERE), actor=office())

    mail = Message.objects.get(state="queued", claim=f"registration:{first_claim(series)}")
    mail.language = "en"
    text = build(mail).body
    old, new = "10 December 2026 at 09:00 to 15:00", "17 December 2026 at 09:00 to 15:00"
    assert f"Before: Thursday {old}, Lægehuset, Torvet 1, 4600 Køge\n" in text
    assert f"Now: Thursday {new}, {ELSEWHERE}\n" in text


def test_pressing_twice_tells_nobody_twice(series):
    changes = moved(series, location=ELSEWHERE)
    for _ in range(2):
        several.change_several(changes, actor=office())

    assert len(queued()) == 4
    assert {it.revision for it in Occurrence.objects.all()} == {2}


def test_each_thing_that_changed_stands_in_the_log(series):
    first = series[0]
    new = moved([first], location=ELSEWHERE)[first.pk][1] | {"capacity": 4}
    change(first.pk, new, actor=office(), revision=1)

    entries = ModelLogEntry.objects.filter(object_id=str(first.pk)).order_by("pk")
    assert [entry.action for entry in entries] == [
        *("events.move", "events.change_location", "events.change_capacity"),
    ]
    assert entries[2].data == {"old": 1, "new": 4}


def test_one_stale_date_stops_them_all_and_is_named(series):
    changes = moved(series)
    change(series[1].pk, {"capacity": 5}, actor=office(), revision=1)

    with pytest.raises(StaleForm, match=r"A day in practice \d+, 17.12.2026: Somebody else"):
        several.change_several(changes, actor=office())

    assert Occurrence.objects.get(pk=series[0].pk).starts_at == series[0].starts_at
    assert queued() == []


def test_places_alone_are_told_to_nobody_and_offered_in_order(series):
    changes = {it.pk: (it.revision, {"capacity": 2}) for it in series}
    several.change_several(changes, actor=office())

    assert queued() == [("offer", "bo")]
    check()


def test_a_window_moves_with_its_date_unless_given(series):
    first = series[0]
    until = first.starts_at + WEEK - 3 * DAY
    new = moved([first], offers_until=until)
    several.change_several(new, actor=office())

    first.refresh_from_db()
    assert (first.offers_until, first.closes_at) == (until, first.starts_at - 3 * DAY)


def test_twelve_drafts_are_opened_in_one_act_or_not_at_all(clock):
    drafts = OccurrenceFactory.create_batch(12, state="draft")
    off = OccurrenceFactory(state="called_off", called_off_at=NOW)
    everyone = [it.pk for it in drafts]

    with pytest.raises(ActRefused, match=r"10.12.2026: A date that was called off stays so"):
        several.open_several([*everyone, off.pk], actor=office())
    assert not Occurrence.objects.filter(state="scheduled").exists()

    for _ in range(2):
        several.open_several(everyone, actor=office())
    assert {it.revision for it in Occurrence.objects.filter(state="scheduled")} == {2}
    assert ModelLogEntry.objects.filter(action="events.open").count() == 12


def test_several_called_off_in_one_act_tell_everybody_why(series):
    told = {"actor": office(), "reason": "Snow"}
    with pytest.raises(NeedsReason):
        several.call_off_several({series[0].pk: 1}, actor=office(), reason=" ")
    for _ in range(2):
        several.call_off_several({it.pk: it.revision for it in series}, **told)

    assert queued() == [("called_off", "anna")] * 3 + [("called_off", "bo")]
    check()


def test_a_date_that_is_gone_is_refused_with_a_sentence(clock):
    with pytest.raises(ActRefused, match="cannot be done"):
        several.open_several([4711], actor=office())
