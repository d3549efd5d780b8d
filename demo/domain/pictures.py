"""The demo's pictures: our own illustrations, so that they are pictures nobody else owns.

A picture is named by an illustration and how it is shown: "town", "town evening", "town turned".
"""

from __future__ import annotations

from io import BytesIO

from django.core.files.images import ImageFile
from PIL import Image, ImageOps
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage

from home.illustrations import png

WIDTH = 1600

TITLES = {
    "boat": "Robåd",
    "bus": "Bus på landevejen",
    "coast": "Kyst og klitter",
    "consultation": "Samtale",
    "hands": "Hænder",
    "island": "Ø med fyr",
    "letterbox": "Postkasse",
    "signpost": "Vejviser",
    "stop": "Stoppested",
    "sunset": "Aftensol",
    "surgery": "Lægehus",
    "town": "By",
    "winter": "Vinter",
}
SHOWN = {"evening": "om aftenen", "turned": "spejlvendt"}


def picture(name: str) -> AbstractImage:
    """The picture in the library; made at the first time."""
    model = get_image_model()
    scene, *shown = name.split()
    title = " ".join([TITLES[scene], *(SHOWN[how] for how in shown), "(tegning)"])
    if found := model.objects.filter(title=title).first():
        return found
    file = ImageFile(draw(name), f"{'-'.join([scene, *shown])}.jpg")
    return model.objects.create(title=title, file=file)


def draw(name: str) -> BytesIO:
    """A JPEG of 1600 x 1000."""
    scene, *shown = name.split()
    image = Image.open(BytesIO(png(scene, WIDTH, evening="evening" in shown))).convert("RGB")
    if "turned" in shown:
        image = ImageOps.mirror(image)
    file = BytesIO()
    image.save(file, "JPEG", quality=90, optimize=True)
    file.seek(0)
    return file
