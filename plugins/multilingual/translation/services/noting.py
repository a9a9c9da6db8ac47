"""Which version of the source is read now, and which one each translation was made from."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import BigIntegerField, Exists, OuterRef, Q
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from wagtail.models import Page, Site
from wagtail_localize.models import Translation

from cms.core.generations import replace_after_commit
from cms.core.locales import SOURCE_LANGUAGE
from cms.core.public_pages import at_or_below
from plugins.multilingual.translation.models import SourceText, TranslatedFrom
from plugins.multilingual.translation.words import digest_of, words_of

#: So many pages are looked at in one go: a plugin's work is ended after some minutes.
AT_ONCE = 500


def note(page: Page, *, now: datetime, anyway: bool = False) -> SourceText | None:
    """Write down what a live page in the source language says, where it has translations; None where it has none.

    A few queries, however long the page is: it is done while the editor waits, so that no visitor reads a
    translation as current that is not. anyway: also for a page without translations.
    """
    if not anyway and not _has_translations(page):
        return None
    specific = page.specific
    words = words_of(specific)
    digest = digest_of(words)
    known = SourceText.objects.filter(translation_key=page.translation_key).first()
    if known is not None and known.digest == digest:
        if known.revision_id != specific.live_revision_id:
            SourceText.objects.filter(pk=known.pk).update(revision=specific.live_revision_id)
        return known
    found, _made = SourceText.objects.update_or_create(
        translation_key=page.translation_key,
        defaults={"revision_id": specific.live_revision_id, "words": words, "digest": digest, "changed_at": now},
    )
    replace_after_commit(())
    return found


def _has_translations(page: Page) -> bool:
    others = Page.objects.filter(translation_key=page.translation_key).exclude(locale=page.locale_id)
    return others.exists() or Translation.objects.filter(source__object_id=page.translation_key).exists()


def settle(page: Page, *, now: datetime) -> None:
    """Note from which version the page in another language was made that has just been published.

    A version that was put together here has said so when it was; a page that was written by hand was made from what
    the source says when it is published first. Whoever corrects it later says herself whether she followed the source.
    """
    made = TranslatedFrom.objects.filter(translation_key=page.translation_key, locale=page.locale_id).first()
    prepared = made.prepared if made else None
    if made and prepared and prepared["revision"] == page.live_revision_id:
        made.words, made.digest = prepared["words"], prepared["digest"]
        made.revision_id, made.made_at, made.prepared = prepared["source"], now, None
        made.save()
        replace_after_commit(())
    elif made is None or not made.digest:
        is_up_to_date(page, now=now)


@transaction.atomic
def is_up_to_date(page: Page, *, now: datetime) -> bool:
    """Note that somebody has compared a page with what its source says now. False where there is no live source."""
    source = _source_page(page)
    if source is None or source.pk == page.pk:
        return False
    text = note(source, now=now, anyway=True)
    assert text is not None
    TranslatedFrom.objects.update_or_create(
        translation_key=page.translation_key, locale_id=page.locale_id,
        defaults={"revision_id": text.revision_id, "words": text.words, "digest": text.digest, "made_at": now},
    )  # fmt: skip
    replace_after_commit(())
    return True


def _source_page(page: Page) -> Page | None:
    family = Page.objects.filter(translation_key=page.translation_key, live=True)
    return family.filter(locale__language_code=SOURCE_LANGUAGE).first()


def catch_up(*, site: Site, now: datetime) -> int:
    """Note what was published unheard: while the plugin was off, by a loader, in a process that was killed.

    Returns how many pages were looked at, `AT_ONCE` of each sort at most: the rest is for the next time. Pages that
    were noted since their last publication cost nothing.
    """
    known = SourceText.objects.filter(translation_key=OuterRef("translation_key"))
    # A page that a loader made has no revision.
    noted = Exists(known.filter(revision=OuterRef("live_revision"))) | Exists(known) & Q(live_revision=None)
    homes = site.root_page.get_translations(inclusive=True)
    here = Q()
    for home in homes:
        here |= at_or_below(home.path)
    family = Page.objects.filter(translation_key=OuterRef("translation_key")).exclude(pk=OuterRef("pk"))
    sources = Page.objects.filter(here, live=True, locale__language_code=SOURCE_LANGUAGE).filter(Exists(family))
    looked = 0
    for page in sources.exclude(noted).select_related("locale")[:AT_ONCE].iterator(chunk_size=100):
        note(page, now=now)
        looked += 1
    made = TranslatedFrom.objects.filter(translation_key=OuterRef("translation_key"), locale=OuterRef("locale"))
    # As a number: PostgreSQL compares no JSON with one.
    waits_for = Cast(KT("prepared__revision"), BigIntegerField())
    waiting = made.annotate(waits_for=waits_for).filter(waits_for=OuterRef("live_revision_id"))
    others = Page.objects.filter(here, live=True, alias_of=None).exclude(locale__language_code=SOURCE_LANGUAGE)
    has_source = family.filter(live=True, locale__language_code=SOURCE_LANGUAGE)
    unsettled = others.filter(Exists(has_source), ~Exists(made.exclude(digest="")) | Exists(waiting))
    for page in unsettled[:AT_ONCE].iterator(chunk_size=100):
        settle(page, now=now)
        looked += 1
    return looked


def forget_deleted() -> None:
    """Forget versions of pages that are no more."""
    family = Page.objects.filter(translation_key=OuterRef("translation_key"))
    SourceText.objects.filter(~Exists(family)).delete()
    translations = Translation.objects.filter(
        source__object_id=OuterRef("translation_key"), target_locale=OuterRef("locale")
    )
    made = TranslatedFrom.objects.filter(~Exists(family.filter(locale=OuterRef("locale"))), ~Exists(translations))
    made.delete()
