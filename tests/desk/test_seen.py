"""Two people with the same form: nobody overwrites what they have not seen."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from desk.forms.seen import as_sent
from events.models import Question
from mail.models import Message
from tests.events.people import signs_up
from tests.factories import (
    AnswerFactory,
    ContactFactory,
    HostContactFactory,
    OccurrenceFactory,
    QuestionFactory,
    RegistrationFactory,
    SpotFactory,
    open_occurrence,
)

pytestmark = pytest.mark.usefixtures("clock")


def opened(desk, url):
    """A form as a browser holds it."""
    form = desk.get(url).context["form"]
    return as_sent(form, form.fields)


def sent(opened, **typed):
    copy = opened.copy()
    for name, value in typed.items():
        copy[name] = value
    return copy


def now(row):
    row.refresh_from_db()
    return row


@pytest.fixture
def event(db):
    return RegistrationFactory(
        occurrence=OccurrenceFactory(event__title="A day on Lolland")
    ).occurrence.event


@pytest.fixture
def facts(event):
    return reverse("dates:event", args=[event.pk])


def test_what_a_colleague_renamed_stays_and_is_told_once(desk, event, facts):
    mine, theirs = opened(desk, facts), opened(desk, facts)
    desk.post(facts, sent(theirs, title="A day on Falster"))
    told = Message.objects.count()

    done = desk.post(facts, sent(mine, contact_phone="+45 20 30 40 50"))

    assert done.status_code == 302
    assert (now(event).title, event.contact_phone) == ("A day on Falster", "+45 20 30 40 50")
    assert Message.objects.count() == told
    assert ModelLogEntry.objects.filter(action="events.rename").count() == 1


def test_what_both_renamed_is_shown_first_and_saving_again_is_meant(desk, event, facts):
    mine, theirs = opened(desk, facts), opened(desk, facts)
    desk.post(facts, sent(theirs, title="A day on Falster", contact_name="Ida Beck"))

    refused = desk.post(facts, sent(mine, title="A day on Møn"))

    assert now(event).title == "A day on Falster"
    assert "Somebody else changed this in the meantime" in refused.content.decode()
    assert refused.context["difference"] == [("Title", "A day on Lolland", "A day on Falster")]
    again = refused.context["form"]
    assert (again["title"].value(), again["contact_name"].value()) == ("A day on Møn", "Ida Beck")
    desk.post(facts, again.data)
    assert (now(event).title, event.contact_name) == ("A day on Møn", "Ida Beck")


def test_a_spot_keeps_what_a_colleague_changed_in_it(desk):
    spot = SpotFactory(occurrence=OccurrenceFactory(camp=True), name="Room 1", capacity=2)
    url = reverse("dates:change_spot", args=[spot.occurrence_id, spot.pk])
    mine, theirs = opened(desk, url), opened(desk, url)
    desk.post(url, sent(theirs, name="Room 7"))

    desk.post(url, sent(mine, note="By the lake"))

    assert (now(spot).name, spot.note) == ("Room 7", "By the lake")


def test_a_contact_of_a_practice_keeps_the_address_a_colleague_corrected(desk):
    contact = HostContactFactory(email="birthe@praksis.test")
    url = reverse("hosts:change_contact", args=[contact.host_id, contact.pk])
    mine, theirs = opened(desk, url), opened(desk, url)
    desk.post(url, sent(theirs, email="vang@praksis.test"))

    desk.post(url, sent(mine, phone="20304050"))

    assert (now(contact).email, contact.phone) == ("vang@praksis.test", "20304050")
    assert contact.link_version == 2


def test_a_person_keeps_the_name_a_colleague_corrected(desk):
    contact = ContactFactory(name="Nora Bak", phone="")
    url = reverse("contacts:correct", args=[contact.pk])
    mine, theirs = opened(desk, url), opened(desk, url)
    desk.post(url, sent(theirs, name="Nora Bach"))

    desk.post(url, sent(mine, phone="+4520304050"))

    assert (now(contact).name, contact.phone) == ("Nora Bach", "+4520304050")


def test_a_claim_keeps_the_address_a_colleague_corrected(desk):
    date = open_occurrence()
    claim = signs_up(date, "Anna")
    url = reverse("dates:correct_claim", args=[date.pk, "registration", claim.pk])
    mine, theirs = opened(desk, url), opened(desk, url)
    desk.post(url, sent(theirs, email="anna.holm@student.test", reason="A typo"))

    desk.post(url, sent(mine, name="Anna Bach"))

    assert (now(claim).email, claim.submitted["name"]) == ("anna.holm@student.test", "Anna Bach")


def test_a_question_keeps_the_words_a_colleague_gave_it_and_nobody_is_asked_anew(desk):
    question = QuestionFactory(wording="Which bed?", due_days=14)
    url = reverse("dates:question_edit", args=[question.event_id, question.pk])
    mine, theirs = opened(desk, url), opened(desk, url)
    desk.post(url, sent(theirs, wording="Which room?\nWe have three."))
    AnswerFactory(occurrence=OccurrenceFactory(event=question.event), question=question)

    desk.post(url, sent(mine, due_days="7"))

    assert (now(question).due_days, question.retired_at) == (7, None)
    assert question.wording == "Which room?\nWe have three."
    assert Question.objects.count() == 1


def test_a_choice_that_both_changed_is_shown_in_words_and_a_tick_follows(desk, event, facts):
    mine, theirs = opened(desk, facts), opened(desk, facts)
    desk.post(facts, sent(theirs, language="en", phone_required="on"))

    refused = desk.post(facts, sent(mine, language="nb"))

    [(what, was, is_now)] = refused.context["difference"]
    assert (what, was, is_now) == ("Language it is held in", "Danish", "English")
    assert refused.context["form"]["phone_required"].value()


@pytest.mark.parametrize("garbled", ["", "{", "[1]", '{"title": 3}'])
def test_what_was_seen_may_be_garbled(desk, event, facts, garbled):
    answer = desk.post(facts, sent(opened(desk, facts), seen=garbled, title="A day on Møn"))

    assert answer.status_code == 302
    assert now(event).title == "A day on Møn"
