"""What is asked of the generator that starting values are drawn from."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from descent.judging.compare import MISSING, Difference
from descent.judging.properties.starting_values import weights_of
from descent.probing.probes import Observation, Probe
from descent.probing.values import Value


def from_the_generator(
    probe: Probe, right: Observation, came: Observation, options: Mapping[str, Value]
) -> Difference | None:
    """Ask for equal weights from equal generators, and for others from other generators."""
    draws = {}
    for name, expected in right.shown.items():
        weights = weights_of(expected, came.shown.get(name, MISSING))
        if isinstance(weights, Difference):
            return weights
        draws[name] = np.concatenate([w.ravel() for w in weights.values()])
    if not np.array_equal(draws["first"], draws["again"]):
        return Difference(
            "property",
            cause="other-randomness",
            sentence="Two calls with generators in the same state give different weights: some of "
            "the randomness does not come from rng.",
        )
    if np.isclose(draws["first"], draws["other"], rtol=1e-12, atol=0).any():
        return Difference(
            "property",
            cause="rng-ignored",
            sentence="Generators with different seeds give the same weights, or some that are the "
            "same: draw all of them from rng.",
        )
    return None
