"""The leaky ReLU."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from descent.probes import Probe, call
from descent.sheets import Criterion
from grader.exercise import UNTOUCHED, Begin, Exercise
from grader.exercises.activations.draws import (
    NAMES,
    NO_LEAK,
    PRESET,
    SHAPES,
    WHOLE,
    leak,
    numbers,
    ordinary,
    shape,
    signed,
    variants,
    whole,
    with_leak,
)


def _leaky_probes(begin: Begin) -> Iterator[Probe]:
    for name in SHAPES:
        rng = begin(f"{name}, with a slope")
        z = signed(rng, *shape(rng, name), low=0.3)
        yield call(z, slope=leak(rng), label=NAMES[z.ndim])
    # Smaller than any slope that is drawn.
    rng = begin("next to the bend")
    yield call(signed(rng, 3, 2, low=0.02, high=0.12), leak(rng), label=NAMES[2])
    for probe in ordinary(begin):
        yield replace(probe, group="preset", label=PRESET)
    rng = begin("far out")
    far = rng.uniform(100, 200)
    z = rng.permutation(np.append(signed(rng, 3), [far, -far]))
    yield call(z, slope=leak(rng), label=NAMES[1])
    yield from numbers(begin, options=with_leak)
    rng = begin(NO_LEAK)
    yield call(signed(rng, 2, 3), slope=0.0, group="no leak", label=NO_LEAK)
    rng = begin(WHOLE)
    yield call(whole(rng, 5, 2), slope=leak(rng), group="whole", label=WHOLE)


_leaky = variants("def leaky_relu(z, slope=0.01):")
_leaky_preset = variants("def leaky_relu(z, slope=0.1):")
_leaky_required = variants("def leaky_relu(z, slope):")
_leaky_alone = variants("def leaky_relu(z):")

LEAKY_RELU = Exercise(
    name="leaky_relu",
    probes=_leaky_probes,
    criteria=(
        Criterion("z or slope times z, with a slope that is given", 0.4, groups=("values",)),
        Criterion("a single number", 0.1, groups=("values", "single")),
        Criterion("the preset slope of 0.01", 0.2, groups=("preset",)),
        Criterion("a slope of 0", 0.05, groups=("values", "no leak")),
        Criterion("whole numbers", 0.1, groups=("values", "whole")),
        replace(UNTOUCHED, share=0.15, groups=("values",)),
    ),
    hints=(
        (
            "Two cases again, as for the ReLU: what becomes of a positive entry, and what of the "
            "others?"
        ),
        (
            "np.where takes a condition, what to take where it holds, and what to take elsewhere. "
            "The leak is the argument slope times z."
        ),
        "Where z > 0 take z, elsewhere slope * z.",
    ),
    uses=("relu",),
    mistakes=(
        _leaky(
            "slope-ignored",
            "Right with the slope that is preset, but another slope changes nothing: use the "
            "argument slope in place of the number 0.01.",
            "return np.where(z > 0, z, 0.01 * z)",
        ),
        _leaky(
            "slope-ignored-tenth",
            "You always let a tenth of a negative z through. How much it is comes in as the "
            "argument slope.",
            "return np.where(z > 0, z, 0.1 * z)",
        ),
        _leaky_preset(
            "other-preset",
            "Right for any slope that is given. Without one it should be 0.01: leave the first "
            "line of the function as it was.",
            "return np.where(z > 0, z, slope * z)",
        ),
        _leaky_required(
            "no-preset",
            "Your function insists on a slope. Its first line should say slope=0.01, so that it "
            "can be left out.",
            "return np.where(z > 0, z, slope * z)",
        ),
        _leaky_alone(
            "no-parameter",
            "Your function does not accept a slope. Its first line should say (z, slope=0.01).",
            "return np.where(z > 0, z, 0.01 * z)",
        ),
        _leaky(
            "zero-slope-replaced",
            "A slope of 0 is allowed and means no leak at all. You take it for a missing one: "
            "`slope or ...` treats 0 as nothing.",
            """
            slope = slope or 0.01
            return np.where(z > 0, z, slope * z)
            """,
        ),
        _leaky(
            "slope-alone",
            "Where z is not positive you return the slope itself. It is slope times z.",
            "return np.where(z > 0, z, slope)",
        ),
        _leaky(
            "no-leak",
            "This is the plain ReLU: nothing leaks. Where z is negative, let slope times z "
            "through.",
            "return np.maximum(0, z)",
        ),
        _leaky(
            "sides-exchanged",
            "The two sides are exchanged: a positive z stays as it is, and the others are "
            "multiplied by the slope. Of z and slope times z the larger one is right, not the "
            "smaller.",
            "return np.where(z > 0, slope * z, z)",
        ),
        _leaky(
            "minus",
            "Where z is negative your values are positive. slope times z has the sign of z: no "
            "minus in front, no absolute value.",
            "return np.where(z > 0, z, -slope * z)",
        ),
        _leaky(
            "both-sides",
            "You multiply positive entries by the slope, too. Those stay as they are.",
            "return slope * z",
        ),
        _leaky(
            "slope-added-to-both",
            "Where z is positive your values are too large: you add slope times z there as well. "
            "The leak is for the other side only.",
            "return np.maximum(0, z) + slope * z",
        ),
        _leaky(
            "floor-at-slope",
            "You take the larger of z and the slope. The other candidate is slope times z.",
            "return np.maximum(slope, z)",
        ),
        _leaky(
            "scaled-relu",
            "You multiply the plain ReLU by the slope. The slope belongs to the other side, where "
            "z is negative; a positive z stays as it is.",
            "return np.maximum(0, slope * z)",
        ),
        _leaky(
            "only-leak",
            "Where z is positive you return 0: only the leak is left. There z stays as it is.",
            "return np.minimum(0, slope * z)",
        ),
        _leaky(
            "divided",
            "Where z is negative you divide by the slope. Multiply: the leak is a small part of z.",
            "return np.where(z > 0, z, z / slope)",
        ),
        _leaky(
            "subtracted",
            "Where z is negative you subtract the slope from z. Multiply: the leak is slope times "
            "z.",
            "return np.where(z > 0, z, z - slope)",
        ),
        _leaky(
            "added",
            "Where z is negative you add the slope to z. Multiply: the leak is slope times z.",
            "return np.where(z > 0, z, z + slope)",
        ),
        _leaky(
            "one-minus-slope",
            "Where z is negative you multiply by 1 - slope, so most of z gets through. The slope "
            "itself is the factor.",
            "return np.where(z > 0, z, (1 - slope) * z)",
        ),
        _leaky(
            "slope-squared",
            "On the off side the slope is multiplied in twice. Once is enough.",
            "return np.where(z > 0, z, slope * slope * z)",
        ),
        _leaky(
            "positive-one",
            "Where z is positive you return 1, which is the derivative. There z stays as it is.",
            "return np.where(z > 0, 1.0, slope * z)",
        ),
        _leaky(
            "derivative",
            "You return the derivative, 1 or the slope. That is the next exercise; here it is z or "
            "slope times z.",
            "return np.where(z > 0, 1.0, slope)",
        ),
        _leaky(
            "exponential",
            "On the off side you return slope times (exp(z) - 1), another variant called ELU. The "
            "leak is a straight line, slope times z.",
            "return np.where(z > 0, z, slope * (np.exp(z) - 1))",
        ),
        _leaky(
            "identity",
            "You return z as it came. Where z is negative it is multiplied by the slope.",
            "return z",
        ),
        _leaky(
            "absolute-value",
            "You return the absolute value of z. A negative z becomes slope times z, which is "
            "negative and small.",
            "return np.abs(z)",
        ),
        _leaky(
            "on-above-one",
            "You ask for z > 1. The bend sits at 0.",
            "return np.where(z > 1, z, slope * z)",
        ),
        _leaky(
            "on-above-slope",
            "You compare z with the slope. The bend sits at 0: ask for z > 0.",
            "return np.where(z > slope, z, slope * z)",
        ),
        _leaky(
            "integers-kept",
            "Right for floats. For whole numbers you put the results into an array of integers, "
            "which cuts off everything behind the decimal point: make the array one of floats.",
            """
            a = np.array(z)
            a[a <= 0] = slope * a[a <= 0]
            return a
            """,
        ),
        _leaky(
            "integers-refused",
            "Right for floats. For whole numbers a *= ... fails, because an array of integers "
            "cannot take the products: turn z into floats first, or make a new array.",
            """
            a = np.array(z)
            a[z <= 0] *= slope
            return a
            """,
        ),
        _leaky(
            "integers-refused-modified",
            "You multiply the negative entries of z itself, which is the caller's array (and if it "
            "holds integers, that fails). Make a new array.",
            """
            z = np.asarray(z)
            z[z <= 0] *= slope
            return z
            """,
        ),
        _leaky(
            "integers-modified",
            "You write the leak into z itself, which is the caller's array (and if it holds "
            "integers, everything behind the decimal point is lost). Make a new array.",
            """
            z = np.asarray(z)
            z[z <= 0] = slope * z[z <= 0]
            return z
            """,
        ),
        _leaky(
            "truth-value",
            "Python's max and if want one answer, and z > 0 has one for every entry. np.where and "
            "np.maximum work entry by entry.",
            "return max(z, slope * z)",
        ),
        _leaky(
            "one-maximum",
            "np.max gives the largest of all entries, a single number. Every entry of z has its "
            "own result.",
            "return max(np.max(z), slope * np.max(z))",
        ),
        _leaky(
            "entries-dropped",
            "You put the positive entries first and the others behind them, in one long row. Every "
            "entry should stay in its place.",
            "return np.concatenate([z[z > 0], slope * z[z <= 0]])",
        ),
    ),
)
