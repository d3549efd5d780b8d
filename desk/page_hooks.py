"""Where pages and dates meet: adding from the editor, opening by publishing, asking before a page
with people on it disappears."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.models import Page, WorkflowState

from desk.views.base import actor_of
from events.domain import scheduling
from events.domain.errors import ActRefused
from events.models import Event, Occurrence, OccurrenceState, Registration, Turn
from office import clock

HIDING = {"delete", "unpublish"}


def add_date_after_saving(request: HttpRequest, page: Page) -> HttpResponse | None:
    """*Add a date* is a button of the page's form: the page is saved by now."""
    if "add_date" in request.POST:
        return redirect("dates:add_to_page", page.pk)
    return None


def open_dates_after_approving(request: HttpRequest, page: Page) -> None:
    """The last approval publishes the page, which Wagtail runs no hook of publishing for."""
    if "action-workflow-action" not in request.POST:
        return
    newest = page.workflow_states.order_by("-created_at", "-pk").first()
    if newest and newest.status == WorkflowState.STATUS_APPROVED:
        open_dates_after_publishing(request, page)


def open_dates_after_publishing(request: HttpRequest, page: Page) -> None:
    """Open the drafts that stood ticked in the panel."""
    ticked = [pk for pk in request.POST.getlist("open_date") if pk.isdigit()]
    if not ticked or not request.user.has_perm("events.change_occurrence"):
        return
    drafts = Occurrence.objects.filter(
        event__page_key=page.translation_key, state=OccurrenceState.DRAFT, pk__in=ticked
    )
    opened = sum(_opened(request, occurrence) for occurrence in drafts.select_related("event"))
    if opened:
        done = ngettext("%d date is open now.", "%d dates are open now.", opened) % opened
        messages.success(request, done)


def _opened(request: HttpRequest, occurrence: Occurrence) -> bool:
    try:
        scheduling.open_occurrence(occurrence.pk, actor=actor_of(request))
    except ActRefused as refused:
        messages.error(request, f"{occurrence}: {refused}")
        return False
    return True


def ask_before_unpublishing(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Ask when people are signed up for what the page shows."""
    below = bool(request.POST.get("include_descendants"))
    return _ask(request, [page], below=below, question=_("Unpublish the page all the same?"))


def ask_before_deleting(request: HttpRequest, page: Page) -> HttpResponse | None:
    if request.method != "POST":
        return None
    return _ask(request, [page], below=True, question=_("Delete the page all the same?"))


def ask_before_bulk(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    pages = [it for it in objects if isinstance(it, Page)]
    if action_type not in HIDING or not pages:
        return None
    return _ask(request, pages, below=True, question=_("Go on all the same?"))


def _ask(
    request: HttpRequest, pages: list[Page], *, below: bool, question: str
) -> HttpResponse | None:
    if "people_seen" in request.POST:
        return None
    people = people_on(pages, below=below)
    if not people:
        return None
    fields = [(k, v) for k, v in request.POST.items() if k != "csrfmiddlewaretoken"]
    context = {
        "page_title": _("People are signed up"),
        "people": people,
        "question": question,
        "fields": fields,
        "action_url": request.get_full_path(),
        "sees_dates": request.user.has_perm("events.view_occurrence"),
        "pages_url": reverse("wagtailadmin_explore", args=[pages[0].get_parent().pk]),
    }
    return TemplateResponse(request, "desk/people_on_page.html", context)


def people_on(pages: list[Page], *, below: bool) -> int:
    """How many hold a place or wait on dates still to come of these pages (and those below)."""
    shown = Q(pk__in=[page.pk for page in pages])
    if below:
        for page in pages:
            shown |= Q(path__startswith=page.path)
    keys = Page.objects.filter(shown).order_by().values("translation_key")
    dates = Occurrence.objects.filter(
        event__in=Event.objects.filter(page_key__in=keys), ends_at__gt=clock.now()
    )
    holding = Registration.objects.holding().filter(occurrence__in=dates).count()
    return holding + Turn.objects.live().filter(occurrence__in=dates).count()
