"""The IPython shell in which a guest runs a notebook's cells, without a kernel around it.

A cell behaves as in a kernel. What would start a program is refused as that
line alone, and the rest of the cell runs; what would open a window shows its
figures inline.
"""

from __future__ import annotations

import asyncio
import builtins
import getpass
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib
from IPython.core import page
from IPython.core.autocall import ZMQExitAutocall
from IPython.core.error import StdinNotImplementedError
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.text import LSString, SList
from matplotlib import pyplot as plt
from matplotlib_inline import backend_inline, config
from traitlets import Instance, Type, default
from traitlets.config import Config

from . import magics
from .outputs import Hook, Outputs, Publisher, Stream

INLINE = "module://matplotlib_inline.backend_inline"

# How the names of backends begin that need a display, or a browser that answers.
WINDOWS = (
    *("qt", "tk", "gtk", "wx", "osx", "macosx", "webagg"),
    *("nbagg", "notebook", "ipympl", "widget", "module://ipympl"),
)

MAX_REFUSED, MAX_LINE = 20, 500
# Of an error: the characters of what it says and of each part of its traceback, and the parts.
MAX_TOLD, MAX_LINES = 20_000, 100


class GuestShell(InteractiveShell):
    """A shell that collects outputs, asks nobody anything, and starts no programs.

    Attributes:
        outputs: What the cell that runs has put out so far.
        refused: The lines of that cell which were not run.
    """

    displayhook_class = Type(Hook)
    display_pub_class = Type(Publisher)
    exiter = Instance(ZMQExitAutocall)

    def __init__(self, **kwargs: Any) -> None:
        self.outputs = Outputs(0)
        self.refused: list[str] = []
        super().__init__(**kwargs)  # type: ignore[no-untyped-call]
        magics.settle(self)

    def settle(self, limit: int) -> None:
        """Be the shell of the guest that this process has become, in its working folder.

        Args:
            limit: Bytes that a cell may put out, as they are stored.
        """
        folder = Path.cwd()
        self.outputs.limit = limit
        self.ipython_dir = self.starting_dir = str(folder)
        self.init_profile_dir(None)  # type: ignore[no-untyped-call]
        self.home_dir = str(folder)
        if self.history_manager is not None:
            self.history_manager.dir_hist[:] = [folder]
        # A loop that is inherited would wake all guests that have it.
        self._loop = asyncio.new_event_loop()
        asyncio.set_event_loop(self._loop)

    @default("exiter")
    def _exiter(self) -> ZMQExitAutocall:
        return ZMQExitAutocall(self)

    def run(self, source: str) -> list[dict[str, Any]]:
        """Run a cell and return its outputs; an error is one of them."""
        self.refused = []
        sys.stdout, sys.stderr = Stream(self.outputs, "stdout"), Stream(self.outputs, "stderr")
        self._loop.run_until_complete(self._run(source))
        return self.outputs.take()

    async def _run(self, source: str) -> None:
        """Run a cell inside of an event loop, as a kernel does."""
        if not _may_wait(source):
            self.run_cell(source, store_history=True)  # type: ignore[no-untyped-call]
            return
        error = None
        try:
            code = self.transform_cell(source)  # type: ignore[no-untyped-call]
        except Exception:  # it is raised again, and shown, where the cell is run
            code, error = source, sys.exc_info()
        how: dict[str, Any] = {
            "transformed_cell": code,
            "preprocessing_exc_tuple": error,
        }
        if not self.should_run_async(source, **how):
            self.run_cell(source, store_history=True)  # type: ignore[no-untyped-call]
            return
        result = None
        try:
            result = await self.run_cell_async(source, store_history=True, **how)
        finally:
            self.events.trigger("post_execute")
            self.events.trigger("post_run_cell", result)

    def should_run_async(self, raw_cell: str, **how: Any) -> bool:
        """Return whether a cell waits for something, which IPython compiles it to find out."""
        code = how.get("transformed_cell") or ""
        return _may_wait(code) and bool(super().should_run_async(raw_cell, **how))

    def _showtraceback(self, etype: Any, evalue: Any, stb: list[str]) -> None:
        output = {
            "output_type": "error",
            "ename": getattr(etype, "__name__", str(etype))[:MAX_LINE],
            "evalue": str(evalue)[:MAX_TOLD],
            "traceback": [line[:MAX_TOLD] for line in stb[:MAX_LINES]],
        }
        self.outputs.add(output)

    def init_history(self) -> None:
        """Keep no history: it would go to a file."""
        super().init_history()  # type: ignore[no-untyped-call]
        if self.history_manager is not None:
            self.history_manager.enabled = False

    def init_hooks(self) -> None:
        """Drop what would open beside the notebook, such as the text of ``np.dot?``."""
        super().init_hooks()  # type: ignore[no-untyped-call]
        drop = page.as_hook(lambda *_, **__: None)
        self.set_hook("show_in_pager", drop, 1)  # type: ignore[no-untyped-call]

    def refuse(self, line: str) -> None:
        """Say that a line of the cell is not run. It costs nothing but itself."""
        line = line.strip()[:MAX_LINE]
        if line not in self.refused and len(self.refused) < MAX_REFUSED:
            self.refused.append(line)
            message = f"`{line}` was not run: a notebook that is graded starts no programs"
            sys.stderr.write(f"{message}\n")

    def system(self, cmd: str) -> None:
        """Refuse to run a program: ``!cmd``."""
        self.refuse(f"!{cmd}")
        self.user_ns["_exit_code"] = 126  # of a shell: found, but not to be run

    system_piped = system_raw = system

    def getoutput(self, cmd: str, split: bool = True, depth: int = 0) -> SList | LSString:
        """Refuse to run a program whose output is asked for: ``x = !cmd``."""
        self.refuse(f"!{cmd}")
        return SList() if split else LSString("")

    def raw_input(self, prompt: object = "", *_: object, **__: object) -> str:
        """Refuse to wait for input."""
        raise StdinNotImplementedError("a notebook that is graded has nobody to ask: no input()")

    def ask_exit(self) -> None:
        """Stay: where a notebook is graded, the cells after ``exit`` have their turn."""

    def enable_gui(self, gui: str | None = None) -> None:
        """Have no loop for windows: there are none."""

    def enable_matplotlib(self, gui: str | None = None) -> Any:
        """Show figures inline where a window is asked for."""
        return super().enable_matplotlib("inline" if _opens_windows(gui) else gui)  # type: ignore[no-untyped-call]


