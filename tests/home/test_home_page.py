"""The home page, the frame around every page, and the small views beside them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape
from wagtail.models import Locale, Page, PageViewRestriction, Site

from events.models import OccurrenceState, live_pages
from home.models import ContentPage, HomePage
from office.models import Office
from tests.factories import EventFactory, OccurrenceFactory, event_page

pytestmark = pytest.mark.django_db


def office(name="Kontoret", valid_from=date(2020, 1, 1), **fields):
    return Office.objects.create(
        **{
            "name": name,
            "valid_from": valid_from,
            "controller": "Region Test",
            "privacy_email": "dpo@office.test",
            "sender_name": name,
            "email": "office@office.test",
            **fields,
        }
    )


def content_page(**fields):
    home = HomePage.objects.get()
    fields = {"title": "Om os", "slug": "om", "show_in_menus": True, **fields}
    return home.add_child(instance=ContentPage(**fields))


def with_date(**fields):
    occurrence = OccurrenceFactory(**fields)
    event_page(occurrence.event)
    return occurrence


def test_a_new_site_shows_its_own_home_page_with_an_empty_state(client, clock):
    response = client.get("/")
    assert response.status_code == 200
    assert b'lang="da"' in response.content
    assert not response.context["cards"]
    assert "Camps" in response.content.decode()
    assert "Praksisbesøg" in response.content.decode()


def test_the_new_tree_is_sound(db):
    assert not any(Page.find_problems())


def test_what_is_next_comes_earliest_first_and_without_what_is_over(client, clock):
    later = with_date(starts_at=datetime(2027, 2, 1, 9, tzinfo=UTC))
    sooner = with_date()
    with_date(
        starts_at=datetime(2026, 10, 1, 9, tzinfo=UTC), opens_at=datetime(2026, 8, 1, tzinfo=UTC)
    )
    titles = [card.title for card in client.get("/").context["cards"]]
    assert titles == [sooner.event.title, later.event.title]


def test_an_event_with_several_dates_is_one_card(client, clock):
    first = with_date()
    OccurrenceFactory(event=first.event, starts_at=first.starts_at + timedelta(days=7))
    cards = client.get("/").context["cards"]
    assert [(card.title, card.more_dates) for card in cards] == [(first.event.title, 1)]


def test_a_date_that_was_called_off_is_no_further_date(client, clock):
    first = with_date()
    later = first.starts_at + timedelta(days=7)
    OccurrenceFactory(
        event=first.event,
        starts_at=later,
        state=OccurrenceState.CALLED_OFF,
        called_off_at=first.opens_at,
    )
    assert [card.more_dates for card in client.get("/").context["cards"]] == [0]


def test_a_card_speaks_of_the_first_date_that_is_held(client, clock):
    gone = with_date(state=OccurrenceState.CALLED_OFF, called_off_at=clock.now())
    week = timedelta(days=7)
    held = OccurrenceFactory(event=gone.event, starts_at=gone.starts_at + week)
    OccurrenceFactory(event=gone.event, starts_at=gone.starts_at + 2 * week)
    (card,) = client.get("/").context["cards"]
    assert (card.occurrence, card.showing.state, card.more_dates) == (held, "open", 1)


def test_a_card_says_called_off_where_no_date_is_held(client, clock):
    gone = with_date(state=OccurrenceState.CALLED_OFF, called_off_at=clock.now())
    (card,) = client.get("/").context["cards"]
    assert (card.occurrence, card.showing.state, card.more_dates) == (gone, "called_off", 0)


def test_an_unpublished_page_hides_its_dates(client, clock):
    occurrence = with_date()
    Page.objects.get(translation_key=occurrence.event.page_key).specific.unpublish()
    assert not client.get("/").context["cards"]


def test_a_page_behind_a_password_hides_its_dates(client, clock):
    occurrence = with_date()
    page = Page.objects.get(translation_key=occurrence.event.page_key)
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="x")
    assert not client.get("/").context["cards"]


def test_draft_dates_are_hidden(client, clock):
    with_date(state="draft")
    assert not client.get("/").context["cards"]


def home_queries(client):
    cache.clear()
    Site.get_site_root_paths()
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/").status_code == 200
    return len(captured)


def test_the_home_page_asks_as_much_for_one_event_as_for_three(client, clock):
    with_date()
    once = home_queries(client)
    with_date()
    with_date()
    assert home_queries(client) == once
    assert once <= 16


def test_a_restricted_page_asks_for_its_password_however_it_is_reached(client, clock):
    page = content_page()
    below = page.add_child(instance=ContentPage(title="Under", slug="under"))
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="x")
    for url in (page.url, below.url):
        assert "password" in client.get(url).content.decode()


def test_an_alias_is_restricted_as_the_page_it_copies(client, clock):
    page = content_page()
    alias = page.create_alias(update_slug="copy")
    below = page.add_child(instance=ContentPage(title="Under", slug="under"))
    card = f"/share/{alias.pk}.{'0' * 12}.png"
    assert client.get(card).status_code == 302
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert client.get(alias.url).status_code == 302
    assert client.get(below.url).status_code == 302
    assert client.get(card).status_code == 404
    assert not live_pages().filter(pk__in=[page.pk, alias.pk, below.pk]).exists()


def test_a_page_two_levels_down_is_found_and_an_unknown_step_is_not(client, clock):
    page = content_page()
    page.add_child(instance=ContentPage(title="Under", slug="under"))
    assert client.get("/om/under/").context["page"].title == "Under"
    assert client.get("/om/over/").status_code == 404
    assert client.get("/nothing/under/").status_code == 404


def test_the_office_changes_its_name_at_new_year(client, clock):
    office("Region Hovedstadens kontor")
    office("Region Østdanmarks kontor", date(2027, 1, 1))
    clock.stop(datetime(2026, 12, 31, 22, 59, tzinfo=UTC))
    assert "Region Hovedstadens kontor" in client.get("/").content.decode()
    clock.stop(datetime(2026, 12, 31, 23, 0, tzinfo=UTC))
    assert "Region Østdanmarks kontor" in client.get("/").content.decode()


def test_the_footer_names_the_controller_and_whom_to_write_to_about_data(client, clock):
    office(controller="Region Test & Co")
    page = client.get("/").content.decode()
    assert escape("Region Test & Co") in page
    assert "mailto:dpo@office.test" in page


def test_the_menu_shows_live_pages_only_and_marks_where_one_is(client, clock):
    content_page()
    content_page(title="Kladde", slug="kladde", live=False)
    content_page(title="Skjult", slug="skjult", show_in_menus=False)
    page = client.get("/om/").content.decode()
    assert '<a href="/om/" aria-current="page">Om os</a>' in page
    assert "Kladde" not in page
    assert "Skjult" not in page


def test_the_menu_shows_a_translation_once(client, clock):
    page = content_page()
    english = Locale.objects.get(language_code="en")
    twin = page.copy_for_translation(english, copy_parents=True)
    twin.title, twin.show_in_menus = "About us", True
    twin.save_revision().publish()
    titles = [item.title for item in client.get("/").context["site"].menu]
    assert titles.count("Om os") == 1
    assert "About us" not in titles


def test_a_content_page_shows_its_blocks(client, clock):
    body = [
        ("heading", "Hvem er vi"),
        ("text", "<p>Vi er fire</p>"),
        ("quote", {"text": "Det var godt", "who": "En deltager"}),
        ("facts", {"facts": [{"label": "Åbent", "text": "9-15"}]}),
        ("button", {"text": "Skriv", "page": None, "url": "https://example.org/"}),
    ]
    content_page(body=body)
    page = client.get("/om/").content.decode()
    for text in (
        '<h2 id="part-hvem-er-vi">Hvem er vi</h2>',
        "Vi er fire",
        "En deltager",
        "<dt>Åbent</dt>",
    ):
        assert text in page
    assert 'href="https://example.org/">Skriv</a>' in page


def test_a_page_nobody_made_is_not_found_in_our_own_words(client, clock):
    response = client.get("/nothing/")
    assert response.status_code == 404
    assert b"<h1>" in response.content
    assert b"site-header" in response.content


def test_was_sends_to_the_statement(client, clock):
    office(was_url="https://was.digst.dk/praksisvej")
    for path in ("/was", "/was/"):
        response = client.get(path)
        assert (response.status_code, response["Location"]) == (
            302,
            "https://was.digst.dk/praksisvej",
        )


def test_was_explains_itself_while_there_is_no_statement(client, clock):
    office()
    response = client.get("/was")
    assert response.status_code == 404
    assert b"mailto:office@office.test" in response.content
    assert client.post("/was").status_code == 405


def test_an_icon_is_found_where_no_page_names_one(client):
    answer = client.get("/favicon.ico")

    assert answer.status_code == 302
    assert finders.find(answer["Location"].removeprefix(settings.STATIC_URL))


def test_robots_are_told_of_the_sitemap_and_kept_from_personal_links(client, clock):
    text = client.get("/robots.txt").content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in text
    assert "Disallow: /registration/" in text


def test_the_sitemap_lists_live_pages_only(client, clock):
    content_page()
    content_page(title="Kladde", slug="kladde", live=False)
    text = client.get("/sitemap.xml").content.decode()
    assert "<loc>http://testserver/om/</loc>" in text
    assert "/camps/</loc>" in text
    assert "kladde" not in text


def test_a_picture_must_be_put_into_words(db):
    from django.core.exceptions import ValidationError

    from tests.pictures import picture

    page = ContentPage(title="Om", slug="om", picture=picture(), locale=Locale.get_default())
    with pytest.raises(ValidationError, match="picture") as error:
        page.clean()
    assert "picture_alt" in error.value.message_dict


def test_a_button_needs_exactly_one_target():
    from wagtail.blocks import StructBlockValidationError

    from home.blocks import ButtonBlock

    block = ButtonBlock()
    for url in ("", None):
        with pytest.raises(StructBlockValidationError):
            block.clean(block.to_python({"text": "Skriv", "page": None, "url": url}))


def test_no_page_carries_style_or_script_of_its_own(client, clock):
    with_date()
    content_page()
    for path in ("/", "/om/", "/camps/", "/visits/", "/nothing/"):
        page = client.get(path).content.decode()
        assert "style=" not in page
        page = page.replace('<script type="application/ld+json">', "")
        assert "<script" not in page.replace('<script src="/static/', "")


def test_an_event_without_a_page_is_no_card(client, clock):
    OccurrenceFactory(event=EventFactory())
    assert not client.get("/").context["cards"]


@pytest.mark.parametrize(
    ("title", "smaller"),
    [("Om os", False), ("Generationsskifte: mød sælger", False), ("Kompagniskabspraksis", True)],
)
def test_a_title_with_a_word_too_wide_for_a_phone_stands_in_smaller_letters(client, title, smaller):
    content_page(title=title)
    assert (b'<h1 class="long"' in client.get("/om/").content) is smaller
