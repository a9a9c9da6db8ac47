"""Imports as ruff would write them: standard library, packages, our own, the plugin's; each module once."""

import sys
from collections.abc import Iterable

OURS = {"cms", "home", "activities", "events", "plugins"}
WIDEST = 120


def sorted_imports(lines: Iterable[str]) -> str:
    """Return import lines ("import a", "from a import b") in groups, names of one module together."""
    modules: dict[str, set[str]] = {}
    for line in lines:
        first, module, *rest = line.split(maxsplit=3)
        names = {name.strip() for name in rest[-1].removeprefix("import ").split(",")} if first == "from" else set()
        modules.setdefault(module if first == "from" else f"import {module}", set()).update(names)
    groups: dict[int, list[str]] = {}
    for module in sorted(modules, key=lambda module: (_rank(module), not module.startswith("import "), module)):
        groups.setdefault(_rank(module), []).append(_line(module, modules[module]))
    return "\n\n".join("\n".join(group) for _, group in sorted(groups.items()))


def _rank(module: str) -> int:
    name = module.removeprefix("import ")
    top = name.partition(".")[0]
    if name.startswith("."):
        return 3
    return 2 if top in OURS else 0 if top in sys.stdlib_module_names else 1


def _line(module: str, names: set[str]) -> str:
    if not names:
        return module
    listed = sorted(names)
    line = f"from {module} import {', '.join(listed)}"
    if len(line) <= WIDEST:
        return line
    return f"from {module} import (\n" + "".join(f"    {name},\n" for name in listed) + ")"
