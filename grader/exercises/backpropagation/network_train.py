"""The network class: training."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from descent.probes import Probe, Step, ask, look, put, script
from descent.sheets import Criterion
from descent.values import Value
from grader.exercise import Begin, Exercise, edit
from grader.exercises.backpropagation.draws import (
    KEPT,
    labels,
    network,
    parameters,
    samples,
    whole,
)


def _probes(begin: Begin) -> Iterator[Probe]:
    X: Value
    y: Value
    for name, sizes, m in (
        ("two layers", [2, 3, 1], 4),
        ("two layers, more samples", [3, 4, 1], 6),
        ("three layers", [3, 2, 4, 1], 5),
        ("one sample", [3, 2, 1], 1),
    ):
        rng = begin(name)
        X, y = samples(rng, m, sizes[0]), labels(rng, m)
        label = "" if name.startswith("two") else name
        yield _case(sizes, rng, X, y, int(rng.integers(4, 8)), _rate(rng), label)
    rng = begin("one layer, whole numbers")
    X, y = whole(rng, 5, 2), labels(rng, 5).astype(int)
    yield _case([2, 1], rng, X, y, 3, _rate(rng), "one layer, whole numbers")
    rng = begin("whole-number labels")
    X, y = samples(rng, 5, 2), labels(rng, 5).astype(int)
    yield _case([2, 3, 1], rng, X, y, 3, _rate(rng), "whole-number labels")
    rng = begin("whole-number samples")
    X, y = whole(rng, 4, 3), labels(rng, 4)
    yield _case([3, 2, 1], rng, X, y, 3, _rate(rng), "whole-number samples")
    rng = begin("a whole-number lr")
    X, y = samples(rng, 5, 3), labels(rng, 5)
    yield _case([3, 2, 1], rng, X, y, 4, 2, "an lr of 2")
    rng = begin("no epoch")
    X, y = samples(rng, 4, 3), labels(rng, 4)
    steps = (*network(rng, [3, 2, 1]), ask("net.train", X, y, epochs=0, lr=0.5, show="losses"))
    params = look("net.params", show="params")
    yield script(*steps, params, group="verbose", label="no epoch at all")
    rng = begin("the default lr")
    train = ask("net.train", samples(rng, 6, 3), labels(rng, 6), epochs=3, show="losses")
    yield script(*network(rng, [3, 2, 1]), train, label="the default lr")
    # How many losses there are is enough: a thousand of them would fill the sheet.
    rng = begin("the default number of epochs")
    defaults = ask("net.train", samples(rng, 2, 1), labels(rng, 2), keep="list")
    many = ask("list.__len__", show="losses")
    yield script(*network(rng, [1, 1]), defaults, many, label="the default number of epochs")
    yield _again(begin("a second call"))
    rng = begin("losses")
    train = ask("net.train", samples(rng, 6, 2), labels(rng, 6), epochs=4, lr=0.8)
    trained = (*network(rng, [2, 2, 1]), train)
    yield script(*trained, look("net.losses", show="net.losses"), group="kept")
    for name, least, most in (
        ("no epoch at all", 0, 0),
        ("one epoch", 1, 1),
        ("three epochs", 3, 3),
        ("many epochs", 23, 26),
    ):
        rng = begin(f"verbose, {name}")
        label = "verbose" if name == "many epochs" else f"verbose and {name}"
        yield _talking(rng, int(rng.integers(least, most + 1)), label)


def _rate(rng: np.random.Generator) -> float:
    return float(rng.uniform(0.3, 0.8))


def _case(
    sizes: list[int],
    rng: np.random.Generator,
    X: Value,
    y: Value,
    epochs: int,
    lr: float,
    label: str,
) -> Probe:
    train = ask("net.train", X, y, epochs=epochs, lr=lr, show="losses")
    return script(*network(rng, sizes), train, look("net.params", show="params"), label=label)


def _again(rng: np.random.Generator) -> Probe:
    """Train twice, the second time from other parameters."""
    sizes = [2, 3, 1]
    X, y = samples(rng, 5, 2), labels(rng, 5)
    again: tuple[Step, ...] = (
        put("net.params", **parameters(rng, sizes)),
        ask("net.train", X, y, epochs=4, lr=_rate(rng), show="losses"),
        look("net.params", show="params"),
    )
    first = ask("net.train", X, y, epochs=2, lr=0.5)
    return script(*network(rng, sizes), first, *again, label="a second call, with new weights")


def _talking(rng: np.random.Generator, epochs: int, label: str) -> Probe:
    X, y = samples(rng, 4, 2), labels(rng, 4)
    train = ask("net.train", X, y, epochs=epochs, lr=0.5, verbose=True, show="losses")
    return script(*network(rng, [2, 2, 1]), train, group="verbose", label=label)


_FOR = "for epoch in range(epochs):"
_FORWARD = "            output = self.forward(X)\n"
_LOSS = "loss = float(mse_loss(y, output))"
_NOTE = "            self.losses.append(loss)\n"
_GRADS = "            grads = self.backward(X, y)\n"
_NAMES = "            for name in self.params:\n"
_UPDATE = 'self.params[name] = self.params[name] - lr * grads["d" + name]'
_EMPTY = "        self.losses = []\n"
_RETURN = "        return self.losses\n"
_EVERY = "max(1, epochs // 10)"

_SUBTRACT = f"{_NAMES}                {_UPDATE}\n"

NETWORK_TRAIN = Exercise(
    name="network_train",
    answer="NeuralNetworkScratch",
    cell="network",
    probes=_probes,
    criteria=(
        Criterion("the loss of each epoch, before its update", 1, ("values",), ("losses",)),
        Criterion("the parameters after training", 1, ("values",), ("params*",)),
        Criterion("losses keeps the losses", 0.25, ("kept",)),
        Criterion("verbose, for any number of epochs", 0.5, ("verbose",)),
        KEPT,
    ),
    hints=(
        "Think of train_neuron of section 1. What happened in one epoch, and in which order? Here "
        "forward and backward are methods that you have already.",
        "In each epoch: run forward, append the MSE of its output to the list, run backward, and "
        "then take lr times its gradient from every array in self.params, the biases too.",
        'The key of a gradient is "d" in front of the key of its array, so a loop over the names '
        'in self.params does the update: self.params[name] minus lr times grads["d" + name]. For '
        "verbose print every so many epochs, but never divide by a number that may be 0.",
    ),
    uses=("output_delta", "network_forward", "network_backward"),
    mistakes=(
        edit(
            "ascent",
            "Your network climbs: lr times the gradient is added. Subtract it to go downhill.",
            _UPDATE,
            'self.params[name] = self.params[name] + lr * grads["d" + name]',
        ),
        edit(
            "lr-ignored",
            "The learning rate is not used. The step is lr times the gradient.",
            _UPDATE,
            'self.params[name] = self.params[name] - grads["d" + name]',
        ),
        edit(
            "lr-divided-by-m",
            "The step is divided by the number of samples. The gradients of backward hold the "
            "mean already: the step is lr times the gradient.",
            _UPDATE,
            'self.params[name] = self.params[name] - lr / len(X) * grads["d" + name]',
        ),
        edit(
            "lr-times-m",
            "The step is multiplied by the number of samples. The step is lr times the gradient.",
            _UPDATE,
            'self.params[name] = self.params[name] - lr * len(X) * grads["d" + name]',
        ),
        edit(
            "lr-decays",
            "Your learning rate shrinks from epoch to epoch. Keep it as it was passed.",
            _UPDATE,
            'self.params[name] = self.params[name] - lr / (1 + epoch) * grads["d" + name]',
        ),
        edit(
            "no-update",
            "The parameters do not change, so the loss stays the same. Store the new arrays in "
            "self.params.",
            _UPDATE,
            'new = self.params[name] - lr * grads["d" + name]  # noqa: F841',
        ),
        edit(
            "replaced-by-step",
            "The parameters are replaced by the step. The new array is the old one minus lr times "
            "its gradient.",
            _UPDATE,
            'self.params[name] = -lr * grads["d" + name]',
        ),
        edit(
            "weights-only",
            "Only the weights are updated. The biases learn too: subtract lr times db from each b.",
            _UPDATE,
            'self.params[name] = self.params[name] - lr * grads["d" + name] * ("W" in name)',
        ),
        edit(
            "biases-only",
            "Only the biases are updated. Subtract lr times dW from each W as well.",
            _UPDATE,
            'self.params[name] = self.params[name] - lr * grads["d" + name] * ("b" in name)',
        ),
        edit(
            "first-layer-only",
            "Only layer 1 is updated. Every layer from 1 to self.L takes its step.",
            _UPDATE,
            'self.params[name] = self.params[name] - lr * grads["d" + name] * (name[1:] == "1")',
        ),
        edit(
            "last-layer-only",
            "Only the last layer is updated. Every layer from 1 to self.L takes its step.",
            _UPDATE,
            "self.params[name] = self.params[name] - "
            'lr * grads["d" + name] * (name[1:] == str(self.L))',
        ),
        edit(
            "last-layer-left-out",
            "The last layer is not updated. A loop over range(1, self.L) stops before it: the end "
            "has to be self.L + 1.",
            _UPDATE,
            "self.params[name] = self.params[name] - "
            'lr * grads["d" + name] * (name[1:] != str(self.L))',
        ),
        edit(
            "first-two-layers-only",
            "Only two layers are updated. The network may have more: loop from layer 1 to self.L.",
            _UPDATE,
            'self.params[name] = self.params[name] - lr * grads["d" + name] * (name[1:] in "12")',
        ),
        edit(
            "one-array-at-a-time",
            "The gradients are computed again after each array is updated. In an epoch take all "
            "gradients once, from one forward and one backward, and then update everything.",
            _UPDATE,
            f"{_UPDATE}\n"
            "                self.forward(X)\n"
            "                grads = self.backward(X, y)",
        ),
        edit(
            "backward-before-forward",
            "The backward pass runs on the cache of the epoch before. In each epoch run forward "
            "first, and backward right after it.",
            _FORWARD,
            "            if epoch == 0:\n"
            "                self.forward(X)\n"
            "            old = self.cache\n"
            "            output = self.forward(X)\n            new, self.cache = self.cache, old\n",
            _GRADS,
            "            grads = self.backward(X, y)\n            self.cache = new\n",
        ),
        edit(
            "forward-once",
            "forward runs only once, before the first epoch. The parameters change in each "
            "epoch, so run it again in each.",
            _FORWARD,
            "            output = output if epoch else self.forward(X)\n",
        ),
        edit(
            "backward-once",
            "The gradients are computed only once, before the first epoch. They change with the "
            "parameters: run forward and backward in each epoch.",
            _GRADS,
            "            grads = grads if epoch else self.backward(X, y)\n",
        ),
        edit(
            "loss-after-update",
            "The losses are those after the update of each epoch. Note the loss before it, from "
            "the same forward that backward uses.",
            _NOTE,
            "",
            _SUBTRACT,
            f"{_SUBTRACT}            self.losses.append(float(mse_loss(y, self.forward(X))))\n",
        ),
        edit(
            "one-loss-too-many",
            "There is one loss too many: after the last epoch you add another one. There is one "
            "for each epoch, before its update.",
            _RETURN,
            "        self.losses.append(float(mse_loss(y, self.forward(X))))\n"
            "        return self.losses\n",
        ),
        edit(
            "one-epoch-too-few",
            "Training stops one epoch early. range(epochs) counts exactly `epochs` of them.",
            _FOR,
            "for epoch in range(epochs - 1):",
        ),
        edit(
            "one-epoch-too-many",
            "Training runs one epoch too long. range(epochs) counts exactly `epochs` of them.",
            _FOR,
            "for epoch in range(epochs + 1):",
        ),
        edit(
            "epochs-ignored",
            "The number of epochs that is passed is not used.",
            _FOR,
            "for epoch in range(10):",
        ),
        edit(
            "return-in-loop",
            "The return stands inside the loop, so training ends after one epoch. Move it out.",
            _RETURN,
            "            return self.losses\n",
        ),
        edit(
            "every-sample",
            "You update after every single sample. Here the gradient is taken on all samples at "
            "once, with one update in each epoch.",
            _GRADS + _SUBTRACT,
            "            for i in range(len(X)):\n"
            "                self.forward(X[i : i + 1])\n"
            "                grads = self.backward(X[i : i + 1], y[i : i + 1])\n"
            "                for name in self.params:\n"
            f"                    {_UPDATE}\n",
        ),
        edit(
            "starts-anew",
            "train draws new parameters. It goes on from self.params as they are: only __init__ "
            "draws.",
            _EMPTY,
            "        self.losses = []\n"
            "        self.params = init_params(self.layer_sizes, self.rng)\n",
        ),
        edit(
            "losses-never-emptied",
            "The losses of earlier calls are still in the list. Each call of train starts with an "
            "empty one.",
            _EMPTY,
            '        self.losses = getattr(self, "losses", [])\n',
        ),
        edit(
            "loss-summed",
            "Your losses are sums over the samples. Note the mean squared error: mse_loss of the "
            "labels and the output.",
            _LOSS,
            "loss = float(np.sum((output - y) ** 2))",
        ),
        edit(
            "loss-halved",
            "Your losses are half the mean squared error. The loss is the plain mean of the "
            "squares.",
            _LOSS,
            "loss = float(mse_loss(y, output)) / 2",
        ),
        edit(
            "loss-root",
            "You note the square root of the mean squared error. The loss is the mean of the "
            "squares.",
            _LOSS,
            "loss = float(mse_loss(y, output)) ** 0.5",
        ),
        edit(
            "loss-absolute",
            "You note the mean size of the errors. The loss is the mean of their squares.",
            _LOSS,
            "loss = float(np.mean(np.abs(output - y)))",
        ),
        edit(
            "cross-entropy-noted",
            "You note the cross-entropy. This network trains on the mean squared error, so note "
            "that.",
            _LOSS,
            "loss = -float(np.mean(y * np.log(output) + (1 - y) * np.log(1 - output)))",
        ),
        edit(
            "loss-rounded",
            "Your losses are rounded. Keep them as they are, and round only where you print.",
            _LOSS,
            "loss = round(float(mse_loss(y, output)), 4)",
        ),
        edit(
            "losses-sparse",
            "Only some losses are noted. Append one in every epoch, whatever is printed.",
            _NOTE,
            "            if epoch % 2 == 0:\n                self.losses.append(loss)\n",
        ),
        edit(
            "losses-only-if-verbose",
            "The losses are noted only where verbose is on. Append one in every epoch, whatever "
            "is printed.",
            _NOTE,
            "            if verbose:\n                self.losses.append(loss)\n",
        ),
        edit(
            "last-loss",
            "You return the last loss only. Return the list of all of them, one for each epoch.",
            _RETURN,
            "        return self.losses[-1]\n",
        ),
        edit(
            "returns-nothing",
            "train does not return anything. Return the list that you keep as self.losses.",
            _RETURN,
            "",
        ),
        edit(
            "returns-parameters",
            "train returns the parameters. It returns the losses; the parameters stay in "
            "self.params.",
            _RETURN,
            "        return self.params\n",
        ),
        edit(
            "no-losses-attribute",
            "The losses are returned, but the network has no attribute losses. Keep the same "
            "list as self.losses.",
            _RETURN,
            "        losses = self.losses\n        del self.losses\n        return losses\n",
        ),
        edit(
            "verbose-divides-by-zero",
            "With verbose and few epochs your train divides by zero: epochs // 10 (or a similar "
            "number) is 0 there. Take max(1, epochs // 10).",
            _EVERY,
            "epochs // 10",
        ),
        edit(
            "verbose-step-zero",
            "With verbose and few epochs the remainder is taken of zero. Make sure that the "
            "number of epochs between two lines is at least 1, whether or not verbose is on.",
            "        print_every = max(1, epochs // 10)\n",
            "        print_every = epochs // 10\n",
            "            if verbose and (epoch % print_every == 0 or epoch == epochs - 1):\n",
            "            if epoch % print_every == 0 and verbose:\n",
        ),
        edit(
            "verbose-last-loss",
            "With verbose and no epoch at all, your train looks for the last loss of an empty "
            "list. It works for any number of epochs, also for 0.",
            _RETURN,
            "        if verbose:\n"
            '            print(f"last loss {self.losses[-1]:.6f}")\n'
            "        return self.losses\n",
        ),
        edit(
            "verbose-ends-training",
            "With verbose, your train ends after the first line that it prints. Printing should "
            "not change what is trained.",
            '                print(f"epoch {epoch:5d}   loss {loss:.6f}")\n',
            '                print(f"epoch {epoch:5d}   loss {loss:.6f}")\n                break\n',
        ),
        edit(
            "mean-before-square",
            "Your losses square the mean of the errors. Then errors of opposite sign cancel: "
            "square every error first, and take the mean of the squares.",
            "float(mse_loss(y, output))",
            "float(np.mean(output - y) ** 2)",
        ),
        edit(
            "gradients-of-last-epoch",
            "Each update uses the gradients of the epoch before. Use those that backward has "
            "just returned.",
            "        self.losses = []\n",
            """
        self.losses = []
        self.forward(X)
        before = self.backward(X, y)
""",
            'lr * grads["d" + name]\n',
            'lr * before["d" + name]\n            before = grads\n',
        ),
        edit(
            "lr-fixed",
            "You take a learning rate of 0.5, whatever lr is passed. Use the argument.",
            "- lr * grads",
            "- 0.5 * grads",
        ),
        edit(
            "lr-fixed-smaller",
            "You take a learning rate of 0.1, whatever lr is passed. Use the argument.",
            "- lr * grads",
            "- 0.1 * grads",
        ),
        edit(
            "last-loss-in-list",
            "You return a list with the last loss alone. Return all of them, one for each epoch.",
            "        return self.losses\n",
            "        return self.losses[-1:]\n",
        ),
        edit(
            "parameters-shrink",
            "Your parameters shrink a little in each update (weight decay). Here only lr "
            "times the gradient is subtracted.",
            "self.params[name] = self.params[name] - lr",
            "self.params[name] = 0.99 * self.params[name] - lr",
        ),
    ),
)
