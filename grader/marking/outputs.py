"""Outputs cut out of a notebook's JSON before anything is built of it.

Outputs are no part of an answer, and may be many times as large as the rest.
What is left can be counted before it is parsed: short lists and texts take
many times the memory that they take in JSON.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

# A quote inside a text has a backslash before it, so no text can hold this.
_OUTPUTS = re.compile(rb'"outputs"\s*:\s*\[')
_ATTACHMENTS = re.compile(rb'"attachments"\s*:\s*\{')

_SHORT, _LONG = 1 << 12, 1 << 20


def without_outputs(data: bytes, most: int) -> bytes:
    """Return JSON with empty lists in place of outputs.

    Args:
        data: UTF-8 text; it need not be JSON.
        most: How many lists are cut out; further ones stay.
    """
    return _cut(data, _OUTPUTS, b"[]", most)


def without_attachments(data: bytes, most: int) -> bytes:
    """Return JSON with empty objects in place of attachments, as `without_outputs` does."""
    return _cut(data, _ATTACHMENTS, b"{}", most)


def parts(data: bytes) -> int:
    """Return how many lists, objects and commas JSON has outside of its texts."""
    return sum(
        int(np.count_nonzero((piece == ord("[")) | (piece == ord("{")) | (piece == ord(","))))
        for _, piece in _bare(data, 0)
    )


def _cut(data: bytes, key: re.Pattern[bytes], empty: bytes, most: int) -> bytes:
    whole = memoryview(data)  # what is kept is copied once
    pieces: list[memoryview | bytes] = []
    at = 0
    for _ in range(most):
        match = key.search(data, at)
        end = _end(data, match.end() - 1, empty) if match else 0
        if not match or not end:
            break
        pieces += [whole[at : match.end() - 1], empty]
        at = end
    return b"".join([*pieces, whole[at:]]) if pieces else data


def _end(data: bytes, start: int, brackets: bytes) -> int:
    """Return where the list or object ends that begins at ``start``; 0 where it does not."""
    depth = 0
    for at, piece in _bare(data, start):
        steps = (piece == brackets[0]).astype(np.int8) - (piece == brackets[1]).astype(np.int8)
        depths = depth + np.cumsum(steps, dtype=np.int32)
        first = int(np.argmax(depths == 0))
        if depths[first] == 0:
            return at + first + 1
        depth = int(depths[-1])
    return 0


def _bare(data: bytes, at: int) -> Iterator[tuple[int, NDArray[np.uint8]]]:
    """Yield JSON piece by piece, each with its place, with blanks for what stands in texts."""
    within, size = 0, _SHORT
    while at < len(data):
        # Of the same length, and every quote that is left begins or ends a text.
        piece = data[at : at + size].replace(b"\\\\", b"  ").replace(b'\\"', b"  ")
        if piece.endswith(b"\\") and at + size < len(data):
            piece = piece[:-1]  # it belongs to what the next piece begins with
        numbers = np.frombuffer(piece, np.uint8)
        texts = (np.cumsum(numbers == ord('"'), dtype=np.uint8) + within) & 1
        yield at, np.where(texts, ord(" "), numbers).astype(np.uint8)
        within = int(texts[-1])
        at += len(piece)
        size = min(2 * size, _LONG)
