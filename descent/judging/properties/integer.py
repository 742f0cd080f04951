"""What is asked of a count: to be an int, and not a float of the same value."""

from __future__ import annotations

from collections.abc import Mapping

from descent.judging.compare import MISSING, Difference, as_numbers
from descent.probing.probes import Observation, Probe
from descent.probing.values import Value

_SORTS = {"f": "a float, such as 17.0", "b": "a truth value"}


def integer(
    probe: Probe, right: Observation, came: Observation, options: Mapping[str, Value]
) -> Difference | None:
    """Ask for an int, Python's or NumPy's; what is no number at all is not judged here."""
    numbers = as_numbers(came.shown.get("result", MISSING))
    if numbers is None or numbers.dtype.kind in "iu":
        return None
    sort = _SORTS.get(numbers.dtype.kind, "a complex number")
    return Difference(
        "property",
        sentence="Make an int of the result, with int(...): what comes is "
        f"{sort}, and not an int, such as 17.",
        cause="float-for-int" if numbers.dtype.kind == "f" else "no-int",
    )
