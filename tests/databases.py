"""Databases for tests, copied from templates that are migrated (and filled with the demo) once and then kept.

A template's name is a digest of what it was made from, so that a change of a migration or of the demo makes a new one.
Every xdist worker has copies of its own. A test that commits gets a fresh copy after it.

`python -m tests.databases` makes SQLite's templates and no more.
"""

import fcntl
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from functools import cache
from importlib.metadata import version
from pathlib import Path

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from .putting_back import Keeper

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / "var" / "test-cache"
OURS = ("cms", "home", "activities", "events", "plugins")
EMPTY, DEMO = "empty", "demo"
#: Why a template could not be made, by its address.
REFUSED: dict[str, str] = {}
MADE_OF = "migrations.json"
# Plugins from elsewhere, which some tests run with, change every table and page: their templates are named apart.
FURTHER = [Path(path) for path in os.environ.get("CMS_PLUGINS_PATH", "").split(os.pathsep) if path]
VARIANT = hashlib.sha256(os.pathsep.join(map(str, FURTHER)).encode()).hexdigest()[:4] if FURTHER else ""
# What can change the demo's rows: code, facts, texts and pictures; not how they look.
DEMO_SUFFIXES = {".py", ".po", ".json", ".yaml", ".yml", ".toml", ".csv", ".md", ".svg", ".jpg", ".png", ".webp"}
MISSED = ("accounts_user", "wagtailcore_page", "wagtailcore_site")
# Screens change no row: loaders call services, never views.
SCREENS = {
    "views",
    "views.py",
    "urls.py",
    "urls_admin.py",
    "wagtail_hooks.py",
    "admin",
    "templatetags",
    "workspace",
    "pattern",
}
# While somebody works: a template is a near older one, migrated further, instead of being made from nothing.
NEAR = os.environ.get("KAKEHASHI_TEST_TEMPLATES") == "near"
NOT_DEMO = {"static", "templates", "__pycache__", "stack", "tests", *SCREENS}


def digest(files: Iterator[Path]) -> str:
    """Return a short digest of paths and contents, and of the framework's versions."""
    result = hashlib.sha256("".join(version(name) for name in ("Django", "wagtail")).encode())
    for file in sorted(files):
        result.update(str(file.relative_to(ROOT) if file.is_relative_to(ROOT) else file).encode())
        result.update(file.read_bytes())
    return result.hexdigest()[:12]


def migration_files(further: Iterable[Path]) -> Iterator[Path]:
    for top in [*(ROOT / name for name in OURS), *further]:
        yield from top.rglob("migrations/*.py")
        # What runs after each migrate: the staff groups' permissions, declared by the apps.
        for name in ("apps.py", "contributions.py", "roles.py", "moderation.py"):
            yield from top.rglob(name)
    yield ROOT / "cms" / "settings" / "base.py"


def demo_files(further: Iterable[Path]) -> Iterator[Path]:
    for top in [*(ROOT / name for name in OURS), *further]:
        for file in top.rglob("*"):
            if file.suffix in DEMO_SUFFIXES and not NOT_DEMO & set(file.relative_to(top).parts) and file.is_file():
                yield file


@contextmanager
def locked(name: str) -> Iterator[None]:
    """Let one process at a time make a template."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def migrations(further: Iterable[Path]) -> dict[str, str]:
    """Return the digest of every migration of ours and of the plugins `further`, by its path."""
    files = [file for top in [*(ROOT / name for name in OURS), *further] for file in top.rglob("migrations/*.py")]
    return {os.path.relpath(file, ROOT): digest(iter([file])) for file in files}


def nearest(label: str) -> Path | None:
    """Return the newest template made by a part of today's migrations, none of which has changed since."""
    today = migrations(FURTHER).items()
    for made_of in sorted(CACHE.glob(f"{label}-*/{MADE_OF}"), key=lambda file: file.stat().st_mtime, reverse=True):
        if (made_of.parent / "complete").exists() and json.loads(made_of.read_text()).items() <= today:
            return made_of.parent
    return None


def drop_older(kind: str, keep: str) -> None:
    """Remove templates of a kind that nothing uses any more."""
    if NEAR:
        return
    for path in CACHE.glob(f"{kind}-*"):
        if keep not in path.name and path.suffix != ".lock":
            shutil.rmtree(path, ignore_errors=True)


