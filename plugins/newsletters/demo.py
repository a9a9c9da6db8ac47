"""Topics and readers of the demo centre. All addresses end in example domains, which belong to nobody (RFC 2606)."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone, translation

from cms.core.locales import LOCALES
from cms.core.models.fact_texts import say
from cms.mail import addresses
from cms.mail.models import Channel, ConsentAction, ConsentEvent, ConsentWording, OptIn
from cms.mail.services import consent, suppression
from cms.plugin_api import DemoContext

from .demo_words import words
from .links import CONFIRM
from .models import Area, Subscriber, Subscription, Topic
from .states import Frequency, State
from .wording import agreed_words, names

# slug: name, in English, what it brings, in English, offered on the form for events
TOPICS = {
    "events": (
        "イベントのお知らせ", "Event news", "講座、相談会、交流会など、これからのイベントをご案内します。",
        "Courses, consultations and gatherings that are coming.", True,
    ),
    "grants": (
        "助成金の締切", "Grant deadlines", "市民活動団体が応募できる助成金を、締切に間に合うようにお知らせします。",
        "Grants that civic groups can apply for, in good time before they close.", False,
    ),
    "centre": (
        "センターだより", "News of the centre", "センターの取り組みと、地域で活動する団体の話題をお届けします。",
        "What the centre does, and stories of groups in the region.", False,
    ),
    "volunteers": (
        "ボランティア募集", "Volunteers wanted", "手伝ってくれる人を探している活動をご紹介します。",
        "Activities that are looking for helping hands.", False,
    ),
}  # fmt: skip
AREAS = {
    "中央区": "Chuo Ward",
    "東区": "Higashi Ward",
    "西区": "Nishi Ward",
    "南区": "Minami Ward",
    "北区": "Kita Ward",
}
# address, name (only of those whom staff entered), topics, how often, language, state, came by, days ago
READERS = (
    ("hanako.mihon@example.jp", "", "events centre", "weekly", "ja", "active", "web", 210),
    ("taro.rei@example.jp", "", "grants", "deadlines", "ja", "active", "web", 205),
    ("m.suzuki@example.com", "", "events", "at_once", "ja", "active", "registration", 198),
    ("sachi-no-kai@example.org", "", "grants volunteers", "at_once", "ja", "active", "web", 190),
    ("k.tanaka@example.jp", "田中 きよし", "events centre", "monthly", "ja", "active", "paper", 182),
    ("yoko@example.net", "", "events", "weekly", "ja", "active", "registration", 175),
    ("nguyen.lan@example.com", "", "events centre", "weekly", "vi", "active", "web", 170),
    ("midori.forest@example.org", "", "events grants centre volunteers", "at_once", "ja", "active", "web", 160),
    ("s.ito@example.jp", "伊藤 さだ子", "centre", "monthly", "ja", "active", "fax", 151),
    ("kodomo-shokudo@example.org", "", "grants", "at_once", "ja", "active", "web", 143),
    ("maria.santos@example.com", "", "events", "at_once", "pt-br", "active", "registration", 139),
    ("watanabe88@example.net", "", "events volunteers", "weekly", "ja", "active", "web", 128),
    ("hiroshi.n@example.jp", "", "grants centre", "monthly", "ja", "active", "web", 120),
    ("bousai.network@example.org", "", "grants events", "weekly", "ja", "active", "web", 112),
    ("fumi.k@example.jp", "小林 ふみ", "events", "monthly", "ja", "active", "counter", 104),
    ("john.smith@example.com", "", "volunteers events", "at_once", "en", "active", "web", 97),
    ("aoi@example.net", "", "volunteers", "at_once", "ja", "active", "registration", 88),
    ("machizukuri@example.org", "", "grants centre", "at_once", "ja", "active", "web", 80),
    ("r.yamamoto@example.jp", "", "events centre", "weekly", "ja", "paused", "web", 75),
    ("noriko.h@example.jp", "", "centre", "monthly", "ja", "paused", "web", 66),
    ("chen.mei@example.com", "", "events", "weekly", "zh-hans", "active", "web", 58),
    ("tetsuya@example.net", "", "events grants", "at_once", "ja", "active", "registration", 45),
    ("u.sato@example.jp", "佐藤 うめ", "events centre", "monthly", "ja", "active", "phone", 38),
    ("kazoku@example.net", "", "events", "weekly", "ja", "stopped", "web", 90),
    ("old.reader@example.com", "", "centre", "monthly", "ja", "stopped", "web", 150),
    ("moved.away@example.org", "", "grants", "at_once", "ja", "unreachable", "web", 170),
    ("closed.account@example.com", "", "centre", "at_once", "ja", "active", "web", 133),
    ("full.mailbox@example.net", "", "centre events", "at_once", "ja", "active", "web", 116),
    ("who.is.this@example.jp", "", "centre", "at_once", "ja", "active", "registration", 101),
    ("bad.line@example.org", "", "centre", "at_once", "ja", "active", "web", 84),
    ("tsukuru@example.org", "", "grants volunteers", "weekly", "ja", "active", "web", 21),
    ("first.visit@example.jp", "", "events centre", "weekly", "ja", "waiting", "web", 1),
    ("new.family@example.com", "", "events", "at_once", "en", "waiting", "registration", 2),
    ("forgot.it@example.net", "", "grants", "deadlines", "ja", "waiting", "web", 4),
)  # fmt: skip
BY_STAFF = {"paper": "申込書(窓口の緑のファイル)", "fax": "FAXで受付", "phone": "電話で受付", "counter": "窓口で受付"}


def load(context: DemoContext) -> None:
    """Fill what is empty; leave alone what is there."""
    if Topic.objects.filter(site=context.site).exists():
        return
    now = timezone.make_aware(datetime.combine(context.today, time(10)))
    topics = {
        slug: Topic.objects.create(
            site=context.site, slug=slug, name=words[0], name_en=words[1], description=words[2],
            description_en=words[3], is_offered_on_registration=words[4], position=number * 10,
        )
        for number, (slug, words) in enumerate(TOPICS.items(), start=1)
    }  # fmt: skip
    for topic in topics.values():
        _say("topics", topic, "name", "description", now=now)
    areas = [
        Area.objects.create(site=context.site, name=name, name_en=english, position=number * 10)
        for number, (name, english) in enumerate(AREAS.items(), start=1)
    ]
    for area in areas:
        _say("areas", area, "name", now=now)
    for number, reader in enumerate(READERS):
        _Reader(context.site, topics, areas[number % len(areas)] if number % 3 else None, now, *reader).make()
    # Yesterday: who loads the demo before ten is not to read of what has not happened yet.
    before = now - timedelta(days=1)
    suppression.suppress(
        site=context.site, address="moved.away@example.org", why=suppression.Why.UNREACHABLE, now=before
    )
    suppression.suppress(site=context.site, address="no.letters@example.com", why=suppression.Why.REFUSED, now=before)


def _say(part: str, row: Topic | Area, *fields: str, now: datetime) -> None:
    """Keep the words of a row in further languages, as its own screen does."""
    for field in fields:
        source, place = getattr(row, field), f"{row._meta.label_lower}.{row.pk}.{field}"
        for code, text in words()[part][source].items():
            say(site=row.site, code=code, japanese=source, text=text, place=place, now=now)


class _Reader:
    """One line of `READERS` becomes rows, with the lines about her consents."""

    def __init__(
        self, site: Any, topics: dict[str, Topic], area: Area | None, now: datetime, address: str, name: str,
        chosen: str, frequency: str, locale: str, state: str, channel: str, days: int,
    ) -> None:  # fmt: skip
        self.site, self.area, self.address, self.name, self.now = site, area, address, name, now
        self.topics = [topics[slug] for slug in chosen.split()]
        self.frequency, self.state, self.channel = frequency, state, channel
        self.locale = locale if locale in LOCALES else "ja"
        self.then = now - timedelta(days=days, minutes=days * 7 % 300)

    def make(self) -> None:
        state = State.ACTIVE if self.state == "paused" else State(self.state)
        self.row = Subscriber.objects.create(
            site=self.site, address=self.address, address_hash=addresses.digest(self.address), name=self.name,
            locale=self.locale, area=self.area, state=state, channel=self.channel, created_at=self.then,
            confirmed_at=None if state == State.WAITING else self.then, changed_at=self._changed_at(state),
            paused_until=self.now.date() + timedelta(days=40) if self.state == "paused" else None,
        )  # fmt: skip
        with translation.override(self.locale):
            self.words = consent.wording(
                text=agreed_words(site=self.site, topics=self.topics), locale=self.locale, now=self.then
            )
            self._consents(state)
        if state in (State.ACTIVE, State.UNREACHABLE):
            Subscription.objects.bulk_create(
                Subscription(subscriber=self.row, topic=topic, frequency=self.frequency, since=self.then)
                for topic in self.topics
            )

    def _changed_at(self, state: State) -> datetime:
        return self.now - timedelta(days=8) if state in (State.STOPPED, State.UNREACHABLE) else self.then

    def _consents(self, state: State) -> None:
        if self.channel in (Channel.WEB, Channel.REGISTRATION):
            self._line(ConsentAction.ASKED, self.then, names(self.topics), "newsletters")
        if state == State.WAITING:
            self._wish()
            return
        often = Frequency(self.frequency).label
        for topic in self.topics:
            self._line(ConsentAction.GIVEN, self.then, f"{topic.display_name} ({often})", topic.purpose)
            if state == State.STOPPED:
                self._line(ConsentAction.WITHDRAWN, self.row.changed_at, topic.display_name, topic.purpose)

    def _line(self, action: ConsentAction, at: datetime, what: str, purpose: str) -> None:
        stopped = action == ConsentAction.WITHDRAWN
        words: ConsentWording | None = None if stopped or self.channel in BY_STAFF else self.words
        ConsentEvent.objects.create(
            site=self.site, address_hash=self.row.address_hash, subject=self.row.uuid, purpose=purpose, what=what,
            action=action, channel=Channel.ONE_CLICK if stopped else self.channel, wording=words, locale=self.locale,
            page="" if self.channel in BY_STAFF or stopped else f"/{self.locale}/newsletters/", at=at,
            note="" if stopped else BY_STAFF.get(self.channel, ""),
        )  # fmt: skip

    def _wish(self) -> None:
        wishes = {"topics": [topic.pk for topic in self.topics], "frequency": self.frequency, "area": self.row.area_id}
        OptIn.objects.create(
            site=self.site, purpose=CONFIRM, address=self.address, address_hash=self.row.address_hash,
            locale=self.locale, wishes=wishes, wording=self.words, page=f"/{self.locale}/newsletters/",
            channel=self.channel, mailed_on=self.then.date(), asked_at=self.then,
            expires_at=self.then + timedelta(days=7),
        )  # fmt: skip
