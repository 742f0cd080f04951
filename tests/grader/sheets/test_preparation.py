"""Answer sheets: probes drawn, references asked, known mistakes recognized."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from descent.diagnosis.judge import judge
from descent.judging import sheet_files
from descent.judging.sheets import Criterion, Sheet
from descent.probing.probes import Observation, Probe, call, observe
from descent.probing.values import Inert, Sealed
from grader.course import Course, Settings
from grader.errors import BadExercise
from grader.sheets import hidden
from grader.sheets.exercise import Begin, Exercise, drawn_probes
from grader.sheets.mistakes import Mistake
from grader.sheets.preparation import prepare
from grader.sheets.references import Reference
from tests.grader.classes import SECTION
from tests.here import exercises, hidden_rng, hidden_sheet, reference, sections, visible_sheet

Text = Callable[[Sheet], str]


@pytest.fixture
def text(tmp_path: Path) -> Text:
    """Return a function that gives a sheet as it is written to a file."""

    def text(sheet: Sheet) -> str:
        with zipfile.ZipFile(sheet_files.write([sheet], "sheet", tmp_path)) as archive:
            return archive.read(f"{sheet.exercise}.json").decode()

    return text


ALL = [(section, name) for section in sections() for name in exercises(section)]


def two_calls(begin: Begin) -> Iterator[Probe]:
    yield call(float(begin("a number").normal()))
    begin("three")
    yield call(3)


TWICE = Exercise(
    name="f",
    probes=two_calls,
    criteria=(Criterion("all"),),
    hints=("a", "b", "c"),
)


def reference_of(source: str = "def f(x):\n    return 2 * x\n") -> Reference:
    return Reference("99_made_up", (("f", source),), {"f": 1.0})


def draw(probe: str) -> np.random.Generator:
    return np.random.default_rng([*probe.encode()])


def test_a_sheet_says_what_is_right_for_each_probe() -> None:
    sheet = prepare(TWICE, reference_of(), draw)
    drawn = float(f"{draw('a number').normal():.10g}")
    assert [probe.steps[0].args for probe in sheet.probes] == [(drawn,), (3,)]
    assert [probe.name for probe in sheet.probes] == ["a number", "three"]
    assert [seen.shown["result"] for seen in sheet.expected] == [2 * drawn, 6]
    assert sheet.parameters == ("x",)


def test_the_reference_is_asked_with_the_very_numbers_that_are_shipped(tmp_path: Path) -> None:
    """What known mistakes give is shipped as digests: of a longer number they would be others."""

    def tables(begin: Begin) -> Iterator[Probe]:
        X = begin("a table").normal(size=(3, 2))
        yield call(X)
        begin("a multiple")
        # It is written as that, by a factor.
        yield call(X / 3)

    sheet = prepare(replace(TWICE, probes=tables), reference_of(), draw)
    read = sheet_files.load_from(sheet_files.write([sheet], "99_made_up", tmp_path), "f")
    for one, other in zip(sheet.probes, read.probes, strict=True):
        assert np.array_equal(one.steps[0].args[0], other.steps[0].args[0])
    assert np.array_equal(sheet.expected[1].shown["result"], 2 * read.probes[1].steps[0].args[0])


def test_a_sheet_says_what_each_known_mistake_does() -> None:
    thrice = Mistake("thrice", "Twice, not thrice.", code="def f(x):\n    return 3 * x\n")
    sheet = prepare(replace(TWICE, mistakes=(thrice,)), reference_of(), draw)
    (mistake,) = sheet.mistakes
    assert (mistake.id, mistake.sentence) == ("thrice", "Twice, not thrice.")
    assert mistake.observations[1].shown["result"] == 9


def test_a_mistake_that_no_probe_can_tell_from_the_right_answer_is_refused() -> None:
    same = Mistake("no-mistake", "Right.", code="def f(x):\n    return x + x\n")
    with pytest.raises(BadExercise, match="no probe tells the mistake 'no-mistake'"):
        prepare(replace(TWICE, mistakes=(same,)), reference_of(), draw)


def test_a_reference_that_fails_on_a_probe_is_told() -> None:
    fails = reference_of("def f(x):\n    raise ValueError('by design')\n")
    with pytest.raises(BadExercise, match=r"reference answer itself fails.*by design"):
        prepare(TWICE, fails, draw)


def test_the_truth_may_come_from_elsewhere_than_the_reference() -> None:
    entry = replace(TWICE, truth=lambda probe, answers: Observation({"result": 7}))
    sheet = prepare(entry, reference_of(), draw)
    assert [seen.shown["result"] for seen in sheet.expected] == [7, 7]


def test_an_exercise_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(BadExercise, match=r"no exercise 'perceptron'.*sigmoid"):
        hidden_sheet(SECTION, "perceptron")


def test_hidden_probes_come_from_the_seed_alone(text: Text) -> None:
    one = text(hidden_sheet(SECTION, "neuron", "one"))
    hidden.drawn.cache_clear()
    assert text(hidden_sheet(SECTION, "neuron", "one")) == one
    assert text(hidden_sheet(SECTION, "neuron", "two")) != one


def test_visible_probes_do_not_depend_on_the_course_seed(
    text: Text, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = text(visible_sheet(SECTION, "neuron"))
    monkeypatch.setattr(Course, "settings", Settings("another seed"))
    assert text(visible_sheet(SECTION, "neuron")) == before


def drawn(section: str, name: str, seed: str) -> Sheet:
    """A sheet of nothing but the hidden probes."""
    probes = drawn_probes(
        exercises(section)[name], lambda probe: hidden_rng(section, name, probe, seed)
    )
    return bare(probes)


def bare(probes: tuple[Probe, ...]) -> Sheet:
    return Sheet("", "", (), (), (), probes, (), (), ())


def is_looked_at(probes: tuple[Probe, ...]) -> bool:
    """Whether the answer is a value, so that there is nothing to draw."""
    return all(step.do == "get" for probe in probes for step in probe.steps)


@pytest.mark.parametrize(("section", "name"), ALL)
def test_hidden_probes_can_neither_be_seen_nor_kept_from_last_term(
    section: str, name: str, text: Text
) -> None:
    visible = sheet_files.load(name).probes
    if is_looked_at(visible):
        assert exercises(section)[name].sealed
        return
    texts = [text(drawn(section, name, seed)) for seed in ("autumn", "spring")]
    assert len({text(bare(visible)), *texts}) == 3
    assert text(drawn(section, name, "autumn")) == texts[0]


SEALED = [(section, name) for section, name in ALL if exercises(section)[name].sealed]


@pytest.mark.parametrize(("section", "name"), SEALED)
def test_a_sealed_answer_cannot_be_read_but_is_recognized(section: str, name: str) -> None:
    sheet = visible_sheet(section, name)
    entry = exercises(section)[name]
    right = reference(section).answers()[entry.answer_name]
    shown = [item for seen in sheet.expected for item in seen.shown.values()]
    assert shown and all(isinstance(item, Sealed) for item in shown)
    assert judge(sheet, [observe(probe, right) for probe in sheet.probes]).state == "passed"
    wrong = {key: not item for key, item in right.items()}
    assert judge(sheet, [observe(probe, wrong) for probe in sheet.probes]).state == "not yet"


@pytest.mark.parametrize(("section", "name"), SEALED)
def test_what_decides_marks_is_never_sealed(section: str, name: str) -> None:
    for seen in hidden_sheet(section, name).expected:
        assert not any(isinstance(item, (Sealed, Inert)) for item in seen.shown.values())
