"""A small picture for tests."""

from io import BytesIO

from django.core.files.images import ImageFile
from PIL import Image
from wagtail.images import get_image_model


def picture(title="A road"):
    """A stored image of 1200 x 900."""
    file = BytesIO()
    Image.new("RGB", (1200, 900), (120, 150, 130)).save(file, "JPEG")
    file.seek(0)
    return get_image_model().objects.create(
        title=title, file=ImageFile(file, name="road.jpg"), width=1200, height=900
    )
