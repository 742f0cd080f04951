"""``descent seed``: a seed of one's own in ``course.toml``, from which hidden probes come."""

from __future__ import annotations

import re
import secrets
import tomllib
from pathlib import Path

from grader.course import EXAMPLE_SEED, Course
from grader.errors import BadSettings, GraderError
from grader.files import write_whole
from grader.nbgrader.gradebook import Reader
from grader.nbgrader.refusing import shown

PUBLIC = (
    "the seed in course.toml is the example, which everyone can read, and so are the hidden tests "
    "that come from it: run descent seed before you grade a class"
)

_SEED = re.compile(r"^seed[ \t]*=.*$", re.MULTILINE)


class SeedInUse(GraderError):
    """Marks may rest on the seed that would be overwritten."""


def new_seed(course: Course, db_url: str, force: bool = False) -> Path:
    """Write a new seed into ``course.toml``; all else in it stays. Return its path.

    Args:
        course: The course.
        db_url: A gradebook that may have marks that rest on the seed.
        force: Whether to overwrite a seed that is in use.

    Raises:
        SeedInUse: The seed is somebody's own, or marks rest on it.
        BadSettings: The file cannot be read or written, or has no line ``seed = "…"``.
    """
    path, settings = course.root / "course.toml", course.settings
    if not force:
        _require_unused(settings.seed, settings.seed_fingerprint, db_url)
    text = path.read_text(encoding="utf-8")
    # The first one stands above all tables; a later one would be of another name.
    changed = _SEED.sub(f'seed = "{secrets.token_hex(16)}"', text, count=1)
    before, after = tomllib.loads(text), tomllib.loads(changed)
    if after.pop("seed") == before.pop("seed") or after != before:
        raise BadSettings(f'{path}: there is no line seed = "…" by itself; change it by hand')
    try:
        write_whole(path, changed)
    except OSError as error:
        raise BadSettings(f"{path} cannot be written: {error.strerror}") from error
    return path


def _require_unused(seed: str, fingerprint: str, db_url: str) -> None:
    with Reader(db_url) as book:
        count = book.marks_under(fingerprint)
    if count:
        raise SeedInUse(
            f"{count} marks in {shown(db_url)} rest on the seed in course.toml: with another one "
            "they would be kept as they are, and cannot be given again. --force overwrites it"
        )
    if seed != EXAMPLE_SEED:
        raise SeedInUse(
            "course.toml has a seed of its own, and marks in a gradebook elsewhere may rest on it. "
            "--force overwrites it"
        )
