"""Ways to alter a notebook."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.attacks.arena import Notebook, cell


def kind(item: dict[str, Any]) -> str:
    of = item["metadata"].get("nbgrader", {})
    return "test" if of.get("grade") else "answer" if of.get("solution") else ""


def named(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without demonstrations, which are known by their ids alone, and take their time."""
    return [item for item in cells if item["metadata"].get("nbgrader")]


def nested(depth: int) -> Any:
    made: Any = 0
    for _ in range(depth):
        made = [made]
    return made


def each(
    what: str, change: Callable[[dict[str, Any]], dict[str, Any] | None]
) -> Callable[[Notebook], Notebook]:
    """Change every cell of a kind; None takes it out."""

    def changed(made: Notebook) -> Notebook:
        cells = [change(item) if kind(item) == what else item for item in made["cells"]]
        return made | {"cells": [item for item in cells if item is not None]}

    return changed


def meta(**more: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Change what nbgrader knows of a cell."""

    def changed(item: dict[str, Any]) -> dict[str, Any]:
        own = item["metadata"]["nbgrader"] | more
        return item | {"metadata": item["metadata"] | {"nbgrader": own}}

    return changed


def tagged(*tags: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda item: item | {"metadata": item["metadata"] | {"tags": list(tags)}}


def with_cells(cells: Callable[[list[dict[str, Any]]], Any]) -> Callable[[Notebook], Notebook]:
    return lambda made: made | {"cells": cells(made["cells"])}


def only(what: str) -> Callable[[list[dict[str, Any]]], list[dict[str, Any]]]:
    return lambda cells: [item for item in cells if kind(item) == what]


def version_3(made: Notebook) -> Notebook:
    """The same notebook in the format before the present one."""
    cells = []
    for item in named(made["cells"]):
        old = {k: v for k, v in item.items() if k in ("cell_type", "metadata", "source")}
        if old["cell_type"] == "code":
            old = {"cell_type": "code", "metadata": old["metadata"], "input": old["source"]}
            old |= {"outputs": [], "language": "python", "collapsed": False, "prompt_number": 1}
        cells.append(old)
    sheets = [{"cells": cells, "metadata": {}}]
    return {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": sheets}


def with_more(*sources: str, kind: str = "code") -> Callable[[Notebook], Notebook]:
    """Append cells of these sources."""
    return lambda made: made | {"cells": made["cells"] + [cell(s, kind) for s in sources]}
