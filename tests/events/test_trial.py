"""Trying the sign-up: the whole way for one person, and nothing left of it in any table."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection
from wagtail.models import ModelLogEntry

from contacts.domain import consent
from contacts.models import Consent, Contact
from events.domain import (
    answering,
    feeds,
    needs,
    proof,
    questions,
    registrations,
    retention,
    trial,
    waitlist,
)
from events.domain.errors import SignUpClosed
from events.domain.figures import Figures, Period
from events.domain.needs import Told
from events.domain.sign_up import sign_up
from events.domain.trial import Blocked, NoAddress, TooLate
from events.models import Answer, Occurrence, Registration, Turn
from mail.domain import composing, suppression
from mail.models import Message
from office.actor import PERSON, coordinator
from tests.events.people import typed
from tests.events.postman import Postman
from tests.factories import (
    NOW,
    OccurrenceFactory,
    QuestionFactory,
    UserFactory,
    open_occurrence,
)

pytestmark = pytest.mark.usefixtures("clock")
MINE = "karen@office.test"
SOON = NOW + timedelta(hours=1)
BUS = {"value": "by bus", "version": 1}
TOLD = {"consent": True, "consent_wording": "Write to me", "likelihood": 8, "phone": "99887766"}


@pytest.fixture
def karen(db):
    return UserFactory(email=MINE)


@pytest.fixture
def visit(db):
    asks = {"event__asks_food": True, "event__asks_access": True, "event__asks_emergency": True}
    return open_occurrence(**asks)


def start(visit, karen, **how):
    return trial.start(visit.pk, actor=coordinator(karen), **how)


def signs_up(tried, **more):
    sign_up(tried.pk, typed("Karen", email=MINE, **TOLD, **more), language="da")


def everything():
    """Every row of every table, but the clock's own."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = sorted(map(str, cursor.fetchall()))
    found.pop("sqlite_sequence", None)
    return found


def a_place(tried):
    signs_up(tried)
    Postman().idle()
    return proof.confirm(tried.registrations.get().pk)


def a_whole_way(tried):
    """Everything somebody can do with a place, to the end."""
    asked = QuestionFactory(event=tried.event, moment="after_place", kind="text")
    place = a_place(tried)
    Postman().idle()
    answering.answer(place.pk, {asked.pk: BUS})
    needs.tell(place.pk, Told(["nuts"], "", ""), wording="Keep it", actor=PERSON)
    needs.tell_emergency(place.pk, name="Ida", phone="11", wording="Call her", actor=PERSON)
    return place


def test_it_is_a_copy_open_at_once_with_a_place_of_its_own(visit, karen):
    visit.audience.create(stage="ka", from_semester=8)
    tried = start(visit, karen)

    assert (tried.event, tried.starts_at, tried.location) == (
        visit.event,
        visit.starts_at,
        visit.location,
    )
    assert (tried.capacity, tried.trial_for, tried.is_scheduled) == (1, karen, True)
    assert tried.is_in_window(NOW)
    assert [row.from_semester for row in tried.audience.all()] == [8]


def test_a_draft_on_a_page_nobody_sees_can_be_tried(karen):
    draft = OccurrenceFactory(state="draft", opens_at=NOW + timedelta(days=2))

    assert a_place(start(draft, karen)).is_confirmed


@pytest.mark.parametrize("full", [False, True])
def test_nothing_is_left_of_it_in_any_table(visit, karen, full):
    QuestionFactory(event=visit.event, moment="after_place", kind="text")
    before = everything()
    tried = start(visit, karen, full=full)
    if full:
        signs_up(tried)
        Postman().idle()
        proof.prove(tried.turns.get().pk)
        trial.free_place(tried.pk)
        Postman().idle()
        waitlist.accept(tried.registrations.get().pk)
    else:
        place = a_place(tried)
        answering.answer(place.pk, {visit.event.questions.get().pk: BUS})
        needs.tell(place.pk, Told(["nuts"], "", ""), wording="Keep it", actor=PERSON)
        needs.tell_emergency(place.pk, name="Ida", phone="11", wording="x", actor=PERSON)
    Postman().idle()
    assert everything() != before

    assert not trial.finish(tried.pk)  # a mail has to take it out of the calendar first
    postman = Postman()
    postman.idle()
    trial.clear_due()

    assert [mail.kind for mail in postman.left] == ["cancelled"]
    after = everything()
    assert {table for table in before if before[table] != after[table]} == set()


