"""Whatever is changed of a message: it is refused, or plain."""

from __future__ import annotations

import contextlib
import json
import random
from collections.abc import Callable
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from descent.probing.probes import Observation, call
from descent.probing.values import Inert, Lent, Raised, Ref, Rng
from grader.guest.both import wire
from tests.guest.frames import QUICK, parts

SEEDS: tuple[Any, ...] = (
    {"number": 5, "outputs": [{"output_type": "stream", "name": "stdout", "text": "x"}]},
    {"number": 5, "observation": Observation({"result": np.ones((2, 3))}, {"0:1": 2.0})},
    {"number": 5, "observation": Observation(raised=Raised("ValueError", "x", 3, "y"))},
    {"call": Lent("cubic", (1.0, 2.0)), "x": np.arange(4)},
    [call(np.ones(3), Ref("net"), Rng("Generator", 5), lr=0.1), Inert("x"), 1j, ("a", None)],
)
TAGS = (
    "tuple",
    "dict",
    "complex",
    "array",
    "Inert",
    "Raised",
    "Probe",
    "Step",
    "Rng",
    "float",
    "Sealed",
    "x",
    "",
    "~",
)
KEYS = (
    *("~", "items", "parts", "dtype", "shape", "size", "value", "digest"),
    *("description", "type", "message", "name", "kind", "seed", "steps", "shown"),
)
ODD = (
    *(None, True, -1, 0, 1, 1 << 31, 1 << 63, 1 << 70, 0.5, 1e400, float("nan"), "", "x", "\ud800"),
    *("<f8", "|O", "V4", "S0", "U1", "f4,f4", "(2)i4", ">c16", "?", "\x00", "m8[s]", "f8\n"),
)


def changed(tree: Any, rng: random.Random) -> Any:
    """A tree of JSON with something else in one place."""
    if rng.random() < 0.15 or not isinstance(tree, (list, dict)) or not tree:
        kind = rng.random()
        if kind < 0.5:
            return rng.choice(ODD)
        if kind < 0.7:
            return [rng.choice(ODD) for _ in range(rng.randrange(4))]
        tag = rng.choice((*TAGS, [], {}, 5))
        return {"~": tag} | {key: rng.choice(ODD) for key in rng.sample(KEYS[1:], rng.randrange(5))}
    if isinstance(tree, list):
        tree = list(tree)
        place = rng.randrange(len(tree))
        tree[place] = changed(tree[place], rng)
        return tree * rng.choice((1, 1, 1, 2))
    tree = dict(tree)
    key = rng.choice(list(tree))
    if rng.random() < 0.1:
        tree[rng.choice(KEYS)] = tree.pop(key)
    else:
        tree[key] = changed(tree[key], rng)
    return tree


Mutation = Callable[[bytes, bytes, random.Random], tuple[bytes, bytes]]


def fuzz(mutate: Mutation, count: int) -> None:
    """Unpack changed frames; only refusals come out, or a message that can be sent again."""
    frames = [parts(wire.pack(seed)) for seed in SEEDS]
    rng = random.Random(5)
    for _ in range(count):
        header, body = mutate(*rng.choice(frames), rng)
        try:
            message = wire.unpack(header, body)
        except wire.WireError:
            pass
        except Exception as error:
            raise AssertionError(f"{type(error).__name__} from {header!r}, {body!r}") from error
        else:
            with contextlib.suppress(UnicodeEncodeError):
                wire.pack(message)


def in_the_tree(header: bytes, body: bytes, rng: random.Random) -> tuple[bytes, bytes]:
    tree = json.loads(header)
    for _ in range(rng.randrange(1, 4)):
        tree = changed(tree, rng)
    if rng.random() < 0.1:
        body = body[: rng.randrange(len(body) + 1)]
    return json.dumps(tree).encode(), body


def in_the_bytes(header: bytes, body: bytes, rng: random.Random) -> tuple[bytes, bytes]:
    data = bytearray(header)
    for _ in range(rng.randrange(1, 5)):
        place, kind = rng.randrange(len(data)), rng.random()
        if kind < 0.5:
            data[place] = rng.choice(b'0123456789[]{}",:~-eE.\\\x00\xff')
        elif kind < 0.75:
            del data[place : place + rng.randrange(1, 9)]
        else:
            data[place:place] = data[rng.randrange(len(data)) :][: rng.randrange(1, 30)]
        data = data or bytearray(b"0")
    return bytes(data), body


def test_changed_trees_are_refused_or_plain() -> None:
    fuzz(in_the_tree, 12_000)


def test_changed_bytes_are_refused_or_plain() -> None:
    fuzz(in_the_bytes, 12_000)


@QUICK
@given(st.binary(max_size=200), st.binary(max_size=200))
def test_any_bytes_are_refused_or_plain(header: bytes, body: bytes) -> None:
    with contextlib.suppress(wire.WireError):
        wire.unpack(header, body)
