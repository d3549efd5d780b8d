"""Every kind of mail about a claim, from its facts alone, in both languages."""

from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes

import pytest

from events.domain import (
    attendance,
    by_hand,
    moving,
    proof,
    question_mails,
    registrations,
    reminders,
    scheduling,
    waitlist,
)
from events.domain.offer_times import offer_end
from events.domain.tick import tick
from events.domain.wording import moment_words
from events.models import Occurrence, Registration
from mail import kinds
from mail.domain import delivery
from mail.models import Message
from office.actor import PERSON
from office.models import Office
from tests.calendar_readers import vobject_events
from tests.events.people import claim_of, comes, office, signs_up
from tests.events.postman import METHODS, Postman
from tests.factories import QuestionFactory, open_occurrence

KINDS = [
    *("prove", "place", "waiting", "offer", "offer_lapsed", "list_over", "cancelled", "removed"),
    *("called_off", "moved", "moved_to", "moved_away", "changed", "reminder", "thanks", "link"),
    *("questions", "questions_reminder"),
]
DAY = timedelta(days=1)


def revision(occurrence: Occurrence) -> dict:
    occurrence.refresh_from_db()
    return {"actor": office(), "revision": occurrence.revision}


def live_through_everything(clock) -> None:
    """One date on which every kind of mail is queued, another, and one that is called off."""
    it, off = open_occurrence(capacity=2), open_occurrence()
    for name in ("Anna", "Bo", "Clara", "Dina", "Emil", "Gorm"):
        comes(it, name)
    Postman().idle()
    by_hand.send_link_again(claim_of(it, "Anna"), actor=office())
    scheduling.change_location(it.pk, location="Søndergade 2, Køge", **revision(it))
    times = {"starts_at": it.starts_at + DAY, "ends_at": it.ends_at + DAY}
    scheduling.move(it.pk, **times, **revision(it))
    registrations.cancel(claim_of(it, "Anna").pk, actor=PERSON)
    Postman().idle()
    clock.move(3 * DAY)
    tick()
    Postman().idle()
    offered = Registration.objects.get(state="offered")
    waitlist.accept(offered.pk)
    registrations.cancel(claim_of(it, "Bo").pk, actor=office(), reason="Asked by phone")
    proof.confirm(signs_up(off, "Freja").pk)
    moving.move(comes(off, "Hans").pk, open_occurrence().pk, actor=office(), reason="By phone")
    scheduling.call_off(off.pk, reason="No heating", **revision(off))
    it.refresh_from_db()
    QuestionFactory(event=it.event, due_days=1)
    question_mails.ask_now(it.pk, actor=office())
    clock.stop(it.offers_until)
    tick()
    question_mails.remind()
    reminders.remind()
    clock.stop(it.starts_at)
    attendance.check_in(offered.pk, it.first_day, actor=office())
    clock.stop(it.ends_at + 2 * DAY)
    reminders.remind()


@pytest.fixture
def mails(clock) -> dict[str, list[Message]]:
    live_through_everything(clock)
    found: dict[str, list[Message]] = {kind: [] for kind in KINDS}
    for message in Message.objects.order_by("pk"):
        found[message.kind].append(message)
    return found


def read(message: Message, language: str) -> tuple[str, str, str, list]:
    message.language = language
    mail = delivery.build(message)
    mime = message_from_bytes(mail.message().as_bytes())
    parts = {part.get_content_type(): part.get_payload(decode=True) for part in mime.walk()}
    text, html = parts["text/plain"].decode(), parts["text/html"].decode()
    invite = parts.get("text/calendar")
    return mail.subject, text, html, vobject_events(invite.decode()) if invite else []


