"""Lists of camps and visits: four views of one filter that lives in the address."""

import re
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext

from camps.index.calendar import lanes_of
from camps.index.choices import month_words
from camps.index.filters import KEYS
from camps.index.geometry import Box, groups_of, path_of, room_for, spread
from camps.index.listing import unknown_words
from camps.models import CampIndexPage, VisitIndexPage
from config.page_cache import KNOWN_FILTERS, pages
from events.models import Audience, Event
from office.domain.outlines import outlines_of
from office.domain.reference import load_country
from office.models import Municipality, Office
from tests.camps.test_event_pages import camp_date, camp_page, visit_page
from tests.factories import NOW, EventFactory, RegistrationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

VIEWS = ["", "list", "calendar", "map"]


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def at(year, month, day):
    return datetime(year, month, day, 9, tzinfo=UTC)


@pytest.fixture
def places(db):
    """Denmark, and an office of four municipalities, one of them far off."""
    load_country("dk")
    office = Office.objects.first() or Office.objects.create(
        valid_from=date(2020, 1, 1),
        name="Office",
        controller="Region",
        privacy_email="p@office.test",
        sender_name="Office",
        email="o@office.test",
    )
    names = ["Bornholm", "Ishøj", "Køge", "Odsherred"]
    office.municipalities.set(Municipality.objects.filter(name__in=names))
    return {it.name: it for it in office.municipalities.all()}


JANUARY = at(2027, 1, 15)


def camp(title, place=None, start=JANUARY, page=camp_page, **fields):
    event = EventFactory(kind="camp" if page is camp_page else "visit", title=title)
    made = page(event)
    fields = {"opens_at": NOW - timedelta(days=9), **fields}
    return camp_date(made, starts_at=start, municipality=place, **fields)


@pytest.fixture
def four(places):
    """Two camps on Bornholm, a full one in Køge, a visit in Ishøj."""
    island = camp("Island", places["Bornholm"])
    Audience.objects.create(occurrence=island, stage="ka")
    camp("Summer", places["Bornholm"], at(2027, 6, 30), ends_at=at(2027, 7, 2))
    RegistrationFactory(occurrence=camp("Town", places["Køge"], capacity=1, waitlist_limit=5))
    camp("Surgery", places["Ishøj"], page=visit_page)


def index(client, query="", path="/camps/"):
    answer = client.get(f"{path}?{query}" if query else path)
    assert answer.status_code == 200
    translation.activate("en")
    return answer


def says(answer, sentence):
    """Whether a page of the Danish site says this."""
    with translation.override("da"):
        return escape(gettext(sentence)) in answer.content.decode()


def found(client, query):
    """Titles, in the list view's order."""
    part = index(client, f"view=list&{query}").context["slice"]
    return [row.page.title for row in part]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Island", "Town", "Summer"]),
        ("kind=visit", ["Surgery"]),
        ("kind=all", ["Island", "Town", "Surgery", "Summer"]),
        ("area=dk0400", ["Island", "Summer"]),
        ("area=dk-region-hovedstaden", ["Island", "Summer"]),
        ("month=2027-01", ["Island", "Town"]),
        ("month=2027-07", ["Summer"]),
        ("stage=kbu", ["Town", "Summer"]),
        ("places=free", ["Island", "Summer"]),
        ("area=dk0400&month=2027-01&stage=ka&places=free", ["Island"]),
        ("area=dk0259&places=free", []),
    ],
)
def test_filters_narrow_together(client, four, query, titles):
    assert found(client, query) == titles


@pytest.fixture
def spoken(four):
    """The two on Bornholm, one of them held in English."""
    Event.objects.filter(title="Summer").update(language="en")


@pytest.mark.parametrize("view", VIEWS)
def test_the_language_an_event_is_held_in_narrows_every_view(client, spoken, view):
    answer = index(client, "language=en" + (f"&view={view}" if view else "") + "&month=2027-06")
    text = answer.content.decode()
    assert (answer.context["found"], answer.context["unknown"]) == (1, "")
    assert ">Summer" in text
    assert ">Island" not in text
    assert [it.label for it in answer.context["desk"].chips()] == ["June 2027", "Held in English"]


