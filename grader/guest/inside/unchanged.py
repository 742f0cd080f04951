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
from numpy.random.mtrand import get_bit_generator, get_state, set_bit_generator, set_state


@contextlib.contextmanager
def unchanged(names: dict[str, Any]) -> Iterator[None]:
    """Put back names, generators, the working folder and figures as they were.

    What a function changes in place (a list of its own, an attribute of a
    module) stays changed, as it does where a notebook checks an answer.

    Args:
        names: The names of the notebook. Its functions look names up in this very dict.
    """
    bindings = dict(names)
    # All of these by a name of this module's: a notebook can put something else in their places.
    bits, numbers, random_state = get_bit_generator(), get_state(legacy=False), getstate()
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
        set_bit_generator(bits)
        set_state(numbers)
        setstate(random_state)
        for generator, state in own:
            generator.state = state
        # A figure that is left open is drawn after the next cell, which takes its time.
        Gcf.figs.clear()
        Gcf.figs.update(figures)
        if folder is not None:
            with contextlib.suppress(OSError):
                fchdir(folder)
                close(folder)


def _generates(item: object) -> bool:
    return type(item) is np.random.Generator
