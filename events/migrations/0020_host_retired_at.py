from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0019_mailing_to_those_who_waited"),
    ]

    operations = [
        migrations.AddField(
            model_name="host",
            name="retired_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
    ]
