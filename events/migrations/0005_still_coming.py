"""*Still coming?* is asked and answered on the registration, no longer on the mail about a move."""

from typing import Any

from django.db import migrations, models


def take_over_questions(apps: Any, schema_editor: Any) -> None:
    """Who was told of a move and has not answered is still asked."""
    Registration = apps.get_model("events", "Registration")
    moved = apps.get_model("mail", "Message").objects.filter(kind="moved")
    for claim, queued_at, answered_at in moved.order_by("pk").values_list(
        "claim", "queued_at", "answered_at"
    ):
        name, _, pk = claim.partition(":")
        if name == "registration":
            Registration.objects.filter(pk=int(pk)).update(
                asked_coming_at=queued_at, still_coming_at=answered_at
            )


class Migration(migrations.Migration):
    dependencies = [("events", "0004_answers_without_names"), ("mail", "0002_wording")]

    operations = [
        migrations.AddField(
            model_name="registration",
            name="asked_coming_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="registration",
            name="still_coming_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunPython(take_over_questions, migrations.RunPython.noop),
    ]
