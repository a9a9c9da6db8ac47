"""One rule: when it works next, what would be sent now, what came of it; pause and resume."""

from __future__ import annotations

from typing import Any

from csp.decorators import csp_replace
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.cache import never_cache
from wagtail.admin import messages

from cms.core.languages_on import languages_on
from cms.core.locales import LOCALES, language_of
from cms.core.permissions import SiteScopedPolicy
from plugins.newsletters import services
from plugins.newsletters.admin.frame import StaffView
from plugins.newsletters.admin.letters.access import named_reasons
from plugins.newsletters.admin.letters.listing import lines_of
from plugins.newsletters.admin.letters.preview import POLICY, with_example
from plugins.newsletters.digest.issues import archive_of, issue_of
from plugins.newsletters.digest.periods import next_due
from plugins.newsletters.digest.readers import Share, Shelf
from plugins.newsletters.letter.composing import compose
from plugins.newsletters.models import DigestRule, DigestRun, NewsletterIssue
from plugins.newsletters.services import digest_editions

from .saying import next_letter, say_state, say_when, with_last

DIGESTS = "newsletter_digests"
ON_A_PAGE = 30


def policy() -> SiteScopedPolicy:
    return SiteScopedPolicy(DigestRule)


class RuleScreen(StaffView):
    """A screen of one rule."""

    above = (DIGESTS, pgettext_lazy("newsletter", "Digests"))
    rule: DigestRule

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        mine = policy().instances_user_has_any_permission_for(request.user, ["view", "change"])
        found = with_last(mine).select_related("site__root_page", "topic").filter(pk=kwargs["pk"]).first()
        if found is None:
            raise Http404
        self.rule = found

    @property
    def may_change(self) -> bool:
        return policy().user_has_permission_for_instance(self.request.user, "change", self.rule)

    def get_page_title(self) -> str:
        return self.rule.name

    # What it would send now --------------------------------------------------------------------------------------

    @cached_property
    def issue(self) -> NewsletterIssue:
        due_at = next_due(self.rule, after=timezone.now())
        return issue_of(self.rule, due_at=due_at, below=archive_of(self.rule.site))

    @cached_property
    def run(self) -> DigestRun:
        return DigestRun(rule=self.rule)

    @cached_property
    def shelf(self) -> Shelf:
        return Shelf(self.issue, self.run, now=timezone.now())

    def share(self, locale: str) -> Share:
        return self.shelf.for_all(locale)


class RuleView(RuleScreen):
    """GET shows it; POST pauses or resumes."""

    template_name = "newsletters/admin/digests/rule.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        now = timezone.now()
        page = Paginator(self.rule.runs.select_related("settled_by"), ON_A_PAGE).get_page(request.GET.get("p"))
        audience = digest_editions.count(issue=self.issue, run=self.run, now=now)
        return self.shown(
            rule=self.rule, when=say_when(self.rule), state=say_state(self.rule), may_change=self.may_change,
            next_letter=next_letter(self.rule, at=now), page=page, runs=with_letters(list(page)),
            languages=[(each, self.share(each.code)) for each in languages_on(self.rule.site)], since=self.shelf.since,
            audience=audience, left_out=list(self.shelf.left_out.values()),
            by_language=[(language_of(code).name, n) for code, n in sorted(audience.by_language.items())],
            excluded=named_reasons(audience.excluded), is_enough=len(self.share("ja").chosen) >= self.rule.least_items,
        )  # fmt: skip

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.may_change:
            raise PermissionDenied
        is_on = {"pause": False, "resume": True}.get(request.POST.get("action", ""))
        now = timezone.now()
        if is_on is not None and services.switch_rule(rule_id=pk, is_on=is_on, by=request.user, now=now):
            messages.success(request, _("The digest works again.") if is_on else _("The digest pauses."))
        return self.to("rule", pk)


def with_letters(runs: list[DigestRun]) -> list[tuple[DigestRun, Any]]:
    """Return periods with their letters: (issue, sending, standing), or None. Three queries, however many."""
    keys = [run.page_key for run in runs if run.page_key]
    issues = list(NewsletterIssue.objects.filter(translation_key__in=keys).defer("body"))
    lines = {line[0].translation_key: line for line in lines_of(issues)}
    return [(run, lines.get(run.page_key)) for run in runs]  # type: ignore[arg-type]


@method_decorator(never_cache, name="dispatch")
@method_decorator(csp_replace(POLICY), name="dispatch")
class NowView(RuleScreen):
    """The letter that would be sent now to somebody who has had none, in one language; as text with `part=text`."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        locale = request.GET.get("language", "ja")
        if locale not in LOCALES:
            raise Http404
        made = compose(
            self.issue, site=self.rule.site, locale=locale, since=self.shelf.since, until=self.shelf.now,
            chosen=self.share(locale).filled,
        )  # fmt: skip
        if request.GET.get("part") == "text":
            return HttpResponse(with_example(made.text), content_type="text/plain; charset=utf-8")
        return HttpResponse(with_example(made.html))
