import django.db.models.deletion
import wagtail.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('camps', '0003_what_pages_of_events_tell'),
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
            name='people',
            field=wagtail.fields.StreamField([('person', 4), ('practice', 11)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'help_text': 'Whom to ask about the event is shown beside their phone and e-mail instead.', 'label': 'name', 'max_length': 80}), 1: ('wagtail.blocks.CharBlock', (), {'help_text': 'For example: GP in Nexø.', 'label': 'who they are', 'max_length': 120}), 2: ('wagtail.blocks.CharBlock', (), {'help_text': 'What is good to talk to them about.', 'label': 'one line about them', 'max_length': 200, 'required': False}), 3: ('home.blocks.PhotoChooserBlock', (), {'help_text': 'Without one, their initials are shown.', 'label': 'their face', 'required': False}), 4: ('wagtail.blocks.StructBlock', [[('name', 0), ('role', 1), ('line', 2), ('picture', 3)]], {}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'name of the practice', 'max_length': 120}), 6: ('wagtail.blocks.CharBlock', (), {'help_text': 'For example: three doctors who share the practice and its patients.', 'label': 'what kind of practice', 'max_length': 120, 'required': False}), 7: ('wagtail.blocks.CharBlock', (), {'help_text': 'For example: 3 doctors, 2 nurses, 2 secretaries and a dog.', 'label': 'who works there', 'max_length': 200, 'required': False}), 8: ('wagtail.blocks.CharBlock', (), {'help_text': 'For example: 4,800, many of them farmers.', 'label': 'its patients', 'max_length': 120, 'required': False}), 9: ('wagtail.blocks.TextBlock', (), {'label': 'more about it', 'max_length': 400, 'required': False, 'rows': 2}), 10: ('home.blocks.PhotoChooserBlock', (), {'label': 'picture', 'needs_words': True, 'required': False}), 11: ('wagtail.blocks.StructBlock', [[('name', 5), ('kind', 6), ('team', 7), ('patients', 8), ('line', 9), ('picture', 10)]], {})}, verbose_name='who you will meet'),
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
            model_name='camppage',
            name='story',
            field=wagtail.fields.StreamField([('text', 0), ('quote', 3), ('picture', 7), ('voice', 12)], blank=True, block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'description': 'What it is like to be there. Short paragraphs read best on a phone.', 'features': ['h3', 'bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'text', 'template': 'home/blocks/text.html'}), 1: ('wagtail.blocks.TextBlock', (), {'label': 'quote', 'rows': 3}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'who says it', 'max_length': 120, 'required': False}), 3: ('wagtail.blocks.StructBlock', [[('text', 1), ('who', 2)]], {'description': 'One sentence of the story in large letters.', 'label': 'pull quote'}), 4: ('home.blocks.PhotoChooserBlock', (), {'label': 'picture'}), 5: ('wagtail.blocks.CharBlock', (), {'help_text': "In other words than the picture's own, for this page. Empty: its own.", 'label': 'what the picture shows', 'max_length': 200, 'required': False}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'caption', 'max_length': 200, 'required': False}), 7: ('wagtail.blocks.StructBlock', [[('image', 4), ('alt', 5), ('caption', 6)]], {}), 8: ('wagtail.blocks.TextBlock', (), {'help_text': 'As they said it, and only with their permission.', 'label': 'their words', 'max_length': 600, 'rows': 3}), 9: ('wagtail.blocks.CharBlock', (), {'help_text': 'A first name is enough.', 'label': 'name', 'max_length': 80}), 10: ('wagtail.blocks.CharBlock', (), {'help_text': 'For example: 9th semester, was there last summer.', 'label': 'who they are', 'max_length': 120, 'required': False}), 11: ('home.blocks.PhotoChooserBlock', (), {'help_text': 'Without one, their initials are shown.', 'label': 'their face', 'required': False}), 12: ('wagtail.blocks.StructBlock', [[('text', 8), ('name', 9), ('about', 10), ('picture', 11)]], {})}, verbose_name='story'),
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
            name='people',
            field=wagtail.fields.StreamField([('person', 4), ('practice', 11)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'help_text': 'Whom to ask about the event is shown beside their phone and e-mail instead.', 'label': 'name', 'max_length': 80}), 1: ('wagtail.blocks.CharBlock', (), {'help_text': 'For example: GP in Nexø.', 'label': 'who they are', 'max_length': 120}), 2: ('wagtail.blocks.CharBlock', (), {'help_text': 'What is good to talk to them about.', 'label': 'one line about them', 'max_length': 200, 'required': False}), 3: ('home.blocks.PhotoChooserBlock', (), {'help_text': 'Without one, their initials are shown.', 'label': 'their face', 'required': False}), 4: ('wagtail.blocks.StructBlock', [[('name', 0), ('role', 1), ('line', 2), ('picture', 3)]], {}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'name of the practice', 'max_length': 120}), 6: ('wagtail.blocks.CharBlock', (), {'help_text': 'For example: three doctors who share the practice and its patients.', 'label': 'what kind of practice', 'max_length': 120, 'required': False}), 7: ('wagtail.blocks.CharBlock', (), {'help_text': 'For example: 3 doctors, 2 nurses, 2 secretaries and a dog.', 'label': 'who works there', 'max_length': 200, 'required': False}), 8: ('wagtail.blocks.CharBlock', (), {'help_text': 'For example: 4,800, many of them farmers.', 'label': 'its patients', 'max_length': 120, 'required': False}), 9: ('wagtail.blocks.TextBlock', (), {'label': 'more about it', 'max_length': 400, 'required': False, 'rows': 2}), 10: ('home.blocks.PhotoChooserBlock', (), {'label': 'picture', 'needs_words': True, 'required': False}), 11: ('wagtail.blocks.StructBlock', [[('name', 5), ('kind', 6), ('team', 7), ('patients', 8), ('line', 9), ('picture', 10)]], {})}, verbose_name='who you will meet'),
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
        migrations.AlterField(
            model_name='visitpage',
            name='story',
            field=wagtail.fields.StreamField([('text', 0), ('quote', 3), ('picture', 7), ('voice', 12)], blank=True, block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'description': 'What it is like to be there. Short paragraphs read best on a phone.', 'features': ['h3', 'bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'text', 'template': 'home/blocks/text.html'}), 1: ('wagtail.blocks.TextBlock', (), {'label': 'quote', 'rows': 3}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'who says it', 'max_length': 120, 'required': False}), 3: ('wagtail.blocks.StructBlock', [[('text', 1), ('who', 2)]], {'description': 'One sentence of the story in large letters.', 'label': 'pull quote'}), 4: ('home.blocks.PhotoChooserBlock', (), {'label': 'picture'}), 5: ('wagtail.blocks.CharBlock', (), {'help_text': "In other words than the picture's own, for this page. Empty: its own.", 'label': 'what the picture shows', 'max_length': 200, 'required': False}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'caption', 'max_length': 200, 'required': False}), 7: ('wagtail.blocks.StructBlock', [[('image', 4), ('alt', 5), ('caption', 6)]], {}), 8: ('wagtail.blocks.TextBlock', (), {'help_text': 'As they said it, and only with their permission.', 'label': 'their words', 'max_length': 600, 'rows': 3}), 9: ('wagtail.blocks.CharBlock', (), {'help_text': 'A first name is enough.', 'label': 'name', 'max_length': 80}), 10: ('wagtail.blocks.CharBlock', (), {'help_text': 'For example: 9th semester, was there last summer.', 'label': 'who they are', 'max_length': 120, 'required': False}), 11: ('home.blocks.PhotoChooserBlock', (), {'help_text': 'Without one, their initials are shown.', 'label': 'their face', 'required': False}), 12: ('wagtail.blocks.StructBlock', [[('text', 8), ('name', 9), ('about', 10), ('picture', 11)]], {})}, verbose_name='story'),
        ),
    ]
