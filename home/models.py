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
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index
from wagtail.url_routing import RouteResult

from home.blocks import BodyBlock
from home.contents import parts_of
from home.frame import frame
from home.front_blocks import HomeBodyBlock
from home.photos import Photo, photo
from home.routing import find_below
from home.search.words import indexed
from office.models import Picture


class LeadPage(Page):
    """A page that begins with a lead and, if it has one, a picture that is put into words."""

    lead = models.TextField(
        _("lead"), blank=True, max_length=400, help_text=_("One or two sentences under the title.")
    )
    picture = models.ForeignKey(
        Picture,
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
        help_text=_("In other words than the picture's own, for this page. Empty: its own."),
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
        if self.picture and not self.picture_alt:
            self._clean_picture(self.picture)

    def _clean_picture(self, picture: Picture) -> None:
        """Refuses a picture without words, or with words in another language than the page's."""
        if not picture.has_words:
            raise ValidationError({"picture_alt": _("Say what the picture shows.")})
        abroad = self.locale_id and self.locale.language_code != settings.LANGUAGE_CODE
        if abroad and not picture.is_decoration:
            says = _("Say in this page's language what the picture shows: “%(words)s”")
            raise ValidationError({"picture_alt": says % {"words": picture.description}})

    @cached_property
    def photo(self) -> Photo | None:
        """The picture as it stands at the head of the page."""
        return photo(self.picture, "hero")

    @property
    def picture_words(self) -> str:
        """What is read aloud in its place."""
        return self.picture_alt or (self.picture.default_alt_text if self.picture else "")

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
    def share_title(self) -> str:
        """In large letters on the page's share card."""
        return self.title

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

    @property
    def share_title(self) -> str:
        """Its promise: the office's name stands on the card as it is."""
        return self.promise or self.title

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
