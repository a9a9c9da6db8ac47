"""A manifest is read without running code, and everything that is wrong with it is said at once."""

from pathlib import Path

import pytest

from cms.plugin_host.boot import manifest
from cms.plugin_host.boot.manifest import BadManifest

from .written import write_plugin


def read(path: Path) -> manifest.Manifest:
    return manifest.read(path, package=f"plugins.{path.name}", origin="folder")


def faults(tmp_path: Path, **fields: object) -> list[str]:
    with pytest.raises(BadManifest) as caught:
        read(write_plugin(tmp_path, "trial", **fields))
    return [str(reason) for reason in caught.value.reasons]


def test_everything_a_manifest_says_is_read(tmp_path):
    path = write_plugin(
        tmp_path,
        "trial",
        requires={"wagtail": ">=7.4,<9"},
        needs={"other": ">=1.0"},
        after=["third"],
        provides=["block"],
        personal_data=True,
        default=False,
        apps=["wagtail_localize"],
        migrations={"wagtail_localize": "plugins.trial.their_migrations"},
    )
    facts = read(path)
    assert (facts.slug, facts.version, facts.name["ja"], facts.path) == ("trial", "1.0.0", "試し", path)
    assert (facts.requires, facts.needs, facts.after) == ({"wagtail": ">=7.4,<9"}, {"other": ">=1.0"}, ("third",))
    assert (facts.provides, facts.apps) == (frozenset({"block"}), ("wagtail_localize",))
    assert (facts.personal_data, facts.default) == (True, False)
    assert facts.migrations == {"wagtail_localize": "plugins.trial.their_migrations"}


def test_migrations_are_only_told_of_apps_that_the_plugin_brings(tmp_path):
    assert faults(tmp_path, apps=["wagtail_localize"], migrations={"home": "plugins.trial.migrations"}) == [
        "plugin.toml: migrations.home: there is no such app in apps."
    ]


@pytest.mark.parametrize("slug", ["Grants", "2grants", "gr__ants", "grants_", "gr-ants", "", "g" * 41, "助成"])
def test_a_slug_that_cannot_be_a_prefix_is_refused(tmp_path, slug):
    assert [text[:18] for text in faults(tmp_path, slug=slug)] == ["plugin.toml: slug:"]


@pytest.mark.parametrize("name", ["slug", "version", "api", "name", "summary"])
def test_a_field_that_must_be_there_is_missed_by_name(tmp_path, name):
    path = write_plugin(tmp_path, "trial")
    lines = (path / "plugin.toml").read_text().splitlines()
    (path / "plugin.toml").write_text("\n".join(line for line in lines if not line.startswith(f"{name} =")))
    with pytest.raises(BadManifest, match=f"{name} is missing"):
        read(path)


def test_a_misspelt_field_is_refused_rather_than_ignored(tmp_path):
    assert faults(tmp_path, need={"other": ">=1"}) == ["plugin.toml: there is no field plugin.need."]


def test_a_name_in_one_language_only_is_refused(tmp_path):
    assert faults(tmp_path, name={"ja": "試し"}) == [
        "plugin.toml: name must be given in Japanese (ja) and English (en)."
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("version", "one"),
        ("api", "1"),
        ("requires", {"wagtail": "new"}),
        ("requires", ["wagtail"]),
        ("needs", {"No Slug": ""}),
        ("after", "other"),
        ("provides", [1]),
        ("personal_data", "no"),
        ("default", 1),
        ("apps", {"a": "b"}),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused_with_the_name_of_its_field(tmp_path, name, value):
    found = faults(tmp_path, **{name: value})
    assert len(found) == 1
    assert name in found[0]


def test_everything_that_is_wrong_is_said_at_once(tmp_path):
    assert len(faults(tmp_path, version="one", default="yes", colour="red")) == 3


def test_what_is_no_toml_is_refused_with_the_line(tmp_path):
    path = write_plugin(tmp_path, "trial")
    (path / "plugin.toml").write_text("[plugin]\nslug = \n")
    with pytest.raises(BadManifest, match="line 2"):
        read(path)
