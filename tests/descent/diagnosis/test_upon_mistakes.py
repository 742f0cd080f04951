"""What lies upon a known mistake: told beside it where it gives just what came."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from descent.diagnosis.judge import judge
from descent.probing.probes import observe
from descent.probing.values import Digest
from tests.descent import made_up
from tests.descent.diagnosis.tables import TABLES, parts, sines, squares, told

BESIDE: Mapping[str, Callable[[Any], Any]] = {
    "transposed": lambda Y: Y.T,
    "sign": lambda Y: -Y,
    "extra-two": lambda Y: 2 * Y,
    "missing-mean": lambda Y: len(Y) * Y,
    "missing-axis": lambda Y: Y.ravel(),
    "wrong-axes": lambda Y: Y[..., np.newaxis],
    "complement": lambda Y: 1 - Y,
    "rounded": lambda Y: np.round(Y, 3),
    "last-row-missing": lambda Y: np.vstack([Y[:-1], np.zeros_like(Y[:1])]),
    "first-row-alone": lambda Y: Y[:1],
}


@pytest.mark.parametrize("id", BESIDE)
def test_a_general_cause_upon_a_known_mistake_is_told_with_it(id: str) -> None:
    found = told(lambda X: BESIDE[id](sines(X)), sine=sines, cube=lambda X: X**3)
    assert found.diagnosis == f"sine+{id}"
    assert found.message.startswith("sine. Besides, compared with what that gives, ")


def test_where_probes_are_hidden_no_number_of_the_answer_is_told() -> None:
    found = told(lambda X: sines(X)[..., np.newaxis], reveal=False, sine=sines)
    assert found.diagnosis == "sine+wrong-axes"
    assert "(4, 3, 1)" not in found.message


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(lambda X: sines(X) * 3.3, id="a factor that nothing explains"),
        pytest.param(lambda X: np.zeros_like(X), id="zeros"),
        pytest.param(lambda X: -(sines(X).T), id="three things"),
        pytest.param(lambda X: np.sort(sines(X)[:, ::-1] ** 3), id="something else"),
    ],
)
def test_a_known_mistake_is_not_guessed_below_anything(answer: Callable[[Any], Any]) -> None:
    assert "sine" not in (told(answer, sine=sines).diagnosis or "")


def test_a_mistake_that_is_a_multiple_takes_no_other_factor() -> None:
    found = told(lambda X: -3.0 * squares(X), three=lambda X: -1.0 * squares(X))
    assert found.diagnosis == "constant-factor"


def test_what_shows_in_one_part_is_known_below_another() -> None:
    sine = lambda X: {"dw": sines(X), "db": np.sin(X).sum(axis=0)}
    found = told(lambda X: {**sine(X), "db": -sine(X)["db"]}, right=parts, sine=sine)
    assert found.diagnosis == "sine"
    assert (
        found.message == "sine. Besides, compared with what that gives, "
        "db has the wrong sign: every entry is \N{MINUS SIGN}1 times what it should be."
    )


def parts_of(X: Any) -> dict[str, Any]:
    return {"dw": squares(X), "db": squares(X).sum(axis=0)}


def test_right_numbers_upon_a_mistake_are_not_called_right() -> None:
    """The other part shows the mistake too, in another shape."""
    sine = lambda X: {"dw": sines(X), "db": sines(X).sum(axis=0)}
    answer = lambda X: {"dw": sines(X), "db": sines(X).sum(axis=0, keepdims=True)}
    found = told(answer, right=parts_of, sine=sine)
    assert found.message.startswith("sine. Besides, compared with what that gives, db has an axis")


def test_no_third_shape_is_told_upon_a_mistake_of_another_shape() -> None:
    """One that keeps too many axes says how many numbers there are."""
    right, kept = lambda X: squares(X).sum(), lambda X: squares(X).sum(axis=0, keepdims=True)
    rows = told(squares, right=right, **{"There is a number for each column": kept})
    assert "for each column" not in rows.message
    same = told(squares, right=lambda X: np.exp(X).sum(axis=0, keepdims=True), squares=kept)
    assert "squares. Besides" in same.message and "more than one row" in same.message


def test_lists_of_unequal_length_have_no_shape_to_tell_upon() -> None:
    right, wrong = lambda X: [[1.5, 2.5], [3.5]], lambda X: [[4.5], [5.5, 6.5]]
    assert told(lambda X: [[7.5], [8.5, 9.5]], right=right, wrong=wrong).state == "not yet"


def test_a_step_is_not_told_as_what_rounding_makes_of_a_mistake() -> None:
    curve = lambda X: 1 / (1 + np.exp(-3 * X))
    assert "curve" not in told(lambda X: (X > 0) * 1.0, right=np.tanh, curve=curve).message
    assert "curve" in told(lambda X: np.round(curve(X), 2), right=np.tanh, curve=curve).message


def test_a_mean_is_not_told_where_every_sample_meets_every_other() -> None:
    paired = {"Every sample is compared with every other": sines}
    assert told(lambda X: len(X) * sines(X), **paired).diagnosis != "missing-mean"
    assert "compared with every other" not in told(lambda X: len(X) * sines(X), **paired).message


def test_of_two_mistakes_in_two_parts_the_second_says_where_it_is() -> None:
    one = lambda X: {"dw": sines(X), "db": sines(X).sum(axis=0)}
    other = lambda X: {"dw": np.cos(X), "db": np.cos(X).sum(axis=0)}
    answer = lambda X: {"dw": sines(X), "db": np.cos(X).sum(axis=0, keepdims=True)}
    found = told(answer, right=parts_of, one=one, other=other)
    assert found.message.startswith("As for dw: one. As for db: other. Besides, ")


def test_what_a_mistake_says_of_one_part_is_not_told_upon_another() -> None:
    one = lambda X: {"dw": sines(X), "db": sines(X).sum(axis=0)}
    answer = lambda X: {"dw": np.cos(X) ** 3, "db": sines(X).sum(axis=0, keepdims=True)}
    found = told(answer, right=parts_of, **{"dw has sines in it": one})
    assert "sines" not in found.message


def test_a_mistake_that_is_in_one_of_two_wrong_parts_says_in_which() -> None:
    one = lambda X: {"dw": sines(X), "db": sines(X).sum(axis=0)}
    answer = lambda X: {"dw": np.cos(X) ** 3, "db": sines(X).sum(axis=0, keepdims=True)}
    found = told(answer, right=parts_of, one=one)
    assert (
        "As for db: one. Besides, compared with what that gives, db has an axis too many"
        in found.message
    )


@pytest.mark.parametrize(
    ("sentence", "factor"),
    [
        ("The division by the number of entries is missing", lambda Y: Y / len(Y)),
        ("The factor 2 / m is missing", lambda Y: 2 * Y),
        ("The sign is turned", lambda Y: -Y),
        ("Your sigmoid is that of -z", lambda Y: 1 - Y),
    ],
)
def test_a_factor_is_not_told_upon_a_sentence_that_speaks_of_it(
    sentence: str, factor: Callable[[Any], Any]
) -> None:
    found = told(lambda X: factor(sines(X)), **{sentence: sines})
    assert sentence not in found.message


def test_a_mistake_that_gives_no_rows_is_no_reason_to_stop() -> None:
    found = told(lambda X: X[:2] ** 3, empty=lambda X: X[:0])
    assert found.state == "not yet" and found.diagnosis != "empty"


def test_two_things_may_be_left_of_a_part_where_the_mistake_shows_in_another() -> None:
    right = lambda X: {"a": squares(X), "b": X[:1] ** 3}
    wrong = lambda X: {"a": sines(X), "b": np.sin(X[:1])}
    answer = lambda X: {"a": sines(X), "b": -np.sin(X[0])}
    found = told(answer, right, sine=wrong)
    assert found.diagnosis == "sine"
    assert "Besides, compared with what that gives, b misses an axis" in found.message
    assert "Besides, compared with that, b has the wrong sign" in found.message
    # It shows nowhere then.
    alone = told(lambda X: -np.sin(X[0]), lambda X: X[:1] ** 3, sine=lambda X: np.sin(X[:1]))
    assert "sine" not in alone.message


def test_several_factors_upon_a_known_mistake_are_told_with_it() -> None:
    found = told(lambda X: -len(X) / 2 * sines(X), sine=sines, cube=lambda X: X**3)
    assert found.diagnosis == "sine+sign-missing-mean-and-two"
    assert (
        "as where three things are off: the sign is turned; the mean over the samples"
        in found.message
    )


def test_one_factor_beside_a_mistake_comes_before_several_beside_another() -> None:
    half = lambda X: sines(X) / 2 / len(X)
    found = told(lambda X: -half(X), sine=sines, share=half)
    assert found.diagnosis == "share+sign"


def test_that_a_factor_is_off_is_not_told_where_the_mistake_says_so() -> None:
    says = "It is divided by X (1 - X), and by the number of entries"
    assert says not in told(lambda X: sines(X) / len(X), **{says: sines}).message
    assert says in told(lambda X: -sines(X), **{says: sines}).message


def test_what_is_told_of_one_part_is_not_told_of_another_as_another_mistake() -> None:
    """One mistake spoils both parts, another one only the second, and that in the same way."""
    right = lambda X: (squares(X), sines(X))
    both = lambda X: (np.cos(X) * X, np.cos(9 * X))
    second = lambda X: (squares(X), np.cos(9 * X))
    of = made_up(
        right,
        TABLES,
        parameters=("X",),
        returns=("first", "second"),
        mistakes={"only the second": second, "both parts": both},
    )
    turned = lambda X: tuple(part.T for part in both(X))
    found = judge(of, [observe(probe, turned) for probe in of.probes])
    assert found.diagnosis == "both parts+transposed"
    assert "only the second" not in found.message


def test_a_mistake_that_changes_nothing_where_it_could_be_seen_is_not_told() -> None:
    def turned(X: Any) -> Any:
        return X.T if len(X) > 5 else squares(X)

    mistakes = {"turned": turned}
    sheet = made_up(squares, TABLES, parameters=("X",), mistakes=mistakes)
    known = sheet.mistakes[0]
    # Of the question where it shows, its digest alone is known.
    last = replace(known.observations[-1], shown={"result": Digest("none of it")})
    hidden = replace(known, observations=(*known.observations[:-1], last))
    sheet = replace(sheet, mistakes=(hidden,))
    seen = [observe(probe, lambda X: 2 * squares(X)) for probe in sheet.probes]
    assert "turned" not in judge(sheet, seen).message


def test_what_is_beside_a_mistake_is_told_of_all_parts_that_have_it() -> None:
    right = lambda X: {name: squares(X + n) for n, name in enumerate(("dw", "db", "dv"))}
    wrong = lambda X: {name: sines(X + n) for n, name in enumerate(("dw", "db", "dv"))}
    message = told(lambda X: {k: -v for k, v in wrong(X).items()}, right, sine=wrong).message
    assert message.startswith("sine. Besides, compared with what that gives, dw has the wrong sign")
    assert message.endswith("The same is so of db and dv.")


def test_one_gradient_with_another_thing_beside_tells_nothing_of_all() -> None:
    names = ("dW1", "db1", "dW2", "db2")
    right = lambda X: {name: squares(X + n) for n, name in enumerate(names)}
    wrong = lambda X: {name: sines(X + n) for n, name in enumerate(names)}
    sheet = made_up(right, TABLES, mistakes={"Your gradients are sines": wrong})

    def message(count: int) -> str:
        other = lambda X: {name: np.arctan(X) ** 5 + n for n, name in enumerate(names)}
        answer = lambda X: other(X) | {name: -wrong(X)[name] for name in names[:count]}
        return judge(sheet, [observe(probe, answer) for probe in sheet.probes]).message

    assert "sines" not in message(1) and "sines" in message(2)
