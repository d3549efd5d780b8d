"""Pages in three languages: which is shown where, how one chooses, what machines are told."""

import re

import pytest
from django.urls import reverse
from django.utils import translation
from wagtail.models import Locale, Page

from camps.models import CampIndexPage, CampPage
from config import page_cache
from events.models import Event, Kind
from home.models import ContentPage, HomePage
from tests.factories import EventFactory, OccurrenceFactory, RegistrationFactory, of_group

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

LINK = re.compile(
    r'<a href="([^"]*)" lang="(\w\w)" hreflang="(\w\w)"( aria-current="true")?>([^<]+)<'
)


@pytest.fixture
def camp():
    event = EventFactory(kind=Kind.CAMP, title="Vintercamp", language="en")
    OccurrenceFactory(event=event)
    page = CampPage(
        title="Vintercamp", slug="vinter", lead="Tre dage", translation_key=event.page_key
    )
    page.practicalities = "<p>Tag varmt tøj med</p>"
    return CampIndexPage.objects.get().add_child(instance=page)


def translated(page, language, *, publish=True, **fields):
    """A translation; the pages above it are translated as drafts, as the admin does."""
    locale, above = Locale.objects.get(language_code=language), page.get_parent()
    if above.depth > 1 and not above.has_translation(locale):
        translated(above.specific, language, publish=False)
    twin = page.copy_for_translation(locale)
    for name, value in fields.items():
        setattr(twin, name, value)
    revision = twin.save_revision()
    if publish:
        revision.publish()
    return type(page).objects.get(pk=twin.pk)


def english(page, **fields):
    return translated(page, "en", **{"title": "Winter camp", "slug": "winter", **fields})


def seen(client, path):
    response = client.get(path)
    assert response.status_code == 200, f"{path}: {response.status_code}"
    return response.content.decode()


def chooser(html):
    return {
        code: (url, bool(current)) for url, code, _hreflang, current, _name in LINK.findall(html)
    }


def test_a_camp_that_is_not_translated_is_read_in_danish_under_the_chosen_interface(client, camp):
    html = seen(client, "/en/camps/vinter/")
    assert '<html lang="en">' in html
    assert '<h1 lang="da">Vintercamp</h1>' in html
    assert '<p class="lead" lang="da">Tre dage</p>' in html
    assert re.search(r'<div[^>]* lang="da"><p[^>]*>Tag varmt tøj med', html)
    assert "This page has not been translated. Its text is in Danish." in html
    assert "Sign up" in html
    assert "/en/sign-up/" in html


def test_a_page_in_its_own_language_says_nothing_about_languages(client, camp):
    html = seen(client, "/camps/vinter/")
    assert '<html lang="da">' in html
    assert "<h1>Vintercamp</h1>" in html
    assert "untranslated" not in html


def test_search_engines_are_told_that_an_untranslated_page_is_the_danish_one(client, camp):
    html = seen(client, "/en/camps/vinter/")
    assert '<link rel="canonical" href="http://testserver/camps/vinter/">' in html
    assert 'rel="alternate"' not in html


def test_the_chooser_names_each_language_in_itself_and_keeps_the_page(client, camp):
    html = seen(client, "/camps/vinter/")
    names = [name for *_rest, name in LINK.findall(html)]
    assert names == ["Dansk", "English", "Norsk bokmål"] * 2  # above and below the page
    assert chooser(html) == {
        "da": ("/camps/vinter/", True),
        "en": ("/en/camps/vinter/", False),
        "nb": ("/nb/camps/vinter/", False),
    }


def test_the_chooser_leads_to_a_translation_by_its_own_address(client, camp):
    english(camp)
    assert chooser(seen(client, "/camps/vinter/"))["en"] == ("/en/camps/winter/", False)
    html = seen(client, "/en/camps/winter/")
    assert "<h1>Winter camp</h1>" in html
    assert "untranslated" not in html
    assert chooser(html)["nb"] == ("/nb/camps/vinter/", False)


def test_each_choice_can_be_read_from_each_other_one(client, camp):
    english(camp)
    for start in ("/camps/vinter/", "/en/camps/winter/", "/nb/camps/vinter/"):
        choices = chooser(seen(client, start))
        assert len(choices) == 3
        for url, _current in choices.values():
            seen(client, url)


