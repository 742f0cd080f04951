"""An instructor in JupyterLab with nbgrader's pages, as ``descent lab --instructor`` opens them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Watched
from tests.grader.classes import SECTION, Clone, Cohort, Notebook, copy_course, tree
from tests.here import answered, reference
from tests.lab import TOKEN, Running, running

POINTS = reference(SECTION).points
MOST = sum(POINTS.values())
# What is left of them where a mean is missing, with the answer that calls it.
LEFT = {**POINTS, "neuron_gradients": 0, "train_neuron": 0}
EARNED = sum(LEFT.values())

SUMS = """\
def neuron_gradients(X, y, a):
    delta = 2 * (a - y) * a * (1 - a)
    return X.T @ delta, delta.sum(axis=0, keepdims=True)"""

# Its locked cells are put back, and its words have no power over the page that shows them.
SCRIPT = "<script>window.stolen = 1</script>"
PICTURE = "<img alt='x' src='http://example.org/x.png' onerror='window.stolen = 1'>"


def forged() -> Notebook:
    """A notebook without an answer, whose tests were replaced by full marks."""
    notebook = answered(SECTION)
    for cell in notebook["cells"]:
        metadata = cell["metadata"].get("nbgrader", {})
        if metadata.get("solution"):
            cell["source"] = "pass"
        if metadata.get("grade"):
            cell["source"] = "float(100)"
    notebook["cells"].append(
        {"cell_type": "markdown", "id": "mine", "metadata": {}, "source": SCRIPT + PICTURE}
    )
    return notebook


@pytest.fixture(scope="module")
def clone(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Clone:
    """A copy of the course with a real and a forged submission."""
    copied = copy_course(tmp_path_factory.mktemp("instructor") / "course", [SECTION])
    cohort = Cohort(copied.root)
    cohort.hand_in("ada", answered(SECTION, {"neuron_gradients": SUMS}))
    cohort.hand_in("mallory", forged())
    return copied


@pytest.fixture(scope="module")
def lab(clone: Clone) -> Iterator[Running]:
    """JupyterLab on the course."""
    home = clone.root.parent
    with running(["--instructor"], clone.root, home) as started:
        started.wait_until_it_answers()
        yield started


class Formgrader:
    """nbgrader's pages in a browser that is known to the server."""

    def __init__(self, page: Any, lab: Running) -> None:
        self.page = page
        self.home = f"http://127.0.0.1:{lab.port}/"
        # The token opens JupyterLab alone; the cookie that it leaves opens the rest.
        page.goto(f"{self.home}lab?token={TOKEN}")

    def open(self, path: str) -> None:
        """Open one of the pages."""
        self.page.goto(f"{self.home}formgrader/{path}")

    def row(self, name: str) -> Any:
        """The row of a table that has this in one of its cells."""
        cell = self.page.locator("td").filter(has_text=re.compile(f"^{name}$"))
        found = self.page.locator("tbody tr").filter(has=cell)
        found.wait_for()
        return found

    def press(self, name: str, column: str) -> str:
        """Press a button in a row, and return what the window that opens then says."""
        self.row(name).locator(f".{column} a").click()
        window = self.page.locator(".modal.in")
        window.locator(".modal-title").wait_for()
        said: str = window.inner_text()
        window.get_by_role("button", name="OK").click()
        window.wait_for(state="detached")
        return said

    def submission(self, student: str) -> None:
        """Open the notebook of a student, and wait for its marks and comments."""
        self.open(f"gradebook/{SECTION}/{SECTION}")
        link = self.page.locator("a.name-shown").filter(has_text=student)
        link.wait_for(state="attached")
        self.page.goto(self.home.rstrip("/") + link.get_attribute("href"))
        self.page.wait_for_function(
            "() => { const fields = [...document.querySelectorAll('input.score, .comment')];"
            " return fields.length > 0 && fields.every((one) => one.placeholder !== ''); }"
        )

    def marks(self) -> dict[str, float]:
        """The marks of the notebook that is open, by exercise."""
        shown = self.page.locator("input.score").evaluate_all(
            "all => all.map((one) => [one.id, one.value || one.placeholder])"
        )
        return {name.removeprefix("test_"): float(mark) for name, mark in shown}

    def comment(self, exercise: str) -> Any:
        """The comment on an answer."""
        return self.page.locator(f"#{exercise}-comment")

    def fill(self, place: Any, text: str) -> None:
        """Write into a field, and wait until it is saved."""
        with self.page.expect_response(lambda got: got.request.method == "PUT") as saved:
            place.fill(text)
            place.press("Tab")
        assert saved.value.ok


