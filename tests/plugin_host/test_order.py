"""Who may be loaded, judged by manifests alone, and in which order."""

import pytest

from cms.plugin_host.boot import Start, Status
from cms.plugin_host.boot.ordering import Circle, ordered

from .written import start_of, write_plugin


def judged(start: Start) -> list[tuple[str, Status, str]]:
    return [(each.slug, each.status, str(each.reason or "")) for each in start.judged()]


def test_without_wishes_plugins_come_by_slug():
    assert ordered({"c": [], "a": [], "b": []}) == ["a", "b", "c"]


def test_what_is_needed_comes_first_and_slugs_break_ties():
    assert ordered({"a": ["z"], "b": [], "z": []}) == ["b", "z", "a"]


def test_a_wish_for_somebody_absent_is_ignored():
    assert ordered({"a": ["nobody"]}) == ["a"]


def test_a_circle_is_named_from_its_first_member():
    with pytest.raises(Circle, match="b → d → c → b"):
        ordered({"a": ["b"], "b": ["d"], "c": ["b"], "d": ["c"], "e": []})


def test_who_needs_itself_waits_in_a_circle(tmp_path):
    write_plugin(tmp_path, "a", needs={"a": ""})
    assert judged(start_of(tmp_path)) == [
        ("a", Status.INCOMPATIBLE, "Plugins wait for one another in a circle: a → a.")
    ]


def test_who_needs_a_member_of_a_circle_is_told_that_it_is_not_loaded(tmp_path):
    write_plugin(tmp_path, "a", needs={"b": ""})
    write_plugin(tmp_path, "b", needs={"c": ""})
    write_plugin(tmp_path, "c", needs={"b": ""})
    assert ("a", Status.INCOMPATIBLE, "It needs the plugin b, which is not loaded.") in judged(start_of(tmp_path))


def test_those_found_first_keep_their_slug(tmp_path):
    write_plugin(tmp_path / "one", "minutes")
    write_plugin(tmp_path / "two", "copy", slug="minutes")
    start = start_of(tmp_path, folders=[tmp_path / "one", tmp_path / "two"])
    assert judged(start) == [
        ("minutes", Status.LOADED, ""),
        ("minutes", Status.REJECTED, "The slug minutes is taken by plugins.minutes."),
    ]


def test_a_slug_of_core_is_refused(tmp_path):
    write_plugin(tmp_path, "mine", slug="home")
    assert judged(start_of(tmp_path)) == [("home", Status.REJECTED, "The slug home is taken by home.")]


@pytest.mark.parametrize(("api", "fits"), [("1.0", True), ("1.1", False), ("2.0", False), ("0.9", False)])
def test_the_api_must_have_our_major_version_and_not_be_newer(tmp_path, api, fits):
    write_plugin(tmp_path, "a", api=api)
    assert (judged(start_of(tmp_path))[0][1] is Status.LOADED) is fits


def test_the_kill_switch_names_one_plugin_and_those_that_need_it_say_so(tmp_path):
    write_plugin(tmp_path, "a", needs={"b": ""})
    write_plugin(tmp_path, "b")
    write_plugin(tmp_path, "c")
    assert judged(start_of(tmp_path, off=["b"])) == [
        ("c", Status.LOADED, ""),
        ("b", Status.OFF, "It is switched off by CMS_PLUGINS_OFF."),
        ("a", Status.INCOMPATIBLE, "It needs the plugin b, which is not loaded."),
    ]


def test_the_kill_switch_takes_a_star(tmp_path):
    write_plugin(tmp_path, "a")
    (write_plugin(tmp_path, "b") / "plugin.toml").write_text("no toml at all")
    assert [status for _, status, _ in judged(start_of(tmp_path, off=["*"]))] == [Status.OFF, Status.OFF]


def test_a_folder_without_a_manifest_is_no_plugin(tmp_path):
    (tmp_path / "notes").mkdir()
    assert judged(start_of(tmp_path)) == []
