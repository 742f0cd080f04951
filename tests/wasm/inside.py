"""What runs in a Python on WebAssembly: the cells of a notebook, and the checks of a section."""

from __future__ import annotations

import contextlib
import io
from typing import Any

from IPython.core.interactiveshell import InteractiveShell

from descent.judging import sheet_files
from descent.notebook.check import examine


def run_cells(cells: list[list[str]]) -> list[str]:
    """Run the cells of a notebook, each a name and a source, and return what went wrong.

    Nothing of an earlier notebook is there.
    """
    InteractiveShell.clear_instance()
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
        verdict = examine(sheet_files.load(answer["exercise"]), names[answer["name"]])
        found.append([verdict.state, verdict.diagnosis])
    return found


def _run(source: str, before: dict[str, Any]) -> dict[str, Any]:
    namespace = {**before}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(source, namespace)
    return namespace
