"""The demo's pictures: our own illustrations, so that they are pictures nobody else owns.

A picture is named by an illustration and how it is shown: "town", "town evening", "town turned".
"""

from __future__ import annotations

from io import BytesIO

from django.core.files.images import ImageFile
from PIL import Image, ImageOps

from home.illustrations import png
from office.models import Picture

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
CREDIT = "Praksisvej"
SHOWN = {"evening": "om aftenen", "turned": "spejlvendt"}


def picture(name: str, words: str) -> Picture:
    """The picture in the library; made at the first time, and put into these words."""
    scene, *shown = name.split()
    title = " ".join([TITLES[scene], *(SHOWN[how] for how in shown), "(tegning)"])
    if found := Picture.objects.filter(title=title).first():
        return found
    file = ImageFile(draw(name), f"{'-'.join([scene, *shown])}.jpg")
    return Picture.objects.create(title=title, file=file, description=words, credit=CREDIT)


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
