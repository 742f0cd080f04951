"""The derivative of the leaky ReLU."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from descent.probes import Probe, call
from descent.sheets import Criterion
from grader.exercise import UNTOUCHED, Begin, Exercise, rewrite
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
    with_zeros,
)


def _leaky_derivative_probes(begin: Begin) -> Iterator[Probe]:
    for name in SHAPES:
        rng = begin(f"{name}, with a slope")
        z = signed(rng, *shape(rng, name), low=0.3)
        yield call(z, slope=leak(rng), label=NAMES[z.ndim])
    rng = begin("next to the bend")
    yield call(signed(rng, 3, 2, low=0.02, high=0.12), leak(rng), label=NAMES[2])
    for probe in ordinary(begin):
        yield replace(probe, group="preset", label=PRESET)
    yield from numbers(begin, options=with_leak)
    rng = begin(NO_LEAK)
    yield call(signed(rng, 2, 3), slope=0.0, group="no leak", label=NO_LEAK)
    rng = begin(WHOLE)
    yield call(whole(rng, 5, 2), slope=leak(rng), group="whole", label=WHOLE)
    yield from with_zeros(begin, options=with_leak)


_factor = variants("def leaky_relu_derivative(z, slope=0.01):")
_factor_preset = variants("def leaky_relu_derivative(z, slope=0.1):")
_factor_required = variants("def leaky_relu_derivative(z, slope):")
_factor_alone = variants("def leaky_relu_derivative(z):")

LEAKY_RELU_DERIVATIVE = Exercise(
    name="leaky_relu_derivative",
    probes=_leaky_derivative_probes,
    criteria=(
        Criterion("1 or the slope, with a slope that is given", 0.3, groups=("values",)),
        Criterion("a single number", 0.1, groups=("values", "single")),
        Criterion("the preset slope of 0.01", 0.2, groups=("preset",)),
        Criterion("the slope at z = 0", 0.1, groups=("values", "zero")),
        Criterion("a slope of 0", 0.05, groups=("values", "no leak")),
        Criterion("whole numbers", 0.1, groups=("values", "whole")),
        replace(UNTOUCHED, share=0.15, groups=("values",)),
    ),
    hints=(
        "The leaky ReLU is made of two straight lines. How steep is each of them?",
        (
            "The derivative has only two values, whatever the size of z. Choose between them with "
            "np.where, as for the ReLU."
        ),
        "Where z > 0 take 1, elsewhere slope.",
    ),
    uses=("relu_derivative", "leaky_relu"),
    mistakes=(
        _factor(
            "slope-ignored",
            "Right with the slope that is preset, but another slope changes nothing: use the "
            "argument slope in place of the number 0.01.",
            "return np.where(z > 0, 1.0, 0.01)",
        ),
        _factor(
            "slope-ignored-tenth",
            "On the off side you always return 0.1. The value there is the argument slope.",
            "return np.where(z > 0, 1.0, 0.1)",
        ),
        _factor_preset(
            "other-preset",
            "Right for any slope that is given. Without one it should be 0.01: leave the first "
            "line of the function as it was.",
            "return np.where(z > 0, 1.0, slope)",
        ),
        _factor_required(
            "no-preset",
            "Your function insists on a slope. Its first line should say slope=0.01, so that it "
            "can be left out.",
            "return np.where(z > 0, 1.0, slope)",
        ),
        _factor_alone(
            "no-parameter",
            "Your function does not accept a slope. Its first line should say (z, slope=0.01).",
            "return np.where(z > 0, 1.0, 0.01)",
        ),
        _factor(
            "zero-slope-replaced",
            "A slope of 0 is allowed and means no leak at all. You take it for a missing one: "
            "`slope or ...` treats 0 as nothing.",
            """
            slope = slope or 0.01
            return np.where(z > 0, 1.0, slope)
            """,
        ),
        _factor(
            "one-at-zero",
            "At z = 0 your derivative is 1. There is a kink, and the convention of the lesson is "
            "the slope: ask for z > 0, not z >= 0.",
            "return np.where(z >= 0, 1.0, slope)",
        ),
        _factor(
            "zero-at-zero",
            "At z = 0 your derivative is 0. There is a kink, and the convention of the lesson is "
            "the slope: two cases are enough, z > 0 and all the rest.",
            "return np.where(z > 0, 1.0, np.where(z < 0, slope, 0.0))",
        ),
        _factor(
            "middle-at-zero",
            "At z = 0 your derivative lies in the middle between 1 and the slope. The convention "
            "of the lesson is the slope.",
            "return np.where(z > 0, 1.0, np.where(z < 0, slope, (1 + slope) / 2))",
        ),
        _factor(
            "divided-by-z",
            "At z = 0 your derivative is NaN: dividing by z (or by its size) gives 0/0 there. "
            "Choose between 1 and the slope by asking whether z > 0.",
            "return np.where(z > 0, z, slope * z) / z",
        ),
        _factor(
            "slope-times-z",
            "On the off side you return slope times z, which is the leaky ReLU itself. Its "
            "derivative there is the slope alone.",
            "return np.where(z > 0, 1.0, slope * z)",
        ),
        _factor(
            "z-on-the-on-side",
            "Where z is positive you return z. The derivative there is 1.",
            "return np.where(z > 0, z, slope)",
        ),
        _factor(
            "value",
            "You return the leaky ReLU itself. Its derivative is 1 or the slope, whatever the size "
            "of z.",
            "return np.where(z > 0, z, slope * z)",
        ),
        _factor(
            "no-leak",
            "This is the derivative of the plain ReLU, 0 on the off side. With a leak it is the "
            "slope there.",
            "return np.where(z > 0, 1.0, 0.0)",
        ),
        _factor(
            "sides-exchanged",
            "The two sides are exchanged: 1 belongs where z > 0, and the slope elsewhere.",
            "return np.where(z > 0, slope, 1.0)",
        ),
        _factor(
            "sides-exchanged-strictly",
            "You ask for z < 0 and give 1 there. The derivative is 1 where z > 0, and the slope "
            "elsewhere.",
            "return np.where(z < 0, 1.0, slope)",
        ),
        _factor(
            "minus",
            "On the off side you return minus the slope. The leaky ReLU rises there, too, so its "
            "derivative is the slope without a minus.",
            "return np.where(z > 0, 1.0, -slope)",
        ),
        _factor(
            "minus-and-zero",
            "On the off side you return minus the slope, and at z = 0 you return 0. The leaky "
            "ReLU rises on that side, too: the slope, without a minus, wherever z is not "
            "positive.",
            "return np.where(z > 0, 1.0, np.where(z < 0, -slope, 0.0))",
        ),
        _factor(
            "minus-one",
            "On the off side you return -1. The derivative there is the slope.",
            "return np.where(z > 0, 1.0, -1.0)",
        ),
        _factor(
            "one-minus-slope",
            "On the off side you return 1 - slope. The slope itself is the derivative there.",
            "return np.where(z > 0, 1.0, 1 - slope)",
        ),
        _factor(
            "slope-added-to-both",
            "Where z is positive your derivative is 1 + slope. The leak is for the other side "
            "only: 1 there.",
            "return (z > 0) + slope",
        ),
        _factor(
            "zero-on-the-on-side",
            "Where z is positive you return 0. The derivative there is 1.",
            "return np.where(z > 0, 0.0, slope)",
        ),
        _factor(
            "scaled-step",
            "You multiply the derivative of the plain ReLU by the slope. The slope belongs to the "
            "other side; where z > 0 the derivative is 1.",
            "return np.where(z > 0, slope, 0.0)",
        ),
        _factor(
            "slope-everywhere",
            "You return the slope everywhere. Where z is positive the derivative is 1.",
            "return np.full(np.shape(z), slope)",
        ),
        _factor(
            "slope-alone",
            "You return the slope as a single number. There is one derivative for each entry of z: "
            "1 or the slope.",
            "return slope",
        ),
        _factor(
            "ones",
            "You return 1 everywhere. Where z is not positive the derivative is the slope.",
            "return np.ones(np.shape(z))",
        ),
        _factor(
            "squared",
            "You return the square of the slope on the off side. The slope itself is the "
            "derivative there.",
            "return np.where(z > 0, 1.0, slope**2)",
        ),
        _factor(
            "reciprocal",
            "You return 1 divided by the slope on the off side. The slope itself is the derivative "
            "there.",
            "return np.where(z > 0, 1.0, 1 / slope)",
        ),
        _factor(
            "clipped",
            "You cut z off at the slope and at 1, so a z between them is returned as it is. For "
            "any z > 0, however small, the derivative is 1.",
            "return np.clip(z, slope, 1.0)",
        ),
        _factor(
            "above-slope",
            "You compare z with the slope. The bend sits at 0: ask for z > 0.",
            "return np.where(z > slope, 1.0, slope)",
        ),
        _factor(
            "above-one",
            "You ask for z > 1. The bend sits at 0: ask for z > 0.",
            "return np.where(z > 1, 1.0, slope)",
        ),
        _factor(
            "identity",
            "You return z as it came. The derivative is 1 where z > 0, and the slope elsewhere.",
            "return z",
        ),
        _factor(
            "integers-kept",
            "Right for floats. For whole numbers you put the slope into an array of integers, "
            "which makes 0 of it: make the array one of floats.",
            """
            d = np.ones_like(z)
            d[z <= 0] = slope
            return d
            """,
        ),
        _factor(
            "integers-kept-and-zero",
            "Two things: at z = 0 the derivative is the slope (you give 1), and for whole numbers "
            "your array of integers makes 0 of the slope. Make it one of floats.",
            """
            d = np.ones_like(z)
            d[z < 0] = slope
            return d
            """,
        ),
        _factor(
            "modified",
            "Right for floats, but you write the values into z itself, which is the caller's array "
            "(and if it holds integers, the slope becomes 0). Make a new one.",
            """
            z = np.asarray(z)
            on = z > 0
            z[on] = 1
            z[~on] = slope
            return z
            """,
        ),
        _factor(
            "truth-value",
            "An if wants one answer, and z > 0 has one for every entry. np.where chooses entry by "
            "entry.",
            "return 1.0 if z > 0 else slope",
        ),
        _factor(
            "one-for-all",
            "You return one answer for the whole array. There is one derivative for each entry of "
            "z.",
            "return 1.0 if np.any(z > 0) else slope",
        ),
        rewrite(
            "second-mask-sees-first",
            "You get 1 everywhere. If you write the slope into an array and then ask the same"
            " array for entries above 0, the slopes are among them: ask z both times.",
            """
def leaky_relu_derivative(z, slope=0.01):
    d = np.array(z, dtype=float)
    d[d <= 0] = slope
    d[d > 0] = 1
    return d
""",
        ),
        rewrite(
            "maximum-of-slope",
            "You return the larger of the slope and z. Where z is positive the derivative is "
            "1, whatever the size of z.",
            "def leaky_relu_derivative(z, slope=0.01):\n    return np.maximum(slope, z)\n",
        ),
    ),
)
