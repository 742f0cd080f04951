"""Hidden questions are sent together: what one of them holds gives nothing away of another."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from descent.judging.criteria import originals
from descent.probing.values import Value
from grader.guest.outside.claims import leaves
from grader.sheets.hidden import questions
from tests.here import COURSE, exercises, hidden_sheet, sections


@pytest.mark.parametrize("section", sections())
def test_no_question_holds_what_is_right_for_another(section: str) -> None:
    compared = 0
    for name in exercises(section):
        sheet = hidden_sheet(section, name)
        for number, right in enumerate(sheet.expected):
            known = set(_numbers(originals(sheet.probes[number])))
            wanted = set(_numbers(dict(right.shown))) - known
            for other in sheet.probes[number + 1 :]:
                assert not wanted & set(_numbers(originals(other))), (name, number)
                compared += 1
    assert compared > 50


def _numbers(value: Value) -> Iterator[float]:
    """Yield what nobody comes upon by chance: numbers with many digits."""
    for leaf in leaves(value):
        if isinstance(leaf, (float, np.ndarray)):
            for number in np.ravel(leaf):
                if isinstance(number, float) and float(f"{number:.4g}") != number:
                    yield float(f"{number:.12e}")


def test_each_question_is_written_out_as_its_probe_asks() -> None:
    section = COURSE.sections[0]
    for name in exercises(section.name):
        # They may be of another reading of the sheet, and arrays are not compared by a sign.
        asked = [repr(one.probe) for one in questions(section, name)]
        assert asked == [*map(repr, hidden_sheet(section.name, name).probes)]
