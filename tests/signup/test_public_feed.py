import gzip
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from django.utils.http import http_date, parse_http_date

from office.models import Office
from tests.calendar_readers import ical_js
from tests.factories import open_occurrence

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "_fresh")]
URL = "/events.ics"


@pytest.fixture
def _fresh():
    cache.clear()
    yield
    cache.clear()


def test_a_calendar_program_gets_the_feed(client):
    occurrence = open_occurrence()
    response = client.get(URL)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'inline; filename="events.ics"'
    assert ical_js(response.content.decode())["events"][0]["summary"] == occurrence.event.title


def test_the_feed_is_named_as_the_office_is(client):
    Office.objects.create(valid_from=date(2020, 1, 1), name="Læger til Øst")
    assert "\r\nX-WR-CALNAME:Læger til Øst\r\n" in client.get(URL).content.decode()


def test_the_feed_may_be_kept_by_caches_and_sets_no_cookie(client):
    response = client.get(URL)
    assert response["Cache-Control"] == "public, max-age=900"
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_head_answers_as_get_does_without_the_body(client):
    open_occurrence()
    got, asked = client.get(URL), client.head(URL)
    assert asked.status_code == 200
    assert asked.content == b""
    for header in ("ETag", "Last-Modified", "Content-Type", "Cache-Control"):
        assert asked[header] == got[header]


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_other_methods_are_refused(client, method):
    assert getattr(client, method)(URL).status_code == 405


@pytest.mark.parametrize("method", ["get", "head"])
def test_an_unchanged_feed_is_not_sent_again(client, method):
    open_occurrence()
    first = client.get(URL)
    again = getattr(client, method)(URL, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == first["ETag"]
    assert again["Cache-Control"] == first["Cache-Control"]


def test_a_zipped_feed_is_not_sent_again_either(client):
    open_occurrence()
    zipped = client.get(URL, headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(zipped.content) == client.get(URL).content
    assert client.get(URL, headers={"If-None-Match": zipped["ETag"]}).status_code == 304


def test_the_etag_wins_over_the_date(client):
    open_occurrence()
    headers = {"If-None-Match": '"other"', "If-Modified-Since": client.get(URL)["Last-Modified"]}
    assert client.get(URL, headers=headers).status_code == 200


def test_a_program_that_knows_dates_only_is_spared_too(client):
    open_occurrence()
    since = client.get(URL)["Last-Modified"]
    assert client.get(URL, headers={"If-Modified-Since": since}).status_code == 304
    earlier = http_date(parse_http_date(since) - 1)
    assert client.get(URL, headers={"If-Modified-Since": earlier}).status_code == 200


def test_a_change_is_sent(client):
    occurrence = open_occurrence()
    first = client.get(URL)
    occurrence.location = "Elsewhere"
    occurrence.save()
    again = client.get(URL, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200
    assert "Elsewhere" in again.content.decode()


def test_what_vanishes_is_a_change(client, monkeypatch):
    occurrence = open_occurrence()
    first = client.get(URL)
    occurrence.delete()
    later = timezone.now() + timedelta(seconds=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    for headers in (
        {"If-None-Match": first["ETag"]},
        {"If-Modified-Since": first["Last-Modified"]},
    ):
        assert client.get(URL, headers=headers).status_code == 200


def test_time_alone_changes_nothing(client, clock):
    open_occurrence()
    first = client.get(URL)
    clock.move(timedelta(days=1))
    assert client.get(URL)["ETag"] == first["ETag"]
    assert client.get(URL)["Last-Modified"] == first["Last-Modified"]


def test_the_language_a_program_asks_for_changes_nothing(client):
    open_occurrence(camp=True)
    bodies = {client.get(URL, headers={"Accept-Language": x}).content for x in ("da", "en")}
    assert len(bodies) == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_is_constant(client, rows, django_assert_num_queries):
    for _ in range(rows):
        open_occurrence()
    with django_assert_num_queries(3):  # the clock, the office, the occurrences
        client.get(URL)
