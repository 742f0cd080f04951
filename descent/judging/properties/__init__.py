"""What can be asked of a result besides being close to the right one.

A property looks at a probe, at what the right answer did with it and at what
the student's answer did, and returns a :class:`~descent.judging.compare.Difference`
with a sentence, or None where the property holds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from descent.judging.compare import Difference
from descent.judging.properties.batches import batches_cut, batches_paired, batches_shuffled
from descent.judging.properties.column_statistics import column_statistics
from descent.judging.properties.epochs import epochs_in_some_order, new_order_each_epoch
from descent.judging.properties.fresh_accuracy import fresh_accuracy
from descent.judging.properties.fresh_network import fresh_network
from descent.judging.properties.integer import integer
from descent.judging.properties.starting_values import (
    from_the_generator,
    starting_layers,
    starting_spread,
)
from descent.probing.probes import Observation, Probe
from descent.probing.values import Value

Property = Callable[[Probe, Observation, Observation, Mapping[str, Value]], Difference | None]

PROPERTIES: dict[str, Property] = {
    "batches_cut": batches_cut,
    "batches_paired": batches_paired,
    "batches_shuffled": batches_shuffled,
    "epochs_in_some_order": epochs_in_some_order,
    "column_statistics": column_statistics,
    "fresh_accuracy": fresh_accuracy,
    "fresh_network": fresh_network,
    "from_the_generator": from_the_generator,
    "integer": integer,
    "new_order_each_epoch": new_order_each_epoch,
    "starting_layers": starting_layers,
    "starting_spread": starting_spread,
}
