"""Pages of camps and visits, their lists, and the address invites carry."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale, Site
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from camps.models import CampIndexPage, CampPage, VisitIndexPage, VisitPage
from events.models import Audience, Event, Kind
from office.domain.reference import load_country
from office.models import Municipality
from tests.factories import (
    NOW,
    EventFactory,
    HostFactory,
    OccurrenceFactory,
    RegistrationFactory,
    TurnFactory,
    UserFactory,
)
from tests.pictures import picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

JSON_LD = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def camp_page(event=None, **fields):
    event = event or EventFactory(kind=Kind.CAMP)
    fields = {"title": event.title, "slug": f"camp-{event.pk}", **fields}
    page = CampPage(translation_key=event.page_key, **fields)
    return CampIndexPage.objects.get().add_child(instance=page)


def visit_page(event=None, **fields):
    event = event or EventFactory()
    fields = {"title": event.title, "slug": f"visit-{event.pk}", **fields}
    page = VisitPage(translation_key=event.page_key, **fields)
    return VisitIndexPage.objects.get().add_child(instance=page)


def camp_date(page, **fields):
    event = Event.objects.get(page_key=page.translation_key)
    return OccurrenceFactory(event=event, **fields)


def text(client, page):
    response = client.get(page.url)
    assert response.status_code == 200
    return response.content.decode()


def states(client, page):
    return [date.showing.state for date in client.get(page.url).context["dates"]]


def test_a_page_without_a_date_says_so(client):
    page = CampIndexPage.objects.get().add_child(instance=CampPage(title="Camp", slug="c"))
    assert client.get(page.url).context["dates"] == []
    assert "Camp" in text(client, page)


def test_an_open_date_has_its_sign_up_button(client):
    page = camp_page()
    occurrence = camp_date(page)
    assert f'href="{reverse("signup:sign_up", args=[occurrence.pk])}"' in text(client, page)


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({}, "open"),
        ({"capacity": 3}, "few"),
        ({"opens_at": NOW + timedelta(days=1)}, "not_open"),
        ({"closes_at": NOW - timedelta(days=1)}, "closed"),
        ({"state": "called_off", "called_off_at": NOW}, "called_off"),
    ],
)
def test_each_state_is_shown(client, fields, state):
    page = camp_page()
    occurrence = camp_date(page, **fields)
    assert states(client, page) == [state]
    button = reverse("signup:sign_up", args=[occurrence.pk]) in text(client, page)
    assert button == (state in {"open", "few"})


@pytest.mark.parametrize(("waiting", "state"), [(0, "full"), (1, "full"), (2, "full_list_full")])
def test_a_full_date_leads_to_the_waitlist_while_it_has_room(client, waiting, state):
    page = camp_page()
    occurrence = camp_date(page, capacity=1, waitlist_limit=2)
    RegistrationFactory(occurrence=occurrence)
    for _ in range(waiting):
        TurnFactory(occurrence=occurrence)
    assert states(client, page) == [state]
    button = reverse("signup:sign_up", args=[occurrence.pk]) in text(client, page)
    assert button == (state == "full")


def test_dates_that_are_over_are_put_aside(client):
    page = camp_page()
    camp_date(page, starts_at=datetime(2026, 11, 1, 9, tzinfo=UTC), opens_at=NOW - timedelta(60))
    context = client.get(page.url).context
    assert [date.showing.state for date in context["earlier"]] == ["past"]
    assert context["dates"] == []


def test_draft_dates_are_hidden_from_the_public(client):
    page = camp_page()
    camp_date(page, state="draft")
    assert states(client, page) == []


def test_an_unpublished_page_is_not_found(client):
    page = camp_page()
    camp_date(page)
    url = page.url
    page.unpublish()
    assert client.get(url).status_code == 404


def test_who_can_come_and_whom_to_ask_are_said(client):
    load_country("dk")
    page = camp_page()
    occurrence = camp_date(page)
    Audience.objects.create(occurrence=occurrence, stage="ka", from_semester=7, to_semester=12)
    shown = text(client, page)
    assert "Medicinstuderende (kandidat)" in shown
    assert "7.–\N{WORD JOINER}12. semester" in shown
    assert "Karen Lund" in shown
    assert "mailto:karen@office.test" in shown


def test_the_municipality_is_named_once(client):
    load_country("dk")
    page = camp_page()
    camp_date(
        page, location="Torvet 1, 4600 Køge", municipality=Municipality.objects.get(name="Køge")
    )
    assert client.get(page.url).context["dates"][0].place == "Torvet 1, 4600 Køge"


def test_where_a_date_is_is_known_from_its_host_as_well(client):
    load_country("dk")
    page, faxe = camp_page(), Municipality.objects.get(name="Faxe")
    camp_date(page, location="", host=HostFactory(town="Haslev", municipality=faxe))
    assert client.get(page.url).context["dates"][0].place.endswith("4600 Haslev, Faxe")
    assert "Faxe" in page.share_facts(NOW)


def test_the_programme_and_the_practicalities_are_shown(client):
    programme = [
        (
            "day",
            {
                "title": "Fredag",
                "entries": [{"time": "14:00", "what": "Ankomst", "more": "Ved <stationen>"}],
            },
        )
    ]
    page = camp_page(programme=programme, practicalities="<p>Tag støvler med</p>")
    shown = text(client, page)
    for part in ("<h3>Fredag</h3>", "14:00", "Ankomst", "Ved &lt;stationen&gt;", "Tag støvler med"):
        assert part in shown


def test_json_ld_tells_each_date(client):
    page = camp_page(title="Camp </script><b>&", lead="Kom")
    camp_date(page)
    camp_date(
        page,
        state="called_off",
        called_off_at=NOW,
        starts_at=datetime(2026, 12, 20, 8, tzinfo=UTC),
    )
    blocks = [json.loads(block) for block in JSON_LD.findall(text(client, page))]
    assert [block["eventStatus"].rpartition("/")[2] for block in blocks] == [
        "EventScheduled",
        "EventCancelled",
    ]
    assert blocks[0]["name"] == "Camp </script><b>&"
    assert blocks[0]["startDate"] == "2026-12-10T09:00:00+01:00"
    assert blocks[0]["url"] == f"http://testserver{page.url}"
    assert blocks[0]["location"]["name"] == "Lægehuset, Torvet 1, 4600 Køge"
    assert blocks[0]["offers"]["availability"].endswith("InStock")
    assert blocks[1]["offers"]["availability"].endswith("SoldOut")


def test_open_graph_carries_title_description_and_picture(client):
    page = camp_page(lead="Tre dage på landet", picture=picture(), picture_alt="En vej")
    shown = text(client, page)
    assert f'<meta property="og:title" content="{page.title}">' in shown
    assert '<meta name="description" content="Tre dage på landet">' in shown
    assert re.search(r'property="og:image" content="http://testserver/share/[^"]+\.png"', shown)
    assert 'alt="En vej"' in shown
    assert f'<link rel="canonical" href="http://testserver{page.url}">' in shown


def queries(client, url):
    """What a page asks that is in no cache; only Wagtail's own table of sites stays known."""
    cache.clear()
    Site.get_site_root_paths()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return captured


