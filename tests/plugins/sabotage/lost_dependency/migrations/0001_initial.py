from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("lost_dependency", "0000_never_written")]
    operations = []
