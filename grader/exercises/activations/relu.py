"""The ReLU."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

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
)


def _relu_probes(begin: Begin) -> Iterator[Probe]:
    yield from ordinary(begin)
    # Beyond 6, where one of the variants in use is cut off.
    rng = begin("beyond 6")
    yield call(signed(rng, 3, 4, low=0.5, high=9.0), label=NAMES[2])
    # Next to the bend, and so far out that any ceiling shows.
    rng = begin("next to the bend")
    yield call(signed(rng, 3, 2, low=0.02, high=0.12), label=NAMES[2])
    rng = begin("far out")
    far = rng.uniform(100, 200)
    yield call(rng.permutation(np.append(signed(rng, 3), [far, -far, 0.0])), label=NAMES[1])
    yield from numbers(begin)
    rng = begin(WHOLE)
    yield call(whole(rng, 5, 3), group="whole", label=WHOLE)


_relu = variants("def relu(z):")

RELU = Exercise(
    name="relu",
    probes=_relu_probes,
    criteria=(
        Criterion("the larger of 0 and z, entry by entry", 0.65, groups=("values",)),
        Criterion("a single number", 0.1, groups=("values", "single")),
        Criterion("whole numbers", 0.1, groups=("values", "whole")),
        replace(UNTOUCHED, share=0.15, groups=("values",)),
    ),
    hints=(
        "Each entry of z is treated on its own: a positive one stays, any other becomes 0.",
        (
            "Python's own max cannot compare an array with 0. NumPy has a function that takes the "
            "maximum of two things entry by entry; np.where would do as well."
        ),
        "np.maximum of 0 and z.",
    ),
    mistakes=(
        _relu(
            "truth-value",
            "Python's max and if want one answer, and z > 0 has one for every entry. Take the "
            "maximum entry by entry, with np.maximum or np.where.",
            "return max(0, z)",
        ),
        _relu(
            "one-maximum",
            "np.max(z) is the largest of all entries, a single number. Compare each entry with 0 "
            "on its own: np.maximum takes two arguments and works entry by entry.",
            "return max(0, np.max(z))",
        ),
        _relu(
            "axis-given",
            "In np.max(z, 0) the 0 is not a number to compare with, but the axis along which the "
            "largest entry is looked for. np.maximum compares entry by entry.",
            "return np.max(z, 0)",
        ),
        _relu(
            "axis-exchanged",
            "np.max(0, z) takes 0 for the array and z for an axis. np.maximum compares two things "
            "entry by entry.",
            "return np.max(0, z)",
        ),
        _relu(
            "minimum",
            "You keep the negative entries and make the positive ones 0. It is the larger of 0 "
            "and z that is asked for, not the smaller.",
            "return np.minimum(0, z)",
        ),
        _relu(
            "absolute-value",
            "Negative entries become positive in your answer. They should become 0.",
            "return np.abs(z)",
        ),
        _relu(
            "negative-part",
            "You keep the size of the negative entries and drop the positive ones. It is the other "
            "way round: positive ones stay, negative ones become 0.",
            "return np.maximum(0, -z)",
        ),
        _relu(
            "sign",
            "Your values have the wrong sign where z is positive: there z stays as it is.",
            "return -np.maximum(0, z)",
        ),
        _relu(
            "identity",
            "You return z as it came, negative entries included. Those become 0.",
            "return z",
        ),
        _relu(
            "negative-only-turned",
            "You turn the sign of z. Positive entries stay as they are, and the others become 0.",
            "return -z",
        ),
        _relu(
            "derivative",
            "You return 1 where z is positive. That is the derivative, the next exercise; here z "
            "itself is kept where it is positive.",
            "return np.where(z > 0, 1.0, 0.0)",
        ),
        _relu(
            "step-half",
            "You return the sign of z, moved to 0 and 1. The size of a positive z is lost: it "
            "stays as it is.",
            "return (np.sign(z) + 1) / 2",
        ),
        _relu(
            "one-on-the-off-side",
            "Negative entries become 1 in your answer. They should become 0.",
            "return np.where(z > 0, z, 1.0)",
        ),
        _relu(
            "maximum-with-one",
            "You take the larger of 1 and z. Compare with 0.",
            "return np.maximum(1, z)",
        ),
        _relu(
            "floor-at-minus-one",
            "Your floor lies at -1. A ReLU never goes below 0.",
            "return np.maximum(-1, z)",
        ),
        _relu(
            "minus-one-on-the-off-side",
            "Where z is negative you return -1. There it should be 0.",
            "return np.where(z > 0, z, -1.0)",
        ),
        _relu(
            "cut-at-one",
            "You cut the values off at 1. A ReLU has a floor at 0 and no ceiling.",
            "return np.clip(z, 0, 1)",
        ),
        _relu(
            "cut-at-six",
            "You cut the values off at 6 (there is a variant that does so). The ReLU of the "
            "lesson has no ceiling.",
            "return np.clip(z, 0, 6)",
        ),
        _relu(
            "leaky",
            "You let a hundredth of a negative z through. That is the leaky ReLU of a later "
            "exercise; here negative z become 0.",
            "return np.where(z > 0, z, 0.01 * z)",
        ),
        _relu(
            "leaky-tenth",
            "You let a tenth of a negative z through. That is a leaky ReLU, a later exercise; here "
            "negative z become 0.",
            "return np.where(z > 0, z, 0.1 * z)",
        ),
        _relu(
            "softplus",
            "log(1 + exp(z)) is a ReLU with its corner rounded off. The corner belongs to it: the "
            "larger of 0 and z.",
            "return np.log(1 + np.exp(z))",
        ),
        _relu(
            "exponential",
            "For negative z you return exp(z) - 1 (another variant, called ELU). Here negative z "
            "become 0.",
            "return np.where(z > 0, z, np.exp(z) - 1)",
        ),
        _relu(
            "smooth-gate",
            "You multiply z by its sigmoid (a smooth relative called SiLU). The ReLU keeps a "
            "positive z as it is and makes every other 0.",
            "return z * sigmoid(z)",
        ),
        _relu(
            "squared",
            "You square the positive entries. They stay as they are.",
            "return np.maximum(0, z) ** 2",
        ),
        _relu(
            "sigmoid",
            "These are the values of the sigmoid. The ReLU is the larger of 0 and z.",
            "return sigmoid(z)",
        ),
        _relu(
            "tanh",
            "These are the values of tanh. The ReLU is the larger of 0 and z.",
            "return np.tanh(z)",
        ),
        _relu(
            "tanh-rectified",
            "You take tanh first, which bends the positive side. Compare z itself with 0.",
            "return np.maximum(0, np.tanh(z))",
        ),
        _relu(
            "shifted",
            "Your bend sits at z = 1. It belongs at z = 0: compare with 0.",
            "return np.maximum(0, z - 1)",
        ),
        _relu(
            "lifted",
            "Your values are too large by 1, everywhere. The ReLU is the larger of 0 and z, and "
            "nothing is added.",
            "return np.maximum(0, z) + 1",
        ),
        _relu(
            "on-above-one",
            "You keep only what is larger than 1. Everything larger than 0 is kept.",
            "return np.where(z > 1, z, 0.0)",
        ),
        _relu(
            "on-above-half",
            "You keep only what is larger than 0.5. Everything larger than 0 is kept.",
            "return np.where(z > 0.5, z, 0.0)",
        ),
        _relu(
            "not-halved",
            "z + |z| is twice z where z is positive: half of it is the ReLU.",
            "return z + np.abs(z)",
        ),
        _relu(
            "entries-dropped",
            "z[z > 0] drops the other entries, and the shape is lost. They should stay in their "
            "places as 0.",
            "return z[z > 0]",
        ),
        _relu(
            "summed",
            "You add the results up to a single number. Each entry of z has its own result.",
            "return np.sum(np.maximum(0, z))",
        ),
        _relu(
            "rounded",
            "Your values are rounded to whole numbers. Positive entries stay exactly as they are.",
            "return np.maximum(0, z).astype(int)",
        ),
        _relu(
            "modified",
            "You set the negative entries of z itself to 0, and with them the caller's array. Make "
            "a new array, for example with np.maximum.",
            """
            z = np.asarray(z)
            z[z < 0] = 0
            return z
            """,
        ),
    ),
)