@pytest.mark.parametrize("dates", [1, 3])
def test_a_camp_page_asks_the_database_13_times(client, dates):
    load_country("dk")
    page = camp_page(picture=picture(), picture_alt="En vej")
    for week in range(dates):
        occurrence = camp_date(
            page, starts_at=datetime(2026, 12, 10, 8, tzinfo=UTC) + timedelta(weeks=week)
        )
        Audience.objects.create(occurrence=occurrence, stage="ka")
        RegistrationFactory(occurrence=occurrence)
    client.get(page.url)
    captured = queries(client, page.url)
    assert len(captured) == 13, "\n".join(q["sql"][:160] for q in captured)


@pytest.mark.parametrize(("path", "make"), [("/camps/", camp_page), ("/visits/", visit_page)])
def test_a_list_asks_as_much_for_one_page_as_for_three(client, path, make):
    def add():
        page = make(picture=picture(), picture_alt="En vej")
        camp_date(page)

    add()
    client.get(path)
    once = len(queries(client, path))
    add()
    add()
    client.get(path)
    captured = queries(client, path)
    assert len(captured) == once, "\n".join(q["sql"][:160] for q in captured)
    assert len(client.get(path).context["coming"]) == 3


def test_a_list_puts_the_next_date_first_and_what_is_over_last(client):
    undated = camp_page()
    later, sooner, over = camp_page(), camp_page(), camp_page()
    camp_date(later, starts_at=datetime(2027, 3, 1, 9, tzinfo=UTC))
    camp_date(sooner)
    camp_date(over, starts_at=datetime(2026, 11, 1, 9, tzinfo=UTC), opens_at=NOW - timedelta(60))
    context = client.get("/camps/").context
    assert [card.title for card in context["coming"]] == [sooner.title, later.title]
    assert [card.title for card in context["undated"]] == [undated.title]
    assert [card.title for card in context["earlier"]] == [over.title]


def test_titles_of_cards_stand_below_the_heading_of_their_part(client):
    camp_date(camp_page(title="Ahead"))
    camp_page(title="Undated")
    main = client.get("/camps/").content.decode().partition("<main")[2]
    headings = re.findall(r"<(h[2-6])[^>]*>\s*(?:<a[^>]*>)?([^<]*)", main)
    levels = {words.strip(): level for level, words in headings}
    assert (levels["Ahead"], levels["Undated"]) == ("h4", "h4")
    assert [level for level, _words in headings].count("h3") == 2


