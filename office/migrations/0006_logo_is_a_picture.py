import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('office', '0005_take_over_pictures'),
    ]

    operations = [
        migrations.AlterField(
            model_name='office',
            name='logo',
            field=models.ForeignKey(blank=True, help_text='Stands beside the name at the top of every page. Without it: our own mark.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='office.picture', verbose_name='logo'),
        ),
    ]
