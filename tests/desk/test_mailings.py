"""Mail to people at the desk: written, looked at, sent, stopped, changed; what became of it."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from desk.several import as_seen
from events.domain import mailing_out, mailings, registrations
from events.models import Mailing, Occurrence, Recipients
from mail.domain import suppression
from mail.models import Message
from tests.desk.test_acts import fill, text
from tests.events.people import office
from tests.events.postman import Postman
from tests.factories import ContactFactory, EventFactory, OccurrenceFactory, RegistrationFactory
from tests.factories import TurnFactory as Turn

pytestmark = pytest.mark.usefixtures("clock")

WORDS = {"subject": "The bus for {title}", "text": "Hello,\n\nit leaves at 8 for {where}."}


@pytest.fixture
def date(clock) -> Occurrence:
    """Anna and Bo have a place, Dina waits."""
    it = OccurrenceFactory(event__title="A day in Køge")
    for name in ("Anna", "Bo"):
        RegistrationFactory(occurrence=it, contact__name=f"{name} Holm", language="en")
    Turn(occurrence=it, contact__name="Dina Lund")
    return it


def to(*dates: Occurrence, **more) -> str:
    query = "&".join([*(f"date={it.pk}" for it in dates), *(f"{k}={v}" for k, v in more.items())])
    return f"{reverse('mailings:new')}?{query}"


def look(desk, url, **changes):
    return fill(desk, url, look="1", **{**WORDS, **changes})


def send(desk, url, **changes):
    """Look at it, and press Send without changing anything."""
    seen = look(desk, url, **changes)
    form = seen.context["form"]
    typed = {bound.html_name: bound.value() for bound in form if bound.value() not in (None, False)}
    more = {"go": "1", "seen": seen.context["seen"]}
    return desk.post(url, typed | more | {k: v for k, v in changes.items() if k == "sure"})


def written(date: Occurrence, **more) -> Mailing:
    told = {"actor": office(), "to": Recipients.CONFIRMED, **more}
    (mailing,) = mailings.write([date.pk], mailings.Text("The bus", "It leaves at 8."), **told)
    return mailing


# Writing


def test_the_screen_says_who_is_in_each_group_and_how_many(desk, date):
    page = text(desk.get(to(date)))
    assert "everybody with a place (2)" in page
    assert "everybody with a place or waiting (3)" in page
    assert "everybody waiting (1)" in page
    assert "Dina Lund" in page
    assert "{first_name}" in page


def test_a_look_shows_the_number_and_the_mail_of_a_real_reader(desk, date):
    page = look(desk, to(date))
    said = text(page)
    assert "To 2 people" in said
    assert "As Anna Holm gets it, in English" in said
    assert "The bus for A day in Køge" in said
    assert f"it leaves at 8 for {date.location}." in said
    assert not Mailing.objects.exists()


def test_after_a_look_or_a_mistake_what_is_typed_counts_as_unsaved(desk, date):
    warns = 'data-w-unsaved-force-value="true"'
    assert warns not in text(desk.get(to(date)))
    assert warns in text(look(desk, to(date)))
    assert warns in text(look(desk, to(date), text=""))


def test_send_lets_it_wait_five_minutes_and_shows_it(desk, date, clock, coordinator):
    answer = send(desk, to(date))
    mailing = Mailing.objects.get()
    assert answer.url == reverse("mailings:edit", args=[mailing.pk])
    assert mailing.leaves_at == clock.now() + timedelta(minutes=5)
    assert (mailing.written_by, mailing.recipients) == (coordinator, "confirmed")
    page = text(desk.get(answer.url))
    assert 'data-seconds-left="300"' in page
    assert reverse("mailings:stop", args=[mailing.pk]) in page


def test_send_without_a_look_or_after_a_change_is_only_a_look(desk, date):
    assert "To 2 people" in text(fill(desk, to(date), go="1", **WORDS))
    seen = look(desk, to(date)).context["seen"]
    fill(desk, to(date), go="1", seen=seen, **WORDS | {"text": "Something else."})
    assert not Mailing.objects.exists()


def test_sending_the_same_form_twice_writes_once(desk, date):
    seen = look(desk, to(date))
    form = seen.context["form"]
    typed = {bound.html_name: bound.value() for bound in form if bound.value() not in (None, False)}
    for _ in range(2):
        desk.post(to(date), typed | {"go": "1", "seen": seen.context["seen"]})
    assert Mailing.objects.count() == 1


def test_more_than_twenty_are_asked_about_and_nothing_is_lost(desk, date):
    RegistrationFactory.create_batch(19, occurrence=date)
    page = send(desk, to(date))
    assert "Say that you mean it" in text(page)
    assert "Yes, write to 21 people" in text(page)
    assert "it leaves at 8" in text(page)
    assert not Mailing.objects.exists()
    send(desk, to(date), sure="1")
    assert Mailing.objects.get()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"subject": ""}, "This field is required."),
        ({"text": "{frist_name}, come"}, "Did you mean {first_name}?"),
        ({"subject": "{link}"}, "An address does not fit into a subject."),
        ({"subject": "x" * 151}, "at most 150 characters"),
        ({"text": "a { b"}, "A curly bracket stands alone"),
        ({"to": "chosen"}, "Tick those you want to write to."),
        ({"to": "nonsense"}, "Select a valid choice."),
    ],
)
def test_what_cannot_be_sent_is_said_beside_the_field_and_kept(desk, date, changes, said):
    page = text(look(desk, to(date), **changes))
    assert said in page.replace("&#x27;", "'")
    assert "it leaves at 8" in page or "text" in changes
    assert "What will be" not in page


def test_a_name_with_nothing_to_say_on_a_date_is_refused(desk):
    date = RegistrationFactory(occurrence__location="").occurrence
    assert "has no place yet" in text(look(desk, to(date)))


def test_people_can_be_chosen_also_by_the_address(desk, date, clock):
    anna = date.registrations.get(contact__name="Anna Holm")
    form = desk.get(to(date, claim=anna.claim)).context["form"]
    assert (form["to"].value(), form["chosen"].value()) == ("chosen", [anna.contact_id])
    page = text(look(desk, to(date), chosen=[anna.contact_id], to="confirmed"))
    assert "You have ticked people" in page
    send(desk, to(date), chosen=[anna.contact_id], to="chosen")
    clock.move(mailings.WAIT)
    mailing_out.send_due()
    assert Message.objects.get(kind="mailing").to == anna.contact.email


@pytest.fixture
def unknown(date) -> list[str]:
    """Of two who wait, the addresses are not confirmed: who is asked for by claims."""
    typed = {"occurrence": date, "contact": None, "proven_at": None}
    names = ("Emil Berg", "Freja Dam")
    turns = [Turn(email=f"{n[:4]}@a.test", submitted={"name": n}, **typed) for n in names]
    return [it.claim for it in turns]


def asked_for(desk, date: Occurrence, claims: list[str]):
    """The form as it opens for those ticked on a date."""
    url = reverse("dates:write_to_several", args=[date.pk])
    return desk.post(url, {"claim": claims}, follow=True)


def test_of_those_ticked_who_cannot_be_written_to_is_named(desk, date, unknown):
    dina = date.turns.get(contact__name="Dina Lund")
    page = asked_for(desk, date, [dina.claim, *unknown])
    form = page.context["form"]
    assert (form["to"].value(), form["chosen"].value()) == ("chosen", [dina.contact_id])
    assert "2 of those you chose get no mail" in text(page)
    assert "Emil Berg (address not confirmed yet)" in text(page)


def test_with_none_ticked_who_can_be_written_to_nobody_else_is_chosen(desk, date, unknown):
    page = asked_for(desk, date, unknown)
    form = page.context["form"]
    assert (form["to"].value(), form["chosen"].value()) == ("chosen", [])
    assert "Freja Dam (address not confirmed yet)" in text(page)
    answer = look(desk, f"{to(date)}&ticked=1")
    assert "Tick those you want to write to." in text(answer)
    assert "Freja Dam" in text(answer)


def test_ticks_that_are_forgotten_since_are_not_taken_for_everybody(desk, date):
    form = desk.get(f"{to(date)}&ticked=1").context["form"]
    assert (form["to"].value(), form["chosen"].value()) == ("chosen", [])


def test_those_ticked_who_waited_to_the_end_are_written_to(desk, date):
    dina = date.turns.get(contact__name="Dina Lund")
    date.turns.update(ended_at=date.offers_until, ended_because="list_over")
    page = asked_for(desk, date, [dina.claim])
    assert page.context["form"]["chosen"].value() == [dina.contact_id]
    assert "you chose" not in text(page)
    assert "those who waited to the end (1)" in text(page)


def test_nobody_in_the_group_is_said_and_nothing_is_written(desk, date):
    page = send(desk, to(date), to="attended")
    assert "There is nobody to write to" in text(page)
    assert not Mailing.objects.exists()


def test_whose_address_is_blocked_is_named_to_be_called(desk, date, clock):
    anna = date.registrations.get(contact__name="Anna Holm").contact
    suppression.bounced(anna.email, clock.now())
    page = text(look(desk, to(date)))
    assert "1 of them gets no mail" in page


def test_answers_can_go_to_the_writer(desk, date, coordinator):
    send(desk, to(date), reply_to=coordinator.email)
    assert Mailing.objects.get().reply_to == coordinator.email
    assert "Select a valid choice" in text(look(desk, to(date), reply_to="else@where.test"))


# Several dates


def test_the_same_text_goes_to_several_dates(desk, date):
    other = RegistrationFactory(occurrence__event__title="Another day").occurrence
    page = text(look(desk, to(date, other)))
    assert "To 3 people" in page
    assert "Another day" in page
    answer = send(desk, to(date, other))
    assert {it.occurrence for it in Mailing.objects.all()} == {date, other}
    assert "The same text to other dates" in text(desk.get(answer.url))


def test_the_dates_ticked_in_the_list_of_dates_are_written_to(desk, date):
    assert reverse("mailings:new") in text(desk.get(reverse("dates:index")))
    page = text(desk.get(f"{reverse('mailings:new')}?date={as_seen(date)}&next=/admin/dates/"))
    assert "everybody with a place (2)" in page


def test_dates_are_chosen_from_a_list_that_can_be_searched(desk, date):
    OccurrenceFactory(event__title="Another day")
    page = text(desk.get(reverse("mailings:new"), follow=True))
    assert "A day in Køge" in page
    assert "Another day" in page
    found = text(desk.get(reverse("mailings:choose"), {"q": "another"}))
    assert "A day in Køge" not in found
    assert "No date of such an event." in text(desk.get(reverse("mailings:choose"), {"q": "zzz"}))
    assert "A day in Køge" not in text(desk.get(reverse("mailings:choose"), {"when": "past"}))


# Stop, change, use again


def test_stop_stops_it_and_once_it_has_left_says_so(desk, date, clock):
    first, second = written(date), written(date)
    page = desk.post(reverse("mailings:stop", args=[first.pk]), follow=True)
    assert "Stopped. Nobody gets it." in text(page)
    clock.move(mailings.WAIT)
    mailing_out.send_due()
    page = desk.post(reverse("mailings:stop", args=[second.pk]), follow=True)
    assert "the mail has left" in text(page)
    assert Message.objects.filter(mailing=first.pk).count() == 0


def test_change_stops_it_and_goes_on_with_the_same_text_to_the_same_people(desk, date):
    anna = date.registrations.get(contact__name="Anna Holm")
    mailing = written(date, to=Recipients.CHOSEN, chosen=[anna.contact_id])
    answer = desk.post(reverse("mailings:change", args=[mailing.pk]))
    mailing.refresh_from_db()
    assert mailing.stopped_at
    form = desk.get(answer.url).context["form"]
    assert form["subject"].value() == "The bus"
    assert form["to"].value() == "chosen"
    assert form["chosen"].value() == [anna.contact_id]


def test_change_names_whom_it_was_for_when_they_have_left_and_chooses_nobody_else(desk, date):
    anna = date.registrations.get(contact__name="Anna Holm")
    mailing = written(date, to=Recipients.CHOSEN, chosen=[anna.contact_id])
    registrations.cancel(anna.pk, actor=office(), reason="Ill")
    page = desk.post(reverse("mailings:change", args=[mailing.pk]), follow=True)
    form = page.context["form"]
    assert (form["to"].value(), form["chosen"].value()) == ("chosen", [])
    assert "1 of those you chose gets no mail" in text(page)
    assert "Anna Holm (removed by the office)" in text(page)


def test_a_text_that_was_for_some_is_not_for_everybody_on_another_date(desk, date):
    anna = date.registrations.get(contact__name="Anna Holm")
    mailing = written(date, to=Recipients.CHOSEN, chosen=[anna.contact_id])
    other = RegistrationFactory().occurrence
    form = desk.get(to(other, again=mailing.pk)).context["form"]
    assert form["to"].value() == "chosen"
    assert not form["chosen"].value()


def test_several_are_stopped_and_changed_together(desk, date):
    other = RegistrationFactory().occurrence
    send(desk, to(date, other))
    first = Mailing.objects.order_by("pk")[0]
    answer = desk.post(reverse("mailings:change", args=[first.pk]), {"all": "1"})
    assert not Mailing.objects.pending().exists()
    assert set(parse_qs(urlsplit(answer.url).query)["date"]) == {str(date.pk), str(other.pk)}


def test_an_earlier_text_is_used_again_for_another_date(desk, date):
    mailing = written(date)
    page = desk.get(reverse("mailings:edit", args=[mailing.pk]))
    assert page.context["again_url"] == f"{reverse('mailings:choose')}?again={mailing.pk}"
    other = RegistrationFactory().occurrence
    form = desk.get(to(other, again=mailing.pk)).context["form"]
    assert form["text"].value() == "It leaves at 8."


# One person


def test_somebody_is_written_to_from_their_own_screen(desk, date, clock):
    anna = date.registrations.get(contact__name="Anna Holm").contact
    url = reverse("contacts:write", args=[anna.pk])
    assert url in text(desk.get(reverse("contacts:edit", args=[anna.pk])))
    answer = send(desk, f"{url}?about={date.pk}", subject="Your coat", text="It is here, {title}.")
    mailing = Mailing.objects.get()
    assert (mailing.contact, mailing.occurrence) == (anna, date)
    assert "Anna Holm" in text(desk.get(answer.url))
    clock.move(mailings.WAIT)
    mailing_out.send_due()
    assert Message.objects.get(kind="mailing").to == anna.email
    history = text(desk.get(reverse("contacts:edit", args=[anna.pk])))
    assert "mail from the office" in history
    assert "Your coat" in history


def test_about_no_date_there_is_no_title_to_say(desk):
    person = ContactFactory(language="en")
    url = reverse("contacts:write", args=[person.pk])
    page = text(look(desk, url, text="Hello {title}", subject="Your call"))
    assert "This mail has no name {title}" in page
    send(desk, url, text="Hello {first_name}", subject="Your call")
    assert Mailing.objects.get().with_link is False


def test_a_changed_mail_to_one_person_goes_back_to_that_person(desk, date):
    anna = date.registrations.get(contact__name="Anna Holm").contact
    told = {"actor": office(), "about": date.pk}
    mailing = mailings.write_to_person(anna.pk, mailings.Text("A coat", "It is here."), **told)
    answer = desk.post(reverse("mailings:change", args=[mailing.pk]))
    form = desk.get(answer.url).context["form"]
    assert (form["about"].value(), form["text"].value()) == (str(date.pk), "It is here.")


# What became of it


def test_the_mailings_own_page_names_whom_it_did_not_reach(desk, date, clock):
    mailing = written(date)
    clock.move(mailings.WAIT)
    mailing_out.send_due()
    anna = date.registrations.get(contact__name="Anna Holm").contact
    Postman(fails={anna.email}).deliver()
    page = text(desk.get(reverse("mailings:edit", args=[mailing.pk])))
    assert "1 did not arrive" in page
    assert reverse("contacts:edit", args=[anna.pk]) in page
    assert "550 no such user" in page
    mails = text(desk.get(reverse("mails:index"), {"mailing": mailing.pk, "state": "failed"}))
    assert anna.email in mails


def test_the_dates_messages_show_what_waits_and_what_left(desk, date, clock):
    url = reverse("dates:messages", args=[date.pk])
    assert "None yet. Write to everybody" in text(desk.get(url))
    sent = written(date)
    clock.move(mailings.WAIT)
    mailing_out.send_due()
    waiting = written(date)
    page = text(desk.get(url))
    assert reverse("mailings:stop", args=[waiting.pk]) in page
    assert reverse("mailings:edit", args=[sent.pk]) in page
    assert "2 on their way" in page


def test_the_list_is_searched_filtered_and_exported(desk, date, coordinator):
    written(date)
    send(desk, to(date), subject="Christmas")
    index = reverse("mailings:index")
    assert "The bus" in text(desk.get(index))
    assert "The bus" not in text(desk.get(index, {"q": "christ"}))
    assert "The bus" not in text(desk.get(index, {"written": "me"}))
    assert "The bus" not in text(desk.get(index, {"state": "sent"}))
    assert "No" in text(desk.get(index, {"missed": "true"}))
    csv = b"".join(desk.get(index, {"export": "csv"}).streaming_content)
    assert "Christmas" in csv.decode("utf-8-sig")


def test_a_text_that_is_deleted_is_said_to_be(desk, date):
    mailing = written(date)
    Mailing.objects.update(subject="", text="")
    page = text(desk.get(reverse("mailings:edit", args=[mailing.pk])))
    assert "(text deleted)" in page
    assert "Use the text again" not in page


# Who may, and what it costs


def test_only_who_may_write_writes_stops_or_changes(outsider, date):
    mailing = written(date)
    for name in ("stop", "change"):
        assert outsider.post(reverse(f"mailings:{name}", args=[mailing.pk])).status_code == 302
    fill_in = WORDS | {"to": "confirmed", "go": "1"}
    assert outsider.post(to(date), fill_in).status_code == 302
    mailing.refresh_from_db()
    assert mailing.is_pending
    assert Mailing.objects.count() == 1


def test_stop_and_change_answer_only_to_a_post(desk, date):
    mailing = written(date)
    for name in ("stop", "change"):
        assert desk.get(reverse(f"mailings:{name}", args=[mailing.pk])).status_code == 405


def test_many_people_and_dates_take_no_more_statements(desk, date, django_assert_max_num_queries):
    def asked(url):
        with django_assert_max_num_queries(60) as found:
            assert desk.get(url).status_code == 200
        return len(found)

    mailing = written(date)
    urls = [
        to(date),
        reverse("mailings:index"),
        reverse("mailings:choose"),
        reverse("mailings:edit", args=[mailing.pk]),
        reverse("dates:messages", args=[date.pk]),
    ]
    before = [asked(url) for url in urls]
    for _ in range(5):
        RegistrationFactory(occurrence=date)
        written(date)
        written(RegistrationFactory(occurrence__event=EventFactory()).occurrence)
    assert [asked(url) for url in urls] == before


@pytest.mark.parametrize(
    "query", ["date=9" + "9" * 30, "date=-1", "date=x", "date=1&again=" + "9" * 30]
)
def test_an_address_that_names_nothing_is_not_found(desk, query):
    assert desk.get(f"{reverse('mailings:new')}?{query}").status_code == 404


def test_odd_values_in_the_address_are_not_taken_for_people(desk, date):
    odd = to(date, again="9" * 30, chosen="x", claim="registration:x", to="nobody")
    assert desk.get(odd).status_code == 200
    person = reverse("contacts:write", args=[ContactFactory().pk])
    assert desk.get(f"{person}?about=x&again=y").status_code == 200
    assert desk.get(reverse("mails:index"), {"mailing": "x"}).status_code == 200
    assert desk.get(reverse("mails:index"), {"mailing": "9" * 30}).status_code == 200
