"""``train_minibatch``: the network class, trained on mini-batches.

A right answer may shuffle as it likes. So some probes are made such that the
order of the samples does not matter (all samples alike, or all in one batch),
and are compared number by number. For the others what is right is worked out
for every order that there is.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from descent.datasets import Array
from descent.probes import Observation, Probe, ask, look, observe, put, script
from descent.sheets import Criterion
from descent.values import Value, plain
from grader.exercise import UNTOUCHED, Begin, Exercise, edit
from grader.exercises.mini_batch.draws import labels, network, samples, whole

EPOCHS = 30

Params = Mapping[str, Array]
# The row numbers of each batch of an epoch.
Cut = tuple[tuple[int, ...], ...]


def _rate(rng: np.random.Generator) -> float:
    return float(rng.uniform(0.4, 0.9))


def _alike(rng: np.random.Generator, m: int, n: int) -> tuple[Array, Array]:
    """Draw one sample and repeat it: any order is the same."""
    return np.repeat(samples(rng, 1, n), m, axis=0), np.repeat(labels(rng, 1), m, axis=0)


def _probes(begin: Begin) -> Iterator[Probe]:
    small = "a last batch that is smaller"
    fits = "batches that fit exactly"
    yield _few(begin("three samples"), 3, 1)
    yield _few(begin("four samples"), 4, 2)
    yield _few(begin("four samples, two epochs"), 4, 2, epochs=2)
    rng = begin("samples alike")
    size = int(rng.integers(3, 5))
    yield _case([2, 3, 1], rng, *_alike(rng, 3 * size, 2), 3, size, label=fits)
    rng = begin("three layers")
    yield _case([3, 2, 4, 1], rng, *_alike(rng, 8, 3), 3, 2, label="three layers")
    rng = begin("the full batch")
    X, y = samples(rng, 6, 3), labels(rng, 6)
    yield _case([3, 4, 1], rng, X, y, 5, 6, label="the full batch")
    rng = begin("a larger batch size")
    X, y = samples(rng, 5, 3), labels(rng, 5)
    large = "a batch size larger than the number of samples"
    yield _case([3, 2, 1], rng, X, y, 4, 8, label=large)
    rng = begin("one layer, batches of one sample")
    yield _case([2, 1], rng, *_alike(rng, 3, 2), 3, 1, label="one layer, batches of one sample")
    for name, X_of, y_kind in (
        ("whole numbers", whole, int),
        ("whole-number samples", whole, float),
        ("whole-number labels", samples, int),
    ):
        rng = begin(name)
        mixed = X_of(rng, 5, 2), labels(rng, 5).astype(y_kind)
        yield _case([2, 3, 1], rng, *mixed, 3, 5, label=name)
    rng = begin("a whole-number lr")
    yield _case([2, 3, 1], rng, *_alike(rng, 6, 2), 3, 2, lr=2, label="an lr of 2")
    yield _again(begin("a second call"))
    rng = begin("the defaults")
    X, y = _alike(rng, 64, 2)
    default = ask("net.train_minibatch", X, y, epochs=3, show="losses")
    steps = network(rng, [2, 2, 1])
    yield script(*steps, default, label="lr and batch_size left at their defaults")
    rng = begin("a rest of one")
    size = int(rng.integers(3, 5))
    X, y = _alike(rng, 2 * size + 1, 2)
    yield _case([2, 3, 1], rng, X, y, 3, size, label=small, group="rest")
    rng = begin("a rest of two")
    yield _case([3, 2, 1], rng, *_alike(rng, 8, 3), 4, 3, label=small, group="rest")
    rng = begin("losses")
    X, y = _alike(rng, 6, 2)
    train = ask("net.train_minibatch", X, y, epochs=4, lr=_rate(rng), batch_size=2)
    steps = network(rng, [2, 2, 1])
    yield script(*steps, train, look("net.losses", show="net.losses"), group="kept")
    yield _still(begin("many epochs"))


def _case(
    sizes: list[int],
    rng: np.random.Generator,
    X: Value,
    y: Value,
    epochs: int,
    size: int,
    label: str,
    group: str = "values",
    lr: float | None = None,
) -> Probe:
    train = ask(
        "net.train_minibatch",
        X,
        y,
        epochs=epochs,
        lr=_rate(rng) if lr is None else lr,
        batch_size=size,
        show="losses",
    )
    steps = (*network(rng, sizes), train, look("net.params", show="params"))
    return script(*steps, group=group, label=label)


def _again(rng: np.random.Generator) -> Probe:
    """Train twice, the second time from other parameters."""
    X, y = _alike(rng, 6, 2)
    _, fresh = network(rng, [2, 3, 1])
    first = ask("net.train_minibatch", X, y, epochs=2, lr=0.5, batch_size=2)
    second = ask("net.train_minibatch", X, y, epochs=3, lr=_rate(rng), batch_size=2, show="losses")
    steps = (*network(rng, [2, 3, 1]), first, put("net.params", **fresh.kwargs), second)
    return script(*steps, look("net.params", show="params"), label="a second call")


def _few(rng: np.random.Generator, m: int, size: int, epochs: int = 1) -> Probe:
    """Train on so few samples that every order can be tried."""
    X, y = samples(rng, m, 2), labels(rng, m)
    train = ask(
        "net.train_minibatch",
        X,
        y,
        epochs=epochs,
        lr=_rate(rng),
        batch_size=size,
        show="history",
    )
    steps = (*network(rng, [2, 2, 1]), train, look("net.params", show="state"))
    return script(*steps, group="orders", label="samples that differ")


def _still(rng: np.random.Generator) -> Probe:
    """Train many epochs that change nothing: the loss tells which sample was left for the end."""
    X, y = samples(rng, 5, 2), labels(rng, 5)
    train = ask("net.train_minibatch", X, y, epochs=EPOCHS, lr=0.0, batch_size=2, show="history")
    steps = (*network(rng, [2, 2, 1]), train)
    return script(*steps, group="epochs", label="many epochs with a learning rate of zero")


def _truth(probe: Probe, answers: Mapping[str, Any]) -> Observation:
    if probe.group not in ("orders", "epochs"):
        return observe(probe, answers["NeuralNetworkMiniBatch"])
    made, weights, train = probe.steps[:3]
    X, y = train.args
    net = answers["NeuralNetworkScratch"](*made.args)
    cuts = list(_cuts(len(X), train.kwargs["batch_size"]))

    def batch_losses(params: Params, cut: Cut, y: Array) -> list[float]:
        """Train one epoch from params; leave the new ones in the network."""
        net.params = dict(params)
        lr = train.kwargs["lr"]
        return [net.train(X[rows], y[rows], epochs=1, lr=lr)[0] for rows in map(list, cut)]

    def outcomes(params: Params, y: Array, epochs: int, before: list[float]) -> list[Value]:
        if not epochs:
            return [{"history": before, "state": plain(params)}]
        found = []
        for cut in cuts:
            loss = float(np.mean(batch_losses(params, cut, y)))
            found += outcomes(net.params, y, epochs - 1, [*before, loss])
        return found

    start = weights.kwargs
    if probe.group == "epochs":
        return Observation({"traces": _traces([batch_losses(start, cut, y) for cut in cuts])})
    epochs = train.kwargs["epochs"]
    shown = {"outcomes": outcomes(start, y, epochs, []), "mixed up": []}
    if epochs == 1:
        others = {tuple(column) for column in itertools.permutations(y.ravel())} - {
            tuple(y.ravel())
        }
        for column in sorted(others):
            shown["mixed up"] += outcomes(start, np.reshape(column, y.shape), 1, [])
    return Observation(shown)


def _cuts(m: int, size: int) -> Iterator[Cut]:
    """Yield all ways to cut an epoch into batches."""
    seen = set()
    for order in itertools.permutations(range(m)):
        cut = tuple(tuple(sorted(order[k : k + size])) for k in range(0, m, size))
        if cut not in seen:
            seen.add(cut)
            yield cut


def _traces(epochs: list[list[float]]) -> list[float]:
    """Return what people note of the losses of the batches of an epoch, each number once."""
    found = set()
    for losses in epochs:
        full = losses[:-1]
        noted = (np.mean(losses), np.sum(losses), np.mean(full), losses[0], losses[-1])
        found |= {float(f"{number:.9g}") for number in noted}
    return sorted(found)


_EPOCHS = "for epoch in range(epochs):"
_EMPTY = "        self.losses = []\n"
_START = "            batch_losses = []\n"
_BATCHES = "for X_batch, y_batch in minibatches(X, y, batch_size, self.rng):"
_FORWARD = "                y_pred = self.forward(X_batch)\n"
_LOSS = "mse_loss(y_batch, y_pred)"
_NOTE = f"                batch_losses.append({_LOSS})\n"
_GRADS = "                grads = self.backward(X_batch, y_batch)\n"
_NAMES = "                for name in self.params:\n"
_UPDATE = 'self.params[name] = self.params[name] - lr * grads["d" + name]'
_MEAN = "float(np.mean(batch_losses))"
_KEEP = f"            self.losses.append({_MEAN})\n"
_RETURN = "        return self.losses\n"

_SUBTRACT = f"{_NAMES}                    {_UPDATE}\n"
_BODY = _FORWARD + _NOTE + _GRADS + _SUBTRACT
# The update one level further out, once for each epoch.
_ONCE = (
    "            for name in self.params:\n"
    "                self.params[name] = self.params[name] - lr * "
)


TRAIN_MINIBATCH = Exercise(
    name="train_minibatch",
    answer="NeuralNetworkMiniBatch",
    cell="minibatch_network",
    probes=_probes,
    truth=_truth,
    uses=("minibatches",),
    criteria=(
        Criterion(
            "every sample once in an epoch, with its own label",
            1.5,
            ("orders",),
            rule="epochs_in_some_order",
        ),
        Criterion("one update for each batch", 0.75, ("values",), ("params*",)),
        Criterion(
            "the loss of an epoch: the mean over its batches, each before its update",
            0.75,
            ("values",),
            ("losses",),
        ),
        Criterion("a smaller last batch: an update like the others, a plain mean", 0.6, ("rest",)),
        Criterion("shuffled anew in every epoch", 0.9, ("epochs",), rule="new_order_each_epoch"),
        Criterion("losses keeps the losses", 0.25, ("kept",)),
        dataclasses.replace(UNTOUCHED, share=0.25),
    ),
    hints=(
        "Begin with the loop of train. What was done there once in an epoch, on all samples, and "
        "is now done for each batch?",
        "In each epoch, make an empty list and loop over minibatches(X, y, batch_size, self.rng). "
        "For each pair: forward, append the loss of the batch, backward, update every array. After "
        "that inner loop append the mean of the list to self.losses.",
        "Inside the inner loop use X_batch and y_batch wherever train has X and y, and update as "
        'train does: for each name in self.params subtract lr times grads["d" + name]. After the '
        "inner loop: self.losses gets the mean of the batch losses. Return self.losses at the end.",
    ),
    mistakes=(
        # On samples that are alike some mistakes do the same: the sentence that is true of all of
        # them comes first.
        edit(
            "update-once-an-epoch",
            "There is only one update in each epoch. Each batch makes its own: the update "
            "belongs into the loop over the batches.",
            _SUBTRACT,
            "",
            _KEEP,
            f'{_ONCE}grads["d" + name]\n{_KEEP}',
        ),
        edit(
            "loss-of-first-batch",
            "The loss that you note is the one before the first update of an epoch. Note the "
            "mean over its batches, each with its loss before its own update.",
            _MEAN,
            "float(batch_losses[0])",
        ),
        edit(
            "whole-set-gradient",
            "Each update uses all samples, as many times as there are batches. Run forward and "
            "backward on X_batch and y_batch.",
            _FORWARD + _NOTE,
            "                batch_losses.append(mse_loss(y_batch, self.forward(X_batch)))\n"
            "                self.forward(X)\n",
            _GRADS,
            "                grads = self.backward(X, y)\n",
        ),
        edit(
            "whole-set",
            "Forward, loss and backward use all samples for each batch. Use X_batch and y_batch.",
            _FORWARD,
            "                y_pred = self.forward(X)\n",
            _LOSS,
            "mse_loss(y, y_pred)",
            _GRADS,
            "                grads = self.backward(X, y)\n",
        ),
        edit(
            "forward-on-all",
            "forward runs on all of X, and backward gets a batch: they do not fit together. Run "
            "forward on X_batch.",
            _FORWARD,
            "                y_pred = self.forward(X)\n",
        ),
        edit(
            "labels-of-all",
            "backward gets X_batch with all of y: their rows do not belong together. Give it "
            "y_batch.",
            _GRADS,
            "                grads = self.backward(X_batch, y)\n",
        ),
        edit(
            "plain-training",
            "This is training on the full batch, with one update in an epoch: batch_size has no "
            "effect. Loop over the mini-batches of each epoch.",
            _BATCHES,
            "for X_batch, y_batch in [(X, y)]:",
        ),
        edit(
            "stored-order",
            "The batches are cut from the samples as they are stored, in every epoch the same. "
            "Call minibatches in each epoch, which shuffles.",
            _BATCHES,
            "for X_batch, y_batch in "
            "[(X[k:k + batch_size], y[k:k + batch_size]) for k in range(0, len(X), batch_size)]:",
        ),
        edit(
            "shuffled-once",
            "You shuffle once, before the first epoch, so every epoch has the same batches. Call "
            "minibatches in each epoch.",
            _EMPTY,
            f"{_EMPTY}        batches = list(minibatches(X, y, batch_size, self.rng))\n",
            _BATCHES,
            "for X_batch, y_batch in batches:",
        ),
        edit(
            "generator-used-up",
            "minibatches is called once, before the first epoch. What it yields is used up then, "
            "and later epochs have no batches. Call it in each epoch.",
            _EMPTY,
            f"{_EMPTY}        batches = minibatches(X, y, batch_size, self.rng)\n",
            _BATCHES,
            "for X_batch, y_batch in batches:",
        ),
        edit(
            "same-seed-each-epoch",
            "A generator with a fixed seed is made in each epoch, so every epoch has the same "
            "batches. Pass self.rng, which goes on.",
            _BATCHES,
            "for X_batch, y_batch in minibatches(X, y, batch_size, np.random.default_rng(0)):",
        ),
        edit(
            "same-seed-42-each-epoch",
            "A generator with the seed 42 is made in each epoch, so every epoch has the same "
            "batches. Pass self.rng, which goes on.",
            _BATCHES,
            "for X_batch, y_batch in minibatches(X, y, batch_size, np.random.default_rng(42)):",
        ),
        edit(
            "shuffled-separately",
            "X and y are shuffled each in an order of its own, so samples lose their labels. Use "
            "one order for both, as minibatches does.",
            _START,
            f"{_START}            p = self.rng.permutation(len(X))\n"
            "            q = self.rng.permutation(len(X))\n"
            "            cuts = range(0, len(X), batch_size)\n",
            _BATCHES,
            "for X_batch, y_batch in "
            "[(X[p[k:k + batch_size]], y[q[k:k + batch_size]]) for k in cuts]:",
        ),
        edit(
            "labels-not-shuffled",
            "X is shuffled, but y is not, so samples lose their labels. Use one order for both, as "
            "minibatches does.",
            _START,
            f"{_START}            p = self.rng.permutation(len(X))\n"
            "            cuts = range(0, len(X), batch_size)\n",
            _BATCHES,
            "for X_batch, y_batch in [(X[p[k:k + batch_size]], y[k:k + batch_size]) for k in "
            "cuts]:",
        ),
        edit(
            "last-batch-dropped",
            "The last, smaller batch makes no update. Its samples belong to the epoch: use every "
            "batch that minibatches gives.",
            _BATCHES,
            "for X_batch, y_batch in [b for b in minibatches(X, y, batch_size, self.rng)"
            " if len(b[0]) == min(batch_size, len(X))]:",
        ),
        edit(
            "last-batch-dropped-or-all",
            "You train on full batches only. The samples that are left over form a smaller "
            "batch, which makes an update, too; and where there are fewer samples than "
            "batch_size, that is all there is.",
            _BATCHES,
            "for X_batch, y_batch in [b for b in minibatches(X, y, batch_size, self.rng)"
            " if len(b[0]) == batch_size]:",
        ),
        edit(
            "first-batch-only",
            "Only the first batch of each epoch is used. Loop over all of them.",
            _BATCHES,
            "for X_batch, y_batch in list(minibatches(X, y, batch_size, self.rng))[:1]:",
        ),
        edit(
            "batch-size-ignored",
            "The batch_size that is passed has no effect: you use 32 whatever it is.",
            _BATCHES,
            "for X_batch, y_batch in minibatches(X, y, 32, self.rng):",
        ),
        edit(
            "batches-of-one",
            "The batch_size that is passed has no effect: each batch is a single sample.",
            _BATCHES,
            "for X_batch, y_batch in minibatches(X, y, 1, self.rng):",
        ),
        edit(
            "gradients-added-up",
            "The gradients of the batches are added up, and there is one update for each epoch. "
            "Update after each batch.",
            _START,
            f"{_START}            total = dict.fromkeys(self.params, 0)\n",
            f"                    {_UPDATE}\n",
            '                    total[name] = total[name] + grads["d" + name]\n',
            _KEEP,
            f"{_ONCE}total[name]\n{_KEEP}",
        ),
        edit(
            "gradients-averaged",
            "The gradients of the batches are averaged, and there is one update for each epoch. "
            "Update after each batch.",
            _START,
            f"{_START}            total = dict.fromkeys(self.params, 0)\n",
            f"                    {_UPDATE}\n",
            '                    total[name] = total[name] + grads["d" + name]\n',
            _KEEP,
            f"{_ONCE}total[name] / len(batch_losses)\n{_KEEP}",
        ),
        edit(
            "gradient-once-an-epoch",
            "backward runs once in an epoch, and all batches use that gradient. Run it for each "
            "batch, right after forward.",
            _GRADS,
            "                if len(batch_losses) == 1:\n    " + _GRADS,
        ),
        edit(
            "cache-of-the-batch-before",
            "backward runs before forward, on the cache of the batch before. For each batch, run "
            "forward first.",
            _FORWARD,
            "                old = dict(self.cache) if self.losses or batch_losses else None\n"
            "                y_pred = self.forward(X_batch)\n"
            "                new = self.cache\n"
            "                self.cache = old or new\n",
            _GRADS,
            f"{_GRADS}                self.cache = new\n",
        ),
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
            "lr-divided-by-batch",
            "The step is divided by the size of the batch. backward has taken the mean over the "
            "batch already: the step is lr times the gradient.",
            _UPDATE,
            'self.params[name] = self.params[name] - lr / len(X_batch) * grads["d" + name]',
        ),
        edit(
            "lr-divided-by-batch-size",
            "The step is divided by batch_size. backward has taken the mean over the batch "
            "already: the step is lr times the gradient.",
            _UPDATE,
            'self.params[name] = self.params[name] - lr / batch_size * grads["d" + name]',
        ),
        edit(
            "lr-divided-by-m",
            "The step is divided by the number of all samples. backward has taken the mean over "
            "the batch already: the step is lr times the gradient.",
            _UPDATE,
            'self.params[name] = self.params[name] - lr / len(X) * grads["d" + name]',
        ),
        edit(
            "lr-divided-by-batches",
            "The step is divided by the number of batches. Each batch makes a whole step, lr times "
            "its gradient.",
            _EMPTY,
            f"{_EMPTY}        batches = -(-len(X) // batch_size)\n",
            _UPDATE,
            'self.params[name] = self.params[name] - lr / batches * grads["d" + name]',
        ),
        edit(
            "lr-times-batch",
            "The step is multiplied by the size of the batch. The step is lr times the gradient, "
            "which is a mean over the batch.",
            _UPDATE,
            'self.params[name] = self.params[name] - lr * len(X_batch) * grads["d" + name]',
        ),
        edit(
            "scaled-by-share",
            "The step of a batch is scaled by its share of the samples. Each batch makes a whole "
            "step, lr times its gradient.",
            _UPDATE,
            "self.params[name] = self.params[name] - "
            'lr * len(X_batch) / len(X) * grads["d" + name]',
        ),
        edit(
            "last-batch-scaled",
            "The step of the last, smaller batch is made smaller. backward divides by the number "
            "of rows that it gets, so each step is simply lr times the gradient.",
            _UPDATE,
            "self.params[name] = self.params[name] - "
            'lr * len(X_batch) / min(batch_size, len(X)) * grads["d" + name]',
        ),
        edit(
            "lr-decays",
            "Your learning rate shrinks from epoch to epoch. Keep it as it was passed.",
            _UPDATE,
            'self.params[name] = self.params[name] - lr / (1 + epoch) * grads["d" + name]',
        ),
        edit(
            "no-update",
            "The parameters do not change. Store the new arrays in self.params.",
            _UPDATE,
            'new = self.params[name] - lr * grads["d" + name]  # noqa: F841',
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
            "The gradients are computed again after each array is updated. For a batch take all "
            "gradients once, and then update everything.",
            _UPDATE,
            f"{_UPDATE}\n                    self.forward(X_batch)\n"
            "                    grads = self.backward(X_batch, y_batch)",
        ),
        edit(
            "updated-twice",
            "Each batch makes its update twice. Once is enough.",
            _UPDATE,
            'self.params[name] = self.params[name] - 2 * lr * grads["d" + name]',
        ),
        edit(
            "loss-after-update",
            "The loss of each batch is taken after its update. Note it before, from the same "
            "forward that backward uses.",
            _NOTE,
            "",
            _SUBTRACT,
            f"{_SUBTRACT}                y_pred = self.forward(X_batch)\n{_NOTE}",
        ),
        edit(
            "loss-of-all-after-epoch",
            "You note the loss of all samples after each epoch. Asked is the mean over the "
            "batches, each with its loss before its update.",
            _MEAN,
            "float(mse_loss(y, self.forward(X)))",
        ),
        edit(
            "loss-of-all-before-epoch",
            "You note the loss of all samples before each epoch. Asked is the mean over the "
            "batches, each with its loss before its update.",
            _START,
            f"{_START}            before = float(mse_loss(y, self.forward(X)))\n",
            _MEAN,
            "before",
        ),
        edit(
            "losses-added-up",
            "The losses of the batches are added up. Note their mean: divide by the number of "
            "batches.",
            _MEAN,
            "float(np.sum(batch_losses))",
        ),
        edit(
            "losses-divided-by-m",
            "The sum of the batch losses is divided by the number of samples. Each of them is a "
            "mean already: divide by the number of batches.",
            _MEAN,
            "float(np.sum(batch_losses)) / len(X)",
        ),
        edit(
            "losses-divided-by-batch-size",
            "The sum of the batch losses is divided by batch_size. Divide by the number of "
            "batches.",
            _MEAN,
            "float(np.sum(batch_losses)) / batch_size",
        ),
        edit(
            "losses-divided-by-full-batches",
            "The sum of the batch losses is divided by len(X) // batch_size, which forgets the "
            "last, smaller batch. Divide by the number of batches there were.",
            _MEAN,
            "float(np.sum(batch_losses)) / max(1, len(X) // batch_size)",
        ),
        edit(
            "losses-divided-unrounded",
            "The sum of the batch losses is divided by len(X) / batch_size, which is not a whole "
            "number where the last batch is smaller. Divide by the number of batches there were.",
            _MEAN,
            "float(np.sum(batch_losses)) / (len(X) / batch_size)",
        ),
        edit(
            "losses-weighted",
            "Your mean weighs each batch by its size. Asked is the plain mean over the batches, in "
            "which a smaller last batch counts as much as the others.",
            _NOTE,
            f"                batch_losses += [{_LOSS}] * len(X_batch)\n",
        ),
        edit(
            "loss-of-last-batch",
            "You note the loss of the last batch of each epoch. Note the mean over all its "
            "batches.",
            _MEAN,
            "float(batch_losses[-1])",
        ),
        edit(
            "loss-of-each-batch",
            "The list has a loss for every batch. There is one for every epoch: the mean over its "
            "batches.",
            _KEEP,
            "            self.losses += [float(loss) for loss in batch_losses]\n",
        ),
        edit(
            "mean-of-all-epochs",
            "The list of batch losses is not emptied between epochs, so each mean is over all "
            "batches so far. Begin a new list in every epoch.",
            _EMPTY + f"        {_EPOCHS}\n" + _START,
            f"{_EMPTY}        batch_losses = []\n        {_EPOCHS}\n",
        ),
        edit(
            "loss-summed",
            "The loss of a batch is a sum over its samples. Note the mean squared error: "
            "mse_loss(y_batch, y_pred).",
            _LOSS,
            "np.sum((y_pred - y_batch) ** 2)",
        ),
        edit(
            "loss-halved",
            "Your losses are half of what they should be. The loss is the plain mean of the "
            "squares.",
            _LOSS,
            f"{_LOSS} / 2",
        ),
        edit(
            "loss-root",
            "You note the square root of the mean squared error. The loss is the mean of the "
            "squares.",
            _LOSS,
            f"{_LOSS} ** 0.5",
        ),
        edit(
            "loss-absolute",
            "You note the mean size of the errors. The loss is the mean of their squares.",
            _LOSS,
            "np.mean(np.abs(y_pred - y_batch))",
        ),
        edit(
            "cross-entropy-noted",
            "You note the cross-entropy. This network trains on the mean squared error, so note "
            "that.",
            _LOSS,
            "-np.mean(y_batch * np.log(y_pred) + (1 - y_batch) * np.log(1 - y_pred))",
        ),
        edit(
            "loss-rounded",
            "Your losses are rounded. Keep them as they are, and round only where you print.",
            _MEAN,
            "round(float(np.mean(batch_losses)), 4)",
        ),
        edit(
            "losses-overwritten-by-train",
            "You call self.train for each batch, which empties self.losses: the losses of earlier "
            "epochs are gone. Collect them in a list of your own, and store it at the end.",
            _BODY,
            "                batch_losses += self.train(X_batch, y_batch, epochs=1, lr=lr)\n",
        ),
        edit(
            "trains-all-epochs-on-each-batch",
            "Each batch is trained for all the epochs before the next one comes. Make one update "
            "for each batch.",
            _BODY,
            "                kept = self.losses\n"
            "                batch_losses += self.train(X_batch, y_batch, epochs=epochs, lr=lr)\n"
            "                self.losses = kept\n",
        ),
        edit(
            "one-epoch-too-few",
            "Training stops one epoch early. range(epochs) counts exactly `epochs` of them.",
            _EPOCHS,
            "for epoch in range(epochs - 1):",
        ),
        edit(
            "one-epoch-too-many",
            "Training runs one epoch too long. range(epochs) counts exactly `epochs` of them.",
            _EPOCHS,
            "for epoch in range(epochs + 1):",
        ),
        edit(
            "epochs-ignored",
            "The number of epochs that is passed is not used.",
            _EPOCHS,
            "for epoch in range(10):",
        ),
        edit(
            "epochs-counted-as-updates",
            "You count epochs updates in all. An epoch is a pass over all samples, with an update "
            "for each batch.",
            _BATCHES,
            "for X_batch, y_batch in list(minibatches(X, y, batch_size, self.rng))"
            "[epoch % -(-len(X) // batch_size) :][:1]:",
        ),
        edit(
            "return-in-loop",
            "The return stands inside the loop over the epochs, so training ends after the first. "
            "Move it out.",
            _RETURN,
            f"    {_RETURN}",
        ),
        edit(
            "return-in-inner-loop",
            "The return stands inside the loop over the batches, so training ends after the first "
            "one. Move it behind both loops.",
            _KEEP + _RETURN,
            "                self.losses.append(float(np.mean(batch_losses)))\n"
            "                return self.losses\n",
        ),
        edit(
            "starts-anew",
            "train_minibatch draws new parameters. It goes on from self.params as they are: only "
            "__init__ draws.",
            _EMPTY,
            f"{_EMPTY}"
            "        self.params = init_params(self.layer_sizes, np.random.default_rng(0))\n",
        ),
        edit(
            "losses-never-emptied",
            "The losses of earlier calls are still in the list. Each call starts with an empty "
            "one.",
            _EMPTY,
            '        self.losses = getattr(self, "losses", [])\n',
        ),
        edit(
            "losses-emptied-each-epoch",
            "self.losses is emptied in each epoch, so only the last loss remains. Make it once, "
            "before the loop.",
            _START,
            f"            self.losses = []\n{_START}",
        ),
        edit(
            "last-loss",
            "You return the last loss only. Return the list of all of them, one for each epoch.",
            _RETURN,
            "        return self.losses[-1]\n",
        ),
        edit(
            "mean-of-epochs",
            "You return the mean over the epochs. Return the list, one loss for each epoch.",
            _RETURN,
            "        return float(np.mean(self.losses))\n",
        ),
        edit(
            "returns-parameters",
            "train_minibatch returns the parameters. It returns the losses; the parameters stay in "
            "self.params.",
            _RETURN,
            "        return self.params\n",
        ),
        edit(
            "returns-nothing",
            "train_minibatch does not return anything. Return the list that you keep as "
            "self.losses.",
            _RETURN,
            "",
        ),
        edit(
            "no-losses-attribute",
            "The losses are returned, but not kept: store the same list as self.losses.",
            _RETURN,
            "        losses = self.losses\n        self.losses = []\n        return losses\n",
        ),
        edit(
            "losses-attribute-missing",
            "The losses are returned, but the network has no attribute losses. Keep the same "
            "list as self.losses.",
            _RETURN,
            "        losses = self.losses\n        del self.losses\n        return losses\n",
        ),
        edit(
            "nothing-done",
            "train_minibatch does not train yet: the parameters stay as they were, and there is "
            "no self.losses.",
            f"{_EMPTY}        {_EPOCHS}\n{_START}            {_BATCHES}\n{_BODY}{_KEEP}{_RETURN}",
            "        return None\n",
        ),
        edit(
            "shuffles-the-caller",
            "You shuffle the caller's arrays themselves: after training X and y are no longer what "
            "they were. Shuffle row numbers, as minibatches does.",
            _START,
            f"{_START}            order = self.rng.permutation(len(X))\n"
            "            X[:], y[:] = X[order], y[order]\n",
            _BATCHES,
            "for X_batch, y_batch in "
            "[(X[k:k + batch_size], y[k:k + batch_size]) for k in range(0, len(X), batch_size)]:",
        ),
        edit(
            "smallest-loss",
            "You note the smallest loss of each epoch. Note the mean over its batches.",
            "float(np.mean(batch_losses))",
            "float(np.min(batch_losses))",
        ),
        edit(
            "largest-loss",
            "You note the largest loss of each epoch. Note the mean over its batches.",
            "float(np.mean(batch_losses))",
            "float(np.max(batch_losses))",
        ),
    ),
)
