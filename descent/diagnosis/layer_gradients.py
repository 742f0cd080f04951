"""Of what the gradients of a network's layers are made, where it is other things than it should be.

In layer l of L, the gradient with respect to W is ``2 / m`` times ``a_prev.T @ delta``, and that
with respect to b ``2 / m`` times the sum of ``delta`` over the m samples. In the last layer
``delta`` is the error times the slope; in one before, what comes back through the W of the layer
above, times the slope. Other errors and slopes are tried, each with each, first in the last layer
and then, upon what is found there, in those before it. They are told where they alone give what
came.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace
from itertools import product

import numpy as np

from descent.diagnosis.causes.cases import Cause
from descent.diagnosis.causes.factors import Off, listed, simplest
from descent.diagnosis.chain_factors import ERRORS, SLOPES, agrees, length_off
from descent.diagnosis.network_questions import BACK, WAYS, Gradient, gradients
from descent.diagnosis.wrong_answer import Explained, WrongAnswer
from descent.judging.sentences import listing

# So many numbers of samples have to be asked, or a division by one could be something else.
_FEWEST = 2

# What is said of a layer that is made as it should be, upon what is off in the last.
_FOLLOWS = "nothing besides, they are what that gives"

# What layers are called, by whether they are the last.
_LAYERS = {True: "the last layer", False: "the layers before the last"}

# How far a number by which weights are added may differ from question to question, relatively.
_ROUNDED = 1e-4


@dataclass(frozen=True)
class _Chain:
    """What stands for the error, the slopes and what comes back, and which samples count.

    Attributes:
        way: Which samples count.
        error: What stands for the error.
        slope: What stands for the slope in the last layer.
        back: What comes back to the layers before it.
        before: What stands for the slope in these.
    """

    way: str = ""
    error: str = ""
    slope: str = ""
    back: str = ""
    before: str = ""


@dataclass(frozen=True)
class _Made:
    """What the gradients of some layers are made of.

    Attributes:
        chain: What stands in it.
        length: What is off in how long they are.
        decay: What is added to it.
    """

    chain: _Chain
    length: Off = ()
    decay: Off = ()

    @property
    def off(self) -> Off:
        """All that is off."""
        return (*filter(None, astuple(self.chain)), *self.length, *self.decay)


def layer_gradients(answer: WrongAnswer, explained: Explained) -> Explained:
    """Nothing says why, and the gradients of layers are made of other things."""
    found = [] if explained.known else gradients(answer)
    if len({len(one.question.y) for one in found}) < _FEWEST:
        return explained
    of_last = [one for one in found if one.is_last]
    of_before = [one for one in found if not one.is_last]
    last = _made(of_last, [_Chain(*how) for how in product(WAYS, ERRORS, SLOPES)])
    if last is None:
        return explained
    upon = [replace(last.chain, back=back, before=slope) for back, slope in product(BACK, SLOPES)]
    before = _made(of_before, upon) if of_before else None
    told = _told(of_last, last)
    for off, wrong in _told(of_before, before, last).items() if before else ():
        told.setdefault(off, []).extend(wrong)
    if not told:
        return explained
    text = " As for ".join(
        f"{_names(wrong)}: {listed(off) if off else _FOLLOWS}." for off, wrong in told.items()
    )
    if found[0].question.rate is None:
        cause = Cause("other-chain", f"As for {text}")
    else:
        cause = Cause("first-step", f"In the first epoch, as for {text}")
    parts = frozenset(one.part for wrong in told.values() for one in wrong)
    shown = {id(one.case) for one in found}
    wholly = frozenset(
        part
        for part in parts
        if all(id(case) in shown for case in answer.by_part[part] if case.wrong)
    )
    return explained.also(answer.holding(cause, parts), wholly)


def _made(of: Sequence[Gradient], chains: Sequence[_Chain]) -> _Made | None:
    """Return what the weights' gradients are made of; None if nothing fits, or several things."""
    weights = [one for one in of if one.kind == "W"]
    if not any(one.case.wrong for one in weights):
        return _Made(chains[0])
    found = [made for chain in chains if (made := _fits(weights, chain))]
    if not found:
        plain = [chain for chain in chains if not chain.way]
        found = [made for chain in plain if (made := _fits(weights, chain, decays=True))]
    by_off = {made.off: made for made in found}
    return by_off.get(simplest(by_off) or ())


