"""What a lesson asks before a run is answered by what runs next."""

from __future__ import annotations

import re

import pytest

from descent.notebook.predict import questions
from tests.here import sections
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
    "equal-updates": ("equal-updates", "         1       4      768      768"),
    "valley-beta": (
        "valley-momentum",
        "with beta 0.67:           507     200      97      49      30",
    ),
}

ASKED = re.compile(r'predict\("([^"]+)"\)')


def asked() -> list[tuple[str, str]]:
    """The questions of all lessons, with their sections."""
    return [
        (section, name)
        for section in sections()
        for cell in source(section)
        for name in ASKED.findall(cell["source"])
    ]


def test_each_question_is_asked_once_and_every_section_asks_some() -> None:
    names = [name for _, name in asked()]
    assert sorted(names) == sorted(questions()) == sorted(ANSWERED)
    assert {section for section, _ in asked()} == set(sections())


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
