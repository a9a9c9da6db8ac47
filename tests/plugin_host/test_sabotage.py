"""With every sabotage plugin present at once, the site is there, and each verdict says what is wrong.

One site for all tests of this module: it is vetted once, which takes as long as its endless loop is allowed to.
"""

import json
import runpy
import shutil
import subprocess
from pathlib import Path

import pytest

from cms.plugin_api import Contribution
from cms.plugin_api.contributions import KINDS
from tests import databases

from .written import GOOD, SABOTAGE, Site, verdicts_of

# package: (status, what its first reason says)
VERDICTS = {
    "door_apps": ("broken", "plugins.door_apps.apps cannot be imported: ImportError: this door is jammed"),
    "door_models": ("broken", "plugins.door_models.models cannot be imported: ImportError: this door is jammed"),
    "door_admin": ("broken", "plugins.door_admin.admin cannot be imported: ImportError"),
    "door_wagtail_hooks": ("broken", "plugins.door_wagtail_hooks.wagtail_hooks cannot be imported: ImportError"),
    "door_templatetags": ("broken", "plugins.door_templatetags.templatetags.jammed cannot be imported: ImportError"),
    "door_migrations": ("broken", "plugins.door_migrations.migrations.0001_initial cannot be imported: ImportError"),
    "door_tasks": ("broken", "plugins.door_tasks.tasks cannot be imported: ImportError"),
    "door_urls": ("broken", "plugins.door_urls.urls cannot be imported: ImportError"),
    "bad_toml": ("rejected", "plugin.toml cannot be read: Expected ']'"),
    "bad_fields": ("rejected", "plugin.toml: there is no field plugin.provide."),
    "exits": ("broken", "plugins.exits.models cannot be imported: SystemExit: a plugin wants to end the process"),
    "loops": ("broken", "It did not come to an end within 8 seconds at tasks.py:"),
    "aborts": ("broken", "It ended the whole process (SIGABRT) at models.py:3."),
    "vanishes": ("broken", "It ended the whole process (exit 3)"),
    "asks_database": ("broken", "wagtail_hooks cannot be imported: DatabaseAsked: the database was asked"),
    "claims_home": ("rejected", "The slug home is taken by home."),
    "claims_wagtailcore": ("rejected", "The app label wagtailcore is taken by wagtail."),
    "same_slug_first": ("loaded", ""),
    "same_slug_second": ("rejected", "The slug same_slug is taken by plugins.same_slug_first."),
    "circle_one": ("incompatible", "in a circle: circle_one → circle_two → circle_one."),
    "circle_two": ("incompatible", "in a circle: circle_one → circle_two → circle_one."),
    "future_api": ("incompatible", "It was written for version 1.99 of the plugin API; this site has 1.0."),
    "other_api": ("incompatible", "It was written for version 2.0 of the plugin API; this site has 1.0."),
    "needs_absent": ("incompatible", "It needs the plugin nowhere, which is not here."),
    "needs_broken": ("incompatible", "It needs the plugin door_models, which is not loaded."),
    "needs_newer": ("incompatible", "It needs the plugin neighbour >=9; 1.0.0 is here."),
    "requires_absent": ("incompatible", "no-such-package-anywhere (>=1.0), which is not installed."),
    "requires_older": ("incompatible", "It needs wagtail <2; "),
    "no_plugin_class": ("rejected", "apps.py must have one class that derives from cms.plugin_api.Plugin."),
    "other_label": ("rejected", "apps.py: the label is another; it must be the slug, other_label."),
    "raises_in_ready": ("broken", "ready() failed: RuntimeError: not ready at all"),
    "raises_in_contribute": ("broken", "contribute() failed: RuntimeError: nothing to give"),
    "impure": ("rejected", "contribute() gave something else when it was called again: schedule “job_0” ≠"),
    "breaks_rules": ("rejected", "plugin.toml: provides: there is no kind of contribution “teapot”."),
    "bad_urls": ("rejected", "contributions.py:7: the URLs of plugins.bad_urls.addresses cannot be used"),
    "check_error": ("rejected", "A system check found an error: check_error.Wrong.number: (fields.E130)"),
    "foreign_tables": ("rejected", "It changes the tables of core, which are not its own."),
    "runs_before_core": ("rejected", "runs_before_core.0001_initial wants to run before one of core"),
    "two_leaves": ("rejected", "Its migrations cannot be put in order: two_leaves: 0002_left, 0002_right"),
    "unnamed_need": ("rejected", "depends on the plugin neighbour, which plugin.toml does not name under needs."),
    "lost_dependency": ("rejected", "Its migrations cannot be put in order: NodeNotFoundError"),
    "bad_catalogue": ("broken", "locale/fr/LC_MESSAGES/django.po is not a message catalogue: UnicodeDecodeError"),
    "failing_migration": ("loaded", ""),
    "neighbour": ("loaded", ""),
    "noticeboard": ("loaded", ""),
}
# What is wrong with `breaks_rules`, each with the line of the contribution that does it.
BROKEN_RULES = {
    "contributions.py:36: slot: there is no “nowhere”.",
    "contributions.py:37: render must be a function.",
    "contributions.py:38: zones: there is no “attic”.",
    "contributions.py:39: factory must return a StreamField block; it gave 7",
    "contributions.py:40: model: there is no model “breaks_rules.NoPage”.",
    "contributions.py:40: under: there is no model “home.NoHomePage”.",
    "contributions.py:41: model: “home.HomePage” is not a model of this plugin.",
    "contributions.py:41: under: “core.Keyword” is not a page model.",
    "contributions.py:42: key “Menu Item” must be",
    "contributions.py:42: section: there is no “attic”.",
    "contributions.py:42: url is called as url(request), which contribute.<locals>.<lambda>() does not take.",
    "contributions.py:43: model: “breaks_rules.Plain” is not a page model.",
    "contributions.py:44: run is called as run(now=)",
    "contributions.py:44: when must be longer than nothing.",
    "contributions.py:45: schedule “job” is there twice.",
    "contributions.py:46: role: there is no “caretaker”.",
    "contributions.py:47: model: “core.Centre” is not a model of this plugin.",
    "contributions.py:48: plugin.toml does not declare “home_section” under provides.",
    "contributions.py:48: template breaks_rules/none.html: TemplateDoesNotExist",
    "contributions.py:49: template breaks_rules/none.html: TemplateDoesNotExist",
    "contributions.py:49: context is called as context(request)",
    "contributions.py:50: module: “home.urls” is not a module of this plugin.",
    "contributions.py:51: scope: there is no “cellar”.",
    "contributions.py:51: the URLs of plugins.breaks_rules.apps cannot be used",
    "contributions.py:52: model: “breaks_rules.Plain” does not derive from EventExtension.",
    "contributions.py:53: model: there is no model “breaks_rules.Nothing”.",
    "contributions.py:54: panel cannot be used: str is no wagtail.admin.panels.Panel",
    "contributions.py:54: tab: there is no “cellar”.",
    "contributions.py:55: panel cannot be used: it has no heading",
    "contributions.py:56: panel cannot be used: FieldError: Unknown field(s) (wrods)",
    "contributions.py:57: items is called as items(context)",
    "contributions.py:58: form: there is no “visit”.",
    "contributions.py:58: words is called as words(request)",
    "contributions.py:58: accept is called as accept(ticked)",
    "contributions.py:59: name “registration.confirmed” must begin with “breaks_rules.”",
    "contributions.py:60: view is called as view(request)",
    "contributions.py:61: event: there is no “teapot_boiled”.",
    "contributions.py:61: handle is called as handle(fact)",
    "contributions.py:62: model: there is no model “breaks_rules.Nothing”.",
    "contributions.py:62: queryset is called as queryset(site)",
    "contributions.py:62: card is called as card(instance)",
    "contributions.py:62: cards is called as cards(request, instances)",
    "contributions.py:65: key “No Report” must be",
    "contributions.py:65: url_name: there is no “nowhere”.",
    "contributions.py:66: load is called as load(context)",
    "contributions.py:67: wanted is called as wanted(request)",
    "contributions.py:67: change is called as change(request, response, html)",
    "contribute() gave 'no contribution', which is not a contribution.",
}
VISIT = """
from django.contrib.auth import get_user_model
from django.test import Client
client = Client()
print("home", client.get("/ja/").status_code, "neighbour is well" in client.get("/ja/").content.decode())
print("login", client.get("/admin/login/").status_code)
client.force_login(get_user_model().objects.filter(is_superuser=True).first())
print("admin", client.get("/admin/").status_code)
"""
WORKER = "from cms.celery import app; app.loader.import_default_modules(); print('core.tick' in app.tasks)"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    var = tmp_path_factory.mktemp("sabotage")
    shutil.copyfile(databases.sqlite_template(databases.DEMO) / "database.sqlite3", var / "database.sqlite3")
    return Site(var, (SABOTAGE, GOOD), {"CMS_PLUGINS_SECONDS": "8"})


