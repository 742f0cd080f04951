"""The gradient of the mean squared error with respect to the predictions."""

from __future__ import annotations

from descent.sheets import Criterion
from grader.exercise import Exercise, Mistake, edit, rewrite
from grader.exercises.loss_functions.draws import KEPT, squared_error

_GRADIENT = "2 * (y_pred - y_true) / np.size(y_pred)"


def _gradient(id: str, sentence: str, expression: str) -> Mistake:
    return edit(id, sentence, _GRADIENT, expression)


MSE_GRADIENT = Exercise(
    name="mse_gradient",
    probes=squared_error,
    criteria=(
        Criterion("the derivative for every prediction", 1.25, groups=("values",)),
        Criterion("several columns", 0.25, groups=("columns",)),
        Criterion("whole numbers", 0.25, groups=("whole",)),
        KEPT,
    ),
    hints=(
        (
            "One number for each prediction: by how much does the loss grow when this prediction "
            "grows a little and the others stay?"
        ),
        (
            "Differentiate the square of one error. The other terms of the sum drop out, but the "
            "division by the number of entries stays."
        ),
        (
            "Every entry is 2 times its error (prediction minus label), divided by the number of "
            "all entries, np.size(y_pred). Nothing is summed."
        ),
    ),
    mistakes=(
        _gradient(
            "missing-two",
            "A factor 2 is missing: the derivative of a square is twice what was squared.",
            "(y_pred - y_true) / np.size(y_pred)",
        ),
        _gradient(
            "missing-mean",
            "The division by the number of entries is missing. The loss is a mean, so one "
            "prediction moves it only by its share.",
            "2 * (y_pred - y_true)",
        ),
        _gradient(
            "missing-mean-and-two",
            "You return the plain errors. Two things are missing: the factor 2 of the derivative "
            "of a square, and the division by the number of entries.",
            "y_pred - y_true",
        ),
        _gradient(
            "sign",
            "The sign is turned around. The error is prediction minus label: a prediction that is "
            "too large has a positive derivative, since the loss grows with it.",
            "2 * (y_true - y_pred) / np.size(y_pred)",
        ),
        _gradient(
            "sign-and-two",
            "The error is turned around (it is prediction minus label), and the factor 2 of the "
            "derivative of a square is missing.",
            "(y_true - y_pred) / np.size(y_pred)",
        ),
        _gradient(
            "sign-and-mean",
            "The error is turned around (it is prediction minus label), and the division by the "
            "number of entries is missing.",
            "2 * (y_true - y_pred)",
        ),
        _gradient(
            "sign-mean-and-two",
            "You return label minus prediction. Three things are off: the order of the difference, "
            "the factor 2 of the square, and the division by the number of entries.",
            "y_true - y_pred",
        ),
        _gradient(
            "divided-by-two",
            "The factor 2 of the derivative stands in the denominator. It multiplies the error.",
            "(y_pred - y_true) / (2 * np.size(y_pred))",
        ),
        _gradient(
            "two-twice",
            "There is one factor 2 too many. The square brings down a single 2.",
            "4 * (y_pred - y_true) / np.size(y_pred)",
        ),
        _gradient(
            "mean-twice",
            "You divide by the number of entries twice. The loss has one mean, so its derivative "
            "has one division.",
            "2 * (y_pred - y_true) / np.size(y_pred) ** 2",
        ),
        _gradient(
            "rows-only",
            "Right for one column. With several, you divide by the number of rows, and there are "
            "more entries than rows.",
            "2 * (y_pred - y_true) / len(y_pred)",
        ),
        _gradient(
            "columns-only",
            "You divide by the number of columns. The mean of the loss runs over all entries.",
            "2 * (y_pred - y_true) / y_pred.shape[1]",
        ),
        _gradient(
            "summed",
            "You return a single number. The gradient has one entry for each prediction: do not "
            "average or sum, only divide by the number of entries.",
            "np.mean(2 * (y_pred - y_true))",
        ),
        _gradient(
            "summed-only",
            "You add all derivatives up. The gradient has one entry for each prediction, so "
            "nothing is summed, and each is divided by the number of entries.",
            "np.sum(2 * (y_pred - y_true))",
        ),
        _gradient(
            "per-column",
            "You average over the samples, which leaves one number for each column. The gradient "
            "has the shape of the predictions.",
            "np.mean(2 * (y_pred - y_true), axis=0)",
        ),
        _gradient(
            "per-column-kept",
            "You average over the samples and keep the axis, which leaves one row. The gradient "
            "has the shape of the predictions: one entry for each.",
            "np.mean(2 * (y_pred - y_true), axis=0, keepdims=True)",
        ),
        _gradient(
            "loss-returned",
            "This is the loss, not its gradient. Differentiate: ask how the loss changes with each "
            "prediction.",
            "np.mean((y_pred - y_true) ** 2)",
        ),
        _gradient(
            "still-squared",
            "The error is still squared. The derivative of a square is 2 times the error itself, "
            "with its sign.",
            "2 * (y_pred - y_true) ** 2 / np.size(y_pred)",
        ),
        _gradient(
            "not-differentiated",
            "You return each entry's share of the loss, its square divided by the number of "
            "entries. The derivative of the square is asked for.",
            "(y_pred - y_true) ** 2 / np.size(y_pred)",
        ),
        _gradient(
            "no-sign",
            "All your derivatives are positive. The sign says in which direction the loss grows: "
            "leave np.abs out.",
            "2 * np.abs(y_pred - y_true) / np.size(y_pred)",
        ),
        _gradient(
            "absolute-error",
            "This is the derivative of the absolute error: it knows only the sign of the error. "
            "That of a square also grows with its size.",
            "np.sign(y_pred - y_true) / np.size(y_pred)",
        ),
        _gradient(
            "with-respect-to-z",
            "There is a factor prediction times (1 − prediction) too many, the slope of the "
            "sigmoid. It belongs to the derivative with respect to z; here the derivative with "
            "respect to the prediction is asked for.",
            "2 * (y_pred - y_true) * y_pred * (1 - y_pred) / np.size(y_pred)",
        ),
        _gradient(
            "forgot-label",
            "Every entry is treated as if its label were 0: differentiate the square of "
            "prediction minus label, not of the prediction alone.",
            "2 * y_pred / np.size(y_pred)",
        ),
        _gradient(
            "parentheses",
            "Without parentheses only one of the two terms is multiplied or divided. Put the "
            "difference in parentheses first.",
            "2 * y_pred - y_true / np.size(y_pred)",
        ),
        _gradient(
            "parentheses-two",
            "The 2 multiplies only the prediction. Put prediction minus label in parentheses.",
            "(2 * y_pred - y_true) / np.size(y_pred)",
        ),
        _gradient(
            "flat",
            "The numbers are right, but the array has lost its shape. The gradient has the shape "
            "of the predictions.",
            "(2 * (y_pred - y_true) / np.size(y_pred)).ravel()",
        ),
        _gradient(
            "broadcast",
            "Somewhere an array of one axis meets a column, and NumPy combines every prediction "
            "with every label. Subtract labels and predictions as they are.",
            "2 * (y_pred.ravel() - y_true) / np.size(y_pred)",
        ),
        _gradient(
            "first-column",
            "Only the first column is in your gradient. It has the shape of the predictions, with "
            "all their columns.",
            "2 * (y_pred[:, :1] - y_true[:, :1]) / np.size(y_pred)",
        ),
        _gradient(
            "cross-entropy",
            "This is the gradient of the other loss, cross-entropy. That of the squared error has "
            "no denominator but the number of entries.",
            "(y_pred - y_true) / (y_pred * (1 - y_pred)) / np.size(y_pred)",
        ),
        _gradient(
            "threshold",
            "You turn the predictions into 0 or 1 before you subtract. Keep them as they are.",
            "2 * ((y_pred > 0.5) - y_true) / np.size(y_pred)",
        ),
        edit(
            "modified",
            "The numbers are right, but the gradient overwrites the caller's predictions. `-=` "
            "works inside the array; give the difference a name of its own.",
            f"return {_GRADIENT}",
            "y_pred -= y_true\n    return 2 * y_pred / np.size(y_pred)",
        ),
        rewrite(
            "returned-too-early",
            "Only the first row is filled: `return` stands inside the loop and ends it after one "
            "round. Move it out, to the level of `for`.",
            """def mse_gradient(y_true, y_pred):
    gradient = np.zeros(y_pred.shape)
    for i in range(len(y_pred)):
        gradient[i] = 2 * (y_pred[i] - y_true[i]) / np.size(y_pred)
        return gradient
""",
        ),
        _gradient(
            "np-gradient",
            "np.gradient takes differences between neighboring entries of an array, which is "
            "something else. Differentiate on paper and write the formula.",
            "np.gradient((y_pred - y_true) ** 2)",
        ),
        rewrite(
            "integer-array",
            "Right for decimal numbers. The array you fill is made in the type of y_pred, so with "
            "whole numbers every derivative is cut to a whole number. Make it with np.zeros.",
            """def mse_gradient(y_true, y_pred):
    gradient = np.zeros_like(y_pred)
    gradient[:] = 2 * (y_pred - y_true) / np.size(y_pred)
    return gradient
""",
        ),
        edit(
            "whole-number-division",
            "`//` is division without remainder: it rounds every entry down to a whole "
            "number. Divide with /.",
            ") / np",
            ") // np",
        ),
        edit(
            "error-added",
            "You add labels and predictions. The error is their difference.",
            "(y_pred - y_true)",
            "(y_pred + y_true)",
        ),
        rewrite(
            "mean-everywhere",
            "Every entry has the mean error. Each prediction has a derivative of its own: "
            "keep the errors apart, and divide by their number.",
            """
def mse_gradient(y_true, y_pred):
    return np.full(np.shape(y_pred), 2 * np.mean(y_pred - y_true))
""",
        ),
        edit(
            "cubed",
            "You take the third power of the errors. The derivative of a square is 2 times "
            "the error itself.",
            "(y_pred - y_true)",
            "(y_pred - y_true) ** 3",
        ),
        edit(
            "rows-only-and-two",
            "Two things are off: the factor 2 of the derivative is missing, and you divide by"
            " the number of rows in place of that of all entries.",
            "2 * (y_pred - y_true) / np.size(y_pred)",
            "(y_pred - y_true) / len(y_pred)",
        ),
        edit(
            "rows-only-and-sign",
            "Two things are off: the error is turned around (it is prediction minus label), "
            "and you divide by the number of rows in place of that of all entries.",
            "2 * (y_pred - y_true) / np.size(y_pred)",
            "2 * (y_true - y_pred) / len(y_pred)",
        ),
    ),
)
