"""What grants put into letters, for readers of a topic and an area."""

from datetime import timedelta

import pytest
from django.utils import timezone

from activities.organisations.models import Area
from cms.plugin_api import LetterContext
from plugins.grants import letters
from plugins.grants.models import GrantCall
from plugins.grants.topics import fields_of


@pytest.fixture
def context(site):
    def make(**facts):
        now = timezone.now()
        return LetterContext(
            **{"site": site, "language": "ja", "since": now - timedelta(days=7), "until": now + timedelta(hours=1)}
            | facts
        )

    return make


@pytest.fixture
def offered(grant, call):
    """Make a grant with a call that closes in some days."""

    def make(name, days, *, fields=(), areas=(), **facts):
        programme = grant(name, amount_max=300_000)
        programme.npo_fields.set(fields)
        programme.areas.set(Area.objects.get_or_create(name=area, site=None)[0] for area in areas)
        return call(programme, closes_on=timezone.localdate() + timedelta(days=days), **facts)

    return make


def titles(items):
    return [item.title for item in items]


@pytest.mark.parametrize(("topic", "name", "fields"), [
    ("environment", "みどりのたより", {7}), ("kodomo", "こどもと子育て", {13}), ("x", "福祉と環境", {1, 7}),
    ("child-welfare", "おたより", {1, 13}), ("grants", "助成金の締切", set()), ("events", "イベントのお知らせ", set()),
    ("centre", "センターだより", set()), ("", "", set()),
])  # fmt: skip
def test_a_newsletter_is_about_the_fields_that_its_name_has_words_of(topic, name, fields):
    assert fields_of(topic, name) == fields


@pytest.mark.parametrize(("chosen", "order"), [
    ({}, ["どこでも", "川崎の環境", "浜松の環境", "川崎の福祉"]),
    ({"area": "川崎市"}, ["川崎の環境", "川崎の福祉", "どこでも", "浜松の環境"]),
    ({"topic": "fukushi"}, ["川崎の福祉", "どこでも", "川崎の環境", "浜松の環境"]),
    ({"topic": "x", "topic_name": "環境のたより"}, ["川崎の環境", "浜松の環境", "どこでも", "川崎の福祉"]),
    ({"topic": "environment", "area": "浜松市"}, ["浜松の環境", "川崎の環境", "どこでも", "川崎の福祉"]),
])  # fmt: skip
@pytest.mark.parametrize("section", [letters.new, letters.closing])
def test_those_of_the_topic_and_the_area_come_first_and_none_is_lost(section, chosen, order, offered, context):
    offered("どこでも", 3)
    offered("川崎の環境", 5, fields=[7], areas=["神奈川県川崎市"])
    offered("浜松の環境", 7, fields=[7], areas=["静岡県浜松市"])
    offered("川崎の福祉", 9, fields=[1], areas=["神奈川県川崎市"])
    assert titles(section(context(**chosen))) == order


def test_what_is_new_was_entered_since_the_last_letter_and_is_not_over(offered, context):
    offered("きょうまで", -1)
    old = offered("先月から", 30)
    GrantCall.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=40))
    offered("きのうから", 60)
    assert titles(letters.new(context())) == ["きのうから"]


def test_what_closes_soon_can_be_applied_for_now_and_a_day_that_moves_makes_it_new(offered, context):
    call = offered("まもなく", 10)
    offered("まだ先", 40)
    offered("まだ始まらない", 12, opens_on=timezone.localdate() + timedelta(days=5))
    [first] = letters.closing(context())
    call.closes_on += timedelta(days=2)
    call.save()
    [then] = letters.closing(context())
    assert (first.title, first.key) == ("まもなく", then.key)
    assert first.version != then.version
    assert "締切" in first.meta[0]
    assert first.meta[1:] == ["架橋財団", "30万円まで"]


def test_a_grant_without_a_public_page_is_in_no_letter(offered, context):
    programme = offered("下書き", 10).programme
    programme.page_key = "00000000-0000-4000-8000-000000000000"
    programme.save()
    assert titles(letters.closing(context())) == []
