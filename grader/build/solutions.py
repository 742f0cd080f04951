"""Step 4: the solutions, executed, with nothing in them that differs between machines."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from grader import notebooks
from grader.course import Section
from grader.errors import GraderError
from grader.install import fill_in
from grader.notebooks import Notebook

SECONDS = 120

_HIDDEN = re.compile(r"### BEGIN HIDDEN TESTS.*?### END HIDDEN TESTS\n?", re.DOTALL)
_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_MARKS = re.compile(r"^[ \t]*### (BEGIN|END) SOLUTION[ \t]*\n?", re.MULTILINE)


class LessonFails(GraderError):
    """A notebook with the reference answers in place does not run to its end."""


def write_solution(section: Section, into: Path) -> Path:
    """Execute a source notebook with its answers and write it, and return the file.

    Args:
        section: The section.
        into: The folder of the solutions.

    Raises:
        LessonFails: A cell raises an error, or takes too long.
    """
    notebook = fill_in(notebooks.read(section.source), section.course.settings.address)
    for cell in notebook["cells"]:
        cell["source"] = _MARKS.sub("", _HIDDEN.sub("", cell["source"])).rstrip("\n")
    return notebooks.write(_bare(_execute(notebook, section)), into / f"{section}.ipynb")


def _execute(notebook: Notebook, section: Section) -> Notebook:
    """Return a notebook with outputs, as a kernel of this environment leaves them.

    Raises:
        LessonFails: A cell raises an error, or takes too long.
    """
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError

    node = nbformat.from_dict(notebook)
    client = NotebookClient(node, timeout=SECONDS, kernel_name="python3")
    # Without this the kernel warns on the terminal that its ports are not encrypted.
    client.extra_arguments = ["--log-level=50"]
    # Its package `descent` is the course's own, and so are the checks in it.
    paths = os.pathsep.join(filter(None, [str(section.course.root), os.environ.get("PYTHONPATH")]))
    threads = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    environment = {**os.environ, **threads, "PYTHONPATH": paths}
    environment.pop("NBGRADER_EXECUTION", None)
    try:
        client.execute(env=environment)
    except (CellExecutionError, CellTimeoutError) as error:
        message = _ANSI.sub("", str(error))
        raise LessonFails(f"{section} does not run to its end: {message[-1500:]}") from error
    result: Notebook = node
    return result


def _bare(notebook: Notebook) -> Notebook:
    """Return a notebook without times, versions and other traces of one run."""
    cells = []
    for cell in notebook["cells"]:
        names = cell["metadata"].keys() & {"jupyter", "nbgrader", "tags"}
        metadata = {key: cell["metadata"][key] for key in names}
        bare: dict[str, Any] = {**cell, "metadata": metadata}
        if cell["cell_type"] == "code":
            bare["outputs"] = _joined(cell["outputs"])
        cells.append(bare)
    metadata = {
        "kernelspec": notebook["metadata"]["kernelspec"],
        "language_info": {"name": "python"},
    }
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def _joined(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return outputs with consecutive pieces of a stream joined: where they break is chance."""
    pieces: list[dict[str, Any]] = []
    for output in outputs:
        last = pieces[-1] if pieces else {}
        if output["output_type"] == "stream" and last.get("name") == output["name"]:
            last["text"] += output["text"]
        else:
            pieces.append(dict(output))
    return pieces
