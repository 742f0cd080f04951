"""Section 02: tanh, ReLU, leaky ReLU, their derivatives, and the gradient of a chain."""

from grader.exercises.activations.leaky_relu import LEAKY_RELU
from grader.exercises.activations.leaky_relu_derivative import LEAKY_RELU_DERIVATIVE
from grader.exercises.activations.relu import RELU
from grader.exercises.activations.relu_derivative import RELU_DERIVATIVE
from grader.exercises.activations.stacked_gradient import STACKED_GRADIENT
from grader.exercises.activations.tanh import TANH
from grader.exercises.activations.tanh_derivative import TANH_DERIVATIVE

EXERCISES = (
    TANH,
    TANH_DERIVATIVE,
    RELU,
    RELU_DERIVATIVE,
    LEAKY_RELU,
    LEAKY_RELU_DERIVATIVE,
    STACKED_GRADIENT,
)
