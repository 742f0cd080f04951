"""Which gates one neuron can learn."""

from __future__ import annotations

from collections.abc import Iterator

from descent.judging.sheets import Criterion
from descent.probing.probes import Probe, value
from grader.sheets.exercise import Begin, Exercise


def _probes(begin: Begin) -> Iterator[Probe]:
    begin("all four gates")
    yield value()


EXERCISE = Exercise(
    probes=_probes,
    criteria=(Criterion("all four gates"),),
    sealed=True,
)
