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
from descent.diagnosis.causes.factors import listed
from descent.diagnosis.state import BY_COLUMNS, MISSING, of_own_rate, trains_once
from descent.diagnosis.wrong_answer import Explained, WrongAnswer
from descent.judging.compare import ATOL, as_numbers

# Ten digits of what is updated are known, and fewer of how far it has moved.
_ROUNDED = 1e-4

# So many questions have to show it, and among them as many numbers of samples.
_FEWEST = 2


def _sigmoid(z: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-z)))


# What stands for a in the error, by what is said of it; all arrays are (m, 1).
_ERRORS: Mapping[str, Callable[[Array, Array], Array]] = {
    "": lambda z, a: a,
    "the sigmoid is left out of the error": lambda z, a: z,
    "the error is that of a step, 0 or 1": lambda z, a: (z >= 0) * 1.0,
    "the error is that of tanh": lambda z, a: np.tanh(z),
    "the error is that of the sigmoid of -z": lambda z, a: 1 - a,
}
_SLOPES: Mapping[str, Callable[[Array, Array], Array]] = {
    "": lambda z, a: a * (1 - a),
    "the slope a (1 - a) is missing": lambda z, a: np.ones_like(a),
    "a stands for the slope a (1 - a)": lambda z, a: a,
    "1 - a stands for the slope a (1 - a)": lambda z, a: 1 - a,
    "the slope is 1 - a^2, as of tanh": lambda z, a: 1 - a**2,
    "the slope is that of tanh at z": lambda z, a: 1 - np.tanh(z) ** 2,
    "the slope is z (1 - z), with z for a": lambda z, a: z * (1 - z),
    "the slope is that of the sigmoid at a": lambda z, a: _sigmoid(a) * (1 - _sigmoid(a)),
}


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
# What is off, by the factor that stands where a 2 should, and by how often m divides too often.
_TWO = {2.0: [], **dict(zip((1.0, 4.0), MISSING["two"], strict=True))}
_SAMPLES = {0: [], **dict(zip((-1, 1), MISSING["samples"], strict=True))}


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


def _made_of(part: str, cases: Sequence[Case]) -> list[str] | None:
    """Return what a step is made of and should not be; None if nothing fits, or several things."""
    first = [case for case in cases if trains_once(case.probe)]
    steps = [step for case in first if (step := _step(part, case))]
    if len(steps) < len(first) or len({len(step.y) for step in steps}) < _FEWEST:
        return None
    found = {
        tuple(off)
        for error, slope, way in product(_ERRORS, _SLOPES, _WAYS)
        # With a single number that moves, one number for all is no other way.
        if part != "b" or not _WAYS[way].of_all
        for off in _off(steps, error, slope, way)
    } or {
        tuple(off)
        for error, slope in product(_ERRORS, _SLOPES)
        for off in _off_in_turn(steps, part, error, slope)
    }
    return [*found.pop()] if len(found) == 1 else None


def _delta(step: _Step, error: str, slope: str) -> Array:
    z, a = step.z, _sigmoid(step.z)
    return np.asarray((_ERRORS[error](z, a) - step.y) * _SLOPES[slope](z, a))


def _off(steps: Sequence[_Step], error: str, slope: str, way: str) -> Iterator[list[str]]:
    """Yield what is off where each step goes along this, and as far as plain factors say."""
    lengths = []
    for step in steps:
        along = _WAYS[way].together(_delta(step, error, slope) * step.into)
        length = float(along @ step.moved / (along @ along)) if np.any(along) else np.nan
        if not np.allclose(step.moved, length * along, rtol=_ROUNDED, atol=ATOL):
            return
        lengths.append(length)
    m = np.array([len(step.y) for step in steps], dtype=float)
    lr = np.array([step.lr for step in steps])
    # A mean has its division already.
    samples = (0,) if _WAYS[way].of_all and not _WAYS[way].power else (0, -1, 1)
    columns = {step.X.shape[1] for step in steps}
    for sign, two, more, rate in product((1, -1), _TWO, samples, (1, 0)):
        plain = sign * two * lr**rate / m ** (_WAYS[way].power + more)
        if np.allclose(plain, lengths, rtol=_ROUNDED):
            own = [f"it {of_own_rate(two / 2)}"]
            yield [
                *filter(None, (way, error, slope)),
                *(MISSING["sign"][0] if sign < 0 else []),
                *(_length(two, more, columns) if rate or more else own),
                *([] if rate or not more else MISSING["rate"][0]),
            ]


def _length(two: float, more: int, columns: set[int]) -> list[str]:
    """Return what is off in the length of a step, besides the learning rate."""
    off = [*_SAMPLES[more], *_TWO[two]]
    # With two columns each time, their number may stand for that of the samples.
    if more < 0 and two == 1 and columns == {2}:
        off[-1] += f", {BY_COLUMNS}"
    return off


def _off_in_turn(steps: Sequence[_Step], part: str, error: str, slope: str) -> Iterator[list[str]]:
    """Yield what is off where each sample moves w and b, one after the other."""
    for sign, two in product((1, -1), _TWO):
        if all(_goes_in_turn(step, part, error, slope, sign * two) for step in steps):
            yield [
                *("there is an update after each sample", *filter(None, (error, slope))),
                *(MISSING["sign"][0] if sign < 0 else []),
                *_TWO[two],
            ]


def _goes_in_turn(step: _Step, part: str, error: str, slope: str, factor: float) -> bool:
    """Return whether such updates, a sample at a time, go as far as a step has gone."""
    w, b = step.w, step.b
    for n in range(len(step.y)):
        one = replace(step, X=step.X[n : n + 1], y=step.y[n : n + 1], w=w, b=b)
        down = step.lr * factor * _delta(one, error, slope)
        w, b = w - one.X.T @ down, b - down
    moved = step.w - w if part == "w" else step.b - b
    return bool(np.allclose(moved.ravel(), step.moved, rtol=_ROUNDED, atol=ATOL))


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
