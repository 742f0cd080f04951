"""The zygote: a warmed process that forks a guest for each submission.

It is started by ``python -I`` with a minimal environment and one control
socket, imports what notebooks need, and then waits, and watches what its guests
store. Student code never runs in it.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import pkgutil
import random
import signal
import socket
import sys
from dataclasses import asdict
from typing import Any

import numpy as np

from ..both import wire
from . import loops, namespaces, restrict
from .restrict import Limits, Policy
from .session import Session
from .shell import GuestShell, new_shell
from .watch import Watch


def main(control_fd: int, descent_dir: str) -> None:
    """Warm up, say so, and serve until the grader hangs up."""
    shell = _warm()
    loops.settle()
    readable = restrict.default_readable(descent_dir)
    layers = restrict.enter_zygote(readable)
    control = socket.socket(fileno=control_fd)
    wire.send(control, {"ready": os.getpid(), "layers": layers, "limits": asdict(Limits())})
    watch = Watch()
    while True:
        try:
            watch.until_asked(control)
            request = wire.receive(control)
            if request["do"] == "fork":
                fds = socket.recv_fds(control, 1, 1)[1]
                pid = _fork(fds[0], request, readable, control, shell)
                os.close(fds[0])
                if "mount" not in layers:
                    watch.begin(pid, request["scratch"], Limits(**request["limits"]))
                wire.send(control, {"pid": pid})
            elif request["do"] == "why":
                wire.send(control, {"why": watch.why(int(request["pid"]))})
            else:
                watch.end(int(request["pid"]))
                _end(int(request["pid"]))
                wire.send(control, {"ended": request["pid"]})
        except wire.WireClosed:
            return


def _warm() -> GuestShell:
    """Import what notebooks import, run the slow first time of everything once, make the shell."""
    with contextlib.suppress(ImportError):  # on Windows
        import resource

        # Guests are refused it (`guest.seccomp`). Where it is missing IPython has another clock.
        del resource.getrusage
    import matplotlib
    from matplotlib import font_manager, mathtext

    matplotlib.use("module://matplotlib_inline.backend_inline")
    import IPython.core.completerlib
    import IPython.core.crashhandler
    import IPython.core.oinspect  # noqa: F401 (with the others, what a shell imports when it is made)
    import matplotlib.pyplot as plt
    from IPython.core import magics
    from IPython.core.ultratb import VerboseTB

    import descent.figures
    import descent.notebook.check  # noqa: F401 (what notebooks import)

    for module in pkgutil.iter_modules(magics.__path__):
        importlib.import_module(f"{magics.__name__}.{module.name}")
    figure, axes = plt.subplots()
    axes.plot([0, 1], label="$x_1$")
    axes.legend()
    figure.savefig(os.devnull, format="png")
    plt.close(figure)
    np.linalg.norm(np.ones((2, 2)) @ np.ones((2, 2)))
    try:
        raise ValueError("warming up")
    except ValueError:
        VerboseTB(theme_name="nocolor").text(*sys.exc_info())
    del figure, axes
    # A font that stays open here would be read through a descriptor that guests do not have.
    for holder, name in (
        (font_manager, "_get_font"),
        (mathtext.MathTextParser, "_parse_cached"),
    ):
        forget = getattr(getattr(holder, name, None), "cache_clear", None)
        if forget is not None:
            forget()
    shell = new_shell()
    gc.collect()
    # Pages that the collector does not touch stay shared with the guests.
    gc.freeze()
    return shell


def _fork(
    fd: int,
    request: dict[str, Any],
    readable: tuple[str, ...],
    control: socket.socket,
    shell: GuestShell,
) -> int:
    pid = namespaces.fork()
    if pid:
        return pid
    status = 1
    try:
        control.close()
        policy = Policy(
            readable=readable,
            scratch=request["scratch"],
            limits=Limits(**request["limits"]),
            keep_fds=(fd,),
        )
        _become_guest(socket.socket(fileno=fd), policy, shell)
        status = 0
    finally:
        os._exit(status)


def _become_guest(connection: socket.socket, policy: Policy, shell: GuestShell) -> None:
    try:
        layers = _settle(policy, shell)
    except BaseException as error:  # the grader is told why there is no guest
        wire.send(connection, {"failed": f"{type(error).__name__}: {error}"})
        raise
    wire.send(connection, {"layers": layers})
    Session(connection, shell, policy).serve()


def _settle(policy: Policy, shell: GuestShell) -> list[str]:
    """Take on the restrictions, and return the layers taken."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    layers = restrict.restrict(policy)
    for name in ("IPYTHONDIR", "MPLCONFIGDIR"):
        os.environ[name] = policy.scratch
    sys.path.insert(0, "")  # a kernel imports what stands beside the notebook
    random.seed()
    np.random.seed()
    shell.settle(policy.limits.output)
    return layers


def _end(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, 0)
