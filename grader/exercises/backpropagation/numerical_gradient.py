"""The gradient by central differences.

Functions and points are drawn so that no gradient is near zero: there the
rounding of a difference with a small step would decide.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from descent.probes import Probe, call
from descent.sheets import Criterion
from descent.values import Lent
from grader.exercise import Begin, Exercise, Mistake, edit, rewrite
from grader.exercises.backpropagation.draws import KEPT

ANOTHER_STEP = "another step h"


def _probes(begin: Begin) -> Iterator[Probe]:
    rng = begin("vector")
    yield call(_cubic(rng), _point(rng, int(rng.integers(3, 6))))
    rng = begin("wide matrix")
    yield call(_waves(rng), _point(rng, 2, int(rng.integers(3, 5))))
    rng = begin("tall matrix")
    yield call(_cubic(rng), _point(rng, 3, 2))
    for name, label, shape in (
        ("three axes", "an array with three axes", (2, 3, 2)),
        ("one by one", "an array of shape (1, 1)", (1, 1)),
        ("no axes", "an array of shape ()", ()),
    ):
        rng = begin(name)
        yield call(_waves(rng), _point(rng, *shape), group="shapes", label=label)
    rng = begin("another step by keyword")
    step = float(rng.uniform(0.08, 0.15))
    x = _point(rng, int(rng.integers(3, 6))) * np.array(-1.0)
    yield call(_cubic(rng), x, h=step, group="step", label=ANOTHER_STEP)
    rng = begin("another step by position")
    step = float(rng.uniform(0.35, 0.5))
    yield call(_waves(rng), _point(rng, 2, 2), step, group="step", label=ANOTHER_STEP)


def _point(
    rng: np.random.Generator, *shape: int
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.asarray(rng.uniform(0.5, 1.2, shape))


def _cubic(rng: np.random.Generator) -> Lent:
    return Lent("cubic", (float(rng.uniform(0.1, 0.3)), float(rng.uniform(0.6, 1.2))))


def _waves(rng: np.random.Generator) -> Lent:
    return Lent("waves", (float(rng.uniform(0.6, 0.9)), float(rng.uniform(0.1, 0.3))))


_QUOTIENT = "(f_plus - f_minus) / (2 * h)"


def _quotient(id: str, sentence: str, expression: str) -> Mistake:
    return edit(id, sentence, _QUOTIENT, expression)


def _loop(id: str, sentence: str, loop: str) -> Mistake:
    """Return a variant whose loop over the entries is another one, with ``index`` set in it."""
    return edit(id, sentence, "for index in np.ndindex(x.shape):", loop)


_ONE_AXIS = (
    "A single loop over the rows moves a whole row of a matrix at once, and an array of shape () "
    "has no rows at all. Go through every entry: np.ndindex(x.shape) gives the index of each, for "
    "any shape."
)
_FIRST_AXIS = (
    "Your loop runs along the first axis only: of a matrix it moves whole rows, and an array of "
    "shape () has no first axis. np.ndindex(x.shape) goes through the entries of any shape."
)
_TWO_AXES = (
    "Two loops over rows and columns fit matrices only. Vectors, arrays with three axes and "
    "single numbers have other shapes: np.ndindex(x.shape) goes through the entries of any of "
    "them."
)
_FLAT_INDEX = (
    "An index that counts all entries in one row fits vectors only: a matrix needs a row and a "
    "column. np.ndindex(x.shape) gives complete indices for any shape."
)

NUMERICAL_GRADIENT = Exercise(
    name="numerical_gradient",
    probes=_probes,
    criteria=(
        Criterion("the gradient of vectors and matrices", 1, groups=("values",)),
        Criterion("arrays of any shape", 0.75, groups=("shapes",)),
        Criterion("central differences with the step h that is given", 1, groups=("step",)),
        replace(KEPT, name="x holds its old values afterwards", options={"rtol": 1e-9}),
    ),
    hints=(
        "Think of a vector with two entries first. Which four points does f have to be evaluated "
        "at, and which two of them belong to the first entry of the gradient?",
        "Make an array of zeros in the shape of x for the result. In a loop over all indices: "
        "move one entry up and call f, move it down and call f, put it back, store the quotient.",
        "`for index in np.ndindex(x.shape):` gives the indices. Work on a copy of x. Set its "
        "entry to x[index] + h for the first call of f and to x[index] - h for the second, then "
        "to x[index] again. The entry of the gradient is the difference of the two, divided by 2 "
        "* h.",
    ),
    mistakes=(
        _quotient(
            "one-sided",
            "You compare f one step to the right with f at x itself: a one-sided difference. Take "
            "one step to each side of x and divide by 2 * h; the error is far smaller.",
            "(f_plus - f(x)) / h",
        ),
        _quotient(
            "one-sided-left",
            "You compare f at x with f one step to the left: a one-sided difference. Take one "
            "step to each side of x and divide by 2 * h.",
            "(f(x) - f_minus) / h",
        ),
        _quotient(
            "half-way",
            "You divide by 2 * h, but the two calls of f are only one step h apart: the second "
            "one is at x, not at x - h. After moving up by h, move down by 2 * h.",
            "(f_plus - f(x)) / (2 * h)",
        ),
        _quotient(
            "missing-two",
            "The two points lie 2 * h apart, one step on each side. You divide by h only, so "
            "every slope is twice what it should be.",
            "(f_plus - f_minus) / h",
        ),
        _quotient(
            "missing-parentheses",
            "`/ 2 * h` divides by 2 and then multiplies by h. Put parentheses around the divisor: "
            "(2 * h).",
            "(f_plus - f_minus) / 2 * h",
        ),
        _quotient(
            "numerator-parentheses",
            "Only the second value of f is divided. Put parentheses around the difference, so "
            "that all of it is divided by 2 * h.",
            "f_plus - f_minus / (2 * h)",
        ),
        _quotient(
            "not-divided",
            "You give the differences of f, not its slopes. Divide each by the distance of the "
            "two points, 2 * h.",
            "f_plus - f_minus",
        ),
        _quotient(
            "exchanged",
            "The difference is taken the wrong way round: it is f one step up minus f one step "
            "down. Now every slope has the wrong sign.",
            "(f_minus - f_plus) / (2 * h)",
        ),
        _quotient(
            "added",
            "You add the two values of f. The slope comes from their difference.",
            "(f_plus + f_minus) / (2 * h)",
        ),
        _quotient(
            "step-outside",
            "You add h to the value of f. The step belongs inside, to the entry of x, before f is "
            "called: f of the moved array, not f plus h.",
            "((f(x) + h) - (f(x) - h)) / (2 * h)",
        ),
        edit(
            "fixed-step",
            "The step h that is passed is not used: your function always takes one of its own. "
            "Use h both where the entry is moved and where you divide.",
            "x = np.asarray(x, dtype=float)",
            "h = 1e-5",
        ),
        edit(
            "half-step",
            "You move each entry by half of h. The exercise asks for a whole step h to each side, "
            "and for the division by 2 * h.",
            "x[index] + h",
            "x[index] + h / 2",
            "x[index] - h",
            "x[index] - h / 2",
            _QUOTIENT,
            "(f_plus - f_minus) / h",
        ),
        edit(
            "relative-step",
            "You multiply the entry by 1 + h and 1 - h. The step is h itself: add it and subtract "
            "it.",
            "x[index] + h",
            "x[index] * (1 + h)",
            "x[index] - h",
            "x[index] * (1 - h)",
        ),
        edit(
            "higher-order",
            "You use a formula with four points. It is more exact, but the exercise asks for the "
            "central difference with two: one step h to each side.",
            "        f_minus = f(moved)\n",
            "        f_minus = f(moved)\n"
            "        moved[index] = x[index] + 2 * h\n"
            "        f_far = f(moved)\n"
            "        moved[index] = x[index] - 2 * h\n"
            "        f_near = f(moved)\n",
            _QUOTIENT,
            "(8 * f_plus - 8 * f_minus - f_far + f_near) / (12 * h)",
        ),
        edit(
            "not-restored",
            "An entry that was moved is not put back before the next one is moved, so later "
            "slopes are taken at another point. Restore each entry after its two calls of f.",
            "        moved[index] = x[index]\n",
            "",
        ),
        rewrite(
            "copies-not-restored",
            "You make one copy for the steps up and one for the steps down, and both keep the "
            "steps of earlier entries. Put each entry back, or make fresh copies inside the "
            "loop.",
            """
