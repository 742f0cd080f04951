"""What is told of the sick trainings is what examining them shows, from other seeds as well."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
import pytest

from descent import diagnose
from descent.notebook.diagnose import ward
from descent.sick_trainings import Training, trainings
from tests.notebooks.cells import namespace

CASES, CAUSES = ward()["cases"], ward()["causes"]
EPOCHS = 30


@functools.cache
def tools() -> dict[str, Any]:
    return namespace("05_backpropagation")


@functools.cache
def from_seed(seed: int) -> list[Training]:
    return trainings(tools()["NeuralNetworkScratch"], seed)


def rests_at_a_half(training: Training) -> bool:
    losses = training.train(EPOCHS).losses[5:]
    return min(losses) > 0.49 and max(losses) - min(losses) < 0.01


def fails_the_check_or_has_nothing_to_check(training: Training) -> bool:
    network, errors = training.network(), []
    network.forward(training.X)
    grads = dict(network.backward(training.X, training.y))
    for name, value in list(network.params.items()):

        def loss_of(moved: Any, name: str = name) -> float:
            network.params[name] = moved
            return float(np.mean((network.predict(training.X) - training.y) ** 2))

        numerical = tools()["numerical_gradient"](loss_of, value)
        network.params[name] = value
        lengths = np.linalg.norm(grads["d" + name]) + np.linalg.norm(numerical)
        difference = np.linalg.norm(grads["d" + name] - numerical)
        errors.append(1.0 if lengths < 1e-8 else difference / lengths)
    return bool(max(errors) > 1e-6)


def has_an_array_that_stays(training: Training) -> bool:
    network = training.network()
    network.forward(training.X)
    grads = dict(network.backward(training.X, training.y))
    before = {name: value.copy() for name, value in network.params.items()}
    for rows in training.batches(np.random.default_rng(0)):
        training.step(network, rows)
    return any(
        np.linalg.norm(grads["d" + name]) > 1e-8 and np.array_equal(network.params[name], value)
        for name, value in before.items()
    )


def has_equal_outputs(training: Training) -> bool:
    network = training.network()
    network.forward(training.X)
    return bool(network.cache["a1"].std(axis=0).max() < 1e-6)


def has_equal_weights(training: Training) -> bool:
    return bool(training.network().params["W1"].std() < 1e-6)


def has_batches_of_one_class(training: Training) -> bool:
    batches = training.batches(np.random.default_rng(0))
    return any(training.y[rows].mean() in (0.0, 1.0) for rows in batches)


def has_strange_neighbors(training: Training) -> bool:
    plane = training.X[:, :2]
    distances = np.sum((plane[:, np.newaxis] - plane) ** 2, axis=2)
    np.fill_diagonal(distances, np.inf)
    return bool(np.mean(training.y[distances.argmin(axis=1)] == training.y) < 0.75)


def knows_its_samples_alone(training: Training) -> bool:
    history = training.train(EPOCHS)
    return history.losses[-1] < 0.1 and history.held_losses[-1] > 2 * history.losses[-1]


# For each piece of evidence, how it is seen that it is not the usual one.
UNUSUAL = {
    "the loss curves": rests_at_a_half,
    "the gradient check": fails_the_check_or_has_nothing_to_check,
    "gradients and changes, array by array": has_an_array_that_stays,
    "the outputs of the hidden layer": has_equal_outputs,
    "the first weights": has_equal_weights,
    "the labels of each batch": has_batches_of_one_class,
    "the nearest neighbors": has_strange_neighbors,
    "training set and held-out set": knows_its_samples_alone,
}

# What examining the cases shows, besides what their own cause gives away.
ALSO = {
    "the loss curves": {"case 8"},
    "the gradient check": {"case 3", "case 7"},
    "the outputs of the hidden layer": {"case 3"},
}


def test_each_cause_occurs_once_and_has_evidence_of_its_own() -> None:
    assert sorted(case["right"] for case in CASES.values()) == sorted(CAUSES)
    pieces = [cause["evidence"] for cause in CAUSES.values()]
    assert sorted(pieces) == sorted(ward()["usual"]) == sorted(UNUSUAL)


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("evidence", UNUSUAL)
def test_examinations_show_what_is_said_of_them(evidence: str, seed: int) -> None:
    seen = {each.name for each in from_seed(seed) if UNUSUAL[evidence](each)}
    own = {name for name, case in CASES.items() if CAUSES[case["right"]]["evidence"] == evidence}
    assert seen == own | ALSO.get(evidence, set())
    told = {name for name, case in CASES.items() if evidence in case.get("shows", {})}
    assert seen <= own | told, "the usual sentence would be wrong there"


@pytest.mark.parametrize("seed", [1, 2])
def test_the_healthy_one_learns_and_none_of_the_others_does(seed: int) -> None:
    held = {each.name: each.train().held_losses[-1] for each in from_seed(seed)}
    assert held.pop("healthy") < 0.05
    assert held.keys() == CASES.keys() and min(held.values()) > 0.15


def test_a_training_comes_out_the_same_again() -> None:
    training = from_seed(1)[0]
    assert training.train(3).losses == training.train(3).losses


@pytest.mark.parametrize("name", CASES)
def test_the_right_cause_is_told_why_and_a_wrong_one_what_was_overlooked(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    case = CASES[name]
    for cause, known in CAUSES.items():
        diagnose(name, cause.upper())
        said = capsys.readouterr().out
        if cause == case["right"]:
            assert "that is it" in said and case["because"] in said
        else:
            evidence = known["evidence"]
            shows = case.get("shows", {}).get(evidence, ward()["usual"][evidence])
            assert known["expects"] in said and shows in said and case["because"] not in said
            assert f"What was overlooked: {CAUSES[case['right']]['evidence']}." in said
            assert case["right"] not in said


def test_what_is_no_cause_is_told_which_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    diagnose("case 2")
    assert 'diagnose("case 2", "…")' in capsys.readouterr().out
    diagnose("case 2", "bad luck")
    said = capsys.readouterr().out
    assert "'bad luck' is none of the causes" in said and all(cause in said for cause in CAUSES)
    with pytest.raises(ValueError, match="no case 'case 9'; there are case 1, "):
        diagnose("case 9")
