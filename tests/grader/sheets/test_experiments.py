"""What wrong answers are asked besides, and what is said or no longer said because of that."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from descent.diagnosis.experiments import asking
from descent.diagnosis.judge import judge
from descent.judging import sheet_files
from descent.judging.sheets import Sheet
from descent.judging.verdict import Verdict
from descent.probing.probes import observe
from grader.marking.behavior import behavior_of
from grader.sheets import experiments
from grader.sheets.exercise import Exercise
from grader.sheets.preparation import asked, prepare, visible_rng
from grader.sheets.references import Reference
from grader.sheets.rules import of_probe
from tests.here import exercises, experiment_sheet, hidden_rng, reference, sections

ALL = [(section, name) for section in sections() for name in exercises(section)]


@functools.cache
def visible(section: str, name: str) -> Sheet:
    return prepare(exercises(section)[name], reference(section), visible_rng(name))


@functools.cache
def more(section: str, name: str) -> Sheet | None:
    return experiment_sheet(section, name)


def told(section: str, name: str, code: str, *, tried: bool = True) -> Verdict:
    """What a notebook says of an answer, with its experiments or without."""
    entry, sheet = exercises(section)[name], visible(section, name)
    answer = reference(section).variant(entry.answer_cell, code)[entry.answer_name]
    put: Callable[[Any], Any] = lambda probe: observe(probe, answer)
    return judge(
        sheet,
        [put(probe) for probe in sheet.probes],
        experiment=lambda: asking(more(section, name) if tried else None, put),
    )


SIGMOID = "1 / (1 + np.exp(-z))"

# An answer, what was said of it while nobody had tried it, and what is said now.
REFUTED = {
    "one number for as many samples as were asked": (
        *("01_perceptron", "neuron"),
        "def neuron(X, w, b):\n"
        "    z = X @ w + b\n"
        f"    return {SIGMOID} if len(X) > 8 else np.full((len(X), 1), 0.5)",
        "0.5 each time it was asked",
        "",
    ),
    "a known mistake for as many samples as were asked": (
        *("01_perceptron", "neuron_gradients"),
        "def neuron_gradients(X, y, a):\n"
        "    delta = 2 * (a - y) * a * (1 - a)\n"
        "    m = len(X) if len(X) > 9 else 1\n"
        "    return X.T @ delta / m, delta.sum(axis=0, keepdims=True) / m",
        "In delta the mean over the samples is missing",
        "",
    ),
    "as many samples as inputs, not layers of one size": (
        *("03_forward_pass", "forward"),
        "def forward(X, params):\n"
        "    a = X.T if X.shape[0] == X.shape[1] else X\n"
        "    cache = {'a0': a}\n"
        "    for k in range(1, len(params) // 2 + 1):\n"
        "        z = a @ params[f'W{k}'] + params[f'b{k}']\n"
        f"        a = {SIGMOID}\n"
        "        cache[f'z{k}'], cache[f'a{k}'] = z, a\n"
        "    return a, cache",
        "",
        "Where there are as many samples as columns",
    ),
}


@pytest.mark.parametrize("style", REFUTED)
def test_what_experiments_do_not_bear_out_is_not_said(style: str) -> None:
    section, name, code, before, now = REFUTED[style]
    untried, found = told(section, name, code, tried=False), told(section, name, code)
    assert before in untried.message
    assert not before or before not in found.message
    assert now in found.message
    assert found.state == untried.state == "not yet"


BORNE_OUT = {
    "the same number": (
        *("01_perceptron", "neuron"),
        "def neuron(X, w, b):\n    return np.full((len(X), 1), 0.25)",
        "The result is 0.25 whatever the arguments are.",
    ),
    "one sample": (
        *("01_perceptron", "neuron"),
        f"def neuron(X, w, b):\n    z = X @ w + b\n    return {SIGMOID} if len(X) > 1 else 0.3 * z",
        "The result came out right elsewhere, but not where there is one sample.",
    ),
    "as many columns as rows": (
        *("03_forward_pass", "layer_forward"),
        "def layer_forward(X, W, b):\n"
        "    z = X @ (W.T if W.shape[0] == W.shape[1] else W) + b\n"
        f"    return z, {SIGMOID}",
        "z came out right elsewhere, but not where W is square.",
    ),
    "a depth": (
        *("03_forward_pass", "forward"),
        "def forward(X, params):\n"
        "    a, cache = X, {'a0': X}\n"
        "    for k in range(1, len(params) // 2 + 1):\n"
        "        z = a @ params[f'W{k}'] + params[f'b{k}']\n"
        f"        a = z / 2 if len(params) == 2 else {SIGMOID}\n"
        "        cache[f'z{k}'], cache[f'a{k}'] = z, a\n"
        "    return a, cache",
        "right elsewhere, but not where there is a single layer.",
    ),
    "a batch size": (
        *("07_mini_batch", "updates_per_epoch"),
        "def updates_per_epoch(m, batch_size):\n"
        "    return 3 if batch_size > m else -(-m // batch_size)",
        "but not where batch_size is larger than the number of samples.",
    ),
    "a step that is always the same": (
        *("05_backpropagation", "numerical_gradient"),
        "def numerical_gradient(f, x, h=1e-5):\n"
        "    grad = np.zeros(np.shape(x))\n"
        "    for place in np.ndindex(np.shape(x)):\n"
        "        up, down = np.array(x, float), np.array(x, float)\n"
        "        up[place] += h\n"
        "        down[place] -= h\n"
        "        grad[place] = (f(up) - f(down)) / 2e-5\n"
        "    return grad",
        "The result is h / 1e-05 times what it should be: it goes with h, as if that were always the same.",
    ),
    "a mean over a number of samples that is always the same": (
        *("01_perceptron", "neuron_gradients"),
        "def neuron_gradients(X, y, a):\n"
        "    delta = 2 * (a - y) * a * (1 - a)\n"
        "    return X.T @ delta / 7, delta.mean(axis=0, keepdims=True)",
        "dw is m / 7 times what it should be, where m is the number of samples: it goes with m, "
        "as if that were always the same.",
    ),
}


@pytest.mark.parametrize("style", BORNE_OUT)
def test_what_experiments_bear_out_is_said(style: str) -> None:
    section, name, code, said = BORNE_OUT[style]
    assert said in told(section, name, code).message


def test_a_known_mistake_is_still_known_when_it_is_asked_more() -> None:
    sheet, besides = visible("01_perceptron", "neuron"), more("01_perceptron", "neuron")
    assert besides is not None and len(sheet.mistakes) == len(besides.mistakes) > 20
    for mistake, known in zip(sheet.mistakes, besides.mistakes, strict=True):
        seen = iter(known.observations)
        found = judge(
            sheet,
            mistake.observations,
            experiment=lambda seen=seen: asking(besides, lambda probe: next(seen)),  # type: ignore[misc]
        )
        assert found.diagnosis == mistake.id


def test_marks_rest_on_no_experiment() -> None:
    for code in (row[2] for row in REFUTED.values() if row[1] == "neuron"):
        with_, without = (told("01_perceptron", "neuron", code, tried=t) for t in (True, False))
        assert (with_.share, with_.met) == (without.share, without.met)


def test_a_right_answer_is_asked_nothing_more() -> None:
    sheet = visible("01_perceptron", "neuron")

    def never() -> None:
        raise AssertionError("asked")

    assert judge(sheet, sheet.expected, experiment=never).state == "passed"


def drawn(section: str, name: str) -> tuple[Exercise, Reference, Sheet | None]:
    entry, of = exercises(section)[name], reference(section)
    return entry, of, None if entry.sealed else experiments._drawn(entry, of)


@pytest.mark.parametrize(("section", "name"), ALL)
def test_an_exercise_has_experiments_that_no_hidden_test_asks(section: str, name: str) -> None:
    if exercises(section)[name].sealed or exercises(section)[name].seconds > Sheet.seconds:
        assert experiment_sheet(section, name) is None
        return
    entry, of, sheet = drawn(section, name)
    assert sheet is not None and len(sheet.probes) > 3
    names = [probe.name for probe in sheet.probes]
    assert len({*names}) == len(names)
    assert {probe.again for probe in sheet.probes} == {"experiment"}
    draw = lambda probe: hidden_rng(section, name, probe, "one")
    hidden = {of_probe(probe) for probe in asked(entry, of, draw).probes}
    shown = {of_probe(probe) for probe in asked(entry, of, visible_rng(name)).probes}
    mine = {of_probe(probe) for probe in sheet.probes}
    # Constant edge cases are the same with every seed.
    assert not mine & (hidden | shown)


def test_experiments_are_written_and_read_beside_their_sheet(tmp_path: Path) -> None:
    sheet, besides = visible("01_perceptron", "neuron"), more("01_perceptron", "neuron")
    assert besides is not None
    path = sheet_files.write([sheet, replace(sheet, exercise="other")], "01", tmp_path, [besides])
    read = sheet_files.experiments_in(path, "neuron")
    assert read is not None
    # A file has ten digits of a number.
    assert [*map(of_probe, read.probes)] == [*map(of_probe, besides.probes)]
    assert behavior_of(read.expected) == behavior_of(besides.expected)
    assert sheet_files.experiments_in(path, "other") is None
