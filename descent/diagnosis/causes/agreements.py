"""Shares of right predictions that are counted in another way: what is compared, and with what."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import product

import numpy as np

from descent.diagnosis.causes.cases import Array, Cause, Pair, near
from descent.diagnosis.causes.factors import listed, simplest
from descent.judging.compare import as_numbers

# Shares of few samples are often the same: so many questions have to show it.
_FEWEST = 4

# What stands for the prediction, by what is said of it: of the probabilities and the threshold.
_PREDICTED: Mapping[str, Callable[[Array, float], Array]] = {
    "": lambda p, t: p > t,
    "a probability of just the threshold counts as class 1": lambda p, t: p >= t,
    "probabilities below the threshold count as class 1": lambda p, t: p < t,
    "the threshold is 0.5 whatever is passed": lambda p, t: p > 0.5,
    "the probabilities are rounded, whatever the threshold is": lambda p, t: np.round(p),
    "the probabilities themselves are compared": lambda p, t: p,
    "the probabilities are cut to whole numbers": lambda p, t: np.trunc(p),
}

# What is compared with what: of the predictions and the labels, each in a row.
_COMPARED: Mapping[str, Callable[[Array, Array], Array]] = {
    "": lambda predicted, y: predicted == y,
    "every prediction is compared with every label": lambda predicted, y: (
        predicted[:, np.newaxis] == y
    ),
}

# How it is counted: of where they agree, and the number of samples.
_COUNTED: Mapping[str, Callable[[Array, int], float]] = {
    "": lambda agree, m: float(agree.mean()),
    "the agreements are counted, and not divided": lambda agree, m: float(agree.sum()),
    "all agreements are divided by the number of samples": lambda agree, m: agree.sum() / m,
    "it is the share of the wrong ones": lambda agree, m: 1 - float(agree.mean()),
    "the wrong ones are counted": lambda agree, m: float((~agree).sum()),
}

_TIMES: Mapping[str, float] = {"": 1.0, "it is in percent": 100.0}


def agreement(name: str, pairs: Sequence[Pair]) -> Cause | None:
    """A share of right predictions is counted of other things, or in another way."""
    asked = [(pair, *labels) for pair in pairs if (labels := _labels(pair))]
    if len(asked) < len(pairs) or sum(pair.wrong for pair in pairs) < _FEWEST:
        return None
    ways = product(_PREDICTED.items(), _COMPARED.items(), _COUNTED.items(), _TIMES.items())
    fitting = []
    for (who, predicted), (what, compared), (how, counted), (unit, times) in ways:
        made = (times * counted(compared(predicted(p, t), y), len(y)) for _, y, p, t in asked)
        if all(_comes(pair, of) for (pair, *_), of in zip(asked, made, strict=True)):
            fitting.append(tuple(filter(None, (who, what, how, unit))))
    off = simplest(fitting)
    if not off:
        return None
    return Cause("other-agreement", f"{name} is what comes where {listed(off)}.")


def _comes(pair: Pair, made: float) -> bool:
    """Return whether this is what came, or what is right where the answer is right."""
    came = pair.came if pair.wrong else pair.right
    return came.size == 1 and near(np.asarray(made), came.reshape(()))


def _labels(pair: Pair) -> tuple[Array, Array, float] | None:
    """Return the labels and probabilities that went in, each in a row, and the threshold."""
    y, p = (as_numbers(pair.inputs.get(name)) for name in ("y_true", "y_prob"))
    t = pair.inputs.get("threshold", 0.5)
    if y is None or p is None or y.size != p.size or not isinstance(t, (int, float)):
        return None
    return y.ravel().astype(float), p.ravel().astype(float), float(t)
