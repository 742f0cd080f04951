"""A network of one's own design for the spirals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from descent.datasets import Array, make_spirals
from descent.probes import Observation, Probe, ask, look, make, script
from descent.sheets import Criterion
from grader.exercise import Begin, Exercise, Mistake
from grader.exercises.spiral.draws import variants

TRAINING, FRESH, SPIRALS, NOISE = 300, 1000, 5, 0.4

# The labels of fresh samples. They are not in the probe: what is in a probe can
# be read by the code that answers it.
_labels: dict[bytes, Array] = {}


def _probes(begin: Begin) -> Iterator[Probe]:
    rng = begin("spirals")
    X, y = make_spirals(TRAINING, NOISE, rng)
    mu, std = X.mean(axis=0), X.std(axis=0)
    fresh = [make_spirals(FRESH, NOISE, rng) for _ in range(SPIRALS)]
    samples = np.vstack([points for points, _ in fresh])
    labels = np.vstack([zeros_and_ones for _, zeros_and_ones in fresh])
    # make_spirals returns the zeros first: where a sample stands must not tell its label.
    order = rng.permutation(len(samples))
    # Four digits are enough for a place on the plane, and keep the visible sheet small.
    asked = ((samples[order] - mu) / std).round(4)
    _labels[asked.tobytes()] = labels[order]
    yield script(
        make("network", ((X - mu) / std).round(4), y),
        look("network.__class__", show="kind"),
        ask("network.predict", asked, show="answers"),
    )


def _truth(probe: Probe, _: Mapping[str, Any]) -> Observation:
    """Return what is right: the labels, whatever the reference answers.

    They go by another name than the answers, which nothing but an accuracy can be compared with.
    """
    return Observation({"labels": _labels[probe.steps[-1].args[0].tobytes()]})


def _right(least: float) -> Criterion:
    return Criterion(
        f"{least:.0%} of fresh samples right",
        2.0 if least == 0.9 else 1.0,
        rule="fresh_accuracy",
        options={"least": least},
    )


_variant = variants("def train_spiral(X, y):")


def _returns(id: str, sentence: str, what: str) -> Mistake:
    return _variant(
        id,
        sentence,
        f"""
        network = NeuralNetworkScratch([2, 2, 1], rng=np.random.default_rng(0))
        losses = network.train(X, y, epochs=1)
        return {what}
        """,
    )


TRAIN_SPIRAL = Exercise(
    name="train_spiral",
    probes=_probes,
    truth=_truth,
    criteria=(_right(0.9), _right(0.95), _right(0.97)),
    seconds=20.0,
    hints=(
        (
            "Begin with what you know: a NeuralNetworkScratch with one hidden layer, trained on X "
            "and y, and returned. Then look at the small multiples: which learning rate and which "
            "width looked best?"
        ),
        (
            "Most networks that fall short here have not failed, they are not finished: a "
            "learning rate of 1 is slow. Try 3 and 10, at least 16 hidden neurons, and a few "
            "thousand epochs. Draw the boundary after every try."
        ),
        (
            "Two hidden layers of 16 neurons, or one of 24, a learning rate of 10 and 3000 to 5000 "
            "epochs are enough. Make the generator inside of the function, with a fixed seed, and "
            "return the network, not its losses."
        ),
    ),
    mistakes=(
        _returns(
            "returns-losses",
            "train_spiral returns a list, such as the losses that train gives. Return the network "
            "itself.",
            "losses",
        ),
        _returns(
            "returns-tuple",
            "train_spiral returns a tuple of several things. Return the network alone.",
            "network, losses",
        ),
        _returns(
            "returns-params",
            "train_spiral returns a dict, such as the parameters. Return the network itself: it "
            "knows how to predict.",
            "network.params",
        ),
        _returns(
            "returns-predictions",
            "train_spiral returns an array, such as the predictions for X. Return the network "
            "itself, so that it can be asked about other samples.",
            "network.predict(X)",
        ),
        _returns(
            "returns-number",
            "train_spiral returns a number, such as the last loss. Return the network itself.",
            "losses[-1]",
        ),
        _returns(
            "returns-method",
            "train_spiral returns a method, such as network.predict. Return the network itself, "
            "the object that has this method.",
            "network.predict",
        ),
        _returns(
            "returns-function",
            "train_spiral returns a function. Return an object with a method predict, such as the "
            "network itself.",
            "lambda samples: network.predict(samples)",
        ),
        _returns(
            "returns-class",
            "train_spiral returns the class, not a network made from it. Return the network that "
            "you have trained.",
            "NeuralNetworkScratch",
        ),
    ),
)
