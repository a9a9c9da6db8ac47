"""A page is put together from the words of its translation, and published or handed in.

Drafts never touch a live row. wagtail-localize's own `save_target` writes a draft over the live page and fills gaps
with Japanese; neither is done here.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.models import Locale, Page, WorkflowState
from wagtail_localize.models import OverridableSegment, StringSegment, TemplateSegment, Translation
from wagtail_localize.segments import OverridableSegmentValue, StringSegmentValue, TemplateSegmentValue
from wagtail_localize.segments.ingest import ingest_segments
from wagtail_localize.strings import StringValue

from cms.core.locales import SOURCE_LANGUAGE
from plugins.multilingual.translation.models import SourceText, TranslatedFrom
from plugins.multilingual.translation.words import carry, digest_of, is_word, words_of

from .noting import settle


class Untranslated(Exception):
    """Pieces of the page have no words in the language yet: it is not published. `number`: how many."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class NothingToTranslate(Exception):
    """The page has no live version in the source language."""


def put_together(translation: Translation, *, page: Any = None, gaps: bool = False) -> Any:
    """Return the page in the language with its words, not saved.

    page: the page as it is stored; without one a copy of the source in memory, to be looked at only.
    gaps: leave untranslated pieces in the source's language, for a preview.

    Raises:
        Untranslated: pieces have no words yet, and `gaps` is not allowed.
    """
    original = translation.source.as_instance()
    locale = translation.target_locale
    if page is None:
        page = translation.source.as_instance()
        page.locale, page.pk, page.live = locale, None, False
    segments = _segments(translation, type(original), gaps=gaps)
    carry(original, page)
    ingest_segments(original, page, translation.source.locale, locale, segments)
    return page


def _segments(translation: Translation, model: Any, *, gaps: bool) -> list[Any]:
    """Return what fills the page. Facts that are kept as text are filled with themselves."""
    locale, source = translation.target_locale, translation.source
    found: list[Any] = []
    missing = set()
    texts = StringSegment.objects.filter(source=source).annotate_translation(locale).select_related("context", "string")
    for each in texts:
        word = is_word(model, each.context.path)
        if each.context.path == "slug":
            continue
        if word and not each.translation and not gaps:
            missing.add((each.string_id, each.context_id))  # the same sentence twice in one place is one text
        data = (each.translation if word else None) or each.string.data
        value = StringSegmentValue(each.context.path, StringValue(data), attrs=json.loads(each.attrs))
        found.append(value.with_order(each.order))
    if missing:
        raise Untranslated(len(missing))
    for each in TemplateSegment.objects.filter(source=source).select_related("template", "context"):
        form = each.template
        found.append(
            TemplateSegmentValue(
                each.context.path, form.template_format, form.template, form.string_count, order=each.order
            )
        )
    other = OverridableSegment.objects.filter(source=source).annotate_override_json(locale)
    for each in other.filter(override_json__isnull=False).select_related("context"):
        found.append(OverridableSegmentValue(each.context.path, json.loads(each.override_json), order=each.order))
    return found


@transaction.atomic
def publish(*, translation: Translation, by: Any, now: datetime) -> Any:
    """Put the page together and show it to everybody; return it.

    Raises:
        Untranslated: pieces have no words yet.
        ValidationError: a text is too long for its field, and the like.
        PermissionDenied: not by this person (`by`, None for a loader).
    """
    page, revision = _saved(translation, by)
    revision.publish(user=by)
    page.refresh_from_db()
    settle(page, now=now)
    return page


@transaction.atomic
def hand_in(*, translation: Translation, by: Any) -> Any:
    """Put the page together as a draft, and give it to those who publish; return it. What visitors read stays.

    One that was sent back comes before those who sent it back.
    """
    page, _revision = _saved(translation, by)
    page.refresh_from_db()
    workflow, state = page.get_workflow(), page.current_workflow_state
    if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(user=by)
    elif workflow is not None and state is None:
        workflow.start(page, by)
    return page


def _saved(translation: Translation, by: Any) -> tuple[Any, Any]:
    """Return the page and a new revision that holds its words. The stored row of a live page is not touched."""
    # Asked first, so that no page is made where words are missing.
    put_together(translation)
    page = _page_of(translation)
    source_page = translation.source.get_source_instance()
    page = put_together(translation, page=page)
    if page.alias_of_id:
        Page.objects.filter(pk=page.pk).update(alias_of=None, live=False)
        page.alias_of_id, page.live = None, False
    if not page.live:
        page.slug = _slug(page, source_page)
    revision = page.save_revision(user=by, log_action=True)
    words = words_of(translation.source.as_instance())
    text = SourceText.objects.filter(translation_key=page.translation_key).first()
    TranslatedFrom.objects.update_or_create(
        translation_key=page.translation_key, locale_id=page.locale_id,
        defaults={
            "prepared": {
                "revision": revision.pk, "words": words, "digest": digest_of(words),
                "source": text.revision_id if text else None,
            }
        },
    )  # fmt: skip
    return page, revision


def _page_of(translation: Translation) -> Any:
    """Return the page in the language as it is stored, made anew where there is none: not live, below its parents."""
    source, locale = translation.source, translation.target_locale
    model = source.specific_content_type.model_class()
    page = model.objects.filter(translation_key=source.object_id, locale=locale).first()
    if page is not None:
        return page
    return make_below(source.get_source_instance(), locale)


def make_below(page: Page, locale: Locale) -> Any:
    """Make a page in another language that nobody sees yet, and those above it that are missing.

    They are no aliases: an alias would show Japanese words as if they were of the language.
    """
    parent = page.get_parent()
    if parent.depth > 1 and not Page.objects.filter(translation_key=parent.translation_key, locale=locale).exists():
        make_below(parent.specific, locale)
    return page.specific.copy_for_translation(locale)


def _slug(page: Page, source: Page) -> str:
    """Return the source's address where it is free: pages have the same in all languages."""
    taken = page.get_siblings(inclusive=False).filter(slug=source.slug).exists()
    return page.slug if taken else source.slug


def source_page_of(page: Page) -> Page:
    """Return the live page in the source language.

    Raises:
        NothingToTranslate: there is none.
    """
    family = Page.objects.filter(translation_key=page.translation_key, live=True)
    found = family.filter(locale__language_code=SOURCE_LANGUAGE).first()
    if found is None:
        raise NothingToTranslate
    return found.specific
