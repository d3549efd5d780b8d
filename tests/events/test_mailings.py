"""A coordinator's mail to the people on a date: whom it reaches, and that it can be stopped."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import translation
from wagtail.models import ModelLogEntry

from events.domain import (
    attendance,
    by_hand,
    coming,
    erasure,
    mailing_end,
    mailing_out,
    mailings,
    recipients,
    reminders,
)
from events.domain import registrations as places
from events.domain.mailings import HasLeft, ManyPeople, NobodyThere, Text
from events.domain.tick import tick
from events.models import Mailing, Occurrence, Question, Recipients, RegistrationState
from events.models.question import AnswerKind, Moment
from mail import kinds
from mail.domain import delivery, suppression
from mail.domain.retention import TEXTS_KEPT
from mail.models import Message
from office.actor import PERSON, SYSTEM
from tests.events.invariants import check
from tests.events.people import office
from tests.events.postman import Postman
from tests.factories import (
    NOW,
    ContactFactory,
    OccurrenceFactory,
    RegistrationFactory,
    TurnFactory,
    open_occurrence,
)

pytestmark = pytest.mark.usefixtures("clock", "in_english")

TEXT = Text("The bus for {title}", "Dear all,\n\nthe bus leaves at 8 for {where}. {link}")


@pytest.fixture
def date(clock) -> Occurrence:
    """Two with a place, one offered one, two waiting; and others who are not written to."""
    it = open_occurrence(capacity=4)
    for name in ("Anna", "Bo"):
        RegistrationFactory(occurrence=it, contact__name=f"{name} Holm", contact__email=mail(name))
    offered = {"state": RegistrationState.OFFERED, "held_until": NOW + timedelta(hours=48)}
    RegistrationFactory(occurrence=it, contact__email=mail("Clara"), told_at=NOW, **offered)
    for name in ("Dina", "Emil"):
        TurnFactory(occurrence=it, contact__email=mail(name))
    ended = {"state": "cancelled", "ended_at": NOW, "ended_because": "cancelled"}
    RegistrationFactory(occurrence=it, contact__email=mail("Left"), **ended)
    typed = {"contact": None, "proven_at": None, "email": mail("Unproven")}
    held = {"state": "unconfirmed", "held_until": NOW + timedelta(hours=22)}
    RegistrationFactory(occurrence=it, **typed, **held)
    RegistrationFactory(contact__email=mail("Elsewhere"))
    return it


def mail(name: str) -> str:
    return f"{name.lower()}@student.test"


def write(date: Occurrence, to: str = Recipients.CONFIRMED, **more) -> Mailing:
    (mailing,) = mailings.write([date.pk], more.pop("text", TEXT), actor=office(), to=to, **more)
    return mailing


def leave(clock) -> int:
    clock.move(mailings.WAIT)
    return mailing_out.send_due()


def written_to() -> list[str]:
    found = Message.objects.filter(kind="mailing").order_by("to")
    return [to.split("@")[0] for to in found.values_list("to", flat=True)]


def now(mailing: Mailing) -> Mailing:
    mailing.refresh_from_db()
    return mailing


@pytest.mark.parametrize(
    ("to", "names"),
    [
        (Recipients.CONFIRMED, ["anna", "bo"]),
        (Recipients.ALL, ["anna", "bo", "clara", "dina", "emil"]),
        (Recipients.WAITING, ["dina", "emil"]),
    ],
)
def test_a_group_is_who_has_a_place_or_waits_and_nobody_who_left_or_never_answered(
    date, clock, to, names
):
    mailing = write(date, to)
    assert leave(clock) == 1
    assert written_to() == names
    assert (now(mailing).count, mailing.sent_at) == (len(names), clock.now())
    check()


def test_those_chosen_get_it_as_long_as_they_are_on_the_date(date, clock):
    anna, bo = date.registrations.confirmed().order_by("contact__name")
    dina = date.turns.get(contact__email=mail("Dina"))
    write(date, Recipients.CHOSEN, chosen=[anna.contact_id, bo.contact_id, dina.contact_id, 4711])
    places.cancel(bo.pk, actor=PERSON)
    leave(clock)
    assert written_to() == ["anna", "dina"]


@pytest.fixture
def over(date, clock) -> Occurrence:
    """The waitlist is over: Dina and Emil waited to the end."""
    clock.stop(date.offers_until)
    tick()
    return date


def test_who_waited_to_the_end_is_a_group_and_gets_it(over, clock):
    write(over, Recipients.WAITED)
    leave(clock)
    postman = Postman()
    postman.deliver()
    found = sorted(it.to for it in postman.left if it.kind == "mailing")
    assert found == [mail("Dina"), mail("Emil")]


def test_who_waited_to_the_end_and_then_got_a_place_is_not_told_there_was_none(over, clock):
    dina, emil = over.turns.order_by("contact__email")
    by_hand.give_place(dina.pk, actor=office(), reason="We rang")
    write(over, Recipients.WAITED)
    leave(clock)
    assert written_to() == ["emil"]
    by_hand.give_place(emil.pk, actor=office(), reason="We rang")
    postman = Postman()
    postman.deliver()
    assert not [it for it in postman.left if it.kind == "mailing"]


def test_who_has_waited_to_the_end_twice_is_in_the_group_once(over):
    contact = over.turns.get(contact__email=mail("Dina")).contact
    ended = {"ended_at": over.offers_until, "ended_because": "list_over"}
    TurnFactory(occurrence=over, contact=contact, **ended)
    group = recipients.on([over])[over.pk].group(Recipients.WAITED)
    assert sorted(it.address for it in group) == [mail("Dina"), mail("Emil")]


def test_a_mail_to_those_who_wait_does_not_leave_once_the_waitlist_is_over(date, clock):
    write(date, Recipients.WAITING)
    leave(clock)
    clock.stop(date.offers_until)
    tick()
    postman = Postman()
    postman.deliver()
    assert not [it for it in postman.left if it.kind == "mailing"]


def test_who_came_and_who_did_not_once_the_list_is_closed(date, clock):
    anna = date.registrations.get(contact__email=mail("Anna"))
    clock.stop(date.starts_at)
    attendance.check_in(anna.pk, date.first_day, actor=office())
    with pytest.raises(NobodyThere):
        write(date, Recipients.NOT_ATTENDED)
    attendance.close_list(date.pk, actor=office())
    write(date, Recipients.NOT_ATTENDED)
    leave(clock)
    assert written_to() == ["bo"]
    write(date, Recipients.ATTENDED)
    leave(clock)
    assert written_to() == ["anna", "bo"]


def test_those_who_have_not_answered(date, clock):
    with pytest.raises(NobodyThere):
        write(date, Recipients.UNANSWERED)
    Question.objects.create(
        event=date.event,
        moment=Moment.AFTER_PLACE,
        kind=AnswerKind.TEXT,
        wording="Which bus?",
        required=True,
    )
    write(date, Recipients.UNANSWERED)
    leave(clock)
    assert written_to() == ["anna", "bo"]


def test_those_who_have_not_said_whether_they_still_come(date, clock):
    with pytest.raises(NobodyThere):
        write(date, Recipients.NOT_SAID)
    date.registrations.confirmed().update(proven_at=NOW - timedelta(days=2))
    clock.stop(date.starts_at - timedelta(days=3))
    reminders.remind()
    coming.say_yes(date.registrations.get(contact__email=mail("Anna")).pk, actor=PERSON)
    write(date, Recipients.NOT_SAID)
    leave(clock)
    assert written_to() == ["bo"]


def test_who_is_in_the_group_is_judged_when_it_leaves(date, clock):
    write(date)
    RegistrationFactory(occurrence=date, contact__email=mail("Late"))
    bo = date.registrations.get(contact__email=mail("Bo"))
    places.cancel(bo.pk, actor=PERSON)
    leave(clock)
    assert written_to() == ["anna", "late"]


def test_nothing_leaves_before_five_minutes_are_over_or_twice(date, clock):
    write(date)
    clock.move(mailings.WAIT - timedelta(seconds=1))
    assert mailing_out.send_due() == 0
    clock.move(timedelta(seconds=1))
    assert [mailing_out.send_due(), mailing_out.send_due()] == [1, 0]
    assert written_to() == ["anna", "bo"]


def test_what_is_stopped_does_not_leave_and_what_has_left_is_not_stopped(date, clock):
    stopped, sent = write(date), write(date, Recipients.WAITING)
    mailings.stop(stopped.pk, actor=office())
    mailings.stop(stopped.pk, actor=office())
    leave(clock)
    assert written_to() == ["dina", "emil"]
    with pytest.raises(HasLeft):
        mailings.stop(sent.pk, actor=office())
    assert ModelLogEntry.objects.filter(action="events.stop").count() == 1


def test_more_than_twenty_people_are_asked_about_twice(clock):
    date = OccurrenceFactory(capacity=30)
    RegistrationFactory.create_batch(20, occurrence=date)
    assert write(date)
    RegistrationFactory(occurrence=date)
    with pytest.raises(ManyPeople, match="21"):
        write(date)
    assert write(date, sure=True)


def test_many_people_are_counted_over_all_dates(clock):
    dates = OccurrenceFactory.create_batch(3, capacity=10)
    for date in dates:
        RegistrationFactory.create_batch(7, occurrence=date)
    told = {"actor": office(), "to": Recipients.CONFIRMED}
    pks = [it.pk for it in dates]
    with pytest.raises(ManyPeople, match="21"):
        mailings.write(pks, TEXT, **told)
    empty = OccurrenceFactory()
    written = mailings.write([*pks, empty.pk], TEXT, **told, sure=True)
    assert [it.occurrence_id for it in written] == sorted(pks)
    assert len({it.batch for it in written}) == 1


def test_the_same_act_sent_twice_writes_once(date):
    batch = uuid4()
    first = write(date, batch=batch)
    assert write(date, batch=batch) == first
    assert ModelLogEntry.objects.filter(action="events.write").count() == 1


def test_several_dates_are_stopped_in_one_act(clock):
    dates = [RegistrationFactory().occurrence for _ in range(3)]
    told = {"actor": office(), "to": Recipients.CONFIRMED}
    written = mailings.write([it.pk for it in dates], TEXT, **told)
    mailings.stop_all(written[0].batch, actor=office())
    assert leave(clock) == 0
    assert not Mailing.objects.pending().exists()


def test_if_one_of_several_has_left_none_of_them_is_stopped(clock):
    dates = [RegistrationFactory().occurrence for _ in range(2)]
    told = {"actor": office(), "to": Recipients.CONFIRMED}
    written = mailings.write([it.pk for it in dates], TEXT, **told)
    clock.move(mailings.WAIT)
    mailing_out.send(written[1].pk, written[1].occurrence_id)
    with pytest.raises(HasLeft):
        mailings.stop_all(written[0].batch, actor=office())
    assert now(written[0]).is_pending


# What the mail says


def letters(clock) -> dict[str, str]:
    leave(clock)
    found = Message.objects.filter(kind="mailing")
    return {it.to: f"{(made := delivery.build(it)).subject}\n{made.body}" for it in found}


def test_names_are_filled_and_the_frame_speaks_the_readers_language(date, clock):
    date.registrations.filter(contact__email=mail("Anna")).update(language="en")
    write(date)
    said = letters(clock)
    anna, bo = said[mail("Anna")], said[mail("Bo")]
    assert f"The bus for {date.event.title}" in anna
    assert "Dear Anna" in anna
    assert "Kære Bo" in bo
    assert f"the bus leaves at 8 for {date.location}." in bo
    claim = date.registrations.get(contact__email=mail("Anna"))
    assert f"/registration/{claim.pk}-" in anna
    assert "{" not in anna + bo


def test_the_button_is_there_only_if_wanted(date, clock):
    write(date, text=Text("Hello", "No link here.", with_link=False))
    assert "/registration/" not in letters(clock)[mail("Anna")]


def test_answers_go_to_the_contact_person_or_to_the_writer(date, clock):
    write(date)
    write(date, text=Text("Hello", "Ask me.", reply_to="mette@office.test"))
    leave(clock)
    found = Message.objects.filter(to=mail("Anna")).order_by("pk")
    assert [delivery.build(it).reply_to for it in found] == [
        ["karen@office.test"],
        ["mette@office.test"],
    ]


def test_one_person_is_written_to_about_a_date_they_have_left(date, clock):
    left = date.registrations.get(contact__email=mail("Left"))
    told = {"actor": office(), "batch": uuid4()}
    mailing = mailings.write_to_person(left.contact_id, TEXT, about=date.pk, **told)
    assert mailings.write_to_person(left.contact_id, TEXT, about=date.pk, **told) == mailing
    said = letters(clock)
    assert list(said) == [mail("Left")]
    assert f"/registration/{left.pk}-" in said[mail("Left")]
    assert ModelLogEntry.objects.get(action="contacts.write").data == {"mailing": mailing.pk}


def test_one_person_is_written_to_about_nothing_in_particular(clock):
    person = ContactFactory(language="en")
    mailings.write_to_person(person.pk, Text("Your call", "Yes, gladly."), actor=office())
    said = letters(clock)[person.email]
    assert "Yes, gladly." in said
    assert "When" not in said


def test_an_erased_person_is_not_written_to(clock):
    person = ContactFactory(erased_at=NOW, email="", name="")
    with pytest.raises(NobodyThere, match="erased"):
        mailings.write_to_person(person.pk, TEXT, actor=office())


# What becomes of it


def fates(mailing: Mailing) -> dict[str, int]:
    found = Mailing.objects.with_fates().get(pk=mailing.pk)
    names = ("queued", "left", "arrived", "missed", "held_back")
    return {name: getattr(found, name) for name in names}


def test_each_message_is_on_its_own_and_what_became_of_all_is_counted(date, clock):
    suppression.bounced(mail("Emil"), clock.now())
    mailing = write(date, Recipients.ALL)
    leave(clock)
    assert fates(mailing)["queued"] == 5
    Postman(fails={mail("Bo")}).deliver()
    Message.objects.filter(to=mail("Anna")).update(delivered_at=clock.now())
    Message.objects.filter(to=mail("Dina")).update(bounced_at=clock.now())
    assert fates(mailing) == {"queued": 0, "left": 2, "arrived": 1, "missed": 2, "held_back": 1}


def test_a_bounce_of_a_mailing_takes_nobody_off_the_waitlist(date, clock):
    write(date, Recipients.WAITING)
    leave(clock)
    Message.objects.filter(kind="mailing").update(dead_at=clock.now())
    Postman().idle()
    assert date.turns.live().count() == 2


def test_who_leaves_after_the_messages_were_queued_gets_none(date, clock):
    write(date)
    leave(clock)
    places.cancel(date.registrations.get(contact__email=mail("Bo")).pk, actor=PERSON)
    postman = Postman()
    postman.deliver()
    assert [it.to for it in postman.left if it.kind == "mailing"] == [mail("Anna")]


# What is kept of it


def test_the_log_holds_numbers_and_no_text(date):
    mailing = write(date)
    entry = ModelLogEntry.objects.get(action="events.write")
    assert entry.data == {"mailing": mailing.pk, "people": 2}
    assert entry.label == str(date)


def test_the_words_go_after_ninety_days_and_what_became_of_it_stays(date, clock):
    sent, stopped = write(date), write(date)
    mailings.stop(stopped.pk, actor=office())
    leave(clock)
    Postman().deliver()
    clock.move(TEXTS_KEPT - timedelta(seconds=1) - mailings.WAIT)
    assert list(mailing_end.outdated(clock.now())) == []
    clock.move(timedelta(seconds=1) + mailings.WAIT)
    assert mailing_end.clean(clock.now()) == 2
    assert {(it.subject, it.text) for it in Mailing.objects.all()} == {("", "")}
    assert fates(sent)["left"] == 2


def test_erasing_somebody_takes_what_was_written_to_them_alone(date, clock):
    anna, bo = date.registrations.confirmed().order_by("contact__name")
    to_anna = write(date, Recipients.CHOSEN, chosen=[anna.contact_id])
    to_both = write(date, Recipients.CHOSEN, chosen=[anna.contact_id, bo.contact_id])
    to_bo = mailings.write_to_person(bo.contact_id, TEXT, actor=office(), about=date.pk)
    as_person = mailings.write_to_person(anna.contact_id, TEXT, actor=office())
    leave(clock)
    Postman().deliver()
    erasure.erase(anna.contact_id, actor=SYSTEM)
    kept = {it.pk for it in Mailing.objects.exclude(text="")}
    assert kept == {to_both.pk, to_bo.pk}
    assert {to_anna.pk, as_person.pk}.isdisjoint(kept)


@pytest.mark.parametrize(
    "said", ["Anna forgot a coat", "call HOLM", "ask anna@student.test", "Annas bus"]
)
def test_erasing_somebody_takes_a_text_that_names_them(date, clock, said):
    mailing = write(date, text=Text("A coat", said))
    waiting = write(date, text=Text("A coat", said))
    clock.move(mailings.WAIT)
    mailing_out.send(mailing.pk, date.pk)
    erasure.erase(date.registrations.get(contact__email=mail("Anna")).contact_id, actor=SYSTEM)
    assert now(mailing).text == now(waiting).text == ""
    assert waiting.stopped_at
    postman = Postman()
    postman.deliver()
    assert [it for it in postman.left if it.kind == "mailing"] == []


def test_a_text_that_only_sounds_like_a_name_stays(date, clock):
    mailing = write(date, text=Text("Bornholm", "We meet at Holmen, Joanna drives."))
    leave(clock)
    erasure.erase(date.registrations.get(contact__email=mail("Anna")).contact_id, actor=SYSTEM)
    assert now(mailing).text


def test_a_date_is_discarded_with_its_mailings(clock):
    from events.domain import scheduling

    date = OccurrenceFactory(state="draft")
    Mailing.objects.create(
        occurrence=date, recipients="all", written_at=NOW, leaves_at=NOW, sent_at=NOW
    )
    scheduling.discard(date.pk, actor=office())
    assert not Mailing.objects.exists()


def test_a_preview_shows_a_real_person_and_opens_no_page(date):
    (anna, *_rest) = recipients.on([date])[date.pk].group(Recipients.CONFIRMED)
    from mail.standard import Trial, Words

    message = mailing_out.example(Mailing(occurrence=date), anna.contact, anna)
    message.trial = Trial(Words(TEXT.subject, TEXT.text))
    with translation.override("en"):
        letter = kinds.get("mailing").render(message)
    assert letter.greeting == "Dear Anna"
    assert "/registration/…" in letter.lines[-1]
    assert not Message.objects.exists()


@pytest.mark.postgres  # SQLite takes fewer rows a statement
def test_three_hundred_people_take_no_more_statements_than_three(
    clock, django_assert_max_num_queries
):
    def sent(people: int) -> int:
        date = OccurrenceFactory(capacity=400)
        RegistrationFactory.create_batch(people, occurrence=date)
        write(date, sure=True)
        clock.move(mailings.WAIT)
        with django_assert_max_num_queries(30) as found:
            mailing_out.send_due()
        return len(found)

    assert sent(3) == sent(300)


def test_an_address_in_the_text_can_be_pressed_and_nothing_else_becomes_markup(date, clock):
    write(date, text=Text("Map", "See https://map.test/?a=1&b=2 and <b>come</b>."))
    leave(clock)
    html = str(delivery.build(Message.objects.filter(kind="mailing")[0]).alternatives[0][0])
    assert '<a href="https://map.test/?a=1&amp;b=2"' in html
    assert "&lt;b&gt;come&lt;/b&gt;" in html
