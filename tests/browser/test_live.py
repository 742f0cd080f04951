"""Explorers that run the student's own code, with Python behind the page and without."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from descent.explorers import NetworkEdges, SpiralTraining
from descent.explorers.live import Live
from descent.explorers.network_edges import START
from tests.browser.examples import Quick, TwoLayers
from tests.browser.sheet import Sheet

LIVE = ".gd-explorer[data-live]"

# What wire.js does, with a function of the test in place of anywidget's model.
WIRE = """() => document.addEventListener("gd-wanted", ({ detail }) => {
  if (detail.wire === "w") detail.take((question) => window.kernel(question));
})"""


def lay(sheet: Sheet, explorer: Live, kernel: Any = None) -> None:
    """Mount an explorer with a wire to this process."""
    sheet.page.expose_function("kernel", kernel or explorer.asked)
    explorer.data["wire"] = "w"
    sheet.mount(explorer)
    sheet.page.evaluate(WIRE)
    sheet.page.evaluate("document.dispatchEvent(new CustomEvent('gd-wire', { detail: 'w' }))")
    sheet.page.locator(LIVE).wait_for()


def told(sheet: Sheet, text: str) -> None:
    """Wait until the explorer says something."""
    sheet.says.filter(has_text=re.compile(text)).wait_for()


def test_without_a_kernel_one_weight_moves_and_the_others_go_back(sheet: Sheet) -> None:
    explorer = NetworkEdges(TwoLayers)
    sheet.mount(explorer)
    sheet.slider("Bias", "Output neuron").fill("-5")
    sheet.slider("Weight of x₂", "Hidden neuron 2").fill("-8")
    assert sheet.saved() == {"row": "(0, 1)", **START, "w22": -8}
    recorded = explorer.data["recorded"]["1 w22 -8"]
    assert (
        f"output {recorded['output']:.3f}, loss {recorded['loss']:.4f}" in sheet.says.inner_text()
    )
    assert "Recorded by TwoLayers" in sheet.page.get_by_role("status").inner_text()


def test_with_a_kernel_all_weights_move_and_the_class_computes(sheet: Sheet) -> None:
    explorer = NetworkEdges(TwoLayers)
    lay(sheet, explorer)
    sheet.slider("Bias", "Output neuron").fill("-5.3")
    sheet.slider("Weight of x₂", "Hidden neuron 2").fill("-7.9")
    sheet.choose("(1, 1)")
    weights = {**START, "c": -5.3, "w22": -7.9}
    answer = explorer.asked({"row": 3, "weights": weights})
    told(sheet, f"label 0: output {answer['output']:.3f}, loss {answer['loss']:.4f}")
    label = sheet.page.locator("svg[role=img]").get_attribute("aria-label")
    slope = f"{answer['slopes'][-1]:.4f}".replace("-", "−")
    assert f"bias of the output −5.3, gradient {slope}" in label
    assert "Live: TwoLayers" in sheet.page.get_by_role("status").inner_text()


def test_of_what_is_asked_while_the_kernel_computes_the_last_is_answered(sheet: Sheet) -> None:
    explorer = NetworkEdges(TwoLayers)
    asked: list[Any] = []

    def kernel(question: Any) -> Any:
        asked.append(question["weights"]["c"])
        return explorer.asked(question)

    lay(sheet, explorer, kernel)
    sheet.slider("Bias", "Output neuron").evaluate(
        "slider => { for (let n = -80; n <= 70; n++) {"
        " slider.value = n / 10; slider.dispatchEvent(new Event('input')); } }"
    )
    answer = explorer.asked({"row": 1, "weights": {**START, "c": 7.0}})
    told(sheet, f"output {answer['output']:.3f}, loss {answer['loss']:.4f}")
    assert asked[-1] == 7
    assert len(asked) < 10


def test_what_a_class_raises_is_told_until_it_is_mended(sheet: Sheet) -> None:
    broken = True

    class Breaks(TwoLayers):
        def backward(self, X: Any, y: Any) -> Any:
            if broken and self.params["b2"].item() > 2:
                raise ZeroDivisionError("division by zero")
            return super().backward(X, y)

    lay(sheet, NetworkEdges(TwoLayers), NetworkEdges(Breaks).asked)
    note = sheet.page.get_by_role("status")
    sheet.slider("Bias", "Output neuron").fill("3")
    note.filter(has_text="Breaks could not answer: ZeroDivisionError: division by zero.").wait_for()
    broken = False
    sheet.slider("Bias", "Output neuron").fill("4")
    note.filter(has_text="Live:").wait_for()


def test_a_kernel_that_is_silent_is_told_of(sheet: Sheet) -> None:
    explorer = NetworkEdges(TwoLayers)
    explorer.data["wire"] = "w"
    sheet.mount(explorer)
    sheet.page.evaluate(WIRE.replace("window.kernel(question)", "new Promise(() => {})"))
    sheet.page.evaluate("document.dispatchEvent(new CustomEvent('gd-wire', { detail: 'w' }))")
    sheet.page.get_by_role("status").filter(has_text="The kernel does not answer").wait_for()


def test_training_plays_pauses_steps_and_begins_anew(sheet: Sheet) -> None:
    lay(sheet, SpiralTraining(Quick))
    told(sheet, "^Epoch 0: held-out accuracy")
    sheet.press("Play")
    told(sheet, "^Epoch [1-9].*: loss")
    sheet.press("Pause")
    sheet.page.wait_for_timeout(1000)  # an answer may be on its way
    stopped = sheet.says.inner_text()
    sheet.page.wait_for_timeout(1000)
    assert sheet.says.inner_text() == stopped
    epoch = int(re.search(r"\d+", stopped)[0])
    sheet.press("Step")
    told(sheet, f"^Epoch {epoch + 1}:")
    sheet.choose("tanh")
    told(sheet, "^Epoch 0:")


def test_the_losses_of_all_seeds_are_those_of_the_class(sheet: Sheet) -> None:
    lay(sheet, SpiralTraining(Quick))
    sheet.choose("squared error")
    told(sheet, "^Epoch 0:")
    for epoch in (1, 2, 3):
        sheet.press("Step")
        told(sheet, f"^Epoch {epoch}:")
    nets = [
        Quick([2, 12, 12, 1], "ReLU", "squared error", np.random.default_rng(s)) for s in range(3)
    ]
    last = [net.train(None, None, epochs=3, lr=3)[-1] for net in nets]
    assert f"loss {', '.join(f'{loss:.3f}' for loss in last)};" in sheet.says.inner_text()


def test_without_a_kernel_a_recorded_run_is_played_to_its_end(sheet: Sheet) -> None:
    explorer = SpiralTraining(Quick)
    sheet.mount(explorer)
    told(sheet, f"^Epoch {explorer.last}:")
    sheet.press("Back to the start")
    told(sheet, f"^Epoch {explorer.frame}:")
    sheet.press("Play")
    told(sheet, f"^Epoch {explorer.last}:")
    sheet.choose("squared error")
    sheet.slider("Learning rate").fill("0")
    saved = sheet.saved()
    assert saved == {**explorer.values, "rate": 0}


def test_the_answer_unfolds_by_keyboard(sheet: Sheet) -> None:
    sheet.mount(NetworkEdges(TwoLayers))
    answer = sheet.page.get_by_text(NetworkEdges.because)
    assert not answer.is_visible()
    sheet.page.locator("summary").focus()
    sheet.page.keyboard.press("Enter")
    answer.wait_for()


@pytest.mark.parametrize("kind", [NetworkEdges, SpiralTraining])
def test_a_wire_that_is_there_before_the_page_is_taken_up(kind: Any, sheet: Sheet) -> None:
    explorer = kind(TwoLayers if kind is NetworkEdges else Quick)
    explorer.data["wire"] = "w"
    sheet.page.expose_function("kernel", explorer.asked)
    sheet.page.add_init_script(f"({WIRE})()")
    sheet.mount(explorer)
    sheet.page.locator(LIVE).wait_for()
