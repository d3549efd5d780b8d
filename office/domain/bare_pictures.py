"""Files from before we saw to it that a picture's file holds the picture alone."""

from __future__ import annotations

from pathlib import PurePath

from django.core.files.base import File

from office.models import Picture


def make_bare(picture: Picture) -> None:
    """Write its file anew. Raises Unreadable, or OSError where there is none."""
    old, before = picture.file.name, picture.get_rect()
    with picture.open_file() as file:
        picture.file.save(PurePath(old).name, File(file), save=False)
    _scale_focal_point(picture, before.width)
    if picture.width * before.height != picture.height * before.width:
        _forget_turned(picture, before.width, before.height)
    picture._set_image_file_metadata()
    picture.save()
    picture.renditions.all().delete()
    picture.file.storage.delete(old)


def _scale_focal_point(picture: Picture, width: int) -> None:
    for name in ("x", "y", "width", "height"):
        value = getattr(picture, f"focal_point_{name}")
        if value is not None:
            setattr(picture, f"focal_point_{name}", round(value * picture.width / width))


def _forget_turned(picture: Picture, width: int, height: int) -> None:
    """A picture that lay on its side has no focal point any more."""
    if (picture.width > picture.height) != (width > height):
        picture.set_focal_point(None)
