"""The pages hold what they say of the code: links, modules, imports, rooms, the tree of errors."""

from __future__ import annotations

import ast
import builtins
import importlib
import re
from pathlib import Path

import pytest

from tests.here import answers, exercises, sections

ROOT = Path(__file__).resolve().parent.parent
ARCHITECTURE = ROOT / "docs" / "architecture.md"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]

_LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)(?:#[^)\s]*)?\)")
_MODULE = re.compile(r"\b(?:descent|grader|tests|benchmarks)/[\w/]+\.py\b")
_IMPORT = re.compile(r"^ *from ((?:descent|grader)[\w.]*) import (.+)$", re.MULTILINE)

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


@every_page
def test_what_a_page_links_to_is_there(page: Path) -> None:
    links = _LINK.findall(page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@every_page
def test_modules_that_a_page_names_are_there(page: Path) -> None:
    modules = _MODULE.findall(page.read_text(encoding="utf-8"))
    assert [module for module in modules if not (ROOT / module).is_file()] == []


@every_page
def test_names_that_a_page_imports_can_be_imported(page: Path) -> None:
    for module, names in _IMPORT.findall(page.read_text(encoding="utf-8")):
        found = importlib.import_module(module)
        for name in names.split(", "):
            assert hasattr(found, name), f"there is no {name} in {module}"


def test_every_room_is_on_the_map() -> None:
    linked = {(ARCHITECTURE.parent / link).resolve() for link in _LINK.findall(_architecture())}
    rooms = {
        path.resolve()
        for within in ("descent", "grader", "grader/guest")
        for path in (ROOT / within).iterdir()
        # What is left of a room that moved away holds nothing but compiled code.
        if path.is_dir()
        and path.name != "__pycache__"
        and {item.name for item in path.iterdir()} - {"__pycache__"}
    }
    assert len(rooms) > 10
    assert sorted(rooms - linked) == []


def test_the_tree_of_errors_is_that_of_the_code() -> None:
    described = re.search(r"^## Errors\n.*?^```text\n(.*?)^```", _architecture(), re.DOTALL | re.M)
    assert described
    above: list[str] = []
    shown: dict[str, str] = {}
    for line in described[1].splitlines():
        name = line.split()[0]
        depth = (len(line) - len(line.lstrip())) // 2
        above[depth:] = [name]
        if depth:
            assert name not in shown, f"{name} is there twice"
            shown[name] = above[depth - 1]
    assert shown == _errors()


def test_there_are_as_many_mistakes_and_answers_as_the_page_on_diagnosis_says() -> None:
    page = (ROOT / "docs" / "diagnosis.md").read_text(encoding="utf-8")
    said = re.search(
        r"The bank has more than ([\d,]+) known mistakes, the pools more than ([\d,]+) right answers "
        r"and more than ([\d,]+) wrong ones",
        page,
    )
    assert said, "a lower bound: it stays true when an exercise is added"
    mistakes = sum(len(entry.mistakes) for s in sections() for entry in exercises(s).values())
    right = [
        answer.right for s in sections() for name in exercises(s) for answer in answers(s, name)
    ]
    counts = (mistakes, sum(right), len(right) - sum(right))
    for number, count in zip(said.groups(), counts, strict=True):
        assert int(number.replace(",", "")) < count


def _architecture() -> str:
    return ARCHITECTURE.read_text(encoding="utf-8")


def _errors() -> dict[str, str]:
    """Return the classes of errors in the code, each with what it extends."""
    extends: dict[str, str] = {}
    for package in ("descent", "grader"):
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ClassDef) and node.bases:
                    extends[node.name] = ast.unparse(node.bases[0]).rpartition(".")[2]
    return {name: base for name, base in extends.items() if _is_error(base, extends)}


def _is_error(name: str, extends: dict[str, str]) -> bool:
    if name in extends:
        return _is_error(extends[name], extends)
    known = getattr(builtins, name, None)
    return isinstance(known, type) and issubclass(known, BaseException)
