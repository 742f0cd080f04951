"""A grid of points over the plane of the samples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from descent.datasets import Array
from descent.probes import Probe, call
from descent.sheets import Criterion
from grader.exercise import Begin, Exercise, Mistake, edit
from grader.exercises.spiral.draws import KEPT, WHOLE

Samples = TypeVar("Samples", Array, NDArray[np.int64])

DEFAULTS = "the step and the margin that are preset"
BY_PLACE = "step and margin as second and third argument"
WHOLE_STEP = "a step that is a whole number"


def _samples(rng: np.random.Generator, steps: tuple[int, int], step: float, margin: float) -> Array:
    """Draw samples over whose plane the grid has steps + 1 points along each column.

    Along each column it ends well before the next point would come.
    """
    columns = []
    for count in steps:
        start = float(rng.uniform(-1.5, 1.5))
        span = (count + float(rng.uniform(0.3, 0.7))) * step - 2 * margin
        inner = rng.uniform(0.1, 0.9, 4)
        columns.append(start + span * np.concatenate([[0, 1], inner]))
    # The extremes of the two columns belong to different samples.
    return _shuffled(rng, np.column_stack([columns[0], np.roll(columns[1], 2)]).round(3))


def _shuffled(rng: np.random.Generator, X: Samples) -> Samples:
    """Shuffle samples so that a grid from the first to the last of them is not empty."""
    while True:
        X = rng.permutation(X)
        if (X[0] < X[-1]).all():
            return X


def _about(rng: np.random.Generator, low: float, high: float) -> float:
    """Draw a number with two digits, which keep the visible sheet small."""
    return round(float(rng.uniform(low, high)), 2)


def _probes(begin: Begin) -> Iterator[Probe]:
    for name, steps in (("tall", (3, 5)), ("wide", (6, 2))):
        rng = begin(name)
        step, margin = _about(rng, 0.25, 0.35), _about(rng, 0.1, 0.2)
        yield call(_samples(rng, steps, step, margin), step=step, margin=margin)
    rng = begin("by position")
    step, margin = _about(rng, 0.35, 0.45), _about(rng, 0.12, 0.22)
    yield call(_samples(rng, (2, 4), step, margin), step, margin, label=BY_PLACE)
    rng = begin("no margin")
    step = _about(rng, 0.35, 0.45)
    yield call(_samples(rng, (4, 3), step, 0), step=step, margin=0, label="a margin of 0")
    # Few points, although the preset step is small: these samples lie close together.
    samples = _samples(begin("preset"), (11, 10), 0.1, 0.5)
    yield call(samples, group="preset", label=DEFAULTS)
    rng = begin("whole numbers")
    step, margin = _about(rng, 0.44, 0.46), _about(rng, 0.24, 0.26)
    yield call(_whole(rng), step=step, margin=margin, group="whole", label=WHOLE)
    rng = begin("whole numbers and a whole step")
    margin = _about(rng, 0.2, 0.3)
    yield call(_whole(rng), step=1, margin=margin, group="whole", label=WHOLE_STEP)
    rng = begin("a whole step and a whole margin")
    samples = _samples(rng, (4, 3), 1, 1)
    yield call(samples, step=1, margin=1, group="whole", label=WHOLE_STEP)


def _whole(rng: np.random.Generator) -> NDArray[np.int64]:
    """Draw samples from 0 to 1 along one column and from 0 to 2 along the other, shifted."""
    whole = np.array([[0, 1], [1, 0], [1, 2], [0, 1], [1, 2], [0, 0]])
    return _shuffled(rng, whole + rng.integers(-3, 3, 2))


_LOW, _HIGH = "X.min(axis=0) - margin", "X.max(axis=0) + margin"
_ALONG = "np.arange(low[0], high[0], step), np.arange(low[1], high[1], step)"
_MESH = f"xx, yy = np.meshgrid({_ALONG})"
_STACK = "grid = np.column_stack([xx.ravel(), yy.ravel()])"
_RETURN = "return grid, xx, yy"


def _stacked(id: str, sentence: str, expression: str) -> Mistake:
    return edit(id, sentence, _STACK, f"grid = {expression}")


def _along(id: str, sentence: str, first: str, second: str) -> Mistake:
    return edit(id, sentence, _ALONG, f"{first}, {second}")


DECISION_GRID = Exercise(
    name="decision_grid",
    probes=_probes,
    returns=("grid", "xx", "yy"),
    criteria=(
        Criterion("xx and yy", 0.5, groups=("values",), outputs=("xx", "yy")),
        Criterion("the grid points as rows", 0.75, groups=("values",), outputs=("grid",)),
        Criterion("the preset step and margin", 0.25, groups=("preset",)),
        Criterion("whole numbers", 0.25, groups=("whole",)),
        KEPT,
    ),
    hints=(
        "Begin with one column: where does the grid start, where does it end, and which NumPy "
        "function gives the numbers between in equal steps?",
        (
            "np.arange along each of the two columns, from the minimum minus the margin to the "
            "maximum plus the margin. np.meshgrid crosses the two. Then flatten both results and "
            "put them side by side."
        ),
        (
            "xx, yy come from np.meshgrid of the two np.arange. The grid is np.column_stack of "
            "xx.ravel() and yy.ravel(); return it first, then xx and yy."
        ),
    ),
    mistakes=(
        edit(
            "ij-order",
            "xx and yy lie on their side. np.meshgrid wants first what runs along the first column "
            "of X, then what runs along the second, and no indexing='ij': that gives one row for "
            "each step along the second column.",
            _MESH,
            f'xx, yy = np.meshgrid({_ALONG}, indexing="ij")',
        ),
        _along(
            "columns-exchanged",
            "You take the second column of X for xx and the first for yy. The first column belongs "
            "to xx.",
            "np.arange(low[1], high[1], step)",
            "np.arange(low[0], high[0], step)",
        ),
        _along(
            "first-column-twice",
            "You use the first column of X for both directions. The second direction has its own "
            "minimum and maximum.",
            "np.arange(low[0], high[0], step)",
            "np.arange(low[0], high[0], step)",
        ),
        _along(
            "second-column-twice",
            "You use the second column of X for both directions. The first direction has its own "
            "minimum and maximum.",
            "np.arange(low[1], high[1], step)",
            "np.arange(low[1], high[1], step)",
        ),
        edit(
            "whole-table",
            "You take the minimum and maximum of the whole table, for both directions. Each column "
            "has its own: say axis=0.",
            _LOW,
            "np.full(2, X.min()) - margin",
            _HIGH,
            "np.full(2, X.max()) + margin",
        ),
        edit(
            "per-row",
            "You take minimum and maximum along axis 1, within samples. Along axis 0 you get those "
            "of each column.",
            _LOW,
            "X.min(axis=1) - margin",
            _HIGH,
            "X.max(axis=1) + margin",
        ),
        edit(
            "no-margin",
            "Your grid ends at the outermost samples. It should reach beyond them, by the margin, "
            "on all sides.",
            _LOW,
            "X.min(axis=0)",
            _HIGH,
            "X.max(axis=0)",
        ),
        edit(
            "margin-below-only",
            "The margin is there at the lower end only. Add it to the maximum as well.",
            _HIGH,
            "X.max(axis=0)",
        ),
        edit(
            "margin-above-only",
            "The margin is there at the upper end only. Subtract it from the minimum as well.",
            _LOW,
            "X.min(axis=0)",
        ),
        edit(
            "margin-shifts",
            "You add the margin at both ends, which only shifts the grid. Subtract it at the lower "
            "end, so that the grid reaches beyond the samples on all sides.",
            _LOW,
            "X.min(axis=0) + margin",
        ),
        edit(
            "margin-ignored",
            "You always use a margin of 0.5. The margin is an argument: use it.",
            _LOW,
            "X.min(axis=0) - 0.5",
            _HIGH,
            "X.max(axis=0) + 0.5",
        ),
        edit(
            "margin-half",
            "You use half of the margin at each end. The whole margin belongs to either end.",
            _LOW,
            "X.min(axis=0) - margin / 2",
            _HIGH,
            "X.max(axis=0) + margin / 2",
        ),
        edit(
            "margin-in-steps",
            "You take the margin times the step. The margin is a distance of its own.",
            _LOW,
            "X.min(axis=0) - margin * step",
            _HIGH,
            "X.max(axis=0) + margin * step",
        ),
        edit(
            "margin-times-span",
            "You take the margin as a share of the span of the samples. It is a distance: subtract "
            "and add it as it is.",
            _LOW,
            "X.min(axis=0) - margin * np.ptp(X, axis=0)",
            _HIGH,
            "X.max(axis=0) + margin * np.ptp(X, axis=0)",
        ),
        edit(
            "step-ignored",
            "You always use steps of 0.1. The step is an argument: use it.",
            _ALONG,
            "np.arange(low[0], high[0], 0.1), np.arange(low[1], high[1], 0.1)",
        ),
        edit(
            "both-ignored",
            "You always use a step of 0.1 and a margin of 0.5. Both are arguments: use them.",
            _LOW,
            "X.min(axis=0) - 0.5",
            _HIGH,
            "X.max(axis=0) + 0.5",
            _ALONG,
            "np.arange(low[0], high[0], 0.1), np.arange(low[1], high[1], 0.1)",
        ),
        edit(
            "step-default",
            "The preset step should be 0.1, as in the first line of the answer cell.",
            "step=0.1",
            "step=0.2",
        ),
        edit(
            "margin-default",
            "The preset margin should be 0.5, as in the first line of the answer cell.",
            "margin=0.5",
            "margin=0.1",
        ),
        edit(
            "arguments-exchanged",
            "step and margin are exchanged in the first line: after X comes the step, then the "
            "margin.",
            "X, step=0.1, margin=0.5",
            "X, margin=0.5, step=0.1",
        ),
        edit(
            "step-is-number",
            "np.linspace wants the number of points, np.arange the distance between them. The step "
            "is a distance.",
            _ALONG,
            "np.linspace(low[0], high[0], int(1 / step)), "
            "np.linspace(low[1], high[1], int(1 / step))",
        ),
        edit(
            "stretched",
            "np.linspace moves the points a little, so that the last one falls on the upper end. "
            "The grid goes up in steps of exactly `step`: use np.arange.",
            _ALONG,
            "np.linspace(low[0], high[0], int((high[0] - low[0]) / step) + 1), "
            "np.linspace(low[1], high[1], int((high[1] - low[1]) / step) + 1)",
        ),
        edit(
            "one-point-too-many",
            "Your grid has one point too many along each column. np.arange ends before its second "
            "argument, and so should the grid: do not add a step to it.",
            _ALONG,
            "np.arange(low[0], high[0] + step, step), np.arange(low[1], high[1] + step, step)",
        ),
        edit(
            "one-point-too-few",
            "The last point along each column is missing. The grid goes on as long as it is below "
            "the maximum plus the margin.",
            _ALONG,
            "np.arange(low[0], high[0], step)[:-1], np.arange(low[1], high[1], step)[:-1]",
        ),
        edit(
            "first-sample",
            "You take the first sample in place of the minimum of each column. The samples are in "
            "no order: use X.min(axis=0).",
            _LOW,
            "X[0] - margin",
        ),
        edit(
            "first-and-last-sample",
            "You take the first and the last sample in place of minimum and maximum. The samples "
            "are in no order: use X.min(axis=0) and X.max(axis=0).",
            _LOW,
            "X[0] - margin",
            _HIGH,
            "X[-1] + margin",
        ),
        edit(
            "whole-coordinates",
            "The ends of your grid are cut off to whole numbers. Leave minimum and maximum as they "
            "are.",
            _LOW,
            "X.min(axis=0).astype(int) - margin",
            _HIGH,
            "X.max(axis=0).astype(int) + margin",
        ),
        edit(
            "rounded-outward",
            "You round the ends of the grid to whole numbers (floor and ceil). Use minimum and "
            "maximum as they are.",
            _LOW,
            "np.floor(X.min(axis=0)) - margin",
            _HIGH,
            "np.ceil(X.max(axis=0)) + margin",
        ),
        _stacked(
            "grid-transposed",
            "The grid has two rows, one for each coordinate. A network wants its samples as rows: "
            "two columns, and a row for each point. np.column_stack makes columns.",
            "np.array([xx.ravel(), yy.ravel()])",
        ),
        _stacked(
            "grid-coordinates-exchanged",
            "The two columns of the grid are exchanged: first xx, then yy.",
            "np.column_stack([yy.ravel(), xx.ravel()])",
        ),
        _stacked(
            "grid-scrambled",
            "reshape does not exchange axes: it only reads the same numbers in the same order into "
            "other rows, so your rows mix two first coordinates. Flatten xx and yy, each by "
            "itself, and put them side by side.",
            "np.array([xx, yy]).reshape(-1, 2)",
        ),
        _stacked(
            "grid-by-columns",
            "Your grid runs through the points from bottom to top first. The order of xx.ravel() "
            "is row by row, from left to right first.",
            "np.column_stack([xx.T.ravel(), yy.T.ravel()])",
        ),
        _stacked(
            "grid-one-row",
            "You put xx and yy one behind the other. They belong side by side, as two columns.",
            "np.concatenate([xx.ravel(), yy.ravel()])",
        ),
        _stacked(
            "grid-not-flattened",
            "The grid still has the two axes of the plane. A network wants one row for each point: "
            "flatten xx and yy before you stack them.",
            "np.dstack([xx, yy])",
        ),
        _stacked(
            "grid-not-flattened-columns",
            "You stack xx and yy as they are. Flatten both first, with ravel, so that each becomes "
            "one column of the grid.",
            "np.column_stack([xx, yy])",
        ),
        _stacked(
            "grid-diagonal",
            "You pair the first coordinates with the second ones one by one. The grid has every "
            "combination: that is what xx and yy are for.",
            "np.column_stack([xx[0][: min(xx.shape)], yy[:, 0][: min(xx.shape)]])",
        ),
        edit(
            "one-axis",
            "xx and yy are the rows of numbers that go into np.meshgrid. What comes out of it is "
            "asked for: two tables, with the coordinates of every grid point.",
            _RETURN,
            f"return (grid, {_ALONG})",
        ),
        edit(
            "flattened",
            "xx and yy come flattened. Return them as np.meshgrid gives them: their shape is "
            "needed to lay the answers out on the plane.",
            _RETURN,
            "return grid, xx.ravel(), yy.ravel()",
        ),
        edit(
            "order-of-results",
            "The three results come in another order: first the grid, then xx, then yy.",
            _RETURN,
            "return xx, yy, grid",
        ),
        edit(
            "xx-and-yy-exchanged",
            "xx and yy are exchanged in what you return.",
            _RETURN,
            "return grid, yy, xx",
        ),
        edit(
            "grid-only",
            "You return the grid alone. xx and yy are needed too: without their shape the answers "
            "cannot be laid out on the plane again.",
            _RETURN,
            "return grid",
        ),
        edit(
            "no-grid",
            "You return xx and yy, but not the grid points as rows. They come first.",
            _RETURN,
            "return xx, yy",
        ),
        edit(
            "modified",
            "The numbers are right, but the caller's X is not what it was: X.sort orders the array "
            "itself. Use X.min(axis=0) and X.max(axis=0), which change nothing.",
            f"low = {_LOW}",
            "X.sort(axis=0)\n    low = X[0] - margin",
        ),
        edit(
            "margin-inwards",
            "The margin goes inwards: your grid begins above the minimum and ends below the "
            "maximum. Subtract the margin below, and add it above.",
            "X.min(axis=0) - margin",
            "X.min(axis=0) + margin",
            "X.max(axis=0) + margin",
            "X.max(axis=0) - margin",
        ),
    ),
)
