"""Posters of events: the same facts as the page, for staff, in each language; images for shared links."""

import io
import re
import zipfile
from datetime import timedelta

import pytest
import wagtail_factories
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from cms.core.models import Centre
from cms.plugin_host import services as plugins
from events.registration import services
from events.registration.models import EventLanguage, Session
from plugins.multilingual.models import ShareImage
from tests.factories.event_pages import EventIndexFactory, event_of, offered, told, translated
from tests.factories.events import VenueFactory, default_site

from .reading import codes, read

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def page(db):
    EventIndexFactory()
    page = told(
        page={"title": "高校進学ガイダンス", "slug": "guidance", "lead": "通訳がいます。"},
        fee_yen=0,
        childcare="on_request",
    )
    event = event_of(page)
    event.sessions.update(
        venue=VenueFactory(name="市民活動センター", name_en="Civic centre", address="架橋市中央1-2-3")
    )
    offered(page)
    services.add_interpreters(event=event, language="vi", capacity=2)
    centre = Centre.for_site(default_site())
    centre.telephone = "053-111-2222"
    centre.save()
    return page


@pytest.fixture
def staff(client):
    client.force_login(get_user_model().objects.create_superuser("staff", "staff@example.jp", "x"))
    return client


def address(page, *, code="ja", layout="a4", kind="pdf") -> str:
    return reverse("plugins_admin:multilingual:poster", args=[event_of(page).pk, code, layout, kind])


def screen(page) -> str:
    return reverse("plugins_admin:multilingual:posters", args=[event_of(page).pk])


# On paper


def test_the_poster_says_what_the_page_says(staff, page):
    response = staff.get(address(page))
    assert response["Content-Type"] == "application/pdf"
    drawn = read(response.content)
    shown = staff.get(page.get_url()).content.decode()
    for words in ("高校進学ガイダンス", "通訳がいます。", "14:00", "市民活動センター", "053-111-2222", "Tiếng Việt"):
        assert drawn.says(words), words
        assert words in shown, words
    for words in ("架橋市中央1-2-3", "無料", "託児", "通訳が必要な方は、申し込みのときにお知らせください。"):
        assert drawn.says(words), words


def test_the_code_leads_to_the_page_in_the_language_of_the_poster(staff, page):
    english = translated(page, "High school guidance")
    drawn = read(staff.get(address(page, code="en")).content)
    assert drawn.codes == [english.full_url]
    assert drawn.says("High school guidance")
    assert drawn.says("Civic centre")


def test_a_time_that_is_changed_once_is_on_the_next_poster_of_every_language(staff, page):
    translated(page)
    for code in ("ja", "en"):
        assert read(staff.get(address(page, code=code)).content).says("14:00")
    for session in Session.objects.all():
        services.reschedule(
            session=session.pk, starts_at=session.starts_at + timedelta(hours=3),
            ends_at=session.ends_at + timedelta(hours=3), by=None, now=timezone.now(),
        )  # fmt: skip
    for code in ("ja", "en"):
        drawn = read(staff.get(address(page, code=code)).content)
        assert drawn.says("17:00")
        assert not drawn.says("14:00")


def test_the_square_is_an_image_with_the_code(staff, page):
    response = staff.get(address(page, layout="square", kind="png"))
    assert response["Content-Type"] == "image/png"
    assert codes(response.content) == [page.full_url]


def test_all_languages_come_in_one_pdf_with_a_page_for_each(staff, page):
    translated(page, "High school guidance")
    url = reverse("plugins_admin:multilingual:all_posters", args=[event_of(page).pk, "pdf"])
    drawn = read(staff.get(url).content)
    assert len(drawn.pages) == 2
    assert "高校進学ガイダンス" in drawn.pages[0]
    assert "Highschoolguidance" in drawn.pages[1]


def test_all_files_come_packed(staff, page):
    translated(page)
    url = reverse("plugins_admin:multilingual:all_posters", args=[event_of(page).pk, "zip"])
    with zipfile.ZipFile(io.BytesIO(staff.get(url).content)) as folder:
        assert folder.namelist() == ["poster-ja.pdf", "square-ja.png", "poster-en.pdf", "square-en.png"]


def test_the_screen_names_the_languages_in_themselves(staff, page):
    translated(page)
    html = staff.get(screen(page)).content.decode()
    assert '<h2 lang="en">English</h2>' in html
    assert "2言語をまとめて印刷(PDF)" in html


