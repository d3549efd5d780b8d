"""Attendance on a phone: who may open the list, what it shows, and what a link opens for others."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from contacts.models import StageRecord
from events.domain import attendance, helper_passes, registrations
from events.models import CheckIn, HelperPass, Occurrence, WalkIn
from mail.domain import links
from tests.events.people import office
from tests.factories import (
    NOW,
    CoordinatorFactory,
    OccurrenceFactory,
    RegistrationFactory,
    of_group,
)


@pytest.fixture
def camp(clock, reference) -> Occurrence:
    """A camp that began an hour ago, with Zenobia Quist on it."""
    camp = OccurrenceFactory(camp=True)
    place = RegistrationFactory(
        occurrence=camp,
        contact__name="Zenobia Quist",
        contact__email="zenobia@student.test",
        contact__phone="+4511223344",
    )
    StageRecord.objects.create(contact=place.contact, stage="ka", recorded_at=NOW, source="x")
    clock.stop(camp.starts_at + timedelta(hours=1))
    return camp


@pytest.fixture
def made(camp) -> HelperPass:
    return helper_passes.make(camp.pk, "Idas phone", actor=office())


@pytest.fixture
def phone(made) -> Client:
    """The phone that opened the helper's link."""
    phone = Client()
    assert phone.post(path(made)).url == page(made.occurrence)
    return phone


def path(made: HelperPass) -> str:
    return reverse("signup:helper", args=[links.make("helper", made.pk, 1)])


def page(camp: Occurrence) -> str:
    return reverse("signup:door", args=[camp.pk])


def code(place) -> str:
    token = links.make("check-in", place.pk, place.link_version)
    return reverse("signup:check_in", args=[token])


def sync(client: Client, camp: Occurrence, *taps, walk_ins=(), **more):
    """What the phone's script sends now."""
    from office import clock

    now = clock.now().timestamp() * 1000
    rows = [{"at": now - 1000, "day": str(camp.first_day), **it} for it in taps]
    body = {"now": now, "taps": rows, "walk_ins": list(walk_ins), **more}
    url = reverse("signup:door_sync", args=[camp.pk])
    return client.post(url, json.dumps(body), content_type="application/json")


def a_tap(place, present=True, **more) -> dict:
    return {"tap": str(uuid4()), "registration": place.pk, "present": present, **more}


def here(camp) -> set[int]:
    rows = CheckIn.objects.filter(registration__occurrence=camp).present()
    return set(rows.values_list("registration_id", flat=True))


def says_nothing_of_anybody(response) -> bool:
    text = response.content.decode()
    return not any(word in text for word in ("Zenobia", "Quist", "zenobia", "11223344"))


# The link


def test_the_first_phone_keeps_the_link_and_others_are_told(made):
    phone, other = Client(), Client()
    shown = phone.get(path(made))
    assert shown.status_code == 200
    assert says_nothing_of_anybody(shown)
    assert "Zenobia" in phone.post(path(made), follow=True).content.decode()
    assert phone.get(path(made)).url == page(made.occurrence)
    for answer in (other.get(path(made)), other.post(path(made))):
        assert answer.status_code == 403
        assert says_nothing_of_anybody(answer)
    assert other.get(page(made.occurrence)).status_code == 403


def test_a_scanner_that_opens_the_link_takes_it_from_nobody(made):
    before = HelperPass.objects.values().get()
    for _ in range(2):
        assert Client().get(path(made)).status_code == 200
        assert Client().head(path(made)).status_code == 200
    assert HelperPass.objects.values().get() == before


def test_a_link_that_was_revoked_or_is_over_opens_nothing(made, phone, clock):
    helper_passes.revoke(made.pk, actor=office())
    assert phone.get(path(made)).status_code == 410
    assert phone.get(page(made.occurrence)).status_code == 410
    again = helper_passes.make(made.occurrence_id, "Idas phone", actor=office())
    clock.stop(again.ends_at)
    assert Client().post(path(again)).status_code == 410
    assert Client().get("/helper/1-nothing/").status_code == 404


