"""Uploading pictures in the admin, in each of its ways: words are asked for, the file is bare."""

import json
import re
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import Collection, UploadedFile
from wagtail.users.models import UserProfile

from desk.domain import ready
from home.models import ContentPage, HomePage
from office.models import Picture
from tests.desk.conftest import in_english
from tests.factories import NOW, of_group
from tests.pictures import SECRETS, photograph

pytestmark = pytest.mark.usefixtures("clock")

ACCOUNT = {
    "name_email-first_name": "Karla",
    "name_email-last_name": "Bro",
    "theme-theme": "system",
    "theme-contrast": "system",
    "theme-density": "default",
}
"""What the form of one's own account sends along."""
WORDS = "A ferry leaves the harbour."


@pytest.fixture
def coordinator():
    client = Client()
    client.force_login(in_english(of_group("Coordinator")))
    return client


def upload(name="ferry.jpg", **options):
    return SimpleUploadedFile(name, photograph(**options), "image/jpeg")


def typed(prefix="", **values):
    values = {"title": "Ferry", "collection": Collection.objects.get().pk, "tags": "", **values}
    return {f"{prefix}{name}": value for name, value in values.items()}


def is_bare(file):
    return not [secret for secret in SECRETS if secret in file.read()]


def refused(text):
    return "Say what the picture shows" in text


def test_adding_one_asks_for_words(coordinator):
    url = reverse("wagtailimages:add")
    answer = coordinator.post(url, typed(file=upload()))
    assert refused(answer.content.decode())
    assert not Picture.objects.exists()
    coordinator.post(url, typed(file=upload(), description=WORDS, credit="Ida Holm"))
    kept = Picture.objects.get()
    assert (kept.description, kept.credit) == (WORDS, "Ida Holm")
    assert is_bare(kept.file)
    assert kept.file_hash
    assert kept.file_size == kept.file.size


def test_a_large_file_takes_the_other_way_through_django(coordinator, settings):
    """Above some size an upload lies in a file of its own."""
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 100
    coordinator.post(reverse("wagtailimages:add"), typed(file=upload(), description=WORDS))
    assert is_bare(Picture.objects.get().file)


def test_decoration_is_chosen(coordinator):
    values = typed(file=upload(), is_decoration="on")
    coordinator.post(reverse("wagtailimages:add"), values)
    assert Picture.objects.get().default_alt_text == ""


def test_uploading_in_the_chooser_asks_for_words(coordinator):
    url, prefix = reverse("wagtailimages_chooser:create"), "image-chooser-upload-"
    answer = coordinator.post(url, typed(prefix, file=upload()))
    assert refused(answer.content.decode())
    answer = coordinator.post(url, typed(prefix, file=upload(), description=WORDS))
    assert answer.json()["step"] == "chosen"
    assert answer.json()["result"]["default_alt_text"] == WORDS
    assert is_bare(Picture.objects.get().file)


def test_uploading_several_asks_for_words_and_keeps_nothing_else_meanwhile(coordinator):
    url = reverse("wagtailimages:add_multiple")
    answer = coordinator.post(url, {"files[]": upload(), **typed()}).json()
    assert not Picture.objects.exists()
    waiting = UploadedFile.objects.get()
    assert is_bare(waiting.file)
    assert 'name="uploaded-image-' in answer["form"]
    assert "as you would say it on the phone" in answer["form"]

    url = reverse("wagtailimages:create_multiple_from_uploaded_image", args=[waiting.pk])
    prefix = f"uploaded-image-{waiting.pk}-"
    assert refused(coordinator.post(url, typed(prefix)).json()["form"])
    coordinator.post(url, typed(prefix, description=WORDS))
    kept = Picture.objects.get()
    assert kept.description == WORDS
    assert is_bare(kept.file)
    assert not UploadedFile.objects.exists()


def test_editing_asks_for_words_and_strips_another_file(coordinator):
    coordinator.post(reverse("wagtailimages:add"), typed(file=upload(), description=WORDS))
    kept = Picture.objects.get()
    url = reverse("wagtailimages:edit", args=[kept.pk])
    assert refused(coordinator.post(url, typed(description="")).content.decode())
    other = upload("turned.jpg", orientation=6)
    coordinator.post(url, typed(description=WORDS, file=other))
    kept = Picture.objects.get()
    assert (kept.width, kept.height) == (900, 1200)
    assert is_bare(kept.file)


