"""助成金 finds what is told of 助成 too; a class that staff have changed stays as it is."""

from django.db import migrations

BEFORE = "助成金\n補助金\nグラント"
AFTER = "助成金\n助成\n補助金\nグラント"


def change(before, after):
    def apply(apps, schema_editor):
        model = apps.get_model("kakehashi_search", "SynonymClass")
        model.objects.filter(words=before, site=None).update(words=after)

    return apply


class Migration(migrations.Migration):
    dependencies = [("kakehashi_search", "0005_write_tokens_at_once")]

    operations = [migrations.RunPython(change(BEFORE, AFTER), change(AFTER, BEFORE))]
