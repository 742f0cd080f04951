"""How each statement was verified: by what was asked, in the code, or as what came alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from descent.diagnosis.experiments import Experiments
from descent.diagnosis.judge import judge
from descent.judging.evidence import Evidence, Statement, message_of
from descent.judging.sheets import Sheet
from descent.judging.verdict import Verdict
from descent.probing.probes import call, observe
from tests.descent import made_up

RNG = np.random.default_rng(14)
TABLES = [call(RNG.normal(size=(m, 3))) for m in (4, 5, 6)]
MORE = [replace(call(RNG.normal(size=(m, 2))), again="experiment") for m in (3, 7)]


def mean(X: Any) -> Any:
    return X.mean(axis=0)


def total(X: Any) -> Any:
    return X.sum(axis=0)


def told(wrong: Any, *, tried: bool = False, source: str = "") -> Verdict:
    """The verdict on an answer; whether it is asked experiments is another matter."""
    sheet, more = (made_up(mean, probes, mistakes={"total": total}) for probes in (TABLES, MORE))

    def asked(of: Sheet) -> Any:
        return [observe(probe, wrong) for probe in of.probes]

    experiments = Experiments(more, asked(more)) if tried else None
    return judge(sheet, asked(sheet), source=source, experiment=lambda: experiments)


def test_a_statement_without_evidence_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="nothing shows that this is so: 'It is the mean.'"):
        Statement("It is the mean.", ())


@pytest.mark.parametrize(
    "wrong", [total, lambda X: -X.mean(axis=0)], ids=["a known mistake", "a general cause"]
)
def test_a_cause_is_by_experiment_where_one_shows_it(wrong: Any) -> None:
    for tried, how in ((True, Evidence.EXPERIMENT), (False, Evidence.ALL)):
        found = told(wrong, tried=tried)
        assert found.diagnosis in ("total", "sign")
        assert [one.evidence for one in found.statements] == [(how,)]


def test_a_known_mistake_that_experiments_contradict_is_not_told() -> None:
    def sometimes(X: Any) -> Any:
        return total(X) if X.shape[1] == 3 else mean(X)

    assert told(sometimes).diagnosis == "total"
    found = told(sometimes, tried=True)
    assert found.diagnosis is None
    assert [one.evidence for one in found.statements] == [(Evidence.DIFFERENCE,)]


def test_what_only_differs_is_a_plain_difference() -> None:
    found = told(lambda X: np.cos(3 * X).sum(axis=0), tried=True)
    assert found.diagnosis is None
    assert [one.evidence for one in found.statements] == [(Evidence.DIFFERENCE,)]
    assert "expected" in found.message


def test_of_an_error_what_it_means_is_read_from_it() -> None:
    found = told(lambda X: {}["X"])
    around = "There, X is an array of shape (4, 3)."
    assert {one.text: one.evidence for one in found.statements[1:]} == {
        found.statements[1].text: (Evidence.ERROR,),
        around: (Evidence.DIFFERENCE,),
    }


def test_what_is_said_of_code_was_seen_there() -> None:
    source = "def answer(X):\n    print(X.mean(axis=0))"
    found = told(lambda X: print(end=""), source=source)
    assert [one.evidence for one in found.statements] == [(Evidence.CODE,)]
    assert "no `return`" in found.message


@pytest.mark.parametrize("wrong", [total, lambda X: np.cos(X), lambda X: X[9], lambda X: None])
def test_the_message_is_its_statements_and_no_more(wrong: Any) -> None:
    found = told(wrong, tried=True)
    assert found.statements and message_of(found.statements) == found.message
