"""What a page's share card says, and its address, which changes with all that is on it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from home.languages import language_of
from home.sharing.drawing import way_of_drawing
from office.colours import Colours

if TYPE_CHECKING:
    from wagtail.images.models import AbstractImage

    from home.frame import Frame
    from home.models import LeadPage


@dataclass(frozen=True)
class ShareCard:
    """`kind` stands above the title, `facts` below it (dates, place), or else the `lead`."""

    page: LeadPage
    office: str
    logo: AbstractImage | None
    colours: Colours
    kind: str
    facts: tuple[str, ...]

    @property
    def title(self) -> str:
        return self.page.share_title

    @property
    def lead(self) -> str:
        return "" if self.facts else self.page.lead

    @property
    def in_words(self) -> str:
        return " · ".join([self.title, *self.facts])

    @property
    def url(self) -> str:
        return settings.BASE_URL + reverse("share_card", args=[self.page.pk, self.version])

    @property
    def version(self) -> str:
        """Of everything that is drawn, and of the way in which it is."""
        words = [self.kind, self.title, self.lead, *self.facts, self.office]
        pictures = [_key(self.page.picture), _key(self.logo), self.page.illustration]
        drawn = [words, pictures, vars(self.colours), way_of_drawing()]
        return sha256(json.dumps(drawn).encode()).hexdigest()[:12]


def share_card(page: LeadPage, site: Frame) -> ShareCard:
    """In the language the page is written in."""
    office = site.office
    with translation.override(language_of(page)):
        return ShareCard(
            page=page,
            office=site.name,
            logo=office.logo if office else None,
            colours=office.colours if office else Colours(),
            kind=page.share_kind,
            facts=tuple(page.share_facts(site.at)),
        )


def _key(picture: AbstractImage | None) -> str:
    """Changes with the file and with what of it must be seen."""
    if picture is None:
        return ""
    return f"{picture.pk} {picture.file.name} {picture.get_focal_point()}"
