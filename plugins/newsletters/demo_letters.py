"""Letters of the demo centre: one that was sent, one that is approved and waits to be planned, one being written."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from cms.core.letter_sections import offered
from cms.mail.bulk.states import CampaignState
from cms.mail.models import BulkDelivery, Campaign, ReturnKind, ReturnSource, Suppression
from cms.mail.return_paths import Sealed
from cms.mail.returns import noting
from cms.mail.returns.classifying import Report
from cms.mail.states import Reason
from cms.mail.states import State as Sent
from cms.plugin_api import DemoContext

from .demo_words import words
from .models import IssueVersion, LetterSettings, NewsletterIndexPage, NewsletterIssue, Sending, Step, Topic
from .services import handing_over, heed

SENDER = ("特定非営利活動法人 架橋市民活動支援ネット", "NPO Kakehashi Civic Support Network")
SENT_DAYS_AGO = 21
RETURNED = {
    "closed.account@example.com": Report(ReturnKind.HARD, Reason.UNKNOWN_MAILBOX, "5.1.1", "550 5.1.1 User unknown"),
    "full.mailbox@example.net": Report(ReturnKind.SOFT, Reason.MAILBOX_FULL, "5.2.2", "552 5.2.2 Mailbox full"),
    "who.is.this@example.jp": Report(ReturnKind.COMPLAINT, Reason.NONE),
}
BECAUSE = {ReturnKind.HARD: Suppression.Why.BOUNCED, ReturnKind.COMPLAINT: Suppression.Why.COMPLAINT}
UNCERTAIN = "bad.line@example.org"


def load(context: DemoContext) -> None:
    """Add the archive and its letters below the home page; leave alone what is there."""
    if NewsletterIndexPage.objects.child_of(context.home).exists():
        return
    LetterSettings.objects.update_or_create(site=context.site, defaults={"sender": SENDER[0], "sender_en": SENDER[1]})
    index = NewsletterIndexPage(
        title="おたよりの部屋", title_en="Letters", slug="letters",
        lead="これまでにお送りしたおたよりを、ここで読めます。",
        lead_en="All letters that we have sent can be read here.",
        locale=context.home.locale,
    )  # fmt: skip
    context.home.specific_class.objects.get(pk=context.home.pk).add_child(instance=index)
    index.save_revision().publish()
    topics = {topic.slug: topic for topic in Topic.objects.filter(site=context.site)}
    _sent(index, topics["centre"], context)
    _ready(index, topics["events"], _deadlines(context.site))
    _draft(index, topics["volunteers"])


def _section(source: str, *, most: int = 4) -> tuple[str, dict[str, Any]]:
    return ("section", {"source": source, "title": "", "most": most})


def _deadlines(site: Any) -> list[str]:
    """Return the sections about deadlines of all that is on, of other plugins too."""
    return [f"{section.plugin}:{section.key}" for section in offered(site) if section.deadlines]


def _versions(slug: str, filling: list[tuple[str, dict[str, Any]]]) -> list[IssueVersion]:
    """Return a letter's words in the other languages, with what the site fills in below them."""
    return [
        IssueVersion(
            language=code, subject=subject, preheader=preheader,
            body=[("lead", lead), ("text", f"<p>{text}</p>"), *filling],
        )
        for code, (subject, preheader, lead, text) in words()[slug].items()
    ]  # fmt: skip


def _add(index: NewsletterIndexPage, issue: NewsletterIssue, versions: list[IssueVersion]) -> NewsletterIssue:
    issue.locale = index.locale
    issue.versions = versions  # type: ignore[assignment]
    index.add_child(instance=issue)
    return issue


