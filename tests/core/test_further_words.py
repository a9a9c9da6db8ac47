"""Words of rows in further languages: written on the row's own screen, read by visitors, marked where they are not."""

from datetime import UTC, datetime

import pytest
from django.contrib.contenttypes.models import ContentType
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import Site

from cms.core.models import Centre, FactText, Keyword, SiteLanguages
from cms.core.models.fact_texts import say
from cms.core.untranslated import Said
from events.registration.models import Venue

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
HOURS = {"hours": "平日9時〜17時", "hours_en": "weekdays 9:00–17:00"}


@pytest.fixture
def site() -> Site:
    site = Site.objects.get(is_default_site=True)
    SiteLanguages.objects.update_or_create(site=site, defaults={"codes": ["ja", "en", "vi", "ur"]})
    return site


@pytest.fixture
def centre(site: Site) -> Centre:
    return Centre.objects.update_or_create(site=site, defaults=HOURS)[0]


def read(template: str, code: str, **context: object) -> str:
    with translation.override(code):
        return Template("{% load kakehashi %}" + template).render(Context(context))


def test_a_centre_says_in_vietnamese_when_it_is_open(admin_client: Client, centre: Centre) -> None:
    url = reverse("wagtailsettings:edit", args=["core", "centre", centre.site_id])
    html = admin_client.get(url).content.decode()
    assert 'name="words-hours-vi"' in html
    assert 'lang="vi"' in html
    assert 'name="words-hours-ur"' in html
    assert 'dir="rtl"' in html
    assert 'name="words-hours-en"' not in html
    assert 'name="words-hours-es"' not in html
    posted = admin_client.post(url, HOURS | {"words-hours-vi": "9:00–17:00 (thứ Hai – thứ Sáu)"})
    assert posted.status_code == 302
    assert read("{{ centre.display_hours|untranslated }}", "vi", centre=centre) == "9:00–17:00 (thứ Hai – thứ Sáu)"
    assert read("{{ centre.display_hours|untranslated }}", "ja", centre=centre) == "平日9時〜17時"


def test_what_has_no_words_in_the_language_is_marked_as_what_it_is(centre: Centre) -> None:
    shown = read("{{ centre.display_hours|untranslated }}", "vi", centre=centre)
    assert shown == '<span lang="en">weekdays 9:00–17:00</span>'
    shown = read("{{ centre.display_hours|untranslated }}", "ur", centre=centre)
    assert shown == '<span lang="en" dir="ltr">weekdays 9:00–17:00</span>'
    centre.hours_en = ""
    assert (
        read("{{ centre.display_hours|untranslated }}", "en", centre=centre) == '<span lang="ja">平日9時〜17時</span>'
    )
    assert read("{{ centre.display_hours }}", "ja-simple", centre=centre) == "平日9時〜17時"
    assert read("{{ centre.display_hours }}", "vi", centre=centre) == "平日9時〜17時"


def test_words_that_stand_in_are_still_a_text() -> None:
    import pickle

    said = Said("<b>", "en")
    assert said == "<b>"
    assert pickle.loads(pickle.dumps(said)).lang == "en"
    assert read("{{ said|untranslated }}", "vi", said=said) == '<span lang="en">&lt;b&gt;</span>'


def test_other_japanese_does_not_keep_the_translation_of_what_it_was(admin_client: Client, centre: Centre) -> None:
    url = reverse("wagtailsettings:edit", args=["core", "centre", centre.site_id])
    admin_client.post(url, HOURS | {"words-hours-vi": "9:00–17:00"})
    longer = {"hours": "平日9時〜19時", "hours_en": "weekdays 9:00–19:00"}
    admin_client.post(url, longer | {"words-hours-vi": "9:00–17:00"})
    centre.refresh_from_db()
    assert read("{{ centre.display_hours }}", "vi", centre=centre) == "weekdays 9:00–19:00"
    html = admin_client.get(url).content.decode()
    assert "前の訳：平日9時〜17時 → 9:00–17:00" in html
    admin_client.post(url, longer | {"words-hours-vi": "9:00–19:00"})
    assert read("{{ centre.display_hours }}", "vi", centre=centre) == "9:00–19:00"


