"""Mail texts: the list, one mail in one language, trying it out, going back."""

from datetime import timedelta

import pytest
from django.urls import reverse

from mail import kinds
from mail.domain import delivery, wordings
from mail.models import Message, Wording
from mail.standard import Words
from office.actor import coordinator as actor
from tests.events.people import comes
from tests.factories import UserFactory, of_group, open_occurrence

OWN = {"subject": "Welcome: {title}", "text": "Dear {first_name}, see you.", "after": "Bye"}
PLACE = ["place", "en"]


def url(name: str, *which: str) -> str:
    return reverse(f"mail_texts:{name}", args=which or PLACE)


def write(kind: str = "place", **changed: str) -> Wording:
    words = Words(**(OWN | changed))
    row = wordings.change(kind, "en", words, actor=actor(UserFactory()))
    assert row
    return row


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_every_mail_that_leaves_by_itself_is_listed(desk, settings):
    settings.PAYMENTS_ON = True
    said = text_of(desk.get(reverse("mail_texts:index")))
    for kind, standard in kinds.standards().items():
        assert url("change", kind, "da") in said, kind
        assert str(standard.sent), kind


def test_the_list_tells_own_words_from_the_standard(desk):
    assert "<strong>your own" not in text_of(desk.get(reverse("mail_texts:index")))
    write()
    own = text_of(desk.get(reverse("mail_texts:index") + "?own=1"))
    assert own.count("<strong>your own words") == 1
    assert url("change") in own
    assert url("change", "offer", "en") not in own


def test_own_words_are_saved_and_sent(desk):
    answer = desk.post(url("change"), OWN, follow=True)
    assert "Saved." in text_of(answer)
    comes(open_occurrence(), "Anna")
    message = Message.objects.get(kind="place")
    message.language = "en"
    mail = delivery.build(message)
    assert mail.subject.startswith("Welcome: A day in practice")
    assert "Dear Anna, see you." in mail.body


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("text", "Until {untill}", "This mail has no name {untill}."),
        ("subject", "Hello {tittle}", "Did you mean {title}?"),
        ("subject", "", "A mail needs a subject."),
        ("subject", "a\nb", "The subject is one line."),
        ("after", "50 } off", "A curly bracket stands alone"),
        ("text", "", "Write what the mail says."),
    ],
)
def test_what_cannot_be_sent_is_said_beside_the_field_and_kept_in_the_form(
    desk, field, text, sentence
):
    answer = desk.post(url("change"), OWN | {field: text})
    form = answer.context["form"]
    assert sentence in " ".join(form.errors[field])
    assert form[field].value() == text
    assert not Wording.objects.exists()


def test_a_mail_to_an_address_that_has_not_answered_can_name_nobody(desk):
    answer = desk.post(url("change", "prove", "en"), OWN)
    assert "no name {first_name}" in " ".join(answer.context["form"].errors["text"])
    names = [name for name, _it in desk.get(url("change", "prove", "en")).context["names"]]
    assert names == ["{title}", "{when}", "{where}", "{contact}", "{kept}", "{deposit}"]


def test_leaving_out_what_a_mail_is_for_is_warned_of(desk):
    words = {"subject": "A place", "text": "There is a place.", "after": ""}
    said = text_of(desk.post(url("change", "offer", "en"), words, follow=True))
    assert "does not use {until}, {before}, {now}" in said
    assert Wording.objects.exists()


def test_the_page_shows_what_is_different_from_the_standard(desk):
    write()
    said = text_of(desk.get(url("change")))
    assert "<del>" in said
    assert "<ins>" in said


def test_a_colleague_s_change_meanwhile_is_not_overwritten(desk, clock):
    write()
    clock.move(timedelta(minutes=1))
    answer = desk.post(url("change"), OWN | {"text": "Mine"})
    assert "A colleague changed this text" in text_of(answer)
    assert answer.context["form"]["text"].value() == "Mine"
    assert Wording.objects.get().text == OWN["text"]


def test_going_back_to_the_standard_asks_first(desk):
    write()
    asked = desk.get(url("reset"))
    assert "What will be different" in text_of(asked)
    assert Wording.objects.exists()
    desk.post(url("reset"))
    assert not Wording.objects.exists()


