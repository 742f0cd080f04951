"""Section 5: values and gradients on the edges of a small network."""

from collections.abc import Iterator

import numpy as np

from descent.datasets import make_gate
from descent.explorers.hidden_plane import by_control
from descent.explorers.live import Answer, Live, Question

START = {"w11": 4, "w21": -3, "b1": -1, "w12": -2, "w22": 3, "b2": -2, "v1": 3, "v2": -2, "c": 0}
REACH = 8


class NetworkEdges(Live):
    """The network [2, 2, 1] on one row of XOR: its weights, and the gradient at each of them.

    Args:
        student: The class of section 5, with ``forward`` and ``backward``.
    """

    script = "network_edges"
    title = "Values and gradients on the edges"
    shows = "Nine weights and biases move; at each stands the gradient of the loss."
    figure = "The graph of two layers, in 5.5,"
    question = (
        "Two things to find out, with row (0, 1). Which gradients are zero wherever the weights "
        "stand? And push the bias of hidden neuron 2 to either end: what becomes of the gradients "
        "at the edges that lead into this neuron, and of the one at the edge that leaves it?"
    )
    because = (
        "The weights of x₁ have the gradient zero: it is the value that enters the edge times the "
        "delta at its end, and x₁ is 0. The bias at either end saturates neuron 2, a (1 − a) is "
        "nearly 0, and next to nothing passes back into its edges. The edge that leaves it is "
        "multiplied by its activation: at the low end that is nearly 0 and so is the gradient, at "
        "the high end it is nearly 1 and the gradient stays."
    )

    def __init__(self, student: type) -> None:
        X, y = make_gate("XOR")
        self._rows, self._labels = X, y
        data = {"rows": X.astype(int), "labels": y.ravel().astype(int), "start": START}
        super().__init__(student, {**data, "reach": REACH}, row="(0, 1)", **START)

    def recorded(self) -> Iterator[tuple[str, Question]]:
        """Yield each row with each weight at each whole number, all others at the start."""
        for row in range(4):
            for name in START:
                for value in range(-REACH, REACH + 1):
                    weights = {**START, name: value}
                    yield f"{row} {name} {value}", {"row": row, "weights": weights}

    def answer(self, question: Question) -> Answer:
        """Return activations, the loss, and its gradients in the order of ``START``."""
        w, row = question["weights"], question["row"]
        x, y = self._rows[row : row + 1], self._labels[row : row + 1]
        net = self.student([2, 2, 1])
        net.params["W1"] = np.array([[w["w11"], w["w12"]], [w["w21"], w["w22"]]], dtype=float)
        net.params["b1"] = np.array([[w["b1"], w["b2"]]], dtype=float)
        net.params["W2"] = np.array([[w["v1"]], [w["v2"]]], dtype=float)
        net.params["b2"] = np.array([[w["c"]]], dtype=float)
        output = np.asarray(net.forward(x)).item()
        hidden = np.asarray(net.cache["a1"], dtype=float).reshape(2)
        grads = net.backward(x, y)
        shapes = {"W1": (2, 2), "b1": (1, 2), "W2": (2, 1), "b2": (1, 1)}
        slopes = {name: np.reshape(grads[f"d{name}"], shape) for name, shape in shapes.items()}
        return {
            "hidden": hidden,
            "output": output,
            "loss": (output - float(y.item())) ** 2,
            "slopes": [by_control(slopes)[name] for name in START],
        }
