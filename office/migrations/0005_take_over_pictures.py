"""Wagtail's own images become pictures of ours: the same numbers, files and sizes, and whatever
speaks of them. What pages point at is told in later migrations, and then the old rows go (desk)."""

from typing import Any

from django.core.management.color import no_style
from django.db import migrations

IMAGE, SIZE = ("wagtailimages", "Image"), ("wagtailimages", "Rendition")
PICTURE, PICTURE_SIZE = ("office", "Picture"), ("office", "PictureSize")
SPEAKING = [
    ("taggit", "TaggedItem", "content_type"),
    ("wagtailcore", "ModelLogEntry", "content_type"),
    ("wagtailcore", "ReferenceIndex", "base_content_type"),
    ("wagtailcore", "ReferenceIndex", "content_type"),
    ("wagtailcore", "ReferenceIndex", "to_content_type"),
    ("wagtailcore", "UploadedFile", "for_content_type"),
    ("wagtailsearch", "IndexEntry", "content_type"),
]
AT_ONCE = 500


def take_over(apps: Any, schema_editor: Any) -> None:
    carry(apps, schema_editor, IMAGE, PICTURE)
    carry(apps, schema_editor, SIZE, PICTURE_SIZE)
    speak_of(apps, IMAGE, PICTURE)


def give_back(apps: Any, schema_editor: Any) -> None:
    speak_of(apps, PICTURE, IMAGE)
    apps.get_model(*PICTURE_SIZE).objects.all().delete()
    apps.get_model(*PICTURE).objects.all().delete()


def carry(
    apps: Any, schema_editor: Any, source: tuple[str, str], target: tuple[str, str]
) -> None:
    """The rows of one table to the other, under their own numbers."""
    from_model, to_model = apps.get_model(*source), apps.get_model(*target)
    there = {field.attname for field in to_model._meta.concrete_fields}
    names = [it.attname for it in from_model._meta.concrete_fields if it.attname in there]
    created = dict(from_model.objects.values_list("pk", "created_at")) if "created_at" in names else {}
    rows = (to_model(**row) for row in from_model.objects.order_by("pk").values(*names))
    to_model.objects.bulk_create(rows, batch_size=AT_ONCE)
    for pk, at in created.items():
        to_model.objects.filter(pk=pk).update(created_at=at)
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [to_model]):
            cursor.execute(statement)


def speak_of(apps: Any, source: tuple[str, str], target: tuple[str, str]) -> None:
    """Tags, log, references and the search's words of the one kind are of the other."""
    old, new = kind_of(apps, source), kind_of(apps, target)
    for app, name, field in SPEAKING:
        apps.get_model(app, name).objects.filter(**{field: old}).update(**{field: new})


def kind_of(apps: Any, model: tuple[str, str]) -> Any:
    kinds = apps.get_model("contenttypes", "ContentType").objects
    return kinds.get_or_create(app_label=model[0], model=model[1].lower())[0]


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("office", "0004_picture"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailimages", "0027_image_description"),
        ("wagtailsearch", "0010_add_text_fields"),
    ]

    operations = [migrations.RunPython(take_over, give_back)]
