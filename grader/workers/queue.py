"""The order in which work items are given out: slow ones wait until all others are."""

from __future__ import annotations

import math
from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import replace

from grader.workers.work import Item, PutAside

# A submission that is slower waits until all others are marked, and is begun anew.
PATIENCE = 6.0


class Queue:
    """Work items that nobody is at.

    Args:
        items: The items. They are made as they are needed: a class may be large.
    """

    def __init__(self, items: Iterable[Item] = ()) -> None:
        self._items = iter(items)
        self._next: Item | None = None
        self._later: deque[Item] = deque()
        # An assignment whose submissions are all slow is not to be begun twice by all of them.
        self._patience: defaultdict[str, float] = defaultdict(lambda: PATIENCE)

    def __bool__(self) -> bool:
        """Return whether an item waits."""
        self._next = self._next or next(self._items, None)
        return self._next is not None or bool(self._later)

    def take(self) -> Item:
        """Return the next item, with how long it may keep others waiting."""
        assert self
        item, self._next = self._next or self._later.popleft(), None
        if not item.put_aside:
            # Where nobody else is waiting there is no reason to put a slow one aside.
            patience = self._patience[item.submission.assignment] if self else math.inf
            item = replace(item, patience=patience)
        return item

    def put_aside(self, slow: PutAside) -> None:
        """Let a slow item wait; there is more patience with others of its assignment."""
        self._patience[slow.item.submission.assignment] *= 2
        self.again(slow.item)

    def again(self, item: Item) -> None:
        """Take an item that was given out, to be begun anew after all others."""
        self._later.append(item)
