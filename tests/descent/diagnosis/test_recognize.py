"""A known mistake that shows in nearly all results, and something else on a special case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from descent.diagnosis.judge import judge
from descent.judging.sheets import Sheet
from descent.judging.verdict import Verdict
from descent.probing.probes import call, look, make, observe, script
from tests.descent import made_up

Answer = Callable[[Any], Any]


def centered(X: Any) -> Any:
    return X - X.mean(axis=0)


def by_the_median(X: Any) -> Any:
    return X - np.median(X, axis=0)


def with_one_row(other: Any) -> Answer:
    """The median for the mean, and something else where there is one row."""
    return lambda X: by_the_median(X) if len(X) > 1 else X + other


def sheet(label: str = "one sample", **mistakes: Answer) -> Sheet:
    rng = np.random.default_rng(8)
    probes = [call(rng.normal(size=shape)) for shape in ((4, 3), (5, 2), (3, 4), (7, 1))]
    special = call(rng.normal(size=(1, 3)), label=label)
    return made_up(centered, [*probes, special], mistakes=mistakes)


def verdict(of: Sheet, answer: Answer) -> Verdict:
    return judge(of, [observe(probe, answer) for probe in of.probes])


def test_a_known_mistake_is_named_beside_another_result_on_a_special_case() -> None:
    found = verdict(sheet(median=by_the_median), with_one_row(np.nan))
    assert found.diagnosis == "median"
    assert found.message.endswith(
        "On one sample, there may be more to it: check again once this is right."
    )


def test_a_special_case_is_none_where_the_mistake_shows_in_another_of_its_name() -> None:
    of = sheet(median=by_the_median)
    named = tuple(replace(probe, label="one sample") for probe in of.probes)
    assert verdict(replace(of, probes=named), with_one_row(np.nan)).diagnosis is None


def test_nothing_is_said_besides_where_nothing_else_is_wrong() -> None:
    found = verdict(sheet(median=by_the_median), by_the_median)
    assert (found.diagnosis, found.message) == ("median", "median.")


def test_a_probe_that_is_asked_twice_counts_as_two() -> None:
    """What an answer did with one of the two is not taken for what it did with the other."""
    of = sheet(median=by_the_median)
    twice = replace(of, probes=(*of.probes, of.probes[0]), expected=(*of.expected, of.expected[0]))
    likes = tuple(replace(m, observations=(*m.observations, of.expected[0])) for m in of.mistakes)
    asked = [observe(probe, by_the_median) for probe in of.probes[:-1]]
    special = observe(of.probes[-1], with_one_row(np.nan))
    found = judge(replace(twice, mistakes=likes), [*asked, special, of.expected[0]])
    assert found.diagnosis == "median"


@pytest.mark.parametrize(
    "of",
    [
        pytest.param(sheet(label="", median=by_the_median), id="the case is not special"),
        pytest.param(sheet(one=by_the_median, two=with_one_row(1.0)), id="two fit"),
        pytest.param(sheet(other=lambda X: X - X.max(axis=0)), id="none fits"),
    ],
)
def test_a_mistake_is_not_guessed(of: Sheet) -> None:
    assert verdict(of, with_one_row(np.nan)).diagnosis is None


def test_a_sentence_that_says_what_is_right_is_not_taken_where_more_is_wrong() -> None:
    of = sheet(**{"Right but for the median": by_the_median})
    assert verdict(of, with_one_row(np.nan)).diagnosis is None


def test_half_an_exchange_is_none() -> None:
    """Where one part has the place of another, and that one is something else again."""
    right = lambda X: {"z": X, "a": np.tanh(X)}
    exchanged = lambda X: {"z": np.tanh(X), "a": X}
    mistakes = {"z and a are exchanged": exchanged, "twice a": lambda X: {"z": X, "a": 2 * X}}
    rng = np.random.default_rng(8)
    probes = [call(rng.normal(size=shape)) for shape in ((4, 3), (5, 2), (3, 4))]
    of = made_up(right, probes, mistakes=mistakes)
    assert verdict(of, exchanged).diagnosis == "z and a are exchanged"
    found = verdict(of, lambda X: {"z": np.tanh(X), "a": np.tanh(np.tanh(X))})
    assert "exchanged" not in found.message
    assert "z" in found.message and "has the numbers that" in found.message


def layers(X: Any, left_out: int = 0, first: int = 0) -> dict[str, Any]:
    """As many layers as columns and the input, and the output of the last one."""
    count = X.shape[1] - left_out
    return {"out": X + count, **{f"a{k}": X + k for k in range(first, count + 1)}}


@pytest.mark.parametrize("columns", [(2, 3), (3, 2, 1)])
def test_what_a_mistake_leaves_out_too_is_not_told_beside_it(columns: tuple[int, ...]) -> None:
    rng = np.random.default_rng(9)
    probes = [call(rng.normal(size=(4, count))) for count in columns]
    short = lambda X: layers(X, left_out=1)
    of = made_up(layers, probes, mistakes={"one-short": short})
    found = verdict(of, lambda X: layers(X, left_out=1, first=1))
    assert found.message == "one-short. a0 is missing from the dict."


def trained(X: Any, turns: int = 3, step: float = 0.1, noted: int = 1) -> dict[str, Any]:
    """A few steps that shrink all numbers, and their mean square before each."""
    losses = []
    for turn in range(turns):
        if turn % noted == 0:
            losses.append(float(np.mean(X**2)))
        X = X * (1 - step)
    return {"losses": losses, "X": X}


def test_that_training_ends_early_is_not_told_by_the_losses_alone() -> None:
    rng = np.random.default_rng(10)
    probes = [call(rng.normal(size=shape)) for shape in ((4, 3), (5, 2), (3, 4))]
    ends = lambda X: trained(X, turns=1)
    of = made_up(trained, probes, mistakes={"Training ends after one epoch": ends})
    assert verdict(of, ends).diagnosis == "Training ends after one epoch"
    found = verdict(of, lambda X: trained(X, step=0.2, noted=9))
    assert "Training ends" not in found.message
    assert "losses has its first entry, and the next ones are missing" in found.message


def test_what_is_said_of_a_part_is_not_told_where_only_another_part_shows_it() -> None:
    rng = np.random.default_rng(10)
    probes = [call(rng.normal(size=shape)) for shape in ((4, 3), (5, 2), (3, 4))]
    short = lambda X: trained(X, turns=2)
    of = made_up(trained, probes, mistakes={"X has had one step less": short})
    told = verdict(of, lambda X: short(X) | {"losses": [7.0]}).message
    assert "X has had one step less" in told
    # The last loss is dropped, and what is returned besides is another thing.
    told = verdict(of, lambda X: short(X) | {"X": np.tan(X)}).message
    assert "one step less" not in told
    assert "losses" in told


def test_one_question_tells_too_little_where_another_part_speaks_against_it() -> None:
    rng = np.random.default_rng(11)
    tables = [rng.normal(size=shape) for shape in ((4, 3), (5, 2), (3, 4))]
    # What is kept is looked at once.
    probes = [*map(call, tables), call(tables[0][:2])]

    def answer(a: float, b: float) -> Answer:
        return lambda X: {"kept": b * X} if len(X) == 2 else {"out": np.exp(a * X)}

    of = made_up(answer(1, 1), probes, mistakes={"both-half": answer(0.5, 0.5)})
    assert verdict(of, answer(0.5, 0.5)).diagnosis == "both-half"
    assert "both-half" not in verdict(of, answer(0.3, 0.5)).message


def test_a_multiple_is_not_told_of_a_part_that_one_question_alone_shows() -> None:
    rng = np.random.default_rng(12)
    tables = [call(rng.normal(size=shape)) for shape in ((4, 3), (5, 2), (3, 4), (2, 3))]

    def answer(times: float, once: float) -> Answer:
        return lambda X: {"kept": once * X} if len(X) == 2 else {"out": times * X}

    of = made_up(answer(1, 1), tables)
    assert "0.75 times" not in verdict(of, answer(1, 0.75)).message
    assert "half" not in verdict(of, answer(1, 0.5)).message
    # What holds in several is told, and the other one besides.
    assert "out is 0.75 times" in verdict(of, answer(0.75, 1)).message
    assert verdict(of, answer(0.75, 0.75)).message == (
        "out is 0.75 times what it should be, in every entry."
    )


def gradients(dW: Any, db: Any) -> Answer:
    return lambda X: {"dW": dW(X), "db": db(X)}


GRADIENTS = {
    "Your gradients are cubes": gradients(lambda X: X**3, lambda X: X[0] ** 3),
    "Your gradients are sines": gradients(np.sin, lambda X: np.sin(X[0])),
}


def test_of_two_mistakes_that_are_seen_in_other_parts_the_first_is_told_of_its_own() -> None:
    rng = np.random.default_rng(12)
    probes = [call(rng.normal(size=shape)) for shape in ((4, 3), (5, 2), (3, 4))]
    of = made_up(gradients(np.exp, lambda X: np.exp(X[0])), probes, mistakes=GRADIENTS)
    found = verdict(of, gradients(lambda X: X**3, lambda X: np.sin(X[0])))
    assert found.message.startswith("As for dW: Your gradients are cubes.")
    found = verdict(of, gradients(np.sin, lambda X: X[0] ** 3))
    assert found.message.startswith("As for dW: Your gradients are sines.")


@pytest.mark.parametrize(
    ("sentence", "is_of_it"),
    [
        ("Every dW is a cube", False),
        ("A cube is made for db, as for dW", False),
        ("Cubes are taken", False),
        ("dW is a cube", True),
    ],
)
def test_of_which_part_a_sentence_is_told_unless_it_names_that_alone(
    sentence: str, is_of_it: bool
) -> None:
    rng = np.random.default_rng(12)
    probes = [call(rng.normal(size=shape)) for shape in ((4, 3), (5, 2), (3, 4))]
    right = gradients(np.exp, lambda X: np.exp(X[0]))
    cubes = gradients(lambda X: X**3, lambda X: X[0] ** 3)
    of = made_up(right, probes, mistakes={sentence: cubes})
    found = verdict(of, gradients(lambda X: X**3, lambda X: np.sin(X[0]) - X[0] ** 2))
    assert found.message.startswith("As for dW: ") is not is_of_it
    assert verdict(of, cubes).message == f"{sentence}."


@pytest.mark.parametrize(
    "sentence",
    ["The gradients are cubes", "In delta there is a cube", "There is a cube in delta: leave it"],
)
def test_of_what_all_gradients_are_made_with_one_of_them_tells_nothing(sentence: str) -> None:
    rng = np.random.default_rng(12)
    probes = [call(rng.normal(size=shape)) for shape in ((4, 3), (5, 2), (3, 4))]
    right = gradients(np.exp, lambda X: np.exp(X[0]))
    cubes = GRADIENTS["Your gradients are cubes"]
    of = made_up(right, probes, mistakes={sentence: cubes})
    assert verdict(of, cubes).message == f"{sentence}."
    found = verdict(of, gradients(lambda X: np.arctan(X) ** 5, lambda X: X[0] ** 3))
    assert f"As for db: {sentence}." in found.message


def test_one_gradient_of_four_tells_nothing_of_all_of_them() -> None:
    rng = np.random.default_rng(12)
    probes = [call(rng.normal(size=shape)) for shape in ((4, 3), (5, 2), (3, 4))]
    names = ("dW1", "db1", "dW2", "db2")

    def all_of(function: Any, others: Any) -> Any:
        return lambda X: {
            name: (others if name in "dW1 db1 dW2" else function)(X + len(name) + ord(name[-1]))
            for name in names
        }

    sentence = "Your gradients are cubes"
    sheet = made_up(all_of(np.sin, np.sin), probes, mistakes={sentence: all_of(np.cbrt, np.cbrt)})
    assert sentence in verdict(sheet, all_of(np.cbrt, np.cbrt)).message
    assert sentence not in verdict(sheet, all_of(np.cbrt, lambda X: np.arctan(X) ** 5)).message


def test_of_keys_that_are_numbered_otherwise_no_part_is_told() -> None:
    rng = np.random.default_rng(12)
    probes = [call(rng.normal(size=shape)) for shape in ((4, 3), (5, 2), (3, 4))]

    def layers(first: int, function: Any) -> Any:
        return lambda X: {f"b{first + n}": function(X + n) for n in range(3)}

    sheet = made_up(layers(1, np.sin), probes, mistakes={"Cubes": layers(1, np.cbrt)})
    one = lambda X: {**layers(1, np.sin)(X), "b2": np.cbrt(X + 1), "b3": np.cbrt(X + 2)}
    mistaken = replace(sheet, mistakes=made_up(one, probes, mistakes={"Cubes": one}).mistakes)
    numbered = lambda X: {**layers(2, np.arctan)(X), "b2": np.cbrt(X + 1), "b3": np.cbrt(X + 2)}
    message = verdict(mistaken, numbered).message
    assert "Cubes" not in message and "b1 is missing" in message


def test_no_part_is_called_by_a_description() -> None:
    rng = np.random.default_rng(12)
    probes = [call(rng.normal(size=shape)) for shape in ((4, 3), (5, 2), (3, 4))]

    def shown(first: Any, second: Any) -> Any:
        return lambda X: {"equal weights": first(X), "equal rng": second(X)}

    sheet = made_up(shown(np.exp, np.cos), probes, mistakes={"Cubes": shown(np.cbrt, np.tan)})
    message = verdict(sheet, shown(np.cbrt, lambda X: np.arctan(X) ** 5)).message
    assert "As for a part of what is wrong: Cubes." in message and "equal" not in message


def test_a_sentence_of_all_gradients_is_told_as_it_is_where_all_are_so() -> None:
    rng = np.random.default_rng(12)
    probes = [call(rng.normal(size=shape)) for shape in ((4, 3), (5, 2), (3, 4))]
    right = gradients(np.exp, lambda X: np.exp(X[0]))
    of = made_up(right, probes, mistakes=GRADIENTS)
    found = verdict(of, GRADIENTS["Your gradients are sines"])
    assert found.message == "Your gradients are sines."


def moved(by: dict[str, float], losses: float = 0.0) -> Answer:
    """Six parameters that move, and losses beside them."""
    names = [f"{kind}{layer}" for layer in (1, 2, 3) for kind in "Wb"]
    return lambda X: {
        "losses": np.exp(X + losses),
        "params": {name: X + n - by.get(name, 1) * np.cos(n * X) for n, name in enumerate(names)},
    }


def test_of_more_parameters_than_can_be_named_those_are_that_a_sentence_does_not_mean() -> None:
    rng = np.random.default_rng(13)
    probes = [call(rng.normal(size=shape)) for shape in ((4, 3), (5, 2), (3, 4))]
    still = dict.fromkeys(("W1", "b1", "W2", "b2", "W3", "b3"), 0)
    sentence = "The parameters do not change"
    of = made_up(moved({}), probes, mistakes={sentence: moved(still, 1)})
    told = lambda by, losses: verdict(of, moved(by, losses)).message
    assert told(still, 1) == f"{sentence}."
    # The losses are no parameters.
    assert told(still, 0.3).startswith(f"{sentence}.")
    assert told({**still, "W1": 0.3}, 1).startswith(f"But for params['W1']: {sentence}.")


def parts(X: Any, spoiled: str = "", twice: str = "", special: float = 0.0) -> Any:
    """Two results, of which some are spoiled; one row is a special case."""
    first, second = np.sin(X), np.cos(X)
    if "first" in spoiled:
        first = first + (special if special and len(X) == 1 else X**2)
    if "second" in spoiled:
        second = second - X**2
    return (2 if "first" in twice else 1) * first, (2 if "second" in twice else 1) * second


def of_two_parts(*shapes: tuple[int, int], **mistakes: Answer) -> Sheet:
    rng = np.random.default_rng(10)
    probes = [call(rng.normal(size=shape)) for shape in shapes]
    probes.append(call(rng.normal(size=(1, 3)), label="one sample"))
    return made_up(parts, probes, returns=("first", "second"), mistakes=mistakes)


def test_a_mistake_is_none_for_the_most_part_where_others_give_all_of_it() -> None:
    # Neither of two is more likely, and the third needs a special case besides.
    of = of_two_parts(
        *((4, 3), (5, 2), (3, 4), (7, 1)),
        one=lambda X: parts(X, "first", twice="second"),
        two=lambda X: (parts(X, "first")[0], np.tan(X)),
        special=lambda X: parts(X, "first", special=0.3),
    )
    found = verdict(of, lambda X: (parts(X, "first")[0], np.exp(X)))
    assert "special" not in found.message


def test_a_mistake_is_none_for_the_most_part_where_it_makes_something_else_of_another_part() -> (
    None
):
    wrong = lambda X: (parts(X, "first")[0] if len(X) > 1 else X, np.exp(X))
    shapes = ((4, 3), (5, 2), (3, 4), (7, 1))
    fits = of_two_parts(*shapes, alone=lambda X: parts(X, "first"))
    assert verdict(fits, wrong).diagnosis == "alone"
    spoils = of_two_parts(*shapes, both=lambda X: parts(X, "first second"))
    assert verdict(spoils, wrong).diagnosis is None


def test_a_mistake_that_shows_in_one_result_and_not_in_another_is_not_told() -> None:
    right = lambda X: {"out": np.sin(X), **({"sum": X.sum()} if len(X) == 4 else {})}
    mistake = lambda X: {"out": np.cos(X), **({"sum": X.sum() ** 3} if len(X) == 4 else {})}
    wrong = lambda X: {"out": np.exp(X), **({"sum": X.sum() ** 3} if len(X) == 4 else {})}
    rng = np.random.default_rng(12)
    for shapes, told in (((4, 3), (5, 2), (3, 4)), False), (((4, 3), (4, 2), (3, 4)), True):
        of = made_up(right, [call(rng.normal(size=shape)) for shape in shapes])
        of = replace(of, mistakes=made_up(right, of.probes, mistakes={"m": mistake}).mistakes)
        assert (verdict(of, wrong).diagnosis == "m") is told


def test_a_part_that_a_told_mistake_gives_is_not_explained_in_another_way() -> None:
    shapes = ((4, 3), (5, 2), (3, 4), (7, 1))
    both = lambda X: parts(X, "first", twice="second")
    tied = lambda X: (np.exp(X), 2 * np.cos(X))
    wrong = lambda X: (parts(X, "first")[0] if len(X) > 1 else X, 2 * np.cos(X))
    found = verdict(of_two_parts(*shapes, both=both, tied=tied), wrong)
    assert found.message.endswith(
        "both. On one sample, there may be more to it: check again once this is right."
    )


def test_of_several_results_the_shapes_of_each_other_are_told_as_such() -> None:
    rng = np.random.default_rng(14)
    probes = [call(rng.normal(size=shape)) for shape in ((4, 3), (5, 2), (3, 4))]
    right = lambda X: (X.sum(axis=0), X.sum())
    sheet = made_up(right, probes, returns=("dw", "db"))
    told = lambda answer: verdict(sheet, answer).message
    turned = told(lambda X: (np.sin(X).sum(), np.sin(X).sum(axis=0)))
    assert (
        turned
        == "dw has as many numbers as db should have, and db as many as dw, as where the two "
        "are exchanged."
    )
    assert "as where" not in told(lambda X: (np.sin(X).sum(axis=0), np.sin(X).sum()))
    # Of one shape, nobody sees it.
    alike = made_up(lambda X: (X.sum(axis=0), X.mean(axis=0)), probes, returns=("dw", "db"))
    assert "as where" not in verdict(alike, lambda X: (X[0], np.exp(X[0]))).message


def test_what_stands_in_a_dict_that_does_not_come_is_found_in_its_place() -> None:
    rng = np.random.default_rng(15)
    probes = [call(rng.normal(size=shape)) for shape in ((4, 3), (5, 2), (3, 4))]
    right = lambda X: (np.sin(X) ** 2, {"a1": np.exp(X)})
    sheet = made_up(right, probes, returns=("a2", "cache"))
    found = verdict(sheet, lambda X: (np.exp(X), np.sin(X) ** 2))
    assert "a2 has the numbers that cache['a1'] should have." in found.message


def test_a_sentence_of_all_gradients_is_one_of_those_that_have_it() -> None:
    rng = np.random.default_rng(16)
    probes = [call(rng.normal(size=shape)) for shape in ((4, 3), (5, 2), (3, 4))]
    names = ("dW1", "db1", "dW2", "db2")
    right = lambda X: {name: np.exp(X + n) for n, name in enumerate(names)}
    half = lambda X: {name: item / 2 for name, item in right(X).items()}
    sentence = "Every gradient is half of what it should be"
    of = made_up(right, probes, mistakes={sentence: half})
    wild = lambda X: {**half(X), "db2": np.tan(X) ** 3}
    assert "these gradients are half of what they should be." in verdict(of, wild).message
    assert verdict(of, half).message == f"{sentence}."


def test_of_one_layer_of_several_nothing_is_told() -> None:
    """What comes there may come of other things, where the other layers do not show it."""

    def network(*layers: Callable[[Any], Any]) -> Callable[[Any], Any]:
        def made(X: Any) -> Any:
            return SimpleNamespace(
                params={f"W{n}": of(X + n) for n, of in enumerate(layers, start=1)}
            )

        return made

    arrays = np.random.default_rng(5).normal(size=(3, 4, 2))
    probes = [script(make("net", item), look("net.params", "params")) for item in arrays]
    right, wrong = network(np.sin, np.sin, np.sin), network(np.cos, np.cos, np.cos)
    sheet = made_up(right, probes, mistakes={"cosines": wrong})

    def message(*layers: Callable[[Any], Any]) -> str:
        return judge(sheet, [observe(probe, network(*layers)) for probe in probes]).message

    other = lambda X: np.arctan(X) ** 5
    assert "cosines" in message(np.cos, np.cos, other)
    assert "cosines" not in message(np.cos, other, other)


def test_keys_that_are_missing_at_times_are_told_of_when() -> None:
    arrays = np.random.default_rng(7).normal(size=(3, 4, 2))
    labels = ("one layer", "", "")
    probes = [call(item, label=of) for item, of in zip(arrays, labels, strict=True)]
    right = lambda X: {"dw": X.sum(), "db": X.mean()}
    of = made_up(right, probes)
    first = probes[0].steps[0].args[0][0, 0]
    found = verdict(of, lambda X: {"dw": X.sum()} if X[0, 0] == first else right(X))
    assert found.message == "On one layer, db is missing from the dict."
    assert verdict(of, lambda X: {"dw": X.sum()}).message == "db is missing from the dict."
