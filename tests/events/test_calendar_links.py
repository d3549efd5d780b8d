from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import translation

from events.domain.calendar_links import google_link, outlook_link
from tests.events.calendar_facts import a_camp, a_visit

WRITERS = [google_link, outlook_link, lambda facts: outlook_link(facts, work=True)]


def query(link):
    return {key: value for key, (value,) in parse_qs(urlsplit(link).query).items()}


def test_google_is_given_the_instants_of_a_visit_in_utc():
    asked = query(google_link(a_visit()))
    assert asked["dates"] == "20261210T080000Z/20261210T140000Z"
    assert asked["action"] == "TEMPLATE"
    assert asked["text"] == "En dag i øpraksis"
    assert asked["location"] == "Lægehuset, Torvet 1, 3700 Rønne"


def test_google_is_given_the_days_of_a_camp_with_the_day_after():
    with translation.override("en"):
        asked = query(google_link(a_camp()))
    assert asked["dates"] == "20261023/20261027"
    assert "Arrival: Friday 23 October 2026 at 17:00" in asked["details"]
    assert asked["details"].endswith("\nhttps://praksisvej.example/events/7/")


@pytest.mark.parametrize(
    ("work", "host"), [(False, "outlook.live.com"), (True, "outlook.office.com")]
)
def test_outlook_is_given_instants_that_name_their_zone(work, host):
    link = outlook_link(a_visit(), work=work)
    asked = query(link)
    assert urlsplit(link).hostname == host
    assert datetime.fromisoformat(asked["startdt"]) == datetime(2026, 12, 10, 8, tzinfo=UTC)
    assert datetime.fromisoformat(asked["enddt"]) == datetime(2026, 12, 10, 14, tzinfo=UTC)
    assert "allday" not in asked
    assert (asked["path"], asked["rru"]) == ("/calendar/action/compose", "addevent")


def test_outlook_is_given_the_days_of_a_camp_with_the_day_after():
    asked = query(outlook_link(a_camp()))
    assert (asked["startdt"], asked["enddt"]) == ("2026-10-23", "2026-10-27")
    assert asked["allday"] == "true"


@pytest.mark.parametrize("write", WRITERS)
def test_links_hold_public_facts_only(write):
    link = write(a_visit(description_lines=["Secret"])).lower()
    assert not [word for word in ("asta", "5c1be4f0", "secret", "invites") if word in link]


@pytest.mark.parametrize("write", WRITERS)
def test_links_stay_short_and_keep_the_page(write):
    link = write(a_camp(title="🏕️" * 200, location="Ærø, " * 100))
    assert len(link) < 2000
    assert "https://praksisvej.example/events/7/" in query(link).get("details", "") + query(
        link
    ).get("body", "")


@pytest.mark.parametrize("write", WRITERS)
def test_spaces_and_separators_are_encoded_so_that_all_vendors_read_them(write):
    link = write(a_visit(title="A & B + C=D #1\r\nx"))
    assert "+" not in link
    asked = query(link)
    assert asked.get("text", asked.get("subject")) == "A & B + C=D #1 x"