# By these names tools know that they are in a notebook, and most tell it from nothing else.
GuestShell.__name__ = GuestShell.__qualname__ = "ZMQInteractiveShell"
GuestShell.__module__ = "ipykernel.zmqshell"


def _may_wait(code: str) -> bool:
    """Return whether code may wait at its top level: only with one of these words does it."""
    return "await" in code or "async" in code


def _opens_windows(backend: object) -> bool:
    return isinstance(backend, str) and backend.lower().startswith(WINDOWS)


def _without_windows(switch: Callable[[str], None]) -> Callable[[str], None]:
    """Return what ``matplotlib.use`` calls, for a place without windows."""

    def switch_backend(newbackend: str) -> None:
        switch(INLINE if _opens_windows(newbackend) else newbackend)

    return switch_backend


def new_shell() -> GuestShell:
    """Return the process's shell, with figures shown inline as a notebook shows them.

    It takes long to make, so it is made once and inherited. It runs nothing
    before it is told to settle.
    """
    settings = Config()
    settings.HistoryManager.enabled = False
    settings.HistoryManager.hist_file = ":memory:"
    settings.InteractiveShell.colors = "nocolor"
    settings.InteractiveShell.autocall = 0
    settings.MagicsManager.lazy_magics = {"store": "storemagic"}
    settings.IPKernelApp.parent_appname = ""  # tools look for the section
    shell = GuestShell.instance(config=settings, user_ns={"__name__": "__main__"})
    matplotlib.interactive(True)  # a figure is shown without plt.show()
    plt.switch_backend = _without_windows(plt.switch_backend)  # type: ignore[assignment]
    config.InlineBackend.instance(parent=shell)
    backend_inline.configure_inline_support(shell, INLINE)
    builtins.input = getpass.getpass = shell.raw_input
    return shell