def test_a_helper_reads_no_other_dates_list(phone, clock):
    other = RegistrationFactory(occurrence__starts_at=clock.now() - timedelta(hours=1)).occurrence
    assert phone.get(page(other)).status_code == 403
    answer = sync(phone, other, a_tap(other.registrations.get()))
    assert (answer.status_code, answer.json()) == (403, {"state": "nobody", "answers": []})
    assert not CheckIn.objects.exists()


def test_the_list_is_ready_the_day_before_and_not_earlier(phone, camp, clock):
    clock.stop(attendance.first_moment(camp) - timedelta(hours=37))
    early = phone.get(page(camp))
    assert early.status_code == 403
    assert says_nothing_of_anybody(early)
    clock.move(timedelta(hours=2))
    ready = phone.get(page(camp)).content.decode()
    assert "Zenobia" in ready
    assert "data-early" in ready


# The page


def test_names_and_stages_and_nothing_else(phone, camp):
    shown = phone.get(page(camp))
    text = shown.content.decode()
    assert "Zenobia" in text
    assert "Kandidat" in text
    assert "11223344" not in text
    assert "zenobia@" not in text
    assert shown["Cache-Control"] == "no-store"
    assert shown["Referrer-Policy"] == "strict-origin"


def test_tap_and_undo_without_javascript(phone, camp):
    place = camp.registrations.get()
    number = uuid4()
    url = reverse("signup:door_tap", args=[camp.pk])
    for _ in range(2):
        sent = {"day": str(camp.first_day), "tap": f"{place.pk}:1:{number}"}
        shown = phone.post(url, sent, follow=True)
    assert CheckIn.objects.get().recorded_by.startswith("helper:")
    assert 'aria-pressed="true"' in shown.content.decode()
    assert f"{place.pk}:0:" in shown.content.decode()
    phone.post(url, {"day": str(camp.first_day), "tap": f"{place.pk}:0:{uuid4()}"})
    assert here(camp) == set()
    assert phone.post(url, {"tap": "nonsense"}).status_code == 400
    assert phone.get(url).status_code == 405


def test_search_and_day_without_javascript(phone, camp):
    RegistrationFactory(occurrence=camp, contact__name="Søren Ås")
    found = phone.get(page(camp), {"q": "soren"}).content.decode()
    people = found[found.index("door-people") : found.index("<template")]
    assert "Søren" in people
    assert "Zenobia" not in people


def test_somebody_without_a_place_without_javascript(phone, camp):
    url = reverse("signup:door_walk_in", args=[camp.pk])
    empty = phone.post(url, {"name": " ", "email": "gro@student.test"})
    assert empty.status_code == 400
    assert "gro@student.test" in empty.content.decode()
    number = uuid4()
    for _ in range(2):
        shown = phone.post(url, {"name": "Gro Nu", "tap": number}, follow=True)
    assert WalkIn.objects.get().name == "Gro Nu"
    assert "Gro Nu" in shown.content.decode()


def test_a_refused_tap_says_why(phone, camp):
    place = camp.registrations.get()
    registrations.cancel(place.pk, actor=office(), reason="Ill")
    url = reverse("signup:door_tap", args=[camp.pk])
    assert phone.post(url, {"tap": f"{place.pk}:1:{uuid4()}"}).status_code == 409


