"""The gradient of binary cross-entropy with respect to the predictions."""

from __future__ import annotations

import itertools

from descent.sheets import Criterion
from grader.exercise import Exercise, Mistake, edit, rewrite
from grader.exercises.loss_functions.draws import KEPT, cross_entropy

_CLIP = "np.clip(y_pred, eps, 1 - eps)"
_GRADIENT = "(p - y_true) / (p * (1 - p)) / np.size(p)"


def _gradient(id: str, sentence: str, expression: str) -> Mistake:
    return edit(id, sentence, _GRADIENT, expression)


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
        "Right for ordinary predictions. At exactly 0 or 1 you divide by zero: clip the "
        "predictions to [eps, 1 - eps] first (np.clip returns a new array; go on with that one).",
        "y_pred",
    ),
    edit(
        "not-clipped-where",
        "A wrong prediction of exactly 0 or 1 makes your gradient infinite. Clip the predictions "
        "to [eps, 1 - eps] first.",
        _CLIP,
        "y_pred",
        _GRADIENT,
        "np.where(y_true == 1, -1 / p, 1 / (1 - p)) / np.size(p)",
    ),
    edit(
        "not-clipped-where-missing-mean",
        "Two things are missing: the clipping of the predictions (a wrong one of exactly 0 or 1 "
        "makes your gradient infinite), and the division by the number of entries.",
        _CLIP,
        "y_pred",
        _GRADIENT,
        "np.where(y_true == 1, -1 / p, 1 / (1 - p))",
    ),
    edit(
        "not-clipped-where-sign",
        "Two things are off: the predictions are not clipped (a wrong one of exactly 0 or 1 makes "
        "your gradient infinite), and the sign is turned around.",
        _CLIP,
        "y_pred",
        _GRADIENT,
        "np.where(y_true == 1, 1 / p, -1 / (1 - p)) / np.size(p)",
    ),
    _clip(
        "clipped-below-only",
        "You keep predictions away from 0 but not from 1, where 1 minus the prediction is zero and "
        "stands in the denominator: clip on both sides.",
        "np.maximum(y_pred, eps)",
    ),
    _clip(
        "clipped-above-only",
        "You keep predictions away from 1 but not from 0, where the denominator is zero: clip on "
        "both sides.",
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
        "sigmoid-again",
        "You apply the sigmoid to the predictions. They went through it already: y_pred holds "
        "probabilities.",
        "np.clip(sigmoid(y_pred), eps, 1 - eps)",
    ),
    _clip(
        "rounded",
        "You turn the predictions into 0 or 1 first. Keep them as they are.",
        "np.clip(np.round(y_pred), eps, 1 - eps)",
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
        "numerator-not-clipped",
        "You clip in the denominator only. Put the clipped prediction into the whole formula, "
        "above the fraction bar too.",
        "(p - y_true)",
        "(y_pred - y_true)",
    ),
    edit(
        "denominator-not-clipped",
        "You clip above the fraction bar only. The denominator is zero at predictions of 0 and 1: "
        "put the clipped prediction there too.",
        "(p * (1 - p))",
        "(y_pred * (1 - y_pred))",
    ),
    edit(
        "denominator-clipped-itself",
        "You clip the product prediction times (1 − prediction) in place of the prediction. Clip "
        "the prediction first, then put it into the formula.",
        f"p = {_CLIP}",
        "p = y_pred",
        _GRADIENT,
        "(p - y_true) / np.maximum(p * (1 - p), eps) / np.size(p)",
    ),
    edit(
        "eps-in-denominator",
        "You add eps to the denominator. That is another repair than clipping: it changes every "
        "entry, and the numerator still sees the unclipped prediction. Use np.clip.",
        f"p = {_CLIP}",
        "p = y_pred",
        _GRADIENT,
        "(p - y_true) / (p * (1 - p) + eps) / np.size(p)",
    ),
    edit(
        "eps-added",
        "You add eps to both denominators. That is another repair than clipping: it changes every "
        "entry. Clip the predictions to [eps, 1 - eps] instead.",
        f"p = {_CLIP}",
        "p = y_pred",
        _GRADIENT,
        "(-y_true / (p + eps) + (1 - y_true) / (1 - p + eps)) / np.size(p)",
    ),
    edit(
        "zero-where-clipped",
        "You set the gradient to zero where a prediction was clipped. Then the worst predictions "
        "would learn nothing. Use the slope at the clipped prediction, as the formula gives it.",
        f"return {_GRADIENT}",
        f"g = {_GRADIENT}\n    return np.where(p == y_pred, g, 0.0)",
    ),
    edit(
        "nan-to-num",
        "np.nan_to_num replaces what is infinite by the largest number there is and NaN by 0. Clip "
        "the predictions first, and neither occurs.",
        f"p = {_CLIP}",
        "p = y_pred",
        _GRADIENT,
        f"np.nan_to_num({_GRADIENT})",
    ),
    edit(
        "labels-clipped",
        "You clip the labels as well. Only the predictions are clipped; labels stay 0 and 1.",
        f"p = {_CLIP}",
        f"p = {_CLIP}\n    y_true = np.clip(y_true, eps, 1 - eps)",
    ),
)

