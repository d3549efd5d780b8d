"""Copying a date, repeating it, copying a whole event: shown before it is done."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page

from camps.models import CampIndexPage, CampPage
from desk.forms.planning import holiday_choices
from events.models import Event, Occurrence, Question
from tests.factories import (
    NOW,
    EventFactory,
    OccurrenceFactory,
    RegistrationFactory,
    event_page,
)

pytestmark = pytest.mark.usefixtures("clock")

WEEK = timedelta(weeks=1)
SERIES = {"weekdays": ["3"], "every": "1", "first": "2026-12-11", "last": "2027-02-11"}


def address(name, it):
    return reverse(f"dates:{name}", args=[it.pk])


def text(answer):
    return answer.content.decode()


def seen(answer):
    return answer.context["seen"]


@pytest.fixture
def old(db):
    """A visit on Thursday 10 December, 9:00, with its page."""
    occurrence = OccurrenceFactory()
    event_page(occurrence.event)
    return occurrence


@pytest.fixture
def camp(db):
    """A camp of 2026 on Friday 11 and again on Monday 14 December, and its page."""
    event = EventFactory(kind="camp", title="Winter camp 2026")
    first = OccurrenceFactory(event=event, starts_at=datetime(2026, 12, 11, 15, tzinfo=UTC))
    OccurrenceFactory(event=event, starts_at=datetime(2026, 12, 14, 8, tzinfo=UTC))
    off = OccurrenceFactory(event=event, state="called_off", called_off_at=NOW)
    home = Page.objects.filter(depth=2).first()
    camps = home.add_child(instance=CampIndexPage(title="Camps", slug="camps-of-tests"))
    page = CampPage(title=event.title, slug="winter-camp", translation_key=event.page_key)
    page.lead = "Three days in practice"
    camps.add_child(instance=page)
    Question.objects.create(event=event, moment="sign_up", kind="text", wording="Which train?")
    return first, off, page


def test_a_copy_of_a_date_is_proposed_a_week_later_and_shown_at_once(desk, old):
    shown = desk.get(address("copy", old))

    assert shown.context["preview"]["dates"][0].when.startswith("Thu 17 Dec 2026 09:00")
    assert Occurrence.objects.count() == 1


def test_a_past_date_is_proposed_for_the_next_such_weekday(desk, old, clock):
    clock.stop(old.ends_at + 10 * WEEK)

    assert "2027-02-25T09:00" in text(desk.get(address("copy", old)))


def test_a_date_is_copied_as_it_was_shown(desk, old):
    RegistrationFactory(occurrence=old)
    url = address("copy", old)
    typed = {"starts_at": "2027-01-14T10:00"}
    looked = desk.post(url, typed | {"look": "1"})
    answer = desk.post(url, typed | {"go": "1", "seen": seen(looked)})

    new = Occurrence.objects.latest("pk")
    assert answer.url == address("edit", new)
    assert (new.event, new.state, new.starts_at) == (
        old.event,
        "draft",
        datetime(2027, 1, 14, 9, tzinfo=UTC),
    )


def test_what_was_changed_after_looking_is_shown_again_first(desk, old):
    url = address("copy", old)
    looked = desk.get(url)
    answer = desk.post(url, {"starts_at": "2027-01-14T10:00", "go": "1", "seen": seen(looked)})

    assert answer.status_code == 200
    assert "Thu 14 Jan 2027 10:00" in text(answer)
    assert Occurrence.objects.count() == 1


def test_a_holiday_is_warned_of_and_so_is_a_sign_up_that_is_over(desk, old):
    url = address("copy", old)
    easter = desk.post(url, {"starts_at": "2027-03-25T09:00"})
    soon = desk.post(url, {"starts_at": "2026-11-23T09:00"})

    assert easter.context["preview"]["dates"][0].remarks == ["Maundy Thursday"]
    assert soon.context["preview"]["dates"][0].remarks == ["sign-up would have closed already"]


def test_what_the_engine_refuses_is_said(desk, old):
    url = address("copy", old)
    typed = {"starts_at": "2026-12-10T09:00"}
    answer = desk.post(url, typed | {"go": "1", "seen": seen(desk.post(url, typed))})

    assert "This date is at that time already." in text(answer)


def test_a_called_off_date_offers_its_copy(desk, old):
    Occurrence.objects.update(state="called_off", called_off_at=NOW)

    shown = text(desk.get(address("edit", old)))

    assert address("copy", old) in shown
    assert address("move", old) not in shown


def test_a_series_is_shown_with_holidays_unticked(desk, old):
    looked = desk.post(address("repeat", old), SERIES)

    dates = looked.context["preview"]["dates"]
    assert [(it.day, it.is_ticked, it.remarks) for it in dates][:4] == [
        ("2026-12-17", True, []),
        ("2026-12-24", False, ["Christmas Eve"]),
        ("2026-12-31", False, ["New Year's Eve"]),
        ("2027-01-07", True, []),
    ]
    assert len(dates) == 9
    assert Occurrence.objects.count() == 1


def make(desk, old, days, **more):
    url = address("repeat", old)
    looked = desk.post(url, SERIES | more)
    return desk.post(url, SERIES | more | {"go": "1", "seen": seen(looked), "day": days})


def test_only_the_ticked_days_are_made(desk, old):
    answer = make(desk, old, ["2026-12-17", "2027-01-07", "1999-01-01"])

    made = Occurrence.objects.exclude(pk=old.pk).in_order()
    assert [f"{it.local_start:%d.%m. %H:%M}" for it in made] == ["17.12. 09:00", "07.01. 09:00"]
    assert {it.state for it in made} == {"draft"}
    assert answer.url.startswith(reverse("dates:index"))


def test_a_series_can_be_opened_at_once(desk, old):
    make(desk, old, ["2026-12-17"], opened="on")

    assert Occurrence.objects.latest("pk").state == "scheduled"


def test_a_series_with_nothing_ticked_is_refused_and_stays_as_typed(desk, old):
    answer = make(desk, old, [])

    assert "Choose between 1 and 60 days." in text(answer)
    assert not any(it.is_ticked for it in answer.context["preview"]["dates"])
    assert Occurrence.objects.count() == 1


def test_what_the_event_has_already_is_not_ticked_again(desk, old):
    make(desk, old, ["2026-12-17"])
    again = desk.post(address("repeat", old), SERIES)

    first = again.context["preview"]["dates"][0]
    assert (first.is_ticked, first.remarks) == (False, ["the event has this date already"])


def test_a_series_runs_until_the_day_before_a_holiday(desk, old):
    form = desk.get(address("repeat", old)).context["form"]
    easter = next(day for day, label in form.fields["until"].choices if "Maundy" in label)
    assert easter == "2027-03-24"

    looked = desk.post(address("repeat", old), SERIES | {"last": "", "until": easter})
    assert looked.context["preview"]["dates"][-1].day == "2027-03-18"


def test_holidays_that_lie_together_are_one_break():
    with translation.override("en"):
        found = [label for _day, label in holiday_choices(date(2027, 3, 1))][:3]

    assert found == [
        "Wednesday 24 March 2027, before Maundy Thursday",
        "Wednesday 5 May 2027, before Ascension Day",
        "Saturday 15 May 2027, before Pentecost",
    ]


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"last": ""}, "last", "Until which day?"),
        ({"until": "2027-03-24"}, "last", "not both"),
        ({"last": "2026-12-12"}, "last", "No such weekday"),
        ({"last": "2028-12-12"}, "last", "at most 60"),
        ({"first": "2026-11-20"}, "first", "has passed"),
        ({"weekdays": []}, "weekdays", ""),
        ({"every": "0"}, "every", ""),
    ],
)
def test_a_rule_that_makes_no_series_is_said_at_its_field(desk, old, typed, field, sentence):
    answer = desk.post(address("repeat", old), SERIES | typed | {"go": "1"})

    assert sentence in str(answer.context["form"].errors[field])
    assert "preview" not in answer.context


def test_the_copy_of_an_event_is_proposed_for_next_year_on_the_same_weekdays(desk, camp):
    shown = desk.get(reverse("dates:copy_event", args=[camp[0].event_id]))

    form, preview = shown.context["form"], shown.context["preview"]
    assert (form["title"].value(), form["first"].value()) == ("Winter camp 2027", "2027-12-10")
    assert [(it.was[:15], it.when[:15]) for it in preview["dates"]] == [
        ("Fri 11 Dec 2026", "Fri 10 Dec 2027"),
        ("Mon 14 Dec 2026", "Mon 13 Dec 2027"),
    ]
    assert preview["questions"] == 1


def sent(shown, **changes):
    form = shown.context["form"]
    return {name: form[name].value() for name in form.fields} | changes


def test_an_event_is_copied_with_its_page_once(desk, camp, coordinator):
    first, _off, page = camp
    url = reverse("dates:copy_event", args=[first.event_id])
    shown = desk.get(url)
    go = sent(shown, go="1", seen=seen(shown))
    answers = [desk.post(url, go) for _ in range(2)]

    new = CampPage.objects.exclude(pk=page.pk).get()
    event = Event.objects.get(page_key=new.translation_key)
    assert {answer.url for answer in answers} == {reverse("wagtailadmin_pages:edit", args=[new.pk])}
    assert (new.title, new.slug, new.live) == ("Winter camp 2027", "winter-camp-2027", False)
    assert (new.get_parent().pk, new.lead) == (page.get_parent().pk, "Three days in practice")
    assert new.get_latest_revision_as_object().translation_key == new.translation_key
    assert event.title == "Winter camp 2027"
    assert event.occurrences.count() == 2
    assert event.questions.get().wording == "Which train?"
    page.refresh_from_db()
    assert (page.live, page.title) == (True, "Winter camp 2026")


def test_another_weekday_is_refused_with_the_two_nearest(desk, camp):
    url = reverse("dates:copy_event", args=[camp[0].event_id])
    answer = desk.post(url, sent(desk.get(url), first="2027-12-12", go="1"))

    assert "Take Friday 10 December 2027 or Friday 17 December 2027." in text(answer)
    assert Event.objects.count() == 1


def test_the_new_first_day_is_of_the_earliest_date_ticked(desk, camp):
    first, off, _page = camp
    url = reverse("dates:copy_event", args=[first.event_id])
    answer = desk.post(url, sent(desk.get(url), dates=[off.pk, first.pk], first="2027-12-09"))

    assert [it.when[:15].strip() for it in answer.context["preview"]["dates"]] == [
        "Thu 9 Dec 2027",
        "Fri 10 Dec 2027",
    ]


def test_who_may_not_write_pages_copies_no_event(desk, camp, coordinator):
    coordinator.groups.first().page_permissions.all().delete()
    url = reverse("dates:copy_event", args=[camp[0].event_id])
    shown = desk.get(url)
    answer = desk.post(url, sent(shown, go="1", seen=seen(shown)))

    assert "no page that you may copy" in text(answer)
    assert Event.objects.count() == 1


def test_an_event_without_dates_says_to_add_one_first(desk):
    event = EventFactory()
    answer = desk.get(reverse("dates:copy_event", args=[event.pk]), follow=True)

    assert "no date to copy" in text(answer)


@pytest.mark.parametrize("name", ["copy", "repeat"])
def test_the_screens_ask_as_much_for_many_dates_as_for_one(
    desk, old, name, django_assert_max_num_queries
):
    OccurrenceFactory.create_batch(5, event=old.event)
    typed = {"copy": {"starts_at": "2027-01-14T10:00"}, "repeat": SERIES}[name]
    desk.post(address(name, old), typed)
    with django_assert_max_num_queries(14):
        desk.post(address(name, old), typed)


def test_the_page_editor_and_the_date_lead_to_the_plans(desk, camp):
    first, _off, page = camp
    editor = text(desk.get(reverse("wagtailadmin_pages:edit", args=[page.pk])))
    date_page = text(desk.get(address("edit", first)))

    for shown in (editor, date_page):
        assert reverse("dates:copy_event", args=[first.event_id]) in shown
    assert re.search(r"/admin/dates/\d+/repeat/", editor)
    assert address("repeat", first) in date_page
