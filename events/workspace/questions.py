"""申込フォームの質問: a builder that works without a script. What is published never changes; the next version does."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin import messages

from events.registration import services
from events.registration.exceptions import QuestionsNotComplete
from events.registration.models import FormVersion
from events.registration.questions import MOST_QUESTIONS, Question, read_schema
from events.registration.texts import no_control_characters

from .frame import EventView

TYPES = (
    ("line", pgettext_lazy("question", "A line of text")),
    ("text", pgettext_lazy("question", "Several lines of text")),
    ("number", pgettext_lazy("question", "A number")),
    ("date", pgettext_lazy("question", "A date")),
    ("yes", pgettext_lazy("question", "Yes or not")),
    ("choice", pgettext_lazy("question", "One of several answers")),
    ("choices", pgettext_lazy("question", "Any of several answers")),
)
SCOPES = (("party", _("Once, of the whole party")), ("person", _("Of each person")))
KEEP = (("", "—"), ("event", _("Until all personal data is erased")), ("day", _("Only until the last date is over")))
SENSITIVE = (("", "—"), ("no", _("No")), ("yes", _("Yes: asked with a consent of its own, never required")))
ROWS = {"rows": 4}


class QuestionForm(forms.Form):
    """One question; texts in Japanese and English."""

    key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    label_ja = forms.CharField(label=_("question"), max_length=200, validators=[no_control_characters])
    label_en = forms.CharField(label=_("question, in English"), max_length=200, required=False)
    type = forms.ChoiceField(label=_("kind of answer"), choices=TYPES)
    options = forms.CharField(
        label=_("answers to choose from"), required=False, max_length=4000, widget=forms.Textarea(ROWS),
        help_text=_("One per line, with English after a bar, for example: はじめて | For the first time"),
    )  # fmt: skip
    scope = forms.ChoiceField(label=_("asked"), choices=SCOPES)
    required = forms.BooleanField(label=_("must be answered"), required=False)
    purpose_ja = forms.CharField(
        label=_("why it is asked"), max_length=200,
        error_messages={"required": _("Write why this is asked; people read it before they answer.")},
        help_text=_("People read it before they answer, for example: 席を用意するため"),
    )  # fmt: skip
    purpose_en = forms.CharField(label=_("why it is asked, in English"), max_length=200, required=False)
    keep = forms.ChoiceField(
        label=_("how long the answer is kept"), choices=KEEP,
        error_messages={"required": _("Choose how long the answer is kept.")},
    )  # fmt: skip
    sensitive = forms.ChoiceField(
        label=_("about health, disability or origin?"), choices=SENSITIVE,
        error_messages={"required": _("Say whether this is about health, disability or origin.")},
    )  # fmt: skip
    help_ja = forms.CharField(label=_("help under the question"), max_length=300, required=False)
    help_en = forms.CharField(label=_("help, in English"), max_length=300, required=False)

    def question(self, number: int, taken: set[str]) -> Question:
        typed = self.cleaned_data
        key = typed["key"] or next(f"q{n}" for n in range(number, 999) if f"q{n}" not in taken)
        taken.add(key)
        return Question(
            key=key, scope=typed["scope"], type=typed["type"], label=_texts(typed, "label"),
            help=_texts(typed, "help"), purpose=_texts(typed, "purpose"), required=typed["required"],
            keep=typed["keep"], sensitive={"yes": True, "no": False}.get(typed["sensitive"]),
            options=_options(typed["options"]) if typed["type"] in {"choice", "choices"} else (),
        )  # fmt: skip


def _texts(typed: dict[str, Any], name: str) -> dict[str, str]:
    return {code: typed[f"{name}_{code}"] for code in ("ja", "en") if typed[f"{name}_{code}"]}


def _options(typed: str) -> tuple[tuple[str, dict[str, str]], ...]:
    """Read the lines; the Japanese text is the value too, so that lists and exports say it."""
    found = []
    for line in typed.splitlines():
        japanese, _bar, english = (part.strip() for part in line.replace("\uff5c", "|").partition("|"))
        if japanese:
            found.append((japanese, {"ja": japanese} | ({"en": english} if english else {})))
    return tuple(found)


def initial_of(question: Question) -> dict[str, Any]:
    """Return what the form of a question starts with."""
    options = [
        " | ".join(filter(None, (texts.get("ja", value), texts.get("en", "")))) for value, texts in question.options
    ]
    texts = {
        f"{name}_{code}": getattr(question, name).get(code, "")
        for name in ("label", "purpose", "help")
        for code in ("ja", "en")
    }
    return {
        **texts, "key": question.key, "type": question.type, "scope": question.scope, "required": question.required,
        "keep": question.keep, "options": "\n".join(options),
        "sensitive": {True: "yes", False: "no"}.get(question.sensitive, ""),  # type: ignore[arg-type]
    }  # fmt: skip


class QuestionsView(EventView):
    """All questions of the next version; more empty ones at the press of a button."""

    action = "change"
    tab = "overview"
    screen = _("Questions of the form")
    template_name = "events/admin/questions.html"

    def formset(self, data: Any = None, extra: int = 1) -> Any:
        made = forms.formset_factory(
            QuestionForm, extra=extra, can_delete=True, can_order=True, max_num=MOST_QUESTIONS, absolute_max=60
        )
        return made(data, prefix="questions", initial=[initial_of(row) for row in self._current()])

    def _current(self) -> list[Question]:
        form = FormVersion.objects.filter(event=self.event).first()
        return read_schema(form.schema) if form is not None else []

    def get(self, request: HttpRequest, event: int) -> HttpResponse:
        return self._show(self.formset())

    def post(self, request: HttpRequest, event: int) -> HttpResponse:
        if "more" in request.POST:
            data = request.POST.copy()
            total = int("".join(filter(str.isdigit, data.get("questions-TOTAL_FORMS", "0")[:3])) or 0)
            data["questions-TOTAL_FORMS"] = str(min(total + 1, MOST_QUESTIONS))
            formset = self.formset(data)
            return self._show(formset)
        formset = self.formset(request.POST)
        if not formset.is_valid():
            return self._show(formset)
        kept = [form for form in formset.ordered_forms if form.cleaned_data.get("label_ja")]
        taken: set[str] = {form.cleaned_data["key"] for form in kept if form.cleaned_data["key"]}
        questions = [form.question(number, taken) for number, form in enumerate(kept, start=1)]
        try:
            version = services.publish_form(
                event=self.event, questions=[question.as_json() for question in questions], by=request.user,
                now=timezone.now(),
            )  # fmt: skip
        except QuestionsNotComplete as refusal:
            _put(kept, formset, refusal)
            return self._show(formset)
        messages.success(request, _("Version %(number)d of the form is published.") % {"number": version.number})
        return self.to("overview")

    def _show(self, formset: Any) -> HttpResponse:
        return self.render_to_response(
            self.get_context_data(formset=formset, version=FormVersion.objects.filter(event=self.event).first())
        )


def _put(kept: list[Any], formset: Any, refusal: QuestionsNotComplete) -> None:
    """Put what a form lacks to the fields it is about."""
    names = {"label": "label_ja", "purpose": "purpose_ja", "key": "label_ja"}
    for where, message in refusal.problems.items():
        number, _dot, field = where.partition(".")
        if not number.isdigit():
            formset._non_form_errors.append(message)
            continue
        kept[int(number)].add_error(names.get(field, field), message)
