"""How well guests are locked in here: tried in a guest of ours before a class is graded."""

from __future__ import annotations

from collections.abc import Iterable

from grader.guest.outside.bait import Bait
from grader.guest.outside.host import GuestError, Zygote
from grader.guest.outside.levels import Report, assess

SECONDS = 60.0


class Unsandboxed(GuestError):
    """Guests are locked in less well than the floor, and nobody said that this will do."""


def isolation(zygote: Zygote, hidden: Iterable[str] = ()) -> Report:
    """Let a guest try what a submission might, and return how far it came.

    Args:
        zygote: Gives the guest.
        hidden: Paths of the course that no guest may open.
    """
    with Bait(hidden) as bait, zygote.guest() as guest:
        try:
            answers = guest.attempt(bait.facts, SECONDS)
        except GuestError:
            # A guest that breaks at it has shown nothing.
            answers = {}
        return assess(bait.check(answers), (*zygote.layers, *guest.layers))


def require(report: Report, allowed: bool) -> None:
    """Refuse to go on below the floor.

    Raises:
        Unsandboxed: The floor is not reached, and less is not allowed.
    """
    if not report.enough and not allowed:
        reasons = "\n".join(f"  - {sentence}" for sentence in report.missing)
        raise Unsandboxed(
            f"{report}: less than what student code should be given.\n{reasons}\n"
            "descent doctor says what would help; --allow-unsandboxed grades all the same"
        )
