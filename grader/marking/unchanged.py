"""Whether a submission has to be marked again: what decides its marks, in one digest."""

from __future__ import annotations

from dataclasses import replace

from grader.course import Section, Settings, Site
from grader.marking.basis import versions
from grader.marking.submissions import digest_of
from grader.results import Submission
from grader.sheets.exercise import exercises
from grader.sheets.made_of import made_of
from grader.sheets.rules import digest, rules

_CODE = ("descent", "grader")


def fingerprint(
    of: Submission, section: Section, settings: Settings, all_cells: bool, isolation: str
) -> str:
    """Return a digest of all that decides the marks of a submission, and what is said of them.

    Args:
        of: The submission; its notebook counts to the byte.
        section: The section that it is to.
        settings: Seed and limits.
        all_cells: Whether cells that only demonstrate are executed as well.
        isolation: How well guests are locked in.

    Raises:
        Unreadable: Its notebook cannot be read.
    """
    course = {
        "made of": made_of(section, *_CODE),
        "release": digest(section.release.read_text(encoding="utf-8")),
        "rules": [rules(section, name).version for name in exercises(section)],
        "settings": repr(replace(settings, address="", site=Site())),
        "versions": versions(),
    }
    return digest([digest_of(of, section.course), course, all_cells, isolation])[:32]
