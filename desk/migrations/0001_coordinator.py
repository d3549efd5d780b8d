"""Group Coordinator: pages, pictures, documents and the desk; not users, not the server's settings."""

from typing import Any

from django.db import migrations

NAME = "Coordinator"

# app, model, what may be done. A name is "<what>_<model>".
MODELS = {
    ("events", "event"): ["add", "change", "view"],
    ("events", "occurrence"): ["add", "change", "view"],
    ("events", "registration"): ["add", "change", "view"],
    ("events", "turn"): ["change", "view"],
    ("events", "host"): ["add", "change", "view"],
    ("contacts", "contact"): ["change", "delete", "view"],  # deleting is erasing
    ("mail", "message"): ["view"],
    ("office", "office"): ["add", "change", "view"],
}
ON_PAGES = ["add_page", "change_page", "publish_page"]
ON_FILES = {
    ("wagtailimages", "image"): ["add", "change", "choose"],
    ("wagtaildocs", "document"): ["add", "change", "choose"],
    ("wagtailcore", "collection"): ["add", "change", "delete"],
}


def make_group(apps: Any, schema_editor: Any) -> None:
    group, _made = apps.get_model("auth", "Group").objects.get_or_create(name=NAME)
    group.permissions.add(permission(apps, "wagtailadmin", "admin", "access_admin"))
    for (app, model), verbs in MODELS.items():
        group.permissions.add(
            *(permission(apps, app, model, f"{verb}_{model}") for verb in verbs)
        )
    allow_pages(apps, group)
    allow_files(apps, group)


def permission(apps: Any, app: str, model: str, codename: str) -> Any:
    """The permission; made here if the signal that makes them has not run yet."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    content_type, _made = ContentType.objects.get_or_create(app_label=app, model=model)
    found, _made = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename=codename,
        defaults={"name": f"Can {codename.replace('_', ' ')}"},
    )
    return found


def allow_pages(apps: Any, group: Any) -> None:
    root = apps.get_model("wagtailcore", "Page").objects.get(depth=1)
    Allowed = apps.get_model("wagtailcore", "GroupPagePermission")
    for codename in ON_PAGES:
        Allowed.objects.get_or_create(
            group=group, page=root, permission=permission(apps, "wagtailcore", "page", codename)
        )


def allow_files(apps: Any, group: Any) -> None:
    root = apps.get_model("wagtailcore", "Collection").objects.get(depth=1)
    Allowed = apps.get_model("wagtailcore", "GroupCollectionPermission")
    for (app, model), verbs in ON_FILES.items():
        for verb in verbs:
            Allowed.objects.get_or_create(
                group=group,
                collection=root,
                permission=permission(apps, app, model, f"{verb}_{model}"),
            )


def drop_group(apps: Any, schema_editor: Any) -> None:
    apps.get_model("auth", "Group").objects.filter(name=NAME).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contacts", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("events", "0001_initial"),
        ("mail", "0001_initial"),
        ("office", "0001_initial"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [migrations.RunPython(make_group, drop_group)]
