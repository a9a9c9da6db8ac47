"""The admin speaks as the centre's own."""

import pytest
from django.contrib.auth import get_user_model

from cms.core.models import StaffRole

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = get_user_model().objects.create_user(username="editor", password="a long password")
    user.groups.add(StaffRole.objects.get(key="editor").group)
    client.force_login(user)
    return client


def test_no_admin_page_sends_staff_to_english_guides_elsewhere(editor):
    page = editor.get("/admin/").content.decode()
    assert "guide.wagtail.org" not in page
    assert "docs.wagtail.org" not in page


def test_the_log_in_page_is_japanese(client):
    page = client.get("/admin/login/").content.decode()
    assert "職員ログイン" in page
    assert 'lang="ja"' in page
