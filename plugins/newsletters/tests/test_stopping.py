"""One click, one's own page, and that looking changes nothing."""

import json

import pytest
from django.apps import apps
from django.core import serializers
from django.utils import timezone

from cms.mail import stop_links
from cms.mail.models import Channel, ConsentAction, ConsentEvent
from cms.mail.services import opt_in
from cms.plugin_host import services as host
from plugins.newsletters import links, services
from plugins.newsletters.links import CONFIRM
from plugins.newsletters.models import Subscriber
from plugins.newsletters.states import State

from .letters import campaign_of

SAME_ORIGIN = {"sec-fetch-site": "same-origin"}
ONE_CLICK = "List-Unsubscribe=One-Click"
MULTIPART = '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n'


def every_row() -> str:
    models = [model for label in ("newsletters", "mail") for model in apps.get_app_config(label).get_models()]
    return json.dumps([json.loads(serializers.serialize("json", model.objects.order_by("pk"))) for model in models])


@pytest.fixture
def own(reader) -> str:
    return links.preferences(reader, now=timezone.now())


@pytest.fixture
def link_to_stop(reader):
    """The path of the link to stop in a letter of a topic."""

    def path(topic) -> str:
        return stop_links.path(links.letter_token(reader, campaign_id=campaign_of(topic).pk, now=timezone.now()))

    return path


@pytest.fixture
def stop_events(link_to_stop, topics) -> str:
    return link_to_stop(topics["events"])


@pytest.fixture
def press(client, django_capture_on_commit_callbacks):
    """Post, and let happen what happens once it is committed."""

    def post(url: str, *args, **kwargs):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(url, *args, **kwargs)

    return post


@pytest.mark.parametrize(
    ("content_type", "body"),
    [("application/x-www-form-urlencoded", ONE_CLICK), ("multipart/form-data; boundary=b", MULTIPART)],
    ids=["urlencoded", "multipart"],
)
def test_one_click_stops_that_topic_only(client, press, reader, topics, stop_events, content_type, body):
    response = press(stop_events, body, content_type=content_type)
    assert response.status_code == 200
    assert client.cookies == {}
    assert list(reader.topics.all()) == [topics["grants"]]


def test_one_click_is_noted_as_such(press, reader, stop_events):
    press(stop_events, ONE_CLICK, content_type="application/x-www-form-urlencoded")
    line = ConsentEvent.objects.get(action=ConsentAction.WITHDRAWN)
    assert (line.channel, line.page) == (Channel.ONE_CLICK, "/stop/")


def test_one_click_works_from_the_page_of_a_web_mailer(press, reader, topics, stop_events):
    response = press(stop_events, {"List-Unsubscribe": "One-Click"}, headers={"sec-fetch-site": "cross-site"})
    assert response.status_code == 200
    assert topics["events"] not in reader.topics.all()