def test_a_translation_is_taken_back_by_emptying_its_field(admin_client: Client, centre: Centre) -> None:
    url = reverse("wagtailsettings:edit", args=["core", "centre", centre.site_id])
    admin_client.post(url, HOURS | {"words-hours-vi": "9:00–17:00"})
    admin_client.post(url, HOURS | {"words-hours-vi": ""})
    assert not FactText.objects.exists()


def test_a_screen_without_the_fields_takes_nothing_back(admin_client: Client, centre: Centre) -> None:
    say(site=centre.site, code="vi", japanese=centre.hours, text="9:00–17:00", place="", now=NOW)
    admin_client.post(reverse("wagtailsettings:edit", args=["core", "centre", centre.site_id]), HOURS)
    assert FactText.objects.get().text == "9:00–17:00"


def test_bad_input_is_said_at_its_field_and_kept(admin_client: Client, centre: Centre) -> None:
    url = reverse("wagtailsettings:edit", args=["core", "centre", centre.site_id])
    typed = HOURS | {"words-hours-vi": "9:00\u202e", "words-closed-vi": "cuối tuần", "words-address-vi": "x" * 900}
    html = admin_client.post(url, typed).content.decode()
    assert "改行や見えない文字を入れずに、1行で書いてください。" in html
    assert "日本語も書いてください。" in html
    assert "cuối tuần" in html
    assert "800 文字" in html or "800文字" in html
    assert not FactText.objects.exists()


def test_a_keyword_is_renamed_with_its_new_words(admin_client: Client, site: Site) -> None:
    keyword = Keyword.objects.create(name="障害", slug="shogai", name_en="disability")
    url = reverse("wagtailsnippets_core_keyword:edit", args=[keyword.pk])
    typed = {"name": "障害福祉", "reading": "しょうがいふくし", "name_en": "welfare", "synonyms": ""}
    assert admin_client.post(url, typed | {"words-name-vi": "Phúc lợi người khuyết tật"}).status_code == 302
    keyword.refresh_from_db()
    assert read("{{ keyword.display_name }}", "vi", keyword=keyword) == "Phúc lợi người khuyết tật"
    assert FactText.objects.get().place == f"core.keyword.{keyword.pk}.name"


def test_a_new_venue_comes_with_its_words(admin_client: Client, site: Site) -> None:
    url = reverse("venues:add")
    typed = {
        "name": "市民会館",
        "address": "中央1",
        "building": "2階",
        "words-name-vi": "Nhà văn hóa",
        "words-address-ur": "مرکز",
    }
    assert admin_client.post(url, typed).status_code == 302
    venue = Venue.objects.get()
    assert read("{{ venue.display_name }} {{ venue.display_address }}", "vi", venue=venue) == "Nhà văn hóa 中央1 2階"
    assert read("{{ venue.display_address }}", "ur", venue=venue) == "مرکز"


def test_names_of_all_kinds_are_read_in_the_language(site: Site) -> None:
    """Subjects, fields of the act, keywords: whatever has a Japanese and an English name beside each other."""
    for label, name in (
        ("organisations.domain", "name"),
        ("organisations.npofield", "short"),
        ("core.keyword", "name"),
    ):
        model = ContentType.objects.get_by_natural_key(*label.split(".")).model_class()
        row = model(**{name: "環境", "name_en": "environment"})
        say(site=site, code="vi", japanese="環境", text="Môi trường", place="", now=NOW)
        shown = "display_name" if label == "core.keyword" else "label"
        assert read("{{ row." + shown + " }}", "vi", row=row) == "Môi trường"
        assert read("{{ row." + shown + " }}", "ur", row=row) == "environment"
        assert read("{{ row." + shown + " }}", "ja-simple", row=row) == "環境"
