"""From the form to the button behind the mailed link."""

import re

import pytest
from django.utils import timezone

from cms.core.public_forms.tickets import Ticket
from cms.mail.models import Channel, ConsentAction, ConsentEvent, OptIn, Suppression
from cms.mail.services import suppression
from plugins.newsletters import services
from plugins.newsletters.models import Area, Subscriber
from plugins.newsletters.states import Frequency, State

from .conftest import NOW

FORM = "/ja/newsletters/"
SAME_ORIGIN = {"sec-fetch-site": "same-origin"}


def filled(offered, **changes):
    return {
        "topics": [topic.pk for topic in offered.values()], "frequency": "weekly", "language": "ja",
        "address": "hanako@example.jp", "ticket": "", **changes,
    }  # fmt: skip


def sign_up(site, topics, *, address="hanako@example.jp", now=NOW, **changes):
    chosen = {"topics": list(topics.values()), "frequency": "weekly", "area": None, "locale": "ja"} | changes
    services.sign_up(site=site, address=address, channel=Channel.WEB, page=FORM, now=now, **chosen)


def link_in(text: str, name: str = "confirm") -> str:
    return re.search(rf"https?://[^/\s]+(/\S+/{name}/\S+)", text)[1]


def test_the_form_offers_the_topics_of_the_site(client, topics):
    page = client.get(FORM).content.decode()
    assert "イベント" in page
    assert "助成金" in page


def test_a_topic_that_is_no_longer_offered_is_not_on_the_form(client, topics):
    topics["grants"].is_offered = False
    topics["grants"].save()
    assert "助成金" not in client.get(FORM).content.decode()


def test_sending_the_form_mails_a_link_and_makes_nobody_a_reader(client, topics, mailed):
    response = client.post(FORM, filled(topics), headers=SAME_ORIGIN)
    assert response.headers["Location"] == "/ja/newsletters/sent/"
    assert len(mailed("hanako@example.jp")) == 1
    assert not Subscriber.objects.exclude(state=State.WAITING).exists()


def test_the_answer_is_the_same_for_an_address_that_is_known(client, topics, reader):
    known = client.post(FORM, filled(topics, address="reader@example.jp"), headers=SAME_ORIGIN)
    new = client.post(FORM, filled(topics), headers=SAME_ORIGIN)
    assert (known.status_code, known.headers["Location"]) == (new.status_code, new.headers["Location"])


def test_asking_twice_on_a_day_mails_once(client, topics, mailed):
    for _ in range(2):
        client.post(FORM, filled(topics), headers=SAME_ORIGIN)
    assert len(mailed("hanako@example.jp")) == 1


def test_asking_on_the_next_day_mails_again(site, topics, mailed):
    sign_up(site, topics)
    sign_up(site, topics, now=NOW + timezone.timedelta(days=1))
    assert len(mailed("hanako@example.jp")) == 2


def test_one_address_spelt_in_two_ways_is_one_person(site, topics):
    sign_up(site, topics, address="A@x.jp")
    sign_up(site, topics, address="a@X.jp")
    assert Subscriber.objects.count() == 1


def test_the_page_behind_the_link_changes_nothing(client, site, topics, mailed):
    client.post(FORM, filled(topics), headers=SAME_ORIGIN)
    client.get(link_in(mailed("hanako@example.jp")[0]))
    assert Subscriber.objects.get().state == State.WAITING


def test_the_button_gives_what_was_asked_for(client, topics, mailed):
    client.post(FORM, filled(topics), headers=SAME_ORIGIN)
    client.post(link_in(mailed("hanako@example.jp")[0]), headers=SAME_ORIGIN)
    reader = Subscriber.objects.get()
    assert reader.state == State.ACTIVE
    assert {each.frequency for each in reader.subscriptions.all()} == {Frequency.WEEKLY}
    assert set(reader.topics.all()) == set(topics.values())


def test_the_button_may_be_pressed_as_soon_as_it_is_there(client, topics, mailed):
    client.post(FORM, filled(topics), headers=SAME_ORIGIN)
    now = str(Ticket.issue(now=timezone.now()))
    client.post(link_in(mailed("hanako@example.jp")[0]), {"ticket": now}, headers=SAME_ORIGIN)
    assert Subscriber.objects.get().state == State.ACTIVE


