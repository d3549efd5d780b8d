"""The feed of everything public. A calendar program fetches it for years, mostly unchanged."""

from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.views.decorators.http import require_safe

from events.domain.feeds import in_feed
from events.domain.feeds import public_feed as feed_of
from office import clock
from office.models import Office

PATH = "events.ics"
MAX_AGE = 900
"""Seconds that caches may keep the feed."""
FIRST_SERVED = "public-feed-first-served"


@require_safe
def public_feed(request: HttpRequest) -> HttpResponseBase:
    """Everything scheduled or called off on a live page; "not modified" where that is true."""
    at = clock.now()
    response = _calendar(feed_of(in_feed(at), calendar_name(at)))
    etag = response["ETag"]
    since = int(_first_served(etag).timestamp())
    response["Last-Modified"] = http_date(since)
    return get_conditional_response(request, etag, since, response) or response


def calendar_name(at: datetime) -> str:
    """What the feed is called in a list of calendars: as the office is."""
    office = Office.objects.current(at)
    return office.name if office else settings.WAGTAIL_SITE_NAME


def _calendar(body: bytes) -> HttpResponse:
    return HttpResponse(
        body,
        content_type="text/calendar; charset=utf-8",
        headers={
            "Content-Disposition": 'inline; filename="events.ics"',
            "Content-Language": settings.LANGUAGE_CODE,
            "Cache-Control": f"public, max-age={MAX_AGE}",
            "ETag": quote_etag(sha256(body).hexdigest()[:32]),
        },
    )


def _first_served(etag: str) -> datetime:
    """When this content was first served. No row knows it: what leaves the feed leaves no trace."""
    remembered = cache.get(FIRST_SERVED)
    if remembered and remembered[0] == etag:
        return remembered[1]
    now = timezone.now()
    cache.set(FIRST_SERVED, (etag, now), None)
    return now


urlpatterns = [path(PATH, public_feed, name="public_feed")]
