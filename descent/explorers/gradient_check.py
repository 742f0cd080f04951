"""Section 5: the gradient check as the step shrinks."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from descent.explorers.base import Explorer

STEPS = np.logspace(-13, 0, 53)


class GradientCheck(Explorer):
    """A secant that becomes a tangent, and the error of its slope against the step.

    Args:
        f: A function of one number.
        x: Where its slope is asked for.
        exact: The slope there.
        estimates: By name, the slopes found with each of the ``steps``; the first one looks to
            both sides of ``x``, a second one to the right alone.
        steps: The steps, the smallest first.
    """

    script = "gradient_check"
    title = "The gradient check as the step shrinks"
    shows = "Move the step h: the secant turns into the tangent, until rounding takes over."
    figure = "The figure above"

    def __init__(
        self,
        f: Callable[[float], float],
        x: float,
        exact: float,
        estimates: Mapping[str, Sequence[float]],
        steps: Sequence[float] = tuple(STEPS),
    ) -> None:
        data = {
            "x": x,
            "f": f(x),
            "exact": exact,
            "curve": [(w, f(w)) for w in np.linspace(x - 1.5, x + 1.5, 121)],
            "steps": [{"h": h, "below": f(x - h), "above": f(x + h)} for h in steps],
            # Errors, not slopes: of a slope, six digits would not do.
            "estimates": {
                name: [float(slope) - exact for slope in slopes]
                for name, slopes in estimates.items()
            },
        }
        super().__init__(data, difference=next(iter(estimates)), step=len(steps) - 1)