def test_the_screen_has_a_name_for_the_tab_of_the_browser(staff, page):
    assert "<title>" in (html := staff.get(screen(page)).content.decode())
    assert html.split("<title>")[1].strip().startswith("ポスター")


def test_a_page_that_is_not_published_is_said_to_lead_nowhere(staff, page):
    translated(page).unpublish()
    assert "ページがまだ公開されていません。" in staff.get(screen(page)).content.decode()


@pytest.mark.parametrize("kind", ["poster", "all"])
def test_a_letter_without_a_font_is_named_and_nothing_is_printed(staff, page, kind):
    page.title = "\U00013000の会"
    page.save_revision().publish()
    url = address(page) if kind == "poster" else reverse(
        "plugins_admin:multilingual:all_posters", args=[event_of(page).pk, "pdf"]
    )  # fmt: skip
    response = staff.get(url)
    assert response.status_code == 422
    assert "「\U00013000」の字がフォントにありません。" in response.content.decode()


def test_an_event_without_a_page_has_nothing_to_print(staff, page):
    event = event_of(page)
    page.delete()
    url = reverse("plugins_admin:multilingual:posters", args=[event.pk])
    assert "まだ印刷できるものがありません。" in staff.get(url).content.decode()
    assert staff.get(reverse("plugins_admin:multilingual:all_posters", args=[event.pk, "pdf"])).status_code == 200


@pytest.mark.parametrize(
    ("code", "layout", "kind"), [("vi", "a4", "pdf"), ("ja", "banner", "pdf"), ("ja", "a4", "exe"), ("xx", "a4", "pdf")]
)
def test_what_is_not_there_is_not_found(staff, page, code, layout, kind):
    assert staff.get(address(page, code=code, layout=layout, kind=kind)).status_code == 404


def test_who_may_not_see_the_event_gets_no_poster(client, page):
    user = get_user_model().objects.create_user("other", "other@example.jp", "x")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    assert client.get(screen(page)).status_code == 404
    assert client.get(address(page)).status_code == 404


def test_the_page_editor_and_the_workspace_lead_to_the_posters(staff, page):
    workspace = reverse("event_workspace:overview", args=[event_of(page).pk])
    for url in (reverse("wagtailadmin_pages:edit", args=[page.pk]), workspace):
        assert screen(page) in staff.get(url).content.decode()


# Shared


def shared(client, page) -> str:
    """The address of the image that the page names."""
    html = client.get(page.get_url()).content.decode()
    found = re.search(r'property="og:image" content="([^"]+)"', html)
    return found[1].replace("http://testserver", "").replace("http://localhost", "") if found else ""


def test_a_shared_link_has_an_image_with_the_facts(client, page):
    response = client.get(shared(client, page))
    assert response["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(response.content)).size == (1200, 630)
    assert response["Cache-Control"] == "public, max-age=3600"


def test_it_is_drawn_once_for_the_same_facts_and_anew_for_others(client, page):
    client.get(shared(client, page))
    kept = ShareImage.objects.get()
    client.get(shared(client, page))
    assert ShareImage.objects.get().key == kept.key
    EventLanguage.objects.all().delete()
    page.title = "名前が変わった会"
    before = shared(client, page)
    page.save_revision().publish()
    assert shared(client, page) != before
    client.get(shared(client, page))
    assert ShareImage.objects.get().key != kept.key


def test_who_has_it_already_is_told_so(client, page):
    first = client.get(shared(client, page))
    assert client.get(shared(client, page), headers={"if-none-match": first["ETag"]}).status_code == 304


def test_it_goes_with_the_page(client, page):
    client.get(shared(client, page))
    assert ShareImage.objects.exists()
    page.delete()
    assert not ShareImage.objects.exists()


def test_a_page_that_is_not_public_has_no_image(client, page):
    url = shared(client, page)
    page.unpublish()
    assert client.get(url).status_code == 404
    assert client.get(reverse("plugins:multilingual:share", args=[999999])).status_code == 404


def test_a_picture_that_staff_chose_stays(client, page):
    page.social_image = wagtail_factories.ImageFactory()
    page.save_revision().publish()
    assert "multilingual/share" not in client.get(page.get_url()).content.decode()


def test_naming_it_takes_no_query(client, page, query_count):
    client.get(page.get_url())
    event_of(page).languages.all().delete()
    with_it = query_count(lambda: client.get(page.get_url()))
    plugins.disable(slug="multilingual", site=default_site(), now=timezone.now())
    client.get(page.get_url())
    assert with_it - query_count(lambda: client.get(page.get_url())) <= 1  # the languages beside the event
