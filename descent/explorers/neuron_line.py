"""Section 1: the decision line of a neuron."""

from descent.datasets import make_gate
from descent.explorers.base import Explorer


class NeuronLine(Explorer):
    """The decision line of a neuron with two inputs and a step, for each of the gates.

    Args:
        gate: The gate to begin with.
        w1: The first weight to begin with.
        w2: The second one.
        b: The bias.
    """

    script = "neuron_line"
    title = "A neuron under your hand"
    shows = "Two weights and a bias move the decision line; a table says which rows are right."
    figure = "The figure of the decision line above"

    def __init__(
        self, gate: str = "AND", w1: float = 1.0, w2: float = -0.5, b: float = 0.3
    ) -> None:
        names = ("AND", "OR", "NAND", "XOR")
        gates = {name: make_gate(name)[1].ravel().astype(int) for name in names}
        rows = make_gate("AND")[0].astype(int)
        super().__init__({"rows": rows, "gates": gates}, gate=gate, w1=w1, w2=w2, b=b)
