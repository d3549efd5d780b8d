"""Attendance on a phone: who may open the list, and what it shows."""

from datetime import timedelta
from uuid import uuid4

from django.urls import reverse

from events.domain import attendance, registrations
from events.models import CheckIn, WalkIn
from tests.events.people import office
from tests.factories import (
    CoordinatorFactory,
    RegistrationFactory,
    of_group,
)
from tests.signup.at_the_door import (
    a_tap,
    camp,
    code,
    here,
    made,
    page,
    phone,
    says_nothing_of_anybody,
    sync,
)

__all__ = ["camp", "made", "phone"]


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
    refused = phone.post(url, {"tap": f"{place.pk}:1:{uuid4()}"})
    assert refused.status_code == 409
    said = '<ul class="door-refused" data-refused><li class="notice error">'
    assert said in refused.content.decode()


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