_FORMULA = (
    _gradient(
        "sign",
        "The sign is turned around. Where the label is 1, a larger prediction lowers the loss, so "
        "the derivative is negative: prediction minus label on top.",
        "(y_true - p) / (p * (1 - p)) / np.size(p)",
    ),
    _gradient(
        "sign-and-mean",
        "Two things are off: the sign (it is prediction minus label on top), and the division by "
        "the number of entries is missing.",
        "(y_true - p) / (p * (1 - p))",
    ),
    _gradient(
        "with-respect-to-z",
        "The denominator is missing. Prediction minus label is the derivative with respect to z, "
        "where the sigmoid has canceled it; here the derivative with respect to the prediction is "
        "asked for.",
        "(p - y_true) / np.size(p)",
    ),
    _gradient(
        "plain-error",
        "Prediction minus label is only the numerator. It is divided by prediction times "
        "(1 − prediction), and by the number of entries.",
        "p - y_true",
    ),
    _gradient(
        "multiplied",
        "Prediction times (1 − prediction) belongs into the denominator. You multiply by it.",
        "(p - y_true) * (p * (1 - p)) / np.size(p)",
    ),
    _gradient(
        "parentheses",
        "1 − prediction ends up above the fraction bar: `a / b * c` divides by b only. Put the"
        " whole denominator, prediction times (1 − prediction), in parentheses.",
        "(p - y_true) / p * (1 - p) / np.size(p)",
    ),
    _gradient(
        "parentheses-zero",
        "Your denominator is zero everywhere. `p * 1 - p`, for example, is p − p: put "
        "1 − prediction in parentheses.",
        "(p - y_true) / (p * 1 - p) / np.size(p)",
    ),
    _gradient(
        "parentheses-numerator",
        "Only the label is divided. Put prediction minus label in parentheses.",
        "p - y_true / (p * (1 - p)) / np.size(p)",
    ),
    _gradient(
        "first-denominator-only",
        "You divide by the prediction alone. Both factors belong into the denominator: prediction "
        "and 1 − prediction.",
        "(p - y_true) / p / np.size(p)",
    ),
    _gradient(
        "second-denominator-only",
        "You divide by 1 − prediction alone. Both factors belong into the denominator: prediction "
        "and 1 − prediction.",
        "(p - y_true) / (1 - p) / np.size(p)",
    ),
    _gradient(
        "inner-derivative",
        "The inner derivative is missing: that of 1 − prediction is −1, so the term for label 0 "
        "turns its sign.",
        "-(y_true / p + (1 - y_true) / (1 - p)) / np.size(p)",
    ),
    _gradient(
        "both-positive",
        "All your derivatives are positive. For label 1 the loss falls when the prediction grows: "
        "its derivative is −1 divided by the prediction.",
        "(y_true / p + (1 - y_true) / (1 - p)) / np.size(p)",
    ),
    _gradient(
        "only-ones",
        "Entries with label 0 get the derivative 0. They need the second term, 1 divided by "
        "(1 − prediction).",
        "-(y_true / p) / np.size(p)",
    ),
    _gradient(
        "only-zeros",
        "Entries with label 1 get the derivative 0. They need the first term, −1 divided by the "
        "prediction.",
        "(1 - y_true) / (1 - p) / np.size(p)",
    ),
    _gradient(
        "labels-swapped",
        "The two labels are exchanged: −1 divided by the prediction belongs to label 1, and 1 "
        "divided by (1 − prediction) to label 0.",
        "(-(1 - y_true) / p + y_true / (1 - p)) / np.size(p)",
    ),
    _gradient(
        "same-denominator",
        "Both terms have the prediction in the denominator. In the term for label 0 it is "
        "1 − prediction.",
        "(-y_true / p + (1 - y_true) / p) / np.size(p)",
    ),
    _gradient(
        "denominators-swapped",
        "The two denominators are exchanged: the prediction belongs under the label, "
        "1 − prediction under 1 − label.",
        "(-y_true / (1 - p) + (1 - y_true) / p) / np.size(p)",
    ),
    _gradient(
        "log-kept",
        "You return each entry's share of the loss itself, with the logarithms. The derivative of "
        "log u is 1/u: no logarithm is left.",
        "-(y_true * np.log(p) + (1 - y_true) * np.log(1 - p)) / np.size(p)",
    ),
    _gradient(
        "loss-returned",
        "This is the loss, not its gradient. Differentiate: ask how the loss changes with each "
        "prediction.",
        "-np.mean(y_true * np.log(p) + (1 - y_true) * np.log(1 - p))",
    ),
    _gradient(
        "second-derivative",
        "The denominators are squared. That is the derivative of the derivative: differentiate "
        "once.",
        "(y_true / p**2 + (1 - y_true) / (1 - p) ** 2) / np.size(p)",
    ),
    _gradient(
        "squared-denominator",
        "The denominator, prediction times (1 − prediction), is squared. It stands there once.",
        "(p - y_true) / (p * (1 - p)) ** 2 / np.size(p)",
    ),
    rewrite(
        "squared-error",
        "This is the gradient of the other loss, the mean squared error.",
        """def bce_gradient(y_true, y_pred, eps=1e-12):
    return 2 * (y_pred - y_true) / np.size(y_pred)
""",
    ),
    _gradient(
        "squared-error-clipped",
        "You clip the predictions, and then compute the gradient of the other loss, the mean "
        "squared error.",
        "2 * (p - y_true) / np.size(p)",
    ),
    _gradient(
        "extra-two",
        "There is a factor 2 that belongs to the squared error. Cross-entropy has no square.",
        "2 * (p - y_true) / (p * (1 - p)) / np.size(p)",
    ),
    _gradient(
        "half",
        "Your gradient is half of what it should be. There is no factor 2 in it, neither above nor "
        "below.",
        "(p - y_true) / (2 * p * (1 - p)) / np.size(p)",
    ),
    _gradient(
        "forgot-label",
        "Every entry is treated as if its label were 0. Above the fraction bar stands "
        "prediction minus label.",
        "p / (p * (1 - p)) / np.size(p)",
    ),
)

