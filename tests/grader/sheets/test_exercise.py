"""Exercises: their folders, names, and probes that are drawn one by one."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from descent.judging.sheets import Criterion
from descent.probing.probes import Probe, call, value
from grader.course import Course, Section
from grader.errors import BadExercise
from grader.sheets import exercise
from grader.sheets.exercise import Begin, Exercise, drawn_probes
from tests.grader.classes import add_section, code, graded_as, name_of, released
from tests.here import exercises, reference, sections


def entry(**more: str) -> Exercise:
    return Exercise(
        name="f",
        probes=lambda rng: [value()],
        criteria=(Criterion("all"),),
        **more,
    )


ENTRY = """
from descent.probing.probes import call
from descent.judging.sheets import Criterion
from grader.sheets.exercise import Exercise

EXERCISE = Exercise(probes=lambda rng: [call(1)], criteria=(Criterion("all"),))
"""


def test_an_answer_is_called_like_its_exercise_unless_said_otherwise() -> None:
    assert (entry().answer_name, entry().answer_cell) == ("f", "f")
    named = entry(answer="Net")
    assert (named.answer_name, named.answer_cell) == ("Net", "Net")
    placed = entry(answer="Net", cell="network")
    assert (placed.answer_name, placed.answer_cell) == ("Net", "network")


@dataclass
class MadeUp:
    """A section of a course of one's own: its folder of exercises, and what its notebook tests."""

    section: Section
    points: dict[str, float] = field(default_factory=dict)

    def add(self, exercise: str, entry: str = ENTRY) -> Path:
        folder = self.section.exercises / exercise
        folder.mkdir(parents=True)
        (folder / "exercise.py").write_text(entry)
        (folder / "hints.md").write_text("1. One.\n2. Two.\n3. Three.\n")
        (folder / "mistakes.md").write_text("## none\n\nNothing.\n\n```python\nf = None\n```\n")
        return folder

    def exercises(self) -> dict[str, Exercise]:
        cells = [
            code(
                f"mark('09_made_up', '{name}', f)", metadata=graded_as(f"test_{name}", "test", most)
            )
            for name, most in self.points.items()
        ]
        add_section(self.section.course.root, self.section.name, cells)
        return exercise.exercises(self.section)


@pytest.fixture
def course(tmp_path: Path) -> MadeUp:
    return MadeUp(Section(Course(tmp_path), "09_made_up"))


def test_exercises_come_in_the_order_of_their_test_cells(course: MadeUp) -> None:
    for name in ("alpha", "beta"):
        course.add(name)
    course.points.update(beta=1, alpha=2)
    found = course.exercises()
    assert list(found) == ["beta", "alpha"]
    assert {name: entry.name for name, entry in found.items()} == {"alpha": "alpha", "beta": "beta"}
    assert found["beta"].hints == ("One.", "Two.", "Three.")
    assert [mistake.id for mistake in found["beta"].mistakes] == ["none"]


def test_a_test_cell_without_a_folder_is_told(course: MadeUp) -> None:
    course.section.exercises.mkdir(parents=True)
    course.points["step"] = 1
    with pytest.raises(BadExercise, match=r"tests 'step': there is no .*step"):
        course.exercises()


def test_a_folder_without_a_test_cell_is_told(course: MadeUp) -> None:
    course.add("step")
    course.add("stride")
    course.points["step"] = 1
    with pytest.raises(BadExercise, match=r"stride is for no test cell"):
        course.exercises()


def test_a_folder_for_the_cell_that_exercises_share_may_hold_answers(course: MadeUp) -> None:
    course.add("fit", ENTRY.replace("criteria", 'cell="model", criteria'))
    (course.section.exercises / "model").mkdir()
    (course.section.exercises / "model" / "answers.md").write_text("")
    course.points["fit"] = 1
    assert list(course.exercises()) == ["fit"]


def test_a_section_without_a_folder_says_which_one_it_needs(course: MadeUp) -> None:
    with pytest.raises(BadExercise, match=r"needs a folder grader/exercises/made_up"):
        exercise.folder_of(course.section)


def test_an_exercise_that_misses_a_module_is_not_taken_for_missing(course: MadeUp) -> None:
    course.add("step", "import there_is_no_such_module\n")
    course.points["step"] = 1
    with pytest.raises(ModuleNotFoundError, match="there_is_no_such_module"):
        course.exercises()


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
def test_every_exercise_asks_for_something(section: str) -> None:
    for name, of in exercises(section).items():
        assert any(not c.manner for c in of.criteria), name
        assert all(c.share > 0 for c in of.criteria), name
        assert len({c.name for c in of.criteria}) == len(of.criteria), name


def counted(names: list[str], yields: int) -> Exercise:
    def probes(begin: Begin) -> Iterator[Probe]:
        for name in names:
            begin(name)
        yield from (call(1) for _ in range(yields))

    return Exercise(probes, (Criterion("all"),), name="f")


def test_a_probe_that_is_inserted_leaves_the_numbers_of_the_others_alone() -> None:
    def probes(names: list[str]) -> dict[str, float]:
        def drawing(begin: Begin) -> Iterator[Probe]:
            for name in names:
                yield call(begin(name).normal())

        entry = Exercise(drawing, (Criterion("all"),))
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
