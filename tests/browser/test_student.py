"""A student in JupyterLab, as ``descent lab`` opens it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from descent.lab.copies import LESSONS, standings
from tests.browser.conftest import Watched
from tests.browser.lesson import Lesson
from tests.grader.classes import slim
from tests.here import answered, exercises, points_of, reference
from tests.lab import Running

FIRST, SECOND = "01_perceptron", "02_activations"
COUNT, MOST = len(exercises(FIRST)), points_of(FIRST)

FALLING = "def sigmoid(z):\n    return 1 / (1 + np.exp(z))"
RISING = "def sigmoid(z):\n    e = np.exp(-np.abs(z))\n    return np.where(z >= 0, 1, e) / (1 + e)"
CELLS = "window.jupyterapp.shell.currentWidget.content.widgets.length"
WRONG_SLOPE = "def tanh_derivative(a):\n    return 1 - np.tanh(a) ** 2"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A student's folder, with the second lesson nearly done."""
    made = tmp_path_factory.mktemp("student") / "mine"
    made.mkdir()
    notebook = slim(answered(SECOND, {"tanh_derivative": WRONG_SLOPE}))
    (made / f"{SECOND}.ipynb").write_text(json.dumps(notebook))
    return made


@pytest.fixture
def page(watched: Watched, lab: Running) -> Iterator[Any]:
    """A page that asks no other host for anything."""
    yield watched.page
    assert watched.strangers(f"http://127.0.0.1:{lab.port}/") == []


def test_an_answer_goes_from_wrong_to_right(page: Any, lab: Running, folder: Path) -> None:
    lesson = Lesson(page, lab, FIRST)
    lesson.run("given_setup")

    lesson.run("sigmoid")
    lesson.run("test_sigmoid")
    assert "Not attempted yet" in lesson.output.inner_text()
    assert "Counts 2 points." in lesson.output.inner_text()

    lesson.write("sigmoid", FALLING)
    lesson.run("test_sigmoid")
    box = lesson.output.get_by_role("status")
    said = box.inner_text()
    assert "Not yet" in said
    assert "it is the sigmoid of -z" in said
    assert "Earned so far: 0 of 2 points." in said
    marked = box.get_by_role("row", name="expected").locator("strong").inner_text()
    other = box.get_by_role("row", name="got", exact=False).locator("strong").inner_text()
    assert float(marked.strip("»«")) == pytest.approx(1 - float(other.strip("»«")), abs=1e-5)
    assert f"0 of {COUNT} exercises passed in this notebook, 0 of {MOST:g} points so far" in said

    # The next hint is folded away; the button unfolds it, by keyboard too.
    hint = box.get_by_text("Start with the formula as it stands")
    assert not hint.is_visible()
    box.get_by_text("Hint 1 of 3").focus()
    page.keyboard.press("Enter")
    hint.wait_for()
    _accessible(lesson)

    lesson.add_below("test_sigmoid", "hint(sigmoid)")
    assert "Hint 1 of 3 for sigmoid" in lesson.output.inner_text()

    lesson.write("sigmoid", RISING)
    lesson.run("test_sigmoid")
    said = lesson.output.inner_text()
    assert "Passed" in said
    assert "Earned so far: 2 of 2 points." in said
    assert f"1 of {COUNT} exercises passed in this notebook, 2 of {MOST:g} points so far" in said
    assert [one.earned for one in standings(folder) if one.section == FIRST] == [2]

    # What is saved can be handed in, and what is fresh in the clone stays so.
    lesson.save()
    cells = json.loads((folder / f"{FIRST}.ipynb").read_text())["cells"]
    assert RISING in ["".join(cell["source"]) for cell in cells]
    assert RISING not in (LESSONS / f"{FIRST}.ipynb").read_text()


def test_validate_names_the_mistake_until_it_is_mended(page: Any, lab: Running) -> None:
    lesson = Lesson(page, lab, SECOND)
    said = _validated(page)
    assert said.count("The following cell failed") == 1
    assert 'check("tanh_derivative", tanh_derivative)' in said
    message = re.sub(r"\s+", " ", said.split("tanh_derivative)")[1])
    assert "tanh" in message and "Traceback" not in message
    # All of a sentence can be read without scrolling to the side.
    texts = page.locator(".jp-Dialog pre").evaluate_all("all => all.map(e => e.scrollWidth)")
    wide = page.locator(".jp-Dialog .jp-Dialog-content").bounding_box()["width"]
    assert texts and max(texts) < wide
    page.locator(".jp-Dialog").get_by_role("button", name="Ok").click()

    lesson.run("given_setup")
    right = reference(SECOND).source("tanh_derivative")
    lesson.write(
        "tanh_derivative", re.sub(r"(?m)^ *### (BEGIN|END) SOLUTION\n?", "", right).strip()
    )
    lesson.run("test_tanh_derivative")
    assert "Passed" in lesson.output.inner_text()
    assert "Success! Your notebook passes all the tests." in _validated(page)


def _validated(page: Any) -> str:
    page.get_by_role("button", name="Validate").click()
    said: str = page.locator(".jp-Dialog-content").inner_text()
    return said


def test_an_explorer_is_moved_by_mouse_and_by_keyboard(page: Any, lab: Running) -> None:
    lesson = Lesson(page, lab, FIRST)
    lesson.run("NeuronLine()")
    said = lesson.output.locator(".gd-says")
    said.wait_for()
    cells = page.evaluate(CELLS)

    # 4 of 4 rows of AND: both weights 1, the bias between -2 and -1.
    for label in ("Weight w₁", "Weight w₂"):
        slider = lesson.output.get_by_role("slider", name=label)
        slider.focus()
        page.keyboard.press("Home")
        assert float(slider.input_value()) < 0
        while float(slider.input_value()) < 1:
            page.keyboard.press("ArrowRight")
    bias = lesson.output.get_by_role("slider", name="Bias b")
    bias.scroll_into_view_if_needed()
    box = bias.bounding_box()
    low, high = float(bias.get_attribute("min")), float(bias.get_attribute("max"))
    inner = 16  # the handle's own width stays inside
    x = box["x"] + inner / 2 + (box["width"] - inner) * (-1.5 - low) / (high - low)
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(x, box["y"] + box["height"] / 2, steps=5)
    page.mouse.up()
    assert -2 < float(bias.input_value()) < -1
    assert said.inner_text().startswith("4 of 4 rows right for AND.")

    # The keys stayed in the explorer: the same cell is active, and none was added.
    assert lesson.output.locator(".gd-says").count() == 1
    assert page.evaluate(CELLS) == cells
    _accessible(lesson)


def _accessible(lesson: Lesson) -> None:
    """Hold that axe finds nothing in the output of the active cell, in both themes."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    for theme in ("Dark", "Light"):
        lesson.theme(theme)
        found = axe.run(lesson.page, ".jp-mod-active .jp-OutputArea")
        assert found.response["passes"], "axe looked at nothing"
        assert found.violations_count == 0, found.generate_report()
