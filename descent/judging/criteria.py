"""What is asked of an answer: which criteria it meets, and where it fails one."""

from __future__ import annotations

import fnmatch
from collections.abc import Sequence

from descent.judging.compare import ATOL, RTOL, Difference, agree, difference, parts, untouched
from descent.judging.properties import RULES
from descent.judging.sheets import Criterion, Sheet
from descent.probing.probes import Observation, Probe
from descent.probing.values import Rng, Value

_ORDINALS = ("first", "second", "third", "fourth")


def which_are_met(
    criteria: Sequence[Criterion], failures: dict[str, list[tuple[int, Difference]]]
) -> dict[str, bool]:
    """Return which criteria are met, by name.

    One about the manner alone counts only beside a met one about the matter.
    """
    matter = any(not failures[c.name] for c in criteria if not c.manner)
    return {c.name: not failures[c.name] and (matter or not c.manner) for c in criteria}


def failures_of(
    criterion: Criterion, sheet: Sheet, observations: Sequence[Observation]
) -> list[tuple[int, Difference]]:
    """Return the first failure of a criterion for each probe that it is judged on."""
    failures = []
    for number, (probe, right, came) in enumerate(
        zip(sheet.probes, sheet.expected, observations, strict=True)
    ):
        if not criterion.groups or probe.group in criterion.groups:
            failure = _failure(criterion, sheet, probe, right, came)
            if failure:
                failures.append((number, failure))
    return failures


def _failure(
    criterion: Criterion, sheet: Sheet, probe: Probe, right: Observation, came: Observation
) -> Difference | None:
    if criterion.rule == "untouched":
        # An error is no change: it is judged by what was changed before.
        if not came.changed:
            return None
        rtol = float(criterion.options.get("rtol", 0.0))
        for place, before, after in untouched(came.changed, originals(probe), rtol):
            return Difference("argument", parameter(sheet, probe, place), before, after, rtol=rtol)
        return None
    if came.raised and not right.raised:
        return Difference("raised", got=came.raised)
    if criterion.rule != "close":
        return sheet.property_of(criterion)(probe, right, came, criterion.options)
    for part, expected, actual in parts(right, came, sheet.returns):
        if _covers(criterion, probe, part):
            gap = difference(part, expected, actual, *_tolerance(criterion))
            if gap:
                return gap
    return None


def is_right(sheet: Sheet, probe: Probe, part: str, expected: Value, actual: Value) -> bool:
    """Return whether a part is right, by the most lenient criterion that asks for it."""
    # What a known mistake does not spoil is the very thing that is right.
    if actual is expected:
        return True
    asking = [c for c in sheet.criteria if _covers(c, probe, part)]
    tolerances = [_tolerance(c) for c in asking if c.rule == "close"] or [(RTOL, ATOL)]
    if any(agree(expected, actual, *tolerance) for tolerance in tolerances):
        return True
    # A property that asks for this very part, and for no more than it, may allow other values.
    right, came = Observation({part: expected}), Observation({part: actual})
    return any(
        sheet.property_of(c)(probe, right, came, c.options) is None
        for c in asking
        if c.rule not in RULES and any(fnmatch.fnmatch(part, p) for p in c.outputs)
    )


def asks_for(sheet: Sheet, part: str, probes: Sequence[Probe]) -> bool:
    """Return whether a part that these probes show has to be as it is in the right answer.

    Where nothing asks for that and a generator is given, the right answer is
    only one of many.
    """
    if any(
        _covers(c, probe, part) for c in sheet.criteria if c.rule == "close" for probe in probes
    ):
        return True
    return not any(
        isinstance(item, Rng)
        for probe in probes
        for step in probe.steps
        for item in (*step.args, *step.kwargs.values())
    )


def _covers(criterion: Criterion, probe: Probe, part: str) -> bool:
    return (not criterion.groups or probe.group in criterion.groups) and (
        not criterion.outputs
        # A container of what is asked for, too: without it, nothing of that is there.
        or any(fnmatch.fnmatch(part, p) or p.startswith(part) for p in criterion.outputs)
    )


def _tolerance(criterion: Criterion) -> tuple[float, float]:
    options = criterion.options
    return float(options.get("rtol", RTOL)), float(options.get("atol", ATOL))


def originals(probe: Probe) -> dict[str, Value]:
    """Return the arguments of a probe's calls, by ``"step:position"`` or ``"step:keyword"``."""
    return {
        f"{number}:{place}": item
        for number, step in enumerate(probe.steps)
        for place, item in (*enumerate(step.args), *step.kwargs.items())
    }


def parameter(sheet: Sheet, probe: Probe, place: str) -> str:
    """Return the name of the argument at ``"step:position"``, or which one of a method it is."""
    # A guest may send anything in place of this.
    number, _, where = place.rpartition(":")
    if not _is_small(where):
        return where
    position = int(where)
    step = int(number) if _is_small(number) else len(probe.steps)
    target = probe.steps[step].target if step < len(probe.steps) else ""
    # Parameters of a method are not those of the answer.
    if not target and position < len(sheet.parameters):
        return sheet.parameters[position]
    which = f"the {_ORDINALS[position]} argument" if position < len(_ORDINALS) else "an argument"
    return f"{which} of {target.rpartition('.')[2]}" if target else which


def _is_small(number: str) -> bool:
    return number.isascii() and number.isdigit() and len(number) < 4
