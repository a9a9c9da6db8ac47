"""Put the chosen parts together into the files of a plugin."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template
from textwrap import indent

from django.db.migrations.loader import MigrationLoader

from cms.plugin_api.contributions import KINDS
from cms.plugin_host.boot.compatibility import API_VERSION

from . import mail_parts, public_parts, staff_parts
from .imports import sorted_imports
from .parts import ROWS, Part

_ALL = (*public_parts.PARTS, ROWS, *staff_parts.PARTS, *mail_parts.PARTS)
PARTS: Mapping[str, Part] = {part.option: part for part in _ALL}
EVERYTHING = "all"


class UnknownPart(Exception):
    """`--with` names something that there is not."""


@dataclass(frozen=True)
class Wish:
    """What the new plugin is called and what it can do."""

    slug: str
    name_ja: str
    name_en: str
    parts: tuple[Part, ...]

    @property
    def words(self) -> dict[str, str]:
        camel = "".join(word.capitalize() for word in self.slug.split("_"))
        return {"slug": self.slug, "camel": camel, "name_ja": self.name_ja, "name_en": self.name_en}

    def fill(self, text: str) -> str:
        return Template(text).substitute(self.words)

    @property
    def has_rows(self) -> bool:
        return ROWS in self.parts


def chosen(options: Iterable[str]) -> tuple[Part, ...]:
    """Return the named parts and those they need, each once, in a fixed order; raise UnknownPart."""
    open_, wanted = list(options), set()
    if EVERYTHING in open_:
        return tuple(PARTS.values())
    while open_:
        option = open_.pop()
        if option not in PARTS:
            raise UnknownPart(option)
        if option not in wanted:
            wanted.add(option)
            open_ += PARTS[option].needs
    return tuple(part for option, part in PARTS.items() if option in wanted)


def write(folder: Path, wish: Wish) -> list[Path]:
    """Write the plugin into `folder`, which must not be there; return its files."""
    texts = files(wish)
    folder.mkdir(parents=True)
    written = []
    for name, text in sorted(texts.items()):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        written.append(path)
    return written


def files(wish: Wish) -> dict[str, str]:
    """Return the text of every file by its name."""
    found = {
        "plugin.toml": _manifest(wish),
        "__init__.py": "",
        "apps.py": wish.fill(_APPS.lstrip()),
        "contributions.py": _contributions(wish),
        "README.md": wish.fill(_README.lstrip()),
        "locale/ja/LC_MESSAGES/django.po": _catalogue(wish),
        "tests/__init__.py": "",
        "tests/test_contract.py": wish.fill(_CONTRACT.lstrip()),
    }
    for part in wish.parts:
        found |= {wish.fill(name): wish.fill(text.lstrip("\n")) for name, text in part.files.items()}
    if models := [part for part in wish.parts if part.models]:
        imports = [line for part in models for line in part.model_imports]
        found["models.py"] = _module(wish, "What $name_en keeps.", imports, [part.models for part in models])
        found["migrations/__init__.py"] = ""
        found["migrations/0001_initial.py"] = _migration(wish)
    if views := [part for part in wish.parts if part.views]:
        imports = [line for part in views for line in part.view_imports]
        imports += ["from . import queries"] if any("queries." in part.views for part in views) else []
        found["views.py"] = _module(wish, "What $name_en answers.", imports, [part.views for part in views])
    for name, entries in (
        ("urls.py", [part.urls for part in wish.parts if part.urls]),
        ("admin_urls.py", [part.admin_urls for part in wish.parts if part.admin_urls]),
    ):
        if entries:
            patterns = f"urlpatterns = [{', '.join(entries)}]\n"
            found[name] = f"from django.urls import path\n\nfrom . import views\n\n{patterns}"
    if wish.has_rows:
        found["wagtail_hooks.py"] = _hooks(wish)
    if tests := [part for part in wish.parts if part.tests]:
        found[f"tests/test_{wish.slug}.py"] = _tests(wish, tests)
    return found


def _module(wish: Wish, title: str, imports: Iterable[str], bodies: Iterable[str]) -> str:
    head = sorted_imports(wish.fill(line) for line in imports)
    body = "\n\n".join(wish.fill(each).strip() + "\n" for each in bodies)
    return wish.fill(f'"""{title}"""') + f"\n\n{head}\n\n\n{body}"


def _manifest(wish: Wish) -> str:
    provides = ", ".join(f'"{kind}"' for kind in sorted({kind for part in wish.parts for kind in kinds_of(part)}))
    return wish.fill(_MANIFEST.lstrip()).replace("[PROVIDES]", f"[{provides}]").replace("[API]", API_VERSION)


def kinds_of(part: Part) -> set[str]:
    """Return the kinds that a part contributes: its own, and those that come with it."""
    named = {cls.__name__: kind for kind, cls in KINDS.items()}
    return {part.kind} | {named[name] for name in part.names if name in named}


def _contributions(wish: Wish) -> str:
    names = sorted({"Contribution", *(name for part in wish.parts for name in part.names)})
    imports = ["from collections.abc import Iterable"]
    imports += [f"from cms.plugin_api import {name}" for name in names]
    imports += [line for part in wish.parts for line in part.imports]
    lines = "".join(part.contribution.lstrip("\n") for part in wish.parts)
    contribute = "def contribute() -> Iterable[Contribution]:\n" + indent(lines, "    ")
    bodies = [contribute, *(part.functions for part in wish.parts if part.functions)]
    return _module(wish, "What $name_en adds to a site.", imports, bodies)


def _hooks(wish: Wish) -> str:
    imports = [
        "from django.utils.translation import gettext_lazy as _",
        "from wagtail.snippets.models import register_snippet",
        "from cms.core.viewsets import SiteScopedViewSet",
        "from .models import Entry",
    ]
    return _module(wish, "Where staff edit what $name_en keeps.", imports, [ROWS.hooks])


def _migration(wish: Wish) -> str:
    needed = ["wagtailcore", *(["media"] if "page" in {part.option for part in wish.parts} else [])]
    dependencies = "".join(f'        ("{app}", "{_newest_migration(app)}"),\n' for app in sorted(needed))
    imports = ["from django.db import migrations, models"]
    operations = "".join(part.operations.lstrip("\n") for part in wish.parts)
    imports += ["import django.db.models.deletion"] if "django.db.models.deletion" in operations else []
    imports += ["import cms.core.fields"] if "cms.core.fields" in operations else []
    imports += ["import wagtail.search.index"] if "wagtail.search" in operations else []
    body = _MIGRATION.replace("[DEPENDENCIES]", dependencies).replace("[OPERATIONS]", operations)
    return wish.fill(f"{sorted_imports(imports)}\n\n\n{body.lstrip()}")


@cache
def _newest_migration(app: str) -> str:
    """Return the name of an app's last migration; the same for as long as this process lives."""
    return str(MigrationLoader(None).graph.leaf_nodes(app)[0][1])


