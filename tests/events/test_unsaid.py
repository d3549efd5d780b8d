"""Two changes close together: what no mail has told yet is told with the next one."""

from datetime import timedelta

import pytest

from events.domain import coming, correcting, registrations, reminders, scheduling
from events.models import Occurrence, Registration
from mail.domain.composing import contents
from mail.models import Message
from office.actor import PERSON
from tests.events.invariants import check
from tests.events.people import claim_of, comes, office, signs_up
from tests.events.postman import Postman
from tests.factories import open_occurrence

pytestmark = pytest.mark.usefixtures("in_english")
DAY = timedelta(days=1)
NEW_PLACE = "Søndergade 2, Køge"


@pytest.fixture
def date(clock) -> Occurrence:
    """Anna has a place, Bo waits, and both have had all their mails."""
    date = open_occurrence(capacity=1)
    for name in ("Anna", "Bo"):
        comes(date, name)
    Postman().idle()
    return date


def how(date: Occurrence) -> dict:
    date.refresh_from_db()
    return {"actor": office(), "revision": date.revision}


def moves(date: Occurrence, by: timedelta = DAY) -> None:
    told = how(date)
    times = {"starts_at": date.starts_at + by, "ends_at": date.ends_at + by}
    scheduling.move(date.pk, **times, **told)


def changes_place(date: Occurrence, location: str = NEW_PLACE) -> None:
    scheduling.change_location(date.pk, location=location, **how(date))


def hears(name: str) -> list[Message]:
    """The worker's turn: what leaves for one of them."""
    postman = Postman()
    postman.idle()
    check(idle=True)
    return [mail for mail in postman.left if mail.to == f"{name.lower()}@student.test"]


def says(mail: Message) -> str:
    mail.language = "en"
    return contents(mail, link="https://link.test/").text


@pytest.mark.parametrize("name", ["Anna", "Bo"])
def test_a_new_place_does_not_swallow_the_new_time(date, clock, name):
    old = date.location
    moves(date)
    clock.move(timedelta(minutes=1))
    changes_place(date)

    [mail] = hears(name)

    said = says(mail)
    assert mail.kind == "moved"
    assert f"Before: Thursday 10 December 2026 at 09:00 to 15:00, {old}" in said
    assert f"Now: Friday 11 December 2026 at 09:00 to 15:00, {NEW_PLACE}" in said
    assert ("Are you still coming?" in said) is (name == "Anna")


def test_of_two_moves_the_first_time_and_the_last_are_told(date):
    moves(date)
    moves(date)
    [mail] = hears("Anna")
    assert "Before: Thursday 10 December 2026" in says(mail)
    assert "Now: Saturday 12 December 2026" in says(mail)
    place = claim_of(date, "Anna")
    assert coming.moved_from(place).isoformat() == mail.facts["change"]["time"][0]


def test_what_has_left_is_not_told_again(date):
    moves(date)
    hears("Anna")
    changes_place(date)
    [mail] = hears("Anna")
    assert mail.kind == "changed"
    assert "December" not in says(mail).partition("Before:")[2]


def test_a_time_that_is_back_is_no_change(date):
    moves(date)
    changes_place(date)
    moves(date, -DAY)
    [mail] = hears("Anna")
    assert mail.kind == "changed"
    assert mail.facts["change"].keys() == {"location"}


def test_there_and_back_is_told_as_it_was(date):
    moves(date)
    moves(date, -DAY)
    [mail] = hears("Anna")
    assert mail.kind == "moved"
    assert "Now: Thursday 10 December 2026" in says(mail)


def test_who_said_yes_to_the_new_time_on_the_page_is_not_asked_again(date):
    moves(date)
    place = claim_of(date, "Anna")
    coming.say_yes(place.pk, actor=PERSON)
    changes_place(date)
    [mail] = hears("Anna")
    assert mail.kind == "changed"
    assert mail.facts["change"].keys() == {"time", "location"}
    place.refresh_from_db()
    assert place.still_coming_at


def test_an_offer_tells_both_changes(date, clock):
    registrations.cancel(claim_of(date, "Anna").pk, actor=PERSON)
    hears("Bo")
    moves(date)
    changes_place(date)
    [mail] = hears("Bo")
    assert mail.kind == "offer"
    assert mail.facts["change"].keys() == {"time", "location"}


def test_an_offer_that_is_cut_tells_the_move_before(date):
    registrations.cancel(claim_of(date, "Anna").pk, actor=PERSON)
    hears("Bo")
    moves(date)
    told = how(date)
    until = Registration.objects.get(state="offered").held_until - timedelta(hours=5)
    window = {"opens_at": date.opens_at, "closes_at": min(date.closes_at, until)}
    scheduling.change_window(date.pk, offers_until=until, **window, **told)
    [mail] = hears("Bo")
    assert mail.facts["change"].keys() == {"time"}


def test_an_unproven_hold_tells_both_changes(clock):
    date = open_occurrence()
    signs_up(date, "Anna")
    hears("Anna")
    moves(date)
    changes_place(date)
    [mail] = hears("Anna")
    assert (mail.kind, mail.facts["change"].keys()) == ("moved", {"time", "location"})


# A reminder that had not left


@pytest.fixture
def reminded(date, clock) -> Occurrence:
    """*Still coming?* is on its way to Anna."""
    clock.stop(date.starts_at - timedelta(days=2))
    assert reminders.remind() == 1
    return date


def test_a_question_that_a_change_overtook_is_asked_anew(reminded):
    changes_place(reminded)
    assert [mail.kind for mail in hears("Anna")] == ["changed"]
    assert reminders.remind() == 1
    assert [mail.kind for mail in hears("Anna")] == ["reminder"]
    assert reminders.remind() == 0


def test_a_question_that_was_answered_meanwhile_is_not_asked_anew(reminded):
    coming.say_yes(claim_of(reminded, "Anna").pk, actor=PERSON)
    changes_place(reminded)
    assert reminders.remind() == 0


def test_a_question_that_another_address_overtook_is_asked_anew(reminded):
    contact = claim_of(reminded, "Anna").contact
    new = "anna.holm@student.test"
    correcting.address_of(contact.pk, new, actor=office(), reason="A typo")
    Postman().idle()
    assert reminders.remind() == 1
    assert Message.objects.filter(kind="reminder").latest("pk").to == new
