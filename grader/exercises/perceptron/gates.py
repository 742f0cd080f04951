"""Which gates one neuron can learn."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from descent.probes import Probe, value
from descent.sheets import Criterion
from grader.exercise import Begin, Exercise, Mistake, edit, rewrite

# What to look at again, without saying what will be seen.
_LOOK = {
    "AND": "the decision line of 1.2",
    "OR": "what another bias does to the line of 1.2",
    "NAND": "the two sides of a line, when every weight and the bias change their sign",
    "XOR": "the four inequalities of 1.8",
}


def _probes(begin: Begin) -> Iterator[Probe]:
    begin("all four gates")
    yield value()


_RIGHT = 'separable = {"AND": True, "OR": True, "NAND": True, "XOR": False}'


def _looks(gates: tuple[str, ...]) -> Mistake:
    """Return the mistake of having exactly these gates wrong."""
    entries = {gate: (gate != "XOR") != (gate in gates) for gate in _LOOK}
    if len(gates) == 1:
        sentence = f"{gates[0]} is not right yet. Look again at {_LOOK[gates[0]]}."
    else:
        which = " and ".join((", ".join(gates[:-1]), gates[-1]))
        places = "; ".join(f"for {gate}, at {_LOOK[gate]}" for gate in gates)
        sentence = f"{which} are not right yet. Look again: {places}."
    return edit(
        "look-again-at-" + "-".join(gates).lower(),
        sentence,
        _RIGHT,
        f"separable = {entries}",
    )


def _unfinished(count: int) -> Mistake:
    """Return the state in which only the first entries are filled in."""
    entries = {gate: (gate != "XOR") if n < count else None for n, gate in enumerate(_LOOK)}
    left = ", ".join(list(_LOOK)[count:])
    return edit(
        f"unfinished-{count}",
        f"What is there is right. Still None: {left}.",
        _RIGHT,
        f"separable = {entries}",
    )


SEPARABLE = Exercise(
    name="separable",
    probes=_probes,
    criteria=(Criterion("all four gates"),),
    sealed=True,
    hints=(
        "Draw the four points of each gate on paper. Can you lay a ruler between the ones and the "
        "zeros?",
        "Train a neuron on each gate with train_neuron and make_gate, and compare its answers "
        "with the labels. Where that fails, ask for a proof.",
        "Two gates were done with a line in 1.2, and one was shown to be impossible in 1.8. The "
        "last is the opposite of one that works: what happens if every weight and the bias change "
        "sign?",
    ),
    mistakes=(
        edit(
            "all-turned",
            "All four are the wrong way round: True stands for a gate that one neuron can learn.",
            _RIGHT,
            'separable = {"AND": False, "OR": False, "NAND": False, "XOR": True}',
        ),
        *(_looks(gates) for number in (1, 2, 3) for gates in itertools.combinations(_LOOK, number)),
        *(_unfinished(count) for count in (1, 2, 3)),
        edit(
            "texts",
            "True and False are written without quotes: in quotes they are texts.",
            _RIGHT,
            'separable = {"AND": "True", "OR": "True", "NAND": "True", "XOR": "False"}',
        ),
        rewrite(
            "list-of-gates",
            "Keep the dict with its four names, and set each entry to True or False.",
            'separable = ["AND", "OR", "NAND"]',
        ),
    ),
)
