"""Section 3: XOR in the plane of the hidden activations."""

from collections.abc import Mapping

from descent.datasets import Array, make_gate
from descent.explorers.base import Explorer

Weights = Mapping[str, Array]  # W1 (2, 2), b1 (1, 2), W2 (2, 1), b2 (1, 1)


class HiddenPlane(Explorer):
    """The four points of XOR in the input plane and in the hidden plane, while weights move.

    Args:
        presets: By name, the weights that a button sets; the first ones stand at the beginning.
    """

    script = "hidden_plane"
    title = "XOR in the hidden plane"
    shows = "Nine weights and biases move the four points, the two hidden lines and the output's."
    figure = "The figure with the weights chosen by hand"

    def __init__(self, presets: Mapping[str, Weights]) -> None:
        X, y = make_gate("XOR")
        controls = {name: by_control(weights) for name, weights in presets.items()}
        data = {"rows": X.astype(int), "labels": y.ravel().astype(int), "presets": controls}
        super().__init__(data, **next(iter(controls.values())))


def by_control(weights: Weights) -> dict[str, float]:
    """Return the arrays of a network [2, 2, 1] as nine numbers, by the names of the sliders."""
    (w11, w12), (w21, w22) = weights["W1"]
    ((b1, b2),), ((v1,), (v2,)), ((c,),) = weights["b1"], weights["W2"], weights["b2"]
    numbers = {
        "w11": w11, "w21": w21, "b1": b1, "w12": w12, "w22": w22, "b2": b2, "v1": v1, "v2": v2,
        "c": c,
    }  # fmt: skip
    return {name: float(number) for name, number in numbers.items()}
