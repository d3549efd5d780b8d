"""What is kept of a file somebody uploads: the picture alone, upright, no larger than we need.

Where and when it was taken, with which camera, and whatever else came along is not kept, since the
file is written anew from its pixels.
"""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from pathlib import PurePath
from typing import IO, Any

from django.core.files.base import ContentFile
from PIL import Image, ImageCms, ImageOps
from pillow_heif import HeifImagePlugin  # noqa: F401 -- by this Pillow reads what phones send

LONGEST = 2400
"""Pixels of the longer side; pages show half as many."""
JPEG_QUALITY = 90
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
SUFFIX = {"JPEG": ".jpg", "PNG": ".png"}


class Unreadable(Exception):
    """No picture can be read from the file."""


def bare(name: str, content: Any) -> ContentFile[bytes]:
    """The picture in the file and nothing else, under the name its format asks for.

    JPEG; PNG if it was one or lets something shine through. Raises Unreadable.
    """
    content.seek(0)
    try:
        kept, picture_format = _picture(content)
    except Exception as error:  # what cameras write breaks in more ways than Pillow names
        raise Unreadable(str(error)) from error
    written = BytesIO()
    kept.save(written, picture_format, **_options(picture_format))
    return ContentFile(written.getvalue(), str(PurePath(name).with_suffix(SUFFIX[picture_format])))


def put_bare(upload: Any) -> None:
    """The same in place: an upload that is stored later by somebody else holds nothing more."""
    kept = bare(upload.name, upload)
    upload.file.seek(0)
    upload.file.truncate()
    upload.file.write(kept.read())
    upload.file.flush()
    upload.seek(0)
    upload.name, upload.size, upload.is_bare = kept.name, kept.size, True


def _picture(file: IO[bytes]) -> tuple[Image.Image, str]:
    with Image.open(file) as opened:
        was_png = opened.format == "PNG"
        opened.draft("RGB", (LONGEST, LONGEST))
        picture = _in_srgb(_upright(opened))
    picture.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    picture.info = {}
    return picture, "PNG" if was_png or picture.mode == "RGBA" else "JPEG"


def _upright(picture: Image.Image) -> Image.Image:
    picture.getexif()
    picture.info.pop("exif", None)  # read by now; cameras write what Pillow could not write again
    return ImageOps.exif_transpose(picture)


def _in_srgb(picture: Image.Image) -> Image.Image:
    """In the colours browsers take for granted; RGBA if something shines through, else RGB."""
    profile = picture.info.get("icc_profile")
    shines = picture.has_transparency_data
    if picture.mode.startswith("I"):
        picture = picture.point(lambda value: value / 256).convert("L")
    if picture.mode == "P" or (shines and picture.mode != "RGBA"):
        picture = picture.convert("RGBA" if shines else "RGB")
    if profile:
        picture = _converted(picture, profile)
    return picture.convert("RGBA" if shines else "RGB")


def _converted(picture: Image.Image, profile: bytes) -> Image.Image:
    """As it was where the profile says nothing that can be used."""
    mode = "RGBA" if picture.mode == "RGBA" else "RGB"
    with suppress(ImageCms.PyCMSError, OSError):
        given = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(picture, given, SRGB, outputMode=mode) or picture
    return picture


def _options(picture_format: str) -> dict[str, Any]:
    if picture_format == "PNG":
        return {"optimize": True}
    return {"quality": JPEG_QUALITY, "optimize": True, "progressive": True}