def fill(kind: str, *, url: str, var: Path, further: bool = False, more: bool = False, plain: bool = False) -> None:
    """Migrate the database at `url`, and load the demo when `kind` says so, in a process of its own.

    `further`: it is a copy of a template already, so that migrating is all there is to do.
    `more`: after which the demo is to be loaded once more, for what further plugins add to it.
    `plain`: without plugins from elsewhere. Raises RuntimeError; the next time at once, since each test that wants
    the template would wait for minutes to hear the same.
    """
    if url in REFUSED:
        raise RuntimeError(REFUSED[url])
    environment = dict(os.environ) | {
        "DJANGO_SETTINGS_MODULE": "cms.settings.test",
        "DATABASE_URL": url,
        "KAKEHASHI_VAR": str(var),
    }
    if plain:
        environment.pop("CMS_PLUGINS_PATH", None)
    commands = [["-m", "cms.stack.prepare", *(["--without-demo"] if kind == EMPTY else [])]]
    if further:
        # Not what `prepare` does: with no migration to apply it would leave out what runs after each, the roles.
        commands = [["manage.py", "migrate", "--no-input", "--verbosity=0"]]
    if more:
        commands.append(["manage.py", "load_demo"])
    for command in commands:
        done = subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            REFUSED[url] = f"the {kind} template could not be made:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
            raise RuntimeError(REFUSED[url])


@cache
def template_key(kind: str, *, plain: bool = False) -> str:
    """Return the digest that names a template, the same for as long as this process lives.

    `plain`: of the one without plugins from elsewhere.
    """
    further = () if plain else FURTHER
    return digest(migration_files(further) if kind == EMPTY else demo_files(further))


def sqlite_template(kind: str, *, plain: bool = False) -> Path:
    """Return the folder (database.sqlite3, media/) of a template, making it when it is not there.

    With plugins from elsewhere it is the plain one, migrated and filled further as a site is that gets them.
    """
    plain = plain or not FURTHER
    key = template_key(kind, plain=plain)
    label = kind if plain else f"{VARIANT}{kind}"
    folder = CACHE / f"{label}-{key}"
    with locked(label):
        if not (folder / "complete").exists():
            shutil.rmtree(folder, ignore_errors=True)
            near = nearest(label) if NEAR else None
            more = not near and not plain and kind == DEMO
            if not near and not plain:
                near = sqlite_template(kind, plain=True)
            if near:
                shutil.copytree(near, folder, ignore=shutil.ignore_patterns("complete"))
            else:
                folder.mkdir(parents=True)
                if kind == DEMO:
                    empty = sqlite_template(EMPTY, plain=True)
                    shutil.copyfile(empty / "database.sqlite3", folder / "database.sqlite3")
            url = f"sqlite:///{folder / 'database.sqlite3'}"
            fill(kind, url=url, var=folder, further=bool(near), more=more, plain=plain)
            (folder / MADE_OF).write_text(json.dumps(migrations(() if plain else FURTHER)))
            (folder / "complete").touch()
            drop_older(label, key)
    return folder


class Copies:
    """The databases of one test process: which is in use, and how to get a fresh one."""

    def __init__(self, worker: str, scratch: Path):
        self.worker = worker
        self.scratch = scratch
        self.original = str(self.connection.settings_dict["NAME"])
        self.in_use = ""
        self.made: set[str] = set()
        self._seen: list[BaseDatabaseWrapper] = []

    @property
    def connection(self) -> BaseDatabaseWrapper:
        """The connection of this moment: while a browser is open the thread counts as asynchronous and has another."""
        return connections["default"]

    def close(self) -> None:
        """Close every connection that tests had, so that none goes on with a database that was exchanged."""
        if all(self.connection is not seen for seen in self._seen):
            self._seen.append(self.connection)
        for seen in self._seen:
            seen.close()

    def use(self, kind: str) -> None:
        """Point Django at this process's copy of a template, making the copy when there is none yet."""
        if kind == self.in_use:
            return
        self.close()
        if kind not in self.made:
            self._copy(kind)
            self.made.add(kind)
        self.connection.settings_dict["NAME"] = self._name(kind)
        self.in_use = kind

    def restore(self) -> None:
        """Replace the database in use by a fresh copy: the last test committed."""
        self.close()
        self._copy(self.in_use)

    def mend(self) -> list[str]:
        """Replace copies in which a test left something though it did not say that it commits; return their kinds.

        The test that did it fails; those after it find what they expect.
        """
        return []

    def discard(self) -> None:
        self.close()
        self.connection.settings_dict["NAME"] = self.original

    def media(self, kind: str) -> Path:
        """Return the media folder of a template, which may not be there. Not to be written to."""
        raise NotImplementedError

    def _name(self, kind: str) -> str:
        raise NotImplementedError

    def _copy(self, kind: str) -> None:
        raise NotImplementedError


