"""What runs in a Python on WebAssembly: the cells and the checks of one section.

There it is a program of its own, which is asked on its input and answers on its output, in JSON.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
from typing import Any

from IPython.core.interactiveshell import InteractiveShell

from descent.judging import sheets
from descent.notebook.check import examine


def run_cells(cells: list[list[str]]) -> list[str]:
    """Run the cells of a notebook, each a name and a source, and return what went wrong."""
    shell = InteractiveShell.instance()
    wrong = []
    for name, source in cells:
        shown = io.StringIO()
        with contextlib.redirect_stdout(shown), contextlib.redirect_stderr(shown):
            result = shell.run_cell(source)
        if not result.success:
            wrong.append(f"{name}: {result.error_before_exec or result.error_in_exec!r}")
        elif name.startswith("test_") and "Passed" not in shown.getvalue():
            wrong.append(f"{name}: {shown.getvalue()}")
    return wrong


def run_checks(given: list[str], answers: list[dict[str, Any]]) -> list[list[str | None]]:
    """Check answers with the visible tests, and return the state and the diagnosis of each.

    Args:
        given: The cells that answers may use, in order.
        answers: Each has its exercise, its code, the name that this binds, and how many of the
            given cells stand before it.
    """
    namespaces: list[dict[str, Any]] = [{"__name__": "__main__"}]
    for source in given:
        namespaces.append(_run(source, namespaces[-1]))
    found: list[list[str | None]] = []
    for answer in answers:
        names = _run(answer["code"], namespaces[answer["after"]])
        verdict = examine(sheets.load(answer["exercise"]), names[answer["name"]])
        found.append([verdict.state, verdict.diagnosis])
    return found


def _run(source: str, before: dict[str, Any]) -> dict[str, Any]:
    namespace = {**before}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(source, namespace)
    return namespace


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    checks = run_checks(asked["given"], asked["answers"])
    print(json.dumps({"checks": checks, "wrong": run_cells(asked["cells"])}))
