"""Whole numbers that come of a quotient of two inputs, shifted or rounded in another way."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import product

from descent.diagnosis.causes.cases import Cause, Pair

# Small whole numbers are often the same: so many questions have to show it.
_FEWEST = 4

# How a quotient is rounded, by what is said of it.
_ROUNDED: Mapping[str, Callable[[float], float]] = {
    " rounded up": math.ceil,
    " rounded down": math.floor,
    " rounded to the nearest whole number": round,
    "": lambda quotient: quotient,
}
_SHIFTS = (0, 1, -1)
_MORE = (0, 1, -1, 0.5, 2, -2)


def quotient(name: str, pairs: Sequence[Pair]) -> Cause | None:
    """Another whole number comes of a quotient than what it is rounded to."""
    names = [one for one, item in pairs[0].inputs.items() if type(item) is int]
    if len(names) != 2 or sum(pair.wrong for pair in pairs) < _FEWEST:
        return None
    asked = [
        (pair, a, b)
        for pair in pairs
        for a, b in [[pair.inputs.get(one) for one in names]]
        if isinstance(a, int) and isinstance(b, int) and pair.came.size == 1
    ]
    if len(asked) < len(pairs):
        return None
    found: dict[str, int] = {}
    for (how, rounded), of, by, inner, outer in product(
        _ROUNDED.items(), _SHIFTS, _SHIFTS, _MORE, _MORE
    ):
        if all(_comes(pair, rounded, a + of, b + by, inner, outer) for pair, a, b in asked):
            text = _text(f"{_sum(names[0], of)} / {_sum(names[1], by)}", how, inner, outer)
            found[text] = sum(map(bool, (of, by, inner, outer)))
    fewest = [text for text, off in found.items() if off == min(found.values())]
    return Cause("other-quotient", f"{name} is {fewest[0]}.") if len(fewest) == 1 else None


def _comes(
    pair: Pair, rounded: Callable[[float], float], a: int, b: int, inner: float, outer: float
) -> bool:
    """Return whether this is what came, or what is right where the answer is right."""
    came = float((pair.came if pair.wrong else pair.right).reshape(()))
    return b != 0 and math.isclose(rounded(a / b + inner) + outer, came, abs_tol=1e-9)


def _sum(name: str, shift: float) -> str:
    return f"({name} {'+' if shift > 0 else '−'} {abs(shift)})" if shift else name


def _text(of: str, how: str, inner: float, outer: float) -> str:
    inside = f"{of} {'+' if inner > 0 else '−'} {abs(inner):g}" if inner else of
    more = f", {'plus' if outer > 0 else 'minus'} {abs(outer):g}" if outer else ""
    return f"{inside}{',' if inner and how else ''}{how}{more}"
