"""Pictures that are uploaded: those of pages have to be put into words, one's own not."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.account import AvatarPreferencesForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from office.picture_files import Unreadable, put_bare

REFUSALS = {
    "invalid_image": _("This is no picture, or it is damaged."),
    "file_too_large": _(
        "This file is %(file_size)s, and %(max_filesize)s is the most. Save the picture as JPEG."
    ),
    "file_too_many_pixels": _(
        "This picture has more pixels than can be handled (%(num_pixels)s; %(max_pixels_count)s "
        "is the most). Save it in a smaller size."
    ),
}


class UploadField(WagtailImageField):
    """An upload, by the end without what else came along in the file."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.error_messages.update(REFUSALS)

    def to_python(self, data: Any) -> Any:
        try:
            upload = super().to_python(data)
            if upload is not None:
                put_bare(upload)
        except (Unreadable, OSError, SyntaxError) as error:
            raise ValidationError(REFUSALS["invalid_image"]) from error
        return upload


class PictureForm(BaseImageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if file := self.fields.get("file"):
            self.fields["file"] = _upload_in_place_of(file)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        said = self.cleaned_data.get("description") or self.cleaned_data.get("is_decoration")
        if "description" in self.fields and not said:
            self.add_error("description", _("Say what the picture shows."))
        return cleaned


class AvatarForm(AvatarPreferencesForm):
    """A colleague's picture of themselves."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["avatar"] = _upload_in_place_of(self.fields["avatar"])


def _upload_in_place_of(field: Any) -> UploadField:
    given = {name: getattr(field, name) for name in ("label", "required", "widget", "help_text")}
    return UploadField(**given)
