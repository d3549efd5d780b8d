"""The code on a participant's page, scanned by the phone of whoever takes attendance.

To everybody else it says that it is for the door, and nothing of anybody.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from events.domain.door import Tap
from events.domain.wording import moment_words
from events.models import Registration
from home.frame import frame
from mail.domain import links
from mail.domain.links import BadLink, LinkError, OldLink
from signup.domain import door
from signup.domain.door import AtDoor
from signup.views.door import sealed, send, who_asks


@require_http_methods(["GET", "HEAD", "POST"])
@sealed
def check_in(request: HttpRequest, token: str) -> HttpResponse:
    try:
        place = _place(token, request)
    except LinkError as error:
        return _for_the_door(request, 410 if isinstance(error, OldLink) else 404)
    found = who_asks(request, place.occurrence_id)
    if found is None:
        return _for_the_door(request, 403)
    if not (found.may_tap and _is_on(found)):
        return _for_the_door(request, 409, door=found)
    place.occurrence = found.occurrence
    if request.method == "POST":
        return _tap(request, found, place)
    return _show(request, found, place)


def _place(token: str, request: HttpRequest) -> Registration:
    """Raises BadLink, OldLink."""
    rows = Registration.objects.select_related("contact")
    place = rows.filter(pk=links.parse(token).pk).first()
    if place is None:
        raise BadLink
    links.verify("check-in", token, place.link_version, frame(request).at)
    return place


def _is_on(found: AtDoor) -> bool:
    """Whether today is one of its days."""
    return found.at.astimezone(found.occurrence.zone).date() in found.occurrence.days


def _tap(request: HttpRequest, found: AtDoor, place: Registration) -> HttpResponse:
    try:
        number = UUID(request.POST.get("tap", ""))
    except ValueError:
        number = uuid4()
    present = request.POST.get("present") != "0"
    (answer,) = send(found, Tap(number, place.pk, found.today, present, found.at))
    if answer.sentence:
        return _show(request, found, place, status=409, refused=answer.sentence)
    return redirect(request.path)


def _show(
    request: HttpRequest, found: AtDoor, place: Registration, *, status: int = 200, **more: Any
) -> HttpResponse:
    """Their name, and whether they are in; of a place that has ended nothing but that."""
    context: dict[str, Any] = {"door": found, "number": uuid4()}
    if not (place.is_confirmed and place.contact and place.contact.name):
        return _for_the_door(request, 409, has_ended=True, **context)
    newest = place.check_ins.newest(found.today)
    if newest and newest.present:
        context["since"] = moment_words(newest.tapped_at, found.occurrence.zone)
    context["person"] = door.person(place)
    return render(request, "signup/door/code.html", context | more, status=status)


def _for_the_door(request: HttpRequest, status: int, **more: Any) -> HttpResponse:
    return render(request, "signup/door/code_closed.html", more, status=status)
