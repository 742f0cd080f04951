"""Right numbers in a wrong shape, and sums over too much or too little."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from descent.diagnosis.causes.cases import (
    Array,
    Cause,
    Pair,
    first_wrong,
    holds,
    near,
    tables,
    telling,
)
from descent.diagnosis.causes.factors import factor


def transposed(name: str, pairs: Sequence[Pair]) -> Cause | None:
    """Rows and columns are exchanged; perhaps there is a factor besides."""
    if any(p.right.T.shape != p.came.shape for p in pairs if p.wrong):
        return None
    example = first_wrong(pairs, lambda p: p.right.shape != p.came.shape)
    if example:
        sentence = (
            f"{name} is transposed: expected shape {example.right.shape}, "
            f"got {example.came.shape}, with the right numbers in it."
        )
    else:
        sentence = f"{name} is transposed: its rows are where its columns should be."
    if holds(pairs, lambda p: p.right.T):
        return Cause("transposed", sentence) if telling(pairs) else None
    if example is None or not telling(pairs):
        return None
    return _besides(
        "transposed",
        f"{name} is transposed: expected shape {example.right.shape}, got {example.came.shape}.",
        name,
        pairs,
        lambda p: p.came.T if p.came.shape == p.right.T.shape else None,
    )


def _besides(
    id: str,
    sentence: str,
    name: str,
    pairs: Sequence[Pair],
    mend: Callable[[Pair], Array | None],
    blind: str = "",
) -> Cause | None:
    """Name two causes at once: one that is mended, and the factor that is left then."""
    new_pairs = []
    for pair in pairs:
        came = mend(pair) if pair.wrong else pair.came
        if came is None:
            return None
        new_pairs.append(replace(pair, came=came))
    other = factor(name, new_pairs)
    # Zeros look the same in any shape.
    if other is None or other.id == "zero":
        return None
    return Cause(
        f"{id}+{other.id}",
        f"{sentence} Besides, {other.sentence}",
        f"{blind or sentence} Besides, {other.wording(False)}",
    )


_FLATTENERS: tuple[Callable[[Array], Array], ...] = (
    np.ravel,
    np.squeeze,
    np.atleast_1d,
    np.atleast_2d,
    lambda a: a[..., np.newaxis],
    lambda a: a[np.newaxis],
)


def reshaped(name: str, pairs: Sequence[Pair]) -> Cause | None:
    """The right numbers stand in another shape; perhaps there is a factor besides."""
    wrong = [pair for pair in pairs if pair.wrong]
    if not wrong or any(p.right.size != p.came.size for p in wrong):
        return None
    example = first_wrong(pairs, lambda p: p.right.shape != p.came.shape)
    if example is None or not _by_shape_alone(pairs):
        return None
    axes = {p.right.ndim - p.came.ndim for p in wrong if p.right.shape != p.came.shape}
    if all(n > 0 for n in axes):
        cause, what = "missing-axis", "misses an axis" if axes == {1} else "misses axes"
    elif all(n < 0 for n in axes):
        cause, what = "wrong-axes", "has an axis too many" if axes == {-1} else "has axes too many"
    else:
        cause, what = "wrong-axes", "has another shape"
    expected, got = f"expected shape {example.right.shape}", f"got {example.came.shape}"
    if all(near(p.right.ravel(), p.came.ravel()) for p in wrong):
        right = f"the numbers of {name} are right, but it {what}: {expected}"
        return Cause(cause, f"{right}, {got}.", f"{right}.")
    return _besides(
        cause,
        f"{name} {what}: {expected}, {got}.",
        name,
        pairs,
        lambda p: p.came.reshape(p.right.shape),
        f"{name} {what}: {expected}.",
    )


def _by_shape_alone(pairs: Sequence[Pair]) -> bool:
    """Return whether one way to lose or gain axes fits every shape, or there is no right one."""
    if all(pair.wrong for pair in pairs):
        return True
    return any(
        all(f(p.right).shape == (p.came if p.wrong else p.right).shape for p in pairs)
        for f in _FLATTENERS
    )


def blown_up(name: str, pairs: Sequence[Pair]) -> Cause | None:
    """A column met a row, and every entry of one was combined with every entry of the other."""

    def square(pair: Pair) -> Array | None:
        if pair.right.ndim != 2 or pair.right.shape[1] != 1:
            return None
        m = len(pair.right)
        if (pair.came if pair.wrong else pair.right).shape != (m, m):
            return None
        # Each entry met its own partner on the diagonal, and nowhere else.
        return np.diag(pair.came).reshape(m, 1)

    example = first_wrong(pairs)
    diagonals = [square(pair) for pair in pairs]
    if example is None or any(
        d is None or not near(p.right, d) for p, d in zip(pairs, diagonals, strict=True)
    ):
        return None
    if not telling(pairs):
        return None
    m = len(example.right)
    return Cause(
        "broadcast",
        f"{name} has shape {example.came.shape} where {example.right.shape} is expected, and the "
        f"right numbers only on its diagonal, as where a column of shape ({m}, 1) meets an array "
        f"of {m} numbers that is no column, such as one of shape ({m},), and every entry of the "
        "one is combined with every entry of the other.",
    )


def not_summed(name: str, pairs: Sequence[Pair]) -> Cause | None:
    """A sum over the rows is missing, or goes over more than the rows."""
    return _rows_left(name, pairs) or _one_number(name, pairs)


def _rows_left(name: str, pairs: Sequence[Pair]) -> Cause | None:
    def many(pair: Pair) -> bool:
        right, came = pair.right, pair.came
        return (
            right.ndim == came.ndim == 2
            and right.shape[1] == came.shape[1]
            and right.shape[0] == 1 < came.shape[0]
        )

    wrong = [pair for pair in pairs if pair.wrong]
    if not wrong or not all(many(p) for p in wrong) or not telling(pairs):
        return None
    # With one sample there is nothing to add up, and the answer is right.
    if not all(pair.wrong or _samples(pair) == 1 for pair in pairs):
        return None
    expected = f"{name} still has more than one row: expected shape {wrong[0].right.shape}"
    got = f"got {wrong[0].came.shape}"
    for cause, reduce, advice in (
        ("sum-missing", np.sum, "Add the rows up."),
        ("rows-not-averaged", np.mean, "Take the mean of the rows."),
    ):
        if all(near(p.right, reduce(p.came, axis=0, keepdims=True)) for p in wrong):
            return Cause(cause, f"{expected}, {got}. {advice}", f"{expected}. {advice}")
    return _besides(
        "sum-missing",
        f"{expected}, {got}. Add the rows up.",
        name,
        pairs,
        lambda p: p.came.sum(axis=0, keepdims=True),
        f"{expected}. Add the rows up.",
    )


def _samples(pair: Pair) -> int:
    arrays = tables(pair.probe)
    return len(arrays[0]) if arrays else 0


def _one_number(name: str, pairs: Sequence[Pair]) -> Cause | None:
    wrong = [pair for pair in pairs if pair.wrong]
    if not wrong or any(p.came.size != 1 or p.right.size < 2 for p in wrong):
        return None
    if any(p.right.size > 1 for p in pairs if not p.wrong):
        return None
    # One number is easily hit by chance, unless it is hit for several probes.
    if sum(bool(np.any(p.came)) for p in wrong) < 2 or not telling(pairs):
        return None
    what = "has a single entry" if any(p.came.ndim for p in wrong) else "is a single number"
    for word, reduce in (("sum", np.sum), ("mean", np.mean)):
        if all(near(np.asarray(reduce(p.right)), p.came.reshape(())) for p in wrong):
            return Cause(
                "summed-too-far",
                f"{name} {what}, the {word} of all the entries that it should have.",
            )
    return None
