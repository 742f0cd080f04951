"""Results that deviate from what is right by something simple, or only beyond a bound."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from descent.diagnosis.causes.cases import Cause, Pair, telling
from descent.judging.compare import close

# Of fewer entries, many things are so.
_FEWEST = 6


def offset(name: str, pairs: Sequence[Pair]) -> Cause | None:
    """Every entry is off by the same number, added or subtracted."""
    if not all(pair.wrong for pair in pairs) or not _alike(pairs) or not telling(pairs):
        return None
    off = np.concatenate([(pair.came - pair.right).ravel() for pair in pairs])
    if off.size < _FEWEST or not close(np.full_like(off, off[0]), off).all():
        return None
    by, more = f"{abs(off[0]):.6g}", "more" if off[0] > 0 else "less"
    entries = " in every entry" if any(pair.right.ndim for pair in pairs) else ""
    return Cause(
        "offset",
        f"{name} is {by} {more} than it should be{entries}, each time.",
        f"{name} is off by the same number{entries}, each time.",
    )


def bounded(name: str, pairs: Sequence[Pair]) -> Cause | None:
    """Results end at a bound: whatever should lie beyond it is the bound itself."""
    wrong = [pair for pair in pairs if pair.wrong]
    if not wrong or not _alike(wrong) or not all(pair.came.size for pair in wrong):
        return None
    told, seen = [], [np.zeros(pair.right.shape, dtype=bool) for pair in wrong]
    for side, beyond, least in (("below", np.less, np.min), ("above", np.greater, np.max)):
        bounds = [float(least(pair.came)) for pair in wrong]
        there = [
            beyond(pair.right, bound) & ~close(pair.right, pair.came)
            for pair, bound in zip(wrong, bounds, strict=True)
        ]
        if not any(one.any() for one in there):
            continue
        # Where the answer is right beyond a bound, there is none.
        if any(beyond(p.right, min(bounds, key=abs)).any() for p in pairs if not p.wrong):
            return None
        hit = [(p, bound) for p, bound, one in zip(wrong, bounds, there, strict=True) if one.any()]
        at = [
            close(pair.came[one], np.full(np.count_nonzero(one), bound)).all()
            for pair, bound, one in zip(wrong, bounds, there, strict=True)
        ]
        text = _bound([pair for pair, _ in hit], [bound for _, bound in hit])
        if not all(at) or not text or sum(map(np.count_nonzero, there)) < _FEWEST:
            return None
        told.append((side, text))
        seen = [one | other for one, other in zip(seen, there, strict=True)]
    rest = sum(np.count_nonzero(~one) for one in seen)
    right = all(
        close(p.right[~one], p.came[~one]).all() for p, one in zip(wrong, seen, strict=True)
    )
    if not told or not right or rest < _FEWEST:
        return None
    return Cause("bounded", _ends(name, told), _ends(name, [(s, "a bound") for s, _ in told]))


def _ends(name: str, told: Sequence[tuple[str, str]]) -> str:
    ends = " and never ".join(f"{side} {text}" for side, text in told)
    return f"{name} is never {ends}: what should lie beyond is cut off there."


def _bound(pairs: Sequence[Pair], bounds: Sequence[float]) -> str:
    """Return a bound as a number that is always the same, or as what it is of an argument."""
    # A single question tells no more than that where the bound is a number as people write them.
    if len(pairs) < 2 and bounds[0] != float(f"{bounds[0]:.2g}"):
        return ""
    first = np.full(len(bounds), bounds[0])
    if close(first, np.array(bounds)).all():
        return f"{bounds[0] + 0.0:.6g}".replace("-", "−", 1)
    for name in pairs[0].inputs:
        items = [pair.inputs.get(name) for pair in pairs]
        if all(type(item) in (int, float) for item in items):
            numbers = np.array(items, dtype=float)
            for text, values in ((name, numbers), (f"1 − {name}", 1 - numbers)):
                if close(values, np.array(bounds)).all():
                    return text
    return ""


# Rounding leaves no more than this of a difference that is zero.
_ROUNDING = 1e-12


def rounding_left(name: str, pairs: Sequence[Pair]) -> Cause | None:
    """Where a column has equal numbers, what rounding leaves of 0 is divided by a tiny number."""
    wrong = [pair for pair in pairs if pair.wrong]
    if not wrong or not _alike(wrong):
        return None
    found = [_divided(pair) for pair in wrong]
    divisors = np.array([d for some in found for d, _ in some or ()])
    rests = {rest for some in found for _, rest in some or ()}
    # With one rest alone, any number would do.
    if any(some is None for some in found) or len(rests) < 2:
        return None
    if np.ptp(divisors) > 1e-3 * divisors[0] or not 0 < divisors[0] < 1:
        return None
    first = next(iter(wrong[0].inputs))
    told = (
        f"In a column of {first} whose numbers are all equal, {name} is not 0, but what rounding "
        f"leaves of {first} minus its mean, divided by "
    )
    more = ". Where a standard deviation is nearly 0, take 1 in its place."
    return Cause(
        "rounding-left", f"{told}{divisors[0]:.2g}{more}", f"{told}a number that is tiny, too{more}"
    )


def _divided(pair: Pair) -> list[tuple[float, float]] | None:
    """Return by what the rest of rounding was divided in equal columns, and that rest.

    None if something else is wrong, or nothing.
    """
    X = next(iter(pair.inputs.values()), None)
    if not isinstance(X, np.ndarray) or X.ndim != 2 or X.shape != pair.came.shape or not X.size:
        return None
    left = X - X.mean(axis=0)
    found = []
    for column in np.flatnonzero((~close(pair.right, pair.came)).any(axis=0)):
        rest, came = left[:, column], pair.came[:, column]
        if pair.right[:, column].any() or np.ptp(X[:, column]) or np.ptp(came) or not rest[0]:
            return None
        if abs(rest[0]) > _ROUNDING * max(1.0, abs(float(X[0, column]))):
            return None
        found.append((float(rest[0] / came[0]), float(rest[0])))
    return found or None


def _alike(pairs: Sequence[Pair]) -> bool:
    return all(p.right.shape == p.came.shape and np.isfinite(p.came).all() for p in pairs)
