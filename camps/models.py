from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import cached_property, classproperty
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from camps.blocks import ProgrammeBlock
from camps.dates import dates_of, occurrences, share_facts
from camps.index.filters import tidy
from camps.index.listing import listed
from events.models import Event, Kind, Occurrence
from home.frame import frame
from home.models import LeadPage


class EventPage(LeadPage):
    """The page of an event. What is offered, and when, the engine knows by `translation_key`."""

    programme = StreamField(ProgrammeBlock(), verbose_name=_("programme"), blank=True)
    practicalities = RichTextField(
        _("practicalities"), blank=True, features=["h3", "bold", "italic", "ol", "ul", "link"]
    )

    kind: ClassVar[str]
    illustration = "island"
    date_panels: ClassVar[list[Panel]] = []
    """Panels of higher apps, shown after the picture. A higher app adds its own in `ready()`."""

    subpage_types: list[str] = []
    search_fields = [
        *LeadPage.search_fields,
        index.SearchField("programme"),
        index.SearchField("practicalities"),
    ]

    class Meta:
        abstract = True

    @classproperty
    def content_panels(cls) -> list[Panel]:  # noqa: N805 -- a property of the class
        return [
            *Page.content_panels,
            *LeadPage.lead_panels,
            *EventPage.date_panels,
            FieldPanel("programme"),
            FieldPanel("practicalities"),
        ]

    @cached_property
    def event(self) -> Event | None:
        """What this page and its translations are about; None until its first date is made."""
        return Event.objects.filter(page_key=self.translation_key).first()

    @cached_property
    def public_dates(self) -> list[Occurrence]:
        """All dates the world may see, with what they say of themselves."""
        return occurrences(self, drafts=False)

    @property
    def share_kind(self) -> str:
        return capfirst(str(self._meta.verbose_name))

    def share_facts(self, at: datetime) -> list[str]:
        return share_facts(self.public_dates, at)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The page's dates, each with its state in words."""
        context = super().get_context(request, *args, **kwargs)
        drafts = getattr(request, "is_preview", False)
        return {**context, **dates_of(self, frame(request), drafts=drafts)}


class CampPage(EventPage):
    kind = Kind.CAMP
    template = "camps/event_page.html"
    parent_page_types = ["camps.CampIndexPage"]

    class Meta:
        verbose_name = _("camp")
        verbose_name_plural = _("camps")


class VisitPage(EventPage):
    kind = Kind.VISIT
    illustration = "consultation"
    template = "camps/event_page.html"
    parent_page_types = ["camps.VisitIndexPage"]

    class Meta:
        verbose_name = _("practice visit")
        verbose_name_plural = _("practice visits")


class IndexPage(LeadPage):
    """All pages of one kind: four views of one filter that lives in the address."""

    lists: ClassVar[type[EventPage]]

    parent_page_types = ["home.HomePage"]
    content_panels = [*Page.content_panels, *LeadPage.lead_panels]

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return {**context, **listed(request, self, frame(request))}

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What a form sends empty leaves the address; what is not known is kept by no cache."""
        if getattr(self, "moved_to", ""):
            return super().serve(request, *args, **kwargs)
        query = tidy(request.GET)
        if query is not None:
            return HttpResponseRedirect(request.path + (f"?{query}" if query else ""))
        response: Any = super().serve(request, *args, **kwargs)
        if response.context_data["chosen"].unknown:
            response["Cache-Control"] = "no-cache"
        return response

    def kinds(self) -> dict[str, type[EventPage]]:
        """All kinds of event pages: a filter may ask for the others too."""
        return {model.kind: model for model in (CampPage, VisitPage)}


class CampIndexPage(IndexPage):
    lists = CampPage
    illustration = "bus"
    template = "camps/index_page.html"
    subpage_types = ["camps.CampPage"]

    class Meta:
        verbose_name = _("list of camps")
        verbose_name_plural = _("lists of camps")


class VisitIndexPage(IndexPage):
    lists = VisitPage
    illustration = "surgery"
    template = "camps/index_page.html"
    subpage_types = ["camps.VisitPage"]

    class Meta:
        verbose_name = _("list of practice visits")
        verbose_name_plural = _("lists of practice visits")
