"""``updates_per_epoch``: how many batches an epoch holds."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from descent.probes import Probe, call
from descent.sheets import Criterion
from grader.exercise import AN_INT, Begin, Exercise, edit, rewrite


def _probes(begin: Begin) -> Iterator[Probe]:
    # A rest below and above one half tells rounding from rounding up.
    for name, rest in (("a small rest", (1, 3)), ("a large rest", (8, 10))):
        rng = begin(name)
        size, full = int(rng.integers(11, 14)), int(rng.integers(3, 8))
        m = full * size + int(rng.integers(*rest))
        yield call(m, size, label="a last batch that is smaller")
    rng = begin("no rest")
    size, full = int(rng.integers(5, 9)), int(rng.integers(10, 15))
    yield call(full * size, size, label="batches that fit exactly")
    m = int(begin("batches of one sample").integers(20, 30))
    yield call(m, 1, group="edge", label="batches of a single sample")
    m = int(begin("the full batch").integers(20, 30))
    yield call(m, m, group="edge", label="the full batch")
    m = int(begin("a larger batch size").integers(20, 30))
    yield call(m, 2 * m + 5, group="edge", label="a batch size larger than the number of samples")
    begin("one sample")
    yield call(1, 1, group="edge", label="one sample")


_WHOLE = "updates = int(m) // int(batch_size)"
_ROUND_UP = "    if int(m) % int(batch_size) > 0:\n        updates = updates + 1\n"
_RETURN = "return updates"


UPDATES_PER_EPOCH = Exercise(
    name="updates_per_epoch",
    probes=_probes,
    criteria=(
        Criterion("batches that fit exactly, and a smaller last batch", 0.65, groups=("values",)),
        Criterion("batches of one sample, and batch sizes up to m and beyond", 0.25, ("edge",)),
        dataclasses.replace(AN_INT, share=0.1),
    ),
    hints=(
        "Each batch gives one update. How many full batches can you cut from m samples, and what "
        "is left over?",
        "Integer division m // batch_size counts the full batches, and m % batch_size says how "
        "many samples are left. If any are left, they form one more batch.",
        "Take the number of full batches, add 1 if the rest is greater than 0, and return it. "
        "It is m / batch_size, rounded up.",
    ),
    mistakes=(
        edit(
            "rest-dropped",
            "The samples that are left over are forgotten: they form a last, smaller batch, which "
            "is one more update. Round m / batch_size up, not down.",
            _ROUND_UP,
            "",
        ),
        edit(
            "rest-dropped-at-least-one",
            "The samples that are left over form one more batch, for every m: not only where they "
            "are all there is. Round m / batch_size up.",
            _ROUND_UP,
            "    updates = max(1, updates)\n",
        ),
        edit(
            "always-one-more",
            "You always add one batch. Where batch_size divides m nothing is left over, and there "
            "is no last, smaller batch.",
            _ROUND_UP,
            "    updates = updates + 1\n",
        ),
        edit(
            "rounded-to-nearest",
            "You round m / batch_size to the nearest whole number. A last batch counts however "
            "small it is, so round up.",
            _WHOLE,
            "updates = round(m / batch_size)",
            _ROUND_UP,
            "",
        ),
        edit(
            "not-rounded",
            "m / batch_size is not a whole number here, but there are no fractions of an update: "
            "round it up.",
            _WHOLE,
            "updates = m / batch_size",
            _ROUND_UP,
            "",
        ),
        edit(
            "fraction-and-one",
            "m / batch_size has the last, smaller batch in it already, as a fraction. Count the "
            "full batches with // before you add one.",
            _WHOLE,
            "updates = m / batch_size",
        ),
        edit(
            "rest-added",
            "You add the number of samples that are left over. Together they form a single batch: "
            "add 1.",
            "updates = updates + 1",
            "updates = updates + int(m) % int(batch_size)",
        ),
        edit(
            "rest-counted-alone",
            "You return how many samples are left over. Asked is the number of batches.",
            _RETURN,
            "return int(m) % int(batch_size)",
        ),
        edit(
            "upside-down",
            "The division is upside down: m samples are cut into batches of batch_size, so divide "
            "m by batch_size.",
            _WHOLE,
            "updates = int(batch_size) // int(m)",
            "int(m) % int(batch_size)",
            "int(batch_size) % int(m)",
        ),
        edit(
            "one-too-few",
            "Your number is one too small.",
            _RETURN,
            "return updates - 1",
        ),
        edit(
            "one-too-many",
            "Your number is one too large.",
            _RETURN,
            "return updates + 1",
        ),
        rewrite(
            "rest-only-beyond-first",
            "A rest also counts where there is no full batch: with a batch size larger than m, "
            "all samples form one batch, and that is one update.",
            "def updates_per_epoch(m, batch_size):\n"
            "    if batch_size > m:\n"
            "        return 0\n"
            "    return -(-m // batch_size)\n",
        ),
        rewrite(
            "update-per-sample",
            "You count an update for every sample. There is one for every batch.",
            "def updates_per_epoch(m, batch_size):\n    return m\n",
        ),
        rewrite(
            "one-update",
            "An epoch is a single update only with the full batch. Count the batches.",
            "def updates_per_epoch(m, batch_size):\n    return 1\n",
        ),
        rewrite(
            "batch-size-returned",
            "You return the batch size, which says how many samples are in a batch. Asked is how "
            "many batches there are.",
            "def updates_per_epoch(m, batch_size):\n    return batch_size\n",
        ),
        rewrite(
            "product",
            "You multiply the two numbers. The samples are shared out among batches, so divide.",
            "def updates_per_epoch(m, batch_size):\n    return m * batch_size\n",
        ),
        rewrite(
            "difference",
            "You subtract the batch size. The samples are shared out among batches, so divide.",
            "def updates_per_epoch(m, batch_size):\n    return m - batch_size\n",
        ),
        rewrite(
            "pair-of-numbers",
            "You return two numbers, as divmod does: the full batches and the rest. Make one of "
            "them, the number of updates.",
            "def updates_per_epoch(m, batch_size):\n    return divmod(m, batch_size)\n",
        ),
        rewrite(
            "list-of-batches",
            "You return the batches in a list. Asked is their number, such as its len.",
            "def updates_per_epoch(m, batch_size):\n    return list(range(0, m, batch_size))\n",
        ),
        rewrite(
            "batch-size-fixed",
            "You always count batches of 32. The size of a batch is the argument batch_size: "
            "use it.",
            "def updates_per_epoch(m, batch_size):\n    return -(-m // 32)\n",
        ),
    ),
)
