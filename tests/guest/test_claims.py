"""What a guest claims is taken over as far as a right answer could be that large."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from descent.probing.probes import Observation, call
from descent.probing.values import Excess, Inert, Raised, Ref
from grader.guest.outside.claims import (
    BadClaim,
    Room,
    observation_of,
    outputs_of,
    room_for,
)
from grader.sheets.hidden import questions
from tests.here import COURSE, exercises, hidden_sheet, sections

PROBE = call(np.zeros((5, 2)), np.zeros((5, 1)))
ROOM = room_for(PROBE, Observation({"result": (np.zeros((2, 1)), np.zeros((1, 1)))}))


def taken(result: Any, room: Room = ROOM) -> Any:
    return observation_of(Observation({"result": result}), PROBE, room).shown["result"]


@pytest.mark.parametrize("section", sections())
def test_what_is_right_and_what_is_foreseen_are_taken_as_they_are(section: str) -> None:
    for name in exercises(section):
        sheet = hidden_sheet(section, name)
        first = len(sheet.asked_first().probes)
        answers = [sheet.expected, *(mistake.observations for mistake in sheet.mistakes)]
        for number, asked in enumerate(questions(COURSE.section(section), name)):
            # What is asked again is asked of the right answer alone.
            for answer in answers if number < first else answers[:1]:
                shown = observation_of(answer[number], asked.probe, asked.room).shown
                assert all(
                    shown[key] is item for key, item in answer[number].shown.items() if key in shown
                )


@pytest.mark.parametrize(
    "result",
    [
        np.zeros((5, 5)),
        np.zeros((1, 5, 2)),
        [[0.5] * 5] * 5,
        {"dw": np.zeros((2, 1)), "more": {"besides": ["a text", None, True, 1, 2j]}},
        Inert("the function f"),
        np.array(["and", "or"]),
        float("nan"),
        -(1 << 200),
    ],
    ids=repr,
)
def test_what_a_wrong_answer_gives_is_taken_as_it_is(result: Any) -> None:
    assert taken(result) is result


@pytest.mark.parametrize(
    "result",
    [
        np.zeros((1_000_000, 1)),
        np.zeros((0, 1_000_000)),
        np.zeros((1,) * 8),
        np.zeros((2, 2), "U4000"),
        [0.5] * 99_000,
        [[0.5] * 100] * 100,
        "x" * 100_000,
        Inert("x" * 100_000),
        dict.fromkeys(range(5000), 0.5),
    ],
    ids=lambda item: f"{type(item).__name__}",
)
def test_what_is_far_larger_is_not_kept(result: Any) -> None:
    found = taken(result)
    assert type(found) is Excess and "far larger" in found.description
    assert len(found.description) < 100


@pytest.mark.parametrize(
    "result",
    [Ref("x"), [Ref("x")], 1 << 300, np.zeros(2, "S3"), {"k" * 200: 1}, Observation()],
    ids=lambda item: type(item).__name__,
)
def test_what_is_no_plain_value_is_not_kept(result: Any) -> None:
    assert type(taken(result)) is Inert


def test_a_part_that_is_too_large_costs_that_part() -> None:
    right, large = np.ones((2, 1)), np.zeros((900, 900))
    first, second = taken((right, large))
    assert first is right and isinstance(second, Excess)
    assert "(900, 900)" in second.description
    found = taken({"dw": right, "db": large})
    assert found["dw"] is right and isinstance(found["db"], Excess)


def test_an_error_is_short_and_of_a_known_kind() -> None:
    error = Raised("Mine", "x" * 10_000, -1, "y" * 10_000)
    found = observation_of(Observation({}, {}, error), PROBE, ROOM).raised
    assert found == Raised("Exception", "x" * 500, 0, "y" * 200)


def test_of_the_names_in_a_line_nothing_is_believed_that_could_not_stand_there() -> None:
    line = "return X @ w + z['key']"
    claimed = {
        "X": "an array of shape (4, 3)",
        "w": "the hidden number 0.25",
        "z": "a dict with the keys W1, b1, …",
        "key": "None",
        "secret": "None",
        "<b>": "None",
    }
    error = Raised("ValueError", "no", 3, line, claimed)
    found = observation_of(Observation({}, {}, error), PROBE, ROOM).raised
    assert found and found.names == {name: claimed[name] for name in ("X", "z")}


def test_a_reply_without_observation_or_outputs_is_a_bad_claim() -> None:
    with pytest.raises(BadClaim, match="no observation"):
        observation_of({"result": 0.5}, PROBE, ROOM)
    with pytest.raises(BadClaim, match="no outputs"):
        outputs_of(None, 1000)


def test_outputs_are_brought_into_their_form_and_counted() -> None:
    picture = {"output_type": "display_data", "data": {"image/png": np.zeros(1 << 20, np.uint8)}}
    text = {"output_type": "stream", "name": "stdout", "text": "x" * 6000}
    assert outputs_of([picture, 5, text], 100_000) == [
        {"output_type": "display_data", "data": {}, "metadata": {}},
        text,
    ]
    found = outputs_of([text] * 100, 100_000)
    assert len(found) < 20 and "too long" in found[-1]["text"]
    assert len(outputs_of([{"output_type": "stream"}] * 10_000, 100_000)) < 100
