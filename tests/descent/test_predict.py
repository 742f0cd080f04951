"""A guess before a run."""

from __future__ import annotations

import pytest

from descent import predict


def test_without_an_answer_it_asks_and_says_what_one_may_answer(
    capsys: pytest.CaptureFixture[str],
) -> None:
    predict("valley-beta")
    said = capsys.readouterr().out
    assert said.startswith("Predict: Four values of beta") and '"0.67"' in said
    assert "0.9 is the habit" not in said


def test_a_right_and_a_wrong_answer_are_told_why(capsys: pytest.CaptureFixture[str]) -> None:
    for answer, start in (("0.67", "As you said"), (0.67, "As you said"), (" 0.9 ", "A surprise")):
        predict("valley-beta", answer)
        said = capsys.readouterr().out
        assert said.startswith(start) and "0.9 is the habit" in said


def test_what_is_none_of_the_choices_is_told_so_and_gives_nothing_away(
    capsys: pytest.CaptureFixture[str],
) -> None:
    predict("own-rates", ["depth"])
    said = capsys.readouterr().out
    assert "['depth'] is none of the choices" in said and "It is:" not in said


def test_an_unknown_question_is_an_error_that_says_where_names_are() -> None:
    with pytest.raises(ValueError, match="no question 'beta': its name stands in the cell"):
        predict("beta", 1)
