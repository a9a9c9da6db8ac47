"""What was sent to how many, letter by letter: for the manager, the city, and the annual report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from cms.core.exports import csv_file
from cms.mail.models import BulkDelivery
from cms.mail.states import WAITING, State
from plugins.newsletters.admin.frame import StaffView
from plugins.newsletters.models import NewsletterIssue, Sending, Step

from .access import LETTERS, sites_of

ON_A_PAGE = 30
HEADINGS = (
    pgettext_lazy("letter", "Sent on"), pgettext_lazy("mail", "subject"), _("topic"),
    pgettext_lazy("letter", "Readers of the topic"), pgettext_lazy("letter", "Left out"), State.SENT.label,
    State.REFUSED.label, State.UNCERTAIN.label, State.WITHDRAWN.label, pgettext_lazy("mail", "Waiting"),
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One sending. The five counts and `left_out` add up to `candidates`. page: of the letter, where it still is."""

    sending: Sending
    page: int | None
    counts: dict[str, int]

    @property
    def candidates(self) -> int:
        return self.left_out + sum(self.counts.values())

    @property
    def left_out(self) -> int:
        return sum(self.sending.campaign.excluded.values())

    @property
    def numbers(self) -> list[int]:
        """As the headings have them, from the fourth on."""
        settled = [self.counts[state] for state in (State.SENT, State.REFUSED, State.UNCERTAIN, State.WITHDRAWN)]
        return [self.candidates, self.left_out, *settled, sum(self.counts[state] for state in WAITING)]

    @property
    def named(self) -> list[tuple[Any, int]]:
        """The numbers, each with its heading: on a telephone the headings are not above them."""
        return list(zip(HEADINGS[-len(self.numbers) :], self.numbers, strict=True))


class ReportView(StaffView):
    """The list, and the same as a file with `as=csv`."""

    template_name = "newsletters/admin/letters/report.html"
    page_title = _("Letters that were sent")
    above = (LETTERS, pgettext_lazy("newsletter", "Letters"))

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = Sending.objects.filter(site__in=sites_of(request.user), step=Step.HANDED_OVER, campaign__isnull=False)
        rows = rows.select_related("topic", "campaign").order_by("-start_at", "-pk")
        if request.GET.get("as") == "csv":
            name = pgettext("file name", "letters")
            return csv_file(name, HEADINGS, [_cells(line) for line in lines_of(list(rows))])
        page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("p"))
        return self.shown(page=page, lines=lines_of(list(page)), headings=HEADINGS)


def lines_of(sendings: Sequence[Sending]) -> list[Line]:
    """Count the deliveries of sendings. Two queries, however many."""
    counts: dict[int | None, dict[str, int]] = defaultdict(lambda: dict.fromkeys(State.values, 0))
    rows = BulkDelivery.objects.filter(campaign__in=[each.campaign_id for each in sendings]).order_by()
    for campaign, state, number in rows.values_list("campaign", "state").annotate(number=Count("pk")):
        counts[campaign][state] = number
    keys = [each.page_key for each in sendings]
    pages = dict(NewsletterIssue.objects.filter(translation_key__in=keys).values_list("translation_key", "pk"))
    return [Line(each, pages.get(each.page_key), counts[each.campaign_id]) for each in sendings]


def _cells(line: Line) -> list[Any]:
    return [line.sending.start_at, line.sending.title, line.sending.topic.display_name, *line.numbers]
