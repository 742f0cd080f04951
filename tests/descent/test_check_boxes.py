"""The box of a check: the same words in a notebook and a terminal, legible everywhere."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from descent.judging import sheet_files
from descent.judging.sheets import Criterion
from descent.notebook import pictures
from descent.notebook.boxes import HINT, STATES, Box, Note, as_html
from descent.notebook.check import examine
from descent.probing.probes import call
from tests.descent import made_up
from tests.descent.pages import Page, contrast, words

WHITE, DARK = "#FFFFFF", "#111111"  # the pages of JupyterLab's two themes


def _sigmoid(z: Any) -> Any:
    return 1 / (1 + np.exp(-np.clip(z, -500, 500)))


def _without_bias(X: Any, w: Any, b: Any) -> Any:
    return _sigmoid(X @ w)


def _sums(X: Any, y: Any, a: Any) -> Any:
    delta = 2 * (a - y) * a * (1 - a)
    return X.T @ delta, delta.sum(axis=0, keepdims=True)


def _in_place(z: Any) -> Any:
    if np.ndim(z) == 0:
        return np.maximum(z, 0)
    z[z < 0] = 0
    return z


def _whole_table(X: Any) -> Any:
    return (X - X.mean()) / X.std(), X.mean(axis=0), X.std(axis=0)


def _raises(z: Any) -> Any:
    raise ValueError("<script>alert('`x`')</script> & more")


def _text(z: Any) -> Any:
    return "<img src=x onerror=alert(1)>" * 100


def _nothing(z: Any) -> Any:
    return None


# An exercise, an answer, and the state of its check.
CASES: dict[str, tuple[str, Callable[..., Any] | dict[str, Any], str]] = {
    "right": ("sigmoid", _sigmoid, "passed"),
    "a small array": ("neuron", _without_bias, "not yet"),
    "several parts": ("neuron_gradients", _sums, "not yet"),
    "a changed argument": ("relu", _in_place, "not yet"),
    "a large array": ("standardize", _whole_table, "not yet"),
    "an error": ("tanh", _raises, "error"),
    "a text": ("sigmoid", _text, "not yet"),
    "nothing": ("tanh", _nothing, "not attempted"),
    "a sealed value": ("separable", dict.fromkeys(("AND", "OR", "NAND", "XOR"), True), "not yet"),
}
EXTRAS: dict[str, Any] = {
    "points": 2.0,
    "hint": ("Hint 1 of 3", "Look at `z` & <b>."),
    "progress": "1 of 6 exercises passed in this notebook",
}


def box(case: str, **extras: Any) -> Box:
    exercise, answer, state = CASES[case]
    sheet = sheet_files.load(exercise)
    verdict = examine(sheet, answer)
    assert verdict.state == state, verdict
    return Box(sheet, verdict, **extras)


def page(thing: Box | Note) -> Page:
    return Page(thing._repr_html_())


every_case = pytest.mark.parametrize("case", CASES)


@every_case
@pytest.mark.parametrize("extras", [{}, EXTRAS], ids=["bare", "with all"])
def test_a_terminal_is_told_all_that_a_notebook_shows(case: str, extras: dict[str, Any]) -> None:
    shown = box(case, **extras)
    told = words(repr(shown))
    # The button of a notebook is a call in a terminal.
    button = {*words(" ".join(EXTRAS["hint"])), *words("All of them, one by one:")}
    assert set(words(page(shown).text)) - set(told) <= button
    assert set(told) - set(words(page(shown).text)) <= {"A"}


@every_case
def test_the_state_is_said_in_words_and_with_a_sign(case: str) -> None:
    title, sign, _ = STATES[CASES[case][2]]
    assert page(box(case)).text.startswith(f"{sign} {title} {CASES[case][0]}")
    assert f": {title}. " in repr(box(case)).splitlines()[0]


@every_case
def test_everything_closes_and_nothing_of_the_students_is_markup(case: str) -> None:
    shown = page(box(case, **EXTRAS))
    assert not shown.open and not shown.stray
    tags = {tag for tag, _ in shown.elements}
    assert tags <= {*("div", "span", "strong", "code", "pre", "details", "summary")} | {
        *("table", "tr", "th", "td")
    }
    names = {name for _, attributes in shown.elements for name in attributes}
    assert names <= {"style", "role", "aria-label", "scope"}


@every_case
def test_a_box_needs_no_network_and_no_script(case: str) -> None:
    source = box(case, **EXTRAS)._repr_html_()
    assert not re.search(r"https?:|//|url\(|javascript:|<script|<style|<link|@import", source)


@every_case
def test_where_text_has_a_color_of_its_own_it_is_legible_on_its_ground(case: str) -> None:
    for note in (box(case, **EXTRAS), Note("Hint 2 of 3", "text", 1, ("earlier",))):
        for style in page(note).styles():
            assert ("color" in style) == ("background-color" in style), style
            if "color" in style:
                assert contrast(style["color"], style["background-color"]) >= 4.5, style


def test_every_color_there_is_is_legible() -> None:
    for _, _, color in STATES.values():
        assert contrast(color, WHITE) >= 4.5
        assert contrast(color, DARK) >= 3, "the edge of the box in a dark theme"
    assert contrast(HINT, WHITE) >= 4.5 and contrast(HINT, DARK) >= 3
    for ground, ink in (*pictures.LEVELS, pictures.ALIKE, pictures.DIFFERENT):
        assert contrast(ground, ink) >= 4.5


def test_the_first_difference_is_marked_without_color_too() -> None:
    shown = box("a small array")
    rows = {line.split(":")[0].strip(): line for line in repr(shown).splitlines()[1:]}
    assert "[[»" in rows["expected"] and "«]" in rows["got"]
    assert "first difference: [0, 0]: expected" in rows["first difference"]
    marked = re.findall(r"<strong[^>]*>(»[^<]*«)</strong>", shown._repr_html_())
    assert len(marked) == 2 and marked[0] != marked[1]


def test_it_is_said_which_part_is_compared() -> None:
    told = repr(box("several parts"))
    assert "expected dw: " in told and "got dw: " in told and "dw[0, 0]: expected" in told
    assert "z before the call: " in repr(box("a changed argument"))


def test_an_argument_is_compared_in_a_box_as_strictly_as_by_the_criterion() -> None:
    def nudges(x: Any) -> Any:
        doubled = 2 * x
        x[1] += 1e-8
        return doubled

    kept = Criterion("x is left as it was", rule="untouched")
    sheet = made_up(lambda x: 2 * x, [call(np.ones(3))], kept, parameters=("x",))
    told = repr(Box(sheet, examine(sheet, nudges)))
    assert "first difference: x[1]: before the call 1, after it 1.00000001" in told


def test_a_large_array_is_drawn_with_an_alternative() -> None:
    shown = page(box("a large array"))
    (label,) = [a["aria-label"] for _, a in shown.elements if a.get("role") == "img"]
    assert label.startswith("expected X_norm, got X_norm, and where they differ. 7 × 3 numbers")
    assert "where they differ" in repr(box("a large array"))


def test_criteria_are_listed_with_their_points_or_their_share() -> None:
    assert "  whole numbers (12%): not yet" in repr(box("a large array"))
    told = repr(box("a large array", points=2.0))
    assert "  whole numbers (0.25 points): not yet" in told
    assert "  arguments left as they were (0.25 points): met" in told
    assert "  Earned so far: 0.75 of 2 points." in told
    # Arguments that were left alone earn nothing by themselves.
    nothing = repr(box("a small array", points=2.0))
    assert "  arguments left as they were (0.25 points): counts once this is met: " in nothing


def test_what_it_counts_is_said_for_what_is_right_and_what_is_not_there() -> None:
    assert "Earned so far: 2 of 2 points." in repr(box("right", points=2.0))
    assert "Counts 1 point." in repr(box("nothing", points=1.0))
    assert repr(box("right")) == "sigmoid: Passed. Right."


def test_the_hint_is_behind_a_button_that_works_without_a_kernel() -> None:
    shown = box("a small array", hint=("Hint 1 of 3", "Look at `z`."))
    pattern = r"<details[^>]*><summary[^>]*>Hint 1 of 3</summary>(.*)</details>"
    (behind,) = re.findall(pattern, shown._repr_html_())
    assert "Look at <code>z</code>." in behind
    assert "hint(&#x27;neuron&#x27;)" in behind
    assert "Look at" not in repr(shown) and "A hint: hint('neuron')" in repr(shown)


def test_what_is_right_or_not_there_offers_no_hint() -> None:
    for case in ("right", "nothing"):
        assert "hint" not in repr(box(case, **EXTRAS)).lower()
        assert "<details" not in box(case, **EXTRAS)._repr_html_()


def test_endless_texts_are_cut() -> None:
    assert max(map(len, repr(box("a text")).splitlines()[1:])) < 450


def test_code_in_a_sentence_is_escaped() -> None:
    assert as_html("use `a < b` & <b>") == "use <code>a &lt; b</code> &amp; &lt;b&gt;"


def test_a_box_is_the_same_in_every_process() -> None:
    code = (
        "from tests.descent.test_check_boxes import CASES, EXTRAS, box\n"
        "for case in CASES: print(box(case, **EXTRAS)._repr_html_(), repr(box(case)))"
    )
    pages = [
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "OMP_NUM_THREADS": "1", "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert pages[0] == pages[1] and len(pages[0]) > 5000
