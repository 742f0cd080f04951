"""The gradients of one neuron's mean squared error."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from descent.probes import Probe, call
from descent.sheets import Criterion
from grader.exercise import UNTOUCHED, Begin, Exercise, Mistake, edit, rewrite
from grader.exercises.perceptron.draws import WHOLE, activations, labels, samples, size, whole


def _probes(begin: Begin) -> Iterator[Probe]:
    # Numbers of samples and features differ from each other, and once they do not.
    for name, few, many, n in (
        ("tall", 5, 6, 2),
        ("nearly square", 4, 4, 3),
        ("wide", 3, 3, 5),
        ("square", 3, 3, 3),
    ):
        rng = begin(name)
        m = size(rng, few, many)
        yield call(samples(rng, m, n), labels(rng, m), activations(rng, m))
    rng = begin("one feature")
    m = size(rng, 7, 8)
    yield call(samples(rng, m, 1), labels(rng, m), activations(rng, m), label="one feature")
    for label in (0.0, 1.0):
        rng = begin(f"one sample with label {label:.0f}")
        yield call(samples(rng, 1, 2), np.array([[label]]), activations(rng, 1), label="one sample")
    rng = begin("whole numbers")
    m = size(rng, 5, 6)
    y = labels(rng, m).astype(int)
    yield call(whole(rng, m, 2), y, activations(rng, m), label="whole numbers")


_M = "m = len(y)"
_DELTA = "2 * (a - y) * sigmoid_derivative(a) / m"
_DW = "X.T @ delta"
_DB = "np.sum(delta, axis=0, keepdims=True)"
_RETURN = "return dw, db"


def _delta(id: str, sentence: str, expression: str) -> Mistake:
    return edit(id, sentence, _DELTA, expression)


def _dw(id: str, sentence: str, expression: str) -> Mistake:
    return edit(id, sentence, _DW, expression)


def _db(id: str, sentence: str, expression: str) -> Mistake:
    return edit(id, sentence, _DB, expression)


_IN_DELTA = (
    _delta(
        "missing-mean",
        "In delta the mean over the samples is missing, so the result is m times too large: "
        "divide by m, the number of rows.",
        "2 * (a - y) * sigmoid_derivative(a)",
    ),
    _delta(
        "missing-two",
        "In delta the factor 2 is missing, so the result is half of what it should be: the "
        "derivative of the square (a - y)**2 is 2 (a - y).",
        "(a - y) * sigmoid_derivative(a) / m",
    ),
    _delta(
        "missing-mean-and-two",
        "Two constants are missing in delta: the factor 2 of the derivative of a square, and the "
        "division by m of the mean.",
        "(a - y) * sigmoid_derivative(a)",
    ),
    _delta(
        "mean-twice",
        "The mean over the samples is taken twice, so the result is m times too small. Divide by "
        "m once.",
        "2 * (a - y) * sigmoid_derivative(a) / m**2",
    ),
    _delta(
        "mean-twice-missing-two",
        "The division by m is there twice, and the factor 2 of the derivative of a square is "
        "missing.",
        "(a - y) * sigmoid_derivative(a) / m**2",
    ),
    _delta(
        "extra-two",
        "There is a factor 2 too many. The derivative of the square (a - y)**2 brings it once.",
        "4 * (a - y) * sigmoid_derivative(a) / m",
    ),
    _delta(
        "sign",
        "The sign in delta is turned: the derivative of (a - y)**2 with respect to a is 2 (a - "
        "y), and not 2 (y - a). The minus comes later, in the update.",
        "2 * (y - a) * sigmoid_derivative(a) / m",
    ),
    _delta(
        "sign-missing-two",
        "In delta the sign is turned, and the factor 2 is missing: the derivative of (a - y)**2 "
        "with respect to a is 2 (a - y).",
        "(y - a) * sigmoid_derivative(a) / m",
    ),
    _delta(
        "sign-missing-mean",
        "In delta the sign is turned (the error is a - y), and the division by m, the mean over "
        "the samples, is missing.",
        "2 * (y - a) * sigmoid_derivative(a)",
    ),
    _delta(
        "sign-missing-mean-and-two",
        "In delta the sign is turned (the error is a - y), and both constants are missing: the "
        "factor 2 and the division by m.",
        "(y - a) * sigmoid_derivative(a)",
    ),
    _delta(
        "no-sigmoid-slope",
        "One factor of the chain is missing in delta: the slope of the sigmoid, a (1 - a), between "
        "2 (a - y) and the input.",
        "2 * (a - y) / m",
    ),
    _delta(
        "cross-entropy",
        "Your delta is (a - y) / m. That belongs to another loss (cross-entropy, section 4); for "
        "the mean squared error it has two factors more, 2 and a (1 - a).",
        "(a - y) / m",
    ),
    _delta(
        "error-alone",
        "Your delta is the error a - y alone. The slope of the sigmoid, a (1 - a), and the "
        "constants 2 and 1/m are missing.",
        "a - y",
    ),
    _delta(
        "no-sigmoid-slope-no-mean",
        "Your delta is 2 (a - y). The slope of the sigmoid, a (1 - a), and the division by m are "
        "missing.",
        "2 * (a - y)",
    ),
    _delta(
        "sign-no-sigmoid-slope",
        "Two things in delta: the error is a - y, not y - a, and the slope of the sigmoid, "
        "a (1 - a), is missing.",
        "2 * (y - a) / m",
    ),
    _delta(
        "sign-error-alone",
        "Your delta is y - a. That is the correction of the old perceptron rule, without the "
        "sigmoid's slope a (1 - a) and the constants, and with the sign turned.",
        "y - a",
    ),
    _delta(
        "sign-cross-entropy",
        "Your delta is (y - a) / m. The error is a - y, and the factors 2 and a (1 - a) are "
        "missing.",
        "(y - a) / m",
    ),
    _delta(
        "derivative-at-a-as-z",
        "You apply the sigmoid to a once more before you take its slope. a is activated already: "
        "the slope is a (1 - a), and sigmoid_derivative takes a as it is.",
        "2 * (a - y) * sigmoid_derivative(sigmoid(a)) / m",
    ),
    _delta(
        "sigmoid-for-slope",
        "You multiply by the sigmoid of a where the slope of the sigmoid, a (1 - a), belongs.",
        "2 * (a - y) * sigmoid(a) / m",
    ),
    _delta(
        "slope-one-minus-a-missing",
        "The slope of the sigmoid is a (1 - a). In your delta the factor 1 - a is missing.",
        "2 * (a - y) * a / m",
    ),
    _delta(
        "slope-a-missing",
        "The slope of the sigmoid is a (1 - a). In your delta the factor a is missing.",
        "2 * (a - y) * (1 - a) / m",
    ),
    _delta(
        "slope-twice",
        "The slope of the sigmoid, a (1 - a), comes into delta once, and you have it squared.",
        "2 * (a - y) * sigmoid_derivative(a) ** 2 / m",
    ),
    _delta(
        "tanh-slope",
        "You use 1 - a squared, the slope of tanh. This neuron has the sigmoid, with slope a (1 - "
        "a).",
        "2 * (a - y) * (1 - a**2) / m",
    ),
    _delta(
        "zero",
        "The gradient is zero whatever the arguments are, so nothing would ever be learned. If "
        "you use sigmoid_derivative, give it the activations a, and not the labels.",
        "2 * (a - y) * sigmoid_derivative(y) / m",
    ),
    _delta(
        "slope-of-error",
        "You apply sigmoid_derivative to the error a - y. The chain has two separate factors: "
        "2 (a - y), and the slope at the activation, a (1 - a).",
        "2 * sigmoid_derivative(a - y) / m",
    ),
    _delta(
        "no-error",
        "The first factor of the chain, 2 (a - y), is missing in delta: without the labels nothing "
        "says which way to go.",
        "sigmoid_derivative(a) / m",
    ),
    _delta(
        "loss-for-derivative",
        "You use the squared error itself. The gradient needs its derivative with respect to a, "
        "which is 2 (a - y).",
        "(a - y) ** 2 * sigmoid_derivative(a) / m",
    ),
    _delta(
        "two-times-square",
        "The derivative of the square is 2 (a - y): the error comes without its square.",
        "2 * (a - y) ** 2 * sigmoid_derivative(a) / m",
    ),
    _delta(
        "absolute-error",
        "You use the size of the error and lose its sign. The sign says in which direction the "
        "weight should go.",
        "2 * np.abs(a - y) * sigmoid_derivative(a) / m",
    ),
    _delta(
        "error-of-labels",
        "You turn the activations into 0 or 1 before you take the error. The loss compares the "
        "activations themselves with the labels.",
        "2 * ((a > 0.5) - y) * sigmoid_derivative(a) / m",
    ),
    _delta(
        "mean-error",
        "You take the mean of the errors before the other factors. Every sample keeps its own "
        "error; they are added up only after the multiplication with the inputs.",
        "2 * np.mean(a - y) * sigmoid_derivative(a) / m",
    ),
    _delta(
        "summed-error",
        "You add up the errors before the other factors. Every sample keeps its own error; the "
        "sum over the samples comes last.",
        "2 * np.sum(a - y) * sigmoid_derivative(a) / m",
    ),
    _delta(
        "delta-averaged",
        "In dw the deltas are averaged before they have met the inputs. Multiply each delta by "
        "the inputs of its own sample first; the sum over the samples comes last.",
        "np.full(y.shape, np.mean(2 * (a - y) * sigmoid_derivative(a))) / m",
    ),
    edit(
        "divided-by-features",
        "You divide by the number of features. The mean is over the samples: divide by m, the "
        "number of rows.",
        _M,
        "m = X.shape[1]",
    ),
    edit(
        "divided-by-four",
        "You divide by 4, the number of samples of a gate. The function has to work for any "
        "number of samples: divide by the number of rows.",
        _M,
        "m = 4",
    ),
    edit(
        "divided-by-entries",
        "You divide by the number of all entries of X. The mean is over the samples: divide by m, "
        "the number of rows.",
        _M,
        "m = X.size",
    ),
    edit(
        "divided-by-one-less",
        "You divide by m - 1. The loss is a plain mean over the m samples: divide by m.",
        _M,
        "m = len(y) - 1",
    ),
    _delta(
        "quarter",
        "The constants in delta are 2/m, and yours are 1/(2m), which makes it a quarter of what "
        "it should be. The square brings the 2 above the line, and the mean is over m samples.",
        "(a - y) * sigmoid_derivative(a) / (2 * m)",
    ),
)

_IN_DW = (
    _dw(
        "dw-mean-twice",
        "dw is too small by a factor m: delta holds the division by m already. Add up over the "
        "samples, and do not take the mean again.",
        "X.T @ delta / m",
    ),
    _dw(
        "dw-missing-mean",
        "db is right, but dw is too large by a factor m: the mean over the samples is missing in "
        "it.",
        "X.T @ delta * m",
    ),
    _dw(
        "dw-half",
        "db is right, but dw is half of what it should be: the factor 2 is missing in it.",
        "X.T @ delta / 2",
    ),
    _dw(
        "dw-twice",
        "db is right, but dw is twice what it should be: the factor 2 comes once.",
        "2 * X.T @ delta",
    ),
    _dw(
        "dw-sign",
        "db is right, but dw has the wrong sign.",
        "-X.T @ delta",
    ),
    _dw(
        "dw-no-slope",
        "In dw the slope of the sigmoid, a (1 - a), is missing. It needs the same delta as db.",
        "X.T @ (2 * (a - y) / m)",
    ),
    _dw(
        "dw-no-error",
        "In dw the error is missing. It needs the same delta as db.",
        "X.T @ sigmoid_derivative(a) / m",
    ),
    _dw(
        "dw-without-inputs",
        "The last factor of the chain is missing in dw: each delta is multiplied by the input that "
        "the weight belongs to.",
        "np.full((X.shape[1], 1), np.sum(delta))",
    ),
    _dw(
        "dw-summed-inputs",
        "In dw you add up inputs and deltas separately and multiply the two sums. Each delta "
        "meets the inputs of its own sample first, and then the products are added up.",
        "np.sum(X, axis=0, keepdims=True).T * np.sum(delta)",
    ),
    _dw(
        "dw-not-summed",
        "dw still has a row for each sample. Add X * delta up over the samples; X.T @ delta does "
        "both at once and gives a column.",
        "X * delta",
    ),
    _dw(
        "dw-summed-to-number",
        "You add up all of X * delta, so dw is a single number. Every weight needs its own sum: "
        "add over the samples only.",
        "np.sum(X * delta)",
    ),
    _dw(
        "dw-summed-over-features",
        "In dw you add up over the features. The sum goes over the samples, so that one number for "
        "each feature is left.",
        "np.sum(X * delta, axis=1, keepdims=True)",
    ),
    _dw(
        "dw-elementwise",
        "In dw, `*` multiplies entry by entry, and the shapes (n, m) and (m, 1) do not fit for "
        "that. You want the matrix product, `@`.",
        "X.T * delta",
    ),
    _dw(
        "dw-delta-before-x",
        "In dw, delta @ X does not fit: delta is (m, 1) and X is (m, n). Turn X on its side and "
        "put it first: X.T, then delta.",
        "delta @ X",
    ),
    _dw(
        "dw-averaged-over-features",
        "You take the mean of dw, so it is a single number. Every weight has a gradient of its "
        "own.",
        "np.mean(X.T @ delta)",
    ),
    _dw(
        "dw-mean-of-all",
        "You take the mean of all of X * delta, so dw is a single number. Every weight needs its "
        "own sum over the samples.",
        "np.mean(X * delta)",
    ),
    _dw(
        "dw-row",
        "The numbers of dw are right, but it is a row, (1, n). It must have the shape of w, a "
        "column, (n, 1).",
        "delta.T @ X",
    ),
    _dw(
        "dw-flat",
        "The numbers of dw are right, but it has lost an axis: it must be a column, (n, 1), like "
        "w, and not (n,).",
        "np.sum(X * delta, axis=0)",
    ),
    _dw(
        "dw-x-not-transposed",
        "In dw, X @ delta does not fit: X is (m, n) and delta (m, 1). Turn X on its side, so that "
        "the samples meet: (n, m) times (m, 1).",
        "X @ delta",
    ),
    _dw(
        "dw-x-not-transposed-dot",
        "np.dot(X, delta) does not fit in dw: X is (m, n) and delta (m, 1). Turn X on its side, "
        "so that the samples meet: (n, m) times (m, 1).",
        "np.dot(X, delta)",
    ),
    _dw(
        "dw-delta-transposed",
        "In dw, X.T is (n, m), so delta has to stay a column, (m, 1): do not transpose it.",
        "X.T @ delta.T",
    ),
    _dw(
        "dw-delta-first",
        "In dw the order is turned: X.T, (n, m), comes first and delta, (m, 1), second.",
        "delta @ X.T",
    ),
    _dw(
        "dw-delta-first-dot",
        "Inside np.dot the order is turned in dw: X.T, (n, m), comes first and delta, (m, 1), "
        "second.",
        "np.dot(delta, X.T)",
    ),
)

_IN_DB = (
    _db(
        "db-not-summed",
        "db still has one row for each sample. Add delta up over its rows.",
        "delta",
    ),
    _db(
        "db-mean",
        "db is too small by a factor m: delta holds the division by m already. Take the sum over "
        "the samples, not the mean.",
        "np.mean(delta, axis=0, keepdims=True)",
    ),
    _db(
        "db-missing-mean",
        "dw is right, but db is too large by a factor m: the mean over the samples is missing in "
        "it.",
        "np.sum(delta, axis=0, keepdims=True) * m",
    ),
    _db(
        "db-half",
        "dw is right, but db is half of what it should be: the factor 2 is missing in it.",
        "np.sum(delta, axis=0, keepdims=True) / 2",
    ),
    _db(
        "db-twice",
        "dw is right, but db is twice what it should be: the factor 2 comes once.",
        "2 * np.sum(delta, axis=0, keepdims=True)",
    ),
    _db(
        "db-sign",
        "dw is right, but db has the wrong sign.",
        "-np.sum(delta, axis=0, keepdims=True)",
    ),
    _db(
        "db-no-slope",
        "In db the slope of the sigmoid, a (1 - a), is missing. It is the sum of the same delta "
        "that dw uses.",
        "np.sum(2 * (a - y) / m, axis=0, keepdims=True)",
    ),
    _db(
        "db-mean-error",
        "In db you take the mean of the errors a - y. It is the sum of the same delta that dw "
        "uses, with the factors 2 and a (1 - a) in it.",
        "np.mean(a - y, axis=0, keepdims=True)",
    ),
    _db(
        "db-sum-of-errors",
        "In db you add up the errors a - y. It is the sum of the same delta that dw uses.",
        "np.sum(a - y, axis=0, keepdims=True)",
    ),
    _db(
        "db-mean-scalar",
        "db has two faults: it is a mean, though delta holds the division by m already, and it is "
        "a single number where the shape of b, (1, 1), is asked for.",
        "np.mean(delta)",
    ),
    _db(
        "db-mean-error-scalar",
        "db is the mean of the errors a - y, and a single number. It is the sum of the same delta "
        "that dw uses, in the shape of b, (1, 1).",
        "np.mean(a - y)",
    ),
    _db(
        "db-with-inputs",
        "In db the inputs come in. The factor of the bias in the chain is 1, because z grows by 1 "
        "when b does: add up the deltas alone.",
        "np.sum(X * delta, keepdims=True)",
    ),
    _db(
        "db-scalar",
        "The value of db is right, but it is a single number. It must have the shape of b, (1, "
        "1): keep both axes when you sum.",
        "np.sum(delta)",
    ),
    _db(
        "db-flat",
        "The value of db is right, but it has lost an axis: it must have the shape of b, (1, 1). "
        "keepdims=True keeps both axes.",
        "np.sum(delta, axis=0)",
    ),
    _db(
        "db-wrong-axis",
        "You sum delta along axis 1, across its only column, which changes nothing but the shape. "
        "The samples are the rows: axis 0.",
        "np.sum(delta, axis=1)",
    ),
    _db(
        "db-zero",
        "db is zero, so the bias would never learn. Its derivative is the sum of the deltas.",
        "np.zeros((1, 1))",
    ),
    _db(
        "db-first-sample",
        "db is the delta of the first sample alone. Add up the deltas of all samples.",
        "delta[:1]",
    ),
)

NEURON_GRADIENTS = Exercise(
    name="neuron_gradients",
    probes=_probes,
    criteria=(
        Criterion("dw, the gradient with respect to the weights", 1.5, outputs=("dw", WHOLE)),
        Criterion("db, the gradient with respect to the bias", 1.0, outputs=("db", WHOLE)),
        replace(UNTOUCHED, share=0.5),
    ),
    returns=("dw", "db"),
    uses=("sigmoid_derivative",),
    hints=(
        "First compute delta, the derivative of the loss with respect to z, one row for each "
        "sample. dw and db both follow from it.",
        "delta has three factors: 2 (a - y) from the square, the slope of the sigmoid from your "
        "second exercise, and 1/m from the mean. For dw each delta meets its inputs; db is the "
        "sum.",
        "delta = 2 * (a - y) * sigmoid_derivative(a) / m, with m the number of rows. dw is X "
        "transposed times delta; db is the sum of delta over axis 0 with keepdims=True.",
    ),
    mistakes=(
        *_IN_DELTA,
        *_IN_DW,
        *_IN_DB,
        edit(
            "exchanged",
            "The two results are exchanged: return dw first, then db.",
            _RETURN,
            "return db, dw",
        ),
        edit(
            "dict",
            "You return a dict. Two results are asked for, dw and db, in this order.",
            _RETURN,
            'return {"dw": dw, "db": db}',
        ),
        edit(
            "no-db",
            "You return dw alone. The function returns two things, dw and db.",
            _RETURN,
            "return dw",
        ),
        edit(
            "flattened-samples",
            "Somewhere a column met a flat array, and NumPy combined every sample with every "
            "other. Keep y, a and delta columns of shape (m, 1), and do not ravel one of them.",
            _DELTA,
            "2 * (a - y.ravel()) * sigmoid_derivative(a) / m",
        ),
        rewrite(
            "last-sample-only",
            "Your gradients are those of the last sample alone: a loop sets them anew in each"
            " turn. Add the share of each sample to what there is already.",
            """
