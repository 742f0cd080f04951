"""The share of samples that are classified correctly."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from descent.datasets import Array
from descent.probes import Probe, call
from descent.sheets import Criterion
from grader.exercise import Begin, Exercise, Mistake, edit
from grader.exercises.spiral.draws import KEPT, ONE_SAMPLE, variants

ANOTHER = "another threshold"
BY_PLACE = "a threshold that is the third argument"
ON_IT = "probabilities that are equal to the threshold"
WHOLE = "labels that are integers"
CERTAIN = "probabilities of exactly 0 and 1"
ALL_RIGHT = "samples that are all classified correctly"
ALL_WRONG = "samples that are all classified wrongly"


def _samples(
    rng: np.random.Generator,
    counts: tuple[int, int, int, int],
    threshold: float = 0.5,
    ends: tuple[bool, bool] | None = None,
) -> tuple[Array, Array]:
    """Draw labels and probabilities with these numbers of right and wrong ones and zeros.

    ``ends`` says whether the first and the last of them are to be right.
    """
    right_ones, wrong_ones, right_zeros, wrong_zeros = counts
    ones, zeros = right_ones + wrong_ones, right_zeros + wrong_zeros
    above = np.repeat([True, False, True], [right_ones, wrong_ones + right_zeros, wrong_zeros])
    y = np.repeat([1.0, 0.0], [ones, zeros])
    # Apart from the threshold, so that rounding decides nothing.
    high = rng.uniform(threshold + 0.03, 1, len(y))
    low = rng.uniform(0, threshold - 0.03, len(y))
    p = np.where(above, high, low)
    order = rng.permutation(len(y))
    right = above == (y == 1)
    while ends and ends != (right[order[0]], right[order[-1]]):
        order = rng.permutation(len(y))
    return y[order].reshape(-1, 1), p[order].reshape(-1, 1)


def _other_threshold(rng: np.random.Generator) -> float:
    return float(rng.choice([0.2, 0.3, 0.7, 0.8])) + float(rng.uniform(-0.04, 0.04))


def _probes(begin: Begin) -> Iterator[Probe]:
    # Four different numbers, and no two measures of success that agree.
    rng = begin("many right")
    yield call(*_samples(rng, (6 + _more(rng), 1, 3, 2), ends=(False, True)))
    rng = begin("ones often wrong")
    yield call(*_samples(rng, (2, 4, 5 + _more(rng), 1), ends=(True, False)))
    rng = begin("many wrong")
    yield call(*_samples(rng, (1, 5, 2, 3 + _more(rng))))
    rng = begin("all right")
    yield call(*_samples(rng, (3, 0, 4 + _more(rng), 0)), label=ALL_RIGHT)
    rng = begin("all wrong")
    yield call(*_samples(rng, (0, 3, 0, 4 + _more(rng))), label=ALL_WRONG)
    rng = begin("integer labels")
    y, p = _samples(rng, (5, 2, 3 + _more(rng), 1))
    yield call(y.astype(int), p, label=WHOLE)
    for name, kind in (("integers", int), ("integer probabilities", float)):
        rng = begin(name)
        y, p = _samples(rng, (3, 2, 4 + _more(rng), 1))
        yield call(y.astype(kind), (p > 0.5).astype(int), label=CERTAIN)
    for name, counts in (("one right", (1, 0, 0, 0)), ("one wrong", (0, 1, 0, 0))):
        yield call(*_samples(begin(name), counts), label=ONE_SAMPLE)
    rng = begin("another threshold")
    threshold = _other_threshold(rng)
    y, p = _samples(rng, (5 + _more(rng), 2, 4, 3), threshold)
    yield call(y, p, threshold=threshold, group="threshold", label=ANOTHER)
    rng = begin("another threshold by position")
    threshold = _other_threshold(rng)
    y, p = _samples(rng, (3, 1, 5 + _more(rng), 4), threshold)
    yield call(y, p, threshold, group="threshold", label=BY_PLACE)
    # On the threshold lie ones and zeros, not equally many.
    for name, threshold, extra in (
        ("on the threshold", 0.5, {}),
        ("on another threshold", 0.25, {"threshold": 0.25}),
    ):
        rng = begin(name)
        y, p = _samples(rng, (4, 1, 2 + _more(rng), 2), threshold)
        y = np.vstack([y, [[1.0], [1.0], [1.0], [0.0]]])
        p = np.vstack([p, np.full((4, 1), threshold)])
        order = rng.permutation(len(y))
        yield call(y[order], p[order], group="ties", label=ON_IT, **extra)


def _more(rng: np.random.Generator) -> int:
    return int(rng.integers(0, 3))


_BODY = """predicted = y_prob > threshold
    actual = y_true == 1
    return np.mean(predicted == actual)"""

_COUNTS = """
    predicted, actual = y_prob > threshold, y_true == 1
    right_ones, wrong_ones = np.sum(predicted & actual), np.sum(~predicted & actual)
    right_zeros, wrong_zeros = np.sum(~predicted & ~actual), np.sum(predicted & ~actual)
