"""The exercises of the contract: what they are called, where they are answered, their points."""

from __future__ import annotations

# The tables of the contract: exercise, answer cell, points.
CONTRACT: dict[str, tuple[tuple[str, str, int], ...]] = {
    "01_perceptron": (
        ("sigmoid", "sigmoid", 2),
        ("sigmoid_derivative", "sigmoid_derivative", 1),
        ("neuron", "neuron", 2),
        ("neuron_gradients", "neuron_gradients", 3),
        ("train_neuron", "train_neuron", 3),
        ("separable", "separable", 1),
    ),
    "02_activations": (
        ("tanh", "tanh", 1),
        ("tanh_derivative", "tanh_derivative", 1),
        ("relu", "relu", 1),
        ("relu_derivative", "relu_derivative", 1),
        ("leaky_relu", "leaky_relu", 1),
        ("leaky_relu_derivative", "leaky_relu_derivative", 1),
        ("stacked_gradient", "stacked_gradient", 3),
    ),
    "03_forward_pass": (
        ("count_params", "count_params", 1),
        ("init_params", "init_params", 3),
        ("layer_forward", "layer_forward", 2),
        ("forward_pass", "forward_pass", 3),
        ("forward", "forward", 4),
    ),
    "04_loss_functions": (
        ("mse_loss", "mse_loss", 2),
        ("mse_gradient", "mse_gradient", 2),
        ("bce_loss", "bce_loss", 3),
        ("bce_gradient", "bce_gradient", 3),
        ("bce_sigmoid_gradient", "bce_sigmoid_gradient", 2),
    ),
    "05_backpropagation": (
        ("numerical_gradient", "numerical_gradient", 3),
        ("output_delta", "output_delta", 2),
        ("backward_pass", "backward_pass", 5),
        ("network_forward", "network", 2),
        ("network_backward", "network", 5),
        ("network_train", "network", 3),
    ),
    "06_spiral": (
        ("standardize", "standardize", 2),
        ("accuracy", "accuracy", 2),
        ("decision_grid", "decision_grid", 2),
        ("train_spiral", "train_spiral", 4),
    ),
    "07_mini_batch": (
        ("updates_per_epoch", "updates_per_epoch", 1),
        ("minibatches", "minibatches", 4),
        ("train_minibatch", "minibatch_network", 5),
        ("momentum_step", "momentum_step", 3),
    ),
}

# Where a class stands in for its exercises, and where a cell is not named after its answer.
ANSWERS = {"network": "NeuralNetworkScratch", "minibatch_network": "NeuralNetworkMiniBatch"}


def names_of_answers(section: str) -> dict[str, list[str]]:
    """The names that a section's answers have in a notebook, each with its exercises."""
    found: dict[str, list[str]] = {}
    for exercise, cell, _ in CONTRACT[section]:
        found.setdefault(ANSWERS.get(cell, cell), []).append(exercise)
    return found
