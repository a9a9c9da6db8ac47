"""No English word on a Japanese screen: what Wagtail says is said in Japanese, by its own catalogues or by ours."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import wagtail.admin
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import settings
from django.forms import Form
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation
from django.utils.translation.trans_real import DjangoTranslation
from wagtail import hooks
from wagtail.admin.forms import choosers
from wagtail.models import Collection, Page

from cms.catalogues import catalogues

SAME_IN_BOTH = {"ID", "URL"}
# Either way of saying it is right in both places.
SAID_IN_TWO_WAYS = {"Cancel", "From", "Rename", "Search", "To", "description", "name"}
# Wagtail's plural form names a number that is nothing wherever the sentence is used.
MAY_LEAVE_OUT = {
    "Deleting this page will also delete %(translation_count)s translation of this page.": {"%(descendant_count)s"},
}
LINK_FORMS = [
    choosers.AnchorLinkChooserForm,
    choosers.EmailLinkChooserForm,
    choosers.ExternalLinkChooserForm,
    choosers.PhoneLinkChooserForm,
]
JAPANESE = re.compile(r"[\u3041-\u30ff\u4e00-\u9fff]")
LATIN = re.compile(r"[A-Za-z]")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|<[^>]+>")


def read(po: Path) -> Catalog:
    with po.open("rb") as source:
        return read_po(source)


def english_catalogues(file: str) -> Iterator[Path]:
    """Yield the English catalogues of those apps of Wagtail that are installed."""
    for config in apps.get_app_configs():
        po = Path(config.path) / "locale" / "en" / "LC_MESSAGES" / file
        if config.name.split(".")[0] == "wagtail" and po.exists():
            yield po


def forms(message: Message) -> tuple[str, str]:
    """Return the singular and the plural of an English message, the same where it has one form."""
    return tuple(message.id) if message.pluralizable else (message.id, message.id)


def said_in_japanese(spoken: DjangoTranslation, message: Message) -> str:
    singular, plural = forms(message)
    if message.pluralizable:
        if message.context:
            return spoken.npgettext(message.context, singular, plural, 2)
        return spoken.ngettext(singular, plural, 2)
    return spoken.pgettext(message.context, singular) if message.context else spoken.gettext(singular)


@pytest.fixture(scope="module", params=["django", "djangojs"])
def pairs(request: pytest.FixtureRequest) -> list[tuple[Message, str]]:
    """Return each message of Wagtail's, of one domain, with what a person reads for it in Japanese."""
    spoken = DjangoTranslation("ja", domain=request.param)
    return [
        (message, said_in_japanese(spoken, message))
        for po in english_catalogues(f"{request.param}.po")
        for message in read(po)
        if message.id
    ]


def test_wagtail_is_heard_at_all(pairs: list[tuple[Message, str]]) -> None:
    assert len(pairs) > 50


def test_every_message_of_wagtail_is_said_in_japanese(pairs: list[tuple[Message, str]]) -> None:
    left = [
        forms(message)[0]
        for message, words in pairs
        if LATIN.search(PLACEHOLDER.sub("", words)) and not JAPANESE.search(words)
    ]
    assert sorted(set(left) - SAME_IN_BOTH) == []


def test_every_placeholder_and_tag_of_wagtail_is_kept(pairs: list[tuple[Message, str]]) -> None:
    differing = []
    for message, words in pairs:
        singular, plural = forms(message)
        wanted = set(PLACEHOLDER.findall(plural)) - MAY_LEAVE_OUT.get(singular, set())
        if set(PLACEHOLDER.findall(words)) != wanted:
            differing.append((plural, words))
    assert differing == []


def test_no_sentence_of_wagtail_calls_the_admin_by_its_maker(pairs: list[tuple[Message, str]]) -> None:
    """People know the admin as 管理画面; only the notices about versions of Wagtail name it."""
    named = [words for message, words in pairs if "Wagtail" in words and "version" not in forms(message)[0]]
    assert [words for words in named if "編集者ガイド" not in words and "新しい版" not in words] == []


def japanese_of(po: Path) -> dict[tuple[str | None, str], str]:
    return {(message.context, forms(message)[0]): message.string for message in read(po) if message.id}


def test_no_message_of_our_apps_means_something_else_in_the_admin() -> None:
    """All catalogues are one for Django: a word of an app of ours is also what the admin says for the same msgid."""
    for_admin: dict[tuple[str | None, str], str] = {}
    for config in apps.get_app_configs():
        po = Path(config.path) / "locale" / "ja" / "LC_MESSAGES" / "django.po"
        if config.name.split(".")[0] == "wagtail" and po.exists():
            for_admin.update(japanese_of(po))
    ours = [po for po in catalogues(settings.BASE_DIR) if po.name == "django.po" and po.parent.parent.name == "ja"]
    for_wagtail = [po for po in ours if "locale_wagtail" in po.parts]
    for po in for_wagtail:
        for_admin.update(japanese_of(po))
    differing = [
        (po.relative_to(settings.BASE_DIR).parts[:2], key[1], words, for_admin[key])
        for po in ours
        if po not in for_wagtail
        for key, words in japanese_of(po).items()
        if for_admin.get(key, words) != words and key[1] not in SAID_IN_TWO_WAYS
    ]
    assert differing == []


@pytest.mark.parametrize(
    "copied",
    ["home.html", "shared/header.html", "shared/headers/_actions.html"],
)
def test_a_copied_template_differs_from_wagtails_in_the_translated_word_only(copied: str) -> None:
    """Wagtail wrote these words in English into the template. When it changes the template, the copy has to follow."""
    ours = (settings.BASE_DIR / "cms" / "templates" / "wagtailadmin" / copied).read_text()
    theirs = (Path(wagtail.admin.__path__[0]) / "templates" / "wagtailadmin" / copied).read_text()
    english = re.sub(r'\{% translate "(\w+)" %\}', r"\1", ours).removeprefix("{% load i18n %}")
    assert english == theirs


def test_the_log_in_page_is_in_japanese(client: Client, db: None) -> None:
    page = client.get("/admin/login/", headers={"accept-language": "ja"}).content.decode()
    label = re.search(r'<label[^>]*for="id_password"[^>]*>\s*([^<]+)', page)
    assert label
    assert (label[1].strip(), "架け橋</title>" in page) == ("パスワード", True)


def test_the_tree_and_the_collections_start_from_japanese_names(db: None) -> None:
    assert (Page.get_first_root_node().title, Collection.get_first_root_node().name) == ("すべてのページ", "全体")


@pytest.mark.parametrize("form", LINK_FORMS)
def test_the_fields_of_the_link_dialogs_are_called_in_japanese(form: type[Form]) -> None:
    hooks.search_for_hooks()
    with translation.override("ja"):
        labels = [str(field.label) for field in form()]
    assert [label for label in labels if not JAPANESE.search(label) and label not in SAME_IN_BOTH] == []


def test_a_yes_or_no_in_a_list_is_read_out_in_japanese() -> None:
    cell = "wagtailadmin/tables/boolean_cell.html"
    with translation.override("ja"):
        said = [render_to_string(cell, {"column": None, "value": value}) for value in (True, False, None)]
    assert [word in html for word, html in zip(("はい", "いいえ", "不明"), said, strict=True)] == [True] * 3
