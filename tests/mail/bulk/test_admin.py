"""一斉メール in the admin, as the people who send newsletters use it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.accounts.models import User
from cms.core import roles
from cms.core.models import StaffRole
from cms.mail.models import BulkDelivery, Campaign
from cms.mail.states import State
from tests.mail.sink import HANG_UP, by_address

from .conftest import drive, reader

pytestmark = pytest.mark.django_db
LIST = "/admin/mail/bulk/"


@pytest.fixture
def log_in(client, site):
    roles.grant(site=site)

    def act(role):
        user = User.objects.create_user(role, f"{role}@example.jp", "x", last_name="鈴木", first_name="次郎")
        user.groups.add(StaffRole.objects.get(key=role).group)
        client.force_login(user)
        return client

    return act


@pytest.fixture
def editor(log_in):
    return log_in("newsletter")


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def page(campaign):
    return f"{LIST}{campaign.pk}/"


def do(client, campaign, **said):
    return client.post(page(campaign), said, follow=True)


@pytest.fixture
def uncertain(running, sink):
    campaign = running(3, now=timezone.now(), keeps_quiet=False)
    sink.dot = by_address({"reader1": HANG_UP})
    drive(now=timezone.now())
    sink.dot = by_address({})
    return BulkDelivery.objects.get(campaign=campaign, state=State.UNCERTAIN)


def test_without_any_the_list_says_so(editor):
    assert "まだ一斉メールはありません" in text(editor.get(LIST))


def test_the_list_leads_to_each(editor, prepared):
    campaign = prepared(3)
    assert page(campaign) in text(editor.get(LIST))


def test_the_records_of_mails_lead_to_the_list(editor):
    assert LIST in text(editor.get("/admin/mail/"))


def test_the_desk_is_not_let_in(log_in, prepared):
    assert log_in("desk").get(LIST).status_code in {302, 403}


def test_a_page_shows_sums_that_add_up(editor, prepared):
    campaign = prepared([reader(1), reader(2), reader(1)])
    shown = text(editor.get(page(campaign)))
    assert "同じアドレスの重複" in shown
    assert "<strong>3</strong>" in shown


def test_pausing_and_resuming(editor, running):
    campaign = running(3, now=timezone.now() - timedelta(hours=1), keeps_quiet=False)
    do(editor, campaign, action="pause")
    assert Campaign.objects.get().state == "paused"
    assert "鈴木 次郎" in text(do(editor, campaign, action="resume"))
    assert Campaign.objects.get().state == "running"


def test_what_has_not_begun_is_neither_offered_to_be_paused_nor_paused(editor, running):
    campaign = running(3)
    Campaign.objects.update(start_at=timezone.now() + timedelta(hours=1))
    shown = text(editor.get(page(campaign)))
    assert ('value="pause"' in shown, 'value="call_off"' in shown) == (False, True)
    assert "まだ始まっていないため、止めるものがありません。" in text(do(editor, campaign, action="pause"))
    assert Campaign.objects.get().state == "running"


def test_what_has_changed_meanwhile_is_said(editor, running):
    campaign = running(3)
    do(editor, campaign, action="call_off")
    assert "変わっています" in text(do(editor, campaign, action="pause"))


def test_an_uncertain_one_is_listed_and_noted_as_arrived(editor, uncertain):
    assert uncertain.address in text(editor.get(page(uncertain.campaign)))
    do(editor, uncertain.campaign, action="arrived", delivery=uncertain.pk)
    assert BulkDelivery.objects.get(pk=uncertain.pk).state == State.SENT


def test_an_uncertain_one_is_sent_again(editor, uncertain):
    do(editor, uncertain.campaign, action="again", delivery=uncertain.pk)
    assert BulkDelivery.objects.get(pk=uncertain.pk).state == State.PENDING


def test_an_uncertain_one_can_be_left_so(editor, uncertain):
    assert uncertain.address not in text(do(editor, uncertain.campaign, action="dealt_with", delivery=uncertain.pk))
    assert BulkDelivery.objects.get(pk=uncertain.pk).state == State.UNCERTAIN


@pytest.mark.parametrize("number", ["", "x", "999999"])
def test_a_mail_that_is_not_there_is_no_error(editor, uncertain, number):
    assert "変わっています" in text(do(editor, uncertain.campaign, action="again", delivery=number))
