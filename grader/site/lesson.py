"""A page of a lesson: its executed notebook, laid out for reading."""

from __future__ import annotations

import base64
import html
import re
import struct
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from descent.notebook.boxes import as_html
from grader import notebooks
from grader.course import Section, Ungraded
from grader.notebooks import Notebook
from grader.sheets.worksheet import read_hints
from grader.site.estimates import Estimate, estimate
from grader.site.headings import InOrder, tables_with_text
from grader.site.revealing import bound_names, revealing

_PNG = re.compile(r'src="data:image/png;base64,([A-Za-z0-9+/=\s]+)"')
_FIGURE = re.compile(r'<figure>(<img [^>]*src="([^"]+)"[^>]*>)')
_WITHHELD = "What this cell shows comes from your answers: run it in your notebook."


class Lesson:
    """A lesson as a page.

    Attributes:
        section: Its section.
        estimate: What it asks for.
    """

    def __init__(self, section: Section, answers: bool) -> None:
        """Read a lesson.

        Args:
            section: Its section, which is built.
            answers: Whether its page has the answers, behind buttons.

        Raises:
            BadSource: It is not built, or is no notebook.
        """
        self.section, self._answers = section, answers
        solution = section.course.root / "solutions" / f"{section}.ipynb"
        self._cells: list[Notebook] = notebooks.read(solution)["cells"]
        released = notebooks.read(section.release)["cells"]
        self._stubs = {cell["id"]: cell["source"] for cell in released}
        self._told = set() if answers else revealing(self._cells)
        self.estimate: Estimate = estimate({"cells": self._cells})

    @property
    def graded(self) -> bool:
        """Whether it is an assignment."""
        return not isinstance(self.section, Ungraded)

    @property
    def title(self) -> str:
        """What stands over it."""
        prose = (cell["source"] for cell in self._cells if cell["cell_type"] == "markdown")
        lines: list[str] = "\n".join(prose).splitlines()
        return next(line.removeprefix("# ") for line in lines if line.startswith("# "))

    def write(self, pages: Path, figures: Path, given: frozenset[str], links: str) -> None:
        """Write the page as a notebook for Sphinx, and its figures as files beside the site.

        Args:
            pages: The folder of the lessons' pages.
            figures: The folder of the figures.
            given: Names of answers of other sections, whose code is not shown without answers.
            links: Where the notebook can be had, as HTML.
        """
        self._figures = figures / str(self.section)
        self._figures.mkdir(parents=True)
        headings = InOrder()
        cells = list(self._layout(given))
        for cell in cells:
            if cell["cell_type"] == "markdown":
                cell["source"] = headings.mended(tables_with_text(cell["source"]))
        head = next(n for n, cell in enumerate(cells) if cell["source"].startswith("# "))
        title, _, rest = cells[head]["source"].partition("\n")
        cells[head : head + 1] = [_prose(title), _prose(self._facts(links)), _prose(rest)]
        for number, cell in enumerate(cells):
            cell["id"] = f"cell-{number}"
        metadata = {"language_info": {"name": "python", "pygments_lexer": "ipython3"}}
        page = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
        notebooks.write(page, pages / f"{self.section}.ipynb")

    def _facts(self, links: str) -> str:
        asks = self.estimate
        exercises = f"about {asks.writing} to do {len(asks.points)} exercises ({asks.levels})"
        return (
            '<div class="gd-facts">'
            f"<p>About {asks.reading} minutes to read, "
            f"{exercises if self.graded else 'and nothing to hand in'}. "
            '<a href="../index.html#estimates">How this is estimated</a></p>'
            f"{links}</div>"
        )

    def _layout(self, given: frozenset[str]) -> Iterator[Notebook]:
        for only_solution, group in groupby(self._cells, _solution_only):
            if not only_solution:
                yield from self._lines(group, given)
            elif self._answers:
                yield from _folded("answer", "Show the answer", list(self._lines(group, given)))

    def _lines(self, cells: Iterable[Notebook], given: frozenset[str]) -> Iterator[Notebook]:
        """Lay out cells one by one; an answer comes behind a button after all tests of it."""
        answers: list[Notebook] = []
        for cell in cells:
            graded = cell["metadata"].get("nbgrader", {})
            if not graded.get("grade"):
                yield from self._behind_buttons(answers)
                answers = []
            if cell["cell_type"] == "markdown":
                yield _prose(cell["source"])
            elif graded.get("grade"):
                yield from self._test(cell)
            elif graded.get("solution"):
                answers = [cell]
                yield _code(self._stubs[cell["id"]])
            elif cell["id"] != "install":
                yield from self._shown(cell, given)
        yield from self._behind_buttons(answers)

    def _test(self, cell: Notebook) -> Iterator[Notebook]:
        """Lay out a test: its code, and the hints behind buttons."""
        name = cell["metadata"]["nbgrader"]["grade_id"].removeprefix("test_")
        yield _code(cell["source"])
        hints = self.section.exercises / name / "hints.md"
        for number, hint in enumerate(read_hints(hints) if hints.is_file() else (), 1):
            text = _prose(f"<p>{as_html(hint)}</p>")
            yield from _folded("hint", f"Hint {number} for {name}", [text])

    def _behind_buttons(self, answers: list[Notebook]) -> Iterator[Notebook]:
        for cell in answers if self._answers else ():
            name = cell["metadata"]["nbgrader"]["grade_id"]
            yield from _folded("answer", f"Show the answer: {name}", [_code(cell["source"])])

    def _shown(self, cell: Notebook, given: frozenset[str]) -> Iterator[Notebook]:
        """Lay out given code and demonstrations; code that only draws comes behind a button."""
        source, withheld = cell["source"], bound_names(cell["source"]) & given
        if withheld and not self._answers:
            names = ", ".join(sorted(withheld))
            source = f"# Given here: {names}, answers of other sections. Your notebook has them."
        outputs = cell["outputs"]
        hidden = bool(outputs) and cell["id"] in self._told
        if _only_draws(cell):
            yield from _folded("drawing", "Show the code, which only draws", [_code(source)])
        else:
            yield _code(source)
        if hidden:
            yield _prose(f'<p class="gd-withheld">{_WITHHELD}</p>')
        elif outputs:
            yield _output([self._with_files(output, cell["id"]) for output in outputs])

    def _with_files(self, output: Notebook, cell_id: str) -> Notebook:
        """Return an output with its pictures as files: a page can be read before they come.

        A figure leads to its file, where small words of a wide one can be read on a phone.
        """
        text = _html(output)
        if not text:
            return output

        def as_file(found: re.Match[str]) -> str:
            png = base64.b64decode(found[1])
            number = len(list(self._figures.glob(f"{cell_id}-*.png"))) + 1
            file = self._figures / f"{cell_id}-{number}.png"
            file.write_bytes(png)
            width, height = struct.unpack(">II", png[16:24])
            address = f"../figures/{self.section}/{file.name}"
            return f'src="{address}" width="{width}" height="{height}"'

        linked = _FIGURE.sub(r'<figure><a href="\2">\1</a>', _PNG.sub(as_file, text))
        data = {**output["data"], "text/html": linked}
        return {**output, "data": data}


