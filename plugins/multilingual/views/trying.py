"""For staff: how a sentence is read with furigana, before it stands on a page."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Site

from plugins.multilingual import services
from plugins.multilingual.admin import ReadingViewSet
from plugins.multilingual.models import Reading
from plugins.multilingual.ruby import markup
from plugins.multilingual.ruby.analysis import AnalyserMissing

LONGEST = 2000


class TryForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Words to try"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4, "lang": "ja"}),
        help_text=gettext_lazy("A sentence or two, as it would stand on a page."),
    )  # fmt: skip


def try_out(request: HttpRequest) -> HttpResponse:
    """Show a text with furigana. POST, because what staff are writing belongs into no log."""
    if not ReadingViewSet().permission_policy.user_has_any_permission(request.user, ["add", "change", "view"]):
        raise PermissionDenied
    form = TryForm(request.POST or None)
    shown, is_missing = "", False
    if request.method == "POST" and form.is_valid():
        try:
            shown = _with_furigana(form.cleaned_data["text"], Site.find_for_request(request))
        except AnalyserMissing:
            is_missing = True
    context = {
        "form": form, "shown": shown, "is_missing": is_missing, "page_title": _("Try a sentence"),
        "header_title": _("Try a sentence"),
        "header_icon": "view",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("wagtailsnippets_multilingual_reading:list"), "label": Reading._meta.verbose_name_plural},
            {"url": "", "label": _("Try a sentence")},
        ],
        "add_url": reverse("wagtailsnippets_multilingual_reading:add"),
    }  # fmt: skip
    return TemplateResponse(request, "multilingual/admin/try.html", context)


def _with_furigana(text: str, site: Site | None) -> str:
    """The text as it would stand on a page, escaped, with ruby."""
    page = f"<p>{escape(text)}</p>"
    found = markup.stretches(page)
    glossary = services.glossary_of(site)
    known = {stretch.text: services.spans_of(stretch.text, glossary) for stretch in found}
    return mark_safe(markup.with_ruby(page, known, found))
