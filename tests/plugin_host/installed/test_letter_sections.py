"""What a plugin puts into letters: at sites where it is on, without what fails or takes too long."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone, translation
from wagtail.models import Site

from cms.core import letter_sections
from cms.plugin_api import LetterContext, LetterItem, NewsletterSection, registry
from cms.plugin_host import impact, services, states
from cms.plugin_host.models import PluginIncident

from .conftest import SLUG


@pytest.fixture
def tool(site: Site) -> Any:
    from plugins.toolbox.models import Tool

    return Tool.objects.create(site=site, name="のこぎり")


@pytest.fixture
def items(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Put another function in the place of the section's `items`."""

    def put(items: Callable[[LetterContext], Any]) -> None:
        found = registry._collected()
        sections = tuple(replace(each, items=items) for each in found[NewsletterSection] if each.plugin == SLUG)
        monkeypatch.setattr(registry, "_collected", lambda: found | {NewsletterSection: sections})

    return put


def asked(site: Site, language: str = "ja") -> LetterContext:
    now = timezone.now()
    return LetterContext(site=site, language=language, since=now - timedelta(days=7), until=now)


def titles(found: letter_sections.Sections) -> list[str]:
    return [section.title for section in found.filled]


def an_item(**fields: Any) -> LetterItem:
    return LetterItem(**{"key": "one", "title": "ひとつ", "url": "/ja/one/"} | fields)


def test_a_section_is_filled_and_titled_in_the_language_of_the_letter(site: Site, tool: Any) -> None:
    with translation.override("ja"):
        english = letter_sections.fill(asked(site, "en"))
    assert titles(english) == ["Tools to borrow"]
    assert english.filled[0].items[0].url == "/en/tools/"
    assert titles(letter_sections.fill(asked(site))) == ["備品の貸し出し"]


def test_a_section_without_anything_new_is_not_there_and_nothing_to_warn_of(site: Site) -> None:
    assert letter_sections.fill(asked(site)) == letter_sections.Sections([], [])


def test_on_at_one_site_off_at_another(site: Site, other_site: Site, tool: Any) -> None:
    from plugins.toolbox.models import Tool

    Tool.objects.create(site=other_site, name="かなづち")
    services.disable(slug=SLUG, site=other_site, now=timezone.now())
    assert titles(letter_sections.fill(asked(site))) == ["備品の貸し出し"]
    assert titles(letter_sections.fill(asked(other_site))) == []


def test_only_what_staff_chose_is_filled(site: Site, tool: Any) -> None:
    assert titles(letter_sections.fill(asked(site), only=[])) == []
    assert titles(letter_sections.fill(asked(site), only=[(SLUG, "tools")])) == ["備品の貸し出し"]


def test_the_preview_of_a_switch_names_what_leaves_the_letters(site: Site) -> None:
    with translation.override("ja"):
        named = {str(addition.label): addition.names for addition in impact.of(SLUG, site).named}
    assert named["おたよりの欄"] == ["備品の貸し出し"]


def fails(context: LetterContext) -> Iterator[LetterItem]:
    yield an_item()
    raise RuntimeError


@pytest.mark.parametrize(
    "wrong",
    [
        fails,
        lambda context: [{"title": "no item"}],
        lambda context: [an_item(url="javascript:alert(1)")],
        lambda context: [an_item(url="//elsewhere.example/")],
        lambda context: None,
    ],
    ids=["raises", "no item", "script", "elsewhere", "nothing"],
)
def test_a_section_that_fails_is_left_out_with_a_warning(site: Site, items: Callable[..., None], wrong: Any) -> None:
    items(wrong)
    with translation.override("ja"):
        found = letter_sections.fill(asked(site))
    assert found.filled == []
    assert [each.warning for each in found.left_out] == [
        "「備品の貸し出し」(備品の貸し出し)は、いま正しく動いていないため、今回のおたよりには載りません。"
    ]
    assert PluginIncident.objects.get().contribution == "newsletter_section:tools"


def test_a_section_that_takes_too_long_is_left_out_and_not_asked_for_the_rest(
    site: Site, items: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(letter_sections, "LONGEST", 0.01)
    given = []

    def slowly(context: LetterContext) -> Iterator[LetterItem]:
        import time

        for number in range(1000):
            given.append(number)
            time.sleep(0.02)
            yield an_item(key=str(number))

    items(slowly)
    with translation.override("ja"):
        found = letter_sections.fill(asked(site))
    assert "時間がかかりすぎた" in found.left_out[0].warning
    assert given == [0]


def test_a_section_that_never_ends_is_ended(
    site: Site, items: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(letter_sections, "LONGEST", 0.05)

    def endless(context: LetterContext) -> list[LetterItem]:
        while True:
            pass

    items(endless)
    with translation.override("ja"):
        found = letter_sections.fill(asked(site))
    assert "時間がかかりすぎた" in found.left_out[0].warning
    assert PluginIncident.objects.get().error.endswith("TooSlow")


def test_a_section_takes_no_more_than_there_is_room_for(site: Site, items: Callable[..., None]) -> None:
    items(lambda context: (an_item(key=str(number)) for number in range(10_000)))
    assert len(letter_sections.fill(asked(site)).filled[0].items) == letter_sections.MOST_ITEMS


def test_what_keeps_failing_is_not_asked_any_more(site: Site, items: Callable[..., None]) -> None:
    items(fails)
    for _ in range(6):
        letter_sections.fill(asked(site))
    assert PluginIncident.objects.get().count == 5
    assert not any(states.runs(section, site) for section in registry.Registry.loaded(NewsletterSection))
