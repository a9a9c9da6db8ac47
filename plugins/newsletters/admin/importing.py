"""Bring a list: a file, a look at what it would do, then all of it or nothing."""

from __future__ import annotations

from collections import Counter

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin import messages

from cms.core.colons import colon
from plugins.newsletters import services
from plugins.newsletters.exceptions import Unreadable
from plugins.newsletters.models import SubscriberImport, Topic

from . import permissions
from .frame import StaffView, address

#: So many lines of each kind are shown.
MOST_SHOWN = 200
BECOMES = {
    "new": _("becomes a reader"),
    "more": _("is a reader already and gets the topics besides"),
    "asked": _("gets the mail to confirm"),
    "left": _("is left out: wants no letters"),
}


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("CSV file"), error_messages={"required": _("Please choose a file."), "empty": _("The file is empty.")}
    )
    topics = forms.ModelMultipleChoiceField(
        label=pgettext_lazy("newsletter", "Topics"), queryset=Topic.objects.none(), widget=forms.CheckboxSelectMultiple,
        help_text=_("What everybody on the list gets."),
        error_messages={"required": _("Please choose at least one topic.")},
    )  # fmt: skip


class UploadView(StaffView):
    template_name = "newsletters/admin/import.html"
    page_title = _("Bring a list")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        site = permissions.site_to_add_to(request)
        form = UploadForm(request.POST, request.FILES)
        form.fields["topics"].queryset = Topic.objects.filter(site=site)  # type: ignore[attr-defined]
        if not form.is_valid():
            return self._page(request, form)
        file = form.cleaned_data["file"]
        try:
            row = services.look_at(
                site=site, file_name=file.name, content=file.read(services.MOST_BYTES + 1),
                topics=list(form.cleaned_data["topics"]), by=request.user, now=timezone.now(),
            )  # fmt: skip
        except Unreadable as refusal:
            form.add_error("file", str(refusal.message))
            return self._page(request, form)
        return self.to("preview", row.pk)

    def _page(self, request: HttpRequest, form: UploadForm | None = None) -> HttpResponse:
        site = permissions.site_to_add_to(request)
        form = form or UploadForm()
        form.fields["topics"].queryset = Topic.objects.filter(site=site)  # type: ignore[attr-defined]
        return self.shown(form=form, back=address("list"), most_lines=services.MOST_LINES, headings=services.HEADINGS)


class PreviewView(StaffView):
    """What the list would do, line by line. The button is there when no line has an error."""

    template_name = "newsletters/admin/preview.html"
    page_title = _("Look at the list")

    def _row(self, request: HttpRequest, pk: int) -> SubscriberImport | None:
        """Return the list, for whoever brought it; None where it was taken over or put away, or is another's."""
        rows = SubscriberImport.objects.filter(site=permissions.site_to_add_to(request), by=request.user)
        return rows.prefetch_related("topics").filter(pk=pk).first()  # type: ignore[no-any-return]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self._row(request, pk)
        if row is None:
            raise Http404
        lines = services.lines_of(row)
        wrong = [line for line in lines if line.errors]
        counted = Counter(line.becomes for line in lines)
        return self.shown(
            list=row, wrong=wrong[:MOST_SHOWN], number=len(lines), number_wrong=len(wrong),
            counts=[(label, counted[key]) for key, label in BECOMES.items() if counted[key]],
            lines=[(line, BECOMES.get(line.becomes, "")) for line in lines[:MOST_SHOWN]],
            is_cut=len(lines) > MOST_SHOWN, again=address("import"),
        )  # fmt: skip

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self._row(request, pk)
        if row is None:
            return self._over(request)
        if request.POST.get("action") == "discard":
            if not row.delete()[0]:
                return self._over(request)
            messages.success(request, _("The list is put away. Nobody was entered."))
            return self.to("import")
        try:
            done = services.take_over(row=row, page=request.path, now=timezone.now())
        except SubscriberImport.DoesNotExist:  # the button was pressed twice, and the first press was as quick
            return self._over(request)
        except ValueError:
            messages.error(request, _("Some lines have errors. Correct them in the file and bring it again."))
            return self.to("preview", pk)
        said = [f"{label}{colon()}{done[key]}" for key, label in BECOMES.items() if done[key]]
        messages.success(request, " ".join([str(_("The list is taken over.")), " / ".join(said)]))
        return self.to("list")

    def _over(self, request: HttpRequest) -> HttpResponse:
        messages.warning(request, _("This list was taken over or put away already. Nothing was done again."))
        return self.to("list")
