"""The words of each message, as blocks of a letter. Called with the registrant's language active."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from cms.core.amounts import grouped
from cms.core.locales import Language, language_of
from cms.core.spoken_dates import say_day, say_span, say_time
from cms.core.untranslated import Said, as_typed, filled_in, in_words, together
from cms.mail.letters import Block, Button, Code, Facts, Letter, Paragraph
from cms.mail.letters import Notice as Warning

from . import links, standing
from .choices import AllocationState, MessageKind, NeedKind, Selection, Waitlist
from .letter_rows import LetterRows
from .models import Event, Need, Registration, Session
from .news import News
from .states import State
from .titles import title_of
from .tokens import Purpose


def compose(registration: Registration, *, kind: str, news: News) -> Letter:
    """Return the letter of one message."""
    event = registration.event
    with timezone.override(event.zone):
        title = title_of(event, locale=registration.locale).said
        lead = _LEADS[MessageKind(kind)](registration, news)
        blocks: list[Block] = [*map(Paragraph, _stands_in(lead)), Paragraph(lead)]
        rows = news.rows or LetterRows(registration)
        blocks += [Warning(text) for text in _warnings(registration, kind, news, rows)]
        blocks.append(Facts(facts_of(registration, title, kind, news, rows)))
        blocks.append(Code(_("Booking number"), registration.spaced_code))
        blocks += _to_do(registration, kind)
        blocks.append(Paragraph(about_erasure(registration)))
        what = news.written.words(registration.locale)[0] if news.written else MessageKind(kind).label
        subject = filled_in(_("%(what)s: %(title)s"), what=what, title=title)
        greeting = news.former.name if news.former else registration.name
        return Letter(subject=subject, greeting=greeting, blocks=blocks, preview=lead)


def language() -> Language:
    return language_of(get_language() or "ja")


def place_of(event: Event, session: Session) -> str:
    """Return where a date is: venue, room and address, or the few words of the event."""
    if session.venue is None:
        return event.display_place
    return together((session.venue.display_name, session.display_room, session.venue.display_address))


def say_moment(moment: datetime) -> str:
    """Return a day with its time, as 12月6日(土) 17:00."""
    return f"{say_day(moment, language=language())} {say_time(moment)}"


# What each message begins with ---------------------------------------------------------------------------------


def _verify(registration: Registration, news: News) -> str:
    if registration.state != State.UNVERIFIED:
        return _(
            "This mail address was given for your registration. Please press the button to confirm that our mails "
            "reach you here. Your registration stays as it is."
        )
    return _("Please press the button within 30 minutes to confirm your address. Until then your place is kept.")


def _applied(registration: Registration, news: News) -> str:
    if registration.event.selection == Selection.LOTTERY:
        closes = registration.offering.closes_at
        if closes is None:
            return _("We have received your application. Places are given by a draw. We will write to you afterwards.")
        return _(
            "We have received your application. Registration closes on %(closes)s; then places are given by a draw. "
            "We will write to you afterwards, whatever the result."
        ) % {"closes": say_moment(closes)}
    return _("We have received your application. We will look at it and write to you.")


def _confirmed(registration: Registration, news: News) -> str:
    return _("You have a place. Please show this mail or say your booking number at the reception.")


def _waitlisted(registration: Registration, news: News) -> str:
    place = standing.position(registration, news.rows) or 1
    if registration.event.waitlist == Waitlist.OFFER:
        return _(
            "All places are taken at present. You are number %(place)d on the waiting list. When a place becomes free "
            "for you, we will write and ask whether you would like it."
        ) % {"place": place}
    return _(
        "All places are taken at present. You are number %(place)d on the waiting list. When a place becomes free for "
        "you, it is yours at once and we will write to you."
    ) % {"place": place}


def _offered(registration: Registration, news: News) -> str:
    assert registration.offer_expires_at is not None
    return _(
        "A place has become free and is kept for you. Please answer by %(until)s; after that it is offered to the next "
        "person."
    ) % {"until": say_moment(registration.offer_expires_at)}


def _offer_expired(registration: Registration, news: News) -> str:
    return _("The time to answer is over, and the place has been offered to the next person.")


def _declined(registration: Registration, news: News) -> str:
    return _("You have declined the place. Thank you for telling us.")


def _changed(registration: Registration, news: News) -> str:
    if news.by_staff:
        return _("We have changed your registration. This is how it stands now.")
    return _("Your registration was changed. This is how it stands now.")


def _moved(registration: Registration, news: News) -> str:
    if registration.state == State.CONFIRMED:
        return _("Your registration was moved to another date. You have a place there.")
    place = standing.position(registration, news.rows) or 1
    return _(
        "Your registration was moved to another date. All places are taken there; you are number %(place)d on the "
        "waiting list."
    ) % {"place": place}


def _need_met(registration: Registration, news: News) -> str:
    return _("What you were waiting for can be arranged now.")


def _cancelled(registration: Registration, news: News) -> str:
    if news.by_staff:
        return _("We have cancelled your registration.")
    return _("Your registration was cancelled. Thank you for telling us.")


def _not_selected(registration: Registration, news: News) -> str:
    return _("Thank you for your application. More people applied than there are places, and you were not drawn.")


def _rejected(registration: Registration, news: News) -> str:
    return _("Thank you for your application. We are sorry that we cannot give you a place this time.")


def _rescheduled(registration: Registration, news: News) -> str:
    return _("Date or place have changed. Your registration stays valid. If you cannot come, please cancel it.")


def _event_cancelled(registration: Registration, news: News) -> str:
    return _("This will not take place. We are sorry that you were looking forward to it in vain.")


def _reminder(registration: Registration, news: News) -> str:
    return _(
        "It is soon time. We look forward to seeing you. If you cannot come, please cancel: others may be waiting."
    )


def _link(registration: Registration, news: News) -> str:
    return _("With this link you can see, change or cancel your registration.")


def _address_changed(registration: Registration, news: News) -> str:
    return _(
        "Another mail address was given for your registration. Our mails go there from now on, and the links in "
        "earlier mails do not work any more. If you did not want this, please telephone us."
    )


def _from_centre(registration: Registration, news: News) -> str:
    assert news.written is not None
    return news.written.words(registration.locale)[1]


_LEADS = {
    MessageKind.VERIFY: _verify,
    MessageKind.APPLIED: _applied,
    MessageKind.CONFIRMED: _confirmed,
    MessageKind.WAITLISTED: _waitlisted,
    MessageKind.OFFERED: _offered,
    MessageKind.OFFER_EXPIRED: _offer_expired,
    MessageKind.DECLINED: _declined,
    MessageKind.CHANGED: _changed,
    MessageKind.MOVED: _moved,
    MessageKind.NEED_MET: _need_met,
    MessageKind.CANCELLED: _cancelled,
    MessageKind.NOT_SELECTED: _not_selected,
    MessageKind.REJECTED: _rejected,
    MessageKind.RESCHEDULED: _rescheduled,
    MessageKind.EVENT_CANCELLED: _event_cancelled,
    MessageKind.REMINDER: _reminder,
    MessageKind.LINK: _link,
    MessageKind.ADDRESS_CHANGED: _address_changed,
    MessageKind.FROM_CENTRE: _from_centre,
}


# What follows ----------------------------------------------------------------------------------------------------


def _warnings(registration: Registration, kind: str, news: News, rows: LetterRows) -> list[str]:
    if kind == MessageKind.ADDRESS_CHANGED:  # what was asked for is not for who may read there now
        return []
    said = []
    if news.reason:
        reason = news.reason if isinstance(news.reason, Said) else as_typed(news.reason)
        said.append(together([filled_in(_("Reason: %(reason)s"), reason=reason), *_stands_in(reason)], "\n"))
    if news.before is not None:
        said.append(_("Before: %(span)s") % {"span": say_span(*news.before, language=language())})
    if registration.state == State.CONFIRMED and kind not in _WITHOUT_FEE:
        for row in rows.besides:
            if row.state != AllocationState.QUEUED:
                continue
            not_yet = _(
                "You have a place, but this could not be arranged yet: %(what)s. We will tell you as soon as it is."
            )
            said.append(filled_in(not_yet, what=row.pool.display_name))
    return said


def _stands_in(text: str) -> list[str]:
    """Say in which language words of the centre are, where they are not in the reader's."""
    if not isinstance(text, Said):
        return []
    return [_("The centre wrote this in %(language)s.") % {"language": in_words(language_of(text.lang))}]


