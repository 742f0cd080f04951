"""Answers as students write them: right ones in many styles, and wrong ones.

Each module is named after a section's module of exercises and has ``RIGHT``
and ``WRONG``: lists of :class:`Answer`. Those called ``…_independent`` were
written without a look at the known mistakes, those called ``…_adversarial`` to
mislead the tests and the explanations: with several mistakes at once, and in
styles that are seldom seen.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Answer:
    """One answer: for which exercise, in a few words what it is, and the answer cell."""

    exercise: str
    style: str
    code: str
    # For a wrong answer: the diagnoses that are true of it; none where nobody could tell.
    causes: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.exercise}: {self.style}"


# Causes that general explanations name and that are true of answers of the pools, beside their own.
ALSO_TRUE = {
    "sigmoid: only two axes": ("index-too-large",),
    "separable: words": ("text-returned",),
    "tanh: cut off too early": ("only-some",),
    "train_neuron: stops early": ("only-some",),
    "separable: truth tables": ("several-for-one",),
    "separable: None for no": ("text-returned",),
    "leaky_relu_derivative: maximum": ("only-some",),
    "network_train: early stop": ("only-some",),
    "numerical_gradient: h fixed": ("only-some", "fixed-step"),
    "relu: a leak of a fifth": ("only-some",),
    "init_params: not scaled, from the last layer to the first": ("other-spread",),
    "init_params: NumPy's global generator": ("other-randomness",),
    "init_params: one fixed seed for each layer": ("draws-repeated",),
    "init_params: biases drawn too, before the weights": ("bias-not-zero",),
    "mse_loss: rounded to two digits": ("rounded",),
    "output_delta: rounded": ("rounded",),
    "backward_pass: dW1 and dW2 exchanged": ("exchanged-parts",),
    "backward_pass: db1 forgotten": ("keys-missing",),
    "network_forward: one layer short": ("no-such-key",),
    "network_backward: wrong weights": ("shapes-do-not-fit",),
    "network_backward: delta stays": ("shapes-do-not-fit",),
    # Zeros everywhere are their own mean and deviation: what it does is the same.
    "standardize: always zeros": ("statistics-of-the-result",),
    "standardize: the wrong name": ("undefined-name",),
}


def pool(section: str) -> tuple[list[Answer], list[Answer]]:
    """Return the right and the wrong answers of a section."""
    name = section.split("_", 1)[-1]
    modules = [
        importlib.import_module(f"tests.answers.{path.stem}")
        for path in sorted(Path(__file__).parent.glob(f"{name}*.py"))
    ]
    return [a for m in modules for a in m.RIGHT], [a for m in modules for a in m.WRONG]
