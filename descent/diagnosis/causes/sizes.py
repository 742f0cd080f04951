"""A number that stands where a size or another argument belongs: told from what is off, and how.

Where a result is off by ``m / 4``, with m the number of samples, it is as if there were
always 4 of them. That takes questions in which m differs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from descent.diagnosis.causes.cases import Cause, Pair, tables
from descent.judging.compare import RTOL

# Of two sizes, nearly any two ratios are multiples.
_FEWEST = 3


def fixed_size(name: str, ratios: Sequence[tuple[Pair, float]]) -> Cause | None:
    """Return what is said where a ratio follows one size alone; None if none, or several, fit.

    Args:
        name: The part of the result.
        ratios: By how much it is off, for each question that tells.
    """
    found = list(_fixed(ratios))
    # A size that is another one's multiple wherever it was asked could be either.
    if len(found) != 1:
        return None
    what, symbol, power, number = found[0]
    written = f"{number:.6g}"
    factor = f"{symbol} / {written}" if power > 0 else f"{written} / {symbol}"
    known = symbol == what
    where = "" if known else f", where {symbol} is {what}"
    belongs = f"{symbol} belongs" if known else f"{symbol}, {what}, belongs"
    if number == 1:
        factor = symbol if power > 0 else f"1 / {symbol}"
    # A 2 may be that of a square, beside a number of rows for one of all entries.
    if number == 1 or (symbol == "n" and float(written) in (0.25, 0.5, 2, 4)):
        return Cause("fixed-size", f"{name} is {factor} times what it should be{where}.")
    return Cause(
        "fixed-size",
        f"{name} is {factor} times what it should be{where}: it goes with {symbol}, as if that "
        "were always the same.",
        f"{name} is off by a factor that goes with {what}, as if that were always the same.",
        literal=float(written),
        coded=f"{written} stands where {belongs}: {name} is {factor} times what it should be.",
    )


def _fixed(ratios: Sequence[tuple[Pair, float]]) -> Iterator[tuple[str, str, int, float]]:
    """Yield what is taken to be always the same, its symbol, its power, and that number."""
    seen: set[tuple[float, ...]] = set()
    for what, symbol in _names(ratios):
        sized = [(size, ratio) for p, ratio in ratios if (size := _size(p, what)) is not None]
        sizes, values = np.array(sized, dtype=float).reshape(-1, 2).T
        # What is right where nothing is given, a default may explain.
        rest = [ratio for p, ratio in ratios if _size(p, what) is None]
        # For one column, the entries are the samples.
        known, seen = tuple(sizes) in seen, seen | {tuple(sizes)}
        if known or len(set(sizes)) < _FEWEST or not (np.isfinite(values) & (values > 0)).all():
            continue
        for power in (1, -1):
            numbers = sizes * values**-power
            same = np.allclose(numbers, numbers[0], rtol=RTOL, atol=0)
            number = 1.0 if np.isclose(numbers[0], 1, rtol=RTOL, atol=0) else float(numbers[0])
            # There is no such thing as 0.69 samples: the factor follows something else as well.
            if what in _SIZES and not _is_count(numbers[0]):
                continue
            if same and np.allclose(rest, 1, rtol=RTOL, atol=0):
                yield what, symbol, power, number


def _is_count(number: float) -> bool:
    return 0.5 < number < np.inf and bool(np.isclose(number, round(number), rtol=RTOL, atol=0))


def _names(ratios: Sequence[tuple[Pair, float]]) -> list[tuple[str, str]]:
    scalars = [
        name
        for pair, _ in ratios
        for name, item in pair.inputs.items()
        if isinstance(item, (int, float)) and not isinstance(item, bool) and item
    ]
    return [*_SIZES.items(), *((name, name) for name in dict.fromkeys(scalars))]


_SIZES = {
    "the number of samples": "m",
    "the number of columns": "n",
    "the number of entries": "k",
}


def _size(pair: Pair, what: str) -> float | None:
    if what not in _SIZES:
        item = pair.inputs.get(what)
        return float(item) if isinstance(item, (int, float)) else None
    arrays = tables(pair.probe)
    if not arrays:
        return None
    rows, columns = arrays[0].shape
    return float((rows, columns, rows * columns)[[*_SIZES].index(what)])
