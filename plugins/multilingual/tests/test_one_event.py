"""One event in nine languages: changed once it is changed everywhere; without the plugin it is as it was before."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation
from wagtail.models import Locale

from cms.accounts.models import User
from cms.core import roles
from cms.core.locales import LOCALES
from cms.core.models import SiteLanguages, StaffRole
from cms.mail.models import Mailing
from cms.plugin_host import services as plugins
from events.models import EventPage
from events.registration.models import EventLanguage, Session
from events.statuses import free_places
from tests.factories.event_pages import event_of, offered, told
from tests.factories.events import registered

from .test_operational_rows import rows
from .translation_pages import committed, site

pytestmark = pytest.mark.django_db
#: Times that nothing else has, as pages, mails and calendars write them: before and after.
BEFORE = re.compile(r"DTSTART[^\r\n]*T(05|14)3700|(?<!\d)(14|02|2):37(?!:)")
AFTER = re.compile(r"DTSTART[^\r\n]*T(09|18)5300|(?<!\d)(18|06|6):53(?!:)")


@pytest.fixture
def page(db: None) -> EventPage:
    """An event page in Japanese, translated into Vietnamese and Urdu, at a site that shows all languages."""
    SiteLanguages.objects.update_or_create(site=site(), defaults={"codes": list(LOCALES)})
    SiteLanguages.for_site(site()).save()
    made = told(days=30, page={"title": "進路ガイダンス", "slug": "guidance"})
    row = Session.objects.get(event=event_of(made))
    row.starts_at = timezone.localtime(row.starts_at).replace(hour=14, minute=37)
    row.ends_at = row.starts_at + timedelta(hours=2)
    row.save()
    EventLanguage.objects.create(event=row.event, code="vi", use="interpreted")
    for code, title in (("vi", "Buổi hướng dẫn"), ("ur", "رہنمائی")):
        language = Locale.objects.get(language_code=code)
        for parent in made.get_ancestors().filter(depth__gte=2).specific():
            if not parent.has_translation(language):
                parent.copy_for_translation(language).save_revision().publish()
        translation = made.copy_for_translation(language)
        translation.title = title
        translation.save_revision().publish()
    return made  # type: ignore[no-any-return]


def visited(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()


def everywhere(client: Client, page: EventPage, *codes: str) -> dict[str, str]:
    """What says when the event is, in these languages: its page, the list, the feed, its calendar."""
    said = {}
    for code in codes:
        for below in ("events/guidance/", "events/", "feeds/events.rss", f"feeds/events/{page.translation_key}.ics"):
            said[f"/{code}/{below}"] = visited(client, f"/{code}/{below}")
    return said


def desk(client: Client) -> Client:
    """Who moves a date that people have registered for tells them: that is done at the desk."""
    roles.grant(site=site())
    user = User.objects.create_user("aoki", "aoki@example.jp", "x", last_name="青木", first_name="ゆう")
    user.groups.add(StaffRole.objects.get(key="desk").group)
    client.force_login(user)
    return client


def test_a_start_changed_once_shows_everywhere(client: Client, page: EventPage) -> None:
    offering = offered(page, capacity=len(LOCALES) + 1)
    for number, code in enumerate(LOCALES, start=1):
        registered(offering, number, now=timezone.now(), locale=code)
    before = everywhere(client, page, "ja", "vi")
    assert [address for address, text in before.items() if not BEFORE.search(text)] == []
    session = offering.sessions.get()
    start = timezone.localtime(session.starts_at)
    typed = {"day": start.date().isoformat(), "starts": "18:53", "ends": "20:30", "venue": "", "room": "", "sure": "1"}
    staff = desk(Client())
    with committed():
        answer = staff.post(f"/admin/events/{offering.event_id}/dates/{session.pk}/move/", typed)
    assert (answer.status_code, answer["Location"]) == (302, f"/admin/events/{offering.event_id}/dates/")
    after = everywhere(client, page, *LOCALES)
    assert [address for address, text in after.items() if not AFTER.search(text) or BEFORE.search(text)] == []
    for code in LOCALES:
        with translation.override(code):
            assert str(free_places(1)) in re.sub(r"<[^>]+>", "", after[f"/{code}/events/guidance/"]), code
    mails = {mail.locale: mail.text for mail in Mailing.objects.filter(kind="registration.rescheduled")}
    assert mails.keys() == LOCALES.keys()
    assert [code for code, text in mails.items() if not AFTER.search(text)] == []


MARKS = {
    "/ja/": "multilingual/furigana/on/", "/ja/events/guidance/": "multilingual/share/", "/ja-simple/": "furigana.css",
    "/vi/events/": "?lang=vi",
}  # fmt: skip
WORDS_OF_THE_PLUGIN = re.compile(r"multilingual|furigana|<ruby|\?lang=vi")
ALTERNATE = re.compile(r'<link rel="alternate" hreflang="[^"]+" href="https?://[^/"]+([^"]*)"')


def switched(client: Client, *, on: bool) -> dict[str, str]:
    """The pages after the switch."""
    with committed():
        (plugins.enable if on else plugins.disable)(slug="multilingual", site=site(), by=None)
    return {address: visited(client, address) for address in MARKS}


def test_without_the_plugin_the_site_is_as_if_it_had_never_been_there(client: Client, page: EventPage) -> None:
    registered(offered(page), now=timezone.now(), locale="vi")
    boss = Client()
    boss.force_login(User.objects.create_superuser("boss", "boss@example.jp", "x"))
    workspace = f"/admin/events/{event_of(page).pk}/"
    posters = f"/admin/plugins/multilingual/posters/{event_of(page).pk}/"
    addresses, kept = [posters, "/ja/multilingual/furigana/on/ja/"], rows()
    first = {address: visited(client, address) for address in MARKS}
    assert [address for address, mark in MARKS.items() if mark not in first[address]] == []
    off = switched(client, on=False)
    assert [address for address, html in off.items() if WORDS_OF_THE_PLUGIN.search(html)] == []
    for address in {found for html in off.values() for found in ALTERNATE.findall(html)}:
        assert client.get(address, follow=True).status_code == 200, address
    assert "multilingual" not in boss.get(workspace).content.decode()
    assert [address for address in addresses if boss.get(address).status_code != 404] == []
    assert rows() == kept
    again = switched(client, on=True)
    assert {address: ALTERNATE.findall(html) for address, html in again.items()} == {
        address: ALTERNATE.findall(html) for address, html in first.items()
    }
    assert [address for address, mark in MARKS.items() if mark not in again[address]] == []
    assert rows() == kept


def test_a_site_in_japanese_alone_shows_no_other_language(client: Client, page: EventPage) -> None:
    """The pages in other languages are hidden, not deleted: nothing leads to them until they are on again."""
    SiteLanguages.for_site(site()).save()
    shown = SiteLanguages.objects.get(site=site())
    kept = rows()
    with committed():
        shown.codes = ["ja"]
        shown.save()
    for address in ("/ja/", "/ja/events/guidance/", "/ja/events/"):
        html = visited(client, address)
        assert "/vi/" not in html
        assert 'hreflang="en"' not in html
        assert 'hreflang="vi"' not in html
    assert client.get("/vi/events/guidance/")["Location"].endswith("/ja/events/guidance/")
    assert "/vi/" not in visited(client, "/sitemap.xml")
    with committed():
        shown.codes = list(LOCALES)
        shown.save()
    assert "Buổi hướng dẫn" in visited(client, "/vi/events/guidance/")
    assert rows() == kept
