from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("two_leaves", "0001_initial")]
    operations = []
