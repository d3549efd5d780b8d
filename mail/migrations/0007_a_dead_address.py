from django.db import migrations, models
from django.db.models import F


def as_they_were_taken(apps, schema_editor):
    """So far every mail that came back counted as one to an address that does not work."""
    messages = apps.get_model("mail", "Message").objects.filter(bounced_at__isnull=False)
    messages.update(dead_at=F("bounced_at"))


class Migration(migrations.Migration):

    dependencies = [
        ("mail", "0006_try_out"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="dead_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunPython(as_they_were_taken, migrations.RunPython.noop),
        migrations.RemoveIndex(
            model_name="message",
            name="message_bounced",
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                models.F("claim"),
                condition=models.Q(("dead_at__isnull", False)),
                name="message_dead",
            ),
        ),
    ]
