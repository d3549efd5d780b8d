"""Attendance on a phone: the page, one tap without JavaScript, and what the phone's queue sends.

The page is for whoever `signup.domain.door.find` knows; anybody else learns nothing from it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from functools import partial, wraps
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from events.domain import door as engine
from events.domain import walk_ins
from events.domain.door import Answer, Tap
from events.domain.errors import ActRefused
from events.domain.walk_ins import Told
from office.folding import fold
from signup import devices
from signup.domain import door, door_sync
from signup.domain.door import AtDoor, Person, Standing
from signup.door_words import GONE, words_for_script
from signup.mailed import HEADERS

View = Callable[..., HttpResponse]
SEALED = HEADERS | {"Referrer-Policy": "strict-origin"}
"""With no referrer at all a browser does not say either from which site a form is sent."""
CLEAR = '"cache"'
"""Of storage the page clears what is this date's: taps of another may wait there to be sent."""


def sealed(view: View) -> View:
    """Nothing of the page is kept by a cache or told to another site."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        for name, value in SEALED.items():
            response[name] = value
        return response

    return answer


def who_asks(request: HttpRequest, pk: int) -> AtDoor | None:
    """Whoever takes attendance on this date with the browser that asks."""
    return door.find(pk, user=request.user, keeps=partial(devices.is_known, request))


def for_the_door(view: View) -> View:
    """Find who asks; whoever takes no attendance here is told so."""

    @sealed
    @wraps(view)
    def answer(request: HttpRequest, pk: int) -> HttpResponse:
        found = who_asks(request, pk)
        if found is None:
            return closed_page(request, pk, "nobody", status=403)
        return view(request, found)

    return answer


@require_http_methods(["GET", "HEAD"])
@for_the_door
def page(request: HttpRequest, found: AtDoor) -> HttpResponse:
    """The list, with a button for everybody."""
    if not found.may_read:
        status = 403 if found.standing == Standing.EARLY else 410
        return closed_page(request, found.occurrence.pk, found.standing, status=status, door=found)
    return show(request, found)


@require_POST
@for_the_door
def tap(request: HttpRequest, found: AtDoor) -> HttpResponse:
    """One tap without JavaScript: the button says who, whether, and the tap's own number."""
    day = _day(request, found)
    try:
        pk, present, number = request.POST.get("tap", "").split(":")
        one = Tap(UUID(number), door_sync.row_number(pk), day, present == "1", found.at)
    except ValueError:
        return show(request, found, status=400)
    (answer,) = send(found, one)
    if answer.sentence:
        return show(request, found, status=409, refused=answer.sentence)
    return _back(request, found, done=one.registration)


@require_POST
@for_the_door
def walk_in(request: HttpRequest, found: AtDoor) -> HttpResponse:
    """Somebody without a place, without JavaScript."""
    typed = {name: request.POST.get(name, "") for name in ("name", "email", "phone")}
    try:
        told = Told(tap=_number(request), day=_day(request, found), tapped_at=found.at, **typed)
        if not found.may_send:
            raise ActRefused
        walk_ins.write_down(found.occurrence.pk, told, actor=found.actor, until=found.until)
    except ActRefused as refused:
        return show(request, found, status=400, typed=typed, error=str(refused))
    return _back(request, found)


@csrf_exempt
@require_POST
@sealed
def sync(request: HttpRequest, pk: int) -> HttpResponse:
    """What the phone's queue sends. No token, which a page kept for later would not have: the
    sender is a script of ours, or the browser says otherwise."""
    if not _is_from_us(request):
        return JsonResponse({}, status=403)
    found = who_asks(request, pk)
    if found is None:
        return JsonResponse({"state": "nobody", "answers": []}, status=403)
    try:
        sent = json.loads(request.body)
        told = door_sync.sync(found, sent if isinstance(sent, dict) else {})
    except (ValueError, RecursionError):  # the latter: brackets within brackets
        return JsonResponse({}, status=400)
    if found.may_read:
        return JsonResponse(told)
    response = JsonResponse(told, status=410)
    response["Clear-Site-Data"] = CLEAR
    return response


@require_http_methods(["GET", "HEAD"])
def shell(request: HttpRequest) -> HttpResponse:
    """The page without anybody on it, for a phone to keep."""
    context = {"state": "shell", "script_words": words_for_script()}
    return render(request, "signup/door/page.html", context)


@require_http_methods(["GET", "HEAD"])
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, whose reach is everything below `/check-in/`."""
    response = render(request, "signup/door/sw.js", content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    response["Service-Worker-Allowed"] = "/check-in/"
    return response


def send(found: AtDoor, one: Tap) -> list[Answer]:
    """Merge one tap of somebody who may tap now."""
    if not found.may_tap:
        return [Answer(one.tap, engine.Fate.REFUSED, GONE[found.standing.value].lead)]
    return engine.merge(found.occurrence.pk, [one], actor=found.actor, until=found.until)


def show(request: HttpRequest, found: AtDoor, *, status: int = 200, **more: Any) -> HttpResponse:
    """The list of one day; never one that may not be read."""
    if not found.may_read:
        return closed_page(request, found.occurrence.pk, found.standing, status=410, door=found)
    day, roster = _day(request, found), door.Roster(found.occurrence)
    rows = [_row(it, roster.is_here(it, day)) for it in roster.people]
    q = request.GET.get("q", "")
    context = {
        "door": found,
        "pk": found.occurrence.pk,
        "state": "open",
        "rows": rows,
        "hidden": [it for it in rows if fold(q).strip() not in it["person"].folded],
        "present": sum(it["present"] for it in rows),
        "days": [(it, door.day_label(it), it <= found.today) for it in found.occurrence.days],
        "day": day,
        "q": q,
        "done": next((it for it in rows if str(it["person"].pk) == request.GET.get("done")), None),
        "walk_ins": [it for it in roster.walk_ins if it.day == day],
        "walk_in_number": uuid4(),
        "roster": roster.as_json(found),
        "script_words": words_for_script(),
    }
    return render(request, "signup/door/page.html", context | more, status=status)


def closed_page(
    request: HttpRequest, pk: int, state: str, *, status: int, **more: Any
) -> HttpResponse:
    """No list: why, and what to do. Its script clears the phone once everything is sent."""
    context = {"state": state, "gone": GONE[state], "pk": pk, "script_words": words_for_script()}
    response = render(request, "signup/door/page.html", context | more, status=status)
    if status == 410:
        response["Clear-Site-Data"] = CLEAR
    return response


def _row(person: Person, present: bool) -> dict[str, Any]:
    return {"person": person, "present": present, "number": uuid4()}


def _day(request: HttpRequest, found: AtDoor) -> date:
    asked = request.POST.get("day") or request.GET.get("day")
    return next((it for it in found.occurrence.days if str(it) == asked), found.today)


def _number(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("tap", ""))
    except ValueError:
        return uuid4()


def _back(request: HttpRequest, found: AtDoor, **more: Any) -> HttpResponse:
    query = urlencode({"day": _day(request, found), **more})
    return redirect(f"{reverse('signup:door', args=[found.occurrence.pk])}?{query}")


def _is_from_us(request: HttpRequest) -> bool:
    """JSON cannot be sent across sites without asking first; browsers say where it comes from."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    return request.content_type == "application/json" and site == "same-origin"
