from django.db import migrations


class Migration(migrations.Migration):
    """The tally goes to the office's room, with what is counted."""

    dependencies = [("signup", "0001_tally")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.AlterModelTable("tally", "office_tally")],
            state_operations=[migrations.DeleteModel("Tally")],
        ),
    ]
