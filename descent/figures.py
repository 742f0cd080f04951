"""The figures of the course, each shown with a text alternative.

Colors are those of Okabe and Ito (2008), which people with any of the common
color vision deficiencies can tell apart; yellow and sky are darker here, so
that a line in them has a contrast of 3 to 1 on white. Classes also differ by
marker, so that nothing is said by color alone.
"""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from descent.datasets import Array

COLORS = {
    "blue": "#0072B2",
    "orange": "#D55E00",
    "green": "#009E73",
    "purple": "#CC79A7",
    "yellow": "#A8934C",
    "sky": "#2595F5",
    "black": "#000000",
    "gray": "#6B6B6B",
}

PROBABILITY = LinearSegmentedColormap.from_list(
    "probability", [COLORS["blue"], "#FFFFFF", COLORS["orange"]]
)

_CLASSES: tuple[dict[str, Any], ...] = (
    {"color": COLORS["blue"], "marker": "o", "label": "class 0"},
    {"color": COLORS["orange"], "marker": "^", "label": "class 1"},
)

_LINES = ("-", "--", "-.", ":")


class _Picture:
    """A finished figure: HTML in a notebook, its text alternative elsewhere."""

    def __init__(self, png: bytes, alt: str, caption: str) -> None:
        self._png, self._alt, self._caption = png, alt, caption

    def __repr__(self) -> str:
        return f"[Figure: {self._alt}]"

    def _repr_html_(self) -> str:
        data = base64.b64encode(self._png).decode("ascii")
        caption = f"<figcaption>{html.escape(self._caption)}</figcaption>" if self._caption else ""
        return (
            f'<figure><img alt="{html.escape(self._alt)}" '
            f'src="data:image/png;base64,{data}" style="max-width: 100%; background: white">'
            f"{caption}</figure>"
        )


def show(fig: Figure, alt: str, caption: str = "") -> None:
    """Show a figure with its text alternative, and close it.

    Notebook front ends drop the text alternative of an ordinary figure; this
    one keeps it, and a terminal prints it.

    Args:
        fig: The figure.
        alt: What the figure shows, in a sentence or two, for someone who does
            not see it.
        caption: A line below the figure.

    Raises:
        ValueError: ``alt`` is empty.
    """
    if not alt.strip():
        raise ValueError("alt is empty: say in a sentence what the figure shows")
    # IPython is imported here so that `import descent` stays quick elsewhere.
    from IPython.display import display

    buffer = io.BytesIO()
    # Without the version of matplotlib in its metadata, the file is the same everywhere.
    fig.savefig(buffer, format="png", dpi=100, bbox_inches="tight", metadata={"Software": None})
    plt.close(fig)
    display(_Picture(buffer.getvalue(), alt, caption))


def plot_points(X: Array, y: Array, ax: Axes | None = None) -> Axes:
    """Draw samples with two features, one marker and color for each class.

    Args:
        X: Samples, (m, 2).
        y: Labels 0 or 1, (m, 1).
        ax: Where to draw; a new figure without it.

    Returns:
        The axes drawn on.
    """
    ax = ax or plt.subplots(figsize=(5, 4.2), layout="constrained")[1]
    X, labels = np.asarray(X), np.asarray(y).ravel()
    for label, style in enumerate(_CLASSES):
        mask = labels == label
        ax.scatter(X[mask, 0], X[mask, 1], s=36, edgecolors="black", linewidths=0.6, **style)
    ax.set_xlabel("$x_1$")
    ax.set_ylabel("$x_2$")
    return ax


def plot_boundary(
    predict: Callable[[Array], Array] | Any,
    X: Array,
    y: Array,
    title: str = "Decision boundary",
    ax: Axes | None = None,
    margin: float = 0.5,
) -> Axes:
    """Draw what a model answers over the plane, and the line where it says 0.5.

    Args:
        predict: A function from points (k, 2) to probabilities (k, 1) or (k,),
            or an object with such a method ``predict``.
        X: Samples, (m, 2), drawn on top.
        y: Labels 0 or 1, (m, 1).
        title: The title of the axes.
        ax: Where to draw; a new figure without it.
        margin: How far the drawn plane reaches beyond the samples.

    Returns:
        The axes drawn on.
    """
    ax = ax or plt.subplots(figsize=(5.6, 4.2), layout="constrained")[1]
    answer = getattr(predict, "predict", predict)
    low, high = np.min(X, axis=0) - margin, np.max(X, axis=0) + margin
    xx, yy = np.meshgrid(np.linspace(low[0], high[0], 120), np.linspace(low[1], high[1], 120))
    grid = np.column_stack([xx.ravel(), yy.ravel()])
    probability = np.asarray(answer(grid), dtype=float).reshape(xx.shape)
    contours = ax.contourf(
        xx, yy, probability, levels=np.linspace(0, 1, 21), cmap=PROBABILITY, alpha=0.7
    )
    if probability.min() < 0.5 < probability.max():
        ax.contour(xx, yy, probability, levels=[0.5], colors="black", linewidths=1.5)
    ax.figure.colorbar(
        contours, ax=ax, label="probability of class 1", ticks=[0, 0.25, 0.5, 0.75, 1]
    )
    plot_points(X, y, ax)
    ax.set_title(title)
    return ax


def plot_losses(
    losses: Sequence[float] | Mapping[str, Sequence[float]],
    title: str = "Loss during training",
    ax: Axes | None = None,
    log: bool = False,
) -> Axes:
    """Draw one or several loss curves against the epoch.

    Args:
        losses: The losses, one an epoch; or a dict of such, by label.
        title: The title of the axes.
        ax: Where to draw; a new figure without it.
        log: Whether the loss axis is logarithmic.

    Returns:
        The axes drawn on.
    """
    ax = ax or plt.subplots(figsize=(6, 3.6), layout="constrained")[1]
    curves = losses if isinstance(losses, Mapping) else {"": losses}
    colors = list(COLORS.values())
    for number, (label, values) in enumerate(curves.items()):
        ax.plot(
            np.asarray(values),
            color=colors[number % len(colors)],
            linestyle=_LINES[number % len(_LINES)],
            label=label or None,
        )
    if isinstance(losses, Mapping):
        ax.legend()
    if log:
        ax.set_yscale("log")
    ax.set_title(title)
    ax.set_xlabel("epoch")
    ax.set_ylabel("loss")
    return ax
