"""The sigmoid and its derivative."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from descent.probes import Probe, call
from descent.sheets import Criterion
from grader.exercise import UNTOUCHED, Begin, Exercise, Mistake, rewrite
from grader.exercises.perceptron.draws import size, whole

LARGE = "large |z|"


def _sigmoid_probes(begin: Begin) -> Iterator[Probe]:
    rng = begin("a row of numbers")
    row = rng.normal(0, 2, size(rng, 4, 7))
    yield call(np.append(row, 0.0), label="a row of numbers")
    rng = begin("two axes")
    yield call(rng.normal(0, 2, (size(rng, 3, 6), 2)), label="an array with two axes")
    rng = begin("three axes")
    yield call(rng.normal(0, 2, (2, 3, 2)), label="an array with three axes")
    rng = begin("a positive number")
    yield call(float(rng.uniform(0.3, 2)), label="a single number")
    rng = begin("a negative number")
    yield call(-float(rng.uniform(0.3, 2)), label="a single number")
    rng = begin("an array without axes")
    yield call(np.array(rng.uniform(0.3, 2)), label="a single number")
    rng = begin("a whole number")
    yield call(int(rng.integers(1, 4)), group="whole", label="whole numbers")
    rng = begin("an array of whole numbers")
    yield call(whole(rng, size(rng, 3, 5), 2), group="whole", label="whole numbers")
    # One ordinary entry, so that a mere step does not meet the criterion.
    for name, sign in (("far below zero", -1.0), ("far above zero", 1.0)):
        rng = begin(name)
        z = sign * np.array([10000, rng.uniform(800, 9000), 35.0, rng.uniform(0.3, 2)])
        z[3] *= -1
        yield call(rng.permutation(z), group="large", label=LARGE)
    rng = begin("a whole number far below zero")
    yield call(-int(rng.integers(800, 9000)), group="large", label=LARGE)
    rng = begin("a number far above zero")
    yield call(float(rng.uniform(800, 9000)), group="large", label=LARGE)


def _sigmoid(id: str, sentence: str, expression: str) -> Mistake:
    return rewrite(id, sentence, f"def sigmoid(z):\n    return {expression}\n")


_BRANCHES = """
def sigmoid(z):
    if z >= 0:
        return 1 / (1 + np.exp(-z))
    return np.exp(z) / (1 + np.exp(z))
"""

_BUFFER = """
def sigmoid(z):
    out = np.zeros_like(z)
    positive = np.asarray(z) >= 0
    e = np.exp(-np.abs(z))
    out[...] = np.where(positive, 1 / (1 + e), e / (1 + e))
    return out
