"""Signals that a plugin listens to past the host: nothing could switch that off."""

import ast
from collections.abc import Iterator
from pathlib import Path

from cms.plugin_host.boot import Reason
from cms.plugin_host.boot.manifest import Manifest

NOT_THE_PLUGIN = {"tests", "migrations"}


def own_receivers(plugin: Manifest) -> Iterator[Reason]:
    """Yield a note with file and line for each `django.dispatch.receiver` and each `….connect(…)` of a signal."""
    for path in sorted(plugin.path.rglob("*.py")):
        name = path.relative_to(plugin.path)
        if not NOT_THE_PLUGIN & set(name.parts):
            yield from (Reason("own_receiver", {"place": f"{name}:{line}"}) for line in _lines(path))


def _lines(path: Path) -> Iterator[int]:
    try:
        tree = ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return  # an editor's link to nowhere, a file that nobody imports: whoever imports it says what is wrong
    signals = set(_imported_signals(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.dispatch":
            yield from (node.lineno for alias in node.names if alias.name == "receiver")
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "connect":
            root: ast.expr = node.func.value
            while isinstance(root, ast.Attribute):
                root = root.value
            if isinstance(root, ast.Name) and root.id in signals:
                yield node.lineno


def _imported_signals(tree: ast.AST) -> Iterator[str]:
    """Yield the names by which a module knows signals: what comes out of a module `signals`, and that itself."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            from_signals = (node.module or "").rpartition(".")[2] == "signals"
            yield from (alias.asname or alias.name for alias in node.names if from_signals or alias.name == "signals")
