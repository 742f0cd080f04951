"""One explorer of each kind, made as the lessons make them, from functions that anyone can read."""

import numpy as np

from descent import make_spirals
from descent.explorers import (
    ActivationSlopes,
    BatchGrid,
    BatchTraining,
    Explorer,
    GradientCheck,
    HiddenPlane,
    LossLandscape,
    NetworkEdges,
    NeuronLine,
    SpiralTraining,
    player,
)

BY_HAND = {"W1": [[10, -10], [10, -10]], "b1": [[-5, 15]], "W2": [[10], [10]], "b2": [[-15]]}
TRAINED = {
    "W1": [[-6.0, 6.1], [5.8, -6.3]],
    "b1": [[-3.2, -3.4]],
    "W2": [[9.7], [9.6]],
    "b2": [[-4.8]],
}
SMALL = {
    "W1": [[1.0, -0.5], [0.5, 1.0]],
    "b1": [[-0.5, 0.2]],
    "W2": [[1.0], [-1.0]],
    "b2": [[0.0]],
}


def sigmoid(z):
    return 1 / (1 + np.exp(-np.asarray(z, dtype=float)))


def gradient_check() -> Explorer:
    def loss(w):
        return float((sigmoid(2 * w - 1) - 1) ** 2)

    steps = np.logspace(-13, 0, 53)
    both = [(loss(0.5 + h) - loss(0.5 - h)) / (2 * h) for h in steps]
    right = [(loss(0.5 + h) - loss(0.5)) / h for h in steps]
    return GradientCheck(loss, 0.5, -0.5, {"central": both, "one-sided": right})


def line_of_samples():
    """Thirty samples with one feature, two classes that overlap: those of section 4."""
    rng = np.random.default_rng(4)
    x = np.concatenate([rng.normal(-1, 1, 15), rng.normal(1, 1, 15)])
    return x, np.repeat([0.0, 1.0], 15)


def loss_landscape() -> Explorer:
    x, y = line_of_samples()

    def of(w, b):
        return sigmoid(x * w + b)

    def along(delta):
        return float(np.mean(delta * x)), float(np.mean(delta))

    surfaces = {
        "squared error": (
            lambda w, b: np.mean((of(w, b) - y) ** 2),
            lambda w, b: along(2 * (of(w, b) - y) * of(w, b) * (1 - of(w, b))),
        ),
        "cross-entropy": (
            lambda w, b: -np.mean(np.log(np.where(y > 0, of(w, b), 1 - of(w, b)) + 1e-12)),
            lambda w, b: along(of(w, b) - y),
        ),
    }
    return LossLandscape(surfaces)


def film() -> Explorer:
    X, y = make_spirals(120, 0.4, np.random.default_rng(0))
    side = np.linspace(-3.5, 3.5, 41)
    xx, yy = np.meshgrid(side, side)
    turned = np.hypot(xx, yy) * 2.4 - np.arctan2(yy, xx)
    frames = [0.5 + 0.5 * np.sin(turned) * n / 11 for n in range(12)]
    frames[0] = sigmoid(xx + yy)
    captions = [f"Epoch {100 * n}: loss {0.25 - 0.02 * n:.2f}." for n in range(12)]
    return player(
        frames,
        captions,
        "The plane colored by the network's answers, with both spirals on it.",
        title="The boundary through training",
        X=X,
        y=y,
        extent=(-3.5, 3.5, -3.5, 3.5),
        figure="The figure with six moments above",
    )


def batch_grid() -> Explorer:
    def curve(size, rate):
        n = np.arange(33)
        return 0.05 + 0.22 * np.exp(-n * rate / size / 4) + 0.01 * np.sin(n * rate) / size

    return BatchGrid((1, 8, 32, 192), (0.25, 1.5, 9, 54), curve, lambda size: -(-192 // size))


def activation_slopes() -> Explorer:
    return ActivationSlopes(
        {
            "sigmoid": (sigmoid, lambda z: sigmoid(z) * (1 - sigmoid(z))),
            "tanh": (np.tanh, lambda z: 1 - np.tanh(z) ** 2),
            "ReLU": (lambda z: np.maximum(z, 0), lambda z: z > 0),
            "leaky ReLU": (
                lambda z: np.where(z > 0, z, 0.1 * z),
                lambda z: np.where(z > 0, 1, 0.1),
            ),
        }
    )


class TwoLayers:
    """A network of two sigmoid layers, as section 5 has them, with gradients of the MSE."""

    def __init__(self, layer_sizes):
        self.params = {}

    def forward(self, X):
        a1 = sigmoid(X @ self.params["W1"] + self.params["b1"])
        self.cache = {"a0": X, "a1": a1, "a2": sigmoid(a1 @ self.params["W2"] + self.params["b2"])}
        return self.cache["a2"]

    def backward(self, X, y):
        a1, a2 = self.cache["a1"], self.cache["a2"]
        d2 = 2 * (a2 - y) * a2 * (1 - a2) / len(y)
        d1 = (d2 @ self.params["W2"].T) * a1 * (1 - a1)
        return {"dW2": a1.T @ d2, "db2": d2.sum(axis=0), "dW1": X.T @ d1, "db1": d1.sum(axis=0)}


class Quick:
    """What trains by a formula: the loss of an epoch is known beforehand."""

    def __init__(self, layer_sizes, bend="tanh", loss="squared error", rng=None):
        self.pace = layer_sizes[1] * {"sigmoid": 0.2, "tanh": 1, "ReLU": 2}[bend] * len(loss) / 1e4
        self.start, self.done = 0.2 + 0.2 * rng.random(), 0.0

    def train(self, X, y, epochs, lr):
        now = self.done + self.pace * lr * np.arange(epochs)
        self.done += self.pace * lr * epochs
        return list(self.start * np.exp(-now))

    def train_minibatch(self, X, y, epochs, lr, batch_size):
        return self.train(X, y, epochs, lr / batch_size)

    def predict(self, X):
        turned = np.hypot(*X.T) * 4 - np.arctan2(*X.T)
        return sigmoid(self.done * np.sin(turned) + X[:, 0])[:, None]


EXAMPLES = {
    "neuron_line": NeuronLine,
    "activation_slopes": activation_slopes,
    "hidden_plane": lambda: HiddenPlane(
        {"By hand": BY_HAND, "Found by training": TRAINED, "Small weights": SMALL}
    ),
    "loss_landscape": loss_landscape,
    "gradient_check": gradient_check,
    "film": film,
    "batch_grid": batch_grid,
    "network_edges": lambda: NetworkEdges(TwoLayers),
    "spiral_training": lambda: SpiralTraining(Quick),
    "batch_training": lambda: BatchTraining(Quick),
}
