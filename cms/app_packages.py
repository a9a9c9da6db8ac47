"""Which package an entry of INSTALLED_APPS stands for, as its AppConfig says, told without running any of it.

Settings ask this while they are read, so it needs nothing but the standard library.
"""

import ast
from importlib.util import find_spec, resolve_name
from pathlib import Path


def package_of(entry: str) -> str:
    """Return the package of an app: "home" of "home.apps.HomeConfig", "wagtail.users" of a class that inherits that.

    entry: as in INSTALLED_APPS. A package, which names no class below a module `apps`, is returned as it is; so is the
    package around the module where the class cannot be read.
    """
    around, dot, name = entry.rpartition(".apps.")
    return (_named(f"{around}.apps", name) or around) if dot else entry


def _named(module: str, name: str) -> str | None:
    """Return the `name` that a class of a module gives itself, or that one above it does, wherever that stands."""
    spec = find_spec(module)
    if spec is None or not spec.origin:
        return None
    body = ast.parse(Path(spec.origin).read_bytes()).body
    for statement in body:
        if isinstance(statement, ast.ClassDef) and statement.name == name:
            above = (_named(module, base.id) for base in statement.bases if isinstance(base, ast.Name))
            return _own(statement) or next((found for found in above if found), None)
        if isinstance(statement, ast.ImportFrom):
            for alias in statement.names:
                if (alias.asname or alias.name) == name:
                    dots = "." * statement.level
                    return _named(resolve_name(dots + (statement.module or ""), module.rpartition(".")[0]), alias.name)
    return None


def _own(found: ast.ClassDef) -> str | None:
    for statement in found.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id="name")], value=ast.Constant(value=str(name))):
                return name
    return None
