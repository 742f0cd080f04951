"""A section has other cells than when it was graded: its gradebook follows and keeps all marks.

nbgrader refuses to add or remove a cell of an assignment that has submissions.
Marks and comments of cells that are gone are put into a table of our own,
and come back with their cells.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Float,
    MetaData,
    String,
    Table,
    Text,
    delete,
    insert,
    select,
    update,
)

from grader.nbgrader.opening import interface
from grader.nbgrader.records import MARKS

FORMER = Table(
    "graded_descent_former",
    MetaData(),
    Column("student", String(128), primary_key=True),
    Column("assignment", String(128), primary_key=True),
    Column("cell", String(128), primary_key=True),
    Column("kind", String(16), primary_key=True),  # a class of nbgrader's: Grade or Comment
    Column("max_score", Float),
    Column("auto_score", Float),
    Column("manual_score", Float),
    Column("extra_credit", Float),
    Column("auto_comment", Text),
    Column("manual_comment", Text),
)

_KEPT = {
    "Grade": ("auto_score", "manual_score", "extra_credit"),
    "Comment": ("auto_comment", "manual_comment"),
}
# The class of nbgrader's for each kind of cell, and what a submission has for it.
_OF_CELL = {"GradeCell": "Grade", "SolutionCell": "Comment", "SourceCell": ""}

# Shown on standard error, unless nbgrader's logging is set up otherwise.
_log = logging.getLogger("grader.revision")


def revise(db_url: str, assignment: str, cells: Iterable[Mapping[str, Any]]) -> None:
    """Give a graded assignment the cells that its source has now, in one transaction.

    Nothing is done where no submission is recorded: nbgrader makes that anew.

    Args:
        db_url: The gradebook.
        assignment: The name of the section, and of its notebook.
        cells: Those of the source notebook, with nbgrader's metadata.
    """
    api = interface()

    with api.Gradebook(db_url) as book:
        try:
            notebook = book.find_notebook(assignment, assignment)
        except api.MissingEntry:
            return
        if not notebook.submissions:
            return
        session = book.db
        connection = session.connection()
        FORMER.create(connection, checkfirst=True)
        MARKS.create(connection, checkfirst=True)
        told = list(_revised(session, notebook, _wanted(cells)))
        session.commit()
    for sentence in told:
        _log.warning("%s: %s", assignment, sentence)


def _wanted(cells: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, dict[str, Any]]]:
    """Return what the gradebook is to know of: for each kind of cell, its properties by name."""
    wanted: dict[str, dict[str, dict[str, Any]]] = {kind: {} for kind in _OF_CELL}
    for cell in cells:
        meta = cell["metadata"].get("nbgrader", {})
        kind = {"cell_type": cell["cell_type"]}
        if meta.get("grade"):
            most = float(meta["points"])
            wanted["GradeCell"][meta["grade_id"]] = {"max_score": most, **kind}
        if meta.get("solution"):
            wanted["SolutionCell"][meta["grade_id"]] = {}
        if meta.get("grade") or meta.get("solution") or meta.get("locked"):
            wanted["SourceCell"][meta["grade_id"]] = {"source": cell["source"], **kind}
    return wanted


def _revised(
    session: Any, notebook: Any, wanted: Mapping[str, Mapping[str, dict[str, Any]]]
) -> Iterator[str]:
    """Change the cells, and say what became of which marks."""
    api = interface()

    there = {
        "GradeCell": {cell.name: cell for cell in notebook.grade_cells},
        "SolutionCell": {cell.name: cell for cell in notebook.solution_cells},
        "SourceCell": {cell.name: cell for cell in notebook.source_cells},
    }
    for name in there["GradeCell"].keys() & wanted["GradeCell"].keys():
        cell, most = there["GradeCell"][name], wanted["GradeCell"][name]["max_score"]
        if cell.max_score != most:
            yield _in_points(session, notebook, cell, most)
    for kind, cells in there.items():
        for name in sorted(cells.keys() - wanted[kind].keys()):
            count = _put_aside(session, notebook, cells[name], _OF_CELL[kind])
            if kind == "GradeCell":
                yield (
                    f"{name.removeprefix('test_')} is no longer in it. Its marks of {count} "
                    "submissions count no more; they are kept, and come back when it does"
                )
    session.flush()
    for kind, cells in there.items():
        for name in sorted(wanted[kind].keys() - cells.keys()):
            cell = getattr(api, kind)(name=name, notebook=notebook, **wanted[kind][name])
            session.add(cell)
            session.flush()
            count = _brought_back(session, notebook, cell, _OF_CELL[kind])
            if kind == "GradeCell":
                back = f", and {count} marks of before came back" if count else ""
                yield (
                    f"{name.removeprefix('test_')} is new in it{back}. Where it is an earlier one "
                    "under another name, hand the section out again: submissions to the earlier "
                    "release do not have it"
                )


def _in_points(session: Any, notebook: Any, cell: Any, most: float) -> str:
    """Keep the share of each mark where the points of a test changed."""
    before, name = cell.max_score, cell.name.removeprefix("test_")
    by_hand = 0
    for submitted in notebook.submissions:
        for grade in (grade for grade in submitted.grades if grade.cell_id == cell.id):
            if grade.auto_score is not None and before:
                grade.auto_score = round(grade.auto_score / before * most, 2)
            if grade.manual_score is not None:
                grade.needs_manual_grade = True
                by_hand += 1
    mine = (MARKS.c.assignment == notebook.assignment.name) & (MARKS.c.exercise == name)
    connection: Connection = session.connection()
    for student, score, old in connection.execute(
        select(MARKS.c.student, MARKS.c.score, MARKS.c.max_score).where(mine)
    ).all():
        share = round(score / old * most, 2) if old else score
        of_one = update(MARKS).where(mine & (MARKS.c.student == student))
        connection.execute(of_one.values(score=share, max_score=most))
    cell.max_score = most
    hand = f"; {by_hand} marks given by hand stay, and are to be looked at again" if by_hand else ""
    return f"{name} has {most:g} points, {before:g} before. Marks keep their share{hand}"


def _put_aside(session: Any, notebook: Any, cell: Any, kind: str) -> int:
    """Remove a cell with what submissions have for it, which is kept; return how many had."""
    assignment, count = notebook.assignment.name, 0
    connection: Connection = session.connection()
    for submitted in notebook.submissions if kind else ():
        entries = submitted.grades if kind == "Grade" else submitted.comments
        for entry in [entry for entry in entries if entry.cell_id == cell.id]:
            values = {name: getattr(entry, name) for name in _KEPT[kind]}
            key = {
                "student": submitted.student.id,
                "assignment": assignment,
                "cell": cell.name,
                "kind": kind,
            }
            connection.execute(delete(FORMER).filter_by(**key))
            most = cell.max_score if kind == "Grade" else None
            connection.execute(insert(FORMER), [{**key, "max_score": most, **values}])
            count += any(value is not None for value in values.values())
            session.delete(entry)
    session.delete(cell)
    return count


def _brought_back(session: Any, notebook: Any, cell: Any, kind: str) -> int:
    """Let each submission have an entry for a new cell, the one of before if there is one."""
    api = interface()

    connection: Connection = session.connection()
    mine = {"assignment": notebook.assignment.name, "cell": cell.name, "kind": kind}
    former = {
        row["student"]: row
        for row in connection.execute(select(FORMER).filter_by(**mine)).mappings()
    }
    for submitted in notebook.submissions if kind else ():
        entry = getattr(api, kind)(cell_id=cell.id, notebook=submitted)
        session.add(entry)
        if row := former.get(submitted.student.id):
            for name in _KEPT[kind]:
                setattr(entry, name, row[name])
            if kind == "Grade":
                entry.needs_manual_grade = row["manual_score"] is not None
    connection.execute(delete(FORMER).filter_by(**mine))
    session.flush()
    if kind == "Grade" and former:
        before = next(iter(former.values()))["max_score"]
        if before != cell.max_score:
            most, cell.max_score = cell.max_score, before
            _in_points(session, notebook, cell, most)
    return len(former)
