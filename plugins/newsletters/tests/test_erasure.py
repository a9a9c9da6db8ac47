"""What was promised to be erased is erased, and what remains names nobody."""

import json
import logging

import pytest
from django.apps import apps
from django.core import serializers
from django.utils import timezone

from cms.mail import addresses
from cms.mail.exceptions import AppendOnly
from cms.mail.models import Channel, ConsentAction, ConsentEvent, OptIn
from cms.mail.services import erase_due as erase_mails
from cms.mail.services import opt_in
from plugins.newsletters import links, services
from plugins.newsletters.models import Subscriber

from .conftest import NOW

CANARY = "canary.7f3a@example.jp"
SAME_ORIGIN = {"sec-fetch-site": "same-origin"}


def everything() -> str:
    models = [model for label in ("newsletters", "mail") for model in apps.get_app_config(label).get_models()]
    return json.dumps(
        [json.loads(serializers.serialize("json", model.objects.all())) for model in models], ensure_ascii=False
    )


def ask(site, topics, *, now=NOW):
    services.sign_up(
        site=site, address=CANARY, topics=list(topics.values()), frequency="weekly", area=None, locale="ja",
        channel=Channel.WEB, page="/ja/newsletters/", now=now,
    )  # fmt: skip


@pytest.mark.parametrize(("days", "left"), [(6.9, 1), (7, 0)])
def test_who_does_not_confirm_is_forgotten_after_seven_days(site, topics, days, left):
    ask(site, topics)
    later = NOW + timezone.timedelta(days=days)
    services.erase_due(now=later)
    opt_in.erase_due(now=later)
    assert (Subscriber.objects.count(), OptIn.objects.count()) == (left, left)


@pytest.mark.parametrize(("days", "left"), [(29.9, 1), (30, 0)])
def test_who_stopped_is_forgotten_after_thirty_days(reader, days, left):
    services.stop_all(subscriber=reader, channel=Channel.LINK, now=NOW)
    services.erase_due(now=NOW + timezone.timedelta(days=days))
    assert Subscriber.objects.count() == left


def test_who_gets_letters_is_kept(reader):
    services.erase_due(now=NOW + timezone.timedelta(days=3650))
    assert Subscriber.objects.filter(pk=reader.pk).exists()


def test_nothing_but_the_hash_is_left_of_an_erased_reader(client, site, topics):
    ask(site, topics, now=timezone.now())
    reader = services.confirm(row=OptIn.objects.get(), now=timezone.now())
    services.enter(
        site=site, address=CANARY, name="カナリア", locale="ja", area=None, topics={}, channel=Channel.FAX, note="",
        by=None, now=timezone.now(),
    )  # fmt: skip
    assert CANARY in everything()
    client.post(f"{links.preferences(reader, now=timezone.now())}erase/", headers=SAME_ORIGIN)
    erase_mails(now=timezone.now())
    assert CANARY not in everything()
    assert "カナリア" not in everything()
    assert ConsentEvent.objects.filter(address_hash=addresses.digest(CANARY), action=ConsentAction.ERASED).exists()


def test_notes_of_staff_go_with_the_reader(reader):
    assert ConsentEvent.objects.filter(note="folder 2").exists()
    services.erase(subscriber=reader, channel=Channel.LINK, now=NOW)
    assert not ConsentEvent.objects.exclude(note="").exists()


def test_lines_about_consents_are_neither_changed_nor_deleted(reader):
    line = ConsentEvent.objects.first()
    with pytest.raises(AppendOnly):
        line.save()
    with pytest.raises(AppendOnly):
        line.delete()
    with pytest.raises(AppendOnly):
        ConsentEvent.objects.update(what="something else")
    with pytest.raises(AppendOnly):
        ConsentEvent.objects.all().delete()


def test_no_address_stands_in_the_log(client, site, topics, caplog):
    caplog.set_level(logging.DEBUG)
    data = {
        "topics": [topic.pk for topic in topics.values()], "frequency": "weekly", "language": "ja", "address": CANARY,
    }  # fmt: skip
    client.post("/ja/newsletters/", data, headers=SAME_ORIGIN)
    reader = services.confirm(row=OptIn.objects.get(), now=timezone.now())
    own = links.preferences(reader, now=timezone.now())
    client.post(f"{own}address/", {"address": "not an address " + CANARY}, headers=SAME_ORIGIN)
    client.post(f"{own}erase/", headers=SAME_ORIGIN)
    said = [record.getMessage() for record in caplog.records if not record.name.startswith("django.db")]
    assert [text for text in said if CANARY in text] == []


def test_who_is_erased_while_she_saves_is_told_that_the_link_is_over(client, reader, gone_once_seen):
    own = links.preferences(reader, now=timezone.now())
    with gone_once_seen(reader) as deleted:
        answer = client.post(own, {"language": "ja"}, headers=SAME_ORIGIN)
    assert (deleted, answer.status_code) == ([reader.pk], 404)
    assert not Subscriber.objects.exists()
