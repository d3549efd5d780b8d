from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from home.coming import coming
from home.frame import frame
from home.search.finding import find
from home.search.words import LONGEST, typed

PROPOSED = 3
"""So many dates are proposed where nothing was found."""


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What the site has on the words in `q`; without any, and without a result, what is next."""
    at, asked = frame(request).at, _asked(request)
    words = typed(asked)
    found = find(words, at)
    results = found.slice(request, request.GET.get("page", ""))
    context = {
        "asked": asked,
        "longest": LONGEST,
        "words": words,
        "some": found.some,
        "results": results,
        "cards": [] if found.pages else coming(request, at)[:PROPOSED],
    }
    return render(request, "home/search.html", context)


def in_a_minute(request: HttpRequest) -> HttpResponse:
    """For who has searched too often: nothing is looked for, and the words are kept."""
    context = {"asked": _asked(request), "longest": LONGEST, "too_often": True}
    return render(request, "home/search.html", context)


def _asked(request: HttpRequest) -> str:
    return request.GET.get("q", "").strip()[:LONGEST]
