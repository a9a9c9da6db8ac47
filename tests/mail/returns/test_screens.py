"""What staff see of it: the list, one mail, one bulk mail."""

import pytest

from cms.mail.models import Campaign, ReturnedMail, ReturnSource
from cms.mail.returns import intake
from tests.mail.bulk.test_admin import log_in, text  # noqa: F401
from tests.mail.conftest import NOON

from . import samples
from .conftest import take

LIST = "/admin/mail/returned/"


@pytest.fixture
def editor(log_in):  # noqa: F811
    return log_in("newsletter")


def test_while_nothing_is_set_up_the_list_says_so(editor, settings):
    settings.CMS_RETURN_PATH = settings.CMS_BOUNCE_IMAP = ""
    shown = text(editor.get(LIST))
    assert "届かずに戻ってきたメールを、このサイトは受け取っていません。" in shown
    assert "まだありません。" in shown


def test_the_records_of_mails_lead_to_it(editor):
    assert LIST in text(editor.get("/admin/mail/"))


def test_trouble_with_the_mailbox_is_told(editor, settings):
    settings.CMS_BOUNCE_IMAP = "imaps://a:b@imap.example.jp"
    intake.tell_how_it_went(ReturnSource.MAILBOX, trouble="account", now=NOON)
    assert "利用者名、パスワード、またはフォルダー名が受け付けられません。" in text(editor.get(LIST))


def test_the_list_shows_what_came_back(editor, sent, single):
    [delivery] = sent()
    take(samples.dsn(samples.address(delivery)))
    take(samples.dsn(samples.address(single), status="5.2.2", words="full"))
    shown = text(editor.get(LIST))
    expected = ("reader0@example.jp", "hanako@example.jp", "12月号", "アドレスが使えません", "今回は届かずに戻りました")
    assert [each for each in expected if each not in shown] == []


def test_the_list_is_narrowed_down(editor, sent):
    first, second = sent(2)
    take(samples.dsn(samples.address(first)))
    take(samples.arf(samples.address(second)))
    shown = text(editor.get(LIST, {"kind": "complaint"}))
    assert (first.address in shown, second.address in shown) == (False, True)


def test_the_list_takes_as_many_queries_for_many_as_for_one(editor, sent, query_count):
    deliveries = sent(10)
    take(samples.dsn(samples.address(deliveries[0])))
    one = query_count(lambda: editor.get(LIST))
    for delivery in deliveries[1:]:
        take(samples.dsn(samples.address(delivery)))
    assert ReturnedMail.objects.count() == 10
    assert query_count(lambda: editor.get(LIST)) <= one


def test_the_desk_sees_single_mails_and_no_readers(log_in, sent, single):  # noqa: F811
    [delivery] = sent()
    take(samples.dsn(samples.address(delivery)))
    take(samples.dsn(samples.address(single)))
    shown = text(log_in("desk").get(LIST))
    assert ("reader0@" in shown, "hanako@" in shown) == (False, True)


def test_a_mail_says_that_it_came_back_and_why(editor, single):
    take(samples.dsn(samples.address(single)))
    shown = text(editor.get(f"/admin/mail/{single.pk}/"))
    assert [each for each in ("戻ってきた知らせ", "5.1.1", 'value="retry"') if each not in shown] == []


def test_a_bulk_mail_counts_what_came_back(editor, sent):
    first, second, _third = sent(3)
    take(samples.dsn(samples.address(first)))
    take(samples.arf(samples.address(second)))
    shown = text(editor.get(f"/admin/mail/bulk/{Campaign.objects.get().pk}/"))
    expected = ("アドレスが使えません", "迷惑メールとして報告されました", first.address)
    assert [each for each in expected if each not in shown] == []


def test_totals_of_a_bulk_mail_still_add_up(editor, sent):
    from cms.mail.bulk import services

    deliveries = sent(3)
    take(samples.dsn(samples.address(deliveries[0])))
    totals = services.totals_of(Campaign.objects.get())
    assert (totals.prepared, totals.states["refused"], totals.states["sent"]) == (3, 1, 2)


def test_lines_of_a_log_settle_uncertain_ones(editor, running, sink):
    from django.utils import timezone

    from cms.mail.models import BulkDelivery
    from tests.mail.bulk.conftest import drive
    from tests.mail.sink import HANG_UP, by_address

    from .test_evidence import postfix

    campaign = running(3, now=timezone.now(), keeps_quiet=False)
    sink.dot = by_address({"reader1": HANG_UP})
    drive(now=timezone.now())
    uncertain = BulkDelivery.objects.get(state="uncertain")
    url = f"/admin/mail/bulk/{campaign.pk}/"
    assert "メールサーバーの記録で確かめる" in text(editor.get(url))
    assert "新しく分かったことはありません" in text(editor.post(url, {"action": "log", "lines": "x"}, follow=True))
    lines = postfix(path=samples.address(uncertain))
    assert "1通が届き、0通が戻っていました" in text(editor.post(url, {"action": "log", "lines": lines}, follow=True))
    uncertain.refresh_from_db()
    assert uncertain.state == "sent"


def test_the_card_of_the_day_tells_that_the_mailbox_cannot_be_read(editor):
    said = "戻ってきたメール用のメールボックスを読めません"
    assert said not in text(editor.get("/admin/"))
    intake.tell_how_it_went(ReturnSource.MAILBOX, trouble="line", now=NOON)
    assert said in text(editor.get("/admin/"))
