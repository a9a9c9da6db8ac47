"""One letter: look at it, check it, try it, plan it, watch it go."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin import messages
from wagtail.models import ModelLogEntry

from cms.core.languages_on import languages_on
from cms.core.locales import LOCALES, Language, language_of
from cms.mail.bulk import services as bulk
from cms.mail.bulk.exceptions import CampaignMoveRefused, NotBegun
from cms.mail.bulk.querysets import is_quiet
from cms.mail.bulk.states import CampaignState
from cms.mail.states import State
from plugins.newsletters import services, standing
from plugins.newsletters.admin.digests import on_letter
from plugins.newsletters.exceptions import LetterRefused
from plugins.newsletters.letter.checks import findings
from plugins.newsletters.letter.composing import Composed, compose
from plugins.newsletters.models import Area, Sending
from plugins.newsletters.services import audience

from . import rehearsal
from .access import LETTERS, LetterScreen, named_reasons
from .planning import SOON, PlanForm

SETTLED = (State.SENT, State.REFUSED, State.UNCERTAIN, State.WITHDRAWN)


class LetterView(LetterScreen):
    """GET shows it; POST does what `action` says.

    That is plan, plan_otherwise, test, rehearse, call_off, pause, resume, again, and of a digest release and discard.
    """

    template_name = "newsletters/admin/letters/letter.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        sending = self.page.sending
        return self._show(PlanForm.as_planned(sending) if sending else PlanForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.require_change()
        action = request.POST.get("action", "")
        if action in {"plan", "plan_otherwise"}:
            return self._plan(request, is_planned=action == "plan_otherwise")
        acts: dict[str, Callable[[], Any]] = {
            "rehearse": self._rehearse,
            "release": partial(on_letter.release, request, self.page),
            "discard": partial(on_letter.discard, request, self.page),
            "test": self._test, "call_off": self._call_off, "again": self._again,
            "pause": partial(self._campaign, bulk.pause, _("Paused.")),
            "resume": partial(self._campaign, bulk.resume, _("It is being sent again.")),
        }  # fmt: skip
        if action in acts:
            try:
                messages.success(request, acts[action]())
            except LetterRefused as refusal:
                messages.error(request, refusal.message)
            except NotBegun as refusal:
                messages.error(request, refusal.message)
            except CampaignMoveRefused:
                messages.error(request, _("It has changed in the meantime. See below how it stands now."))
        return self.to("letter", pk)

    # What the buttons do ------------------------------------------------------------------------------------------

    def _plan(self, request: HttpRequest, *, is_planned: bool) -> HttpResponse:
        form, now = PlanForm(request.POST), timezone.now()
        if not form.is_valid():
            return self._show(form)
        when: dict[str, Any] = {
            "start_at": form.start_at(now=now), "keeps_quiet": form.cleaned_data["keeps_quiet"],
            "by": request.user, "now": now,
        }  # fmt: skip
        try:
            if is_planned:
                services.plan_otherwise(sending_id=self._required.pk, **when)
            else:
                services.plan(issue=self.page, **when)
        except LetterRefused as refusal:
            if is_planned and not refusal.field:  # its form is gone with what it would have changed
                messages.error(request, refusal.message)
                return self.to("letter", self.page.pk)
            form.add_error("day" if refusal.field else None, str(refusal.message))
            return self._show(form)
        messages.success(request, _("The letter is planned. You can call it off here at any time."))
        return self.to("letter", self.page.pk)

    def _rehearse(self) -> Any:
        if not self.page.live:
            raise LetterRefused(_("The letter is not approved yet: what is rehearsed is the approved one."))
        services.ask_for_rehearsal(issue=self.page, by=self.request.user, now=timezone.now())
        return _("The rehearsal begins within a few seconds.")

    def _test(self) -> Any:
        to = services.send_test(issue=self.issue, user=self.request.user, now=timezone.now())
        return _("A test letter is on its way to %(address)s.") % {"address": to}

    def _call_off(self) -> Any:
        services.call_off(sending_id=self._required.pk, by=self.request.user, now=timezone.now())
        return _("Called off.")

    def _again(self) -> Any:
        services.plan_again(sending_id=self._required.pk, by=self.request.user, now=timezone.now())
        return _("It is tried again.")

    def _campaign(self, act: Any, done: Any) -> Any:
        if self._required.campaign_id is None:
            raise CampaignMoveRefused
        act(campaign_id=self._required.campaign_id, by=self.request.user, now=timezone.now())
        return done

    @property
    def _required(self) -> Sending:
        if self.page.sending is None:
            raise LetterRefused(_("It has changed in the meantime. See below how it stands now."))
        return self.page.sending

    # What is shown ------------------------------------------------------------------------------------------------

    @cached_property
    def editions(self) -> list[Composed]:
        """The draft in every language, for everybody."""
        now = timezone.now()
        since = services.news_since(self.issue, now=now)
        return [
            compose(self.issue, site=self.site, locale=each.code, since=since, until=now)
            for each in languages_on(self.site)
        ]

    @cached_property
    def audience(self) -> audience.Audience:
        return services.count_readers(issue=self.issue, now=timezone.now())

    @cached_property
    def found(self) -> list[Any]:
        return findings(self.issue, self.editions, site=self.site, by_language=self.audience.by_language)

    def _show(self, form: PlanForm) -> HttpResponse:
        sending, now = self.page.sending, timezone.now()
        stands = standing.of(self.page, sending, at=now)
        context: dict[str, Any] = {
            "page": self.page, "issue": self.issue, "sending": sending, "standing": stands, "form": form,
            "is_moving": stands in standing.MOVING, "may_change": self.may_change, "is_quiet": is_quiet(now),
            "may_edit": self.page.permissions_for_user(self.request.user).can_edit(),
            "copy_url": self._copy_url(),
            "history": self._history(),
            "begins_at": _begins_at(sending),
            "has_changes": self.page.live and self.page.has_unpublished_changes,
        } | on_letter.told_of(self.page, self.request.user) | rehearsal.told_of(self.page)  # fmt: skip
        is_out = sending is not None and sending.is_under_way
        context["may_rehearse"] = self.may_change and self.page.live and not is_out
        context["is_moving"] |= context["rehearsal"] is not None and context["rehearsal"].is_open
        if sending is None or sending.campaign is None:
            context |= self._before()
        if sending is not None and sending.campaign is not None:
            context |= _progress(sending) | {
                "editions": _editions(sending),
                "languages_on_paper": languages_on(self.site),
            }
        return self.shown(**context)

    def _copy_url(self) -> str:
        """Where the next letter is made from this one, and leads back to the letters; "" for who may not."""
        if not self.page.permissions_for_user(self.request.user).can_copy_to(self.page.get_parent()):
            return ""
        letters = urlencode({"next": reverse(f"{LETTERS}:list")})
        return f"{reverse('wagtailadmin_pages:copy', args=[self.page.pk])}?{letters}"

    def _before(self) -> dict[str, Any]:
        return {
            "languages": [(each.language, each) for each in self.editions],
            "areas": list(Area.objects.filter(site=self.site)),
            "findings": self.found,
            "has_errors": any(each.is_error for each in self.found),
            "audience": self.audience,
            "by_language": self._by_language(),
            "excluded": named_reasons(self.audience.excluded),
            "is_planning": self.page.live and self.page.sending is None,
            "forecast": self._forecast(),
        }

    def _by_language(self) -> list[tuple[Language, int]]:
        """Return how many would get it in each language, in the order of the site's languages."""
        counted = {language_of(code): number for code, number in self.audience.by_language.items()}
        return [(each, counted[each]) for each in LOCALES.values() if each in counted]

    def _forecast(self) -> bulk.Forecast:
        """Reckon when it will be out: begun as planned, or soon."""
        sending, now = self.page.sending, timezone.now()
        return bulk.forecast(
            readers=self.audience.by_provider, at=sending.start_at if sending else now + SOON,
            keeps_quiet=sending.keeps_quiet if sending else True, now=now,
        )  # fmt: skip

    def _history(self) -> list[Any]:
        """What was done with all its sendings: one that was called off before it began tells why there is none."""
        rows: list[Any] = []
        for sending in Sending.objects.filter(page_key=self.page.translation_key).select_related("campaign")[:5]:
            for about in filter(None, (sending, sending.campaign)):
                rows += ModelLogEntry.objects.for_instance(about).select_related("user")[:30]
        return sorted(rows, key=lambda row: row.timestamp, reverse=True)


