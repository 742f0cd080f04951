"""Binary cross-entropy."""

from __future__ import annotations

import itertools

from descent.sheets import Criterion
from grader.exercise import Exercise, Mistake, edit, rewrite
from grader.exercises.loss_functions.draws import KEPT, cross_entropy

_CLIP = "np.clip(y_pred, eps, 1 - eps)"
_SUM = "y_true * np.log(p) + (1 - y_true) * np.log(1 - p)"
_LOSS = f"-np.mean({_SUM})"


def _loss(id: str, sentence: str, expression: str) -> Mistake:
    return edit(id, sentence, _LOSS, expression)


def _clip(id: str, sentence: str, expression: str) -> Mistake:
    return edit(id, sentence, _CLIP, expression)


def _unclipped(mistake: Mistake) -> Mistake:
    """Return the same mistake where, besides, nothing is clipped."""
    sentence = (
        "Two things are off. One: clip the predictions to [eps, 1 - eps] before you use them. "
        f"The other: {mistake.sentence}"
    )
    changes = itertools.chain((_CLIP, "y_pred"), *mistake.edits)
    return edit(f"not-clipped-{mistake.id}", sentence, *changes)


_CLIPPING = (
    _clip(
        "not-clipped",
        "Right for ordinary predictions. At exactly 0 or 1 the logarithm of zero makes the loss "
        "infinite or NaN: clip the predictions to [eps, 1 - eps] first (np.clip returns a new "
        "array; go on with that one).",
        "y_pred",
    ),
    _clip(
        "clipped-below-only",
        "You keep predictions away from 0 but not from 1, where the second term takes the "
        "logarithm of zero. Clip on both sides; the upper bound is 1 - eps.",
        "np.maximum(y_pred, eps)",
    ),
    _clip(
        "clipped-above-only",
        "You keep predictions away from 1 but not from 0, where the first term takes the logarithm "
        "of zero: clip on both sides.",
        "np.minimum(y_pred, 1 - eps)",
    ),
    _clip(
        "bounds-exchanged",
        "After your clipping, every prediction is eps. The lower bound, eps, comes first, then"
        " the upper one, 1 - eps.",
        "np.clip(y_pred, 1 - eps, eps)",
    ),
    _clip(
        "eps-ignored",
        "Right with the eps that is preset. Another eps changes nothing in your answer: clip with "
        "the argument eps, not with a number of your own.",
        "np.clip(y_pred, 1e-12, 1 - 1e-12)",
    ),
    _clip(
        "eps-own-smaller",
        "You clip with 1e-15, a number of your own. Clip with the argument eps, which is 1e-12 "
        "unless the caller says otherwise.",
        "np.clip(y_pred, 1e-15, 1 - 1e-15)",
    ),
    _clip(
        "eps-own-larger",
        "You clip with 1e-7, a number of your own. Clip with the argument eps, which is 1e-12 "
        "unless the caller says otherwise.",
        "np.clip(y_pred, 1e-7, 1 - 1e-7)",
    ),
    _clip(
        "eps-own-larger-still",
        "You clip with 1e-8, a number of your own. Clip with the argument eps, which is 1e-12 "
        "unless the caller says otherwise.",
        "np.clip(y_pred, 1e-8, 1 - 1e-8)",
    ),
    _clip(
        "eps-fixed-at-ends",
        "You replace predictions of exactly 0 and 1 only. Clipping moves every prediction outside "
        "[eps, 1 - eps] to the edge of that interval.",
        "np.where(y_pred == 0, eps, np.where(y_pred == 1, 1 - eps, y_pred))",
    ),
    _clip(
        "squeezed",
        "You squeeze all predictions into the interval, so that all of them move. Clipping leaves "
        "those inside [eps, 1 - eps] as they are.",
        "eps + (1 - 2 * eps) * y_pred",
    ),
    _clip(
        "rounded",
        "You turn the predictions into 0 or 1 before the logarithm. Keep them as they are: the "
        "loss asks how sure the network was.",
        "np.clip(np.round(y_pred), eps, 1 - eps)",
    ),
    _clip(
        "sigmoid-again",
        "You treat the predictions as weighted sums z, which still have to go through the sigmoid. "
        "They went through it already: y_pred holds probabilities.",
        "np.clip(sigmoid(y_pred), eps, 1 - eps)",
    ),
    _clip(
        "modified",
        "Your clipping overwrites the caller's predictions (out=...). np.clip without it returns a "
        "new array.",
        "np.clip(y_pred, eps, 1 - eps, out=y_pred)",
    ),
    edit(
        "modified-by-mask",
        "You assign into y_pred, which is the caller's array (and cuts eps to 0 if it holds whole "
        "numbers). np.clip returns a new array.",
        f"p = {_CLIP}",
        "p = y_pred\n    p[p < eps] = eps\n    p[p > 1 - eps] = 1 - eps",
    ),
    edit(
        "log-clipped",
        "You clip the logarithm. It is the prediction that has to be clipped, before the logarithm "
        "is taken.",
        f"p = {_CLIP}",
        "p = y_pred",
        _LOSS,
        "-np.mean(y_true * np.clip(np.log(p), eps, 1 - eps)"
        " + (1 - y_true) * np.clip(np.log(1 - p), eps, 1 - eps))",
    ),
    edit(
        "second-not-clipped",
        "The logarithm for the entries with label 0 still takes the prediction that is not "
        "clipped. Use the clipped one in both logarithms.",
        "np.log(1 - p)",
        "np.log(1 - y_pred)",
    ),
    edit(
        "first-not-clipped",
        "The logarithm for the entries with label 1 still takes the prediction that is not "
        "clipped. Use the clipped one in both logarithms.",
        "np.log(p)",
        "np.log(y_pred)",
    ),
    edit(
        "eps-added",
        "You add eps inside the logarithms. That is another repair than clipping: it moves every "
        "prediction. Clip to [eps, 1 - eps] instead, with np.clip.",
        f"p = {_CLIP}",
        "p = y_pred",
        _SUM,
        "y_true * np.log(p + eps) + (1 - y_true) * np.log(1 - p + eps)",
    ),
    edit(
        "not-clipped-where",
        "A wrong prediction of exactly 0 or 1 makes your loss infinite. Clip the predictions to "
        "[eps, 1 - eps] before the logarithm.",
        _CLIP,
        "y_pred",
        _LOSS,
        "-np.mean(np.log(np.where(y_true == 1, p, 1 - p)))",
    ),
    edit(
        "not-clipped-where-missing-mean",
        "Two things are missing: the clipping of the predictions (a wrong one of exactly 0 or 1 "
        "makes your loss infinite), and the mean.",
        _CLIP,
        "y_pred",
        _LOSS,
        "-np.sum(np.log(np.where(y_true == 1, p, 1 - p)))",
    ),
    edit(
        "not-clipped-where-sign",
        "Two things are missing: the clipping of the predictions (a wrong one of exactly 0 or 1 "
        "makes your loss infinite), and the minus sign.",
        _CLIP,
        "y_pred",
        _LOSS,
        "np.mean(np.log(np.where(y_true == 1, p, 1 - p)))",
    ),
    edit(
        "entries-left-out",
        "np.nanmean leaves out entries that are NaN, and infinite ones stay. Clip the predictions "
        "before the logarithm, so that all entries count.",
        f"p = {_CLIP}",
        "p = y_pred",
        "np.mean(",
        "np.nanmean(",
    ),
    edit(
        "labels-clipped",
        "You clip the labels as well. Only the predictions are clipped; labels stay 0 and 1.",
        f"p = {_CLIP}",
        f"p = {_CLIP}\n    y_true = np.clip(y_true, eps, 1 - eps)",
    ),
)

