"""Of an uploaded file the picture alone is kept: upright, in sRGB, no larger than needed."""

import struct
from io import BytesIO

import pytest
from django.core.files.base import ContentFile, File
from PIL import Image, ImageCms

from office.domain.bare_pictures import make_bare
from office.models import Picture
from office.picture_files import LONGEST, Unreadable, bare
from tests.pictures import SECRETS, photograph


def kept(name, data):
    file = bare(name, ContentFile(data))
    return file.name, Image.open(file), file.read()


@pytest.mark.parametrize(
    ("name", "form", "kept_as"),
    [
        ("ferry.jpg", "JPEG", "ferry.jpg"),
        ("ferry.png", "PNG", "ferry.png"),
        ("ferry.webp", "WEBP", "ferry.jpg"),
        ("ferry.avif", "AVIF", "ferry.jpg"),
        ("IMG_2034.HEIC", "HEIF", "IMG_2034.jpg"),
    ],
)
def test_nothing_is_kept_of_what_a_file_tells(name, form, kept_as):
    data = photograph(form)
    assert any(secret in data for secret in SECRETS)
    new_name, image, written = kept(name, data)
    assert new_name == kept_as
    assert not [secret for secret in SECRETS if secret in written]
    assert not image.getexif()
    assert not {"exif", "xmp", "comment", "icc_profile", "photoshop"} & set(image.info)
    assert image.size == (1200, 900)


def test_what_lay_on_its_side_stands_upright():
    """Orientation 6: the left edge of what was stored is the top of the picture."""
    _name, image, _data = kept("a.jpg", photograph(orientation=6))
    assert image.size == (900, 1200)
    red, _green, blue = image.getpixel((450, 20))
    assert blue > red


def test_what_a_camera_wrote_wrongly_is_no_hindrance():
    """More bits a sample than the tag can hold: Pillow reads that, and cannot write it again."""
    exif = struct.pack("<6s2sHLH", b"Exif", b"II", 42, 8, 2)
    exif += struct.pack("<HHLL", 0x0102, 4, 1, 70_000) + struct.pack("<HHLL", 0x0112, 3, 1, 6)
    _name, image, _data = kept("a.jpg", photograph(exif=exif + bytes(4)))
    assert image.size == (900, 1200)


def test_a_large_picture_is_made_as_large_as_pages_need():
    _name, image, _data = kept("a.jpg", photograph(size=(6000, 4000)))
    assert image.size == (LONGEST, LONGEST * 2 // 3)


def test_what_shines_through_stays_so():
    for form in ("PNG", "WEBP"):
        name, image, _data = kept(f"logo.{form}", photograph(form, mode="RGBA"))
        assert (name, image.mode) == ("logo.png", "RGBA")
        assert image.getpixel((5, 5))[3] == 90


@pytest.mark.parametrize(("form", "mode"), [("JPEG", "L"), ("JPEG", "CMYK"), ("PNG", "I;16")])
def test_other_kinds_of_pixels(form, mode):
    _name, image, _data = kept("a.jpg", photograph(form, mode=mode))
    assert image.mode == "RGB"


def test_a_palette_with_a_hole():
    palette = Image.new("P", (40, 40))
    file = BytesIO()
    palette.save(file, "PNG", transparency=0)
    assert kept("a.png", file.getvalue())[1].mode == "RGBA"


def test_colours_are_what_they_were():
    """In this profile the first of three numbers is blue."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for old, new in ((b"rXYZ", b"away"), (b"bXYZ", b"rXYZ"), (b"away", b"bXYZ")):
        profile = profile.replace(old, new)
    _name, image, _data = kept("a.jpg", photograph(icc_profile=profile))
    red, green, blue = image.getpixel((900, 450))
    assert abs(red - 50) + abs(green - 60) + abs(blue - 200) < 12


def test_a_profile_that_says_nothing_is_left_out():
    _name, image, _data = kept("a.jpg", photograph(icc_profile=b"nonsense"))
    assert "icc_profile" not in image.info


@pytest.mark.parametrize("data", [b"", b"no picture", b"<svg onload='alert(1)'/>"])
def test_what_is_no_picture_is_refused(data):
    with pytest.raises(Unreadable):
        bare("a.jpg", ContentFile(data))


def test_half_a_picture_is_refused():
    data = photograph(size=(3000, 2000))
    with pytest.raises(Unreadable):
        bare("a.jpg", ContentFile(data[: len(data) // 2]))


@pytest.mark.django_db
def test_whoever_stores_a_picture_stores_it_bare():
    picture = Picture.objects.create(
        title="Ferry", file=ContentFile(photograph(orientation=6), "a.jpg")
    )
    picture = Picture.objects.get(pk=picture.pk)
    assert (picture.width, picture.height) == (900, 1200)
    assert picture.is_bare
    assert not [secret for secret in SECRETS if secret in picture.file.read()]


@pytest.mark.django_db
def test_a_file_from_before_is_made_bare(django_capture_on_commit_callbacks):
    picture = Picture.objects.create(title="Ferry", file=ContentFile(photograph(), "a.jpg"))
    storage = picture.file.storage
    old = storage.save("original_images/old.jpg", File(BytesIO(photograph(size=(4800, 3200)))))
    Picture.objects.update(file=old, is_bare=False, width=4800, height=3200)
    Picture.objects.update(**{f"focal_point_{it}": 1200 for it in ("x", "y", "width", "height")})
    picture = Picture.objects.get()
    size = picture.get_rendition("width-300")
    with django_capture_on_commit_callbacks(execute=True):
        make_bare(picture)
    now = Picture.objects.get()
    assert (now.width, now.height, now.focal_point_x) == (2400, 1600, 600)
    assert now.is_bare
    assert not [secret for secret in SECRETS if secret in now.file.read()]
    assert not storage.exists(old)
    assert not storage.exists(size.file.name)
