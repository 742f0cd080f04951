"""What an object holds before and after a call, and after the first of several updates."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from descent.diagnosis.causes.cases import Array, Case, Cause, inputs_of, last_call
from descent.diagnosis.causes.factors import quantities
from descent.diagnosis.wrong_answer import Explained, Tried, WrongAnswer
from descent.judging.compare import ATOL, as_numbers
from descent.judging.criteria import failures_of
from descent.judging.evidence import Evidence
from descent.judging.properties import RULES
from descent.judging.sentences import named
from descent.probing.probes import Probe
from descent.probing.values import Value

# A part that a probe shows under such a name is what a call should have left alone.
AFTER = " after "

# A container that is None in one call, say: of what was trained in others, that tells nothing.
NOTHING = "nothing-returned"

# An update is small beside what is updated, of which ten digits are known.
_ROUNDED = 1e-4

# So near to the right way, an update has no factor of its own.
_NEARLY = 0.01

# How far something moves in one question may be otherwise in another one.
_FEWEST = 2


def left_alone(answer: WrongAnswer, explained: Explained) -> Explained:
    """A call has changed what its object keeps and should have left alone."""
    changed = {
        part: part.partition("[")[0]
        for part, cases in answer.by_part.items()
        if AFTER in part and any(case.wrong for case in cases)
    }
    for root in dict.fromkeys(changed.values()):
        what, _, call = root.partition(AFTER)
        sentence = f"{what} has changed after {call}, which should only read it."
        cause = Cause(f"{call}-changes-{what}", sentence)
        parts = frozenset(part for part in changed if changed[part] == root)
        # What an earlier answer has made wrong nobody need have changed.
        if explained.besides and not _is_put(answer, what):
            explained = replace(explained, parts=explained.parts | parts)
        elif explained.has_room_for(cause):
            explained = explained.also(answer.holding(cause, parts), parts)
    return explained


def _is_put(answer: WrongAnswer, what: str) -> bool:
    """Return whether the probes themselves put there what an object keeps under a name."""
    return any(
        step.do == "set" and step.target.endswith(f".{what}")
        for probe in answer.sheet.probes
        for step in probe.steps
    )


def first_update(answer: WrongAnswer, explained: Explained) -> Explained:
    """Nothing else says why, and what was trained for one epoch has moved another way."""
    first_step = _first_step(answer, explained)
    others = explained.ids - {"", NOTHING}
    if others or first_step is not explained or not answer.open_parts(explained):
        return first_step
    ratios: dict[str, float] = {}
    for part, cases in answer.by_part.items():
        first = [case for case in cases if trains_once(case.probe)]
        ratio = _always_moved(part, first)
        if ratio is not None and any(case.wrong for case in cases):
            ratios[part] = ratio
    off = next((part for part in answer.by_part if _is_off_at_first(part, answer, ratios)), "")
    cause = _told(ratios, off, answer) if ratios else None
    if cause is None:
        return explained
    told = Tried(cause, (Evidence.DIFFERENCE,))
    return replace(explained, tried=(*explained.known, told))


def _is_off_at_first(part: str, answer: WrongAnswer, ratios: Mapping[str, float]) -> bool:
    """Return whether a part is wrong after one epoch, and not the same multiple each time."""
    return part not in ratios and any(
        case.wrong and trains_once(case.probe) and _start(part, case) is not None
        for case in answer.by_part[part]
    )


def _first_step(answer: WrongAnswer, explained: Explained) -> Explained:
    """Say what the first step is off by, if that follows sizes; later ones are left open."""
    for part in answer.by_part:
        if part not in answer.open_parts(explained):
            continue
        cause = _lacking(part, [case for case in answer.by_part[part] if trains_once(case.probe)])
        if cause and explained.has_room_for(cause):
            return explained.also(answer.holding(cause, {part}), frozenset())
    return explained


def trains_once(probe: Probe) -> bool:
    """Return whether a question trains for one epoch."""
    return any(step.kwargs.get("epochs") == 1 for step in probe.steps)


def _is_wrong_later_alone(cases: Sequence[Case]) -> bool:
    """Return whether a part is wrong after more epochs than wherever it is right, and only then."""
    right, wrong = ([_epochs(c) for c in cases if c.wrong is off] for off in (False, True))
    return min(wrong) > max(right, default=0)


def _epochs(case: Case) -> float:
    """Return for how many epochs is trained; more than any number where that is left open."""
    numbers = (step.kwargs.get("epochs") for step in case.probe.steps)
    return max((n for n in numbers if isinstance(n, int)), default=math.inf)


def _as_long(answer: WrongAnswer) -> bool:
    """Return whether each list has as many numbers as it should."""
    cases = [case for some in answer.by_part.values() for case in some]
    lists = [case for case in cases if isinstance(case.right, list)]
    numbers = [as_numbers(case.came, sequence=True) for case in lists]
    return all(
        one is not None and one.size == len(case.right)
        for one, case in zip(numbers, lists, strict=True)
    )


def _asked(part: str, answer: WrongAnswer) -> int:
    """Return how many questions tell how far a part moves in one epoch."""
    cases = answer.by_part[part]
    return sum(trains_once(case.probe) and _moved(part, case) is not None for case in cases)


def _is_wrong_at_first(answer: WrongAnswer) -> bool:
    """Return whether one epoch leaves something that a rule of the exercise's own forbids."""
    sheet = answer.sheet
    numbers = {
        number
        for criterion in sheet.criteria
        if criterion.rule not in RULES
        for number, _ in failures_of(criterion, sheet, answer.observations)
    }
    return any(trains_once(sheet.probes[number]) for number in numbers)


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


