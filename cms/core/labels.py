"""Labels for those fields of Wagtail's forms and lists that have none, and would be called by their names in code."""

from django.forms.forms import BaseForm
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import choosers, workflows
from wagtail.admin.forms.pages import PageViewRestrictionForm
from wagtail.sites.views import IndexView as SitesView
from wagtail.users.forms import PagePermissionsForm
from wagtail.users.views.bulk_actions.assign_role import RoleForm

LINK_TEXT = _("Words of the link")
LABELS: dict[type[BaseForm], dict[str, Promise]] = {
    choosers.ExternalLinkChooserForm: {"link_text": LINK_TEXT},
    choosers.AnchorLinkChooserForm: {"url": _("Name of the place in the page"), "link_text": LINK_TEXT},
    choosers.EmailLinkChooserForm: {
        "email_address": _("Mail address"),
        "link_text": LINK_TEXT,
        "subject": _("Subject of the mail"),
        "body": _("Text of the mail"),
    },
    choosers.PhoneLinkChooserForm: {"phone_number": _("Telephone number"), "link_text": LINK_TEXT},
    workflows.WorkflowContentTypeForm: {"content_types": _("Kinds of shared data")},
    workflows.WorkflowPageForm: {"page": _("Page")},
    PagePermissionsForm: {"page": _("Page"), "permissions": _("Permissions")},
    RoleForm: {"role": _("Role")},
}
#: `private_families` sees to it.
PRIVATE_HELP = _("This holds for the page in all its languages, and for the pages below it.")
SITE_COLUMNS = {"port": _("Port"), "site_name": _("Name of the site"), "root_page": _("Page on top")}


def label_wagtails_forms() -> None:
    """Give the fields their labels, in the language of whoever looks."""
    for form, labels in LABELS.items():
        for name, label in labels.items():
            form.base_fields[name].label = label  # type: ignore[attr-defined]
    PageViewRestrictionForm.base_fields["restriction_type"].help_text = PRIVATE_HELP
    for column in SitesView.columns:
        column.label = SITE_COLUMNS.get(column.name, column.label)
