"""One layer that is made in another way: other weighted sums, or another function of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import product

import numpy as np

from descent.diagnosis.causes.cases import Array, Cause, Pair, near, telling
from descent.diagnosis.causes.functions import sigmoid_of
from descent.judging.compare import as_numbers
from descent.probing.values import Value

# The names of what a layer is given, in each exercise that gives one.
_INPUTS = (("X", "w", "b"), ("a_prev", "W", "b"), ("X", "W1", "b1"))

# What stands for the weighted sums, by how it is written: of X @ W and b.
_SUMS: Mapping[str, Callable[[Array, Array], Array]] = {
    "{X} @ {W} + {b}": lambda s, b: s + b,
    "{X} @ {W}": lambda s, b: s,
    "{X} @ {W} − {b}": lambda s, b: s - b,
    "−{X} @ {W} + {b}": lambda s, b: b - s,
    "−{X} @ {W} − {b}": lambda s, b: -s - b,
    "({X} @ {W}) {b}": lambda s, b: s * b,
}

# What stands for the sigmoid, by how it is written.
_FUNCTIONS: Mapping[str, Callable[[Array], Array]] = {
    "the sigmoid of ({z})": sigmoid_of,
    "{z}": lambda z: z,
    "the sigmoid of 2 ({z})": lambda z: sigmoid_of(2 * z),
    "tanh({z})": np.tanh,
    "the larger of 0 and ({z})": lambda z: np.maximum(z, 0),
    "1 where ({z}) is positive, else 0": lambda z: (z > 0) * 1.0,
    "1 where ({z}) is positive, else −1": lambda z: np.where(z > 0, 1.0, -1.0),
    "({z}) times its own sigmoid": lambda z: z * sigmoid_of(z),
    "the sigmoid of the sigmoid of ({z})": lambda z: sigmoid_of(sigmoid_of(z)),
    "the slope of the sigmoid at ({z})": lambda z: sigmoid_of(z) * (1 - sigmoid_of(z)),
}

# What is done to it afterwards.
_AFTER: Mapping[str, Callable[[Array, Array], Array]] = {
    "{a}": lambda a, b: a,
    "{a}, plus {b}": lambda a, b: a + b,
    "{a}, minus {b}": lambda a, b: a - b,
    "1 minus {a}": lambda a, b: 1 - a,
}


def layer(name: str, pairs: Sequence[Pair]) -> Cause | None:
    """What a layer gives is made of other weighted sums, or is another function of them."""
    inputs = [_named(pair, name) for pair in pairs]
    names = next((some for some in _INPUTS if {*some} <= inputs[0].keys()), None)
    if names is None or not telling(pairs, lambda pair: pair.came):
        return None
    given = [[as_numbers(some.get(one)) for one in names] for some in inputs]
    asked = [
        (pair, X.astype(float), W.astype(float), b.astype(float))
        for pair, (X, W, b) in zip(pairs, given, strict=True)
        if X is not None and W is not None and b is not None and X.ndim == W.ndim == 2
    ]
    if len(asked) < len(pairs) or any(len(W) != X.shape[1] for _, X, W, _ in asked):
        return None
    words = dict(zip("XWb", names, strict=True))
    plain = {next(iter(_SUMS)), next(iter(_FUNCTIONS)), next(iter(_AFTER))}
    found: dict[str, int] = {}
    with np.errstate(all="ignore"):
        for (sums, summed), (what, function), (after, done) in product(
            _SUMS.items(), _FUNCTIONS.items(), _AFTER.items()
        ):
            if all(_comes(pair, done(function(summed(X @ W, b)), b)) for pair, X, W, b in asked):
                text = after.format(a=what.format(z=sums.format(**words)), **words)
                found[text] = len({sums, what, after} - plain)
    # The same may be written in several ways: the one with the least in it is told.
    least = [text for text, off in found.items() if off == min(found.values())]
    return Cause("other-layer", f"{name} is {least[0]}.") if len(least) == 1 else None


def _named(pair: Pair, name: str) -> Mapping[str, Value]:
    """Return what is given by name, with the first layer's parameters where it is that layer's."""
    params = pair.inputs.get("params")
    first = isinstance(params, dict) and re.search(r"\b[az]1\b", name)
    return {**pair.inputs, **params} if first and isinstance(params, dict) else pair.inputs


def _comes(pair: Pair, made: Array) -> bool:
    """Return whether this is what came, or what is right where the answer is right."""
    return near(made, pair.came if pair.wrong else pair.right)
