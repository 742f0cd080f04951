"""What a notebook file says: from bytes of unknown intent to the plain cells of a submission."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from typing import Any

from grader.marking.foreign import what_else
from grader.marking.outputs import parts, without_attachments, without_outputs

# Of what is left without outputs.
MAX_BYTES = 16 << 20
MAX_PARTS = 200_000
MAX_CELLS = 2_000
# Of all code: longer than any course, and what Python makes of a line is many times its size.
MAX_CODE = 2_000_000
MAX_LINES = 50_000

# What may be shown of what a student pastes: pictures that are nothing else.
PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")


class NoNotebook(ValueError):
    """The bytes are no notebook that can be read; the message goes on from the file's name."""


def cells_of(data: bytes) -> list[dict[str, Any]]:
    """Return the cells of a notebook, each as `plain_cell` has it.

    Formats 2 to 4 are read, as UTF-8, UTF-16 or UTF-32, with or without a byte
    order mark. Outputs are cut out before anything is parsed or counted.

    Raises:
        NoNotebook: It is not JSON, no notebook, newer, or has too much in it.
    """
    try:
        notebook = _parsed(_text(data))
    except NoNotebook:
        if what := what_else(data):
            raise NoNotebook(what) from None
        raise
    cells = _cells(notebook)
    if len(cells) > MAX_CELLS:
        raise NoNotebook(f"has {len(cells)} cells; at most {MAX_CELLS} are read")
    plain_cells = [plain_cell(cell) for cell in cells]
    code = [cell["source"] for cell in plain_cells if cell["cell_type"] == "code"]
    for count, what, most in (
        (sum(map(len, code)), "characters", MAX_CODE),
        (sum(1 + source.count("\n") for source in code), "lines", MAX_LINES),
    ):
        if count > most:
            raise NoNotebook(
                f"has {count} {what} of code; at most {most} are read: take out data that stand in "
                "cells of code, and hand it in again"
            )
    return plain_cells


def plain_cell(cell: Any) -> dict[str, Any]:
    """Return what counts of a submitted cell: type, source, names, attachments; no metadata.

    Lines of the source end in a newline alone, as Python itself reads them. ``untouched`` says
    whether it is, by nbgrader's checksum in it, as it was handed out, in whatever release.
    """
    source = cell.get("source", cell.get("input"))  # formats 2 and 3 call it so in code
    if isinstance(source, list):
        source = "".join(map(str, source))
    source = "" if source is None else str(source)
    kind = cell["cell_type"]
    if kind == "heading":
        kind, source = "markdown", f"# {source}"
    metadata = cell.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    nbgrader = metadata.get("nbgrader")
    nbgrader = nbgrader if isinstance(nbgrader, dict) else {}
    name = nbgrader.get("grade_id")
    # Before format 4.5, and by Colab to this day, ids are kept in the metadata.
    identity = cell.get("id", metadata.get("id"))
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    return {
        "cell_type": kind if kind in ("code", "markdown") else "raw",
        "source": source,
        "id": identity if isinstance(identity, str) else "",
        "grade_id": name if isinstance(name, str) else "",
        "attachments": pictures(cell.get("attachments")),
        "untouched": isinstance(name, str) and _untouched(source, str(kind), nbgrader),
    }


def _untouched(source: str, kind: str, nbgrader: dict[str, Any]) -> bool:
    """Return whether a cell has the checksum that `nbgrader.utils.compute_checksum` gave it."""
    flags = [bool(nbgrader.get(flag)) for flag in ("grade", "solution", "locked")]
    points = nbgrader.get("points")
    parts = [source, kind, *map(str, flags), str(nbgrader.get("grade_id"))]
    if flags[0] and isinstance(points, int | float) and abs(points) < 1e6:
        parts.append(str(float(points)))
    text = "".join(parts).encode("utf-8", "replace")
    return hashlib.md5(text, usedforsecurity=False).hexdigest() == nbgrader.get("checksum")


