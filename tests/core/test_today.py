"""今日のセンター on the admin's home."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Site

from cms.accounts.models import User
from cms.core import moderation, roles
from cms.core.models import StaffRole
from cms.core.today import waiting_context
from tests.factories.home import StandardPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    site = Site.objects.get(is_default_site=True)
    roles.grant(site=site)
    moderation.ensure_workflow(site=site)
    return site


def person(role, name=""):
    user = User.objects.create_user(name or role, f"{name or role}@example.jp", "x")
    user.groups.add(StaffRole.objects.get(key=role).group)
    return user


def submit(page, by):
    page.save_revision(user=by)
    page.get_workflow().start(page, by)


def home(client, user):
    client.force_login(user)
    return client.get(reverse("wagtailadmin_home")).content.decode()


def test_moderator_sees_what_an_editor_submitted(client, site):
    editor, moderator = person("editor"), person("moderator")
    submit(StandardPageFactory(title="ごみの出し方", draft=True), editor)
    html = home(client, moderator)
    assert "今日のセンター" in html
    assert "公開前の確認待ち" in html
    assert "ごみの出し方" in html


def test_editor_is_not_asked_to_look_at_own_draft(client, site):
    editor = person("editor")
    submit(StandardPageFactory(title="ごみの出し方", draft=True), editor)
    assert "公開前の確認待ち" not in home(client, editor)


def test_manager_is_told_of_drafts_that_nobody_would_see(client, site):
    editor, chief = person("editor"), User.objects.create_superuser("chief", "chief@example.jp", "x")
    submit(StandardPageFactory(title="ごみの出し方", draft=True), editor)
    assert "確認する人がいないグループ" in home(client, chief)
    person("moderator")
    assert "確認する人がいないグループ" not in home(client, chief)


def test_page_not_published_for_a_year_is_shown_to_those_who_may_change_it(client, site):
    page = StandardPageFactory(title="むかしの案内")
    long_ago = timezone.now() - timedelta(days=400)
    Page.objects.filter(pk=page.pk).update(last_published_at=long_ago)
    assert "むかしの案内" in home(client, person("editor"))
    guest = User.objects.create_user("guest", "guest@example.jp", "x")
    guest.user_permissions.add(Permission.objects.get(codename="access_admin"))
    assert "むかしの案内" not in home(client, guest)
    page.save_revision().publish()
    assert "1年以上見直していない" not in home(client, User.objects.get(username="editor"))


def test_board_without_cards_says_that_nothing_waits(client, site):
    assert "いま対応が必要なことはありません。" in home(client, person("newsletter"))


def test_board_costs_the_same_for_many_drafts(client, site):
    editor, moderator = person("editor"), person("moderator")
    client.force_login(moderator)

    def queries():
        request = client.get(reverse("wagtailadmin_home")).wsgi_request
        with CaptureQueriesContext(connection) as captured:
            waiting_context(request)
        return len(captured)

    submit(StandardPageFactory(draft=True), editor)
    first = queries()
    for _number in range(4):
        submit(StandardPageFactory(draft=True), editor)
    assert queries() == first
