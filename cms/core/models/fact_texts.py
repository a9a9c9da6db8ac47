"""Words of facts in further languages: what a date, a bookable slot or a question is called for those who read neither.

Facts have their Japanese and their English beside each other in the row. Further languages are kept here, by the
Japanese words: a name is translated once, and when it is changed nobody reads a translation of something else.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

#: Languages that facts have of their own.
IN_THE_ROW = frozenset({"ja", "en"})


class FactText(models.Model):
    """Japanese words of facts as they are said in one further language at a site.

    place: where they were translated, by which a former translation is found when the Japanese has changed.
    """

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+", verbose_name=_("site"))
    language = models.CharField(_("language"), max_length=20)
    source = models.TextField(_("Japanese words"))
    key = models.CharField(max_length=32)
    text = models.TextField(_("translation"))
    place = models.CharField(max_length=120, blank=True)
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        verbose_name = _("words of a fact")
        verbose_name_plural = _("words of facts")
        constraints = [models.UniqueConstraint(fields=["site", "language", "key"], name="core_fact_said_once")]
        indexes = [models.Index(fields=["language", "place"], name="core_fact_place")]

    def __str__(self) -> str:
        return f"{self.source} ({self.language})"


def key_of(japanese: str) -> str:
    return hashlib.sha256(japanese.encode()).hexdigest()[:32]


def say(*, site: Site, code: str, japanese: str, text: str, place: str, now: datetime) -> None:
    """Keep how Japanese words are said in a language; an empty text takes it back."""
    if not text:
        FactText.objects.filter(site=site, language=code, key=key_of(japanese)).delete()
        return
    FactText.objects.update_or_create(
        site=site, language=code, key=key_of(japanese),
        defaults={"source": japanese, "text": text, "place": place, "changed_at": now},
    )  # fmt: skip


def _nothing(code: str, japanese: str) -> str:
    return ""


class Further:
    """How a fact is said in a further language: `cms.core.fact_texts` puts its look-up here at the start."""

    look_up: Callable[[str, str], str] = staticmethod(_nothing)


def in_further_language(code: str, japanese: Any) -> str:
    """Return the words in a further language, or "" where nobody has translated them."""
    if code in IN_THE_ROW or not japanese:
        return ""
    return Further.look_up(code, str(japanese))
