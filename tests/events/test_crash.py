"""kill -9 of a process between any two statements of an act, and the act done again.

A forked child does the act and kills itself after the nth statement that writes, for every n; then
what is committed keeps the invariants, and the same act completes. (Killed after one that reads, it
leaves what it leaves when it is killed before.)
"""

import os
import signal
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection

from contacts.models import Contact
from events.domain import correcting, erasure, proof, registrations, scheduling
from events.domain import moving as moving_people
from events.domain.sign_up import sign_up
from events.models import Occurrence, Registration, Turn
from mail.models import Message
from office.actor import PERSON
from tests.events.invariants import check
from tests.events.people import office, signs_up, typed
from tests.events.postman import Postman
from tests.factories import RegistrationFactory, TurnFactory, open_occurrence

pytestmark = [
    pytest.mark.slow,
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
]

LONGEST = 100
"""More writes than any of these acts takes."""


@dataclass
class KillAfter:
    """Ends the process, without any goodbye, once so many statements have written."""

    left: int

    def __call__(self, execute: Callable[..., Any], sql: str, *args: Any) -> Any:
        result = execute(sql, *args)
        self.left -= not sql.startswith("SELECT")
        if not self.left:
            os.kill(os.getpid(), signal.SIGKILL)
        return result


def is_killed(act: Callable[[], object], after: int) -> bool:
    """Do the act in a child that dies after so many writes; False if it was done before."""
    child = os.fork()
    if child == 0:
        connection.connection = None  # the parent's: not even a goodbye on it
        try:
            with connection.execute_wrapper(KillAfter(after)):
                act()
            os._exit(0)
        except BaseException:  # noqa: BLE001 -- the exit below swallows it
            traceback.print_exc()
        finally:
            os._exit(1)
    status = os.waitpid(child, 0)[1]
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "the act itself failed"
    return os.WIFSIGNALED(status)


def full(waiting: int) -> Occurrence:
    """One place, which is taken."""
    occurrence = open_occurrence(capacity=1)
    holds = {"occurrence": occurrence, "contact__email": "taken@student.test"}
    RegistrationFactory(**holds, sequence=0, organizer="office@praksisvej.test")
    for n in range(waiting):
        TurnFactory(occurrence=occurrence, contact__email=f"waits{n}@student.test")
    return occurrence


def signing_up() -> Callable[[], object]:
    occurrence = open_occurrence()
    return lambda: sign_up(occurrence.pk, typed("Anna"), language="da")


def pressing() -> Callable[[], object]:
    told = typed("Anna", consent=True, consent_wording="Write to me", likelihood=7)
    held = signs_up(open_occurrence(), "Anna")
    return lambda: proof.confirm(held.pk, told)


def cancelling() -> Callable[[], object]:
    place = full(waiting=2).registrations.get()
    return lambda: registrations.cancel(place.pk, actor=PERSON)


def moving() -> Callable[[], object]:
    it = full(waiting=1)
    times = {"starts_at": it.ends_at, "ends_at": it.ends_at.replace(hour=20)}
    actor = office()

    def move() -> object:
        if Occurrence.objects.get(pk=it.pk).revision > 1:
            return None  # the form, shown anew, says that it is done
        return scheduling.move(it.pk, actor=actor, revision=1, **times)

    return move


def moving_a_person() -> Callable[[], object]:
    """To another date that has one place, from one on which somebody waits."""
    place = full(waiting=1).registrations.get()
    to, actor = open_occurrence(capacity=1), office()
    return lambda: moving_people.move(place.pk, to.pk, actor=actor, reason="Has an exam")


def readdressing() -> Callable[[], object]:
    """Somebody with a place on one date and a turn on another."""
    contact = full(waiting=1).registrations.get().contact
    TurnFactory(contact=contact, occurrence=open_occurrence(capacity=0))
    actor, new = office(), "another@student.test"
    return lambda: correcting.address_of(contact.pk, new, actor=actor, reason="A typo")


def erasing() -> Callable[[], object]:
    """A place on one date, with somebody waiting for it, and a turn on another."""
    contact = full(waiting=1).registrations.get().contact
    TurnFactory(contact=contact, occurrence=open_occurrence(capacity=0))
    actor = office()
    return lambda: erasure.erase(contact.pk, actor=actor)


def renaming() -> Callable[[], object]:
    event = full(waiting=1).event_id
    actor = office()
    return lambda: scheduling.rename(event, actor=actor, title="A night in practice")


def forget_everything() -> None:
    """As before the example; the office's people and the clock stay."""
    Turn.objects.all().delete()
    Registration.objects.all().delete()
    Contact.objects.all().delete()
    Message.objects.all().delete()
    Occurrence.objects.all().delete()


def committed() -> tuple[Any, ...]:
    """What an act leaves behind: states and mails, without numbers that differ between runs."""
    return (
        sorted(Registration.objects.values_list("state", "ended_because", "sequence")),
        sorted(Turn.objects.values_list("ended_because", "offer__state"), key=str),
        sorted(Message.objects.values_list("kind", "to", "state")),
        Contact.objects.filter(erased_at=None).count(),
    )


ACTS = [
    *(signing_up, pressing, cancelling, moving, erasing, renaming),
    *(moving_a_person, readdressing),
]
ASKED_FOR = {signing_up}
"""Done twice, these send a second mail, since a second one was asked for."""


@pytest.mark.parametrize("prepare", ACTS, ids=[act.__name__ for act in ACTS])
def test_a_killed_act_leaves_no_half_and_is_completed_by_doing_it_again(clock, prepare):
    act = prepare()
    act()
    whole = committed()
    for n in range(1, LONGEST):
        forget_everything()
        act = prepare()
        before = check()
        killed = is_killed(act, after=n)
        check(before)
        if killed or prepare not in ASKED_FOR:
            act()
        check(before)
        assert committed() == whole
        if not killed:
            break
    else:
        pytest.fail("the act never came to its end")
    assert n > 3
    Postman().idle()
    check(idle=True)
