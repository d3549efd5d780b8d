"""The office's pictures: a file with nothing else in it, what it shows in words, who took it."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    ImageQuerySet,
    WagtailImageField,
    WagtailImageFieldFile,
    get_upload_to,
)
from wagtail.models import Page, ReferenceIndex

from office.picture_files import bare


class PictureFile(WagtailImageFieldFile):
    def save(self, name: str, content: Any, save: bool = True) -> None:
        """Keeps the picture alone, whichever way the file came."""
        if not getattr(content, "is_bare", False):
            content = bare(name, content)
        self.instance.is_bare = True
        super().save(content.name, content, save)


class PictureField(WagtailImageField):
    attr_class = PictureFile


class PictureQuerySet(ImageQuerySet):
    def without_words(self) -> PictureQuerySet:
        """Those of which nothing is said, and which are not mere decoration."""
        return self.filter(description="", is_decoration=False)

    def on_pages(self) -> PictureQuerySet:
        kinds = ContentType.objects
        used = ReferenceIndex.objects.filter(
            base_content_type=kinds.get_for_model(Page),
            to_content_type=kinds.get_for_model(Picture),
        ).annotate(number=Cast("to_object_id", models.BigIntegerField()))
        return self.filter(pk__in=used.values("number"))


class Picture(AbstractImage):
    file = PictureField(
        _("file"), upload_to=get_upload_to, width_field="width", height_field="height"
    )
    description = models.CharField(
        _("what the picture shows"),
        max_length=255,
        blank=True,
        help_text=_(
            "One sentence, as you would say it on the phone. It is read aloud to those who do not "
            "see the picture. For example: “Two students listen to a patient's heart, a doctor "
            "beside them.” Not: “Picture of camp 2026.”"
        ),
    )
    is_decoration = models.BooleanField(
        _("only decoration"),
        default=False,
        help_text=_("It says nothing that somebody who does not see it would miss."),
    )
    credit = models.CharField(
        _("photographer"),
        max_length=120,
        blank=True,
        help_text=_(
            "Stands below the picture. Whoever can be recognised in it should have said yes."
        ),
    )
    is_bare = models.BooleanField(default=False, editable=False)
    """Whether its file holds the picture alone; not so of files from before we saw to that."""
    made = models.CharField(max_length=20, blank=True, editable=False, db_index=True)
    """The recipe by which all its sizes have been made; "" while some are still to be made."""

    objects = PictureQuerySet.as_manager()

    admin_form_fields = [
        *("title", "file", "description", "is_decoration", "credit", "collection", "tags"),
        *("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height"),
    ]

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        default_permissions = ()  # Wagtail asks for those on its own images

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new file is stored first: turned upright, it has another width and height."""
        if self.file and not self.file._committed:
            self.file.save(self.file.name, self.file.file, save=False)
        if not kwargs.get("update_fields"):
            self.made = ""
        super().save(*args, **kwargs)

    @property
    def default_alt_text(self) -> str:
        """What it shows. A title is no words: "IMG_2034" helps nobody."""
        return "" if self.is_decoration else self.description

    @property
    def has_words(self) -> bool:
        """Whether it is clear what is read aloud in its place, if anything."""
        return self.is_decoration or bool(self.description)


class PictureSize(AbstractRendition):
    """A picture in one size and format, as pages show it."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"), name="one_of_each_size"
            )
        ]
