"""What is asked again, and what is said of an answer that is right when it is asked first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from descent.diagnosis.asked_again import AGAIN
from descent.diagnosis.judge import judge
from descent.judging.sheets import Sheet
from descent.judging.verdict import Verdict
from descent.probing.probes import Observation, Probe, call, given, observe
from descent.probing.values import Sliced
from grader.course import hidden_rng
from grader.sheets.again import asked_again
from grader.sheets.preparation import asked, entry_of
from grader.sheets.references import reference
from grader.sheets.semantic_mutants import wrapped
from tests.here import COURSE


def sheet_of(section: str, name: str) -> Sheet:
    of = COURSE.section(section)
    draw = lambda probe: hidden_rng(of, name, probe, "a seed")
    return asked(entry_of(of, name), reference(of), draw, again=True)


def verdict(section: str, name: str, make: Callable[[], object]) -> Verdict:
    sheet = sheet_of(section, name)
    return judge(sheet, [observe(probe, make()) for probe in sheet.probes], reveal=False)


def mutants(section: str, name: str) -> dict[str, Callable[[], object]]:
    of = COURSE.section(section)
    entry = entry_of(of, name)
    return wrapped(reference(of).answers()[entry.answer_name], entry.methods)


@pytest.mark.parametrize(
    ("section", "name", "kind", "cause"),
    [
        ("01_perceptron", "neuron", "remembers results by shape", "remembers"),
        ("01_perceptron", "neuron", "is one call late", "remembers"),
        ("01_perceptron", "neuron", "keeps the parameters of its first call", "remembers"),
        ("01_perceptron", "neuron", "reuses one buffer", "one-buffer"),
        ("01_perceptron", "neuron", "remembers results by identity", "same-object"),
        ("01_perceptron", "neuron", "looks at the base of a view", "not-for-parts"),
        (
            *("05_backpropagation", "network_forward"),
            *("params shared by all objects", "shared-between-objects"),
        ),
    ],
)
def test_what_is_right_when_it_is_asked_first_is_told_why_it_is_not_again(
    section: str, name: str, kind: str, cause: str
) -> None:
    found = verdict(section, name, mutants(section, name)[kind])
    assert (found.state, found.diagnosis) == ("not yet", cause)
    assert found.share < 1
    assert found.message == next(c.sentence for c in AGAIN.values() if c.id == cause)


def test_the_reference_passes_and_what_is_wrong_at_once_is_told_as_before() -> None:
    right = reference(COURSE.section("01_perceptron")).answers()["neuron"]
    assert verdict("01_perceptron", "neuron", lambda: right).state == "passed"

    def wrong(X: Any, w: Any, b: Any) -> Any:
        return right(X, w, b).T

    sheet = sheet_of("01_perceptron", "neuron")
    seen = [observe(probe, wrong) for probe in sheet.probes]
    first = sheet.asked_first()
    whole, alone = judge(sheet, seen), judge(first, seen[: len(first.probes)])
    assert len(first.probes) < len(sheet.probes)
    assert (whole.diagnosis, whole.message) == (alone.diagnosis, alone.message)


def test_a_symmetric_answer_is_asked_again_where_that_makes_a_difference() -> None:
    def mean_product(x: Any, y: Any) -> float:
        return float(np.mean(x * y))

    def right(probe: Probe) -> Observation:
        return observe(probe, mean_product)

    probe = call(np.arange(1.0, 4.0), np.array([1.0, 5.0, 2.0]))
    again = [one for one in asked_again([probe], right) if one.again == "call"]
    assert len(again) == 2
    for one in again:
        assert right(one).shown["result"] != right(probe).shown["result"]


def test_nothing_is_asked_again_of_what_does_not_depend_on_anything() -> None:
    constant = lambda probe: observe(probe, lambda x: 1.0)
    assert list(asked_again([call(np.arange(3.0))], constant)) == []


def test_a_part_of_a_larger_array_has_its_numbers_and_another_base() -> None:
    array = np.arange(6.0).reshape(2, 3)
    part = Sliced(array).make()
    assert np.array_equal(part, array) and not part.flags.c_contiguous
    assert part.base is not None and part.base.size == 4 * array.size


def test_what_was_given_is_read_off_a_probe_whatever_its_form() -> None:
    def right(probe: Probe) -> Observation:
        return observe(probe, lambda x: 2 * x)

    probe = call(np.array([1.0, 2.0, 4.0]))
    for one in (probe, *asked_again([probe], right)):
        assert np.array_equal(2 * given(one)[0], right(one).shown["result"]), one.name
