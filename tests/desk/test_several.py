"""Several dates ticked in the list and acted on together."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from desk.forms.several import ChangeForm
from desk.several import Seen, as_seen, read_all
from events.domain import scheduling
from events.models import Host, Occurrence, Registration
from mail.models import Message
from office.actor import coordinator as acting
from tests.factories import (
    NOW,
    CoordinatorFactory,
    OccurrenceFactory,
    RegistrationFactory,
    TurnFactory,
    open_occurrence,
)

pytestmark = pytest.mark.usefixtures("clock")

WEEK = timedelta(weeks=1)


def url(name):
    return reverse(f"dates:{name}_several")


def text(answer):
    return answer.content.decode()


@pytest.fixture
def visits(clock):
    """Two visits a week apart; two people on the first, somebody waits for it."""
    first = open_occurrence(capacity=2)
    second = OccurrenceFactory(event=first.event, starts_at=first.starts_at + WEEK)
    RegistrationFactory.create_batch(2, occurrence=first, sequence=0, organizer="o@office.test")
    TurnFactory(occurrence=first)
    return [first, second]


def ticked(occurrences):
    return [as_seen(it) for it in Occurrence.objects.filter(pk__in=[o.pk for o in occurrences])]


def change(desk, occurrences, **typed):
    """Look, then go."""
    sent = {"date": ticked(occurrences), **typed}
    looked = desk.post(url("change"), sent)
    return desk.post(url("change"), sent | {"go": "1", "seen": looked.context["seen"]})


def test_the_list_has_a_box_for_each_date_and_one_link_ticks_all(desk, visits):
    shown = text(desk.get(reverse("dates:index"), {"state": "scheduled"}))
    everything = text(desk.get(reverse("dates:index"), {"state": "scheduled", "tick": "all"}))

    assert f'name="date" value="{visits[0].pk}" form="several">' in shown
    assert everything.count('form="several" checked') == 2
    assert 'tick=all">Tick all on this page</a>' in shown
    assert '?state=scheduled">Tick none</a>' in everything


def test_boxes_stay_out_of_the_export(desk, visits):
    assert "Tick" not in text_of_csv(desk)


def text_of_csv(desk):
    answer = desk.get(reverse("dates:index"), {"export": "csv"})
    return b"".join(answer.streaming_content).decode()


def test_with_nothing_ticked_one_is_sent_back_with_a_word(desk, visits):
    for name in ("open", "change", "call_off"):
        for answer in (desk.get(url(name), follow=True), desk.post(url(name), follow=True)):
            assert "Tick the dates first." in text(answer), name
            assert answer.redirect_chain == [(reverse("dates:index"), 302)]


def test_twelve_drafts_are_opened_in_one_press(desk):
    drafts = OccurrenceFactory.create_batch(12, state="draft")
    asked = desk.get(url("open"), {"date": [it.pk for it in drafts]})
    assert len(asked.context["lines"]) == 12
    answer = desk.post(url("open"), {"date": ticked(drafts), "next": "/admin/dates/?state=draft"})

    assert answer.url == "/admin/dates/?state=draft"
    assert set(Occurrence.objects.values_list("state", flat=True)) == {"scheduled"}


def test_one_that_cannot_be_opened_stops_all_and_is_named(desk, visits):
    draft = OccurrenceFactory(state="draft")
    off = OccurrenceFactory(state="called_off", called_off_at=NOW)
    answer = desk.post(url("open"), {"date": ticked([draft, off])})

    assert f"{off}: A date that was called off stays so." in text(answer)
    assert "is called off" in text(answer)
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_the_screen_says_for_each_date_how_many_are_told(desk, visits):
    shown = desk.get(url("call_off"), {"date": [it.pk for it in visits]})

    assert [it.told for it in shown.context["lines"]] == ["2 with a place, 1 waiting", "nobody"]


def test_dates_are_called_off_with_a_reason(desk, visits):
    sent = {"date": ticked(visits)}
    refused = desk.post(url("call_off"), sent)
    assert refused.context["form"].errors["reason"]
    desk.post(url("call_off"), sent | {"reason": "Snow"})

    assert {it.called_off_because for it in Occurrence.objects.all()} == {"Snow"}
    assert Message.objects.filter(kind="called_off").count() == 3


def test_a_draft_among_dates_to_call_off_stays_unseen_and_so_do_all_others(desk, visits):
    draft = OccurrenceFactory(state="draft")
    sent = {"date": ticked([*visits, draft]), "reason": "Snow"}
    answer = desk.post(url("call_off"), sent)

    assert f"{draft}: A draft has been shown to nobody" in text(answer)
    assert {it.state for it in Occurrence.objects.all()} == {"draft", "scheduled"}
    assert not Message.objects.filter(kind="called_off").exists()


def test_time_and_place_change_with_one_mail_each(desk, visits):
    typed = {"move_days": "7", "starts": "10:30", "location": "Søndergade 2"}
    looked = desk.post(url("change"), {"date": ticked(visits), **typed})
    line = looked.context["preview"]["lines"][0]
    assert line.told == "2 with a place, 1 waiting"
    assert line.becomes[:2] == [
        ("When", "Thu 10 Dec 2026 09:00 – 15:00", "Thu 17 Dec 2026 10:30 – 16:30"),
        ("Where", "Lægehuset, Torvet 1, 4600 Køge", "Søndergade 2"),
    ]
    assert not Message.objects.exists()

    change(desk, visits, **typed)
    first, second = Occurrence.objects.in_order()
    assert first.starts_at == datetime(2026, 12, 17, 9, 30, tzinfo=UTC)
    assert second.ends_at == datetime(2026, 12, 24, 15, 30, tzinfo=UTC)
    assert first.closes_at == datetime(2026, 12, 14, 9, 30, tzinfo=UTC)
    assert Message.objects.filter(kind="moved").count() == Message.objects.count() == 3
    assert set(Registration.objects.values_list("sequence", flat=True)) == {1}


def test_pressing_twice_moves_once_and_tells_once(desk, visits):
    sent = {"date": ticked(visits), "move_days": "7", "opens_days": "30", "opens": "17:00"}
    looked = desk.post(url("change"), sent)
    for _ in range(2):
        answer = desk.post(url("change"), sent | {"go": "1", "seen": looked.context["seen"]})
        assert answer.status_code == 302

    first = Occurrence.objects.in_order().first()
    assert first.starts_at == visits[0].starts_at + WEEK
    assert first.opens_at == datetime(2026, 11, 17, 16, tzinfo=UTC)
    assert first.revision == 2
    assert Message.objects.count() == 3


def test_a_date_changed_by_somebody_else_is_named_and_shown_as_it_is_now(desk, visits, coordinator):
    sent = {"date": ticked(visits), "move_days": "7"}
    looked = desk.post(url("change"), sent)
    new = {"capacity": 9, "waitlist_limit": 0}
    scheduling.change_capacity(visits[1].pk, actor=acting(coordinator), revision=1, **new)
    answer = desk.post(url("change"), sent | {"go": "1", "seen": looked.context["seen"]})

    assert f"{visits[1]}: Somebody else changed this" in text(answer)
    assert answer.context["preview"]["lines"][1].fill == "0/9"
    assert answer.context["preview"]["lines"][1].becomes[0][2].startswith("Thu 24 Dec 2026")
    assert not Message.objects.filter(kind="moved").exists()
    assert Occurrence.objects.get(pk=visits[0].pk).starts_at == visits[0].starts_at


def test_places_and_the_window_change_without_a_word_to_anybody(desk, visits):
    typed = {"capacity": "2", "waitlist_limit": "3", "closes_days": "2", "offers_days": "1"}
    looked = desk.post(url("change"), {"date": ticked(visits), **typed, "offers": "12:00"})
    assert [it.told for it in looked.context["preview"]["lines"]] == ["", ""]
    change(desk, visits, **typed, offers="12:00")

    for it in Occurrence.objects.all():
        day = it.first_day
        assert (it.capacity, it.waitlist_limit) == (2, 3)
        assert f"{it.closes_at.astimezone(it.zone):%d %H:%M}" == f"{day.day - 2:02} 09:00"
        assert f"{it.offers_until.astimezone(it.zone):%d %H:%M}" == f"{day.day - 1:02} 12:00"
    assert not Message.objects.exists()


def test_a_host_brings_its_address(desk, visits):
    host = Host.objects.create(name="Lægerne", street="Havnen 1", postcode="4600", town="Køge")
    change(desk, visits, host=host.pk)

    assert {(it.host, it.location) for it in Occurrence.objects.all()} == {
        (host, "Lægerne, Havnen 1, 4600 Køge")
    }


def test_the_responsible_coordinator_changes_for_the_event_also_of_past_dates(desk, visits, clock):
    clock.stop(visits[1].ends_at)
    colleague = CoordinatorFactory(first_name="Bent", last_name="Holm")
    looked = desk.post(url("change"), {"date": ticked(visits), "coordinator": colleague.pk})
    assert looked.context["preview"]["lines"][0].becomes == [("Responsible", "–", "Bent Holm")]
    change(desk, visits, coordinator=colleague.pk)

    visits[0].event.refresh_from_db()
    assert visits[0].event.coordinator == colleague
    assert ModelLogEntry.objects.filter(action="events.make_responsible").count() == 1


def test_a_holiday_and_the_past_are_said_beside_the_date(desk, visits):
    def remarks(**typed):
        looked = desk.post(url("change"), {"date": ticked(visits[:1]), **typed})
        return looked.context["preview"]["lines"][0].remarks

    assert remarks(move_days="14") == ["Christmas Eve"]
    assert remarks(move_days="-30") == ["has passed already"]


def test_times_that_do_not_fit_refuse_all(desk, visits):
    answer = change(desk, visits, closes_days="300")

    assert "These times do not fit together." in text(answer)
    assert set(Occurrence.objects.values_list("revision", flat=True)) == {1}


@pytest.mark.parametrize(
    ("typed", "field"),
    [({}, "move_days"), ({"move_days": "401"}, "move_days"), ({"starts": "noon"}, "starts")],
)
def test_nothing_and_nonsense_are_said_at_their_field(desk, visits, typed, field):
    answer = desk.post(url("change"), {"date": ticked(visits), **typed, "go": "1"})

    assert field in answer.context["form"].errors
    assert len(answer.context["lines"]) == 2


def test_a_time_of_day_holds_on_both_sides_of_a_clock_change(clock):
    winter = OccurrenceFactory(starts_at=datetime(2027, 3, 25, 8, tzinfo=UTC))
    summer = OccurrenceFactory(starts_at=datetime(2027, 4, 1, 7, tzinfo=UTC))
    form = ChangeForm({"starts": "14:00", "move_days": "7"})
    assert form.is_valid()

    for it in (winter, summer):
        new = form.change_of(it, (it.starts_at, it.ends_at))
        local = new["starts_at"].astimezone(it.zone)
        assert (local.hour, local.date()) == (14, it.first_day + WEEK)
        assert new["ends_at"] - new["starts_at"] == it.ends_at - it.starts_at


def test_what_no_form_of_ours_sends_is_no_date():
    nonsense = ["", "x", "1.2.3.4.5", "1.2.99999999999999999999.1", "-", "3"]
    assert read_all(nonsense) == {3: Seen(3)}


@pytest.mark.usefixtures("office_is_kept")
@pytest.mark.parametrize("name", ["change", "call_off"])
def test_the_screens_ask_as_much_for_many_dates_as_for_one(desk, visits, name):
    def asked(rows):
        sent = {"date": ticked(rows), "move_days": "1", "reason": ""}
        with CaptureQueriesContext(connection) as seen:
            desk.post(url(name), sent)
        return len(seen)

    OccurrenceFactory.create_batch(5)
    asked(visits[:1])
    assert asked(Occurrence.objects.all()) == asked(visits[:1]) <= 16
