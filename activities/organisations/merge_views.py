"""The admin's screens for merging an organisation into another, and for taking that back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.snippets.widgets import AdminSnippetChooser

from . import merging
from .exceptions import MergeRefused, NotMerged
from .models import Organisation
from .permissions import facts_policy


class MergeForm(forms.Form):
    """Into which organisation. `sure` is sent by the second step, which shows what will move."""

    into = forms.ModelChoiceField(
        label=gettext_lazy("Successor"), queryset=Organisation.objects.none(), required=True,
        help_text=gettext_lazy("The organisation that carries on; its address takes over."),
        error_messages={"invalid_choice": gettext_lazy("You may not change this organisation. Choose another one.")},
    )  # fmt: skip
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = facts_policy().instances_user_has_permission_for(user, "change")
        self.fields["into"].queryset = allowed  # type: ignore[attr-defined]
        self.fields["into"].widget = AdminSnippetChooser(model=Organisation)


def may_merge(user: Any, organisation: Organisation) -> bool:
    """Say whether somebody may merge it: who may change its facts, since that can be taken back."""
    return facts_policy().user_has_permission_for_instance(user, "change", organisation)


def _organisation(request: HttpRequest, pk: int) -> Organisation:
    organisation = get_object_or_404(Organisation, pk=pk)
    if not may_merge(request.user, organisation):
        raise PermissionDenied
    return organisation


@require_admin_access
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the successor, look at what will move, confirm."""
    organisation = _organisation(request, pk)
    form = MergeForm(request.POST or None, user=request.user)
    moves = None
    if request.method == "POST" and form.is_valid():
        into = form.cleaned_data["into"]
        try:
            if form.cleaned_data["sure"]:
                merging.merge(organisation=organisation, into=into, by=request.user)
                take_back = messages.button(reverse("organisations:separate", args=[pk]), _("Undo"))
                said = _("%(one)s has been merged into %(other)s.") % {"one": organisation, "other": into}
                messages.success(request, said, buttons=[take_back])
                return redirect("organisations:list")
            moves = merging.plan_merge(organisation=organisation, into=into)
        except MergeRefused as refusal:
            form.add_error("into", refusal.message)
    return TemplateResponse(
        request, "organisations/admin/merge.html",
        {
            "organisation": organisation, "form": form, "moves": moves, "media": form.media,
            "into": form.cleaned_data.get("into") if moves else None,
        },
    )  # fmt: skip


@require_admin_access
def separate(request: HttpRequest, pk: int) -> HttpResponse:
    """Look at what comes back, confirm."""
    organisation = _organisation(request, pk)
    try:
        if request.method == "POST":
            merging.separate(organisation=organisation, by=request.user)
            messages.success(request, _("%(one)s stands on its own again.") % {"one": organisation})
            return redirect("organisations:list")
        moves = merging.plan_separation(organisation=organisation)
    except NotMerged:
        messages.warning(request, _("%(one)s is not merged into another organisation.") % {"one": organisation})
        return redirect("organisations:list")
    context = {"organisation": organisation, "into": organisation.successor, "moves": moves}
    return TemplateResponse(request, "organisations/admin/separate.html", context)
