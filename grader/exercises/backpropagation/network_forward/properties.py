"""What is asked of a new network: starting values, and the generator that they come from."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from descent.judging.compare import MISSING, Difference, as_numbers, difference
from descent.judging.properties.starting_values import starting_layers, starting_spread
from descent.probing.probes import Observation, Probe
from descent.probing.values import Value

# What a probe reports where networks are made twice; the cause, if it is not so, and what to say.
_CAUSES = {
    "equal generators, equal weights": (
        "weights-from-elsewhere",
        "Two networks made with equal generators differ: draw all weights from rng.",
    ),
    "other generators, equal weights": (
        "rng-ignored",
        "The weights are the same whatever rng is given: draw them from rng.",
    ),
    "no generator, equal weights": (
        "rng-unseeded",
        "Two networks made without rng differ: use a generator with a fixed seed.",
    ),
}
_RNG = (
    "rng-not-kept",
    "The attribute rng is not the generator that the weights were drawn from.",
)


def fresh_network(
    probe: Probe, right: Observation, came: Observation, options: Mapping[str, Value]
) -> Difference | None:
    """Ask for the attributes of a new network: sizes, parameters, and the generator they come from.

    A probe reports the parameters of one network as ``result``, and its attributes
    ``layer_sizes`` and ``L``; or, under names that say what is compared, whether
    two networks and their generators agree.
    """
    if "result" in right.shown:
        for name in ("layer_sizes", "L"):
            gap = difference(name, right.shown[name], came.shown.get(name, MISSING))
            if gap:
                return gap
        return starting_layers(probe, right, came, options) or starting_spread(
            probe, right, came, options
        )
    for name, expected in right.shown.items():
        numbers = as_numbers(came.shown.get(name, MISSING))
        # One entry that disagrees is enough where all should agree, and the other way round.
        if numbers is None or bool(np.all(numbers)) != bool(np.all(expected)):
            cause, sentence = _CAUSES.get(name, _RNG)
            return Difference("property", sentence=sentence, cause=cause)
    return None