def _catalogue(wish: Wish) -> str:
    messages = {"$name_en": "$name_ja"}
    for part in wish.parts:
        messages |= dict(part.messages)
    texts = {wish.fill(english): wish.fill(japanese) for english, japanese in messages.items()}
    entries = [f'msgid "{_escaped(english)}"\nmsgstr "{_escaped(texts[english])}"\n' for english in sorted(texts)]
    return wish.fill(_PO_HEAD.lstrip()) + "\n" + "\n".join(entries)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _tests(wish: Wish, parts: Iterable[Part]) -> str:
    parts = list(parts)
    imports = ["import pytest", "from wagtail.models import Site"]
    imports += [line for part in parts for line in part.test_imports]
    imports += ["from django.urls import reverse"] if any("reverse(" in part.tests for part in parts) else []
    return _module(wish, "What $name_en does.", imports, [_SITE_FIXTURE, *(part.tests for part in parts)])


_MANIFEST = """
[plugin]
slug = "$slug"
version = "0.1.0"
api = "[API]"
name = { ja = "$name_ja", en = "$name_en" }
summary = { ja = "$name_jaを載せます。", en = "Shows $name_en." }
requires = { wagtail = ">=7.4,<9" }
provides = [PROVIDES]
personal_data = false
"""
_APPS = """
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from cms.plugin_api import Contribution, Plugin


class ${camel}Config(Plugin):
    name = "plugins.$slug"
    label = "$slug"
    verbose_name = _("$name_en")

    def contribute(self) -> Iterable[Contribution]:
        from . import contributions  # models can be imported only when the apps are loaded

        return contributions.contribute()
"""
_CONTRACT = '''
"""What every plugin must do, asked of this one."""

from cms.plugin_testing import PluginContract


class TestContract(PluginContract):
    slug = "$slug"
'''
_SITE_FIXTURE = """
@pytest.fixture
def site(db: None) -> Site:
    return Site.objects.get(is_default_site=True)
"""
_README = """
# $name_ja · $name_en

A plugin for Kakehashi. What it adds is in `contributions.py`, what it says about itself in `plugin.toml`.

```sh
python manage.py plugins check $slug     # what is still wrong with it
python -m pytest plugins/$slug           # its tests, the contract of all plugins among them
```
"""
_MIGRATION = """
class Migration(migrations.Migration):
    initial = True
    dependencies = [
[DEPENDENCIES]    ]
    operations = [
[OPERATIONS]    ]
"""
_PO_HEAD = r"""
# Japanese messages of $name_en.
msgid ""
msgstr ""
"Language: ja\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=1; plural=0;\n"
"""
