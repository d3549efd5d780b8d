from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("mail", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(
            model_name="message", name="one_message_of_a_kind_per_revision"
        ),
        migrations.RemoveIndex(model_name="message", name="message_due"),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                models.F("due_at"), models.F("id"),
                condition=models.Q(("state", "queued")),
                name="message_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("claim", ""), _negated=True), models.Q(("to", ""), _negated=True)
                ),
                fields=("claim", "revision", "kind", "to", "n"),
                name="one_message_of_a_kind_per_revision",
            ),
        ),
    ]
