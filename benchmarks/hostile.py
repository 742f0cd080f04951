"""What the worst that one submission of each kind of attack can do costs a class of eight."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from benchmarks.classes import answered_class, grade_command
from benchmarks.measured import ENVIRONMENT, cost
from grader.course import Course
from grader.demo.classroom import answered

# What stands in the place of an answer, or in a cell of the student's own.
ANSWERS = {
    "a result of 800 MB": "import numpy as np\ndef sigmoid(z):\n    return np.ones(10**8)",
    "dying in every probe": "import os\ndef sigmoid(z):\n    os._exit(1)",
    "slow in every probe": "import time\ndef sigmoid(z):\n    time.sleep(0.9)",
    "standing still in every probe": "import os\ndef sigmoid(z):\n    os.kill(os.getpid(), 19)",
    "a text that patterns read again and again": "def sigmoid(z):\n"
    "    raise TypeError('f() takes 1 positional argument but ' * 60_000)",
    "an expression of 2,000 terms": f"def sigmoid(z):\n    raise ValueError({'1 + ' * 2000}1)",
}
CELLS = {
    "an endless loop": "while True:\n    pass",
    "a flood of output": "while True:\n    print('x' * 1000)",
    "memory without end": "x = []\nwhile True:\n    x.append(bytearray(1 << 20))",
    "files without a name": "import os\nheld = []\nwhile True:\n"
    "    held.append(os.open('f', os.O_CREAT | os.O_RDWR))\n"
    "    os.write(held[-1], bytes(1 << 20))\n    os.unlink('f')",
    "pages that are slow to show": "for n in range(60):\n"
    "    display({'text/html': '<ul><li>' * 2000}, raw=True)",
    "a signal that waits between cells": "import signal, time\n"
    "signal.signal(signal.SIGALRM, lambda *_: time.sleep(9))\n"
    "signal.setitimer(signal.ITIMER_REAL, 0.1, 0.1)",
    "a reply that is no reply": "import gc\nimport numpy as np\nfrom guest.both import wire\n"
    "(session,) = (o for o in gc.get_objects() if type(o).__name__ == 'Session')\n"
    "wire.send(session._connection, {'number': np.zeros(2), 'outputs': []})",
}


def table() -> None:
    """Print what a class costs, without and with one of each kind."""
    section = Course.here().sections[0]
    print("\n| a class of eight, with | s | largest process, MB | marks of others changed |")
    print("|---|---|---|---|")
    honest = _graded({})
    for what, source in {"nobody else": "", **ANSWERS, **CELLS}.items():
        notebook = answered(section, {"sigmoid": source} if what in ANSWERS else {})
        if what in CELLS:
            cell = {"cell_type": "code", "id": "attack", "metadata": {}, "source": source}
            notebook["cells"].append({**cell, "outputs": [], "execution_count": None})
        seconds, memory, marks = _graded({"mallory": notebook} if source else {})
        changed = sum(marks[student] != mark for student, mark in honest[2].items())
        print(f"| {what} | {seconds:.0f} | {memory:.0f} | {changed or 'none'} |", flush=True)


def _graded(more: dict[str, dict[str, object]]) -> tuple[float, float, dict[str, float]]:
    section = Course.here().sections[0]
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder)
        answered_class(course / "submitted", [section], 8)
        for student, notebook in more.items():
            place = course / "submitted" / student / section.name
            place.mkdir(parents=True)
            (place / f"{section}.ipynb").write_text(json.dumps(notebook))
        spent = cost(grade_command(course, 2), course, ENVIRONMENT)
        rows = json.loads((course / "marks.json").read_text())["submissions"]
    marks = {row["student"]: row["score"] for row in rows}
    return spent.seconds, max(spent.peaks.values()), marks
