"""The first view of the pages that decide: light, still, from us alone, under a strict policy."""

from __future__ import annotations

import gzip
from io import BytesIO

import pytest
from django.core.files.images import ImageFile
from django.urls import reverse
from PIL import Image
from playwright.sync_api import Browser, Page, Response

from camps.models import CampIndexPage
from home.photos import USES
from office.models import Picture
from signup.domain import claims
from tests.e2e.conftest import PHONE
from tests.factories import RegistrationFactory, event_page

HEAVIEST = {"camp": 120_000}
LIST = 250_000
"""Bytes, of everything that comes over the wire; a page that lists others has a picture of each."""

SHARP, SHARPEST = 2, 3
"""Dots of a phone to a pixel."""

WATCH = """
    window.shifts = [];
    new PerformanceObserver((seen) => seen.getEntries().forEach((it) => {
      shifts.push([it.value, it.sources.map((one) => one.node?.outerHTML?.slice(0, 120))]);
    })).observe({type: "layout-shift", buffered: true});
"""
SHOWN = {"home", "index", "camp"}
"""Pages whose first view has a picture."""

TEXT = ("text/", "application/javascript", "image/svg+xml", "application/manifest+json")


CALM, DETAILED = (6, 4), (3, 1)
"""How often clouds are halved before they are drawn: of a calm landscape; of gravel."""


def photograph(title: str, detail: tuple[int, int] = CALM) -> Picture:
    """Clouds of two sizes."""
    size = (1800, 1200)
    far, near = ((size[0] >> n, size[1] >> n) for n in detail)
    clouds = [
        Image.effect_noise(it, 90).resize(size, Image.Resampling.BICUBIC) for it in (far, near)
    ]
    file = BytesIO()
    Image.blend(*clouds, 0.4).convert("RGB").save(file, "JPEG", quality=90)
    file.seek(0)
    kept = Picture.objects.create(title=title, file=ImageFile(file, name="photo.jpg"))
    for spec in USES["hero"].specs:  # as the worker does
        kept.get_rendition(spec)
    return kept


@pytest.fixture
def pages(server) -> dict[str, str]:
    """Addresses by name. Each event has a photograph, and more of them than the view shows."""
    index = CampIndexPage.objects.get()
    for n in range(4):
        place = RegistrationFactory(occurrence__camp=True)
        page = event_page(
            place.occurrence.event,
            below=index,
            lead="Tre dage i klinik og på hjemmebesøg.",
            picture=photograph(f"The sea {n}"),
            picture_alt="Havet",
        )
    return {
        "home": "/",
        "index": index.url,
        "camp": page.url,
        "sign-up": reverse("signup:sign_up", args=[place.occurrence_id]),
        "personal": claims.path(place),
    }


class Visit:
    """One page met for the first time by a phone, and what came over the wire for it."""

    def __init__(self, browser: Browser, server: str, url: str, sharp: int = SHARP) -> None:
        viewport = {"width": PHONE, "height": 844}
        context = browser.new_context(base_url=server, viewport=viewport, device_scale_factor=sharp)
        context.add_init_script(WATCH)
        page = context.new_page()
        self.answers: list[Response] = []
        page.on("response", lambda it: self.answers.append(it))
        self.document = page.goto(url)
        page.wait_for_load_state("networkidle")
        self.weights = {it.url: weight(it) for it in self.answers}
        page.mouse.wheel(0, 20_000)
        wait_for_pictures(page)
        self.strangers = [it.url for it in self.answers if not it.url.startswith((server, "data:"))]
        self.shifts = page.evaluate("shifts")
        context.close()


def wait_for_pictures(page: Page) -> None:
    """Those that come once they are scrolled to, too."""
    for _ in range(400):
        if page.evaluate("[...document.images].every(it => it.complete)"):
            return
        page.wait_for_timeout(50)
    raise AssertionError("a picture has not come")


def weight(answer: Response) -> int:
    """Bytes of an answer, head and all; style sheets as our server in production sends them."""
    sizes = answer.request.sizes()
    body = sizes["responseBodySize"]
    kind = answer.header_value("content-type") or ""
    if kind.startswith(TEXT) and not answer.header_value("content-encoding"):
        body = len(gzip.compress(answer.body(), 9))
    return body + sizes["responseHeadersSize"]


def test_the_first_view_is_light_still_and_ours(browser, server, pages):
    for name, url in pages.items():
        visit = Visit(browser, server, url)
        print(f"{name}: {sum(visit.weights.values()) / 1000:.0f} kB, {len(visit.answers)} requests")
        assert sum(visit.weights.values()) <= HEAVIEST.get(name, LIST), (name, visit.weights)
        assert visit.shifts == [], name
        assert visit.strangers == [], name
        policy = visit.document.header_value("content-security-policy")
        assert "default-src 'self'" in policy, name
        assert "unsafe" not in policy, name
        assert name not in SHOWN or any("/media/images/" in it for it in visit.weights), name


def test_a_picture_full_of_detail_is_light_on_the_sharpest_phone_too(browser, server):
    place = RegistrationFactory(occurrence__camp=True)
    page = event_page(
        place.occurrence.event,
        below=CampIndexPage.objects.get(),
        picture=photograph("Gravel", DETAILED),
        picture_alt="Ral",
    )
    visit = Visit(browser, server, page.url, SHARPEST)
    assert sum(visit.weights.values()) <= HEAVIEST["camp"], visit.weights
    assert any("1200x900" in it for it in visit.weights), visit.weights
