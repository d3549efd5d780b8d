"""Pictures on pages: what a browser is offered, who makes it, and what happens without a file."""

import re
from errno import ENOSPC
from io import BytesIO

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image
from wagtail.blocks import StructBlockValidationError
from wagtail.models import Locale

from home import making, tasks
from home.models import ContentPage, HomePage
from home.photos import SPECS, USES, photo, ready
from office.models import Picture, PictureSize
from tests.pictures import SECRETS, photograph, picture

pytestmark = pytest.mark.django_db


def stored(data=None, **fields):
    """Small, so that its sizes are soon made."""
    file = ContentFile(data or photograph(size=(240, 180)), "ferry.jpg")
    return Picture.objects.create(title="Ferry", description="A ferry.", file=file, **fields)


def page(**fields):
    fields = {"title": "Om os", "slug": "om", **fields}
    return HomePage.objects.get().add_child(instance=ContentPage(**fields))


def shown(client, address="/en/om/"):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_worker_makes_all_sizes_once():
    kept = stored()
    tasks.pictures.call()
    assert {it.filter_spec for it in kept.renditions.all()} == set(SPECS)
    assert Picture.objects.get().made == making.RECIPE
    with CaptureQueriesContext(connection) as captured:
        tasks.pictures.call()
    assert len(captured) == 1


def test_no_size_tells_more_than_the_picture():
    stored()
    making.make_next()
    sizes = PictureSize.objects.all()
    assert {it.filter_spec for it in sizes} == set(SPECS)
    for size in sizes:
        data = size.file.read()
        assert not [secret for secret in SECRETS if secret in data]
        assert not Image.open(BytesIO(data)).getexif()


def test_a_changed_focal_point_is_made_anew():
    kept = stored()
    tasks.pictures.call()
    kept = Picture.objects.get()
    kept.set_focal_point(kept.get_rect())
    kept.focal_point_x = 100
    kept.save()
    assert "sources=[]" in repr(photo(Picture.objects.get(), "hero"))
    tasks.pictures.call()
    assert photo(Picture.objects.get(), "hero").sources


def test_a_change_while_sizes_are_made_is_not_overlooked(monkeypatch):
    kept = stored()

    def change(picture):
        Picture.objects.filter(pk=kept.pk).update(focal_point_x=5)

    monkeypatch.setattr(making, "_make", change)
    making.make_next()
    assert Picture.objects.get().made == ""


def test_a_full_disk_is_not_the_pictures_fault(monkeypatch):
    stored()

    def make(picture):
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr(making, "_make", make)
    with pytest.raises(OSError, match="No space left"):
        making.make_next()
    assert Picture.objects.get().made == ""


def test_a_browser_is_offered_avif_then_webp_then_jpeg(client):
    page(picture=stored(photograph(), credit="Ida Holm"))
    tasks.pictures.call()
    html = shown(client)
    figure = re.search(r'<figure class="photo">.*?</figure>', html, re.S)[0]
    assert re.findall(r'type="image/(\w+)"', figure) == ["avif", "webp"]
    assert re.findall(r"(\d+)w", figure) == ["480", "800", "1200"] * 2
    assert 'width="800" height="600" alt="A ferry."' in figure
    assert 'fetchpriority="high"' in figure
    assert "lazy" not in figure
    assert "Picture: Ida Holm" in figure
    for address in re.findall(r"/media/[^ \"]+", figure):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert answer["Content-Type"].startswith("image/")


def test_a_picture_in_the_text_waits_until_it_is_needed(client):
    kept = stored()
    block = {"image": kept.pk, "alt": "", "caption": "On the way"}
    page(body=[{"type": "picture", "value": block}])
    tasks.pictures.call()
    html = shown(client)
    assert 'loading="lazy"' in html
    assert 'alt="A ferry."' in html
    assert "On the way" in html


def test_the_first_visitor_waits_for_one_plain_size_alone(client):
    page(picture=stored())
    assert 'alt="A ferry."' in shown(client)
    assert PictureSize.objects.get().filter_spec == USES["hero"].plain


