"""What is asked of a trained classifier: the share of fresh samples that it gets right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from descent.judging.compare import MISSING, Difference, as_numbers
from descent.probing.probes import Observation, Probe
from descent.probing.values import Value

Array = np.ndarray[Any, Any]

PART = "the result of predict"


def fresh_accuracy(
    probe: Probe, right: Observation, came: Observation, options: Mapping[str, Value]
) -> Difference | None:
    """Ask for an accuracy of at least ``options["least"]``; the labels are what is right."""
    labels = np.asarray(right.shown["labels"])
    answers = came.shown.get("answers", MISSING)
    numbers = None if answers is MISSING else as_numbers(answers)
    if numbers is None:
        return Difference("type", PART, labels, answers)
    if numbers.shape not in (labels.shape, labels.shape[:1]):
        return Difference("shape", PART, labels, answers)
    ones = np.real(numbers).reshape(labels.shape) > 0.5
    share, least = float(np.mean(ones == (labels == 1))), float(options["least"])
    if share >= least:
        return None
    sentence = _about(numbers, float(ones.mean()), share, least)
    return Difference("property", sentence=sentence, cause="inaccurate")


def _about(numbers: Array, ones: float, share: float, least: float) -> str:
    fact = f"Of the fresh samples {share:.1%} are classified correctly; {least:.0%} are asked for."
    if not np.isfinite(numbers).all():
        return f"{fact} Some probabilities are not numbers: look for what overflows in training."
    if ones in (0, 1):
        return (
            f"{fact} All samples get the same class. Often training has only just begun then, or a "
            "learning rate that is too large has driven the output into saturation."
        )
    if share < 0.3:
        return f"{fact} That is far worse than guessing: the two classes seem to be exchanged."
    if share < 0.75:
        return (
            f"{fact} Draw the decision boundary: where it is still nearly straight, training has "
            "not come far. Try a larger learning rate, more epochs or more neurons."
        )
    return (
        f"{fact} Much of it is right already. Draw the decision boundary, see where it is wrong, "
        "and try a larger learning rate, more epochs or another width."
    )
