"""Every word that a citizen reads is there in every language of the registry, and none of them breaks a page."""

from pathlib import Path

import pytest
from django.conf import settings

from cms.core.locales import LOCALES, Language
from cms.core.translations.catalogues import PUBLIC_ONLY, apps, file_of, homes, read
from cms.core.translations.faults import Faults, faults
from cms.core.translations.words import Word, is_public, public_words

# How many words may still be missing. Goes down only; the end is 0 for all.
MAY_BE_MISSING = {
    "ja-simple": 0,
    "pt-br": 0,
    "es": 0,
    "vi": 0,
    "fil": 0,
    "zh-hans": 0,
    "ur": 0,
}


@pytest.fixture(scope="module", params=PUBLIC_ONLY, ids=lambda language: language.code)
def language(request: pytest.FixtureRequest) -> Language:
    return request.param


@pytest.fixture(scope="module")
def found(language: Language) -> Faults:
    return faults(settings.BASE_DIR, language)


def test_no_more_words_are_missing_than_before(language: Language, found: Faults) -> None:
    assert len(found.missing) <= MAY_BE_MISSING[language.code], "\n".join(found.missing[:40])


def test_no_word_is_broken_or_left_over(found: Faults) -> None:
    """Placeholders, tags, plural forms, one translation a word; `manage.py public_catalogues` clears leftovers."""
    assert found.wrong == []


def test_every_public_word_has_a_place_in_the_catalogues(language: Language) -> None:
    """New words come in with `manage.py public_catalogues`, so that whoever translates sees them."""
    absent = [
        f"{app}: {word.msgid!r}"
        for app, words in homes(settings.BASE_DIR).items()
        for word in words.keys() - read(file_of(settings.BASE_DIR, app, language)).keys()
    ]
    assert absent == []


def test_a_word_is_public_until_something_says_otherwise(tmp_path: Path) -> None:
    page = tmp_path / "events" / "new_page.py"
    page.parent.mkdir()
    page.write_text(
        'from x import gettext as _\nTITLE = _("Everybody reads this")\nf(models.CharField(_("only staff")))\n'
    )
    words = public_words(tmp_path, ["events/new_page.py"])
    assert (Word("Everybody reads this") in words, Word("only staff") in words) == (True, True)
    page.rename(tmp_path / "events" / "models.py")
    words = public_words(tmp_path, ["events/models.py"])
    assert (Word("Everybody reads this") in words, Word("only staff") in words) == (True, False)


def test_the_names_of_all_languages_are_among_the_words() -> None:
    words = public_words(settings.BASE_DIR, [])
    assert [language.code for language in LOCALES.values() if Word(language.english) not in words] == []


@pytest.mark.parametrize("file", ["events/workspace/rows.py", "cms/mail/admin/listing.py", "home/demo/load.py"])
def test_screens_of_staff_are_not_translated(file: str) -> None:
    assert not is_public(settings.BASE_DIR, file)


def test_a_word_of_several_apps_is_translated_once() -> None:
    ours = [words for app, words in homes(settings.BASE_DIR).items() if not app.startswith("plugins/")]
    assert len(ours) == len([app for app in apps(settings.BASE_DIR) if not app.startswith("plugins/")])
    assert sum(map(len, ours)) == len(set().union(*ours))