def test_a_page_is_shown_without_a_picture_whose_file_is_gone(client):
    kept = stored()
    block = {"image": kept.pk, "alt": "", "caption": ""}
    page(picture=kept, body=[{"type": "picture", "value": block}])
    kept.file.storage.delete(kept.file.name)
    html = shown(client)
    assert "Om os" in html
    assert "<picture" not in html
    assert "with-picture" not in html


@pytest.mark.parametrize("data", [b"damaged", b""])
def test_a_damaged_file_does_not_hold_up_the_others(data):
    good, damaged = stored(), stored()
    path = damaged.file.path
    with open(path, "wb") as file:
        file.write(data)
    tasks.pictures.call()
    made = dict(Picture.objects.values_list("pk", "made"))
    assert made == {good.pk: making.RECIPE, damaged.pk: making.DAMAGED}


def test_a_file_from_before_is_made_bare_by_the_worker():
    kept = stored()
    with kept.file.storage.open(kept.file.name, "wb") as file:
        file.write(photograph())
    Picture.objects.update(is_bare=False)
    tasks.pictures.call()
    assert not [secret for secret in SECRETS if secret in Picture.objects.get().file.read()]


def test_twelve_pictures_cost_two_queries():
    kept = [stored() for _ in range(12)]
    for it in kept:
        it.get_rendition(USES["card"].plain)
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        found = ready([it.pk for it in kept])
        photos = [photo(it, "card") for it in found.values()]
    assert len([it for it in photos if it]) == 12
    assert len(captured) == 2


@pytest.mark.parametrize("n", [1, 4])
def test_pictures_in_a_text_cost_as_much_as_one(client, n):
    kept = [stored() for _ in range(n)]
    for it in kept:
        it.get_rendition(USES["text"].plain)
    values = [{"image": it.pk, "alt": "", "caption": ""} for it in kept]
    page(body=[{"type": "picture", "value": value} for value in values])
    cache.clear()
    body = ContentPage.objects.get().body
    with CaptureQueriesContext(connection) as captured:
        html = str(body)
    assert html.count("<picture") == n
    assert len(captured) == 2


@pytest.mark.parametrize(("x", "focus"), [(12, "x0"), (120, "x2"), (236, "x4")])
def test_what_matters_stays_in_sight_whatever_the_shape(x, focus):
    """The focal point, in quarters of the cut picture."""
    kept = stored()
    kept.focal_point_x, kept.focal_point_y = x, 90
    kept.focal_point_width = kept.focal_point_height = 8
    kept.save()
    assert photo(kept, "card").focus == f"focus-{focus} focus-y2"


def test_a_cut_picture_is_cut_around_what_matters():
    """A panorama whose blue edge is what matters: the cut shows blue."""
    kept = stored(photograph(size=(2400, 600)))
    kept.focal_point_x, kept.focal_point_y = 100, 300
    kept.focal_point_width = kept.focal_point_height = 100
    kept.save()
    cut = photo(kept, "hero").plain
    red, _green, blue = Image.open(cut.file).convert("RGB").getpixel((10, cut.height // 2))
    assert blue > red


def test_decoration_says_nothing():
    kept = stored(is_decoration=True)
    assert kept.has_words
    assert photo(kept, "hero").alt == ""


def test_a_page_may_use_other_words(client):
    page(picture=stored(), picture_alt="The morning ferry.")
    assert 'alt="The morning ferry."' in shown(client)


def test_a_translation_needs_words_of_its_own():
    english = Locale.objects.get_or_create(language_code="en")[0]
    translated = ContentPage(title="About", slug="about", picture=stored(), locale=english)
    with pytest.raises(ValidationError, match="A ferry") as refused:
        translated.clean()
    assert "picture_alt" in refused.value.message_dict


def test_a_picture_without_words_cannot_be_put_into_a_text():
    kept = picture()
    block = ContentPage.body.field.stream_block.child_blocks["picture"]
    value = block.to_python({"image": kept.pk, "alt": "", "caption": ""})
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(value)
    assert set(refused.value.block_errors) == {"alt"}
    kept.description = "A road."
    kept.save()
    value = block.to_python({"image": kept.pk, "alt": "", "caption": ""})
    assert block.clean(value)["image"] == kept
