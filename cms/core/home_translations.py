"""A home page in a further language gets the staff permissions and the workflow of the one it was made from."""

from typing import Any

from wagtail.models import GroupPagePermission, Page, Site, WorkflowPage


def follow_source(*, source: Page, target: Page) -> None:
    """Copy the page permissions and the workflow of `source` to `target`; what is there already stays."""
    for held in GroupPagePermission.objects.filter(page_id=source.pk):
        GroupPagePermission.objects.get_or_create(group=held.group, page_id=target.pk, permission=held.permission)
    hung = WorkflowPage.objects.filter(page_id=source.pk).first()
    if hung and not WorkflowPage.objects.filter(page_id=target.pk).exists():
        WorkflowPage.objects.create(page_id=target.pk, workflow=hung.workflow)


def after_copy_for_translation(*, source_obj: Any, target_obj: Any, **kwargs: Any) -> None:
    """Receiver of Wagtail's `copy_for_translation_done`: only home pages of sites carry permissions."""
    if isinstance(source_obj, Page) and Site.objects.filter(root_page_id=source_obj.pk).exists():
        follow_source(source=source_obj, target=target_obj)