_MEAN = (
    _loss(
        "missing-mean",
        "You add the losses of all entries up. The loss is their mean: divide by the number of "
        "entries, or use np.mean.",
        f"-np.sum({_SUM})",
    ),
    _loss(
        "no-mean",
        "Your function returns the loss of every entry. One step is left: their mean, a single "
        "number.",
        f"-({_SUM})",
    ),
    _loss(
        "half",
        "Your loss is half of what it should be. The mean over the entries is all: there is no "
        "factor 1/2.",
        f"-np.mean({_SUM}) / 2",
    ),
    _loss(
        "rows-only",
        "Right for one column. With several, you divide by the number of rows, and there are more "
        "entries than rows.",
        f"-np.sum({_SUM}) / len(y_true)",
    ),
    _loss(
        "mean-twice",
        "You divide by the number of entries twice: np.mean has done it already.",
        f"-np.mean({_SUM}) / np.size(y_true)",
    ),
    _loss(
        "per-column",
        "You take one mean for each column. Leave `axis` out: the mean runs over all entries and "
        "gives a single number.",
        f"-np.mean({_SUM}, axis=0)",
    ),
    _loss(
        "per-column-kept",
        "You take one mean for each column and keep the axis. The loss is a single number: use "
        "neither `axis` nor `keepdims`.",
        f"-np.mean({_SUM}, axis=0, keepdims=True)",
    ),
    _loss(
        "per-row",
        "You take a mean within each row, so every sample keeps a number of its own. Leave `axis` "
        "out: the mean runs over all entries.",
        f"-np.mean({_SUM}, axis=1)",
    ),
    _loss(
        "matrix-product",
        "The product of the transposed labels with the logarithms is a table, not a number, even "
        "where it has one row and one column. Multiply entry by entry and take the mean.",
        "-(y_true.T @ np.log(p) + (1 - y_true).T @ np.log(1 - p)) / len(y_true)",
    ),
    _loss(
        "first-column",
        "Only the first column enters your loss. The mean runs over all entries, whatever their "
        "column.",
        f"-np.mean(({_SUM})[:, 0])",
    ),
    _loss(
        "log-of-mean",
        "You take the mean of the probabilities and then its logarithm. Take the logarithm of "
        "each probability, then the mean.",
        "-np.log(np.mean(y_true * p + (1 - y_true) * (1 - p)))",
    ),
    _loss(
        "each-class-averaged",
        "You average the entries with label 1 and those with label 0 separately and add the two "
        "means. All entries belong into one mean.",
        "-np.mean(np.log(p)[y_true == 1]) - np.mean(np.log(1 - p)[y_true == 0])",
    ),
    _loss(
        "one-class-mean",
        "You divide by the number of ones. The mean runs over all entries, those with label 0 too.",
        f"-np.sum({_SUM}) / np.sum(y_true)",
    ),
    edit(
        "broadcast",
        "Somewhere an array of one axis meets a column, and NumPy combines every prediction with "
        "every label. Labels and predictions have the same shape already: use them as they are.",
        _CLIP,
        "np.clip(y_pred, eps, 1 - eps).ravel()",
    ),
)