def test_it_goes_away_by_itself_after_a_day(visit, karen, clock):
    before = everything()
    signs_up(start(visit, karen))
    clock.move(timedelta(hours=23, minutes=59))
    trial.clear_due()
    assert Occurrence.every.trials().exists()

    clock.move(timedelta(minutes=1))
    trial.clear_due()
    clock.stop(NOW)

    assert everything() == before


def test_a_mail_that_never_leaves_does_not_keep_it(visit, karen, clock):
    tried = start(visit, karen)
    a_place(tried)
    Postman().idle()
    trial.finish(tried.pk)
    trial.clear_due()
    assert Occurrence.every.trials().exists()

    clock.move(trial.LAST_MAILS)
    trial.clear_due()

    assert not Occurrence.every.trials().exists()
    assert not Message.objects.exists()


def test_it_goes_when_the_user_has_gone(visit, karen, clock):
    tried = start(visit, karen)
    signs_up(tried)
    karen.delete()

    assert Occurrence.objects.filter(pk=tried.pk).first() is None
    clock.move(trial.LASTS)
    trial.clear_due()
    assert not Occurrence.every.trials().exists()
    assert not Registration.objects.exists()


def test_a_known_person_says_nothing_new_by_trying(visit, karen):
    contact = Contact.objects.create(email=MINE, name="Karen Lund", created_at=NOW)
    before = everything()
    tried = start(visit, karen)
    assert a_place(tried).contact == contact
    assert not contact.consents.exists()
    assert not contact.stages.exists()
    trial.finish(tried.pk)
    Postman().idle()
    trial.clear_due()

    assert everything() == before


def test_who_signs_up_in_earnest_meanwhile_stays(visit, karen):
    tried = start(visit, karen)
    a_place(tried)
    assert Contact.objects.get().is_trial
    other = open_occurrence()
    sign_up(other.pk, typed("Karen", email=MINE), language="da")
    proof.confirm(other.registrations.get().pk)
    trial.finish(tried.pk)
    Postman().idle()
    trial.clear_due()

    assert not Contact.objects.get().is_trial
    assert Registration.objects.get().occurrence == other


def test_only_the_address_of_who_tries_can_sign_up(visit, karen):
    tried = start(visit, karen)

    with pytest.raises(SignUpClosed):
        sign_up(tried.pk, typed("Somebody"), language="da")
    signs_up(tried, name="Karen")
    assert tried.registrations.count() == 1


def test_this_was_not_me_can_be_seen_without_harm(visit, karen):
    tried = start(visit, karen)
    signs_up(tried)
    proof.not_me(tried.registrations.get())
    assert suppression.is_blocked(MINE, NOW)

    trial.finish(tried.pk)
    assert not suppression.is_blocked(MINE, NOW)


def test_one_thing_is_tried_at_a_time_and_beginning_twice_is_once(visit, karen):
    first = start(visit, karen)
    assert start(visit, karen) == first

    second = start(open_occurrence(), karen)
    assert Occurrence.every.trials().get() == second
    with pytest.raises(IntegrityError):
        OccurrenceFactory(trial_for=karen, trial_until=NOW)


def test_colleagues_try_side_by_side(visit, karen):
    start(visit, karen)
    start(visit, UserFactory())

    assert Occurrence.every.trials().count() == 2


