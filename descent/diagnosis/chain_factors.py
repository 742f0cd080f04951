"""What may stand in a gradient for the error or for the slope, and how long it comes out.

The right gradient of the mean squared error of a neuron is ``2 / m`` times a sum over the m
samples of the error ``a - y``, times the slope ``a * (1 - a)`` of the sigmoid, times what went in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import product

import numpy as np

from descent.diagnosis.causes.cases import Array
from descent.diagnosis.state import BY_COLUMNS, MISSING, of_own_rate
from descent.judging.compare import ATOL

__all__ = [
    "ERRORS",
    "NO_SLOPE",
    "SLOPES",
    "TWO",
    "agrees",
    "length_off",
    "sigmoid",
]


def sigmoid(z: Array) -> Array:
    """Return the logistic function of each entry."""
    return np.asarray(1 / (1 + np.exp(-z)))


# What stands for the error, by what is said of it: of z, a and y, arrays of one shape.
ERRORS: Mapping[str, Callable[[Array, Array, Array], Array]] = {
    "": lambda z, a, y: a - y,
    "the sigmoid is left out of the error": lambda z, a, y: z - y,
    "the error is that of a step, 0 or 1": lambda z, a, y: (z >= 0) * 1.0 - y,
    "the error is that of tanh": lambda z, a, y: np.tanh(z) - y,
    "the error is that of the sigmoid of -z": lambda z, a, y: 1 - a - y,
    "the error is squared": lambda z, a, y: (a - y) ** 2,
    "the size of the error stands for the error, without its sign": lambda z, a, y: np.abs(a - y),
    "the sign of the error stands for the error": lambda z, a, y: np.sign(a - y),
    "a stands for the error a - y": lambda z, a, y: a,
}

# It may be missing, or be divided out by the slope of another loss, as that of cross-entropy is.
NO_SLOPE = "no slope a (1 - a) is left in it"

# What stands for the slope, by what is said of it: of z and a.
SLOPES: Mapping[str, Callable[[Array, Array], Array]] = {
    "": lambda z, a: a * (1 - a),
    NO_SLOPE: lambda z, a: np.ones_like(a),
    "a stands for the slope a (1 - a)": lambda z, a: a,
    "1 - a stands for the slope a (1 - a)": lambda z, a: 1 - a,
    "a^2 stands for the slope a (1 - a)": lambda z, a: a**2,
    "the slope a (1 - a) comes in twice": lambda z, a: (a * (1 - a)) ** 2,
    "the slope is 1 - a^2, as of tanh": lambda z, a: 1 - a**2,
    "the slope is that of tanh at z": lambda z, a: 1 - np.tanh(z) ** 2,
    "the slope is that of tanh at a": lambda z, a: 1 - np.tanh(a) ** 2,
    "the slope is that of ReLU, 1 where z is positive": lambda z, a: (z > 0) * 1.0,
    "the slope is z (1 - z), with z for a": lambda z, a: z * (1 - z),
    "the slope is that of the sigmoid at a": lambda z, a: sigmoid(a) * (1 - sigmoid(a)),
    "the sigmoid of a stands for the slope a (1 - a)": lambda z, a: sigmoid(a),
}

# What is off, by the factor that stands where a 2 should, and by how often m divides too often.
TWO = {
    2.0: [],
    **dict(zip((1.0, 4.0), MISSING["two"], strict=True)),
    0.5: ["the rest is a quarter of what it should be"],
}
_SAMPLES = {0: [], **dict(zip((-1, 1), MISSING["samples"], strict=True))}


def agrees(one: Array, other: Array, rtol: float) -> Array:
    """Return where numbers are so near to others; this is asked often, and of finite ones."""
    return np.asarray(np.abs(one - other) <= ATOL + rtol * np.abs(other))


def length_off(
    lengths: Sequence[float],
    m: Sequence[int],
    rates: Sequence[float] = (),
    power: int = 1,
    columns: Sequence[int] = (),
    rtol: float = 1e-4,
) -> list[str] | None:
    """Return what is off in how long gradients are, or steps; None if plain factors do not say it.

    Args:
        lengths: How long each is, where that of the bare sum over the samples is 1.
        m: The number of samples of each.
        rates: The learning rate that comes in as a factor; none where these are no steps.
        power: To which power of m it should be divided. A mean has its division already, at 0.
        columns: The number of columns of X of each.
        rtol: How far a length may be off, relatively.
    """
    lr, samples = np.array(rates or np.ones(len(m)), dtype=float), np.array(m, dtype=float)
    powers = (0, -1, 1) if power else (0,)
    factors = [*product(TWO, powers, (1, 0) if rates else (1,), (1, -1))]
    plain = [sign * two * lr**rate / samples ** (power + more) for two, more, rate, sign in factors]
    fits = np.flatnonzero(agrees(np.array(plain), np.array(lengths), rtol).all(axis=1))
    if not fits.size:
        return None
    two, more, rate, sign = factors[fits[0]]
    off = [*_SAMPLES[more], *TWO[two]]
    # With two columns each time, their number may stand for that of the samples.
    if more < 0 and two == 1 and {*columns} == {2}:
        off[-1] += f", {BY_COLUMNS}"
    if not rate:
        off = [*off, *MISSING["rate"][0]] if more else [f"it {of_own_rate(two / 2)}"]
    other_way = MISSING["sign"][0] if rates else ["the sign is the other one"]
    return [*(other_way if sign < 0 else []), *off]
