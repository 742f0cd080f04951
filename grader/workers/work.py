"""What is done with one submission, in the process of a worker: a work item in, a result out.

Items and results are plain and can be pickled, so that a worker may as well be
on another machine. A result has all that is written of a submission, and of
the submission itself no more than its row: nothing is kept that grows with a
class.
"""

from __future__ import annotations

import functools
import math
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from grader import notebooks
from grader.course import Course, Section, Settings
from grader.errors import GraderError
from grader.guest.both.policy import Limits
from grader.guest.outside.host import Zygote
from grader.guest.outside.isolation import isolation, require
from grader.guest.outside.levels import Report
from grader.marking.budget import Attempt, TooSlow
from grader.marking.endings import Ending
from grader.marking.marking import mark, unmarked
from grader.marking.steady import add_bases, keep
from grader.marking.submissions import Unreadable
from grader.marking.unchanged import fingerprint
from grader.reports.folder import Pages, pages_of
from grader.results import Marked, Score, Submission
from grader.sheets.hidden import read_all


@dataclass(frozen=True)
class Item:
    """A submission to be marked, and how.

    Attributes:
        submission: The submission.
        section: The section that it is to; None where the course has no such assignment.
        settings: Limits.
        tests: As for :func:`grader.marking.marking.mark`.
        standing: The marks of before, by exercise, that are kept where only the rules changed;
            None where nothing is to be kept.
        before: The whole row of before, which stands where nothing that decides it changed.
        all_cells: Whether cells that only demonstrate are executed as well.
        allow_unsandboxed: Whether to mark it also where guests are locked in
            less well than they should be.
        written: Whether its pages are wanted, in place of its cells and outputs.
        patience: Seconds after which a slow submission is put aside, until all others are done.
        ended: The cells that are known to have ended a guest, and how.
        put_aside: Whether it was slow, and has waited for all others.
    """

    submission: Submission
    section: Section | None
    settings: Settings
    tests: Mapping[str, str] = field(default_factory=dict)
    standing: Mapping[str, Score] | None = None
    before: Marked | None = None
    all_cells: bool = False
    allow_unsandboxed: bool = False
    written: bool = True
    patience: float = math.inf
    ended: Mapping[int, Ending] = field(default_factory=dict)
    put_aside: bool = False


@dataclass(frozen=True)
class Result:
    """What came of a work item.

    Attributes:
        row: The marks; with the cells and outputs where there are no pages.
        pages: What is written of it, if that was asked for.
    """

    row: Marked
    pages: Pages | None = None


@dataclass(frozen=True)
class PutAside:
    """A submission is slow: this is its item for when the others are done."""

    item: Item


def work(item: Item) -> Result | PutAside:
    """Mark a submission, and make what is written of it.

    Raises:
        GraderError: Something is wrong with the machine or the course, not
            with this submission.
    """
    if item.section is None:
        name = item.submission.assignment
        why = (
            f"the course has no assignment {name!r}. Where a section got another name, give it to "
            f"{name}/{name}.ipynb as well; marks of before stay in the gradebook under the old one"
        )
        return Result(unmarked(item.submission, "unknown", why))
    try:
        row = _marked(item, item.section)
        return Result(row) if row.unchanged else _result(row, item)
    except TooSlow as slow:
        return PutAside(replace(item, patience=math.inf, ended=slow.fatal, put_aside=True))
    except GraderError:
        raise
    except Exception as error:  # a bug of ours must not cost the rest of the class
        trace = "".join(traceback.format_exception(error))
        return failed(item, f"{type(error).__name__}: {error}", trace)


def failed(item: Item, *notes: str) -> Result:
    """Return what is made of a submission on which the grader failed."""
    row = not_graded(item.submission, item.section, *notes)
    try:
        return _result(row, item)
    except Exception:  # the pages are what fails
        return Result(row)


def not_graded(of: Submission, section: Section | None, *notes: str) -> Marked:
    """Return the row of a submission on which the grader failed; students see its first note."""
    row = unmarked(of, "failed", "the grader itself failed; this is to be graded again", section)
    row.notes += notes
    return add_bases(row, section) if section else row


def _result(row: Marked, item: Item) -> Result:
    if not (item.written and item.section):
        return Result(row)
    pages = pages_of(row, item.section)
    return Result(replace(row, cells=[], outputs={}), pages)


def _marked(item: Item, section: Section) -> Marked:
    zygote, report = _zygote(item.settings.guest, section)
    require(report, item.allow_unsandboxed)
    of, limits, attempt = item.submission, item.settings, Attempt(item.patience, item.ended)
    now = _fingerprint(item, section, str(report))
    if now and item.before and item.before.fingerprint == now:
        return replace(item.before, unchanged=True)
    row = mark(section, of, zygote, limits, item.all_cells, item.tests, attempt)
    row.isolation = str(report)
    add_bases(row, section)
    if item.standing is not None:
        keep(row, item.standing)
    # What ended otherwise may end well the next time.
    row.fingerprint = now if row.status == "graded" else ""
    return row


def _fingerprint(item: Item, section: Section, isolation: str) -> str:
    if not item.written:  # without its pages, it is to be marked again
        return ""
    try:
        return fingerprint(item.submission, section, item.settings, item.all_cells, isolation)
    except Unreadable:
        return ""


def _zygote(limits: Limits, section: Section) -> tuple[Zygote, Report]:
    """Return the zygote of this process, which ends with it, and how well it locks guests in."""
    _begun(limits, section.course)
    # The first mark of a class waits for all three, and none of them for another.
    read_all(section)
    notebooks.nbformat()
    return _warm(limits, section.course)


@functools.cache
def _begun(limits: Limits, course: Course) -> Zygote:
    zygote = Zygote(limits)
    zygote.begin()
    return zygote


@functools.cache
def _warm(limits: Limits, course: Course) -> tuple[Zygote, Report]:
    zygote = _begun(limits, course)
    zygote.start()
    return zygote, isolation(zygote, course.hidden)
