"""The derivative of tanh, from the activated value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from descent.probes import Probe, call
from descent.sheets import Criterion
from grader.exercise import UNTOUCHED, Begin, Exercise, rewrite
from grader.exercises.activations.draws import (
    NAMES,
    SHAPES,
    WHOLE,
    numbers,
    shape,
    signed,
    variants,
)


def _tanh_derivative_probes(begin: Begin) -> Iterator[Probe]:
    for name in SHAPES:
        rng = begin(name)
        a = signed(rng, *shape(rng, name), low=0.1, high=0.95)
        yield call(a, label=NAMES[a.ndim])
    yield from numbers(begin, low=0.1, high=0.95, most=1)
    # An activation of 0 or 1 is the derivative's largest and its smallest value.
    rng = begin("from -1 to 1")
    a = rng.permutation(np.append(signed(rng, 3, low=0.2, high=0.9), [0.0, 1.0, -1.0]))
    yield call(a, label="a from -1 to 1")
    rng = begin(WHOLE)
    a_whole = rng.permutation(np.array([-1, 0, 0, 1, -1, 1])).reshape(3, 2)
    yield call(a_whole, group="whole", label=WHOLE)


_slope = variants("def tanh_derivative(a):")

TANH_DERIVATIVE = Exercise(
    name="tanh_derivative",
    probes=_tanh_derivative_probes,
    criteria=(
        Criterion("the derivative, from the activated value", 0.65, groups=("values",)),
        Criterion("a single number", 0.1, groups=("values", "single")),
        Criterion("whole numbers", 0.1, groups=("values", "whole")),
        replace(UNTOUCHED, share=0.15, groups=("values",)),
    ),
    hints=(
        (
            "The argument is a, the value that tanh gave. You need no exponential and no tanh any "
            "more."
        ),
        (
            "At a = 0 the derivative is 1, and at a = 1 or a = -1 it is 0. Which formula of the "
            "lesson says so?"
        ),
        "1 minus the square of a, entry by entry.",
    ),
    uses=("tanh",),
    mistakes=(
        _slope(
            "activated-again",
            "This is the derivative at z = a: you take the argument for a z. It is activated "
            "already, a = tanh(z), so 1 minus its square is all that you need.",
            "return 1 - np.tanh(a) ** 2",
        ),
        _slope(
            "sigmoid-derivative",
            "a (1 - a) is the derivative of the sigmoid. For tanh it is 1 - a².",
            "return a * (1 - a)",
        ),
        _slope(
            "sigmoid-formula",
            "4 s (1 - s) is the derivative in terms of s, the sigmoid of 2z. Your argument is "
            "a = 2s - 1, and in terms of a it is 1 - a².",
            "return 4 * a * (1 - a)",
        ),
        _slope(
            "square-missing",
            "You return 1 - a. The square is missing: 1 - a².",
            "return 1 - a",
        ),
        _slope(
            "absolute-value",
            "You subtract the absolute value of a. It is the square that is subtracted.",
            "return 1 - np.abs(a)",
        ),
        _slope(
            "doubled",
            "You subtract 2a. The 2 is an exponent: subtract the square of a.",
            "return 1 - 2 * a",
        ),
        _slope(
            "brackets",
            "You square 1 - a as a whole. Square a first, then subtract it from 1.",
            "return (1 - a) ** 2",
        ),
        _slope(
            "one-plus-a-squared",
            "You square 1 + a as a whole. The derivative is (1 + a)(1 - a), which is 1 - a².",
            "return (1 + a) ** 2",
        ),
        _slope(
            "plus",
            "You add the square of a. The derivative is largest where a = 0 and falls off to both "
            "sides: subtract it.",
            "return 1 + a**2",
        ),
        _slope(
            "square-only",
            "You return the square of a. Subtract it from 1: where a is 1 or -1 the curve is flat.",
            "return a**2",
        ),
        _slope(
            "one-missing",
            "You return minus the square of a. The 1 from which it is subtracted is missing.",
            "return -(a**2)",
        ),
        _slope(
            "one-factor",
            "You return 1 + a, which is one of the two factors in (1 + a)(1 - a). Multiply them, "
            "or write 1 - a².",
            "return 1 + a",
        ),
        _slope(
            "sign",
            "Every entry has the wrong sign: you return a² - 1. Tanh rises everywhere, so its "
            "derivative is never negative.",
            "return a**2 - 1",
        ),
        _slope(
            "differentiated-again",
            "-2a is what you get from differentiating 1 - a² by a. The derivative that is asked "
            "for is 1 - a² itself.",
            "return -2 * a",
        ),
        _slope(
            "second-derivative",
            "-2a (1 - a²) is the second derivative of tanh. The first one is asked for: 1 - a².",
            "return -2 * a * (1 - a**2)",
        ),
        _slope(
            "times-a",
            "You multiply by a once too often: the derivative is 1 - a², without a factor a in "
            "front.",
            "return a * (1 - a**2)",
        ),
        _slope(
            "cube",
            "You subtract the cube of a. The exponent is 2.",
            "return 1 - a**3",
        ),
        _slope(
            "fourth-power",
            "You subtract the fourth power of a. The exponent is 2.",
            "return 1 - a**4",
        ),
        _slope(
            "square-halved",
            "You subtract half the square of a. The whole square is subtracted.",
            "return 1 - a**2 / 2",
        ),
        _slope(
            "root",
            "You take the square root of 1 - a². Leave the root out.",
            "return np.sqrt(1 - a**2)",
        ),
        _slope(
            "squared-twice",
            "You square 1 - a² once more. 1 - a² is the derivative already.",
            "return (1 - a**2) ** 2",
        ),
        _slope(
            "arctangent",
            "1 / (1 + a²) is the derivative of the arctangent. For tanh it is 1 - a².",
            "return 1 / (1 + a**2)",
        ),
        _slope(
            "reciprocal",
            "You divide 1 by 1 - a². That is the derivative of the inverse function; here it is "
            "1 - a² itself.",
            "return 1 / (1 - a**2)",
        ),
        _slope(
            "half",
            "Your values are half of what they should be. At a = 0 the derivative is 1.",
            "return (1 - a**2) / 2",
        ),
        _slope(
            "twice",
            "Your values are twice what they should be. At a = 0 the derivative is 1.",
            "return 2 * (1 - a**2)",
        ),
        _slope(
            "quarter",
            "Your values are a quarter of what they should be: the factor 4 cancels in "
            "4 s (1 - s) when s = (1 + a)/2 is put in. At a = 0 the derivative is 1.",
            "return (1 - a**2) / 4",
        ),
        _slope(
            "four-times",
            "Your values are 4 times what they should be: in 4 s (1 - s) with s = (1 + a)/2 the "
            "factor 4 cancels against the two halves. At a = 0 the derivative is 1.",
            "return 4 * (1 - a**2)",
        ),
        _slope(
            "value",
            "You return tanh of the argument. Its derivative is asked for, and the argument is the "
            "value of tanh already.",
            "return np.tanh(a)",
        ),
        _slope(
            "identity",
            "You return the argument as it came. From the value a make the derivative: 1 - a².",
            "return a",
        ),
        _slope(
            "caret",
            "In Python ^ is not a power (for integers it compares bits, for floats it is an "
            "error). Write a ** 2.",
            "return 1 - a ^ 2",
        ),
        _slope(
            "matrix-product",
            "a @ a and np.dot(a, a) multiply matrices. Every entry is to be multiplied by itself: "
            "a * a.",
            "return 1 - np.dot(a, a)",
        ),
        _slope(
            "dot-product",
            "You multiply a by its own transpose as matrices. Every entry is to be multiplied by "
            "itself: a * a.",
            "return 1 - np.dot(a, np.transpose(a))",
        ),
        _slope(
            "summed",
            "You add up the squares of all entries. Each entry stands for itself: subtract its own "
            "square from 1.",
            "return 1 - np.sum(a**2)",
        ),
        _slope(
            "mean",
            "You return the mean of the derivatives, a single number. There is one derivative for "
            "each entry of a.",
            "return np.mean(1 - a**2)",
        ),
        _slope(
            "modified",
            "Right values, but you write into the caller's array a (a *= a and a **= 2 do so, "
            "too). Write a ** 2 in the formula, which makes a new array.",
            """
            a *= a
            return 1 - a
            """,
        ),
        rewrite(
            "one-over-cosh",
            "You divide 1 by cosh(a). The derivative at z is 1 / cosh(z)**2, and given a = "
            "tanh(z) it is simply 1 - a**2.",
            "def tanh_derivative(a):\n    return 1 / np.cosh(a)\n",
        ),
        rewrite(
            "product-with-one-plus",
            "a (1 + a) and a (1 - a) are no derivative of tanh: it is 1 - a**2, which is (1 -"
            " a) (1 + a).",
            "def tanh_derivative(a):\n    return a * (1 + a)\n",
        ),
    ),
)