@pytest.mark.parametrize("view", ["list", "map", "calendar&month=2027-06"])
def test_a_line_says_what_else_than_the_page_the_event_is_held_in(client, spoken, view):
    lines = index(client, f"view={view}").content.decode().split('<li class="index-line">')[1:]
    held = {
        re.search(r"<h\d[^>]*><a[^>]*>([^<]+)", it)[1]: "Holdes på engelsk" in it for it in lines
    }
    assert held.pop("Summer")
    assert not any(held.values())


def test_each_language_that_occurs_is_offered_with_its_count(client, spoken):
    answer = index(client, "area=dk0400")
    choice = next(it for it in answer.context["desk"].choices() if it.name == "language")
    [(_, options)] = choice.groups
    assert [(it.label, it.count) for it in options] == [("Danish", 1), ("English", 1)]
    assert 'id="filter-language"' in answer.content.decode()


def test_where_all_is_held_in_one_language_none_is_offered(client, four):
    assert 'id="filter-language"' not in index(client).content.decode()
    asked_for = index(client, "language=en")
    assert (asked_for.context["found"], asked_for.context["unknown"]) == (0, "")
    assert 'value="en" selected' in asked_for.content.decode()


def test_a_language_that_is_none_of_ours_is_left_out_and_said(client, four):
    chosen = index(client, "language=xx").context["chosen"]
    assert (chosen.active, chosen.unknown) == ([], ("language",))


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_shows_the_same_filter(client, four, view):
    answer = index(client, "area=dk0400&month=2027-01" + (f"&view={view}" if view else ""))
    text = answer.content.decode()
    assert answer.context["found"] == 1
    assert ">Island" in text
    assert ">Town" not in text
    with translation.override("da"):
        assert f": Bornholm, {month_words('2027-01')} ·" in re.search("<title>.*</title>", text)[0]


def test_each_choice_says_how_many_it_leaves(client, four):
    choices = {it.name: it for it in index(client, "area=dk0400").context["desk"].choices()}
    counts = {
        name: {option.label: option.count for _, options in it.groups for option in options}
        for name, it in choices.items()
    }
    assert counts["area"]["Bornholm"] == 2
    assert counts["area"]["Køge"] == 1
    assert counts["month"] == {"January 2027": 1, "June 2027": 1, "July 2027": 1}
    assert counts["kind"]["Practice visits"] == 0
    assert counts["kind"]["Camps and practice visits"] == 2


def test_a_chip_takes_one_thing_away_and_one_press_all(client, four):
    desk = index(client, "area=dk0400&month=2027-01&view=map").context["desk"]
    assert [(it.label, it.chosen.query()) for it in desk.chips()] == [
        ("Bornholm", "month=2027-01&view=map"),
        ("January 2027", "area=dk0400&view=map"),
    ]
    assert desk.chosen.cleared().query() == "view=map"


def test_where_nothing_fits_it_says_what_would(client, four):
    answer = index(client, "area=dk0259&places=free")
    steps = {it.label: it.count for it in answer.context["desk"].chips()}
    assert steps == {"Køge": 2, "Free places": 1}
    assert [(it.label, it.count) for it in answer.context["desk"].elsewhere()] == [("Bornholm", 2)]
    assert says(answer, "Nothing fits all that you have chosen")


@pytest.mark.parametrize("view", VIEWS)
def test_an_index_without_anything_opens_in_every_view_there_is(client, view):
    answer = index(client, f"view={view}" if view else "")
    nothing = "There are no dates just now. New ones are shown here as soon as they are set."
    assert says(answer, nothing)


def test_an_area_of_the_office_without_events_is_known_and_only_offered_when_chosen(client, four):
    answer = index(client, "area=dk0306")
    assert (answer.context["unknown"], answer.context["found"]) == ("", 0)
    assert 'value="dk0306" selected' in answer.content.decode()
    assert 'value="dk0306"' not in index(client).content.decode()


