"""Languages at events: tied to their interpreters, told to families, looked after by staff."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from events.registration import services
from events.registration.choices import SpokenLanguage
from events.registration.models import EventLanguage
from events.registration.party import NeedAsked
from plugins.multilingual.event_languages.models import EventLanguageHelp
from plugins.multilingual.event_languages.spoken import spoken_in
from tests.factories.event_pages import EventIndexFactory, event_of, offered, told, translated
from tests.factories.events import registered

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(db):
    EventIndexFactory()
    page = told()
    offered(page)
    return page


@pytest.fixture
def staff(client):
    client.force_login(get_user_model().objects.create_superuser("staff", "staff@example.jp", "x"))
    return client


def text_of(client, url: str) -> str:
    html = client.get(url).content.decode()
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def aside(client, page) -> str:
    text = text_of(client, page.get_url())
    return text.partition("あなたの言葉")[2] or text.partition("Your language")[2]


# The tie to the interpreters


def test_interpreters_make_their_language_one_of_the_event(page):
    services.add_interpreters(event=event_of(page), language="vi", capacity=2)
    assert list(EventLanguage.objects.values_list("code", "use")) == [("vi", "interpreted")]


def test_interpreters_of_a_language_that_is_announced_add_no_second_row(page):
    event = event_of(page)
    EventLanguage.objects.create(event=event, code="vi", use="interpreted")
    services.add_interpreters(event=event, language="vi", capacity=2)
    assert EventLanguage.objects.count() == 1


def test_interpreters_that_are_taken_back_take_the_promise_with_them_and_leave_other_uses(page):
    event = event_of(page)
    pool = services.add_interpreters(event=event, language="vi", capacity=2)
    EventLanguage.objects.create(event=event, code="vi", use="written")
    services.remove_pool(pool=pool.pk, by=None, now=timezone.now())
    assert list(EventLanguage.objects.values_list("code", "use")) == [("vi", "written")]


# Beside the event


def test_a_family_reads_how_many_interpreters_are_free(client, page):
    services.add_interpreters(event=event_of(page), language="vi", capacity=2)
    assert "Tiếng Việt ：あと2組" in aside(client, page)


def test_where_all_interpreters_are_taken_the_page_says_that_one_can_wait(client, page):
    event = event_of(page)
    services.add_interpreters(event=event, language="vi", capacity=0)
    assert "Tiếng Việt ：いっぱいです" in aside(client, page)


def test_the_visitors_own_language_comes_first_in_words(client, page):
    english = translated(page)
    EventLanguage.objects.create(event=event_of(page), code="en", use="spoken")
    assert aside(client, english).startswith(" English It is spoken at this event.")


def test_the_last_day_for_interpreters_is_said_and_when_it_is_over_that_too(client, page):
    event = event_of(page)
    services.add_interpreters(event=event, language="vi", capacity=2)
    row = EventLanguageHelp.objects.create(event=event.page_key, ask_until=timezone.localdate() + timedelta(days=3))
    assert "までにお申し込みください" in aside(client, page)
    row.ask_until = timezone.localdate() - timedelta(days=1)
    row.save()
    assert "通訳の申し込みは締め切りました" in aside(client, page)


def test_languages_on_the_telephone_are_named_in_themselves(client, page):
    EventLanguageHelp.objects.create(event=event_of(page).page_key, telephone_languages=["pt-BR", "ur"])
    html = client.get(page.get_url()).content.decode()
    assert '<span lang="pt-BR">Português</span>' in html
    assert '<span lang="ur">اردو</span>' in html


def test_an_event_that_is_over_or_says_nothing_has_no_such_part(client, page):
    assert "languages-here" not in client.get(page.get_url()).content.decode()
    past = told(days=-10)
    services.add_interpreters(event=event_of(past), language="vi", capacity=2)
    assert "languages-here" not in client.get(past.get_url()).content.decode()


def test_more_languages_take_no_more_queries(client, page, query_count):
    event = event_of(page)
    services.add_interpreters(event=event, language="vi", capacity=2)
    client.get(page.get_url())
    few = query_count(lambda: client.get(page.get_url()))
    for language in ("pt-BR", "es", "tl", "zh-Hans"):
        services.add_interpreters(event=event, language=language, capacity=2)
    assert query_count(lambda: client.get(page.get_url())) <= few


# Above the list


def in_english(client, query: str = "") -> str:
    """What stands above the English list: the count and the address of the chip."""
    html = client.get(f"/en/events/{query}").content.decode()
    return html.partition('aria-label="Events in your language"')[2].partition("</nav>")[0]


@pytest.fixture
def english_list(page):
    """Three coming events, two of them in English, and one in English that is over."""
    EventLanguage.objects.create(event=event_of(page), code="en", use="spoken")
    translated(page)
    for days, code in ((3, "en"), (4, "vi"), (-5, "en")):
        other = told(days=days)
        EventLanguage.objects.create(event=event_of(other), code=code, use="interpreted")
        translated(other)


def test_the_way_to_the_events_in_my_language_counts_what_the_list_then_has(client, english_list):
    shown = in_english(client)
    assert '<span class="count">2</span>' in shown
    assert 'href="?lang=en#list"' in shown
    assert "2 coming events" in client.get("/en/events/?lang=en").content.decode()


def test_the_home_page_leads_to_the_events_in_my_language(client, english_list):
    assert 'href="/en/events/?lang=en#list"' in client.get("/en/").content.decode()
    assert "?lang=ja#list" not in client.get("/ja/").content.decode()


def test_what_else_was_asked_stays_and_is_counted(client, english_list):
    shown = in_english(client, "?lang=vi&kind=course")
    count = int(re.search(r'class="count">(\d+)', shown)[1])
    address = unescape(re.search(r'href="([^#]+)#', shown)[1])
    assert address == "?lang=en&kind=course"
    assert f"{count} coming event" in client.get(f"/en/events/{address}").content.decode()


def test_chosen_it_leads_back_to_all(client, english_list):
    shown = in_english(client, "?lang=en")
    assert 'aria-current="true"' in shown
    assert 'href="?#list"' in shown


def test_where_there_is_none_the_list_says_so_and_whom_to_ask(client, page):
    translated(page)
    assert "No event in your language is planned at present." in in_english(client)


def test_readers_of_japanese_and_of_past_events_are_asked_nothing(client, english_list):
    assert "あなたの言葉" not in client.get("/ja/events/").content.decode()
    assert in_english(client, "?when=past") == ""


def test_cards_name_each_language_in_itself(client, english_list):
    assert '<span lang="vi">Tiếng Việt</span>' in client.get("/en/events/").content.decode()


@pytest.mark.parametrize(
    ("code", "spoken"),
    [("ja-simple", "ja-easy"), ("pt-br", "pt-BR"), ("fil", "tl"), ("zh-hans", "zh-Hans"), ("ur", "ur"), ("vi", "vi")],
)
def test_each_language_of_a_site_is_one_that_people_speak(code, spoken):
    assert spoken_in(code) == SpokenLanguage(spoken)


def test_a_language_that_nobody_knows_is_none():
    assert spoken_in("tlh") is None


# In the workspace


def workspace(client, page) -> str:
    return text_of(client, reverse("event_workspace:overview", args=[event_of(page).pk]))


def test_staff_see_what_is_taken_and_who_waits(staff, page):
    event = event_of(page)
    services.add_interpreters(event=event, language="vi", capacity=1)
    for number in (1, 2):
        registered(event.offerings.get(), number, needs=(NeedAsked(kind="interpreter", language="vi"),))
    shown = workspace(staff, page)
    assert "1組のうち1組が申込済み" in shown
    assert "1組が待っています" in shown


def test_staff_are_told_what_does_not_fit_together(staff, page):
    event = event_of(page)
    EventLanguage.objects.create(event=event, code="es", use="interpreted")
    services.add_interpreters(event=event, language="vi", capacity=1)
    EventLanguage.objects.filter(code="vi").delete()
    shown = workspace(staff, page)
    assert "Español：通訳がつくと書いてありますが" in shown
    assert "Tiếng Việt：通訳はいますが" in shown


def test_staff_write_down_what_the_centre_promises(staff, page):
    event = event_of(page)
    screen = reverse("event_workspace:extension", args=[event.pk, "multilingual", "languages"])
    staff.post(screen, {"ask_until": "2026-12-01", "telephone_languages": ["vi", "pt-BR"]})
    row = EventLanguageHelp.objects.get(event=event.page_key)
    assert row.telephone_languages == ["vi", "pt-BR"]
    assert "電話で話せる言葉 Tiếng Việt、Português" in workspace(staff, page)


def test_a_day_that_is_none_stays_on_the_form_with_a_reason(staff, page):
    screen = reverse("event_workspace:extension", args=[event_of(page).pk, "multilingual", "languages"])
    shown = staff.post(screen, {"ask_until": "あした"}).content.decode()
    assert "あした" in shown
    assert not EventLanguageHelp.objects.exists()


def test_the_page_of_each_language_is_named_with_its_state(staff, page):
    translated(page, "A course")
    shown = workspace(staff, page)
    assert "English – – A course 公開中" in shown


def test_changing_facts_of_languages_changes_nothing_of_events(staff, page):
    event = event_of(page)
    pool = services.add_interpreters(event=event, language="vi", capacity=2)
    with override("ja"):
        EventLanguageHelp.objects.create(event=event.page_key, telephone_languages=["vi"]).delete()
    pool.refresh_from_db()
    assert (pool.capacity, pool.held) == (2, 0)
