"""Mailings and their workers at once: threads, and workers that are killed."""

from datetime import timedelta

import pytest

from events.domain import automatic, erasure, mailing_out, mailings, registrations
from events.domain.mailings import HasLeft, Text
from events.models import AutomaticMail, Mailing, Recipients
from mail.models import Message
from office import clock as office_clock
from office.actor import PERSON
from tests.events.people import office
from tests.events.test_crash import is_killed
from tests.events.test_races import at_once, errors, running
from tests.factories import NOW, ContactFactory, RegistrationFactory, open_occurrence

__all__ = ["running"]

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

PEOPLE = 12
TEXT = Text("The bus", "It leaves at 8.")


def due(**fields) -> Mailing:
    """A mailing to everybody with a place, whose time has come."""
    date = open_occurrence(capacity=PEOPLE, **fields)
    RegistrationFactory.create_batch(PEOPLE, occurrence=date)
    told = {"actor": office(), "to": Recipients.CONFIRMED}
    (mailing,) = mailings.write([date.pk], TEXT, **told)
    Mailing.objects.filter(pk=mailing.pk).update(leaves_at=office_clock.now())
    return mailing


def letters() -> int:
    return Message.objects.filter(kind="mailing").count()


def test_eight_workers_write_to_everybody_once(running):
    mailing = due()
    results = at_once([mailing_out.send_due] * 8)
    assert errors(results) == []
    assert sum(results) == 1
    assert letters() == PEOPLE
    assert Mailing.objects.get(pk=mailing.pk).count == PEOPLE


@pytest.mark.parametrize("_", range(8))
def test_stopped_or_sent_and_never_both(running, _):
    mailing, actor = due(), office()
    stops = [lambda: mailings.stop(mailing.pk, actor=actor)] * 3
    results = at_once([mailing_out.send_due, *stops, mailing_out.send_due])
    refused = errors(results)
    assert all(isinstance(it, HasLeft) for it in refused)
    now = Mailing.objects.get(pk=mailing.pk)
    assert (now.stopped_at is None) is (now.sent_at is not None)
    assert letters() == (PEOPLE if now.sent_at else 0)
    assert len(refused) == (3 if now.sent_at else 0)


def test_two_clicks_at_once_are_one_act_of_writing(running):
    date = RegistrationFactory(occurrence=open_occurrence()).occurrence
    batch, actor = Mailing().batch, office()
    told = {"actor": actor, "to": Recipients.CONFIRMED, "batch": batch}
    results = at_once([lambda: mailings.write([date.pk], TEXT, **told)] * 4)
    assert errors(results) == []
    assert len({it.pk for (it,) in results}) == Mailing.objects.count() == 1


@pytest.mark.parametrize("_", range(4))
def test_leaving_erasing_and_sending_at_once_leave_no_mail_to_somebody_erased(running, _):
    mailing, actor = due(), office()
    places = list(mailing.occurrence.registrations.select_related("contact"))
    acts = [
        mailing_out.send_due,
        lambda: registrations.cancel(places[0].pk, actor=PERSON),
        *[lambda it=it: erasure.erase(it.contact_id, actor=actor) for it in places[1:4]],
        mailing_out.send_due,
    ]
    assert errors(at_once(acts)) == []
    gone = {it.contact.email for it in places[1:4]}
    assert not Message.objects.filter(to__in=gone).exists()
    assert Mailing.objects.get(pk=mailing.pk).sent_at


@pytest.mark.parametrize("_", range(4))
def test_who_is_erased_after_the_start_keeps_the_place_and_gets_no_mail(running, _):
    mailing, actor = due(starts_at=NOW - timedelta(hours=1)), office()
    gone = [it.contact for it in mailing.occurrence.registrations.all()[:4]]
    erase = [lambda it=it: erasure.erase(it.pk, actor=actor) for it in gone]
    assert errors(at_once([mailing_out.send_due, *erase])) == []
    assert not Message.objects.filter(to__in=[it.email for it in gone]).exists()
    assert not Message.objects.filter(facts__name__in=[it.name for it in gone]).exists()


@pytest.mark.parametrize("_", range(4))
def test_one_person_is_erased_while_their_mail_leaves(running, _):
    person, actor = ContactFactory(), office()
    mailing = mailings.write_to_person(person.pk, TEXT, actor=actor)
    Mailing.objects.filter(pk=mailing.pk).update(leaves_at=office_clock.now())
    acts = [mailing_out.send_due, lambda: erasure.erase(person.pk, actor=actor)]
    assert errors(at_once(acts * 2)) == []
    assert not Message.objects.filter(to=person.email).exists()
    assert not Message.objects.filter(state="queued").exists()


def test_an_automatic_mail_is_made_once_by_many_workers(running):
    mailing = due()
    Mailing.objects.all().delete()
    AutomaticMail.objects.create(
        event=mailing.occurrence.event,
        recipients=Recipients.CONFIRMED,
        anchor="start",
        offset=office_clock.now() - mailing.occurrence.starts_at,
        subject="The bus",
        text="It leaves at 8.",
        since=NOW - timedelta(days=1),
    )
    results = at_once([automatic.queue_due, mailing_out.send_due] * 4)
    assert errors(results) == []
    mailing_out.send_due()
    assert Mailing.objects.count() == 1
    assert letters() == PEOPLE


@pytest.mark.slow
def test_a_worker_killed_at_any_moment_leaves_no_half_and_the_next_one_completes_it(running):
    killed = True
    for after in range(1, 60):
        Mailing.objects.all().delete()
        Message.objects.all().delete()
        mailing = due()
        killed = is_killed(mailing_out.send_due, after=after)
        half = Mailing.objects.get(pk=mailing.pk)
        assert letters() == (PEOPLE if half.sent_at else 0)
        mailing_out.send_due()
        assert letters() == PEOPLE
        if not killed:
            break
    assert not killed
    assert after > 2
