"""Template tags of the admin."""

from django import template
from django.contrib.auth.models import Permission
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

register = template.Library()

# What Django and Wagtail may allow besides adding, changing and deleting, by how the codename begins.
ACTIONS = {
    "view": _("May see it"),
    "publish": _("May publish it"),
    "lock": _("May lock it"),
    "unlock": _("May unlock it"),
    "choose": _("May choose it"),
}


@register.simple_tag
def permission_label(permission: Permission) -> str:
    """Say in the reader's language what a permission allows; the database keeps its name in English.

    A permission of a plugin's own is looked up as a msgid, and is shown as it was declared where no catalogue has it.
    """
    action = permission.codename.removesuffix(f"_{permission.content_type.model}")
    return str(ACTIONS[action]) if action in ACTIONS else gettext(permission.name)
