"""Results that are a plain function of an input, or of what is right."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from descent.diagnosis.causes.cases import Array, Cause, Pair, entrywise, holds, telling
from descent.judging.compare import close

_Function = Callable[[Array], Array]

# So near to 0 or 1 the sigmoid loses digits of its argument.
_SATURATED = 1e-5

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
    ("the larger of {x} and 0.01 {x}", lambda x: np.maximum(x, 0.01 * x)),
    ("the larger of {x} and 0.1 {x}", lambda x: np.maximum(x, 0.1 * x)),
    ("1 / (1 − e to the power −{x})", lambda x: 1 / (1 - np.exp(-x))),
    ("1 / (1 + e to the power {x})", lambda x: 1 / (1 + np.exp(x))),
    ("the logarithm of (1 + e to the power {x})", lambda x: np.log1p(np.exp(x))),
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


def function_of_sums(name: str, pairs: Sequence[Pair]) -> Cause | None:
    """Another function of the weighted sums comes than the sigmoid of them."""
    if not _enough(pairs) or not all(((p.right >= 0) & (p.right <= 1)).all() for p in pairs):
        return None
    right, came = (
        np.concatenate([one.ravel() for one in some])
        for some in ([p.right for p in pairs], [p.came if p.wrong else p.right for p in pairs])
    )
    # Of a saturated neuron the weighted sum is not known any more.
    known = (right > _SATURATED) & (right < 1 - _SATURATED)
    if np.count_nonzero(known) < _FEWEST:
        return None
    # What is wrong where it cannot be known shows another function nowhere.
    if "z" in pairs[0].inputs or close(right[known], came[known]).all():
        return None
    z = np.log(right[known] / (1 - right[known]))
    with np.errstate(all="ignore"):
        found = _plain("z", z, came[known]) or _stretched("z", z, came[known])
    if not found:
        return None
    exact, vague = (f"{name} is {words}, where z is the weighted sum." for words in found)
    return Cause("function-of-sums", exact, vague if vague != exact else "")


def _plain(name: str, x: Array, came: Array) -> tuple[str, str] | None:
    for words, function in _OF_INPUTS:
        if close(function(x), came).all():
            return (words.format(x=name),) * 2
    return None


# By so much at most, a number such as 2.718 in place of e stretches.
_OF_BASE = 0.02


def _stretched(name: str, x: Array, came: Array) -> tuple[str, str] | None:
    finite = np.abs(came[np.isfinite(came)])
    for words, function, inverse in _STRETCHED:
        for bound in (1.0, float(finite.max(initial=1.0))):
            k = _stretch(x, came / bound, inverse)
            if k is None or abs(k - 1) <= 1e-9 or not close(bound * function(k * x), came).all():
                continue
            if abs(k - 1) < _OF_BASE and bound == 1:
                plain = words.replace("{k} ", "").format(x=name)
                return (
                    f"{plain} with {np.exp(k):.8g} in place of e",
                    f"{plain} with another number in place of e",
                )
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
