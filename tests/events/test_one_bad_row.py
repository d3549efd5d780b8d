"""A row that cannot be worked off: everybody else's places, mails and erasure go on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.db.models import Model

from contacts.models import Note
from events import tasks
from events.domain import erasure
from events.domain.retention import ATTENDED_KEPT
from events.models import Mailing, Recipients
from mail.models import Message
from tests.events.people import comes, office, signs_up
from tests.events.postman import Postman
from tests.factories import (
    NOW,
    ContactFactory,
    HostContactFactory,
    HostingFactory,
    OccurrenceFactory,
    QuestionFactory,
    RegistrationFactory,
    open_occurrence,
)

pytestmark = pytest.mark.postgres

DAY = timedelta(days=1)
Spoil = Callable[[Model], None]


def runs(task: object) -> None:
    """A round of the worker, which is told of the row that failed."""
    with pytest.raises(DatabaseError, match="is spoilt"):
        task.call()  # type: ignore[attr-defined]


def kinds() -> list[str]:
    return sorted(Message.objects.values_list("kind", flat=True))


def test_a_hold_that_cannot_lapse_keeps_no_other_date_s_place(clock, spoil: Spoil):
    bad, good = (signs_up(open_occurrence(), name) for name in ("Anna", "Bo"))
    Postman().idle()
    clock.move(timedelta(hours=3))
    spoil(bad)
    runs(tasks.tick)
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, good.state) == ("unconfirmed", "lapsed")


def test_what_was_never_proven_is_forgotten_though_a_hold_cannot_lapse(clock, spoil: Spoil):
    old = signs_up(open_occurrence(), "Anna", prove_first=True)
    bad = signs_up(open_occurrence(), "Bo")
    clock.move(DAY)
    spoil(bad)
    runs(tasks.tick)
    assert not type(old).objects.filter(pk=old.pk).exists()


def test_one_reminder_that_fails_stops_no_other_and_no_thanks(clock, spoil: Spoil):
    bad, _good = (comes(open_occurrence(), name) for name in ("Anna", "Bo"))
    thanked = RegistrationFactory(occurrence__starts_at=bad.occurrence.starts_at - 6 * DAY)
    tap = {"tapped_at": NOW, "recorded_at": NOW, "recorded_by": "test"}
    thanked.check_ins.create(day=thanked.occurrence.days[0], present=True, **tap)
    question = QuestionFactory(
        event=OccurrenceFactory(starts_at=bad.occurrence.starts_at + 3 * DAY).event, due_days=4
    )
    RegistrationFactory(occurrence=question.event.occurrences.get())
    clock.stop(bad.occurrence.starts_at - 2 * DAY)
    Message.objects.all().delete()
    spoil(bad)
    runs(tasks.remind)
    assert kinds() == ["questions_reminder", "reminder", "thanks"]


def test_one_mailing_that_fails_stops_no_other(clock, spoil: Spoil):
    bad, _good = (a_mailing() for _ in range(2))
    spoil(bad)
    runs(tasks.mailings)
    assert kinds() == ["mailing"]


def a_mailing() -> Mailing:
    return Mailing.objects.create(
        occurrence=RegistrationFactory().occurrence,
        recipients=Recipients.CONFIRMED,
        subject="The bus",
        text="It leaves at 8.",
        written_by=office().user,
        written_at=NOW,
        leaves_at=NOW,
    )


def test_one_practice_that_cannot_be_told_keeps_no_other_waiting(clock, spoil: Spoil):
    bad, good = (HostingFactory() for _ in range(2))
    for it in (bad, good):
        HostContactFactory(host=it.host)
        RegistrationFactory(occurrence=it.occurrence)
    clock.stop(bad.occurrence.starts_at - 2 * DAY)
    spoil(bad)
    runs(tasks.hosts)
    good.refresh_from_db()
    assert good.told_week_at == clock.now()


def test_one_person_who_cannot_be_erased_ends_no_retention(clock, spoil: Spoil):
    bad, good = (ContactFactory(created_at=NOW - 2 * ATTENDED_KEPT) for _ in range(2))
    old = Note.objects.create(
        contact=ContactFactory(), text="Called", written_at=NOW - 5 * ATTENDED_KEPT
    )
    spoil(bad)
    runs(tasks.retain)
    good.refresh_from_db()
    assert good.erased_at
    assert not Note.objects.filter(pk=old.pk).exists()
    with pytest.raises(DatabaseError, match="is spoilt"):
        erasure.erase(bad.pk, actor=office())
