"""How far a student is: what the visible checks said last, exercise by exercise.

Results stand in memory and, beside notebooks that ``descent lab`` looks after,
as lines of a small file: these notebooks are the ones with a folder ``.descent``
beside them. Nothing is noted where a notebook is merely executed: by nbgrader,
by the grader, by ``descent build``.
"""

from __future__ import annotations

import json
import math
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from descent.judging import sheet_files
from descent.judging.verdict import Verdict
from descent.notebook.boxes import number

FOLDER = ".descent"
FILE = "progress.jsonl"


@dataclass(frozen=True)
class Result:
    """What the last check of an exercise said: whether it passed, and the share that is earned."""

    passed: bool
    share: float


_session: dict[str, Result] = {}


def interactive() -> bool:
    """Return whether someone sits at this kernel: a front end that could be asked for input."""
    if os.environ.get("NBGRADER_EXECUTION") or "IPython" not in sys.modules:
        return False
    from IPython.core.getipython import get_ipython

    kernel: Any = getattr(get_ipython(), "kernel", None)
    try:
        # nbclient, which executes notebooks for nbgrader, nbconvert and us, says no to this.
        return bool(kernel.get_parent("shell")["content"]["allow_stdin"])
    except (AttributeError, KeyError, TypeError):
        return False


def note(verdict: Verdict, folder: Path | None = None) -> None:
    """Note the result of a check, also in the file if there is a place for it.

    Args:
        verdict: The result.
        folder: Where the notebook is; the current folder without it.
    """
    result = Result(verdict.state == "passed", verdict.share)
    _session[verdict.exercise] = result
    _append({verdict.exercise: result}, folder or Path())


def forget(exercises: Iterable[str], folder: Path) -> None:
    """Note that these exercises begin anew."""
    _append(dict.fromkeys(exercises, Result(False, 0.0)), folder)


def results(folder: Path) -> dict[str, Result]:
    """Return what the file in a folder says; what cannot be read in it is passed over."""
    try:
        text = (folder / FOLDER / FILE).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return {}
    latest = {}
    for line in text.splitlines():
        try:
            entry = json.loads(line)
            share = float(entry["share"])
            result = Result(entry["passed"] is True, min(max(share, 0.0), 1.0))
        except (ValueError, TypeError, KeyError, RecursionError):
            continue
        if isinstance(entry.get("exercise"), str) and math.isfinite(share):
            latest[entry["exercise"]] = result
    return latest


def points(notebook: Path) -> dict[str, float] | None:
    """Return the points of each exercise, by the test cells of a notebook.

    None if there is no notebook, or it cannot be read.
    """
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        metadata = [cell["metadata"].get("nbgrader", {}) for cell in cells]
        return {
            entry["grade_id"].removeprefix("test_"): float(entry["points"])
            for entry in metadata
            if entry.get("grade") and str(entry.get("grade_id", "")).startswith("test_")
        }
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def points_of(exercise: str) -> float | None:
    """Return the points of an exercise, if the notebook of its section is in this folder."""
    notebook = Path(f"{sheet_files.section_of(exercise)[0]}.ipynb")
    return (points(notebook) or {}).get(exercise)


def line(exercise: str, folder: Path | None = None) -> str:
    """Say how far the notebook is that an exercise belongs to."""
    folder = folder or Path()
    section, exercises = sheet_files.section_of(exercise)
    # The file knows what happened before this kernel, and in another one.
    latest = {**_session, **results(folder)}
    count = sum(name in latest and latest[name].passed for name in exercises)
    sentence = f"{count} of {len(exercises)} exercises passed in this notebook"
    worth = points(folder / f"{section}.ipynb")
    if worth:
        earned, total = earned_of(worth, latest)
        sentence += f", {number(earned)} of {number(total)} points so far"
    return sentence


def earned_of(worth: Mapping[str, float], latest: Mapping[str, Result]) -> tuple[float, float]:
    """Return the points that results are worth, and the points in all."""
    earned = sum(value * latest[name].share for name, value in worth.items() if name in latest)
    return earned, sum(worth.values())


def _append(entries: Mapping[str, Result], folder: Path) -> None:
    lines = [
        json.dumps({"exercise": name, "passed": result.passed, "share": round(result.share, 6)})
        for name, result in entries.items()
    ]
    data = "".join(f"{line}\n" for line in lines).encode()
    try:
        # One write of a few bytes at the end: two kernels do not get into each other's way.
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
        file = os.open(folder / FOLDER / FILE, flags, 0o666)
        try:
            os.write(file, data)
        finally:
            os.close(file)
    except OSError:
        # A check has to work in a folder that cannot be written to, too.
        return
