"""What a student's notebook imports: checks, hints, data sets and figures."""

from descent.datasets import make_gate, make_spirals
from descent.figures import COLORS, plot_boundary, plot_losses, plot_points, show
from descent.notebook.check import check, hint

__version__ = "0.1.0"

__all__ = [
    "COLORS",
    "check",
    "hint",
    "make_gate",
    "make_spirals",
    "plot_boundary",
    "plot_losses",
    "plot_points",
    "show",
]
