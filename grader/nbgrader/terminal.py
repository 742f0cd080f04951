"""What nbgrader's commands tell in a terminal, which names of students must not steer."""

from __future__ import annotations

import copy
import logging

from tornado.log import LogFormatter


class Printable(LogFormatter):
    """Tells what a record says so that a terminal shows it, and does nothing else with it."""

    def format(self, record: logging.LogRecord) -> str:
        """Return what a record says, with all that is no text written out."""
        record = copy.copy(record)
        record.msg, record.args = _printable(record.getMessage()), ()
        if record.exc_info:
            record.exc_text = _printable(self.formatException(record.exc_info))
        return super().format(record)


def _printable(text: str) -> str:
    # Of the names that nbgrader is given none has two lines (`submitted`).
    return "".join(c if c.isprintable() or c == "\n" else ascii(c)[1:-1] for c in text)
