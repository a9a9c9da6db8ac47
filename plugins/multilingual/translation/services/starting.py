"""A page is taken up for translation, or taken up again after its source has changed."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.models import Locale, Page
from wagtail_localize.fields import get_translatable_fields
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.strings import extract_ids

from plugins.multilingual.translation.words import Words, is_neutral, is_word, with_gaps_filled, words_of

from .noting import note


@transaction.atomic
def source_of(page: Any, *, now: datetime) -> TranslationSource:
    """Take a live page apart into pieces to be translated, as it reads now; nothing where nothing has changed."""
    note(page, now=now, anyway=True)
    source, _changed = TranslationSource.update_or_create_from_instance(with_gaps_filled(page.specific))
    return source


def begun(page: Any, *, locale: Locale) -> Translation | None:
    """Return the translation of a live page, begun before; None where it was not, or was put aside. Changes nothing."""
    known = Translation.objects.filter(
        source__object_id=page.translation_key, source__locale=page.locale_id, target_locale=locale, enabled=True
    )
    return known.select_related("source__locale", "target_locale").first()


def is_as_taken_up(translation: Translation, page: Any) -> bool:
    """Whether the page still is as it was when it was taken up last. What Wagtail notes of its versions is left out."""
    taken = json.loads(translation.source.content_json)
    present = json.loads(with_gaps_filled(page.specific).to_json())
    names = [each.field_name for each in get_translatable_fields(type(page.specific))]
    return all(taken.get(name) == present.get(name) for name in names)


@transaction.atomic
def start(page: Any, *, locale: Locale, now: datetime) -> Translation:
    """Begin, or go on with, the translation of a live page. No page is made before there are words to show."""
    source = source_of(page, now=now)
    translation, made = Translation.objects.get_or_create(source=source, target_locale=locale)
    if not made and not translation.enabled:
        translation.enabled = True
        translation.save(update_fields=["enabled"])
    if made:
        _take_over(translation)
    fill_what_is_the_same(translation)
    return translation


def _take_over(translation: Translation) -> None:
    """Where somebody has written the page by hand, offer her words: those of a field that has as many pieces.

    They are shown beside the source, and nothing is published before somebody has looked through them.
    """
    model = translation.source.specific_content_type.model_class()
    page = model.objects.filter(
        translation_key=translation.source.object_id, locale=translation.target_locale, alias_of=None, live=True
    ).first()
    if page is None:
        return
    theirs = _by_field(words_of(page))
    segments = StringSegment.objects.filter(source=translation.source).select_related("string", "context")
    ours: dict[str, list[StringSegment]] = {}
    for each in segments.order_by("order"):
        if is_word(model, each.context.path):
            ours.setdefault(each.context.path.split(".")[0], []).append(each)
    rows = [
        _row(translation, each, text)
        for name, pieces in ours.items()
        if len(pieces) == len(theirs.get(name, ()))
        for each, text in zip(pieces, theirs[name], strict=True)
        if extract_ids(each.string.data) == extract_ids(text)
    ]
    StringTranslation.objects.bulk_create(rows, ignore_conflicts=True)


def _by_field(words: Words) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path, text in words:
        found.setdefault(path.split(".")[0], []).append(text)
    return found


def _row(translation: Translation, segment: StringSegment, data: str) -> StringTranslation:
    return StringTranslation(
        translation_of_id=segment.string_id, locale_id=translation.target_locale_id, context_id=segment.context_id,
        data=data, translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
    )  # fmt: skip


def fill_what_is_the_same(translation: Translation) -> None:
    """A sentence that was moved, or stands in a block made anew, keeps its words.

    Numbers, addresses and names in Latin letters read the same in all languages; whoever likes changes them.
    """
    locale = translation.target_locale_id
    known = dict(
        StringTranslation.objects.filter(
            context__object_id=translation.source.object_id, locale=locale, has_error=False
        ).order_by("updated_at").values_list("translation_of_id", "data")
    )  # fmt: skip
    segments = StringSegment.objects.filter(source=translation.source).annotate_translation(locale, include_errors=True)
    rows = [
        _row(translation, each, known.get(each.string_id) or each.string.data)
        for each in segments.filter(translation=None).select_related("string")
        if each.string_id in known or is_neutral(each.string.data)
    ]
    StringTranslation.objects.bulk_create(rows, ignore_conflicts=True)


def pages_below(page_id: int) -> list[int]:
    """Return the keys of the live pages below a page that are taken up for translation with it, in their order."""
    page = Page.objects.filter(pk=page_id).first()
    if page is None:
        return []
    below = page.get_descendants().live().filter(locale=page.locale_id, alias_of=None)
    return list(below.order_by("path").values_list("pk", flat=True))


def start_page(page_id: int, languages: list[str], *, now: datetime) -> None:
    """Take up a live page for translation into languages. For the background: 0.2 s a language."""
    page = Page.objects.filter(pk=page_id).live().first()
    if page is not None:
        for locale in Locale.all_objects.filter(language_code__in=languages):
            start(page.specific, locale=locale, now=now)
