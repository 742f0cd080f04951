"""Experiments: what a wrong answer is asked besides, to tell explanations apart.

They count for no marks. What an answer does with them is looked at together with
what it does with the probes that decide, so that whatever is said of "elsewhere",
of "each time" or of "whatever the arguments are" was tried elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from descent.judging.later import Later, joined
from descent.judging.sheets import KnownMistake, Sheet, ids_of
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
    ids, asked = ids_of(sheet.mistakes), experiments.sheet
    places = {name: number for number, name in enumerate(ids_of(asked.mistakes))}
    pairs = [(number, places[name]) for number, name in enumerate(ids) if name in places]

    def both(pair: tuple[int, int]) -> KnownMistake:
        number, place = pair
        one = sheet.mistakes[number]
        more = Later(lambda n: asked.mistakes[place].observations[n], range(len(asked.probes)))
        return replace(one, observations=joined(one.observations, more))

    mistakes = Later(both, pairs, [ids[number] for number, _ in pairs])
    longer = replace(
        sheet,
        probes=(*sheet.probes, *experiments.sheet.probes),
        expected=(*sheet.expected, *experiments.sheet.expected),
        mistakes=mistakes,
    )
    return longer, [*observations, *experiments.observations]
