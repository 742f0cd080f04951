"""How long a lesson takes and how hard its exercises are: estimates, by a rule that is told."""

from __future__ import annotations

import re
from dataclasses import dataclass

from grader.notebooks import Notebook

WORDS_A_MINUTE = 120
MINUTES_A_PICTURE = 1
MINUTES_A_POINT = 5

# A formula is read like a few words; its TeX would count as many more, or as none.
_FORMULA = re.compile(r"\$\$.+?\$\$|\$.+?\$", re.DOTALL)
_WORD = re.compile(r"\w[\w'’-]*")


@dataclass(frozen=True)
class Estimate:
    """What a lesson asks for.

    Attributes:
        reading: Minutes to read it.
        writing: Minutes to do its exercises.
        points: The points of its exercises, in their order.
    """

    reading: int
    writing: int
    points: tuple[float, ...]

    @property
    def levels(self) -> str:
        """How many of the exercises are easy, medium and hard, in words."""
        all_levels = [level(points) for points in self.points]
        counts = ((name, all_levels.count(name)) for name in ("easy", "medium", "hard"))
        return ", ".join(f"{count} {name}" for name, count in counts if count)


def level(points: float) -> str:
    """Say how hard an exercise of so many points is."""
    return "easy" if points <= 1 else "medium" if points <= 3 else "hard"


def minutes(points: float) -> int:
    """Say how many minutes an exercise of so many points takes."""
    return round(points * MINUTES_A_POINT)


def estimate(lesson: Notebook) -> Estimate:
    """Return what a lesson asks for, from its executed notebook."""
    words = pictures = 0
    points: list[float] = []
    for cell in lesson["cells"]:
        if "solution-only" in cell["metadata"].get("tags", ()):
            continue
        if cell["cell_type"] == "markdown":
            words += len(_WORD.findall(_FORMULA.sub("a formula here", cell["source"])))
        outputs = cell.get("outputs", ())
        graded = cell["metadata"].get("nbgrader", {})
        if graded.get("grade"):
            points.append(float(graded["points"]))
        else:
            pictures += sum("text/html" in output.get("data", {}) for output in outputs)
    reading = words / WORDS_A_MINUTE + pictures * MINUTES_A_PICTURE
    writing = _to_five(sum(map(minutes, points))) if points else 0
    return Estimate(_to_five(reading), writing, tuple(points))


def _to_five(number: float) -> int:
    return max(5, 5 * round(number / 5))
