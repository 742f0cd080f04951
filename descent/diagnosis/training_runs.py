"""What training does in place of what it should, told where doing that gives just what came.

Some questions leave no choice to the order of the samples: all are in one batch, or all are
alike. There training is run with other updates, and its losses are noted in other ways. What is
told is what alone gives the parameters, and upon that the losses, of every such question.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from descent.diagnosis.causes.cases import Array, Case, Cause, inputs_of, last_call
from descent.diagnosis.causes.factors import listed, simplest
from descent.diagnosis.chain_factors import agrees
from descent.diagnosis.network_questions import put_into
from descent.diagnosis.training_rules import (
    LOSSES,
    ONCE,
    RIGHT_LOSS,
    SEVERAL,
    Rule,
    Run,
    Trained,
    rules,
    trained,
)
from descent.diagnosis.wrong_answer import Explained, WrongAnswer
from descent.judging.compare import RTOL, as_numbers

# Of fewer questions another rule may give the same.
_FEWEST = 3

# More questions tell little more, and each takes its time.
_MOST = 12

# A part that is an array of the parameters, and one that has the losses.
_PARAMETER = re.compile(r"(?:params\['(\w+)'\]|(w|b))")
_LOSSES = re.compile(r"(?:net\.)?losses")


@dataclass(frozen=True)
class _Asked:
    """A question that trains.

    Attributes:
        run: The training.
        cases: What is right and what came, by the name of the part.
    """

    run: Run
    cases: Mapping[str, Case]


def training_runs(answer: WrongAnswer, explained: Explained) -> Explained:
    """Nothing says why, and other updates or other losses give just what training gives."""
    asked = [] if explained.known else _asked(answer)
    if len(asked) < _FEWEST:
        return explained
    parts = {part for one in asked for part in one.cases}
    wrong = {part for one in asked for part, case in one.cases.items() if case.wrong}
    parameters = {part for part in wrong if _PARAMETER.fullmatch(part)}
    rule = _rule(asked) if parameters else Rule()
    # The right numbers in another shape are made as they should be.
    if rule is None or (parameters and not rule.off):
        return explained
    # Other batches have other losses, too.
    noted = _noted(asked, rule) if wrong - parameters and not rule.batches else None
    told = (
        [f"The parameters are those of training in which {listed(rule.off)}."] if parameters else []
    )
    if noted and noted != (RIGHT_LOSS, ""):
        told.append(_of_losses(*noted, several=any(len(one.run.batches) > 1 for one in asked)))
    if not told:
        return explained
    cause = Cause("other-training" if parameters else "other-losses", " ".join(told))
    shown = parameters | ({*filter(_LOSSES.fullmatch, answer.by_part)} if noted else set())
    explains = frozenset(part for part in shown if _as_many(answer.by_part[part]))
    return explained.also(answer.holding(cause, shown & parts), explains)


def _as_many(cases: Sequence[Case]) -> bool:
    """Return whether as many numbers come as are asked for."""
    pairs = ([as_numbers(of, sequence=True) for of in (c.right, c.came)] for c in cases)
    return all(
        right is not None and came is not None and right.size == came.size for right, came in pairs
    )


def _of_losses(form: str, when: str, several: bool) -> str:
    when_asked = "each update, averaged over the batches" if several else "the update"
    return (
        f"What comes for losses is {' '.join(filter(None, (form, when)))}: for each epoch it is to "
        f"be {RIGHT_LOSS} before {when_asked}."
    )


def _asked(answer: WrongAnswer) -> list[_Asked]:
    """Return the questions that train whatever the order of the samples is, short ones first."""
    cases: dict[int, dict[str, Case]] = defaultdict(dict)
    runs: dict[int, Run] = {}
    for part, several in answer.by_part.items():
        for case in several if _PARAMETER.fullmatch(part) or _LOSSES.fullmatch(part) else ():
            cases[id(case.probe)][part] = case
            if id(case.probe) not in runs and (run := _run(case)):
                runs[id(case.probe)] = run
    found = [_Asked(run, cases[probe]) for probe, run in runs.items() if run.updates]
    found.sort(key=lambda one: one.run.updates)
    return [one for one in found[:_MOST] if _is_right(one)]


def _is_right(asked: _Asked) -> bool:
    """Return whether training gives what is right: then it is understood what is asked."""
    right = trained(asked.run, Rule())
    losses = SEVERAL[""](*_losses(right, RIGHT_LOSS))
    return all(
        _same(right.params[key] if (key := _key(part)) else losses, case.right)
        for part, case in asked.cases.items()
    )


def _key(part: str) -> str:
    """Return the name of the parameter that a part shows; none if it shows something else."""
    match = _PARAMETER.fullmatch(part)
    return (match[1] or f"{match[2].upper() if match[2] == 'w' else match[2]}1") if match else ""


def _same(expected: Array, value: object) -> bool:
    numbers = as_numbers(value, sequence=True)
    return (
        numbers is not None
        and numbers.size == expected.size
        and bool(agrees(expected.ravel(), numbers.ravel(), RTOL).all())
    )


def _run(case: Case) -> Run | None:
    """Return how a question trains; None if it does not, or if an order makes a difference."""
    call = last_call(case.probe)
    given = inputs_of(call, case.parameters)
    epochs, lr = call.kwargs.get("epochs"), call.kwargs.get("lr")
    if not isinstance(epochs, int) or not isinstance(lr, (int, float)):
        return None
    if network := put_into(case.probe):
        start, X, y = network
        size: Any = call.kwargs.get("batch_size", len(X))
        batches = _batches(X, y, size)
        return Run(start, batches, size, epochs, lr) if batches else None
    if {"X", "y", "w", "b"} <= {*given}:
        X, y, w, b = (np.asarray(given[name]) for name in ("X", "y", "w", "b"))
        return Run({"W1": w, "b1": b}, [(X, y)], len(X), epochs, lr)
    return None


def _batches(X: Array, y: Array, size: int) -> list[tuple[Array, Array]]:
    if size < len(X) and (np.ptp(X, axis=0).any() or np.ptp(y)):
        return []
    return [(X[start : start + size], y[start : start + size]) for start in range(0, len(X), size)]


def _rule(asked: Sequence[_Asked]) -> Rule | None:
    """Return the rule that gives the parameters; None if there is none, or if there are several."""
    left = list(rules())
    for one in asked:
        left = [rule for rule in left if _gives(one, rule)]
    by_off = {rule.off: rule for rule in left}
    return by_off.get(simplest(by_off) or ())


def _gives(asked: _Asked, rule: Rule) -> bool:
    params = trained(asked.run, rule).params
    return all(
        _same(params[key], case.came) for part, case in asked.cases.items() if (key := _key(part))
    )


def _noted(asked: Sequence[_Asked], rule: Rule) -> tuple[str, str] | None:
    """Return what comes for the losses, and when it is noted; None if nothing fits alone."""
    several = any(len(one.run.batches) > 1 for one in asked)
    runs = [(one, trained(one.run, rule)) for one in asked]
    fitting = [
        (form, when)
        for form, when in product(LOSSES, SEVERAL if several else ONCE)
        if all(
            _same((SEVERAL if several else ONCE)[when](*_losses(run, form)), case.came)
            for one, run in runs
            for part, case in one.cases.items()
            if not _key(part)
        )
    ]
    return fitting[0] if len(fitting) == 1 else None


def _losses(run: Trained, form: str) -> tuple[Array, Array]:
    """Return such a loss before and after each update, (epochs, batches)."""
    before, after = (
        np.array([[LOSSES[form](a, y) for a, y in epoch] for epoch in epochs])
        for epochs in (run.before, run.after)
    )
    return before, after
