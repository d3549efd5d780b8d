"""The mail as its recipient's program gets it, as bytes."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser
from pathlib import Path

import pytest

from mail.domain.composing import build
from mail.letter import CalendarPart, Letter
from office.colours import OURS, WORDS, Colours, contrast
from office.models import Office
from tests.mail import letters
from tests.mail.letters import LINK, queue

pytestmark = pytest.mark.django_db

ICS = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Sommercamp på Ærø\r\nEND:VCALENDAR\r\n"
INVITE = Letter(
    subject="Your place",
    lines=["You have a place."],
    from_name="Praksisvej",
    from_email="invites@praksisvej.test",
    calendar=CalendarPart("REQUEST", ICS),
)


def made(**parts: object) -> EmailMessage:
    letters.register(**parts)
    content = build(queue()).message().as_bytes(linesep="\r\n")
    return message_from_bytes(content, policy=policy.default)  # type: ignore[return-value]


def part(mail: EmailMessage, kind: str) -> EmailMessage:
    return next(p for p in mail.walk() if p.get_content_type() == kind)


def told(mail: EmailMessage, kind: str = "text/plain") -> str:
    return part(mail, kind).get_content().replace("\r\n", "\n")


@pytest.fixture
def office(clock) -> Office:
    return Office.objects.create(
        valid_from=clock.now().date(),
        name="Rekrutteringskontoret",
        controller="Region X",
        privacy_email="privacy@region.test",
        sender_name="Praksisvej Øst",
        email="kontor@praksisvej.test",
        phone="12 34 56 78",
    )


def test_the_headers_say_who_writes_and_that_a_program_does(office):
    message = queue()
    mail = message_from_bytes(build(message).message().as_bytes(), policy=policy.default)
    assert mail["Subject"] == "Your place"
    assert mail["From"] == "Praksisvej Øst <office@praksisvej.test>"
    assert mail["To"] == "ida@example.org"
    assert mail["Reply-To"] == "anna@praksisvej.test"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"] == f"<{message.uuid}@testserver>"
    assert mail["List-Unsubscribe"] is None


def test_replies_go_to_the_office_where_nobody_is_named(office):
    mail = made(render=lambda message: Letter("Your data", ["Here."]))
    assert mail["Reply-To"] == "kontor@praksisvej.test"


def test_a_mail_can_be_made_before_the_office_has_settings(clock):
    mail = made()
    assert mail["From"] == "office@praksisvej.test"


def test_date_time_and_place_come_first(clock):
    first = told(made()).splitlines()[:2]
    assert first == ["When: Saturday 21 November 2026 at 13:00", "Where: Ærø"]
    html = re.sub(r"<style>.*</style>", "", told(made(), "text/html"), flags=re.DOTALL)
    words = re.sub(r"<[^>]+>", " ", html).split()
    assert words[:6] == ["Your", "place", "When", "Saturday", "21", "November"]


def test_the_text_says_all_and_the_link(office):
    assert told(made()).splitlines() == [
        "When: Saturday 21 November 2026 at 13:00",
        "Where: Ærø",
        "",
        "You have a place.",
        "",
        "See your place:",
        LINK,
        "",
        "Write to us if anything is unclear.",
        "",
        "-- ",
        "Praksisvej Øst",
        "kontor@praksisvej.test",
        "12 34 56 78",
    ]


def test_a_mail_without_link_has_no_button(clock):
    mail = made(link=lambda message: "")
    assert "See your place" not in told(mail)
    assert "<a " not in told(mail, "text/html")


def test_the_html_is_well_formed_escaped_and_loads_nothing(clock):
    nasty = Letter("<b>1 & 2</b>", ["<script>alert(1)</script>"], [("A & B", "<i>x</i>")], "Go")
    html = told(made(render=lambda message: nasty), "text/html")
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "A &amp; B" in html
    assert not re.search(r"(src|url\(|@import|<link)", html)
    assert open_tags(html) == []


def test_what_it_is_about_is_large_and_the_greeting_is_not(clock):
    letter = Letter("Your place", ["You have a place.", "Bring boots."], greeting="Dear Ida")
    mail = made(render=lambda message: letter)
    lines = re.findall(r"<p style=\"([^\"]*)\">([^<]*)</p>", told(mail, "text/html"))
    large = {words: "22px" in style for style, words in lines}
    assert large == {"Dear Ida": False, "You have a place.": True, "Bring boots.": False}
    assert told(mail).startswith("Dear Ida\n\nYou have a place.\n")


def test_the_html_breaks_no_short_pair(clock):
    letter = Letter(
        subject="Your place",
        lines=["Svar inden 27. november.", "You are number 3. It begins at 16:30."],
        facts=[("When", "29 January 2027"), ("Where", "Demovej 22, 4800 Nykøbing F")],
        after=["Spørg Karen, +45 00 00 00 11."],
    )
    mail = made(render=lambda message: letter)
    html = told(mail, "text/html")
    for kept in (
        "27. november",
        "29 January",
        "4800 Nykøbing",
        "+45 00 00 00 11",
        "number 3",
        "at 16:30",
    ):
        assert kept.replace(" ", "\N{NO-BREAK SPACE}") in html, kept
        assert kept in told(mail), kept


def test_the_html_wears_the_offices_colours(office):
    office.colour_action = "#7a1f5a"
    office.save()
    html = told(made(), "text/html")
    assert "background:#7a1f5a" in html
    assert "background:#1f5a4c" not in html


def test_our_colours_are_those_of_the_site():
    css = Path("static/css/tokens.css").read_text()
    for name, (light, dark) in OURS.items():
        assert f"--{name}: light-dark({light}, {dark});" in css


def test_words_can_be_read_in_light_and_in_dark():
    for shades in zip(*Colours("#7a1f5a", "#0b5a8a", "#f3f6ee").roles().values(), strict=True):
        role = dict(zip(OURS, shades, strict=True))
        for words in ("ink", "ink-soft", "pine"):
            assert contrast(role[words], role["surface"]) >= WORDS
            assert contrast(role[words], role["paper"]) >= WORDS
        assert contrast(role["ink-soft"], role["pine-tint"]) >= WORDS
        assert contrast(role["on-pine"], role["pine"]) >= WORDS


def test_the_text_is_not_escaped(clock):
    plain = Letter("1 & 2", ["Tom & Ida's <camp>"])
    mail = made(render=lambda message: plain)
    assert mail["Subject"] == "1 & 2"
    assert told(mail).startswith("Tom & Ida's <camp>\n")


def test_the_fixed_words_are_in_the_recipients_language(clock):
    letters.register()
    mail = build(queue(language="da"))
    assert '<html lang="da">' in mail.alternatives[0][0]


def test_line_breaks_in_names_and_subjects_reach_no_header(clock):
    split = Letter("Camp\r\nBcc: all@example.org", ["x"], from_name="A\nB")
    mail = made(render=lambda message: split)
    assert mail["Subject"] == "Camp Bcc: all@example.org"
    assert mail["Bcc"] is None
    assert str(mail["From"]).startswith("A B <")


def test_an_invite_has_the_parts_that_calendars_expect(clock):
    mail = made(render=lambda message: INVITE)
    assert [p.get_content_type() for p in mail.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    assert mail["From"] == "Praksisvej <invites@praksisvej.test>"


def test_the_calendar_part_says_its_method_and_is_no_attachment(clock):
    calendar = part(made(render=lambda message: INVITE), "text/calendar")
    assert calendar.get_param("method") == "REQUEST"
    assert calendar.get_all("Content-Type")[0].count("charset") == 1
    assert calendar.get_content_charset() == "utf-8"
    assert calendar["Content-Transfer-Encoding"] == "base64"
    assert calendar["Content-Disposition"] is None


def test_the_attachment_is_named_and_has_no_method(clock):
    file = part(made(render=lambda message: INVITE), "application/ics")
    assert file.get_filename() == "invite.ics"
    assert file.get_content_disposition() == "attachment"
    assert file.get_param("name") == "invite.ics"
    assert file.get_param("method") is None


@pytest.mark.parametrize("linesep", ["\n", "\r\n"])
def test_both_calendar_parts_are_the_same_bytes_on_every_way(clock, linesep):
    letters.register(render=lambda message: INVITE)
    content = build(queue()).message().as_bytes(linesep=linesep)
    mail = message_from_bytes(content, policy=policy.default)
    for kind in ("text/calendar", "application/ics"):
        assert part(mail, kind).get_payload(decode=True) == ICS.encode()


def test_no_line_is_longer_than_mail_allows(clock):
    long = Letter("x" * 300, ["æ" * 3000], calendar=CalendarPart("REQUEST", ICS))
    letters.register(render=lambda message: long)
    lines = build(queue()).message().as_bytes(linesep="\r\n").split(b"\r\n")
    assert max(map(len, lines)) <= 998


def open_tags(html: str) -> list[str]:
    """Tags left open, or closed out of order."""
    parser = Tags()
    parser.feed(html)
    return parser.open


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attributes: object) -> None:
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1:] == [tag]:
            self.open.pop()
