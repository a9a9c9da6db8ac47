"""The way from an editor's draft to the public: one look by the people who publish."""

from django.db import transaction
from wagtail.models import GroupApprovalTask, Page, Site, Task, Workflow, WorkflowPage, WorkflowTask

from .models import StaffRole

TASK_NAME = "公開前の確認"
WORKFLOW_NAME = "公開の流れ"
APPROVING_ROLES = ("moderator", "manager")


@transaction.atomic
def ensure_workflow(*, site: Site) -> Workflow:
    """Make the approval workflow and hang it on the site's home pages, unless the centre has one there already.

    Wagtail ships a workflow whose group is gone: it would wait for nobody, so it is taken out of use.
    """
    Workflow.objects.filter(name="Moderators approval").update(active=False)
    Task.objects.filter(name="Moderators approval").update(active=False)
    workflow, _made = Workflow.objects.get_or_create(name=WORKFLOW_NAME)
    task = GroupApprovalTask.objects.filter(name=TASK_NAME).first() or GroupApprovalTask.objects.create(name=TASK_NAME)
    groups = [role.group for role in StaffRole.objects.filter(key__in=APPROVING_ROLES).select_related("group")]
    task.groups.add(*groups)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    WorkflowPage.objects.filter(page__depth=1, workflow__active=False).delete()
    for page in site.root_page.get_translations(inclusive=True):
        _hang(workflow, page)
    return workflow


def _hang(workflow: Workflow, page: Page) -> None:
    if not WorkflowPage.objects.filter(page=page).exists():
        WorkflowPage.objects.create(page=page, workflow=workflow)