def test_the_button_leads_to_ones_own_page(client, topics, mailed):
    client.post(FORM, filled(topics), headers=SAME_ORIGIN)
    response = client.post(link_in(mailed("hanako@example.jp")[0]), headers=SAME_ORIGIN, follow=True)
    assert "hanako@example.jp" in response.content.decode()


def test_pressing_the_button_twice_is_pressing_it_once(client, topics, mailed):
    client.post(FORM, filled(topics), headers=SAME_ORIGIN)
    link = link_in(mailed("hanako@example.jp")[0])
    for _ in range(2):
        assert client.post(link, headers=SAME_ORIGIN).status_code == 303
    assert ConsentEvent.objects.filter(action=ConsentAction.GIVEN).count() == 2


def test_the_consent_is_kept_with_the_words_that_were_read(client, topics, mailed):
    client.post(FORM, filled(topics), headers=SAME_ORIGIN)
    page = client.get(FORM).content.decode()
    client.post(link_in(mailed("hanako@example.jp")[0]), headers=SAME_ORIGIN)
    line = ConsentEvent.objects.filter(action=ConsentAction.GIVEN).first()
    promised = line.wording.text.splitlines()[1:]
    assert promised
    assert [sentence for sentence in promised if sentence not in page] == []
    assert (line.page, line.channel) == (FORM, Channel.WEB)


def test_what_somebody_else_asks_for_an_address_leaves_its_reader_alone(client, topics, reader):
    client.post(FORM, filled(topics, address="reader@example.jp", language="en"), headers=SAME_ORIGIN)
    reader.refresh_from_db()
    assert (reader.locale, reader.state) == ("ja", State.ACTIVE)


def test_a_link_from_before_is_over_after_asking_again(client, site, topics, mailed):
    sign_up(site, topics, now=timezone.now())
    first = link_in(mailed("hanako@example.jp")[0])
    client.post(first, headers=SAME_ORIGIN)
    sign_up(site, topics, now=timezone.now())
    assert client.get(first).status_code == 404
    assert len(mailed("hanako@example.jp")) == 2


def test_a_link_ends_after_seven_days(client, site, topics, mailed):
    sign_up(site, topics, now=timezone.now() - timezone.timedelta(days=7, minutes=1))
    assert client.get(link_in(mailed("hanako@example.jp")[0])).status_code == 404


def test_an_address_that_wants_no_letters_gets_no_mail_and_the_same_answer(client, site, topics, mailed):
    suppression.suppress(site=site, address="HANAKO@example.jp", why=Suppression.Why.REFUSED, now=NOW)
    response = client.post(FORM, filled(topics), headers=SAME_ORIGIN)
    assert response.headers["Location"] == "/ja/newsletters/sent/"
    assert mailed("hanako@example.jp") == []


def test_what_was_typed_is_kept_when_something_is_missing(client, topics):
    page = client.post(FORM, filled(topics, topics=[]), headers=SAME_ORIGIN).content.decode()
    assert "おたよりを一つ以上選んでください。" in page
    assert 'value="hanako@example.jp"' in page


def test_an_address_that_is_none_is_named(client, topics):
    page = client.post(FORM, filled(topics, address="hanako"), headers=SAME_ORIGIN).content.decode()
    assert "hanako@example.jp" in page  # the example of what it looks like
    assert not OptIn.objects.exists()


def test_a_form_that_another_site_sends_is_refused(client, topics):
    response = client.post(FORM, filled(topics), headers={"sec-fetch-site": "cross-site"})
    assert response.status_code == 403
    assert not OptIn.objects.exists()


def test_no_cookie_is_set(client, topics):
    client.post(FORM, filled(topics), headers=SAME_ORIGIN, follow=True)
    assert client.cookies == {}


def test_the_area_is_asked_where_the_centre_has_some(client, site, topics, mailed):
    area = Area.objects.create(site=site, name="北区")
    client.post(FORM, filled(topics, area=area.pk), headers=SAME_ORIGIN)
    client.post(link_in(mailed("hanako@example.jp")[0]), headers=SAME_ORIGIN)
    assert Subscriber.objects.get().area == area


def test_the_mail_is_in_the_language_that_was_chosen(client, topics, mailed):
    client.post(FORM, filled(topics, language="en"), headers=SAME_ORIGIN)
    text = mailed("hanako@example.jp")[0]
    assert "Events" in text
    assert "/en/newsletters/confirm/" in text


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_footer_leads_to_the_form(client, site, language):
    page = client.get(f"/{language}/").content.decode()
    assert f'href="/{language}/newsletters/"' in page
