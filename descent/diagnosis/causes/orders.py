"""Right numbers in the wrong order, or a step too early or too late."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from descent.diagnosis.causes.cases import Array, Cause, Pair, near, telling


def permuted(name: str, pairs: Sequence[Pair]) -> Cause | None:
    """The right rows come in another order."""
    wrong = [pair for pair in pairs if pair.wrong]
    if not wrong or any(p.right.ndim == 0 or p.right.shape != p.came.shape for p in wrong):
        return None
    # Rows that repeat, such as labels, are the same in another order by mere chance.
    distinct = [len(np.unique(p.right, axis=0)) == len(p.right) for p in wrong]
    if not all(distinct) or max(len(p.right) for p in wrong) < 3 or not telling(pairs):
        return None
    if all(near(*(_sorted(rows) for rows in (p.right, p.came))) for p in wrong):
        return Cause("row-order", f"{name} has the right rows, but in another order.")
    return None


def _sorted(rows: Array) -> Array:
    flat = rows.reshape(len(rows), -1)
    # Rounded, so that the last digit does not decide how rows are sorted.
    return np.asarray(rows[np.lexsort(np.round(flat, 6).T[::-1])])


def shifted(name: str, pairs: Sequence[Pair]) -> Cause | None:
    """A list starts or ends at another step than it should."""
    wrong = [pair for pair in pairs if pair.wrong]
    if not wrong or any(p.right.ndim != 1 or p.came.ndim != 1 for p in pairs):
        return None
    if not telling([p for p in wrong if p.right.size > 2]):
        return None
    # Nothing else would show in a list of one entry.
    short = all(p.right.size <= 1 for p in pairs if not p.wrong)
    every = len(wrong) == len(pairs)

    def all_wrong(test: Callable[[Array, Array], bool]) -> bool:
        return all(test(p.right, p.came) for p in wrong)

    if short and all_wrong(lambda r, c: c.size == r.size - 1 and near(r[1:], c)):
        return Cause("one-late", f"{name} lacks its first entry; the others are right.")
    if short and all_wrong(lambda r, c: c.size >= r.size and near(r[1:], c[: r.size - 1])):
        return Cause(
            "one-late",
            f"{name} starts one step late, as where each entry is noted after its update, or the "
            "first is left out: each is to be noted before its update.",
        )
    if short and all_wrong(lambda r, c: c.size == r.size and near(r[:-1], c[1:])):
        return Cause(
            "one-early", f"{name} starts one step early: it has an entry too many in front."
        )
    if every and all_wrong(lambda r, c: c.size == r.size + 1 and near(r, c[:-1])):
        return Cause("one-too-many", f"{name} has one entry too many.")
    if every and all_wrong(lambda r, c: c.size == r.size - 1 and near(r[:-1], c)):
        return Cause("one-missing", f"{name} came without its last entry; the others are right.")
    return None


def gone_on(name: str, pairs: Sequence[Pair]) -> Cause | None:
    """A list goes on from call to call: right on the first one only."""
    before: Array = np.zeros(0)
    last: Array = np.zeros(0)
    growth = 0
    for pair in pairs:
        # Experiments may be asked of another run of the same code.
        if pair.probe.again == "experiment":
            continue
        # How many entries there are is all that some probes ask for.
        if pair.right.ndim == pair.came.ndim == 0 and bool(pair.came >= pair.right):
            continue
        if pair.right.ndim != 1 or pair.came.ndim != 1:
            return None
        before = np.concatenate([before, pair.right])
        extra = pair.came.size - pair.right.size
        if pair.wrong:
            # What is too many has to be what the calls before have given, seen or not.
            longer = near(last, pair.came[: last.size]) and near(pair.right, pair.came[extra:])
            if extra <= 0 or not (longer or near(before[-pair.came.size :], pair.came)):
                return None
            growth += extra
        last = pair.came if pair.wrong else pair.right
    if growth < 2 or not telling(pairs, lambda pair: pair.came):
        return None
    return Cause(
        "only-first-call",
        f"{name} still has the entries of earlier calls in front: each call should start with a "
        "list of its own.",
    )


# A table with fewer rows or columns may come of sums and of features, which are few.
_LARGE = 10


def same_length(name: str, pairs: Sequence[Pair]) -> Cause | None:
    """A list, or a large table, has the same shape whatever is asked for."""
    shapes = {pair.came.shape for pair in pairs}
    if len(shapes) != 1 or len({pair.right.shape for pair in pairs if pair.wrong}) < 2:
        return None
    shape = shapes.pop()
    if any(pair.right.ndim != len(shape) for pair in pairs) or not shape:
        return None
    # A single entry has many reasons, such as a loop that is left in its first turn.
    if min(shape) < (2 if len(shape) == 1 else _LARGE):
        return None
    ending = "each time, whatever is asked for"
    return Cause(
        "same-length",
        f"{name} has the shape {shape} {ending}.",
        f"{name} has the same shape {ending}.",
    )
