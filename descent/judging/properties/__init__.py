"""What can be asked of a result besides being close to the right one.

A property looks at a probe, at what the right answer did with it and at what
the student's answer did, and returns a :class:`~descent.judging.compare.Difference`
with a sentence, or None where the property holds. Those that serve several
exercises stand here; one that serves a single exercise stands in the
``properties.py`` of its folder, of which the checks have a copy.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from types import FunctionType, ModuleType

from descent.judging.compare import Difference
from descent.judging.properties.integer import integer
from descent.judging.properties.starting_values import starting_layers, starting_spread
from descent.probing.probes import Observation, Probe
from descent.probing.values import Value

Property = Callable[[Probe, Observation, Observation, Mapping[str, Value]], Difference | None]

# The rules of criteria that are no properties.
RULES = ("close", "untouched")

PROPERTIES: dict[str, Property] = {
    "integer": integer,
    "starting_layers": starting_layers,
    "starting_spread": starting_spread,
}


@functools.cache
def properties_in(source: str, exercise: str) -> dict[str, Property]:
    """Return the properties that an exercise's own module defines: its public functions, by name.

    Args:
        source: The module, which ``descent build`` copies from the folder of the
            exercise to the checks.
        exercise: The exercise.
    """
    module = ModuleType(f"properties of {exercise}")
    code = compile(source, f"{exercise}/properties.py", "exec")
    exec(code, vars(module))  # noqa: S102 (a module like any other, kept where it is used)
    return {
        name: item
        for name, item in vars(module).items()
        if isinstance(item, FunctionType)
        and item.__module__ == module.__name__
        and not name.startswith("_")
    }
