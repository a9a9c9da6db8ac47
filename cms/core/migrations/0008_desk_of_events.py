"""Name the group that looks after events with the word of the screens, unless the centre gave it a name of its own."""

from django.db import migrations

BEFORE, NOW = "催し窓口", "イベント窓口"


def _rename(apps, old, new):
    Group = apps.get_model("auth", "Group")
    if not Group.objects.filter(name=new).exists():
        Group.objects.filter(name=old).update(name=new)


def name_as_on_the_screens(apps, schema_editor):
    _rename(apps, BEFORE, NOW)


def name_as_before(apps, schema_editor):
    _rename(apps, NOW, BEFORE)


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0007_public_attempts"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [migrations.RunPython(name_as_on_the_screens, name_as_before)]
