"""Arrays side by side: written out when they are small, drawn as letters when they are not."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from descent.notebook import pictures
from descent.notebook.pictures import Pair, pair
from tests.descent import examples

TITLES = ("expected", "got")


def changed(array: np.ndarray[Any, Any], *places: tuple[int, ...]) -> Pair:
    other = array.astype(float)
    for place in places:
        other[place] += 1
    both = pair(array, other)
    assert both
    return both


def drawn(both: Pair) -> dict[str, list[str]]:
    """Return the rows of each picture, one below the other as in a narrow terminal."""
    found: dict[str, list[str]] = {}
    for title, rows in pictures._panels(both, TITLES):
        found[title] = ["".join(cell.text for cell in row) for row in rows]
    return found


def test_what_is_alike_or_no_numbers_is_no_pair() -> None:
    assert pair(np.ones(3), np.ones(3)) is None
    assert pair(np.ones(3), np.ones(4)) is None
    assert pair(np.ones(3), "ones") is None
    assert pair({"a": 1}, {"a": 2}) is None
    assert pair(np.ones(3), np.ones(3) + 1e-4, rtol=1e-3) is None


def test_the_first_difference_is_in_reading_order() -> None:
    both = changed(np.zeros((3, 4)), (2, 0), (1, 3))
    assert both.first == (1, 3)
    said = pictures.first_difference(both, "dW1", TITLES)
    assert said == "dW1[1, 3]: expected 0, got 1; 2 of 12 entries differ"


def test_a_small_array_is_written_with_its_first_difference_apart() -> None:
    both = changed(np.array([[0.5, 1.0], [2.0, 3.0]]), (1, 0))
    assert both.small
    assert pictures.written(both.got, both.first, "3") == ("[[0.5, 1], [", "3", ", 3]]")


def test_letters_go_from_the_smallest_to_the_largest_of_both() -> None:
    array = np.arange(20.0).reshape(4, 5)
    both = changed(array, (3, 4))
    rows = drawn(both)
    assert rows["expected"] == ["aabbc", "cddee", "ffggh", "hiijj"]
    assert rows["where they differ"] == ["·····", "·····", "·····", "····×"]


def test_a_wild_entry_does_not_flatten_the_others() -> None:
    array = np.arange(20.0).reshape(4, 5)
    for wild, sign in ((1e6, pictures.ABOVE), (-1e6, pictures.BELOW)):
        other = array.copy()
        other[2, 3] = wild
        both = pair(array, other)
        assert both
        rows = drawn(both)
        assert rows["got"][2][3] == sign and f"{sign} is " in pictures.caption(both)
        assert len(set("".join(rows["expected"]))) == 10
    assert pictures.ABOVE not in pictures.caption(changed(array, (3, 4)))


def test_a_picture_has_nothing_that_could_be_taken_for_its_numbers() -> None:
    both = changed(np.arange(20.0).reshape(4, 5), (3, 4))
    assert not re.search(r"\d", "".join(map("".join, drawn(both).values())))


def test_what_is_not_finite_has_a_sign_of_its_own() -> None:
    array = np.arange(20.0).reshape(4, 5)
    other = array.copy()
    other[1, 1], other[2, 2] = np.nan, np.inf
    both = pair(array, other)
    assert both
    assert "".join(drawn(both)["got"]).count("?") == 2
    assert "? is no finite number" in pictures.caption(both)


def test_a_long_column_is_broken_into_rows() -> None:
    both = changed(np.zeros((30, 1)), (20, 0))
    assert [len(row) for row in drawn(both)["got"]] == [16, 14]
    assert drawn(both)["where they differ"][1].index("×") == 4


@pytest.mark.parametrize("first", [(0, 0), (150, 7), (299, 39)])
def test_of_a_large_array_the_part_around_the_first_difference_is_drawn(
    first: tuple[int, int],
) -> None:
    both = changed(np.zeros((300, 40)), first)
    rows = drawn(both)["where they differ"]
    assert len(rows) == pictures.ROWS and {len(row) for row in rows} == {pictures.COLUMNS}
    assert "".join(rows).count("×") == 1
    corners = re.findall(r"\[(\d+), (\d+)\]", pictures.caption(both))
    (top, left), (bottom, right) = [tuple(map(int, corner)) for corner in corners]
    assert top <= first[0] <= bottom and left <= first[1] <= right
    assert rows[first[0] - top][first[1] - left] == "×"


def test_pictures_stand_side_by_side_where_they_fit() -> None:
    narrow = pictures.as_text(changed(np.zeros((5, 3)), (2, 1)), TITLES)
    wide = pictures.as_text(changed(np.zeros((5, 16)), (2, 1)), TITLES)
    assert len(narrow) == 1 + 5 + 1 and len(wide) == 3 * (1 + 5) + 1
    assert max(map(len, [*narrow, *wide])) <= pictures.WIDTH
    assert "»×«" in narrow[3]


@examples
@given(
    hnp.array_shapes(max_dims=4, max_side=20).filter(lambda shape: np.prod(shape) > pictures.FEW),
    st.sampled_from([np.float64, np.int64, np.bool_]),
    st.floats(),
    st.integers(0, 1 << 30),
)
def test_any_two_arrays_can_be_drawn(
    shape: tuple[int, ...], kind: type, number: float, seed: int
) -> None:
    array = (100 * np.random.default_rng(seed).standard_normal(shape)).astype(kind)
    other = array.astype(float)
    other.flat[seed % array.size] = number
    both = pair(array, other)
    if both is None:
        return
    text = "\n".join(pictures.as_text(both, TITLES))
    page = pictures.as_html(both, TITLES)
    assert text.count("»×«") == 1 == page.count("»×«")
    assert len(page) < 60_000
