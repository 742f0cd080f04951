"""``count_params``: how many weights and biases a network has."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from descent.probes import Probe, call
from descent.sheets import Criterion
from grader.exercise import AN_INT, UNTOUCHED, Begin, Exercise, edit, rewrite
from grader.exercises.forward_pass.draws import sizes


def _probes(begin: Begin) -> Iterator[Probe]:
    for name, layers, label in (
        ("one hidden layer", 3, "a network with one hidden layer"),
        ("another hidden layer", 3, "a network with one hidden layer"),
        ("two hidden layers", 4, "a network with two hidden layers"),
        ("four hidden layers", 6, "a network with four hidden layers"),
    ):
        yield call(sizes(begin(name), layers, high=12), group="deep", label=label)
    rng = begin("a single layer")
    yield call(sizes(rng, 2, high=12), group="single", label="a network of a single layer")
    begin("one neuron")
    yield call([1, 1], group="single", label="one neuron with one input")


CRITERIA = (
    Criterion("networks with hidden layers", 0.6, groups=("deep",)),
    Criterion("networks of a single layer", 0.2, groups=("single",)),
    dataclasses.replace(AN_INT, share=0.1),
    dataclasses.replace(UNTOUCHED, share=0.1),
)

HINTS = (
    (
        "Take one layer alone. How many lines lead into one of its neurons, and what does each "
        "neuron have beside them?"
    ),
    (
        "Go through the layers that have weights, from 1 to the last, and add up what each brings: "
        "all its weights, and a bias for each of its neurons."
    ),
    (
        "Start a total at 0. For layer in range(1, len(layer_sizes)): n_in is the size before it, "
        "n_out its own; add n_in times n_out, plus n_out. Return the total after the loop."
    ),
)

ADDED = "n_in * n_out + n_out"
LAYERS = "range(1, len(layer_sizes))"

MISTAKES = (
    edit(
        "no-biases",
        "You count the weights only: each neuron also has a bias, so every layer brings n_out "
        "more.",
        ADDED,
        "n_in * n_out",
    ),
    edit(
        "bias-per-input",
        "You count a bias for each input of a layer (n_in); a bias belongs to a neuron, "
        "so it is one for each of the n_out neurons.",
        ADDED,
        "n_in * n_out + n_in",
    ),
    edit(
        "bias-per-layer",
        "You count one bias for a whole layer, but every neuron of the layer has its own.",
        ADDED,
        "n_in * n_out + 1",
    ),
    edit(
        "bias-per-weight",
        "You count a bias for every weight; there is only one for every neuron.",
        ADDED,
        "2 * n_in * n_out",
    ),
    edit(
        "biases-only",
        "You count the biases only: each neuron also has a weight for every one of its inputs.",
        ADDED,
        "n_out",
    ),
    edit(
        "added-sizes",
        "You add the two sizes of a layer; its weights form a matrix, so multiply them.",
        ADDED,
        "n_in + n_out + n_out",
    ),
    edit(
        "added-sizes-without-bias",
        "You add n_in and n_out for each layer; the number of weights is their product, "
        "and the biases come on top.",
        ADDED,
        "n_in + n_out",
    ),
    edit(
        "input-has-bias",
        "You give biases to layer 0 as well; the input holds the features and has no parameters.",
        "total = 0",
        "total = layer_sizes[0]",
    ),
    edit(
        "last-layer-missing",
        "The output layer is left out: its weights and biases count too.",
        LAYERS,
        "range(1, len(layer_sizes) - 1)",
    ),
    edit(
        "first-layer-missing",
        "Layer 1 is left out: the weights between the input and the first hidden layer count too.",
        LAYERS,
        "range(2, len(layer_sizes))",
    ),
    edit(
        "wraps-around",
        "You also count weights from the output back to the input: a loop that starts at 0 does "
        "that, since layer_sizes[-1] is the last entry. Start at 1.",
        LAYERS,
        "range(len(layer_sizes))",
    ),
    edit(
        "every-other-layer",
        "You take the sizes in separate pairs; every neighboring pair counts, "
        "since the end of one layer is the start of the next.",
        LAYERS,
        "range(1, len(layer_sizes), 2)",
    ),
    edit(
        "overwritten",
        "What you return is the count of the last layer alone: add to the total in every turn, "
        "rather than replace it.",
        "total += ",
        "total = ",
    ),
    edit(
        "returned-early",
        "What you return is the count of the first layer alone: the return has to stand behind "
        "the loop, not in it.",
        "    return total",
        "        return total",
    ),
    edit(
        "square-layers",
        "You multiply the size of a layer by itself; its weights come from the layer before, "
        "so one factor is layer_sizes[layer - 1].",
        "layer_sizes[layer - 1]",
        "layer_sizes[layer]",
    ),
    rewrite(
        "neurons-counted",
        "You count the neurons; what is asked are their weights and biases.",
        "def count_params(layer_sizes):\n    return sum(layer_sizes)\n",
    ),
    rewrite(
        "product-of-all",
        "You multiply all the layer sizes together; weights lead only from one layer to the next, "
        "so the layers add up.",
        "def count_params(layer_sizes):\n    return int(np.prod(layer_sizes))\n",
    ),
    rewrite(
        "arrays-counted",
        "You count the arrays (two for each layer), not the numbers that are in them.",
        "def count_params(layer_sizes):\n    return 2 * (len(layer_sizes) - 1)\n",
    ),
    rewrite(
        "biases-not-added-up",
        "You add the biases of the output layer only; every layer with weights has biases.",
        "def count_params(layer_sizes):\n"
        "    pairs = zip(layer_sizes, layer_sizes[1:])\n"
        "    return sum(a * b for a, b in pairs) + layer_sizes[-1]\n",
    ),
    rewrite(
        "list-for-a-sum",
        "You return the count of each layer in a list; what is asked is their sum, one number.",
        "def count_params(layer_sizes):\n"
        "    pairs = zip(layer_sizes, layer_sizes[1:])\n"
        "    return [a * b + b for a, b in pairs]\n",
    ),
    rewrite(
        "list-emptied",
        "The count is right, but your function takes the sizes out of the caller's list; "
        "read them by their index, or work on a copy.",
        "def count_params(layer_sizes):\n"
        "    total = 0\n"
        "    while len(layer_sizes) > 1:\n"
        "        n_in = layer_sizes.pop(0)\n"
        "        total += n_in * layer_sizes[0] + layer_sizes[0]\n"
        "    return total\n",
    ),
    rewrite(
        "three-sizes-only",
        "You count the first three sizes only. There may be any number of layers: loop "
        "over all of them.",
        """
def count_params(layer_sizes):
    first, second, third = (list(layer_sizes) + [0, 0, 0])[:3]
    return (first + 1) * second + (second + 1) * third
""",
    ),
    edit(
        "one-more-on-both-sides",
        "You add 1 to both sizes, as if the outputs had a bias input, too: it is (n_in + "
        "1) times n_out.",
        "n_in * n_out + n_out",
        "(n_in + 1) * (n_out + 1)",
    ),
)

COUNT_PARAMS = Exercise("count_params", _probes, CRITERIA, HINTS, MISTAKES)
