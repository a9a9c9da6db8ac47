"""What the page of a grant says, from its facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _
from wagtail.models import Site

from activities.organisations import addresses
from cms.core.locales import SOURCE_LANGUAGE, language_of
from cms.core.untranslated import untranslated
from home.listing import for_language, on_site

from . import briefings, cards, spoken, statuses, windows
from .choices import ClosingKind, Cost, Cycle, LegalForm, Partners
from .reminders import days as reminder_days
from .reminders.days import Offer
from .statuses import Standing, Status

PAST_SHOWN = 12


@dataclass(frozen=True)
class CallLine:
    """One call, among others of the grant."""

    label: str
    status: tuple[str, str]
    opens: str
    deadline: str
    decision: str
    amount: str
    url: str
    is_coming: bool
    uuid: Any = None


@dataclass(frozen=True)
class Rung:
    """A step on the ladder: this grant, or one before or after it."""

    title: str
    url: str
    lang: str
    status: tuple[str, str]
    is_here: bool
    amount: str


@dataclass(frozen=True)
class Grant:
    """Everything that the page shows beside its words. main: the call that concerns people now, or nothing."""

    facts: Any
    now: datetime
    status: tuple[str, str]
    is_taken: bool
    is_estimated: bool
    countdown: str
    last_day: date | None
    main: CallLine | None
    lines: Sequence[str]
    expected: str
    funder: str
    funder_url: str
    how_much: Sequence[str]
    costs: Sequence[str]
    pays_personnel: bool
    who: Sequence[str]
    how: Sequence[str]
    fields: str
    areas: str
    cycle: str
    others: Sequence[CallLine]
    past: Sequence[CallLine]
    ladder: Sequence[Rung]
    briefings: Sequence[briefings.Briefing]
    guidelines_url: str
    website: str
    checked_on: date | None
    reminding: Offer


def read(*, page: Any, programme: Any, request: HttpRequest, now: datetime | None = None) -> Grant:
    """Return what the page of a grant shows at a moment; a handful of queries, however many calls there were."""
    now = now or timezone.now()
    site = Site.find_for_request(request)
    shown_as = windows.of_site(site)
    calls = list(programme.calls.all())
    for call in calls:
        call.programme = programme
    standing = statuses.of_programme(programme, calls, now=now, windows=shown_as)
    lines = {call.pk: _line(call, now=now, shown_as=shown_as) for call in calls}
    main = standing.call if _is_coming(standing.status) else None
    coming = sorted(
        (call for call in calls if lines[call.pk].is_coming), key=lambda call: (call.closes_at or now, call.pk)
    )
    others = coming if len(coming) > 1 else []
    past = [call for call in calls if not lines[call.pk].is_coming]
    past.sort(key=lambda call: call.closes_at or call.created_at, reverse=True)
    return Grant(
        facts=programme,
        now=now,
        status=_label(standing.status),
        is_taken=standing.status in (Status.OPEN, Status.CLOSING),
        is_estimated=standing.expected is not None,
        countdown=_countdown(standing, now=now),
        last_day=main.closes_on if main else None,
        main=lines[main.pk] if main else None,
        lines=cards.when(standing, now=now),
        expected=spoken.expected(standing.expected),
        funder=programme.funder.display_name,
        funder_url=_funder_url(programme.funder, request),
        how_much=_how_much(programme if others else main or programme, programme),
        costs=[str(Cost(cost).label) for cost in programme.costs],
        pays_personnel=Cost.PERSONNEL in programme.costs,
        who=_who(programme),
        how=_how(main, programme),
        fields=_joined(row.label for row in programme.npo_fields.all()),
        areas=_joined(row.label for row in programme.areas.all()),
        cycle=_cycle(programme),
        others=[lines[call.pk] for call in others],
        past=[lines[call.pk] for call in past[:PAST_SHOWN]],
        ladder=_ladder(programme, site, request, now=now, shown_as=shown_as),
        briefings=briefings.of(programme, site, request, now=now) if site else [],
        guidelines_url=main.guidelines_url if main else "",
        website=programme.website,
        checked_on=programme.checked_on,
        reminding=reminder_days.offer(calls, reminder_days.of_site(site), now=now),
    )


def _is_coming(status: Status) -> bool:
    return status in (Status.OPEN, Status.CLOSING, Status.ANNOUNCED)


def _label(status: Status) -> tuple[str, str]:
    return statuses.SHAPES[status], str(status.label)


def _countdown(standing: Standing, *, now: datetime) -> str:
    taken = standing.status in (Status.OPEN, Status.CLOSING)
    return spoken.countdown(standing.call, now=now) if taken else ""


def _line(call: Any, *, now: datetime, shown_as: Any) -> CallLine:
    status = statuses.of_call(call, now=now, windows=shown_as)
    years = spoken.fiscal_year_of(call.for_fy)
    said = [str(untranslated(call.display_label)) if call.display_label else "", years]
    called = spoken.year(call.fiscal_year)
    return CallLine(
        label=" ".join(part for part in said if part) or _("Call of %(year)s") % {"year": called},
        status=_label(status),
        opens=spoken.opening(call, now=now),
        deadline=spoken.deadline(call, now=now) or spoken.countdown(call, now=now),
        decision=spoken.decision(call),
        amount=call.spoken_amount,
        url=call.guidelines_url,
        is_coming=_is_coming(status),
        uuid=call.uuid if call.closes_on else None,
    )


def _funder_url(funder: Any, request: HttpRequest) -> str:
    if funder.organisation_id is None:
        return ""
    return addresses.public_urls([funder.organisation], request).get(funder.organisation_id) or ""


def _how_much(source: Any, programme: Any) -> list[str]:
    years = programme.years_max
    again = ngettext("for %(years)s year", "for up to %(years)s years in a row", years or 0) % {"years": years}
    return [line for line in (source.spoken_amount, source.spoken_rate, again if years else "") if line]


def _who(programme: Any) -> list[str]:
    lines = [str(LegalForm(form).label) for form in programme.legal_forms]
    if programme.min_members:
        lines.append(
            ngettext("At least %(number)s member", "At least %(number)s members", programme.min_members)
            % {"number": programme.min_members}
        )
    if programme.min_years:
        lines.append(
            ngettext("Active for %(number)s year or more", "Active for %(number)s years or more", programme.min_years)
            % {"number": programme.min_years}
        )
    if programme.partners:
        lines.append(str(Partners(programme.partners).label))
    if programme.talk_first:
        lines.append(_("Talk with the section in charge before you apply"))
    return lines


def _how(call: Any, programme: Any) -> list[str]:
    """How one applies for a call, as far as its facts say it; nothing where there is no call."""
    if call is None:
        return []
    lines = [_sent(ClosingKind(call.closing_kind))] if call.closing_kind else []
    if not call.guidelines_url and not programme.website:
        lines.append(_("The funder has the guidelines and the forms. If you cannot find them, please ask us."))
    return lines


def _sent(kind: ClosingKind) -> str:
    return {
        ClosingKind.RECEIVED: _("The papers must have reached the funder by the deadline."),
        ClosingKind.POSTMARKED: _("The papers go by post. The postmark of the last day is early enough."),
        ClosingKind.COUNTER: _("The papers are taken to the counter of the funder by the deadline."),
        ClosingKind.ONLINE: _("The application is sent over the internet by the deadline."),
    }[kind]


def _joined(labels: Iterable[str]) -> str:
    return _(", ").join(labels)


def _cycle(programme: Any) -> str:
    label = str(Cycle(programme.cycle).label)
    if not programme.months or programme.has_ended:
        return label
    names = _(", ").join(str(dict(programme._meta.get_field("opens_month").choices)[each]) for each in programme.months)
    return pgettext("cycle", "%(cycle)s (around %(months)s)") % {"cycle": label, "months": names}


# The ladder -----------------------------------------------------------------------------------------------------


def _ladder(programme: Any, site: Any, request: HttpRequest, *, now: datetime, shown_as: Any) -> list[Rung]:
    """The grants below and above this one that have pages, from the first step to the last."""
    steps = _steps(programme)
    if len(steps) < 2:
        return []
    model = apps.get_model("grants.GrantPage")
    code = language_of(get_language() or SOURCE_LANGUAGE).code
    pages = for_language(on_site(model, site=site), code=code).filter(
        translation_key__in=[step.page_key for step in steps]
    )
    words = cards.words_of(pages, request)
    rungs = []
    for step in steps:
        if step.page_key in words:
            found = words[step.page_key]
            standing = statuses.of_programme(step, step.calls.all(), now=now, windows=shown_as)
            here = step.pk == programme.pk
            rungs.append(Rung(found.title, found.url, found.lang, _label(standing.status), here, step.spoken_amount))
    return rungs if len(rungs) > 1 else []


def _steps(programme: Any) -> list[Any]:
    """All steps of the ladder that this grant stands on; they are few, and read as a whole: two queries."""
    rows = type(programme).objects.filter(site=programme.site_id).exclude(next_step=None, previous_steps=None)
    known = {row.pk: row for row in rows.distinct().prefetch_related("calls")}
    if programme.pk not in known:
        return []
    below: list[Any] = []
    _add_below(known[programme.pk], known, below)
    above, step = [], known.get(programme.next_step_id)
    while step is not None and step not in (*below, *above):
        above.append(step)
        step = known.get(step.next_step_id)
    return [*below, *above]


def _add_below(step: Any, known: dict[int, Any], found: list[Any]) -> None:
    """Put the steps that lead here before this one."""
    for row in known.values():
        if row.next_step_id == step.pk and row not in found:
            _add_below(row, known, found)
    found.append(step)
