from typing import Any

from django.db import migrations

from cms.core.private_families import follow


def close_families(apps: Any, schema_editor: Any) -> None:
    """Pages that are private in one language become so in the others, which were open until now."""
    Page, Restriction = apps.get_model("wagtailcore.Page"), apps.get_model("wagtailcore.PageViewRestriction")
    private = Restriction.objects.select_related("page").order_by("pk")
    closed = set(private.values_list("page_id", flat=True))
    for restriction in list(private):
        family = Page.objects.filter(translation_key=restriction.page.translation_key)
        follow(restriction, family.exclude(pk__in=closed), model=Restriction)


class Migration(migrations.Migration):
    """A step without a way back: which pages were open before is not kept."""

    dependencies = [
        ("core", "0010_fact_texts"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [migrations.RunPython(close_families, migrations.RunPython.noop)]
