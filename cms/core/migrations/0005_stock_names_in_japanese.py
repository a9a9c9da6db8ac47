"""Name in Japanese what Wagtail's own migrations made in English, and leave out its workflow that waits for nobody."""

from django.db import migrations

ROOT_PAGE = "すべてのページ"
ROOT_COLLECTION = "全体"
STOCK_WORKFLOW = "Moderators approval"


def name_in_japanese(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    Page.objects.filter(depth=1, title="Root").update(title=ROOT_PAGE, draft_title=ROOT_PAGE)
    apps.get_model("wagtailcore", "Collection").objects.filter(depth=1, name="Root").update(name=ROOT_COLLECTION)
    WorkflowState = apps.get_model("wagtailcore", "WorkflowState")
    if not WorkflowState.objects.filter(workflow__name=STOCK_WORKFLOW).exists():
        apps.get_model("wagtailcore", "Workflow").objects.filter(name=STOCK_WORKFLOW).delete()
        apps.get_model("wagtailcore", "Task").objects.filter(
            name=STOCK_WORKFLOW, workflow_tasks__isnull=True
        ).delete()


def name_in_english(apps, schema_editor):
    """Give the names back. The workflow stays away: without its group it approved nothing."""
    Page = apps.get_model("wagtailcore", "Page")
    Page.objects.filter(depth=1, title=ROOT_PAGE).update(title="Root", draft_title="Root")
    apps.get_model("wagtailcore", "Collection").objects.filter(depth=1, name=ROOT_COLLECTION).update(name="Root")


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0004_schedule_runs"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [migrations.RunPython(name_in_japanese, name_in_english)]
