

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('grants', '0002_event_grants'),
    ]

    operations = [
        migrations.AlterField(
            model_name='eventgrant',
            name='programme',
            field=models.ForeignKey(help_text='The page of the event then shows this grant and its deadline.', on_delete=django.db.models.deletion.CASCADE, related_name='event_grants', to='grants.grantprogramme', verbose_name='grant'),
        ),
    ]
