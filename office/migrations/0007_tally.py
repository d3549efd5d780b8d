from django.db import migrations, models


class Migration(migrations.Migration):
    """The table comes from the sign-up's room."""

    dependencies = [("office", "0006_logo_is_a_picture"), ("signup", "0002_tally_moves")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Tally",
                    fields=[
                        ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                        ("count", models.PositiveIntegerField(default=1)),
                        ("forget_at", models.DateTimeField(db_index=True)),
                    ],
                ),
            ],
        ),
    ]
