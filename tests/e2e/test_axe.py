"""No page has a barrier that axe can find: phone and desk, light and dark, in three languages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.urls import Resolver404, resolve, reverse
from playwright.sync_api import Page, expect

from camps.models import CampIndexPage, VisitIndexPage
from contacts.models import Contact
from demo.domain.mailbox import opened
from events.domain import allocating, attendance, registrations, scheduling
from events.domain.certificates import code_of
from events.models import Event, Occurrence, OccurrenceState, Registration, Turn, Wish
from home.models import ContentPage, HomePage
from mail import kinds
from mail.domain import links, trying
from mail.models import Message
from office import clock
from office.actor import PERSON
from tests import html_pages
from tests.conftest import NOW
from tests.e2e.conftest import DESK, PHONE, work
from tests.events.people import address, comes, office, signs_up
from tests.factories import (
    EventFactory,
    OccurrenceFactory,
    RegistrationFactory,
    SpotFactory,
    event_page,
)
from tests.pictures import picture

OPTIONS = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
    "iframes": False,  # the mailbox's frame lets no script in
}
AXE = Axe().axe_script
STILL = """() => {
  const runs = (it) => it.timeline === document.timeline && it.playState === "running";
  const ended = (it) => it.finished.catch(() => null);
  return Promise.all(document.getAnimations().filter(runs).map(ended)).then(() => null);
}"""
"""When what fades in has come. What runs by scrolling never ends."""
RUN = "options => axe.run(options).then(it => it.violations)"
WIDE = """() => {
  if (document.documentElement.scrollWidth <= innerWidth) return [];
  const end = (it) => it.getBoundingClientRect().right;
  const wide = [...document.querySelectorAll("body *")].filter((it) => end(it) > innerWidth + 1);
  return [wide.sort((a, b) => end(b) - end(a)).slice(0, 4).map((it) => it.outerHTML.slice(0, 100))];
}"""
NARROW = 320
"""What 1280 px are at 400 %."""

WIDTHS = DESK, PHONE
OF_COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
SCHEMES = {"dark": {**OPTIONS, "runOnly": OF_COLOURS}, "light": OPTIONS}
"""By night nothing but the colours is another (`tests/home/test_theme.py`); a look ends by day."""


def barriers(page: Page) -> list[str]:
    """What axe finds on the page as it stands, by day and by night, on a phone and on a desk."""
    _load(page)
    was = page.viewport_size
    found = [line for width in WIDTHS for line in _looks(page, width)]
    if not _is_wagtails(page):
        found += _too_wide(page)
    page.set_viewport_size(was)
    return found


def barriers_here(page: Page) -> list[str]:
    """The same at the width it has alone: for what is open, or was come to, on one of them."""
    _load(page)
    return _looks(page, page.viewport_size["width"])


def _load(page: Page) -> None:
    """axe, once the page is whole and stands still."""
    page.wait_for_load_state()
    page.evaluate(STILL)
    page.evaluate(AXE)


def _is_wagtails(page: Page) -> bool:
    """The desk's own pages are looked at by day: Wagtail's frame is not ours to mend."""
    return urlsplit(page.url).path.startswith("/admin/")


def _looks(page: Page, width: int) -> list[str]:
    if page.viewport_size["width"] != width:
        page.set_viewport_size({"width": width, "height": 900})
    schemes = ["light"] if _is_wagtails(page) else SCHEMES
    found = [line for scheme in schemes for line in _barriers(page, width, scheme)]
    return found + _sideways(page, f" ({width} px)")


def _barriers(page: Page, width: int, scheme: str) -> list[str]:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    found: list[dict[str, Any]] = page.evaluate(RUN, SCHEMES[scheme])
    return [_line(page, f" ({width} px, {scheme})", it) for it in found]


def _too_wide(page: Page) -> list[str]:
    """On the narrowest screen there is, and with letters of 200 %."""
    page.set_viewport_size({"width": NARROW, "height": 256})
    found = _sideways(page, f" ({NARROW} px)")
    page.set_viewport_size({"width": DESK, "height": 900})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    found += _sideways(page, " (letters of 200 %)")
    page.evaluate("document.documentElement.style.fontSize = ''")
    return found


def _sideways(page: Page, look: str) -> list[str]:
    """Whether one has to scroll sideways, and what is to blame."""
    return [f"{page.url}{look}: scrolls sideways {it}" for it in page.evaluate(WIDE)]


def _line(page: Page, look: str, violation: dict[str, Any]) -> str:
    nodes = [node["html"][:160] for node in violation["nodes"][:3]]
    return f"{page.url}{look}: {violation['id']} {nodes}"


def look_at(page: Page, *urls: str) -> None:
    """Go to each address in turn, in each language it has; fails with all that was found."""
    found = []
    for url in urls:
        for one in in_each_language(url):
            page.goto(one)
            found += barriers(page)
    assert not found, "\n".join(found)


def in_each_language(url: str) -> list[str]:
    """The address, and with a prefix where it may have one (mailed ones may not)."""
    path = urlsplit(url).path
    return [url, *(f"/{it}{url}" for it in ("en", "nb") if _name(f"/{it}{path}") == _name(path))]


def _name(path: str) -> str:
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""


@pytest.fixture
def camp(server) -> Event:
    """A page with a picture and a date in every state the public is shown."""
    event = EventFactory(kind="camp", title="Vintercamp Lolland-Falster")
    event_page(
        event,
        title="Vintercamp Lolland-Falster: den brede læge",
        lead="Tre dage i klinik og på hjemmebesøg.",
        picture=picture(),
        picture_alt="En vej mellem marker",
        programme=[("day", {"title": "Fredag", "entries": [{"time": "14:00", "what": "Ankomst"}]})],
        practicalities="<h3>Rejsen</h3><p>Med bus.</p><ul><li>Varmt tøj</li></ul>",
    )
    _dates(event)
    return event


def _dates(event: Event) -> None:
    _date(event, "open", capacity=10)
    _date(event, "few", capacity=3)
    full = _date(event, "full", capacity=1)
    comes(full, "Anna")
    comes(full, "Bo")
    offered = _date(event, "offered", capacity=1)
    comes(offered, "Clara")
    comes(offered, "Dina")
    registrations.cancel(_held(offered, "Clara").pk, actor=PERSON)
    _date(event, "list full", capacity=0, waitlist_limit=0)
    _date(event, "not open", opens_at=NOW + timedelta(days=2))
    _date(event, "closed", closes_at=NOW - timedelta(hours=1))
    off = _date(event, "called off")
    scheduling.call_off(off.pk, actor=office(), revision=off.revision, reason="Sne")
    past = NOW - timedelta(days=9)
    _date(event, "past", starts_at=past, ends_at=past + timedelta(hours=30))
    _date(event, "draft", state=OccurrenceState.DRAFT)


def _date(event: Event, location: str, **fields: Any) -> Occurrence:
    start = fields.pop("starts_at", NOW + timedelta(days=30))
    fields = {"opens_at": start - timedelta(days=60), **fields}
    return OccurrenceFactory(event=event, location=location, starts_at=start, **fields)


def _held(occurrence: Occurrence, name: str) -> Registration:
    return Registration.objects.get(occurrence=occurrence, contact__email=address(name))


def _at(event: Event, location: str) -> Occurrence:
    return event.occurrences.get(location=location)


def test_pages(camp, open_page):
    home = HomePage.objects.get()
    about = home.add_child(
        instance=ContentPage(
            title="Om os",
            slug="om-os",
            body=[("heading", "Hvem"), ("text", "<p>Vi er <b>fire</b>.</p>")],
        )
    )
    visit = EventFactory()
    page = event_page(visit)
    indexes = [CampIndexPage.objects.get().url, VisitIndexPage.objects.get().url]
    urls = [home.url, *indexes, about.url, page.url, reverse("event", args=[camp.pk])]
    look_at(open_page(), *urls, "/nothing-here/")


def test_a_page_with_nothing_on_it_yet(server, open_page):
    look_at(open_page(), "/", CampIndexPage.objects.get().url)


def test_sign_up(camp, open_page):
    page = open_page()
    closed = ["few", "full", "list full", "not open", "closed", "called off", "past"]
    urls = [reverse("signup:sign_up", args=[_at(camp, it).pk]) for it in ["open", *closed]]
    look_at(page, *urls, reverse("signup:my_sign_ups"))


def test_sign_up_with_errors_and_what_comes_after(camp, open_page):
    page = open_page()
    page.goto(reverse("signup:sign_up", args=[_at(camp, "open").pk]))
    page.fill("[name=email]", "anna@gmial.com")
    page.select_option("[name=stage]", "ka")
    page.click("main form button.button[type=submit]")
    expect(page.locator("#errors")).to_be_focused()
    assert barriers(page) == []
    page.fill("[name=name]", "Anna Holm")
    page.fill("[name=email]", "anna@student.test")
    page.fill("[name=phone]", "20 30 40 50")
    page.select_option("[name=stage]", "kbu")
    page.click("main form button.button[type=submit]")
    page.wait_for_url("**/sent/")
    assert barriers(page) == []


def test_my_sign_ups_with_an_error_and_sent(camp, open_page):
    page = open_page()
    page.goto(reverse("signup:my_sign_ups"))
    page.click("main form button")
    page.wait_for_selector("#errors")
    assert barriers(page) == []
    page.fill("[name=email]", address("Anna"))
    page.click("main form button")
    page.wait_for_selector(f".lead:has-text('{address('Anna')}')")
    assert barriers(page) == []


def test_personal_pages_in_every_state(camp, open_page):
    held = signs_up(_at(camp, "open"), "Eva")
    waits = signs_up(_at(camp, "full"), "Fie")
    clock.move(timedelta(minutes=1))
    confirmed = _held(_at(camp, "full"), "Anna")
    waiting = Turn.objects.get(contact__email=address("Bo"))
    offered = _held(_at(camp, "offered"), "Dina")
    cancelled = _held(_at(camp, "offered"), "Clara")
    places = [_link("registration", it) for it in (held, confirmed, offered, cancelled)]
    turns = [_link("turn", it) for it in (waits, waiting)]
    steps = [f"{places[1]}?step=cancel", f"{turns[1]}?step=leave"]
    bad = ["/registration/1-wrong/", places[0][:-3] + "AA/"]
    page = open_page()
    look_at(page, *bad)
    for language, _name in settings.LANGUAGES:
        Registration.objects.update(language=language)
        Turn.objects.update(language=language)
        look_at(page, *places, *turns, *steps)


def test_a_moved_date_and_the_question_afterwards(camp, open_page):
    date = _at(camp, "few")
    moved, came = comes(date, "Gro"), comes(date, "Ida")
    later = date.starts_at + timedelta(days=7)
    ends = date.ends_at + timedelta(days=7)
    date.refresh_from_db()
    scheduling.move(date.pk, actor=office(), revision=date.revision, starts_at=later, ends_at=ends)
    page = open_page()
    look_at(page, _link("registration", moved))
    clock.stop(ends)
    date.refresh_from_db()
    attendance.check_in(came.pk, date.first_day, actor=office())
    clock.move(timedelta(days=2))
    look_at(page, _link("registration", came))
    look_at(page, _link("registration", came) + "certificate/")
    look_at(page, _link("registration", moved) + "certificate/")
    look_at(page, reverse("signup:certificate_check"))
    page.fill("[name=number]", str(came.pk))
    page.fill("[name=code]", code_of(came.pk))
    page.press("[name=code]", "Enter")
    page.wait_for_selector("main .notice.success")
    assert barriers(page) == []


def test_my_data(camp, open_page):
    contact = Contact.objects.get(email=address("Anna"))
    soon = clock.now() + timedelta(minutes=20)
    page = open_page()
    look_at(page, links.url("my-data", contact.pk, contact.link_version, soon))
    page.click("[name=act][value=open]")
    page.wait_for_selector("[aria-labelledby=sign-ups]")
    assert barriers(page) == []
    old = links.url("my-data", contact.pk, contact.link_version, clock.now() - timedelta(days=1))
    look_at(page, old)


def test_the_demos_own_pages(camp, open_page):
    work()
    message = Message.objects.filter(kind="place").first()
    mailed = reverse("demo:message", args=[message.pk])
    look_at(open_page(), reverse("demo:mail"), reverse("demo:clock"), mailed)


def test_the_mails_a_camp_sends(camp, open_page):
    work()
    page = open_page()
    sent = set(Message.objects.values_list("kind", flat=True))
    assert sent >= {"prove", "place", "waiting", "offer", "cancelled"}
    for kind in sent:
        page.set_content(opened(Message.objects.filter(kind=kind).first()).html)
        assert barriers(page) == [], kind


@pytest.mark.skipif(not html_pages.can_read(), reason="nothing to read HTML with")
def test_every_mail_keeps_to_the_standard(db):
    for kind in kinds.standards():
        html = trying.preview(trying.made_up(kind, "da", None)).html
        assert html_pages.faults_of(html, "mail") == [], kind


def test_the_desks_lists(camp, desk):
    names = ["dates", "registrations", "turns", "contacts", "mails", "hosts"]
    look_at(
        desk, "/admin/", *(reverse(f"{name}:index") for name in names), reverse("retention:index")
    )


def test_the_desks_pages_about_a_date_and_a_person(camp, desk):
    full, offered = _at(camp, "full"), _at(camp, "offered")
    dates = [reverse("dates:edit", args=[it.pk]) for it in camp.occurrences.all()]
    acts = ["move", "location", "capacity", "window", "audience", "call_off", "add_person"]
    forms = [reverse(f"dates:{act}", args=[full.pk]) for act in acts]
    anna = Contact.objects.get(email=address("Anna"))
    people = [reverse(f"contacts:{it}", args=[anna.pk]) for it in ("edit", "erase")]
    cancel = reverse("dates:cancel", args=[full.pk, _held(full, "Anna").pk])
    event = reverse("dates:event", args=[offered.event_id])
    look_at(desk, *dates, *forms, *people, cancel, event, reverse("dates:add"))


def test_adding_a_date_with_errors(camp, desk):
    page = event_page(EventFactory(kind="camp"))
    Event.objects.filter(page_key=page.translation_key).delete()
    look_at(desk, reverse("dates:add_to_page", args=[page.pk]))
    desk.click("main form button.button[type=submit]")
    desk.wait_for_selector("main .help-critical")
    assert barriers(desk) == []


def test_the_panel_in_the_pages_editor(camp, desk):
    page = camp_page(camp)
    desk.goto(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    for width in WIDTHS:
        desk.set_viewport_size({"width": width, "height": 900})
        found = Axe().run(desk, context=".desk-dates", options=OPTIONS).response["violations"]
        assert found == []


def camp_page(event: Event):
    from wagtail.models import Page

    return Page.objects.get(translation_key=event.page_key)


def _link(purpose: str, claim: Registration | Turn) -> str:
    claim.refresh_from_db()
    return links.url(purpose, claim.pk, claim.link_version)


def test_a_barrier_is_found(open_page):
    """These tests can fail."""
    page = open_page()
    page.set_content("<html lang=da><title>A</title><main><button></button></main></html>")
    assert "button-name" in barriers(page)[0]


def test_wishes_and_where_somebody_will_be(server, open_page):
    date = OccurrenceFactory(camp=True)
    rooms = [SpotFactory(occurrence=date) for _n in range(3)]
    mine = RegistrationFactory(occurrence=date)
    Wish.objects.create(spot=rooms[0], registration=mine, rank=1)
    page = open_page()
    page.goto(_link("registration", mine))
    page.click("[aria-labelledby=wishes] summary")
    assert barriers(page) == []
    for rank in (0, 1):
        page.select_option(f"[name=room_{rank}]", str(rooms[1].pk))
    page.click("[value=wish]")
    page.wait_for_selector("#wishes-said")
    assert barriers(page) == []
    allocating.put([mine.pk], rooms[2].pk, actor=office())
    allocating.show(date.pk, actor=office())
    look_at(page, _link("registration", mine))
