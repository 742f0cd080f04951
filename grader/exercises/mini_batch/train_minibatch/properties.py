"""What is asked of training on mini-batches, in whatever order the samples come.

A probe with few samples reports the losses as ``history`` and the parameters
as ``state``. What is right is known for every order that the samples may take:
``outcomes`` is a list of such reports, and ``mixed up`` a list of those where
samples have each other's labels. A probe of many epochs with a learning rate
of zero reports the ``history`` alone: its numbers differ from epoch to epoch
because the batches do. ``traces`` are all the numbers that batches can leave.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from descent.judging.compare import MISSING, Difference, as_numbers, close, same_behavior
from descent.probing.probes import Observation, Probe
from descent.probing.values import Value

# Of 30 epochs with five equally likely losses, fewer than three different ones come up with a
# probability below 2e-11.
FEWEST = 3


def epochs_in_some_order(
    probe: Probe, right: Observation, came: Observation, options: Mapping[str, Value]
) -> Difference | None:
    """Ask for epochs in which every sample is used once, with its own label."""
    history = _history(probe, came)
    if isinstance(history, Difference):
        return history
    ends = [_matches(outcome, came) for outcome in right.shown["outcomes"]]
    if (True, True) in ends:
        return None
    if any(losses for losses, _ in ends):
        return _say(
            "",
            "The losses are those of an order of the samples, but the parameters after training "
            "are not. Each batch makes one update, lr times its gradient, of every array in "
            "params.",
        )
    if any(params for _, params in ends):
        return _say(
            "losses-noted-wrongly",
            "The parameters after training are right here, but the losses are not: for each epoch "
            "note the plain mean over its batches of the loss before the update.",
        )
    if any(True in _matches(outcome, came) for outcome in right.shown["mixed up"]):
        return _say(
            "labels-lost",
            "Samples have lost their labels: X and y have to be shuffled in the same order. Use "
            "the same row numbers for both, as minibatches does.",
        )
    return _say(
        "",
        "Neither losses nor parameters are what any order of the samples gives. In an epoch every "
        "sample is used once, each row of X with its own row of y, and each batch makes one "
        "update.",
    )


def new_order_each_epoch(
    probe: Probe, right: Observation, came: Observation, options: Mapping[str, Value]
) -> Difference | None:
    """Ask for epochs that differ: the samples are shuffled again for each of them."""
    history = _history(probe, came)
    if isinstance(history, Difference):
        return history
    # A row for each trace, a column for each epoch.
    left = close(np.array(right.shown["traces"])[:, np.newaxis], np.array(history))
    if not left.any(axis=0).all():
        return _say("", "The loss of an epoch is not what any order of the samples gives.")
    if left.any(axis=1).sum() >= FEWEST:
        return None
    return _say(
        "same-batches",
        "The same batches come again and again: shuffle anew in each epoch, with self.rng, which "
        "goes on from call to call.",
    )


def _say(cause: str, sentence: str, fact: str = "") -> Difference:
    return Difference("property", sentence=sentence, fact=fact, cause=cause)


def _history(probe: Probe, came: Observation) -> list[float] | Difference:
    """Return the losses that came, or say that they are not one number for each epoch."""
    history = as_numbers(came.shown.get("history", MISSING), sequence=True)
    epochs = next(step.kwargs["epochs"] for step in probe.steps if step.show == "history")
    if history is None or history.shape != (epochs,):
        return _say(
            "",
            "train_minibatch has to return a list of losses, one number for each epoch.",
            _comes(came.shown.get("history"), epochs),
        )
    return [float(loss) for loss in np.real(history)]


def _comes(returned: Value, epochs: int) -> str:
    """Say what is returned in place of the losses, where that is something of a common sort."""
    if isinstance(returned, tuple):
        return f"{len(returned)} things come: return the losses alone."
    if isinstance(returned, Mapping):
        return f"A dict comes, with the keys {', '.join(map(str, returned))}."
    numbers = as_numbers(returned, sequence=True)
    if numbers is None:
        return "A list comes in which not all are numbers." if isinstance(returned, list) else ""
    if numbers.ndim == 0:
        return "A single number comes."
    if numbers.ndim == 1:
        several = f"{epochs} {'epoch' if epochs == 1 else 'epochs'}"
        return f"A list of {len(numbers)} comes for {several}."
    return f"What comes has the shape {numbers.shape}."


def _matches(outcome: Mapping[str, Value], came: Observation) -> tuple[bool, bool]:
    """Return whether losses and parameters are those of one possible outcome."""
    losses, params = (
        same_behavior(Observation({name: outcome[name]}), Observation({name: came.shown.get(name)}))
        for name in ("history", "state")
    )
    return losses, params
