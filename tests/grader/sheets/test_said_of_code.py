"""What known mistakes say of code: said of code that has it, and of no other that does the same."""

from __future__ import annotations

import textwrap
from dataclasses import replace

import pytest

from descent.diagnosis.code import meets
from descent.diagnosis.judge import judge
from descent.judging.verdict import Verdict
from descent.probing.probes import Observation, observe
from grader.sheets.mistakes import Mistake
from grader.sheets.preparation import asked, visible_rng
from tests.here import exercises, reference, sections

# Answers that have what is said of code, where the bank's own variant does the same without.
OTHERWISE = {
    ("sigmoid", "no-reciprocal"): "def sigmoid(z): return 1 / 1 + np.exp(-z)",
    ("sigmoid", "math-module"): "def sigmoid(z): return 1 / (1 + math.exp(-z))",
    ("neuron_gradients", "first-sample-only"): """
        def neuron_gradients(X, y, a):
            for i in range(len(X)):
                delta = 2 * (a[i] - y[i]) * a[i] * (1 - a[i]) / len(X)
                return (X[i] * delta).reshape(-1, 1), delta.reshape(1, 1)
    """,
    ("stacked_gradient", "starts-at-zero"): """
        def stacked_gradient(z, depth):
            product = 0.0 * np.asarray(z)
            for link in range(depth):
                z = sigmoid(z)
                product = product * z * (1 - z)
            return product
    """,
    ("layer_forward", "complement"): """
        def layer_forward(a_prev, W, b):
            z = a_prev @ W + b
            return z, 1 / (1 + np.exp(z))
    """,
    ("mse_loss", "not-squared"): """
        def mse_loss(y_true, y_pred):
            return np.mean(y_pred - y_true) ** 1
    """,
    ("mse_loss", "return-in-loop"): """
        def mse_loss(y_true, y_pred):
            total = 0
            for right, guess in zip(y_true, y_pred):
                total += np.sum((guess - right) ** 2)
                return total / np.size(y_true)
    """,
    ("mse_loss", "last-row-only"): """
        def mse_loss(y_true, y_pred):
            for right, guess in zip(y_true, y_pred):
                total = np.sum((guess - right) ** 2)
            return total / np.size(y_true)
    """,
    ("standardize", "sample-std"): """
        def standardize(X):
            return X - X.mean(axis=0), X.mean(axis=0), X.std(axis=0, ddof=1)
    """,
    ("accuracy", "first-sample"): """
        def accuracy(y_true, y_prob, threshold=0.5):
            for label, prob in zip(y_true, y_prob):
                return float((prob > threshold) == label)
    """,
    ("accuracy", "return-in-loop"): """
        def accuracy(y_true, y_prob, threshold=0.5):
            count = 0
            for label, prob in zip(y_true, y_prob):
                count += (prob > threshold) == label
                return float(count / len(y_true))
    """,
    ("network_backward", "sign"): """
        class NeuralNetworkScratch:
            def backward(self, X, y):
                a = self.cache[f"a{self.L}"]
                return {"dW1": X.T @ ((y - a) * a * (1 - a)) * 2 / len(X)}

            def train(self, X, y, epochs=1000, lr=1.0, verbose=False):
                for epoch in range(epochs):
                    self.forward(X)
                    for name, gradient in self.backward(X, y).items():
                        self.params[name[1:]] += lr * gradient
    """,
    ("network_train", "last-layer-left-out"): """
        class NeuralNetworkScratch:
            def train(self, X, y, epochs=1000, lr=1.0, verbose=False):
                for epoch in range(epochs):
                    for layer in range(1, self.L):
                        self.params[f"W{layer}"] -= lr * self.grads[f"dW{layer}"]
    """,
    ("train_minibatch", "last-layer-left-out"): """
        class NeuralNetworkMiniBatch(NeuralNetworkScratch):
            def train_minibatch(self, X, y, epochs=500, lr=0.5, batch_size=32):
                for layer in range(1, self.L):
                    self.params[f"W{layer}"] -= lr * self.grads[f"dW{layer}"]
    """,
}


@pytest.mark.parametrize("section", sections())
def test_what_a_mistake_says_of_code_is_said_of_code_that_has_it(section: str) -> None:
    of, unmet = reference(section), []
    for name, entry in exercises(section).items():
        for mistake in entry.mistakes:
            own = mistake.apply(of.source(entry.answer_cell))
            code = textwrap.dedent(OTHERWISE.get((name, mistake.id), own))
            if mistake.where and not meets(mistake.where, code, entry.answer_name):
                unmet.append((name, mistake.id, mistake.where))
    assert unmet == []


def told(section: str, name: str, known: Mistake, code: str, source: str) -> Verdict:
    """What is told of an answer whose one known mistake this is."""
    entry, of = exercises(section)[name], reference(section)
    sheet = asked(entry, of, visible_rng(name))

    def seen(code: str) -> tuple[Observation, ...]:
        answer = of.variant(entry.answer_cell, code)[entry.answer_name]
        return tuple(observe(probe, answer) for probe in sheet.probes)

    own = seen(known.apply(of.source(entry.answer_cell)))
    return judge(replace(sheet, mistakes=(known.known(own),)), seen(code), source=source)


@pytest.mark.parametrize(
    ("section", "name", "mistake"),
    [
        ("01_perceptron", "sigmoid", "no-reciprocal"),
        ("01_perceptron", "neuron_gradients", "first-sample-only"),
        ("02_activations", "stacked_gradient", "starts-at-zero"),
        ("04_loss_functions", "mse_loss", "return-in-loop"),
    ],
)
def test_it_is_told_where_the_code_has_it_and_what_comes_out_elsewhere(
    section: str, name: str, mistake: str
) -> None:
    entry, of = exercises(section)[name], reference(section)
    known = next(one for one in entry.mistakes if one.id == mistake)
    without = known.apply(of.source(entry.answer_cell))
    having = textwrap.dedent(OTHERWISE[name, mistake])
    # Both do the same; only one of them has what is said of code.
    assert told(section, name, known, having, having).message == known.of_code
    assert told(section, name, known, without, without).message == known.sentence
    assert told(section, name, known, having, "").message == known.sentence
