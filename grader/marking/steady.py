"""Steady marks: the mark of an unchanged notebook is not overwritten under other rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from grader.course import Section
from grader.marking.basis import bases, reasons
from grader.marking.release import released
from grader.results import Change, Marked, Score, Submission

UNRECORDED = "nothing is recorded of what it rests on"


@dataclass
class Comparison:
    """How the marks of today differ from those that stand.

    Attributes:
        changes: The marks that would change, each with its submission.
        same: How many would not.
        new: How many there are for which none stands yet.
        failed: The submissions on which the grader itself failed.
    """

    changes: list[tuple[Submission, Change]] = field(default_factory=list)
    same: int = 0
    new: int = 0
    failed: list[Marked] = field(default_factory=list)

    def add(self, row: Marked, standing: Mapping[str, Score]) -> None:
        """Compare one submission more."""
        if row.status == "failed":
            self.failed.append(row)
            return
        row_changes = list(changes(row, standing))
        comparable = sum(item.exercise in standing for item in row.scores)
        self.changes += [(row.submission, change) for change in row_changes]
        self.same += comparable - len(row_changes)
        self.new += len(row.scores) - comparable


def add_bases(row: Marked, section: Section) -> Marked:
    """Put on each mark of a submission to a section what it rests on, and return the submission."""
    if row.scores:
        cells = row.cells
        release = released(section) if cells else ()
        on = bases(section, row.status, cells, release, row.isolation)
        row.scores = [replace(item, basis=on[item.exercise]) for item in row.scores]
    return row


def changes(row: Marked, standing: Mapping[str, Score]) -> Iterator[Change]:
    """Yield the marks of a submission that are others today than those that stand.

    Args:
        row: The submission as it was marked today.
        standing: The marks that stand in the gradebook, by exercise.
    """
    for new in row.scores:
        old = standing.get(new.exercise)
        if old is None or (old.score, old.max_score) == (new.score, new.max_score):
            continue
        reason = reasons(old.basis, new.basis) if old.basis and new.basis else UNRECORDED
        # Where only the points are others, the same share is the mark of today.
        stays = _is_kept(old, new) and _in_points(old, new.max_score).score != new.score
        yield Change(old, new, reason, stays)


def keep(row: Marked, standing: Mapping[str, Score]) -> None:
    """Put the marks that stand in place of those of today, where they are to be kept.

    Kept is the share of the points, with its message. Each gets a line in the notes.
    """
    for change in changes(row, standing):
        if not change.kept:
            continue
        new, mark = change.new, _in_points(change.old, change.new.max_score)
        row.scores = [mark if item is new else item for item in row.scores]
        row.kept.append(replace(change, old=mark))
        row.notes.append(
            f"{new.exercise}: the mark of before is kept, {mark.score:g} of {mark.max_score:g}; "
            f"today's would be {new.score:g}: {change.reason}"
        )


def _is_kept(old: Score, new: Score) -> bool:
    """Return whether an unchanged notebook, which ran to its end then, met other rules."""
    before, now = old.basis, new.basis
    if before is None or now is None or before.status != "graded" or not old.max_score:
        return False
    return before.notebook == now.notebook and not before.same_rules(now)


def _in_points(old: Score, most: float) -> Score:
    return replace(old, score=round(old.score / old.max_score * most, 2), max_score=most)
