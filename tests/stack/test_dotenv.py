"""`.env` as `.env.sample` shows it."""

from pathlib import Path

import pytest

from cms.stack import dotenv
from tests.databases import ROOT


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# a comment\n\nPORT=8000\n", {"PORT": "8000"}),
        ("export PORT = 8000", {"PORT": "8000"}),
        ("CMS_FROM_EMAIL='架け橋 <info@example.jp>'", {"CMS_FROM_EMAIL": "架け橋 <info@example.jp>"}),
        ("SECRET_KEY=a=b#c", {"SECRET_KEY": "a=b#c"}),
        ("REDIS_URL=", {"REDIS_URL": ""}),
    ],
)
def test_parse_reads(text: str, expected: dict[str, str]) -> None:
    assert dotenv.parse(text) == expected


def test_parse_names_the_line_it_does_not_understand() -> None:
    with pytest.raises(ValueError, match="line 2"):
        dotenv.parse("PORT=1\nnot a variable")


def test_the_sample_can_be_read() -> None:
    assert "DATABASE_URL" in dotenv.parse((ROOT / ".env.sample").read_text())


def test_the_environment_wins(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PORT=1\nOTHER=2\n")
    environ = {"PORT": "9"}
    dotenv.load(tmp_path / ".env", environ)
    assert environ == {"PORT": "9", "OTHER": "2"}


def test_no_file_is_no_error(tmp_path: Path) -> None:
    dotenv.load(tmp_path / ".env", {})
