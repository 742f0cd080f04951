"""The course: where the clone is, which sections it has, and its settings."""

from __future__ import annotations

import functools
import hashlib
import hmac
import math
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from grader.errors import BadSettings, NoCourse
from grader.guest.both.policy import Limits

ROOT = Path(__file__).resolve().parent.parent

# What no submission may open, tried before a class is graded.
HIDDEN = tuple(str(ROOT / name) for name in ("source", "grader", "course.toml", ".sheets"))


@dataclass(frozen=True)
class Settings:
    """What ``course.toml`` says.

    Attributes:
        seed: Where the hidden probes come from.
        cell: Seconds that one cell may run.
        exercise: Seconds that the test of one exercise may take.
        submission: Seconds that a whole submission may take.
        marking: Seconds of these that cells of the student's own cannot use up.
        guest: What the process of one submission may use.
        address: Where notebooks get the course from that were handed out without
            the wheel: its address with its hash, as pip reads it; ``""`` if nowhere.
    """

    seed: str
    cell: float = 30.0
    exercise: float = 20.0
    submission: float = 50.0
    marking: float = 10.0
    guest: Limits = field(default_factory=Limits)
    address: str = ""


_MEGABYTES = ("memory", "file_size", "scratch", "output")


@functools.cache
def settings(root: Path = ROOT) -> Settings:
    """Read ``course.toml``.

    Raises:
        BadSettings: It is missing, unreadable, or a value is impossible.
    """
    path = root / "course.toml"
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadSettings(f"cannot read {path}: {error}") from error
    except ValueError as error:  # also where it is no text
        raise BadSettings(f"{path} is not TOML: {error}") from error
    seed, limits = data.get("seed"), _table(path, data, "limits")
    if not isinstance(seed, str) or not seed:
        raise BadSettings(f'{path}: seed must be a text, such as seed = "autumn 2027"')
    for name, value in limits.items():
        if name not in ("cell", "exercise", "submission", "marking"):
            raise BadSettings(f"{path}: there is no limit {name!r}")
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if not number or not 0 < value < math.inf:
            raise BadSettings(
                f"{path}: the limit {name} must be a number of seconds, got {value!r}"
            )
    seconds = {name: float(value) for name, value in limits.items()}
    return Settings(
        seed,
        **seconds,
        guest=_guest(path, _table(path, data, "guest")),
        address=_address(path, _table(path, data, "install")),
    )


def _guest(path: Path, table: dict[str, Any]) -> Limits:
    for name, value in table.items():
        if name not in Limits.__dataclass_fields__:
            raise BadSettings(f"{path}: there is no limit {name!r} of a guest")
        if type(value) is not int or value < 1:
            raise BadSettings(f"{path}: {name} must be a whole number from 1, got {value!r}")
    return Limits(**{n: v << 20 if n in _MEGABYTES else v for n, v in table.items()})


# It is written into notebooks and handed to a shell there, so nothing else may stand in it.
_URL = re.compile(
    r"https://[\w.~:/@%+-]+/graded_descent-[\w.+-]+\.whl(\?[\w.~:/?&=@%+-]*)?", re.ASCII
)
_SHA256 = re.compile(r"[0-9a-f]{64}")


def _address(path: Path, table: dict[str, Any]) -> str:
    for name in table:
        if name not in ("url", "sha256"):
            raise BadSettings(f"{path}: [install] has url and sha256, and no {name!r}")
    if not table:
        return ""
    url, sha256 = table.get("url"), table.get("sha256")
    if url is None or sha256 is None:
        raise BadSettings(
            f"{path}: [install] needs both url and sha256: without its hash, whoever can change "
            "what is at the address runs code at every student's"
        )
    if not isinstance(url, str) or not _URL.fullmatch(url):
        raise BadSettings(
            f"{path}: url must be the address of the wheel, "
            f"such as https://example.org/graded_descent-0.1.0-py3-none-any.whl, got {url!r}"
        )
    if not isinstance(sha256, str) or not _SHA256.fullmatch(sha256.lower()):
        raise BadSettings(
            f"{path}: sha256 must be the 64 hexadecimal digits that `pip hash` tells of the wheel, "
            f"got {sha256!r}"
        )
    return f"{url}#sha256={sha256.lower()}"


def _table(path: Path, data: dict[str, Any], name: str) -> dict[str, Any]:
    table = data.get(name, {})
    if not isinstance(table, dict):
        raise BadSettings(f"{path}: {name} must be a table, [{name}]")
    return table


def source_of(section: str, root: Path = ROOT) -> Path:
    """Return the source notebook of a section.

    Raises:
        NoCourse: There is no such section, or no clone around this package.
    """
    path = root / "source" / section / f"{section}.ipynb"
    if not path.is_file():
        known = ", ".join(sections(root)) or "none: is this a clone of the repository?"
        raise NoCourse(f"there is no section {section!r} in {root / 'source'}; there are {known}")
    return path


def sections(root: Path = ROOT) -> tuple[str, ...]:
    """Return the names of all sections, in order."""
    folders = sorted((root / "source").glob("*/"))
    return tuple(f.name for f in folders if (f / f"{f.name}.ipynb").is_file())


def hidden_rng(
    section: str, exercise: str, probe: str, seed: str | None = None
) -> np.random.Generator:
    """Return the generator of a hidden probe.

    It comes from HMAC-SHA256 (course seed; assignment, exercise, probe), so it
    is the same for every student and on every regrade, does not depend on
    which other probes there are, and nobody without the seed can foresee it.
    """
    key = settings().seed if seed is None else seed
    digest = hmac.digest(key.encode(), f"{section}/{exercise}/{probe}".encode(), hashlib.sha256)
    return np.random.default_rng(int.from_bytes(digest))


def seed_fingerprint(seed: str | None = None) -> str:
    """Return a short name for the course seed that does not tell it, to store beside marks."""
    key = settings().seed if seed is None else seed
    return hashlib.sha256(b"fingerprint:" + key.encode()).hexdigest()[:12]
