"""Whatever parts one asks `startplugin` for, what it writes fits together.

Three nets, each with larger meshes and a sharper look: any two parts, and what follows from them for every combination,
by the names in their pieces; any three parts together written, compiled and read as boot reads them; and few
combinations in which any two parts meet in every way (both, either, none), which `test_startplugin` puts through the
whole contract, in both languages, in the longer run.
"""

import ast
import builtins
import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cms.plugin_host.boot import manifest
from cms.plugin_host.boot.compatibility import judge
from cms.plugin_host.boot.discovery import Found
from cms.plugin_host.boot.verdicts import Status
from cms.plugin_host.scaffold.parts import Part
from cms.plugin_host.scaffold.writing import PARTS, Wish, chosen, files, kinds_of

from . import combinations

# What the frames around the pieces bring along (`writing`).
FRAME = {
    "contributions": {"Iterable", "Contribution", "contribute"},
    "models": set(),
    "views": {"queries"},
    "tests": {"pytest", "Site", "site", "reverse"},
}
KNOWN = set(dir(builtins)) | {"site", "client"}


@dataclass(frozen=True)
class Piece:
    """What one part puts into one module: the names it imports (and from where), defines and uses."""

    imports: frozenset[tuple[str, str]]
    defines: frozenset[str]
    uses: frozenset[str]


_pieces: dict[tuple[str, str], Piece] = {}


def piece(part: Part, module: str) -> Piece:
    """Return a piece, looked at once for each part."""
    if (part.option, module) not in _pieces:
        _pieces[part.option, module] = _piece(part, module)
    return _pieces[part.option, module]


def _piece(part: Part, module: str) -> Piece:
    fill = Wish("tried", "ためし", "Tried", (part,)).fill
    lines, source = {
        "contributions": (
            (*part.imports, *(f"from cms.plugin_api import {name}" for name in part.names)),
            "def contribute():\n    pass\n" + indented(part.contribution) + part.functions,
        ),
        "models": (part.model_imports, part.models),
        "views": (part.view_imports, part.views),
        "tests": (part.test_imports, part.tests),
    }[module]
    trees = [ast.parse(fill(line.strip())) for line in lines], ast.parse(fill(source))
    imported = [node for tree in trees[0] for node in tree.body]
    imports = {
        (alias.asname or alias.name, getattr(node, "module", "") or "")
        for node in imported
        for alias in node.names  # type: ignore[attr-defined]
    }
    defines = [node.name for node in trees[1].body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    bound = {node.arg for node in ast.walk(trees[1]) if isinstance(node, ast.arg)}
    names = [node for node in ast.walk(trees[1]) if isinstance(node, ast.Name)]
    bound |= {node.id for node in names if isinstance(node.ctx, ast.Store)}
    uses = {node.id for node in names if isinstance(node.ctx, ast.Load)} - bound
    return Piece(frozenset(imports), frozenset(defines), frozenset(uses))


def indented(lines: str) -> str:
    return "".join(f"    {line}\n" for line in lines.strip("\n").splitlines())


def faults(parts: Iterable[Part]) -> list[str]:
    """Return what does not fit among the pieces: a name that nobody brings, two things of one name, two texts."""
    parts = list(parts)
    found = []
    for module, frame in FRAME.items():
        pieces = [piece(part, module) for part in parts]
        imports = {pair for each in pieces for pair in each.imports}
        imported = {name for name, _module in imports}
        defined = Counter(name for each in pieces for name in each.defines if name not in frame)
        brought = imported | set(defined) | frame | KNOWN
        found += [f"{module}: {name} is not there" for each in pieces for name in each.uses - brought]
        found += [f"{module}: two of {name}" for name, number in defined.items() if number > 1 or name in imported]
        found += [f"{module}: {name} from two places" for name, n in Counter(n for n, _m in imports).items() if n > 1]
    written = Counter(name for part in parts for name, text in {(n, t) for n, t in part.files.items()})
    found += [f"{name}: two texts" for name, number in written.items() if number > 1]
    words = {pair for part in parts for pair in part.messages.items()}
    found += [f"two translations of {text}" for text, number in Counter(t for t, _ in words).items() if number > 1]
    return found


def test_the_pieces_of_every_combination_fit_together() -> None:
    """What any two parts (with those that they need) do right, all do.

    A name that nobody brings is missing for a part with its own needs alone, as further parts only bring more. What is
    there twice is there in two parts, whatever else is.
    """
    wrong = {
        tuple(part.option for part in parts): found
        for parts in [*combinations.together(1), *combinations.together(2)]
        if (found := faults(parts))
    }
    assert wrong == {}


def test_combinations_drawn_at_random_fit_together_too() -> None:
    """What the argument of the test above would not have seen."""
    lottery = random.Random(0)
    drawn = [chosen(lottery.sample(list(PARTS), lottery.randint(3, len(PARTS)))) for _ in range(2000)]
    assert [found for parts in drawn if (found := faults(parts))] == []


def test_pieces_that_do_not_fit_are_found() -> None:
    """The control."""
    slot, api = PARTS["slot"], PARTS["api"]
    twin = Part(option="twin", kind="slot", help="", functions="def footer(context):\n    return queries\n")
    assert faults([slot, twin]) == ["contributions: queries is not there", "contributions: two of footer"]
    assert faults([api, *chosen(["urls"])]) == []


def test_any_three_parts_are_written_so_that_they_compile_and_boot_reads_them(tmp_path: Path) -> None:
    for number, parts in enumerate(combinations.together(3)):
        wish = Wish(f"tried_{number}", "ためし", "Tried", parts)
        written = files(wish)
        for name, text in written.items():
            if name.endswith(".py"):
                compile(text, f"{wish.slug}/{name}", "exec")
        folder = tmp_path / wish.slug
        folder.mkdir()
        (folder / "plugin.toml").write_text(written["plugin.toml"], encoding="utf-8")
        facts = manifest.read(folder, package=f"plugins.{wish.slug}", origin="folder")
        assert facts.provides == {kind for part in parts for kind in kinds_of(part)}
    found = [Found(path.name, f"plugins.{path.name}", "folder", path) for path in sorted(tmp_path.iterdir())]
    assert {verdict.status for verdict in judge(found, off=(), core_apps=())} == {Status.LOADED}


def test_among_few_combinations_any_two_parts_meet_in_every_way() -> None:
    met = frozenset().union(*map(combinations.pairs_of, combinations.covering()))
    assert combinations.pairs() <= met
    assert len(combinations.covering()) <= 14
