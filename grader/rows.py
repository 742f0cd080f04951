"""The rows of a class, in a file: the memory of who writes them does not grow with the class."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterator, Sequence
from typing import overload

from grader.results import Marked, Submission


class Rows(Sequence[Marked]):
    """A row for each submission that has one yet, in the order of the submissions.

    A row is read from the file whenever it is asked for.

    Args:
        submissions: Whose rows these are; each is to get one.
    """

    def __init__(self, submissions: Sequence[Submission]) -> None:
        self._places = {submission: place for place, submission in enumerate(submissions)}
        self._at = [-1] * len(submissions)
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 (it is open as long as this object)

    def put(self, row: Marked) -> None:
        """Add a row, or put it in place of the one that is there."""
        at = self._file.seek(0, 2)
        pickle.dump(row, self._file)
        self._at[self._places[row.submission]] = at

    def __len__(self) -> int:
        return len(self._there())

    @overload
    def __getitem__(self, place: int) -> Marked: ...
    @overload
    def __getitem__(self, place: slice) -> list[Marked]: ...
    def __getitem__(self, place: int | slice) -> Marked | list[Marked]:
        if isinstance(place, slice):
            return [self._read(at) for at in self._there()[place]]
        return self._read(self._there()[place])

    def __iter__(self) -> Iterator[Marked]:
        return map(self._read, self._there())

    def _there(self) -> list[int]:
        return [at for at in self._at if at >= 0]

    def _read(self, at: int) -> Marked:
        self._file.seek(at)
        row: Marked = pickle.load(self._file)  # noqa: S301 (nobody but this object has the file)
        return row
