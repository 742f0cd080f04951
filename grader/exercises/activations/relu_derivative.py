"""The derivative of the ReLU."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from descent.probes import Probe, call
from descent.sheets import Criterion
from grader.exercise import UNTOUCHED, Begin, Exercise
from grader.exercises.activations.draws import (
    NAMES,
    WHOLE,
    numbers,
    ordinary,
    signed,
    variants,
    whole,
    with_zeros,
)


def _relu_derivative_probes(begin: Begin) -> Iterator[Probe]:
    yield from ordinary(begin)
    rng = begin("next to the bend")
    yield call(signed(rng, 2, 4, low=0.02, high=0.45), label=NAMES[2])
    yield from numbers(begin)
    rng = begin(WHOLE)
    yield call(whole(rng, 5, 3), group="whole", label=WHOLE)
    yield from with_zeros(begin)


_step = variants("def relu_derivative(z):")

RELU_DERIVATIVE = Exercise(
    name="relu_derivative",
    probes=_relu_derivative_probes,
    criteria=(
        Criterion("1 where z is positive, 0 where it is negative", 0.5, groups=("values",)),
        Criterion("a single number", 0.1, groups=("values", "single")),
        Criterion("0 at z = 0", 0.15, groups=("values", "zero")),
        Criterion("whole numbers", 0.1, groups=("values", "whole")),
        replace(UNTOUCHED, share=0.15, groups=("values",)),
    ),
    hints=(
        (
            "How steep is the ReLU where it is on, how steep where it is off? There are only two "
            "values."
        ),
        "The comparison z > 0 gives True or False for every entry. True counts as 1, False as 0.",
        "np.where with three things: the condition z > 0, then 1, then 0.",
    ),
    uses=("relu",),
    mistakes=(
        _step(
            "one-at-zero",
            "At z = 0 your derivative is 1. There is a kink, and the convention of the lesson is "
            "0: ask for z > 0, not z >= 0.",
            "return np.where(z >= 0, 1.0, 0.0)",
        ),
        _step(
            "half-at-zero",
            "At z = 0 your derivative is one half. There is a kink, and the convention of the "
            "lesson is 0.",
            "return np.heaviside(z, 0.5)",
        ),
        _step(
            "divided-by-z",
            "At z = 0 your derivative is NaN: dividing by z (or by its size) gives 0/0 there. Ask "
            "whether z > 0 instead.",
            "return np.maximum(0, z) / z",
        ),
        _step(
            "divided-by-z-turned",
            "Dividing z by its absolute value gives -1 for negative z, and NaN at 0. Ask whether "
            "z > 0 instead.",
            "return z / np.abs(z)",
        ),
        _step(
            "sign",
            "np.sign gives -1 for negative z. There the ReLU is flat, and its derivative is 0.",
            "return np.sign(z)",
        ),
        _step(
            "minus-one",
            "Your derivative is -1 where z is not positive. There the ReLU is flat, and its "
            "derivative is 0.",
            "return np.where(z > 0, 1.0, -1.0)",
        ),
        _step(
            "turned",
            "Where z is positive you return -1. The ReLU rises there: 1.",
            "return np.where(z > 0, -1.0, 0.0)",
        ),
        _step(
            "sides-exchanged",
            "The two sides are exchanged: 1 belongs where z > 0, and 0 elsewhere.",
            "return np.where(z > 0, 0.0, 1.0)",
        ),
        _step(
            "sides-exchanged-strictly",
            "You ask for z < 0. The derivative is 1 where z > 0.",
            "return np.where(z < 0, 1.0, 0.0)",
        ),
        _step(
            "value",
            "You return the ReLU itself. Its derivative is 1 where z > 0, whatever the size of z.",
            "return np.maximum(0, z)",
        ),
        _step(
            "argument-kept-off",
            "Where z is positive you give 1, but elsewhere you leave z as it is. The derivative "
            "is 0 there.",
            "return np.where(z > 0, 1.0, z)",
        ),
        _step(
            "ones",
            "You return 1 everywhere. Where z is not positive the ReLU is flat, and its derivative "
            "is 0.",
            "return np.ones_like(z)",
        ),
        _step(
            "lifted",
            "Your values are too large by 1, everywhere: 2 and 1 in place of 1 and 0. Nothing is "
            "added to the condition z > 0.",
            "return (z > 0) + 1.0",
        ),
        _step(
            "zeros",
            "You return 0 everywhere. Where z > 0 the ReLU rises, and its derivative is 1.",
            "return np.zeros_like(z)",
        ),
        _step(
            "leaky",
            "Where z is negative you return 0.01, which is the derivative of a leaky ReLU. The "
            "plain ReLU is flat there: 0.",
            "return np.where(z > 0, 1.0, 0.01)",
        ),
        _step(
            "above-one",
            "You ask for z > 1. The bend sits at 0: ask for z > 0.",
            "return np.where(z > 1, 1.0, 0.0)",
        ),
        _step(
            "above-half",
            "You ask for z > 0.5, as for a probability. The bend of the ReLU sits at 0.",
            "return np.where(z > 0.5, 1.0, 0.0)",
        ),
        _step(
            "other-than-zero",
            "You return 1 for negative z, too: you ask whether z differs from 0, not whether it is "
            "larger.",
            "return np.where(z != 0, 1.0, 0.0)",
        ),
        _step(
            "half-size",
            "Your derivative is one half where z > 0. A ReLU that is on passes z through "
            "unchanged, so there it is 1.",
            "return 0.5 * (z > 0)",
        ),
        _step(
            "like-sigmoid",
            "You use the formula of the sigmoid, a (1 - a), on the ReLU. Every activation function "
            "has a derivative of its own: here it is 1 or 0.",
            "return np.maximum(0, z) * (1 - np.maximum(0, z))",
        ),
        _step(
            "like-sigmoid-at-z",
            "z (1 - z) is the formula of the sigmoid's derivative, with z in the place of a. The "
            "ReLU has a derivative of its own: 1 or 0.",
            "return z * (1 - z)",
        ),
        _step(
            "of-sigmoid",
            "This is the derivative of the sigmoid. That of the ReLU is 1 or 0.",
            "return sigmoid(z) * (1 - sigmoid(z))",
        ),
        _step(
            "smooth",
            "The sigmoid of z is the derivative of a ReLU with its corner rounded off. This one "
            "has a corner, so its derivative jumps from 0 to 1.",
            "return sigmoid(z)",
        ),
        _step(
            "of-tanh",
            "1 - a² is the formula for tanh. The ReLU has a derivative of its own: 1 or 0.",
            "return 1 - np.tanh(z) ** 2",
        ),
        _step(
            "identity",
            "You return z as it came. The derivative is 1 where z > 0, and 0 elsewhere.",
            "return z",
        ),
        _step(
            "cut",
            "You cut z off at 0 and 1, so a z between them is returned as it is. For any z > 0, "
            "however small, the derivative is 1.",
            "return np.clip(z, 0, 1)",
        ),
        _step(
            "truth-value",
            "An if wants one answer, and z > 0 has one for every entry. np.where chooses entry by "
            "entry.",
            "return 1.0 if z > 0 else 0.0",
        ),
        _step(
            "one-for-all",
            "You return one answer for the whole array. There is one derivative for each entry.",
            "return 1.0 if np.any(z > 0) else 0.0",
        ),
        _step(
            "none-for-all",
            "You return a single 0 because not all entries are positive. There is one derivative "
            "for each entry.",
            "return 1.0 if np.all(z > 0) else 0.0",
        ),
        _step(
            "entries-counted",
            "You count the positive entries. There is one derivative for each entry, 1 or 0.",
            "return np.sum(z > 0)",
        ),
        _step(
            "entries-dropped",
            "Your result has entries for the positive z only. Those of the others, 0, should stay "
            "in their places.",
            "return np.ones_like(z[z > 0])",
        ),
        _step(
            "places",
            "np.where with the condition alone gives the places where it holds. Give it what to "
            "put there and what elsewhere, too.",
            "return np.where(z > 0)",
        ),
        _step(
            "astype-on-number",
            "Right for arrays. For a single number z > 0 is True or False, which has no astype: "
            "np.where(z > 0, 1.0, 0.0) takes a number as well as an array.",
            "return (z > 0).astype(float)",
        ),
        _step(
            "modified",
            "Right values, but you write them into z itself, which is the caller's array. Make a "
            "new one.",
            """
            z = np.asarray(z)
            z[z <= 0] = 0
            z[z > 0] = 1
            return z
            """,
        ),
    ),
)
