"""What the screen of a registration says of mails that did not arrive, and what to do about it."""

import pytest
from django.utils import timezone

from cms.core.models import StaffRole
from cms.mail.models import Delivery
from cms.mail.states import Reason
from cms.mail.states import State as MailState
from events.registration.models import Registration
from tests.factories.events import registered

pytestmark = pytest.mark.django_db


def at(offering, path=""):
    return f"/admin/events/{offering.event_id}/{path}"


def here(offering, **facts):
    return registered(offering, 1, now=timezone.now(), **facts)


def test_a_mail_that_did_not_arrive_is_said_on_the_screen_of_who_should_have_got_it(desk, offering):
    row = here(offering, email="hanako@example.jp")
    screen, mail = at(offering, f"applicants/{row.pk}/"), Delivery.objects.get(address="hanako@example.jp")
    astray = f'href="/admin/mail/{mail.pk}/"'
    assert astray not in desk.get(screen).content.decode()
    Delivery.objects.filter(pk=mail.pk).update(state=MailState.REFUSED, reason=Reason.UNKNOWN_MAILBOX)
    page = desk.get(screen).content.decode()
    said = page.partition(astray)[2].partition("</p>")[0]
    assert "メール「お申し込みが確定しました」" in said
    assert "届けられなかった" in said
    assert "このメールアドレスは存在しません。" in said
    assert "電話で伝えるか、「変更」でアドレスを直してください。" in said
    Delivery.objects.filter(pk=mail.pk).update(handled_at=timezone.now())
    assert astray not in desk.get(screen).content.decode()


@pytest.fixture
def told_of_a_mail_astray(desk, offering):
    """What the screen says to do about a mail that did not arrive, by the state of the registration."""

    def said(state):
        row = Registration.objects.first() or here(offering, email="hanako@example.jp")
        Registration.objects.filter(pk=row.pk).update(state=state, duplicate_key=None)
        Delivery.objects.filter(address="hanako@example.jp").update(state=MailState.REFUSED)
        page = desk.get(at(offering, f"applicants/{row.pk}/")).content.decode()
        return page.partition('href="/admin/mail/')[2].partition("</p>")[0]

    return said


@pytest.mark.parametrize(
    ("state", "call_them", "change"),
    [("confirmed", True, True), ("offered", True, False), ("unverified", True, False), ("cancelled", False, False)],
)
def test_who_still_waits_for_something_is_called_when_a_mail_went_astray(
    told_of_a_mail_astray, state, call_them, change
):
    said = told_of_a_mail_astray(state)
    assert said
    assert ("電話で伝え" in said, "「変更」" in said) == (call_them, change)


def test_who_may_change_nobody_is_told_to_call_alone(told_of_a_mail_astray):
    group = StaffRole.objects.get(key="desk").group
    group.permissions.remove(*group.permissions.filter(codename="change_registration"))
    said = told_of_a_mail_astray("confirmed")
    assert ("電話で伝え" in said, "「変更」" in said) == (True, False)
