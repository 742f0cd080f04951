"""What takes long to be shown on a page, ours or nbgrader's."""

from __future__ import annotations

import base64
import time
import warnings
from typing import Any

from nbconvert.exporters import HTMLExporter
from nbformat import from_dict
from traitlets.config import Config

from grader.reports.autograded import autograded, notebook_of
from grader.reports.pages import feedback
from tests.attacks.altering import with_more
from tests.attacks.arena import (
    GROWTH,
    SECTION,
    SUBMISSION,
    WRITTEN,
    Arena,
    Attack,
    attacks,
    cell,
    full,
)
from tests.attacks.processes import growth_below
from tests.here import COURSE

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(1 << 20)).decode()
# What is slow to show: a Markdown cell.
PROSE = {
    "lists in lists": "<ul><li>" * 20_000,
    "few lists in lists": "<ul><li>" * 2400,
    "environments that do not end": r"\begin{a}" * 20_000,
    "few environments that do not end": r"\begin{a}" * 2200,
    "environments that end as others": r"\begin{a}" * 1000 + r"\end{b}" * 1000,
    "formulas that do not end": r"\\(" * 6000,
    "displayed formulas that do not end": r"\\[" * 6000,
    "dollars": "$" * 19_999,
    "one formula after another": "$x$ " * 4900,
    "tables": "|a|\n|-|\n" * 2400,
    "quotations in quotations": "> " * 9900,
    "brackets": "[" * 19_999,
    "pictures that do not end": "![" * 9999,
    "stars": "*a **b " * 2800,
    "backticks": "".join("`" * n + " " for n in range(1, 190)),
    "tags that do not end": "<a " * 6600,
    "attributes": "<p " + " ".join(f"a{n}" for n in range(3000)) + ">",
    "letters of many kinds": "".join(f"<b a={n}>" for n in range(900)) + "<p>" * 3000,
    "tables within letters": "".join(
        f"<b a={n}><table><tr><td></b></td></tr></table>" for n in range(380)
    ),
    "brackets in a style": f'<p style="a: {"(" * 900}">x</p>' * 20,
    "code of a language that reads slowly": "".join(
        f"```{name}\n{'a.' * 900}\n```\n"
        for name in ("perl6", "ruby", "html+php", "scala", "julia", "nim", "mermaid", "python3")
    ),
    "one picture many times": "![a](attachment:a.png)" * 900,
    "entities": "&#x" * 6600,
    "headings": "# a\n" * 4900,
    "footnotes": "[^a]: b\n[a]: b\n" * 1300,
}
SLOW_CODE = {
    "names of names": "a." * 9900,
    "many names of names": "\n".join(["a." * 240] * 40),
    "questions": "?" * 19_999,
    "quotes in an answer": "'" * 1_900_000,
    "texts that do not end": "f'{" * 6600,
}
# Of a cell: what is put out, in a given form.
SLOW_OUTPUTS = {
    "lists in lists, in HTML": "display({'text/html': '<ul><li>' * 20_000}, raw=True)",
    "tables in tables, in HTML": "display({'text/html': '<table><tr><td>' * 10_000}, raw=True)",
    "flat HTML, often": "for n in range(60): display({'text/html': '<p>x</p>' * 1900}, raw=True)",
    "letters of many kinds, in HTML": "display({'text/html': ''.join(f'<b a={n}>' for n in range(1900)) + '<p>' * 1900}, raw=True)",
    "attributes, in HTML": "display({'text/html': '<p ' + ' '.join(f'a{n}' for n in range(200_000)) + '>'}, raw=True)",
    "letters and tables, in HTML": "display({'text/html': ''.join(f'<i a={n}><table><tr><td></i></td></tr></table>' for n in range(650))}, raw=True)",
    "4 MB of HTML": "display({'text/html': '<' * 3_900_000}, raw=True)",
    "comments, in HTML": "display({'text/html': '<!--' * 900_000}, raw=True)",
    "200,000 updates in color": "print(''.join(f'\\x1b[3{n % 8}m{n}\\r' for n in range(200_000)))",
    "codes for colors that do not end": "print('\\x1b[' + '1;' * 1_900_000)",
    "codes for colors in an error": "raise ValueError(''.join(f'\\x1b[3{n % 8}m{n}' for n in range(9000)))",
    "formulas, as Markdown": "for n in range(50): display({'text/markdown': r'\\begin{a}' * 2200}, raw=True)",
    "lists in lists, as Markdown": "for n in range(50): display({'text/markdown': '<ul><li>' * 2400}, raw=True)",
    "entities, in HTML": "display({'text/html': '&' * 1_900_000}, raw=True)",
    "a tag of 2 MB": "display({'text/html': '<' + 'p' * 1_900_000 + '>'}, raw=True)",
    "an attribute of 2 MB": "display({'text/html': '<p ' + 'p' * 1_900_000 + '>'}, raw=True)",
    "SVG": "display({'image/svg+xml': '<svg>' * 700_000}, raw=True)",
    "outputs without number": "for n in range(2000): display({'text/html': '<b>x</b>'}, raw=True)",
}