def _fits(of: Sequence[Gradient], chain: _Chain, decays: bool = False) -> _Made | None:
    """Return what gradients are made of, if this chain gives them but for their length."""
    lengths, added, m, rates = [], [], [], []
    for one in of:
        how = (chain.error, chain.slope, chain.back, chain.before)
        along = [one.along(one.question.deltas(*how), chain.way)]
        if decays:
            W = one.question.W[one.layer]
            if W is None:
                return None
            along.append(np.ravel(W))
        times = np.linalg.lstsq(np.transpose(along), one.came)[0]
        if not agrees(times @ along, one.came, one.rtol).all():
            return None
        # A gradient of zeros has no length, and one of few numbers may be any sum of two.
        if along[0].any() and one.came.size > len(along) - 1:
            rate = one.question.rate
            lengths.append(times[0])
            added.append(times[-1] / (1 if rate is None else rate))
            m.append(len(one.question.y))
            rates += [] if rate is None else [rate]
    if not lengths:
        return None
    length = length_off(lengths, m, rates, WAYS[chain.way][1])
    decay = _decay(added, m) if decays else ()
    return None if length is None or decay is None else _Made(chain, (*length,), decay)


def _decay(added: Sequence[float], m: Sequence[int]) -> Off | None:
    """Return what is said of weights that are added, so many times; None if each time otherwise."""
    if np.max(np.abs(added)) < _ROUNDED * _ROUNDED:
        return None
    for times, by in ((np.array(added), ""), (np.multiply(added, m), " / m")):
        if np.allclose(times, times[0], rtol=_ROUNDED):
            return (f"the weights are added, times {times[0]:.4g}{by}, as for weight decay",)
    return None


def _told(
    of: Sequence[Gradient], made: _Made, last: _Made | None = None
) -> dict[Off, list[Gradient]]:
    """Return the gradients that are wrong, by what is off in them.

    Args:
        of: The gradients.
        made: What those of the weights are made of.
        last: What those of the last layer are made of, if these are before it. A division that
            is missing in delta is missing in what comes back, too.
    """
    chain = made.chain
    stands = (chain.back, chain.before) if last else (chain.way, chain.error, chain.slope)
    told: dict[Off, list[Gradient]] = {}
    for kind in "Wb":
        of_kind = [one for one in of if one.kind == kind]
        wrong = [one for one in of_kind if one.case.wrong]
        fit = made if kind == "W" else _fits(of_kind, chain) if wrong else None
        if wrong and fit:
            inherited = last and last.chain != _Chain() and fit.length == last.length
            length = () if inherited else fit.length
            off = (*filter(None, stands), *length)
            if off or not fit.decay:
                told.setdefault(off, []).extend(wrong)
            if fit.decay:
                told.setdefault(fit.decay, []).extend(wrong)
    return told


def _names(of: Sequence[Gradient]) -> str:
    """Return what gradients of one or several layers are called."""
    if len({len(one.question.z) for one in of}) == 1:
        ordered = sorted(of, key=lambda one: (-one.layer, one.kind))
        return listing([*dict.fromkeys(one.part for one in ordered)])
    kinds = [kind for kind in "Wb" if any(one.kind == kind for one in of)]
    d = "" if of[0].question.rate is not None else "d"
    layers = {one.is_last for one in of}
    where = "every layer" if len(layers) > 1 else _LAYERS[layers.pop()]
    return f"{listing([d + kind for kind in kinds])} of {where}"
