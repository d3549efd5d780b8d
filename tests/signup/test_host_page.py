"""A practice's visit behind its mailed link: the door, who comes, who came, cancelling."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from contacts.models import StageRecord
from events.domain import allocating, attendance, erasure, hosting_acts, scheduling
from events.domain import hosting as practices
from events.models import (
    Allocation,
    AnswerKind,
    CheckIn,
    HostContact,
    Hosting,
    HostInvite,
    HostLink,
    Moment,
    Registration,
    SpotKind,
)
from mail.models import Message
from office.models import Office
from signup.domain.host_visit import path
from tests.events.people import office
from tests.factories import (
    AnswerFactory,
    ContactFactory,
    HostContactFactory,
    HostFactory,
    HostingFactory,
    OccurrenceFactory,
    QuestionFactory,
    RegistrationFactory,
    SpotFactory,
    TurnFactory,
)
from tests.signup.hosts import mailed, opened, page, text

pytestmark = pytest.mark.django_db

NAMES = ["Asta Holm", "Bo Lind", "Carl Dam"]


@pytest.fixture
def visit(clock, reference) -> Hosting:
    """A practice's visit in 19 days, with three people."""
    hosting = HostingFactory(occurrence__capacity=4)
    for name in NAMES:
        comes(hosting, name)
    return hosting


@pytest.fixture
def link(visit) -> HostLink:
    return mailed(visit)


def comes(hosting: Hosting, name: str) -> Registration:
    """Somebody with a place: in their seventh semester, with a phone."""
    contact = ContactFactory(name=name, phone="+45 20 30 40 50")
    StageRecord.objects.create(
        contact=contact,
        stage="ka",
        study_start=date(2023, 9, 1),
        recorded_at=hosting.made_at,
        source="test",
    )
    return RegistrationFactory(occurrence=hosting.occurrence, contact=contact)


def the(name: str) -> Registration:
    return Registration.objects.get(contact__name=name)


def came(registration: Registration) -> str:
    return f"came_{registration.pk}_{registration.occurrence.first_day:%Y%m%d}"


def nobody_in(shown: str) -> bool:
    return not any(part in shown for part in ["Asta", "Holm", "Bo Lind", "20 30 40 50", "semester"])


def everything() -> list[object]:
    models = [HostLink, Hosting, CheckIn, Registration, Message, HostContact]
    return [list(model.objects.order_by("pk").values()) for model in models]


# The door


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_mail_scanner_opens_nothing_and_sees_nobody(client, link, method):
    before = everything()
    for name in ("host", "host_cancel", "host_notice", "host_calendar"):
        response = getattr(client, method)(path(link, name))
        assert response.status_code == 200
        assert nobody_in(text(response))
        assert not response.cookies
    assert everything() == before


def test_the_door_says_practice_and_time_and_has_one_button(client, link):
    shown = text(client.get(path(link)))
    assert link.contact.host.name in shown
    assert "Thursday 10 December 2026" in shown
    assert "09:00–15:00" in shown
    assert shown.count('name="act"') == 1


def test_the_browser_that_opens_the_link_keeps_it(client, link):
    response = client.post(path(link), {"act": "open"})
    (cookie,) = response.cookies.values()
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (path(link), True, "Lax")
    assert "Asta Holm" in page(client, link)
    link.refresh_from_db()
    assert cookie.value not in link.device


def test_another_browser_is_told_so_and_sees_nobody(client, link, other_browser):
    opened(client, link)
    for response in (
        other_browser.get(path(link)),
        other_browser.post(path(link), {"act": "open"}),
        other_browser.post(path(link), {"act": "save"}),
        other_browser.get(path(link, "host_notice")),
        other_browser.post(path(link, "host_cancel"), {"reason": "no"}),
    ):
        assert response.status_code == 403
        assert "another device" in text(response)
        assert nobody_in(text(response))
    assert Hosting.objects.get().cancelled_at is None


def test_another_browser_gets_a_link_of_its_own_by_mail(client, link, other_browser):
    opened(client, link)
    response = other_browser.post(path(link), {"act": "send"})
    assert response.status_code == 200
    assert link.contact.email not in text(response)
    assert "s•••@praksis.test" in text(response)
    mail = Message.objects.get(kind="host_link")
    assert mail.to == link.contact.email
    assert nobody_in(str(mail.facts))
    fresh = HostLink.objects.order_by("pk").last()
    opened(other_browser, fresh)
    assert "Asta Holm" in page(other_browser, fresh)
    assert "Asta Holm" in page(client, link)


