"""Step 3: the notebooks for someone on their own, from the released ones."""

from __future__ import annotations

from pathlib import Path

from grader import notebooks
from grader.course import Ungraded
from grader.install import fill_in
from grader.notebooks import Notebook


def write_lesson(section: str, release: Path, into: Path, around: tuple[str, str]) -> Path:
    """Write the self-learner's notebook of a section and return the file.

    It is the released one, cell by cell and id by id, so that work done in it
    can be handed in; a last cell leads to the neighbors and to the solution.

    Args:
        section: The section.
        release: nbgrader's ``release/``.
        into: The folder of the self-learner's notebooks.
        around: The notebooks before and after it, ``""`` where there is none.
    """
    notebook = notebooks.read(release / section / f"{section}.ipynb")
    solution = f"[The solution](../solutions/{section}.ipynb), to compare with your own"
    notebook["cells"].append(_links([solution], around))
    return notebooks.write(notebook, into / f"{section}.ipynb")


def write_ungraded(ungraded: Ungraded, into: Path, around: tuple[str, str]) -> Path:
    """Write a notebook that is no assignment and return the file; it has no solution.

    Args:
        ungraded: The notebook.
        into: The folder of the self-learner's notebooks.
        around: The notebooks before and after it, ``""`` where there is none.
    """
    notebook = fill_in(notebooks.read(ungraded.source), ungraded.course.settings.address)
    notebook["cells"].append(_links([], around))
    return notebooks.write(notebook, into / f"{ungraded}.ipynb")


def _links(links: list[str], around: tuple[str, str]) -> Notebook:
    before, after = around
    if before:
        links.insert(0, f"Back: [{_title(before)}]({before}.ipynb)")
    if after:
        links.append(f"Next: [{_title(after)}]({after}.ipynb)")
    return {
        "cell_type": "markdown",
        "id": "where-to-go",
        "metadata": {},
        "source": "\n\n".join(["---", *links]),
    }


def _title(section: str) -> str:
    number, _, name = section.partition("_")
    return f"{int(number)} · {name.replace('_', ' ')}"
