"""Sheets are made short without anything that is in them being lost."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from descent.judging.packing import pack, unpack
from descent.probing.codec import from_json, to_json
from descent.probing.values import Digest

RNG = np.random.default_rng(4)
RIGHT = RNG.normal(size=(4, 3))


def packed(*results: Any) -> dict[str, Any]:
    """A sheet whose right answer gives the first of these results, and each mistake another."""
    right, *others = [[{"shown": {"result": to_json(item)}}] for item in results]
    mistakes = [{"id": str(n), "observations": seen} for n, seen in enumerate(others)]
    return pack({"expected": right, "mistakes": mistakes})


def results(data: dict[str, Any]) -> list[Any]:
    """What the mistakes give, as it is read."""
    sheet = unpack(data)
    seen = [mistake["observations"][0] for mistake in sheet["mistakes"]]
    return [from_json(one["shown"]["result"]) for one in seen]


@pytest.mark.parametrize("factor", [-1.0, 2.0, 1 / 3, 1e-12, -7e4])
def test_a_multiple_is_written_as_one(factor: float) -> None:
    data = packed(RIGHT, factor * RIGHT, (factor * RIGHT).reshape(2, 6))
    assert [entry.get("of") for entry in data["arrays"]] == [None, 0, 0]
    one, other = results(data)
    np.testing.assert_allclose(one, factor * RIGHT, rtol=3e-7)
    np.testing.assert_allclose(other, one.reshape(2, 6), rtol=3e-7)


def test_what_is_nearly_a_multiple_is_written_in_full() -> None:
    nearly = 2 * RIGHT
    nearly[0, 0] *= 1 + 1e-6
    data = packed(RIGHT, nearly, RIGHT + 1, RIGHT.T)
    assert not [entry for entry in data["arrays"] if "of" in entry]
    np.testing.assert_allclose(results(data)[0], nearly, rtol=6e-8)


def test_what_is_right_keeps_its_ten_digits_and_what_is_wrong_has_eight() -> None:
    wrong = np.array([np.pi, 1234567890123.0, -1e-300, 2.5])
    data = packed(RIGHT, wrong, wrong + RIGHT[0, 0])
    (expected,) = unpack(data)["expected"]
    assert np.array_equal(expected["shown"]["result"], from_json(to_json(RIGHT)))
    assert results(data)[0].tolist() == [3.1415927, 1234567890000.0, -1e-300, 2.5]


def test_whole_numbers_stay_whole() -> None:
    thirds = np.array([1.0, 2.0, 4.0, 5.0]) / 3
    whole = np.array([1.0, 2.0, 4.0, 5.0])
    assert np.array_equal(results(packed(thirds, whole))[0], whole)


@pytest.mark.parametrize(
    "array",
    [
        np.zeros(6),
        np.array([np.nan, 1.0, -np.inf, 2.0]),
        np.arange(6),
        np.arange(6) > 2,
        np.arange(6, dtype=np.float32) / 4,
        np.arange(4) * (1 + 2j),
        np.array(["a", "bc", "", "d"]),
        np.zeros((0, 3)),
        np.array(2.5),
    ],
    ids=str,
)
def test_every_array_is_read_as_it_was(array: np.ndarray[Any, Any]) -> None:
    alone, again, within = results(packed(RIGHT, array, array, {"a": (array, [array, "~"])}))
    for read in (alone, again, within["a"][0], within["a"][1][0]):
        assert read.dtype == array.dtype and read.shape == array.shape
        assert np.array_equal(read, array, equal_nan=array.dtype.kind in "fc")
    assert within["a"][1][1] == "~"


def test_the_first_to_ask_for_an_array_need_not_say_which() -> None:
    one, other = RIGHT + 1, RIGHT + np.pi
    data = packed(
        {"z": RIGHT, "a": 1}, {"z": one, "a": 1}, {"z": other, "a": 2}, {"z": one, "a": 1}
    )
    assert [mistake["observations"] for mistake in data["mistakes"]] == [
        [[[[-1, 0]]]],
        [[[[-1, {"=": 2}]]]],
        [[[[2, 0]]]],
    ]
    for read, array in zip(results(data), (one, other, one), strict=True):
        np.testing.assert_allclose(read["z"], array, rtol=6e-8)


def test_what_is_known_by_its_digest_is_read_as_that() -> None:
    given = [Digest("abc"), {"z": Digest("abc"), "text": "abc"}, (RIGHT, Digest("def"))]
    assert results(packed(RIGHT, *given))[:2] == given[:2]
    array, known = results(packed((RIGHT, RIGHT + 1), given[2]))[0]
    assert np.array_equal(array, results(packed(RIGHT, RIGHT))[0]) and known == Digest("def")


def test_a_digest_with_a_shape_keeps_it() -> None:
    known = Digest("abc", (4, 4))
    assert results(packed(RIGHT, known, {"z": known})) == [known, {"z": known}]


def test_an_array_stands_there_once() -> None:
    data = packed(RIGHT, {"z": RIGHT + 1}, {"z": RIGHT + 1, "a": [RIGHT + 1, RIGHT]})
    assert len(data["arrays"]) == 2
    one, other = results(data)
    np.testing.assert_allclose(one["z"], RIGHT + 1, rtol=6e-8)
    np.testing.assert_allclose(other["a"][1], RIGHT, rtol=1e-9)


def test_a_part_that_is_right_is_marked() -> None:
    right = {"z": RIGHT, "n": 3, "names": ["a", ("b", 1)]}
    given = {"z": RIGHT, "n": 4, "names": ["a", ("b", 2)], "more": None}
    data = packed(right, given, right)
    assert data["mistakes"][1]["observations"] == [0]
    literal = data["mistakes"][0]["observations"][0][0][0]["="]
    assert literal["z"] == {"~": 0} and len(data["arrays"]) == 1
    one, other = results(data)
    assert {**one, "z": 0} == {**given, "z": 0}
    assert {**other, "z": 0} == {**right, "z": 0}
