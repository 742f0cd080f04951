"""Explorers that run the student's own code: what is recorded, what is asked, what goes wrong."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from descent.explorers import BatchTraining, NetworkEdges, SpiralTraining, live
from descent.explorers.network_edges import REACH, START
from tests.browser.examples import Quick, TwoLayers

EDGES = {"row": 1, "weights": START}


def test_the_gradients_are_those_of_the_class() -> None:
    answer = NetworkEdges(TwoLayers).asked(EDGES)
    x, y, h = np.array([[0.0, 1.0]]), np.array([[1.0]]), 1e-6

    def loss(**moved: float) -> float:
        w = {**START, **moved}
        net = TwoLayers([2, 2, 1])
        net.params = {
            "W1": np.array([[w["w11"], w["w12"]], [w["w21"], w["w22"]]]),
            "b1": np.array([[w["b1"], w["b2"]]]),
            "W2": np.array([[w["v1"]], [w["v2"]]]),
            "b2": np.array([[w["c"]]]),
        }
        return float(((net.forward(x) - y) ** 2).item())

    assert answer["loss"] == pytest.approx(loss(), rel=1e-4)
    for name, slope in zip(START, answer["slopes"], strict=True):
        nudged = loss(**{name: START[name] + h}) - loss(**{name: START[name] - h})
        assert slope == pytest.approx(nudged / (2 * h), abs=1e-6), name


def test_the_answer_that_is_folded_away_is_true_of_the_numbers() -> None:
    explorer = NetworkEdges(TwoLayers)
    of = {
        value: dict(zip(START, explorer.data["recorded"][f"1 b2 {value}"]["slopes"], strict=True))
        for value in (-REACH, START["b2"], REACH)
    }
    for slopes in of.values():
        assert slopes["w11"] == slopes["w12"] == 0
    for end in (-REACH, REACH):
        assert abs(of[end]["w22"]) < 0.1 * abs(explorer.data["recorded"]["1 b2 -3"]["slopes"][4])
    assert abs(of[-REACH]["v2"]) < 0.1 * abs(of[REACH]["v2"])


def test_chunks_come_to_the_same_as_all_epochs_at_once() -> None:
    explorer = BatchTraining(Quick)
    settings = {**explorer.start, "batch": 1}

    def ask(done: int, epochs: int) -> dict[str, Any]:
        return explorer.asked({"settings": settings, "done": done, "epochs": epochs})

    whole = ask(0, 10)
    first, second = ask(0, 7), ask(7, 3)
    assert (first["from"], second["from"], second["epoch"]) == (0, 7, 10)
    assert first["losses"] + second["losses"] == whole["losses"]
    assert second["held"] == whole["held"]
    assert second["map"] == whole["map"]


def test_an_epoch_that_nobody_trained_up_to_begins_anew() -> None:
    explorer = BatchTraining(Quick)
    asked = {"settings": {**explorer.start, "batch": 32}, "done": 12, "epochs": 2}
    assert (explorer.asked(asked)["from"], explorer.asked(asked)["epoch"]) == (0, 2)


def test_before_the_first_epoch_there_is_a_picture_and_no_loss() -> None:
    explorer = SpiralTraining(Quick)
    answer = explorer.asked({"settings": explorer.start, "done": 0, "epochs": 0})
    assert (answer["epoch"], answer["losses"], len(answer["held"])) == (0, [], 3)


@pytest.mark.parametrize("kind", [SpiralTraining, BatchTraining])
def test_each_choice_of_one_control_is_recorded_to_the_end(kind: Any) -> None:
    explorer = kind(Quick)
    runs = 1 + sum(len(few) - 1 for few in explorer.options.values())
    recorded = explorer.data["recorded"]
    assert len(recorded) == runs * explorer.last // explorer.frame
    assert max(answer["epoch"] for answer in recorded.values()) == explorer.last


# ------------------------------------------------------------------ what is not as it should be


class Unfinished(TwoLayers):
    def backward(self, X, y):
        raise NotImplementedError


class Raises(TwoLayers):
    def backward(self, X, y):
        return {"dW1": np.zeros((2, 2))}


class Ragged(Quick):
    def train(self, X, y, epochs, lr):
        return [0.1]


@pytest.mark.parametrize(
    ("explorer", "said"),
    [
        (lambda: NetworkEdges(Unfinished), "Unfinished is not finished yet"),
        (lambda: NetworkEdges(Raises), "Raises could not answer: KeyError"),
        (lambda: SpiralTraining(Ragged), "Ragged could not answer: ValueError"),
        (lambda: SpiralTraining(TwoLayers), "TwoLayers could not answer: TypeError"),
    ],
)
def test_an_answer_that_is_not_there_or_raises_is_told_in_words(explorer: Any, said: str) -> None:
    html = explorer()._repr_html_()
    assert said in html
    assert "run this cell again" in html
    assert "<script" not in html


def test_a_record_ends_where_it_would_take_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "RECORDING_SECONDS", -1.0)
    explorer = NetworkEdges(TwoLayers)
    assert len(explorer.data["recorded"]) == 1
    assert "<script>" in explorer._repr_html_()


# ------------------------------------------------------------------ the wire


class Kernel:
    """A kernel as ipykernel has it, asked by a front end with or without somebody before it."""

    def __init__(self, allow_stdin: bool) -> None:
        self.content = {"content": {"allow_stdin": allow_stdin}}

    def get_parent(self, channel: str) -> dict[str, Any]:
        assert channel == "shell"
        return self.content


def _shell(monkeypatch: pytest.MonkeyPatch, allow_stdin: bool) -> None:
    from IPython.core import getipython

    shell = SimpleNamespace(kernel=Kernel(allow_stdin))
    monkeypatch.setattr(getipython, "get_ipython", lambda: shell)


def test_a_build_lays_no_wire_and_leaves_no_trace_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    without = NetworkEdges(TwoLayers)._repr_html_()
    _shell(monkeypatch, allow_stdin=False)
    assert NetworkEdges(TwoLayers)._repr_html_() == without
    assert '"wire":' not in without


def test_a_person_gets_a_wire_that_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    widgets = pytest.importorskip("ipywidgets")
    pytest.importorskip("anywidget")
    _shell(monkeypatch, allow_stdin=True)
    before = set(widgets.widgets.widget._instances)
    explorer = NetworkEdges(TwoLayers)
    html = explorer._repr_html_()
    assert explorer._repr_html_() == html
    (made,) = set(widgets.widgets.widget._instances) - before - _layouts(widgets)
    wire = widgets.widgets.widget._instances[made]
    assert f'"wire":"{wire.name}"' in html

    sent: list[Any] = []
    monkeypatch.setattr(wire, "send", sent.append)
    wire._handle_custom_msg({"number": 3, "question": EDGES}, [])
    assert sent == [{"number": 3, "answer": explorer.asked(EDGES)}]


def _layouts(widgets: Any) -> set[str]:
    every = widgets.widgets.widget._instances.items()
    return {name for name, widget in every if type(widget).__name__ != "Wire"}


def test_without_anywidget_the_record_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    _shell(monkeypatch, allow_stdin=True)
    monkeypatch.setitem(sys.modules, "anywidget", None)
    assert '"wire":' not in NetworkEdges(TwoLayers)._repr_html_()
