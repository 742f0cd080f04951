"""Code that is given, and code that only demonstrates."""

from __future__ import annotations

import ast
import builtins
import symtable
from collections.abc import Iterator
from typing import Any

import pytest

from descent.diagnosis.judge import judge
from descent.probing.probes import observe
from tests.here import exercises, hidden_sheet, reference, sections
from tests.notebooks.cells import (
    chosen,
    definitions,
    every_section,
    meta,
    names_of_answers,
    source,
)

# What a given cell may define beside the answers of earlier sections.
HELPERS = {"draw_network", "draw_node", "draw_edge", "relative_error"}


def given() -> Iterator[tuple[str, str, str, str]]:
    """Yield each function or class that is given: section, its name, earlier section, exercise."""
    for place, section in enumerate(sections()):
        for cell in chosen(source(section), "given"):
            for name in definitions(cell["source"]):
                for earlier in sections()[:place]:
                    for exercise in names_of_answers(earlier).get(name, ()):
                        yield section, name, earlier, exercise


@pytest.mark.lessons
@pytest.mark.parametrize(("section", "name", "earlier", "exercise"), list(given()))
def test_code_that_is_given_does_what_the_earlier_answer_does(
    section: str, name: str, earlier: str, exercise: str
) -> None:
    sheet = hidden_sheet(earlier, exercise)
    answer = reference(section).answers()[name]
    verdict = judge(sheet, [observe(probe, answer) for probe in sheet.probes])
    assert verdict.share == 1.0, verdict.message


@every_section
def test_given_functions_are_earlier_answers_or_helpers_that_draw_and_compare(
    section: str,
) -> None:
    earlier = {name for other in sections() if other < section for name in names_of_answers(other)}
    for cell in chosen(source(section), "given"):
        tree = ast.parse(cell["source"])
        made = {
            node.name for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef))
        }
        assert made <= earlier | HELPERS, cell["id"]
        if made & earlier:
            assert meta(cell)["grade_id"] != "given_setup", cell["id"]


@pytest.mark.lessons
@every_section
def test_a_section_gets_full_marks_without_its_demonstrations(section: str) -> None:
    namespace: dict[str, Any] = {"__name__": "a notebook without demonstrations"}
    for cell in chosen(source(section), "given", "answer", "free"):
        exec(compile(cell["source"], cell["id"], "exec"), namespace)
    for exercise, entry in exercises(section).items():
        sheet = hidden_sheet(section, exercise)
        answer = namespace[entry.answer_name]
        verdict = judge(sheet, [observe(probe, answer) for probe in sheet.probes])
        assert verdict.share == 1.0, verdict.message


def _stored(code: str) -> set[str]:
    """The names that a cell gives to the notebook, imports included."""
    table = symtable.symtable(code, "cell", "exec")
    return {s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported()}


def _wanted(code: str) -> set[str]:
    """The names that a cell, or a function in it, takes from the notebook."""
    found: set[str] = set()

    def look(table: symtable.SymbolTable) -> None:
        for symbol in table.get_symbols():
            outside = table.get_type() == "module" or symbol.is_global()
            if outside and symbol.is_referenced():
                found.add(symbol.get_name())
        for child in table.get_children():
            look(child)

    look(symtable.symtable(code, "cell", "exec"))
    return found - set(dir(builtins))


@every_section
def test_answers_tests_and_given_code_use_no_name_that_only_a_demonstration_defines(
    section: str,
) -> None:
    cells = source(section)
    serious = chosen(cells, "given", "answer", "test", "free")
    known = set().union(*(_stored(cell["source"]) for cell in serious))
    for cell in serious:
        missing = _wanted(cell["source"]) - known
        assert not missing, f"{cell['id']} needs {missing}"