COMMANDS = {
    "a good one": ("migrate", "neighbour", "--verbosity", "0"),
    "another": ("migrate", "noticeboard", "--verbosity", "0"),
    "list": ("plugins", "list", "--json"),
    "show": ("plugins", "show", "door_models", "--json"),
    "makemigrations": ("makemigrations", "--check", "--dry-run"),
    "check": ("check",),
    "check strictly": ("check", "--fail-level", "WARNING"),
    "visit": ("-c", VISIT),
    "worker": ("-c", WORKER),
}
Said = dict[str, subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def said(site: Site) -> Said:
    """What a process of this site says to all that is asked of it."""
    return dict(zip(COMMANDS, site.several(*COMMANDS.values()), strict=True))


@pytest.fixture(scope="module")
def verdicts(said: Said) -> dict[str, dict]:
    return verdicts_of(said["list"].stdout)


def test_every_sabotage_plugin_is_expected_here() -> None:
    folders = {path.parent.name for root in (SABOTAGE, GOOD) for path in root.glob("*/plugin.toml")}
    assert folders == set(VERDICTS)


@pytest.mark.parametrize("name", VERDICTS)
def test_the_verdict_names_the_reason(verdicts: dict[str, dict], name: str) -> None:
    status, reason = VERDICTS[name]
    verdict = verdicts.get(f"plugins.{name}") or verdicts[name]
    assert verdict["status"] == status
    assert reason in "".join(verdict["reasons"][:1]), verdict


@pytest.mark.parametrize("rule", sorted(BROKEN_RULES))
def test_a_contribution_that_breaks_a_rule_is_named_with_file_and_line(verdicts: dict[str, dict], rule: str) -> None:
    assert any(reason.startswith(rule) for reason in verdicts["plugins.breaks_rules"]["reasons"])


def test_something_is_wrong_with_a_contribution_of_every_kind() -> None:
    """A kind that is new in the API is refused in no way here until it breaks a rule in `breaks_rules`."""
    made = runpy.run_path(str(SABOTAGE / "breaks_rules" / "contributions.py"))["contribute"]()
    assert {each.kind for each in made if isinstance(each, Contribution)} == set(KINDS)


def test_nothing_else_is_said_of_the_plugin_that_breaks_rules(verdicts: dict[str, dict]) -> None:
    unknown_kind = 1
    assert len(verdicts["plugins.breaks_rules"]["reasons"]) == len(BROKEN_RULES) + unknown_kind


def test_a_broken_plugin_leaves_a_traceback_with_its_own_line(said: Said) -> None:
    assert "door_models/models.py" in json.loads(said["show"].stdout)[0]["traceback"]


def test_migrations_of_core_are_not_touched(said: Said) -> None:
    assert "No changes detected" in said["makemigrations"].stdout
    assert said["makemigrations"].returncode == 0


def test_pages_and_admin_answer_and_a_good_plugin_among_bad_ones_works(said: Said) -> None:
    assert [said["a good one"].returncode, said["another"].returncode] == [0, 0]
    assert said["visit"].stdout.splitlines() == ["home 200 True", "login 200", "admin 200"], said["visit"].stderr


def test_the_worker_imports_its_tasks(said: Said) -> None:
    assert said["worker"].stdout == "True\n"


def test_checks_warn_and_let_commands_run(said: Said) -> None:
    done = said["check"]
    assert "The plugin door_models is not loaded (broken)" in done.stderr
    assert "ERRORS" not in done.stderr
    assert [done.returncode, said["check strictly"].returncode] == [0, 1]


def test_strict_refuses_to_start_and_says_why(site: Site, said: Said) -> None:
    strict = Site(site.var, site.plugins, {**site.environment, "CMS_PLUGINS_STRICT": "1"})
    done = strict.manage("check", check=False)
    assert done.returncode != 0
    assert "door_models (broken): plugins.door_models.models cannot be imported" in done.stderr


def test_the_kill_switch_starts_the_site_without_any(site: Site, tmp_path: Path) -> None:
    off = Site(tmp_path, site.plugins, {"CMS_PLUGINS_OFF": "*"})
    assert {verdict["status"] for verdict in json.loads(off.manage("plugins", "list", "--json").stdout)} == {"off"}
