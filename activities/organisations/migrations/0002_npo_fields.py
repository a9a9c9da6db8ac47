"""The twenty fields of the NPO act."""

from django.db import migrations

from activities.organisations.npo_fields import NPO_FIELDS


def add_fields(apps, schema_editor):
    NpoField = apps.get_model("organisations", "NpoField")
    for number, name, short, name_en in NPO_FIELDS:
        NpoField.objects.update_or_create(number=number, defaults={"name": name, "short": short, "name_en": name_en})


def remove_fields(apps, schema_editor):
    apps.get_model("organisations", "NpoField").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_initial")]

    operations = [migrations.RunPython(add_fields, remove_fields)]
