"""A home page in place of Wagtail's welcome page, so that a new site begins with its own."""

from django.conf import settings
from django.db import migrations

TITLES = {"da": "Praksisvej", "nb": "Praksisvej", "en": "Praksisvej"}
LEADS = {
    "da": "Oplev almen praksis indefra: på camp eller på et besøg hos en praktiserende læge.",
    "en": "See general practice from the inside: on a camp or on a visit to a GP.",
    "nb": "Opplev allmennpraksis fra innsiden: på camp eller på besøk hos en fastlege.",
}


def replace_welcome(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    HomePage = apps.get_model("home", "HomePage")
    ContentType = apps.get_model("contenttypes", "ContentType")
    Locale = apps.get_model("wagtailcore", "Locale")

    Site.objects.filter(root_page__depth=2, root_page__slug="home").delete()
    Page.objects.filter(depth=2, slug="home", numchild=0).delete()
    content_type, _ = ContentType.objects.get_or_create(app_label="home", model="homepage")
    language = settings.LANGUAGE_CODE
    locale, _ = Locale.objects.get_or_create(language_code=language)
    home = HomePage.objects.create(
        title=TITLES.get(language, "Praksisvej"),
        draft_title=TITLES.get(language, "Praksisvej"),
        lead=LEADS.get(language, ""),
        slug="home",
        url_path="/home/",
        path="00010001",
        depth=2,
        numchild=0,
        content_type=content_type,
        locale=locale,
    )
    Page.objects.filter(depth=1).update(numchild=Page.objects.filter(depth=2).count())
    Site.objects.create(hostname="localhost", port=80, root_page_id=home.pk, is_default_site=True)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(replace_welcome, migrations.RunPython.noop)]
