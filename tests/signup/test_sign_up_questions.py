"""Questions on the sign-up form: kept until the address answers, then written down."""

import pytest

from events.domain import proof, questions, waitlist
from events.domain.question_rules import Ask
from events.models import Answer, Registration, Turn
from office.actor import coordinator
from signup import cookies
from tests.factories import CoordinatorFactory, QuestionFactory, open_occurrence
from tests.signup.people import link, press, sign_up

pytestmark = pytest.mark.usefixtures("clock", "reference")


@pytest.fixture
def date(db):
    return open_occurrence()


def asks(date, **fields):
    return QuestionFactory(event=date.event, moment="sign_up", **fields)


def answers():
    return {it.question_id: it.value for it in Answer.objects.all()}


def kept():
    return (Registration.objects.first() or Turn.objects.get()).submitted["answers"]


def name(question):
    return f"q{question.pk}v{question.version}"


def html(response):
    return response.content.decode()


def test_questions_of_the_sign_up_stand_on_its_form_and_others_do_not(client, date):
    asked = asks(date, wording="Why do you come?", help_text="In a word")
    later = QuestionFactory(event=date.event, moment="after_place")
    retired = asks(date, retired_at=date.opens_at)

    page = html(client.get(f"/sign-up/{date.pk}/"))

    assert f'name="{name(asked)}"' in page
    assert "Why do you come?" in page
    assert "In a word" in page
    assert name(later) not in page
    assert name(retired) not in page


def test_what_the_office_asks_says_its_language_where_the_page_speaks_another(client, date):
    asks(date, wording="Hvordan kommer du?", kind="choice", options=["Bus"], help_text="Cirka")
    asks(date, wording="Du lover at tie.", kind="statement")
    line = "What the office asks here is in Danish."

    danish, english = (html(client.get(f"{at}/sign-up/{date.pk}/")) for at in ("", "/en"))

    assert line in english
    for words in ("Hvordan kommer du?", "Bus", "Cirka", date.event.title):
        assert f'<span lang="da">{words}</span>' in english
    assert '_text" lang="da"><p>Du lover' in english
    assert "I have read this and accept it" in english
    assert 'class="notice untranslated"' not in danish
    assert '<span lang="da">' not in danish


def test_a_question_is_shown_as_it_was_written_not_as_html(client, date):
    asks(date, help_text="BMI <30>", wording="Hvis <i>ja</i>?")
    page = html(client.get(f"/sign-up/{date.pk}/"))
    assert "BMI &lt;30&gt;" in page
    assert "<i>ja</i>" not in page


def test_answers_wait_with_the_claim_and_are_written_down_at_proof(client, date):
    asked = asks(date)
    sign_up(client, date, **{name(asked): "I like it"})

    assert kept() == {str(asked.pk): {"version": 1, "value": "I like it"}}
    assert answers() == {}
    registration = Registration.objects.get()
    press(client, registration)
    registration.refresh_from_db()
    answer = Answer.objects.get()
    assert (answer.value, answer.wording) == ("I like it", asked.wording)
    assert (answer.contact, answer.occurrence) == (registration.contact, date)
    assert registration.submitted is None


def test_a_required_question_has_to_be_answered_and_what_was_typed_is_kept(client, date):
    asks(date)
    other = asks(date, required=False)

    answer = sign_up(client, date, **{name(other): "Something"})

    assert answer.status_code == 200
    assert 'value="Something"' in html(answer)
    assert not Registration.objects.exists()


def test_a_statement_is_kept_with_its_words_version_and_time(client, date, clock):
    secret = asks(date, kind="statement", wording="I keep what I hear to myself.", version=4)

    assert sign_up(client, date).status_code == 200
    sign_up(client, date, **{name(secret): "on"})
    press(client, Registration.objects.get())

    answer = Answer.objects.get()
    assert (answer.value, answer.wording, answer.version, answer.recorded_at) == (
        True,
        "I keep what I hear to myself.",
        4,
        clock.now(),
    )