_BOTH = (
    _gradient(
        "parentheses-missing-mean",
        "Two things are off: 1 − prediction ends up above the fraction bar (put the "
        "denominator in parentheses), and the division by the number of entries is missing.",
        "(p - y_true) / p * (1 - p)",
    ),
    _gradient(
        "inner-derivative-missing-mean",
        "Two things are missing: the inner derivative of 1 − prediction, which turns the sign of "
        "the term for label 0, and the division by the number of entries.",
        "-(y_true / p + (1 - y_true) / (1 - p))",
    ),
)

_MEAN = (
    _gradient(
        "missing-mean",
        "The division by the number of entries is missing. The loss is a mean, so one prediction "
        "moves it only by its share.",
        "(p - y_true) / (p * (1 - p))",
    ),
    _gradient(
        "mean-twice",
        "You divide by the number of entries twice. The loss has one mean, so its derivative has "
        "one division.",
        "(p - y_true) / (p * (1 - p)) / np.size(p) ** 2",
    ),
    _gradient(
        "rows-only",
        "Right for one column. With several, you divide by the number of rows, and there are more "
        "entries than rows.",
        "(p - y_true) / (p * (1 - p)) / len(p)",
    ),
    _gradient(
        "columns-only",
        "You divide by the number of columns. The mean of the loss runs over all entries.",
        "(p - y_true) / (p * (1 - p)) / p.shape[1]",
    ),
    _gradient(
        "summed",
        "You return a single number. The gradient has one entry for each prediction: do not "
        "average or sum, only divide by the number of entries.",
        "np.mean((p - y_true) / (p * (1 - p)))",
    ),
    _gradient(
        "summed-only",
        "You add all derivatives up. The gradient has one entry for each prediction, and each is "
        "divided by the number of entries.",
        "np.sum((p - y_true) / (p * (1 - p)))",
    ),
    _gradient(
        "per-column",
        "You average over the samples, which leaves one number for each column. The gradient has "
        "the shape of the predictions.",
        "np.mean((p - y_true) / (p * (1 - p)), axis=0)",
    ),
    _gradient(
        "per-column-kept",
        "You average over the samples and keep the axis, which leaves one row. The gradient has "
        "the shape of the predictions: one entry for each.",
        "np.mean((p - y_true) / (p * (1 - p)), axis=0, keepdims=True)",
    ),
    _gradient(
        "flat",
        "The numbers are right, but the array has lost its shape. The gradient has the shape of "
        "the predictions.",
        "((p - y_true) / (p * (1 - p)) / np.size(p)).ravel()",
    ),
    _gradient(
        "first-column",
        "Only the first column is in your gradient. It has the shape of the predictions, with all "
        "their columns.",
        "((p - y_true) / (p * (1 - p)) / np.size(p))[:, :1]",
    ),
    edit(
        "broadcast",
        "Somewhere an array of one axis meets a column, and NumPy combines every prediction with "
        "every label. Labels and predictions have the same shape already: use them as they are.",
        _CLIP,
        "np.clip(y_pred, eps, 1 - eps).ravel()",
    ),
    rewrite(
        "returned-too-early",
        "Only the first row is filled: `return` stands inside the loop and ends it after one "
        "round. Move it out, to the level of `for`.",
        """def bce_gradient(y_true, y_pred, eps=1e-12):
    p = np.clip(y_pred, eps, 1 - eps)
    gradient = np.zeros(p.shape)
    for i in range(len(p)):
        gradient[i] = (p[i] - y_true[i]) / (p[i] * (1 - p[i])) / np.size(p)
        return gradient
""",
    ),
    rewrite(
        "integer-array",
        "The array you fill is made in the type of y_pred, so with whole numbers every derivative "
        "is cut to a whole number. Make it with np.zeros.",
        """def bce_gradient(y_true, y_pred, eps=1e-12):
    p = np.clip(y_pred, eps, 1 - eps)
    gradient = np.zeros_like(y_pred)
    gradient[:] = (p - y_true) / (p * (1 - p)) / np.size(p)
    return gradient
""",
    ),
    rewrite(
        "scalar-if",
        "An `if` on an array asks about all its entries at once, which works for one sample "
        "only. Let the labels stand in the formula as numbers, and clip with np.clip.",
        """def bce_gradient(y_true, y_pred, eps=1e-12):
    p = np.clip(y_pred, eps, 1 - eps)
    if y_true == 1:
        return -1 / p / np.size(p)
    return 1 / (1 - p) / np.size(p)
""",
    ),
)

