"""What the desk's screens share: permission, the occurrence at hand, an act and its refusal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import Button

from desk import words
from desk.access.rules import dates_for
from events.domain.errors import ActRefused, StaleForm
from events.models import Occurrence
from office.actor import Actor, coordinator

WORKING = _("One moment…")
"""What a button says that was pressed, until the next screen is there."""


def actor_of(request: HttpRequest) -> Actor:
    """Who acts: somebody logged in to the desk."""
    assert isinstance(request.user, User)  # noqa: S101 -- Wagtail's admin lets nobody else in
    return coordinator(request.user)


def history_button(viewset: str, pk: int, label: Any = "") -> Button:
    """To what the office did with a row, as Wagtail's own screens have it."""
    url = reverse(f"{viewset}:history", args=[pk])
    return Button(label or _("History"), url, icon_name="history")


class DeskMixin(PermissionCheckedMixin, WagtailAdminTemplateMixin):
    """A screen of the desk, for those who may change what it shows, or have `permission`."""

    model: Any = Occurrence
    permission_required = "change"
    permission = ""
    trail: tuple[str, Any] = ("dates:index", _("Dates"))

    request: HttpRequest
    kwargs: dict[str, Any]

    def user_has_permission(self, permission: str) -> bool:
        if self.permission:
            return self.request.user.has_perm(self.permission)
        return bool(super().user_has_permission(permission))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        name, label = self.trail
        steps = [{"url": reverse(name), "label": label}, *self.steps()]
        return [*self.breadcrumbs_items, *steps, {"url": "", "label": self.get_page_title()}]

    def steps(self) -> list[dict[str, Any]]:
        """What stands in the trail between the list and this screen."""
        return []


class OccurrenceMixin(DeskMixin):
    """A screen about one occurrence."""

    @cached_property
    def occurrence(self) -> Occurrence:
        found = Occurrence.objects.select_related("event", "host", "municipality")
        return get_object_or_404(dates_for(self.request.user, found), pk=self.kwargs["pk"])

    def steps(self) -> list[dict[str, Any]]:
        return [{"url": self.home, "label": str(self.occurrence)}]

    @property
    def home(self) -> str:
        return reverse("dates:edit", args=[self.kwargs["pk"]])

    def get_success_url(self) -> str:
        return get_valid_next_url_from_request(self.request) or self.home

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        it = self.occurrence
        subject = f"{it.event.title}, {words.span(it)}"
        return super().get_context_data(**kwargs) | {"subject": subject}


class ActView(DeskMixin, FormView):  # type: ignore[type-arg]  # no subscript at run time
    """A form whose saving is one act. What the act refuses is said, and nothing is lost."""

    template_name = "desk/act.html"
    submit_label: Any = _("Save")
    explanation: Any = ""
    done: Any = _("Done.")
    serious = False
    downloads = False
    """Whether the press brings a file: no other screen follows."""

    def act(self, form: Any) -> object:
        """Do it. Raises ActRefused."""
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            result = self.act(form)
        except StaleForm as refused:
            return self.stale(form, refused)
        except ActRefused as refused:
            return self.refused(form, refused)
        messages.success(self.request, self.get_done(result))
        return redirect(self.get_success_url())

    def refused(self, form: Any, refused: ActRefused) -> HttpResponse:
        form.add_error(None, str(refused))
        return self.form_invalid(form)

    def get_done(self, result: object) -> str:
        return str(self.done)

    def stale(self, form: Any, refused: StaleForm) -> HttpResponse:
        form.add_error(None, str(refused))
        return self.form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form: forms.BaseForm = context["form"]
        return context | {
            "media": form.media,
            "has_unsaved_changes": self.is_unsaved(form),
            "action_url": self.request.get_full_path(),
            "back_url": self.get_success_url(),
            "submit_button_label": self.submit_label,
            "submit_button_active_label": WORKING,
            "explanation": self.get_explanation(),
            "serious": self.serious,
            "difference": context.get("difference") or getattr(form, "difference", []),
            "downloads": self.downloads,
        }

    def is_unsaved(self, form: forms.BaseForm) -> bool:
        """Whether what somebody typed stands in the form again: it is lost when they leave."""
        is_sent = self.request.method == "POST" and form.is_bound
        return bool(is_sent and form.visible_fields())

    def get_explanation(self) -> Any:
        return self.explanation


class PostAct(OccurrenceMixin, View):
    """An act behind a button: POST only, and back to where the button was."""

    http_method_names = ["post"]
    done: Any = _("Done.")

    def act(self) -> object:
        """Do it. Raises ActRefused."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.act()
        except ActRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, str(self.done))
        return redirect(self.get_success_url())
