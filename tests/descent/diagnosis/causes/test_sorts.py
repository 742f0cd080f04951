"""Where an answer is wrong: said of a sort only where experiments were asked of it and of others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from descent.diagnosis.causes.sorts import some_cases, sorts_of
from descent.diagnosis.explain import Case, Cause, explain
from descent.judging.compare import MISSING
from descent.probing.probes import Probe, ask, call, make, script
from descent.probing.values import Value
from tests.descent.diagnosis.problems import case

RNG = np.random.default_rng(4)


def table(m: int, n: int) -> Any:
    return RNG.normal(size=(m, n))


def trial(probe: Probe) -> Probe:
    return replace(probe, again="experiment")


def cases(
    probes: Sequence[Probe], wrong: Callable[[Any], bool], shape: tuple[int, ...] = (3, 2)
) -> list[Case]:
    found = []
    for probe in probes:
        right = RNG.normal(size=shape)
        off = wrong(*probe.steps[-1].args)
        found.append(case(probe, right, RNG.normal(size=shape) if off else right))
    return found


def one_sample(X: Any) -> bool:
    return len(X) == 1


SINGLE, SEVERAL = [call(table(1, 3)), call(table(1, 4))], [call(table(4, 3)), call(table(5, 2))]
TRIED = [trial(call(table(1, 2))), trial(call(table(3, 4)))]


def test_a_sort_is_told_in_words_of_what_varies() -> None:
    told = some_cases("z", cases([*SINGLE, *SEVERAL, *TRIED], one_sample))
    assert told == Cause(
        "only-some", "z came out right elsewhere, but not where there is one sample."
    )


def test_the_sort_on_which_it_happens_to_be_right_is_told_but_is_no_cause() -> None:
    told = some_cases("z", cases([*SINGLE, *SEVERAL, *TRIED], lambda X: not one_sample(X)))
    assert told == Cause("", "z came out right where there is one sample, and nowhere else.")


def test_what_is_only_missing_on_one_sort_is_left_to_its_key() -> None:
    found = cases([*SINGLE, *SEVERAL, *TRIED], one_sample)
    lacking = [replace(one, came=MISSING) if one.wrong else one for one in found]
    assert some_cases("z", lacking) is None
    assert some_cases("z", [*found[:1], *lacking[1:]]) is not None


@pytest.mark.parametrize("tried", [[], TRIED[:1], TRIED[1:]])
def test_without_experiments_on_both_sides_nothing_is_said_of_elsewhere(
    tried: list[Probe],
) -> None:
    assert some_cases("z", cases([*SINGLE, *SEVERAL, *tried], one_sample)) is None


def test_what_a_probe_is_called_is_told_of_nothing() -> None:
    called = [replace(call(table(4, 3)), label=label) for label in ("a", "b", "a", "b")]
    same = [*called[:2], *map(trial, called[2:])]
    wrong = {id(probe.steps[-1].args[0]) for probe in same if probe.label == "a"}
    assert some_cases("z", cases(same, lambda X: id(X) in wrong)) is None


def test_an_experiment_that_does_not_bear_it_out_is_heard() -> None:
    more = trial(call(table(1, 5)))
    fine = more.steps[0].args[0]
    found = cases([*SINGLE, *SEVERAL, *TRIED, more], lambda X: one_sample(X) and X is not fine)
    assert some_cases("z", found) is None


def test_nothing_is_said_if_two_sorts_fit() -> None:
    squares = [call(RNG.integers(1, 5, (3, 3))), trial(call(RNG.integers(1, 5, (2, 2))))]
    found = cases([*SEVERAL, TRIED[1], *squares], lambda X: X.dtype.kind == "i")
    assert some_cases("z", found) is None


def test_a_wrong_shape_on_one_sort_is_told_with_the_sort() -> None:
    found = []
    for probe in (*SINGLE, *SEVERAL, *TRIED):
        right = RNG.normal(size=(len(probe.steps[0].args[0]), 2))
        found.append(case(probe, right, right.T if len(right) == 1 else right))
    cause = explain("a", found)
    assert cause is not None and cause.id == "transposed"
    assert cause.sentence.startswith("Where there is one sample, a is transposed: expected")


def layers(*sizes: int) -> dict[str, Value]:
    params: dict[str, Value] = {}
    for number, (n, k) in enumerate(pairwise(sizes), 1):
        params |= {f"W{number}": table(n, k), f"b{number}": table(1, k)}
    return params


@pytest.mark.parametrize(
    ("probe", "parameters", "words"),
    [
        (call(table(3, 3)), ["X"], "there are as many samples as columns"),
        (call(np.array([[1, 2]])), ["X"], "whole numbers come in"),
        (call(-2.5), ["z"], "z is negative"),
        (call(-2.5), ["z"], "z is a single number"),
        (call(np.ones(3)), ["z"], "z has one axis"),
        (call(np.zeros((2, 2))), ["v"], "v is 0 everywhere"),
        (call(table(2, 2)), ["w", "beta"], "beta is left at its default"),
        (call(table(2, 3), layers(3, 4)), ["X", "params"], "there is a single layer"),
        (call(table(2, 3), layers(3, 3, 3)), ["X", "params"], "the layers have equal sizes"),
        (call([2, 3, 4, 1]), ["layer_sizes"], "there are more than two layers"),
        (
            call(table(2, 3), dict(reversed(layers(3, 2, 1).items()))),
            ["X", "params"],
            "the parameters come in another order",
        ),
        (call(30, 7), ["m", "batch_size"], "the last batch is smaller"),
        (call(30, 40), ["m", "batch_size"], "batch_size is larger than the number of samples"),
        (
            script(
                make("net", [3, 2, 1]),
                ask("net.forward", table(4, 3)),
                ask("net.forward", table(5, 3), show="result"),
            ),
            ["layer_sizes"],
            "it is called more than once",
        ),
    ],
)
def test_what_varies_has_words(probe: Probe, parameters: list[str], words: str) -> None:
    assert words in [*sorts_of(probe, parameters)]
    ordinary = call(table(6, 2) ** 2 + 2.0, layers(2, 3, 2), 3)
    assert words not in [*sorts_of(ordinary, ["X", "params", "batch_size"])]
