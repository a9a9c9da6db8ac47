"""Fix the text, count the readers, hand the letter over to be sent."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

from django.db import InterfaceError, OperationalError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from cms import tracebacks
from cms.core.languages_on import languages_on, nearest_on
from cms.mail import stop_links
from cms.mail.base_url import absolute
from cms.mail.bulk import services as bulk
from cms.mail.bulk import slots
from cms.mail.bulk.exceptions import CampaignMoveRefused, PreparationTakenOver, PreparationUnderWay
from cms.mail.bulk.services import EditionContent
from cms.mail.bulk.states import CampaignState
from cms.mail.exceptions import MailRefused
from cms.mail.models import Campaign
from cms.plugin_api import is_on
from plugins.newsletters import links
from plugins.newsletters.exceptions import LetterRefused, NothingNew
from plugins.newsletters.letter.composing import Composed, as_archived, compose
from plugins.newsletters.letter.entries import entries_of
from plugins.newsletters.models import Area, DigestRun, NewsletterIssue, Outcome, Sending, Step

from . import digest_editions
from .audience import readers
from .checking import named_problems
from .following import catch_up
from .news import news_since
from .planning import take_back_unbegun

logger = logging.getLogger(__name__)

KIND = "newsletters.issue"
PLUGIN = "newsletters"
BUSY = (PreparationUnderWay, PreparationTakenOver)


def freeze_due(*, now: datetime, site: Any) -> None:
    """Hand over what is due at a site; safe with any number of others, and again after a crash.

    Asked for each site: where letters are switched off, nothing is fixed and nothing leaves.
    A letter that cannot be made waits for a person and keeps no other from its turn. Where the database was away it is
    tried again the next time; the error is raised after the others had their turn.
    """
    away: Exception | None = None
    for sending_id in list(Sending.objects.filter(site=site).to_freeze(at=now).values_list("pk", flat=True)):
        if not is_on(PLUGIN, site, anew=True):  # switched off since the round began
            break
        try:
            freeze(sending_id=sending_id, now=now)
        except (OperationalError, InterfaceError) as failure:
            away = failure
        except Exception as failure:  # of a section, a template, a plugin's words: the guard of a round of letters
            logger.error("letter %s could not be made\n%s", sending_id, tracebacks.without_data(failure))
            why = _("A fault in the program keeps the letter back (%(what)s). Tell those who look after the site.")
            _stuck(sending_id, why % {"what": tracebacks.kind_of(failure)})
    if away is not None:
        raise away


def freeze(*, sending_id: int, now: datetime) -> Sending:
    """Make the editions of what is approved, count its readers, and let it start at its time.

    What cannot be sent waits for a person, with the reason. One that was cut off is done again; readers are counted
    anew then, and nobody has got anything yet.
    """
    sending = _begin(sending_id, now)
    if sending.step != Step.FREEZING or _waits_for_another(sending):
        return sending
    if not is_on(PLUGIN, sending.site, anew=True):  # off before it was begun: the switch has not seen it
        return _put_back(sending, now)
    handed = _hand_over(sending, now)
    if not isinstance(handed, Campaign):
        return handed
    if not is_on(PLUGIN, sending.site, anew=True):
        return _put_back(sending, now)
    with transaction.atomic():
        held = Sending.objects.select_for_update().get(pk=sending.pk)
        if held.step == Step.FREEZING and held.campaign_id == handed.pk:  # else it was taken back meanwhile
            if handed.state == CampaignState.READY:
                handed = bulk.start(campaign_id=handed.pk, by=sending.planned_by, at=held.start_at, now=now)
            # Many readers put it off by minutes. Until then nothing has left: it can be called off and planned anew.
            begins_at = handed.start_at or held.start_at
            Sending.objects.filter(pk=held.pk).update(step=Step.HANDED_OVER, start_at=begins_at)
    sending.refresh_from_db()
    return sending


def _put_back(sending: Sending, now: datetime) -> Sending:
    """Make plans again of what is being made at a site where letters are off."""
    take_back_unbegun(site=sending.site, now=now)
    sending.refresh_from_db()
    return sending


def _hand_over(sending: Sending, now: datetime) -> Campaign | Sending:
    """Return the campaign, or the sending where there is none: it is over, waits for a person, or for another time."""
    issue = NewsletterIssue.objects.filter(translation_key=sending.page_key).first()
    if issue is None:  # nobody would find it among the letters
        return _gone(sending)
    if not issue.live:
        return _stuck(sending.pk, _("The letter’s page is not published any more."))
    try:
        return handing_over(sending, issue, now=now)
    except BUSY:
        return sending
    except CampaignMoveRefused:  # called off meanwhile
        sending.refresh_from_db()
        return sending
    except NothingNew:
        return _nothing_new(sending)
    except LetterRefused as refusal:
        return _stuck(sending.pk, str(refusal.message))
    except MailRefused as refusal:
        return _stuck(sending.pk, _("The letter cannot be sent as it is (%(what)s).") % {"what": refusal.field})


def editions(
    *, issue: NewsletterIssue, sending: Sending, since: datetime, until: datetime
) -> Iterator[tuple[str, Composed]]:
    """Yield the variant and the edition for every language, and for every area where it differs from the others'."""
    areas: list[Area] = list(Area.objects.filter(site=sending.site_id))
    make = partial(compose, issue, site=sending.site, since=since, until=until)
    for locale in (language.code for language in languages_on(sending.site)):
        whole = make(locale=locale)
        yield "", whole
        if whole.asked_for:
            for area in areas:
                own = make(locale=locale, area=area.name)
                if own.html != whole.html:
                    yield variant_of(area.pk), own


