"""The gradient of cross-entropy with respect to z, behind a sigmoid."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from descent.datasets import Array
from descent.probes import Probe, call
from descent.sheets import Criterion
from grader.exercise import Begin, Exercise, Mistake, edit, rewrite
from grader.exercises.loss_functions.draws import KEPT, columns, labels, whole_numbers

_GRADIENT = "(sigmoid(z) - y_true) / np.size(z)"


def _probes(begin: Begin) -> Iterator[Probe]:
    for name, low, high in (("few samples", 4, 7), ("more samples", 8, 12)):
        rng = begin(name)
        m = int(rng.integers(low, high))
        yield call(labels(rng, m), _sums(rng, m))
    rng = begin("whole-number labels")
    m = int(rng.integers(13, 17))
    yield call(labels(rng, m).astype(int), _sums(rng, m), label="whole-number labels")
    for label in (0.0, 1.0):
        z = np.array([[float(begin(f"one sample, label {label:.0f}").uniform(0.3, 1.5))]])
        yield call(np.array([[label]]), z, label="one sample")
    yield from columns(begin, _sums)
    yield from whole_numbers(begin, "weighted sums", 6)
    # Every size of z with either sign and either label; exp(z) overflows from 710 on.
    for name, low, high in (("large", 25, 60), ("larger", 150, 400), ("largest", 720, 1000)):
        rng = begin(name)
        size = rng.uniform(low, high, (4, 1))
        order = rng.permutation(4)
        y = np.array([[0.0], [0.0], [1.0], [1.0]])[order]
        z = np.array([[1.0], [-1.0], [1.0], [-1.0]])[order] * size
        yield call(y, z, group="large", label="large |z|")


def _sums(rng: np.random.Generator, m: int, k: int = 1) -> Array:
    """Draw weighted sums, (m, k)."""
    return 1.5 * rng.standard_normal((m, k))


def _gradient(id: str, sentence: str, expression: str) -> Mistake:
    return edit(id, sentence, _GRADIENT, expression)


BCE_SIGMOID_GRADIENT = Exercise(
    name="bce_sigmoid_gradient",
    probes=_probes,
    criteria=(
        Criterion("the derivative for every z", 0.75, groups=("values",)),
        Criterion("several columns", 0.25, groups=("columns",)),
        Criterion("whole numbers", 0.25, groups=("whole",)),
        Criterion("large |z|", 0.5, groups=("large",)),
        KEPT,
    ),
    uses=("bce_gradient",),
    hints=(
        (
            "Section 4.7 has done the work: what is left of the derivative after the factor that "
            "cancels?"
        ),
        (
            "Turn z into predictions first. Then use the result of the derivation, and do not "
            "forget that the loss is a mean."
        ),
        (
            "The prediction is sigmoid(z). Each entry is prediction minus label, divided by the "
            "number of entries. There is no other denominator and no factor 2."
        ),
    ),
    mistakes=(
        _gradient(
            "missing-mean",
            "The division by the number of entries is missing. The loss is a mean, so one entry "
            "moves it only by its share.",
            "sigmoid(z) - y_true",
        ),
        _gradient(
            "mean-twice",
            "You divide by the number of entries twice. The loss has one mean, so its derivative "
            "has one division.",
            "(sigmoid(z) - y_true) / np.size(z) ** 2",
        ),
        _gradient(
            "sign",
            "The sign is turned around: it is prediction minus label.",
            "(y_true - sigmoid(z)) / np.size(z)",
        ),
        _gradient(
            "sign-and-mean",
            "Two things are off: it is prediction minus label, and the division by the number of "
            "entries is missing.",
            "y_true - sigmoid(z)",
        ),
        _gradient(
            "no-sigmoid",
            "z is not a prediction yet: it has to go through the sigmoid before the label is "
            "subtracted.",
            "(z - y_true) / np.size(z)",
        ),
        _gradient(
            "no-sigmoid-no-mean",
            "Two things are missing: z has to go through the sigmoid before the label is "
            "subtracted, and the result is divided by the number of entries.",
            "z - y_true",
        ),
        _gradient(
            "sigmoid-twice",
            "The sigmoid is applied twice. Once turns z into the prediction.",
            "(sigmoid(sigmoid(z)) - y_true) / np.size(z)",
        ),
        _gradient(
            "sigmoid-of-minus-z",
            "You take the sigmoid of −z, which is 1 minus the prediction.",
            "(sigmoid(-z) - y_true) / np.size(z)",
        ),
        _gradient(
            "tanh",
            "You use tanh. The prediction is the sigmoid of z.",
            "(np.tanh(z) - y_true) / np.size(z)",
        ),
        _gradient(
            "slope-kept",
            "There is a factor prediction times (1 − prediction) too many. With cross-entropy the "
            "slope of the sigmoid cancels: prediction minus label remains.",
            "(sigmoid(z) - y_true) * sigmoid(z) * (1 - sigmoid(z)) / np.size(z)",
        ),
        _gradient(
            "squared-error",
            "This is the delta of the squared error, with its factor 2 and the slope of the "
            "sigmoid. With cross-entropy both are gone: prediction minus label remains.",
            "2 * (sigmoid(z) - y_true) * sigmoid(z) * (1 - sigmoid(z)) / np.size(z)",
        ),
        _gradient(
            "extra-two",
            "There is a factor 2 that belongs to the squared error. Cross-entropy has no square.",
            "2 * (sigmoid(z) - y_true) / np.size(z)",
        ),
        _gradient(
            "half",
            "Your gradient is half of what it should be. There is no factor 2 in it, neither above "
            "nor below.",
            "(sigmoid(z) - y_true) / (2 * np.size(z))",
        ),
        _gradient(
            "product",
            "Right for ordinary z. For large ones the product of the clipped gradient with the "
            "slope of the sigmoid goes wrong, since only one of the two is clipped. Use the short "
            "result of the derivation.",
            "bce_gradient(y_true, sigmoid(z)) * sigmoid(z) * (1 - sigmoid(z))",
        ),
        _gradient(
            "product-not-clipped",
            "Right for ordinary z. For large ones you divide zero by zero: the factor prediction "
            "times (1 − prediction) has to be canceled on paper, not by the computer.",
            "(sigmoid(z) - y_true) / (sigmoid(z) * (1 - sigmoid(z)))"
            " * (sigmoid(z) * (1 - sigmoid(z))) / np.size(z)",
        ),
        _gradient(
            "with-respect-to-prediction",
            "You stop at the derivative with respect to the prediction. One factor is left, the "
            "slope of the sigmoid, and it cancels the denominator.",
            "(sigmoid(z) - y_true) / (sigmoid(z) * (1 - sigmoid(z))) / np.size(z)",
        ),
        _gradient(
            "with-respect-to-prediction-clipped",
            "You return bce_gradient of the sigmoid: the derivative with respect to the "
            "prediction. One factor is left, the slope of the sigmoid, and it cancels the "
            "denominator.",
            "bce_gradient(y_true, sigmoid(z))",
        ),
        _gradient(
            "z-as-prediction",
            "bce_gradient wants predictions, and z is not one. And the derivative with respect to "
            "z is asked for: take the result of section 4.7.",
            "bce_gradient(y_true, z)",
        ),
        _gradient(
            "exp-overflow",
            "Right until z becomes large: then exp(z) overflows, and infinity divided by infinity "
            "is NaN. Use the sigmoid that is given; it stays right for any z.",
            "(np.exp(z) / (1 + np.exp(z)) - y_true) / np.size(z)",
        ),
        _gradient(
            "z-clipped",
            "You clip z to a narrow range, and predictions of large |z| are no longer right. The "
            "given sigmoid needs no clipping.",
            "(sigmoid(np.clip(z, -10, 10)) - y_true) / np.size(z)",
        ),
        _gradient(
            "rows-only",
            "Right for one column. With several, you divide by the number of rows, and there are "
            "more entries than rows.",
            "(sigmoid(z) - y_true) / len(z)",
        ),
        _gradient(
            "columns-only",
            "You divide by the number of columns. The mean of the loss runs over all entries.",
            "(sigmoid(z) - y_true) / z.shape[1]",
        ),
        _gradient(
            "summed",
            "You return a single number. The gradient has one entry for each z: do not average or "
            "sum, only divide by the number of entries.",
            "np.mean(sigmoid(z) - y_true)",
        ),
        _gradient(
            "summed-only",
            "You add all derivatives up. The gradient has one entry for each z, and each is "
            "divided by the number of entries.",
            "np.sum(sigmoid(z) - y_true)",
        ),
        _gradient(
            "per-column",
            "You average over the samples, which leaves one number for each column. The gradient "
            "has the shape of z.",
            "np.mean(sigmoid(z) - y_true, axis=0)",
        ),
        _gradient(
            "per-column-kept",
            "You average over the samples and keep the axis, which leaves one row. The gradient "
            "has the shape of z: one entry for each.",
            "np.mean(sigmoid(z) - y_true, axis=0, keepdims=True)",
        ),
        _gradient(
            "flat",
            "The numbers are right, but the array has lost its shape. The gradient has the shape "
            "of z.",
            "((sigmoid(z) - y_true) / np.size(z)).ravel()",
        ),
        _gradient(
            "first-column",
            "Only the first column is in your gradient. It has the shape of z, with all columns.",
            "((sigmoid(z) - y_true) / np.size(z))[:, :1]",
        ),
        _gradient(
            "broadcast",
            "Somewhere an array of one axis meets a column, and NumPy combines every prediction "
            "with every label. Labels and z have the same shape already: use them as they are.",
            "(sigmoid(z.ravel()) - y_true) / np.size(z)",
        ),
        _gradient(
            "threshold",
            "You turn the predictions into 0 or 1 first, as the step perceptron does. Subtract "
            "the label from the prediction as it is.",
            "((sigmoid(z) > 0.5) - y_true) / np.size(z)",
        ),
        _gradient(
            "times-z",
            "You multiply by z. Prediction minus label is all: the input comes in only with the "
            "gradient of a weight.",
            "(sigmoid(z) - y_true) * z / np.size(z)",
        ),
        _gradient(
            "no-sign",
            "All your derivatives are positive. The sign says in which direction the loss grows.",
            "np.abs(sigmoid(z) - y_true) / np.size(z)",
        ),
        _gradient(
            "forgot-label",
            "Every entry is treated as if its label were 0: the label has to be subtracted "
            "from the prediction.",
            "sigmoid(z) / np.size(z)",
        ),
        _gradient(
            "sigmoid-of-difference",
            "You subtract the label inside the sigmoid. Apply the sigmoid to z alone, then "
            "subtract.",
            "sigmoid(z - y_true) / np.size(z)",
        ),
        _gradient(
            "parentheses",
            "Only the label is divided by the number of entries. Put prediction minus label in "
            "parentheses.",
            "sigmoid(z) - y_true / np.size(z)",
        ),
        _gradient(
            "loss-returned",
            "This is the loss, not its gradient. Differentiate with respect to z.",
            "np.mean(np.logaddexp(0, z) - y_true * z)",
        ),
        _gradient(
            "sigmoid-slope-only",
            "You return the slope of the sigmoid, without the loss. The derivative of the loss "
            "with respect to z is asked for, and in it that slope cancels.",
            "sigmoid(z) * (1 - sigmoid(z)) / np.size(z)",
        ),
        edit(
            "modified",
            "The numbers are right, but z, the caller's array, is overwritten. Give the "
            "predictions a name of their own, without `[:]` or `out=`.",
            f"return {_GRADIENT}",
            "z[:] = sigmoid(z)\n    return (z - y_true) / np.size(z)",
        ),
        edit(
            "modified-step-by-step",
            "You work in z itself, which is the caller's array: `z[:] =` and `z -=` overwrite it, "
            "and cut to whole numbers what does not fit into an array of integers. Give the "
            "predictions a name of their own.",
            f"return {_GRADIENT}",
            "z[:] = sigmoid(z)\n    z -= y_true\n    return z / np.size(z)",
        ),
        rewrite(
            "integer-array",
            "Right for decimal numbers. The array you fill is made in the type of z, so with whole "
            "numbers every entry is cut to a whole number. Make it with np.zeros.",
            """def bce_sigmoid_gradient(y_true, z):
    gradient = np.zeros_like(z)
    gradient[:] = (sigmoid(z) - y_true) / np.size(z)
    return gradient
