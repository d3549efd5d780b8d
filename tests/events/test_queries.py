"""How many statements each act takes; BEGIN and COMMIT are not counted. A change is seen here."""

from collections.abc import Callable

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.domain import proof, registrations, scheduling, waitlist
from events.domain.places import Places
from events.domain.sign_up import sign_up
from events.domain.tick import tick
from events.models import Occurrence, Registration
from office.actor import PERSON
from tests.events.people import comes, office, signs_up, typed
from tests.factories import (
    ContactFactory,
    OccurrenceFactory,
    RegistrationFactory,
    TurnFactory,
    open_occurrence,
)

pytestmark = pytest.mark.django_db(transaction=True)

ANSWERS = {
    "consent": True,
    "consent_wording": "Write to me",
    "likelihood": 7,
    "study_start": "2023-09",
    "school": "ku",
}
SIGN_UP, SIGN_UP_TO_WAIT = 12, 12
CONFIRM, PROVE = 20, 21  # one of them asks which questions wait, as in accepting
ACCEPT, DECLINE, CANCEL, CANCEL_AND_OFFER = (
    11,
    8,
    13,
    19,
)  # four of them free spots, wishes and the friend
MOVE = 14  # one asks for spots, which move along, one for mails of earlier changes that wait
UNTOLD = ("BEGIN", "COMMIT")


def statements(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len([query for query in captured if not query["sql"].startswith(UNTOLD)])


def signs(occurrence: Occurrence, name: str, **more: object) -> int:
    return statements(lambda: sign_up(occurrence.pk, typed(name, **more), language="da"))


def crowd(waiting: int, confirmed: int = 1) -> Occurrence:
    occurrence = OccurrenceFactory(capacity=confirmed, waitlist_limit=1000)
    RegistrationFactory.create_batch(confirmed, occurrence=occurrence, sequence=0)
    TurnFactory.create_batch(waiting, occurrence=occurrence)
    return occurrence


@pytest.fixture(autouse=True)
def _warm(clock) -> None:
    """What is read once in a process is read before the count."""
    comes(open_occurrence(), "Warm")
    office()
    ContentType.objects.get_for_model(Occurrence)


def test_nothing_to_settle_takes_four(clock):
    def lock() -> None:
        with Places.lock(occurrence.pk):
            pass

    occurrence = OccurrenceFactory()
    assert statements(lock) == 4


def test_a_tick_with_nothing_to_do_takes_four(clock):
    crowd(waiting=10)
    assert statements(tick) == 4


def test_signing_up(clock):
    assert signs(open_occurrence(), "Anna", **ANSWERS) == SIGN_UP


def test_signing_up_takes_the_same_for_a_known_address_within_two(clock):
    ContactFactory(email="emil@student.test")
    occurrence = open_occurrence()
    unknown, known = signs(occurrence, "Anna"), signs(occurrence, "Emil")
    assert known == unknown
    comes(occurrence, "Freja")
    assert abs(signs(occurrence, "Freja") - unknown) <= 2


def test_signing_up_for_the_waitlist(clock):
    occurrence = open_occurrence(capacity=1)
    comes(occurrence, "Anna")
    assert signs(occurrence, "Bo", **ANSWERS) == SIGN_UP_TO_WAIT


def test_pressing_the_link_of_a_hold(clock):
    held = signs_up(open_occurrence(), "Anna")
    told = typed("Anna", **ANSWERS)
    assert statements(lambda: proof.confirm(held.pk, told)) == CONFIRM


def test_pressing_the_link_of_a_turn(clock):
    occurrence = open_occurrence(capacity=1)
    comes(occurrence, "Anna")
    turn = signs_up(occurrence, "Bo")
    told = typed("Bo", **ANSWERS)
    assert statements(lambda: proof.prove(turn.pk, told)) == PROVE


def test_accepting_and_declining(clock):
    for act, expected in ((waitlist.accept, ACCEPT), (waitlist.decline, DECLINE)):
        occurrence = crowd(waiting=1)
        registrations.cancel(occurrence.registrations.get().pk, actor=PERSON)
        offer = Registration.objects.get(occurrence=occurrence, state="offered")
        assert statements(lambda act=act, offer=offer: act(offer.pk)) == expected


def test_cancelling_where_nobody_waits(clock):
    place = crowd(waiting=0).registrations.get()
    assert statements(lambda: registrations.cancel(place.pk, actor=PERSON)) == CANCEL


@pytest.mark.parametrize("waiting", [1, 100])
def test_freeing_a_place_takes_the_same_however_many_wait(clock, waiting):
    place = crowd(waiting).registrations.get()
    assert statements(lambda: registrations.cancel(place.pk, actor=PERSON)) == CANCEL_AND_OFFER


@pytest.mark.parametrize("people", [1, 3])
def test_a_move_takes_two_for_each_person_it_tells(clock, people):
    occurrence = crowd(waiting=people, confirmed=people)
    times = {"starts_at": occurrence.ends_at, "ends_at": occurrence.ends_at.replace(hour=20)}
    told = {"actor": office(), "revision": 1, **times}
    assert statements(lambda: scheduling.move(occurrence.pk, **told)) == MOVE + 4 * people