def test_what_is_not_known_is_left_out_and_said(client, four):
    answer = index(client, "area=atlantis&month=1999-01&stage=ka")
    assert answer.context["chosen"].active == ["stage"]
    words = "Choices in the address that are not known here were left out: where, when."
    assert unknown_words(answer.context["chosen"]) == words
    assert 'class="notice warning"' in answer.content.decode()
    assert "atlantis" not in answer.content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999", "3"])
def test_a_page_that_is_not_there_is_answered_with_one_that_is(client, four, page):
    assert index(client, f"page={page}").context["slice"].number == 1


def test_what_a_form_sends_empty_leaves_the_address(client, four):
    answer = client.get("/camps/?kind=&area=dk0400&month=&stage=&fra=sams")
    assert (answer.status_code, answer["Location"]) == (302, "/camps/?area=dk0400&fra=sams")


def test_the_address_search_engines_keep_knows_the_filter_and_no_view(client, four):
    text = index(client, "view=map&area=dk0400").content.decode()
    assert re.search(r'rel="canonical" href="[^"?]*/camps/\?area=dk0400"', text)


def test_many_events_stand_on_several_pages(client, monkeypatch):
    monkeypatch.setattr("camps.index.listing.CARDS", 2)
    for n in range(3):
        camp(f"Camp {n}", start=at(2027, 1, 10 + n))
    first, second = index(client), index(client, "page=2")
    assert [it.title for it in first.context["coming"]] == ["Camp 0", "Camp 1"]
    assert [it.title for it in second.context["coming"]] == ["Camp 2"]
    assert 'rel="next" href="/camps/?page=2#results"' in first.content.decode()


@pytest.mark.parametrize("view", VIEWS)
def test_one_event_and_many_ask_the_database_as_much(client, places, view):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            index(client, f"view={view}" if view else "")
        return len(queries)

    for number, name in enumerate(["Bornholm", "Køge"]):
        camp(f"First {number}", places[name])
    asked()  # the first answer fills what the process remembers
    few = asked()
    for n in range(4):
        camp(f"More {n}", places["Odsherred"], at(2027, 2, 3 + n))
    assert asked() == few


def test_the_page_cache_knows_every_word_of_the_filter():
    assert set(KEYS) == KNOWN_FILTERS


@pytest.mark.parametrize(
    ("query", "kept"),
    [("area=dk0400&view=map", 1), ("area=atlantis", 0), ("area=dk0400&colour=blue", 0)],
)
def test_only_what_is_known_is_kept(client, four, settings, query, kept):
    settings.PAGE_CACHE_SECONDS = 5
    pages.clear()
    index(client, query)
    assert len(pages) == kept
    pages.clear()


# The month


def test_a_camp_of_several_days_is_one_bar_in_each_week(client, places):
    camp("Winter", places["Køge"], at(2027, 1, 29), ends_at=at(2027, 2, 2))
    weeks = index(client, "view=calendar&month=2027-01").context["month"].weeks
    assert weeks[0].days[0].weekday() == 0
    bars = [(it.first, it.span, it.begins, it.ends) for it in weeks[-1].lanes[0] if it.row]
    assert bars == [(4, 3, True, False)]
    first = index(client, "view=calendar&month=2027-02").context["month"].weeks[0]
    assert [(it.first, it.span, it.begins) for it in first.lanes[0] if it.row] == [(0, 2, False)]


def test_every_line_of_the_calendar_is_seven_days_wide():
    def row(first, last):
        days = SimpleNamespace(first_day=date(2027, 3, first), last_day=date(2027, 3, last))
        return SimpleNamespace(occurrence=days)

    lanes = lanes_of(date(2027, 3, 1), [row(1, 3), row(2, 4), row(4, 4), row(6, 9), row(10, 10)])
    assert [sum(cell.span for cell in lane) for lane in lanes] == [7, 7]
    assert len([cell for lane in lanes for cell in lane if cell.row]) == 4


def test_the_calendar_begins_where_something_is_on_and_ends_where_nothing_follows(client, four):
    month = index(client, "view=calendar").context["month"]
    assert month.first == date(2027, 1, 1)
    assert month.before.month == "2026-12"
    assert index(client, "view=calendar&month=2026-11").context["month"].before is None
    assert index(client, "view=calendar&month=2027-07").context["month"].after is None


