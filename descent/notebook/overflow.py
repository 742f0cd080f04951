"""An overflow that costs nothing: the values are right, and NumPy warns of it all the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from descent.judging.compare import as_numbers
from descent.judging.sheets import Sheet
from descent.probing.probes import Probe, observe


def overflows(probe: Probe, answer: object) -> bool:
    """Return whether NumPy warns of an overflow when a probe is put to an answer."""
    seen: list[bool] = []
    observe(probe, answer, on_overflow=lambda: seen.append(True))
    return bool(seen)


def warned(sheet: Sheet, probes: Sequence[Probe], answer: object) -> str:
    """Say that there was an overflow, and at which input if that can be told.

    Args:
        sheet: The exercise.
        probes: Its probes with which there was one.
        answer: The answer.
    """
    for probe in probes:
        (step, *more) = probe.steps
        for place, name in enumerate(sheet.parameters[: len(step.args)]) if not more else ():
            x = as_numbers(step.args[place])
            if x is None or not x.size or x.dtype.kind == "c":
                continue
            # Whether this entry alone does it is tried, and that it is not another argument.
            if _with(np.zeros_like(x) if x.ndim else 0, place, probe, answer):
                continue
            for number in (x.min(), x.max()):
                alone = np.full_like(x, number) if x.ndim else number
                if _with(alone, place, probe, answer):
                    return f"NumPy warned of an overflow at {name} = {number:g}."
    return "NumPy warned of an overflow." if probes else ""


def _with(item: object, place: int, probe: Probe, answer: object) -> bool:
    """Return whether there is an overflow with another argument in one place."""
    (step,) = probe.steps
    args = (*step.args[:place], item, *step.args[place + 1 :])
    return overflows(replace(probe, steps=(replace(step, args=args),)), answer)
