from django.db import migrations, models

import activities.organisations.validators


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0006_area_codes'),
    ]

    operations = [
        migrations.AddField(
            model_name='organisation',
            name='languages_served_en',
            field=models.CharField(blank=True, help_text='For example: Japanese, Portuguese', max_length=200, validators=[activities.organisations.validators.no_control_characters], verbose_name='languages spoken, in English'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='targets_en',
            field=models.CharField(blank=True, help_text='For example: children and families from abroad', max_length=200, validators=[activities.organisations.validators.no_control_characters], verbose_name='people it is for, in English'),
        ),
    ]
