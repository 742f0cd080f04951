"""The errors that the course raises on purpose: one small tree."""

import textwrap


class DescentError(Exception):
    """Anything that Graded Descent itself has to complain about."""


class UnknownExercise(DescentError):
    """There is no exercise of that name, or it cannot be told which one is meant."""


class BrokenChecks(DescentError):
    """The data of the checks is missing or cannot be read."""


class NotPassed(DescentError):
    """A check did not pass while nbgrader validates a notebook.

    The Validate button looks for an error; the sentence is all that a reader
    needs, so no traceback is shown.
    """

    def _render_traceback_(self) -> list[str]:
        # nbgrader shows it as it stands, in a window with room for so many characters.
        return [line for text in str(self).splitlines() for line in textwrap.wrap(text, 100)]