def test_no_more_than_three_links_an_hour_are_mailed(client, link, other_browser, clock):
    opened(client, link)
    for _ in range(4):
        response = other_browser.post(path(link), {"act": "send"})
    assert response.status_code == 403
    assert "three links" in text(response)
    assert Message.objects.filter(kind="host_link").count() == 3
    clock.move(timedelta(hours=1))
    assert other_browser.post(path(link), {"act": "send"}).status_code == 200


def test_nothing_is_mailed_before_anybody_opened_the_link(client, link):
    client.post(path(link), {"act": "send"})
    assert not Message.objects.filter(kind="host_link").exists()


@pytest.mark.parametrize("how", ["time", "part", "left", "revoked", "foreign"])
def test_a_link_that_opens_nothing_says_what_to_do(client, link, visit, clock, how):
    Office.objects.create(
        valid_from=date(2026, 1, 1), name="Kontoret", controller="Region", phone="70 20 30 40"
    )
    opened(client, link)
    old = path(link)
    if how == "time":
        clock.stop(visit.ends_at + timedelta(days=7))
    elif how == "part":
        Hosting.objects.update(ended_at=clock.now())
    elif how == "left":
        HostContact.objects.update(left_at=clock.now())
    elif how == "revoked":
        HostContact.objects.update(link_version=2)
    else:
        old = old.replace(f"/{link.pk}-", f"/{mailed(visit).pk}-")
    for response in (client.get(old), client.post(old, {"act": "save"})):
        assert response.status_code == (404 if how == "foreign" else 410)
        assert "70 20 30 40" in text(response)
        assert nobody_in(text(response))
        assert response["Cache-Control"] == "no-store"


# Who comes


def test_a_practice_sees_name_stage_phone_and_signature_and_no_more(client, link, visit):
    must = QuestionFactory(
        event=visit.occurrence.event, kind=AnswerKind.STATEMENT, moment=Moment.SIGN_UP
    )
    AnswerFactory(
        contact=the("Asta Holm").contact, occurrence=visit.occurrence, question=must, value=True
    )
    opened(client, link)
    shown = page(client, link)
    assert all(name in shown for name in NAMES)
    assert "semester 7" in shown
    assert "tel:+4520304050" in shown
    assert shown.count("Statement signed") == 1
    assert shown.count("Statement not signed yet") == 2
    assert "@student.test" not in shown
    assert "until Thursday 17 December 2026" in shown


def test_a_practice_on_a_camp_sees_its_own_people_and_its_own_day(client, reference, clock):
    camp = OccurrenceFactory(camp=True, spots_shown_at=clock.now())
    start = camp.starts_at + timedelta(hours=18)
    hours = {"starts_at": start, "ends_at": start + timedelta(hours=5)}
    spot = SpotFactory(occurrence=camp, kind=SpotKind.HOST, name="", host=HostFactory(), **hours)
    saturday = HostingFactory(occurrence=camp, host=spot.host, spot=spot)
    mine, _other = comes(saturday, "Asta Holm"), comes(saturday, "Bo Lind")
    Allocation.objects.create(spot=spot, registration=mine, slot=spot.slot)
    link = mailed(saturday)
    opened(client, link)
    shown = page(client, link)
    assert "Asta Holm" in shown
    assert "Bo Lind" not in shown
    assert "Saturday 16 January 2027" in shown
    assert "1 of 2 is free" in shown
    allocating.hide(camp.pk, actor=office())
    assert "Asta Holm" not in page(client, link)

    camp.list_closed_at = camp.ends_at
    camp.save()
    clock.stop(camp.ends_at)
    shown = page(client, link)
    assert "Not answered" in shown
    assert "Did not come" not in shown


def test_places_and_who_waits_are_numbers_only(client, link, visit):
    TurnFactory(occurrence=visit.occurrence, contact__name="Dorte Waits")
    opened(client, link)
    shown = page(client, link)
    assert "1 of 4 is free" in shown or "0 of 4 are free" in shown
    assert "Dorte" not in shown


def test_a_page_costs_as_many_queries_with_many_people_as_with_few(client, link, visit, clock):
    QuestionFactory(event=visit.occurrence.event, kind=AnswerKind.STATEMENT)
    opened(client, link)
    clock.stop(visit.ends_at)
    page(client, link)
    with CaptureQueriesContext(connection) as few:
        page(client, link)
    for n in range(6):
        comes(visit, f"Person {n}")
    with CaptureQueriesContext(connection) as many:
        page(client, link)
    assert len(many) == len(few)


