import re
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from django.core.mail import EmailMultiAlternatives
from django.utils import translation

from events.domain.invites import cancellation, published, request
from tests.calendar_readers import has_libical, ical_js, libical, utc, vobject_events
from tests.events.calendar_facts import CAMP, VISIT, a_camp, a_visit

VISITS = {
    "in winter": ("Europe/Copenhagen", "2026-12-10T08:00", "2026-12-10T14:00"),
    "in summer": ("Europe/Copenhagen", "2027-06-10T07:00", "2027-06-10T13:00"),
    "across the end of summer time": ("Europe/Copenhagen", "2026-10-24T20:00", "2026-10-25T10:00"),
    "across its beginning": ("Europe/Copenhagen", "2027-03-27T20:00", "2027-03-28T10:00"),
    "right after the gap": ("Europe/Copenhagen", "2027-03-28T01:00", "2027-03-28T10:00"),
    "until midnight": ("Europe/Copenhagen", "2026-12-10T08:00", "2026-12-10T23:00"),
    "from midnight to midnight": ("Europe/Copenhagen", "2027-06-09T22:00", "2027-06-10T22:00"),
    "in the doubled hour, first": ("Europe/Copenhagen", "2026-10-25T00:30", "2026-10-25T10:00"),
    "in the doubled hour, second": ("Europe/Copenhagen", "2026-10-25T01:30", "2026-10-25T10:00"),
    "until the doubled hour": ("Europe/Copenhagen", "2026-10-24T20:00", "2026-10-25T01:30"),
    "in Oslo": ("Europe/Oslo", "2027-06-10T07:00", "2027-06-10T13:00"),
    "on the Faroe Islands": ("Atlantic/Faroe", "2027-06-10T07:00", "2027-06-10T13:00"),
    "in Nuuk": ("America/Nuuk", "2027-03-27T22:30", "2027-03-28T13:00"),
    "in Tokyo": ("Asia/Tokyo", "2026-12-10T08:00", "2026-12-10T14:00"),
    "by UTC": ("UTC", "2026-12-10T08:00", "2026-12-10T14:00"),
}
CAMPS = {
    "of four days": ("2026-10-23T15:00", "2026-10-26T12:00", "2026-10-23", "2026-10-27"),
    "over the spring change": ("2027-03-26T16:00", "2027-03-29T10:00", "2027-03-26", "2027-03-30"),
    "until midnight": ("2027-08-06T15:00", "2027-08-08T22:00", "2027-08-06", "2027-08-09"),
    "until past midnight": ("2027-08-06T15:00", "2027-08-08T22:15", "2027-08-06", "2027-08-10"),
    "from a winter midnight": ("2027-01-14T23:00", "2027-01-17T12:00", "2027-01-15", "2027-01-18"),
    "of one day": ("2027-01-15T08:00", "2027-01-15T15:00", "2027-01-15", "2027-01-16"),
}
NASTY = {
    "letters of ours": "Sommercamp på Ærø: grød, blåbær & kærlighed",
    "emoji": "Camp 🏕️👩‍⚕️👨🏽‍⚕️ i skoven",
    "separators": 'Kl. 9:00; medbring: madpakke, støvler, "godt" humør (50%)',
    "backslash and N": r"Hold A\Nybegyndere \n \\ \, \; C:\Temp",
    "backslash at the end": "En dag i praksis\\",
    "an equals sign": "A=B;X=1:2",
    "a broken line": "Linje et\nLinje to",
    "a forged property": "Camp\r\nATTENDEE:mailto:evil@example.com\r\nSUMMARY:Evil",
    "a forged end": "Camp\rEND:VEVENT\rEND:VCALENDAR\rBEGIN:VCALENDAR",
    "breaks of other kinds": "A\u2028ATTENDEE:x\u2029B\x85C\x0bD\x0cE",
    "controls": "Ca\x00mp\x07 \x1bsent\x7f\x9f",
    "turned direction": "Camp \u202egpj.exe\u202c \u2066x\u2069",
    "a byte order mark": "\ufeffCamp",
    "half a character": "Camp \ud83d i skoven",
    "markup": "<script>alert(1)</script> &amp; <b>Camp</b>",
    "a very long one": "Fællesmøde på øen 🏝️ " * 60,
    "a long word": "ø" * 400,
}