def facts_of(registration: Registration, title: str, kind: str, news: News, rows: LetterRows) -> list[tuple[str, str]]:
    """Return what a booking is: labels and values, several lines where there are several."""
    event = registration.event
    sessions = news.sessions or (rows.dates if kind == MessageKind.EVENT_CANCELLED else rows.held)
    spans = [together((session.display_name, _say_whole(session))) for session in sessions]
    places = list(dict.fromkeys(place_of(event, session) for session in sessions))
    seats = registration.seats
    facts = [
        (pgettext("mail", "Event"), title),
        (pgettext("mail", "Booked"), registration.offering.display_name),
        (pgettext("mail", "When"), together((*spans, event.zone_name if spans else ""), "\n")),
        (pgettext("mail", "Where"), together(places, "\n")),
        (pgettext("mail", "People"), ngettext("%(n)d person", "%(n)d people", seats) % {"n": seats}),
    ]
    if kind not in _WITHOUT_FEE:
        facts.append((pgettext("mail", "Fee"), _fee(event)))
        facts.append((pgettext("mail", "Arranged for you"), _arranged(rows)))
        facts.append((pgettext("mail", "You asked for"), _asked_for(rows)))
    return facts


def _say_whole(session: Session) -> str:
    """Return when a date is with its year: mails are kept, and read when it is long over."""
    return say_span(session.starts_at, session.ends_at, language=language(), year=True)


