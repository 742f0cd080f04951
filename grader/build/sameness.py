"""Whether two generated files say the same: texts with tolerance for their numbers."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any

from descent.judging import sheet_files
from descent.judging.packing import unpack
from descent.probing.codec import to_json
from grader import notebooks

RTOL, ATOL = 1e-4, 1e-9

_NUMBER = re.compile(r"[-+]?\d+(?:\.\d*)?(?:e[-+]?\d+)?")
_PICTURE = re.compile(r"data:image/png;base64,[A-Za-z0-9+/=\s]*")


def differences(path: Path, other: Path, root: Path) -> list[str]:
    """Return where a generated file differs from one generated anew, at most once."""
    name = path.relative_to(root).as_posix()
    place = _first(_load(path), _load(other), "")
    return [f"{name} comes out otherwise when generated anew, at {place}"] if place else []


def _load(path: Path) -> Any:
    if path.suffix != ".zip":
        return notebooks.read(path)
    # How they are packed may hang on a last digit, and how they are compressed on the library.
    return {
        name: to_json(unpack(sheet_files.member(path, name))) for name in sheet_files.names(path)
    }


def _first(one: Any, other: Any, place: str) -> str:
    """Return the first place where two trees differ, or nothing."""
    if isinstance(one, dict) and isinstance(other, dict):
        if one.keys() != other.keys():
            return place or "the top"
        # Pixels depend on fonts and on the version of matplotlib.
        keys = [key for key in one if key != "image/png"]
        return next(filter(None, (_first(one[k], other[k], f"{place}/{k}") for k in keys)), "")
    if isinstance(one, list) and isinstance(other, list):
        if _is_text(one) and _is_text(other):
            return "" if same_text("".join(one), "".join(other)) else place
        if len(one) != len(other):
            return place
        pairs = enumerate(zip(one, other, strict=True))
        return next(filter(None, (_first(a, b, f"{place}/{n}") for n, (a, b) in pairs)), "")
    if isinstance(one, float) and isinstance(other, (int, float)):
        return "" if _near(one, float(other)) else place
    if isinstance(one, str) and isinstance(other, str):
        return "" if same_text(one, other) else place
    return "" if one == other else place


def _is_text(items: list[Any]) -> bool:
    return bool(items) and all(isinstance(item, str) for item in items)


def same_text(one: str, other: str) -> bool:
    """Return whether two texts are the same but for pictures and the last digits of numbers."""
    one, other = _PICTURE.sub("", one), _PICTURE.sub("", other)
    if _NUMBER.sub("#", one) != _NUMBER.sub("#", other):
        return False
    numbers = zip(_NUMBER.findall(one), _NUMBER.findall(other), strict=True)
    return all(_near(float(a), float(b)) for a, b in numbers)


def _near(one: float, other: float) -> bool:
    # What is no number equals nothing, not even itself.
    same = one == other or (math.isnan(one) and math.isnan(other))
    return same or math.isclose(one, other, rel_tol=RTOL, abs_tol=ATOL)
