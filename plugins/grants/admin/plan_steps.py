"""段取り: the steps of a grant from which plans work back, on one screen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.log_actions import log

from cms.core.locales import SOURCE_LANGUAGE
from plugins.grants import plans
from plugins.grants.models import GrantProgramme, PlanStep

from . import permissions
from .frame import StaffView

#: Empty lines below the steps that are there.
SPARE = 3
MOST = 20


class StepForm(forms.ModelForm):
    """One line. What is empty is no step."""

    class Meta:
        model = PlanStep
        fields = ["label", "label_en", "days"]


class Lines(forms.BaseFormSet):
    """What staff typed stands for itself: a line that they emptied is no step."""

    def initial_form_count(self) -> int:
        return 0 if self.is_bound else super().initial_form_count()


StepFormSet = forms.formset_factory(
    StepForm, formset=Lines, extra=SPARE, max_num=MOST, absolute_max=MOST, can_delete=True, can_order=True
)


class PlanStepsView(StaffView):
    """The steps of one grant; while there are none, the usual ones stand in the form."""

    template_name = "grants/admin/plan_steps.html"
    page_title = gettext_lazy("Steps before the deadline")
    header_icon = "list-ol"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        programme = self._programme(request, pk)
        return self._page(StepFormSet(initial=_initial(programme)), programme)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        programme = self._programme(request, pk)
        if "usual" in request.POST:
            return self._stored(programme, [], _("Plans of this grant have the usual steps again."))
        formset = StepFormSet(request.POST)
        if not formset.is_valid():
            return self._page(formset, programme)
        steps = [
            form.cleaned_data for form in formset.ordered_forms if form.cleaned_data.get("label")
        ]  # what is to be deleted is not among them
        return self._stored(programme, steps, _("The steps are saved. Plans have them from now on."))

    def _stored(self, programme: GrantProgramme, steps: list[dict[str, Any]], said: str) -> HttpResponse:
        with transaction.atomic():
            programme.plan_steps.all().delete()
            for position, step in enumerate(steps):
                values = {name: step[name] for name in StepForm.Meta.fields}
                PlanStep.objects.create(programme=programme, position=position, **values)
            log(instance=programme, action="wagtail.edit", user=self.request.user)
        messages.success(self.request, said)
        return redirect(reverse("grant_programmes:list"))

    def _programme(self, request: HttpRequest, pk: int) -> GrantProgramme:
        programme = get_object_or_404(GrantProgramme, pk=pk)
        if not permissions.programmes().user_has_permission_for_instance(request.user, "change", programme):
            raise PermissionDenied
        return programme

    def _page(self, formset: Any, programme: GrantProgramme) -> HttpResponse:
        own = programme.plan_steps.exists()
        return self.shown(formset=formset, programme=programme, has_own=own, back=reverse("grant_programmes:list"))


def _initial(programme: GrantProgramme) -> list[dict[str, Any]]:
    rows = programme.plan_steps.values("label", "label_en", "days")
    return [dict(row) for row in rows] or [
        {"label": _in(SOURCE_LANGUAGE, step.label), "label_en": _in("en", step.label), "days": step.days}
        for step in plans.usual_steps(programme)
    ]


def _in(language: str, text: Any) -> str:
    with translation.override(language):
        return str(text)