_TERMS = (
    _loss(
        "sign",
        "The minus sign in front is missing. The logarithm of a probability is negative, and a "
        "loss is not.",
        f"np.mean({_SUM})",
    ),
    _loss(
        "only-ones",
        "Only the entries with label 1 have a loss in your answer. Those with label 0 need the "
        "second term, the logarithm of 1 minus the prediction.",
        "-np.mean(y_true * np.log(p))",
    ),
    _loss(
        "only-zeros",
        "Only the entries with label 0 have a loss in your answer. Those with label 1 need the "
        "first term, the logarithm of the prediction.",
        "-np.mean((1 - y_true) * np.log(1 - p))",
    ),
    _loss(
        "labels-swapped",
        "The two labels are exchanged: the prediction is the probability of class 1, so the label "
        "goes with the logarithm of the prediction, and 1 minus the label with the other one.",
        "-np.mean((1 - y_true) * np.log(p) + y_true * np.log(1 - p))",
    ),
    _loss(
        "no-switch",
        "You add both logarithms for every entry. The labels act as switches: y before the first "
        "logarithm, 1 − y before the second.",
        "-np.mean(np.log(p) + np.log(1 - p))",
    ),
    _loss(
        "label-without-one-minus",
        "Both logarithms are switched by the label itself. The second one needs 1 minus the label.",
        "-np.mean(y_true * np.log(p) + y_true * np.log(1 - p))",
    ),
    _loss(
        "same-logarithm",
        "Both terms take the logarithm of the prediction. Class 0 has the probability 1 minus the "
        "prediction: that belongs into the second logarithm.",
        "-np.mean(y_true * np.log(p) + (1 - y_true) * np.log(p))",
    ),
    _loss(
        "one-minus-log",
        "In the second term the 1 stands outside the logarithm. It is the logarithm of (1 minus "
        "the prediction).",
        "-np.mean(y_true * np.log(p) + (1 - y_true) * (1 - np.log(p)))",
    ),
    _loss(
        "parentheses",
        "Without parentheses around 1 − label, only the label multiplies the second logarithm.",
        "-np.mean(y_true * np.log(p) + 1 - y_true * np.log(1 - p))",
    ),
    _loss(
        "minus-between",
        "The two terms have opposite signs. Both logarithms are negative and both belong to the "
        "loss: add them, and put one minus sign in front of the whole sum.",
        "-np.mean(y_true * np.log(p) - (1 - y_true) * np.log(1 - p))",
    ),
    _loss(
        "log2",
        "The logarithm has the wrong base: here it is 2. The natural logarithm is np.log.",
        "-np.mean(y_true * np.log2(p) + (1 - y_true) * np.log2(1 - p))",
    ),
    _loss(
        "log10",
        "The logarithm has the wrong base: here it is 10. The natural logarithm is np.log.",
        "-np.mean(y_true * np.log10(p) + (1 - y_true) * np.log10(1 - p))",
    ),
    _loss(
        "log1p",
        "You take the logarithm of 1 plus the probability, as np.log1p does. The logarithm of "
        "the probability itself is asked for.",
        "-np.mean(y_true * np.log1p(p) + (1 - y_true) * np.log1p(1 - p))",
    ),
    _loss(
        "no-log",
        "The logarithm is missing: what you average is the probability given to the label. Its "
        "negative logarithm is the loss.",
        "-np.mean(y_true * p + (1 - y_true) * (1 - p))",
    ),
    _loss(
        "mean-wrongness",
        "You average 1 minus the probability given to the label, which is the size of the "
        "error. The loss is the negative logarithm of that probability.",
        "np.mean(y_true * (1 - p) + (1 - y_true) * p)",
    ),
    _loss(
        "entropy",
        "The predictions stand where the labels belong, so the labels play no part. Outside the "
        "logarithm stands the label, inside it the prediction.",
        "-np.mean(p * np.log(p) + (1 - p) * np.log(1 - p))",
    ),
    _loss(
        "arguments-exchanged",
        "Labels and predictions are exchanged. The first argument is y_true: it stands outside the "
        "logarithms, the clipped prediction inside.",
        "-np.mean(y_pred * np.log(np.clip(y_true, eps, 1 - eps))"
        " + (1 - y_pred) * np.log(1 - np.clip(y_true, eps, 1 - eps)))",
    ),
    _loss(
        "plus-minus-labels",
        "This formula is for labels −1 and 1. Here labels are 0 and 1.",
        "np.mean(np.log(1 + np.exp(-y_true * p)))",
    ),
    _loss(
        "gradient",
        "You return the gradient, one number for each prediction. The loss is a single number.",
        "(p - y_true) / (p * (1 - p)) / np.size(p)",
    ),
    rewrite(
        "squared-error",
        "This is the other loss, the mean squared error. Cross-entropy takes the negative "
        "logarithm of the probability that was given to the label.",
        """def bce_loss(y_true, y_pred, eps=1e-12):
    return np.mean((y_pred - y_true) ** 2)
""",
    ),
    _loss(
        "squared-error-clipped",
        "You clip the predictions, and then compute the other loss, the mean squared error. "
        "Cross-entropy takes the negative logarithm of the probability given to the label.",
        "np.mean((p - y_true) ** 2)",
    ),
    rewrite(
        "scalar-if",
        "An `if` on an array asks about all its entries at once, which works for one sample "
        "only. Let the labels stand in the formula as numbers, and clip with np.clip.",
        """def bce_loss(y_true, y_pred, eps=1e-12):
    p = np.clip(y_pred, eps, 1 - eps)
    if y_true == 1:
        return -np.mean(np.log(p))
    return -np.mean(np.log(1 - p))
""",
    ),
    rewrite(
        "python-log-of-zero",
        "math.log stops at zero. Clip every prediction to [eps, 1 - eps] before its logarithm is "
        "taken.",
        """import math


def bce_loss(y_true, y_pred, eps=1e-12):
    total = 0.0
    for t, p in zip(y_true.ravel(), y_pred.ravel()):
        total += t * math.log(p) + (1 - t) * math.log(1 - p)
    return -total / np.size(y_pred)
""",
    ),
    rewrite(
        "python-log",
        "Something that takes a single number (such as math.log or float) got a whole array. "
        "np.log does every entry, and np.mean makes one number of them.",
        """import math


def bce_loss(y_true, y_pred, eps=1e-12):
    p = np.clip(y_pred, eps, 1 - eps)
    return -np.mean(y_true * math.log(p) + (1 - y_true) * math.log(1 - p))
""",
    ),
    rewrite(
        "labels-in-logarithms",
        "The labels stand in the logarithms and the predictions outside. The prediction "
        "is a probability: it goes into the logarithm.",
        """
def bce_loss(y_true, y_pred, eps=1e-12):
    p = np.clip(y_pred, eps, 1 - eps)
    return -np.mean(p * np.log(y_true + eps) + (1 - p) * np.log(1 - y_true + eps))
""",
    ),
)

