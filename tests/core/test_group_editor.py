"""The rights of a group are said in Japanese."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from cms.core.models import StaffRole

pytestmark = pytest.mark.django_db


@pytest.fixture
def html(client):
    client.force_login(get_user_model().objects.create_superuser("chief", "chief@example.jp", "x"))
    group = StaffRole.objects.get(key="moderator").group
    return client.get(reverse("wagtailusers_groups:edit", args=[group.pk])).content.decode()


def test_no_right_is_named_in_english(html):
    assert re.findall(r">\s*(Can [^<]*)<", html) == []


def test_the_right_to_publish_words_of_organisations_is_named(html):
    assert "公開できる" in html


def test_each_box_says_what_it_is_about(html):
    assert re.search(r'<label for="[^"]+" class="w-sr-only">団体：追加</label>', html)
