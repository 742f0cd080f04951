"""What is told of a wrong answer: which mistake it is, and what else differs."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from descent.diagnosis.experiments import asking
from descent.diagnosis.judge import judge
from descent.judging.sheets import Criterion
from descent.probing.probes import Observation, Probe, call, look, make, observe, script
from descent.probing.values import Raised
from tests.descent import made_up
from tests.descent.judging.made_up_sheets import CACHE, FLOATS, WHOLE, layer, scaled, verdict
from tests.here import hidden_sheet

KNOWN = made_up(
    layer,
    FLOATS,
    returns=("output", "cache"),
    mistakes={
        "output-cubed": lambda X: (X**3, layer(X)[1]),
        "z-squared": lambda X: (X * 2.1, {"z1": X**2, "a1": X - 0.4}),
        "both": lambda X: (X**5, {"z1": X**5, "a1": X - 0.4}),
    },
)


@pytest.mark.parametrize("number", range(3))
def test_a_known_mistake_is_told_its_own_sentence_and_nothing_else(number: int) -> None:
    mistake = KNOWN.mistakes[number]
    found = judge(KNOWN, mistake.observations)
    assert found.diagnosis == mistake.id and found.message == mistake.sentence


def test_a_known_mistake_is_known_by_what_it_does_not_by_more_that_it_gives() -> None:
    found = verdict(KNOWN, lambda X: (X**3, {**layer(X)[1], "more": 1}))
    assert found.diagnosis == "output-cubed"


def test_two_known_mistakes_in_two_parts_are_both_told() -> None:
    found = verdict(KNOWN, lambda X: (X**3, {"z1": X**2, "a1": X - 0.4}))
    assert found.message == "output-cubed. z-squared."


def test_a_mistake_that_would_spoil_more_is_not_named_if_there_is_a_better_reason() -> None:
    # dw and db lack the mean together; here dw alone does, so the common cause is not it.
    def gradients(X: Any) -> Any:
        return X.mean(axis=0, keepdims=True).T, X.mean(axis=0, keepdims=True)

    sheet = made_up(
        gradients,
        FLOATS,
        returns=("dw", "db"),
        mistakes={"mean-missing-in-delta": lambda X: tuple(len(X) * g for g in gradients(X))},
    )
    found = verdict(sheet, lambda X: (len(X) * gradients(X)[0], gradients(X)[1]))
    assert found.diagnosis == "missing-mean" and "delta" not in found.message
    both = verdict(sheet, lambda X: tuple(len(X) * g for g in gradients(X)))
    assert both.diagnosis == "mean-missing-in-delta"


def test_beside_a_cause_what_it_does_not_explain_is_told_too() -> None:
    found = verdict(CACHE, lambda X: (np.sin(X), {"z1": -(X + 0.3), "a1": X - 0.4}))
    assert found.diagnosis == "sign"
    assert found.message.startswith("output[0, 0]: expected ")
    assert found.message.endswith(
        "cache['z1'] has the wrong sign: every entry is −1 times what it should be."
    )


OUTPUT = """
from descent.judging.compare import Difference

def output(probe, right, came, options):
    if came.shown["result"][0].sum() == right.shown["result"][0].sum():
        return None
    return Difference("property", sentence="The output is off.", cause=options["cause"])
