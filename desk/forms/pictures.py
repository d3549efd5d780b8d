"""The form of a picture: whichever way it is uploaded, it has to be put into words."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
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
            given = {name: getattr(file, name) for name in ("label", "required", "widget")}
            self.fields["file"] = UploadField(**given, help_text=file.help_text)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        said = self.cleaned_data.get("description") or self.cleaned_data.get("is_decoration")
        if "description" in self.fields and not said:
            self.add_error("description", _("Say what the picture shows."))
        return cleaned
