"""Letters come back or are called unwanted: where the reader stands, and the way back."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.mail.models import Channel, ConsentAction, ConsentEvent, Delivery, Suppression
from cms.mail.services import opt_in, suppression
from cms.mail.signals import address_suppressed
from plugins.newsletters import links, services
from plugins.newsletters.models import Subscriber
from plugins.newsletters.states import State

from .conftest import NOW
from .test_staff import editor  # noqa: F401
from .test_stopping import SAME_ORIGIN

WHY = Suppression.Why


def suppress(reader, why):
    return suppression.suppress_digest(site=reader.site, address_hash=reader.address_hash, why=why, now=NOW)


def heed(reader, why):
    suppress(reader, why)
    services.heed(site=reader.site, address_hash=reader.address_hash, why=why, now=timezone.now())
    reader.refresh_from_db()


@pytest.mark.parametrize(
    ("why", "state"),
    [
        (WHY.BOUNCED, State.UNREACHABLE), (WHY.UNREACHABLE, State.UNREACHABLE), (WHY.COMPLAINT, State.COMPLAINED),
        (WHY.REFUSED, State.ACTIVE),
    ],
)  # fmt: skip
def test_the_state_tells_why_no_letters_come(reader, why, state):
    heed(reader, why)
    assert reader.state == state


def test_core_tells_the_plugin(reader):
    address_suppressed.send(Suppression, instance=suppress(reader, WHY.BOUNCED))
    reader.refresh_from_db()
    assert reader.state == State.UNREACHABLE


def test_what_was_not_heard_is_made_up_for(reader):
    suppress(reader, WHY.UNREACHABLE)
    assert services.heed_all(now=timezone.now()) == 1
    reader.refresh_from_db()
    assert reader.state == State.UNREACHABLE
    assert services.heed_all(now=timezone.now()) == 0


def test_who_is_unreachable_keeps_her_topics(reader):
    heed(reader, WHY.BOUNCED)
    assert reader.topics.count() == 2
    assert reader not in Subscriber.objects.getting_letters(on=timezone.localdate())


def test_who_complains_has_stopped_each_topic_with_a_line(reader, topics):
    heed(reader, WHY.COMPLAINT)
    lines = ConsentEvent.objects.filter(action=ConsentAction.WITHDRAWN, channel=Channel.COMPLAINT)
    assert reader.topics.count() == 0
    assert sorted(lines.values_list("purpose", flat=True)) == sorted(topic.purpose for topic in topics.values())


def test_the_line_that_core_wrote_is_not_written_again(reader, topics):
    from cms.mail.services import consent

    consent.record(
        site=reader.site, address_hash=reader.address_hash, purpose=topics["events"].purpose, what="催し",
        action=ConsentAction.WITHDRAWN, channel=Channel.COMPLAINT, now=timezone.now(),
    )  # fmt: skip
    heed(reader, WHY.COMPLAINT)
    assert ConsentEvent.objects.filter(action=ConsentAction.WITHDRAWN).count() == 2


def test_who_complained_is_erased_like_who_stopped(reader):
    heed(reader, WHY.COMPLAINT)
    later = timezone.now() + timezone.timedelta(days=31)
    services.erase_due(now=later)
    assert not Subscriber.objects.exists()
    assert suppression.find(site=reader.site, address="reader@example.jp").why == WHY.COMPLAINT


@pytest.mark.parametrize("why", [WHY.BOUNCED, WHY.COMPLAINT])
def test_choosing_topics_on_her_own_page_is_a_way_back(client, reader, topics, why):
    own = links.preferences(reader, now=timezone.now())
    heed(reader, why)
    client.post(own, {f"topic_{topics['events'].pk}": "weekly", "language": "ja"}, headers=SAME_ORIGIN)
    reader.refresh_from_db()
    assert reader.state == State.ACTIVE
    assert suppression.find(site=reader.site, address=reader.address) is None


def test_what_staff_choose_for_her_does_not_make_the_address_work(reader, topics):
    heed(reader, WHY.BOUNCED)
    services.change(
        subscriber=reader, wanted={topics["events"]: "weekly"}, locale="ja", area=None, channel=Channel.PHONE,
        now=timezone.now(), note="6/2", by=_somebody(),
    )  # fmt: skip
    reader.refresh_from_db()
    assert reader.state == State.UNREACHABLE


def _somebody():
    from django.contrib.auth import get_user_model

    return get_user_model().objects.create_user("staff", "staff@example.jp", "x")


def test_asking_on_the_website_and_confirming_is_a_way_back(site, reader, topics):
    heed(reader, WHY.BOUNCED)
    services.sign_up(
        site=site, address=reader.address, topics=[topics["events"]], frequency="weekly", area=None, locale="ja",
        channel=Channel.WEB, page="", now=timezone.now(),
    )  # fmt: skip
    assert Delivery.objects.filter(address=reader.address).exists()
    services.confirm(row=opt_in.OptIn.objects.get(), now=timezone.now())
    reader.refresh_from_db()
    assert reader.state == State.ACTIVE
    assert not Suppression.objects.exists()


def test_who_complained_is_not_written_to_because_somebody_types_her_address(site, reader, topics):
    heed(reader, WHY.COMPLAINT)
    services.sign_up(
        site=site, address=reader.address, topics=[topics["events"]], frequency="weekly", area=None, locale="ja",
        channel=Channel.WEB, page="", now=timezone.now(),
    )  # fmt: skip
    assert not Delivery.objects.exists()


def test_a_new_confirmed_address_is_a_way_back(reader):
    heed(reader, WHY.BOUNCED)
    services.ask_for_address(subscriber=reader, address="new@example.jp", page="", now=timezone.now())
    services.confirm_address(row=opt_in.OptIn.objects.get(), now=timezone.now())
    reader.refresh_from_db()
    assert (reader.state, reader.address) == (State.ACTIVE, "new@example.jp")


def test_staff_ask_her_to_confirm_again(editor, reader, topics):  # noqa: F811
    heed(reader, WHY.COMPLAINT)
    url = reverse("newsletter_readers:reader", args=[reader.pk])
    assert "もう一度確認していただく" in editor.get(url).content.decode()
    data = {"action": "again", "topics": [topics["grants"].pk], "channel": "phone", "note": "6/2 山田"}
    assert "確認のメールを送りました。" in editor.post(url, data, follow=True).content.decode()
    reader.refresh_from_db()
    assert reader.state == State.COMPLAINED
    services.confirm(row=opt_in.OptIn.objects.get(), now=timezone.now())
    reader.refresh_from_db()
    assert (reader.state, list(reader.topics.all())) == (State.ACTIVE, [topics["grants"]])


def test_asking_again_keeps_how_often_she_reads(reader, topics):
    services.change(
        subscriber=reader, wanted={topics["events"]: "monthly", topics["grants"]: "weekly"}, locale="ja", area=None,
        channel=Channel.LINK, now=NOW,
    )  # fmt: skip
    heed(reader, WHY.BOUNCED)
    services.ask_again(
        subscriber=reader, topics=list(topics.values()), channel=Channel.PHONE, note="6/2", by=None, now=timezone.now()
    )
    services.confirm(row=opt_in.OptIn.objects.get(), now=timezone.now())
    often = dict(reader.subscriptions.values_list("topic__slug", "frequency"))
    assert often == {"events": "monthly", "grants": "weekly"}


def test_without_how_staff_know_nobody_is_asked(editor, reader, topics):  # noqa: F811
    heed(reader, WHY.BOUNCED)
    url = reverse("newsletter_readers:reader", args=[reader.pk])
    shown = editor.post(url, {"action": "again", "topics": [topics["grants"].pk]}).content.decode()
    assert "どの方法で受けたかを選んでください。" in shown
    assert not Delivery.objects.exists()


def test_taking_the_address_off_the_list_is_a_way_back(editor, reader):  # noqa: F811
    heed(reader, WHY.BOUNCED)
    editor.post(reverse("newsletter_suppressed:list"), {"address": reader.address, "action": "lift"})
    reader.refresh_from_db()
    assert reader.state == State.ACTIVE


@pytest.mark.parametrize(("domain", "told"), [("docomo.ne.jp", True), ("example.jp", False)])
def test_a_telephones_own_filter_is_thought_of(editor, reader, domain, told):  # noqa: F811
    Subscriber.objects.filter(pk=reader.pk).update(address=f"reader@{domain}")
    heed(reader, WHY.BOUNCED)
    shown = editor.get(reverse("newsletter_readers:reader", args=[reader.pk])).content.decode()
    assert ("迷惑メールの受信設定" in shown) is told


# Small things ------------------------------------------------------------------------------------------------------


def test_the_old_address_is_told_when_the_address_changes(reader):
    services.ask_for_address(subscriber=reader, address="new@example.jp", page="", now=timezone.now())
    services.confirm_address(row=opt_in.OptIn.objects.get(), now=timezone.now())
    notice = Delivery.objects.get(address="reader@example.jp")
    assert notice.mailing.subject == "おたよりの送り先が変わりました"
    assert "new@example.jp" not in notice.mailing.text + notice.mailing.html


def test_an_old_address_that_does_not_work_is_not_written_to(reader):
    heed(reader, WHY.BOUNCED)
    services.ask_for_address(subscriber=reader, address="new@example.jp", page="", now=timezone.now())
    services.confirm_address(row=opt_in.OptIn.objects.get(), now=timezone.now())
    assert not Delivery.objects.filter(address="reader@example.jp").exists()


def test_who_downloads_the_list_is_written_down(editor, reader):  # noqa: F811
    editor.get(reverse("newsletter_readers:export"))
    shown = editor.get(reverse("newsletter_readers:list")).content.decode()
    assert "読者1人の名簿をダウンロードしました" in shown
