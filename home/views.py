from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from home.frame import frame

ROBOTS = """User-agent: *
Disallow: /admin/
Disallow: /sign-up/
Disallow: /registration/
Disallow: /turn/
Disallow: /my-data/
Disallow: /feed/

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
    text = ROBOTS.format(base_url=settings.BASE_URL)
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
