from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from events.models import live_pages
from home.frame import frame
from home.models import LeadPage
from home.sharing.card import share_card
from home.sharing.kept import Busy, png
from home.theme import theme_url, version
from mail.domain.links import BEFORE_SECRETS

FOR_EVER = "public, max-age=31536000, immutable"

SPOKEN = ("sign-up", "search", "try-out")
"""Of these there is one in each language."""

ROBOTS = """User-agent: *
Disallow: /admin/
{kept}
Allow: /host/$

Sitemap: {base_url}/sitemap.xml
"""


@require_safe
def was(request: HttpRequest) -> HttpResponse:
    """To the accessibility statement, wherever it is kept; says so when there is none yet."""
    office = frame(request).office
    if office and office.was_url:
        return redirect(office.was_url)
    return render(request, "home/was.html", status=404)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What machines need not read."""
    codes = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
    paths = [f"/{name}/" for name in dict.fromkeys((*SPOKEN, *BEFORE_SECRETS))]
    paths += [f"/{code}/{name}/" for code in codes for name in SPOKEN]
    kept = "\n".join(f"Disallow: {path}" for path in paths)
    text = ROBOTS.format(base_url=settings.BASE_URL, kept=kept)
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """What browsers ask for where no page names an icon: beside a file, a calendar, a picture."""
    return redirect(static("img/mark.svg"))


@require_safe
def theme(request: HttpRequest, version_asked: str) -> HttpResponse:
    """The office's colours. A page that was kept longer than they stood is sent on to the new."""
    office = frame(request).office
    css = office.colours.css() if office else ""
    if office is None or not css:
        return HttpResponse(status=404, headers={"Cache-Control": "no-store"})
    if version_asked != version(css):
        moved = redirect(theme_url(office.colours))
        moved.headers["Cache-Control"] = "no-store"
        return moved
    return HttpResponse(css, content_type="text/css", headers={"Cache-Control": FOR_EVER})


@require_safe
def share(request: HttpRequest, pk: int, version_asked: str) -> HttpResponse:
    """The card of a page that everybody may open; an old one's address leads to the new."""
    page = get_object_or_404(live_pages(), pk=pk).specific
    if not isinstance(page, LeadPage):
        raise Http404
    card = share_card(page, frame(request))
    if version_asked != card.version:
        moved = redirect(card.url)
        moved.headers["Cache-Control"] = "no-store"
        return moved
    try:
        picture = png(card)
    except Busy:
        return HttpResponse(status=503, headers={"Retry-After": "10", "Cache-Control": "no-store"})
    return HttpResponse(picture, content_type="image/png", headers={"Cache-Control": FOR_EVER})
