"""Bringing every column to mean 0 and standard deviation 1."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from descent.datasets import Array
from descent.probes import Probe, call
from descent.sheets import Criterion
from grader.exercise import Begin, Exercise, edit
from grader.exercises.spiral.draws import KEPT, ONE_SAMPLE, WHOLE, variants

ONE_FEATURE = "one feature"
EQUAL = "a column of equal values"
NOT_QUITE_ZERO = "a column of equal values whose computed standard deviation is not exactly 0"


def _table(rng: np.random.Generator, m: int, n: int) -> Array:
    """Draw samples whose columns differ in mean and spread."""
    return rng.standard_normal((m, n)) * rng.uniform(0.5, 3, n) + rng.uniform(1, 4, n)


def _with_equal(rng: np.random.Generator, m: int, n: int, value: float) -> Array:
    """Draw samples with one column that holds a value again and again."""
    X = _table(rng, m, n)
    X[:, rng.integers(n)] = value
    return X


def _not_quite(rng: np.random.Generator, m: int) -> float:
    """Draw a value that, m times in a column, has a computed mean off by a hair."""
    # Larger values would have a larger hair, and a tiny number that some answers add to
    # every standard deviation would then not be enough to hide it.
    for value in rng.permutation(np.arange(5, 50)) / 100:
        column = np.full((m, 1), value)
        if column.std() > 0 and np.mean(column.ravel().tolist()) != value:
            return float(value)
    raise AssertionError(f"no value has an inexact mean of {m}")


def _probes(begin: Begin) -> Iterator[Probe]:
    rng = begin("three columns")
    yield call(_table(rng, int(rng.integers(5, 8)), 3))
    rng = begin("two columns")
    yield call(_table(rng, int(rng.integers(9, 13)), 2))
    rng = begin("one column")
    yield call(_table(rng, int(rng.integers(4, 8)), 1), label=ONE_FEATURE)
    # Fewer samples than features: the axes cannot be confused.
    rng = begin("wide")
    yield call(_table(rng, 3, int(rng.integers(4, 6))))
    rng = begin("whole numbers")
    whole = rng.permutation(np.arange(7))[:, np.newaxis] * [1, 3] - rng.integers(0, 5, (7, 2))
    yield call(whole, group="whole", label=WHOLE)
    # Here the computed mean is exact.
    rng = begin("a column of equal values")
    yield call(_with_equal(rng, 4, 3, float(rng.integers(2, 6))), group="equal", label=EQUAL)
    rng = begin("a column of equal whole numbers")
    whole = np.column_stack([rng.permutation(np.arange(5)), np.full(5, rng.integers(2, 6))])
    yield call(whole, group="equal", label=EQUAL)
    for m in (6, 7):
        rng = begin(f"{m} inexact equal values")
        X = _with_equal(rng, m, int(rng.integers(2, 4)), _not_quite(rng, m))
        yield call(X, group="hair", label=NOT_QUITE_ZERO)
    rng = begin("one sample")
    yield call(_table(rng, 1, int(rng.integers(2, 5))), group="equal", label=ONE_SAMPLE)


_variant = variants("def standardize(X):")

# How a right answer begins.
_START = """
    X = np.asarray(X, dtype=float)
    equal = X.min(axis=0) == X.max(axis=0)
    mu = np.where(equal, X[0], X.mean(axis=0))
    std = np.where(equal, 1.0, X.std(axis=0))
