"""What a question leaves behind in a guest, and the cells that follow must not meet."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from os import O_CLOEXEC, O_DIRECTORY, O_RDONLY, close, fchdir
from os import open as open_folder
from random import getstate, setstate
from typing import Any

import numpy as np
from matplotlib._pylab_helpers import Gcf

# By names of this module's: a notebook can put something else in the places of these.
from numpy.random.mtrand import get_bit_generator, get_state, set_bit_generator, set_state


class Generators:
    """The global generators as they stand now. To see that takes longer than most questions do."""

    def __init__(self) -> None:
        self._bits, self._numbers, self._random = get_bit_generator(), _state(), getstate()

    def put_back(self) -> None:
        """Have them go on as if nothing had been drawn since."""
        set_bit_generator(self._bits)
        set_state(self._numbers)
        setstate(self._random)


@contextlib.contextmanager
def unchanged(names: dict[str, Any], generators: Generators) -> Iterator[None]:
    """Put back names, generators, the working folder and figures as they were.

    What a function changes in place (a list of its own, an attribute of a
    module) stays changed, as it does where a notebook checks an answer.

    Args:
        names: The names of the notebook. Its functions look names up in this very dict.
        generators: The global ones, as the last cell has left them.
    """
    bindings = dict(names)
    own = [(g.bit_generator, g.bit_generator.state) for g in bindings.values() if _generates(g)]
    figures = dict(Gcf.figs)
    folder = None
    with contextlib.suppress(OSError):  # a folder may have been removed
        # Not by its path, which may have thousands of parts.
        folder = open_folder(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    try:
        yield
    finally:
        names.clear()
        names.update(bindings)
        generators.put_back()
        for generator, state in own:
            generator.state = state
        # A figure that is left open is drawn after the next cell, which takes its time.
        Gcf.figs.clear()
        Gcf.figs.update(figures)
        if folder is not None:
            with contextlib.suppress(OSError):
                fchdir(folder)
                close(folder)


def _state() -> dict[str, Any]:
    """Return the state of NumPy's global generator, in the form that is put back soonest."""
    state: dict[str, Any] = get_state(legacy=False)
    if state["bit_generator"] == "MT19937":
        # NumPy takes its 624 numbers one by one, from an array thirty times as slowly.
        state["state"]["key"] = state["state"]["key"].tolist()
    return state


def _generates(item: object) -> bool:
    return type(item) is np.random.Generator