"""

SIGMOID = Exercise(
    name="sigmoid",
    probes=_sigmoid_probes,
    criteria=(
        Criterion("numbers and arrays of any shape", 1.0, groups=("values",)),
        Criterion("whole numbers", 0.25, groups=("whole",)),
        Criterion("very large z on either side", 0.5, groups=("large",)),
        replace(UNTOUCHED, share=0.25),
    ),
    hints=(
        "Start with the formula as it stands, 1 / (1 + exp(-z)), with np.exp for the exponential: "
        "it works on a whole array at once.",
        "np.exp of a large positive number overflows. Write both forms of the formula with the one "
        "power that is never larger than 1, and let np.where choose between them.",
        "With e = np.exp(-np.abs(z)): where z >= 0 the answer is 1 / (1 + e), elsewhere it is "
        "e / (1 + e).",
    ),
    mistakes=(
        _sigmoid(
            "exponent-sign",
            "Your curve falls where the sigmoid climbs: it is the sigmoid of -z. Check the sign "
            "in the exponent, or which of your two forms is meant for which sign of z.",
            "1 / (1 + np.exp(z))",
        ),
        _sigmoid(
            "exponent-sign-overflow",
            "You divide exp(-z) by 1 + exp(-z), which is the sigmoid of -z and overflows for large "
            "negative z. With exp(-z) below the line, there must be 1 above it.",
            "np.exp(-z) / (1 + np.exp(-z))",
        ),
        _sigmoid(
            "overflow",
            "For large positive z, np.exp(z) overflows to infinity, and infinity divided by "
            "infinity is NaN. There use the form with exp(-z), which is tiny.",
            "np.exp(z) / (1 + np.exp(z))",
        ),
        _sigmoid(
            "step",
            "You return the step of the first perceptron, 0 or 1. The sigmoid climbs smoothly "
            "between them.",
            "np.where(np.asarray(z) > 0, 1.0, 0.0)",
        ),
        _sigmoid(
            "step-from-zero",
            "You return a step that is 1 from z = 0 on. The sigmoid climbs smoothly from 0 to 1.",
            "(np.asarray(z) >= 0) * 1.0",
        ),
        _sigmoid(
            "step-with-half",
            "You return a step, with 0.5 at z = 0. The sigmoid climbs smoothly from 0 to 1.",
            "np.heaviside(z, 0.5)",
        ),
        _sigmoid(
            "relu",
            "You return z where it is positive and 0 elsewhere, which is another activation "
            "function (ReLU). The sigmoid is 1 / (1 + exp(-z)).",
            "np.maximum(0, z)",
        ),
        _sigmoid(
            "arctan",
            "Your curve is made of the arcus tangent. It has the same S shape, but the sigmoid is "
            "1 / (1 + exp(-z)).",
            "np.arctan(z) / np.pi + 0.5",
        ),
        _sigmoid(
            "softsign",
            "Your curve uses z / (1 + |z|). It has the same S shape, but the sigmoid is 1 / (1 + "
            "exp(-z)).",
            "0.5 * (1 + z / (1 + np.abs(z)))",
        ),
        _sigmoid(
            "tanh",
            "You return the hyperbolic tangent, which runs from -1 to 1. The sigmoid runs from "
            "0 to 1.",
            "np.tanh(z)",
        ),
        _sigmoid(
            "from-minus-one",
            "Your curve runs from -1 to 1: the sigmoid is stretched by 2 and lowered by 1. Leave "
            "both out.",
            "2 / (1 + np.exp(-z)) - 1",
        ),
        _sigmoid(
            "centered",
            "Your curve is lowered by one half, so it is 0 at z = 0. The sigmoid is 0.5 there.",
            "1 / (1 + np.exp(-z)) - 0.5",
        ),
        _sigmoid(
            "tanh-of-z",
            "The sigmoid can be written with tanh, as half of 1 + tanh(z / 2): you left out that z "
            "is halved.",
            "0.5 * (1 + np.tanh(z))",
        ),
        _sigmoid(
            "one-left-out",
            "The 1 in the denominator is missing: 1 / exp(-z) is just exp(z), which grows without "
            "end.",
            "1 / np.exp(-z)",
        ),
        _sigmoid(
            "no-reciprocal",
            "Your result is the denominator, 1 + exp(-z). The sigmoid is 1 divided by all of it, "
            "so it needs brackets.",
            "1 + np.exp(-z)",
        ),
        _sigmoid(
            "brackets-around-sum",
            "Without brackets, exp(z) / 1 + exp(z) divides only by 1. Put the whole denominator "
            "in brackets.",
            "np.exp(z) / 1 + np.exp(z)",
        ),
        _sigmoid(
            "minus-in-denominator",
            "The denominator is 1 plus exp(-z), not 1 minus it.",
            "1 / (1 - np.exp(-z))",
        ),
        _sigmoid(
            "exponential-alone",
            "You return exp(-z) alone. It goes into the denominator: 1 / (1 + ...).",
            "np.exp(-z)",
        ),
        _sigmoid(
            "derivative",
            "You return the slope of the sigmoid, a hill that is 0.25 at the top. That is the next "
            "exercise; here the sigmoid itself is asked for.",
            "(lambda a: a * (1 - a))(np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))))",
        ),
        _sigmoid(
            "other-base",
            "You raise 2 to the power -z. The base of the exponential is the number e: use np.exp.",
            "1 / (1 + 2.0 ** (-np.asarray(z)))",
        ),
        _sigmoid(
            "rounded-e",
            "You typed a rounded value for the number e, and the rounding shows. np.exp knows all "
            "its digits.",
            "1 / (1 + 2.718 ** (-np.asarray(z)))",
        ),
        _sigmoid(
            "other-base-ten",
            "You raise 10 to the power -z. The base of the exponential is the number e, as in "
            "np.exp.",
            "1 / (1 + 10.0 ** (-np.asarray(z)))",
        ),
        _sigmoid(
            "power-operator",
            "`np.e ** ...` stops with an OverflowError on a single large number. np.exp gives "
            "infinity there, and 1 divided by it is 0.",
            "1 / (1 + np.e ** (-z))",
        ),
        _sigmoid(
            "power-operator-sign",
            "The sign in the exponent is turned: the formula has the number e to the power of -z. "
            "Take np.exp for it, which can also stand very large numbers.",
            "1 / (1 + np.e ** z)",
        ),
        _sigmoid(
            "z-halved",
            "You halve z before the exponential. The formula takes z as it is.",
            "1 / (1 + np.exp(-z / 2))",
        ),
        _sigmoid(
            "z-squared",
            "You square z in the exponent. The formula has exp(-z).",
            "1 / (1 + np.exp(-(np.asarray(z, dtype=float) ** 2)))",
        ),
        _sigmoid(
            "times-z",
            "You multiply the sigmoid by z. Leave that out.",
            "z / (1 + np.exp(-z))",
        ),
        _sigmoid(
            "softplus",
            "You return log(1 + exp(z)), whose slope is the sigmoid. The sigmoid itself is 1 / (1 "
            "+ exp(-z)).",
            "np.log(1 + np.exp(z))",
        ),
        _sigmoid(
            "derivative-formula",
            "You return exp(-z) / (1 + exp(-z))**2, which is the slope of the sigmoid. The "
            "sigmoid itself has 1 above the line and no square.",
            "np.exp(-z) / (1 + np.exp(-z)) ** 2",
        ),
        _sigmoid(
            "negative-branch-unfinished",
            "For negative z you return exp(z) alone. It still has to be divided by 1 + exp(z).",
            "np.where(np.asarray(z) >= 0, 1.0, np.exp(-np.abs(z))) / np.where(np.asarray(z) >= 0, "
            "1 + np.exp(-np.abs(z)), 1.0)",
        ),
        _sigmoid(
            "absolute-value",
            "You use exp(-|z|), which is safe, but in the formula for positive z alone. For "
            "negative z the numerator is not 1: there it is exp(-|z|) / (1 + exp(-|z|)).",
            "1 / (1 + np.exp(-np.abs(z)))",
        ),
        _sigmoid(
            "absolute-value-negative",
            "You use the form for negative z everywhere. For z >= 0 the numerator is 1.",
            "np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z)))",
        ),
        _sigmoid(
            "softmax",
            "You divide by the sum of the exponentials of all entries (that is the softmax). In "
            "the sigmoid each entry stands for itself: 1 / (1 + exp(-z)).",
            "np.exp(z - np.max(z)) / np.sum(np.exp(z - np.max(z)))",
        ),
        _sigmoid(
            "rounded",
            "Your values are rounded to four digits. Return them as they come; only print them "
            "rounded.",
            "np.round(1 / (1 + np.exp(-np.asarray(z, dtype=float))), 4)",
        ),
        _sigmoid(
            "rounded-two",
            "Your values are rounded to two digits. Return them as they come; only print them "
            "rounded.",
            "np.round(1 / (1 + np.exp(-np.asarray(z, dtype=float))), 2)",
        ),
        _sigmoid(
            "rounded-three",
            "Your values are rounded to three digits. Return them as they come; only print them "
            "rounded.",
            "np.round(1 / (1 + np.exp(-np.asarray(z, dtype=float))), 3)",
        ),
        _sigmoid(
            "summed",
            "You add the values of all entries up. Every entry has a value of its own: return "
            "them in the shape of z.",
            "np.sum(1 / (1 + np.exp(-np.asarray(z, dtype=float))))",
        ),
        _sigmoid(
            "averaged",
            "You take the mean of the values of all entries. Return every one of them, in the "
            "shape of z.",
            "np.mean(1 / (1 + np.exp(-np.asarray(z, dtype=float))))",
        ),
        _sigmoid(
            "only-arrays",
            "You loop over z, and a single number cannot be looped over. np.exp needs no loop: it "
            "takes a number or an array.",
            "np.array([1 / (1 + np.exp(-t)) for t in z])",
        ),
        _sigmoid(
            "array-method-on-number",
            "z may also be a plain number, and that has no methods or attributes of an array. "
            "np.exp takes both; np.asarray(z) turns both into an array.",
            "1 / (1 + np.exp(-z.astype(float)))",
        ),
        _sigmoid(
            "float-of-array",
            "float(...) makes a single number, which cannot be made of a whole array. Leave it "
            "out: np.exp returns numbers or arrays, as needed.",
            "float(1 / (1 + np.exp(-z)))",
        ),
        _sigmoid(
            "math-module",
            "math.exp takes a single number. np.exp takes a number or a whole array and works on "
            "every entry.",
            "1 / (1 + __import__('math').exp(-z))",
        ),
        rewrite(
            "if-on-array",
            "`if z >= 0` asks one question about a whole array, and Python cannot answer it with a "
            "single yes or no. np.where decides entry by entry.",
            _BRANCHES,
        ),
        rewrite(
            "integer-buffer",
            "Your result is stored in an array that is made like z. When z holds whole numbers, so "
            "does that array, and every value is cut off to 0 or 1. Make it an array of floats.",
            _BUFFER,
        ),
        rewrite(
            "exponential-alone-clipped",
            "You return the exponential of -z alone, clipped. It is one piece of the sigmoid:"
            " 1 divided by (1 plus this).",
            "def sigmoid(z):\n    return np.exp(-np.clip(z, -500, 500))\n",
        ),
        rewrite(
            "no-reciprocal-clipped",
            "Python divides before it adds: 1 / 1 + exp(-z) is 1 plus the exponential, "
            "however you clip. Put the sum below the line in parentheses.",
            "def sigmoid(z):\n    return 1 / 1 + np.exp(-np.clip(z, -500, 500))\n",
        ),
        rewrite(
            "softplus-any-size",
            "log(1 + exp(z)) is the softplus, which grows without end. The sigmoid is its "
            "slope: 1 / (1 + exp(-z)), always between 0 and 1.",
            "def sigmoid(z):\n    return np.logaddexp(0, z)\n",
        ),
    ),
)


def _derivative_probes(begin: Begin) -> Iterator[Probe]:
    rng = begin("a row of numbers")
    yield call(rng.uniform(0.05, 0.95, size(rng, 4, 7)), label="a row of numbers")
    rng = begin("two axes")
    yield call(rng.uniform(0.05, 0.95, (size(rng, 3, 6), 2)), label="an array with two axes")
    rng = begin("three axes")
    yield call(rng.uniform(0.05, 0.95, (2, 3, 2)), label="an array with three axes")
    rng = begin("a number")
    yield call(float(rng.uniform(0.1, 0.4)), label="a single number")
    rng = begin("an array without axes")
    yield call(np.array(rng.uniform(0.6, 0.9)), label="a single number")
    rng = begin("a whole number")
    yield call(int(rng.integers(2)), label="whole numbers")
    rng = begin("an array of whole numbers")
    yield call(rng.permutation(np.array([0, 1, 0, 1, 1])), label="whole numbers")


def _derivative(id: str, sentence: str, expression: str) -> Mistake:
    return rewrite(id, sentence, f"def sigmoid_derivative(a):\n    return {expression}\n")


SIGMOID_DERIVATIVE = Exercise(
    name="sigmoid_derivative",
    probes=_derivative_probes,
    criteria=(
        Criterion("the derivative, from the activated value", 0.75),
        replace(UNTOUCHED, share=0.25),
    ),
    hints=(
        "The argument is already the output of the sigmoid. You do not need z, nor np.exp.",
        "The derivative is a product of two factors: the activation, and what is missing from it "
        "to 1.",
        "a times (1 - a), with the brackets.",
    ),
    mistakes=(
        _derivative(
            "taken-at-z",
            "You treat the argument as z and apply the sigmoid to it once more. It is a, the "
            "activated value, already: a (1 - a) is all there is to do.",
            "sigmoid(a) * (1 - sigmoid(a))",
        ),
        _derivative(
            "mixed-a-and-z",
            "You multiply a by 1 minus the sigmoid of a. The argument is the activated value "
            "already, so both factors take it as it is.",
            "a * (1 - sigmoid(a))",
        ),
        _derivative(
            "mixed-z-and-a",
            "You multiply the sigmoid of a by 1 - a. The argument is the activated value already, "
            "so both factors take it as it is.",
            "sigmoid(a) * (1 - a)",
        ),
        _derivative(
            "sigmoid-itself",
            "You return the sigmoid of the argument. What is asked for is the slope, and the "
            "argument is the activated value already.",
            "sigmoid(a)",
        ),
        _derivative(
            "no-brackets",
            "Your slope is zero everywhere. If you wrote a * 1 - a, that is a - a: put 1 - a in "
            "brackets.",
            "a * 1 - a",
        ),
        _derivative(
            "factor-a-missing",
            "You return 1 - a, the second factor. The first one, a itself, is missing.",
            "1 - a",
        ),
        _derivative(
            "factor-one-minus-a-missing",
            "You return a, the first factor. The second one, 1 - a, is missing.",
            "1.0 * a",
        ),
        _derivative(
            "sign",
            "The sign is turned: the sigmoid climbs everywhere, so its slope is positive. The "
            "second factor is 1 - a, not a - 1.",
            "a * (a - 1)",
        ),
        _derivative(
            "plus",
            "The second factor is 1 minus a, not 1 plus a.",
            "a * (1 + a)",
        ),
        _derivative(
            "tanh-derivative",
            "1 - a squared is the derivative of tanh. For the sigmoid it is a minus a squared, "
            "which is a (1 - a).",
            "1 - a**2",
        ),
        _derivative(
            "squared",
            "There is a square too many: the two factors a and 1 - a each come once.",
            "(a * (1 - a)) ** 2",
        ),
        _derivative(
            "last-factor-squared",
            "There is a square too many: the factor 1 - a comes once.",
            "a * (1 - a) ** 2",
        ),
        _derivative(
            "first-factor-squared",
            "There is a square too many: the factor a comes once.",
            "a**2 * (1 - a)",
        ),
        _derivative(
            "extra-two",
            "Your slope is twice what it should be. At a = 0.5 it must be 0.25.",
            "2 * a * (1 - a)",
        ),
        _derivative(
            "constant-slope",
            "You return 0.25 everywhere. That is the slope at a = 0.5 only; elsewhere the sigmoid "
            "is flatter.",
            "0.25 + 0.0 * a",
        ),
        _derivative(
            "relu-derivative",
            "You return 0 or 1, depending on whether the argument is positive. That is the "
            "derivative of another activation function (ReLU).",
            "np.where(np.asarray(a) > 0, 1.0, 0.0)",
        ),
        _derivative(
            "one-minus-tanh",
            "You apply tanh and take its slope. The activation is that of a sigmoid, and its "
            "slope is a (1 - a).",
            "1 - np.tanh(a) ** 2",
        ),
        _derivative(
            "differentiated-again",
            "1 - 2a is the derivative of a (1 - a). The slope of the sigmoid is a (1 - a) itself.",
            "1 - 2 * a",
        ),
        _derivative(
            "a-minus-one",
            "You return a - 1. The slope is the product of a and 1 - a.",
            "a - 1.0",
        ),
        _derivative(
            "extra-square-inside",
            "The second factor is 1 - a, without a square on the a.",
            "a * (1 - a**2)",
        ),
        _derivative(
            "half",
            "Your slope is half of what it should be. At a = 0.5 it must be 0.25.",
            "0.5 * a * (1 - a)",
        ),
        _derivative(
            "quotient",
            "You divide a by 1 - a. The slope is their product.",
            "a / (1 - a)",
        ),
        _derivative(
            "rounded",
            "Your slopes are rounded. Return them as they come.",
            "np.round(a * (1 - a), 4)",
        ),
        _derivative(
            "rounded-three",
            "Your slopes are rounded to three digits. Return them as they come.",
            "np.round(a * (1 - a), 3)",
        ),
        _derivative(
            "finite-differences-of-a",
            "np.gradient compares neighboring entries of an array. The slope of the sigmoid "
            "belongs to each entry alone: a (1 - a).",
            "np.gradient(a)",
        ),
        _derivative(
            "outer",
            "You combine every entry with every other. Each entry is multiplied by its own "
            "partner: use `*`.",
            "np.outer(a, 1 - a)",
        ),
        rewrite(
            "in-place",
            "`a *= ...` works inside the array that the caller passed, so the activations are "
            "lost. Return a new array.",
            "def sigmoid_derivative(a):\n    a *= 1 - a\n    return a\n",
        ),
        _derivative(
            "summed",
            "You add all slopes up to one number. Every entry has a slope of its own: "
            "return them in the shape of a.",
            "np.sum(a * (1 - a))",
        ),
        _derivative(
            "averaged",
            "You take the mean of all slopes. Every entry has a slope of its own: return "
            "them in the shape of a.",
            "np.mean(a * (1 - a))",
        ),
        _derivative(
            "matrix-product",
            "`@` and np.dot multiply whole matrices. Here every entry is multiplied by its own "
            "partner: use `*`.",
            "np.dot(a, 1 - a)",
        ),
        _derivative(
            "matrix-product-operator",
            "`@` is the matrix product. Here every entry is multiplied by its own partner: "
            "use `*`.",
            "a @ (1 - a)",
        ),
        rewrite(
            "reciprocal",
            "You divide 1 by a (1 - a). That is the derivative of the inverse function; the "
            "slope of the sigmoid is a (1 - a) itself.",
            "def sigmoid_derivative(a):\n    return 1 / (a * (1 - a))\n",
        ),
        rewrite(
            "matrix-product-transposed",
            "`@` and np.dot multiply whole matrices, with .T as well as without. Here every "
            "entry is multiplied by its own partner: use `*`, and the shape stays that of a.",
            """
def sigmoid_derivative(a):
    a = np.asarray(a)
    return np.dot(a, (1 - a).T) if a.ndim else a * (1 - a)
""",
        ),
        rewrite(
            "square-alone",
            "You return a squared. The second factor is 1 - a, not a again.",
            "def sigmoid_derivative(a):\n    return a * a\n",
        ),
        rewrite(
            "two-minus-a",
            "The second factor is 1 - a, and you subtract a from 2.",
            "def sigmoid_derivative(a):\n    return a * (2 - a)\n",
        ),
    ),
)
