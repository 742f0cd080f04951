"""What a cell prints, shows and raises, as the nbformat outputs that a kernel would have left."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher

from ..both.room import cut, room_of, room_of_text

if TYPE_CHECKING:
    from .shell import GuestShell

DROPPED = "\n[the rest of the output was dropped: too long]\n"


class Outputs:
    """The outputs of the cell that runs, up to a limit of bytes as they will be stored."""

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

    def add(self, output: dict[str, Any]) -> None:
        """Add an output, if there is room for it."""
        if self.muted or self.size > self.limit:
            return
        self.size += room_of(output)
        self.items.append(output if self.size <= self.limit else _stream("stderr", DROPPED))

    def write(self, name: str, text: str) -> None:
        """Add text of a stream, to the output before it where that is of the same stream."""
        if self.muted or self.size > self.limit:
            return
        last = self.items[-1] if self.items else {}
        if last.get("output_type") != "stream" or last["name"] != name:
            self.add(_stream(name, ""))
            last = self.items[-1]
            if self.size > self.limit:
                return
        remaining = self.limit - self.size
        self.size += room_of_text(text) if len(text) <= remaining else len(text)
        # Joined only in the end: a text grown line by line is copied line by line.
        if self.size <= self.limit:
            last["text"].append(text)
        else:
            last["text"].append(cut(text, remaining))
            self.items.append(_stream("stderr", DROPPED))


def _stream(name: str, text: str) -> dict[str, Any]:
    return {"output_type": "stream", "name": name, "text": [text]}


class Stream(io.TextIOBase):
    """A standard stream whose text goes to the outputs."""

    encoding = "UTF-8"

    def __init__(self, outputs: Outputs, name: str) -> None:
        self._outputs, self.name = outputs, name

    def writable(self) -> bool:
        """Return that it can be written to."""
        return True

    def write(self, text: str) -> int:
        """Add a text to the outputs."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if text:
            self._outputs.write(self.name, text)
        return len(text)


class Publisher(DisplayPublisher):
    """Takes what ``display`` shows."""

    shell: GuestShell

    def publish(self, data: Any, metadata: Any = None, *_: Any, **__: Any) -> None:
        """Add what is shown to the outputs."""
        output = {"output_type": "display_data", "data": data, "metadata": metadata or {}}
        self.shell.outputs.add(output)

    def clear_output(self, wait: bool = False) -> None:
        """Drop the outputs so far."""
        assert self.shell is not None
        self.shell.outputs.take()


class Hook(DisplayHook):
    """Takes the value of a cell's last line."""

    def write_output_prompt(self) -> None:
        """Write no ``Out[1]:``."""

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        """Add the value to the outputs."""
        output = {
            "output_type": "execute_result",
            "execution_count": self.prompt_count,
            "data": format_dict,
            "metadata": md_dict or {},
        }
        assert self.shell is not None
        self.shell.outputs.add(output)

    def finish_displayhook(self) -> None:
        """Write no end of line."""
