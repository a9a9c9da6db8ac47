"""What is wrong with one page or one text keeps no other from being worked on, and is not passed over in silence."""

from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import Page, Site
from wagtail_localize.models import Translation

from cms.background.models import Job
from cms.background.services import run_waiting
from home.models import StandardPage
from plugins.multilingual import jobs, services
from plugins.multilingual.models import AnnotatedText
from plugins.multilingual.services.annotating import NotRead

from .translation_pages import a_page, locale, publish

pytestmark = pytest.mark.django_db

# Sudachi writes each of these signs as five letters, and takes no more than 65,535 bytes then.
TOO_LONG = "漢字" + "㌖" * 9_998
# Deeper than anybody nests, and than Python follows.
TOO_DEEP = "<p>" + "<b>" * 3_000 + "秘密" + "</b>" * 3_000 + "</p>"


def waits(text: str) -> AnnotatedText:
    site = Site.objects.get(is_default_site=True)
    return AnnotatedText.objects.create(site=site, key=text[-8:] + text[:8], text=text, wanted_at=timezone.now())


def test_a_text_that_cannot_be_read_keeps_no_other_waiting(caplog: Any) -> None:
    bad, good = waits(TOO_LONG), waits("会議")
    with pytest.raises(NotRead, match=f"1 texts, among them \\[{bad.pk}\\]"):
        services.annotate_waiting()
    good.refresh_from_db()
    bad.refresh_from_db()
    assert (good.spans, bad.spans) == ([[0, 2, "かいぎ"]], None)
    assert f"text {bad.pk} has no furigana: SudachiError" in caplog.text
    assert "漢字" not in caplog.text


def test_more_such_texts_than_are_read_at_a_time_keep_no_other_waiting(monkeypatch: Any) -> None:
    monkeypatch.setattr("plugins.multilingual.services.annotating.AT_A_TIME", 2)
    for number in range(3):
        waits(f"{TOO_LONG}{number}")
    good = waits("会議")
    with pytest.raises(NotRead, match="3 texts"):
        services.annotate_waiting()
    good.refresh_from_db()
    assert good.spans


def test_a_reading_that_changed_is_taken_over_by_all_texts_but_that_one() -> None:
    bad, good = waits(TOO_LONG), waits("漢字")
    AnnotatedText.objects.update(spans=[])
    with pytest.raises(NotRead):
        services.work_out_again(good.site_id, "漢字")
    good.refresh_from_db()
    bad.refresh_from_db()
    assert (good.spans, bad.spans) == ([[0, 2, "かんじ"]], None)


def below(top: Page, title: str, slug: str, **fields: Any) -> StandardPage:
    page = StandardPage(title=title, slug=slug, **fields)
    top.add_child(instance=page)
    publish(page)
    return page


# As jobs, which are transactions: what one raises takes back what it did. ----------------------------------------


@pytest.fixture
def queue(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "cms.background.backend.CeleryBackend"}}


@pytest.mark.parametrize("name", ["annotate", "reading_changed", "page_published"])
def test_a_job_keeps_what_was_read_beside_a_bad_text(queue: None, name: str) -> None:
    page = a_page()
    Job.objects.all().delete()
    bad, good = waits(TOO_LONG), waits("漢字の会議")
    if name == "reading_changed":
        AnnotatedText.objects.update(spans=[])
    arguments: dict[str, list[Any]] = {"reading_changed": [good.site_id, "漢字"], "page_published": [page.pk]}
    getattr(jobs, name).enqueue(*arguments.get(name, []))
    run_waiting(now=timezone.now())
    good.refresh_from_db()
    bad.refresh_from_db()
    assert (bool(good.spans), bad.spans) == (True, None)
    assert not Job.objects.filter(attempts__gt=0).exists()


def test_a_page_that_cannot_be_taken_up_keeps_no_other_back(queue: None, caplog: Any) -> None:
    locale("en")
    top = a_page()
    bad = below(top, "名前", "bad", body=[("text", TOO_DEEP)])
    good = below(top, "ごみ", "good")
    Job.objects.all().delete()
    jobs.start_below.enqueue(top.pk, ["en"])
    run_waiting(now=timezone.now())
    assert [job.arguments["args"] for job in Job.objects.order_by("pk")] == [[bad.pk, ["en"]], [good.pk, ["en"]]]
    run_waiting(now=timezone.now())
    assert set(Translation.objects.values_list("source__object_id", flat=True)) == {good.translation_key}
    left = Job.objects.get()
    assert (left.arguments["args"][0], left.attempts, "RecursionError" in left.error) == (bad.pk, 1, True)
    assert "秘密" not in left.error + caplog.text
