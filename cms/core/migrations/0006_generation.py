"""The mark by which processes know whether what they remember of the published site still holds."""

from uuid import uuid4

from django.db import migrations, models


def begin(apps, schema_editor):
    apps.get_model("core", "Generation").objects.create(name="published", token=uuid4().hex)


class Migration(migrations.Migration):
    dependencies = [("core", "0005_stock_names_in_japanese")]

    operations = [
        migrations.CreateModel(
            name="Generation",
            fields=[
                ("name", models.CharField(max_length=30, primary_key=True, serialize=False)),
                ("token", models.CharField(max_length=32)),
            ],
            options={"db_table": "core_generation"},
        ),
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
