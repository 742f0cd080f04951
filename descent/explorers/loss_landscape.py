"""Section 4: a loss over weight and bias, and the point that descends on it."""

from collections.abc import Callable, Mapping

import numpy as np

from descent.explorers.base import Explorer

Height = Callable[[float, float], float]
Slopes = Callable[[float, float], tuple[float, float]]


class LossLandscape(Explorer):
    """Loss surfaces over weight and bias with a point that goes downhill.

    Args:
        surfaces: By name, the loss as a function of w and b, and its gradient as a function of
            both that returns (dw, db).
        w: The weight at the start.
        b: The bias at the start.
        reach: How far the picture goes from zero along both axes.
        end: The epoch at which a descent ends.
    """

    script = "loss_landscape"
    title = "A point that descends"
    shows = "Choose the loss, the start and the learning rate, and let the point go downhill."
    figure = "The figure with the two surfaces above"

    def __init__(
        self,
        surfaces: Mapping[str, tuple[Height, Slopes]],
        w: float = -6.0,
        b: float = -4.0,
        reach: float = 9.0,
        end: int = 200,
    ) -> None:
        axis = np.linspace(-reach, reach, 49)
        maps = {name: _on(axis, height, slopes) for name, (height, slopes) in surfaces.items()}
        data = {"w": axis, "b": axis, "surfaces": maps, "end": end}
        super().__init__(data, loss=next(iter(maps)), w=w, b=b, rate=2)


def _on(axis: np.ndarray, height: Height, slopes: Slopes) -> dict[str, list[list[float]]]:
    gradients = [[slopes(w, b) for w in axis] for b in axis]
    return {
        "height": [[float(height(w, b)) for w in axis] for b in axis],
        "dw": [[float(dw) for dw, _ in row] for row in gradients],
        "db": [[float(db) for _, db in row] for row in gradients],
    }
