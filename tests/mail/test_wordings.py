"""The office's own words: written, refused, compared with the standard, taken back, sent."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import translation
from wagtail.models import ModelLogEntry

from mail import kinds
from mail.domain import delivery, trying, wordings
from mail.domain.words import told
from mail.letter import Letter
from mail.models import Message, Wording
from mail.standard import Name, Standard, Words
from office.actor import coordinator
from office.refusal import ActRefused
from tests.factories import UserFactory
from tests.mail import letters
from tests.mail.letters import KIND, queue

NAMES = {
    "title": Name(lambda message: message.facts.get("title", ""), "the title", "A camp"),
    "reason": Name(lambda message: message.facts.get("reason", ""), "the reason", "Snow"),
}
STANDARD = Standard(
    "a kind", "now", "you", "News: %(title)s", ["Hello.", "The reason: %(reason)s"], names=NAMES
)
OWN = Words("From us: {title}", "Good morning.\n\nBecause: {reason}", "Bye")


def register(standard: Standard = STANDARD) -> None:
    def render(message: Message) -> Letter:
        words = told(message, standard)
        return Letter(words.subject, words.lines, after=words.after, button="Go")

    letters.register(render=render, standard=standard)


@pytest.fixture
def actor(clock):
    register()
    yield coordinator(UserFactory())
    letters.register()


def said(**facts: str) -> tuple[str, str]:
    message = queue(language="en", facts={"title": "Winter camp", **facts})
    mail = delivery.build(message)
    return mail.subject, mail.body


def test_a_mail_says_the_standard_until_the_office_words_it(actor):
    assert said()[0] == "News: Winter camp"
    wordings.change(KIND, "en", OWN, actor=actor)
    subject, text = said(reason="Ice")
    assert subject == "From us: Winter camp"
    assert "Good morning.\n\nBecause: Ice" in text
    assert "Hello" not in text


def test_own_words_are_those_of_one_language(actor):
    wordings.change(KIND, "da", OWN, actor=actor)
    assert said()[0] == "News: Winter camp"


def test_a_paragraph_without_its_reason_is_left_out(actor):
    wordings.change(KIND, "en", OWN, actor=actor)
    assert "Because" not in said()[1]
    assert "The reason" not in said()[1]


def test_words_that_cannot_be_sent_are_refused_and_nothing_is_kept(actor):
    with translation.override("en"), pytest.raises(ActRefused, match=r"no name {titel}"):
        wordings.change(KIND, "en", replace(OWN, text="{titel}"), actor=actor)
    assert not Wording.objects.exists()


@pytest.mark.parametrize(("kind", "language"), [("nothing", "en"), (KIND, "tlh")])
def test_a_mail_or_a_language_that_is_not_there_has_no_words(actor, kind, language):
    with pytest.raises(ActRefused):
        wordings.change(kind, language, OWN, actor=actor)


def test_the_same_words_twice_are_written_once(actor):
    first = wordings.change(KIND, "en", OWN, actor=actor)
    again = wordings.change(KIND, "en", replace(OWN, text=OWN.text + " \r\n"), actor=actor)
    assert again == first
    assert ModelLogEntry.objects.count() == 1


def test_the_standard_s_words_are_no_own_words(actor):
    standard = wordings.standard_words(KIND, "en")
    assert wordings.change(KIND, "en", standard, actor=actor) is None
    row = wordings.change(KIND, "en", OWN, actor=actor)
    assert wordings.change(KIND, "en", standard, actor=actor, seen=row.changed_at) is None
    assert not Wording.objects.exists()


def test_a_colleague_s_newer_words_are_not_overwritten_unseen(actor, clock):
    first = wordings.change(KIND, "en", OWN, actor=actor)
    clock.move(timedelta(minutes=1))
    seen = first.changed_at
    wordings.change(KIND, "en", replace(OWN, after="Ciao"), actor=actor, seen=seen)
    with pytest.raises(wordings.ChangedMeanwhile):
        wordings.change(KIND, "en", replace(OWN, after="Farewell"), actor=actor, seen=seen)
    assert Wording.objects.get().after == "Ciao"


def test_reset_says_the_standard_again_and_can_be_done_twice(actor):
    wordings.change(KIND, "en", OWN, actor=actor)
    wordings.reset(KIND, "en", actor=actor)
    wordings.reset(KIND, "en", actor=actor)
    assert said()[0] == "News: Winter camp"
    assert ModelLogEntry.objects.filter(action="mail.reset_wording").count() == 1


def test_the_log_keeps_what_was_changed(actor):
    wordings.change(KIND, "en", OWN, actor=actor)
    data = ModelLogEntry.objects.get().data
    assert (data["mail"], data["language"]) == (KIND, "en")
    assert "[-News:-][+From us:+] {title}" in data["difference"]


def test_a_standard_that_changes_later_is_noticed_until_it_was_seen(actor):
    row = wordings.change(KIND, "en", OWN, actor=actor)
    assert not wordings.standard_has_changed(row)
    register(replace(STANDARD, subject="Fresh news: %(title)s"))
    assert wordings.standard_has_changed(row)
    wordings.keep(KIND, "en", actor=actor)
    row.refresh_from_db()
    assert not wordings.standard_has_changed(row)
    assert row.words == OWN


def test_saving_again_has_seen_the_new_standard(actor):
    row = wordings.change(KIND, "en", OWN, actor=actor)
    register(replace(STANDARD, subject="Fresh news: %(title)s"))
    wordings.change(KIND, "en", OWN, actor=actor, seen=row.changed_at)
    row.refresh_from_db()
    assert not wordings.standard_has_changed(row)


def test_a_preview_asks_no_person_s_page_and_keeps_nothing(actor):
    told = trying.preview(trying.made_up(KIND, "en", OWN), OWN)
    assert told.letter.subject.startswith("From us:")
    assert told.link == "http://testserver/"
    assert not Message.objects.exists()


def test_a_preview_of_a_real_mail_says_its_facts_in_the_words_tried(actor):
    queue(facts={"title": "Winter camp", "reason": "Ice"})
    told = trying.preview(trying.newest(KIND), OWN)
    assert told.letter.subject == "From us: Winter camp"
    assert told.letter.lines == ["Good morning.", "Because: Ice"]


def test_the_newest_mail_is_one_that_still_says_something(actor):
    kept = queue(facts={"title": "Winter camp"})
    Message.objects.filter(pk=queue().pk).update(facts={})
    Message.objects.filter(pk=queue().pk).update(to="")
    assert trying.newest(KIND) == kept


def test_a_test_says_the_words_to_the_office_itself(actor, clock):
    trying.send(KIND, "en", OWN, to="mette@office.test", at=clock.now())
    mail = delivery.build(Message.objects.get())
    assert mail.to == ["mette@office.test"]
    assert mail.subject == "Test: From us: A camp"
    assert "Because: Snow" in mail.body


def test_asking_for_the_words_is_one_question(actor, django_assert_num_queries):
    message = queue(facts={"title": "Winter camp"})
    with django_assert_num_queries(1):
        kinds.get(KIND).render(message)
