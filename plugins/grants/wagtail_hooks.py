"""What grants hang into the admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from .admin import deleting, permissions
from .admin.viewsets import GrantsGroup
from .models import GrantPage

register_snippet(GrantsGroup)


@hooks.register("register_log_actions")
def name_the_actions(actions: Any) -> None:
    actions.register_action("grants.look_up", _("Look up"), _("Looked the grant up and found nothing new"))


@hooks.register("before_delete_snippet")
def keep_what_others_need(request: HttpRequest, objects: Any) -> HttpResponse | None:
    return deleting.refuse_in_bulk(request, list(objects))


@hooks.register("after_create_page")
def lead_to_the_facts(request: HttpRequest, page: Any) -> HttpResponse | None:
    """A new page about a grant is the words; its facts come next."""
    if not isinstance(page, GrantPage) or page.programme is not None:
        return None
    if not permissions.programmes().user_has_permission(request.user, "add"):
        return None
    return redirect(f"{reverse('grant_programmes:add')}?page={page.pk}")
