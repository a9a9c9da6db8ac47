import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('grants', '0006_publisher_prefix'),
        ('wagtailcore', '0094_alter_page_locale'),
    ]

    operations = [
        migrations.AddField(
            model_name='grantindexpage',
            name='guide',
            field=models.ForeignKey(blank=True, help_text='A page that tells how one finds and applies for grants. The list leads to it.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.page', verbose_name='guide'),
        ),
    ]