_SIGN_AND_MEAN = _loss(
    "sign-missing-mean",
    "Two things are missing: the minus sign in front, and the mean (you add the losses up).",
    f"np.sum({_SUM})",
)

_OFTEN_UNCLIPPED = (
    "missing-mean",
    "no-mean",
    "rows-only",
    "per-column",
    "per-row",
    "sign",
    "sign-missing-mean",
    "only-ones",
    "same-logarithm",
    "minus-between",
    "labels-swapped",
    "no-switch",
    "one-minus-log",
    "log2",
    "log10",
    "matrix-product",
)
_TWO_AT_ONCE = (
    _SIGN_AND_MEAN,
    *(_unclipped(m) for m in (*_MEAN, *_TERMS, _SIGN_AND_MEAN) if m.id in _OFTEN_UNCLIPPED),
)

_ALMOST = {"rtol": 1e-3}

BCE_LOSS = Exercise(
    name="bce_loss",
    probes=cross_entropy,
    criteria=(
        Criterion("the mean cross-entropy", 1.25, groups=("values",)),
        Criterion("the mean over all entries of several columns", 0.25, groups=("columns",)),
        Criterion("predictions of exactly 0 and 1", 0.75, groups=("clipped",), options=_ALMOST),
        Criterion("clipping to [eps, 1 - eps]", 0.5, groups=("eps",), options=_ALMOST),
        KEPT,
    ),
    hints=(
        (
            "Which probability did the network give to the label, if the label is 1, and which if"
            " it is 0? The loss of an entry is the negative logarithm of it."
        ),
        (
            "Clip the predictions first, into an array with a name of its own. Then use the "
            "labels as switches for two logarithms, and take the mean over everything."
        ),
        (
            "With p for the clipped predictions, one entry is y · log p + (1 − y) · log(1 − p). "
            "np.log works on whole arrays; minus the mean of that is the loss."
        ),
    ),
    mistakes=(*_CLIPPING, *_MEAN, *_TERMS, *_TWO_AT_ONCE),
)
