import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('camps', '0002_index_pages'),
        ('office', '0006_logo_is_a_picture'),
    ]

    operations = [
        migrations.AlterField(
            model_name='campindexpage',
            name='picture',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='office.picture', verbose_name='picture'),
        ),
        migrations.AlterField(
            model_name='campindexpage',
            name='picture_alt',
            field=models.CharField(blank=True, help_text="In other words than the picture's own, for this page. Empty: its own.", max_length=200, verbose_name='what the picture shows'),
        ),
        migrations.AlterField(
            model_name='camppage',
            name='picture',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='office.picture', verbose_name='picture'),
        ),
        migrations.AlterField(
            model_name='camppage',
            name='picture_alt',
            field=models.CharField(blank=True, help_text="In other words than the picture's own, for this page. Empty: its own.", max_length=200, verbose_name='what the picture shows'),
        ),
        migrations.AlterField(
            model_name='visitindexpage',
            name='picture',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='office.picture', verbose_name='picture'),
        ),
        migrations.AlterField(
            model_name='visitindexpage',
            name='picture_alt',
            field=models.CharField(blank=True, help_text="In other words than the picture's own, for this page. Empty: its own.", max_length=200, verbose_name='what the picture shows'),
        ),
        migrations.AlterField(
            model_name='visitpage',
            name='picture',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='office.picture', verbose_name='picture'),
        ),
        migrations.AlterField(
            model_name='visitpage',
            name='picture_alt',
            field=models.CharField(blank=True, help_text="In other words than the picture's own, for this page. Empty: its own.", max_length=200, verbose_name='what the picture shows'),
        ),
    ]
