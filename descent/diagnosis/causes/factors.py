"""A constant factor, and which quantity of the problem it equals."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from descent.diagnosis.causes.cases import Array, Cause, Pair, near, tables, telling
from descent.diagnosis.causes.sizes import fixed_size
from descent.judging.compare import close
from descent.probing.probes import Probe

# Of fewer different factors, some of them 1, other things may be the reason as well.
_FEWEST = 4

# A factor that is as small as this is what rounding leaves of zero.
_ROUNDING = 1e-12

# By what a wrong factor may be explained; that it is one of these is said only if no other fits.
_QUANTITIES = ("", "samples", "entries", "features")


def quantities(probe: Probe) -> dict[str, float]:
    """Return the quantities of the problem that a wrong factor may equal, by what they are.

    The first array with two axes among the arguments says how many samples
    and features there are.
    """
    arrays = tables(probe)
    if not arrays:
        return {}
    rows, columns = arrays[0].shape
    return {
        "samples": float(rows),
        "features": float(columns),
        "entries": float(rows * columns),
    }


@dataclass(frozen=True)
class _Factor:
    """A product of a sign, a power of two and a power of a quantity."""

    sign: int
    two: float
    quantity: str
    power: int

    @property
    def parts(self) -> int:
        """How many things are off."""
        return (self.sign < 0) + (self.two != 1) + bool(self.quantity)

    def value(self, counts: dict[str, float]) -> float:
        if self.quantity and not counts.get(self.quantity):
            return float("nan")
        scale = counts[self.quantity] ** self.power if self.quantity else 1.0
        return self.sign * self.two * float(scale)


_FACTORS = [
    _Factor(sign, two, quantity, power)
    for sign, two, quantity in itertools.product((1, -1), (1.0, 0.5, 2.0), _QUANTITIES)
    for power in ((1, -1) if quantity else (0,))
    # Nobody multiplies by two and by the number of features.
    if quantity != "features" or two == 1
]


def factor(name: str, pairs: Sequence[Pair]) -> Cause | None:
    """Everything is a multiple of what it should be, by a known or a constant factor."""
    pair_ratios = []
    for pair in pairs:
        ratio = _ratio(pair)
        # One that is no multiple is enough: mostly it is the first.
        if ratio is None:
            return None
        if not np.isnan(ratio):
            pair_ratios.append((pair, ratio))
    values = np.array([value for _, value in pair_ratios])
    # A single number is always a multiple of another: that alone tells nothing.
    if not telling(pairs) or near(np.ones_like(values), values):
        return None
    counts = [quantities(pair.probe) for pair, _ in pair_ratios]
    fitting = [f for f in _FACTORS if near(np.array([f.value(q) for q in counts]), values)]
    # Three things that are off together could be many.
    fitting = [f for f in fitting if f.parts == min(g.parts for g in fitting)]
    # For one column, the entries are the samples.
    if [f.quantity for f in fitting] == ["samples", "entries"]:
        fitting.pop()
    # Two things that are off cancel each other now and then; of few, many things may be off.
    few = len({*values}) < _FEWEST and not all(pair.wrong for pair, _ in pair_ratios)
    hidden = fitting and fitting[0].parts > 1 and few
    if len(fitting) == 1 and not hidden and _sure(fitting[0], counts):
        # A division by 1 would say nothing.
        off = [n for n, value in enumerate(values) if abs(value - 1) > 1e-6]
        number = max(off, key=lambda n: counts[n].get(fitting[0].quantity, 0) > 1)
        return _cause_of(name, fitting[0], counts[number])
    samples = {counts_of.get("samples") for counts_of in counts}
    return fixed_size(name, pair_ratios) or _constant_factor(name, values, samples)


def plain_factor(pairs: Sequence[Pair], values: Sequence[float]) -> list[str] | None:
    """Return the things that a factor is off by, in words; None if it is no plain factor.

    Args:
        pairs: Right and given results.
        values: The factor of each.
    """
    counts = [quantities(pair.probe) for pair in pairs]
    fitting = [
        f for f in _FACTORS if near(np.array([f.value(q) for q in counts]), np.array(values))
    ]
    fitting = [f for f in fitting if f.parts == min(g.parts for g in fitting)]
    if [f.quantity for f in fitting] == ["samples", "entries"]:
        fitting.pop()
    if len(fitting) != 1 or not _sure(fitting[0], counts):
        return None
    return [brief for _, _, brief in _off("", fitting[0], None)]


def off_by_one_thing(pair: Pair) -> bool:
    """Return whether a factor that is one thing may lie between two results: 2, say, or the mean.

    Of a single probe: the same has to be so for all others.
    """
    ratio = _ratio(pair)
    if ratio is None or np.isnan(ratio):
        return ratio is not None
    counts = quantities(pair.probe)
    values = [factor.value(counts) for factor in _FACTORS if factor.parts == 1]
    return any(near(np.array(value), np.array(ratio)) for value in values)


def _ratio(pair: Pair) -> float | None:
    """Return the factor of one pair; NaN if zeros hide it, None if there is none."""
    right, came = pair.right, pair.came if pair.wrong else pair.right
    if right.shape != came.shape or came.dtype.kind == "c" or not np.isfinite(came).all():
        return None
    right, came = right.astype(float), came.astype(float)
    nonzero = np.abs(right) > max(1e-9, 1e-6 * float(np.max(np.abs(right), initial=0.0)))
    if not nonzero.any():
        return float("nan") if near(right, came) else None
    ratio = float((came[nonzero] / right[nonzero])[0])
    # Rounding grows with the factor, where entries are near zero.
    off = ~close(right * ratio, came, atol=1e-9 * max(1.0, abs(ratio)))
    return None if off.any() else ratio


def _sure(fitting: _Factor, counts: list[dict[str, float]]) -> bool:
    """Return whether a factor can only be this: its quantity varies, or is no everyday number."""
    if not fitting.quantity:
        return True
    numbers = {q[fitting.quantity] for q in counts}
    everyday = max(numbers) < 5 or np.log2(max(numbers)) % 1 == 0
    # A fifth and a tenth are numbers that people write.
    return len(numbers) > 1 or not (everyday or (fitting.power < 0 and 100 % max(numbers) == 0))


def _cause_of(name: str, factor: _Factor, counts: dict[str, float]) -> Cause:
    off = _off(name, factor, int(counts.get(factor.quantity, 0)))
    if len(off) == 1:
        return Cause(off[0][0], off[0][1])
    ids = "-".join(one for one, _, _ in off)
    summary = listed([brief for _, _, brief in off])
    count = "two" if len(off) == 2 else "three"
    sentence = f"{name} is off by {count} things: {summary}."
    return Cause(ids.replace("missing-mean-missing-two", "missing-mean-and-two"), sentence)


# What is off in something, each thing as it is said of it.
Off = tuple[str, ...]


def simplest(found: Collection[Off]) -> Off | None:
    """Return the one explanation with the fewest things off; None if there is none, or several."""
    fewest = [off for off in found if len(off) == min(map(len, found))]
    return fewest[0] if len(fewest) == 1 else None


def listed(items: Sequence[str]) -> str:
    """Return things that are off as one text."""
    return ", and ".join(("; ".join(items[:-1]), items[-1])) if len(items) > 1 else items[0]


def _off(name: str, factor: _Factor, many: int | None) -> list[tuple[str, str, str]]:
    """Return what is off: an id, what it is by itself, and what it is in a list of several.

    Without a number of what is counted, that in a list is told alone, and no number.
    """
    off: list[tuple[str, str, str]] = []
    if factor.sign < 0:
        sentence = f"{name} has the wrong sign: every entry is −1 times what it should be."
        off.append(("sign", sentence, "the sign is turned"))
    if factor.quantity in ("samples", "entries"):
        there = f"where there are {many} {factor.quantity}"
        over = f"over the {factor.quantity}"
        if factor.power > 0:
            sentence = f"{name} is {many} times too large {there}: the mean {over} is missing."
            here = "" if many is None else f" (a division by {many} here)"
            brief = f"the mean {over} is missing{here}"
            off.append(("missing-mean", sentence, brief))
        else:
            sentence = (
                f"{name} is {many} times too small {there}: it is divided by the number of "
                f"{factor.quantity} once too often, as if the mean were taken twice."
            )
            here = "" if many is None else f" ({many} here)"
            brief = f"the number of {factor.quantity}{here} divides once too often"
            off.append(("mean-twice", sentence, brief))
    if factor.quantity == "features" and factor.power > 0:
        sentence = f"{name} is {many} times too large where there are {many} columns."
        here = "" if many is None else f"{many}, "
        brief = f"there is a factor {here}the number of columns"
        off.append(("features-factor", sentence, brief))
    if factor.quantity == "features" and factor.power < 0:
        sentence = f"{name} is divided by the number of columns, and should not be."
        off.append(("features-divided", sentence, "it is divided by the number of columns"))
    if factor.two < 1:
        sentence = f"{name} is half of what it should be: a factor 2 is missing."
        off.append(("missing-two", sentence, "a factor 2 is missing"))
    if factor.two > 1:
        sentence = f"{name} is twice what it should be: there is a factor 2 too many."
        off.append(("extra-two", sentence, "there is a factor 2 too many"))
    return off


def _constant_factor(name: str, values: Array, samples: set[float | None]) -> Cause | None:
    """Say what the factor is, where it is always the same and its cause is not known."""
    if not near(np.full_like(values, values[0]), values):
        return None
    if abs(values[0]) < _ROUNDING:
        # In the past tense: elsewhere, nobody has tried.
        rounded = ", up to rounding" if values[0] else ""
        return Cause("zero", f"{name} came out zero everywhere{rounded}.")
    # Of other numbers of samples it may be another factor.
    many = samples.pop() if len(samples) == 1 else None
    there = f" where there are {many:.0f} samples" if many else ""
    told = f"{name} is {values[0]:.6g} times what it should be{there}, in every entry."
    return Cause(
        "constant-factor",
        told,
        f"{name} is a constant multiple of what it should be{there and ' there'}, in every entry.",
        float(f"{values[0]:.6g}"),
        f"{told} The code has this number.",
    )