def test_what_a_phone_sends_is_taken(coordinator):
    values = typed(file=upload("IMG_2034.HEIC", form="HEIF"), description=WORDS)
    coordinator.post(reverse("wagtailimages:add"), values)
    assert Picture.objects.get().file.name.endswith(".jpg")


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "supported"),
        ("a.jpg", b"no picture", "This is no picture, or it is damaged."),
        ("a.gif", photograph("GIF", mode="P"), "Not a supported image format"),
        ("a.jpg", photograph(size=(2000, 1000))[:9000], "This is no picture, or it is damaged."),
    ],
)
def test_what_is_refused(coordinator, name, data, says):
    values = typed(file=SimpleUploadedFile(name, data), description=WORDS)
    answer = coordinator.post(reverse("wagtailimages:add"), values)
    assert says in answer.content.decode()
    assert not Picture.objects.exists()


@pytest.mark.parametrize(
    ("setting", "value", "says"),
    [
        ("WAGTAILIMAGES_MAX_UPLOAD_SIZE", 1000, "is the most. Save the picture as JPEG"),
        ("WAGTAILIMAGES_MAX_IMAGE_PIXELS", 1000, "has more pixels than can be handled"),
    ],
)
def test_what_is_too_large_is_told_so(coordinator, settings, setting, value, says):
    setattr(settings, setting, value)
    values = typed(file=upload(), description=WORDS)
    answer = coordinator.post(reverse("wagtailimages:add"), values)
    assert says in answer.content.decode()


def words_missing():
    return next(it for it in ready.checks(NOW) if it.name == "Pictures")


def test_ready_to_open_leads_to_pictures_that_lack_words(coordinator):
    with translation.override("en"):
        assert words_missing().is_ok
        kept = Picture.objects.create(title="Old road", file=upload())
        assert words_missing().is_ok
        home = HomePage.objects.get()
        home.add_child(instance=ContentPage(title="Om", slug="om", picture=kept, picture_alt="x"))
        line = words_missing()
    assert not line.is_ok
    assert "Old road" in line.says
    form = coordinator.get(line.url).content.decode()
    assert re.search(r'name="description"', form)


def test_a_page_with_a_picture_without_words_cannot_be_published(coordinator):
    kept = Picture.objects.create(title="Old road", file=upload())
    parent = HomePage.objects.get()
    url = reverse("wagtailadmin_pages:add", args=["home", "contentpage", parent.pk])
    form = {
        "title": "Om",
        "slug": "om",
        "lead": "",
        "picture": kept.pk,
        "picture_alt": "",
        "body-count": "0",
        "seo_title": "",
        "search_description": "",
        "go_live_at": "",
        "expire_at": "",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "",
        "action-publish": "1",
    }
    assert refused(coordinator.post(url, form).content.decode())
    assert not ContentPage.objects.exists()
    kept.description = WORDS
    kept.save()
    coordinator.post(url, form)
    assert ContentPage.objects.get().live


def test_the_chooser_says_how_to_put_a_picture_into_words(coordinator):
    answer = coordinator.get(reverse("wagtailimages_chooser:choose"))
    assert "as you would say it on the phone" in json.loads(answer.content)["html"]


@pytest.mark.parametrize("size", [(300, 200), (1200, 900)])
def test_a_colleagues_own_picture_tells_nothing_more(coordinator, size):
    """A small one Wagtail would store as it came."""
    user = User.objects.get()
    picture = upload(size=size, orientation=6)
    coordinator.post(reverse("wagtailadmin_account"), ACCOUNT | {"avatar-avatar": picture})
    kept = UserProfile.objects.get(user=user).avatar
    assert is_bare(kept)
    assert kept.height > kept.width


def test_what_is_no_picture_is_refused_as_ones_own(coordinator):
    file = SimpleUploadedFile("a.jpg", b"no picture", "image/jpeg")
    answer = coordinator.post(reverse("wagtailadmin_account"), ACCOUNT | {"avatar-avatar": file})
    assert "This is no picture" in answer.content.decode()


def test_a_colleagues_picture_from_before_is_made_bare(coordinator):
    profile = UserProfile.objects.get()
    profile.avatar.save("me.jpg", upload(orientation=6))
    old = profile.avatar.name
    assert not is_bare(profile.avatar)
    import_module("desk.migrations.0013_bare_avatars").make_bare(apps, None)
    kept = UserProfile.objects.get().avatar
    assert is_bare(kept)
    assert not kept.storage.exists(old)


def test_a_picture_that_is_gone_stops_no_update(coordinator):
    UserProfile.objects.update(avatar="avatar_images/gone.jpg")
    import_module("desk.migrations.0013_bare_avatars").make_bare(apps, None)
    assert UserProfile.objects.get().avatar.name == "avatar_images/gone.jpg"