def answer_names(section: Section) -> set[str]:
    """Return the names that the answers of a section are called by."""
    cells = notebooks.read(section.source)["cells"]
    answers = (cell for cell in cells if cell["metadata"].get("nbgrader", {}).get("solution"))
    return set().union(*(bound_names(cell["source"]) for cell in answers))


def _solution_only(cell: Notebook) -> bool:
    return "solution-only" in cell["metadata"].get("tags", ())


def _only_draws(cell: Notebook) -> bool:
    """Say whether a notebook hides the code of a cell, or nothing but figures come of it."""
    figures = ["<figure>" in _html(output) for output in cell["outputs"]]
    hidden = cell["metadata"].get("jupyter", {}).get("source_hidden", False)
    return bool(hidden or (figures and all(figures)))


def _html(output: Notebook) -> str:
    return "".join(output.get("data", {}).get("text/html", ()))


def _prose(source: str) -> Notebook:
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def _code(source: str) -> Notebook:
    return _cell(source, [], {})


def _output(outputs: list[Any]) -> Notebook:
    # A cell without any source would be left out, together with what it shows.
    return _cell("...", outputs, {"tags": ["remove-input"]})


def _cell(source: str, outputs: list[Any], metadata: dict[str, Any]) -> Notebook:
    return {
        "cell_type": "code",
        "metadata": metadata,
        "source": source,
        "outputs": outputs,
        "execution_count": None,
    }


def _folded(kind: str, label: str, cells: list[Notebook]) -> list[Notebook]:
    opening = f'<details class="gd-fold gd-{kind}"><summary>{html.escape(label)}</summary>'
    return [_prose(opening), *cells, _prose("</details>")]
