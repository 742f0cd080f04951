"""Whose files these are by their folders: nbgrader's, GitHub Classroom's, and any others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from grader.collect.origin import Origin, slug
from grader.marking.passed_over import by_itself

# What browsers, Jupyter and people add to the name of a second file.
_COPY = re.compile(r"(?: *\((?P<first>\d+)\)|[-_ ]+[Cc]opy *\(?(?P<second>\d*)\)?)$")


def by_folder(
    paths: Sequence[PurePosixPath], sections: Sequence[str]
) -> dict[PurePosixPath, Origin]:
    """Return whose each file is, as far as its folders or its name tell it."""
    known: dict[PurePosixPath, Origin] = {}
    wrapper, inner = _unwrapped(paths)
    tops = list(dict.fromkeys(path.parts[0] for path in inner.values() if len(path.parts) > 1))
    cloned = wrapper.endswith("-submissions") or any(".git" in path.parts for path in paths)
    prefix = _common_prefix(tops, wrapper) if cloned else ""
    for path, short in inner.items():
        top, own = short.parts[0], _without_section(short.stem, sections)
        ends = [top[n + 1 :] for n, letter in enumerate(top) if letter == "-"]
        at = [n for n, part in enumerate(path.parts[:-1]) if n > 0 and part in sections]
        if prefix and len(short.parts) > 1:
            user = top[len(prefix) :]
            known[path] = Origin("GitHub Classroom", top, "", (user, *ends), user, slug(user))
        elif at:
            student = path.parts[at[0] - 1]
            folder = slug(student) if student.startswith(".") else student
            known[path] = Origin("nbgrader", student, "", (student,), student, folder)
        elif len(short.parts) > 1:
            # Where the file has a name of its own as well, only a list can say which is a person's.
            folder = "" if own else slug(top)
            known[path] = Origin("a folder", top, "", (top, own, *ends), top, folder)
        elif own:
            known[path] = Origin("a file", own, "", (own,), own, slug(own))
    return known


def _unwrapped(
    paths: Sequence[PurePosixPath],
) -> tuple[str, dict[PurePosixPath, PurePosixPath]]:
    """Return paths without the folders that hold all of them, and the last of these folders."""
    inner = {path: path for path in paths if not by_itself(path) or ".git" in path.parts}
    wrapper = ""
    while len(tops := {path.parts[0] for path in inner.values()}) == 1:
        if any(len(path.parts) < 3 for path in inner.values()):  # it is a person's
            break
        wrapper = tops.pop()
        inner = {path: PurePosixPath(*short.parts[1:]) for path, short in inner.items()}
    return wrapper, inner


def _common_prefix(tops: Sequence[str], wrapper: str) -> str:
    """Return what the names of all repositories begin with, up to a hyphen; ``""`` if none."""
    assignment = f"{wrapper.removesuffix('-submissions')}-"
    if wrapper.endswith("-submissions") and all(top.startswith(assignment) for top in tops):
        return assignment
    if len(tops) < 2:
        return ""
    shared = tops[0]
    for top in tops[1:]:
        while not top.startswith(shared):
            shared = shared[:-1]
    return shared[: shared.rfind("-") + 1]


def copy_number(stem: str) -> int:
    """Return which copy of a file a name says it is: 2 for ``work (2)`` or ``work-Copy2``."""
    match = _COPY.search(stem)
    return int(match["first"] or match["second"] or 1) if match else 0


def _without_section(stem: str, sections: Sequence[str]) -> str:
    """Return what is left of a file's name without the assignment and marks of copies."""
    while match := _COPY.search(stem):
        stem = stem[: match.start()]
    for name in sorted(sections, key=len, reverse=True):
        if name in stem:
            return stem.replace(name, " ").strip(" -_.")
    return stem.strip(" -_.")
