"""How what a submission does ends the guest that runs it, and what is said of that."""

from __future__ import annotations

from typing import Final, Literal

from grader.guest.outside.host import GuestDied, GuestStored, GuestTimeout

# Too late, by ending its process, by storing more than it may.
Ending = Literal["late", "died", "stored"]

CELLS: Final[dict[Ending, str]] = {
    "late": "did not end within {:g} s",
    "died": "ended the process",
    "stored": "stored more than a submission may",
}
TESTS: Final[dict[Ending, str]] = {
    "late": "takes too long",
    "died": "ends the process that runs it",
    "stored": "stores more than a submission may",
}


def ending(error: GuestTimeout | GuestDied) -> Ending:
    """Return how a guest has ended."""
    if isinstance(error, GuestTimeout):
        return "late"
    return "stored" if isinstance(error, GuestStored) else "died"
