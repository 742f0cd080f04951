"""Section 6: a film of training, to play, to pause and to scrub."""

import base64
import struct
import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np

from descent.datasets import Array
from descent.explorers.base import Explorer


class Player(Explorer):
    """A film. Make one with :func:`player`."""

    script = "film"
    shows = "A film to play, to pause and to scrub."


def player(
    frames: Sequence[bytes] | Sequence[Array],
    captions: Sequence[str],
    alt: str,
    *,
    title: str = "A film",
    X: Array | None = None,
    y: Array | None = None,
    extent: tuple[float, float, float, float] = (0.0, 1.0, 0.0, 1.0),
    labels: tuple[str, str] = ("x₁", "x₂"),
    figure: str = "",
) -> Player:
    """Return a film with buttons for play, pause, back and forward, and a slider.

    Args:
        frames: PNG files as bytes; or arrays (rows, columns) of probabilities from 0 to 1 over
            a plane, as ``np.meshgrid`` has it: the first row is the lowest.
        captions: A sentence for each frame, which stands below it and is read out.
        alt: What the film shows, for someone who does not see it.
        title: The title of the film.
        X: Samples (m, 2) to draw on top of probabilities.
        y: Their labels 0 or 1, (m, 1).
        extent: What part of the plane the probabilities cover: left, right, bottom, top.
        labels: The labels of both axes.
        figure: Which figure of the lesson says the same, as a subject: "The six pictures above".

    Raises:
        ValueError: There is no frame, not a caption for each, or no text alternative.
    """
    if not frames or len(frames) != len(captions):
        raise ValueError(f"{len(frames)} frames need as many captions, and there is at least one")
    if not alt.strip():
        raise ValueError("alt is empty: say in a sentence what the film shows")
    data: dict[str, Any] = {"title": title, "alt": alt, "captions": list(captions)}
    if isinstance(frames[0], bytes):
        data["frames"] = [_uri(bytes(frame)) for frame in frames]
    else:
        maps = np.array(frames, dtype=float)
        _, rows, columns = maps.shape
        left, right, bottom, top = extent
        data["film"] = {
            "title": "Probability of class 1",
            "strip": _uri(gray_png(np.nan_to_num(maps).reshape(-1, columns))),
            "rows": rows,
            "columns": columns,
            "x": (left, right),
            "y": (bottom, top),
            "labels": labels,
            "points": [] if X is None else np.asarray(X),
            "classes": [] if y is None else np.asarray(y).ravel().astype(int),
        }
    film = Player(data, frame=0)
    film.title, film.shows = title, f"{alt} {Player.shows}"
    film.figure = figure
    return film


def gray_png(values: Array) -> bytes:
    """Return values from 0 to 1 as a gray PNG file."""
    pixels = np.round(np.clip(values, 0, 1) * 255).astype(np.uint8)
    height, width = pixels.shape
    lines = b"".join(b"\0" + row.tobytes() for row in pixels)

    def chunk(kind: bytes, content: bytes) -> bytes:
        end = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + end

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(lines, 9)), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _uri(png: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(png).decode("ascii")
