"""The acts that `history.csv` names, each a call of the verb a person would have reached."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.utils import translation

from contacts.domain import notes
from contacts.models import Contact
from demo.domain import deposits, hosts, people, writing
from demo.domain.dates import ZONE, Calendar
from demo.domain.files import Row, rows
from events.domain import (
    attendance,
    by_hand,
    erasure,
    needs,
    proof,
    registrations,
    scheduling,
    sign_up,
    waitlist,
)
from events.domain.needs import Told
from events.models import Intention, Occurrence, Registration, Turn
from mail.domain.delivery import deliver_due
from office import clock
from office.actor import PERSON, Actor, coordinator
from payments.models import Payment
from signup.domain import my_data
from signup.wording import emergency_wording, need_wording

READS_MAIL_AFTER = timedelta(minutes=4)


@dataclass(frozen=True)
class Scene:
    """One line of the history, with what its act needs."""

    row: Row
    calendar: Calendar
    user: User

    @property
    def key(self) -> str:
        return self.row["person"]

    @property
    def detail(self) -> str:
        return self.row["detail"]

    @property
    def actor(self) -> Actor:
        return coordinator(self.user)

    @property
    def contact(self) -> Contact:
        return people.contact(self.key)

    @property
    def occurrence(self) -> Occurrence:
        """The named date of the event: its first, if no number is given."""
        title = next(row["title"] for row in _events() if row["slug"] == self.row["event"])
        found = Occurrence.objects.filter(event__title=title).select_related("event")
        return found.order_by("pk")[int(self.row["date"] or 1) - 1]

    @property
    def registration(self) -> Registration:
        mine = Registration.objects.holding().filter(contact=self.contact)
        return mine.get(occurrence=self.occurrence)


def _events() -> list[Row]:
    return [*rows("camps"), *rows("visits")]


def deliver_all() -> None:
    """Let every mail leave that is due."""
    deliver_due(limit=math.inf)


# What people do


def join(scene: Scene) -> None:
    """Sign up, press the button in the mail some minutes later, and pay what is asked for."""
    join_unpaid(scene)
    _pay(scene)


def join_unpaid(scene: Scene) -> None:
    """The same, but for paying."""
    type_in(scene)
    deliver_all()
    clock.move(READS_MAIL_AFTER)
    mine = {"occurrence": scene.occurrence, "email": people.person(scene.key)["email"]}
    if hold := Registration.objects.holding().filter(**mine).first():
        proof.confirm(hold.pk)
    else:
        proof.prove(Turn.objects.live().get(**mine).pk)


def type_in(scene: Scene) -> None:
    """Sign up, and leave the mail unread."""
    submitted = people.typed(scene.key, scene.calendar, scene.detail)
    language = people.person(scene.key)["language"]
    word = people.came_from(scene.key)
    sign_up.sign_up(scene.occurrence.pk, submitted, language=language, came_from=word)


def cancel(scene: Scene) -> None:
    registrations.cancel(scene.registration.pk, actor=PERSON)


def accept(scene: Scene) -> None:
    waitlist.accept(scene.registration.pk)
    _pay(scene)


def _pay(scene: Scene) -> None:
    """What is asked for, some minutes after the mail about it."""
    mine = Registration.objects.awaiting_payment().filter(contact=scene.contact)
    if waits := mine.filter(occurrence=scene.occurrence).first():
        deliver_all()
        clock.move(READS_MAIL_AFTER)
        deposits.pay(waits)


def decline(scene: Scene) -> None:
    waitlist.decline(scene.registration.pk)


def leave(scene: Scene) -> None:
    turn = Turn.objects.live().get(contact=scene.contact, occurrence=scene.occurrence)
    waitlist.leave(turn.pk)


def answer(scene: Scene) -> None:
    """The question of the sign-up, once more after the event."""
    moment = Intention.Moment.AFTER
    proof.intend(scene.contact, scene.occurrence, moment, int(scene.detail), clock.now())


def withdraw(scene: Scene) -> None:
    people.withdraw(scene.key)


def erase(scene: Scene) -> None:
    erasure.erase(scene.contact.pk, actor=PERSON)


def tell(scene: Scene) -> None:
    """What somebody does not eat | in their own words | what they need to take part."""
    foods, note, access = scene.detail.split("|")
    with translation.override(scene.contact.language):
        wording = need_wording(scene.occurrence)
    told = Told(foods.split(), note, access)
    needs.tell(scene.registration.pk, told, wording=wording, actor=PERSON)


def name_somebody(scene: Scene) -> None:
    """Whom to call | their phone."""
    name, phone = scene.detail.split("|")
    with translation.override(scene.contact.language):
        wording = emergency_wording(scene.occurrence)
    told = {"name": name, "phone": phone, "wording": wording}
    needs.tell_emergency(scene.registration.pk, **told, actor=PERSON)


def ask_for_my_data(scene: Scene) -> None:
    row = people.person(scene.key)
    my_data.send_link(row["email"], language=row["language"], at=clock.now())


# What the office does


def meet(scene: Scene) -> None:
    people.meet(scene.key, scene.detail)


def write_note(scene: Scene) -> None:
    notes.write(scene.contact.pk, scene.detail, actor=scene.actor)


def add(scene: Scene) -> None:
    submitted = people.typed(scene.key, scene.calendar)
    language = people.person(scene.key)["language"]
    by_hand.add(
        scene.occurrence.pk,
        submitted,
        actor=scene.actor,
        language=language,
        reason=scene.detail,
    )


def remove(scene: Scene) -> None:
    registrations.cancel(scene.registration.pk, actor=scene.actor, reason=scene.detail)


def check_in(scene: Scene) -> None:
    """Everybody with a place is there today, all but those named."""
    missing = [people.contact(key) for key in scene.detail.split()[2:]]
    today = clock.now().astimezone(ZONE).date()
    confirmed = Registration.objects.confirmed().filter(occurrence=scene.occurrence)
    for registration in confirmed.exclude(contact__in=missing):
        attendance.check_in(registration.pk, today, actor=scene.actor)


def write(scene: Scene) -> None:
    writing.write(scene.occurrence, scene.detail, actor=scene.actor)


def automate(scene: Scene) -> None:
    writing.automate(scene.occurrence, scene.detail, actor=scene.actor)


def settle(scene: Scene) -> None:
    deposits.settle(scene.registration, scene.detail, actor=scene.actor)


def give_back(scene: Scene) -> None:
    mine = Payment.objects.kept().filter(registration__contact=scene.contact)
    paid = mine.get(registration__occurrence=scene.occurrence)
    deposits.give_back(paid, scene.detail, actor=scene.actor)


def host_says(scene: Scene) -> None:
    hosts.say_who_came(scene.occurrence, scene.detail)


def offer_days(scene: Scene) -> None:
    hosts.offer_days(scene.calendar, scene.detail)


def add_spot(scene: Scene) -> None:
    hosts.add_spot(scene.occurrence, scene.calendar, scene.detail, scene.actor)


def close_list(scene: Scene) -> None:
    attendance.close_list(scene.occurrence.pk, actor=scene.actor)


def call_off(scene: Scene) -> None:
    off = scene.occurrence
    scheduling.call_off(off.pk, actor=scene.actor, revision=off.revision, reason=scene.detail)


def move(scene: Scene) -> None:
    """To another start; it takes as long as before."""
    moved = scene.occurrence
    start: datetime = scene.calendar.at(scene.detail)
    scheduling.move(
        moved.pk,
        actor=scene.actor,
        revision=moved.revision,
        starts_at=start,
        ends_at=start + (moved.ends_at - moved.starts_at),
    )


ACTS: dict[str, Callable[[Scene], None]] = {
    "join": join,
    "join_unpaid": join_unpaid,
    "sign_up": type_in,
    "cancel": cancel,
    "accept": accept,
    "decline": decline,
    "leave": leave,
    "answer": answer,
    "withdraw": withdraw,
    "erase": erase,
    "ask_for_my_data": ask_for_my_data,
    "tell": tell,
    "name_somebody": name_somebody,
    "write_note": write_note,
    "write": write,
    "automate": automate,
    "meet": meet,
    "add": add,
    "remove": remove,
    "check_in": check_in,
    "settle": settle,
    "give_back": give_back,
    "host_says": host_says,
    "offer_days": offer_days,
    "add_spot": add_spot,
    "close_list": close_list,
    "call_off": call_off,
    "move": move,
}
