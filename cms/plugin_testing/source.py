"""What can be told from a plugin's files and declarations."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.apps import apps
from django.db import models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.template.loader import get_template
from django.utils import translation

from cms.plugin_api import Plugin
from cms.plugin_host import translations
from cms.plugin_host.boot import Manifest, Verdict
from cms.plugin_host.vetting import declarations

from .subject import Subject

JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
PERSONAL = re.compile(r"(^|_)(email|mail|phone|tel|kana|birth\w*|address|postcode)($|_)")
UNFIT = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "a style element": re.compile(r"<style\b", re.I),
    "an inline script": re.compile(r"<script\b(?![^>]*\bsrc\s*=)", re.I),
    "an event handler attribute": re.compile(r"<[^>]*\son[a-z]+\s*=\s*[\"']", re.I),
    "a file of a third party": re.compile(r"<(script|link|img|iframe|source)\b[^>]*\b(src|href)=.(https?:)?//", re.I),
}
# Of the apps below, a plugin uses what is stored and decided, not what answers people.
NOT_TO_IMPORT = {"views", "forms", "tasks", "wagtail_hooks", "handlers"}


@cache
def migrations_on_disk() -> MigrationLoader:
    """Return the migrations of all apps of this process, read once for the contracts of all plugins in it."""
    return MigrationLoader(None)


@cache
def changes_without_migration() -> dict[str, list[str]]:
    """Return what `makemigrations` would write, by app: of the whole site, so for all plugins the same."""
    loader = migrations_on_disk()
    with translation.override(None):
        detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
        changes = detector.changes(graph=loader.graph)
    return {label: [str(each) for each in found] for label, found in changes.items()}


class SourceContract(Subject):
    def test_it_is_loaded_and_nothing_is_to_be_mended(self, verdict: Verdict) -> None:
        assert [str(reason) for reason in (*verdict.reasons, *verdict.notes)] == []
        assert verdict.loaded

    def test_it_contributes_what_it_declares_and_nothing_else(self, manifest: Manifest) -> None:
        assert {each.kind for each in self.everything()} == set(manifest.provides)

    def test_its_contributions_keep_the_rules(self, manifest: Manifest, config: Plugin) -> None:
        assert [str(fault) for fault in declarations.faults(manifest, config)] == []

    def test_it_has_a_readme(self, manifest: Manifest) -> None:
        assert (manifest.path / "README.md").is_file()

    def test_no_change_of_models_lacks_a_migration(self) -> None:
        """Neither of its own nor, through it, of core."""
        assert changes_without_migration() == {}

    def test_its_tables_carry_its_name(self) -> None:
        tables = [model._meta.db_table for model in self.models()]
        assert [table for table in tables if not table.startswith(f"{self.slug}_")] == []

    def test_its_migrations_have_a_way_back(self) -> None:
        found = migrations_on_disk().disk_migrations.items()
        operations = [(name, step) for (app, name), each in found if app == self.slug for step in each.operations]
        assert [f"{name}: {step.describe()}" for name, step in operations if not step.reversible] == []

    def test_every_text_has_a_japanese_translation(self, manifest: Manifest) -> None:
        assert translations.missing(manifest.path) == []

    def test_texts_in_the_code_are_english(self, manifest: Manifest) -> None:
        """So that a reader without Japanese has words in every other language."""
        marked = translations.marked(manifest.path)
        assert [f"{each.place}: {each.text}" for each in marked if JAPANESE.search(each.text)] == []

    def test_its_templates_and_static_files_stand_in_folders_of_its_own(self, manifest: Manifest) -> None:
        outside = [
            str(path.relative_to(manifest.path))
            for kind in ("templates", "static")
            for path in (manifest.path / kind).glob("*")
            if path.name != self.slug
        ]
        assert outside == []

    def test_its_templates_compile(self, manifest: Manifest) -> None:
        for path in self._templates(manifest):
            get_template(str(path.relative_to(manifest.path / "templates")))

    def test_its_public_templates_fit_the_content_security_policy(self, manifest: Manifest) -> None:
        public = [path for path in self._templates(manifest) if not {"admin", "mails"} & set(path.parts)]
        found = [
            f"{path.relative_to(manifest.path)}: {what}"
            for path in public
            for what, pattern in UNFIT.items()
            if pattern.search(path.read_text(encoding="utf-8"))
        ]
        assert found == []

    def test_it_imports_only_what_it_may(self, manifest: Manifest) -> None:
        """No plugin that it does not need; of core no views, forms, tasks, handlers."""
        allowed = {manifest.package, *(f"plugins.{slug}" for slug in manifest.needs)}
        wrong = []
        for place, name in self._imports(manifest):
            parts = name.split(".")
            if (parts[0] == "plugins" and ".".join(parts[:2]) not in allowed) or (
                parts[0] in {"cms", "home", "activities", "events"} and NOT_TO_IMPORT & set(parts)
            ):
                wrong.append(f"{place}: {name}")
        assert wrong == []

    def test_it_says_so_when_it_keeps_personal_data(self, manifest: Manifest) -> None:
        fields = [field for model in self.models() for field in model._meta.get_fields() if hasattr(field, "column")]
        personal = [
            f"{field.model.__name__}.{field.name}"
            for field in fields
            if isinstance(field, models.EmailField) or PERSONAL.search(field.name)
        ]
        assert manifest.personal_data or personal == []

    def _templates(self, manifest: Manifest) -> list[Path]:
        return sorted((manifest.path / "templates").rglob("*.html"))

    def _imports(self, manifest: Manifest) -> Iterator[tuple[str, str]]:
        for path in sorted(manifest.path.rglob("*.py")):
            name = path.relative_to(manifest.path)
            if {"tests", "migrations"} & set(name.parts):
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    yield from ((f"{name}:{node.lineno}", alias.name) for alias in node.names)
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    yield from ((f"{name}:{node.lineno}", f"{node.module}.{alias.name}") for alias in node.names)
