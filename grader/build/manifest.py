"""What generated files were made from, and what they are: the hashes that ``--check`` compares."""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from grader import notebooks
from grader.build.closure import closure, code_of, imports, modules
from grader.course import Course, Section, Ungraded
from grader.errors import BadSource

MANIFEST = "build.json"
FOLDERS = ("release", "notebooks", "solutions", "descent/checks")

# What is made for each section, in this order, and the modules that make it.
KINDS = {
    "checks": ("grader.build.checks",),
    "lesson": ("grader.build.lessons", "grader.nbgrader.registry"),
    "solution": ("grader.build.solutions",),
}

# The face of `grader` imports what marks, and with it these packages: a lesson is not made by them.
WITHOUT = {
    "lesson": ("descent", "grader.guest", "grader.marking", "grader.reports", "grader.sheets")
}


def fingerprint(paths: Iterable[Path], root: Path) -> str:
    """Return a hash of the names and contents of files, whatever their line ends."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        text = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{path.relative_to(root).as_posix()} {len(text)}\n".encode())
        digest.update(text)
    return digest.hexdigest()


def made_from(section: Section, kind: str) -> str:
    """Return the fingerprint of all that an output of a section is made from.

    That is the source notebook and the code that makes the output, as far as
    imports lead, without its docstrings and comments. The checks are made from
    the exercises besides, and a solution from what its notebook imports and
    from the checks, which it runs. Both notebooks hold the address in
    ``course.toml``, and a lesson the names of its neighbors.
    """
    root, source = section.course.root, section.source
    code = [path for name in KINDS[kind] for path in modules(name, root)]
    texts, facts = [source], [section.course.settings.address if kind != "checks" else ""]
    if kind == "checks":
        code += section.exercises.rglob("*.py")
        # Properties are copied, comments and all; answers are for tests alone.
        for name in ("hints.md", "mistakes.md", "properties.py"):
            texts += section.exercises.glob(f"*/{name}")
    elif kind == "lesson":
        facts += neighbors(section)
    else:
        code += [path for name in _imported(source) for path in modules(name, root)]
        facts.append(made_from(section, "checks"))
    files = closure(code, root, WITHOUT.get(kind, ()))
    parts = [fingerprint(texts, root), code_of(files, root), *facts]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def kinds(section: Section) -> tuple[str, ...]:
    """Return which kinds of outputs a notebook has; without exercises there is nothing to check."""
    return tuple(kind for kind in KINDS if generated(section, kind))


def neighbors(section: Section) -> tuple[str, str]:
    """Return the names of the notebooks before and after one, ``""`` where there is none."""
    names = ("", *map(str, section.course.choose_notebooks(())), "")
    place = names.index(section.name)
    return names[place - 1], names[place + 1]


def _imported(source: Path) -> list[str]:
    """Return what the code of a notebook imports, but for its hidden tests."""
    names: list[str] = []
    for cell in notebooks.read(source)["cells"]:
        if cell["cell_type"] != "code":
            continue
        lines = cell["source"].split("### BEGIN HIDDEN TESTS")[0].splitlines()
        # A magic is no Python.
        python = "\n".join(line for line in lines if not line.lstrip().startswith(("%", "!")))
        try:
            names += imports(ast.parse(python))
        except SyntaxError as error:
            raise BadSource(f"{source}: a cell cannot be read: {error}") from error
    return names


def generated(section: Section, kind: str = "") -> list[Path]:
    """Return the generated files of a section, or of one kind, whether they are there or not."""
    root = section.course.root
    files = {
        "checks": [section.course.checks / f"{section}.zip"],
        "lesson": [
            section.release,
            root / "notebooks" / f"{section}.ipynb",
        ],
        "solution": [root / "solutions" / f"{section}.ipynb"],
    }
    if isinstance(section, Ungraded):
        files.update(checks=[], lesson=[section.release])
    return [path for each, paths in files.items() if kind in ("", each) for path in paths]


def record(course: Course, kinds_by_section: Mapping[Section, Iterable[str]]) -> None:
    """Note what the outputs of some kinds were made from, and what they are, by section."""
    root, records = course.root, _read(course.root)
    for section, kinds in kinds_by_section.items():
        old = records.get(section.name, {})
        new = {
            kind: {
                "made_from": made_from(section, kind),
                **{_name(path, root): fingerprint([path], root) for path in files},
            }
            for kind in kinds
            for files in [generated(section, kind)]
        }
        records[section.name] = {
            kind: {**old, **new}[kind] for kind in KINDS if kind in {**old, **new}
        }
    names = sorted(records.keys() & set(map(str, course.choose_notebooks(()))))
    there = {name: records[name] for name in names}
    (root / MANIFEST).write_text(json.dumps(there, indent=1) + "\n", encoding="utf-8")


def stale(sections: Iterable[Section]) -> list[str]:
    """Return what is not as it was recorded, a sentence each; nothing if all is well."""
    reasons = []
    for section in sections:
        if section.name not in _read(section.course.root):
            reasons.append(f"{section} was never built")
            continue
        for kind in kinds(section):
            reasons += why_stale(section, kind)
    return reasons


def why_stale(section: Section, kind: str) -> list[str]:
    """Return why an output has to be made anew, a sentence each; nothing if it is as recorded."""
    root = section.course.root
    entry = _read(root).get(section.name, {}).get(kind)
    if entry is None:
        return [f"the {kind} of {section} was never built"]
    reasons = []
    if entry.get("made_from") != made_from(section, kind):
        reasons.append(f"the {kind} of {section} was built from other sources than those here")
    for path in generated(section, kind):
        if not path.is_file():
            reasons.append(f"{_name(path, root)} is missing")
        elif entry.get(_name(path, root)) != fingerprint([path], root):
            reasons.append(f"{_name(path, root)} is not as it was generated")
    return reasons


def strays(course: Course) -> list[Path]:
    """Return files in the generated folders that no section accounts for."""
    ours = {path for each in course.choose_notebooks(()) for path in generated(each)}
    there = {
        path
        for folder in FOLDERS
        for path in (course.root / folder).rglob("*")
        if path.is_file() and ".ipynb_checkpoints" not in path.parts
    }
    return sorted(there - ours)


def _name(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()


def _read(root: Path) -> dict[str, dict[str, dict[str, str]]]:
    path = root / MANIFEST
    records: dict[str, dict[str, dict[str, str]]]
    records = json.loads(path.read_text()) if path.is_file() else {}
    return records
