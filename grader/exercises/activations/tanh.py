"""The hyperbolic tangent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from descent.probes import Probe, call
from descent.sheets import Criterion
from grader.exercise import UNTOUCHED, Begin, Exercise, rewrite
from grader.exercises.activations.draws import (
    WHOLE,
    numbers,
    ordinary,
    signed,
    variants,
    whole,
)

FAR_DOWN, FAR_UP = "large negative z", "large positive z"


def _tanh_probes(begin: Begin) -> Iterator[Probe]:
    yield from ordinary(begin)
    yield from numbers(begin)
    rng = begin(WHOLE)
    yield call(whole(rng, 5, 2, high=2), group="whole", label=WHOLE)
    # Ordinary entries beside the large ones, so that a mere sign does not meet the criterion.
    for sign, label in ((-1.0, FAR_DOWN), (1.0, FAR_UP)):
        rng = begin(label)
        far = sign * np.array([1000.0, *rng.uniform(400, 990, 2), rng.uniform(20, 60)])
        z = np.concatenate([far, signed(rng, 2)])
        yield call(rng.permutation(z), group="large", label=label)


_tanh = variants("def tanh(z):")

TANH = Exercise(
    name="tanh",
    probes=_tanh_probes,
    criteria=(
        Criterion("values of the hyperbolic tangent", 0.4, groups=("values",)),
        Criterion("a single number", 0.1, groups=("values", "single")),
        Criterion("very large z on either side", 0.25, groups=("large",)),
        Criterion("whole numbers", 0.1, groups=("values", "whole")),
        replace(UNTOUCHED, share=0.15, groups=("values",)),
    ),
    hints=(
        (
            "On paper the fraction with the two exponentials is right. Which of its pieces are "
            "infinite when z is 1000? You need a form in which nothing grows without end."
        ),
        (
            "The form with the sigmoid is safe, because the given sigmoid is right for any z. Or "
            "look whether NumPy has a function of this name."
        ),
        (
            "Twice the sigmoid of 2z, minus 1. (In NumPy the hyperbolic tangent is a single call, "
            "np. and then its name.)"
        ),
    ),
    mistakes=(
        _tanh(
            "overflow",
            "Right for ordinary z. Where |z| is large, an exponential overflows to infinity, and "
            "infinity divided by infinity is NaN: use a form whose exponentials cannot grow, such "
            "as the one with the sigmoid.",
            "return (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))",
        ),
        _tanh(
            "overflow-positive",
            "Right for negative z, but for large positive z the exponential overflows to infinity, "
            "and infinity divided by infinity is NaN. Use a form that is safe on both sides.",
            "return (np.exp(2 * z) - 1) / (np.exp(2 * z) + 1)",
        ),
        _tanh(
            "overflow-negative",
            "Right for positive z, but for large negative z the exponential overflows to infinity, "
            "and infinity divided by infinity is NaN. Use a form that is safe on both sides.",
            "return (1 - np.exp(-2 * z)) / (1 + np.exp(-2 * z))",
        ),
        _tanh(
            "overflow-to-zero",
            "Where |z| is large you return 0, but tanh goes to 1 or -1 there. Replacing NaN by a "
            "number hides the overflow and does not repair it: use a form that has none.",
            """
            with np.errstate(all="ignore"):
                e, f = np.exp(z), np.exp(-z)
                return np.nan_to_num((e - f) / (e + f))
            """,
        ),
        _tanh(
            "overflow-to-one",
            "Where z is very negative you return 1. On that side tanh goes to -1: mind the sign "
            "when you treat large values separately.",
            """
            e, f = np.exp(z), np.exp(-z)
            return np.nan_to_num((e - f) / (e + f), nan=1.0)
            """,
        ),
        _tanh(
            "hard",
            "You cut z off at -1 and 1 and leave it as it is between. That has the right range but "
            "two corners; tanh is a smooth S.",
            "return np.clip(z, -1.0, 1.0)",
        ),
        _tanh(
            "cut-before",
            "You cut z off at -1 and 1 before taking tanh, so nothing gets beyond 0.76. Large z "
            "need no cut that narrow: tanh itself levels off.",
            "return np.tanh(np.clip(z, -1.0, 1.0))",
        ),
        _tanh(
            "sigmoid",
            "These are the values of the sigmoid, from 0 to 1. Tanh runs from -1 to 1: stretch the "
            "sigmoid of 2z by 2 and lower it by 1.",
            "return sigmoid(z)",
        ),
        _tanh(
            "half-argument",
            "Your values are those of tanh at half of z. The sigmoid in the formula is taken at "
            "2z; with exponentials, the exponents are z and -z.",
            "return 2 * sigmoid(z) - 1",
        ),
        _tanh(
            "half-argument-overflow",
            "Two things. Your values are those of tanh at half of z: with one exponential the "
            "exponent is -2z. And for large negative z it overflows to infinity, which ends in "
            "NaN.",
            "return (1 - np.exp(-z)) / (1 + np.exp(-z))",
        ),
        _tanh(
            "half-argument-overflow-up",
            "Two things. Your values are those of tanh at half of z: with one exponential the "
            "exponent is 2z. And for large positive z it overflows to infinity, which ends in "
            "NaN.",
            "return (np.exp(z) - 1) / (np.exp(z) + 1)",
        ),
        _tanh(
            "minus-inside",
            "You subtract the 1 inside of the sigmoid. It comes last: twice the sigmoid of 2z, "
            "and then minus 1.",
            "return 2 * sigmoid(2 * z - 1)",
        ),
        _tanh(
            "twice-argument",
            "Your values are those of tanh at twice z. With exponentials, the exponents are z and "
            "-z, or 2z where only one exponential is left.",
            "return 2 * sigmoid(4 * np.asarray(z, dtype=float)) - 1",
        ),
        _tanh(
            "not-lowered",
            "Your values run from 0 to 2: the sigmoid of 2z is stretched by 2, but not lowered. "
            "Subtract 1.",
            "return 2 * sigmoid(2 * z)",
        ),
        _tanh(
            "raised",
            "Your values run from 1 to 3: you add 1 to twice the sigmoid of 2z. Subtract it.",
            "return 2 * sigmoid(2 * z) + 1",
        ),
        _tanh(
            "not-lowered-half",
            "Your values run from 0 to 2, and at z rather than 2z. Both are missing: the sigmoid "
            "is taken at 2z, and 1 is subtracted at the end.",
            "return 2 * sigmoid(z)",
        ),
        _tanh(
            "not-stretched",
            "Your values run from -1 to 0: the sigmoid of 2z is lowered by 1, but not stretched by "
            "2 before.",
            "return sigmoid(2 * z) - 1",
        ),
        _tanh(
            "sigmoid-of-double",
            "This is the sigmoid of 2z, from 0 to 1. Two steps are left: multiply by 2, then "
            "subtract 1.",
            "return sigmoid(2 * z)",
        ),
        _tanh(
            "centered-only",
            "Your values run from -0.5 to 0.5. Centering the sigmoid at 0 is half of the way: tanh "
            "is stretched to the range from -1 to 1, too.",
            "return sigmoid(2 * z) - 0.5",
        ),
        _tanh(
            "centered-only-half",
            "Your values run from -0.5 to 0.5: this is the sigmoid of z, lowered by one half. In "
            "the formula it is taken at 2z, doubled, and lowered by 1.",
            "return sigmoid(z) - 0.5",
        ),
        _tanh(
            "square-of-sigmoid",
            "In 2σ(2z) − 1 the 2 in front multiplies; it is not a power. You square the sigmoid.",
            "return sigmoid(2 * z) ** 2 - 1",
        ),
        _tanh(
            "derivative",
            "You return the derivative, 1 - tanh(z)². That is the next exercise; here tanh itself "
            "is asked for.",
            "return 1 - np.tanh(z) ** 2",
        ),
        _tanh(
            "square",
            "You return the square of tanh, which is never negative. Tanh has the sign of z.",
            "return np.tanh(z) ** 2",
        ),
        _tanh(
            "absolute-value",
            "Your values lose the sign of z: tanh(-z) is -tanh(z), not tanh(z).",
            "return np.tanh(np.abs(z))",
        ),
        _tanh(
            "sign",
            "Your curve falls where tanh rises: every value has the wrong sign. In the numerator "
            "the exponential of -z is subtracted from the exponential of z.",
            "return np.tanh(-z)",
        ),
        _tanh(
            "sign-overflow",
            "Two things. Every value has the wrong sign: the exponential of -z is subtracted from "
            "the one of z. And where |z| is large the exponentials overflow, which ends in NaN.",
            "return (np.exp(-z) - np.exp(z)) / (np.exp(z) + np.exp(-z))",
        ),
        _tanh(
            "inverted",
            "The fraction is upside down: the difference of the exponentials belongs above the "
            "line, their sum below it.",
            "return 1 / np.tanh(z)",
        ),
        _tanh(
            "inverted-overflow",
            "Two things. The fraction is upside down: the difference belongs above the line, the "
            "sum below it. And where |z| is large the exponentials overflow, which ends in NaN.",
            "return (np.exp(z) + np.exp(-z)) / (np.exp(z) - np.exp(-z))",
        ),
        _tanh(
            "numerator-halved",
            "You return half the difference of the exponentials (the hyperbolic sine), which grows "
            "without end. It still has to be divided by half their sum.",
            "return np.sinh(z)",
        ),
        _tanh(
            "numerator",
            "You return the numerator alone. It still has to be divided by the sum of the two "
            "exponentials.",
            "return np.exp(z) - np.exp(-z)",
        ),
        _tanh(
            "denominator",
            "You return the denominator alone, the sum of the exponentials. Their difference has "
            "to be divided by it.",
            "return np.exp(z) + np.exp(-z)",
        ),
        _tanh(
            "denominator-halved",
            "You return half the sum of the exponentials (the hyperbolic cosine). Tanh is half "
            "their difference divided by it.",
            "return np.cosh(z)",
        ),
        _tanh(
            "brackets",
            "Without brackets, only exp(-z) / exp(z) is divided. Put the whole numerator and the "
            "whole denominator in brackets.",
            "return np.exp(z) - np.exp(-z) / np.exp(z) + np.exp(-z)",
        ),
        _tanh(
            "denominator-brackets",
            "The denominator has no brackets: you divide by exp(z) alone and add exp(-z) after "
            "that.",
            "return (np.exp(z) - np.exp(-z)) / np.exp(z) + np.exp(-z)",
        ),
        _tanh(
            "one-exponential",
            "You divide by exp(z) alone. The denominator is the sum of both exponentials.",
            "return (np.exp(z) - np.exp(-z)) / np.exp(z)",
        ),
        _tanh(
            "numerator-brackets",
            "The numerator has no brackets: only exp(-z) is divided by the sum, and the result is "
            "subtracted from exp(z).",
            "return np.exp(z) - np.exp(-z) / (np.exp(z) + np.exp(-z))",
        ),
        _tanh(
            "tangent",
            "This is the tangent of angles, which jumps. The hyperbolic tangent is meant, the S "
            "from -1 to 1: mind the h at the end.",
            "return np.tan(z)",
        ),
        _tanh(
            "arctangent",
            "You return the arctangent. It is an S, too, but a wider one: it reaches from -1.57 to "
            "1.57.",
            "return np.arctan(z)",
        ),
        _tanh(
            "arctangent-scaled",
            "You return an arctangent scaled to the range from -1 to 1. It looks alike, but levels "
            "off much more slowly; tanh is made of exponentials.",
            "return np.arctan(z) * 2 / np.pi",
        ),
        _tanh(
            "softsign",
            "You return z / (1 + |z|). That, too, is an S from -1 to 1, but not tanh, which is "
            "made of exponentials.",
            "return z / (1 + np.abs(z))",
        ),
        _tanh(
            "series",
            "z - z³/3 is the beginning of a series that fits tanh near 0 alone. Further out you "
            "need the exponentials.",
            "return z - z**3 / 3",
        ),
        _tanh(
            "inverse",
            "You return the inverse function of tanh, which exists only between -1 and 1. Leave "
            "out the arc.",
            "return np.arctanh(z)",
        ),
        _tanh(
            "relu",
            "You return the ReLU. Tanh is the S from -1 to 1.",
            "return np.maximum(0, z)",
        ),
        _tanh(
            "step",
            "You return the sign of z alone, -1 or 1. Tanh goes smoothly from the one to the "
            "other.",
            "return np.sign(z)",
        ),
        _tanh(
            "identity",
            "You return z as it came. Near 0 tanh is close to z, but then it levels off at -1 and "
            "1.",
            "return z",
        ),
        _tanh(
            "rounded",
            "Your values are rounded. Return them as they come, and round only what you print.",
            "return np.round(np.tanh(z), 4)",
        ),
        _tanh(
            "integers-kept",
            "Right for floats. For whole numbers you put the results into an array of integers, "
            "which cuts off everything behind the decimal point: make the array one of floats.",
            """
            a = np.zeros_like(z)
            a[...] = np.tanh(z)
            return a
            """,
        ),
        _tanh(
            "modified",
            "You write the results into the caller's array z. Make a new array for them.",
            """
            z = np.asarray(z)
            if z.dtype.kind != "f":
                return np.tanh(z)
            z[...] = np.tanh(z)
            return z
            """,
        ),
        _tanh(
            "modified-integers",
            "You write the results into the caller's array z, and if that holds integers, "
            "everything behind the decimal point is cut off as well. Make a new array.",
            """
            z = np.asarray(z)
            z[...] = np.tanh(z)
            return z
            """,
        ),
        _tanh(
            "one-number",
            "The functions of math, and float, take a single number, and z is an array. The "
            "functions of the same name in NumPy work on every entry at once.",
            """
            import math
            return math.tanh(z)
            """,
        ),
        _tanh(
            "truth-value",
            "An if (or max, or while) cannot decide for a whole array at once whether z is large. "
            "Let np.where choose entry by entry, or use a form that needs no such choice.",
            """
            if z > 0:
                return np.tanh(z)
            return -np.tanh(-z)
            """,
        ),
        rewrite(
            "sinh",
            "(exp(z) - exp(-z)) / 2 is the hyperbolic sine, which grows without end. For "
            "tanh, divide by exp(z) + exp(-z).",
            "def tanh(z):\n    return np.sinh(np.clip(z, -300, 300))\n",
        ),
        rewrite(
            "parentheses",
            "Python divides before it adds or subtracts. Put the whole numerator in "
            "parentheses, and the whole denominator.",
            """
def tanh(z):
    z = np.clip(z, -300, 300)
    return np.exp(z) - np.exp(-z) / np.exp(z) + np.exp(-z)
""",
        ),
        rewrite(
            "cosh",
            "(exp(z) + exp(-z)) / 2 is the hyperbolic cosine, and belongs below the line. "
            "Tanh has exp(z) - exp(-z) above it.",
            "def tanh(z):\n    return np.cosh(np.clip(z, -300, 300))\n",
        ),
    ),
)
