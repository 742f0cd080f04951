"""``momentum_step``: the velocity first, then the parameter."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import numpy as np

from descent.datasets import Array
from descent.probes import Probe, call
from descent.sheets import Criterion
from descent.values import Value
from grader.exercise import UNTOUCHED, Begin, Exercise, edit, rewrite
from grader.exercises.mini_batch.draws import samples, whole


def _rate(rng: np.random.Generator) -> float:
    return float(rng.uniform(0.2, 0.7))


def _beta(rng: np.random.Generator) -> float:
    return float(rng.choice([rng.uniform(0.3, 0.42), rng.uniform(0.58, 0.7)]))


def _probes(begin: Begin) -> Iterator[Probe]:
    for name, shape in (("tall", (3, 2)), ("a row", (1, 4)), ("a column", (5, 1))):
        rng = begin(name)
        yield call(*_three(rng, *shape), _rate(rng), _beta(rng))
    rng = begin("the default beta")
    yield call(*_three(rng, 2, 3), lr=_rate(rng), label="beta left at its default")
    rng = begin("no velocity")
    w, dw = samples(rng, 3, 2), samples(rng, 3, 2)
    zero: Value = np.zeros((3, 2))
    yield call(w, dw, zero, _rate(rng), _beta(rng), label="a velocity of zero")
    rng = begin("no beta")
    yield call(*_three(rng, 2, 2), _rate(rng), beta=0.0, label="beta of zero")
    rng = begin("single numbers")
    numbers = (float(item) for item in samples(rng, 1, 3)[0])
    yield call(*numbers, _rate(rng), _beta(rng), group="edge", label="single numbers")
    rng = begin("single whole numbers")
    integers = (int(item) for item in rng.permutation([-3, 2, 5]))
    yield call(*integers, _rate(rng), _beta(rng), group="edge", label="single whole numbers")
    rng = begin("one axis")
    vectors = (samples(rng, 1, 4)[0] for _ in range(3))
    yield call(*vectors, _rate(rng), _beta(rng), group="edge", label="arrays with one axis")
    rng = begin("three axes")
    blocks = (samples(rng, 2, 6).reshape(2, 3, 2) for _ in range(3))
    yield call(*blocks, _rate(rng), _beta(rng), group="edge", label="arrays with three axes")
    rng = begin("whole numbers")
    integers_of = (whole(rng, 3, 2) for _ in range(3))
    yield call(*integers_of, _rate(rng), _beta(rng), group="edge", label="whole numbers")


def _three(rng: np.random.Generator, m: int, n: int) -> Iterator[Array]:
    """Draw a parameter, a gradient and a velocity."""
    return (samples(rng, m, n) for _ in range(3))


_V, _W = "np.asarray(v, dtype=float)", "np.asarray(w, dtype=float)"
_DW = "np.asarray(dw, dtype=float)"
_VELOCITY = f"new_v = beta * {_V} - lr * {_DW}"
_MOVE = f"new_w = {_W} + new_v"
_RETURN = "return new_w, new_v"

MOMENTUM_STEP = Exercise(
    name="momentum_step",
    probes=_probes,
    returns=("new_w", "new_v"),
    criteria=(
        # A result that is no pair is wrong as a whole, "".
        Criterion("the new velocity", 1.1, groups=("values",), outputs=("new_v", "")),
        Criterion("the new parameter", 1.1, groups=("values",), outputs=("new_w", "")),
        Criterion("single numbers, one or three axes, whole numbers", 0.5, groups=("edge",)),
        dataclasses.replace(UNTOUCHED, share=0.3),
    ),
    hints=(
        "Two lines are enough, one for each arrow of the formula. Which one has to come first?",
        "First the new velocity: a share beta of the old one, minus the plain step lr times dw. "
        "Then move w by that new velocity. Store both under new names.",
        "new_v is beta * v - lr * dw, and new_w is w + new_v. Return new_w and new_v, in this "
        "order.",
    ),
    mistakes=(
        # Where only one of the two results is off, first: each may be so beside another mistake.
        edit(
            "old-velocity",
            "w moves by the old velocity. Compute the new velocity first, and move w by that.",
            _MOVE,
            f"new_w = {_W} + {_V}",
        ),
        edit(
            "old-velocity-returned",
            "You return the old velocity: the next step then does not remember this one. Return "
            "the new velocity.",
            _RETURN,
            f"return new_w, {_V}",
        ),
        edit(
            "old-parameter-returned",
            "You return the old w. Move it by the new velocity.",
            _RETURN,
            f"return {_W}, new_v",
        ),
        edit(
            "plain-step-twice",
            "The plain step is taken twice: it is in the velocity already, so w is just moved by "
            "the new velocity.",
            _MOVE,
            f"new_w = {_W} - lr * {_DW} + new_v",
        ),
        edit(
            "plain-step-only",
            "w makes the plain step, as without momentum. Move it by the new velocity.",
            _MOVE,
            f"new_w = {_W} - lr * {_DW}",
        ),
        edit(
            "velocity-faded-twice",
            "w moves by beta times the new velocity. Move it by the new velocity itself.",
            _MOVE,
            f"new_w = {_W} + beta * new_v",
        ),
        edit(
            "learning-rate-twice",
            "The learning rate is used twice: it is in the velocity already, so w is just moved by "
            "the new velocity.",
            _MOVE,
            f"new_w = {_W} + lr * new_v",
        ),
        edit(
            "look-ahead",
            "This is Nesterov's form, which looks a step ahead. Here w simply moves by the new "
            "velocity.",
            _MOVE,
            f"new_w = {_W} + beta * new_v - lr * {_DW}",
        ),
        edit(
            "parameter-faded",
            "beta multiplies w as well. It belongs to the old velocity only.",
            _MOVE,
            f"new_w = beta * {_W} + new_v",
        ),
        edit(
            "velocity-for-parameter",
            "You return the velocity in place of the parameter. The new w is the old one plus the "
            "velocity.",
            _MOVE,
            "new_w = new_v",
        ),
        edit(
            "uphill",
            "The step goes uphill: in the velocity, lr times the gradient has to be subtracted.",
            _VELOCITY,
            f"new_v = beta * {_V} + lr * {_DW}",
        ),
        edit(
            "velocity-subtracted",
            "w moves against its velocity. The minus is in the velocity already: add it, w + v.",
            _MOVE,
            f"new_w = {_W} - new_v",
        ),
        edit(
            "other-sign-convention",
            "Your velocity points uphill and you subtract it, as some books do. w is moved by "
            "minus lr times the gradient, but here the minus belongs into the velocity, "
            "v = beta * v - lr * dw, and then w + v.",
            _VELOCITY,
            f"new_v = beta * {_V} + lr * {_DW}",
            _MOVE,
            f"new_w = {_W} - new_v",
        ),
        edit(
            "velocity-of-gradients",
            "You add up the gradients without the learning rate, and use it when w moves, as some "
            "libraries do. Here lr is part of the velocity: v = beta * v - lr * dw.",
            _VELOCITY,
            f"new_v = beta * {_V} + {_DW}",
            _MOVE,
            f"new_w = {_W} - lr * new_v",
        ),
        edit(
            "downhill-without-lr",
            "The learning rate comes too late: it belongs to the gradient in the velocity, "
            "beta * v - lr * dw, and w then moves by the whole velocity.",
            _VELOCITY,
            f"new_v = beta * {_V} - {_DW}",
            _MOVE,
            f"new_w = {_W} + lr * new_v",
        ),
        edit(
            "average-of-gradients",
            "You average gradients, with the factor 1 - beta, and multiply by lr at the end. "
            "That is another form of momentum; here v = beta * v - lr * dw.",
            _VELOCITY,
            f"new_v = beta * {_V} + (1 - beta) * {_DW}",
            _MOVE,
            f"new_w = {_W} - lr * new_v",
        ),
        edit(
            "one-minus-beta",
            "The plain step has a factor 1 - beta in your velocity. It is just lr times the "
            "gradient, and beta goes with the old velocity only.",
            _VELOCITY,
            f"new_v = beta * {_V} - (1 - beta) * lr * {_DW}",
        ),
        edit(
            "one-minus-beta-kept",
            "You keep the share 1 - beta of the old velocity. The share that is kept is beta.",
            _VELOCITY,
            f"new_v = (1 - beta) * {_V} - lr * {_DW}",
        ),
        edit(
            "memory-lost",
            "The old velocity has no part in the new one: add beta times v.",
            _VELOCITY,
            f"new_v = -lr * {_DW}",
        ),
        edit(
            "beta-missing",
            "The old velocity is kept as a whole. Multiply it by beta, so that it fades.",
            _VELOCITY,
            f"new_v = {_V} - lr * {_DW}",
        ),
        edit(
            "beta-fixed",
            "The beta that is passed has no effect: you use 0.9 whatever it is.",
            _VELOCITY,
            f"new_v = 0.9 * {_V} - lr * {_DW}",
        ),
        edit(
            "lr-ignored",
            "The learning rate has no effect: the plain step is lr times the gradient.",
            _VELOCITY,
            f"new_v = beta * {_V} - {_DW}",
        ),
        edit(
            "lr-on-both",
            "The learning rate multiplies the old velocity too. It belongs to the gradient only.",
            _VELOCITY,
            f"new_v = lr * (beta * {_V} - {_DW})",
        ),
        edit(
            "beta-on-both",
            "beta multiplies the plain step too. It belongs to the old velocity only.",
            _VELOCITY,
            f"new_v = beta * ({_V} - lr * {_DW})",
        ),
        edit(
            "lr-and-beta-exchanged",
            "lr and beta are exchanged: beta goes with the velocity, lr with the gradient.",
            _VELOCITY,
            f"new_v = lr * {_V} - beta * {_DW}",
        ),
        edit(
            "gradient-forgotten",
            "The gradient has no part in the new velocity: subtract lr times dw.",
            _VELOCITY,
            f"new_v = beta * {_V}",
        ),
        edit(
            "exchanged",
            "The two results are exchanged: return the new w first, then the new v.",
            _RETURN,
            "return new_v, new_w",
        ),
        edit(
            "velocity-not-returned",
            "You return the new w alone. The new velocity is needed for the next step: return "
            "both.",
            _RETURN,
            "return new_w",
        ),
        edit(
            "parameter-not-returned",
            "You return the new velocity alone. Return the new w and the new velocity.",
            _RETURN,
            "return new_v",
        ),
        rewrite(
            "in-place",
            "`*=`, `-=` and `+=` work inside the arrays that the caller passed (and fail where "
            "they hold whole numbers). Make new arrays: new_v = beta * v - ...",
            "def momentum_step(w, dw, v, lr, beta=0.9):\n"
            "    v *= beta\n    v -= lr * dw\n    w += v\n    return w, v\n",
        ),
        rewrite(
            "in-place-velocity",
            "`v *= beta` works inside the array that the caller passed (and fails where it holds "
            "whole numbers). Make a new array for the velocity, as you do for w.",
            "def momentum_step(w, dw, v, lr, beta=0.9):\n"
            "    v *= beta\n    v -= lr * dw\n    return w + v, v\n",
        ),
        rewrite(
            "in-place-parameter",
            "`w += ...` works inside the array that the caller passed (and fails where it holds "
            "whole numbers). Make a new array, as you do for the velocity.",
            "def momentum_step(w, dw, v, lr, beta=0.9):\n"
            "    v = beta * v - lr * dw\n    w += v\n    return w, v\n",
        ),
        rewrite(
            "in-place-entries",
            "You write into the arrays that the caller passed (`[...] =`), which also cuts "
            "fractions off where they hold whole numbers. Make new arrays.",
            "def momentum_step(w, dw, v, lr, beta=0.9):\n"
            "    v[...] = beta * v - lr * dw\n    w[...] = w + v\n    return w, v\n",
        ),
        rewrite(
            "fractions-cut",
            "Where w and v hold whole numbers, your copies of them do so too, and cut the "
            "fractions off. Compute new arrays, or make the copies with dtype=float.",
            "def momentum_step(w, dw, v, lr, beta=0.9):\n"
            "    w, v = np.array(w), np.array(v)\n"
            "    v[...] = beta * v - lr * dw\n    w[...] = w + v\n    return w, v\n",
        ),
        rewrite(
            "arrays-only",
            "Your function works for arrays only. w, dw and v may be single numbers, too: "
            "arithmetic needs no method of an array.",
            "def momentum_step(w, dw, v, lr, beta=0.9):\n"
            "    new_v = beta * v.copy() - lr * dw\n    return w.copy() + new_v, new_v\n",
        ),
        rewrite(
            "squared-gradients",
            "You average the squares of the gradients and divide by their root. That is "
            "another method (RMSprop); momentum adds the gradients themselves up.",
            """
