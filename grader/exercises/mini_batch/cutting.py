"""``minibatches``: the samples of an epoch, shuffled and cut into batches."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from descent.probes import Observation, Probe, script, take
from descent.properties.batches import SIZES
from descent.sheets import Criterion
from descent.values import Value
from grader.exercise import UNTOUCHED, Begin, Exercise, edit, rewrite
from grader.exercises.mini_batch.draws import generator, labels, samples, whole


def _probes(begin: Begin) -> Iterator[Probe]:
    rng = begin("a rest")
    size = int(rng.integers(3, 6))
    m = 2 * size + int(rng.integers(1, size))
    yield _case(rng, samples(rng, m, 2), size, "a last batch that is smaller", group="cut")
    rng = begin("no rest")
    yield _case(rng, samples(rng, 12, 3), 4, "batches that fit exactly", group="cut")
    yield _orders(begin("many samples"), 7)
    yield _orders(begin("many samples, smaller batches"), 6)
    rng = begin("batches of one sample")
    yield _case(rng, samples(rng, int(rng.integers(6, 9)), 3), 1, "batches of a single sample")
    rng = begin("the full batch")
    m = int(rng.integers(6, 9))
    yield _case(rng, samples(rng, m, 3), m, "the full batch")
    rng = begin("a larger batch size")
    m = int(rng.integers(6, 9))
    large = "a batch size larger than the number of samples"
    yield _case(rng, samples(rng, m, 3), m + 4, large)
    rng = begin("one feature")
    yield _case(rng, samples(rng, int(rng.integers(6, 9)), 1), 3, "one feature")
    rng = begin("one sample")
    yield _case(rng, samples(rng, 1, 3), 2, "one sample")
    rng = begin("whole numbers")
    yield _case(rng, whole(rng, 7, 2), 3, "whole numbers", int)
    rng = begin("whole-number samples")
    yield _case(rng, whole(rng, 7, 3), 4, "whole numbers")
    rng = begin("whole-number labels")
    yield _case(rng, samples(rng, 8, 2), 5, "whole numbers", int)


def _case(
    rng: np.random.Generator,
    X: Value,
    size: int,
    label: str,
    kind: type = float,
    group: str = "edge",
) -> Probe:
    """Take the batches of these samples, with labels of a kind, float or int."""
    y: Value = labels(rng, len(X)).astype(kind)
    # Two more than there can be, so that too many batches show.
    step = take(len(X) + 2, X, y, size, generator(rng), show="batches")
    return script(step, group=group, label=label)


def _orders(rng: np.random.Generator, size: int) -> Probe:
    """Take the batches with two generators in one state and a third in another."""
    m = 28 + int(rng.integers(2, 6))
    X, y = samples(rng, m, 1), labels(rng, m)
    one = generator(rng)
    other = dataclasses.replace(one, seed=one.seed + 1)
    taken = (("first", one), ("again", one), ("other", other))
    steps = (take(m + 2, X, y, size, with_rng, show=name) for name, with_rng in taken)
    return script(*steps, group="order", label="many samples")


def _truth(probe: Probe, answers: Mapping[str, Any]) -> Observation:
    """Tell only the sizes of the batches: any order of the samples is right."""
    shown = {}
    for step in probe.steps:
        X, y, size, rng = step.args
        batches = answers["minibatches"](X, y, size, rng.make())
        shown[SIZES + step.show] = [len(y_batch) for _, y_batch in batches]
    return Observation(shown)


_M = "m = len(X)"
_ORDER = "order = rng.permutation(m)"
_STARTS = "range(0, m, batch_size)"
_ROWS = "rows = order[start : start + batch_size]"
_YIELD = "yield X[rows], y[rows]"
_LOOP = f"    for start in {_STARTS}:\n        {_ROWS}\n        {_YIELD}\n"


MINIBATCHES = Exercise(
    name="minibatches",
    probes=_probes,
    truth=_truth,
    uses=("updates_per_epoch",),
    criteria=(
        Criterion(
            "batches of batch_size, the last one smaller, with every sample exactly once",
            1,
            ("cut", "order"),
            rule="batches_cut",
        ),
        Criterion(
            "shuffled, and each row of y with its row of X",
            1.25,
            ("order",),
            rule="batches_paired",
        ),
        Criterion("a new order in each call, from rng", 1, ("order",), rule="batches_shuffled"),
        Criterion(
            "batches of one sample, batch sizes up to m and beyond, whole numbers",
            0.5,
            ("edge",),
            rule="batches_cut",
        ),
        dataclasses.replace(UNTOUCHED, share=0.25),
    ),
    hints=(
        "Do not move the samples: shuffle their row numbers. What does rng.permutation(m) give "
        "you, and what is X[rows] for an array of row numbers?",
        "Draw one shuffled order of all row numbers. Then go through it in steps of batch_size, "
        "from 0 on, and take a slice of that many row numbers. A slice that runs over the end is "
        "simply shorter: that is the smaller last batch.",
        "order is rng.permutation(len(X)). For start in range(0, len(X), batch_size), the rows "
        "of a batch are order[start:start + batch_size]: yield the pair of X at these rows and y "
        "at these rows.",
    ),
    mistakes=(
        edit(
            "not-shuffled",
            "The samples come in the order in which they are stored. Shuffle the row numbers with "
            "rng before you cut them.",
            _ORDER,
            "order = np.arange(m)",
        ),
        edit(
            "order-reversed",
            "Turning the order around does not shuffle it. Draw a random order from rng.",
            _ORDER,
            "order = np.arange(m)[::-1]",
        ),
        edit(
            "separate-orders",
            "X and y are shuffled each in an order of its own, so samples lose their labels: a "
            "second call of rng gives another order. Draw one order of row numbers and use it "
            "for both.",
            _ORDER,
            f"{_ORDER}\n    order_y = rng.permutation(m)",
            _YIELD,
            "yield X[rows], y[order_y[start : start + batch_size]]",
        ),
        edit(
            "y-not-shuffled",
            "X is shuffled, but y is not, so samples lose their labels. Use the same row numbers "
            "for both.",
            _YIELD,
            "yield X[rows], y[start : start + batch_size]",
        ),
        edit(
            "X-not-shuffled",
            "y is shuffled, but X is not, so samples lose their labels. Use the same row numbers "
            "for both.",
            _YIELD,
            "yield X[start : start + batch_size], y[rows]",
        ),
        edit(
            "y-shuffled-again",
            "y is put into the shuffled order twice, so samples lose their labels: once y is "
            "shuffled, slice it; or leave it as it is and index it with the row numbers.",
            _ORDER,
            f"{_ORDER}\n    y = y[order]",
        ),
        edit(
            "X-shuffled-again",
            "X is put into the shuffled order twice, so samples lose their labels: once X is "
            "shuffled, slice it; or leave it as it is and index it with the row numbers.",
            _ORDER,
            f"{_ORDER}\n    X = X[order]",
        ),
        edit(
            "last-batch-dropped",
            "The last, smaller batch is missing: its samples belong to the epoch, too. Let the "
            "loop start a batch wherever row numbers are left; a slice that runs over the end is "
            "simply shorter.",
            _STARTS,
            "range(0, m - batch_size + 1, batch_size)",
        ),
        edit(
            "last-batch-always-dropped",
            "The last batch is always missing, even where it is full. range leaves its end out "
            "already: let it run to m.",
            _STARTS,
            "range(0, m - batch_size, batch_size)",
        ),
        edit(
            "stops-one-sample-early",
            "A last batch of a single sample is lost: range leaves its end out already, so let it "
            "run to m.",
            _STARTS,
            "range(0, m - 1, batch_size)",
        ),
        edit(
            "empty-last-batch",
            "Where batch_size divides the number of samples, an empty batch follows at the end. "
            "Start a batch only where row numbers are left.",
            _STARTS,
            "range(0, (m // batch_size + 1) * batch_size, batch_size)",
        ),
        edit(
            "first-batch-skipped",
            "The first batch is missing: the row numbers start at 0.",
            _STARTS,
            "range(batch_size, m, batch_size)",
        ),
        edit(
            "last-batch-filled-up",
            "The last batch is filled up with samples that were used already. Every sample comes "
            "exactly once: leave the last batch smaller.",
            _ROWS,
            "rows = order[start : start + batch_size]\n"
            "        if len(rows) < batch_size:\n"
            "            rows = order[-batch_size:]",
        ),
        edit(
            "last-batch-wraps-around",
            "The last batch is filled up with samples from the beginning. Every sample comes "
            "exactly once: leave the last batch smaller.",
            _ROWS,
            "rows = order[np.arange(start, start + batch_size) % m]",
        ),
        edit(
            "rest-joined",
            "The samples that are left over are put into the last full batch. They form a smaller "
            "batch of their own.",
            _LOOP,
            "    full = max(1, m // batch_size)\n"
            "    for k in range(full):\n"
            "        stop = m if k == full - 1 else (k + 1) * batch_size\n"
            "        rows = order[k * batch_size : stop]\n"
            "        yield X[rows], y[rows]\n",
        ),
        edit(
            "smaller-batch-first",
            "The smaller batch comes first. Cut from the front, so that the last one is smaller.",
            _LOOP,
            "    stops = range(m, 0, -batch_size)\n"
            "    for stop in reversed(stops):\n"
            "        rows = order[max(0, stop - batch_size) : stop]\n"
            "        yield X[rows], y[rows]\n",
        ),
        edit(
            "batches-evened-out",
            "Your batches are of nearly equal size. Each has batch_size samples, and only the last "
            "one fewer.",
            _LOOP,
            "    for rows in np.array_split(order, -(-m // batch_size)):\n"
            "        yield X[rows], y[rows]\n",
        ),
        edit(
            "number-of-batches",
            "You cut into batch_size batches. batch_size is the number of samples in a batch, not "
            "the number of batches.",
            _LOOP,
            "    for rows in np.array_split(order, batch_size):\n        yield X[rows], y[rows]\n",
        ),
        edit(
            "equal-split-only",
            "np.split wants pieces of equal size, and fails where batch_size does not divide the "
            "number of samples. Take slices of the shuffled row numbers.",
            _LOOP,
            "    for rows in np.split(order, m // batch_size):\n        yield X[rows], y[rows]\n",
        ),
        edit(
            "step-of-one",
            "A batch starts at every row number, so the batches overlap. Go on by batch_size from "
            "one to the next.",
            _STARTS,
            "range(m)",
        ),
        edit(
            "one-sample-short",
            "Each batch is one sample short. A slice leaves its end out already: it ends at "
            "start + batch_size.",
            _ROWS,
            "rows = order[start : start + batch_size - 1]",
        ),
        edit(
            "one-sample-over",
            "Each batch holds one sample more, the first of the next batch. A slice ends before "
            "its end: start + batch_size.",
            _ROWS,
            "rows = order[start : start + batch_size + 1]",
        ),
        edit(
            "slice-to-batch-size",
            "The slices end at batch_size, wherever they start, so all but the first are empty. "
            "They end at start + batch_size.",
            _ROWS,
            "rows = order[start:batch_size]",
        ),
        edit(
            "slice-to-the-end",
            "Your batches have no end: each goes on to the last sample. A slice ends at "
            "start + batch_size.",
            _ROWS,
            "rows = order[start:]",
        ),
        edit(
            "same-batch",
            "Every batch is the first one. Let each begin where the one before has ended.",
            _ROWS,
            "rows = order[:batch_size]",
        ),
        edit(
            "one-batch",
            "All samples come as one batch. Cut the shuffled row numbers into pieces of "
            "batch_size.",
            _LOOP,
            "    yield X[order], y[order]\n",
        ),
        edit(
            "returned-in-loop",
            "The return stands in the loop, so only one batch comes. Use yield, or collect the "
            "pairs in a list and return it after the loop.",
            _YIELD,
            "return [(X[rows], y[rows])]",
        ),
        edit(
            "drawn-anew",
            "You draw a new order for each batch, so some samples come twice in an epoch and "
            "others never. Draw one order before the loop.",
            _ROWS,
            "rows = rng.permutation(m)[:batch_size]",
            f"    {_ORDER}\n",
            "",
        ),
        edit(
            "drawn-anew-and-cut",
            "You draw a new order for each batch, so some samples come twice in an epoch and "
            "others never. Draw the order once, before the loop, and cut that.",
            _ROWS,
            "rows = rng.permutation(m)[start : start + batch_size]",
            f"    {_ORDER}\n",
            "",
        ),
        edit(
            "drawn-with-replacement",
            "The row numbers are drawn with replacement, so some samples come twice in an epoch "
            "and others never. Use rng.permutation, which has each of them once, and cut that.",
            _ROWS,
            "rows = rng.choice(m, min(batch_size, m - start))",
            f"    {_ORDER}\n",
            "",
        ),
        edit(
            "one-sample-left-out",
            "One sample is never used: the row numbers run from 0 to m - 1, and rng.permutation(m) "
            "has them all.",
            _ORDER,
            "order = rng.permutation(m - 1)",
        ),
        edit(
            "order-from-one",
            "Your row numbers run from 1 to m. They start at 0, so the first row is never used and "
            "the last number is beyond the end.",
            _ORDER,
            "order = rng.permutation(m) + 1",
        ),
        edit(
            "batches-shuffled",
            "You cut the samples as they are stored, and shuffle the batches. Shuffle the samples "
            "first, so that the batches differ from epoch to epoch.",
            _ORDER,
            "order = np.arange(m)",
            f"start in {_STARTS}",
            "start in batch_size * rng.permutation(-(-m // batch_size))",
        ),
        edit(
            "shuffled-within-batches",
            "You shuffle within each batch only: the same samples always share a batch. Shuffle "
            "all row numbers before you cut them.",
            _ORDER,
            "order = np.arange(m)",
            _ROWS,
            "rows = rng.permutation(order[start : start + batch_size])",
        ),
        edit(
            "rolled",
            "You only start at a random place: the samples still follow one another as they are "
            "stored. Shuffle all row numbers.",
            _ORDER,
            "order = np.roll(np.arange(m), rng.permutation(m)[0])",
        ),
        edit(
            "own-generator",
            "You make a generator with a fixed seed inside, so the order is the same in every "
            "epoch. Use the rng that is passed.",
            _ORDER,
            "order = np.random.default_rng(0).permutation(m)",
        ),
        edit(
            "own-generator-42",
            "You make a generator with the seed 42 inside, so the order is the same in every "
            "epoch. Use the rng that is passed.",
            _ORDER,
            "order = np.random.default_rng(42).permutation(m)",
        ),
        edit(
            "shuffled-in-place",
            "The batches are right, but you shuffle the caller's arrays themselves: after an "
            "epoch X and y are no longer what they were. Index with the shuffled row numbers, "
            "which makes new arrays.",
            _ORDER,
            f"{_ORDER}\n    X[:], y[:] = X[order], y[order]",
            _ROWS,
            "rows = slice(start, start + batch_size)",
        ),
        edit(
            "rng-shuffle-on-arrays",
            "rng.shuffle reorders the caller's arrays themselves, and X and y each in its own way, "
            "so samples lose their labels. Shuffle row numbers, and index both arrays with them.",
            _ORDER,
            "rng.shuffle(X)\n    rng.shuffle(y)",
            _ROWS,
            "rows = slice(start, start + batch_size)",
        ),
        edit(
            "shuffle-returns-nothing",
            "rng.shuffle gives None back: it shuffles the array that it gets. Use "
            "rng.permutation(m), or shuffle np.arange(m) and keep that.",
            _ORDER,
            "order = rng.shuffle(np.arange(m))",
        ),
        edit(
            "columns",
            "You take columns of X. The samples are its rows: X[rows].",
            _YIELD,
            "yield X[:, rows], y[rows]",
        ),
        edit(
            "features-counted",
            "You shuffle as many row numbers as there are features. The samples are the rows of X: "
            "there are len(X) of them.",
            _M,
            "m = X.shape[1]",
        ),
        edit(
            "entries-counted",
            "You shuffle a number for every entry of X. The samples are the rows of X: there are "
            "len(X) of them.",
            _M,
            "m = X.size",
        ),
        edit(
            "y-flattened",
            "y_batch has lost its column: it should be (batch_size, 1), as y has one. Index y with "
            "the row numbers and leave its shape alone.",
            _YIELD,
            "yield X[rows], y[rows].ravel()",
        ),
        edit(
            "y-first",
            "The pairs are the wrong way round: X_batch comes first, then y_batch.",
            _YIELD,
            "yield y[rows], X[rows]",
        ),
        edit(
            "X-only",
            "Only the rows of X come. Each batch is a pair: its rows of X, and its rows of y.",
            _YIELD,
            "yield X[rows]",
        ),
        edit(
            "row-numbers",
            "The row numbers of each batch come, not the samples. Yield X[rows] and y[rows].",
            _YIELD,
            "yield rows",
        ),
        edit(
            "stacked",
            "X and y come in one array. Each batch is a pair of two: X_batch and y_batch.",
            _YIELD,
            "yield np.hstack([X[rows], y[rows]])",
        ),
        edit(
            "sample-by-sample",
            "Each sample comes on its own, whatever batch_size is. Take batch_size row numbers at "
            "a time.",
            _LOOP,
            "    for k in order:\n        yield X[k : k + 1], y[k : k + 1]\n",
        ),
        rewrite(
            "two-lists",
            "You return a list of X batches and a list of y batches. Asked is one list of pairs; "
            "zip would make it of these two.",
            "def minibatches(X, y, batch_size, rng):\n"
            "    order = rng.permutation(len(X))\n"
            "    cuts = [order[k : k + batch_size] for k in range(0, len(X), batch_size)]\n"
            "    return [X[rows] for rows in cuts], [y[rows] for rows in cuts]\n",
        ),
        rewrite(
            "no-sample-too-few",
            "With a batch size larger than the number of samples no batch comes. Then all samples "
            "together form a single, smaller batch.",
            "def minibatches(X, y, batch_size, rng):\n"
            "    order = rng.permutation(len(X))\n"
            "    if batch_size > len(X):\n"
            "        return []\n"
            "    cuts = [order[k : k + batch_size] for k in range(0, len(X), batch_size)]\n"
            "    return [(X[rows], y[rows]) for rows in cuts]\n",
        ),
    ),
)
