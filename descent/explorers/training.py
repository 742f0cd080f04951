"""Sections 6 and 7: training with settings to choose, from three seeds at once."""

import base64
from abc import abstractmethod
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

import numpy as np

from descent.datasets import Array, make_spirals
from descent.explorers.live import Answer, Live, Question

SEEDS = (0, 1, 2)
SIDE = np.linspace(-2.5, 2.5, 27)  # of the map, in standardized features
POINTS = 10  # losses that an answer holds of each run at most

Settings = Mapping[str, Any]


class Training(Live):
    """Networks that train on the spirals from three seeds, in as many epochs as are asked for.

    A subclass says how a network is made and trained, between what its reader may choose, and
    where the choices stand at the start.
    """

    script = "training"
    options: ClassVar[Mapping[str, tuple[Any, ...]]]
    labels: ClassVar[Mapping[str, str]]
    start: ClassVar[Settings]
    samples = 300
    frame = 20  # epochs between two pictures of the record
    last = 200  # the last of them
    limit = 2000  # where a live training ends

    def __init__(self, student: type) -> None:
        self._done: tuple[Settings, int] | None = None
        places = {  # where each control stands: a word, or a place among numbers
            name: self.start[name] if isinstance(few[0], str) else few.index(self.start[name])
            for name, few in self.options.items()
        }
        data = {
            "options": [[name, self.labels[name], few] for name, few in self.options.items()],
            "start": places,
            "side": [SIDE[0], SIDE[-1], len(SIDE)],
            **{"frame": self.frame, "last": self.last, "limit": self.limit, "seeds": SEEDS},
        }
        super().__init__(student, data, **places)

    @abstractmethod
    def network(self, settings: Settings, rng: np.random.Generator) -> Any:
        """Return a new network of the student's."""

    @abstractmethod
    def train(self, net: Any, X: Array, y: Array, epochs: int, settings: Settings) -> Any:
        """Train a network and return the loss of each epoch."""

    def recorded(self) -> Iterator[tuple[str, Question]]:
        """Yield the start, and each other choice of one control, from the first epoch on."""
        others = [
            {**self.start, name: value}
            for name, few in self.options.items()
            for value in few
            if value != self.start[name]
        ]
        for settings in (self.start, *others):
            places = " ".join(str(few.index(settings[n])) for n, few in self.options.items())
            for done in range(0, self.last, self.frame):
                question = {"settings": settings, "done": done, "epochs": self.frame}
                yield f"{places} {done}", question

    def answer(self, question: Question) -> Answer:
        """Train on from where the last answer ended; from the start where that was another run."""
        settings, done, epochs = (question[name] for name in ("settings", "done", "epochs"))
        if not done or self._done != (settings, done):
            done = 0
            self._draw(settings["noise"])
            self._nets = [self.network(settings, np.random.default_rng(seed)) for seed in SEEDS]
        self._done = None  # until all networks have come as far
        losses = []
        for net in self._nets if epochs else ():
            found = self.train(net, self._X, self._y, epochs, settings)
            losses.append(np.asarray(found, dtype=float).reshape(epochs))
        after = np.unique(np.linspace(epochs, 1, min(POINTS, epochs)).astype(int))
        self._done = (settings, done + epochs)
        return {
            "from": done,
            "epoch": done + epochs,
            "losses": [[done + int(n), *(run[n - 1] for run in losses)] for n in after],
            "held": [self._share(net) for net in self._nets],
            "map": self._map(self._nets[0]),
            "points": self._X[:120] if not done else None,
            "classes": self._y[:120].ravel().astype(int) if not done else None,
        }

    def _draw(self, noise: float) -> None:
        rng = np.random.default_rng(6)
        X, y = make_spirals(self.samples, noise, rng)
        held, self._y_held = make_spirals(1000, noise, rng)
        order = rng.permutation(len(X))
        mu, std = X.mean(axis=0), X.std(axis=0)
        self._X, self._y = ((X - mu) / std)[order], y[order]
        self._X_held = (held - mu) / std

    def _share(self, net: Any) -> float:
        output = np.reshape(net.predict(self._X_held), self._y_held.shape)
        return float(np.mean((output > 0.5) == (self._y_held == 1)))

    def _map(self, net: Any) -> str:
        xx, yy = np.meshgrid(SIDE, SIDE)
        output = np.reshape(net.predict(np.column_stack([xx.ravel(), yy.ravel()])), xx.size)
        whole = np.nan_to_num(np.clip(np.asarray(output, dtype=float), 0, 1))
        return base64.b64encode(np.round(255 * whole).astype(np.uint8).tobytes()).decode("ascii")