"""

_variant = variants("def accuracy(y_true, y_prob, threshold=0.5):")


def _instead(id: str, sentence: str, expression: str) -> Mistake:
    return edit(id, sentence, "np.mean(predicted == actual)", expression)


def _counted(id: str, sentence: str, expression: str) -> Mistake:
    return _variant(id, sentence, f"{_COUNTS}    return {expression}")


ACCURACY = Exercise(
    name="accuracy",
    probes=_probes,
    criteria=(
        Criterion("the share with threshold 0.5", 1.0, groups=("values",)),
        Criterion("another threshold", 0.5, groups=("threshold",)),
        Criterion("a probability on the threshold is class 0", 0.25, groups=("values", "ties")),
        KEPT,
    ),
    hints=(
        "Two questions for each sample: which class does the network name, and is it the label?",
        (
            "Compare y_prob with the threshold: that gives True or False for each sample. Compare "
            "the outcome with the labels, and take the mean of what you get."
        ),
        (
            "predicted is y_prob > threshold. Where predicted == y_true, the sample is right (True "
            "counts as 1). np.mean of that array is the share."
        ),
    ),
    mistakes=(
        edit(
            "at-least",
            "You count a probability that is equal to the threshold as class 1. It has to be "
            "greater: use > and not >=.",
            "y_prob > threshold",
            "y_prob >= threshold",
        ),
        edit(
            "threshold-ignored",
            "You always compare with 0.5, as np.round does too. The threshold is an argument: use "
            "it.",
            "y_prob > threshold",
            "y_prob > 0.5",
        ),
        edit(
            "threshold-ignored-at-least",
            "Two things: you always compare with 0.5, where the argument threshold should stand, "
            "and you count a probability that is equal to it as class 1.",
            "y_prob > threshold",
            "y_prob >= 0.5",
        ),
        edit(
            "below-threshold",
            "You take the samples below the threshold for class 1. Class 1 is where the "
            "probability is greater.",
            "y_prob > threshold",
            "y_prob < threshold",
        ),
        edit(
            "share-of-labels",
            "What comes out is the share of the labels that are 1: every sample counts as class 1 "
            "(as when probabilities are compared with 0), or the probabilities do not enter at "
            "all. Compare them with the threshold first.",
            "y_prob > threshold",
            "y_prob > 0",
        ),
        edit(
            "threshold-mirrored",
            "You compare with 1 minus the threshold. Compare with the threshold itself: y_prob is "
            "the probability of class 1.",
            "y_prob > threshold",
            "y_prob > 1 - threshold",
        ),
        _instead(
            "error-rate",
            "You return the share of samples that are wrong. The accuracy is the share of those "
            "that are right.",
            "np.mean(predicted != actual)",
        ),
        _instead(
            "percent",
            "You return a percentage. The accuracy is a number from 0 to 1.",
            "100 * np.mean(predicted == actual)",
        ),
        _instead(
            "count",
            "You count the samples that are right. Their share is asked for: divide by the number "
            "of samples, or take the mean.",
            "np.sum(predicted == actual)",
        ),
        _instead(
            "count-wrong",
            "You count the samples that are wrong. Asked for is the share of those that are right.",
            "np.sum(predicted != actual)",
        ),
        _instead(
            "all",
            "You get 1 where all samples are right, and otherwise 0: that is what np.all, int and "
            "// make of it. Asked for is the share of samples that are right.",
            "np.all(predicted == actual)",
        ),
        _instead(
            "any",
            "You tell whether any sample is right. Asked for is the share of them: np.mean in "
            "place of np.any.",
            "np.any(predicted == actual)",
        ),
        _instead(
            "no-mean",
            "You return, for every sample, whether it is right. One step is left: the mean of "
            "that, a single number.",
            "predicted == actual",
        ),
        _instead(
            "per-column",
            "The number is right, but it stands in an array. Leave axis out of the mean: the "
            "accuracy is a single number.",
            "np.mean(predicted == actual, axis=0)",
        ),
        _instead(
            "per-column-kept",
            "The number is right, but it stands in an array with two axes. Leave axis and keepdims "
            "out of the mean: the accuracy is a single number.",
            "np.mean(predicted == actual, axis=0, keepdims=True)",
        ),
        _instead(
            "per-row",
            "You take a mean for each sample. Leave axis out: the mean runs over all samples.",
            "np.mean(predicted == actual, axis=1)",
        ),
        _instead(
            "broadcast",
            "One of the two arrays has lost its second axis, so that every sample is compared with "
            "every other. Both are columns already: compare them as they are.",
            "np.mean(predicted.ravel() == actual)",
        ),
        _instead(
            "share-of-ones",
            "You return the share of samples that the network takes for class 1. Compare these "
            "answers with the labels first.",
            "np.mean(predicted)",
        ),
        _instead(
            "rounded",
            "You round the accuracy. Return it as it is; round only where you print it.",
            "round(float(np.mean(predicted == actual)), 2)",
        ),
        _instead(
            "one-less",
            "You divide by the number of samples minus 1. A share divides by the number itself.",
            "np.sum(predicted == actual) / max(len(y_true) - 1, 1)",
        ),
        _instead(
            "divided-by-ones",
            "You divide by the number of samples of class 1. The share is one of all samples: "
            "divide by their number.",
            "np.sum(predicted == actual) / max(np.sum(actual), 1)",
        ),
        _counted(
            "only-ones",
            "You count only the ones that are right. A zero that is taken for a zero is right too.",
            "right_ones / len(y_true)",
        ),
        _counted(
            "only-zeros",
            "You count only the zeros that are right. A one that is taken for a one is right too.",
            "right_zeros / len(y_true)",
        ),
        _counted(
            "precision",
            "You compute the precision: of the samples taken for class 1, the share that is. The "
            "accuracy looks at all samples.",
            "right_ones / max(right_ones + wrong_zeros, 1)",
        ),
        _counted(
            "precision-undefined",
            "You divide by the number of samples taken for class 1. That is the precision; the "
            "accuracy divides by the number of all samples.",
            "right_ones / (right_ones + wrong_zeros)",
        ),
        _counted(
            "recall",
            "You compute the recall: of the samples of class 1, the share that is found. The "
            "accuracy looks at all samples.",
            "right_ones / max(right_ones + wrong_ones, 1)",
        ),
        _counted(
            "f1",
            "You compute the F1 score, which mixes precision and recall. The accuracy is simpler: "
            "the share of all samples that are right.",
            "2 * right_ones / max(2 * right_ones + wrong_ones + wrong_zeros, 1)",
        ),
        _counted(
            "balanced",
            "You take the share that is right in each class and average the two. The accuracy is "
            "the share among all samples, whatever their class.",
            "(right_ones / max(right_ones + wrong_ones, 1) "
            "+ right_zeros / max(right_zeros + wrong_zeros, 1)) / 2",
        ),
        _variant(
            "no-threshold",
            "You compare the probabilities themselves with the labels. They are hardly ever "
            "exactly 0 or 1: turn them into classes with the threshold first.",
            "return np.mean(y_prob == y_true)",
        ),
        _variant(
            "one-minus-error",
            "You average how far the probabilities are from the labels. The accuracy asks only on "
            "which side of the threshold they are.",
            "return 1 - np.mean(np.abs(y_prob - y_true))",
        ),
        _variant(
            "one-minus-mse",
            "You return 1 minus the mean squared error. The accuracy counts the samples that are "
            "on the right side of the threshold.",
            "return 1 - np.mean((y_prob - y_true) ** 2)",
        ),
        _variant(
            "mse",
            "This is the mean squared error. The accuracy counts the samples that are on the right "
            "side of the threshold.",
            "return np.mean((y_prob - y_true) ** 2)",
        ),
        _variant(
            "arguments-exchanged",
            "Labels and probabilities are exchanged: the first argument holds the labels, the "
            "second the probabilities.",
            "return np.mean((y_true > threshold) == (y_prob == 1))",
        ),
        _variant(
            "first-sample",
            "You return whether the first sample is right, perhaps because of a return inside of a "
            "loop. All samples count.",
            "return float((y_prob[0, 0] > threshold) == (y_true[0, 0] == 1))",
        ),
        _variant(
            "return-in-loop",
            "Only the first sample is looked at. If you wrote a loop, its return stands inside: "
            "move it out, so that it comes when all samples are counted.",
            "return float((y_prob[0, 0] > threshold) == (y_true[0, 0] == 1)) / len(y_true)",
        ),
        _variant(
            "last-sample",
            "You return whether the last sample is right. Add up over all samples before you "
            "divide.",
            "return float((y_prob[-1, 0] > threshold) == (y_true[-1, 0] == 1))",
        ),
        _variant(
            "modified",
            "The number is right, but the caller's probabilities have become zeros and ones: you "
            "assign into y_prob. Give the classes an array of their own.",
            """
            ones = y_prob > threshold
            y_prob[ones], y_prob[~ones] = 1, 0
            return np.mean(y_prob == y_true)
            """,
        ),
    ),
)
