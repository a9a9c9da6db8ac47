"""The index for parts of long texts on PostgreSQL; elsewhere there are none. Title and body have Wagtail's."""

from django.db import migrations


def create_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE INDEX kakehashi_search_longtextpart_vector ON kakehashi_search_longtextpart USING gin (vector)"
        )


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS kakehashi_search_longtextpart_vector")


class Migration(migrations.Migration):
    dependencies = [("kakehashi_search", "0001_initial")]

    operations = [migrations.RunPython(create_index, drop_index)]
