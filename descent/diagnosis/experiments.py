"""Experiments: what a wrong answer is asked besides, to tell explanations apart.

They count for no marks. What an answer does with them is looked at together with
what it does with the probes that decide, so that whatever is said of "elsewhere",
of "each time" or of "whatever the arguments are" was tried elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from descent.judging.later import joined
from descent.judging.sheets import Sheet
from descent.probing.probes import Observation, Probe


@dataclass(frozen=True)
class Experiments:
    """Experiments, and what a wrong answer did with them.

    Attributes:
        sheet: The experiments, what is right for each, and what known mistakes do.
        observations: What the answer did with each.
    """

    sheet: Sheet
    observations: Sequence[Observation]


# Asks the experiments of an exercise, once something is wrong; None if it has none.
Experiment = Callable[[], Experiments | None]


def asking(sheet: Sheet | None, observe: Callable[[Probe], Observation]) -> Experiments | None:
    """Put experiments to an answer.

    Args:
        sheet: The experiments of its exercise; None if it has none.
        observe: Puts one of them to the answer.
    """
    if sheet is None:
        return None
    return Experiments(sheet, [observe(probe) for probe in sheet.probes])


def beside(
    sheet: Sheet, observations: Sequence[Observation], experiments: Experiments
) -> tuple[Sheet, list[Observation]]:
    """Return a sheet and what an answer did with it, followed by its experiments.

    A known mistake that nobody has put the experiments to is left out.
    """
    more = {mistake.id: mistake.observations for mistake in experiments.sheet.mistakes}
    mistakes = tuple(
        replace(one, observations=joined(one.observations, more[one.id]))
        for one in sheet.mistakes
        if one.id in more
    )
    longer = replace(
        sheet,
        probes=(*sheet.probes, *experiments.sheet.probes),
        expected=(*sheet.expected, *experiments.sheet.expected),
        mistakes=mistakes,
    )
    return longer, [*observations, *experiments.observations]
