"""What an object holds before and after a call, and after the first of several updates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from descent.diagnosis.causes.cases import Array, Case, Cause
from descent.diagnosis.wrong_answer import Explained, Tried, WrongAnswer
from descent.judging.compare import ATOL, as_numbers
from descent.judging.evidence import Evidence
from descent.judging.sentences import named
from descent.probing.values import Value

# A part that a probe shows under such a name is what a call should have left alone.
AFTER = " after "

# An update is small beside what is updated, of which ten digits are known.
_ROUNDED = 1e-4


def left_alone(answer: WrongAnswer, explained: Explained) -> Explained:
    """A call has changed what its object keeps and should have left alone."""
    changed = {
        part: part.partition("[")[0]
        for part, cases in answer.by_part.items()
        if AFTER in part and any(case.wrong for case in cases)
    }
    for root in dict.fromkeys(changed.values()):
        what, _, call = root.partition(AFTER)
        sentence = f"{call} changes {what}, which it should only read."
        cause = Cause(f"{call}-changes-{what}", sentence)
        if explained.has_room_for(cause):
            parts = frozenset(part for part in changed if changed[part] == root)
            explained = explained.also(answer.holding(cause, parts), parts)
    return explained


def first_update(answer: WrongAnswer, explained: Explained) -> Explained:
    """Nothing else says why, and what was trained for one epoch has moved another way."""
    if explained.known:
        return explained
    ratios: dict[str, float] = {}
    for part, cases in answer.by_part.items():
        ratio = _always_moved(part, [case for case in cases if _has_one_epoch(case)])
        if ratio is not None and any(case.wrong for case in cases):
            ratios[part] = ratio
    if not ratios:
        return explained
    return replace(explained, tried=(Tried(_told(ratios), (Evidence.DIFFERENCE,)),))


def _has_one_epoch(case: Case) -> bool:
    return any(step.kwargs.get("epochs") == 1 for step in case.probe.steps)


def _always_moved(part: str, cases: Sequence[Case]) -> float | None:
    """Return how far a part has moved wherever that can be told; None if it differs."""
    ratios = [(case.wrong, _moved(part, case)) for case in cases]
    known = [ratio for _, ratio in ratios if ratio is not None]
    # What is wrong and no multiple is told by none.
    if not known or any(wrong and ratio is None for wrong, ratio in ratios):
        return None
    return known[0] if np.allclose(known, known[0], rtol=_ROUNDED, atol=1e-9) else None


def _moved(part: str, case: Case) -> float | None:
    """Return how far a part has moved, as a multiple of how far it should; None if it is none."""
    start = _start(part, case)
    right, came = as_numbers(case.right), as_numbers(case.came)
    if start is None or right is None or came is None or start.shape != right.shape:
        return None
    if came.shape != right.shape or came.dtype.kind not in "iuf":
        return None
    should, did = (right - start).ravel(), (came - start).ravel()
    if not np.any(should):
        return None
    ratio = float(should @ did / (should @ should))
    return ratio if np.allclose(did, ratio * should, rtol=_ROUNDED, atol=ATOL) else None


def _start(part: str, case: Case) -> Array | None:
    """Return what a part was before the call: an argument of that name, or what was put there."""
    values: dict[str, Value] = {}
    for step in case.probe.steps:
        names = case.parameters if not step.target else ()
        values |= dict(zip(names, step.args, strict=False))
        if step.do == "set":
            root = step.target.rpartition(".")[2]
            values |= {f"{root}[{name!r}]": item for name, item in step.kwargs.items()}
    return as_numbers(values.get(part))


def _told(ratios: Mapping[str, float]) -> Cause:
    # Without an id: it says where it is wrong, and not yet why.
    wrong = {part: ratio for part, ratio in ratios.items() if abs(ratio - 1) > _ROUNDED}
    if not wrong:
        part = next(iter(ratios))
        return Cause(
            "",
            f"After one epoch {named(part)} is right, and after several it is not: something is "
            "other in the second epoch than in the first.",
        )
    part, ratio = next(iter(wrong.items()))
    alike = len(wrong) > 1 and np.allclose([*wrong.values()], ratio, rtol=_ROUNDED)
    others = "; so has every other part that is wrong" if alike else ""
    if abs(ratio) < 1e-9:
        return Cause("", f"After one epoch {named(part)} has not moved{others}.")
    if ratio < 0:
        return Cause("", f"After one epoch {named(part)} has moved the other way{others}.")
    blind = f"After one epoch {named(part)} has moved the right way, but not as far as it should"
    far = f"After one epoch {named(part)} has moved {ratio:.4g} times as far as it should"
    return Cause("", f"{far}{others}.", f"{blind}{others}.")