"""


def _ending(last: str) -> str:
    return f"{_START}    {last}\n"


_RIGHT_END = "return (X - mu) / std, mu, std"

STANDARDIZE = Exercise(
    name="standardize",
    probes=_probes,
    returns=("X_norm", "mu", "std"),
    criteria=(
        Criterion("the standardized samples", 0.5, groups=("values",), outputs=("X_norm",)),
        Criterion(
            "mu and std, a number for each column",
            0.5,
            outputs=("mu", "std"),
            rule="column_statistics",
        ),
        Criterion("whole numbers", 0.25, groups=("whole",), outputs=("X_norm",)),
        Criterion(
            "a column of equal values becomes zeros",
            0.25,
            groups=("values", "equal"),
            outputs=("X_norm",),
            options={"atol": 1e-6},
        ),
        Criterion(
            "also where its computed standard deviation is not exactly 0",
            0.25,
            groups=("values", "equal", "hair"),
            outputs=("X_norm",),
            options={"atol": 1e-6},
        ),
        KEPT,
    ),
    hints=(
        (
            "Two numbers are wanted for each column. Which axis has to disappear, so that an "
            "(m, n) table gives n means?"
        ),
        (
            "Take mean and std along axis 0. Find the columns of equal values by comparing their "
            "smallest and their largest value, not by looking at std, and give them a std of 1."
        ),
        (
            "equal is X.min(axis=0) == X.max(axis=0). std is np.where(equal, 1, X.std(axis=0)); "
            "then subtract mu from X, divide by std, and return all three. To be exact, take the "
            "first row for mu where the column is equal."
        ),
    ),
    mistakes=(
        _variant(
            "no-equal-columns",
            "A column of equal values becomes NaN, or ones, or minus ones: you divide by its "
            "standard deviation, which is 0 or a rounding error. Such a column has to become "
            "zeros.",
            """
            X = np.asarray(X, dtype=float)
            mu, std = X.mean(axis=0), X.std(axis=0)
            return (X - mu) / std, mu, std
            """,
        ),
        _variant(
            "compares-std-with-zero",
            "A standard deviation of exactly 0 is taken care of. But for a column of equal values "
            "the computed one may be as tiny as 1e-17 and still not 0; then neither a comparison "
            "with 0 nor replacing NaN afterward helps. Ask whether the values of the column are "
            "all equal.",
            """
            X = np.asarray(X, dtype=float)
            mu, std = X.mean(axis=0), X.std(axis=0)
            std = np.where(std == 0, 1.0, std)
            return (X - mu) / std, mu, std
            """,
        ),
        _variant(
            "equal-left-alone",
            "A column of equal values keeps its value. It should become zeros: subtract its mean "
            "there too.",
            _ending("return np.where(equal, X, (X - mu) / std), mu, std"),
        ),
        _variant(
            "equal-becomes-ones",
            "A column of equal values becomes ones. Zero is what says nothing: every value of it "
            "is exactly the mean.",
            _ending("return np.where(equal, 1.0, (X - mu) / std), mu, std"),
        ),
        _variant(
            "equal-becomes-nan",
            "A column of equal values becomes NaN, on purpose or by a division by 0. It has to "
            "become zeros, which a network can work with.",
            _ending("return np.where(equal, np.nan, (X - mu) / std), mu, std"),
        ),
        _variant(
            "equal-dropped",
            "You leave columns of equal values out of the result. They stay, as zeros: a network "
            "expects the same number of features every time.",
            _ending("return ((X - mu) / std)[:, ~equal], mu, std"),
        ),
        _variant(
            "sample-std",
            "You divide by m - 1 in the standard deviation (ddof=1), which statistics does for a "
            "sample. Here it divides by m, as NumPy's std does without further arguments.",
            """
            X = np.asarray(X, dtype=float)
            equal = X.min(axis=0) == X.max(axis=0)
            mu = np.where(equal, X[0], X.mean(axis=0))
            spread = np.sqrt(np.sum((X - mu) ** 2, axis=0) / max(len(X) - 1, 1))
            std = np.where(equal, 1.0, spread)
            return (X - mu) / std, mu, std
            """,
        ),
        _variant(
            "sample-std-no-equal-columns",
            "Two things: you divide by m - 1 in the standard deviation (ddof=1), where m is asked "
            "for, and a column of equal values is divided by 0 or by a rounding error.",
            """
            X = np.asarray(X, dtype=float)
            mu, std = X.mean(axis=0), X.std(axis=0, ddof=1)
            return (X - mu) / std, mu, std
            """,
        ),
        _variant(
            "one-for-all-columns",
            "You take one mean and one standard deviation of the whole table. Every column has its "
            "own: say axis=0.",
            """
            X = np.asarray(X, dtype=float)
            mu, std = X.mean(), X.std()
            return (X - mu) / (std or 1.0), mu, std
            """,
        ),
        _variant(
            "one-std-for-all-columns",
            "The mean is taken for each column, but the standard deviation of the whole table: "
            "give std an axis=0 too.",
            """
            X = np.asarray(X, dtype=float)
            mu, std = X.mean(axis=0), X.std()
            return (X - mu) / (std or 1.0), mu, std
            """,
        ),
        _variant(
            "per-row",
            "You standardize each row. A row is one sample; mean and standard deviation belong to "
            "a feature, which is a column: take axis=0.",
            """
            X = np.asarray(X, dtype=float)
            mu, std = X.mean(axis=1, keepdims=True), X.std(axis=1, keepdims=True)
            std = np.where(std == 0, 1.0, std)
            return (X - mu) / std, mu, std
            """,
        ),
        _variant(
            "per-row-transposed",
            "Your mean and standard deviation belong to rows: after X.T, axis 0 runs through the "
            "features of one sample. Leave the table as it is and take axis=0, so that every "
            "column has its own.",
            """
            mu, std = X.T.mean(axis=0), X.T.std(axis=0)
            return ((X.T - mu) / std).T, mu, std
            """,
        ),
        _variant(
            "per-row-no-keepdims",
            "You take mean and standard deviation along axis 1, of each row. A row is one sample; "
            "what is asked for is a number for each column: take axis=0.",
            """
            X = np.asarray(X, dtype=float)
            mu, std = X.mean(axis=1), X.std(axis=1)
            return (X - mu) / std, mu, std
            """,
        ),
        _variant(
            "centered-only",
            "You subtract the mean and stop there. Divide by the standard deviation, so that all "
            "columns have the same spread.",
            _ending("return X - mu, mu, std"),
        ),
        _variant(
            "scaled-only",
            "You divide by the standard deviation without subtracting the mean first.",
            _ending("return np.where(equal, 0.0, X / std), mu, std"),
        ),
        _variant(
            "scaled-only-equal-kept",
            "You divide by the standard deviation without subtracting the mean. Subtract it first: "
            "then a column of equal values becomes zeros by itself.",
            _ending("return X / std, mu, std"),
        ),
        _variant(
            "precedence",
            "Mind the parentheses: X - mu / std divides only mu. Subtract first, then divide the "
            "difference.",
            _ending("return X - mu / std, mu, std"),
        ),
        _variant(
            "precedence-no-equal-columns",
            "X - mu / std divides only mu by std: put the difference in parentheses. And a column "
            "of equal values needs care: its std is 0 or a rounding error.",
            """
            X = np.asarray(X, dtype=float)
            mu, std = X.mean(axis=0), X.std(axis=0)
            return X - mu / std, mu, std
            """,
        ),
        _variant(
            "sign",
            "Every entry has the wrong sign: you subtract the samples from their mean. The mean is "
            "subtracted from the samples.",
            _ending("return (mu - X) / std, mu, std"),
        ),
        _variant(
            "variance",
            "You divide by the variance. The standard deviation is its square root.",
            _ending("return (X - mu) / std**2, mu, std"),
        ),
        _variant(
            "variance-returned",
            "You divide by the variance and return it as std. The standard deviation is the square "
            "root of the variance.",
            _ending("return (X - mu) / std**2, mu, std**2"),
        ),
        _variant(
            "variance-no-equal-columns",
            "You divide by the variance; the standard deviation is its square root. And a column "
            "of equal values needs care: both are 0 there, or a rounding error.",
            """
            X = np.asarray(X, dtype=float)
            mu, var = X.mean(axis=0), X.var(axis=0)
            return (X - mu) / var, mu, var
            """,
        ),
        _variant(
            "root-of-std",
            "You take a square root of the standard deviation. np.std has taken it already; only "
            "np.var has not.",
            _ending("return (X - mu) / np.sqrt(std), mu, np.sqrt(std)"),
        ),
        _variant(
            "multiplied",
            "You multiply by the standard deviation. Divide by it, so that the spread becomes 1.",
            _ending("return (X - mu) * std, mu, std"),
        ),
        _variant(
            "min-max",
            "You bring every column to the range from 0 to 1 with its minimum and maximum. To "
            "standardize is another recipe: subtract the mean, divide by the standard deviation.",
            """
            X = np.asarray(X, dtype=float)
            low, high = X.min(axis=0), X.max(axis=0)
            span = np.where(low == high, 1.0, high - low)
            return (X - low) / span, low, span
            """,
        ),
        _variant(
            "min-max-other-statistics",
            "Your X_norm runs from 0 to 1, between minimum and maximum of each column. Use the mu "
            "and std that you return: subtract the one, divide by the other.",
            _ending(
                "span = np.where(equal, 1.0, X.max(axis=0) - X.min(axis=0))\n"
                "    return (X - X.min(axis=0)) / span, mu, std"
            ),
        ),
        _variant(
            "divided-by-range",
            "You divide by the distance from minimum to maximum. Divide by the standard deviation.",
            _ending(
                "span = np.where(equal, 1.0, X.max(axis=0) - X.min(axis=0))\n"
                "    return (X - mu) / span, mu, std"
            ),
        ),
        _variant(
            "divided-by-norm",
            "You divide each column by the root of the sum of its squares. The mean of the squares "
            "is missing: divide by the standard deviation.",
            _ending(
                "length = np.sqrt(np.sum((X - mu) ** 2, axis=0))\n"
                "    length = np.where(equal, 1.0, length)\n"
                "    return (X - mu) / length, mu, length"
            ),
        ),
        _variant(
            "mean-absolute-deviation",
            "You take the mean size of the deviations. The standard deviation squares them, takes "
            "the mean, and then the square root.",
            _ending(
                "std = np.where(equal, 1.0, np.mean(np.abs(X - mu), axis=0))\n    " + _RIGHT_END
            ),
        ),
        _variant(
            "median",
            "You subtract the median, the middle value. The mean is asked for.",
            _ending("mu = np.median(X, axis=0)\n    " + _RIGHT_END),
        ),
        _variant(
            "large-epsilon",
            "You add a small number to every standard deviation, large enough to change all "
            "results. Leave the ordinary columns alone, and treat only columns of equal values "
            "apart.",
            """
            X = np.asarray(X, dtype=float)
            mu, std = X.mean(axis=0), X.std(axis=0)
            return (X - mu) / (std + 1e-5), mu, std
            """,
        ),
        _variant(
            "tiny-epsilon",
            "The tiny number that you add to the standard deviation is not much larger than the "
            "rounding errors of a column of equal values, so that they come out as visible "
            "numbers. Ask whether the values of a column are all equal.",
            """
            X = np.asarray(X, dtype=float)
            mu, std = X.mean(axis=0), X.std(axis=0)
            return (X - mu) / (std + 1e-15), mu, std
            """,
        ),
        _variant(
            "integers-cut-off",
            "On whole numbers the result is cut off to whole numbers: the array that you fill has "
            "the type of X, and there it has no room for fractions. Make it a float array first.",
            """
            equal = X.min(axis=0) == X.max(axis=0)
            mu = np.where(equal, X[0], X.mean(axis=0))
            std = np.where(equal, 1.0, X.std(axis=0))
            X_norm = np.zeros_like(X)
            X_norm[:] = (X - mu) / std
            return X_norm, mu, std
            """,
        ),
        _variant(
            "two-columns-only",
            "Your code names the columns 0 and 1. There may be any number of them: take mean and "
            "std along axis 0, for all columns at once, or loop over X.shape[1].",
            """
            X_norm = np.array(X, dtype=float)
            mu, std = np.zeros(2), np.ones(2)
            for j in (0, 1):
                column = X_norm[:, j].copy()
                mu[j], std[j] = column.mean(), column.std()
                if column.min() == column.max():
                    mu[j], std[j] = column[0], 1.0
                X_norm[:, j] = (column - mu[j]) / std[j]
            return X_norm, mu, std
            """,
        ),
        _variant(
            "order-of-results",
            "The three results come in another order: first X_norm, then mu, then std.",
            _ending("return mu, std, (X - mu) / std"),
        ),
        _variant(
            "mu-and-std-exchanged",
            "mu and std are exchanged in what you return: first the means, then the standard "
            "deviations.",
            _ending("return (X - mu) / std, std, mu"),
        ),
        _variant(
            "samples-only",
            "You return X_norm alone. mu and std are needed too, to standardize the held-out set "
            "with them: return all three.",
            _ending("return (X - mu) / std"),
        ),
        _variant(
            "samples-only-no-equal-columns",
            "You return X_norm alone; mu and std are needed too, so return all three. And a column "
            "of equal values has to become zeros: as it is, you divide by 0 or by a rounding "
            "error.",
            """
            X = np.asarray(X, dtype=float)
            return (X - X.mean(axis=0)) / X.std(axis=0)
            """,
        ),
        _variant(
            "samples-only-of-all",
            "You standardize with one mean and one standard deviation of the whole table, and you "
            "return X_norm alone. Every column has its own (axis=0), and all three are asked for.",
            """
            X = np.asarray(X, dtype=float)
            return (X - X.mean()) / X.std()
            """,
        ),
        _variant(
            "divided-by-features",
            "For the mean you divide by the number of features. A column has as many entries as "
            "there are samples.",
            _ending("mu = X.sum(axis=0) / X.shape[1]\n    " + _RIGHT_END),
        ),
        _variant(
            "statistics-of-the-result",
            "mu and std come back as 0 and 1, as they are after standardizing. Return those of X, "
            "from before: only they can standardize other samples.",
            _ending(
                "X_norm = (X - mu) / std\n"
                "    return X_norm, X_norm.mean(axis=0), X_norm.std(axis=0)"
            ),
        ),
        _variant(
            "variance-as-std",
            "X_norm is right, but what you return as std is the variance, its square.",
            _ending("return (X - mu) / std, mu, std**2"),
        ),
        _variant(
            "not-standardized",
            "You compute mu and std and return the samples as they came. Subtract mu from X and "
            "divide by std.",
            _ending("return X, mu, std"),
        ),
        _variant(
            "modified",
            "The numbers are right, but the caller's X is overwritten: np.asarray makes no copy of "
            "an array of floats, and `-=` and `/=` work inside of it. Make a new array.",
            """
            X_norm = np.asarray(X, dtype=float)
            equal = X_norm.min(axis=0) == X_norm.max(axis=0)
            mu = np.where(equal, X_norm[0], X_norm.mean(axis=0))
            std = np.where(equal, 1.0, X_norm.std(axis=0))
            X_norm -= mu
            X_norm /= std
            return X_norm, mu, std
            """,
        ),
        _variant(
            "modified-floats-only",
            "`-=` and `/=` work inside of the caller's X: they overwrite it, and on whole numbers "
            "they fail, because a fraction has no room there. Write X - mu into a new array.",
            """
            equal = X.min(axis=0) == X.max(axis=0)
            mu = np.where(equal, X[0], X.mean(axis=0))
            std = np.where(equal, 1.0, X.std(axis=0))
            X -= mu
            X /= std
            return X, mu, std
            """,
        ),
        edit(
            "mean-added",
            "You add the mean. Subtract it, so that the mean of each column becomes 0.",
            "(X - mu)",
            "(X + mu)",
        ),
    ),
)
