"""What a lesson asks before a run is answered by what runs next."""

from __future__ import annotations

import re

import pytest

from descent.notebook.predict import questions
from tests.here import sections, ungraded
from tests.notebooks.cells import solution, source, text_of

# For each question the cell that answers it, and what that prints.
ANSWERED = {
    "and-rates": ("figure-learning-rate", "learning rate    10: loss 0.0017"),
    "xor-answers": ("train-xor", "answers: 0.5000 0.5000 0.5000 0.5000"),
    "wait-at-minus-8": ("demo-wrong-and-sure", "-0.00067      755"),
    "ten-sigmoids": ("demo-vanishing", "   10            3.88e-07"),
    "double-weights": ("depth-experiment", "Sigmoid  factor 2     0.359  0.174   0.00085   0.51"),
    "confident-and-wrong": ("bce-demo", "network C         0.3650          1.5344"),
    "larger-rate": ("fair-demo", "2 / curvature            31.8            12.0"),
    "smaller-step": ("step-size", "error at h = 1e-12 more than a hundred times larger: True"),
    "xor-starts": ("xor-starts", "2 hidden neurons: 10 of 12 starts"),
    "own-rates": ("own-rate-demo", "largest difference of the three means: 0.00"),
    "bend-or-loss": ("bends-demo", "ReLU"),
    "noise-of-64": ("noise-spread", "untrained: slope in the log-log picture -0.51"),
    "flat-half": ("ward-curves", "trainings that end above 0.45: 3"),
    "equal-updates": ("equal-updates", "         1       4      768      768"),
    "before-shape": ("before-shape", "shape of A: (3, 2)"),
    "before-broadcast": ("before-broadcast", "shape of the sum: (4, 3)"),
    "before-flat": ("before-flat", "shape of the difference: (4, 4)"),
    "before-matmul": ("before-matmul", "shape of X @ W: (4, 3)"),
    "before-star": ("before-star", "upper right entry with *: 0"),
    "before-axis": ("before-axis", "np.sum(A, axis=0): [ 9 12]"),
    "before-keepdims": ("before-keepdims", "with keepdims=True: (1, 2)"),
    "before-slope": ("before-slope", "x squared rises by 0.0601"),
    "before-downhill": ("before-downhill", "f at 1.74, 1.75 and 1.76: 0.0676 0.0625 0.0576"),
    "before-chain": ("before-chain", "rise over run at x = 1: 18.00"),
    "recall-largest-slope": ("recall-largest-slope", "at z = 0: 0.25  at z = 1: 0.197"),
    "recall-gradient-shape": ("recall-gradient-shape", "shape of X.T @ delta: (2, 1)"),
    "recall-relu-slope": ("recall-relu-slope", "slope of a ReLU at z = -3, by a nudge: 0.0"),
    "recall-linear-layers": ("recall-linear-layers", "the weights of shape (2, 1) True"),
    "recall-parameters": ("recall-parameters", "weights and biases of [2, 4, 1]: 17"),
    "recall-sure-and-wrong": ("recall-sure-and-wrong", "373 times smaller"),
    "recall-mse-gradient": ("recall-mse-gradient", "-0.0500, 2 (0.9 - 1) / 4 = -0.0500"),
    "recall-hidden-shape": ("recall-hidden-shape", "z of the hidden layer: (5, 4)"),
    "recall-zero-weights": ("recall-zero-weights", "largest entry of dW1: 0.0"),
    "recall-backward-order": ("recall-backward-order", "computed: dW2 db2 dW1 db1"),
    "recall-statistics": ("recall-statistics", "mean of the fresh samples below 1e-9: False"),
    "recall-accuracy-luck": ("recall-accuracy-luck", "0.96 on 100 samples: 0.020"),
    "rosenblatt-mistakes": ("rosenblatt-rule", "pass 2: mistakes 3"),
    "random-neurons": ("xor-search", "below 0.25: 0"),
    "leak-revives": ("demo-layer", "without any gradient  0   loss 0.023   right 99%"),
    "equal-start": ("layer-demo", "0.711 0.711 0.711 0.711"),
    "untrained-loss": ("forward-demo", "its mean squared error: 0.2517"),
    "cross-entropy-wait": ("race-demo", "       -10           11068              21"),
    "first-of-six": (
        "deep-gradients",
        "3.18e-05  1.05e-04  3.45e-04  1.03e-03  3.73e-03  3.26e-02",
    ),
    "look-up": ("lookup-demo", "held-out: 506 of 1000 right"),
    "seed-luck": ("seed-demo", "4 hidden neurons: held-out accuracies from 0.747 to 0.959"),
    "valley-beta": (
        "valley-momentum",
        "with beta 0.67:           507     200      97      49      30",
    ),
}

ASKED = re.compile(r'predict\("([^"]+)"\)')


def asked() -> list[tuple[str, str]]:
    """The questions of all notebooks, with the notebooks."""
    return [
        (section, name)
        for section in (*ungraded(), *sections())
        for cell in source(section)
        for name in ASKED.findall(cell["source"])
    ]


def test_each_question_is_asked_once() -> None:
    names = [name for _, name in asked()]
    assert sorted(names) == sorted(questions()) == sorted(ANSWERED)


def test_every_section_asks_some_and_all_but_the_first_recall_two() -> None:
    for section in sections():
        names = [name for where, name in asked() if where == section]
        recalled = [name for name in names if name.startswith("recall-")]
        assert len(recalled) == (0 if section == sections()[0] else 2)
        assert 3 <= len(names) - len(recalled) <= 5, section


@pytest.mark.parametrize(("section", "name"), asked(), ids=lambda item: item)
def test_a_question_is_asked_before_the_cell_that_answers_it(section: str, name: str) -> None:
    cell, prints = ANSWERED[name]
    order = [c["id"] for c in source(section)]
    assert order.index(f"predict-{name}") < order.index(cell)
    shown = next(c for c in solution(section) if c["id"] == cell)
    assert prints in text_of(shown)


@pytest.mark.parametrize("name", questions())
def test_a_question_has_choices_of_which_one_is_right(name: str) -> None:
    question = questions()[name]
    assert set(question) == {"question", "choices", "right", "because"}
    assert len({choice.casefold() for choice in question["choices"]}) >= 3
    assert question["choices"].count(question["right"]) == 1