def numerical_gradient(f, x, h=1e-5):
    gradient = np.zeros(x.shape)
    up, down = x.copy(), x.copy()
    for index in np.ndindex(x.shape):
        up[index] += h
        down[index] -= h
        gradient[index] = (f(up) - f(down)) / (2 * h)
    return gradient
""",
        ),
        rewrite(
            "same-array",
            "The gradient is zero everywhere. That happens where both calls of f see the same "
            "numbers: two names may stand for one array (`up = x` makes no copy), or a copy is "
            "moved and x itself is passed to f.",
            """
def numerical_gradient(f, x, h=1e-5):
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        moved = x.copy()
        moved[index] += h
        gradient[index] = (f(x) - f(x)) / (2 * h)
    return gradient
""",
        ),
        rewrite(
            "all-at-once",
            "You move all entries at the same time and get one number. The gradient has a slope "
            "for every entry: move one entry at a time, in a loop.",
            """
def numerical_gradient(f, x, h=1e-5):
    return (f(x + h) - f(x - h)) / (2 * h)
""",
        ),
        rewrite(
            "all-at-once-filled",
            "Every slope is the same number, the sum of all slopes. Either all entries are moved "
            "at the same time, or each slope is added to the whole result. One entry, one slope, "
            "one place.",
            """
