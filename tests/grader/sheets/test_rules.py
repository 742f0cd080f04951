"""The rules version: it changes with what decides a mark, and with nothing else."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from descent.judging.sheets import Criterion
from descent.probing.probes import Probe, call
from grader.course import Course, Section
from grader.sheets import preparation
from grader.sheets import rules as module
from grader.sheets.again import asked_again
from grader.sheets.exercise import Begin, Exercise
from grader.sheets.mistakes import Mistake
from grader.sheets.references import Reference
from grader.sheets.rules import Rules, differences
from tests.here import COURSE, exercises, reference, rules, sections, settings

ANSWER = "def f(x, by=2.0):\n    return by * x\n"


def probes(begin: Begin) -> Iterator[Probe]:
    yield call(begin("numbers").normal(size=5))
    yield call(begin("a table").normal(size=(3, 2)), by=0.1, group="tables")


ENTRY = Exercise(
    name="f",
    probes=probes,
    criteria=(
        Criterion("values", 2.0, groups=("values",)),
        Criterion("tables", groups=("tables",), options={"rtol": 1e-3}),
    ),
    hints=("a", "b", "c"),
)

Ruled = Callable[..., Rules]


@pytest.fixture(autouse=True)
def _as_made_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "kept", lambda section, exercise, what, make: make())


@pytest.fixture
def ruled(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ruled]:
    """Return a function that gives the rules of an entry of a course of its own."""

    def ruled(
        entry: Exercise = ENTRY,
        answer: str = ANSWER,
        points: float = 2.0,
        again: Callable[..., Iterator[Probe]] = lambda probes, right: iter(()),
    ) -> Rules:
        of = Reference("99_made_up", (("f", answer),), {"f": points})
        monkeypatch.setattr(module, "exercises", lambda section: {"f": entry})
        monkeypatch.setattr(module, "reference", lambda section: of)
        # What is asked again follows from these, and would be told beside each of them.
        monkeypatch.setattr(preparation, "asked_again", again)
        module.rules.cache_clear()
        return module.rules(Section(COURSE, "99_made_up"), "f")

    yield ruled
    module.rules.cache_clear()


def changed(**fields: Any) -> Exercise:
    return dataclasses.replace(ENTRY, **fields)


def in_another_order(begin: Begin) -> Iterator[Probe]:
    yield call(begin("a table").normal(size=(3, 2)), by=0.1, group="tables", label="a table")
    yield call(begin("numbers").normal(size=5), label="some numbers")


def one_more(begin: Begin) -> Iterator[Probe]:
    yield from probes(begin)
    begin("zero")
    yield call(0.0)


def one_less(begin: Begin) -> Iterator[Probe]:
    yield next(probes(begin))


def scaled(begin: Begin) -> Iterator[Probe]:
    yield call(2 * begin("numbers").normal(size=5))
    yield call(begin("a table").normal(size=(3, 2)), by=0.1, group="tables")


def as_values(begin: Begin) -> Iterator[Probe]:
    yield call(begin("numbers").normal(size=5))
    yield call(begin("a table").normal(size=(3, 2)), by=0.1)


WRONG = Mistake("other", "That is another one.", code="def f(x, by=2.0):\n    return x\n")

SAME = {
    "hints": {"entry": changed(hints=("d", "e", "f"))},
    "known mistakes": {"entry": changed(mistakes=(WRONG,))},
    "order and labels of probes": {"entry": changed(probes=in_another_order)},
    "order and names of criteria": {
        "entry": changed(
            criteria=tuple(
                dataclasses.replace(c, name=f"other {c.name}") for c in reversed(ENTRY.criteria)
            )
        )
    },
    "earlier exercises": {"entry": changed(uses=("g",))},
    "another form of the answer": {
        "answer": "def f(x, by=2.0):\n    return (x * 3.0) * by / 3.0  # the same\n"
    },
}

OTHER = {
    "a probe more": ({"entry": changed(probes=one_more)}, "its probe 'zero' is new"),
    "a probe less": ({"entry": changed(probes=one_less)}, "its probe 'a table' is gone"),
    "other numbers": (
        {"entry": changed(probes=scaled)},
        "its probe 'numbers' changed; what is right for its probe 'numbers' changed",
    ),
    "another group": ({"entry": changed(probes=as_values)}, "its probe 'a table' changed"),
    "another answer": (
        {"answer": "def f(x, by=2.0):\n    return by * x * 1.0001\n"},
        "what is right for its probes 'numbers' and 'a table' changed",
    ),
    "a share": (
        {"entry": changed(criteria=(Criterion("values"), *ENTRY.criteria[1:]))},
        "its criteria changed",
    ),
    "a tolerance of a criterion": (
        {
            "entry": changed(
                criteria=(
                    ENTRY.criteria[0],
                    dataclasses.replace(ENTRY.criteria[1], options={"rtol": 2e-3}),
                )
            )
        },
        "its criteria changed",
    ),
    "names of what is returned": ({"entry": changed(returns=("a",))}, "its criteria changed"),
    "points": ({"points": 3.0}, "its points changed: 2, now 3"),
    "seconds": (
        {"entry": changed(seconds=20.0)},
        "the seconds that its test may take changed: 10, now 20",
    ),
}


@pytest.mark.parametrize("case", SAME)
def test_what_decides_nothing_changes_no_version(case: str, ruled: Ruled) -> None:
    before, now = ruled(), ruled(**SAME[case])
    assert now.version == before.version
    assert list(differences(before, now)) == []


@pytest.mark.parametrize("case", OTHER)
def test_what_decides_marks_changes_the_version_and_is_told(case: str, ruled: Ruled) -> None:
    change, told = OTHER[case]
    before, now = ruled(), ruled(**change)
    assert now.version != before.version
    assert "; ".join(differences(before, now)) == told


def test_what_is_asked_again_is_a_part_of_it(ruled: Ruled) -> None:
    told = list(differences(ruled(), ruled(again=asked_again)))
    assert told == [
        "its probes 'numbers, again (call)', 'numbers, again (result)', 'numbers, again (array)' "
        "and 2 more are new"
    ]


def test_a_change_of_what_all_share_shows_in_the_number(
    ruled: Ruled, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = ruled()
    monkeypatch.setattr(module, "SHARED", module.SHARED + 1)
    now = ruled()
    assert (before.version[:2], now.version[:2]) == (f"{module.SHARED - 1}-", f"{module.SHARED}-")
    assert list(differences(before, now)) == [
        f"how answers are run, compared and judged changed: {module.SHARED - 1}, "
        f"now {module.SHARED}"
    ]


def test_a_change_of_the_tolerances_is_told(ruled: Ruled, monkeypatch: pytest.MonkeyPatch) -> None:
    before = ruled()
    monkeypatch.setattr(module, "RTOL", 1e-5)
    told = "the tolerances changed: 1e-06 and 1e-09, now 1e-05 and 1e-09"
    assert list(differences(before, ruled())) == [told]


def test_of_many_probes_some_are_named(ruled: Ruled) -> None:
    def many(begin: Begin) -> Iterator[Probe]:
        yield from probes(begin)
        for letter in "abcde":
            begin(letter)
            yield call(1.0)

    (told,) = differences(ruled(), ruled(changed(probes=many)))
    assert told == "its probes 'a', 'b', 'c' and 2 more are new"


def test_a_record_of_another_make_is_told_as_far_as_it_is_known(ruled: Ruled) -> None:
    now = ruled()
    told = list(differences(Rules("1-x", {"shared": 1, "points": 2.0}), now))
    assert told == [f"how answers are run, compared and judged changed: 1, now {module.SHARED}"]
    assert list(differences(Rules("1-x", {}), now)) == [f"other rules: 1-x, now {now.version}"]


def test_rounding_of_another_machine_changes_nothing() -> None:
    def digits(x: float) -> Any:
        return module.rounded([x, {"~": "float", "value": "inf"}, [7, True, "x"]], 9)

    for x in (0.123456789, 12345.6789, -3.3e-4, 1e20):
        assert digits(x) == digits(x * (1 + 1e-13)) != digits(x * 1.001)
    assert digits(1e-17) == digits(-1e-17) == digits(0.0)
    assert str(digits(-1e-17)[0]) == "0.0"


# The course's own


def test_every_exercise_has_a_version_of_its_own_that_repeats() -> None:
    names = [(section, name) for section in sections() for name in exercises(section)]
    found = [rules(*pair).version for pair in names]
    assert len({*found}) == len(names)
    module.rules.cache_clear()
    assert found == [rules(*pair).version for pair in names]


def test_the_course_seed_is_no_part_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    before = rules("01_perceptron", "neuron").version
    other = dataclasses.replace(settings(), seed="another seed altogether")
    monkeypatch.setattr(Course, "settings", other)
    module.rules.cache_clear()
    assert rules("01_perceptron", "neuron").version == before


def test_no_network_is_trained_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def observe(*_: object, **__: object) -> None:
        raise AssertionError("asked")

    monkeypatch.setattr(preparation, "observe", observe)
    module.rules.cache_clear()
    assert rules("06_spiral", "train_spiral").version
    assert reference("06_spiral").points["train_spiral"] == 4
    with pytest.raises(AssertionError, match="asked"):
        rules("06_spiral", "standardize")
