from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("neighbour", "0001_initial")]
    operations = []
