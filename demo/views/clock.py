"""Moving the demo's clock, so that reminders, lapses and check-in can be tried today."""

from __future__ import annotations

from datetime import datetime, timedelta

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from demo.domain.dates import ZONE
from office import clock as office_clock

STEPS = {
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}


class MomentForm(forms.Form):
    """A time on the wall in Denmark."""

    moment = forms.DateTimeField(
        label=_("Date and time"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def clock(request: HttpRequest) -> HttpResponse:
    act = request.POST.get("act", "")
    now = office_clock.now()
    form = MomentForm(request.POST if act == "go" else None, initial={"moment": _wall(now)})
    if act == "go" and form.is_valid():
        _go_to(form.cleaned_data["moment"])
    elif act in STEPS:
        office_clock.move(STEPS[act])
    elif act == "now":
        office_clock.reset()
    if act and not form.errors:
        return HttpResponseRedirect(reverse("demo:clock"))
    return render(request, "demo/clock.html", {"form": form, "now": localtime(now, ZONE)})


def _wall(at: datetime) -> datetime:
    return localtime(at, ZONE).replace(second=0, microsecond=0)


def _go_to(moment: datetime) -> None:
    """The clock runs on from there."""
    office_clock.move(moment - office_clock.now())