def test_lists_take_their_own_kind_only():
    assert CampIndexPage.allowed_subpage_models() == [CampPage]
    assert VisitIndexPage.allowed_subpage_models() == [VisitPage]
    assert CampPage.allowed_subpage_models() == []


def test_an_events_own_address_leads_to_its_page(client):
    page = camp_page()
    event = Event.objects.get()
    assert client.get(f"/events/{event.pk}/")["Location"] == page.url
    assert client.head(f"/events/{event.pk}/").status_code == 302
    assert client.post(f"/events/{event.pk}/").status_code == 405


def test_an_events_own_address_follows_a_renamed_page(client):
    page = camp_page()
    page.slug = "new-name"
    page.save_revision().publish()
    assert client.get(f"/events/{Event.objects.get().pk}/")["Location"] == "/camps/new-name/"


def test_an_events_own_address_explains_that_the_page_is_gone(client):
    page = camp_page()
    page.unpublish()
    for pk in (Event.objects.get().pk, 987654):
        response = client.get(f"/events/{pk}/")
        assert response.status_code == 404
        assert 'href="/camps/"' in response.content.decode()


def test_an_events_own_address_speaks_the_only_language_there_is(client):
    page = camp_page()
    english = Locale.objects.get(language_code="en")
    twin = page.copy_for_translation(english, copy_parents=True)
    twin.save_revision().publish()
    page.unpublish()
    location = client.get(f"/events/{Event.objects.get().pk}/")["Location"]
    assert location == f"/camps/{twin.slug}/"
    assert '<html lang="da">' in client.get(location).content.decode()


def test_a_copied_page_has_no_dates_of_its_own(client):
    page = camp_page()
    camp_date(page)
    copy = page.copy(update_attrs={"slug": "copy", "title": "Copy"})
    assert copy.event is None
    assert states(client, copy) == []


@pytest.fixture
def editor(client):
    user = UserFactory(is_superuser=True)
    client.force_login(user)
    return client


def test_the_editor_opens_on_a_page_without_an_event(editor):
    index = CampIndexPage.objects.get()
    new = editor.get(reverse("wagtailadmin_pages:add", args=["camps", "camppage", index.pk]))
    assert new.status_code == 200
    page = index.add_child(instance=CampPage(title="Camp", slug="c", live=False))
    assert editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    draft = editor.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert draft.status_code == 200
    assert "Camp" in draft.content.decode()


def test_a_page_not_yet_saved_can_be_previewed(editor):
    index = CampIndexPage.objects.get()
    url = reverse("wagtailadmin_pages:preview_on_add", args=["camps", "camppage", index.pk])
    assert editor.post(url, typed(title="Ny camp", slug="ny")).json()["is_valid"]
    assert "Ny camp" in editor.get(url).content.decode()


def test_a_preview_shows_draft_dates_and_the_public_page_does_not(editor):
    page = camp_page()
    camp_date(page, state="draft")
    draft = editor.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert [date.showing.state for date in draft.context["dates"]] == ["draft"]
    assert states(editor, page) == []


def typed(**fields):
    """What the editor posts for a camp without a programme."""
    empty = {"lead": "", "picture": "", "picture_alt": ""}
    empty |= {it: streamfield([]) for it in ("story", "programme", "people", "travel", "faq")}
    empty |= dict.fromkeys(("sights", "included", "bring", "cost"), "")
    comments = inline_formset([])
    return nested_form_data(
        {**empty, "practicalities": rich_text(""), "comments": comments, **fields}
    )


def test_saving_a_page_in_the_editor_works_with_our_form_templates(editor):
    page = camp_page()
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    wrong = editor.post(url, typed(title="", slug="", **{"action-publish": "1"}))
    assert wrong.status_code == 200
    assert "w-field__errors" in wrong.content.decode()
    right = editor.post(url, typed(title="Nyt navn", slug=page.slug, **{"action-publish": "1"}))
    assert right.status_code == 302
    page.refresh_from_db()
    assert page.title == "Nyt navn"


def test_a_panel_of_a_higher_app_gets_its_place(monkeypatch):
    from wagtail.admin.panels import HelpPanel

    from camps.models import EventPage

    panel = HelpPanel("dates")
    monkeypatch.setattr(EventPage, "date_panels", [panel])
    assert panel in CampPage.content_panels
    assert panel in VisitPage.content_panels


def test_a_page_with_dates_ahead_has_a_clean_link_for_a_friend(client):
    page = camp_page()
    assert "fra=ven" not in client.get(page.url).content.decode()
    camp_date(page)
    text = client.get(f"{page.url}?fra=sams").content.decode()
    assert f'data-address="{page.full_url}?fra=ven"' in text
    assert "fra=ven&amp;fra" not in text


def test_nobody_is_brought_along_to_what_is_called_off(client):
    page = camp_page()
    camp_date(page, state="called_off", called_off_at=NOW)
    assert "fra=ven" not in client.get(page.url).content.decode()