""",
        ),
        edit(
            "arguments-exchanged",
            "Labels and z are exchanged. The first argument is y_true: the sigmoid is taken "
            "of z, and the label is subtracted.",
            "(sigmoid(z) - y_true)",
            "(sigmoid(y_true) - z)",
        ),
        edit(
            "label-added",
            "You add the label. It is subtracted from the prediction.",
            "sigmoid(z) - y_true",
            "sigmoid(z) + y_true",
        ),
        edit(
            "slope-for-prediction",
            "You take the slope of the sigmoid, a (1 - a), in place of the prediction itself."
            " With cross-entropy the slope cancels: prediction minus label remains.",
            "(sigmoid(z) - y_true)",
            "(sigmoid(z) * (1 - sigmoid(z)) - y_true)",
        ),
        edit(
            "rows-only-and-sign",
            "Two things are off: the error is turned around (it is prediction minus label), "
            "and you divide by the number of rows in place of that of all entries.",
            "(sigmoid(z) - y_true) / np.size(z)",
            "(y_true - sigmoid(z)) / len(z)",
        ),
        edit(
            "errors-squared",
            "The error is squared. Neither is there a square in cross-entropy, nor in its "
            "gradient: it is prediction minus label.",
            "(sigmoid(z) - y_true)",
            "(sigmoid(z) - y_true) ** 2",
        ),
        edit(
            "only-ones",
            "Entries with label 0 get the gradient 0. For them it is the prediction itself: "
            "prediction minus label, for every entry.",
            "(sigmoid(z) - y_true)",
            "y_true * (sigmoid(z) - 1)",
        ),
    ),
)
