"""What is asked of a trained classifier: the share of fresh samples that it gets right.

Where that is too small, what train_spiral has returned is looked at for the reason. Nothing
is said that was not seen there. A sentence quotes no number of the network's own: of hidden
tests nothing is told that the answer could choose.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from descent.judging.compare import MISSING, Difference, as_numbers
from descent.probing.probes import Observation, Probe
from descent.probing.values import Inert, Value

Array = np.ndarray[Any, Any]

PART = "the result of predict"

# Of the spirals as make_spirals gives them, the first half of the rows are zeros.
_KNOWS, _GUESSES, _EXCHANGED = 0.9, (0.4, 0.6), 0.3
_BY_HEART, _FEW_NEURONS = 0.97, 4


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
        if _is_deaf(numbers, came):
            return Difference("property", sentence=_DEAF, cause="predict-ignores-its-argument")
        return Difference("shape", PART, labels, answers)
    share, least = _share(numbers, labels), float(options["least"])
    if share >= least:
        return None
    fact = f"Of the fresh samples {share:.1%} are classified correctly; {least:.0%} are asked for."
    cause, sentence = _why(_Seen(probe, came, numbers, share))
    return Difference("property", sentence=f"{fact} {sentence}", cause=cause)


_DEAF = (
    "predict gives the same numbers whatever samples it is asked about. Work out the answers from "
    "the argument of predict, not from samples that were kept in training."
)


def _is_deaf(numbers: Array, came: Observation) -> bool:
    others = (came.shown.get("on training samples"), came.shown.get("on unturned spirals"))
    arrays = [item for item in map(as_numbers, others) if item is not None]
    return len(arrays) == len(others) and all(np.array_equal(numbers, item) for item in arrays)


def _share(numbers: Array, labels: Array) -> float:
    ones = np.real(numbers).reshape(labels.shape) > 0.5
    return float(np.mean(ones == (labels == 1)))


class _Seen:
    """What train_spiral was given, and what it has returned."""

    def __init__(self, probe: Probe, came: Observation, answers: Array, fresh: float) -> None:
        self.came, self.answers, self.fresh = came, answers, fresh
        self.y = np.asarray(probe.steps[0].args[1])

    @property
    def is_ours(self) -> bool:
        """Whether it is of the class that the notebook gives: then its losses are mean squares."""
        kind = self.came.shown.get("kind")
        return isinstance(kind, Inert) and kind.description.endswith("NeuralNetworkScratch")

    def on(self, name: str, labels: Array) -> float | None:
        """Return the share of other samples that it gets right, if it answers with numbers."""
        numbers = as_numbers(self.came.shown.get(name))
        if numbers is None or numbers.size != labels.size:
            return None
        return _share(numbers, labels)

    @property
    def weights(self) -> list[Array]:
        """The weights of its layers, none if it keeps them otherwise than the course."""
        return self._layers("W")

    @property
    def biases(self) -> list[Array]:
        """The biases of its layers."""
        return self._layers("b")

    def _layers(self, letter: str) -> list[Array]:
        params = self.came.shown.get("params")
        if not isinstance(params, dict):
            return []
        found = (as_numbers(params.get(f"{letter}{n}")) for n in range(1, 1 + len(params) // 2))
        arrays = [item for item in found if item is not None and item.ndim == 2]
        return arrays if 2 * len(arrays) == len(params) else []

    @property
    def losses(self) -> Array:
        """The losses that it has kept, if they are numbers."""
        numbers = as_numbers(self.came.shown.get("losses"), sequence=True)
        if numbers is None or numbers.ndim != 1:
            return np.zeros(0)
        return np.real(numbers).astype(float)


def _why(seen: _Seen) -> tuple[str, str]:
    return next(
        (cause, sentence) for cause, holds, sentence in _REASONS if holds is None or holds(seen)
    )


def _not_finite(seen: _Seen) -> bool:
    return not np.isfinite(seen.answers).all()


def _of_other_data(seen: _Seen) -> bool:
    zeros = len(seen.y) // 2
    unturned = seen.on("on unturned spirals", np.repeat([[0.0], [1.0]], zeros, axis=0))
    return unturned is not None and max(unturned, 1 - unturned) >= _KNOWS and seen.fresh < 0.75


def _exchanged(seen: _Seen) -> bool:
    return seen.fresh < _EXCHANGED


def _without_hidden_layer(seen: _Seen) -> bool:
    return [w.shape[0] for w in seen.weights] == [2]


def _untrained(seen: _Seen) -> bool:
    return bool(seen.biases) and not any(map(np.any, seen.biases)) and not seen.losses.size


def _alike(seen: _Seen) -> bool:
    return any(
        w.shape[1] > 1 and bool((w == w[:, :1]).all() and (b == b[:, :1]).all())
        for w, b in zip(seen.weights[:-1], seen.biases, strict=False)
    )


def _narrow(seen: _Seen) -> bool:
    first, *others = seen.weights or [np.zeros((0, 0))]
    return bool(others) and first.shape[0] == 2 and first.shape[1] < _FEW_NEURONS


def _by_heart(seen: _Seen) -> bool:
    known = seen.on("on training samples", seen.y)
    return known is not None and known >= _BY_HEART and seen.fresh < 0.75


def _of_other_pairs(seen: _Seen) -> bool:
    losses, now = seen.losses, as_numbers(seen.came.shown.get("on training samples"))
    if not seen.is_ours or len(losses) < 20 or now is None or now.size != seen.y.size:
        return False
    loss = np.mean((np.real(now).reshape(seen.y.shape) - seen.y) ** 2)
    return bool(loss - losses[-1] > 0.02 + 2 * np.ptp(losses[-20:]))


def _jumped(seen: _Seen) -> bool:
    losses = seen.losses
    return len(losses) >= 20 and bool(losses[-1] >= losses[0] and np.ptp(losses) > 0.02)


def _stood(seen: _Seen) -> bool:
    losses = seen.losses
    return len(losses) >= 20 and bool(0 <= losses[0] - losses[-1] < 0.1 * abs(losses[0]))


def _falls(seen: _Seen) -> bool:
    losses = seen.losses
    if len(losses) < 20:
        return False
    # Losses may tremble on their way down.
    before, after = np.array_split(losses[-len(losses) // 4 :], 2)
    return bool(after.mean() < 0.998 * before.mean())


def _one_class(seen: _Seen) -> bool:
    ones = np.real(seen.answers) > 0.5
    return bool(ones.all() or not ones.any())


def _hardly_better_than_guessing(seen: _Seen) -> bool:
    return seen.fresh < 0.75


# What is looked for, in this order; the sentence of the first that holds is said.
_REASONS: tuple[tuple[str, Callable[[_Seen], bool] | None, str], ...] = (
    (
        "not-finite",
        _not_finite,
        "Some probabilities are not numbers: look for what overflows in training.",
    ),
    (
        "other-data",
        _of_other_data,
        "The spirals that train_spiral was given stand otherwise than those of the notebook, and "
        "what it returns knows the notebook's, which it was not given. Train with the arguments "
        "X and y, and with no other samples and labels.",
    ),
    (
        "labels-exchanged",
        _exchanged,
        "That is far worse than guessing: the two classes are exchanged.",
    ),
    (
        "no-hidden-layer",
        _without_hidden_layer,
        "The network has no hidden layer: its decision boundary is a straight line however long "
        "it is trained. Give it one, such as [2, 16, 1].",
    ),
    (
        "not-trained",
        _untrained,
        "Every bias of the network is still zero, as before training, and it has kept no losses: "
        "is it the one that was trained?",
    ),
    (
        "equal-neurons",
        _alike,
        "All neurons of a hidden layer have the same weights, and so each does what the others "
        "do: they need starting weights that differ.",
    ),
    (
        "too-narrow",
        _narrow,
        f"The first hidden layer has fewer than {_FEW_NEURONS} neurons, and each adds but one "
        "bend to the boundary. Make it wider.",
    ),
    (
        "by-heart",
        _by_heart,
        "It gets the training samples right, and does not know what to do with others. Draw its "
        "decision boundary: between the training samples it should follow the arms.",
    ),
    (
        "labels-out-of-step",
        _of_other_pairs,
        "The last loss that the network has kept is clearly smaller than its loss on X and y, as "
        "where it was trained with other pairs of samples and labels, with some of the rows, or "
        "with samples that were changed before. Train with all of X and y as they come; if you "
        "shuffle, in the same order, so that each sample keeps its label.",
    ),
    (
        "rate-too-large",
        _jumped,
        "The losses that the network has kept are no smaller at the end than at the beginning, "
        "although they have moved, as where the learning rate is too large, or has the wrong sign.",
    ),
    (
        "losses-stand",
        _stood,
        "The losses that the network has kept fall by less than a tenth from first to last. Try a "
        "larger learning rate and more epochs, and check that each sample keeps its label.",
    ),
    (
        "losses-still-fall",
        _falls,
        "The losses that the network has kept still fall at the end: it is not finished. Try more "
        "epochs, or a larger learning rate.",
    ),
    (
        "one-class",
        _one_class,
        "All samples get the same class. Often training has only just begun then, a learning "
        "rate that is too large has driven the output into saturation, or the samples of the last "
        "updates were all of this class.",
    ),
    (
        "inaccurate",
        _hardly_better_than_guessing,
        "Draw the decision boundary: where it is nearly straight, training has not come far, or "
        "there is no hidden layer that could bend it. Try a larger learning rate, more epochs or "
        "more neurons in a hidden layer.",
    ),
    (
        "inaccurate",
        None,
        "Much of it is right already. Draw the decision boundary, see where it is wrong, and try a "
        "larger learning rate, more epochs or another width.",
    ),
)
