"""A course: the folder that it is, which sections it has, and its settings."""

from __future__ import annotations

import functools
import hashlib
import hmac
import math
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from grader.errors import BadSettings, NoCourse
from grader.guest.both.policy import Limits
from grader.late import Late, late

# The seed in the repository.
EXAMPLE_SEED = "an example: choose your own"


@dataclass(frozen=True)
class Site:
    """What ``[site]`` of ``course.toml`` says.

    Attributes:
        repository: Where the clone is to be had, ``https://github.com/OWNER/NAME``; ``""`` if
            nowhere.
        branch: The branch of it that is handed out.
        pyodide: Where the playground gets its Python from: an address that ends with
            ``pyodide.mjs``, or a folder of the course; ``""`` for Pyodide's own network.
    """

    repository: str = ""
    branch: str = "main"
    pyodide: str = ""

    @property
    def tree(self) -> str:
        """Where the files of the repository can be read, ``""`` if nowhere."""
        return f"{self.repository}/blob/{self.branch}" if self.repository else ""


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
        late: What it costs to hand in late; None where that is left to nbgrader.
        open: The sections that students can still hand in: what they are told of
            these rests on visible probes alone.
        site: Where the pages of the course lead to.
    """

    seed: str
    cell: float = 30.0
    exercise: float = 20.0
    submission: float = 50.0
    marking: float = 10.0
    guest: Limits = field(default_factory=Limits)
    address: str = ""
    late: Late | None = None
    open: tuple[str, ...] = ()
    site: Site = field(default_factory=Site)

    @property
    def seed_fingerprint(self) -> str:
        """A short name for the course seed that does not tell it, to store beside marks."""
        return hashlib.sha256(b"fingerprint:" + self.seed.encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Course:
    """A course is a folder: the clone around this package, or another one that is laid out like it.

    Attributes:
        root: The folder.
    """

    root: Path

    @classmethod
    def here(cls) -> Course:
        """Return the course that this package is a part of."""
        return cls(Path(__file__).resolve().parent.parent)

    @property
    def settings(self) -> Settings:
        """What ``course.toml`` says.

        Raises:
            BadSettings: It is missing, unreadable, or a value is impossible.
        """
        return _read(self.root / "course.toml")

    @property
    def sections(self) -> tuple[Section, ...]:
        """All sections, in order."""
        folders = sorted((self.root / "source").glob("*/"))
        sections = (Section(self, path.name) for path in folders)
        return tuple(section for section in sections if section.source.is_file())

    @property
    def ungraded(self) -> tuple[Ungraded, ...]:
        """The notebooks that are no assignment, whose names begin with a number as well."""
        paths = sorted((self.root / "source").glob("[0-9]*.ipynb"))
        return tuple(Ungraded(self, path.stem) for path in paths)

    def section(self, name: str) -> Section:
        """Return the section of that name.

        Raises:
            NoCourse: There is none, or this is no course.
        """
        section = Section(self, name)
        if not section.source.is_file():
            names = ", ".join(map(str, self.sections)) or "none: is this a clone of the repository?"
            raise NoCourse(
                f"there is no section {name!r} in {self.root / 'source'}; there are {names}"
            )
        return section

    def choose(self, names: Sequence[str]) -> tuple[Section, ...]:
        """Return the sections of these names; all without any.

        Raises:
            NoCourse: There is none of a name.
        """
        return tuple(self.section(name) for name in names) or self.sections

    def choose_notebooks(self, names: Sequence[str]) -> tuple[Section, ...]:
        """Return sections and ungraded notebooks of these names; all without any.

        Raises:
            NoCourse: There is none of a name.
        """
        ungraded = {each.name: each for each in self.ungraded}
        chosen = tuple(ungraded.get(name) or self.section(name) for name in names)
        return chosen or (*self.ungraded, *self.sections)

    @property
    def checks(self) -> Path:
        """The folder of the checks, which its students get with the package ``descent``."""
        return self.root / "descent" / "checks"

    @property
    def kept(self) -> Path:
        """The folder of what takes seconds to see (see `grader.sheets.kept`)."""
        return self.root / ".sheets"

    @property
    def exercises(self) -> Path:
        """The folder that holds a folder of exercises for each section."""
        return self.root / "grader" / "exercises"

    @property
    def hidden(self) -> tuple[str, ...]:
        """What no submission may open, tried before a class is graded."""
        names = ("source", "grader", "course.toml", ".sheets")
        return tuple(str(self.root / name) for name in names)


@dataclass(frozen=True)
class Section:
    """A section of a course, which need not be there.

    Attributes:
        course: The course.
        name: Its name, such as ``01_perceptron``.
    """

    course: Course
    name: str

    def __str__(self) -> str:
        return self.name

    @property
    def source(self) -> Path:
        """Its source notebook."""
        return self.course.root / "source" / self.name / f"{self.name}.ipynb"

    @property
    def release(self) -> Path:
        """Its released notebook."""
        return self.course.root / "release" / self.name / f"{self.name}.ipynb"

    @property
    def exercises(self) -> Path:
        """The folder of its exercises."""
        return self.course.exercises / self.name.split("_", 1)[-1]


class Ungraded(Section):
    """A notebook that is no assignment: to be read and run, with nothing to hand in."""

    @property
    def source(self) -> Path:
        """Its source notebook."""
        return self.course.root / "source" / f"{self.name}.ipynb"

    @property
    def release(self) -> Path:
        """What students get: there is no other one for a class."""
        return self.course.root / "notebooks" / f"{self.name}.ipynb"


_MEGABYTES = ("memory", "file_size", "scratch", "output")


@functools.cache
def _read(path: Path) -> Settings:
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
        late=late(str(path), _table(path, data, "late")) if "late" in data else None,
        open=_open(path, _table(path, data, "feedback")),
        site=_site(path, _table(path, data, "site")),
    )


def _open(path: Path, table: dict[str, Any]) -> tuple[str, ...]:
    for name in table:
        if name != "open":
            raise BadSettings(f"{path}: [feedback] has open, and no {name!r}")
    names = table.get("open", [])
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise BadSettings(f"{path}: open must be a list of sections, got {names!r}")
    source = path.parent / "source"
    if unknown := [name for name in names if not (source / name / f"{name}.ipynb").is_file()]:
        raise BadSettings(f"{path}: open names {unknown[0]!r}, which is no section in {source}")
    return tuple(names)


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


# They become links on pages.
_SITE = {
    "repository": (
        re.compile(r"https://github\.com/[\w.-]+/[\w.-]+", re.ASCII),
        "https://github.com/OWNER/NAME",
    ),
    "branch": (re.compile(r"[\w./-]+", re.ASCII), "main"),
    "pyodide": (
        re.compile(r"https?://[\w.:/@%+-]+/pyodide\.mjs|\w[\w./-]*(?<!\.mjs)", re.ASCII),
        "https://example.org/pyodide/pyodide.mjs",
    ),
}


def _site(path: Path, table: dict[str, Any]) -> Site:
    for name, value in table.items():
        if name not in _SITE:
            raise BadSettings(f"{path}: [site] has {', '.join(_SITE)}, and no {name!r}")
        pattern, example = _SITE[name]
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise BadSettings(f"{path}: {name} must be such as {example!r}, got {value!r}")
    return Site(**table)


def _table(path: Path, data: dict[str, Any], name: str) -> dict[str, Any]:
    table = data.get(name, {})
    if not isinstance(table, dict):
        raise BadSettings(f"{path}: {name} must be a table, [{name}]")
    return table


def hidden_rng(
    section: Section, exercise: str, probe: str, seed: str | None = None
) -> np.random.Generator:
    """Return the generator of a hidden probe.

    It comes from HMAC-SHA256 (course seed; assignment, exercise, probe), so it
    is the same for every student and on every regrade, does not depend on
    which other probes there are, and nobody without the seed can foresee it.
    """
    key = section.course.settings.seed if seed is None else seed
    message = f"{section.name}/{exercise}/{probe}".encode()
    digest = hmac.digest(key.encode(), message, hashlib.sha256)
    return np.random.default_rng(int.from_bytes(digest))