def test_the_page_asks_as_often_for_thirty_people(phone, camp, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as for_one:
        phone.get(page(camp))
    RegistrationFactory.create_batch(29, occurrence=camp)
    for place in camp.registrations.all()[:20]:
        attendance.check_in(place.pk, camp.first_day, actor=office())
    with django_assert_num_queries(len(for_one)):
        assert phone.get(page(camp)).content.decode().count("data-pk=") == 31
    with CaptureQueriesContext(connection) as for_one:
        sync(phone, camp, a_tap(camp.registrations.first()))
    with django_assert_num_queries(len(for_one)):
        sync(phone, camp, *map(a_tap, camp.registrations.all()))


# Signed in


def test_a_coordinator_opens_the_list_and_stands_in_the_log(camp, client):
    user = CoordinatorFactory()
    client.force_login(user)
    assert "Zenobia" in client.get(page(camp)).content.decode()
    assert sync(client, camp, a_tap(camp.registrations.get())).status_code == 200
    assert CheckIn.objects.get().recorded_by == f"user:{user.pk}"


def test_who_only_checks_in_sees_todays_dates_and_may_send_later(camp, client, clock):
    client.force_login(of_group("Check-in helper"))
    assert "Zenobia" in client.get(page(camp)).content.decode()
    tomorrow = RegistrationFactory(occurrence__starts_at=clock.now() + timedelta(days=1)).occurrence
    assert client.get(page(tomorrow)).status_code == 403
    clock.stop(camp.ends_at + timedelta(hours=20))
    assert client.get(page(camp)).status_code == 410
    told = a_tap(camp.registrations.get(), at=(camp.ends_at.timestamp() - 60) * 1000)
    answer = sync(client, camp, told)
    assert answer.status_code == 410
    assert answer.json()["answers"][0]["fate"] == "accepted"


def test_an_editor_and_a_stranger_see_nobody(camp, client):
    assert says_nothing_of_anybody(client.get(page(camp)))
    client.force_login(of_group("Editor"))
    refused = client.get(page(camp))
    assert refused.status_code == 403
    assert says_nothing_of_anybody(refused)


def test_without_the_second_factor_a_colleague_sees_nobody(camp, client, settings):
    settings.MFA_REQUIRED = True
    client.force_login(CoordinatorFactory())
    for url in (page(camp), code(camp.registrations.get())):
        assert client.get(url).url == reverse("mfa_index")


# What the phone's queue sends


def test_each_tap_is_answered_and_the_list_comes_back(phone, camp):
    place = camp.registrations.get()
    one = a_tap(place)
    wrong = {"tap": "x", "registration": "y"}
    told = sync(phone, camp, one, wrong).json()
    assert told["state"] == "open"
    assert {it["fate"] for it in told["answers"]} == {"accepted", "refused"}
    assert told["roster"]["taps"][f"{place.pk} {camp.first_day}"][0] is True
    assert sync(phone, camp, one).json()["answers"][0]["fate"] == "known"


def test_a_walk_in_of_the_queue_is_kept_once(phone, camp):
    told = {"tap": str(uuid4()), "day": str(camp.first_day), "name": "Gro", "at": 0}
    nameless = {**told, "tap": str(uuid4()), "name": ""}
    for _ in range(2):
        answers = sync(phone, camp, walk_ins=[told, nameless]).json()["answers"]
    assert [it["fate"] for it in answers] == ["accepted", "refused"]
    assert WalkIn.objects.get().name == "Gro"


def test_nonsense_is_refused_and_changes_nothing(phone, camp):
    url = reverse("signup:door_sync", args=[camp.pk])
    for body in ("[]", "{}", "no", '{"now": "soon"}', '{"now": 1e999}'):
        assert phone.post(url, body, content_type="application/json").status_code == 400
    assert phone.post(url, {"now": 1}).status_code == 403
    other_site = {"HTTP_SEC_FETCH_SITE": "cross-site"}
    answer = phone.post(url, '{"now": 1}', content_type="application/json", **other_site)
    assert answer.status_code == 403
    assert phone.get(url).status_code == 405


def test_closing_takes_what_was_tapped_before_and_shows_nobody(phone, camp, clock):
    place = camp.registrations.get()
    attendance.close_list(camp.pk, actor=office())
    clock.move(timedelta(hours=2))
    before = a_tap(place, at=(camp.starts_at.timestamp() + 60) * 1000)
    answer = sync(phone, camp, before)
    assert answer.status_code == 410
    told = answer.json()
    assert (told["state"], told["answers"][0]["fate"]) == ("closed", "accepted")
    assert "roster" not in told
    assert "cache" in answer["Clear-Site-Data"]
    assert here(camp) == {place.pk}
    late = sync(phone, camp, a_tap(place, False)).json()["answers"][0]
    assert late["fate"] == "refused"
    shown = phone.get(page(camp))
    assert shown.status_code == 410
    assert says_nothing_of_anybody(shown)
    for name in ("door_tap", "door_walk_in"):
        sent = {"tap": f"{place.pk}:1:{uuid4()}", "name": "Gro"}
        refused = phone.post(reverse(f"signup:{name}", args=[camp.pk]), sent)
        assert refused.status_code in {409, 410}
        assert says_nothing_of_anybody(refused)


def test_a_phone_without_network_until_the_next_morning_loses_nothing(phone, camp, clock):
    place = camp.registrations.get()
    clock.stop(camp.ends_at + timedelta(hours=20))
    told = sync(phone, camp, a_tap(place, at=(camp.ends_at.timestamp() - 60) * 1000)).json()
    assert (told["state"], told["answers"][0]["fate"]) == ("over", "accepted")
    clock.stop(camp.ends_at + timedelta(days=8))
    assert sync(phone, camp, a_tap(place)).json()["state"] == "nobody"


def test_a_revoked_phone_sends_and_reads_nothing(phone, made, camp):
    helper_passes.revoke(made.pk, actor=office())
    answer = sync(phone, camp, a_tap(camp.registrations.get()))
    assert (answer.status_code, answer.json()) == (410, {"state": "revoked", "answers": []})
    assert not CheckIn.objects.exists()


def test_asking_notes_when_the_phone_was_seen_and_a_get_does_not(phone, made, camp, clock):
    phone.get(page(camp))
    assert HelperPass.objects.get().seen_at is None
    sync(phone, camp)
    assert HelperPass.objects.get().seen_at == clock.now()


def test_the_worker_and_the_page_it_keeps_name_nobody(client, camp):
    worker = client.get("/check-in/sw.js")
    assert worker["Content-Type"] == "text/javascript"
    assert worker["Service-Worker-Allowed"] == "/check-in/"
    assert "worker-src 'self'" in worker["Content-Security-Policy"]
    shell = client.get("/check-in/shell/")
    assert says_nothing_of_anybody(shell)
    assert not shell.cookies


# The code on a participant's page


def test_a_code_checks_in_and_back_with_a_helpers_phone(phone, camp):
    place = camp.registrations.get()
    shown = phone.get(code(place)).content.decode()
    assert "Zenobia" in shown
    assert not CheckIn.objects.exists()
    number = uuid4()
    for _ in range(2):
        shown = phone.post(code(place), {"tap": number}, follow=True).content.decode()
    assert CheckIn.objects.count() == 1
    assert 'name="present" value="0"' in shown
    phone.post(code(place), {"tap": uuid4(), "present": "0"})
    assert here(camp) == set()


def test_a_code_says_nothing_without_a_helpers_phone(camp, client):
    place = camp.registrations.get()
    for answer in (client.get(code(place)), client.post(code(place)), client.head(code(place))):
        assert answer.status_code == 403
        assert says_nothing_of_anybody(answer)
        assert not answer.cookies
    assert client.get("/c/1-nothing/").status_code == 404
    assert not CheckIn.objects.exists()


def test_a_code_of_another_date_an_old_one_and_an_ended_place(phone, camp, clock):
    other = RegistrationFactory(
        occurrence__starts_at=clock.now() - timedelta(hours=1), contact__name="Zenobia Quist"
    )
    assert says_nothing_of_anybody(phone.get(code(other)))
    place = camp.registrations.get()
    url = code(place)
    registrations.cancel(place.pk, actor=office(), reason="Ill")
    ended = phone.get(url)
    assert ended.status_code == 409
    assert says_nothing_of_anybody(ended)
    place.refresh_from_db()
    place.link_version += 1
    place.save()
    assert phone.get(url).status_code == 410


def test_a_code_on_another_day_or_a_closed_list(phone, camp, clock):
    place = camp.registrations.get()
    clock.stop(camp.starts_at - timedelta(days=1))
    assert says_nothing_of_anybody(phone.get(code(place)))
    clock.stop(camp.starts_at + timedelta(hours=1))
    attendance.close_list(camp.pk, actor=office())
    closed = phone.post(code(place), {"tap": uuid4()})
    assert closed.status_code == 409
    assert says_nothing_of_anybody(closed)