@pytest.mark.parametrize(
    ("date", "user", "why"),
    [
        ({"state": "called_off", "called_off_at": NOW}, {}, TooLate),
        ({"starts_at": SOON, "closes_at": NOW, "offers_until": NOW}, {}, TooLate),
        ({}, {"email": ""}, NoAddress),
    ],
)
def test_what_cannot_be_tried_is_refused_with_a_sentence(date, user, why):
    user = UserFactory(**user)

    with pytest.raises(why) as refused:
        start(OccurrenceFactory(**date), user)
    assert str(refused.value).endswith(".")


def test_an_address_we_do_not_write_to_is_refused(visit, karen):
    suppression.bounced(MINE, NOW)

    with pytest.raises(Blocked):
        start(visit, karen)


def test_as_if_full_waits_until_a_place_is_let_free(visit, karen):
    tried = start(visit, karen, full=True)
    signs_up(tried)
    turn = tried.turns.get()
    proof.prove(turn.pk)
    Postman().idle()
    assert tried.turns.get().is_live

    trial.free_place(tried.pk)
    trial.free_place(tried.pk)

    assert tried.registrations.get().state == "offered"
    postman = Postman()
    postman.idle()
    assert [mail.kind for mail in postman.left] == ["offer"]


def test_every_mail_says_that_it_is_a_try_out_and_so_does_the_calendar(visit, karen):
    place = a_place(start(visit, karen))
    registrations.cancel(place.pk, actor=PERSON)

    subjects = [composing.build(mail).subject for mail in Message.objects.order_by("pk")]
    assert len(subjects) == 3
    assert all(subject.startswith("[") for subject in subjects)
    invite = composing.contents(Message.objects.get(kind="place")).letter.calendar.text
    assert f"] {visit.event.title}" in invite.replace("\r\n ", "")


def test_a_real_mail_says_nothing_of_the_kind(visit):
    sign_up(visit.pk, typed("Anna"), language="da")

    assert not composing.build(Message.objects.get()).subject.startswith("[")


def test_it_is_in_no_count_figure_or_feed(visit, karen):
    seen = Occurrence.objects.public().with_counts().get()
    year = Period(NOW.date().replace(month=1, day=1), NOW.date().replace(month=12, day=31))
    consented = {"contact": Contact.objects.create(email="a@b.test", created_at=NOW)}
    consent.record(
        **consented,
        purpose=Consent.Purpose.WRITE_TO_ME,
        granted=True,
        wording="",
        source="x",
        at=NOW,
    )
    before = figures(year)
    a_whole_way(start(visit, karen))

    assert figures(year) == before
    again = Occurrence.objects.public().with_counts().get()
    assert (again.held, again.confirmed, again.waiting) == (seen.held, 0, 0)
    assert visit.event.occurrences.count() == 1
    assert [it.pk for it in feeds.in_feed(NOW)] == [visit.pk]
    assert retention.plan(NOW).is_empty
    assert not Registration.objects.real().exists()
    assert not Turn.objects.real().exists()
    assert not Message.objects.real().exists()
    assert Contact.objects.real().count() == 1


def figures(year):
    counted = Figures(year, NOW)
    return [counted.total().counts, len(counted.total().events), counted.contacts()]


def test_an_answer_while_trying_does_not_fix_a_question(visit, karen):
    tried = start(visit, karen)
    a_whole_way(tried)
    asked = visit.event.questions.get()
    assert Answer.objects.filter(question=asked).exists()

    assert questions.retire(asked.pk, actor=coordinator(karen)) is None
    assert not visit.event.questions.exists()


def test_its_log_goes_with_it_and_none_is_on_the_date(visit, karen):
    tried = start(visit, karen)
    assert ModelLogEntry.objects.get().object_id == str(tried.pk)

    trial.finish(tried.pk)
    assert not ModelLogEntry.objects.exists()


def test_finishing_twice_is_once(visit, karen):
    tried = start(visit, karen)
    signs_up(tried)

    assert trial.finish(tried.pk)
    assert trial.finish(tried.pk)


def test_a_real_date_is_never_finished(visit):
    sign_up(visit.pk, typed("Anna"), language="da")

    assert trial.finish(visit.pk)
    assert Registration.objects.get().ended_because == ""
