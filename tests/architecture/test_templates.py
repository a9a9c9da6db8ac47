"""Public HTML is fit for a strict Content-Security-Policy."""

import re
from pathlib import Path

import pytest

from .sources import read, with_suffix

INLINE = {
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "style element": re.compile(r"<style\b", re.I),
    "inline script": re.compile(r"<script\b(?![^>]*(\bsrc\s*=|type=\"application/(ld\+)?json\"))", re.I),
    "event handler attribute": re.compile(r"<[^>]*\son[a-z]+\s*=\s*[\"']", re.I),
    "javascript: address": re.compile(r"javascript:", re.I),
    "file of a third party": re.compile(r"<(script|link|img|iframe|source)\b[^>]*\b(src|href)=.(https?:)?//", re.I),
}
COMMENTS = re.compile(r"\{#.*?#\}|\{% comment.*?endcomment %\}", re.S)


def public_templates() -> list[str]:
    """Return the templates of public pages: mails need inline styles, and the admin has its own policy."""
    paths = [path for path in with_suffix(".html") if "templates" in path.parts]
    return [str(path) for path in paths if not {"mail", "mails", "wagtailadmin", "admin"} & set(path.parts)]


@pytest.mark.parametrize("what", INLINE)
def test_public_templates_have_no(what: str) -> None:
    found = [path for path in public_templates() if INLINE[what].search(COMMENTS.sub("", read(Path(path))))]
    assert found == []


def test_there_are_public_templates_to_look_at() -> None:
    assert len(public_templates()) > 10
