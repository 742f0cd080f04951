"""Explorers: one thing to move in each section.

``from descent.explorers import NeuronLine``, and ``NeuronLine()`` as the last line of a cell. They
compute in the browser and need no kernel, no network and no package beyond those of ``descent``.
Three run the student's own code where there is a kernel to ask (``live``), and show what it gave
when the cell ran where there is none.
"""

from descent.explorers.activation_slopes import ActivationSlopes
from descent.explorers.base import Explorer
from descent.explorers.batch_grid import BatchGrid
from descent.explorers.film import player
from descent.explorers.gradient_check import GradientCheck
from descent.explorers.hidden_plane import HiddenPlane
from descent.explorers.loss_landscape import LossLandscape
from descent.explorers.network_edges import NetworkEdges
from descent.explorers.neuron_line import NeuronLine
from descent.explorers.training import BatchTraining, SpiralTraining

__all__ = [
    "ActivationSlopes",
    "BatchGrid",
    "BatchTraining",
    "Explorer",
    "GradientCheck",
    "HiddenPlane",
    "LossLandscape",
    "NetworkEdges",
    "NeuronLine",
    "SpiralTraining",
    "player",
]
