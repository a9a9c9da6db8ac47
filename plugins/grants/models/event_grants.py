"""助成金 of an event: a briefing about a call."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Page

from cms.plugin_api.models import EventExtension


class EventGrant(EventExtension):
    """The grant that an event is about."""

    programme = models.ForeignKey(
        "grants.GrantProgramme", verbose_name=pgettext_lazy("grants", "grant"), on_delete=models.CASCADE,
        related_name="event_grants",
        help_text=_("The page of the event then shows this grant and its deadline."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("grant that an event is about")
        verbose_name_plural = _("grants that events are about")

    def __str__(self) -> str:
        return str(self.programme)

    def clean(self) -> None:
        super().clean()
        page = Page.objects.filter(translation_key=self.event).first() if self.programme_id else None
        site = page.get_site() if page else None
        if site is not None and self.programme.site_id != site.pk:
            raise ValidationError({"programme": _("This grant belongs to another site.")})
