"""Section 05: the numerical gradient, the backward pass, and the network class."""

from grader.exercises.backpropagation.backward_pass import BACKWARD_PASS
from grader.exercises.backpropagation.network_backward import NETWORK_BACKWARD
from grader.exercises.backpropagation.network_forward import NETWORK_FORWARD
from grader.exercises.backpropagation.network_train import NETWORK_TRAIN
from grader.exercises.backpropagation.numerical_gradient import NUMERICAL_GRADIENT
from grader.exercises.backpropagation.output_delta import OUTPUT_DELTA

EXERCISES = (
    NUMERICAL_GRADIENT,
    OUTPUT_DELTA,
    BACKWARD_PASS,
    NETWORK_FORWARD,
    NETWORK_BACKWARD,
    NETWORK_TRAIN,
)
