"""Sequences whose items are made when they are looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar, overload

T = TypeVar("T")


class Later(Sequence[T]):
    """Items each of which is made when it is first looked at."""

    def __init__(self, makers: Sequence[Callable[[], T]]) -> None:
        self._makers = makers
        self._made: dict[int, T] = {}

    @overload
    def __getitem__(self, place: int) -> T: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[T, ...]: ...

    def __getitem__(self, place: int | slice) -> T | tuple[T, ...]:
        if isinstance(place, slice):
            return tuple(self[n] for n in range(*place.indices(len(self))))
        if place not in self._made:
            self._made[place] = self._makers[place]()
        return self._made[place]

    def __len__(self) -> int:
        return len(self._makers)


def joined(*parts: Sequence[T]) -> Sequence[T]:
    """Return sequences as one, without looking at any item."""
    return Later([partial(part.__getitem__, n) for part in parts for n in range(len(part))])
