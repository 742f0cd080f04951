"""The server that workers are forked from: started early, so that it imports while others do."""

from __future__ import annotations

import multiprocessing
import os
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext, SpawnContext

from grader.guest.outside.boot import ONE_THREAD

_PRELOADED = "grader.workers.work"


def start() -> ForkServerContext | SpawnContext:
    """Start the server unless it runs; return the context of its processes, of one thread each.

    On a machine of many cores BLAS would have as many threads, of some 40 MB each: more than
    a worker may have, and where it gets no more it neither goes on nor fails.
    Where there is no such server, each process is made by itself.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    # A process of a server has no threads of ours; what it imports is imported once.
    context.set_forkserver_preload([_PRELOADED])
    before = dict(os.environ)
    os.environ.update(ONE_THREAD)
    try:
        forkserver.ensure_running()
    finally:
        for name in ONE_THREAD:
            del os.environ[name]
        os.environ.update(before)
    return context
