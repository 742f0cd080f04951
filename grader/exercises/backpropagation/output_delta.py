"""The delta of the output layer."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from descent.datasets import Array
from descent.probes import Probe, call
from descent.sheets import Criterion
from grader.exercise import Begin, Exercise, Mistake, edit
from grader.exercises.backpropagation.draws import KEPT, labels


def _probes(begin: Begin) -> Iterator[Probe]:
    for name, low, high in (("few samples", 3, 6), ("more samples", 7, 11)):
        rng = begin(name)
        m = int(rng.integers(low, high))
        yield call(labels(rng, m), _outputs(rng, m))
    rng = begin("whole-number labels")
    m = int(rng.integers(4, 8))
    yield call(labels(rng, m).astype(int), _outputs(rng, m), label="whole-number labels")
    for label in (0.0, 1.0):
        rng = begin(f"one sample, label {label:.0f}")
        yield call(np.array([[label]]), _outputs(rng, 1), label="one sample")
    rng = begin("outputs of 0 and 1")
    saturated = np.array([[0.0], [1.0], [1.0], [0.0]])
    rest = int(rng.integers(1, 4))
    a = np.vstack([saturated, _outputs(rng, rest)])
    y = np.vstack([[[0.0], [1.0], [0.0], [1.0]], labels(rng, rest)])
    order = rng.permutation(len(a))
    yield call(y[order], a[order], group="saturated", label="outputs of exactly 0 and 1")


def _outputs(rng: np.random.Generator, m: int) -> Array:
    return rng.uniform(0.08, 0.92, (m, 1))


_DELTA = "2 / m * (a_out - y) * sigmoid_derivative(a_out)"


def _delta(id: str, sentence: str, expression: str) -> Mistake:
    return edit(id, sentence, _DELTA, expression)


OUTPUT_DELTA = Exercise(
    name="output_delta",
    probes=_probes,
    criteria=(
        Criterion("the delta of every sample", 1.5, groups=("values",)),
        Criterion("outputs of exactly 0 and 1", 0.25, groups=("saturated",)),
        KEPT,
    ),
    hints=(
        "Go backward from the loss: it takes two steps to reach z. Which ones, and what is the "
        "local derivative of each?",
        "The first step is the mean of the squares, with local derivative 2 (a - y) / m. The "
        "second is the sigmoid, whose derivative you can compute from a alone. The chain rule "
        "multiplies.",
        "m is y.shape[0]. The result is 2 / m times (a_out - y) times sigmoid_derivative(a_out), "
        "all entry by entry, so its shape is (m, 1).",
    ),
    mistakes=(
        _delta(
            "missing-mean",
            "The delta is too large by a factor m: the loss is a mean over the samples, so its "
            "derivative is divided by m, the number of rows of y.",
            "2 * (a_out - y) * sigmoid_derivative(a_out)",
        ),
        _delta(
            "missing-two",
            "The delta is half of what it should be. The derivative of a square brings a factor 2.",
            "(a_out - y) * sigmoid_derivative(a_out) / m",
        ),
        _delta(
            "missing-mean-and-two",
            "Two factors are missing: the 2 from the derivative of the square, and the division "
            "by m from the mean over the samples.",
            "(a_out - y) * sigmoid_derivative(a_out)",
        ),
        _delta(
            "mean-twice",
            "You divide by m twice. The mean over the samples comes in once.",
            "2 / m**2 * (a_out - y) * sigmoid_derivative(a_out)",
        ),
        _delta(
            "two-divides",
            "You divide by 2 m. In the derivative of a mean of squares the 2 stands above and m "
            "below: 2 / m.",
            "(a_out - y) * sigmoid_derivative(a_out) / (2 * m)",
        ),
        _delta(
            "sign",
            "The sign is wrong: the error is activation minus label, a - y. As it stands, "
            "gradient descent would climb.",
            "2 / m * (y - a_out) * sigmoid_derivative(a_out)",
        ),
        _delta(
            "no-sigmoid",
            "You stop one step early: this is the gradient with respect to the activation. To get "
            "to z, go through the sigmoid: times a (1 - a).",
            "2 / m * (a_out - y)",
        ),
        _delta(
            "cross-entropy",
            "This is the delta for cross-entropy, where the sigmoid cancels. For the squared "
            "error the factors 2 and a (1 - a) stay.",
            "(a_out - y) / m",
        ),
        _delta(
            "error",
            "This is only the error, a - y. Missing are the factor 2 / m from the mean of the "
            "squares and the factor a (1 - a) from the sigmoid.",
            "a_out - y",
        ),
        _delta(
            "no-sigmoid-no-mean",
            "This is the derivative of the square alone. Divide by m for the mean, and multiply "
            "by a (1 - a) to go through the sigmoid.",
            "2 * (a_out - y)",
        ),
        _delta(
            "no-error",
            "The error is missing: this is the derivative of the sigmoid without the factor a - y "
            "of the loss.",
            "2 / m * sigmoid_derivative(a_out)",
        ),
        _delta(
            "sigmoid-again",
            "You apply the sigmoid to a_out, but a_out has gone through it already. "
            "sigmoid_derivative wants the activation itself.",
            "2 / m * (a_out - y) * sigmoid_derivative(sigmoid(a_out))",
        ),
        _delta(
            "sigmoid-for-derivative",
            "You multiply by the sigmoid in place of its derivative. The local derivative is "
            "a (1 - a).",
            "2 / m * (a_out - y) * sigmoid(a_out)",
        ),
        _delta(
            "activation-for-derivative",
            "You multiply by a alone. The derivative of the sigmoid has a second factor, 1 - a.",
            "2 / m * (a_out - y) * a_out",
        ),
        _delta(
            "complement-for-derivative",
            "You multiply by 1 - a alone. The derivative of the sigmoid has another factor, a.",
            "2 / m * (a_out - y) * (1 - a_out)",
        ),
        _delta(
            "zero",
            "Every delta is zero. A common reason: the derivative of the sigmoid is taken at the "
            "labels, where it is zero. Take it at the activations a_out.",
            "2 / m * (a_out - y) * sigmoid_derivative(y)",
        ),
        _delta(
            "derivative-of-error",
            "The derivative of the sigmoid is taken at the error a - y. Take it at the "
            "activations a_out.",
            "2 / m * (a_out - y) * sigmoid_derivative(a_out - y)",
        ),
        _delta(
            "derivative-squared",
            "The factor a (1 - a) is there twice. There is one sigmoid between z and the loss, so "
            "it comes in once.",
            "2 / m * (a_out - y) * sigmoid_derivative(a_out) ** 2",
        ),
        _delta(
            "tanh",
            "1 - a**2 is the derivative of tanh. The output is a sigmoid: a (1 - a).",
            "2 / m * (a_out - y) * (1 - a_out**2)",
        ),
        _delta(
            "plus",
            "The derivative of the sigmoid is a (1 - a), with a minus.",
            "2 / m * (a_out - y) * a_out * (1 + a_out)",
        ),
        _delta(
            "lost-parentheses",
            "Without parentheses `a * 1 - a` multiplies first and subtracts last. Write a times "
            "(1 - a), with the difference in parentheses.",
            "2 / m * (a_out - y) * a_out * 1 - a_out",
        ),
        _delta(
            "lost-parentheses-error",
            "Without parentheses the subtraction comes last, and only the label is multiplied by "
            "the rest. Put the error a - y in parentheses.",
            "2 / m * a_out - y * sigmoid_derivative(a_out)",
        ),
        _delta(
            "square-kept",
            "The error is still squared. The derivative of a square has the error itself in it, "
            "times 2.",
            "2 / m * (a_out - y) ** 2 * sigmoid_derivative(a_out)",
        ),
        _delta(
            "size-of-error",
            "You take the size of the error and lose its sign. A delta is positive where the "
            "activation is too large, and negative where it is too small.",
            "2 / m * np.abs(a_out - y) * sigmoid_derivative(a_out)",
        ),
        _delta(
            "sigmoid-divided",
            "You divide by a (1 - a). That is part of the gradient of cross-entropy. Going "
            "backward through the sigmoid multiplies.",
            "2 / m * (a_out - y) / sigmoid_derivative(a_out)",
        ),
        _delta(
            "loss",
            "This is the loss, one number for all samples. The delta is its gradient: one number "
            "for each sample.",
            "np.mean((a_out - y) ** 2)",
        ),
        _delta(
            "summed",
            "You add the deltas of the samples up, with np.sum or by a matrix product. Keep one "
            "for each sample; the sum comes later, in the gradients of the weights and biases.",
            f"np.sum({_DELTA}, axis=0, keepdims=True)",
        ),
        _delta(
            "mean-taken",
            "You take the mean of the deltas. The division by m belongs inside, but each sample "
            "keeps its own delta, so that the shape is (m, 1).",
            "np.mean(2 * (a_out - y) * sigmoid_derivative(a_out))",
        ),
        _delta(
            "broadcast",
            "The result is a square: somewhere a column (m, 1) met a flat array (m,), and NumPy "
            "paired every sample with every other. Leave y and a_out as the columns that they "
            "are.",
            "2 / m * (a_out - y.ravel()) * sigmoid_derivative(a_out)",
        ),
        _delta(
            "flat",
            "The numbers are right, but they stand in a flat array (m,). The delta has the shape "
            "of z, the column (m, 1).",
            f"({_DELTA}).ravel()",
        ),
        edit(
            "one-sample-fewer",
            "You divide by m - 1. The loss is a mean over all m samples: divide by m.",
            "2 / m *",
            "2 / max(1, m - 1) *",
        ),
    ),
)
