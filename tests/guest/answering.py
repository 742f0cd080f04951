"""Answers of every kind, put to probes in a guest and in this very process."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from textwrap import dedent
from typing import Any

from descent.probing.probes import Observation, Probe, observe
from descent.probing.values import Lent
from grader.guest.outside.host import Guest, Zygote

SECONDS = 10.0
CUBIC = Lent("cubic", (1.0, 2.0))

# Answers of every kind: the same code is put to the probes here and in a guest.
CODE = """
import numpy as np

def add(a, b=1):
    return a + b

def spoil(x, items, more):
    x[:] = 0
    items.append(1)
    more["new"] = None
    return None

def fail(x):
    y = x + 1
    raise ValueError("no " + str(y))

def gradient(f, x, h=1e-5):
    found = np.zeros_like(x)
    for place in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[place] = h
        found[place] = (f(x + step) - f(x - step)) / (2 * h)
    return found

kept = []

def keep(f, x):
    kept.append(f)
    return f(x)

def call_kept(x):
    return kept[-1](x)

def batches(X, size, rng):
    order = rng.permutation(len(X))
    for start in range(0, len(X), size):
        yield X[order[start : start + size]]

def endless():
    n = 0
    while True:
        yield n
        n += 1

def draw(rng, count):
    return rng.standard_normal(count)

def echo(*args, **kwargs):
    return args if not kwargs else (args, kwargs)

class Net:
    def __init__(self, sizes, rng=None):
        self.sizes = sizes
        self.rng = rng
        self.params = {f"W{n}": self.rng.standard_normal(shape) if rng else np.zeros(shape)
                       for n, shape in enumerate(zip(sizes, sizes[1:]), 1)}
        self.cache = None

    def forward(self, X):
        self.cache = {"a0": X}
        for n in range(1, len(self.sizes)):
            X = X @ self.params[f"W{n}"]
        return X

    @property
    def L(self):
        return len(self.params)

value = {"AND": True, "XOR": False}
nothing = None
"""


@contextlib.contextmanager
def guest_of(zygote: Zygote, code: str = CODE) -> Iterator[Guest]:
    with zygote.guest() as guest:
        assert not errors(guest.run(dedent(code), SECONDS))
        yield guest


def errors(outputs: list[dict[str, Any]]) -> list[str]:
    return [f"{o['ename']}: {o['evalue']}" for o in outputs if o["output_type"] == "error"]


def asked(guest: Guest, answer: str, probe: Probe, seconds: float = SECONDS) -> Observation:
    return guest.observe(answer, probe, seconds)


def here(answer: str, probe: Probe) -> Observation:
    """What the same code does in this very process."""
    space: dict[str, Any] = {}
    exec(CODE, space)
    return observe(probe, space[answer])
