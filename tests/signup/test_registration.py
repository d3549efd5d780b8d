"""A registration's own page: the standard questions, and everything one can do there."""

import re
from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.test import Client
from icalendar import Calendar

from contacts.models import Contact
from events.domain import attendance, scheduling
from events.models import (
    Because,
    CheckIn,
    Intention,
    Occurrence,
    Registration,
    RegistrationState,
    Turn,
)
from mail.domain import links
from office.actor import SYSTEM
from signup.wording import consent_wording
from tests.factories import RegistrationFactory, TurnFactory
from tests.signup.people import (
    STUDENT,
    everything,
    link,
    mails_to,
    placed,
    press,
    sign_up,
    the_registration,
    waiting,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(client, occurrence) -> Registration:
    """Signed up, not confirmed yet."""
    sign_up(client, occurrence)
    return the_registration()


@pytest.fixture
def offered(client, occurrence) -> Registration:
    """The place of somebody who left, offered to the one who waited."""
    Occurrence.objects.filter(pk=occurrence.pk).update(capacity=1)
    first = placed(client, occurrence, "first@student.ku.dk")
    waiting(client, occurrence, "next@student.ku.dk")
    press(client, first, "cancel")
    return Registration.objects.get(state=RegistrationState.OFFERED)


@pytest.mark.parametrize(
    ("name", "email", "phone", "said"),
    [
        ("Mette", "m@x.dk", "12 34", "Mette, m@x.dk, 12 34"),
        ("", "m@x.dk", "12 34", "m@x.dk, 12 34"),
        ("", "", "12 34", "12 34"),
        ("Mette", "", "12 34", "Mette, 12 34"),
    ],
)
def test_whom_to_ask_is_said_with_commas_between_what_there_is(name, email, phone, said):
    event = {"contact_name": name, "contact_email": email, "contact_phone": phone}
    html = render_to_string("signup/_contact.html", {"occurrence": {"event": event}})
    words = " ".join(re.sub(r"<[^>]+>", "", html).split())
    assert words.partition("? ")[2] == said


# The standard questions


def test_the_link_shows_whose_it_is_and_what_was_typed(client, held):
    response = client.get(link(held))
    page = response.content.decode()
    assert response.status_code == 200
    assert "Asta H." in page
    assert 'value="Asta Marie Holm"' in page
    assert response.context["form"]["start_year"].value() == 2023


def test_the_page_is_kept_by_nobody_and_tells_nobody(client, held):
    for response in (client.get(link(held)), client.get("/registration/1-x/")):
        assert response["Cache-Control"] == "no-store"
        assert response["Referrer-Policy"] == "no-referrer"
        assert "noindex" in response["X-Robots-Tag"]
        assert not response.cookies


def test_opening_the_link_changes_nothing(client, held):
    before = everything()
    assert client.get(link(held)).status_code == 200
    assert client.head(link(held)).status_code == 200
    assert client.options(link(held)).status_code == 405
    assert everything() == before


def test_a_wrong_link_is_not_found_and_says_what_to_do(client, held):
    token = links.make("registration", held.pk, held.link_version)
    for wrong in (token[:-1], token[:-1] + "!", f"9{token}", token.replace("-", "."), "x"):
        response = client.get(f"/registration/{wrong}/")
        assert response.status_code == 404, wrong
        assert "/my-sign-ups/" in response.content.decode()
        assert "Asta" not in response.content.decode()


def test_a_link_for_another_purpose_opens_nothing(client, held):
    token = links.make("turn", held.pk, held.link_version)
    assert client.get(f"/registration/{token}/").status_code == 404
    token = links.make("registration", held.pk, held.link_version)
    assert client.get(f"/turn/{token}/").status_code == 404
    assert client.get(f"/my-data/{token}/").status_code == 404


def test_a_link_of_another_person_opens_only_theirs(client, occurrence):
    mine = placed(client, occurrence, "mine@student.ku.dk")
    theirs = RegistrationFactory(occurrence=occurrence)
    token = links.make("registration", mine.pk, mine.link_version)
    stolen = token.replace(str(mine.pk), str(theirs.pk), 1)
    response = client.post(f"/registration/{stolen}/", {"act": "cancel"})
    assert response.status_code == 404
    theirs.refresh_from_db()
    assert theirs.is_confirmed


def test_a_revoked_link_is_gone(client, held):
    old = link(held)
    Registration.objects.update(link_version=2)
    for response in (client.get(old), client.post(old, {"act": "confirm"})):
        assert response.status_code == 410
        assert "Asta" not in response.content.decode()
    assert not Contact.objects.exists()


def test_a_link_ends_30_days_after_the_event(client, occurrence, clock):
    registration = placed(client, occurrence)
    clock.stop(occurrence.ends_at + timedelta(days=30, seconds=-1))
    assert client.get(link(registration)).status_code == 200
    clock.stop(occurrence.ends_at + timedelta(days=30))
    assert client.get(link(registration)).status_code == 410


def test_a_claim_that_was_deleted_leaves_a_link_to_nothing(client, held):
    path = link(held)
    Registration.objects.all().delete()
    assert client.get(path).status_code == 404


def test_a_button_that_does_not_exist_changes_nothing(client, held):
    before = everything()
    assert client.post(link(held), {"act": "explode"}).status_code == 200
    assert client.post(link(held)).status_code == 200
    assert everything() == before


def test_a_mail_scanner_that_opens_every_link_changes_nothing(client, offered):
    before = everything()
    scanner = Client()
    seen, waiting_for = set(), [link(offered)]
    while waiting_for:
        path = waiting_for.pop()
        seen.add(path)
        page = scanner.get(path, follow=True).content.decode()
        ours = [part.split('"')[0] for part in page.split('href="')[1:]]
        here = [path.split("?")[0] + it if it.startswith("?") else it for it in ours]
        waiting_for += [it for it in here if it.startswith("/registration/") and it not in seen]
    assert everything() == before


# Proof


def test_pressing_the_button_gives_the_place(client, held):
    response = press(client, held)
    assert response.status_code == 200
    assert response.context["standing"] == "confirmed"
    held.refresh_from_db()
    assert held.is_confirmed
    assert mails_to("asta@student.ku.dk") == ["prove", "place"]


def test_pressing_twice_shows_success_twice_and_writes_once(client, held):
    first, second = press(client, held), press(client, held)
    assert first.context["standing"] == second.context["standing"] == "confirmed"
    assert mails_to("asta@student.ku.dk") == ["prove", "place"]


def test_a_consent_is_read_before_the_button_that_gives_it(client, held):
    def before_the_button() -> str:
        return client.get(link(held)).content.decode().partition('value="confirm"')[0]

    wording = str(consent_wording())
    assert wording not in before_the_button()
    sign_up(client, held.occurrence, consent="on")
    assert wording in before_the_button()


def test_what_was_typed_is_corrected_before_it_counts(client, held):
    press(client, held, **STUDENT | {"name": "Asta M. Holm", "start_year": "2022"})
    contact = Contact.objects.get()
    assert contact.name == "Asta M. Holm"
    assert contact.stages.get().study_start.year == 2022


def test_a_wrong_correction_is_said_and_nothing_is_confirmed(client, held):
    response = press(client, held, **STUDENT | {"name": "", "phone": "30 30 30 30"})
    assert response.context["form"].errors.keys() == {"name"}
    assert 'value="30 30 30 30"' in response.content.decode()
    held.refresh_from_db()
    assert held.state == RegistrationState.UNCONFIRMED


def test_a_late_link_still_gives_a_place_and_leads_on_to_it(client, held, clock):
    clock.move(timedelta(hours=25))
    scheduling_tick()
    held.refresh_from_db()
    assert held.state == RegistrationState.LAPSED
    assert client.get(link(held)).context["standing"] == "proof"
    response = press(client, held)
    assert response.context["standing"] == "confirmed"
    new = Registration.objects.confirmed().get()
    assert new != held
    assert client.get(link(held))["Location"] == link(new)
    assert press(client, held).context["standing"] == "confirmed"


def scheduling_tick() -> None:
    from events.domain.tick import tick

    tick()


def test_a_late_link_after_the_end_of_sign_up_says_so(client, held, clock, occurrence):
    clock.stop(occurrence.closes_at)
    scheduling_tick()
    response = press(client, held)
    assert response.status_code == 200
    assert "signup/too_late.html" in [it.name for it in response.templates]
    assert not Registration.objects.holding().exists()


def test_this_was_not_me_ends_the_claim_and_closes_the_link(client, held):
    response = press(client, held, "not_me")
    assert response.status_code == 200
    held.refresh_from_db()
    assert held.ended_because == Because.NOT_ME
    assert client.get(link(held)).status_code == 410
    assert client.post(link(held), {"act": "confirm"}).status_code == 410
    assert not Contact.objects.exists()


def test_this_was_not_me_cannot_end_a_confirmed_place(client, occurrence):
    registration = placed(client, occurrence)
    press(client, registration, "not_me")
    registration.refresh_from_db()
    assert registration.is_confirmed


def test_the_proof_page_lists_what_else_the_address_has_to_confirm(client, clock, reference):
    from tests.factories import open_occurrence

    dates = [open_occurrence() for _ in range(4)]
    for date in dates:
        sign_up(Client(), date)
    turn = Turn.objects.get()  # the fourth had no mail
    first = Registration.objects.earliest("pk")
    page = client.get(link(first)).content.decode()
    assert link(turn) in page
    assert link(first) not in page
    page = press(client, first).content.decode()
    assert link(turn) in page
    assert press(client, turn).context["standing"] == "confirmed"


# A place


def test_the_page_of_a_place_says_when_and_where_in_the_persons_language(client, occurrence):
    registration = placed(client, occurrence)
    Registration.objects.update(language="en")
    page = client.get(link(registration), headers={"Accept-Language": "da"})
    assert page["Content-Language"] == "en"
    assert "You have a place" in page.content.decode()
    assert "10 December 2026" in page.content.decode()
    assert occurrence.location in page.content.decode()


def test_a_place_on_a_date_that_is_over_is_one_somebody_had(client, occurrence, clock):
    registration = placed(client, occurrence)
    Registration.objects.update(language="en")
    clock.stop(occurrence.ends_at)
    assert client.get(link(registration)).context["heading"] == "You had a place"


def test_the_calendar_file_has_the_uid_of_the_invite(client, occurrence):
    registration = placed(client, occurrence)
    url = client.get(link(registration)).context["invite_url"]
    response = client.get(url)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert "attachment" in response["Content-Disposition"]
    [event] = Calendar.from_ical(response.content).walk("VEVENT")
    assert str(registration.uid) in event["UID"]
    assert "ATTENDEE" not in event
    assert client.post(url).status_code == 405


def test_there_is_no_calendar_file_of_an_offer(client, offered):
    token = links.make("registration", offered.pk, offered.link_version)
    assert client.get(f"/registration/{token}/invite.ics").status_code == 404


def test_cancelling_is_asked_about_first(client, occurrence):
    registration = placed(client, occurrence)
    page = client.get(link(registration) + "?step=cancel").content.decode()
    assert 'value="cancel"' in page
    assert 'value="cancel"' not in client.get(link(registration)).content.decode()
    registration.refresh_from_db()
    assert registration.is_confirmed


def test_cancelling_frees_the_place_and_says_so_twice(client, occurrence):
    registration = placed(client, occurrence)
    for _ in range(2):
        response = press(client, registration, "cancel")
        assert response.context["standing"] == "ended"
        assert f"/sign-up/{occurrence.pk}/" in response.content.decode()
    registration.refresh_from_db()
    assert registration.ended_because == Because.CANCELLED
    assert mails_to("asta@student.ku.dk") == ["prove", "place", "cancelled"]


def test_nobody_cancels_what_has_begun(client, occurrence, clock):
    registration = placed(client, occurrence)
    clock.stop(occurrence.starts_at)
    response = press(client, registration, "cancel")
    assert response.status_code == 409
    assert response.context["refused"]
    registration.refresh_from_db()
    assert registration.is_confirmed


def test_my_data_is_mailed_from_the_page_and_only_to_the_person(client, occurrence):
    registration = placed(client, occurrence)
    press(client, registration, "my_data")
    assert mails_to("asta@student.ku.dk") == ["prove", "place", "my_data"]


def test_a_called_off_date_says_why(client, occurrence):
    registration = placed(client, occurrence)
    occurrence.refresh_from_db()
    scheduling.call_off(
        occurrence.pk, actor=SYSTEM, reason="The ferry is broken.", revision=occurrence.revision
    )
    page = client.get(link(registration)).content.decode()
    assert "The ferry is broken." in page


# An offer


def test_an_offer_says_until_when_and_is_accepted(client, offered):
    page = client.get(link(offered))
    assert page.context["standing"] == "offered"
    assert page.context["lead"]
    assert press(client, offered, "accept").context["standing"] == "confirmed"
    assert press(client, offered, "accept").context["standing"] == "confirmed"
    assert Turn.objects.get().ended_because == Because.ACCEPTED


def test_an_offer_is_declined_twice_and_ends_once(client, offered):
    for _ in range(2):
        assert press(client, offered, "decline").context["standing"] == "ended"
    offered.refresh_from_db()
    assert offered.ended_because == Because.DECLINED


def test_an_offer_that_has_ended_is_not_accepted(client, offered, clock):
    clock.stop(offered.occurrence.offers_until)
    response = press(client, offered, "accept")
    assert response.status_code == 409
    assert response.context["standing"] == "ended"
    assert response.context["refused"]
    assert not Registration.objects.confirmed().exists()


def test_nothing_is_offered_so_nothing_is_accepted(client, held):
    assert press(client, held, "accept").status_code == 409
    held.refresh_from_db()
    assert held.state == RegistrationState.UNCONFIRMED


# A date that moved


def test_after_a_move_the_person_says_once_that_they_can_still_come(client, occurrence):
    registration = placed(client, occurrence)
    assert "still_coming" not in client.get(link(registration)).content.decode()
    move(occurrence)
    assert 'value="still_coming"' in client.get(link(registration)).content.decode()
    page = press(client, registration, "still_coming")
    assert page.context["done"] == "still_coming"
    assert 'value="still_coming"' not in client.get(link(registration)).content.decode()
    registration.refresh_from_db()
    assert registration.is_confirmed


def test_one_tap_says_no_and_frees_the_place(client, occurrence):
    registration = placed(client, occurrence)
    waits = TurnFactory(occurrence=occurrence)
    Occurrence.objects.update(capacity=1)
    move(occurrence)
    page = client.get(link(registration)).content.decode()
    assert 'name="act" value="cancel"' in page
    assert 'value="still_coming"' in page
    press(client, registration, "cancel")
    registration.refresh_from_db()
    waits.refresh_from_db()
    assert (registration.ended_because, bool(waits.offer)) == ("cancelled", True)


def move(occurrence: Occurrence) -> None:
    occurrence.refresh_from_db()
    week = timedelta(days=7)
    scheduling.move(
        occurrence.pk,
        actor=SYSTEM,
        revision=occurrence.revision,
        starts_at=occurrence.starts_at + week,
        ends_at=occurrence.ends_at + week,
    )


# Afterwards


def test_who_came_is_asked_once_more_and_answers_once(client, occurrence, clock):
    registration = placed(client, occurrence)
    clock.stop(occurrence.starts_at)
    attendance.check_in(registration.pk, occurrence.first_day, actor=SYSTEM)
    clock.stop(occurrence.ends_at + timedelta(days=2))
    assert 'value="answer"' in client.get(link(registration)).content.decode()
    press(client, registration, "answer", likelihood="9")
    after = Intention.objects.get(moment=Intention.Moment.AFTER)
    assert after.value == 9
    assert 'value="answer"' not in client.get(link(registration)).content.decode()


def test_an_answer_that_is_none_is_refused(client, occurrence, clock):
    registration = placed(client, occurrence)
    clock.stop(occurrence.starts_at)
    attendance.check_in(registration.pk, occurrence.first_day, actor=SYSTEM)
    clock.stop(occurrence.ends_at)
    for value in ("", "11", "-1", "x"):
        response = press(client, registration, "answer", likelihood=value)
        assert response.context["question"].errors
    assert not Intention.objects.filter(moment=Intention.Moment.AFTER).exists()


def test_who_did_not_come_is_not_asked(client, occurrence, clock):
    registration = placed(client, occurrence)
    clock.stop(occurrence.ends_at)
    assert 'value="answer"' not in client.get(link(registration)).content.decode()
    press(client, registration, "answer", likelihood="9")
    assert not Intention.objects.filter(moment=Intention.Moment.AFTER).exists()
    assert not CheckIn.objects.exists()