def numerical_gradient(f, x, h=1e-5):
    return np.full(x.shape, (f(x + h) - f(x - h)) / (2 * h))
""",
        ),
        edit(
            "entry-alone",
            "You call f with the one entry only. f wants the whole array, with this entry moved "
            "and all others as they are.",
            "f_plus = f(moved)",
            "f_plus = f(x[index] + h)",
            "f_minus = f(moved)",
            "f_minus = f(x[index] - h)",
        ),
        edit(
            "whole-numbers",
            "Your slopes are cut to whole numbers, because the array for the result holds "
            "integers. Make it of floats: np.zeros(x.shape).",
            "np.zeros(x.shape)",
            "np.zeros(x.shape, dtype=int)",
        ),
        edit(
            "flat",
            "The slopes are right but stand in one row. The gradient has the shape of x.",
            "    return gradient",
            "    return gradient.ravel()",
        ),
        edit(
            "f-of-flat",
            "You hand f a flattened copy of x. f may look at rows and columns: hand it an array of "
            "the shape of x.",
            "f_plus = f(moved)",
            "f_plus = f(moved.ravel())",
            "f_minus = f(moved)",
            "f_minus = f(moved.ravel())",
        ),
        edit(
            "return-in-loop",
            "The return stands inside the loop, so only the first entry gets a slope. Move it out "
            "of the loop.",
            "    return gradient",
            "        return gradient",
        ),
        edit(
            "averaged",
            "The slopes are divided by the number of entries. A gradient is not an average: leave "
            "each slope as it is.",
            "    return gradient",
            "    return gradient / x.size",
        ),
        _loop("rows-only", _ONE_AXIS, "for index in range(len(x)):"),
        _loop("first-axis-only", _FIRST_AXIS, "for index in range(x.shape[0]):"),
        _loop(
            "two-axes",
            _TWO_AXES,
            "for index in [(i, j) for i in range(x.shape[0]) for j in range(x.shape[1])]:",
        ),
        _loop("flat-index", _FLAT_INDEX, "for index in range(x.size):"),
        edit(
            "step-doubled",
            "You move each entry by 2 * h to both sides, and divide by 2 * h: the two points "
            "are 4 * h apart. One step is h.",
            "x[index] + h",
            "x[index] + 2 * h",
            "x[index] - h",
            "x[index] - 2 * h",
        ),
        edit(
            "last-slope-only",
            "You return a single number, the slope of the last entry: each turn of the loop "
            "replaces the gradient. Store the slope at the place of its entry.",
            "gradient[index] =",
            "gradient =",
        ),
        rewrite(
            "whole-rows",
            "You move whole rows at once: range(len(x)) counts along the first axis only. "
            "Move one entry at a time, with an index for each axis.",
            """
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros_like(x)
    for i in range(len(x)):
        old = x[i]
        x[i] = old + h
        plus = f(x)
        x[i] = old - h
        minus = f(x)
        x[i] = old
        grad[i] = (plus - minus) / (2 * h)
    return grad
""",
        ),
        rewrite(
            "np-gradient",
            "np.gradient takes the differences between neighboring entries of x, and never "
            "asks f. Move one entry of x at a time and call f.",
            "def numerical_gradient(f, x, h=1e-5):\n    return np.gradient(x, h)\n",
        ),
        edit(
            "moved-from-zero",
            "You set the entry to h and to -h, so you measure the slope at 0. Start from the "
            "entry as it is: add h to it, and subtract h from it.",
            "moved[index] = x[index] + h",
            "moved[index] = h",
            "moved[index] = x[index] - h",
            "moved[index] = -h",
        ),
    ),
)