"""


@pytest.mark.parametrize(
    ("cause", "said"),
    [
        ("output-cubed", "output-cubed. a1 is missing from the dict."),
        ("off", "The output is off. output-cubed. a1 is missing from the dict."),
    ],
)
def test_a_cause_that_a_property_states_and_a_mistake_names_is_told_once(
    cause: str, said: str
) -> None:
    asked = Criterion("output", rule="output", options={"cause": cause})
    sheet = replace(KNOWN, criteria=(asked, *KNOWN.criteria), own_properties=OUTPUT)
    found = verdict(sheet, lambda X: (X**3, {"z1": X + 0.3}))
    assert found.message == said


def tried(number: float) -> Probe:
    return replace(call(np.array([[2, 3]]) * number), again="experiment")


def test_where_it_is_right_is_told_beside_what_differs() -> None:
    sheet, more = made_up(scaled, [*FLOATS, *WHOLE]), made_up(scaled, [tried(1), tried(2.0)])
    wrong = lambda X: np.sin(X) if X.dtype.kind == "f" else X * 1.5
    seen = [observe(probe, wrong) for probe in sheet.probes]
    found = judge(sheet, seen, experiment=lambda: asking(more, lambda p: observe(p, wrong)))
    assert found.diagnosis is None
    assert re.fullmatch(
        r"The result\[0, 0\]: expected \S+, got \S+ \(5 more of 6 entries differ\)\. "
        r"The result came out right where whole numbers come in, and nowhere else\.",
        found.message,
    )


def test_an_error_on_one_probe_is_told_before_what_is_known_of_the_others() -> None:
    def breaks_on_integers(X: Any) -> Any:
        return X * -1.5 if X.dtype.kind == "f" else X / undefined  # type: ignore[name-defined]  # noqa: F821

    sheet = made_up(scaled, [*WHOLE, *FLOATS])
    found = verdict(sheet, breaks_on_integers)
    assert found.message.startswith("answer stops with NameError")
    assert "wrong sign" in found.message and found.state == "not yet"


def test_nothing_is_said_of_elsewhere_where_an_error_was() -> None:
    def breaks_or_is_off(X: Any) -> Any:
        if X.dtype.kind != "f":
            return np.sin(X)
        return X * 1.5 if len(X) > 3 else X / undefined  # type: ignore[name-defined]  # noqa: F821

    assert "elsewhere" not in verdict(made_up(scaled, [*FLOATS, *WHOLE]), breaks_or_is_off).message


def test_methods_are_called_by_the_names_that_a_student_knows() -> None:
    class Net:
        def __init__(self, sizes: list[int]) -> None:
            self.sizes = sizes

    class Off(Net):
        def __init__(self, sizes: list[int]) -> None:
            self.sizes = [size + 1 for size in sizes]

    probe = script(make("net", [3, 1]), look("net.sizes", show="layer_sizes"))
    found = verdict(made_up(Net, [probe], parameters=("sizes",)), Off)
    assert found.message.startswith("layer_sizes[0]: expected 3, got 4")
    assert found.asked == "answer(sizes=[3, 1])"


def test_an_answer_that_is_there_only_when_asked_again_is_not_attempted() -> None:
    sheet = hidden_sheet("01_perceptron", "sigmoid")
    first = len(sheet.asked_first().probes)
    assert first < len(sheet.probes)
    seen = [Observation({"result": None})] * first
    seen += [Observation(raised=Raised("ValueError", "no"))] * (len(sheet.probes) - first)
    told = judge(sheet, seen, reveal=False)
    assert (told.state, told.share) == ("not attempted", 0.0)


def test_that_an_argument_has_no_effect_stands_beside_what_is_wrong_without_it() -> None:
    rng = np.random.default_rng(14)
    tables = [rng.normal(size=(m, 3)) for m in (4, 5, 6)]
    probes = [*map(call, tables), *(call(tables[0], share) for share in (0.2, 0.4, 0.7))]
    names = ("X", "share")
    sheet = made_up(lambda X, share=0.5: np.sin(share * X), probes, exercise="f", parameters=names)

    def message(answer: Any) -> str:
        return judge(sheet, [observe(probe, answer) for probe in probes]).message

    no_effect = "Where nothing but the share that is passed was another, the result came out"
    assert message(lambda X, share=0.5: np.sin(0.5 * X)).startswith(no_effect)
    wrong = message(lambda X, share=0.5: np.sin(9 * X**3 + np.cos(X)))
    assert wrong.startswith("The result[0, 0]: expected ") and no_effect in wrong
