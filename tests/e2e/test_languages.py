"""English chosen on a camp that is not translated: read, signed up for, written to in English."""

from __future__ import annotations

import pytest

from camps.models import CampIndexPage, CampPage
from events.models import Registration
from tests.e2e.conftest import PHONE
from tests.e2e.people import sign_up
from tests.e2e.test_axe import look_at
from tests.factories import EventFactory, OccurrenceFactory


@pytest.fixture
def camp(server):
    event = EventFactory(kind="camp", title="Vintercamp")
    OccurrenceFactory(event=event)
    page = CampPage(
        title="Vintercamp", slug="vinter", lead="Tre dage", translation_key=event.page_key
    )
    return CampIndexPage.objects.get().add_child(instance=page)


def test_a_student_chooses_english_signs_up_and_is_written_to_in_english(camp, open_page, postbox):
    page = open_page(PHONE)
    page.goto("/camps/vinter/")
    page.click(".menu-button")
    page.click(".site-menu nav.languages >> text=English")
    assert page.url.endswith("/en/camps/vinter/")
    assert page.get_by_text("Its text is in Danish").is_visible()
    sign_up(page, page.url, "Anna Berg", "anna@student.test")
    assert "/en/sign-up/" in page.url
    assert page.locator("html").get_attribute("lang") == "en"
    mail = postbox.newest("anna@student.test")
    page.goto(mail.link)
    assert page.locator("html").get_attribute("lang") == "en"
    assert not page.locator("nav.languages").count()
    assert "confirm" in mail.text.lower()
    assert Registration.objects.get().language == "en"


def test_an_untranslated_page_has_no_barrier_in_either_other_language(camp, open_page):
    look_at(open_page(), camp.url)
