"""The mail that reminds of a deadline, in every language of the site, with marks where a reader's own goes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cms.core.languages_on import languages_on
from cms.core.locales import Language
from cms.mail import stop_links
from cms.mail.base_url import absolute, base_url
from cms.mail.bulk import services as bulk
from cms.mail.bulk import slots
from cms.mail.bulk.timing import next_open
from cms.mail.letters import Block, Button, Facts, Lead, Paragraph
from cms.mail.rendering import Signature, framed, sign
from plugins.grants import japan_time, spoken

from . import links, words

#: Stands where each reader's own link goes, until the engine puts it there.
TOKEN = slots.slot("token")


@dataclass(frozen=True)
class Frame:
    """What stands around the words. stop, own: links with `TOKEN` in them."""

    grant: str
    signature: Signature
    stop: str
    own: str


def editions(*, calls: Sequence[Any], is_correction: bool, now: datetime) -> Iterator[bulk.EditionContent]:
    """Yield an edition for every language of the site; none where the grant's page is not public.

    calls: of one grant, closing at the same moment.
    """
    call = calls[0]
    for language in languages_on(call.site):
        with translation.override(language.code):
            found = words.named([call.programme], site=call.site, code=language.code).get(call.programme.page_key)
            if found is not None:
                yield _edition(calls, found, language, is_correction, leaves_at=next_open(now, keeps_quiet=True))


def _edition(
    calls: Sequence[Any], found: words.Named, language: Language, is_correction: bool, leaves_at: datetime
) -> bulk.EditionContent:
    call = calls[0]
    last = spoken.deadline(call, now=leaves_at)
    told = {"grant": found.title, "day": spoken.day(call.closes_on, now=leaves_at)}
    if is_correction:
        subject = _("The deadline is earlier now, %(day)s: %(grant)s") % told
        lead = _("The deadline of “%(grant)s” has moved. It is earlier than our last mail said.") % {
            "grant": found.title
        }
    else:
        subject = _("Deadline %(day)s: %(grant)s") % told
        lead = _("The deadline of “%(grant)s” is near.") % {"grant": found.title}
    blocks: list[Block] = [
        Lead(lead),
        Facts(_facts(calls, last, leaves_at)),
        Button(pgettext("reminder", "To the page about this grant"), words.url_of(found, site=call.site)),
        Paragraph(_("Please look at the funder’s guidelines too before you apply: a funder can change the day.")),
    ]
    frame = _frame(call, found)
    return bulk.EditionContent(
        locale=language.code, subject=" ".join(subject.split())[:500],
        text=_text(subject, blocks, frame),
        html=framed(
            "grants/mails/reminder.html", blocks, subject=subject, preview=lead, signature=frame.signature,
            language=language, frame=frame,
        ),
    )  # fmt: skip


def _facts(calls: Sequence[Any], last: str, leaves_at: datetime) -> list[tuple[str, str]]:
    """The count of days is said with its day: a mail is read when it is read."""
    call = calls[0]
    amounts = {each.spoken_amount for each in calls}
    count = _("%(days)s (counted on %(today)s)") % {
        "days": spoken.countdown(call, now=leaves_at),
        "today": spoken.day(japan_time.japanese_day(leaves_at), now=leaves_at),
    }
    return [
        (_("Last day"), pgettext("reminder", "%(day)s, Japan time") % {"day": last}),
        (pgettext("reminder", "Time left"), count),
        (pgettext("call", "Which call"), _(", ").join(each.display_label for each in calls if each.display_label)),
        (pgettext("grants", "Funder"), call.programme.funder.display_name),
        (_("How much"), amounts.pop() if len(amounts) == 1 else call.programme.spoken_amount),
    ]


def _frame(call: Any, found: words.Named) -> Frame:
    own = reverse("plugins:grants:remind_own", args=["TOKEN"])
    return Frame(
        grant=found.title,
        signature=sign(site=call.site),
        stop=_with_token(stop_links.path("TOKEN"), call.site),
        own=_with_token(own, call.site),
    )


def _with_token(path: str, site: Any) -> str:
    # The mark would come out of `reverse` with percent signs.
    return absolute(path.replace("TOKEN", TOKEN), site=site)


def _text(subject: str, blocks: list[Block], frame: Frame) -> str:
    foot = [
        "-" * 32,
        _("You get this mail because you asked to be reminded of “%(grant)s”.") % {"grant": frame.grant},
        _("Stop these reminders:") + f"\n{frame.stop}",
        _("See and change what you are reminded of:") + f"\n{frame.own}",
        frame.signature.plain(),
    ]
    return "\n\n".join([subject, *(block.plain() for block in blocks), *foot]) + "\n"


def list_of(call: Any) -> bulk.List:
    """Return the list that a reminder belongs to: those who follow this grant, which each leaves by one click."""
    host = urlsplit(base_url(call.site)).hostname or "localhost"
    with translation.override("ja"):
        return bulk.List(
            key=links.purpose_of(call.programme), name=words.list_name(call.programme.name)[:200],
            id=f"grant-{call.programme_id}.{host}",
            unsubscribe_url=_with_token(stop_links.path("TOKEN"), call.site),
        )  # fmt: skip
