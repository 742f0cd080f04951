"""What a question asks of a network of sigmoid layers, and what came for each layer's parameters.

A question may give the layers themselves, as ``backward_pass`` and ``neuron_gradients`` are asked,
or put the parameters into a network and call it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from descent.diagnosis.causes.cases import Array, Case, inputs_of, last_call
from descent.diagnosis.chain_factors import ERRORS, SLOPES, agrees, sigmoid
from descent.diagnosis.wrong_answer import WrongAnswer
from descent.judging.compare import RTOL, as_numbers
from descent.probing.probes import Probe
from descent.probing.values import Value

__all__ = ["BACK", "WAYS", "Gradient", "Question", "gradients", "of_network", "put_into"]

# Ten digits of what is updated are known, and fewer of how far it has moved.
_ROUNDED = 1e-4

# A method of a network is asked with X and y.
_OF_SAMPLES = 2

# Which samples are added up, by what is said of it, and to which power of m that is divided.
WAYS: Mapping[str, tuple[slice, int]] = {
    "": (slice(None), 1),
    "the last sample alone counts": (slice(-1, None), 0),
    "the first sample alone counts": (slice(1), 0),
}

# What comes back to a layer, by what is said of it: of what came back to the layer above, its
# delta and its W, and of the activations of the layer itself and the labels.
BACK: Mapping[str, Callable[[Array, Array, Array, Array, Array], Array]] = {
    "": lambda up, delta, W, a, y: delta @ W.T,
    "what comes back lacks the slope of the layer above": lambda up, delta, W, a, y: up @ W.T,
    "the layer itself is compared with the labels": lambda up, delta, W, a, y: a - y,
}


@dataclass(frozen=True)
class Question:
    """What is asked of a network of L layers.

    Attributes:
        a: X and the activations of the layers, each (m, n): L + 1 arrays.
        z: The weighted sums of the layers.
        W: The weights of the layers, None where the question does not tell.
        b: Their biases, where parameters are updated.
        y: The labels, (m, 1).
        rate: The learning rate, where parameters are updated.
    """

    a: Sequence[Array]
    z: Sequence[Array]
    W: Sequence[Array | None]
    b: Sequence[Array]
    y: Array
    rate: float | None = None

    def deltas(
        self, error: str = "", slope: str = "", back: str = "", before: str = ""
    ) -> list[Array]:
        """Return the delta of each layer, (m, n), without the factor 2 / m.

        Args:
            error: What stands for the error.
            slope: What stands for the slope in the last layer.
            back: What comes back to the layers before it.
            before: What stands for the slope in these.
        """
        coming = ERRORS[error](self.z[-1], self.a[-1], self.y)
        deltas = [coming * SLOPES[slope](self.z[-1], self.a[-1])]
        for W, z, a in zip(self.W[:0:-1], self.z[-2::-1], self.a[-2:0:-1], strict=True):
            coming = BACK[back](coming, deltas[0], np.asarray(W), a, self.y)
            deltas.insert(0, coming * SLOPES[before](z, a))
        return deltas


@dataclass(frozen=True)
class Gradient:
    """What came for the parameters of one kind, W or b, in one layer.

    Attributes:
        question: The question.
        layer: The place of the layer, from 0.
        kind: ``"W"`` or ``"b"``.
        part: What it is called as a part of the result.
        case: What is right and what came.
        right: The right gradient, or how far down a step should go, in a row.
        came: What came in its place; no numbers if it is something else.
    """

    question: Question
    layer: int
    kind: str
    part: str
    case: Case
    right: Array
    came: Array

    @property
    def is_last(self) -> bool:
        """Whether the layer is the last."""
        return self.layer == len(self.question.z) - 1

    @property
    def rtol(self) -> float:
        """How far it may be off, relatively."""
        return RTOL if self.question.rate is None else _ROUNDED

    def along(self, deltas: Sequence[Array], way: str = "") -> Array:
        """Return the sum over the samples that these deltas give, in a row."""
        rows, delta = WAYS[way][0], deltas[self.layer]
        into = self.question.a[self.layer] if self.kind == "W" else np.ones((len(delta), 1))
        return np.asarray((into[rows].T @ delta[rows]).ravel())


# The name of a part that is of a layer, such as dW2, db or params['W2'].
_NAME = re.compile(r"([Wwb])(\d*)(?:'\])?$")


def gradients(answer: WrongAnswer) -> list[Gradient]:
    """Return what came for the parameters of layers, where questions show it as numbers."""
    asked: dict[int, Question | None] = {}
    found = []
    for part, cases in answer.by_part.items():
        name = _NAME.search(part)
        of_part = []
        for case in cases if name else ():
            if id(case.probe) not in asked:
                asked[id(case.probe)] = _question(case)
            question = asked[id(case.probe)]
            if question and name and (one := _gradient(question, name, part, case)):
                of_part.append(one)
        # What is no gradient's numbers in one question is something else in all of them.
        if all(one.came.size == one.right.size for one in of_part):
            found += of_part
    return found


def _gradient(question: Question, name: re.Match[str], part: str, case: Case) -> Gradient | None:
    """Return what came, where what is right is a gradient, or one step along it."""
    kind, layer = ("b" if name[1] == "b" else "W"), int(name[2] or 1) - 1
    right, came = _in_a_row(case.right), _in_a_row(case.came)
    if layer >= len(question.z):
        return None
    rate = question.rate
    if rate is not None:
        start = np.ravel(np.asarray((question.W if kind == "W" else question.b)[layer]))
        right, came = start - right, start - came if came.size == start.size else came
    one = Gradient(question, layer, kind, part, case, right, came)
    along = one.along(question.deltas()) * 2 / len(question.y) * (1 if rate is None else rate)
    return one if agrees(along, right, one.rtol).all() else None


def _in_a_row(value: Value) -> Array:
    """Return numbers in a row; none where it is something else."""
    numbers = as_numbers(value)
    if numbers is None or numbers.dtype.kind not in "iuf" or not np.isfinite(numbers).all():
        return np.empty(0)
    return np.asarray(numbers, dtype=float).ravel()


def _question(case: Case) -> Question | None:
    """Return what a question asks; None if it is not asked of a network."""
    call = last_call(case.probe)
    given = inputs_of(call, case.parameters)
    if network := put_into(case.probe):
        rate = call.kwargs.get("lr")
        return of_network(*network, rate if isinstance(rate, float) else None)
    if {"X", "y", "W2", "cache"} <= {*given}:
        X, y, W2 = (np.asarray(given[name]) for name in ("X", "y", "W2"))
        cache: Any = given["cache"]
        return Question(
            (X, cache["a1"], cache["a2"]), (cache["z1"], cache["z2"]), (None, W2), (), y
        )
    if {"X", "y", "a"} == {*given}:
        X, y, a = (np.asarray(given[name], dtype=float) for name in ("X", "y", "a"))
        if np.all((a > 0) & (a < 1)):
            return Question((X, a), (np.log(a / (1 - a)),), (None,), (), y)
    return None


def put_into(probe: Probe) -> tuple[Mapping[str, Value], Array, Array] | None:
    """Return the parameters that are put into a network, and the X and y it is called with then."""
    call = last_call(probe)
    put = [step.kwargs for step in probe.steps if step.do == "set" and "W1" in step.kwargs]
    if not put or len(call.args) != _OF_SAMPLES:
        return None
    X, y = map(np.asarray, call.args)
    return put[-1], X, y


def of_network(
    params: Mapping[str, Value], X: Array, y: Array, rate: float | None = None
) -> Question:
    """Return what is asked of a network with these parameters, such as ``W1``."""
    layers = range(1, len(params) // 2 + 1)
    W, b = ([np.asarray(params[f"{kind}{layer}"]) for layer in layers] for kind in "Wb")
    z, a = [], [X]
    for layer_W, layer_b in zip(W, b, strict=True):
        z.append(a[-1] @ layer_W + layer_b)
        a.append(sigmoid(z[-1]))
    return Question(a, z, W, b, y, rate)
