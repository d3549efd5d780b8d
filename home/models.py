from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.images import get_image_model_string
from wagtail.models import Page
from wagtail.search import index

from home.blocks import BodyBlock
from home.coming import coming
from home.frame import frame


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
    search_fields = [*Page.search_fields, index.SearchField("lead")]

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.picture_id and not self.picture_alt:
            raise ValidationError({"picture_alt": _("Say what the picture shows.")})

    @property
    def description(self) -> str:
        """What search engines and shared links show under the title."""
        return self.search_description or self.lead


class HomePage(LeadPage):
    body = StreamField(BodyBlock(), verbose_name=_("content"), blank=True)

    parent_page_types = ["wagtailcore.Page"]
    content_panels = [*Page.content_panels, *LeadPage.lead_panels, FieldPanel("body")]
    search_fields = [*LeadPage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What is next, across all events."""
        context = super().get_context(request, *args, **kwargs)
        return {**context, "cards": coming(request, frame(request).at)}


class ContentPage(LeadPage):
    body = StreamField(BodyBlock(), verbose_name=_("content"), blank=True)

    parent_page_types = ["home.HomePage", "home.ContentPage"]
    subpage_types = ["home.ContentPage"]
    content_panels = [*Page.content_panels, *LeadPage.lead_panels, FieldPanel("body")]
    search_fields = [*LeadPage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("content page")
        verbose_name_plural = _("content pages")
