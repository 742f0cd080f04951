"""The order in which causes are looked for: what each explainer says, and the page about them."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from descent.diagnosis import explainers
from descent.diagnosis.causes.cases import Cause
from descent.diagnosis.explainers import EXPLAINERS
from descent.diagnosis.foreseen import fingerprint, sealed
from descent.diagnosis.judge import judge
from descent.diagnosis.state import first_update
from descent.diagnosis.wrong_answer import Explained, Tried, WrongAnswer
from descent.judging.evidence import Evidence
from descent.judging.sheets import Criterion, Sheet
from descent.probing.probes import Probe, Step, ask, call, look, make, observe, script, take
from tests.descent import made_up

RNG = np.random.default_rng(4)
TABLES = [call(RNG.normal(size=shape)) for shape in ((4, 3), (5, 3), (2, 3))]
NO_MEAN = "The sum over the samples is not divided by their number"
WRONG_AXIS = "dw adds up along the wrong axis"


def first_line(function: Callable[..., object]) -> str:
    return (inspect.getdoc(function) or "").partition("\n")[0]


LABELED = [call(*RNG.uniform(size=(2, m, 1))) for m in (4, 5, 7)]
LABELED.append(call(np.array([[0.3], [0.6]]), np.array([[0.5], [1.0]])))


def cross_entropy(y_true: Any, y_pred: Any) -> Any:
    p = np.clip(y_pred, 1e-12, 1 - 1e-12)
    return -np.mean(y_true * np.log(p) + (1 - y_true) * np.log(1 - p))


def rated(probe: Probe) -> Step:
    """The call of a probe, with a rate that is passed."""
    return replace(probe.steps[0], kwargs={"rate": 0.3})


def means(X: Any) -> Any:
    return X.mean(axis=0)


def moments(X: Any) -> Any:
    return X.mean(axis=0), (X**2).mean(axis=0)


def labeled(X: Any) -> Any:
    return {"dw": X.mean(axis=0), "db": X.sum()}


def dividing(X: Any) -> Any:
    return X / 3


def slip(X: Any) -> Any:
    return np.sin(X).sum(axis=0)


def foreseeing(sheet: Sheet) -> Sheet:
    seen = [observe(probe, slip) for probe in sheet.probes]
    text = (
        next(e for e in EXPLAINERS if e.id == "foreseen")
        .example.removeprefix("What comes out is what the right answer gives ")
        .removesuffix(".")
    )
    item = sealed(text, fingerprint(sheet.expected, seen, sheet.returns))
    return replace(sheet, foreseen=dict([item]))


def cut(X: Any, y: Any, size: int) -> Any:
    return [(X[k : k + size], y[k : k + size]) for k in range(0, len(X), size)]


BATCHES = [
    script(take(30, RNG.normal(size=(m, 2)), RNG.normal(size=(m, 1)), size))
    for m, size in ((7, 3), (8, 2), (9, 5))
]


class Network:
    """Keeps parameters, which backward reads."""

    def __init__(self) -> None:
        self.params = {"W1": np.array([[0.5, -1.5]])}

    def backward(self) -> Any:
        return 3 * self.params["W1"]


class Updating(Network):
    def backward(self) -> Any:
        gradient = super().backward()
        self.params["W1"] = self.params["W1"] - gradient / 7
        return gradient


def step(X: Any, w: Any, epochs: int, share: float = 1.0) -> Any:
    for _ in range(epochs):
        w = w - share * np.tanh(w + X.mean(axis=0))
    return w, X.sum()


UPDATES = [
    call(probe.steps[0].args[0], RNG.normal(size=3), epochs=n)
    for n, probe in zip((1, 4, 1), TABLES, strict=True)
]
NEURON = ("X", "y", "w", "b", "epochs", "lr")
NEURONS = [
    call(*(RNG.normal(size=shape) for shape in ((m, 2), (m, 1), (2, 1), (1, 1))), epochs=1, lr=0.5)
    for m in (4, 5, 7)
]


def neuron_of(two: float, rows: slice) -> Callable[..., Any]:
    """The first step of a neuron, made of some rows."""

    def step(X: Any, y: Any, w: Any, b: Any, epochs: int, lr: float) -> Any:
        a = 1 / (1 + np.exp(-(X @ w + b)))
        delta = (two * lr * (a - y) * a * (1 - a))[rows]
        return w - X[rows].T @ delta / len(delta), b - delta.mean(keepdims=True)

    return step


TRAININGS = [
    call(
        *(RNG.normal(size=shape) for shape in ((m, 2), (m, 1), (2, 1), (1, 1))),
        epochs=epochs,
        lr=0.5,
    )
    for m, epochs in ((4, 3), (5, 2), (7, 4))
]


def trained(kept: float) -> Callable[..., tuple[Any, Any]]:
    """A neuron that is trained, with so much of each update carried on."""

    def train(X: Any, y: Any, w: Any, b: Any, epochs: int, lr: float) -> tuple[Any, Any]:
        down_w, down_b = 0 * w, 0 * b
        for _ in range(epochs):
            a = 1 / (1 + np.exp(-(X @ w + b)))
            delta = 2 * (a - y) * a * (1 - a) / len(y)
            down_w = kept * down_w + X.T @ delta
            down_b = kept * down_b + delta.sum(keepdims=True)
            w, b = w - lr * down_w, b - lr * down_b
        return w, b

    return train


OUTPUTS = [call(RNG.normal(size=(m, 3)), *RNG.uniform(size=(2, m, 1))) for m in (4, 5, 7)]


def gradients_of(
    slope: Callable[[Any], Any] = lambda a: a * (1 - a),
) -> Callable[..., tuple[Any, Any]]:
    """The gradients of a neuron, with such a slope."""

    def gradients(X: Any, y: Any, a: Any) -> tuple[Any, Any]:
        delta = 2 * (a - y) * slope(a) / len(y)
        return X.T @ delta, delta.sum(keepdims=True)

    return gradients


AFTERWARDS = script(
    make("net"), ask("net.backward"), look("net.params", show="params after backward")
)


def in_place(X: Any) -> Any:
    X = X.copy()
    X[X > 0] = 0
    return X


CERTAIN = "predictions of exactly 0 and 1"
# Tables, and others that a criterion of their own asks.
ASKED_APART = (
    [*TABLES, *(call(rows.round(), group="clipped") for rows in RNG.random((3, 4, 3)))],
    Criterion("values", groups=("values",)),
    Criterion(CERTAIN, groups=("clipped",)),
)


def wild_where_whole(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda X: np.sin(9 * X + 1).sum(axis=0) if (X == X.round()).all() else function(X)


# For each explainer, an exercise and an answer that nothing before it explains.
CASES: dict[str, tuple[Sheet, Callable[..., Any]]] = {
    "known-mistake": (
        made_up(means, TABLES, mistakes={NO_MEAN: lambda X: X.sum(axis=0)}),
        lambda X: X.sum(axis=0),
    ),
    "usual-inputs": (
        made_up(
            lambda X: np.maximum(X, 0),
            [*TABLES, call(1.5, label="a single number")],
            mistakes={"What is above zero is cut off": lambda X: np.minimum(X, 0)},
        ),
        in_place,
    ),
    "other-spelling": (
        made_up(labeled, TABLES),
        lambda X: {"DW": 2 * X.mean(axis=0), "Db": X.sum()},
    ),
    "left-alone": (made_up(Network, [AFTERWARDS]), Updating),
    "batches": (made_up(cut, BATCHES), lambda X, y, size: 3 * cut(X, y, size)),
    "exchanged-parts": (
        made_up(moments, TABLES, returns=("dw", "db")),
        lambda X: moments(X)[::-1],
    ),
    "mistake-in-parts": (
        made_up(
            moments,
            TABLES,
            returns=("dw", "db"),
            mistakes={WRONG_AXIS: lambda X: (X.mean(axis=1), moments(X)[1])},
        ),
        lambda X: (X.mean(axis=1), np.sin(9 * X).sum(axis=0)),
    ),
    "where-it-runs": (
        made_up(means, [*TABLES, *TABLES], mistakes={NO_MEAN: lambda X: X.sum(axis=0)}),
        lambda X: X.sum(axis=0) if len(X) != 5 else X @ X,
    ),
    "where-passed": (
        made_up(
            lambda X, rate=1e-4: rate * X.mean(axis=0),
            [*TABLES, *(replace(one, steps=(rated(one),)) for one in TABLES)],
            parameters=("X", "rate"),
            defaults={"answer": {"rate": 1e-4}},
            mistakes={NO_MEAN: lambda X, rate=1e-4: rate * X.sum(axis=0)},
        ),
        lambda X, rate=2e-4: rate * X.sum(axis=0),
    ),
    "general-cause": (made_up(moments, TABLES, returns=("dw", "db")), lambda X: (-means(X), 1)),
    "two-mistakes": (
        made_up(
            lambda X: X.sum(axis=1) + 0.7,
            TABLES,
            mistakes={
                "The bias is left out": lambda X: X.sum(axis=1),
                "The last weight is left out": lambda X: X[:, :2].sum(axis=1) + 0.7,
            },
        ),
        lambda X: X[:, :2].sum(axis=1),
    ),
    "neuron-step": (
        made_up(neuron_of(2, slice(None)), NEURONS, parameters=NEURON, returns=("w", "b")),
        neuron_of(1, slice(-1, None)),
    ),
    "layer-gradients": (
        made_up(gradients_of(), OUTPUTS, parameters=("X", "y", "a"), returns=("dw", "db")),
        gradients_of(lambda a: 1 - np.tanh(a) ** 2),
    ),
    "training-runs": (
        made_up(trained(0.0), TRAININGS, parameters=NEURON, returns=("w", "b")),
        trained(0.9),
    ),
    "first-update": (
        made_up(step, UPDATES, parameters=("X", "w"), returns=("w", "total")),
        lambda X, w, epochs: step(X, w, epochs, 0.5),
    ),
    "missing-keys": (made_up(labeled, TABLES), lambda X: {"dw": X.mean(axis=0)}),
    "foreseen": (foreseeing(made_up(means, TABLES)), slip),
    "simple-cause": (
        made_up(
            lambda a: (a * (a**2 + 1), a.sum()),
            TABLES,
            parameters=("a",),
            returns=("dw", "total"),
        ),
        lambda a: (a**2 + 1, a.sum()),
    ),
    "set-aside": (
        made_up(means, *ASKED_APART, mistakes={"You add the losses up": lambda X: X.sum(axis=0)}),
        wild_where_whole(lambda X: X.sum(axis=0)),
    ),
    "losses-inside": (
        made_up(cross_entropy, LABELED, parameters=("y_true", "y_pred")),
        lambda y, p: np.abs(p - y).sum() if p.max() < 1 else p.sum(),
    ),
}


def looking(answer: WrongAnswer, explained: Explained) -> Explained:
    cause = Cause("earlier:sigmoid", EXPLAINERS[0].example)
    return explained.ended(Tried(cause, (Evidence.EXPERIMENT,)))


def mentioning(answer: WrongAnswer, explained: Explained) -> Explained:
    return replace(explained, besides="Besides, sigmoid is not right yet.")


def test_what_a_side_finds_of_earlier_answers_comes_before_all_other_causes() -> None:
    sheet, function = CASES["known-mistake"]
    seen = [observe(probe, function) for probe in sheet.probes]
    told = judge(sheet, seen, earlier=looking)
    assert (told.diagnosis, told.message) == ("earlier:sigmoid", EXPLAINERS[0].example)


# What may be the matter of an earlier answer that is not right.
OF_EARLIER = ("left-alone", "two-mistakes")


@pytest.mark.parametrize("case", OF_EARLIER)
def test_nothing_is_said_that_an_earlier_answer_may_be_the_reason_of(case: str) -> None:
    sheet, function = CASES[case]
    seen = [observe(probe, function) for probe in sheet.probes]
    assert judge(sheet, seen).diagnosis
    told = judge(sheet, seen, earlier=mentioning)
    assert not told.diagnosis
    assert told.message.endswith("Besides, sigmoid is not right yet.")


@pytest.mark.parametrize("case", [e.id for e in EXPLAINERS[1:] if e.id not in OF_EARLIER])
def test_what_it_only_mentions_is_told_last_whatever_the_cause(case: str) -> None:
    sheet, function = CASES[case]
    seen = [observe(probe, function) for probe in sheet.probes]
    alone, told = judge(sheet, seen), judge(sheet, seen, earlier=mentioning)
    assert told.besides == "Besides, sigmoid is not right yet."
    assert told.message == f"{alone.message} {told.besides}"
    # Arrays in it have no single answer to whether they are the same.
    same = replace(told, message=alone.message, besides="", statements=alone.statements)
    assert repr(same) == repr(alone)
    assert told.statements[:-1] == alone.statements


# What stands first is told of a submission: tests/grader/marking/test_blame.py.
@pytest.mark.parametrize("number", range(1, len(EXPLAINERS)), ids=[e.id for e in EXPLAINERS[1:]])
def test_an_explainer_says_its_example_where_none_before_it_explains_anything(number: int) -> None:
    sheet, function = CASES[EXPLAINERS[number].id]
    answer = WrongAnswer(sheet, [observe(probe, function) for probe in sheet.probes])
    explained = Explained()
    for explainer in EXPLAINERS[:number]:
        explained = explainer.explain(answer, explained)
        assert not explained.known, explainer.id
    found = EXPLAINERS[number].explain(answer, explained)
    assert EXPLAINERS[number].example in [cause.sentence for cause in found.causes]
    assert EXPLAINERS[number].example in judge(sheet, answer.observations).message


def test_explainers_have_ids_of_their_own_and_say_when_they_speak() -> None:
    assert [e.id for e in EXPLAINERS] == ["earlier-answer", *CASES]
    assert all(first_line(e.explain).endswith(".") for e in EXPLAINERS)


def set_aside(function: Callable[[Any], Any], **mistakes: Callable[[Any], Any]) -> str:
    sheet = made_up(means, *ASKED_APART, mistakes=mistakes)
    return judge(sheet, [observe(probe, function) for probe in sheet.probes]).message


def test_what_a_criterion_asks_is_set_aside_for_nothing_that_is_told_of_all() -> None:
    """A sentence that says where else it is right would be false where something is set aside."""
    adding = wild_where_whole(lambda X: X.sum(axis=0))
    assert CERTAIN in set_aside(adding, adds=lambda X: X.sum(axis=0))
    assert CERTAIN not in set_aside(adding, **{"Right for one": lambda X: X.sum(axis=0)})


def test_of_mistakes_that_do_the_same_without_what_is_set_aside_the_first_is_told() -> None:
    adding = wild_where_whole(lambda X: X.sum(axis=0))
    both = {
        "adds": lambda X: X.sum(axis=0),
        "does more": lambda X: X.sum(axis=0) + 3 * (X == X.round()).all(),
    }
    assert set_aside(adding, **both).startswith("adds. As for")
    two = {"Two things are off": both["does more"], "adds": both["adds"]}
    assert set_aside(adding, **two).startswith("adds. As for")


def test_where_no_mistake_is_what_is_left_one_is_told_with_one_thing_beside_it() -> None:
    wild = wild_where_whole(lambda X: -np.median(X, axis=0))
    told = set_aside(wild, median=lambda X: np.median(X, axis=0), adds=lambda X: X.sum(axis=0))
    assert told.startswith("median. Besides, compared with what that gives, the result has")
    assert "there may be more to it" in told


def test_where_the_first_criterion_is_not_explained_nothing_is_set_aside() -> None:
    def wild(X: Any) -> Any:
        return X.sum(axis=0) if (X == X.round()).all() else np.sin(9 * X + 1).sum(axis=0)

    assert "there may be more to it" not in set_aside(wild, adds=lambda X: X.sum(axis=0))


def test_of_keys_that_are_missing_now_and_then_those_of_the_first_call_are_told() -> None:
    """Layers that are counted from 0: what is missing from one network is there in another."""
    right = lambda X: {f"W{n}": X[:, n - 1] for n in range(1, X.shape[1] + 1)}
    answer = lambda X: {f"W{n}": np.sin(9 * X[:, n]) for n in range(X.shape[1])}
    rng = np.random.default_rng(6)
    sheet = made_up(right, [call(rng.normal(size=(2, columns))) for columns in (3, 2, 1)])
    found = judge(sheet, [observe(probe, answer) for probe in sheet.probes])
    assert "W3 is missing from the dict." in found.message


def test_the_last_key_of_its_kind_is_told_where_it_is_missing_whatever_there_are() -> None:
    def right(X: Any) -> dict[str, Any]:
        return {f"{name}{n}": X[:, n] + k for n in range(X.shape[1]) for k, name in enumerate("az")}

    def told(lacks: Callable[[dict[str, Any]], str]) -> str:
        def answer(X: Any) -> dict[str, Any]:
            whole = right(X)
            return {key: item for key, item in whole.items() if key != lacks(whole)}

        probes = [call(RNG.normal(size=(2, columns))) for columns in (3, 2, 4)]
        sheet = made_up(right, probes)
        return judge(sheet, [observe(probe, answer) for probe in probes]).message

    last = "Each time it is the last a that is asked for."
    assert told(lambda whole: f"a{len(whole) // 2 - 1}") == f"a2 is missing from the dict. {last}"
    assert last not in told(lambda whole: f"a{len(whole) // 2 - 2}")
    assert last not in told(lambda whole: "a1")


def test_keys_that_nobody_asked_for_are_told_beside_those_that_are_missing() -> None:
    sheet = made_up(labeled, TABLES)

    def told(reveal: bool, **others: Any) -> str:
        answer = lambda X: {"dw": X.mean(axis=0), **others}
        seen = [observe(probe, answer) for probe in TABLES]
        return judge(sheet, seen, reveal).message

    missing = "db is missing from the dict."
    assert told(True) == missing
    assert told(True, bias=0.5) == f"{missing} Another key is there: bias."
    assert told(True, bias=0.5, n=2) == f"{missing} Other keys are there: bias, n."
    # A key could carry what a hidden probe has shown.
    assert told(False, bias=0.5) == missing
    assert told(True, **{"the bias of it all": 0.5}) == missing


def test_a_dict_that_comes_alone_is_told_from_one_in_place_of_plain_values() -> None:
    def told(right: Callable[[Any], Any]) -> str:
        sheet = made_up(right, TABLES)
        return judge(sheet, [observe(probe, labeled) for probe in TABLES]).message

    assert told(lambda X: (X.sum(axis=0), {"dw": X})) == (
        "The result is a dict alone. Several things are asked for, and one of them is a dict: "
        "return all of them, separated by commas."
    )
    plain = "The result is a dict. Return the values themselves, separated by commas."
    assert told(lambda X: (X.sum(axis=0), X)) == plain


def test_what_stands_under_keys_that_are_spelled_otherwise_is_explained_as_if_they_were_right() -> (
    None
):
    sheet = made_up(labeled, TABLES)

    def told(answer: Callable[[Any], Any]) -> str:
        return judge(sheet, [observe(probe, answer) for probe in TABLES]).message

    keys = "The keys are spelled otherwise than they should be, which is "
    right = told(lambda X: {"dw": X.mean(axis=0), "DB": X.sum()})
    assert right == f"{keys}db."
    both = told(lambda X: {"dW": -X.mean(axis=0), "dB": X.sum()})
    assert both == (
        f"dw has the wrong sign: every entry is −1 times what it should be. {keys}dw, db."
    )
    # Which of two keys is meant, nobody can tell.
    either = told(lambda X: {"dW": -X.mean(axis=0), "DW": X.mean(axis=0), "db": X.sum()})
    assert either == f"{keys}dw."


def descended(X: Any, w: Any, epochs: int, lr: float, power: int = 1) -> Any:
    for _ in range(epochs):
        w = w - lr * 2 * (X.T @ np.tanh(X @ w) ** power) / len(X)
    return w, X.sum()


def without_rate(X: Any, w: Any, epochs: int, lr: float) -> Any:
    for _ in range(epochs):
        w = w - X.T @ np.tanh(X @ w)
    return w, X.sum()


DESCENTS = [
    call(RNG.normal(size=(m, 3)), RNG.normal(size=(3, 1)), epochs=n, lr=lr)
    for m, n, lr in ((5, 1, 0.7), (6, 1, 0.3), (7, 3, 0.9))
]


def test_what_the_first_step_is_off_by_is_told_where_it_follows_the_samples_and_the_rate() -> None:
    sheet = made_up(descended, DESCENTS, parameters=("X", "w"), returns=("w", "total"))
    told = judge(sheet, [observe(probe, without_rate) for probe in DESCENTS])
    assert told.diagnosis == "first-step"
    assert told.message.endswith(
        "In the first step of w, the learning rate has no part, the division by the number of "
        "samples is missing, and a factor 2 is missing."
    )
    # Nothing is said of a step in another direction.
    cubed = [observe(probe, lambda *a, **k: descended(*a, **k, power=3)) for probe in DESCENTS]
    assert "first step" not in judge(sheet, cubed).message


def both_descended(X: Any, w: Any, b: Any, epochs: int, own: bool = True) -> Any:
    """Two parts, each of which should move by its own gradient."""
    for _ in range(epochs):
        slope = np.tanh(X @ w + b)
        dw = X.T @ slope / len(X)
        w, b = w - dw, b - (slope.mean() if own else np.sin(9 * dw.sum()))
    return w, b


def test_a_part_is_not_blamed_on_later_epochs_where_another_one_is_wrong_after_the_first() -> None:
    probes = [
        call(RNG.normal(size=(m, 3)), RNG.normal(size=(3, 1)), RNG.normal(size=(1, 1)), epochs=n)
        for m, n in ((5, 1), (6, 1), (7, 3), (4, 4))
    ]
    sheet = made_up(both_descended, probes, parameters=("X", "w", "b"), returns=("w", "b"))
    seen = [observe(probe, lambda *a, **k: both_descended(*a, **k, own=False)) for probe in probes]
    found = judge(sheet, seen)
    assert "After one epoch w is right and b is not: look at how b moves." in found.message


def test_that_parts_move_alike_is_told_of_no_part_that_moves_otherwise() -> None:
    def moved(X: Any, w: Any, v: Any, b: Any, epochs: int, own: bool = True) -> Any:
        for _ in range(epochs):
            slope = np.tanh(X @ w + X @ v + b)
            step = X.T @ slope
            to_side = slope.mean() if own else np.sin(9 * step.sum())
            w, v, b = (
                w - step * (1 if own else 0.37),
                v - step * (1 if own else 0.37),
                b - to_side,
            )
        return w, v, b

    names = ("X", "w", "v", "b")
    probes = [
        call(*(RNG.normal(size=size) for size in ((m, 3), (3, 1), (3, 1), (1, 1))), epochs=n)
        for m, n in ((5, 1), (6, 1), (7, 3), (4, 4))
    ]
    sheet = made_up(moved, probes, parameters=names, returns=names[1:])
    seen = [observe(probe, lambda *a, **k: moved(*a, **k, own=False)) for probe in probes]
    assert "w has moved 0.37 times as far as it should." in judge(sheet, seen).message


def test_later_epochs_are_blamed_where_as_many_are_never_right() -> None:
    def longer(X: Any, w: Any, epochs: int, lr: float) -> Any:
        slope = np.tanh(X @ w)
        return descended(X, w, epochs, lr)[0] + (epochs > 1) * np.sin(9 * slope.sum()), X.sum()

    def told(last_is_right: bool, epochs: int) -> bool:
        last = call(RNG.normal(size=(4, 3)), RNG.normal(size=(3, 1)), epochs=epochs, lr=0.4)
        sheet = made_up(descended, [*DESCENTS, last], parameters=("X", "w"), returns=("w", "total"))
        asked = [observe(probe, longer) for probe in sheet.probes]
        asked[-1] = sheet.expected[-1] if last_is_right else asked[-1]
        found = judge(sheet, asked).message
        assert "After one epoch w is right, and after several it is not" in found
        return "something is other in a later epoch" in found

    # Without the last one, it is right after one epoch and wrong after three.
    assert told(last_is_right=False, epochs=4) and told(last_is_right=True, epochs=2)
    assert not told(last_is_right=True, epochs=4) and not told(last_is_right=True, epochs=3)


def moved(X: Any, w: Any, b: Any, epochs: int, far: float = 1.0, other: float = 0.0) -> Any:
    """Two parts that move by the numbers of one table, or far more, or another way besides."""
    step = X.mean(axis=0)
    return w - far * epochs * step, b - far * epochs * (step + other * step**2)


@pytest.mark.parametrize("times", [1, 2])
def test_how_far_the_first_update_goes_is_told_of_several_questions_alone(times: int) -> None:
    tables = [RNG.normal(size=(m, 3)) for m in (4, 5, 6)]
    epochs = ([1] * times + [3, 4])[:3]
    probes = [
        call(X, RNG.normal(size=3), RNG.normal(size=3), epochs=n)
        for X, n in zip(tables, epochs, strict=True)
    ]
    sheet = made_up(moved, probes, parameters=("X", "w", "b"), returns=("w", "b"))

    def told(reveal: bool = True, **off: Any) -> str:
        seen = [observe(probe, lambda *a, **k: moved(*a, **k, **off)) for probe in probes]
        answer = WrongAnswer(sheet, seen)
        return " ".join(c.wording(reveal) for c in first_update(answer, Explained()).causes)

    far = "After one epoch w has moved 1.9 times as far as it should"
    further = "After one epoch w has moved the right way, but further than it should"
    others = "; so has every other part that is wrong."
    if times == 1:
        assert told(far=1.9) == ""
        return
    assert told(far=1.9) == far + others
    assert told(reveal=False, far=1.9) == further + others
    # One that is wrong in another way has not moved as far, or not, too.
    assert told(far=1.9, other=0.3) == far + "."
    assert told(far=0, other=0.3).endswith("; nor has any other part that is wrong.")


def test_what_a_rule_forbids_after_one_epoch_is_not_called_right_there() -> None:
    def longer(X: Any, w: Any, epochs: int, lr: float) -> Any:
        w, total = descended(X, w, epochs, lr)
        return w + (epochs > 1) * np.sin(9 * w), total

    sheet = made_up(descended, DESCENTS, parameters=("X", "w"), returns=("w", "total"))
    seen = [observe(probe, longer) for probe in DESCENTS]
    forbidding = replace(
        sheet,
        criteria=(*sheet.criteria, Criterion("sure", 1, rule="forbid")),
        own_properties=(
            "from descent.judging.compare import Difference\n"
            "def forbid(probe, right, came, options):\n"
            "    return Difference('property', sentence='It is not so.')\n"
        ),
    )

    def told(of: Sheet) -> str:
        causes = first_update(WrongAnswer(of, seen), Explained()).causes
        return " ".join(cause.sentence for cause in causes)

    assert "After one epoch w is right, and after several it is not" in told(sheet)
    assert told(forbidding) == ""


def test_what_is_none_in_one_kind_of_call_alone_is_told_of_that() -> None:
    right = lambda X: {"W": X}
    wrong = lambda X: {"W": np.sin(9 * X)} if X.size else None
    probes = [call(RNG.normal(size=(m, 2))) for m in (3, 4, 5)]
    sheet = made_up(right, [*probes, call(np.zeros((0, 2)), label="no sample")])
    found = judge(sheet, [observe(probe, wrong) for probe in sheet.probes])
    assert "is None (on no sample)." in found.message


def test_what_is_explained_beside_errors_is_told_of_the_other_questions() -> None:
    def doubled(X: Any) -> Any:
        if len(X) == 1:
            raise ValueError("one row")
        return 2 * means(X)

    probes = [call(RNG.normal(size=(m, 3))) for m in (4, 5, 1, 7)]
    sheet = made_up(means, probes)
    message = judge(sheet, [observe(probe, doubled) for probe in probes]).message
    assert "Where there is no error, the result is twice what it should be" in message


def test_what_is_not_explained_without_any_criterion_is_not_looked_at_without_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked, whole = [], explainers._explained_whole

    def looking(rest: WrongAnswer) -> Explained:
        looked.append(rest)
        return whole(rest)

    monkeypatch.setattr(explainers, "_explained_whole", looking)
    wild = wild_where_whole(lambda X: np.arctan(X[0]) ** 5)
    assert "there may be more to it" not in set_aside(wild, adds=lambda X: X.sum(axis=0))
    assert len(looked) == 1


def test_a_learning_rate_of_its_own_is_told_as_that() -> None:
    def own(X: Any, w: Any, epochs: int, lr: float) -> Any:
        return descended(X, w, epochs, 0.5)

    sheet = made_up(descended, DESCENTS, parameters=("X", "w"), returns=("w", "total"))
    seen = [observe(probe, own) for probe in DESCENTS]
    causes = first_update(WrongAnswer(sheet, seen), Explained()).causes
    told = [cause.sentence for cause in causes]
    assert told == [
        "The first step of w goes as far as with a learning rate of 0.5, whatever lr is."
    ]


def test_a_mistake_that_leaves_an_argument_out_is_not_told_where_that_counts() -> None:
    """What is set aside asks with another rate, and the answer is right there."""
    tables = [call(RNG.normal(size=(4, 3)), 0.5, group="values") for _ in range(3)]
    rates = [call(RNG.normal(size=(4, 3)), rate, group="rates") for rate in (0.3, 0.2, 0.7)]
    right = lambda X, rate: np.exp(X) * rate
    mistake = "The argument rate has no part"
    sheet = made_up(
        *(right, [*tables, *rates]),
        *(Criterion("values", groups=("values",)), Criterion("rates", groups=("rates",))),
        mistakes={mistake: lambda X, rate: np.exp(X) * 0.4},
    )

    def told(answer: Callable[..., Any]) -> str:
        return judge(sheet, [observe(probe, answer) for probe in sheet.probes]).message

    wild = lambda X, rate: np.exp(X) * 0.4 if rate == 0.5 else np.sin(9 * X)
    assert mistake in told(wild)
    assert mistake not in told(lambda X, rate: np.exp(X) * (0.4 if rate == 0.5 else rate))


def test_what_a_property_knows_of_one_question_is_not_told_where_another_is_otherwise() -> None:
    probes = [call(RNG.normal(size=(m, 2)), label="few") for m in (1, 3)]
    sheet = replace(
        made_up(lambda X: len(X), probes, Criterion("sure", 1, rule="size")),
        own_properties=(
            "from descent.judging.compare import Difference\n"
            "def size(probe, right, came, options):\n"
            "    if len(probe.steps[0].args[0]) == 1:\n"
            "        return Difference('property', sentence='The rest is right.', cause='rest')\n"
            "    if came.shown['result'] != 0:\n"
            "        return Difference('property', sentence='Nothing is right.')\n"
        ),
    )
    told = lambda answer: judge(sheet, [observe(probe, answer) for probe in probes]).message
    assert told(lambda X: 7).startswith("Nothing is right") and "The rest" not in told(lambda X: 7)
    assert told(lambda X: 0).startswith("The rest is right")


def where_it_runs_message(wrong: Callable[[Any], Any], sentence: str) -> str:
    """What is told of an answer that is like a mistake, and stops where there are many samples."""
    probes = [*TABLES, *TABLES]
    sheet = made_up(means, probes, mistakes={sentence: wrong})
    answer = lambda X: 1 / 0 if len(X) == 5 else wrong(X)
    return judge(sheet, [observe(probe, answer) for probe in probes]).message


def test_what_is_right_or_one_number_where_it_runs_is_no_reason_there() -> None:
    assert "twos" in where_it_runs_message(lambda X: 2 + X.mean(axis=0) ** 3, "These are twos")
    right = where_it_runs_message(lambda X: 2 + X.mean(axis=0) ** 3, "Right but for twos")
    ones = where_it_runs_message(lambda X: np.ones(X.shape[1]), "It is rounded to ones")
    assert "twos" not in right and "rounded" not in ones
