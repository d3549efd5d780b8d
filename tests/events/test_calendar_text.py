import vobject
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from events.domain.calendar_text import SafeText, clean, mailto, one_line, parameter
from events.domain.invites import published, request
from tests.calendar_readers import vobject_events
from tests.events.calendar_facts import a_visit

TEXT = st.text(max_size=200) | st.text("\\nN;,:\"'^\r\n\u2028 aø🏕", max_size=60)


@given(TEXT)
def test_any_text_comes_back_as_it_was_cleaned(text):
    event = Event()
    event.add("DESCRIPTION", SafeText(clean(text)))
    calendar = Calendar()
    calendar.add_component(event)
    read = vobject.readOne(calendar.to_ical().decode()).vevent
    assert read.description.value == clean(text)


@given(TEXT)
def test_cleaning_twice_changes_nothing_more(text):
    assert clean(clean(text)) == clean(text)
    assert one_line(one_line(text)) == one_line(text)
    assert "\r" not in clean(text)
    assert "\n" not in one_line(text)


@given(title=TEXT, name=TEXT, location=TEXT)
def test_no_text_adds_a_line_of_its_own(title, name, location):
    plain = _names(request(a_visit(location="x")))
    nasty = _names(request(a_visit(title=f"t{title}", name=name, location=f"x{location}")))
    assert nasty == plain


@given(st.text(max_size=60))
def test_any_address_is_one_line_of_ascii(address):
    assert mailto(address).isascii()
    assert len(mailto(address).split()) == 1


@given(TEXT)
def test_a_title_is_read_back_by_a_parser_that_is_not_ours(title):
    (event,) = vobject_events(published(a_visit(title=f"T {title}")))
    assert event.summary.value == one_line(f"T {title}")


def test_icalendars_own_text_breaks_the_line_that_ours_keeps():
    """When this fails, icalendar has mended its text and ours is no longer needed."""
    event = Event()
    event.add("SUMMARY", "Hold A\\Nybegyndere")
    assert b"A\\\\Nybegyndere" not in event.to_ical()
    assert SafeText("Hold A\\Nybegyndere").to_ical() == b"Hold A\\\\Nybegyndere"


def test_joined_emoji_and_marks_of_direction_that_do_not_override_are_kept():
    assert clean("👩‍⚕️ \u200fא") == "👩‍⚕️ \u200fא"


def test_parameters_hold_nothing_that_is_read_in_two_ways():
    assert parameter('Bo "B" \\ ^n\r\nX') == "Bo 'B' n X"


def _names(text):
    lines = text.replace("\r\n ", "").split("\r\n")
    return [line.partition(":")[0].partition(";")[0] for line in lines]
