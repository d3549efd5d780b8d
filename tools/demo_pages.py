"""The pages of the demo office that tools look at. Needs Django set up (`demo_site.served`)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from django.urls import reverse
from wagtail.models import Page

from camps.models import CampIndexPage, CampPage, VisitPage
from contacts.models import Contact
from events.domain import host_links
from events.domain.showing import show
from events.models import HostContact, Occurrence, Registration, RegistrationState, Turn
from mail.domain import links
from office import clock
from signup.domain import claims

SEND = "main form button.button[type=submit] >> nth=0"
OPEN = "[name=act][value=open]"


class Look(NamedTuple):
    """A page by a name; some show themselves only once something is pressed."""

    name: str
    url: str
    press: str = ""


def that_decide() -> list[Look]:
    """The six that make a student stay or leave."""
    camp, visit = (_date_with_places(kind) for kind in ("camp", "visit"))
    return [
        Look("home", "/"),
        Look("index", _index().url),
        Look("camp", _page(camp).url),
        Look("visit", _page(visit).url),
        Look("sign-up", _sign_up(camp)),
        Look("personal page", claims.path(_registrations("confirmed").first())),
    ]


def public() -> Iterator[Look]:
    """Every page a student or a practice may meet, in each of its states."""
    yield from _pages()
    yield from _indexes()
    yield from _sign_ups()
    yield from _personal()
    yield from _practices()
    for code in ("en", "nb"):
        yield from (Look(f"{code}-{it.name}", f"/{code}{it.url}") for it in that_decide()[:5])
    yield Look("not-found", "/nothing-here/")


def desk() -> Iterator[Look]:
    """The main screens of coordinators."""
    date = Occurrence.objects.filter(event__kind="camp", ends_at__gt=clock.now()).in_order()[0]
    contact = _registrations("confirmed").first().contact_id
    names = ["dates", "calendar", "contacts", "hosts", "offers", "mails", "mailings", "figures"]
    tabs = ["edit", "waitlist", "spots", "attendance", "messages", "needs", "prints", "log"]
    yield Look("today", reverse("wagtailadmin_home"))
    yield from (Look(name, reverse(f"{name}:index")) for name in [*names, "mail_texts", "ready"])
    yield from (Look(f"date-{tab}", reverse(f"dates:{tab}", args=[date.pk])) for tab in tabs)
    yield Look("person", reverse("contacts:edit", args=[contact]))
    yield Look("find", reverse("find") + "?q=holm")
    yield Look("pages", reverse("wagtailadmin_explore", args=[_index().pk]))
    yield Look("page-editor", reverse("wagtailadmin_pages:edit", args=[_page(date).pk]))
    yield Look("style-guide", reverse("styleguide"))


def mails() -> Iterator[Look]:
    """The newest mail of each kind whose text is still kept."""
    from mail.models import Message  # noqa: PLC0415

    sent = Message.objects.filter(state="sent").exclude(to="").order_by("pk")
    newest = {it.kind: it.pk for it in sent}
    for kind, pk in newest.items():
        yield Look(f"mail-{kind}", reverse("demo:message_html", args=[pk]))


def _pages() -> Iterator[Look]:
    pages = Page.objects.live().filter(depth__gt=1, locale__language_code="da").order_by("path")
    for page in pages.specific():
        yield Look(f"page-{page.slug}", page.get_url())


def _indexes() -> Iterator[Look]:
    url = _index().url
    for view in ("list", "calendar", "map"):
        yield Look(f"index-{view}", f"{url}?view={view}")
    yield Look("index-nothing", f"{url}?places=free&area=dk0400&month=2020-01")


def _sign_ups() -> Iterator[Look]:
    for state in ("open", "few", "full", "being_offered", "closed", "not_open", "past"):
        if date := _date(state):
            yield Look(f"sign-up-{state}", _sign_up(date))
    if date := _date("open"):
        yield Look("sign-up-errors", _sign_up(date), SEND)
        yield Look("sign-up-sent", reverse("signup:sent", args=[date.pk]))
    yield Look("my-sign-ups", reverse("signup:my_sign_ups"))


def _personal() -> Iterator[Look]:
    for state in RegistrationState.values:
        if found := _registrations(state).first():
            yield Look(f"personal-{state}", claims.path(found))
    if found := _registrations("confirmed").first():
        yield Look("personal-cancel", claims.path(found) + "?step=cancel")
        yield Look("my-data", _my_data(found.contact), OPEN)
    if turn := Turn.objects.queue().filter(occurrence__ends_at__gt=clock.now()).first():
        yield Look("personal-waiting", claims.path(turn))
    if came := _came():
        yield Look("personal-afterwards", claims.path(came))
        yield Look("certificate", claims.certificate_path(came))
    yield Look("certificate-check", reverse("signup:certificate_check"))


def _practices() -> Iterator[Look]:
    yield Look("practice-ask", reverse("signup:host_ask"))
    contact = HostContact.objects.filter(host__occurrences__ends_at__gt=clock.now()).first()
    if contact:
        link = host_links.make(contact, None, clock.now())
        yield Look("practice-door", host_links.url(link))
        yield Look("practice-year", host_links.url(link), OPEN)


def _index() -> Page:
    return CampIndexPage.objects.filter(locale__language_code="da")[0]


def _date_with_places(kind: str) -> Occurrence:
    found = [_date(state, kind) for state in ("open", "few")]
    return next(it for it in found if it and it.event.kind == kind)


def _date(state: str, kind: str = "camp") -> Occurrence | None:
    """The first date of this kind, else of the other, whose state this is."""
    at = clock.now()
    dates = Occurrence.objects.public().with_counts().select_related("event").in_order()
    found = [it for it in dates if show(it, at).state == state]
    return next((it for it in found if it.event.kind == kind), found[0] if found else None)


def _page(date: Occurrence) -> Page:
    model = CampPage if date.event.is_camp else VisitPage
    return model.objects.get(translation_key=date.event.page_key, locale__language_code="da")


def _sign_up(date: Occurrence) -> str:
    return reverse("signup:sign_up", args=[date.pk])


def _registrations(state: str):
    soon = Registration.objects.filter(state=state, occurrence__ends_at__gt=clock.now())
    return soon.select_related("occurrence__event", "contact").order_by(
        "occurrence__starts_at", "pk"
    )


def _came() -> Registration | None:
    late = clock.now() - timedelta(days=25)
    return Registration.objects.attended().filter(occurrence__ends_at__gt=late).first()


def _my_data(contact: Contact) -> str:
    soon = clock.now() + timedelta(minutes=20)
    return links.url("my-data", contact.pk, contact.link_version, soon)