def test_an_empty_month_names_the_next_that_is_not(client, four):
    month = index(client, "view=calendar&month=2027-03").context["month"]
    assert month.next_with.chosen.month == "2027-06"


def test_a_month_long_past_is_still_shown(client, four):
    camp("Long ago", start=at(2026, 8, 18), opens_at=at(2026, 5, 1))
    assert found(client, "month=2026-08") == ["Long ago"]
    assert "Long ago" not in found(client, "")


# The map


def test_the_map_links_each_municipality_with_events(client, four):
    answer = index(client, "view=map&kind=all&month=2027-01")
    places = answer.context["map"].places
    counts = [(it.key, it.count) for it in places]
    assert counts == [("dk0400", 1), ("dk0183", 1), ("dk0259", 1)]
    text = answer.content.decode()
    assert 'href="/camps/?kind=all&amp;area=dk0400&amp;month=2027-01&amp;view=map#results"' in text
    assert 'aria-label="Bornholm: 1 ' in text


def test_the_other_areas_stay_on_the_map_when_one_is_chosen(client, four):
    answer = index(client, "view=map&area=dk0400")
    chosen = {it.key: (it.count, it.is_chosen) for it in answer.context["map"].places}
    assert chosen == {"dk0400": (2, True), "dk0259": (1, False)}
    assert [it.name for it in answer.context["groups"]] == ["Bornholm"]


def test_what_lies_far_off_is_drawn_in_a_frame_without_land(client, four):
    drawn = index(client, "view=map").context["map"]
    assert len(drawn.insets) == 1
    x, y, width, height = drawn.insets[0]
    island = next(it for it in drawn.places if it.key == "dk0400")
    assert x < island.home[0] < x + width
    assert y < island.home[1] < y + height


def test_an_office_in_a_country_without_outlines_has_no_map(client):
    load_country("no")
    place = Municipality.objects.filter(country="NO").first()
    camp("Fjord", place)
    answer = index(client, "view=map")
    assert [it.chosen.view for it in answer.context["views"]] == ["", "list", "calendar"]
    assert answer.context["unknown"]
    assert outlines_of("NO") == {}
    assert outlines_of("../..") == {}


def test_every_municipality_has_an_outline(places):
    codes = set(Municipality.objects.filter(country="DK").values_list("code", flat=True))
    assert set(outlines_of("DK")) == codes


def test_the_map_is_light(client, places):
    office = Office.objects.get()
    office.municipalities.set(Municipality.objects.filter(country="DK"))
    camp("Island", places["Bornholm"])
    answer = client.get("/camps/?view=map", headers={"accept-encoding": "gzip"})
    assert len(answer.content) < 25_000


def test_markers_that_would_hide_each_other_are_moved_apart():
    spots = spread([(0, 0), (1, 0), (0, 1), (0, 0)], 10)
    pairs = [(a, b) for n, a in enumerate(spots) for b in spots[n + 1 :]]
    assert min(((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5 for a, b in pairs) > 9


def test_what_lies_together_is_found():
    boxes = {
        "a": Box(0, 0, 10, 10),
        "b": Box(20_000, 0, 20_010, 10),
        "c": Box(90_000, 0, 90_010, 9),
    }
    assert groups_of(boxes) == [["a", "b"], ["c"]]


def test_a_frame_finds_a_corner_or_goes_outside():
    wide, land = Box(0, 0, 100, 100), [(90, 10), (90, 90), (10, 10), (10, 90)]
    frame = room_for(wide, land, 30, 30)
    assert not any(frame.holds(point) for point in land)
    assert room_for(wide, land[1:], 30, 30) == Box(70, 0, 100, 30)


def test_a_shape_becomes_a_path_of_steps():
    square = [[[(0, 0), (1000, 0), (1000, -1000), (0, 0)]]]
    assert path_of(square, 0, 0) == "M0 0l10 0 0 10 -10 -10z"


def test_visits_have_the_same_filter(client, four):
    assert VisitIndexPage.objects.get().url == "/visits/"
    assert CampIndexPage.objects.get().url == "/camps/"
    assert index(client, "kind=camp&view=list", "/visits/").context["found"] == 3
