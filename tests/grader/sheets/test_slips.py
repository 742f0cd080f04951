"""Slips: small changes of an answer, in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from descent.diagnosis.judge import judge
from descent.probing.probes import observe
from grader.sheets.mutants import mutants
from tests.here import exercises, hidden_sheet, reference, visible_sheet, with_slip

CODE = "def f(x, y):\n    return np.sum(x * (y - 1), axis=0) / len(y)\n"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("x * (y + 1)", "with `y + 1` in it"),
        ("np.sum(x * (y - 1)) /", "without `axis=0`"),
        ("axis=0)\n", "without `/ len(y)`"),
        ("np.mean(x", "with `np.mean(x * (y - 1), axis=0)` in it"),
    ],
)
def test_a_change_is_told_without_the_line_as_it_should_be(change: str, words: str) -> None:
    told = [mutant.told for mutant in mutants(CODE) if change in mutant.source + "\n"]
    assert words in told, told


@pytest.mark.bank
def test_a_slip_is_named_in_a_notebook_and_while_grading() -> None:
    section, name = "01_perceptron", "train_neuron"
    entry = exercises(section)[name]
    source = reference(section).source(entry.answer_cell).replace("w - lr * dw", "w - lr")
    answer = reference(section).variant(entry.answer_cell, source)[entry.answer_name]
    visible = visible_sheet(section, name)
    shown = judge(visible, [observe(probe, answer) for probe in visible.probes])
    hidden = hidden_sheet(section, name)
    seen = [observe(probe, answer) for probe in hidden.probes]
    graded = with_slip(section, name, seen, judge(hidden, seen, reveal=False))
    assert shown.diagnosis == graded.diagnosis == "one-slip"
    assert "without `* dw`" in shown.message and "without `* dw`" in graded.message
    # What is said of an earlier answer is said of a slip as well.
    besides = "Besides, neuron is not right yet."
    verdict = replace(judge(hidden, seen, reveal=False), besides=besides)
    assert with_slip(section, name, seen, verdict).message == f"{graded.message} {besides}"


def test_nothing_that_is_shipped_tells_of_slips_to_a_reader() -> None:
    sheet = visible_sheet("05_backpropagation", "backward_pass")
    assert sheet.foreseen
    assert not any("`" in text or "delta" in text for text in sheet.foreseen.values())