def test_one_click_again_changes_nothing_more(press, reader, stop_events):
    for _ in range(3):
        assert press(stop_events, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert ConsentEvent.objects.filter(action=ConsentAction.WITHDRAWN).count() == 1


def test_one_click_after_erasure_is_answered_the_same(press, reader, stop_events):
    services.erase(subscriber=reader, channel=Channel.LINK, now=timezone.now())
    assert press(stop_events, {"List-Unsubscribe": "One-Click"}).status_code == 200


def test_a_link_to_stop_still_works_after_the_settings_link_was_taken_back(press, reader, topics, stop_events):
    Subscriber.objects.filter(pk=reader.pk).update(token_version=9)
    press(stop_events, {"List-Unsubscribe": "One-Click"})
    assert topics["events"] not in reader.topics.all()


def test_a_link_for_another_reader_cannot_be_made_up(press, reader, stop_events):
    forged = "/stop/" + "A" * 54 + "/"
    assert press(forged, {"List-Unsubscribe": "One-Click"}).status_code == 404
    assert reader.topics.count() == 2


def test_who_stops_the_last_topic_has_stopped(press, reader, topics, link_to_stop):
    for topic in topics.values():
        press(link_to_stop(topic), {"stop": "1"})
    reader.refresh_from_db()
    assert reader.state == State.STOPPED


def test_a_link_to_stop_works_while_the_plugin_is_off(press, reader, topics, stop_events, site):
    host.disable(slug="newsletters", site=site, now=timezone.now())
    assert press(stop_events, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert ConsentEvent.objects.filter(action=ConsentAction.WITHDRAWN, purpose="newsletters.events").count() == 1


def test_who_stopped_while_the_plugin_was_off_is_taken_off_before_readers_are_counted(
    client, reader, topics, stop_events
):
    client.post(stop_events, {"List-Unsubscribe": "One-Click"})  # nobody hears it: nothing is committed here
    assert services.catch_up(topics=topics.values(), now=timezone.now()) == 1
    assert list(reader.topics.all()) == [topics["grants"]]


def test_who_asked_anew_since_is_not_taken_off(press, reader, topics, stop_events):
    press(stop_events, {"List-Unsubscribe": "One-Click"})
    services.change(
        subscriber=reader, wanted=dict.fromkeys(topics.values(), "at_once"), locale="ja", area=None,
        channel=Channel.LINK, now=timezone.now(),
    )  # fmt: skip
    assert services.catch_up(topics=topics.values(), now=timezone.now()) == 0
    assert reader.topics.count() == 2


@pytest.mark.one_database  # that looking writes nothing is so wherever it would write
def test_looking_at_a_mailed_address_a_hundred_times_changes_no_row(client, site, topics, reader, own, stop_events):
    services.sign_up(
        site=site, address="new@example.jp", topics=list(topics.values()), frequency="weekly", area=None, locale="ja",
        channel=Channel.WEB, page="/ja/newsletters/", now=timezone.now(),
    )  # fmt: skip
    services.ask_for_address(subscriber=reader, address="other@example.jp", page="", now=timezone.now())
    wishes = opt_in.OptIn.objects.order_by("pk")
    confirm = links.path("confirm", opt_in.token_for(wishes.get(purpose=CONFIRM)), locale="ja")
    address = links.path("address", opt_in.token_for(wishes.exclude(purpose=CONFIRM).get()), locale="ja")
    below = [f"{own}{name}/" for name in ("address", "pause", "stop", "my-data", "erase")]
    before = every_row()
    for url in (confirm, address, stop_events, own, *below):
        for method in (client.get, client.head, client.options):
            assert method(url).status_code in {200, 405}
    for number in range(100):
        for url in (confirm, stop_events, own):
            (client.get, client.head, client.options)[number % 3](url)
    assert every_row() == before


def test_a_button_does_change_rows(client, stop_events):
    """The control of the test above."""
    before = every_row()
    client.post(stop_events, {"stop": "1"})
    assert every_row() != before


def test_topics_and_frequency_are_changed_on_ones_own_page(client, reader, topics, own):
    wanted = {f"topic_{topics['events'].pk}": "monthly", f"topic_{topics['grants'].pk}": "", "language": "en"}
    response = client.post(own, wanted, headers=SAME_ORIGIN)
    reader.refresh_from_db()
    assert [(each.topic, each.frequency) for each in reader.subscriptions.all()] == [(topics["events"], "monthly")]
    assert reader.locale == "en"
    assert response.headers["Location"].startswith("/en/newsletters/preferences/")


def test_choosing_nothing_on_ones_own_page_stops_everything(client, reader, own):
    client.post(own, {"language": "ja"}, headers=SAME_ORIGIN)
    reader.refresh_from_db()
    assert reader.state == State.STOPPED


def test_who_stopped_comes_back_by_choosing_again(client, reader, topics, own):
    services.stop_all(subscriber=reader, channel=Channel.LINK, now=timezone.now())
    client.post(own, {f"topic_{topics['events'].pk}": "weekly", "language": "ja"}, headers=SAME_ORIGIN)
    reader.refresh_from_db()
    assert (reader.state, reader.topics.count()) == (State.ACTIVE, 1)


def test_a_pause_holds_letters_back_and_ends(client, reader, own):
    client.post(f"{own}pause/", {"months": "3"}, headers=SAME_ORIGIN)
    today = timezone.localdate()
    assert reader not in Subscriber.objects.getting_letters(on=today)
    assert reader in Subscriber.objects.getting_letters(on=today + timezone.timedelta(days=91))
    client.post(f"{own}pause/", headers=SAME_ORIGIN)
    assert reader in Subscriber.objects.getting_letters(on=today)


def test_a_new_address_counts_when_it_is_confirmed(client, reader, own, mailed):
    client.post(f"{own}address/", {"address": "new@example.jp"}, headers=SAME_ORIGIN)
    reader.refresh_from_db()
    assert reader.address == "reader@example.jp"
    token = opt_in.token_for(opt_in.OptIn.objects.get())
    client.post(links.path("address", token, locale="ja"), headers=SAME_ORIGIN)
    reader.refresh_from_db()
    assert reader.address == "new@example.jp"
    assert len(mailed("new@example.jp")) == 1


def test_links_mailed_to_the_old_address_open_nothing_any_more(client, reader, own):
    services.ask_for_address(subscriber=reader, address="new@example.jp", page="", now=timezone.now())
    services.confirm_address(row=opt_in.OptIn.objects.get(), now=timezone.now())
    assert client.get(own).status_code == 404


def test_two_readers_who_are_one_become_one(site, topics, reader):
    other = services.enter(
        site=site, address="second@example.jp", name="", locale="ja", area=None,
        topics={topics["events"]: "weekly"}, channel=Channel.PAPER, note="", by=None, now=timezone.now(),
    )  # fmt: skip
    services.stop_topic(subscriber=reader, topic=topics["events"], channel=Channel.LINK, now=timezone.now())
    services.ask_for_address(subscriber=reader, address="second@example.jp", page="", now=timezone.now())
    services.confirm_address(row=opt_in.OptIn.objects.get(), now=timezone.now())
    assert not Subscriber.objects.filter(pk=other.pk).exists()
    assert set(reader.topics.all()) == set(topics.values())


def test_what_is_kept_is_shown_in_words(client, reader, own):
    page = client.get(f"{own}my-data/").content.decode()
    assert [text for text in ("reader@example.jp", "配信中", "書面", "folder 2") if text not in page] == []