_WITHOUT_FEE = frozenset(
    {
        MessageKind.CANCELLED, MessageKind.EVENT_CANCELLED, MessageKind.DECLINED, MessageKind.OFFER_EXPIRED,
        MessageKind.NOT_SELECTED, MessageKind.REJECTED, MessageKind.ADDRESS_CHANGED,
        MessageKind.FROM_CENTRE,
    }
)  # fmt: skip


def _fee(event: Event) -> str:
    if event.fee_yen is None:
        return event.display_fee_note
    amount = _("free of charge") if event.is_free else _("%(amount)s yen") % {"amount": grouped(event.fee_yen)}
    return together((amount, event.display_fee_note))


def _arranged(rows: LetterRows) -> str:
    return together((row.pool.display_name for row in rows.besides if row.state == AllocationState.HELD), "\n")


def _asked_for(rows: LetterRows) -> str:
    """What was asked for and is not counted in a pool: nothing says yet that it is arranged. Details stay out of it."""
    pools = [row.pool for row in rows.besides]
    needs = [need for need in rows.needs if need.kind in _SAID_OF_NEEDS]
    left = [need for need in needs if not any(pool.serves(kind=need.kind, language=need.language) for pool in pools)]
    return "\n".join(map(_need, left))


def _need(need: Need) -> str:
    """Return what is needed: in which language, for how many."""
    if need.kind == NeedKind.INTERPRETER:
        more = need.get_language_display()
    elif need.kind in (NeedKind.CHILDCARE, NeedKind.WHEELCHAIR):
        more = ngettext("%(n)d person", "%(n)d people", need.count) % {"n": need.count}
    else:
        return str(need.get_kind_display())
    return _("%(what)s: %(title)s") % {"what": need.get_kind_display(), "title": more}


_SAID_OF_NEEDS = frozenset(NeedKind) - {NeedKind.ALLERGY, NeedKind.OTHER}


def _to_do(registration: Registration, kind: str) -> list[Block]:
    if kind == MessageKind.VERIFY:
        path = links.path(registration, purpose=Purpose.VERIFY)
        return [Button(_("Confirm the address"), path)]
    if kind == MessageKind.OFFERED:
        path = links.path(registration, purpose=Purpose.OFFER)
        return [Button(_("Accept or decline the place"), path)]
    if not registration.is_active or kind == MessageKind.ADDRESS_CHANGED:
        return []
    return [Button(_("See, change or cancel the registration"), links.path(registration))]


def about_erasure(registration: Registration) -> str:
    """Say when the personal data goes."""
    moment = links.erases_at(registration.event, registered_at=registration.received_at)
    return _("Your personal data will be erased on %(day)s.") % {"day": say_day(moment, language=language(), year=True)}
