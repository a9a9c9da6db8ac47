"""Work in the background: texts get their readings."""

import logging
from datetime import datetime, timedelta

from wagtail.models import Page, Site

from plugins.multilingual.models import AnnotatedText
from plugins.multilingual.ruby import aozora
from plugins.multilingual.ruby.analysis import AnalyserMissing

from . import words
from .rendering import rendered

logger = logging.getLogger(__name__)

AT_A_TIME = 200
#: What was taken off a page must not stay here for long. What stands there still is asked for by the next visitor.
KEPT = timedelta(days=30)


class NotRead(Exception):
    """Some texts could not be worked out; all others were. They go on waiting, and are shown without furigana."""


def annotate_waiting() -> int:
    """Work out all texts that wait; return how many. Safe to do twice at once: both find the same.

    Without the analyser they go on waiting, and pages are shown without furigana.

    Raises: NotRead, after all others were worked out, so that whoever looks after the system hears of it.
    """
    done, failed = 0, set[int]()
    try:
        for site_id in AnnotatedText.objects.waiting().values_list("site_id", flat=True).distinct():
            glossary = words.glossary_of(site_id)
            waiting = AnnotatedText.objects.filter(site=site_id).waiting()
            while rows := list(waiting.exclude(pk__in=failed)[:AT_A_TIME]):
                read = [row for row in rows if _read(row, glossary)]
                AnnotatedText.objects.bulk_update(read, ["spans"])
                failed.update(row.pk for row in rows if row.spans is None)
                done += len(read)
    except AnalyserMissing:
        logger.warning("SudachiPy is not installed: pages are shown without furigana")
    _tell(failed)
    return done


def _read(row: AnnotatedText, glossary: dict[str, str]) -> bool:
    """Set the readings of a text; say whether that went well."""
    try:
        row.spans = words.spans_of(row.text, glossary)
    except AnalyserMissing:
        raise
    except Exception as error:  # whatever is wrong with this text must not keep the others from being read
        row.spans = None
        # Neither the text nor what the error says: somebody's name may stand there.
        logger.error("text %d has no furigana: %s", row.pk, type(error).__qualname__)
        return False
    return True


def _tell(failed: set[int]) -> None:
    if failed:
        raise NotRead(f"{len(failed)} texts, among them {sorted(failed)[:10]}")


def work_out_again(site_id: int, word: str) -> int:
    """Work out anew the texts with a word whose reading staff gave, changed or took back; return how many.

    Raises: NotRead, after all others were worked out.
    """
    again = AnnotatedText.objects.filter(site=site_id, text__contains=word)
    glossary = words.glossary_of(site_id)
    done, failed = 0, set[int]()
    try:
        for row in again.iterator(chunk_size=AT_A_TIME):
            if _read(row, glossary):
                done += 1
            else:
                failed.add(row.pk)
            AnnotatedText.objects.filter(pk=row.pk).update(spans=row.spans)
    except AnalyserMissing:
        again.update(spans=None)
    _tell(failed)
    return done


def read_page(page_id: int, now: datetime) -> None:
    """Ask for every text of a page that was just published, so that no visitor sees it without furigana."""
    from .looking_up import with_furigana

    page = Page.objects.filter(pk=page_id, live=True).select_related("locale").first()
    site = page.get_site() if page else None
    if page is None or site is None or page.locale.language_code != "ja" or page.get_view_restrictions().exists():
        return
    html, _readings = aozora.taken_out_of_html(rendered(page))
    if html:
        with_furigana(html, site=site, may_ask=lambda _text: True, now=now)
    annotate_waiting()


def erase_unseen(*, now: datetime, site: Site) -> None:
    """Forget texts that have been kept for long; what is still on a page comes back by itself."""
    AnnotatedText.objects.filter(site=site, wanted_at__lt=now - KEPT).delete()
