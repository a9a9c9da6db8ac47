"""The form of a rule: what, when, how it leaves, in whose words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList

from plugins.newsletters.digest.issues import archive_of
from plugins.newsletters.models import Area, DigestRule, Topic

WHEN = ("rhythm", "week_of_month", "weekday", "at_time")


class DigestRuleForm(WagtailAdminModelForm):
    """Offers the topics and areas of the rule's site. A new day or time counts from now on."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = Topic.objects.filter(site=self.instance.site_id)
        self.fields["areas"].queryset = Area.objects.filter(site=self.instance.site_id)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.instance.site_id and archive_of(self.instance.site) is None:
            self.add_error(
                None, _("First add an archive of letters below the home page; the digest writes its letters there.")
            )
        return cleaned

    def save(self, commit: bool = True) -> DigestRule:
        if self.instance.pk is None or set(WHEN) & set(self.changed_data):
            self.instance.active_since = timezone.now()
        return super().save(commit)  # type: ignore[no-any-return]


WORDS = ("subject", "lead", "closing")

edit_handler = ObjectList(
    [
        FieldPanel("name"),
        MultiFieldPanel(
            [FieldPanel("topic"), FieldPanel("areas", widget=forms.CheckboxSelectMultiple), FieldPanel("sections")],
            heading=pgettext_lazy("digest", "What is in it, and for whom"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("rhythm"), FieldPanel("week_of_month")]),
                FieldRowPanel([FieldPanel("weekday"), FieldPanel("at_time")]),
                FieldPanel("least_items"),
            ],
            heading=pgettext_lazy("digest", "When"),
        ),
        MultiFieldPanel(
            [FieldPanel("release"), FieldPanel("waits_days")], heading=pgettext_lazy("digest", "How it leaves")
        ),
        MultiFieldPanel([FieldPanel(name) for name in WORDS], heading=pgettext_lazy("digest", "Words around it")),
        InlinePanel(
            "words", heading=_("In other languages"), label=_("language"),
            panels=[FieldPanel("language"), *(FieldPanel(name) for name in WORDS)],
        ),
    ],
    base_form_class=DigestRuleForm,
)  # fmt: skip