_OFTEN_UNCLIPPED = (
    "missing-mean",
    "rows-only",
    "summed",
    "summed-only",
    "sign",
    "sign-and-mean",
    "with-respect-to-z",
    "plain-error",
    "parentheses",
    "parentheses-missing-mean",
    "inner-derivative",
    "inner-derivative-missing-mean",
    "multiplied",
    "labels-swapped",
    "same-denominator",
    "only-ones",
)
_TWO_AT_ONCE = (
    *_BOTH,
    *(_unclipped(m) for m in (*_FORMULA, *_MEAN, *_BOTH) if m.id in _OFTEN_UNCLIPPED),
    edit(
        "rows-only-and-sign",
        "Two things are off: the sign (it is prediction minus label on top), and you "
        "divide by the number of rows in place of that of all entries.",
        "(p - y_true) / (p * (1 - p)) / np.size(p)",
        "(y_true - p) / (p * (1 - p)) / len(p)",
    ),
)

_ALMOST = {"rtol": 1e-3}

BCE_GRADIENT = Exercise(
    name="bce_gradient",
    probes=cross_entropy,
    criteria=(
        Criterion("the derivative for every prediction", 1.25, groups=("values",)),
        Criterion("several columns", 0.25, groups=("columns",)),
        Criterion("predictions of exactly 0 and 1", 0.75, groups=("clipped",), options=_ALMOST),
        Criterion("clipping to [eps, 1 - eps]", 0.5, groups=("eps",), options=_ALMOST),
        KEPT,
    ),
    hints=(
        (
            "Differentiate the loss of one entry, first for label 1, then for label 0. The "
            "derivative of log u is 1/u times the derivative of u."
        ),
        (
            "Section 4.6 brings both cases under one fraction bar. Clip the predictions first, "
            "put the clipped ones into the whole formula, and remember the mean."
        ),
        (
            "With p for the clipped predictions: (p minus label), divided by (p times (1 − p)), "
            "with parentheses around the denominator, divided by the number of entries."
        ),
    ),
    mistakes=(*_CLIPPING, *_FORMULA, *_MEAN, *_TWO_AT_ONCE),
)
