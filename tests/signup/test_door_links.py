"""What a helper's link and a participant's code open, and for whom."""

from datetime import timedelta
from uuid import uuid4

from django.test import Client

from events.domain import attendance, helper_passes, registrations
from events.models import CheckIn, HelperPass
from tests.events.people import office
from tests.factories import (
    RegistrationFactory,
)
from tests.signup.at_the_door import (
    a_tap,
    camp,
    code,
    here,
    made,
    page,
    path,
    phone,
    says_nothing_of_anybody,
    sync,
)

__all__ = ["camp", "made", "phone"]


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
