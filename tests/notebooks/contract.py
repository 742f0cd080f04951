"""What the contract fixes of the notebooks: submissions and gradebooks of other people rest on it.

Names, order, points and signatures of these exercises stay as they are. The contract says nothing
of exercises and sections that come to them: what holds for all exercises is held by the tests of
cells, for whatever exercises a notebook has.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.notebooks.cells import Cell, chosen, definitions, meta


@dataclass(frozen=True)
class Fixed:
    """An exercise of the contract: its name, its points, what an answer defines, where it stands."""

    name: str
    points: int
    # As a student would call them; methods without self.
    signatures: tuple[str, ...]
    cell: str
    answer: str


def _function(name: str, points: int, parameters: str) -> Fixed:
    return Fixed(name, points, (f"{name}({parameters})",), name, name)


def _network(name: str, points: int, *signatures: str) -> Fixed:
    return Fixed(name, points, signatures, "network", "NeuralNetworkScratch")


CONTRACT: dict[str, tuple[Fixed, ...]] = {
    "01_perceptron": (
        _function("sigmoid", 2, "z"),
        _function("sigmoid_derivative", 1, "a"),
        _function("neuron", 2, "X, w, b"),
        _function("neuron_gradients", 3, "X, y, a"),
        _function("train_neuron", 3, "X, y, w, b, epochs=1000, lr=1.0"),
        Fixed("separable", 1, (), "separable", "separable"),
    ),
    "02_activations": (
        _function("tanh", 1, "z"),
        _function("tanh_derivative", 1, "a"),
        _function("relu", 1, "z"),
        _function("relu_derivative", 1, "z"),
        _function("leaky_relu", 1, "z, slope=0.01"),
        _function("leaky_relu_derivative", 1, "z, slope=0.01"),
        _function("stacked_gradient", 3, "z, depth"),
    ),
    "03_forward_pass": (
        _function("count_params", 1, "layer_sizes"),
        _function("init_params", 3, "layer_sizes, rng"),
        _function("layer_forward", 2, "a_prev, W, b"),
        _function("forward_pass", 3, "X, W1, b1, W2, b2"),
        _function("forward", 4, "X, params"),
    ),
    "04_loss_functions": (
        _function("mse_loss", 2, "y_true, y_pred"),
        _function("mse_gradient", 2, "y_true, y_pred"),
        _function("bce_loss", 3, "y_true, y_pred, eps=1e-12"),
        _function("bce_gradient", 3, "y_true, y_pred, eps=1e-12"),
        _function("bce_sigmoid_gradient", 2, "y_true, z"),
    ),
    "05_backpropagation": (
        _function("numerical_gradient", 3, "f, x, h=1e-5"),
        _function("output_delta", 2, "y, a_out"),
        _function("backward_pass", 5, "X, y, W2, cache"),
        _network("network_forward", 2, "__init__(layer_sizes, rng=None)", "forward(X)"),
        _network("network_backward", 5, "backward(X, y)"),
        _network("network_train", 3, "train(X, y, epochs=1000, lr=1.0, verbose=False)"),
    ),
    "06_spiral": (
        _function("standardize", 2, "X"),
        _function("accuracy", 2, "y_true, y_prob, threshold=0.5"),
        _function("decision_grid", 2, "X, step=0.1, margin=0.5"),
        _function("train_spiral", 4, "X, y"),
    ),
    "07_mini_batch": (
        _function("updates_per_epoch", 1, "m, batch_size"),
        _function("minibatches", 4, "X, y, batch_size, rng"),
        Fixed(
            "train_minibatch",
            5,
            ("train_minibatch(X, y, epochs=500, lr=0.5, batch_size=32)",),
            "minibatch_network",
            "NeuralNetworkMiniBatch",
        ),
        _function("momentum_step", 3, "w, dw, v, lr, beta=0.9"),
    ),
}


def deviations(cells: tuple[Cell, ...], contract: Sequence[Fixed]) -> Iterator[str]:
    """Yield what cells of a notebook have otherwise than the contract has it, a few words each."""
    points = {meta(cell)["grade_id"]: meta(cell)["points"] for cell in chosen(cells, "test")}
    answers = {meta(cell)["grade_id"]: cell["source"] for cell in chosen(cells, "answer")}
    for one in contract:
        if points.get(f"test_{one.name}") != one.points:
            yield f"{one.name}: {points.get(f'test_{one.name}')} points in place of {one.points}"
        code = answers.get(one.cell, "")
        if one.answer not in definitions(code):
            yield f"{one.name}: the cell {one.cell} does not define {one.answer}"
        there = {_normal(text) for text in _signatures(code)}
        yield from (
            f"{one.name}: there is no {text}"
            for text in one.signatures
            if _normal(text) not in there
        )
    for there, order in (
        (points, [f"test_{one.name}" for one in contract]),
        (answers, list(dict.fromkeys(one.cell for one in contract))),
    ):
        if [name for name in there if name in order] != [name for name in order if name in there]:
            yield f"another order: {', '.join(name for name in there if name in order)}"


def _signatures(code: str) -> Iterator[str]:
    """Yield the functions and methods that a cell defines, as they are called."""
    for node in ast.parse(code).body:
        for function in node.body if isinstance(node, ast.ClassDef) else [node]:
            if isinstance(function, ast.FunctionDef):
                parameters = ast.unparse(function.args)
                if function is not node:
                    parameters = parameters.removeprefix("self").removeprefix(", ")
                yield f"{function.name}({parameters})"


def _normal(signature: str) -> str:
    """Return a signature as Python itself writes it."""
    return ast.unparse(ast.parse(signature.replace("__init__", "init", 1)))
