"""Section 04: the mean squared error, binary cross-entropy, and their gradients."""

from grader.exercises.loss_functions.cross_entropy import BCE_LOSS
from grader.exercises.loss_functions.cross_entropy_gradient import BCE_GRADIENT
from grader.exercises.loss_functions.delta import BCE_SIGMOID_GRADIENT
from grader.exercises.loss_functions.squared_error import MSE_LOSS
from grader.exercises.loss_functions.squared_error_gradient import MSE_GRADIENT

EXERCISES = (MSE_LOSS, MSE_GRADIENT, BCE_LOSS, BCE_GRADIENT, BCE_SIGMOID_GRADIENT)
