"""Lists in which not every step has an entry of its own."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from descent.diagnosis.causes.cases import Array, Cause, Pair, near, telling

# Entries that lie further apart than this are no longer told from the first one alone.
_FURTHEST = 1000


def now_and_then(name: str, pairs: Sequence[Pair]) -> Cause | None:
    """A list has only its first entry, or every tenth, or the like."""
    wrong = [pair for pair in pairs if pair.wrong]
    lists = [pair for pair in wrong if pair.right.ndim == 1]
    if not any(pair.right.size > 2 for pair in lists) or not telling(lists):
        return None
    apart = [k for k in range(2, _FURTHEST + 1) if all(_every(k, pair) for pair in pairs)]
    if not apart:
        return None
    noted = "Note one each time."
    alone = all(pair.came.size == 1 for pair in lists)
    # How many entries there are is all that some probes ask for.
    counted = any(pair.right.ndim == 0 for pair in wrong)
    if alone and not counted:
        return Cause(
            "now-and-then", f"{name} has its first entry, and the next ones are missing. {noted}"
        )
    some = f"{name} has only some of its entries, the first among them. {noted}"
    # Of few entries it is not known how far apart they are.
    if len(apart) > 1:
        return Cause("now-and-then", some)
    k = apart[0]
    return Cause("now-and-then", f"{name} has only the entries 0, {k}, {2 * k}, …. {noted}", some)


def _every(k: int, pair: Pair) -> bool:
    if pair.right.ndim == 1:
        return pair.came.ndim == 1 and near(pair.right[::k], pair.came)
    if pair.right.ndim or pair.came.ndim:
        return False
    # A number of entries.
    return bool(-(-pair.right // k) == pair.came if pair.wrong else pair.right <= 1)


def last_everywhere(name: str, pairs: Sequence[Pair]) -> Cause | None:
    """Every entry of a list is its last one."""
    wrong = [pair for pair in pairs if pair.wrong and pair.right.ndim]
    if not wrong or not telling(wrong):
        return None
    if all(_is_last(pair.right, pair.came) for pair in wrong):
        return Cause(
            "last-everywhere",
            f"every entry of {name} is the last one, as where one array is noted each time and "
            "changed afterwards. Note a number, or a copy.",
        )
    return None


def _is_last(right: Array, came: Array) -> bool:
    same = right.shape == came.shape and len(right) > 1
    return same and near(np.broadcast_to(right[-1:], came.shape), came)


def broken_off(name: str, pairs: Sequence[Pair]) -> Cause | None:
    """A list ends too early: it begins as it should, and its last entries are missing."""
    wrong = [pair for pair in pairs if pair.wrong]
    lists = [pair for pair in wrong if pair.right.ndim]
    if not all(_ends_early(pair) for pair in wrong) or not telling(lists, lambda p: p.came):
        return None
    # One entry comes before any update, and is right for many a reason; that one is missing, too.
    if not any(1 < pair.came.size < pair.right.size - 1 for pair in lists):
        return None
    return Cause(
        "broken-off",
        f"{name} begins as it should and ends too early, as where a loop ends before all of its "
        "turns: every one of them is asked for.",
    )


def _ends_early(pair: Pair) -> bool:
    if not pair.right.ndim:
        # A number of entries.
        return not pair.came.ndim and bool(0 < pair.came < pair.right)
    right, came = pair.right, pair.came
    if right.ndim != 1 or came.ndim != 1:
        return False
    return 0 < came.size < right.size and near(right[: came.size], came)