def test_the_address_of_the_original_leads_to_the_translation_with_what_was_asked(client, camp):
    english(camp)
    response = client.get("/en/camps/vinter/?kind=camp")
    assert (response.status_code, response["Location"]) == (302, "/en/camps/winter/?kind=camp")


def test_the_address_of_a_translation_leads_to_the_original_in_another_language(client, camp):
    english(camp)
    for path, to in (
        ("/camps/winter/", "/camps/vinter/"),
        ("/nb/camps/winter/", "/nb/camps/vinter/"),
    ):
        assert client.get(path)["Location"] == to


def test_a_translation_that_is_a_draft_is_not_shown_and_the_original_is(client, camp):
    translated(camp, "en", publish=False)
    assert "Its text is in Danish" in seen(client, "/en/camps/vinter/")
    assert chooser(seen(client, "/camps/vinter/"))["en"][0] == "/en/camps/vinter/"


def test_a_page_nobody_made_is_not_found_in_any_language(client, camp):
    for path in ("/en/camps/nothing/", "/nb/nothing/", "/nothing/"):
        response = client.get(path)
        assert response.status_code == 404
        assert chooser(response.content.decode())["nb"][0] == "/nb/"


def test_an_original_behind_a_password_asks_for_it_under_each_language(client, camp):
    camp.view_restrictions.create(restriction_type="password", password="x")
    assert "Tag varmt" not in client.get("/en/camps/vinter/").content.decode()


def test_alternates_name_each_public_translation_and_the_default(client, camp):
    english(camp)
    expected = [
        ("da", "http://testserver/camps/vinter/"),
        ("en", "http://testserver/en/camps/winter/"),
        ("x-default", "http://testserver/camps/vinter/"),
    ]
    for path in ("/camps/vinter/", "/en/camps/winter/"):
        found = re.findall(r'rel="alternate" hreflang="([^"]+)" href="([^"]+)"', seen(client, path))
        assert found == expected


def test_a_list_shows_each_event_once_in_the_chosen_language_else_in_danish(client, camp):
    other = EventFactory(kind=Kind.CAMP, title="Sommercamp")
    OccurrenceFactory(event=other)
    page = CampPage(title="Sommercamp", slug="sommer", translation_key=other.page_key)
    camp.get_parent().specific.add_child(instance=page)
    english(camp)
    for path in ("/en/camps/", "/en/"):
        html = seen(client, path)
        assert '<a href="/en/camps/winter/">Winter camp</a></h' in html
        assert '<a href="/en/camps/sommer/" lang="da">Sommercamp</a></h' in html
        assert "Vintercamp" not in html
    html = seen(client, "/camps/")
    assert "Vintercamp" in html
    assert "Winter camp" not in html


def test_the_menu_speaks_the_chosen_language_and_falls_back_entry_by_entry(client):
    home = HomePage.objects.get()
    page = home.add_child(instance=ContentPage(title="Om os", slug="om", show_in_menus=True))
    translated(page, "en", title="About us", slug="about")
    html = seen(client, "/en/")
    assert '<a href="/en/about/">About us</a>' in html
    assert '<a href="/en/visits/" lang="da">Praksisbesøg</a>' in html
    assert '<a href="/om/">Om os</a>' in seen(client, "/")


def test_the_sitemap_lists_the_public_pages_of_every_language(client, camp):
    english(camp)
    translated(camp, "nb", publish=False)
    found = re.findall("<loc>([^<]+)</loc>", client.get("/sitemap.xml").content.decode())
    assert "http://testserver/camps/vinter/" in found
    assert "http://testserver/en/camps/winter/" in found
    assert not [url for url in found if "/nb/" in url]


def test_the_event_is_shared_by_its_translations(client, camp):
    twin = english(camp)
    assert twin.event == camp.event
    assert client.get(twin.url).context["dates"]


def test_what_an_event_is_held_in_stands_on_its_page_and_its_card_if_it_is_another(client, camp):
    assert "<dd>English</dd>" in re.sub(r"\s+", " ", seen(client, "/en/camps/vinter/"))
    assert '<p class="soft">Held in' not in seen(client, "/en/camps/")
    assert '<p class="soft">Holdes på engelsk' in seen(client, "/camps/")


def test_an_invite_leads_to_the_events_page_in_the_language_of_its_person(client, camp):
    from events.domain.facts import facts
    from office import clock

    registration = RegistrationFactory(occurrence=camp.event.occurrences.get(), language="en")
    url = facts(registration, clock.now())["event_url"]
    assert url.endswith(f"/en/events/{camp.event.pk}/")
    path = "/" + url.split("/", 3)[3]
    assert client.get(path)["Location"] == "/en/camps/vinter/"
    english(camp)
    assert client.get(path)["Location"] == "/en/camps/winter/"