def variant_of(area_id: int | None) -> str:
    return f"area-{area_id}" if area_id else ""


@transaction.atomic
def _begin(sending_id: int, now: datetime) -> Sending:
    sending = Sending.objects.select_for_update(of=("self",)).select_related("site", "topic").get(pk=sending_id)
    if sending.step == Step.PLANNED and sending.freeze_at <= now and not _waits_for_another(sending):
        sending.step = Step.FREEZING
        sending.save(update_fields=["step"])
    return sending


def _waits_for_another(sending: Sending) -> bool:
    """Whether another letter is being counted whose readers a digest must know of, so as not to repeat it."""
    if not DigestRun.objects.of_page(sending.page_key).exists():
        return False
    others = Sending.objects.filter(site=sending.site_id, step=Step.FREEZING).exclude(pk=sending.pk)
    return others.filter(pk__lt=sending.pk).exists() or (sending.step == Step.PLANNED and others.exists())


def handing_over(
    sending: Sending, issue: NewsletterIssue, *, now: datetime, is_checked: bool = True
) -> Campaign:  # fmt: skip
    """Make the editions and the deliveries of a sending; nothing leaves yet. What is there already is left alone.

    is_checked: whether a letter with an error is refused (LetterRefused). The demo's own letter was "sent" in the past.
    """
    run = digest_editions.run_of(issue)
    if sending.campaign is None:
        since = news_since(issue, now=now)
        if run is None:
            made = list(editions(issue=issue, sending=sending, since=since, until=now))
        elif not (made := list(digest_editions.editions(issue=issue, run=run, now=now))):
            raise NothingNew
        wrong = named_problems([each for _variant, each in made], site=sending.site) if is_checked else ""
        if wrong:  # approved anew since it was planned, or the centre's address was taken away
            raise LetterRefused(_("Something has to be put right first: %(what)s") % {"what": wrong})
        with transaction.atomic():
            held = Sending.objects.select_for_update().get(pk=sending.pk)
            if (held.step, held.uuid) != (sending.step, sending.uuid):  # taken back or called off meanwhile
                raise PreparationTakenOver
            campaign = _create(sending, issue, made, now)
            sending.campaign, sending.since, sending.until = campaign, since, now
            sending.revision, sending.title = issue.live_revision_id, issue.title
            sending.sections = {each.language.code: as_archived(each) for variant, each in made if not variant}
            sending.entries = {f"{variant}/{each.language.code}": entries_of(each.filled) for variant, each in made}
            sending.save(update_fields=["campaign", "since", "until", "revision", "title", "sections", "entries"])
    campaign = sending.campaign
    catch_up(topics=[sending.topic], now=now)
    if run is not None:
        found = digest_editions.readers(issue=issue, run=run, sending=sending, now=now)
        return bulk.prepare(campaign=campaign, candidates=found, now=now)
    known = set(campaign.editions.values_list("variant", "locale"))

    def edition_for(area_id: int | None, locale: str) -> tuple[str, str]:
        code = nearest_on(sending.site, locale).code
        own = (variant_of(area_id), code)
        return own if own in known else ("", code)

    return bulk.prepare(
        campaign=campaign,
        candidates=lambda: readers(issue=issue, campaign_id=campaign.pk, edition_for=edition_for, now=now),
        now=now,
    )


def _create(sending: Sending, issue: NewsletterIssue, made: list[tuple[str, Composed]], now: datetime) -> Campaign:
    return bulk.create(
        kind=KIND, key=sending.campaign_key, site=sending.site, name=issue.title[:200],
        editions=[
            EditionContent(locale=each.language.code, variant=variant, subject=_subject(each), text=each.text,
                           html=each.html)
            for variant, each in made
        ],
        belongs_to=_list(sending, issue), keeps_quiet=sending.keeps_quiet, now=now,
    )  # fmt: skip


def _subject(composed: Composed) -> str:
    return " ".join(composed.words.subject.split())


def _list(sending: Sending, issue: NewsletterIssue) -> bulk.List:
    topic, token = sending.topic, slots.slot("token")
    stop = stop_links.path("TOKEN").replace("TOKEN", token)
    with translation.override("ja"):
        return bulk.List(
            key=topic.purpose, name=topic.name, id=topic.list_id, unsubscribe_url=absolute(stop, site=sending.site),
            help_url=absolute(links.subscribe_path(), site=sending.site),
        )  # fmt: skip


def _nothing_new(sending: Sending) -> Sending:
    """What a digest told of is gone since it was made: called off, or over."""
    DigestRun.objects.of_page(sending.page_key).update(outcome=Outcome.NOTHING_NEW)
    return _gone(sending)


def _gone(sending: Sending) -> Sending:
    Sending.objects.filter(pk=sending.pk, step=Step.FREEZING).update(step=Step.CALLED_OFF)
    sending.refresh_from_db()
    return sending


def _stuck(sending_id: int, why: str) -> Sending:
    Sending.objects.filter(pk=sending_id, step=Step.FREEZING).update(step=Step.STUCK, why_stuck=why[:300])
    return Sending.objects.get(pk=sending_id)
