"""The lists of camps and of practice visits below the home page."""

from django.conf import settings
from django.db import migrations

PAGES = [
    (
        "CampIndexPage",
        "camps",
        {"da": "Camps", "en": "Camps", "nb": "Camper"},
        {
            "da": "Nogle dage sammen med andre studerende og læger, ude hvor praksis er.",
            "en": "A few days with other students and doctors, out where the practices are.",
            "nb": "Noen dager sammen med andre studenter og leger, ute der praksisene er.",
        },
    ),
    (
        "VisitIndexPage",
        "visits",
        {"da": "Praksisbesøg", "en": "Practice visits", "nb": "Praksisbesøk"},
        {
            "da": "En dag eller en aften hos en praktiserende læge, kun få ad gangen.",
            "en": "A day or an evening with a GP, only a few at a time.",
            "nb": "En dag eller en kveld hos en fastlege, bare noen få om gangen.",
        },
    ),
]


def add_index_pages(apps, schema_editor):
    home = apps.get_model("home", "HomePage").objects.filter(depth=2, numchild=0).first()
    if home is None:
        return
    ContentType = apps.get_model("contenttypes", "ContentType")
    for number, (model, slug, titles, leads) in enumerate(PAGES, start=1):
        content_type, _ = ContentType.objects.get_or_create(
            app_label="camps", model=model.lower()
        )
        title = titles.get(settings.LANGUAGE_CODE, titles["en"])
        apps.get_model("camps", model).objects.create(
            title=title,
            draft_title=title,
            lead=leads.get(settings.LANGUAGE_CODE, leads["en"]),
            slug=slug,
            url_path=f"{home.url_path}{slug}/",
            path=f"{home.path}{number:04d}",
            depth=home.depth + 1,
            numchild=0,
            show_in_menus=True,
            content_type=content_type,
            locale=home.locale,
        )
    home.numchild = len(PAGES)
    home.save(update_fields=["numchild"])


class Migration(migrations.Migration):
    dependencies = [("camps", "0001_initial"), ("home", "0002_home_page")]
    operations = [migrations.RunPython(add_index_pages, migrations.RunPython.noop)]
