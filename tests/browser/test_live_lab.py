"""Explorers that run the student's own code, in JupyterLab with a kernel."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from descent.explorers import NetworkEdges
from descent.explorers.network_edges import START
from grader.notebooks import Notebook
from tests.browser.conftest import Watched
from tests.browser.examples import TwoLayers
from tests.browser.lesson import Lesson
from tests.here import answered
from tests.lab import Running

SECTION = "05_backpropagation"
EARLIER = ("setup", "sigmoid", "sigmoid-derivative", "mse-loss", "init-params")
CLASS = "class NeuralNetworkScratch:"
EDGES = "NetworkEdges(NeuralNetworkScratch)"
IN_SECTION_5 = f"from descent.explorers import NetworkEdges\n\n{EDGES}"
TRAINING = "SpiralTraining(AsInSection6)"
AS_IN_SECTION_6 = f"""from descent.explorers import SpiralTraining


class AsInSection6(NeuralNetworkScratch):
    def __init__(self, layer_sizes, bend, loss, rng):
        super().__init__(layer_sizes, rng)


{TRAINING}"""


def _notebook() -> Notebook:
    """The lesson, cut down to the class, its explorer, and one more."""
    notebook = answered(SECTION)
    cells = {cell["id"]: cell for cell in notebook["cells"]}
    needed = [*(f"given-{name}" for name in EARLIER), "answer-output-delta", "answer-network"]
    code = "\n\n\n".join("".join(cells[name]["source"]) for name in needed)
    code = re.sub(r"(?m)^ *### (BEGIN|END) SOLUTION\n?", "", code)
    sources = {"code": code, "edges": IN_SECTION_5, "more": AS_IN_SECTION_6}
    blank: dict[str, Any] = {"cell_type": "code", "metadata": {}, "outputs": []}
    notebook["cells"] = [
        {**blank, "id": name, "source": source, "execution_count": None}
        for name, source in sources.items()
    ]
    return notebook


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A student's folder with that notebook."""
    made = tmp_path_factory.mktemp("live") / "mine"
    made.mkdir()
    (made / f"{SECTION}.ipynb").write_text(json.dumps(_notebook()))
    return made


def test_the_class_of_the_notebook_answers_and_nothing_of_that_is_stored(
    watched: Watched, lab: Running, folder: Path
) -> None:
    page, lesson = watched.page, Lesson(watched.page, lab, SECTION)
    lesson.run(CLASS)
    lesson.run(EDGES)
    explorer = lesson.output.locator(".gd-explorer[data-live]")
    explorer.wait_for()
    bias = explorer.get_by_role("group", name="Output neuron").get_by_role("slider", name="Bias")
    weight = explorer.get_by_role("group", name="Hidden neuron 2").get_by_role(
        "slider", name="Weight of x₂"
    )
    for slider in (bias, weight):
        slider.focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
    weights = {**START, "c": START["c"] + 0.2, "w22": START["w22"] + 0.2}
    right = NetworkEdges(TwoLayers).asked({"row": 1, "weights": weights})
    said = explorer.locator(".gd-says")
    said.filter(has_text=f"output {right['output']:.3f}, loss {right['loss']:.4f}").wait_for()

    lesson.run(TRAINING)
    training = lesson.output.locator(".gd-explorer[data-live]")
    said = training.locator(".gd-says")
    said.filter(has_text=re.compile("^Epoch 0: held-out accuracy")).wait_for()
    training.get_by_role("button", name="Play").focus()
    page.keyboard.press("Enter")
    said.filter(has_text=re.compile(r"^Epoch [1-9]\d*: loss")).wait_for()
    page.keyboard.press("Enter")
    training.get_by_role("button", name="Play").wait_for()
    page.wait_for_timeout(3000)  # an answer may be on its way
    stopped = said.inner_text()
    page.wait_for_timeout(2000)
    assert said.inner_text() == stopped

    lesson.save()
    notebook = json.loads((folder / f"{SECTION}.ipynb").read_text())
    assert "widgets" not in notebook["metadata"]
    for cell in notebook["cells"][1:]:
        (output,) = cell["outputs"]
        assert set(output["data"]) == {"text/html", "text/plain"}
    assert watched.strangers(f"http://127.0.0.1:{lab.port}/") == []
