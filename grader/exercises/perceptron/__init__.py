"""Section 01: the sigmoid, one neuron, its gradients, its training, and what it cannot learn."""

from grader.exercises.perceptron.gates import SEPARABLE
from grader.exercises.perceptron.gradients import NEURON_GRADIENTS
from grader.exercises.perceptron.neuron import NEURON
from grader.exercises.perceptron.sigmoid import SIGMOID, SIGMOID_DERIVATIVE
from grader.exercises.perceptron.training import TRAIN_NEURON

EXERCISES = (SIGMOID, SIGMOID_DERIVATIVE, NEURON, NEURON_GRADIENTS, TRAIN_NEURON, SEPARABLE)
