from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.images import get_image_model_string
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index
from wagtail.url_routing import RouteResult

from home.blocks import BodyBlock, HomeBodyBlock
from home.contents import parts_of
from home.frame import frame
from home.routing import find_below
from home.search.words import indexed

PICTURES = {"small": "width-480|format-webp", "large": "width-960|format-webp"}
"""Each picture of a page is made in these sizes."""


class LeadPage(Page):
    """A page that begins with a lead and, if it has one, a picture that is put into words."""

    lead = models.TextField(
        _("lead"), blank=True, max_length=400, help_text=_("One or two sentences under the title.")
    )
    picture = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    picture_alt = models.CharField(
        _("what the picture shows"),
        max_length=200,
        blank=True,
        help_text=_("Read aloud to people who cannot see it."),
    )

    lead_panels = [
        FieldPanel("lead"),
        MultiFieldPanel([FieldPanel("picture"), FieldPanel("picture_alt")], _("picture")),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("lead"),
        index.AutocompleteField("folded"),
    ]

    illustration: ClassVar[str] = "hands"
    """Stands for pages of this type that have no picture; one of `home.illustrations`."""

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.picture_id and not self.picture_alt:
            raise ValidationError({"picture_alt": _("Say what the picture shows.")})

    @cached_property
    def pictures(self) -> dict[str, Any]:
        """The picture as `small` and `large`."""
        if not self.picture:
            return {}
        made = self.picture.get_renditions(*PICTURES.values())
        return {name: made[spec] for name, spec in PICTURES.items()}

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """None without asking again, where the way to this page has shown that there are none."""
        if getattr(self, "is_restricted", True):
            return super().get_view_restrictions()
        return PageViewRestriction.objects.none()

    def get_full_url(self, request: HttpRequest | None = None) -> str | None:
        """The address on the office's one host, which stands in the settings, not in a row."""
        parts = self.get_url_parts(request)
        return settings.BASE_URL + parts[2] if parts and parts[2] else None

    full_url = property(get_full_url)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        frame(request).page = self
        return super().get_context(request, *args, **kwargs)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """To its translation where somebody asked for this page in another language."""
        if moved_to := getattr(self, "moved_to", ""):
            query = request.META.get("QUERY_STRING", "")
            return redirect(f"{moved_to}?{query}" if query else moved_to)
        return super().serve(request, *args, **kwargs)

    def folded(self) -> str:
        """Its words as the public search compares them."""
        return indexed(self)

    @property
    def share_kind(self) -> str:
        """On the page's share card, above the title."""
        return ""

    def share_facts(self, at: datetime) -> list[str]:
        """On the page's share card, in place of the lead."""
        return []

    @property
    def description(self) -> str:
        """What search engines and shared links show under the title."""
        return self.search_description or self.lead


class HomePage(LeadPage):
    promise = models.CharField(
        _("promise"),
        max_length=120,
        blank=True,
        help_text=_("The first words on the site, large: what somebody gets here, in a sentence."),
    )
    body = StreamField(HomeBodyBlock(), verbose_name=_("content"), blank=True)

    illustration = "sunset"
    parent_page_types = ["wagtailcore.Page"]
    content_panels = [
        *Page.content_panels,
        FieldPanel("promise"),
        *LeadPage.lead_panels,
        FieldPanel("body"),
    ]
    search_fields = [
        *LeadPage.search_fields,
        index.SearchField("promise"),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        page = find_below(self, path_components) if path_components else None
        return page.route(request, []) if page else super().route(request, path_components)


class ContentPage(LeadPage):
    body = StreamField(BodyBlock(), verbose_name=_("content"), blank=True)

    parent_page_types = ["home.HomePage", "home.ContentPage"]
    subpage_types = ["home.ContentPage"]
    content_panels = [*Page.content_panels, *LeadPage.lead_panels, FieldPanel("body")]
    search_fields = [*LeadPage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("content page")
        verbose_name_plural = _("content pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The blocks, with an address for each heading; of a long page its contents."""
        context = super().get_context(request, *args, **kwargs)
        return {**context, **parts_of(self.body)}
