"""How much room outputs take in a notebook's file: the one measure for guest and grader."""

from __future__ import annotations

import json
from json.encoder import encode_basestring
from typing import Any

#: Bytes that an output costs at least, since each takes its time and place on a page.
LEAST = 2000


def room_of(output: dict[str, Any]) -> int:
    """Return the bytes that an output takes where it is stored."""
    text = json.dumps(output, indent=1, ensure_ascii=False, default=str)
    return LEAST + len(text.encode("utf-8", "surrogatepass"))


def room_of_text(text: str) -> int:
    """Return the bytes that a text takes where it is stored."""
    literal = encode_basestring(text)
    # Half a pair is kept, as JSON keeps it.
    return len(literal) if literal.isascii() else len(literal.encode("utf-8", "surrogatepass"))


def cut(text: str, room: int) -> str:
    """Return as much of the beginning of a text as takes no more than some bytes."""
    text = text[: max(room, 0)]
    while text and (size := room_of_text(text)) > room:
        text = text[: len(text) * room // size]
    return text
