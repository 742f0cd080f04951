"""The gradient of a chain of sigmoids."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from descent.probes import Probe, call
from descent.sheets import Criterion
from grader.exercise import UNTOUCHED, Begin, Exercise, rewrite
from grader.exercises.activations.draws import (
    COLUMN,
    NAMES,
    ROW,
    TABLE,
    WHOLE,
    numbers,
    shape,
    signed,
    variants,
    whole,
)

NO_LINK = "depth 0"
ONE_LINK = "depth 1"


def _probes(begin: Begin) -> Iterator[Probe]:
    # Deeper chains have gradients so small that the tolerance hides what is wrong with them.
    for name, depth in ((ROW, 2), (TABLE, 4), (COLUMN, 3)):
        rng = begin(name)
        z = signed(rng, *shape(rng, name))
        yield call(z, depth + int(rng.integers(2)), label=NAMES[z.ndim])
    rng = begin("two sigmoids")
    yield call(signed(rng, 3, 2), 2, label=NAMES[2])
    yield from numbers(begin, options=lambda rng: {"depth": int(rng.integers(2, 4))})
    rng = begin(ONE_LINK)
    yield call(signed(rng, 2, 3), 1, group="one", label=ONE_LINK)
    rng = begin("depth 1, by its name")
    yield call(signed(rng, 4), depth=1, group="one", label=ONE_LINK)
    # With depth 0 the answer may be 1 or an array of ones: a single number leaves no choice.
    rng = begin(NO_LINK)
    yield call(np.array(rng.uniform(0.3, 2.0)), 0, group="none", label=NO_LINK)
    rng = begin(WHOLE)
    yield call(whole(rng, 3, 2), int(rng.integers(2, 4)), group="whole", label=WHOLE)


_chain = variants("def stacked_gradient(z, depth):")

STACKED_GRADIENT = Exercise(
    name="stacked_gradient",
    probes=_probes,
    criteria=(
        Criterion("one sigmoid", 0.5, groups=("one",)),
        Criterion("chains of two sigmoids and more", 1.25, groups=("values",)),
        Criterion("a single number", 0.25, groups=("one", "values", "single")),
        Criterion("depth 0", 0.5, groups=("one", "values", "none")),
        Criterion("whole numbers", 0.25, groups=("one", "values", "whole")),
        replace(UNTOUCHED, share=0.25, groups=("values",)),
    ),
    hints=(
        (
            "Do the chain of the picture by hand for depth 2: which two numbers are multiplied, "
            "and from which activation does each of them come?"
        ),
        (
            "Keep two things while you go along the chain: the activation so far, which starts as "
            "z, and the product so far, which starts as 1. Each link changes both."
        ),
        (
            "In a loop over the depth: first make the new activation with sigmoid, then multiply "
            "the product by sigmoid_derivative of that new activation."
        ),
    ),
    mistakes=(
        _chain(
            "before-activation",
            "You take sigmoid_derivative of what goes into each sigmoid. It wants what comes out: "
            "compute the new activation first, then its derivative.",
            """
            g = 1.0
            for _ in range(depth):
                g = g * sigmoid_derivative(z)
                z = sigmoid(z)
            return g
            """,
        ),
        _chain(
            "never-activated",
            "You multiply z (1 - z) again and again: nowhere does a sigmoid come in. The factor of "
            "a link is a (1 - a), with the activation that the link gives.",
            "return sigmoid_derivative(np.asarray(z)) ** depth",
        ),
        _chain(
            "activated-twice",
            "The factor of each link comes one sigmoid too late: sigmoid_derivative wants the "
            "activation of this link, and you give it the next one.",
            """
            g = 1.0
            for _ in range(depth):
                z = sigmoid(z)
                g = g * sigmoid_derivative(sigmoid(z))
            return g
            """,
        ),
        _chain(
            "same-factor",
            "You use the factor of the first link for all of them. Every link has its own: the "
            "activation goes on through the chain, and the factor changes with it.",
            "return sigmoid_derivative(sigmoid(z)) ** depth",
        ),
        _chain(
            "last-power",
            "You use the factor of the last link for all of them. Every link has its own factor, "
            "from its own activation.",
            """
            g = 1.0
            for _ in range(depth):
                z = sigmoid(z)
            return sigmoid_derivative(z) ** depth if depth else g
            """,
        ),
        _chain(
            "last-factor",
            "You return the factor of the last link alone. The chain rule multiplies the factors "
            "of all links.",
            """
            g = 1.0
            for _ in range(depth):
                z = sigmoid(z)
                g = sigmoid_derivative(z)
            return g
            """,
        ),
        _chain(
            "first-factor",
            "The depth changes nothing in your answer: it is always the derivative of a single "
            "sigmoid. One factor is multiplied in for every link.",
            "return sigmoid_derivative(sigmoid(z)) if depth else 1.0",
        ),
        _chain(
            "depth-ignored",
            "The depth changes nothing in your answer: it is always the derivative of a single "
            "sigmoid, even for depth 0, where it should be 1. Multiply in one factor per link.",
            "return sigmoid_derivative(sigmoid(z))",
        ),
        _chain(
            "last-factor-not-zero",
            "You go along the chain, but at the end you return only sigmoid_derivative of the last "
            "value. The chain rule multiplies the factors of all links; with no link it is 1.",
            """
            for _ in range(depth):
                z = sigmoid(z)
            return sigmoid_derivative(z)
            """,
        ),
        _chain(
            "sum",
            "You add the factors of the links. Along a chain they are multiplied.",
            """
            g = 0.0
            for _ in range(depth):
                z = sigmoid(z)
                g = g + sigmoid_derivative(z)
            return g
            """,
        ),
        _chain(
            "sum-from-one",
            "You add the factors of the links to 1. Along a chain they are multiplied.",
            """
            g = 1.0
            for _ in range(depth):
                z = sigmoid(z)
                g = g + sigmoid_derivative(z)
            return g
            """,
        ),
        _chain(
            "divided",
            "You divide by the factor of every link, so your gradient grows with the depth. "
            "Multiply.",
            """
            g = 1.0
            for _ in range(depth):
                z = sigmoid(z)
                g = g / sigmoid_derivative(z)
            return g
            """,
        ),
        _chain(
            "subtracted",
            "You subtract the factor of every link. Along a chain they are multiplied.",
            """
            g = 1.0
            for _ in range(depth):
                z = sigmoid(z)
                g = g - sigmoid_derivative(z)
            return g
            """,
        ),
        _chain(
            "mean",
            "You take the mean of the factors of the links. Along a chain they are multiplied.",
            """
            g = 0.0
            for _ in range(depth):
                z = sigmoid(z)
                g = g + sigmoid_derivative(z)
            return g / max(depth, 1) if depth else 1.0
            """,
        ),
        _chain(
            "value",
            "You return the activation at the end of the chain. Its derivative is asked for: "
            "multiply one factor a (1 - a) for each link.",
            """
            for _ in range(depth):
                z = sigmoid(z)
            return z
            """,
        ),
        _chain(
            "values-multiplied",
            "You multiply the activations themselves. The factor of a link is its derivative, "
            "a (1 - a).",
            """
            g = 1.0
            for _ in range(depth):
                z = sigmoid(z)
                g = g * z
            return g
            """,
        ),
        _chain(
            "one-minus-multiplied",
            "You multiply 1 - a for every link. The factor of a link is a (1 - a).",
            """
            g = 1.0
            for _ in range(depth):
                z = sigmoid(z)
                g = g * (1 - z)
            return g
            """,
        ),
        _chain(
            "squares-multiplied",
            "You multiply a by a at every link. The derivative of a sigmoid is a (1 - a).",
            """
            g = 1.0
            for _ in range(depth):
                z = sigmoid(z)
                g = g * z * z
            return g
            """,
        ),
        _chain(
            "one-plus",
            "You multiply a (1 + a) at every link. The derivative of a sigmoid is a (1 - a), "
            "which is never larger than 0.25.",
            """
            g = 1.0
            for _ in range(depth):
                z = sigmoid(z)
                g = g * z * (1 + z)
            return g
            """,
        ),
        _chain(
            "derivative-of-derivative",
            "You feed the derivative of one link into the next. What goes on through the chain is "
            "the activation; the derivatives are only multiplied.",
            """
            g = z
            for _ in range(depth):
                g = sigmoid_derivative(sigmoid(g))
            return g if depth else 1.0
            """,
        ),
        _chain(
            "derivative-nested",
            "You apply sigmoid_derivative again to its own result. What goes on through the chain "
            "is the activation; the derivatives are only multiplied.",
            """
            g = sigmoid(z)
            for _ in range(depth):
                g = sigmoid_derivative(g)
            return g if depth else 1.0
            """,
        ),
        _chain(
            "derivative-fed-on",
            "You multiply the factors, but feed the derivative of each link into the next "
            "sigmoid. What goes on through the chain is the activation.",
            """
            g = 1.0
            for _ in range(depth):
                z = sigmoid_derivative(sigmoid(z))
                g = g * z
            return g
            """,
        ),
        _chain(
            "product-fed-on",
            "You put the product so far through the sigmoid. Keep two variables: the activation, "
            "which goes through the sigmoids, and the product, which is only multiplied.",
            """
            g = np.asarray(z, dtype=float)
            for _ in range(depth):
                a = sigmoid(g)
                g = g * sigmoid_derivative(a)
            return g if depth else 1.0
            """,
        ),
        _chain(
            "bound",
            "You return 0.25 to the power of the depth. That is the bound of the picture, which no "
            "chain exceeds; the factors themselves are a (1 - a) and depend on z.",
            "return np.full(np.shape(z), 0.25**depth)",
        ),
        _chain(
            "bound-number",
            "You return 0.25 to the power of the depth, a single number. That is only a bound; "
            "every entry of z has its own chain, with factors a (1 - a).",
            "return 0.25**depth",
        ),
        _chain(
            "one-link-too-many",
            "Your chain has one link too many: for depth 1 there is one factor, for depth 0 there "
            "is none.",
            """
            g = 1.0
            for _ in range(depth + 1):
                z = sigmoid(z)
                g = g * sigmoid_derivative(z)
            return g
            """,
        ),
        _chain(
            "one-link-too-few",
            "Your chain ends one link too early: for depth 1 there is one factor. range(1, depth) "
            "makes depth - 1 rounds.",
            """
            g = np.ones_like(z, dtype=float)
            for _ in range(1, depth):
                z = sigmoid(z)
                g = g * sigmoid_derivative(z)
            return g
            """,
        ),
        _chain(
            "first-link-left-out",
            "The factor of the first link is missing: you go on to the second activation before "
            "you multiply.",
            """
            g = 1.0
            z = sigmoid(z)
            for _ in range(depth - 1):
                z = sigmoid(z)
                g = g * sigmoid_derivative(z)
            return g * np.ones_like(z)
            """,
        ),
        _chain(
            "starts-at-z",
            "Your product starts at z instead of 1, so every entry is multiplied by its z. With no "
            "link at all the derivative is 1.",
            """
            g = z
            for _ in range(depth):
                z = sigmoid(z)
                g = g * sigmoid_derivative(z)
            return g
            """,
        ),
        _chain(
            "starts-at-zero",
            "You return 0 for any chain: the product starts at 0 (or the recursion ends with 0), "
            "and 0 times anything stays 0. With no link the derivative is 1.",
            """
            g = np.zeros_like(z, dtype=float)
            for _ in range(depth):
                z = sigmoid(z)
                g = g * sigmoid_derivative(z)
            return g
            """,
        ),
        _chain(
            "starts-at-first-factor",
            "Your product starts with the factor of the first link, and the loop multiplies it in "
            "once more. Start at 1.",
            """
            a = np.asarray(z, dtype=float)
            g = sigmoid_derivative(sigmoid(a))
            for _ in range(depth):
                a = sigmoid(a)
                g = g * sigmoid_derivative(a)
            return g
            """,
        ),
        _chain(
            "depth-zero-gives-z",
            "Right for chains with links. With depth 0 nothing happens to z, so its derivative "
            "with respect to itself is 1, and not z.",
            """
            if depth == 0:
                return z
            g = 1.0
            for _ in range(depth):
                z = sigmoid(z)
                g = g * sigmoid_derivative(z)
            return g
            """,
        ),
        _chain(
            "depth-zero-gives-zero",
            "Right for chains with links. With depth 0 you return 0, but a nudge of z then arrives "
            "as it was: the derivative is 1.",
            """
            if depth == 0:
                return 0.0
            g = 1.0
            for _ in range(depth):
                z = sigmoid(z)
                g = g * sigmoid_derivative(z)
            return g
            """,
        ),
        _chain(
            "depth-zero-counts-as-one",
            "Right for chains with links. With depth 0 you return the derivative of one sigmoid; "
            "with no sigmoid at all it is 1.",
            """
            a = sigmoid(z)
            g = sigmoid_derivative(a)
            for _ in range(depth - 1):
                a = sigmoid(a)
                g = g * sigmoid_derivative(a)
            return g
            """,
        ),
        _chain(
            "base-gives-z",
            "When the chain has come to depth 0 you return z, so the product gets the last "
            "activation as one more factor. With no link left the derivative is 1.",
            """
            if depth == 0:
                return z
            a = sigmoid(z)
            return sigmoid_derivative(a) * stacked_gradient(a, depth - 1)
            """,
        ),
        _chain(
            "entries-multiplied",
            "You multiply the factors of all entries into one number. Every entry of z is the "
            "start of its own chain.",
            """
            g = 1.0
            for _ in range(depth):
                z = sigmoid(z)
                g = g * np.prod(sigmoid_derivative(z))
            return g
            """,
        ),
        _chain(
            "entries-averaged",
            "You return the mean over the entries of z. Every entry is the start of its own chain, "
            "with a derivative of its own.",
            """
            g = 1.0
            for _ in range(depth):
                z = sigmoid(z)
                g = g * sigmoid_derivative(z)
            return np.mean(g)
            """,
        ),
        _chain(
            "all-depths",
            "You return the gradients of all depths up to the last. Only the one after all links "
            "is asked for.",
            """
            g, all_of_them = np.ones_like(z, dtype=float), []
            for _ in range(depth):
                z = sigmoid(z)
                g = g * sigmoid_derivative(z)
                all_of_them.append(g)
            return np.array(all_of_them)
            """,
        ),
        _chain(
            "factors-listed",
            "You return the factors of the links one by one. They still have to be multiplied with "
            "each other.",
            """
            factors = []
            for _ in range(depth):
                z = sigmoid(z)
                factors.append(sigmoid_derivative(z))
            return np.array(factors)
            """,
        ),
        _chain(
            "loop-left-early",
            "You return inside of the loop, after the first link. The return belongs behind the "
            "loop, one step to the left.",
            """
            g = 1.0
            for _ in range(depth):
                z = sigmoid(z)
                g = g * sigmoid_derivative(z)
                return g
            """,
        ),
        _chain(
            "tanh-derivative",
            "You use 1 - a², the derivative of tanh, for a chain of sigmoids. The factor of a "
            "sigmoid is a (1 - a).",
            """
            g = 1.0
            for _ in range(depth):
                z = sigmoid(z)
                g = g * (1 - z**2)
            return g
            """,
        ),
        _chain(
            "tanh-chain",
            "Your chain is made of tanh. The exercise asks for sigmoids: use sigmoid and "
            "sigmoid_derivative.",
            """
            g = 1.0
            for _ in range(depth):
                z = np.tanh(z)
                g = g * (1 - z**2)
            return g
            """,
        ),
        _chain(
            "depth-times-factor",
            "You multiply the factor of the first link by the depth. One factor is multiplied in "
            "for every link, each from its own activation.",
            "return depth * sigmoid_derivative(sigmoid(z)) if depth else 1.0",
        ),
        _chain(
            "scaled-input",
            "You multiply z by the depth and take one sigmoid. The sigmoids stand one behind the "
            "other: the output of each is the input of the next.",
            "return sigmoid_derivative(sigmoid(depth * z)) if depth else 1.0",
        ),
        _chain(
            "integers-refused",
            "Right for floats. For whole numbers np.ones_like makes an array of integers, and *= "
            "cannot put the products into it: ask for floats, or write g = g * ...",
            """
            g = np.ones_like(z)
            for _ in range(depth):
                z = sigmoid(z)
                g *= sigmoid_derivative(z)
            return g
            """,
        ),
        _chain(
            "integers-kept",
            "Right for floats. For whole numbers your array of products holds integers and cuts "
            "off everything behind the decimal point: make it one of floats.",
            """
            g = np.ones_like(z)
            for _ in range(depth):
                z = sigmoid(z)
                g[...] = g * sigmoid_derivative(z)
            return g
            """,
        ),
        _chain(
            "modified",
            "Your product and z are the same array, or you write into z: the caller's array has "
            "changed. Start from new arrays.",
            """
            start, g = np.asarray(z), 1.0
            for _ in range(depth):
                z = sigmoid(z)
                g = g * sigmoid_derivative(z)
            if start.dtype.kind == "f":
                start[...] = z
            return g
            """,
        ),
        _chain(
            "written-into",
            "You write the activations into z itself, which is the caller's array (and if it holds "
            "integers, they are cut off). Let a new name stand for them.",
            """
            g, z = 1.0, np.asarray(z)
            for _ in range(depth):
                z[...] = sigmoid(z)
                g = g * sigmoid_derivative(z)
            return g
            """,
        ),
        rewrite(
            "depth-times-factor-any-depth",
            "You multiply one factor by the depth. Along a chain the factors of the links are"
            " multiplied with one another, and each link has its own.",
            "def stacked_gradient(z, depth):\n    a = sigmoid(z)\n    return depth * a * (1 - a)\n",
        ),
        rewrite(
            "slope-fed-on",
            "You feed the slope of one link into the next. What goes on along the chain is "
            "the activation; the slopes are multiplied beside it.",
            """
def stacked_gradient(z, depth):
    g = z
    for _ in range(depth):
        s = sigmoid(g)
        g = s * (1 - s)
    return g
""",
        ),
        rewrite(
            "one-link-too-few-number",
            "Your chain has one link too few, and where no link is left you return the number"
            " you began with: range(depth) gives as many turns as there are links.",
            """
def stacked_gradient(z, depth):
    g = 1
    for _ in range(depth - 1):
        z = sigmoid(z)
        g = g * z * (1 - z)
    return g
""",
        ),
    ),
)