def test_a_life_has_every_kind_of_mail(mails):
    assert [kind for kind, found in mails.items() if not found] == []


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_mail_is_text_and_html_with_what_when_and_where_first(mails, language):
    for kind, found in mails.items():
        for message in found:
            subject, text, html, _ = read(message, language)
            what = {"da": "Hvad", "en": "What"}[language]
            start = text[: len(text) // 2]
            assert text.startswith(f"{what}: {message.facts['title']}\n"), kind
            assert message.facts["title"] in subject, kind
            assert message.facts["location"] in start, kind
            assert "2026" in start, kind
            link = kinds.get(kind).link(message)
            assert link in text, kind
            assert link in html, kind
            assert "{" not in text, kind


def test_danish_and_english_mails_are_not_the_same(mails):
    for kind, found in mails.items():
        danish, english = read(found[0], "da"), read(found[0], "en")
        assert danish[0] != english[0], kind
        assert danish[1] != english[1], kind
        assert 'lang="da"' in danish[2], kind
        assert 'lang="en"' in english[2], kind


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_invite_in_a_mail_says_what_its_facts_say(mails, language):
    with_invite = set()
    for kind, found in mails.items():
        for message in found:
            events = read(message, language)[3]
            expected = kind in METHODS and "uid" in message.facts
            assert len(events) == expected, kind
            if events:
                with_invite.add(kind)
                assert events[0].uid.value == f"{message.facts['uid']}@praksisvej"
                assert int(events[0].sequence.value) == message.facts["sequence"]
                cancelled = events[0].status.value == "CANCELLED"
                assert cancelled is (METHODS[kind] == "CANCEL"), kind
    assert with_invite == set(METHODS)


def test_the_first_mail_holds_nothing_that_was_typed(clock):
    signs_up(open_occurrence(), "Zebedaeus")
    _, text, html, _ = read(Message.objects.get(), "en")
    assert "Zebedaeus" not in text
    assert "Zebedaeus" not in html


def test_a_mail_tells_its_facts_and_not_what_has_changed_since(clock):
    occurrence = open_occurrence()
    comes(occurrence, "Anna")
    Occurrence.objects.update(location="Elsewhere")
    text = read(Message.objects.get(kind="place"), "en")[1]
    assert "Torvet 1" in text
    assert "Elsewhere" not in text


@pytest.mark.parametrize("language", ["da", "en"])
def test_a_mail_greets_by_first_name(mails, language):
    text = read(mails["place"][0], language)[1]
    assert {"da": "Kære Anna", "en": "Dear Anna"}[language] in text


def test_an_offer_says_until_when_it_is_kept(mails):
    sent = [message for message in mails["offer"] if message.ended_at]
    assert sent
    for message in sent:
        offered = message.claim.partition(":")[2]
        occurrence = Registration.objects.get(pk=offered).occurrence
        end = offer_end(occurrence, message.ended_at)
        assert end < occurrence.offers_until
        said = read(message, "da")[1]
        assert f"indtil {moment_words(end, occurrence.zone)}." in said


def test_an_offer_whose_date_moved_says_old_and_new(clock, in_english):
    occurrence = open_occurrence(capacity=1)
    anna, _bo = comes(occurrence, "Anna"), comes(occurrence, "Bo")
    registrations.cancel(anna.pk, actor=PERSON)
    start = occurrence.starts_at + timedelta(days=1)
    scheduling.move(
        occurrence.pk,
        actor=office(),
        revision=occurrence.revision,
        starts_at=start,
        ends_at=start + timedelta(hours=6),
    )
    lines = kinds.get("offer").render(Message.objects.filter(kind="offer").latest("pk")).lines
    assert any("10 December" in line for line in lines)
    assert any("11 December" in line for line in lines)


def test_a_mail_after_midnight_is_sent_by_the_office_of_that_day(clock):
    comes(open_occurrence(), "Anna")
    message = Message.objects.get(kind="place")
    for year, name in (2026, "Sjælland"), (2027, "Øst"):
        Office.objects.create(valid_from=date(year, 1, 1), sender_name=name)
    clock.stop(datetime(2026, 12, 31, 23, 30, tzinfo=UTC))
    assert kinds.get("place").render(message).from_name == "Øst"
