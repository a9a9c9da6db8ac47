"""What a centre sets about itself."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from wagtail.models import Site

from cms.core.models import Appearance, Centre


def test_an_accent_that_cannot_be_read_on_white_is_refused_at_its_field():
    with pytest.raises(ValidationError) as refusal:
        Appearance(site=Site(), name="センター", accent="#ffee88").full_clean(exclude=["site", "logo"])
    assert list(refusal.value.message_dict) == ["accent"]


def test_the_default_accent_passes_its_own_check():
    Appearance(site=Site(), name="センター").full_clean(exclude=["site", "logo"])


def test_names_and_hours_follow_the_visitors_language():
    appearance = Appearance(name="かけはし市民活動センター", name_en="Kakehashi Centre")
    centre = Centre(hours="平日9時〜17時", hours_en="weekdays 9:00–17:00")
    with translation.override("en"):
        assert (appearance.display_name, centre.display_hours) == ("Kakehashi Centre", "weekdays 9:00–17:00")
    with translation.override("ja"):
        assert (appearance.display_name, centre.display_hours) == ("かけはし市民活動センター", "平日9時〜17時")


def test_a_centre_without_english_shows_its_japanese():
    with translation.override("en"):
        assert Centre(address="架橋市中央1-2-3").display_address == "架橋市中央1-2-3"


DAY = date(2026, 9, 1)


@pytest.mark.parametrize(("until", "shown"), [(None, True), (DAY, True), (DAY - timedelta(days=1), False)])
def test_a_notice_stands_until_its_last_day(until, shown):
    centre = Centre(notice="本日は休館します", notice_en="Closed today", notice_until=until)
    with translation.override("en"):
        assert centre.notice_on(DAY) == ("Closed today" if shown else "")
    with translation.override("ja"):
        assert centre.notice_on(DAY) == ("本日は休館します" if shown else "")


@pytest.mark.django_db
def test_a_notice_is_not_taken_for_a_day_that_is_over():
    today = timezone.localdate()
    over = {"notice": "本日は休館します", "notice_until": today - timedelta(days=1)}
    site = Site.objects.get(is_default_site=True)
    Centre.objects.filter(site=site).delete()
    with pytest.raises(ValidationError, match="notice_until"):
        Centre(site=site, **over).full_clean()
    Centre(site=site, **over | {"notice_until": today}).full_clean()
    kept = Centre.objects.create(site=site, **over)
    kept.telephone = "053-000-0001"
    kept.full_clean()
    kept.notice = "台風のため休館します"
    with pytest.raises(ValidationError, match="notice_until"):
        kept.full_clean()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/ja/", "/ja/search/", "/ja/nothing-is-here/", "/en/"])
def test_what_the_centre_says_stands_on_every_page_and_is_no_markup(client, path):
    site = Site.objects.get(is_default_site=True)
    said = client.get(path).content.decode()
    assert "site-notice" not in said
    Centre.objects.update_or_create(site=site, defaults={"notice": "<b>休館</b>"})
    main = client.get(path).content.decode().split("<main", 1)[1]
    assert main.index("&lt;b&gt;休館&lt;/b&gt;") < main.index("<h1")
    assert ('lang="ja"' in main.split("</div>")[0]) == path.startswith("/en/")
    Centre.objects.filter(site=site).update(notice_until=timezone.localdate() - timedelta(days=1))
    Centre.objects.get(site=site).save()
    assert "site-notice" not in client.get(path).content.decode()
