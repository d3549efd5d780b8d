"""A coordinator answers *still coming?* for somebody on the phone."""

from datetime import timedelta

from django.urls import reverse
from django.utils import translation

from desk import words
from tests.factories import NOW, RegistrationFactory


def address(name, place):
    return reverse(f"dates:{name}", args=[place.occurrence_id, place.pk])


def said(place):
    with translation.override("en"):
        return words.coming(place)


def test_still_coming_is_noted_and_taken_back(desk):
    place = RegistrationFactory(asked_coming_at=NOW - timedelta(hours=1))
    assert said(place).startswith("no answer yet, asked ")
    desk.post(address("still_coming", place))
    place.refresh_from_db()
    assert said(place).startswith("still coming, said")
    desk.post(address("take_back_still_coming", place))
    place.refresh_from_db()
    assert place.still_coming_at is None


def test_it_is_an_act_for_those_who_may_and_by_post_only(desk, outsider):
    place = RegistrationFactory()
    for name in ("still_coming", "take_back_still_coming"):
        assert desk.get(address(name, place)).status_code == 405
        assert outsider.post(address(name, place)).status_code == 302
    place.refresh_from_db()
    assert place.still_coming_at is None


def test_for_who_has_left_it_is_refused_with_a_sentence(desk):
    place = RegistrationFactory(state="cancelled", ended_at=NOW, ended_because="cancelled")
    page = desk.post(address("still_coming", place), follow=True)
    assert "This sign-up has ended." in page.content.decode()
    assert said(place) == ""
