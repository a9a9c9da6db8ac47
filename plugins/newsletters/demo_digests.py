"""A rule of the demo centre: the week's events and news, held for a person. What came of it, and one that waits."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone, translation

from cms.plugin_api import DemoContext

from . import services
from .digest.periods import last_due, next_due, period_of
from .models import DigestRule, DigestRun, DigestWords, Outcome, Topic

SECTIONS = ("events:closing", "events:changed", "events:new", "home:news")


def load(context: DemoContext) -> None:
    """Make the rule where there is none; leave alone what is there."""
    topic = Topic.objects.filter(site=context.site, slug="centre").first()
    if topic is None or DigestRule.objects.filter(site=context.site).exists():
        return
    now = timezone.now()
    rule = DigestRule(
        site=context.site, topic=topic, name="毎週金曜のまとめ", subject="今週のセンターだより", least_items=2,
        lead="今週の新しいイベントとお知らせをまとめました。気になるものがあれば、お気軽にお申し込みください。",
        closing="ご質問は、お電話でも窓口でもどうぞ。", active_since=now - timedelta(days=15),
        sections=[("section", {"source": source, "most": 5}) for source in SECTIONS],
    )  # fmt: skip
    rule.words = [
        DigestWords(
            language="en", subject="This week at the centre",
            lead="New events and news of this week. You are welcome to register.",
            closing="Questions? Please telephone, or ask at the counter.",
        )
    ]  # fmt: skip
    rule.save()
    before = last_due(rule, at=now)
    DigestRun.objects.create(
        rule=rule, period=period_of(rule, before), due_at=before, made_at=before - rule.ahead,
        outcome=Outcome.NOTHING_NEW,
    )  # fmt: skip
    with translation.override("ja"):
        for _cold_then_warm in range(2):  # a section that is slow on a busy machine leaves it for later
            services.make(rule_id=rule.pk, due_at=next_due(rule, after=now), now=now)
