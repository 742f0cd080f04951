"""The IPython shell in which a guest runs a notebook's cells, without a kernel around it.

What a cell prints, shows and raises becomes a list of nbformat outputs, as a
kernel would have left it.
"""

from __future__ import annotations

import builtins
import io
import sys
from typing import Any

import matplotlib
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import StdinNotImplementedError, UsageError
from IPython.core.interactiveshell import InteractiveShell
from matplotlib_inline import backend_inline, config
from traitlets import Type
from traitlets.config import Config

REFUSED_MAGICS = (
    *("bash", "sh", "script", "perl", "ruby", "python", "python2", "python3", "pypy"),
    *("system", "sx", "!", "run", "pip", "conda", "mamba", "micromamba", "uv", "edit", "sc"),
)


class Outputs:
    """The outputs of the cell that runs, up to a limit of characters in all."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.items: list[dict[str, Any]] = []
        self.size = 0
        self.muted = False

    def take(self) -> list[dict[str, Any]]:
        """Return the outputs so far and start anew."""
        items, self.items, self.size = self.items, [], 0
        for item in items:
            if item["output_type"] == "stream":
                item["text"] = "".join(item["text"])
        return items

    def add(self, output: dict[str, Any], size: int) -> None:
        """Add an output, if there is room for it."""
        if self.muted or self.size > self.limit:
            return
        self.size += size
        if self.size > self.limit:
            output = _stream("stderr", "\n[the rest of the output was dropped: too long]\n")
        self.items.append(output)

    def write(self, name: str, text: str) -> None:
        """Add text of a stream, to the output before it where that is of the same stream."""
        last = self.items[-1] if self.items else None
        if last and last.get("name") == name and not self.muted and self.size <= self.limit:
            # Joined only in the end: a text grown line by line is copied line by line.
            last["text"].append(text[: self.limit - self.size])
            self.size += len(text)
        else:
            self.add(_stream(name, text[: self.limit]), len(text))


def _stream(name: str, text: str) -> dict[str, Any]:
    return {"output_type": "stream", "name": name, "text": [text]}


class _Stream(io.TextIOBase):
    def __init__(self, outputs: Outputs, name: str) -> None:
        self._outputs, self.name = outputs, name

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if text:
            self._outputs.write(self.name, text)
        return len(text)


class _Publisher(DisplayPublisher):
    shell: GuestShell

    def publish(self, data: Any, metadata: Any = None, *_: Any, **__: Any) -> None:
        output = {"output_type": "display_data", "data": data, "metadata": metadata or {}}
        self.shell.outputs.add(output, sum(len(str(item)) for item in data.values()))

    def clear_output(self, wait: bool = False) -> None:
        assert self.shell is not None
        self.shell.outputs.take()


class _Hook(DisplayHook):
    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        output = {
            "output_type": "execute_result",
            "execution_count": self.prompt_count,
            "data": format_dict,
            "metadata": md_dict or {},
        }
        assert self.shell is not None
        self.shell.outputs.add(output, sum(len(str(item)) for item in format_dict.values()))

    def finish_displayhook(self) -> None:
        pass


class GuestShell(InteractiveShell):
    """A shell that collects outputs, asks nobody anything, and starts no programs."""

    displayhook_class = Type(_Hook)
    display_pub_class = Type(_Publisher)

    def __init__(self, limit: int, **kwargs: Any) -> None:
        self.outputs = Outputs(limit)
        super().__init__(**kwargs)  # type: ignore[no-untyped-call]
        for name in REFUSED_MAGICS:
            for kind in ("line", "cell"):
                if name in self.magics_manager.magics[kind]:
                    self.register_magic_function(_refused(name), kind, name)

    def run(self, source: str) -> list[dict[str, Any]]:
        """Run a cell and return its outputs; an error is one of them."""
        sys.stdout, sys.stderr = _Stream(self.outputs, "stdout"), _Stream(self.outputs, "stderr")
        self.run_cell(source, store_history=True)  # type: ignore[no-untyped-call]
        return self.outputs.take()

    def _showtraceback(self, etype: Any, evalue: Any, stb: list[str]) -> None:
        output = {
            "output_type": "error",
            "ename": getattr(etype, "__name__", str(etype)),
            "evalue": str(evalue),
            "traceback": list(stb),
        }
        self.outputs.add(output, sum(map(len, stb)))

    def init_history(self) -> None:
        """Keep no history: it would go to a file."""
        super().init_history()  # type: ignore[no-untyped-call]
        if self.history_manager is not None:
            self.history_manager.enabled = False

    def system(self, cmd: str) -> None:
        """Refuse to run a program."""
        raise UsageError("a notebook that is graded starts no programs: `!` is not run")

    getoutput = system  # type: ignore[assignment]

    def raw_input(self, prompt: object = "") -> str:
        """Refuse to wait for input."""
        raise StdinNotImplementedError("a notebook that is graded has nobody to ask: no input()")


def _refused(name: str) -> Any:
    def magic(*_: object) -> None:
        raise UsageError(f"a notebook that is graded starts no programs: %{name} is not run")

    return magic


def new_shell(limit: int) -> GuestShell:
    """Return the process's shell, with figures shown inline as a notebook shows them.

    Args:
        limit: Characters that a cell may put out.
    """
    settings = Config()
    settings.HistoryManager.enabled = False
    settings.HistoryManager.hist_file = ":memory:"
    settings.InteractiveShell.colors = "nocolor"
    settings.InteractiveShell.autocall = 0
    shell = GuestShell.instance(limit, config=settings, user_ns={"__name__": "__main__"})
    matplotlib.interactive(True)  # a figure is shown without plt.show()
    config.InlineBackend.instance(parent=shell)
    backend_inline.configure_inline_support(shell, "module://matplotlib_inline.backend_inline")
    builtins.input = shell.raw_input
    return shell
