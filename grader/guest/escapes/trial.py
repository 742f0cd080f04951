"""Does it hold? What a guest tries, with its restrictions on, before a class is graded.

`probe` runs in a guest and really does what a submission might: it opens,
writes, connects, signals, forks. The trusted side lays out the bait
(`guest.bait`), and looks for itself at what it can see. The guest is ours
here, no student's line has run in it; yet what is seen outside counts for more
than what it says.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Final, TypeAlias

from ..both.policy import Policy
from . import attempts, excesses
from .attempts import Facts

Attempt: TypeAlias = Callable[[Policy, Facts], bool | None]

ATTEMPTS: Final[dict[str, Attempt]] = {
    name: function
    for module in (attempts, excesses)
    for name, function in vars(module).items()  # in the order in which they are written
    if inspect.isfunction(function)
    and function.__module__ == module.__name__
    and not name.startswith("_")
}
REFUSED: Final = (OSError, ValueError, MemoryError, RuntimeError, OverflowError, AttributeError)


def probe(policy: Policy, facts: Facts) -> dict[str, bool]:
    """Try everything; by name, whether the promise holds: the attempt failed."""
    return {name: _holds(attempt, policy, facts) for name, attempt in ATTEMPTS.items()}


def _holds(attempt: Attempt, policy: Policy, facts: Facts) -> bool:
    try:
        return attempt(policy, facts) is False
    except REFUSED:
        return True
