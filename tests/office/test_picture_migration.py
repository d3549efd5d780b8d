"""An installation with Wagtail's own images becomes one with pictures of ours, and back."""

from datetime import UTC, datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import connection
from taggit.models import Tag, TaggedItem
from wagtail.images.models import Image, Rendition
from wagtail.models import ModelLogEntry, ReferenceIndex

from home.models import ContentPage, HomePage
from office.models import Office, Picture, PictureSize
from tests.pictures import picture

pytestmark = pytest.mark.django_db

taking = import_module("office.migrations.0005_take_over_pictures")
forgetting = import_module("desk.migrations.0011_pictures_taken_over")
LONG_AGO = datetime(2025, 5, 1, 10, tzinfo=UTC)


class Editor:
    connection = connection


@pytest.fixture
def image():
    """A photograph as it stood before there were pictures of ours, with a gap in the numbers."""
    image = Image.objects.create(
        pk=731,
        title="Ferry",
        file=ContentFile(picture().file.read(), "ferry.jpg"),
        focal_point_x=300,
        focal_point_y=200,
        focal_point_width=100,
        focal_point_height=100,
    )
    Picture.objects.all().delete()
    Image.objects.filter(pk=731).update(created_at=LONG_AGO)
    image.get_rendition("fill-400x300")
    TaggedItem.objects.create(content_object=image, tag=Tag.objects.create(name="sea"))
    ModelLogEntry.objects.log_action(image, "wagtail.create")
    return Image.objects.get()


def test_rows_files_sizes_tags_and_log_stay(image):
    size = Rendition.objects.get()
    taking.take_over(apps, Editor)
    forgetting.forget(apps, Editor)
    kept = Picture.objects.get(pk=731)
    assert (kept.title, kept.file.name, kept.created_at) == ("Ferry", image.file.name, LONG_AGO)
    assert (kept.width, kept.height, kept.focal_point_x) == (1200, 900, 300)
    assert kept.file.storage.exists(kept.file.name)
    assert PictureSize.objects.get(image=kept).file.name == size.file.name
    assert [tag.name for tag in kept.tags.all()] == ["sea"]
    ours = ContentType.objects.get_for_model(Picture)
    assert ModelLogEntry.objects.get(object_id="731").content_type == ours
    assert not Image.objects.exists()
    assert not kept.is_bare
    assert kept.made == ""


def test_the_next_picture_gets_the_next_number(image):
    taking.take_over(apps, Editor)
    assert picture().pk > 731


def test_what_refers_to_an_image_refers_to_the_picture(image):
    kinds = ContentType.objects
    old, new = kinds.get_for_model(Image), kinds.get_for_model(Picture)
    office = kinds.get_for_model(Office)
    reference = ReferenceIndex.objects.create(
        base_content_type=office,
        content_type=office,
        object_id="1",
        to_content_type=old,
        to_object_id="731",
        model_path="logo",
        content_path="logo",
        content_path_hash="0" * 32,
    )
    taking.take_over(apps, Editor)
    reference.refresh_from_db()
    assert reference.to_content_type == new


def test_the_way_back(image):
    taking.take_over(apps, Editor)
    forgetting.forget(apps, Editor)
    forgetting.bring_back(apps, Editor)
    taking.give_back(apps, Editor)
    again = Image.objects.get(pk=731)
    assert (again.file.name, again.created_at) == (image.file.name, LONG_AGO)
    assert Rendition.objects.get().image_id == 731
    assert not Picture.objects.exists()
    assert TaggedItem.objects.get().content_object == again


def test_what_a_page_said_of_its_picture_becomes_the_pictures_words():
    kept, other = picture(), picture(description="Told already.")
    home = HomePage.objects.get()
    home.add_child(instance=ContentPage(title="A", slug="a", picture=kept, picture_alt="A road."))
    home.add_child(instance=ContentPage(title="B", slug="b", picture=other, picture_alt="Else."))
    forgetting.put_into_words(apps, Editor)
    said = dict(Picture.objects.values_list("pk", "description"))
    assert said == {kept.pk: "A road.", other.pk: "Told already."}