class SpiralTraining(Training):
    """Full-batch training with a bend and a loss to choose.

    Args:
        student: A class called as ``student(layer_sizes, bend, loss, rng=…)``, with ``train``.
    """

    title = "Train it yourself"
    shows = "Three networks train at once, with the width, rate, bend, loss and noise that you set."
    figure = "The table of all six pairs, above,"
    options: ClassVar = {
        "width": (4, 8, 12, 24),
        "rate": (0.3, 1, 3, 10),
        "noise": (0.2, 0.4, 0.8),
        "bend": ("sigmoid", "tanh", "ReLU"),
        "loss": ("squared error", "cross-entropy"),
    }
    labels: ClassVar = {
        "width": "Width of both hidden layers",
        "rate": "Learning rate",
        "noise": "Noise of the spirals",
        "bend": "Hidden activation",
        "loss": "Loss",
    }
    start: ClassVar = {
        "width": 12,
        "rate": 3,
        "noise": 0.4,
        "bend": "ReLU",
        "loss": "cross-entropy",
    }
    question = (
        "At the start, ReLU and cross-entropy at the rate 3 fail from three seeds of three. "
        "Change one control and train 200 epochs. Which single changes repair it? Then say "
        "whether it was the activation, the loss or the rate that was wrong."
    )
    because = (
        "Squared error does, tanh does, and so does a rate of 1 or 0.3. So none of the three was "
        "wrong by itself. ReLU and cross-entropy both let larger gradients through, and with both "
        "of them a step at the rate 3 is too long. Whoever compares losses or activations at this "
        "one rate blames what was only not tuned."
    )

    def network(self, settings: Settings, rng: np.random.Generator) -> Any:
        """Return a network with two hidden layers."""
        width = settings["width"]
        return self.student([2, width, width, 1], settings["bend"], settings["loss"], rng=rng)

    def train(self, net: Any, X: Array, y: Array, epochs: int, settings: Settings) -> Any:
        """Train with all samples in each update."""
        return net.train(X, y, epochs=epochs, lr=settings["rate"])


class BatchTraining(Training):
    """Training on mini-batches.

    Args:
        student: The class of section 7, with ``train_minibatch``.
    """

    title = "Train on batches yourself"
    shows = "Three networks train at once, with the batch size, rate, width and noise that you set."
    figure = "The figure of the tuning, above,"
    samples = 192
    frame, last, limit = 4, 32, 400
    options: ClassVar = {
        "batch": (1, 8, 32, 192),
        "rate": (0.25, 1.5, 9, 54),
        "width": (4, 16, 32),
        "noise": (0.2, 0.4, 0.8),
    }
    labels: ClassVar = {
        "batch": "Batch size",
        "rate": "Learning rate",
        "width": "Hidden neurons",
        "noise": "Noise of the spirals",
    }
    start: ClassVar = {"batch": 8, "rate": 9, "width": 16, "noise": 0.4}
    question = (
        "At the start, batches of 8 at the rate 9 learn the spirals in 32 epochs. Change the batch "
        "size alone, to 1, to 32, to 192. Do they lose because 8 is the better size? Look for a "
        "rate at which batches of one do as well."
    )
    because = (
        "At this one rate all three are behind: single samples shake the weights until nothing is "
        "learned, 32 and 192 make too few updates in 32 epochs. That is a comparison at one "
        "common rate. At the rate 1.5 batches of one reach an accuracy of 0.92 to 0.98 as well, "
        "and the larger ones come closer with more epochs. A batch size and its rate are chosen "
        "together."
    )

    def network(self, settings: Settings, rng: np.random.Generator) -> Any:
        """Return a network with one hidden layer."""
        return self.student([2, settings["width"], 1], rng=rng)

    def train(self, net: Any, X: Array, y: Array, epochs: int, settings: Settings) -> Any:
        """Train with an update for each batch."""
        return net.train_minibatch(
            X, y, epochs=epochs, lr=settings["rate"], batch_size=settings["batch"]
        )