def test_the_page_behind_the_link_shows_the_answers_and_takes_corrections(client, date):
    asked = asks(date)
    sign_up(client, date, **{name(asked): "I like it"})
    registration = Registration.objects.get()

    assert 'value="I like it"' in html(client.get(link(registration)))
    typed = {"name": "Asta Holm", "stage": "kbu", name(asked): "I love it"}
    press(client, registration, **typed)

    assert answers() == {asked.pk: "I love it"}


def test_a_conditional_question_is_needed_only_where_its_condition_is_met(client, date):
    bus = asks(date, kind="choice", options=["Bus", "Car"], wording="How do you come?")
    stop = asks(date, only_if=bus, only_if_answer="Bus", wording="Which stop?")

    page = html(client.get(f"/sign-up/{date.pk}/"))
    assert f'data-only-if="{name(bus)}" data-answer="Bus"' in page
    assert "“Bus”" in page
    assert sign_up(client, date, **{name(bus): "Bus"}).status_code == 200
    sign_up(client, date, **{name(bus): "Car", name(stop): "Roskilde"})

    assert set(kept()) == {str(bus.pk)}


def test_answers_go_along_from_the_waitlist_to_the_place(client, date):
    asked = asks(date)
    date.capacity = 1
    date.save()
    sign_up(client, date, "first@ku.dk", **{name(asked): "First"})
    press(client, Registration.objects.get())
    sign_up(client, date, "second@ku.dk", **{name(asked): "Second"})
    turn = Turn.objects.get()
    press(client, turn)
    assert set(Answer.objects.values_list("value", flat=True)) == {"First", "Second"}

    press(client, Registration.objects.get(state="confirmed"), "cancel")
    offered = Registration.objects.get(state="offered")
    waitlist.accept(offered.pk)

    offered.refresh_from_db()
    assert offered.is_confirmed
    assert Answer.objects.get(contact=offered.contact).value == "Second"


def test_a_corrected_address_takes_the_answers_along(client, date):
    asked = asks(date, kind="long_text")
    sign_up(client, date, "slip@ku.dk", **{name(asked): "x" * 2000})

    client.post(f"/sign-up/{date.pk}/sent/", {"email": "right@ku.dk"})

    claim = Registration.objects.get(email="right@ku.dk")
    assert claim.submitted["answers"] == {str(asked.pk): {"version": 1, "value": "x" * 2000}}
    assert len(client.cookies[cookies.NAME].value) < 1500


def test_words_changed_while_the_form_was_open_are_shown_again(client, date):
    asked = asks(date, wording="Where?")
    actor = coordinator(CoordinatorFactory())
    new = Ask(moment="sign_up", kind="text", wording="When?", required=True)
    questions.change(asked.pk, new, actor=actor)

    answer = sign_up(client, date, **{name(asked): "At the station"})

    assert answer.status_code == 200
    assert "When?" in html(answer)
    assert not Registration.objects.exists()


def test_what_was_reworded_between_sign_up_and_link_is_asked_anew(client, date):
    asked = asks(date, wording="Where?")
    sign_up(client, date, **{name(asked): "At the station"})
    new = Ask(moment="sign_up", kind="text", wording="When?", required=True)
    actor = coordinator(CoordinatorFactory())
    successor = questions.change(asked.pk, new, actor=actor).question

    press(client, Registration.objects.get())

    assert answers() == {asked.pk: "At the station"}
    assert Answer.objects.get().wording == "Where?"
    assert successor != asked


def test_a_link_pressed_without_answers_leaves_the_questions_open(client, date):
    sign_up(client, date)
    asks(date)

    proof.confirm(Registration.objects.get().pk)

    assert Registration.objects.get().is_confirmed
    assert answers() == {}


def test_a_known_persons_name_is_not_overwritten_by_somebody_who_answers(client, date):
    asked = asks(date)
    sign_up(client, date, **{name(asked): "One"})
    press(client, Registration.objects.get())
    other = open_occurrence()
    sign_up(client, other, name="Somebody Else")
    press(client, Registration.objects.get(occurrence=other))

    answer = Answer.objects.get()
    assert answer.contact.name == "Asta Marie Holm"
    assert answer.occurrence == date