def test_a_standard_that_changed_since_is_shown_and_can_be_kept_off(desk):
    row = write()
    Wording.objects.update(standard={"subject": "Old", "text": "Older", "after": ""})
    assert "The standard has changed since" in text_of(desk.get(url("change")))
    assert "the standard has changed since" in text_of(desk.get(reverse("mail_texts:index")))
    desk.post(url("keep"))
    assert "The standard has changed since" not in text_of(desk.get(url("change")))
    row.refresh_from_db()
    assert row.text == OWN["text"]


def test_the_preview_shows_typed_words_and_changes_nothing(desk):
    answer = desk.post(url("preview"), OWN | {"text": "Typed, {first_name}."})
    said = text_of(answer)
    assert "Typed, Asta." in said
    assert "Welcome: A day in practice" in said
    assert not Wording.objects.exists()
    assert not Message.objects.exists()


def test_the_preview_s_frame_runs_nothing(desk):
    answer = desk.get(url("preview"))
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


def test_the_preview_of_unfit_words_says_what_is_wrong(desk):
    said = text_of(desk.post(url("preview"), OWN | {"text": "{untill} <script>"}))
    assert "This mail has no name {untill}." in said
    assert "<script>" not in said


def test_the_newest_real_mail_is_shown_without_its_link(desk):
    comes(open_occurrence(), "Beate")
    assert "example" in desk.get(url("change")).context["form"].fields
    said = text_of(desk.post(url("preview"), OWN | {"example": "newest"}))
    assert "Dear Beate, see you." in said
    assert "/registration/" not in said


def test_whoever_may_not_see_mails_sees_a_made_up_person(desk, coordinator):
    comes(open_occurrence(), "Beate")
    group = coordinator.groups.get()
    group.permissions.remove(group.permissions.get(codename="view_message"))
    assert "example" not in desk.get(url("change")).context["form"].fields
    said = text_of(desk.post(url("preview"), OWN | {"example": "newest"}))
    assert "Beate" not in said


def test_a_test_goes_to_oneself_and_keeps_the_form(desk, coordinator):
    answer = desk.post(url("change"), OWN | {"text": "Try me", "test": "1"})
    message = Message.objects.get()
    assert message.to == coordinator.email
    assert "Try me" in delivery.build(message).body
    assert answer.context["form"]["text"].value() == "Try me"
    assert not Wording.objects.exists()


@pytest.mark.parametrize("kind", ["nothing", "trial"])
def test_a_mail_that_is_not_there_is_not_found(desk, kind):
    for name in ("change", "preview", "reset"):
        assert desk.get(url(name, kind, "en")).status_code == 404, name
        assert desk.get(url(name, "place", "tlh")).status_code == 404, name
    assert desk.post(url("keep", kind, "en")).status_code == 404
    assert desk.post(url("preview", "place", "tlh"), OWN).status_code == 404


def test_an_editor_of_pages_does_not_word_mails(clock, client):
    client.force_login(of_group("Editor"))
    for name in ("change", "preview", "reset"):
        assert client.get(url(name)).status_code == 302
    assert client.post(url("change"), OWN).status_code == 302
    assert not Wording.objects.exists()


@pytest.mark.parametrize("kind", sorted(kinds.standards()))
@pytest.mark.parametrize("language", ["da", "en"])
def test_every_mail_can_be_shown_made_up_and_says_its_standard_again(desk, kind, language):
    answer = desk.get(url("preview", kind, language))
    assert answer.status_code == 200
    assert "{" not in answer.content.decode().split("</style>")[1]
    words = wordings.standard_words(kind, language)
    answer = desk.post(url("change", kind, language), vars(words), follow=True)
    assert "says what the standard says" in text_of(answer)


def test_the_list_asks_the_same_however_many_are_worded(desk, django_assert_max_num_queries):
    address = reverse("mail_texts:index")
    desk.get(address)
    with django_assert_max_num_queries(20) as none:
        desk.get(address)
    for kind in ("place", "waiting", "thanks"):
        write(kind)
    with django_assert_max_num_queries(len(none.captured_queries)):
        desk.get(address)


def test_one_mail_s_page_asks_little(desk, django_assert_max_num_queries):
    write()
    comes(open_occurrence(), "Anna")
    desk.get(url("change"))
    with django_assert_max_num_queries(20):
        desk.get(url("change"))


@pytest.mark.parametrize("kind", ["prove", "offer", "place", "reminder"])
@pytest.mark.parametrize("on", [True, False])
def test_only_an_office_that_takes_deposits_is_shown_an_example_of_one(desk, settings, kind, on):
    settings.PAYMENTS_ON = on
    said = text_of(desk.get(url("preview", kind, "en")))
    assert ("deposit" in said) is on
