"""The search of the site tells kinds of results apart by their keys: a plugin with another's key is refused."""

from pathlib import Path

from .written import Site, write_plugin

APPS = """
from cms.plugin_api import Plugin, SearchKind


def rows(site):
    from wagtail.models import Page

    return Page.objects.none()


def card(instance):
    return None


class Config(Plugin):
    name = "plugins.{name}"
    label = "{name}"

    def contribute(self):
        yield SearchKind(key="{key}", label="x", model="wagtailcore.Page", queryset=rows, card=card)
"""


def test_a_key_belongs_to_who_was_there_first(tmp_path: Path) -> None:
    folder = tmp_path / "plugins"
    for name, key in {
        "first": "letters_kept",
        "second": "letters_kept",
        "third": "activities",
        "fourth": "own",
    }.items():
        write_plugin(folder, name, files={"apps.py": APPS.format(name=name, key=key)}, provides=["search_kind"])
    verdicts = Site(tmp_path, (folder,)).verdicts()
    said = {name: verdicts[f"plugins.{name}"] for name in ("first", "second", "third", "fourth")}
    assert [each["status"] for each in said.values()] == ["loaded", "rejected", "rejected", "loaded"], said
    assert "“letters_kept” of a kind of search results is taken by first" in said["second"]["reasons"][0]
    assert "“activities” of a kind of search results is taken by activities" in said["third"]["reasons"][0]
