"""イベント finds what is told of 催し and 行事 too; centres that have a class with one of these words keep their own."""

from django.db import migrations

WORDS = ("イベント", "催し", "催し物", "催しもの", "行事", "もよおし")


def add(apps, schema_editor):
    model = apps.get_model("kakehashi_search", "SynonymClass")
    known = {word.strip() for words in model.objects.values_list("words", flat=True) for word in words.splitlines()}
    if known.isdisjoint(WORDS):
        model.objects.create(words="\n".join(WORDS))


def remove(apps, schema_editor):
    apps.get_model("kakehashi_search", "SynonymClass").objects.filter(words="\n".join(WORDS), site=None).delete()


class Migration(migrations.Migration):
    dependencies = [("kakehashi_search", "0006_grants_by_their_short_name")]

    operations = [migrations.RunPython(add, remove)]