def moved(facts, days=7):
    by = timedelta(days=days)
    times = {
        k: (datetime.fromisoformat(facts[k]) + by).isoformat() for k in ("starts_at", "ends_at")
    }
    return facts | times | {"sequence": 1, "changed_at": "2026-11-22T12:00:00+00:00"}


def chain(facts):
    """An invite, its update, its end."""
    update = moved(facts)
    last = update | {"sequence": 2, "changed_at": "2026-11-23T12:00:00+00:00"}
    return [request(facts), request(update), cancellation(last)], [facts, update, last]


def a_visit_at(case):
    zone, start, end = VISITS[case]
    return a_visit(zone=zone, starts_at=f"{start}:00+00:00", ends_at=f"{end}:00+00:00")


def shown(text):
    """What a reader should see of a one-line text, told apart from the code that cleans it."""
    text = re.sub(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]", "", text)
    text = re.sub("[\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]", "", text)
    return " ".join(text.split())


@pytest.mark.parametrize("case", VISITS)
def test_every_reader_sees_the_same_instants_from_invite_to_update_to_cancellation(case):
    texts, facts = chain(a_visit_at(case))
    for text, told in zip(texts, facts, strict=True):
        expected = utc(told["starts_at"]), utc(told["ends_at"])
        (event,) = ical_js(text)["events"]
        assert (utc(event["start"]["utc"]), utc(event["end"]["utc"])) == expected
        (other,) = vobject_events(text)
        assert (utc(other.dtstart.value), utc(other.dtend.value)) == expected
        if has_libical():
            third = libical(text)
            assert (third["start"], third["end"], third["errors"]) == (*expected, [])