def test_the_sign_up_page_is_chosen_by_its_prefix(client, camp):
    pk = camp.event.occurrences.get().pk
    html = seen(client, f"/en/sign-up/{pk}/")
    assert '<html lang="en">' in html
    assert chooser(html)["nb"] == (f"/nb/sign-up/{pk}/", False)


def test_the_sign_up_page_names_the_event_as_its_page_in_that_language_does(client, camp):
    path = f"/sign-up/{camp.event.occurrences.get().pk}/"
    assert f'<span lang="da">{camp.event.title}</span>' in seen(client, f"/en{path}")
    english(camp)
    html = seen(client, f"/en{path}")
    assert "<title>Sign up for Winter camp" in html
    assert camp.event.title not in html
    assert camp.event.title in seen(client, path)
    assert camp.event.title in seen(client, f"/nb{path}")


def test_a_page_behind_a_mailed_link_speaks_its_persons_language_and_offers_no_other(client, camp):
    response = client.get("/registration/nonsense/")
    assert not chooser(response.content.decode())


@pytest.mark.parametrize("first", ["/camps/vinter/", "/en/camps/vinter/", "/nb/camps/vinter/"])
def test_a_page_kept_in_memory_is_never_answered_in_another_language(client, camp, settings, first):
    settings.PAGE_CACHE_SECONDS = 60
    page_cache.pages.clear()
    client.get(first, headers={"accept-language": "nb"})
    for prefix, code in (("", "da"), ("/en", "en"), ("/nb", "nb")):
        for asked in ("da", "en", "nb"):
            path = f"{prefix}/camps/vinter/"
            response = client.get(path, headers={"accept-language": asked})
            assert f'<html lang="{code}">' in response.content.decode()
            client.cookies["django_language"] = asked
    assert len(page_cache.pages) == 3
    page_cache.pages.clear()


def test_a_coordinator_translates_the_home_page_with_all_below_as_drafts(client, camp):
    client.force_login(of_group("Coordinator"))
    home = HomePage.objects.get()
    url = reverse("simple_translation:submit_page_translation", args=[home.pk])
    locale = Locale.objects.get(language_code="en")
    assert client.get(url).status_code == 200
    response = client.post(url, {"locales": [locale.pk], "include_subtree": "on"})
    assert response.status_code == 302
    drafts = Page.objects.filter(locale=locale)
    assert drafts.count() == Page.objects.filter(locale=home.locale, depth__gt=1).count()
    assert not drafts.filter(live=True).exists()
    assert Event.objects.count() == 1
    seen(client, "/en/camps/vinter/")


def test_dates_are_written_as_each_language_writes_them(client, camp):
    said = {}
    for code in ("da", "en", "nb"):
        with translation.override(code):
            dates = client.get(f"/{code}/camps/vinter/".replace("/da/", "/")).content.decode()
            said[code] = re.search(r'<h3 id="date-\d+">([^<]+)</h3>', dates)[1]
    assert said["en"] == "Thursday 10 December 2026"
    assert "10. december 2026" in said["da"]
    assert "10. desember 2026" in said["nb"]


def linking(*pages):
    links = "".join(f'<a linktype="page" id="{page.pk}">{page.title}</a>' for page in pages)
    body = [("text", f"<p>{links}</p>")]
    home = HomePage.objects.get()
    return home.add_child(instance=ContentPage(title="Om os", slug="om", body=body))


def test_a_link_in_a_text_leads_to_the_visitors_language_or_says_which_it_is_in(client, camp):
    index = camp.get_parent()
    about = translated(linking(camp, index), "en", title="About us", slug="about")
    english(camp)
    html = seen(client, about.url)
    assert '<a href="/en/camps/winter/">Vintercamp</a>' in html
    assert '<a href="/en/camps/" hreflang="da">Camps</a>' in html
    assert '<a href="/camps/vinter/">Vintercamp</a><a href="/camps/">Camps</a>' in seen(
        client, "/om/"
    )


def test_a_link_to_a_page_that_is_taken_down_is_text(client, camp):
    linking(camp)
    camp.unpublish()
    assert "<a>Vintercamp</a>" in seen(client, "/om/")