def test_the_notice_names_nobody(client, link):
    opened(client, link)
    shown = page(client, link, "host_notice")
    assert nobody_in(shown)
    assert "You decide." in shown


def test_the_calendar_file_holds_the_visit_and_nobody(client, link, visit):
    practices.follow()
    opened(client, link)
    assert path(link, "host_calendar") in page(client, link)
    response = client.get(path(link, "host_calendar"))
    assert nobody_in(text(response))
    (event,) = Calendar.from_ical(response.content).walk("VEVENT")
    assert event["DTSTART"].dt == visit.starts_at
    assert "ATTENDEE" not in event
    invite = HostInvite.objects.get(contact=link.contact)
    assert event["UID"] == f"{invite.uid}@praksisvej"
    assert event["ORGANIZER"] == f"mailto:{invite.organizer}"
    assert event["CREATED"].dt == invite.created_at


def test_there_is_no_calendar_file_before_the_invite_or_after_it_was_taken_back(
    client, link, visit
):
    opened(client, link)
    assert path(link, "host_calendar") not in page(client, link)
    assert client.get(path(link, "host_calendar"))["Location"] == path(link)
    practices.follow()
    HostInvite.objects.update(told=None)
    assert path(link, "host_calendar") not in page(client, link)


# Who came


def test_who_came_is_asked_from_the_start_and_said_in_one_form(client, link, visit, clock):
    opened(client, link)
    assert "Who came?" not in page(client, link)
    clock.stop(visit.ends_at + timedelta(hours=1))
    assert "Who came?" in page(client, link)
    asta, bo = the("Asta Holm"), the("Bo Lind")
    typed = {came(asta): "yes", came(bo): "no", "lines": "Fine\r\nday", "gladly_again": "yes"}
    response = client.post(path(link), {"act": "save", **typed}, follow=True)
    assert "Thank you, it is saved." in text(response)
    assert "1 person is still to be answered for" in text(response)
    assert list(Registration.objects.attended()) == [asta]
    assert {it.recorded_by for it in CheckIn.objects.all()} == {f"host:{link.contact.pk}"}
    visit.refresh_from_db()
    assert (visit.lines, visit.gladly_again) == ("Fine\nday", True)


def test_when_all_are_answered_the_page_says_when_the_list_closes(client, link, visit, clock):
    opened(client, link)
    clock.stop(visit.ends_at)
    said = {came(the(name)): "yes" for name in NAMES}
    response = client.post(path(link), {"act": "save", **said}, follow=True)
    assert "closes by itself on Sunday 13 December 2026 at 15:00" in text(response)
    hosting_acts.keep_open(visit.pk, actor=office())
    assert "keeps the list open" in text(client.get(f"{path(link)}?done=save"))


def test_what_was_said_can_be_corrected_and_a_colleague_is_not_undone(
    client, link, visit, other_browser, clock
):
    opened(client, link)
    colleague = mailed(visit)
    opened(other_browser, colleague)
    clock.stop(visit.ends_at)
    asta, bo = the("Asta Holm"), the("Bo Lind")
    client.post(path(link), {"act": "save", came(asta): "yes"})
    clock.move(timedelta(minutes=1))
    correction = {came(asta): "no", f"initial-{came(asta)}": "yes"}
    other_browser.post(path(colleague), {"act": "save", **correction})
    clock.move(timedelta(minutes=1))
    stale = {came(asta): "yes", f"initial-{came(asta)}": "yes", came(bo): "yes"}
    client.post(path(link), {"act": "save", **stale})
    assert list(Registration.objects.attended()) == [bo]


def test_lines_that_are_too_long_are_refused_and_kept(client, link, visit, clock):
    opened(client, link)
    clock.stop(visit.ends_at)
    typed = {came(the("Asta Holm")): "yes", "lines": "x" * 501}
    shown = text(client.post(path(link), {"act": "save", **typed}))
    assert "There are errors in the form" in shown
    assert "x" * 501 in shown
    assert not CheckIn.objects.exists()


def test_an_erased_person_is_no_nameless_line(client, link, visit, clock):
    opened(client, link)
    clock.stop(visit.ends_at)
    gone = the("Bo Lind")
    erasure.erase(gone.contact_id, actor=office())
    shown = page(client, link)
    assert came(gone) not in shown
    assert "Asta Holm" in shown