@pytest.mark.parametrize("facts", [VISIT, CAMP], ids=["visit", "camp"])
def test_a_chain_keeps_its_uid_organizer_and_attendee_while_its_sequence_grows(facts):
    read = [ical_js(text) for text in chain(facts)[0]]
    events = [calendar["events"][0] for calendar in read]
    assert [calendar["method"] for calendar in read] == ["REQUEST", "REQUEST", "CANCEL"]
    assert [event["sequence"] for event in events] == [0, 1, 2]
    assert {event["uid"] for event in events} == {f"{VISIT['uid']}@praksisvej"}
    assert {event["organizers"][0]["address"] for event in events} == {
        "mailto:invites@office.example"
    }
    assert {event["attendees"][0]["address"] for event in events} == {"mailto:asta@student.example"}
    assert [event["status"] for event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert len({event["stamp"] for event in events}) == 3


@pytest.mark.parametrize("case", CAMPS)
def test_a_camp_is_a_bar_of_local_days_whose_end_is_the_day_after(case):
    start, end, first, after = CAMPS[case]
    text = request(a_camp(starts_at=f"{start}:00+00:00", ends_at=f"{end}:00+00:00"))
    (event,) = ical_js(text)["events"]
    assert (event["start"]["isDate"], event["start"]["value"]) == (True, first)
    assert (event["end"]["isDate"], event["end"]["value"]) == (True, after)
    days = date.fromisoformat(first), date.fromisoformat(after)
    (other,) = vobject_events(text)
    assert (other.dtstart.value, other.dtend.value) == days
    assert "VTIMEZONE" not in text
    assert "TZID" not in text
    if has_libical():
        third = libical(text)
        assert (third["start"], third["end"], third["errors"]) == (*days, [])


def test_a_camp_tells_arrival_and_departure_by_the_local_clock():
    with translation.override("en"):
        (event,) = ical_js(request(a_camp()))["events"]
    assert "Arrival: Friday 23 October 2026 at 17:00" in event["description"]
    assert "Departure: Monday 26 October 2026 at 13:00" in event["description"]
    assert event["transp"] == "OPAQUE"


def test_hours_stand_in_the_text_as_on_the_pages():
    with translation.override("da"):
        (event,) = ical_js(request(a_camp()))["events"]
    assert "Ankomst: fredag 23. oktober 2026 kl. 17.00" in event["description"]


def test_a_time_shown_twice_names_which_is_meant():
    with translation.override("en"):
        text = request(a_camp(ends_at="2026-10-25T01:30:00+00:00"))
    assert "at 02:30 CET" in ical_js(text)["events"][0]["description"]


def test_a_visit_is_written_in_local_time_with_its_rule():
    text = request(a_visit())
    read = ical_js(text)
    assert read["zones"] == ["Europe/Copenhagen"]
    assert read["events"][0]["start"]["tzid"] == "Europe/Copenhagen"
    assert read["events"][0]["start"]["value"] == "2026-12-10T09:00:00"
    assert "RDATE" not in text


@pytest.mark.parametrize(
    "case",
    [
        "in the doubled hour, first",
        "in the doubled hour, second",
        "until the doubled hour",
        "on the Faroe Islands",
        "in Nuuk",
        "in Tokyo",
        "by UTC",
    ],
)
def test_times_are_in_utc_where_a_local_one_is_doubled_or_its_rule_is_not_tested(case):
    text = request(a_visit_at(case))
    assert "TZID" not in text
    assert re.search(r"^DTSTART:\d{8}T\d{6}Z\r$", text, re.MULTILINE)
    assert re.search(r"^DTEND:\d{8}T\d{6}Z\r$", text, re.MULTILINE)


def test_the_person_is_the_only_attendee_has_accepted_and_is_not_asked():
    for text in chain(a_visit())[0]:
        (attendee,) = ical_js(text)["events"][0]["attendees"]
        assert attendee == {
            "address": "mailto:asta@student.example",
            "cn": "Asta Holm",
            "partstat": "ACCEPTED",
            "rsvp": "FALSE",
        }


def test_the_organizer_is_a_bare_address_with_a_name():
    unfolded = request(a_visit(organizer_name="Læger til Øst")).replace("\r\n ", "")
    assert 'ORGANIZER;CN="Læger til Øst":mailto:invites@office.example\r\n' in unfolded
    unnamed = request(a_visit(organizer_name=""))
    assert "ORGANIZER:mailto:invites@office.example\r\n" in unnamed


@pytest.mark.parametrize(
    "name",
    [
        'Bo "Doktor" Bang',
        "Bo; Bang",
        "Bo, Bang: MD",
        "Bo\\",
        "Bo ^n Bang",
        "Bo\r\nATTENDEE:mailto:x",
    ],
)
def test_a_name_cannot_break_out_of_its_parameter(name):
    text = request(a_visit(name=name, organizer_name=name))
    (event,) = ical_js(text)["events"]
    expected = " ".join(name.replace('"', "'").replace("\\", " ").replace("^", " ").split())
    assert [who["cn"] for who in event["attendees"] + event["organizers"]] == [expected] * 2
    (other,) = vobject_events(text)
    assert other.attendee.params["CN"] == [expected]
    assert not has_libical() or libical(text)["errors"] == []


@pytest.mark.parametrize(
    "address",
    ["a@b.example\r\nATTENDEE:mailto:evil@example.com", "a b@c.example", "a@b.example\u2028x"],
)
def test_an_address_stays_on_its_line(address):
    (event,) = ical_js(request(a_visit(address=address)))["events"]
    assert len(event["attendees"]) == 1
    assert not re.search(r"\s", event["attendees"][0]["address"])


def test_an_address_keeps_its_plus_and_has_its_domain_as_mail_servers_know_it():
    (event,) = ical_js(request(a_visit(address="asta+camp@lægerne.example")))["events"]
    assert event["attendees"][0]["address"] == "mailto:asta+camp@xn--lgerne-pua.example"


@pytest.mark.parametrize("write", [request, cancellation, published])
@pytest.mark.parametrize("case", NASTY)
def test_nasty_titles_and_places_are_read_as_they_were_meant(write, case):
    text = write(a_visit(title=NASTY[case], location=NASTY[case]))
    (event,) = ical_js(text)["events"]
    assert event["summary"] == event["location"] == shown(NASTY[case])
    (other,) = vobject_events(text)
    assert other.summary.value == other.location.value == shown(NASTY[case])
    assert len(event["attendees"]) == (0 if write is published else 1)
    if has_libical():
        third = libical(text)
        assert (third["summary"], third["errors"]) == (shown(NASTY[case]), [])


@pytest.mark.parametrize("case", NASTY)
def test_nasty_lines_stay_in_the_description(case):
    text = request(a_visit(description_lines=[NASTY[case], "Last line"]))
    description = ical_js(text)["events"][0]["description"]
    lines = re.split("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]", NASTY[case])
    for line in lines:
        assert shown(line) in " ".join(description.split())
    assert "Last line" in description.split("\n")
    assert vobject_events(text)[0].description.value == description


@pytest.mark.parametrize("write", [request, cancellation, published])
@pytest.mark.parametrize("case", NASTY)
def test_lines_are_folded_at_75_octets_and_end_in_crlf(write, case):
    data = write(a_visit(title=NASTY[case], name=NASTY[case])).encode()
    lines = data.split(b"\r\n")
    assert lines[-1] == b""
    assert max(map(len, lines)) <= 75
    assert not re.search(rb"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]", data)
    assert b"\n" not in data.replace(b"\r\n", b"")
    for line in lines:
        line.decode()  # no character is cut in two


def test_a_download_has_the_invites_uid_and_nobody_in_it():
    read = ical_js(published(a_visit(sequence=3)))
    (event,) = read["events"]
    assert read["method"] == "PUBLISH"
    assert (event["uid"], event["sequence"]) == (f"{VISIT['uid']}@praksisvej", 3)
    assert event["attendees"] == []
    assert "asta" not in published(a_visit()).lower()


@pytest.mark.parametrize("write", [request, cancellation, published])
def test_nothing_private_to_the_person_is_written_but_name_and_address(write):
    facts = a_visit(
        held_until="2026-12-01T10:00:00+00:00", position=3, changes=[["x", "OLD", "NEW"]]
    )
    text = write(facts)
    assert "OLD" not in text
    assert set(re.findall(r"https?://[^\s\\]+", text.replace("\r\n ", ""))) == {VISIT["event_url"]}


def test_the_text_says_that_no_in_the_calendar_frees_no_place():
    with translation.override("en"):
        for write in (request, published):
            description = ical_js(write(a_visit()))["events"][0]["description"]
            assert "does not free your place" in description
        assert "does not free" not in cancellation(a_visit())


def test_the_page_comes_last_in_the_text_and_stands_in_url_with_its_letters_encoded():
    text = request(a_visit(event_url="https://praksisvej.example/events/ø, 7/"))
    (event,) = ical_js(text)["events"]
    assert event["url"] == "https://praksisvej.example/events/%C3%B8,%207/"
    assert event["description"].endswith(event["url"])


def test_what_is_missing_is_left_out():
    bare = {k: VISIT[k] for k in ("title", "zone", "starts_at", "ends_at", "uid", "changed_at")}
    read = ical_js(published(bare | {"kind": "visit"}))
    names = read["events"][0]["names"]
    assert not {"location", "url", "organizer", "created"} & set(names)
    assert "None" not in published(bare | {"kind": "visit", "location": "", "contact_name": ""})


@pytest.mark.parametrize("write", [request, cancellation, published])
def test_the_same_facts_give_the_same_bytes(write):
    assert write(a_visit()) == write(a_visit())


@pytest.mark.parametrize("write", [request, cancellation])
def test_messages_carry_nothing_that_belongs_in_feeds(write):
    names = ical_js(write(a_visit()))["names"]
    assert not {"x-wr-calname", "name", "refresh-interval", "x-published-ttl"} & set(names)


def test_the_stamps_are_when_the_message_was_queued_and_the_registration_made():
    text = request(a_visit(changed_at="2026-11-21T13:00:00.987654+01:00"))
    assert "DTSTAMP:20261121T120000Z\r\n" in text
    assert "LAST-MODIFIED:20261121T120000Z\r\n" in text
    assert "CREATED:20261120T090000Z\r\n" in text


def test_a_moment_without_an_offset_is_refused():
    with pytest.raises(ValueError, match="offset"):
        request(a_visit(starts_at="2026-12-10T08:00:00"))


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_a_mail_carries_the_invite_byte_by_byte(method):
    text = {"REQUEST": request, "CANCEL": cancellation}[method](a_visit(title=NASTY["emoji"]))
    mail = EmailMultiAlternatives("Camp", "Text", "a@b.example", ["c@d.example"])
    mail.attach_alternative(text, f"text/calendar; method={method}")
    sent = mail.message().as_bytes(linesep="\r\n")
    assert b"\r\r\n" not in sent
    parts = message_from_bytes(sent, policy=policy.default).walk()
    (part,) = (part for part in parts if part.get_content_type() == "text/calendar")
    assert part.get_payload(decode=True) == text.encode()
    assert part["Content-Type"].params["method"] == method


@pytest.mark.parametrize("language", ["da", "en"])
def test_times_are_the_same_in_every_language(language):
    with translation.override(language):
        (event,) = ical_js(request(a_visit()))["events"]
    assert datetime.fromisoformat(event["start"]["utc"]) == datetime(2026, 12, 10, 8, tzinfo=UTC)
