"""What stands under the names of a line: sorts and shapes, in forms that carry nothing else."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from descent.probing.described import MOST_NAMES, believed, described, named_in


class Liar:
    """Claims to be an array."""

    @property
    def __class__(self) -> Any:
        return np.ndarray

    shape = "<script>"


@pytest.mark.parametrize(
    ("thing", "said"),
    [
        (np.zeros((4, 3)), "an array of shape (4, 3)"),
        (np.zeros(3, dtype=int), "an array of shape (3,) of whole numbers"),
        (np.array(2.0), "a single number in an array"),
        (np.float64(2.5), "the number 2.5"),
        (np.int64(7), "the whole number 7"),
        (10**80, "a number"),
        (-1.5e-300, "the number -1.5e-300"),
        (float("nan"), "the number nan"),
        (True, "a truth value"),
        ("text", "a text"),
        (None, "None"),
        ([1], "a list of 1 item"),
        ((1, 2), "a tuple of 2 items"),
        ({}, "a dict with no keys"),
        ({"W1": 1, 2: 3}, "a dict with the keys W1, 2"),
        ({f"W{n}": n for n in range(20)}, "a dict with the keys W0, W1, W2, W3, W4, W5, W6, W7, …"),
        ({"<b>": 1}, "a dict"),
        (len, "a function"),
        (Liar, "a class"),
        (zip(), "a generator"),
        (Liar(), "an object of type Liar"),
    ],
)
def test_a_thing_is_described_by_its_type_alone(thing: Any, said: str) -> None:
    assert described(thing) == said
    assert believed({"x": said}, "x") == {"x": said}


def test_names_in_quotes_behind_dots_and_in_comments_are_none() -> None:
    variables = dict.fromkeys(("X", "W1", "T", "note", "self"))
    line = "return self.X.T @ X['W1']  # note"
    assert named_in(line, variables) == {"X": "None"}
    assert (
        len(
            named_in(
                " ".join(f"a{n}" for n in range(20)), dict.fromkeys(f"a{n}" for n in range(20))
            )
        )
        == MOST_NAMES
    )
