"""What is asked of the starting values of a network, however they are drawn.

A right answer may draw its weights in any order, so they cannot be compared
with those of the reference. Their layers and their spread are looked at
instead. The bounds leave a right answer a chance below 1e-10 to fail.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from descent.judging.compare import MISSING, Difference, as_numbers, difference
from descent.probing.probes import Observation, Probe
from descent.probing.values import Value

Array = np.ndarray[Any, Any]

# A sample of normal numbers exceeds either bound with a probability below exp(-25).
MOST_EXCESS = 25.0
MOST_MEAN = 7.0
# So well one rule explains a spread, and one number that of several layers.
ALIKE, SAME = MOST_EXCESS / 3, 1.5
# Evenly spread numbers reach 1.73 standard deviations.
MANY_DRAWS, EVEN_REACH = 350, 1.85
# Draws of their own are never this near to each other, and surely not several times.
SAME_DRAW, MOST_SAME = 1e-12, 2

# What else people scale their weights by, as far as it can be told from the spread.
_RULES: dict[str, Callable[[int, int], float]] = {
    "1: multiply what rng gives by sqrt(2 / n_in)": lambda n_in, n_out: 1.0,
    "2 / n_in: the square root is missing": lambda n_in, n_out: 2 / n_in,
    "sqrt(1 / n_in): the 2 is missing": lambda n_in, n_out: (1 / n_in) ** 0.5,
    "1 / n_in: both the 2 and the square root are missing": lambda n_in, n_out: 1 / n_in,
    "sqrt(2 / n_out): what counts is n_in": lambda n_in, n_out: (2 / n_out) ** 0.5,
    "sqrt(2 / (n_in + n_out)): the rule here has n_in alone": (
        lambda n_in, n_out: (2 / (n_in + n_out)) ** 0.5
    ),
    "sqrt(2 / (n_in n_out)): the rule here has n_in alone": (
        lambda n_in, n_out: (2 / (n_in * n_out)) ** 0.5
    ),
    "sqrt(n_in / 2): the fraction is upside down": lambda n_in, n_out: (n_in / 2) ** 0.5,
    "a fixed 0.01: the factor has to follow from n_in": lambda n_in, n_out: 0.01,
    "a fixed 0.1: the factor has to follow from n_in": lambda n_in, n_out: 0.1,
}


def starting_layers(
    probe: Probe, right: Observation, came: Observation, options: Mapping[str, Value]
) -> Difference | None:
    """Ask for every W and b in its shape, weights that are not all equal, and zero biases."""
    expected, actual = right.shown["result"], came.shown.get("result", MISSING)
    if not isinstance(actual, dict):
        return Difference("type", "", expected, actual)
    for name, array in expected.items():
        gap = difference(name, array, actual.get(name, MISSING))
        if gap and gap.kind == "values" and name.startswith("W"):
            gap = _dull(name, np.asarray(actual[name]))
        elif gap and gap.kind == "values":
            gap = _say(name, "bias-not-zero", f"{name} is not zero: biases start at zero.")
        if gap:
            return gap
    return None


def starting_spread(
    probe: Probe, right: Observation, came: Observation, options: Mapping[str, Value]
) -> Difference | None:
    """Ask for weights that look like normal draws with standard deviation sqrt(2 / n_in)."""
    weights = weights_of(right.shown["result"], came.shown.get("result", MISSING))
    if isinstance(weights, Difference):
        return weights
    scaled = {name: w * np.sqrt(w.shape[0] / 2) for name, w in weights.items()}
    draws = np.concatenate([w.ravel() for w in scaled.values()])
    if not np.isfinite(draws).all():
        return _say("", "not-finite", "Some weights are not finite numbers.")
    if np.sum(np.diff(np.sort(draws)) < SAME_DRAW) > MOST_SAME:
        return _say(
            "",
            "draws-repeated",
            "Some weights come up again and again, as draws do that are rounded, or used twice. "
            "Those of rng.standard_normal, each of its own, hardly ever do.",
        )
    if abs(draws.mean()) * np.sqrt(draws.size) > MOST_MEAN * draws.std():
        return _say(
            "", "not-centered", "The weights are not centered: on average they should be zero."
        )
    if _excess(scaled) > MOST_EXCESS:
        return _say("", "other-spread", _about_spread(weights, scaled))
    if not (np.abs(draws) > 2).any() or not (np.abs(draws) < 0.5).any():
        return _say(
            "",
            "not-normal",
            "The weights do not look normal: draw them with rng.standard_normal.",
        )
    return None


def weights_of(expected: Value, actual: Value) -> dict[str, Array] | Difference:
    """Return the weight matrices of a network, or what is missing or has another shape.

    Args:
        expected: The parameters of the right answer, ``W1, b1, ...``.
        actual: What came.
    """
    if not isinstance(actual, dict):
        return Difference("type", "", expected, actual)
    weights: dict[str, Array] = {}
    for name, array in expected.items():
        if name.startswith("W"):
            gap = difference(name, array, actual.get(name, MISSING))
            if gap and gap.kind != "values":
                return gap
            numbers = as_numbers(actual[name])
            assert numbers is not None  # or there would be a gap of another kind
            weights[name] = np.real(numbers).astype(float)
    return weights


def _say(part: str, cause: str, sentence: str) -> Difference:
    return Difference("property", part, sentence=sentence, cause=cause)


def _dull(name: str, weights: Array) -> Difference | None:
    if weights.size > 1 and np.all(weights == weights.flat[0]):
        return _say(
            name,
            "equal-weights",
            f"All entries of {name} are equal: then the neurons of the layer are copies of one "
            "another. Draw each weight from rng.",
        )
    return None


def _excess(scaled: Mapping[str, Array]) -> float:
    """Return how far the spread of standardized weights is from 1, at the worst.

    The mean square r of n standard normal numbers is beyond a given r with a
    probability below exp(-n (r - 1 - log r) / 2), on either side of 1.
    """
    together = np.concatenate([w.ravel() for w in scaled.values()])
    worst = 0.0
    for numbers in (*scaled.values(), together):
        square = float(np.mean(numbers**2))
        if not 0 < square < np.inf:
            return float("inf")
        worst = max(worst, numbers.size * (square - 1 - np.log(square)) / 2)
    return worst


def _about_spread(weights: Mapping[str, Array], scaled: Mapping[str, Array]) -> str:
    """Say what the spread is, and by which other rule the weights are scaled if one fits alone."""
    fits = {}
    for rule, scale in _RULES.items():
        fits[rule] = _excess({name: w / scale(*w.shape) for name, w in weights.items()})
    best, *others = sorted(fits, key=lambda rule: fits[rule])
    if fits[best] < ALIKE and all(fits[rule] > MOST_EXCESS for rule in others):
        return f"The standard deviation of the weights looks like {best}."
    name, worst = max(scaled.items(), key=lambda item: abs(np.log(np.mean(item[1] ** 2) + 1e-300)))
    ratio = float(np.sqrt(np.mean(worst**2)))
    sentence = (
        f"The standard deviation of {name} is {ratio:.2g} times what it should be, "
        "which is sqrt(2 / n_in)."
    )
    return " ".join(filter(None, (sentence, _same_everywhere(weights), _evenly(weights))))


def _same_everywhere(weights: Mapping[str, Array]) -> str:
    """Say that one number is the standard deviation in all layers, where that is so."""
    together = np.concatenate([w.ravel() for w in weights.values()])
    common = float(np.sqrt(np.mean(together**2)))
    n_in = {len(w) for w in weights.values()}
    if len(n_in) < 2 or not common or _excess({k: w / common for k, w in weights.items()}) > SAME:
        return ""
    return f"It is about {common:.2g} in every layer, and has to follow from n_in."


def _evenly(weights: Mapping[str, Array]) -> str:
    """Say that the weights lie between bounds, as evenly spread ones do, where that is so."""
    spread = [np.abs(w).ravel() / np.sqrt(np.mean(w**2)) for w in weights.values() if w.any()]
    reach = np.concatenate(spread) if spread else np.empty(0)
    # That so many normal draws stay below 1.85 has a probability below 1e-10.
    if reach.size < MANY_DRAWS or reach.max() > EVEN_REACH:
        return ""
    return (
        "The weights lie evenly between two bounds, as rng.uniform draws them: normal ones are "
        "asked for."
    )
