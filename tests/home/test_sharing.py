"""Share cards: one picture a page, with what somebody wants to know who is sent its link."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image, ImageChops
from wagtail.models import Locale, PageViewRestriction

from home.models import ContentPage, HomePage
from home.sharing import kept
from home.sharing.card import ShareCard
from home.sharing.drawing import draw
from home.sharing.layout import BOTTOM, LEFT, TEXT_WIDTH, TOP, texts
from home.sharing.letters import Letters, drawable
from home.sharing.lines import fitted
from home.tasks import cards
from office.colours import Colours
from tests.factories import NOW, HostFactory, OccurrenceFactory, OfficeFactory, event_page
from tests.pictures import picture

LONG = ("Forårscamp med vagt, landpraksis, ultralyd og en lang snak om vejen " * 3)[:200]
WORDS = (LEFT, TOP, LEFT + TEXT_WIDTH, BOTTOM)


@pytest.fixture(autouse=True)
def no_cards_yet(settings, tmp_path):
    settings.SHARE_CARDS_ROOT = tmp_path


@pytest.fixture
def page(db, clock):
    """A camp page with a date from 15 to 17 January 2027."""
    OfficeFactory(name="Praksisvej Øst")
    return event_page(OccurrenceFactory(camp=True, location="Skolen").event)


def address(client, page) -> str:
    """Where the page says that its card is."""
    return meta(client, page)["og:image"].removeprefix("http://testserver")


def meta(client, page) -> dict[str, str]:
    html = client.get(page.url).content.decode()
    return dict(re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)"', html))


def image(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content)).convert("RGB")


def card(**values) -> ShareCard:
    """One that stands in no database."""
    page = {"lead": "", "picture": None, "illustration": "coast"}
    page |= {name: values.pop(name) for name in list(values) if name in page}
    page["share_title"] = values.pop("title", "Camp")
    values = {"office": "Kontoret", "logo": None, "colours": Colours(), "kind": "", **values}
    return ShareCard(page=SimpleNamespace(pk=1, **page), **{"facts": (), **values})


def ink(picture: Image.Image, box: tuple[int, int, int, int]) -> int:
    """How much of this part is dark."""
    part = picture.crop(box).convert("L")
    return sum(part.histogram()[:110])


# What a page says of its card


def test_a_page_names_its_card_with_its_size_and_its_words(client, page):
    said = meta(client, page)
    assert re.fullmatch(
        rf"http://testserver/share/{page.pk}\.[0-9a-f]{{12}}\.png", said["og:image"]
    )
    assert (said["og:image:width"], said["og:image:height"]) == ("1200", "630")
    assert said["og:image:type"] == "image/png"
    assert said["twitter:card"] == "summary_large_image"
    assert said["og:image:alt"].startswith(f"{page.title} · 15.–17. januar 2027")


@pytest.mark.parametrize("url", ["/", "/camps/", "/visits/", "/om/"])
def test_home_lists_and_content_pages_have_one_too(client, page, url):
    HomePage.objects.get().add_child(instance=ContentPage(title="Om os", slug="om"))
    found = SimpleNamespace(url=url)
    answer = client.get(address(client, found))
    assert answer.status_code == 200
    assert image(answer.content).size == (1200, 630)


def test_the_card_is_a_small_picture_that_may_be_kept_for_ever(client, page):
    answer = client.get(address(client, page))
    assert answer["Content-Type"] == "image/png"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert not answer.cookies
    assert image(answer.content).size == (1200, 630)
    assert len(answer.content) < 100_000


def test_a_page_in_another_language_has_a_card_in_that_language(client, page):
    english = Locale.objects.get(language_code="en")
    twin = page.copy_for_translation(english, copy_parents=True)
    twin.title = "Winter camp in English"
    twin.save_revision().publish()
    said = meta(client, SimpleNamespace(url=twin.get_url()))
    assert said["og:image:alt"].startswith("Winter camp in English · 15–17 January 2027")
    assert f"/share/{twin.pk}." in said["og:image"]


def test_the_cards_words_cost_a_page_nothing(client, page, monkeypatch):
    client.get(page.url)
    with CaptureQueriesContext(connection) as captured:
        client.get(page.url)
    monkeypatch.setattr("home.frame.Frame.share_card", None)
    with CaptureQueriesContext(connection) as without:
        client.get(page.url)
    assert len(captured) == len(without)


# Which address leads to a card


@pytest.mark.parametrize(
    "change", [{"title": "Another title"}, {"picture": True}], ids=["title", "picture"]
)
def test_what_changes_on_the_page_changes_the_card_and_the_old_address_leads_there(
    client, page, change
):
    old = address(client, page)
    before = image(client.get(old).content)
    if change.pop("picture", None):
        change = {"picture": picture(), "picture_alt": "En vej"}
    for name, value in change.items():
        setattr(page, name, value)
    page.save_revision().publish()
    new = address(client, page)
    assert new != old
    moved = client.get(old)
    assert (moved.status_code, moved["Cache-Control"]) == (302, "no-store")
    assert moved["Location"] == f"http://testserver{new}"
    assert ImageChops.difference(before, image(client.get(new).content)).getbbox()


def test_another_day_another_name_or_colour_changes_the_card(client, page):
    from office.models import Office

    found = [address(client, page)]
    date = page.event.occurrences.get()
    date.starts_at += timedelta(days=1)
    date.save()
    found.append(address(client, page))
    Office.objects.update(name="Another")
    found.append(address(client, page))
    Office.objects.update(colour_accent="#5a1f4c")
    found.append(address(client, page))
    assert len(set(found)) == 4


def test_what_is_over_or_called_off_is_on_no_card(client, page, clock):
    clock.stop(datetime(2027, 1, 20, tzinfo=UTC))
    assert meta(client, page)["og:image:alt"] == page.title
    clock.stop(NOW)
    page.event.occurrences.update(state="called_off", called_off_at=NOW)
    assert meta(client, page)["og:image:alt"] == page.title


def test_a_visit_says_the_town_of_its_practice_and_how_many_dates_there_are(client, db, clock):
    first = OccurrenceFactory(host=HostFactory(town="Køge"))
    OccurrenceFactory(event=first.event, starts_at=first.starts_at + timedelta(days=7))
    words = meta(client, event_page(first.event))["og:image:alt"]
    assert words.endswith("Torsdag 10. december 2026 · Køge · og 1 dato mere")


def test_pages_that_not_everybody_may_open_have_none(client, page):
    url = address(client, page)
    assert client.get(url).status_code == 200
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="x")
    assert client.get(url).status_code == 404
    page.view_restrictions.all().delete()
    page.specific.unpublish()
    assert client.get(url).status_code == 404


def test_the_home_page_gives_its_promise_where_the_office_has_its_name(client, page):
    home = HomePage.objects.get()
    home.promise = "Mærk efter"
    home.save_revision().publish()
    assert meta(client, home)["og:image:alt"] == "Mærk efter"


def test_what_is_no_page_has_none(client, page):
    assert client.get("/share/999999.0123456789ab.png").status_code == 404
    root = page.get_root()
    assert client.get(f"/share/{root.pk}.0123456789ab.png").status_code == 404
    assert client.get(f"/share/{page.pk}.png").status_code == 404
    assert client.post(address(client, page)).status_code == 405


# Each is drawn once


def test_a_card_is_drawn_once_and_the_old_one_is_thrown_away(client, page, monkeypatch):
    drawn = []
    monkeypatch.setattr(kept, "draw", lambda card: drawn.append(card.title) or draw(card))
    url = address(client, page)
    first = client.get(url).content
    assert client.get(url).content == first
    assert len(drawn) == 1
    page.title = "Another title"
    page.save_revision().publish()
    client.get(address(client, page))
    assert len(drawn) == 2
    assert len(list(settings.SHARE_CARDS_ROOT.glob("*.png"))) == 1


def test_of_several_who_ask_at_once_one_draws_and_the_others_wait(monkeypatch):
    drawn = []
    monkeypatch.setattr(kept, "draw", lambda card: drawn.append(card.title) or draw(card))
    with ThreadPoolExecutor(2) as askers:
        found = list(askers.map(kept.png, [card(title="Camp")] * 2))
    assert drawn == ["Camp"]
    assert len(set(found)) == 1


def test_while_two_of_a_process_wait_for_cards_others_are_told_to_come_again(client, page):
    """So that pages are answered while a machine fetches every card there is."""
    url = address(client, page)
    with kept._in_line(), kept._in_line():
        busy = client.get(url)
    assert (busy.status_code, busy["Retry-After"]) == (503, "10")
    assert busy["Cache-Control"] == "no-store"
    assert client.get(url).status_code == 200


def test_the_worker_draws_what_nobody_has_asked_for_yet(client, page, monkeypatch):
    drawn = []
    monkeypatch.setattr(kept, "draw", lambda card: drawn.append(card.title) or draw(card))
    cards.call()
    assert page.title in drawn
    assert len(drawn) == len(set(drawn)) == len(list(settings.SHARE_CARDS_ROOT.glob("*.png")))
    before = len(drawn)
    client.get(address(client, page))
    cards.call()
    assert len(drawn) == before


def test_the_worker_draws_nothing_of_what_not_everybody_may_open(page, monkeypatch):
    monkeypatch.setattr(kept, "draw", lambda card: b"a card")
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    cards.call()
    assert not list(settings.SHARE_CARDS_ROOT.glob(f"{page.pk}.*"))
    assert list(settings.SHARE_CARDS_ROOT.glob("*.png"))


def test_a_kept_card_costs_few_questions(client, page):
    url = address(client, page)
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    assert len(captured) <= 6, [it["sql"] for it in captured]


# What is on it


def test_title_and_dates_can_be_seen():
    bare = ink(image(draw(card(title=""))), WORDS)
    with_title = ink(image(draw(card(title="Lægeliv på en ø"))), WORDS)
    with_date = ink(image(draw(card(title="Lægeliv på en ø", facts=("9. maj", "Ærø")))), WORDS)
    assert bare == 0
    assert with_title > 2_000
    assert with_date > with_title + 500


def test_words_stay_off_the_picture_and_the_edges_however_many_there_are():
    crowded = card(
        title=LONG,
        kind="Praksisbesøg",
        facts=("30. december – 2. januar", "Odsherred", "og 40 datoer mere"),
    )
    without = draw(card(title="", kind="", illustration="coast"))
    changed = ImageChops.difference(image(draw(crowded)), image(without)).convert("L")
    left, top, right, bottom = changed.point(lambda it: 255 * (it > 90)).getbbox()
    assert (left, top) >= (LEFT - 4, TOP)
    assert right <= LEFT + TEXT_WIDTH + 4
    assert bottom <= BOTTOM + 4


def test_a_title_of_200_characters_is_there_to_its_last_word():
    assert len(LONG) == 200
    placed = texts(
        card(title=LONG, kind="Camp", facts=("9. maj", "Ærø", "og 2 datoer mere")), "#a8481c"
    )
    title = " ".join(it.words for it in placed[1:-3])
    assert title == " ".join(LONG.split())


def test_a_word_that_is_too_long_is_broken_and_a_text_that_is_too_long_is_cut():
    broken = fitted("Speciallægeuddannelsesansøgningsvejledningsmøde", (70, 40), 600, 560, 200)
    assert len(broken.lines) > 1
    assert broken.lines[0].endswith("-")
    assert all(broken.letters.width(line) <= 560 for line in broken.lines)
    cut = fitted("ord " * 400, (30,), 400, 560, 100)
    assert cut.height <= 100
    assert cut.lines[-1].endswith("…")


def test_danish_and_norwegian_letters_are_in_the_font_and_emoji_are_left_out():
    letters = "æøåÆØÅéüß–…·“”čšžłńő"
    assert drawable(letters) == letters
    assert drawable("Sommer 🌊 på øen 👩‍⚕️🏖️!") == "Sommer på øen !"
    assert drawable("🌊") == ""


def test_a_title_with_emoji_looks_like_the_title_without():
    assert draw(card(title="Sommer 🌊 på øen 👩‍⚕️")) == draw(card(title="Sommer på øen"))
    assert image(draw(card(title="🌊"))).size == (1200, 630)


def test_a_title_cannot_write_into_the_picture():
    quoted = draw(card(title='</text><rect width="1200" height="630"/> & "x"'))
    assert ink(image(quoted), (0, 0, 60, 630)) == 0


def test_the_font_is_ours_and_not_the_machines():
    assert Letters(40, 600).width("Lægeliv") > Letters(40, 400).width("Lægeliv")
    assert "site-packages" in __import__("home.sharing.letters", fromlist=["FONT"]).FONT


def test_the_offices_colours_and_logo_are_on_it(db):
    ours = image(draw(card()))
    assert ours.getpixel((5, 5)) == pytest.approx((252, 249, 243), abs=3)
    theirs = image(draw(card(colours=Colours(accent="#5a1f4c", ground="#e0f0ff"), logo=picture())))
    assert theirs.getpixel((5, 5)) == pytest.approx((224, 240, 255), abs=3)
    mark = (LEFT, 534, LEFT + 50, 590)
    assert ImageChops.difference(ours.crop(mark), theirs.crop(mark)).getbbox()


def test_where_the_logos_file_is_gone_stands_our_mark(db):
    logo = picture()
    logo.file.storage.delete(logo.file.name)
    assert draw(card(logo=logo)) == draw(card())


def test_the_pages_own_picture_is_on_it(db):
    shown = image(draw(card(picture=picture())))
    assert shown.getpixel((1150, 300)) == pytest.approx((120, 150, 130), abs=8)