def neuron_gradients(X, y, a):
    m, n = X.shape
    for i in range(m):
        delta = 2 * (a[i] - y[i]) * a[i] * (1 - a[i]) / m
        dw = (X[i] * delta).reshape(n, 1)
        db = delta.reshape(1, 1)
    return dw, db
""",
        ),
        rewrite(
            "first-sample-only",
            "Your gradients are those of the first sample alone: a loop that is left in its "
            "first turn does that, such as one with the return inside.",
            """
def neuron_gradients(X, y, a):
    m, n = X.shape
    delta = 2 * (a[0] - y[0]) * a[0] * (1 - a[0]) / m
    return (X[0] * delta).reshape(n, 1), delta.reshape(1, 1)
""",
        ),
        edit(
            "error-added",
            "In delta you add label and activation. The error is their difference, a - y.",
            "2 * (a - y)",
            "2 * (a + y)",
        ),
        edit(
            "no-label",
            "The labels do not occur in delta: it has a where the error a - y belongs.",
            "2 * (a - y)",
            "2 * a",
        ),
        edit(
            "slope-divides",
            "In delta you divide by the slope of the sigmoid. Along the chain the factors are"
            " multiplied.",
            "(a - y) * sigmoid_derivative(a)",
            "(a - y) / sigmoid_derivative(a)",
        ),
        edit(
            "slope-added",
            "In delta the slope of the sigmoid is added. Along the chain the factors are "
            "multiplied.",
            "2 * (a - y) * sigmoid_derivative(a) / m",
            "(2 * (a - y) + sigmoid_derivative(a)) / m",
        ),
        rewrite(
            "last-sample-left-out",
            "The last sample does not count: a loop or a slice ends one too early. Add the "
            "shares of all m samples up.",
            """
def neuron_gradients(X, y, a):
    delta = (2 * (a - y) * a * (1 - a) / len(y))[:-1]
    return X[:-1].T @ delta, np.sum(delta, axis=0, keepdims=True)
""",
        ),
        rewrite(
            "divided-by-ones",
            "You divide by the number of samples with label 1. The mean is over all samples: "
            "divide by m.",
            """
def neuron_gradients(X, y, a):
    delta = 2 * (a - y) * a * (1 - a) / max(1, np.sum(y))
    return X.T @ delta, np.sum(delta, axis=0, keepdims=True)
""",
        ),
    ),
)
