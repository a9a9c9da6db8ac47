"""How the translations of pages stand: missing, in the making, public, stale."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import pgettext_lazy
from wagtail.models import Locale, Page, Site
from wagtail_localize.models import Translation

from cms.core.languages_on import languages_on
from cms.core.locales import LOCALES, SOURCE_LANGUAGE, Language, language_of
from plugins.multilingual.translation.models import TranslatedFrom


class Standing(models.TextChoices):
    """The four states of a page in a language, the most urgent first."""

    STALE = "stale", pgettext_lazy("translation", "out of date")
    MISSING = "missing", pgettext_lazy("translation", "none")
    DRAFT = "draft", pgettext_lazy("translation", "draft")
    PUBLIC = "public", pgettext_lazy("translation", "public")


@dataclass(frozen=True)
class InLanguage:
    """A page in one language. page: None where there is none that anybody has written."""

    language: Language
    locale: Locale
    standing: Standing
    page: Page | None = None
    made_at: datetime | None = None
    changed_at: datetime | None = None
    by_hand: bool = False
    waits: bool = False


def locales(site: Site | None = None) -> list[Locale]:
    """The languages to translate into, in the order of the registry: those that a site shows, or all that are there."""
    shown = {language.code for language in languages_on(site)} if site else LOCALES.keys()
    known = {each.language_code: each for each in Locale.all_objects.all()}
    return [known[code] for code in LOCALES if code in known and code in shown and code != SOURCE_LANGUAGE]


def standings(keys: Sequence[UUID], into: Iterable[Locale]) -> dict[UUID, list[InLanguage]]:
    """Return how pages stand in these languages, by `translation_key`: three queries, however many pages there are."""
    into = list(into)
    pages = Page.objects.filter(translation_key__in=keys, locale__in=into, alias_of=None)
    there = {(each.translation_key, each.locale_id): each for each in pages.select_related("latest_revision")}
    made = {
        (each.translation_key, each.locale_id): each
        for each in TranslatedFrom.objects.filter(translation_key__in=keys, locale__in=into).with_source()
    }
    begun = {
        (key, locale): enabled
        for key, locale, enabled in Translation.objects.filter(
            source__object_id__in=keys, source__locale__language_code=SOURCE_LANGUAGE, target_locale__in=into
        ).values_list("source__object_id", "target_locale_id", "enabled")
    }
    return {key: [_one(key, each, there, made, begun) for each in into] for key in keys}


def _one(key: UUID, locale: Locale, there: Any, made: Any, begun: Any) -> InLanguage:
    place = (key, locale.pk)
    page, version = there.get(place), made.get(place)
    if page is not None and page.live:
        standing = Standing.STALE if version and version.digest and version.is_stale else Standing.PUBLIC
    elif begun.get(place) or (page is not None and _somebody_wrote(page)):
        standing = Standing.DRAFT
    else:
        standing, page = Standing.MISSING, None
    return InLanguage(
        language_of(locale.language_code), locale, standing, page=page,
        # A page that was deleted leaves behind what it was made from, for one that is made anew.
        made_at=version.made_at if version and page else None,
        changed_at=version.source_changed_at if version else None,
        by_hand=page is not None and not begun.get(place), waits=bool(version and version.prepared),
    )  # fmt: skip


def _somebody_wrote(page: Page) -> bool:
    """Whether there is more to a page than that it was made to stand above another one."""
    revision = page.latest_revision
    return page.first_published_at is not None or (revision is not None and revision.user_id is not None)
