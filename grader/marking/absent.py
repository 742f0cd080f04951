"""Why a submission has no answer of the name that is asked for."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from typing import Any

from grader.marking.sources import defined
from grader.results import Cell


def absence(
    name: str, answer_cell: str, cells: Sequence[Cell], outputs: Mapping[int, list[dict[str, Any]]]
) -> str:
    """Return a sentence on why there is no answer of a name where its test stands.

    Args:
        name: What the test asks for.
        answer_cell: The grade_id of the cell that is meant for it.
        cells: The cells of the submission as they count.
        outputs: What came out of those that ran, by their place.
    """
    no_answer = f"There is no {name} in the notebook"
    places = [place for place, cell in enumerate(cells) if cell.name == answer_cell]
    if not places:
        return f"{no_answer}: the cell that defines it is missing."
    place = places[0]
    names = defined(cells[place].source)
    if name not in names:
        near = difflib.get_close_matches(name.lower(), [n.lower() for n in names], 1, 0.7)
        for other in names:
            if [other.lower()] == near or _plain(other) == _plain(name):
                return f"Its cell defines {other[:60]}, and {name} is asked for."
    errors = [o for o in outputs.get(place, ()) if o.get("output_type") == "error"]
    if errors:
        kind, value = str(errors[0].get("ename"))[:60], str(errors[0].get("evalue"))[:200]
        return f"There is no {name}: its cell stops with {kind}: {value}"
    if not cells[place].runs:
        return f"{no_answer}: its cell was not run."
    if not cells[place].source.strip():
        return f"{no_answer}: its cell is empty."
    if name in names:
        return (
            f"{no_answer} where it is tested: its cell defines it, and another one takes it away."
        )
    if len(names) == 1:
        return f"Its cell defines {names[0][:60]}, and {name} is asked for."
    return f"{no_answer}: its cell does not define it."


def _plain(name: str) -> str:
    return name.replace("_", "").lower()
