"""Results that are a plain function of an input, or of what is right."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from descent.diagnosis.causes.cases import Array, Cause, Pair, entrywise, holds, telling
from descent.judging.compare import close

_Function = Callable[[Array], Array]

# Of fewer entries, many things are so.
_FEWEST = 6


def sigmoid_of(x: Array) -> Array:
    """Return 1 / (1 + exp(-x)), entry by entry."""
    return np.asarray(1 / (1 + np.exp(-x)))


_OF_INPUTS: tuple[tuple[str, _Function], ...] = (
    ("{x} (1 − {x})", lambda x: x * (1 - x)),
    ("1 − {x}", lambda x: 1 - x),
    ("1 − {x}²", lambda x: 1 - x**2),
    ("{x}²", lambda x: x**2),
    ("1 / {x}", lambda x: 1 / x),
    ("|{x}|", np.abs),
    ("e to the power {x}", np.exp),
    ("the logarithm of {x}", np.log),
    ("the sigmoid of {x}", sigmoid_of),
    ("the slope of the sigmoid at {x}", lambda x: sigmoid_of(x) * (1 - sigmoid_of(x))),
    ("tanh({x})", np.tanh),
    ("1 − tanh({x})²", lambda x: 1 - np.tanh(x) ** 2),
    ("the larger of {x} and 0", lambda x: np.maximum(x, 0)),
)

# With these, an input may be multiplied before, and what comes of it afterwards: how much, the
# inverse and the bound of the curve say.
_STRETCHED: tuple[tuple[str, _Function, _Function], ...] = (
    ("the sigmoid of {k} {x}", sigmoid_of, lambda a: np.log(a / (1 - a))),
    ("tanh({k} {x})", np.tanh, np.arctanh),
)

_OF_RIGHT: tuple[tuple[str, _Function], ...] = (
    ("the square of what it should be", np.square),
    ("the square root of what it should be", np.sqrt),
    ("1 divided by what it should be", lambda right: 1 / right),
    ("the sigmoid of what it should be", sigmoid_of),
    ("the tanh of what it should be", np.tanh),
    ("e to the power of what it should be", np.exp),
    ("the logarithm of what it should be", np.log),
    ("what it should be without its sign", np.abs),
    ("what it should be or 1 minus that, whichever is larger", lambda r: np.maximum(r, 1 - r)),
)


def function_of_right(name: str, pairs: Sequence[Pair]) -> Cause | None:
    """The square of what is right comes, or its sigmoid, or the like."""
    if not _enough(pairs):
        return None
    with np.errstate(all="ignore"):
        for words, function in _OF_RIGHT:
            if holds(pairs, lambda pair, f=function: f(pair.right)):  # type: ignore[misc]
                return Cause("function-of-right", f"{name} is {words}.")
    return None


def function_of(name: str, pairs: Sequence[Pair]) -> Cause | None:
    """What comes is a plain function of an input: its square, the sigmoid of it, or the like."""
    if not _enough(pairs):
        return None
    for input_name, inputs in entrywise(pairs):
        x = np.concatenate([one.ravel() for one in inputs]).astype(float)
        came = np.concatenate([(p.came if p.wrong else p.right).ravel() for p in pairs])
        with np.errstate(all="ignore"):
            found = _plain(input_name, x, came) or _stretched(input_name, x, came)
        if found:
            exact, vague = (f"{name} is {words}." for words in found)
            return Cause("function-of-input", exact, vague if vague != exact else "")
    return None


def _plain(name: str, x: Array, came: Array) -> tuple[str, str] | None:
    for words, function in _OF_INPUTS:
        if close(function(x), came).all():
            return (words.format(x=name),) * 2
    return None


def _stretched(name: str, x: Array, came: Array) -> tuple[str, str] | None:
    finite = np.abs(came[np.isfinite(came)])
    for words, function, inverse in _STRETCHED:
        for bound in (1.0, float(finite.max(initial=1.0))):
            k = _stretch(x, came / bound, inverse)
            if k is None or abs(k - 1) <= 1e-6 or not close(bound * function(k * x), came).all():
                continue
            times, multiple = (f"{bound:.6g} times ", "a multiple of ") if bound != 1 else ("", "")
            return (
                times + words.format(k=f"{k:.6g}".replace("-", "−", 1), x=name),
                multiple + words.format(k="a multiple of", x=name),
            )
    return None


def _stretch(x: Array, came: Array, inverse: _Function) -> float | None:
    """Return by what an input may be multiplied, as an entry tells that is no end of a curve."""
    numbers = inverse(came)
    inner = np.isfinite(numbers) & (np.abs(numbers) > 0.1) & (np.abs(numbers) < 5) & (x != 0)
    return float((numbers[inner] / x[inner])[0]) if np.count_nonzero(inner) >= _FEWEST else None


def _enough(pairs: Sequence[Pair]) -> bool:
    wrong = [pair for pair in pairs if pair.wrong]
    if any(pair.right.shape != pair.came.shape for pair in pairs):
        return False
    return sum(pair.came.size for pair in wrong) >= _FEWEST and telling(pairs, lambda p: p.came)
