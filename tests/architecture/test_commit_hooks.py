"""A robust hook that fails after a commit is named by Django; one that cannot be named raises where all is saved."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CODE = ("cms", "home", "activities", "events", "plugins")


def nameless(source: str) -> list[int]:
    """The lines where something that is made on the spot, so has no `__qualname__`, is a robust hook."""
    return [
        call.lineno
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call)
        and getattr(call.func, "attr", "") == "on_commit"
        and any(word.arg == "robust" for word in call.keywords)
        and isinstance(call.args[0], ast.Call)
    ]


@pytest.mark.parametrize("folder", CODE)
def test_robust_hooks_have_a_name(folder):
    files = [file for file in (ROOT / folder).rglob("*.py") if "on_commit" in file.read_text()]
    found = {str(file.relative_to(ROOT)): nameless(file.read_text()) for file in files}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_control_one_without_a_name_is_seen():
    assert nameless("transaction.on_commit(partial(act, fact), robust=True)") == [1]
    assert nameless("transaction.on_commit(act, robust=True)") == []