def pictured(text: str) -> dict[str, Any]:
    return cell(text, "markdown", attachments={"a.png": {"image/png": PNG}})


PAGES = (
    *(
        Attack(
            f"notes of {name}",
            f"Has notes that take long to read as Markdown: {name}.",
            base="right",
            change=lambda made, text=text: made | {"cells": [*made["cells"], pictured(text)]},  # type: ignore[misc]
        )
        for name, text in PROSE.items()
    ),
    *(
        Attack(
            f"code of {name}",
            f"Has an answer whose code takes long to color: {name}.",
            base="right",
            answers={"mse_loss": code},
            earns=full(SECTION) - 2,
            status=("graded", "timeout"),
        )
        for name, code in SLOW_CODE.items()
    ),
    *(
        Attack(
            f"shows {name}",
            f"Puts out what takes long to show: {name}.",
            code,
            base="right",
        )
        for name, code in SLOW_OUTPUTS.items()
    ),
    Attack(
        "slow notes in 300 cells",
        "Has many notes, each as long as may be read.",
        base="right",
        change=with_more(*["<i>" * 20 + "a|b\n-|-\n" * 240] * 300, kind="markdown"),
    ),
    Attack(
        "as much as may be written",
        "Has as many pictures, notes and outputs as a file of 15 MB may hold.",
        "print('\"' * 4_000_000)\n",
        base="right",
        change=lambda made: (
            made
            | {
                "cells": [cell("print('\"' * 3_900_000)") for _ in range(9)]
                + [*made["cells"], *(pictured("![a](attachment:a.png) " * 9) for _ in range(9))]
                + [cell("'" * 1_800_000, "raw")]
            }
        ),
    ),
)

ATTACKS = PAGES


@attacks(*PAGES)
def test_no_page_takes_long(arena: Arena, attack: Attack) -> None:
    marked = arena.hold(attack, pages=False)
    section = COURSE.section(attack.section)
    notebook = from_dict(notebook_of(marked, section))
    exporter = HTMLExporter(config=configured())
    exporter.from_notebook_node(from_dict({**notebook, "cells": []}))  # to import everything
    begun = time.process_time()  # nobody is waited for
    with warnings.catch_warnings(), growth_below(GROWTH):
        warnings.simplefilter("ignore")  # of outputs that it leaves out
        page = exporter.from_notebook_node(notebook)[0]
        texts = [page, feedback(marked), autograded(marked, section)]
    assert time.process_time() - begun < SUBMISSION + 6, "its pages take too long"
    size = sum(len(text.encode("utf-8", "replace")) for text in texts)
    assert size < WRITTEN, f"{size >> 20} MB are written"


def configured() -> Config:
    """As nbgrader's ``generate_feedback`` is set up in this course."""
    from grader.nbgrader.setup import configure

    config = Config()
    configure(config)
    return config