class SqliteCopies(Copies):
    def __init__(self, worker: str, scratch: Path):
        super().__init__(worker, scratch)
        options = self.connection.settings_dict.setdefault("OPTIONS", {})
        # Copies of templates need not survive a power failure.
        options["init_command"] = options.get("init_command", "").replace("synchronous=FULL", "synchronous=OFF")
        self.rows: dict[str, tuple[int, ...]] = {}
        self.looked_at: dict[str, tuple[tuple[int, int], ...]] = {}

    def mend(self) -> list[str]:
        damaged = [kind for kind in sorted(self.made) if self._has_changed(kind) and not self._is_whole(kind)]
        for kind in damaged:
            if kind == self.in_use:
                self.close()
            self._copy(kind)
        return damaged

    def _has_changed(self, kind: str) -> bool:
        """Say whether anything was written since the rows were last counted: most tests roll back what they do."""
        return self._written(kind) != self.looked_at[kind]

    def _is_whole(self, kind: str) -> bool:
        self.looked_at[kind] = self._written(kind)
        return self._count(kind) == self.rows[kind]

    def _written(self, kind: str) -> tuple[tuple[int, int], ...]:
        """Return when the files of a copy were written, and how long they are.

        To open it and read its schema takes some ten times as long as a simple test.
        """
        stats = [os.stat(name) for name in (self._name(kind), f"{self._name(kind)}-wal") if os.path.exists(name)]
        return tuple((stat.st_mtime_ns, stat.st_size) for stat in stats)

    def _count(self, kind: str) -> tuple[int, ...]:
        """How many rows the tables have that every test would miss."""
        with closing(sqlite3.connect(self._name(kind), timeout=20)) as database:
            return tuple(database.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0] for table in MISSED)

    def media(self, kind: str) -> Path:
        return sqlite_template(kind) / "media"

    def _name(self, kind: str) -> str:
        return str(self.scratch / f"{kind}.sqlite3")

    def _copy(self, kind: str) -> None:
        name = self._name(kind)
        for suffix in ("-wal", "-shm", "-journal"):
            Path(name + suffix).unlink(missing_ok=True)
        shutil.copyfile(sqlite_template(kind) / "database.sqlite3", name)
        self.rows[kind] = self._count(kind)
        self.looked_at[kind] = self._written(kind)


class PostgresCopies(Copies):
    def __init__(self, worker: str, scratch: Path):
        super().__init__(worker, scratch)
        self.keepers: dict[str, Keeper] = {}

    def restore(self) -> None:
        """Put back what the last test changed, or make a fresh copy when it changed more than rows."""
        self.close()
        if self.in_use not in self.keepers or not self.keepers[self.in_use].put_back():
            self._copy(self.in_use)

    def media(self, kind: str) -> Path:
        return self._var(kind) / "media"

    def _var(self, kind: str) -> Path:
        return CACHE / f"postgres-{VARIANT}{kind}-{template_key(kind)}"

    def _name(self, kind: str) -> str:
        return f"test_{VARIANT}{kind}_{self.worker}"

    def template(self, kind: str) -> str:
        """Return the name of the template's database, made when it is not there."""
        key = template_key(kind)
        label = f"{VARIANT}{kind}"
        name = f"template_{label}_{key}"
        start_from = self.template(EMPTY) if kind == DEMO else "template0"
        with locked(f"postgres-{label}"), self._administration() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"template_{label}_%"])
            existing = {row[0] for row in cursor.fetchall()}
            if name not in existing or not self._var(kind).exists():
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}_unfinished" WITH (FORCE)')
                cursor.execute(f'CREATE DATABASE "{name}_unfinished" TEMPLATE "{start_from}"')
                fill(kind, url=self.url(f"{name}_unfinished"), var=self._var(kind))
                self._var(kind).mkdir(parents=True, exist_ok=True)
                drop_older(f"postgres-{label}", key)
                cursor.execute(f'ALTER DATABASE "{name}_unfinished" RENAME TO "{name}"')
                for old in existing - {name}:
                    cursor.execute(f'DROP DATABASE IF EXISTS "{old}" WITH (FORCE)')
        return name

    def url(self, database: str) -> str:
        """Return the address of a database of the server that the tests run on."""
        return os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{database}"

    def _copy(self, kind: str) -> None:
        template = self.template(kind)
        name = self._name(kind)
        with self._administration() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        self.keepers[kind] = Keeper(self.url(name))

    @contextmanager
    def _administration(self) -> Iterator[object]:
        with self.connection._nodb_cursor() as cursor:
            yield cursor

    def discard(self) -> None:
        super().discard()
        with self._administration() as cursor:
            for kind in self.made:
                cursor.execute(f'DROP DATABASE IF EXISTS "{self._name(kind)}" WITH (FORCE)')


def copies_for(worker: str, scratch: Path) -> Copies:
    """Return the copies that fit the database the settings name."""
    kinds = {"sqlite": SqliteCopies, "postgresql": PostgresCopies}
    return kinds[connections["default"].vendor](worker, scratch)


if __name__ == "__main__":
    sqlite_template(DEMO)