_VERSION = re.compile(
    rb'"language_info"\s*:\s*\{(?:[^{}]|\{[^{}]*\})*?"version"\s*:\s*"(\d[\d.]{0,20})'
)


def saved_with(data: bytes) -> tuple[int, ...]:
    """Return the version of Python that a notebook says it was last run with; ``()`` if none."""
    versions = _VERSION.findall(data[-20_000:])
    return tuple(int(n) for n in versions[-1].decode().split(".") if n) if versions else ()


def pictures(attachments: Any) -> dict[str, dict[str, str]]:
    """Return of attachments what claims to be a picture that can be nothing else."""
    forms_by_name: dict[str, dict[str, str]] = {}
    for name, forms in attachments.items() if isinstance(attachments, dict) else ():
        for kind in PICTURES:
            data = forms.get(kind) if isinstance(forms, dict) else None
            if isinstance(data, list):
                data = "".join(map(str, data))
            if isinstance(data, str):
                forms_by_name.setdefault(name, {})[kind] = data
    return forms_by_name


def _text(data: bytes) -> str:
    """Return the text of a notebook without its outputs."""
    try:
        encoding = json.detect_encoding(data)
        if not encoding.startswith("utf-8"):
            if len(data) > 2 * MAX_BYTES:  # it grows before its outputs can be cut out
                raise UnicodeError
            data = data.decode(encoding).encode()
        data = without_outputs(data, MAX_CELLS)
        if len(data) > MAX_BYTES:  # a few photographs; the answers are still there without them
            data = without_attachments(data, MAX_CELLS)
        if len(data) > MAX_BYTES:
            raise NoNotebook(
                f"has {len(data) >> 20} MB besides its outputs; at most {MAX_BYTES >> 20} are "
                "read: take out what is large and is no answer, and hand it in again"
            )
        if parts(data) > MAX_PARTS:
            raise NoNotebook(
                f"has too many parts: more than {MAX_PARTS} besides its outputs; clear the "
                "outputs, take out what is no answer, and hand it in again"
            )
        return data.decode().lstrip("\ufeff")
    except UnicodeError:
        raise NoNotebook(
            "is not UTF-8 text (nor UTF-16): open it in Jupyter, save it, and hand it in again"
        ) from None


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated"):
            raise NoNotebook(
                "is not JSON: it ends in the middle, as a file does that was not saved, uploaded "
                "or downloaded whole: hand it in again"
            ) from None
        # Its line and column would be those of a text that nobody has.
        at = f" at {text[error.pos : error.pos + 40]!r}" if error.pos < len(text) else ""
        raise NoNotebook(f"is not JSON: {error.msg}{at}") from None
    except (ValueError, RecursionError) as error:
        raise NoNotebook(f"is not JSON: {error}") from None


def _cells(notebook: Any) -> Sequence[Any]:
    if not isinstance(notebook, dict):
        raise NoNotebook(f"is not a notebook: it is a {type(notebook).__name__}")
    version = notebook.get("nbformat", 4)
    if version in (2, 3):
        sheets = notebook.get("worksheets")
        lists = [sheet.get("cells") for sheet in _objects(sheets, "worksheets")]
    elif version == 4:
        lists = [notebook.get("cells")]
    elif isinstance(version, int | float) and version >= 5:
        raise NoNotebook(
            f"is of notebook format {version}, newer than this grader reads (4): "
            "save it as format 4"
        )
    else:
        raise NoNotebook(f"is not a notebook: its format is {str(version)[:40]!r}")
    cells = [cell for part in lists for cell in _objects(part, "cells")]
    if not all("cell_type" in cell for cell in cells):
        raise NoNotebook("is not a notebook: a cell has no type")
    return cells


def _objects(claim: Any, what: str) -> list[dict[str, Any]]:
    if not isinstance(claim, list) or not all(isinstance(item, dict) for item in claim):
        raise NoNotebook(f"is not a notebook: it has no list of {what}")
    return claim
