"""What a file is that was handed in as a notebook and is none."""

from __future__ import annotations

import re

from grader.marking.sources import parsed

_CONFLICT = re.compile(rb"^<{7} .*$", re.MULTILINE)
_BEGINNINGS = (
    (b"PK\x03\x04", "a zip: hand in the notebook that is in it"),
    (b"PK\x05\x06", "an empty zip: hand in the notebook itself"),
    (b"%PDF", "a PDF: hand in the notebook itself"),
    (b"Rar!", "an archive: hand in the notebook that is in it"),
    (b"7z\xbc\xaf", "an archive: hand in the notebook that is in it"),
    (b"\x1f\x8b", "an archive: hand in the notebook that is in it"),
)
_PAGES = (b"<!doctype", b"<html", b"<head", b"<?xml")
# Longer than any script of this course.
_LONGEST = 20_000


def what_else(data: bytes) -> str:
    """Return what bytes are that are no notebook, and what to do; ``""`` if that is not known.

    The sentence goes on from the file's name.
    """
    start = data[:1000].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not data.strip(b"\xef\xbb\xbf \t\r\n\0"):
        return "is empty: save the notebook, and hand it in again"
    for beginning, what in _BEGINNINGS:
        if data.startswith(beginning):
            return f"is {what}"
    if start.lower().startswith(_PAGES):
        return (
            "is a web page: in Jupyter, File > Download gives the notebook itself, and saving the "
            "page does not"
        )
    if conflict := _CONFLICT.search(data):
        mark = conflict[0].decode(errors="replace").strip()[:40]
        return (
            f"is not JSON: it has marks of a merge conflict, {mark!r}; take one of both versions, "
            "and hand it in again"
        )
    if not start.startswith((b"{", b"[")) and len(data) <= _LONGEST:
        tree = parsed(data.decode("utf-8", "replace"))
        if tree and tree.body:
            return "is a script or text and no notebook: write the answers into the notebook"
    return ""