@pytest.fixture
def formgrader(watched: Watched, lab: Running) -> Iterator[Formgrader]:
    """The pages, which ask no other host for anything."""
    found = Formgrader(watched.page, lab)
    yield found
    assert watched.strangers(found.home) == []


def assert_formulas_are_drawn(page: Any) -> None:
    """Hold that every formula of the lesson has a place on the page, and none is left as TeX."""
    sizes = page.locator("math").evaluate_all(
        "all => all.map((one) => one.getBoundingClientRect()).map((r) => r.width * r.height)"
    )
    assert len(sizes) > 200 and min(sizes) > 0
    assert "\\frac" not in page.locator("body").inner_text()


def test_a_class_from_the_release_to_feedback(formgrader: Formgrader, clone: Clone) -> None:
    page = formgrader.page
    before = tree(clone.root / "release")
    formgrader.open("manage_assignments")
    assert "Successfully created" in formgrader.press(SECTION, "assign")
    assert tree(clone.root / "release") == before

    formgrader.open(f"manage_submissions/{SECTION}")
    assert "Successfully autograded" in formgrader.press("ada", "autograde")
    said = formgrader.press("mallory", "autograde")
    assert "mallory, 01_perceptron: altered and restored: test_sigmoid" in said
    assert f"{EARNED:g} / {MOST:g}" in formgrader.row("ada").inner_text()
    assert f"0 / {MOST:g}" in formgrader.row("mallory").inner_text()

    formgrader.submission("mallory")
    assert set(formgrader.marks().values()) == {0.0}
    told = formgrader.comment("sigmoid").get_attribute("placeholder")
    assert "its cell does not define it" in told
    # The word of the forger is on the page as a word.
    assert SCRIPT in page.locator("body").inner_text()
    assert page.evaluate("window.stolen") is None

    formgrader.submission("ada")
    assert formgrader.marks() == LEFT
    told = formgrader.comment("neuron_gradients").get_attribute("placeholder")
    assert "the mean over the samples is missing" in told
    told = formgrader.comment("train_neuron").get_attribute("placeholder")
    assert "neuron_gradients, which it calls, is not" in told
    assert_formulas_are_drawn(page)

    formgrader.fill(page.locator("#test_neuron_gradients"), "1.5")
    formgrader.fill(formgrader.comment("neuron_gradients"), r"Nearly: $\frac{1}{m}$ is *missing*.")
    formgrader.submission("ada")
    assert formgrader.marks()["neuron_gradients"] == 1.5

    formgrader.open(f"manage_submissions/{SECTION}")
    assert f"{EARNED + 1.5:g} / {MOST:g}" in formgrader.row("ada").inner_text()
    assert "Successfully generated feedback" in formgrader.press("ada", "generate-feedback")
    page.goto(_feedback(clone.root, "ada").as_uri())
    said = page.locator("body").inner_text()
    assert f"01_perceptron (Score: {EARNED + 1.5} / {MOST})" in said
    assert "In delta the mean over the samples is missing" in said
    own = page.locator(".panel-footer").filter(has_text="Nearly:")
    assert own.locator("em").inner_text() == "missing"
    assert own.locator("mfrac").count() == 1
    assert_formulas_are_drawn(page)
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def _feedback(root: Path, student: str) -> Path:
    return root / "feedback" / student / SECTION / f"{SECTION}.html"
