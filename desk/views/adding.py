"""A new date for a page, and the event's own facts, made with its first date."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.models import Page

from camps.models import EventPage
from desk.forms.event import ChangeEventForm, EventForm
from desk.forms.occurrence import DateForm
from desk.views.base import WORKING, ActView, DeskMixin, actor_of
from events.domain import scheduling
from events.domain.errors import ActRefused
from events.domain.event_facts import change_event, make_event
from events.models import Event, Occurrence
from home.languages import one_each
from office import clock
from office.models import Office


class AddDate(DeskMixin, TemplateView):
    """One form with the date; for the first date of a page, the event's facts before it."""

    permission_required = "add"
    template_name = "desk/add_date.html"
    page_title = gettext_lazy("Add a date")

    @cached_property
    def page(self) -> EventPage:
        page = get_object_or_404(Page, pk=self.kwargs["page"]).specific
        if not isinstance(page, EventPage):
            raise Http404
        return page

    @cached_property
    def event(self) -> Event | None:
        return Event.objects.filter(page_key=self.page.translation_key).first()

    @property
    def home(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])

    def get_page_subtitle(self) -> str:
        return _("A date for %(page)s") % {"page": self.page}

    def steps(self) -> list[dict[str, Any]]:
        return [{"url": self.home, "label": self.page.get_admin_display_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        event_form = kwargs.pop("event_form", None) or self.event_form()
        form = kwargs.pop("form", None) or self.date_form(event_form)
        media = sum((it.media for it in (form, event_form) if it), forms.Media())
        return super().get_context_data(**kwargs) | {
            "form": form,
            "event_form": event_form,
            "media": media,
            "page": self.page,
            "action_url": self.request.get_full_path(),
            "back_url": self.home,
            "submit_button_label": _("Add the date"),
            "submit_button_active_label": WORKING,
            "has_unsaved_changes": form.is_bound,
        }

    def event_form(self, data: Any = None) -> EventForm | None:
        if self.event:
            return None
        return EventForm(data, initial=self._first_facts())

    def _first_facts(self) -> dict[str, Any]:
        office = Office.objects.current(clock.now())
        return {
            "title": self._title(),
            "kind": self.page.kind,
            "zone": settings.TIME_ZONE,
            "contact_name": self.request.user.get_full_name(),  # type: ignore[union-attr]
            "contact_email": office.email if office else "",
            "contact_phone": office.phone if office else "",
            "coordinator": self.request.user,
        }

    def _title(self) -> str:
        """In the office's language, whichever of the page's translations one comes from."""
        pages = self.page.get_translations(inclusive=True)
        return str(one_each(pages, settings.LANGUAGE_CODE)[0].title)

    def date_form(self, event_form: EventForm | None, data: Any = None) -> DateForm:
        return DateForm(data, zone=self._zone(event_form))

    def _zone(self, event_form: EventForm | None) -> Any:
        if self.event:
            return Occurrence(event=self.event).zone
        typed = Event(zone=settings.TIME_ZONE)
        if event_form and event_form.is_bound and event_form.is_valid():
            typed.zone = event_form.cleaned_data["zone"]
        return Occurrence(event=typed).zone

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        event_form = self.event_form(request.POST)
        form = self.date_form(event_form, request.POST)
        event_fits = event_form is None or event_form.is_valid()
        if form.is_valid() and event_fits:
            try:
                return self._made(self.make(event_form, form))
            except ActRefused as refused:
                form.add_error(None, str(refused))
        return self.render_to_response(self.get_context_data(event_form=event_form, form=form))

    def make(self, event_form: EventForm | None, form: DateForm) -> Occurrence:
        actor = actor_of(self.request)
        with transaction.atomic():
            event = self.event or self._new_event(event_form)
            made = scheduling.draft(event, actor=actor, form_key=form.key_of_all, **form.values())
            if form.audience and not made.audience.exists():
                scheduling.change_audience(
                    made.pk, actor=actor, revision=made.revision, audience=form.audience
                )
            return made

    def _new_event(self, event_form: EventForm | None) -> Event:
        assert event_form  # noqa: S101 -- there is one exactly while there is no event
        facts = event_form.cleaned_data
        return make_event(self.page.translation_key, actor=actor_of(self.request), **facts)

    def _made(self, occurrence: Occurrence) -> HttpResponse:
        done = (
            _("The date is added as a draft. Open it when the public may see it.")
            if self.page.live
            else _("The date is added as a draft. Publishing the page opens it.")
        )
        buttons = [
            messages.button(reverse("dates:edit", args=[occurrence.pk]), _("See the date")),
            messages.button(reverse("dates:repeat", args=[occurrence.pk]), _("Repeat it")),
        ]
        messages.success(self.request, done, buttons=buttons)
        return redirect(self.home)


class EditEvent(ActView):
    """The event's facts. A new title is an act: it goes into everybody's calendar."""

    form_class = ChangeEventForm
    page_title = gettext_lazy("Title and contact person")
    done = gettext_lazy("Saved.")
    explanation = gettext_lazy(
        "A new title is written to everybody who is on a date still to come, and their calendars "
        "follow. The page's own title stays as it is."
    )

    @cached_property
    def event(self) -> Event:
        return get_object_or_404(Event, pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.event}

    def act(self, form: Any) -> object:
        return change_event(self.event.pk, actor=actor_of(self.request), **form.told())

    def get_success_url(self) -> str:
        page = Page.objects.filter(translation_key=self.event.page_key).first()
        if page:
            return reverse("wagtailadmin_pages:edit", args=[page.pk])
        return reverse("dates:index")
