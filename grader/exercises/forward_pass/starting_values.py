"""``init_params``: starting weights that are random and of the right size, biases that are zero.

The order of draws is free, so the weights themselves are not compared: the
properties ``starting_layers``, ``starting_spread`` and ``from_the_generator``
say what is asked of them. A known mistake is recognized where it draws in the
usual order; where it does not, the sentence of a property says what is off.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from descent.probes import Probe, ask, call, script
from descent.sheets import Criterion
from descent.values import Rng
from grader.exercise import UNTOUCHED, Begin, Exercise, edit, rewrite
from grader.exercises.forward_pass.draws import seed, sizes


def _probes(begin: Begin) -> Iterator[Probe]:
    # No layer of two neurons: sqrt(2 / n_in) is 1 behind it, and no scale would show. In one list
    # they grow and in one they shrink: W1 has two n_in, so that no other rule fits by chance.
    rng = begin("growing layers")
    layer_sizes = sorted(sizes(rng, 4, low=3, high=7))
    yield call(layer_sizes, Rng("Generator", seed(rng)), group="layers", label="three layers")
    rng = begin("shrinking layers")
    layer_sizes = sorted(sizes(rng, 3, low=3, high=7), reverse=True)
    yield call(layer_sizes, Rng("Generator", seed(rng)), group="layers", label="two layers")
    rng = begin("a single layer")
    layer_sizes = sizes(rng, 2, low=3)
    yield call(layer_sizes, Rng("Generator", seed(rng)), group="layers", label="a single layer")
    rng = begin("layers of one neuron")
    yield call([1, 1, 1], Rng("Generator", seed(rng)), group="layers", label="layers of one neuron")
    # Narrow, wide, narrow: a rule with n_out in place of n_in errs both ways, and shows.
    rng = begin("wide layers")
    low, wide, last = (int(rng.integers(a, b)) for a, b in ((10, 14), (60, 68), (8, 12)))
    yield call([low, wide, last], Rng("Generator", seed(rng)), group="spread", label="wide layers")
    for name in ("equal and different generators", "equal and different generators again"):
        rng = begin(name)
        layer_sizes, one = sizes(rng, 4, low=3), seed(rng)
        yield script(
            ask("", layer_sizes, Rng("Generator", one), show="first"),
            ask("", layer_sizes, Rng("Generator", one), show="again"),
            ask("", layer_sizes, Rng("Generator", one + 1), show="other"),
            group="rng",
            label="equal and different generators",
        )


CRITERIA = (
    Criterion(
        "a W and a b for each layer, in their shapes, the biases zero",
        0.75,
        groups=("layers", "spread"),
        rule="starting_layers",
    ),
    Criterion(
        "weights that are normal with standard deviation sqrt(2 / n_in)",
        1.25,
        groups=("spread",),
        rule="starting_spread",
    ),
    Criterion("all randomness from rng", 0.75, groups=("rng",), rule="from_the_generator"),
    dataclasses.replace(UNTOUCHED, share=0.25),
)

HINTS = (
    (
        "Each layer from 1 to the last needs two arrays. Which shapes do they have, "
        "in terms of the size of this layer and of the one before?"
    ),
    (
        "Loop over the layers as in count_params. Draw a matrix of standard normal numbers from "
        "rng, and scale it to the standard deviation that is asked for; a bias is an array of "
        "zeros with one row."
    ),
    (
        'In the loop: params[f"W{layer}"] is rng.standard_normal((n_in, n_out)) times the square '
        'root of 2 / n_in, and params[f"b{layer}"] is np.zeros with the shape (1, n_out).'
    ),
)

DRAW = "rng.standard_normal((n_in, n_out))"
SCALE = "np.sqrt(2 / n_in)"
WEIGHTS = f"{DRAW} * {SCALE}"
ZEROS = "np.zeros((1, n_out))"
LAYERS = "range(1, len(layer_sizes))"


def _drawn_by(generator: str) -> str:
    return (
        "def init_params(layer_sizes, rng):\n"
        f"    own = {generator}\n"
        "    params = {}\n"
        "    for layer in range(1, len(layer_sizes)):\n"
        "        n_in, n_out = layer_sizes[layer - 1], layer_sizes[layer]\n"
        '        params[f"W{layer}"] = own.standard_normal((n_in, n_out)) * np.sqrt(2 / n_in)\n'
        '        params[f"b{layer}"] = np.zeros((1, n_out))\n'
        "    return params\n"
    )


MISTAKES = (
    edit(
        "not-scaled",
        "The weights are standard normal, as drawn: multiply each matrix by sqrt(2 / n_in).",
        WEIGHTS,
        DRAW,
    ),
    edit(
        "no-square-root",
        "You scale the weights by 2 / n_in, the variance: the standard deviation is its square "
        "root.",
        SCALE,
        "(2 / n_in)",
    ),
    edit(
        "one-for-two",
        "You scale by sqrt(1 / n_in), which is a rule for other activation functions; "
        "the rule of this course has a 2 in it.",
        SCALE,
        "np.sqrt(1 / n_in)",
    ),
    edit(
        "scaled-by-n-out",
        "You scale by sqrt(2 / n_out): what counts is how many inputs are summed up, n_in.",
        SCALE,
        "np.sqrt(2 / n_out)",
    ),
    edit(
        "glorot",
        "You scale by sqrt(2 / (n_in + n_out)): that is Glorot initialization; "
        "here the rule is sqrt(2 / n_in).",
        SCALE,
        "np.sqrt(2 / (n_in + n_out))",
    ),
    edit(
        "divided-by-scale",
        "Your weights grow with the number of inputs, like sqrt(n_in / 2): multiply by sqrt(2 / "
        "n_in), so that they shrink.",
        WEIGHTS,
        f"{DRAW} / {SCALE}",
    ),
    edit(
        "root-of-two-only",
        "You scale by sqrt(2) / n_in: n_in belongs under the square root too, sqrt(2 / n_in).",
        SCALE,
        "(np.sqrt(2) / n_in)",
    ),
    edit(
        "root-of-n-only",
        "You scale by 2 / sqrt(n_in): the 2 belongs under the square root too, sqrt(2 / n_in).",
        SCALE,
        "(2 / np.sqrt(n_in))",
    ),
    edit(
        "root-of-product",
        "You scale by sqrt(2 * n_in): divide by n_in instead, so that wide layers get small "
        "weights.",
        SCALE,
        "np.sqrt(2 * n_in)",
    ),
    edit(
        "scaled-by-input-layer",
        "You use the size of the input for every layer: n_in is the size of the layer just before.",
        SCALE,
        "np.sqrt(2 / layer_sizes[0])",
    ),
    edit(
        "whole-number-division",
        "2 // n_in is division without remainder and gives 0 as soon as n_in is above 2: "
        "write 2 / n_in.",
        SCALE,
        "np.sqrt(2 // n_in)",
    ),
    edit(
        "tiny-weights",
        "You scale by a fixed 0.01: such small weights let the signal die out. "
        "The factor has to follow from n_in.",
        SCALE,
        "0.01",
    ),
    edit(
        "half-weights",
        "You scale by a fixed 0.5, whatever the size of the layer; the factor has to follow from "
        "n_in.",
        SCALE,
        "0.5",
    ),
    edit(
        "tenth-weights",
        "You scale by a fixed 0.1, whatever the size of the layer; the factor has to follow from "
        "n_in.",
        SCALE,
        "0.1",
    ),
    edit(
        "uniform",
        "The weights are uniform on an interval, not normal: draw them with rng.standard_normal.",
        WEIGHTS,
        f"rng.uniform(-1, 1, (n_in, n_out)) * {SCALE}",
    ),
    edit(
        "uniform-same-spread",
        "The weights have the right spread, but they are uniform, without the tails of a normal "
        "distribution: draw them with rng.standard_normal.",
        WEIGHTS,
        f"rng.uniform(-1, 1, (n_in, n_out)) * np.sqrt(3) * {SCALE}",
    ),
    edit(
        "positive-uniform",
        "The weights are all positive (uniform between 0 and a bound): "
        "rng.standard_normal gives both signs.",
        WEIGHTS,
        f"rng.uniform(0, 1, (n_in, n_out)) * {SCALE}",
    ),
    edit(
        "absolute-weights",
        "You take the absolute value of the weights: they have to be negative as often as "
        "positive.",
        WEIGHTS,
        f"np.abs({DRAW}) * {SCALE}",
    ),
    edit(
        "zero-weights",
        "All weights are zero: then the neurons of a layer are copies of one another, "
        "and training cannot tell them apart. Draw them from rng.",
        WEIGHTS,
        "np.zeros((n_in, n_out))",
    ),
    edit(
        "equal-weights",
        "All weights of a layer are equal: then its neurons are copies of one another. "
        "Each weight has to be a draw of its own.",
        WEIGHTS,
        f"np.ones((n_in, n_out)) * {SCALE}",
    ),
    edit(
        "one-draw-for-a-layer",
        "You draw one number for a whole layer: all its neurons start as copies of one another. "
        "Draw a matrix of the shape (n_in, n_out).",
        WEIGHTS,
        f"np.full((n_in, n_out), rng.standard_normal()) * {SCALE}",
    ),
    edit(
        "equal-columns",
        "You draw the weights of one neuron and use them for all the neurons of its layer; "
        "every column has to be drawn.",
        WEIGHTS,
        f"np.repeat(rng.standard_normal((n_in, 1)), n_out, axis=1) * {SCALE}",
    ),
    edit(
        "weights-transposed",
        "The weight matrices are the wrong way round: in this course W has a row for each input "
        "and a column for each neuron, (n_in, n_out).",
        DRAW,
        "rng.standard_normal((n_out, n_in))",
    ),
    edit(
        "flat-bias",
        "The biases are flat arrays of shape (n_out,): give them one row, (1, n_out).",
        ZEROS,
        "np.zeros(n_out)",
    ),
    edit(
        "column-bias",
        "The biases stand in a column, (n_out, 1): here they are one row, (1, n_out), "
        "that is added to every sample.",
        ZEROS,
        "np.zeros((n_out, 1))",
    ),
    edit(
        "bias-of-inputs",
        "A bias has an entry for each input of its layer: it needs one for each neuron, (1, "
        "n_out).",
        ZEROS,
        "np.zeros((1, n_in))",
    ),
    edit(
        "single-bias",
        "Each layer has only a single number for a bias: every neuron needs its own, (1, n_out).",
        ZEROS,
        "np.zeros((1, 1))",
    ),
    edit(
        "scalar-bias",
        "The bias of a layer is the plain number 0: make it an array of zeros with the shape (1, "
        "n_out).",
        ZEROS,
        "0.0",
    ),
    edit(
        "bias-ones",
        "The biases start at one: they should start at zero.",
        ZEROS,
        "np.ones((1, n_out))",
    ),
    edit(
        "bias-random",
        "The biases are random: they start at zero, since the random weights already "
        "make the neurons differ.",
        ZEROS,
        "rng.standard_normal((1, n_out))",
    ),
    edit(
        "bias-random-small",
        "The biases are random and scaled like weights: they start at exactly zero.",
        ZEROS,
        f"rng.standard_normal((1, n_out)) * {SCALE}",
    ),
    edit(
        "bias-missing",
        'There are only weights: each layer also needs its bias, under "b1", "b2", and so on.',
        f'        params[f"b{{layer}}"] = {ZEROS}\n',
        "",
    ),
    edit(
        "last-layer-missing",
        "The parameters of the output layer are missing: the loop has to go on to the last layer.",
        LAYERS,
        "range(1, len(layer_sizes) - 1)",
    ),
    edit(
        "first-layer-missing",
        "The parameters of layer 1 are missing: the loop has to start at 1.",
        LAYERS,
        "range(2, len(layer_sizes))",
    ),
    edit(
        "counted-from-zero",
        'The keys are counted from 0: the first layer with weights is layer 1, with "W1" and "b1".',
        'params[f"W{layer}"]',
        'params[f"W{layer - 1}"]',
        'params[f"b{layer}"]',
        'params[f"b{layer - 1}"]',
    ),
    edit(
        "small-letters",
        'The keys of the weights are written with a small w: they are "W1", "W2", and so on.',
        'params[f"W{layer}"]',
        'params[f"w{layer}"]',
    ),
    edit(
        "key-without-number",
        "The key is the same in every turn of the loop, so each layer overwrites the one before: "
        'put the number of the layer in it, f"W{layer}".',
        'params[f"W{layer}"]',
        'params["W"]',
        'params[f"b{layer}"]',
        'params["b"]',
    ),
    edit(
        "f-forgotten",
        'The keys are the text "W{layer}" itself: put an f before the quotes, f"W{layer}".',
        'params[f"W{layer}"]',
        'params["W{layer}"]',
        'params[f"b{layer}"]',
        'params["b{layer}"]',
    ),
    edit(
        "emptied-each-turn",
        "Only the last layer is left in the dict: make it once, before the loop, and fill it in "
        "the loop.",
        "    params = {}\n",
        "",
        "        n_in = ",
        "        params = {}\n        n_in = ",
    ),
    edit(
        "returned-early",
        "Only layer 1 gets its parameters: the return has to stand behind the loop, not in it.",
        "    return params",
        "        return params",
    ),
    edit(
        "nested-by-layer",
        'Weights and biases stand in a pair under "layer1", …: give each array a key of its own, '
        '"W1", "b1", "W2", and so on.',
        f'        params[f"W{{layer}}"] = {WEIGHTS}\n        params[f"b{{layer}}"] = {ZEROS}',
        f'        params[f"layer{{layer}}"] = ({WEIGHTS}, {ZEROS})',
    ),
    edit(
        "list-returned",
        "You return a list of the arrays: what is asked is a dict, in which each array has its "
        "name.",
        "return params",
        "return list(params.values())",
    ),
    rewrite(
        "own-generator",
        "You make a generator with a fixed seed inside the function and ignore rng: "
        "then every network starts with the same weights. Take all randomness from rng.",
        _drawn_by("np.random.default_rng(42)"),
    ),
    rewrite(
        "own-old-generator",
        "You make a RandomState with a fixed seed inside the function and leave rng unused; "
        "draw from the rng that is passed in.",
        _drawn_by("np.random.RandomState(42)"),
    ),
    rewrite(
        "own-generator-seed-zero",
        "You draw from a generator of your own with seed 0, not from rng: whoever calls the "
        "function decides about the randomness.",
        _drawn_by("np.random.default_rng(0)"),
    ),
    rewrite(
        "centered-at-one",
        "The weights are centered at 1: the first argument of rng.normal is the mean, "
        "and it should be 0.",
        "def init_params(layer_sizes, rng):\n"
        "    params = {}\n"
        "    for layer in range(1, len(layer_sizes)):\n"
        "        n_in, n_out = layer_sizes[layer - 1], layer_sizes[layer]\n"
        '        params[f"W{layer}"] = rng.normal(1, np.sqrt(2 / n_in), (n_in, n_out))\n'
        '        params[f"b{layer}"] = np.zeros((1, n_out))\n'
        "    return params\n",
    ),
    edit(
        "randn-on-generator",
        "rng has no method randn in general (only the older RandomState has it): "
        "use rng.standard_normal((n_in, n_out)), which both kinds have.",
        DRAW,
        "rng.randn(n_in, n_out)",
    ),
    edit(
        "shape-without-brackets",
        "The shape goes into standard_normal as one argument, a pair: "
        "rng.standard_normal((n_in, n_out)), with double brackets.",
        DRAW,
        "rng.standard_normal(n_in, n_out)",
    ),
    edit(
        "list-changed",
        "Your function changes the list layer_sizes of the caller: only read from it.",
        "    return params",
        "    layer_sizes.pop(0)\n    return params",
    ),
)

INIT_PARAMS = Exercise("init_params", _probes, CRITERIA, HINTS, MISTAKES)
