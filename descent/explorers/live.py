"""Explorers that run the student's own code: the page asks, the kernel of the notebook answers.

The output of the cell is a page like that of every explorer, with answers in it that were recorded
when the cell ran: that is what an export, a site or another editor shows. In JupyterLab a wire to
the kernel is laid beside it, which leaves no trace in the notebook. As soon as the page hears of
it, it asks the kernel in place of the record.
"""

from __future__ import annotations

import html
import secrets
import time
from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from descent.explorers.base import Explorer, plain

Question = Mapping[str, Any]
Answer = dict[str, Any]

RECORDING_SECONDS = 30.0  # of the processor: slow code is recorded only as far as this goes

_WIRE = (Path(__file__).parent / "wire.js").read_text(encoding="utf-8")


class Live(Explorer):
    """An explorer whose numbers come from the student's code, now or when its cell ran.

    A subclass says what is recorded, how a question is answered, and what it asks its reader.
    """

    common = ("shared", "live")
    question = ""
    because = ""

    def __init__(self, student: type, data: Mapping[str, Any], **values: Any) -> None:
        self.student = student
        self.trouble = ""
        self._wire: str | None = None
        asks = {"question": self.question, "because": self.because, "student": student.__name__}
        record = self._record()
        super().__init__({**data, **asks, "recorded": record, "trouble": self.trouble}, **values)

    @abstractmethod
    def recorded(self) -> Iterator[tuple[str, Question]]:
        """Yield what the page can show without a kernel: a key that it knows, and a question."""

    @abstractmethod
    def answer(self, question: Question) -> Answer:
        """Return what the student's code does with a question from the page."""

    def asked(self, question: Question) -> Answer:
        """Return the answer in plain values, or in ``trouble`` why there is none."""
        try:
            with np.errstate(all="ignore"):
                answer: Answer = plain(self.answer(question))
        except NotImplementedError:
            return {
                "trouble": f"{self.student.__name__} is not finished yet: a part that is needed "
                "here still raises NotImplementedError. Write it, then run this cell again."
            }
        except Exception as error:  # whatever a student's code may raise
            return {
                "trouble": f"{self.student.__name__} could not answer: {type(error).__name__}: "
                f"{error}. The checks of its exercises say more. Mend it, then run this cell again."
            }
        return answer

    def _record(self) -> dict[str, Answer]:
        found: dict[str, Answer] = {}
        end = time.process_time() + RECORDING_SECONDS
        for key, question in self.recorded():
            answer = self.asked(question)
            if "trouble" in answer:
                self.trouble = self.trouble or answer["trouble"]
                break
            found[key] = answer
            if time.process_time() > end:
                break
        return found

    def _repr_html_(self) -> str:
        if not self.data["recorded"]:
            return f"<p><strong>{html.escape(self.title)}.</strong> {html.escape(self.trouble)}</p>"
        if self._wire is None and _attended():
            self._wire = lay_wire(self.asked)
        if self._wire:
            self.data["wire"] = self._wire
        return super()._repr_html_()


def lay_wire(answer: Callable[[Question], Answer]) -> str | None:
    """Let pages ask this kernel; return the name of the wire, None without anywidget.

    Messages are plain: ``{number, question}`` comes in, ``{number, answer}`` goes out.
    """
    try:
        import anywidget
        import traitlets
    except ModuleNotFoundError:
        return None

    class Wire(anywidget.AnyWidget):
        _esm = _WIRE
        name = traitlets.Unicode().tag(sync=True)

    def hear(widget: Any, content: Mapping[str, Any], buffers: object) -> None:
        widget.send({"number": content["number"], "answer": answer(content["question"])})

    wire = Wire(name=secrets.token_hex(8))
    wire.on_msg(hear)
    return str(wire.name)


def _attended() -> bool:
    """Tell whether somebody sits before this kernel: a build and a grader cannot be asked."""
    from IPython.core.getipython import get_ipython

    kernel: Any = getattr(get_ipython(), "kernel", None)
    if not hasattr(kernel, "get_parent"):
        return False
    return bool(kernel.get_parent("shell").get("content", {}).get("allow_stdin"))
