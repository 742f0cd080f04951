"""What a student waits for: the import of descent, and a check of each exercise after it.

The import is timed in fresh interpreters, in turns with that of NumPy and matplotlib.pyplot, which
every notebook of the course imports anyway. The checks are timed in one more fresh interpreter for
each section, with the reference answers: the first check of an exercise reads its data.

    python benchmarks/startup.py [--runs 7] [--sections 01_perceptron ...]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

LIBRARIES = "import numpy, matplotlib.pyplot"
IMPORTS = {
    "numpy and matplotlib.pyplot": LIBRARIES,
    "descent": "import descent",
    "descent, after the two": f"{LIBRARIES}\nimport descent",
}
_TIMED = "import time\nbegun = time.perf_counter()\n{}\nprint(time.perf_counter() - begun)"
_CHECKED = """
import contextlib, io, json, sys, time
import descent
cells, exercises = json.load(sys.stdin)
names = {"__name__": "notebook"}
with contextlib.redirect_stdout(io.StringIO()):
    for cell in cells:
        exec(cell, names)
rows = []
for exercise, answer in exercises:
    seconds = []
    for _ in range(4):
        with contextlib.redirect_stdout(io.StringIO()):
            begun = time.perf_counter()
            result = descent.check(exercise, names[answer])
            seconds.append(time.perf_counter() - begun)
        assert result.passed, result.message
    rows.append((exercise, seconds[0], sorted(seconds[1:])[1]))
print(json.dumps(rows))
"""


def run(code: str, text: str = "") -> str:
    """Run code in a fresh interpreter and return what it prints."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    environment["MPLBACKEND"] = "agg"
    done = subprocess.run(
        [sys.executable, "-c", code], input=text, env=environment,
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout


def imports(runs: int) -> None:
    """Print how long the imports take, in turns, so that a busy machine slows all of them."""
    seconds: dict[str, list[float]] = {name: [] for name in IMPORTS}
    for _ in range(runs + 1):
        for name, code in IMPORTS.items():
            seconds[name].append(float(run(_TIMED.format(code))))
    print("| import of | median ms | fastest ms |")
    print("|---|---|---|")
    for name, times in seconds.items():
        # The first run fills the caches of the machine.
        kept = times[1:]
        print(f"| {name} | {1000 * statistics.median(kept):.0f} | {1000 * min(kept):.0f} |")


def checks(names: list[str]) -> None:
    """Print how long a check takes: the first of an exercise, and one after it."""
    from grader.course import Course
    from grader.sheets.exercise import exercises
    from grader.sheets.references import reference

    print("\n| exercise | first check ms | again ms |")
    print("|---|---|---|")
    for section in Course.here().choose(names):
        cells = [source for _, source in reference(section).cells]
        asked = [(name, entry.answer_name) for name, entry in exercises(section).items()]
        for exercise, first, again in json.loads(run(_CHECKED, json.dumps([cells, asked]))):
            print(f"| `{exercise}` | {1000 * first:.0f} | {1000 * again:.0f} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--sections", nargs="+", default=[])
    args = parser.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    imports(args.runs)
    checks(args.sections)


if __name__ == "__main__":
    main()