def _lacking(part: str, cases: Sequence[Case]) -> Cause | None:
    """Return what the step is off by where the number of samples, or lr, has to do with it."""
    moved = [(case, ratio) for case in cases if (ratio := _moved(part, case)) is not None]
    wrong = [case for case in cases if case.wrong]
    if len(wrong) < 2 or len(moved) < len(cases):
        return None
    sizes = [quantities(case.probe).get("samples") for case, _ in moved]
    rates = [_rate(case) for case, _ in moved]
    if None in sizes or None in rates:
        return None
    m, lr = np.array(sizes, dtype=float), np.array(rates, dtype=float)
    numbers = np.array([ratio for _, ratio in moved])
    fits = [
        powers
        for powers in itertools.product((1, -1), (0, 1, -1), (0, 1, -1), (0, 1, -1))
        if np.allclose(
            powers[0] * 2.0 ** powers[1] * m ** powers[2] * lr ** powers[3], numbers, rtol=_ROUNDED
        )
    ]
    # Where every lr is a power of 2, say, two things may look the same.
    if len(fits) != 1 or not any(fits[0][2:]):
        return None
    sign, two, samples, rate = fits[0]
    own = numbers * lr
    if rate < 0 and len(set(rates)) > 1 and np.allclose(own, own[0], rtol=_ROUNDED) and two:
        told = f"The first step of {named(part)} {of_own_rate(own[0])}."
        return Cause("first-step", told)
    # A fifth or a tenth is as likely a number of the answer's own.
    if samples < 0 and len(set(sizes)) == 1 and 100 % m[0] == 0:
        return None
    off = [
        *(MISSING["sign"][0] if sign < 0 else []),
        *(MISSING["rate"][rate > 0] if rate else []),
        *(MISSING["samples"][samples < 0] if samples else []),
        *(MISSING["two"][two > 0] if two else []),
    ]
    listed = ", and ".join([", ".join(off[:-1]), off[-1]] if len(off) > 1 else off)
    # With two columns each time, their number may stand for that of the samples.
    if samples > 0 and two < 0 and {quantities(c.probe)["features"] for c, _ in moved} == {2.0}:
        listed += f"; {BY_COLUMNS}"
    return Cause("first-step", f"In the first step of {named(part)}, {listed}.")


# What is missing in a step, and what is there once too often.
MISSING = {
    "sign": (["it goes the other way"],),
    "rate": (["the learning rate has no part"], ["the learning rate comes in twice"]),
    "samples": (
        ["the division by the number of samples is missing"],
        ["there is a division by the number of samples too many"],
    ),
    "two": (["a factor 2 is missing"], ["there is a factor 2 too many"]),
}


# What may be so where half the number of samples is a factor, and there are two columns.
BY_COLUMNS = "or it is divided by the number of columns, 2 here, in place of that"


def of_own_rate(rate: float) -> str:
    """Return what is said of a step that does not hang on the learning rate."""
    return f"goes as far as with a learning rate of {rate:.6g}, whatever lr is"


def _rate(case: Case) -> float | None:
    rate = inputs_of(last_call(case.probe), case.parameters).get("lr")
    return rate if isinstance(rate, float) and rate > 0 and rate != 1 else None


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


def _told(ratios: Mapping[str, float], off: str, answer: WrongAnswer) -> Cause | None:
    # Without an id: it says where it is wrong, and not yet why.
    wrong = {part: ratio for part, ratio in ratios.items() if abs(ratio - 1) > _ROUNDED}
    # What nearly is right has moved by what something else has changed a little.
    if any(abs(ratio - 1) < _NEARLY for ratio in wrong.values()):
        return None
    if not wrong:
        part = next(iter(ratios))
        # Wrong and right after as many epochs, it has another reason than that these are later.
        alone = not off and _is_wrong_later_alone(answer.by_part[part])
        if _is_wrong_at_first(answer) or not (alone or _asked(part, answer) >= _FEWEST):
            return None
        # Wrong without any epoch alone, it is right after several.
        if not off and all(_epochs(case) < 1 for case in answer.by_part[part] if case.wrong):
            return None
        if off:
            one, other = named(part), named(off)
            return Cause(
                "", f"After one epoch {one} is right and {other} is not: look at how {other} moves."
            )
        # Where another number of losses comes, there may be no later epoch.
        if not _as_long(answer):
            return None
        told = f"After one epoch {named(part)} is right, and after several it is not"
        later = (
            ": something is other in a later epoch than in the first." if alone else " each time."
        )
        return Cause("", told + later, about="later-epochs")
    part, ratio = next(iter(wrong.items()))
    of_all = len(wrong) > 1 and answer.open_parts(Explained()) == wrong.keys()
    alike = of_all and np.allclose([*wrong.values()], ratio, rtol=_ROUNDED)
    others = "; so has every other part that is wrong" if alike else ""
    if abs(ratio) < 1e-9:
        others = others.replace("so has every", "nor has any")
        return Cause("", f"After one epoch {named(part)} has not moved{others}.")
    if ratio < 0:
        return Cause("", f"After one epoch {named(part)} has moved the other way{others}.")
    if _asked(part, answer) < _FEWEST:
        return None
    how = "not as far as" if ratio < 1 else "further than"
    blind = f"After one epoch {named(part)} has moved the right way, but {how} it should"
    far = f"After one epoch {named(part)} has moved {ratio:.4g} times as far as it should"
    return Cause("", f"{far}{others}.", f"{blind}{others}.")
