"""What an instructor runs, in a clone of the repository."""

from grader.stock import mark

__all__ = ["mark"]
