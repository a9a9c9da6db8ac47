"""Make the five staff groups. Their permissions follow after each migrate, when the permissions exist."""

from django.db import migrations

GROUPS = {
    "editor": "編集者",
    "moderator": "公開担当",
    "desk": "催し窓口",
    "newsletter": "おたより編集",
    "manager": "管理責任者",
}


def make_groups(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    StaffRole = apps.get_model("core", "StaffRole")
    # Wagtail's own two are replaced by ours: two "editors" in a list of groups would be a trap.
    Group.objects.filter(name__in=["Editors", "Moderators"], user__isnull=True).delete()
    for key, name in GROUPS.items():
        group, _ = Group.objects.get_or_create(name=name)
        StaffRole.objects.get_or_create(key=key, defaults={"group": group})


def remove_groups(apps, schema_editor):
    apps.get_model("core", "StaffRole").objects.all().delete()
    apps.get_model("auth", "Group").objects.filter(name__in=GROUPS.values()).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_relations"),
        ("accounts", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailcore", "0090_remove_grouppagepermission_permission_type"),
        ("wagtaildocs", "0010_document_file_hash"),
        ("wagtailimages", "0023_add_choose_permissions"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
    ]

    operations = [migrations.RunPython(make_groups, remove_groups)]