def test_a_closed_list_is_shown_and_cannot_be_changed(client, link, visit, clock):
    opened(client, link)
    clock.stop(visit.ends_at)
    asta = the("Asta Holm")
    attendance.check_in(asta.pk, visit.days[0], actor=office())
    attendance.close_list(visit.occurrence_id, actor=office())
    shown = page(client, link)
    assert "The list is closed" in shown
    assert came(asta) not in shown
    typed = {came(the("Bo Lind")): "yes", "lines": "Come again in spring"}
    response = client.post(path(link), {"act": "save", **typed})
    assert response.status_code == 409
    assert "Come again in spring" in text(response)
    assert list(Registration.objects.attended()) == [asta]


def test_a_camp_spot_and_a_long_visit_ask_for_each_day_that_has_begun(client, reference, clock):
    host = HostFactory()
    hosting = HostingFactory(host=host, occurrence=OccurrenceFactory(camp=True, host=host))
    asta = comes(hosting, "Asta Holm")
    link = mailed(hosting)
    opened(client, link)
    clock.stop(hosting.starts_at + timedelta(days=1))
    asked = client.get(path(link)).context["came"].asked
    assert list(asked.values()) == [(asta.pk, day) for day in hosting.days[:2]]


# We must cancel


def test_cancelling_early_asks_the_office_and_can_be_taken_back(client, link, visit):
    opened(client, link)
    assert "Tell the office that we must cancel" in page(client, link, "host_cancel")
    reason = {"reason": "The roof leaks", "at_once": ""}
    response = client.post(path(link, "host_cancel"), reason, follow=True)
    assert "You have said that you must cancel" in text(response)
    visit.refresh_from_db()
    assert visit.cancelled_because == "The roof leaks"
    assert not visit.occurrence.is_called_off
    response = client.post(path(link), {"act": "take_back"}, follow=True)
    assert "The visit stands as before" in text(response)
    assert Hosting.objects.get().cancelled_at is None


def test_cancelling_late_calls_off_and_tells_everybody(client, link, visit, clock):
    opened(client, link)
    clock.stop(visit.starts_at - timedelta(minutes=45))
    shown = page(client, link, "host_cancel")
    assert "3 people are told" in shown
    assert "Call the visit off now" in shown
    response = client.post(
        path(link, "host_cancel"), {"reason": "The roof leaks", "at_once": "True"}, follow=True
    )
    assert "This visit has been called off" in text(response)
    assert nobody_in(text(response))
    assert Message.objects.filter(kind="called_off").count() == 3
    assert client.get(path(link, "host_cancel")).status_code == 302


def test_cancelling_without_a_reason_is_refused_and_says_so_at_the_top(client, link):
    opened(client, link)
    shown = text(client.post(path(link, "host_cancel"), {"reason": " "}))
    assert "There are errors in the form" in shown
    assert Hosting.objects.get().cancelled_at is None


def test_what_would_happen_has_changed_since_the_page_was_shown(client, link, visit, clock):
    opened(client, link)
    clock.stop(visit.starts_at - timedelta(hours=47))
    response = client.post(path(link, "host_cancel"), {"reason": "The roof leaks", "at_once": ""})
    assert response.status_code == 409
    assert "Call the visit off now" in text(response)
    assert 'value="The roof leaks"' in text(response)
    assert Message.objects.count() == 0


def test_a_visit_the_office_called_off_says_so_and_offers_no_acts(client, link, visit):
    opened(client, link)
    scheduling.call_off(
        visit.occurrence_id, actor=office(), revision=visit.occurrence.revision, reason="Snow"
    )
    shown = page(client, link)
    assert "The office has called it off" in shown
    assert "Snow" in shown
    assert "We must cancel" not in shown
    assert nobody_in(shown)
    Hosting.objects.update(ended_at=visit.made_at)  # as the worker does right after
    assert page(client, link) == shown
    assert client.post(path(link), {"act": "take_back"}).status_code == 302
    assert client.post(path(link), {"act": "save"}).status_code == 409


# The year


def test_a_link_without_a_visit_goes_to_the_practices_year(client, visit):
    contact = HostContactFactory(host=visit.host, language="en")
    link = HostLink.objects.create(contact=contact, made_at=visit.made_at)
    opened(client, link)
    assert visit.occurrence.event.title in page(client, link)
    assert client.get(path(link, "host_notice")).status_code == 404


def test_a_link_speaks_its_contacts_language(client, visit):
    link = mailed(visit, HostContactFactory(host=visit.host, language="da"))
    response = client.get(path(link))
    assert response["Content-Language"] == "da"
    assert isinstance(client, Client)
