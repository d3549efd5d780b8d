"""Pictures for tests: a small one in the library, and files as phones and cameras write them."""

from io import BytesIO

from django.core.files.images import ImageFile
from PIL import Image, ImageDraw
from wagtail.images import get_image_model

SECRETS = [b"Canonius", b"55.1 north", b"Mette Hemmelig", b"my comment"]
"""What a file of `photograph` tells beside the picture."""


def picture(title="A road", **fields):
    """A stored image of 1200 x 900."""
    file = BytesIO()
    Image.new("RGB", (1200, 900), (120, 150, 130)).save(file, "JPEG")
    file.seek(0)
    return get_image_model().objects.create(
        title=title, file=ImageFile(file, name="road.jpg"), width=1200, height=900, **fields
    )


def photograph(form="JPEG", size=(1200, 900), *, orientation=1, mode="RGB", **options) -> bytes:
    """A red field with a blue left edge; the file tells place, camera, people and more."""
    image = Image.new(mode, size, {"RGB": (200, 60, 50), "RGBA": (200, 60, 50, 90)}.get(mode, 90))
    if mode == "RGB":
        ImageDraw.Draw(image).rectangle((0, 0, size[0] // 10, size[1]), fill=(20, 40, 220))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Canonius"
    exif.get_ifd(0x8825).update({1: "N", 2: (55.0, 6.0, 0.0), 27: b"55.1 north"})
    told = {"exif": exif.tobytes(), **options}
    if form in {"JPEG", "WEBP", "AVIF", "PNG"}:
        told["xmp"] = b"<x:xmpmeta><creator>Mette Hemmelig</creator></x:xmpmeta>"
    if form == "JPEG":
        told["comment"] = b"my comment"
    file = BytesIO()
    image.save(file, form, **(told if form != "GIF" else {}))
    return file.getvalue()
