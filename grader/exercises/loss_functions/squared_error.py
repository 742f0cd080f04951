"""The mean squared error."""

from __future__ import annotations

from descent.sheets import Criterion
from grader.exercise import Exercise, Mistake, edit, rewrite
from grader.exercises.loss_functions.draws import KEPT, squared_error

_LOSS = "np.mean((y_pred - y_true) ** 2)"


def _loss(id: str, sentence: str, expression: str) -> Mistake:
    return edit(id, sentence, _LOSS, expression)


MSE_LOSS = Exercise(
    name="mse_loss",
    probes=squared_error,
    criteria=(
        Criterion("the mean of the squared errors", 1.25, groups=("values",)),
        Criterion("the mean over all entries of several columns", 0.25, groups=("columns",)),
        Criterion("whole numbers", 0.25, groups=("whole",)),
        KEPT,
    ),
    hints=(
        (
            "Do it for one entry first: what is its error, and what happens to the error before "
            "the mean is taken?"
        ),
        (
            "Three steps, each on whole arrays, without a loop: subtract, square, take the mean "
            "of everything."
        ),
        (
            "The error is y_pred - y_true. `** 2` squares every entry of an array, and np.mean "
            "without an axis averages all entries."
        ),
    ),
    mistakes=(
        _loss(
            "missing-mean",
            "You add the squared errors up. The loss is their mean: divide the sum by the number "
            "of entries, or let np.mean do both.",
            "np.sum((y_pred - y_true) ** 2)",
        ),
        _loss(
            "half",
            "Your loss is half the mean squared error. Some books put a factor 1/2 in front to "
            "cancel the 2 of the derivative; here the loss is the plain mean.",
            "np.mean((y_pred - y_true) ** 2) / 2",
        ),
        _loss(
            "absolute-error",
            "You take the mean of the sizes of the errors (the mean absolute error). Square the "
            "errors, so that a large one costs more than several small ones.",
            "np.mean(np.abs(y_pred - y_true))",
        ),
        _loss(
            "root",
            "You take the square root of the mean squared error. Leave the root out: the loss is "
            "the mean of the squares itself.",
            "np.sqrt(np.mean((y_pred - y_true) ** 2))",
        ),
        _loss(
            "no-mean",
            "Your function returns the squared error of every entry. One step is left: their mean, "
            "a single number.",
            "(y_pred - y_true) ** 2",
        ),
        _loss(
            "mean-before-square",
            "You take the mean of the errors first and square it afterwards. Then errors of "
            "opposite sign cancel. Square every error, then take the mean.",
            "np.mean(y_pred - y_true) ** 2",
        ),
        _loss(
            "not-squared",
            "The errors are averaged without being squared, so positive and negative ones cancel. "
            "If you wrote a square, mind the parentheses: it must act on the whole difference.",
            "np.mean(y_pred - y_true)",
        ),
        _loss(
            "not-squared-exchanged",
            "You average label minus prediction without the square. Errors of opposite sign cancel "
            "that way: square the differences first.",
            "np.mean(y_true - y_pred)",
        ),
        _loss(
            "absolute-mean",
            "You take the size of the mean error. Errors of opposite sign have canceled by then: "
            "square each error before the mean.",
            "np.abs(np.mean(y_pred - y_true))",
        ),
        _loss(
            "doubled-not-squared",
            "You multiply the errors by 2. To square them, write `** 2`.",
            "np.mean((y_pred - y_true) * 2)",
        ),
        _loss(
            "caret",
            "In Python `^` is not a power (it combines bits). Write `** 2` for the square.",
            "np.mean((y_pred - y_true) ^ 2)",
        ),
        _loss(
            "sign",
            "Your loss is negative. A loss counts upward: the worse the predictions, the larger it "
            "is. Leave the minus sign out.",
            "-np.mean((y_pred - y_true) ** 2)",
        ),
        _loss(
            "difference-of-squares",
            "You subtract the squares. Subtract first and square the difference: the square of a "
            "difference is not the difference of the squares.",
            "np.mean(y_pred**2 - y_true**2)",
        ),
        _loss(
            "variance",
            "You compute the variance of the errors, which leaves out their mean. The loss is the "
            "mean of the squared errors themselves.",
            "np.var(y_pred - y_true)",
        ),
        _loss(
            "sample-variance",
            "You divide the sum of the squares by one less than the number of entries, as for a "
            "sample variance. The mean divides by the number itself.",
            "np.sum((y_pred - y_true) ** 2) / (np.size(y_pred) - 1)",
        ),
        _loss(
            "norm",
            "np.linalg.norm gives the root of the sum of the squares. The loss has no root, and it "
            "is a mean.",
            "np.linalg.norm(y_pred - y_true)",
        ),
        _loss(
            "norm-divided",
            "You divide the norm by the number of entries. The norm contains a square root: square "
            "it before you divide.",
            "np.linalg.norm(y_pred - y_true) / np.size(y_pred)",
        ),
        _loss(
            "per-column",
            "You take one mean for each column. Leave `axis` out: the mean runs over all entries "
            "and gives a single number.",
            "np.mean((y_pred - y_true) ** 2, axis=0)",
        ),
        _loss(
            "per-column-kept",
            "You take one mean for each column and keep the axis. The loss is a single number: use "
            "neither `axis` nor `keepdims`.",
            "np.mean((y_pred - y_true) ** 2, axis=0, keepdims=True)",
        ),
        _loss(
            "per-row",
            "You take a mean within each row, so every sample keeps a number of its own. Leave "
            "`axis` out: the mean runs over all entries.",
            "np.mean((y_pred - y_true) ** 2, axis=1)",
        ),
        _loss(
            "rows-only",
            "Right for one column. With several, you divide by the number of rows, and there are "
            "more entries than rows.",
            "np.sum((y_pred - y_true) ** 2) / len(y_true)",
        ),
        _loss(
            "first-column",
            "Only the first column enters your loss. The mean runs over all entries, whatever "
            "their column.",
            "np.mean((y_pred[:, 0] - y_true[:, 0]) ** 2)",
        ),
        _loss(
            "matrix-product",
            "The product of the transposed errors with the errors is a table, not a number, even "
            "where it has one row and one column. Square the entries and take their mean.",
            "(y_pred - y_true).T @ (y_pred - y_true) / len(y_true)",
        ),
        _loss(
            "broadcast",
            "Somewhere an array of one axis meets a column, and NumPy combines every prediction "
            "with every label. Labels and predictions have the same shape already: subtract them "
            "as they are.",
            "np.mean((y_pred.ravel() - y_true) ** 2)",
        ),
        _loss(
            "counts-mistakes",
            "You turn the predictions into 0 or 1 first, so that your loss only counts the wrong "
            "answers. Keep the predictions as they are: the loss should see how far off each is.",
            "np.mean((y_pred > 0.5) != y_true)",
        ),
        _loss(
            "median",
            "You take the median of the squared errors. The mean is asked for.",
            "np.median((y_pred - y_true) ** 2)",
        ),
        _loss(
            "cross-entropy",
            "This is the other loss, cross-entropy. The squared error needs no logarithm.",
            "-np.mean(y_true * np.log(y_pred) + (1 - y_true) * np.log(1 - y_pred))",
        ),
        _loss(
            "gradient",
            "You return the gradient, one number for each prediction. The loss itself is a single "
            "number: the mean of the squares.",
            "2 * (y_pred - y_true) / np.size(y_pred)",
        ),
        edit(
            "modified",
            "The number is right, but the caller's predictions are overwritten. `-=` and `**=`"
            " work inside the array; give the difference a name of its own.",
            f"return {_LOSS}",
            "y_pred -= y_true\n    return np.mean(y_pred**2)",
        ),
        edit(
            "error-added",
            "You add labels and predictions. The error is their difference.",
            "(y_pred - y_true)",
            "(y_pred + y_true)",
        ),
        rewrite(
            "return-in-loop",
            "Only the first row counts: the return stands inside the loop. Move it out, so "
            "that it comes when all rows are added up.",
            """
def mse_loss(y_true, y_pred):
    return np.sum((y_pred[0] - y_true[0]) ** 2) / np.size(y_true)
""",
        ),
        rewrite(
            "last-row-only",
            "Only the last row counts: the total is set anew in each turn of the loop. Add to it.",
            """
def mse_loss(y_true, y_pred):
    return np.sum((y_pred[-1] - y_true[-1]) ** 2) / np.size(y_true)
""",
        ),
        edit(
            "cubed",
            "You take the third power of the errors. The loss has their squares.",
            "** 2",
            "** 3",
        ),
        edit(
            "largest",
            "You take the largest squared error. The mean is asked for.",
            "np.mean(",
            "np.max(",
        ),
        edit(
            "rounded-predictions",
            "You round the predictions before you subtract. The loss compares them as they are.",
            "(y_pred - y_true)",
            "(np.round(y_pred) - y_true)",
        ),
        rewrite(
            "one-entry-more",
            "You divide the sum of the squares by one more than the number of entries. The "
            "mean divides by the number itself.",
            """
def mse_loss(y_true, y_pred):
    return np.sum((y_pred - y_true) ** 2) / (np.size(y_pred) + 1)
""",
        ),
    ),
)
