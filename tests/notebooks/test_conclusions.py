"""What the lessons conclude holds at other rates, seeds and draws than those that they show."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from descent import make_gate
from descent.explorers import training
from descent.explorers.live import Question
from descent.explorers.training import BatchTraining, SpiralTraining, Training
from tests.notebooks.cells import namespace

pytestmark = pytest.mark.conclusions

lesson = functools.cache(namespace)


@pytest.mark.parametrize("lr", [0.3, 3.0])
@pytest.mark.parametrize("start", [(0.0, 0.0), (1.0, -4.0), (-1.0, 1.0)])
def test_a_step_on_and_goes_straight_downhill_in_the_scales_of_the_landscape(
    start: tuple[float, float], lr: float
) -> None:
    names = lesson("01_perceptron", "figure-landscape")
    X, y = names["X"], names["y"] = make_gate("AND")
    w, b = np.full((2, 1), start[0]), np.full((1, 1), start[1])
    for _ in range(20):
        new_w, new_b, _ = names["train_neuron"](X, y, w, b, epochs=1, lr=lr)
        step = np.array([np.sqrt(2) * (new_w - w)[0, 0], (new_b - b)[0, 0]])
        straight = names["downhill"](np.sqrt(2) * w[0, 0], b[0, 0])
        cosine = step @ straight / np.linalg.norm(step) / np.linalg.norm(straight)
        assert cosine > np.cos(np.radians(0.5))
        w, b = new_w, new_b


@pytest.mark.parametrize("task", range(6, 10))
def test_centered_inputs_bear_a_larger_rate_and_reach_a_lower_loss(task: int) -> None:
    names = lesson("02_activations", "demo-centered")
    rates = names["RATES"] = [2.0 * 4**k for k in range(7)]  # others than those of the lesson
    raw, shifted, tanh = map(np.array, names["losses_over_rates"](task).values())
    for centered in (shifted, tanh):
        best = int(np.argmin(centered))
        assert 0 < best < len(rates) - 1
        assert centered[best] < 0.75 * raw.min()
    assert raw[3] > 0.2 > shifted[3]


@pytest.mark.parametrize("draw", range(10, 16))
def test_with_the_rates_of_one_draw_cross_entropy_is_faster_on_others(draw: int) -> None:
    names = lesson("04_loss_functions", "fair-demo", run=("plane-demo",))
    wait, x = names["epochs_until_right"], names["draw_line"](draw)
    by_mse = wait(names["mse_delta"], 30, x)
    by_bce = wait(names["bce_sigmoid_gradient"], 10, x)
    assert by_bce is not None
    assert by_mse is None or by_mse > 3 * by_bce


@pytest.mark.parametrize("draw", [4, 10, 11])
@pytest.mark.parametrize("delta", ["mse_delta", "bce_sigmoid_gradient"])
def test_a_rate_above_two_over_the_curvature_does_not_come_to_rest(delta: str, draw: int) -> None:
    names = lesson("04_loss_functions", "fair-demo", run=("plane-demo",))
    x, descend = names["draw_line"](draw), names["descend"]
    limit = names["largest_rate"](names[delta], x)
    w, b = descend(names[delta], 0.0, 0.0, 5000, 3.0, x)[-1]

    def rests(lr: float) -> bool:
        path = descend(names[delta], w + 1e-3, b + 1e-3, 400, lr, x)
        return bool(np.hypot(*(path[-1] - [w, b])) < 1e-3)

    assert rests(0.9 * limit) and not rests(1.1 * limit)


def test_four_hidden_neurons_find_xor_from_more_starts_than_two() -> None:
    solved = lesson("05_backpropagation", "xor-starts")["solved_xor"]
    two, four = (
        sum(solved(width, seed, lr=5.0, epochs=600)[1] for seed in range(40, 52))
        for width in (2, 4)
    )
    assert two < four >= 11


@functools.cache
def held(design: tuple[int, ...], lr: float, seed: int, epochs: int = 1000) -> float:
    names = lesson("06_spiral", "depth-demo")
    return float(names["held_accuracy"](list(design), lr, seed, epochs))


DESIGNS = ((2, 12, 1), (2, 12, 12, 1), (2, 51, 1))


def test_at_a_common_small_rate_the_designs_differ_and_at_their_own_they_do_not() -> None:
    seeds = (11, 12)
    small, own = (
        [np.mean([held(design, lr, seed) for seed in seeds]) for design in DESIGNS]
        for lr in (1.5, 8.0)
    )
    assert max(small) - min(small) > 0.02
    assert max(own) - min(own) < 0.01 and min(own) > 0.98


def test_the_wide_network_fails_at_its_rate_from_a_seed_from_which_it_succeeds_at_another() -> None:
    wide = DESIGNS[2]
    assert held(wide, 10.0, 10) < 0.6 and held(wide, 4.0, 10) > 0.97


@pytest.mark.parametrize("lr", [4.0, 8.0])
def test_two_hidden_layers_leave_the_straight_line_later(lr: float) -> None:
    names = lesson("06_spiral", "depth-demo")

    def leaves(layer_sizes: list[int], seed: int) -> int:
        net = names["NeuralNetworkScratch"](layer_sizes, rng=np.random.default_rng(seed))
        losses = np.array(net.train(names["X_train_norm"], names["y_train"], epochs=500, lr=lr))
        return int(np.flatnonzero(losses > 0.2)[-1])

    for seed in (5, 8, 9):
        assert leaves([2, 12, 12, 1], seed) > 1.2 * leaves([2, 12, 1], seed)


@pytest.mark.parametrize("lr", [3.0, 10.0])
def test_more_hidden_neurons_help_up_to_eight_and_hardly_beyond(lr: float) -> None:
    two, four, eight, sixteen = (
        np.mean([held((2, width, 1), lr, seed) for seed in (0, 2, 3)]) for width in (2, 4, 8, 16)
    )
    assert two < four - 0.05 < eight - 0.1
    assert abs(sixteen - eight) < (eight - four) / 2


@pytest.mark.parametrize(("steep", "beta"), [(64, (7 / 9) ** 2), (100, (9 / 11) ** 2)])
def test_in_a_gentle_valley_0_9_is_too_much_momentum(steep: int, beta: float) -> None:
    assert fewest(steep, beta) < 0.7 * fewest(steep, 0.9)
    assert fewest(steep, beta) < 0.7 * fewest(steep, 0.5)


@pytest.mark.parametrize("steep", [1000, 2500])
def test_in_a_steep_valley_0_9_needs_the_fewest_steps(steep: int) -> None:
    others = [fewest(steep, beta) for beta in (0.5, (9 / 11) ** 2, 0.98)]
    assert 1.5 * fewest(steep, 0.9) < min(others)


def fewest(steep: int, beta: float) -> Any:
    """The fewest steps over rates finer than those of the lesson."""
    names = lesson("07_mini_batch", "valley-picture", "valley-momentum")
    counts = []
    for lr in np.geomspace(0.1, 4, 16) / steep:
        points = names["roll"](lr, beta, 2000, steep)
        needed = names["steps_needed"](points, steep)
        counts.append(2000 if needed is None else needed)
    best = int(np.argmin(counts))
    assert 0 < best < len(counts) - 1
    return counts[best]


@pytest.mark.parametrize("seed", [8, 9])
def test_the_bend_makes_training_faster_and_the_loss_hardly_does(seed: int) -> None:
    names = lesson("06_spiral", "bends-class", "bends-demo")
    epochs = {
        (bend, loss): names["epochs_to_97"](bend, loss, 0.75 * lr, seed) or 900
        for (bend, loss), lr in names["OWN_RATES"].items()
    }
    for bend in ("tanh", "ReLU"):
        mse, bce = epochs[bend, "squared error"], epochs[bend, "cross-entropy"]
        assert max(mse, bce) < 2 * min(mse, bce)
        slow = min(epochs["sigmoid", loss] for loss in ("squared error", "cross-entropy"))
        assert 2 * max(mse, bce) < slow


@pytest.mark.parametrize(
    ("bend", "loss"),
    [("ReLU", "squared error"), ("ReLU", "cross-entropy"), ("tanh", "squared error")],
)
def test_the_rate_of_each_pair_is_no_worse_than_its_neighbors(bend: str, loss: str) -> None:
    names = lesson("06_spiral", "bends-class", "bends-demo")
    own = names["OWN_RATES"][bend, loss]
    below, at, above = (
        sum(names["epochs_to_97"](bend, loss, lr, seed, limit=300) or 300 for seed in (0, 1))
        for lr in (own / 3, own, own * 3)
    )
    assert at < min(below, above)


@pytest.mark.parametrize("bend", ["sigmoid", "tanh", "ReLU"])
@pytest.mark.parametrize("loss", ["squared error", "cross-entropy"])
def test_the_network_with_a_bend_to_choose_has_right_gradients_at_any_depth(
    bend: str, loss: str
) -> None:
    names = lesson("06_spiral", "bends-class", "bends-check")
    for layer_sizes in ((2, 1), (2, 4, 1), (2, 6, 6, 6, 1)):
        assert names["largest_error"](bend, loss, layer_sizes, m=7) < 1e-6


def test_momentum_gets_more_out_of_equal_samples_on_a_finer_grid_and_from_other_seeds() -> None:
    names = lesson("07_mini_batch", "fair-tools", "momentum-race")

    def best(run: Any, rates: tuple[float, ...]) -> float:
        losses = [np.mean([run(32, 32, lr, seed)[0][-1] for seed in (5, 6)]) for lr in rates]
        return float(min(losses))

    plain = best(names["run"], (5.0, 9.0, 15.0, 25.0))
    assert best(names["run_momentum"], (0.5, 0.9, 1.5, 2.5)) < 0.7 * plain


def test_small_batches_win_with_equal_samples_and_single_samples_lose_with_equal_updates() -> None:
    names = lesson("07_mini_batch", "fair-tools")

    def best(size: int, epochs: int) -> float:
        runs = [
            [names["run"](size, epochs, lr, seed)[0][-1] for seed in (5, 6)] for lr in (3, 6, 12)
        ]
        return float(min(np.mean(run) for run in runs))

    assert best(8, 32) < 0.7 * best(32, 32)
    assert best(8, 32) < 0.3 * best(1, 4)


class Unrecorded(Training):
    """An explorer that records nothing when it is made."""

    def recorded(self) -> Iterator[tuple[str, Question]]:
        return iter(())


class Spiral(Unrecorded, SpiralTraining):
    """The explorer of section 6."""


class Batches(Unrecorded, BatchTraining):
    """The explorer of section 7."""


def reached(explorer: Training, epochs: int, **changed: object) -> list[float]:
    """What three networks get right after so many epochs, with some controls moved."""
    settings = {**explorer.start, **changed}
    held: list[float] = explorer.answer({"settings": settings, "done": 0, "epochs": epochs})["held"]
    return held


@pytest.mark.parametrize("seeds", [(0, 1, 2), (3, 4, 5)])
def test_relu_and_cross_entropy_fail_at_a_rate_and_each_single_change_repairs_it(
    seeds: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training, "SEEDS", seeds)
    explorer = Spiral(lesson("06_spiral", "bends-class", "bends-demo")["BentNetwork"])
    assert max(reached(explorer, 200)) < 0.85
    changes = {"loss": "squared error"}, {"bend": "tanh"}, {"rate": 1}, {"rate": 0.3}
    for change in changes:
        assert min(reached(explorer, 200, **change)) > 0.94, change


@pytest.mark.parametrize("seeds", [(0, 1, 2), (3, 4, 5)])
def test_batches_of_another_size_are_behind_at_one_rate_and_not_at_their_own(
    seeds: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training, "SEEDS", seeds)
    explorer = Batches(lesson("07_mini_batch", "fair-tools")["NeuralNetworkMiniBatch"])

    def usually(epochs: int, **changed: object) -> float:
        return float(np.median(reached(explorer, epochs, **changed)))

    eight = usually(32)
    assert max(usually(32, batch=size) for size in (1, 32, 192)) < eight - 0.05
    assert usually(32, batch=1, rate=1.5) > 0.9
    assert usually(128, batch=32) > usually(32, batch=32)
    assert usually(400, batch=192) > 0.95 > usually(32, batch=192)
