"""Why the marks of a submission are as they are, as lines of text for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from descent.judging import sentences
from descent.judging.sheets import Sheet
from descent.probing.probes import Step
from grader.marking.explanation import Explained, Explanation, Failure, Judged
from grader.reports.screen import printable
from grader.results import PROGRAMS, Basis

# Of the questions that a criterion fails on, so many are shown.
SHOWN = 3


def lines(explained: Explained, for_student: bool) -> Iterator[str]:
    """Yield the lines.

    Args:
        explained: What is explained.
        for_student: Whether to leave out what only those who grade need.
    """
    of = explained.submission
    for one in explained.exercises:
        yield printable(
            f"{of.student}, {of.assignment}, {one.exercise}: {one.score:g} of {one.max_score:g}"
        )
        yield from _indented(_exercise(one, for_student))
        yield ""
    if not for_student:
        ended = f"The notebook ended as {explained.status}."
        yield from map(printable, [ended, *explained.notes])


def _exercise(one: Explanation, for_student: bool) -> Iterator[str]:
    if not for_student:
        yield from _reproduced(one)
    yield from _wrapped("What was said: ", one.message)
    if not for_student:
        if one.diagnosis:
            yield f"Cause: {one.diagnosis}"
        for name, when in one.found:
            yield from _wrapped("Found by: ", f"{name}. {when}")
    for criterion in one.criteria:
        yield from _criterion(criterion, one.sheet, for_student)
    if not one.criteria:
        yield "No question could be asked, so no criterion is met."
    if for_student and one.score < one.max_score:
        shown = any(criterion.failures for criterion in one.criteria)
        yield (
            "No question above tells a hidden one: they were drawn for this page, or the check in "
            "the notebook asks them too."
            if shown
            else "No example can be shown that does not tell a hidden test."
        )


def _reproduced(one: Explanation) -> Iterator[str]:
    now = one.basis
    yield f"Run again now under rules {now.rules.version}, seed {now.seed}, {_versions(now)}"
    old = one.standing
    if old is None:
        yield "No mark stands in the gradebook."
        return
    if old.basis:
        then = old.basis
        yield (
            f"Recorded {then.time:%Y-%m-%d %H:%M} UTC: {old.score:g} of {old.max_score:g} under "
            f"rules {then.rules.version}, seed {then.seed}, {_versions(then)}"
        )
    if one.why_other:
        yield f"The mark that stands is {old.score:g}; that of today is another: {one.why_other}"
    else:
        yield f"The same as the mark that stands, {old.score:g} of {old.max_score:g}."


def _versions(basis: Basis) -> str:
    return ", ".join(f"{name} {basis.versions[key]}" for key, name in PROGRAMS.items())


def _criterion(criterion: Judged, sheet: Sheet | None, for_student: bool) -> Iterator[str]:
    what = "met" if criterion.met else "NOT met"
    count = f"{criterion.probes} question{'' if criterion.probes == 1 else 's'}"
    # For a student some are left out, so that the number would be too low.
    counted = criterion.failures and not for_student
    because = f", wrong on {len(criterion.failures)}" if counted else ""
    if criterion.beside:
        because = ", wrong on none; but it counts only beside a result that is right"
    worth = f"{criterion.points:.3g} point{'' if criterion.points == 1 else 's'}"
    yield f"- {criterion.name} ({worth}): {what} ({count}{because})"
    if sheet is None:
        return
    for failure in criterion.failures[:SHOWN]:
        yield from _indented(_failure(failure, sheet))
    if len(criterion.failures) > SHOWN:
        yield f"  and on {len(criterion.failures) - SHOWN} more"


def _failure(failure: Failure, sheet: Sheet) -> Iterator[str]:
    case = failure.probe.label or failure.probe.name
    yield f"question {failure.number + 1}{f', {case}' if case else ''}:"
    for step in failure.probe.steps:
        yield from _wrapped("    ", _typed(step, sheet))
    for name, text in sentences.facts(failure.difference):
        yield from _wrapped(f"  {name}: ", text)
    precise = sentences.precise(sheet, failure.number, failure.difference, reveal=True)
    yield from _wrapped("  ", precise)


def _typed(step: Step, sheet: Sheet) -> str:
    """Return a step as a student would type it."""
    target = f"{step.target or sheet.answer}"
    args = [sentences.quote(item) for item in step.args]
    if not step.target:
        names = sheet.parameters
        args[: len(names)] = [f"{name}={arg}" for name, arg in zip(names, args, strict=False)]
    args += [f"{name}={sentences.quote(item)}" for name, item in step.kwargs.items()]
    kept = f"{step.keep} = " if step.keep else ""
    if step.do in ("get", "find"):
        return f"{kept}{target}"
    if step.do == "set":
        return f"{target}.update({', '.join(args)})"
    return f"{kept}{target}({', '.join(args)})"


def _wrapped(first: str, text: str) -> Iterator[str]:
    paragraphs = text.split("\n")
    for number, paragraph in enumerate(paragraphs):
        yield from textwrap.wrap(
            printable(paragraph),
            width=96,
            initial_indent=first if number == 0 else " " * len(first),
            subsequent_indent=" " * len(first),
            break_long_words=False,
            break_on_hyphens=False,
        )


def _indented(inner: Iterator[str]) -> Iterator[str]:
    return (f"  {line}" for line in inner)
