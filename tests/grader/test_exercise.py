"""Entries of exercises: known mistakes as edits, names, and where sections find theirs."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import grader.exercises
from descent.probes import Probe, call, value
from descent.properties import PROPERTIES
from descent.sheets import Criterion
from grader.course import sections
from grader.errors import BadExercise
from grader.exercise import Begin, Exercise, drawn_probes, edit, exercises, rewrite
from grader.references import reference
from tests.grader.classes import name_of, released

SOURCE = "def f(x):\n    return x + 1\n"


def entry(**more: str) -> Exercise:
    return Exercise(
        name="f",
        probes=lambda rng: [value()],
        criteria=(Criterion("all"),),
        hints=("a", "b", "c"),
        **more,
    )


def test_an_edit_changes_the_answer_in_one_place() -> None:
    mistake = edit("minus", "It is a sum.", "x + 1", "x - 1")
    assert mistake.apply(SOURCE) == "def f(x):\n    return x - 1\n"


def test_edits_are_made_one_after_the_other() -> None:
    mistake = edit("both", "Neither.", "x + 1", "y + 1", "f(x)", "f(y)")
    assert mistake.apply(SOURCE) == "def f(y):\n    return y + 1\n"


def test_a_rewrite_stands_for_the_whole_cell() -> None:
    assert rewrite("other", "No.", "f = None\n").apply(SOURCE) == "f = None\n"


@pytest.mark.parametrize(("old", "times"), [("x - 1", 0), ("x", 2)])
def test_an_edit_that_does_not_fit_exactly_once_is_told(old: str, times: int) -> None:
    with pytest.raises(BadExercise, match=f"'minus'.*stands there {times} times"):
        edit("minus", "It is a sum.", old, "y").apply(SOURCE)


def test_edits_come_in_pairs() -> None:
    with pytest.raises(ValueError, match="shorter"):
        edit("odd", "Odd.", "x + 1")


def test_an_answer_is_called_like_its_exercise_unless_said_otherwise() -> None:
    assert (entry().answer_name, entry().answer_cell) == ("f", "f")
    named = entry(answer="Net")
    assert (named.answer_name, named.answer_cell) == ("Net", "Net")
    placed = entry(answer="Net", cell="network")
    assert (placed.answer_name, placed.answer_cell) == ("Net", "network")


def test_a_section_without_a_module_says_which_one_it_needs() -> None:
    with pytest.raises(BadExercise, match=r"needs a module grader\.exercises\.transformers"):
        exercises("09_transformers")


def test_a_module_that_misses_another_one_is_not_taken_for_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken_entry.py").write_text("import there_is_no_such_module\n")
    folders = [*grader.exercises.__path__, str(tmp_path)]
    monkeypatch.setattr(grader.exercises, "__path__", folders)
    with pytest.raises(ModuleNotFoundError, match="there_is_no_such_module"):
        exercises("09_broken_entry")


@pytest.mark.parametrize("section", sections())
def test_entries_fit_the_cells_of_the_released_notebook(section: str) -> None:
    cells = {name_of(cell): cell for cell in released(section)["cells"] if name_of(cell)}
    for name, of in exercises(section).items():
        meta = cells[of.answer_cell]["metadata"]["nbgrader"]
        assert (meta["solution"], meta["grade"], meta["locked"]) == (True, False, False)
        meta = cells[f"test_{name}"]["metadata"]["nbgrader"]
        assert (meta["solution"], meta["grade"], meta["locked"]) == (False, True, True)
        assert meta["points"] == reference(section).points[name]


@pytest.mark.parametrize("section", sections())
def test_an_answer_uses_only_what_the_notebook_has_before_it(section: str) -> None:
    before: list[str] = []
    for name, of in exercises(section).items():
        assert set(of.uses) <= set(before), name
        before.append(name)


@pytest.mark.parametrize("section", sections())
def test_every_exercise_asks_for_something_by_a_rule_that_exists(section: str) -> None:
    for name, of in exercises(section).items():
        assert {c.rule for c in of.criteria} <= {"close", "untouched", *PROPERTIES}, name
        assert any(not c.manner for c in of.criteria), name
        assert all(c.share > 0 for c in of.criteria), name
        assert len({c.name for c in of.criteria}) == len(of.criteria), name


def counted(names: list[str], yields: int) -> Exercise:
    def probes(begin: Begin) -> Iterator[Probe]:
        for name in names:
            begin(name)
        yield from (call(1) for _ in range(yields))

    return Exercise("f", probes, (Criterion("all"),), ("a", "b", "c"))


def test_a_probe_that_is_inserted_leaves_the_numbers_of_the_others_alone() -> None:
    def probes(names: list[str]) -> dict[str, float]:
        def drawing(begin: Begin) -> Iterator[Probe]:
            for name in names:
                yield call(begin(name).normal())

        entry = Exercise("f", drawing, (Criterion("all"),), ("a", "b", "c"))
        found = drawn_probes(entry, lambda name: np.random.default_rng([*name.encode()]))
        return {probe.name: probe.steps[0].args[0] for probe in found}

    more = probes(["new", "second", "first"])
    assert probes(["first", "second"]) == {name: more[name] for name in ("first", "second")}


@pytest.mark.parametrize("section", sections())
def test_a_probe_is_drawn_from_its_own_generator_alone(section: str) -> None:
    for of in exercises(section).values():
        names = [probe.name for probe in drawn_probes(of, one_generator)]
        assert not any(name.isdigit() for name in names)
        for chosen in names:
            found = drawn_probes(of, lambda name, chosen=chosen: one_generator(name, chosen))
            probe = next(probe for probe in found if probe.name == chosen)
            usual = drawn_probes(of, one_generator)[names.index(chosen)]
            assert pickle.dumps(probe) == pickle.dumps(usual), f"{of.name}: {chosen}"


def one_generator(name: str, alone: str = "") -> np.random.Generator:
    """A generator of this name; another one where only one name has its usual generator."""
    return np.random.default_rng([*name.encode(), alone not in ("", name)])


@pytest.mark.parametrize(
    ("names", "yields", "what"),
    [
        (["a", "a"], 1, "two probes are called 'a'"),
        ([], 1, "1 probes are yielded where 0 were begun"),
        (["a", "b"], 1, "1 probes are yielded where 2 were begun"),
        (["a"], 2, "2 probes are yielded where 1 were begun"),
    ],
)
def test_a_probe_is_begun_once_and_under_a_name_of_its_own(
    names: list[str], yields: int, what: str
) -> None:
    with pytest.raises(BadExercise, match=what):
        drawn_probes(counted(names, yields), lambda _: np.random.default_rng(1))
