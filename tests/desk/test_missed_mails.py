"""Failed mails: the list, one mail, and what can be done about it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contacts.models import Contact
from desk.person_url import person_url
from mail.domain import suppression
from mail.models import Message
from tests.events.people import comes, signs_up
from tests.factories import NOW, open_occurrence

pytestmark = pytest.mark.django_db


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def fail(message: Message, state: str = "failed", why: str = "550 no", **values) -> Message:
    fields = {"state": state, "ended_at": NOW, "why": why, **values}
    Message.objects.filter(pk=message.pk).update(**fields)
    message.refresh_from_db()
    return message


def failed(name: str = "Anna", **values) -> Message:
    """The confirmation of somebody's place, which did not leave."""
    occurrence = open_occurrence()
    claim = comes(occurrence, name)
    Contact.objects.filter(pk=claim.contact_id).update(phone="+4520304050")
    return fail(Message.objects.get(kind="place", claim=claim.claim), **values)


def url(name: str, mail: Message) -> str:
    return reverse(f"mails:{name}", args=[mail.pk])


def listed(desk, **asked) -> str:
    return text_of(desk.get(reverse("missed:index"), asked))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"bounced_at": NOW, "dead_at": NOW}, "The address does not work"),
        ({"bounced_at": NOW}, "though the address may work: the mailbox is full"),
        ({"state": "withdrawn", "why": "suppressed: complained"}, "marked an earlier mail of ours"),
        ({"state": "withdrawn", "why": "suppressed: not_me"}, "it was not them who signed up"),
        ({"state": "withdrawn", "why": "suppressed: bounced"}, "an earlier mail to this address"),
        ({"attempts": 11, "why": "421 busy"}, "could not be handed over for a day"),
        ({"attempts": 1, "why": "554 spam"}, "The receiving server refused it"),
        ({"why": "cannot be made: KeyError"}, "a fault of the program"),
    ],
)
def test_why_a_mail_did_not_arrive_is_said_in_words(desk, values, said):
    mail = failed(**values)
    assert said in listed(desk)
    assert said in text_of(desk.get(url("show", mail)))


def test_the_list_shows_whom_to_call_and_leads_to_the_mail(desk):
    mail = failed("Anna")
    said = listed(desk)
    assert "Anna Holm" in said
    assert "+4520304050" in said
    assert url("show", mail) in said


def test_what_is_dealt_with_is_listed_only_when_asked_for(desk):
    failed("Anna")
    failed("Bo", dealt_with_at=NOW)
    assert ["Bo Holm" in listed(desk, **asked) for asked in ({}, {"standing": "done"})] == [
        False,
        True,
    ]
    assert "Anna Holm" not in listed(desk, standing="done")
    everybody = listed(desk, standing="all")
    assert "Anna Holm" in everybody
    assert "Bo Holm" in everybody


def test_the_filter_stands_at_what_is_to_be_dealt_with_and_all_is_a_choice_of_its_own(desk):
    shown = desk.get(reverse("missed:index"))
    chosen = shown.context["filters"].form["standing"]
    assert (chosen.value(), shown.context["is_filtering"]) == ("open", False)
    assert [value for value, _label in chosen.field.choices] == ["open", "done", "all"]
    assert "There is nothing to do here." in text_of(shown)
    assert "There is nothing to do here." not in listed(desk, standing="all")


def test_the_list_can_be_narrowed_and_searched(desk):
    failed("Anna", bounced_at=NOW, dead_at=NOW)
    failed("Bo")
    failed("Clara", bounced_at=NOW)
    assert "Bo Holm" not in listed(desk, way="bounced")
    assert "Clara Holm" not in listed(desk, way="bounced")
    assert "Clara Holm" in listed(desk, way="sent_back")
    assert "Anna Holm" not in listed(desk, way="sent_back")
    assert "Anna Holm" not in listed(desk, way="failed")
    assert "Bo Holm" not in listed(desk, kind="offer")
    assert "Anna Holm" not in listed(desk, q="Bo Holm")
    assert "Bo Holm" in listed(desk, q="bo holm")


def test_a_mail_is_sent_again_from_its_page(desk):
    mail = failed()
    answer = desk.post(url("again", mail), follow=True)
    assert "on its way again" in text_of(answer)
    assert Message.objects.get(kind="place", state="queued").facts == mail.facts
    assert "Anna Holm" not in listed(desk)


