"""Section 7: batch size and learning rate against the loss."""

from collections.abc import Callable, Sequence

from descent.datasets import Array
from descent.explorers.base import Explorer


class BatchGrid(Explorer):
    """Loss curves over a grid of batch sizes and learning rates, one chosen by two sliders.

    Args:
        sizes: Batch sizes.
        rates: Learning rates.
        curve: The losses of a run before the first and after each epoch, as a function of its
            batch size and learning rate; all runs have as many epochs.
        updates: The number of updates in an epoch, as a function of the batch size.
    """

    script = "batch_grid"
    title = "Batch size and learning rate"
    shows = "Two sliders choose a run; its loss curve stands out among those of all runs."
    figure = "The figure of the tuning above"

    def __init__(
        self,
        sizes: Sequence[int],
        rates: Sequence[float],
        curve: Callable[[int, float], Array],
        updates: Callable[[int], int],
    ) -> None:
        data = {
            "sizes": list(sizes),
            "rates": list(rates),
            "curves": [[curve(size, rate) for rate in rates] for size in sizes],
            "updates": [updates(size) for size in sizes],
        }
        super().__init__(data, axis="epochs", size=len(sizes) // 2, rate=len(rates) // 2)
