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
        x = as_numbers(step.args[0]) if step.args and not more else None
        if x is None or not x.size or x.dtype.kind == "c":
            continue
        for number in (x.min(), x.max()):
            # Whether this entry alone does it is tried.
            alone = np.full_like(x, number) if x.ndim else number
            other = replace(probe, steps=(replace(step, args=(alone, *step.args[1:])),))
            if overflows(other, answer):
                name = sheet.parameters[0] if sheet.parameters else "the first argument"
                return f"NumPy warned of an overflow at {name} = {number:g}."
    return "NumPy warned of an overflow." if probes else ""