def test_it_goes_to_the_address_the_person_has_now(desk):
    occurrence = open_occurrence()
    claim = comes(occurrence, "Anna")
    mail = fail(Message.objects.get(kind="place"))
    claim.contact.email = "anna.new@student.test"
    claim.contact.save()
    assert "anna.new@student.test" in text_of(desk.get(url("show", mail)))
    desk.post(url("again", mail))
    assert Message.objects.get(kind="place", state="queued").to == "anna.new@student.test"


def test_what_has_changed_since_is_refused_with_why(desk):
    occurrence = open_occurrence()
    claim = comes(occurrence, "Anna")
    mail = fail(Message.objects.get(kind="place"))
    claim.revision += 1
    claim.save()
    said = text_of(desk.post(url("again", mail), follow=True))
    assert "its claim has changed since" in said
    assert not Message.objects.filter(kind="place", state="queued").exists()


def test_a_held_back_mail_is_sent_after_the_address_is_written_to_again(desk):
    occurrence = open_occurrence(capacity=1)
    comes(occurrence, "Anna")
    turn = comes(occurrence, "Bo")
    mail = fail(Message.objects.get(kind="waiting"), "withdrawn", "suppressed: complained")
    suppression.complained(turn.address, NOW)
    said = text_of(desk.get(url("show", mail)))
    assert url("again", mail) not in said
    assert url("lift", mail) in said
    assert "Why" in text_of(desk.get(url("lift", mail)))
    desk.post(url("lift", mail), {"reason": "He asked for it"})
    assert url("again", mail) in text_of(desk.get(url("show", mail)))


def test_dealt_with_can_be_taken_back(desk):
    mail = failed()
    assert "Dealt with." in text_of(desk.post(url("deal_with", mail), follow=True))
    said = text_of(desk.get(url("show", mail)))
    assert url("undo", mail) in said
    assert url("again", mail) not in said
    desk.post(url("undo", mail))
    assert "Anna Holm" in listed(desk)


def test_a_person_whose_address_has_not_answered_is_shown_as_typed(desk):
    occurrence = open_occurrence()
    claim = signs_up(occurrence, "Clara")
    claim.submitted["phone"] = "+4566778899"
    claim.save()
    mail = fail(Message.objects.get(kind="prove"), bounced_at=NOW)
    said = text_of(desk.get(url("show", mail)))
    assert "Clara Holm" in said
    assert "+4566778899" in said
    assert reverse("dates:edit", args=[occurrence.pk]) in said
    assert said.count(person_url(claim)) == 2  # their name, and where the address is corrected


def test_the_mail_is_shown_without_the_person_s_own_link(desk):
    mail = failed()
    answer = desk.get(url("text", mail))
    assert "/registration/" not in answer.content.decode()
    assert "sandbox" in answer["Content-Security-Policy"]


def test_a_mail_whose_text_is_deleted_says_so(desk):
    mail = failed(facts={}, to="")
    assert "Its text has been deleted" in text_of(desk.get(url("show", mail)))
    assert desk.get(url("text", mail)).status_code == 404


def test_acts_on_a_mail_are_posts_and_need_the_permission(desk, coordinator):
    mail = failed()
    for name in ("again", "deal_with", "undo"):
        assert desk.get(url(name, mail)).status_code == 405, name
    group = coordinator.groups.get()
    group.permissions.remove(group.permissions.get(codename="change_message"))
    for name in ("again", "deal_with", "undo", "lift"):
        assert desk.post(url(name, mail), {"reason": "x"}).status_code == 302, name
    assert url("again", mail) not in text_of(desk.get(url("show", mail)))
    mail.refresh_from_db()
    assert mail.dealt_with_at is None


def test_the_list_asks_the_same_for_one_and_for_many(desk):
    failed("Anna")

    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            listed(desk)
        return len(seen)

    asked()
    one = asked()
    for name in ("Bo", "Clara", "Dina"):
        failed(name)
    assert asked() == one
    assert one <= 20


def test_one_mail_s_page_asks_little(desk, django_assert_max_num_queries):
    mail = failed()
    desk.get(url("show", mail))
    with django_assert_max_num_queries(20):
        desk.get(url("show", mail))


def test_the_list_is_exported(desk):
    failed("Anna")
    answer = desk.get(reverse("missed:index"), {"export": "csv"})
    content = b"".join(answer).decode()
    assert "Anna Holm" in content
    assert "anna@student.test" in content


def test_the_admins_home_counts_what_is_to_be_dealt_with(desk, clock):
    failed("Anna")
    failed("Bo", dealt_with_at=NOW)
    said = text_of(desk.get(reverse("wagtailadmin_home")))
    assert "1 mail of the last two weeks did not arrive" in said
    assert reverse("missed:index") in said


def test_nothing_failed_says_so(desk):
    assert "Every mail has arrived" in listed(desk)
