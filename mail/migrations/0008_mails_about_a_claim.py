from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("mail", "0007_a_dead_address"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                models.F("claim"),
                models.F("kind"),
                condition=models.Q(("claim", ""), _negated=True),
                name="message_about",
            ),
        ),
    ]