def momentum_step(w, dw, v, lr, beta=0.9):
    v = beta * v + (1 - beta) * dw**2
    return w - lr * dw / (np.sqrt(v) + 1e-8), v
""",
        ),
        rewrite(
            "moved-twice",
            "w is moved by the velocity twice. Once is enough: the new w is the old one plus "
            "the new velocity.",
            """
def momentum_step(w, dw, v, lr, beta=0.9):
    v = beta * v - lr * dw
    return w + v + v, v
""",
        ),
        rewrite(
            "neither-lr-nor-beta",
            "Two factors are missing in the velocity: beta goes with the old velocity, and lr"
            " with the gradient.",
            "def momentum_step(w, dw, v, lr, beta=0.9):\n    v = v - dw\n    return w + v, v\n",
        ),
        rewrite(
            "mean-of-gradient",
            "You take the mean of the gradient. Each entry of w has its own: use dw as it is.",
            """
def momentum_step(w, dw, v, lr, beta=0.9):
    v = beta * v - lr * np.mean(dw)
    return w + v, v
""",
        ),
        rewrite(
            "beta-squared",
            "The old velocity is multiplied by beta twice. Once is enough.",
            """
def momentum_step(w, dw, v, lr, beta=0.9):
    v = beta**2 * v - lr * dw
    return w + v, v
""",
        ),
    ),
)
