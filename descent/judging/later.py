"""Sequences whose items are made when they are looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar, overload

S = TypeVar("S")
T = TypeVar("T")


class Later(Sequence[T]):
    """Items each of which is made when it is first looked at.

    Args:
        make: Makes an item of its source.
        sources: What each item is made of.
        ids: What each item is called, where that is known without making it.
    """

    def __init__(
        self, make: Callable[[S], T], sources: Sequence[S], ids: Sequence[str] = ()
    ) -> None:
        self._make: Callable[[Any], T] = make
        self._sources = sources
        self.ids = ids
        self._made: dict[int, T] = {}

    @overload
    def __getitem__(self, place: int) -> T: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[T, ...]: ...

    def __getitem__(self, place: int | slice) -> T | tuple[T, ...]:
        if isinstance(place, slice):
            return tuple(self[n] for n in range(*place.indices(len(self))))
        if place not in self._made:
            self._made[place] = self._make(self._sources[place])
        return self._made[place]

    def __len__(self) -> int:
        return len(self._sources)


def joined(*parts: Sequence[T]) -> Sequence[T]:
    """Return sequences as one, without looking at any item."""
    places = [(part, n) for part in parts for n in range(len(part))]
    return Later(lambda place: place[0][place[1]], places)
