"""The sizes of pictures, made by the worker, so that no visitor waits for them."""

from __future__ import annotations

import hashlib
import logging
import time

from home.photos import SPECS, UNREADABLE
from office.domain.bare_pictures import make_bare
from office.models import Picture
from office.picture_files import Unreadable

logger = logging.getLogger(__name__)

AT_A_TIME = 10.0
"""Seconds after which no further picture is begun, so that the worker can be stopped."""

RECIPE = hashlib.sha256(" ".join(SPECS).encode()).hexdigest()[:12]
"""Another one when sizes, formats or qualities change: then all is made anew."""
DAMAGED = f"{RECIPE} damaged"


def make_waiting() -> None:
    """Make what is missing, the newest pictures first."""
    end = time.monotonic() + AT_A_TIME
    while time.monotonic() < end and make_next():
        pass


def make_next() -> bool:
    """All sizes of one picture; whether there was one."""
    picture = Picture.objects.exclude(made__in=[RECIPE, DAMAGED]).order_by("-pk").first()
    if picture is None:
        return False
    try:
        _make(picture)
    except (*UNREADABLE, Unreadable) as error:
        if getattr(error, "errno", None):
            raise  # the disk's fault, not the picture's: it is tried again
        logger.warning("The file of picture %s cannot be read", picture.pk)
        _mark(picture, DAMAGED)
    else:
        _mark(picture, RECIPE)
    return True


def _make(picture: Picture) -> None:
    if not picture.is_bare:
        make_bare(picture)
    for spec in SPECS:
        picture.get_rendition(spec)


def _mark(picture: Picture, made: str) -> None:
    """Unless it has been changed meanwhile."""
    names = ["file", *(f"focal_point_{name}" for name in ("x", "y", "width", "height"))]
    same = {name: getattr(picture, name) for name in names}
    Picture.objects.filter(pk=picture.pk, **same).update(made=made)
