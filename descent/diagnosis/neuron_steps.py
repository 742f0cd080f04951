"""Of what the first step of a neuron is made, where it is made of other things than it should be.

The right step, for the mean squared error of ``a = sigmoid(z)`` with ``z = X @ w + b``, goes down
by ``lr`` times ``2 / m`` times the sum over the m samples of ``(a - y) * a * (1 - a)`` times what
goes in: the row of X, or 1 for b. Other errors, other slopes and other ways to put the samples
together are tried, each with each. They are told where they alone give how far it has moved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from descent.diagnosis.causes.cases import Array, Case, Cause, inputs_of, last_call
from descent.diagnosis.causes.factors import Off, listed, simplest
from descent.diagnosis.chain_factors import ERRORS, SLOPES, TWO, agrees, length_off, sigmoid
from descent.diagnosis.state import MISSING, trains_once
from descent.diagnosis.wrong_answer import Explained, WrongAnswer
from descent.judging.compare import as_numbers

# Ten digits of what is updated are known, and fewer of how far it has moved.
_ROUNDED = 1e-4

# So many questions have to show it, and among them as many numbers of samples.
_FEWEST = 2


@dataclass(frozen=True)
class _Way:
    """A way to put together what each sample has to do with each number that moves.

    Attributes:
        together: Takes an array (m, n), and gives (n,), or one number for all n.
        power: To which power of m it is divided where all else is right.
        of_all: Whether it gives one number for all n.
    """

    together: Callable[[Array], Array]
    power: int = 0
    of_all: bool = False


_WAYS: Mapping[str, _Way] = {
    "": _Way(lambda each: np.asarray(each.sum(axis=0)), power=1),
    "one number, a sum over everything, moves all of it": _Way(
        lambda each: np.full(each.shape[1], each.sum()), power=1, of_all=True
    ),
    "one number, a mean over everything, moves all of it": _Way(
        lambda each: np.full(each.shape[1], each.mean()), of_all=True
    ),
    "the last sample alone moves it": _Way(lambda each: each[-1]),
    "the first sample alone moves it": _Way(lambda each: each[0]),
}


@dataclass(frozen=True)
class _Step:
    """A step: X, (m, n), y, (m, 1), w, (n, 1), b, (1, 1), and how far down one of these went."""

    X: Array
    y: Array
    w: Array
    b: Array
    lr: float
    into: Array
    moved: Array

    @property
    def z(self) -> Array:
        """The weighted sums, (m, 1)."""
        return np.asarray(self.X @ self.w + self.b)


def neuron_step(answer: WrongAnswer, explained: Explained) -> Explained:
    """Nothing says why, and the first step of a neuron is made of other things."""
    if explained.known or not {"X", "y", "w", "b", "lr"} <= {*answer.sheet.parameters}:
        return explained
    made = {
        part: off
        for part in ("w", "b")
        if (off := _made_of(part, answer.by_part.get(part, ()))) is not None
    }
    if not any(made.values()):
        return explained
    of_both = {"w and b": made["w"]} if made.get("w") == made.get("b") else made
    told = [f"as for {part}: {listed(off)}." for part, off in of_both.items() if off]
    cause = Cause("first-step", " ".join(["In the first epoch,", told[0], *map(_begun, told[1:])]))
    return explained.also(answer.holding(cause, {*made}), frozenset())


def _begun(text: str) -> str:
    return text[0].upper() + text[1:]


def _made_of(part: str, cases: Sequence[Case]) -> Off | None:
    """Return what a step is made of and should not be; None if nothing fits, or several things."""
    first = [case for case in cases if trains_once(case.probe)]
    steps = [step for case in first if (step := _step(part, case))]
    if len(steps) < len(first) or len({len(step.y) for step in steps}) < _FEWEST:
        return None
    found = {
        tuple(off)
        for error, slope, way in product(ERRORS, SLOPES, _WAYS)
        # With a single number that moves, one number for all is no other way.
        if part != "b" or not _WAYS[way].of_all
        if (off := _off(steps, error, slope, way)) is not None
    } or {
        tuple(off)
        for error, slope in product(ERRORS, SLOPES)
        for off in _off_in_turn(steps, part, error, slope)
    }
    return simplest(found)


def _delta(step: _Step, error: str, slope: str) -> Array:
    z, a = step.z, sigmoid(step.z)
    return np.asarray(ERRORS[error](z, a, step.y) * SLOPES[slope](z, a))


def _off(steps: Sequence[_Step], error: str, slope: str, way: str) -> list[str] | None:
    """Return what is off where each step goes along this, and as far as plain factors say."""
    lengths = []
    for step in steps:
        along = _WAYS[way].together(_delta(step, error, slope) * step.into)
        long = float(along @ step.moved / (along @ along)) if np.any(along) else np.nan
        if not agrees(step.moved, long * along, _ROUNDED).all():
            return None
        lengths.append(long)
    m, rates = [len(step.y) for step in steps], [step.lr for step in steps]
    columns = [step.X.shape[1] for step in steps]
    length = length_off(lengths, m, rates, _WAYS[way].power, columns)
    return None if length is None else [*filter(None, (way, error, slope)), *length]


def _off_in_turn(steps: Sequence[_Step], part: str, error: str, slope: str) -> Iterator[list[str]]:
    """Yield what is off where each sample moves w and b, one after the other."""
    for sign, two in product((1, -1), TWO):
        if all(_goes_in_turn(step, part, error, slope, sign * two) for step in steps):
            yield [
                *("there is an update after each sample", *filter(None, (error, slope))),
                *(MISSING["sign"][0] if sign < 0 else []),
                *TWO[two],
            ]


def _goes_in_turn(step: _Step, part: str, error: str, slope: str, factor: float) -> bool:
    """Return whether such updates, a sample at a time, go as far as a step has gone."""
    w, b = step.w, step.b
    for n in range(len(step.y)):
        one = replace(step, X=step.X[n : n + 1], y=step.y[n : n + 1], w=w, b=b)
        down = step.lr * factor * _delta(one, error, slope)
        w, b = w - one.X.T @ down, b - down
    moved = step.w - w if part == "w" else step.b - b
    return bool(agrees(moved.ravel(), step.moved, _ROUNDED).all())


def _step(part: str, case: Case) -> _Step | None:
    """Return the step that a question shows; None if what went in or came out is something else."""
    inputs = inputs_of(last_call(case.probe), case.parameters)
    arrays = [as_numbers(inputs.get(name)) for name in ("X", "y", "w", "b")]
    came, lr = as_numbers(case.came), inputs.get("lr")
    if came is None or not isinstance(lr, float) or any(one is None for one in arrays):
        return None
    X, y, w, b = (np.asarray(one, dtype=float) for one in arrays)
    start = w if part == "w" else b
    if came.size != start.size or came.dtype.kind not in "iuf" or not np.isfinite(came).all():
        return None
    moved = (start.ravel() - came.ravel()).astype(float)
    into = X if part == "w" else np.ones_like(y)
    return _Step(X, y, w, b, lr, into, moved) if np.any(moved) else None
