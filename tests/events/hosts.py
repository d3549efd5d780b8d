"""A practice with its date, and what its mails say."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import translation

from events.domain import hosting, registrations, scheduling
from events.models import Hosting, HostInvite, Occurrence, Registration
from mail import kinds
from mail.domain.composing import contents
from mail.models import Message
from office.actor import PERSON
from tests.calendar_readers import vobject_events
from tests.events.people import office
from tests.events.postman import Postman
from tests.factories import HostContactFactory, OccurrenceFactory, RegistrationFactory

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)


class Practice:
    """A practice with its secretary and a date of its own; `hears` is what its mails were."""

    def __init__(self, **fields: Any) -> None:
        self.contact = HostContactFactory(language="en")
        self.host = self.contact.host
        self.date = OccurrenceFactory(host=self.host, **fields)

    def hears(self, contact=None) -> list[Message]:
        """The worker's turn: what left for a contact since the last time."""
        hosting.follow()
        postman = Postman()
        postman.idle()
        to = (contact or self.contact).email
        return [mail for mail in postman.left if mail.to == to]

    def hears_of(self, contact=None) -> list[str]:
        return [mail.kind for mail in self.hears(contact)]

    def now(self) -> Occurrence:
        self.date.refresh_from_db()
        return self.date

    @property
    def hosting(self) -> Hosting:
        return Hosting.objects.get(occurrence=self.date, host=self.host, ended_at=None)

    @property
    def invite(self) -> HostInvite:
        return HostInvite.objects.get(hosting=self.hosting, contact=self.contact)

    def moves(self, by: timedelta) -> None:
        date = self.now()
        times = {"starts_at": date.starts_at + by, "ends_at": date.ends_at + by}
        scheduling.move(date.pk, actor=office(), revision=date.revision, **times)

    def calls_off(self, reason="No heating") -> None:
        scheduling.call_off(
            self.date.pk, actor=office(), revision=self.now().revision, reason=reason
        )


def before(practice: Practice, clock, by: timedelta) -> None:
    clock.stop(practice.hosting.starts_at - by)


def comes(practice: Practice, n: int = 1) -> list[Registration]:
    return RegistrationFactory.create_batch(n, occurrence=practice.date)


def goes(registration: Registration) -> None:
    registrations.cancel(registration.pk, actor=PERSON)


def calendar(mail: Message) -> str:
    with translation.override(mail.language):
        part = kinds.get(mail.kind).render(mail).calendar
    assert part
    return part.text


def sequence(mail: Message) -> int:
    [event] = vobject_events(calendar(mail))
    return int(event.sequence.value)


def says(mail: Message) -> str:
    """The mail's text, without its link: the page behind it is not this test's."""
    return contents(mail, link="https://link.test/").text
