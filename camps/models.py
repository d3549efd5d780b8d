from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import cached_property, classproperty
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from camps.blocks import FaqBlock, PeopleBlock, ProgrammeBlock, StoryBlock, TravelBlock
from camps.dates import dates_of, occurrences, share_facts
from camps.index.filters import tidy
from camps.index.listing import listed
from camps.others import others
from camps.parts import parts_of
from events.models import Event, Kind, Occurrence
from home.frame import frame
from home.models import LeadPage

TEXTS = (
    *("sights", "story", "programme", "people", "included", "bring", "cost"),
    *("travel", "practicalities", "faq"),
)
"""All that a coordinator writes on the page of an event, in the order of the page."""


class EventPage(LeadPage):
    """The page of an event. What is offered, and when, the engine knows by `translation_key`."""

    sights = models.TextField(
        _("what you will see and try"),
        blank=True,
        max_length=600,
        help_text=_("One thing on each line, three to six of them. They stand first on the page."),
    )
    story = StreamField(StoryBlock(), verbose_name=_("story"), blank=True)
    programme = StreamField(ProgrammeBlock(), verbose_name=_("programme"), blank=True)
    included = models.TextField(
        _("what is included"), blank=True, max_length=1000, help_text=_("One thing on each line.")
    )
    bring = models.TextField(
        _("what to bring"), blank=True, max_length=1000, help_text=_("One thing on each line.")
    )
    cost = models.CharField(
        _("what it costs"),
        blank=True,
        max_length=200,
        help_text=_(
            "Leave empty where it costs nothing: the page says so. It tells of a deposit, too."
        ),
    )
    travel = StreamField(TravelBlock(), verbose_name=_("the way there"), blank=True)
    people = StreamField(PeopleBlock(), verbose_name=_("who you will meet"), blank=True)
    faq = StreamField(FaqBlock(), verbose_name=_("questions and answers"), blank=True)
    practicalities = RichTextField(
        _("practicalities"), blank=True, features=["h3", "bold", "italic", "ol", "ul", "link"]
    )

    kind: ClassVar[str]
    illustration = "island"
    date_panels: ClassVar[list[Panel]] = []
    """Panels of higher apps, shown after the picture. A higher app adds its own in `ready()`."""

    subpage_types: list[str] = []
    search_fields = [*LeadPage.search_fields, *(index.SearchField(name) for name in TEXTS)]

    class Meta:
        abstract = True

    @classproperty
    def content_panels(cls) -> list[Panel]:  # noqa: N805 -- a property of the class
        return [
            *Page.content_panels,
            *LeadPage.lead_panels,
            *EventPage.date_panels,
            MultiFieldPanel(
                [FieldPanel("sights"), FieldPanel("story")], _("story"), icon="pilcrow"
            ),
            FieldPanel("programme", icon="date"),
            FieldPanel("people", icon="group"),
            MultiFieldPanel(
                [FieldPanel(name) for name in ("included", "bring", "cost", "practicalities")],
                _("practicalities"),
                icon="list-ul",
            ),
            FieldPanel("travel", icon="site"),
            FieldPanel("faq", icon="help"),
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
        dates = dates_of(self, frame(request), drafts=drafts)
        return {**context, **dates, **parts_of(self, dates), "more": others(request, self)}


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
