"""The page that a student reads. All text is escaped."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from descent.notebook.boxes import as_html
from grader.reports.pictures import data_uri
from grader.reports.prose import inert_markdown
from grader.reports.tame import Allowance
from grader.results import Marked

# Characters of a student's own notes that a page shows, of an answer, and of an output. What all
# of them and their pictures may take together is an `Allowance`.
MAX_NOTES = MAX_SOURCE = MAX_OUTPUT = 20_000

_ANSI = re.compile(r"\x1b\[[0-9;]*m")


def feedback(row: Marked) -> str:
    """Return the feedback page of a submission."""
    of = row.submission
    return template("feedback").render(
        title=f"{of.assignment}, {of.student}",
        row=row,
        # How the grader failed is for those who repair it.
        notes=row.notes[:1] if row.status == "failed" else row.notes,
        parts=_parts(row),
    )


def _parts(row: Marked) -> list[dict[str, Any]]:
    """Return what is shown of a notebook, in its order: answers, and the student's own notes."""
    parts: list[dict[str, Any]] = []
    notes_left, allowance = MAX_NOTES, Allowance()
    for number, cell in enumerate(row.cells):
        if cell.role == "answer":
            outputs = _outputs(row.outputs.get(number, []), allowance)
            source = _beginning(cell.source, MAX_SOURCE)
            parts.append({"name": cell.name, "source": source, "outputs": outputs})
        elif cell.role == "free" and cell.cell_type == "markdown" and cell.source.strip():
            notes_left -= len(cell.source)
            if notes_left < 0:
                parts.append({"notes": "[the rest of your notes is too long to be shown here]"})
                break
            inert = inert_markdown(cell.source, cell.attachments, allowance)
            notes = Markup(inert)  # noqa: S704 (it is inert)
            parts.append({"notes": notes})
    return parts


def _beginning(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most]}\n[the rest is too long to be shown here]"


def _outputs(outputs: Sequence[dict[str, Any]], allowance: Allowance) -> list[dict[str, str]]:
    parts: list[dict[str, str]] = []
    for output in outputs:
        data = output.get("data")
        data = data if isinstance(data, dict) else {}
        picture = data_uri({"image/png": data.get("image/png")})
        if output.get("output_type") == "stream":
            text = str(output.get("text", ""))
        elif output.get("output_type") == "error":
            text = f"{output.get('ename')}: {output.get('evalue')}"
        else:
            text = str(data.get("text/plain", ""))
        text = _beginning(_ANSI.sub("", text), MAX_OUTPUT)
        if not allowance.takes(text=len(text), pictures=len(picture)):
            return [*parts, {"picture": "", "text": "[the rest is too long to be shown here]"}]
        parts.append({"picture": picture, "text": text})
    return parts


@functools.cache
def template(name: str) -> jinja2.Template:
    """Return a template of this folder, which escapes what it is given."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        trim_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters["code"] = lambda text: Markup(as_html(text))  # noqa: S704 (it is escaped)
    return environment.get_template(f"{name}.html.j2")
