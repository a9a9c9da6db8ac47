"""`manage.py plugins list`, `show`, `check` and `vet`, and the system checks that say the same."""

import json
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from cms.plugin_host import checks, words
from cms.plugin_host.boot import Boot, Reason, Status, Verdict
from cms.plugin_host.boot.reasons import TEXTS

from .written import Site, start_of, write_plugin

SLOT = """
    from cms.plugin_api import Contribution, Plugin, SlotFill
    from django.utils.translation import gettext_lazy as _


    class Config(Plugin):
        name = "plugins.trial"
        label = "trial"
        verbose_name = _("Nobody translated this")

        def contribute(self) -> list[Contribution]:
            return [SlotFill(slot="footer", render=lambda context: "")]
    """
BROKEN = Verdict("broken_one", Status.BROKEN, (Reason("door", {"module": "m", "error": "e"}),), "Traceback …")


@pytest.fixture
def verdicts(settings, tmp_path):
    write_plugin(tmp_path, "off_one")
    off = start_of(tmp_path, off=["*"]).judged()
    settings.PLUGINS = Boot((), (BROKEN, *off))
    return settings.PLUGINS.verdicts


def test_list_says_what_became_of_each_and_why(verdicts, capsys):
    call_command("plugins", "list")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["broken", "broken_one"]
    assert lines[1].strip() == "m cannot be imported: e"
    assert lines[2].split()[:2] == ["off", "off_one"]


def test_list_says_what_to_do_where_there_is_none(settings, capsys):
    settings.PLUGINS = Boot()
    call_command("plugins", "list")
    assert "startplugin" in capsys.readouterr().out


def test_list_speaks_json(verdicts, capsys):
    call_command("plugins", "list", "--json")
    assert [each["status"] for each in json.loads(capsys.readouterr().out)] == ["broken", "off"]


def test_show_prints_the_traceback(verdicts, capsys):
    call_command("plugins", "show", "broken_one")
    assert "Traceback …" in capsys.readouterr().out


def test_show_of_a_plugin_that_is_not_here_names_those_that_are(verdicts):
    with pytest.raises(CommandError, match=r"There is no plugin minutes\. There are: broken_one, off_one"):
        call_command("plugins", "show", "minutes")


def test_checks_warn_of_what_is_broken_and_not_of_what_is_off(verdicts):
    found = checks.plugins_not_loaded()
    assert [(each.id, each.is_serious()) for each in found] == [("kakehashi.W010", False)]
    assert "broken_one is not loaded (broken): m cannot be imported: e" in found[0].msg


def test_checks_warn_of_what_should_be_mended(settings):
    note = Reason("not_migrated", {"label": "trial"})
    settings.PLUGINS = Boot((), (replace(BROKEN, status=Status.LOADED, reasons=(), notes=(note,)),))
    assert [each.id for each in checks.plugins_not_loaded()] == ["kakehashi.W011"]


@pytest.mark.parametrize("key", TEXTS)
def test_every_reason_has_words_in_japanese(key):
    params = dict.fromkeys(
        ["api", "app", "call", "circle", "entry", "error", "field", "file", "function", "how", "key", "kind", "known",
         "label", "migration", "module", "other", "others", "owner", "package", "place", "present", "seconds", "slug",
         "step", "value", "wanted", "what"], "x",
    )  # fmt: skip
    found = Reason(key, params)
    with translation.override("ja"):
        assert words.reason(found) != str(found)
    with translation.override("en"):
        assert words.reason(found) == str(found)


def test_vet_and_check_look_again_and_tell_by_their_exit_status(tmp_path):
    write_plugin(tmp_path / "here", "trial", files={"apps.py": SLOT}, provides=["slot"])
    site = Site(tmp_path / "var", (tmp_path / "here",))
    jam = f"open({str(tmp_path / 'here' / 'trial' / 'tasks.py')!r}, 'w').write('raise ImportError()')"
    vet, check, *_jam, again = site.several(
        ("plugins", "vet"), ("plugins", "check", "trial"), ("-c", jam), ("plugins", "vet")
    )
    assert "loaded" in vet.stdout
    assert "not in Japanese: apps.py:8: Nobody translated this" in check.stdout
    assert "Not fit: trial" in again.stderr
    assert [each.returncode for each in (vet, check, again)] == [0, 1, 1]