def _begins_at(sending: Sending | None) -> datetime | None:
    """When the first letter leaves or has left."""
    if sending is None:
        return None
    if sending.campaign is None:
        return sending.start_at
    return sending.campaign.start_at or sending.start_at


def _progress(sending: Sending) -> dict[str, Any]:
    """How many stand where; with what was left out, it adds up to all candidates."""
    campaign, now = sending.campaign, timezone.now()
    totals = bulk.totals_of(campaign)
    lines = [(pgettext_lazy("mail", "Waiting"), totals.waiting)]
    lines += [(state.label, totals.states[state]) for state in SETTLED]
    waits = totals.waiting and campaign.state in {CampaignState.READY, CampaignState.RUNNING}
    can_stop = {CampaignState.PREPARING, CampaignState.READY, CampaignState.RUNNING, CampaignState.PAUSED}
    return {
        "campaign": campaign, "totals": totals, "lines": lines, "excluded": named_reasons(totals.excluded),
        "has_left": totals.states[State.SENT] + totals.states[State.UNCERTAIN] > 0,
        "can_pause": campaign.state == CampaignState.RUNNING and campaign.has_begun(at=now),
        "can_resume": campaign.state == CampaignState.PAUSED,
        "can_call_off": campaign.state in can_stop, "uncertain": totals.states[State.UNCERTAIN],
        "forecast": bulk.forecast_of(campaign, at=campaign.start_at, now=now) if waits else None,
    }  # fmt: skip


def _editions(sending: Sending) -> list[dict[str, Any]]:
    """Return what was fixed, by language and area, as links need it."""
    areas = {services.variant_of(area.pk): area for area in Area.objects.filter(site=sending.site_id)}
    found = []
    for variant, locale in sending.campaign.editions.order_by("pk").values_list("variant", "locale"):
        area = areas.get(variant)
        name = language_of(locale).name
        found.append({
            "locale": locale, "area_query": f"&area={area.pk}" if area else "",
            "label": f"{name} · {area.display_name}" if area else name,
        })  # fmt: skip
    return found
