"""The autograded notebook of a submission: what ran, what came out, which points it got."""

from __future__ import annotations

from typing import Any

from grader import notebooks
from grader.course import Section
from grader.marking.release import released
from grader.results import Marked, Score


def notebook_of(row: Marked, section: Section) -> dict[str, Any]:
    """Return the notebook as nbgrader would have left it, as data for JSON.

    Metadata are the course's, and say what each mark rests on. A test cell
    shows the message, the criteria that are met, and, as its value, the points.
    """
    scores = {f"test_{item.exercise}": item for item in row.scores}
    metadata = {item.cell["id"]: item.cell["metadata"] for item in released(section)}
    cells: list[dict[str, Any]] = []
    count = 0
    for number, cell in enumerate(row.cells):
        data: dict[str, Any] = {
            "cell_type": cell.cell_type,
            "id": cell.id or f"free-{number}",
            "metadata": metadata.get(cell.id, {}),
            "source": cell.source,
        }
        if cell.cell_type == "code":
            count += 1
            outputs = row.outputs.get(number, [])
            if cell.name in scores:
                outputs = _shown(scores[cell.name])
            data |= {
                "execution_count": count,
                "outputs": [_counted(notebooks.finite(o), count) for o in outputs],
            }
        elif cell.attachments:
            data["attachments"] = cell.attachments
        cells.append(data)
    return {
        "cells": cells,
        "metadata": {
            "kernelspec": {
                "display_name": "Python 3 (ipykernel)",
                "language": "python",
                "name": "python3",
            },
            "language_info": {"name": "python"},
            "graded_descent": {
                "seed": section.course.settings.seed_fingerprint,
                "isolation": row.isolation,
                "marks": {item.exercise: item.basis.as_data() for item in row.scores if item.basis},
            },
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _shown(score: Score) -> list[dict[str, Any]]:
    return [
        {"output_type": "stream", "name": "stdout", "text": score.message + "\n"},
        *_criteria(score),
        {
            "output_type": "execute_result",
            "data": {"text/plain": repr(score.score)},
            "metadata": {},
        },
    ]


def _criteria(score: Score) -> list[dict[str, Any]]:
    """Return what was asked and what of it is met; nothing where that is not known, or all is."""
    if score.score >= score.max_score or not score.criteria:
        return []
    lines = [
        f"{'[x]' if one.met else '[ ]'} {one.name}: "
        f"{one.points if one.met else 0:.3g} of {one.points:.3g} points"
        f"{', once the result is right' if one.waits else ''}\n"
        for one in score.criteria
    ]
    return [{"output_type": "stream", "name": "stdout", "text": "\n" + "".join(lines)}]


def _counted(output: dict[str, Any], count: int) -> dict[str, Any]:
    """Return an output with the number of its cell, where the format has one."""
    of_value = output["output_type"] == "execute_result"
    return output | {"execution_count": count} if of_value else output


def autograded(row: Marked, section: Section) -> str:
    """Return the text of the autograded notebook of a submission."""
    return notebooks.as_text(notebook_of(row, section))