def _ready(index: NewsletterIndexPage, topic: Topic, deadlines: list[str]) -> None:
    """Approved by the manager: an editor can plan it."""
    editor = get_user_model().objects.filter(username="newsletter").first()
    filling = [*map(_section, deadlines), _section("events:new"), _section("home:news", most=3)]
    issue = _add(
        index,
        NewsletterIssue(
            title="これからのイベントと、センターからのお知らせ", slug="coming-events", topic=topic, for_deadlines=True,
            preheader="申込の受付が始まったイベントと、まもなく締め切るイベントをまとめました。",
            body=[
                ("lead", "いつもお読みくださり、ありがとうございます。申し込めるイベントがそろいました。"),
                ("text", "<p>はじめての方も、お一人での参加も歓迎です。"
                         "手話通訳や筆談、託児が必要な方は、申込のときにお書きください。</p>"),
                *filling,
                ("call_to_action", {"text": "過ぎたイベントの報告もあります。", "label": "センターのページを開く",
                                    "page": index.get_parent(), "url": ""}),
            ],
        ),
        _versions("coming-events", filling),
    )  # fmt: skip
    issue.save_revision(user=editor).publish()


def _draft(index: NewsletterIndexPage, topic: Topic) -> None:
    editor = get_user_model().objects.filter(username="newsletter").first()
    issue = _add(
        index,
        NewsletterIssue(
            title="竹林の手入れを手伝ってくれる方へ", slug="bamboo-helpers", topic=topic, live=False,
            body=[("lead", "秋の作業日の人手が足りません。半日だけでも助かります。"), _section("events:new")],
        ),
        [],
    )  # fmt: skip
    issue.save_revision(user=editor)


def _sent(index: NewsletterIndexPage, topic: Topic, context: DemoContext) -> None:
    """Went to its readers three weeks ago. The rows are those that the engine would have left."""
    issue = _add(
        index,
        NewsletterIssue(
            title="センターだより：印刷機が新しくなりました", slug="new-printer", topic=topic,
            preheader="予約なしで使えます。使い方の講習も開きます。",
            body=[
                ("lead", "印刷機が新しくなりました。静かで、両面印刷が速くなりました。"),
                ("text", "<p>登録団体の方は、これまでどおり窓口で鍵を受け取ってお使いください。</p>"
                         "<ul><li>料金はこれまでと同じです</li><li>紙はご持参ください</li></ul>"),
                ("heading", {"text": "使い方の講習", "level": "2"}),
                ("text", "<p>はじめて使う方のために、毎月第2土曜日の午前に講習を開きます。申込はいりません。</p>"),
                _section("home:news", most=3),
            ],
        ),
        _versions("new-printer", [_section("home:news", most=3)]),
    )  # fmt: skip
    issue.save_revision().publish()
    then = timezone.make_aware(datetime.combine(context.today - timedelta(days=SENT_DAYS_AGO), time(10)))
    manager = get_user_model().objects.filter(username="manager").first()
    sending = Sending.objects.create(
        site=context.site, topic=topic, page_key=issue.translation_key, title=issue.title, start_at=then,
        freeze_at=then - timedelta(minutes=5), planned_at=then - timedelta(hours=3), planned_by=manager,
        step=Step.FREEZING,
    )  # fmt: skip
    # Pages of the demo are as new as the demo itself.
    campaign = handing_over(sending, issue, now=timezone.now(), is_checked=False)
    BulkDelivery.objects.filter(campaign=campaign).update(state=Sent.SENT, sent_at=then, changed_at=then)
    Campaign.objects.filter(pk=campaign.pk).update(
        state=CampaignState.FINISHED, created_at=then, prepared_at=then, start_at=then,
        finished_at=then + timedelta(seconds=4),
    )  # fmt: skip
    Sending.objects.filter(pk=sending.pk).update(step=Step.HANDED_OVER, until=then)
    _came_back(campaign, then)


def _came_back(campaign: Campaign, then: datetime) -> None:
    """What followed: an address that is gone, a full mailbox, a complaint, and one of which nobody knows."""
    for after, (address, report) in enumerate(RETURNED.items(), start=1):
        delivery, now = BulkDelivery.objects.get(campaign=campaign, address=address), then + timedelta(hours=after)
        noting.note(
            sent=Sealed(delivery.pk), report=report, source=ReturnSource.MAILBOX, report_id="demo", now=now
        )  # fmt: skip
        why = BECAUSE.get(report.kind)
        if why and delivery.address_hash:
            heed(site=campaign.site, address_hash=delivery.address_hash, why=why, now=now)
    unknown = BulkDelivery.objects.filter(campaign=campaign, address=UNCERTAIN)
    unknown.update(state=Sent.UNCERTAIN, reason=Reason.LINE_BROKEN, sent_at=None)
