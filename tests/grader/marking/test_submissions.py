"""Submissions are data of unknown intent: what is found, and what is read of it."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from grader.marking import submissions
from grader.marking.notebook_file import plain_cell
from grader.marking.submissions import (
    Missing,
    NoSubmissions,
    Submission,
    Unreadable,
    find_submissions,
    read_notebook,
)
from tests.grader.classes import SECTION, Cohort, code, released
from tests.here import COURSE

FILE = f"{SECTION}.ipynb"


def names(found: list[Submission]) -> list[tuple[str, str]]:
    return [(item.student, item.assignment) for item in found]


def notebook(*cells: dict[str, Any], **more: Any) -> str:
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **more})


def refused(submission: Submission) -> str:
    with pytest.raises(Unreadable) as raised:
        read_notebook(submission, COURSE)
    assert not isinstance(raised.value, Missing)
    return str(raised.value)


# Finding


def test_submissions_come_by_student_and_assignment(cohort: Cohort) -> None:
    for student, section in [("b", "02_x"), ("a", "02_x"), ("b", "01_x")]:
        cohort.folder(student, section)
    found = names(find_submissions(cohort.submitted))
    assert found == [("a", "02_x"), ("b", "01_x"), ("b", "02_x")]


def test_only_the_named_assignments_are_found(cohort: Cohort) -> None:
    for section in ("01_x", "02_x", "03_x"):
        cohort.folder("ada", section)
    found = find_submissions(cohort.submitted, ["03_x", "01_x", "04_x"])
    assert names(found) == [("ada", "01_x"), ("ada", "03_x")]


@pytest.mark.parametrize("made", [lambda path: None, lambda path: path.write_text("x")])
def test_a_folder_that_is_none_is_told_with_the_layout(
    tmp_path: Path, made: Callable[[Path], object]
) -> None:
    made(tmp_path / "submitted")
    with pytest.raises(NoSubmissions, match=r"is not a folder.*<student>/<assignment>"):
        find_submissions(tmp_path / "submitted")


def test_a_folder_without_submissions_is_an_empty_class(cohort: Cohort) -> None:
    cohort.submitted.mkdir(parents=True)
    (cohort.submitted / "notes.txt").write_text("nothing yet")
    (cohort.submitted / "ada").mkdir()
    (cohort.submitted / "ada" / "notes.txt").write_text("nothing yet")
    assert find_submissions(cohort.submitted) == []


def test_the_folder_that_an_instructor_names_may_be_a_link(cohort: Cohort, tmp_path: Path) -> None:
    cohort.hand_in("ada", notebook(code("1")))
    link = tmp_path / "link"
    link.symlink_to(cohort.submitted)
    (found,) = find_submissions(link)
    assert [cell["source"] for cell in read_notebook(found, COURSE)] == ["1"]


ODD = (
    *("=cmd|' calc'!A0", "a,b", 'quote"d', "two\nlines", ".hidden", "-rf", "$(id)", "a b "),
    *("<script>alert(1)", "Zoë", "名前", "x" * 255, "\x1b[31mred", "%2e%2e", "\\..\\up"),
)


def test_names_of_folders_are_opaque(cohort: Cohort) -> None:
    for name in ODD:
        cohort.hand_in(name, notebook(code("1")))
        cohort.folder(name, name)
    found = find_submissions(cohort.submitted)
    assert {item.student for item in found} == {*ODD}
    assert {item.assignment for item in found} == {*ODD, SECTION}
    for item in found:
        if item.assignment == SECTION:
            assert read_notebook(item, COURSE)[0]["source"] == "1"


def test_a_name_that_is_not_utf8_is_found_and_read(cohort: Cohort) -> None:
    name = os.fsdecode(b"caf\xe9")
    cohort.hand_in(name, notebook(code("1")))
    (found,) = find_submissions(cohort.submitted)
    assert found.student == name
    assert read_notebook(found, COURSE)[0]["source"] == "1"


def test_checkpoints_of_jupyter_are_no_submissions(cohort: Cohort) -> None:
    cohort.folder("ada", ".ipynb_checkpoints")
    cohort.folder(".ipynb_checkpoints", SECTION)
    assert find_submissions(cohort.submitted) == []


# Links


def test_a_notebook_that_is_a_link_is_not_read(cohort: Cohort) -> None:
    other = cohort.hand_in("grace", notebook(code("# the work of another")))
    mine = cohort.folder("ada")
    (mine / FILE).symlink_to(other.path / FILE)
    assert "is a link" in refused(Submission(cohort.submitted, "ada", SECTION))


def test_an_assignment_that_is_a_link_has_its_row_and_is_not_read(cohort: Cohort) -> None:
    other = cohort.hand_in("grace", notebook(code("# the work of another")))
    (cohort.submitted / "ada").mkdir()
    (cohort.submitted / "ada" / SECTION).symlink_to(other.path)
    found = find_submissions(cohort.submitted)
    assert names(found) == [("ada", SECTION), ("grace", SECTION)]
    assert "is a link" in refused(found[0])


def test_a_student_that_is_a_link_has_rows_and_is_not_read(cohort: Cohort) -> None:
    cohort.hand_in("grace", notebook(code("# the work of another")))
    (cohort.submitted / "ada").symlink_to(cohort.submitted / "grace")
    found = find_submissions(cohort.submitted)
    assert names(found) == [("ada", SECTION), ("grace", SECTION)]
    assert "is a link" in refused(found[0])


@pytest.fixture
def closed(cohort: Cohort, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a student that nobody may look into, be it root."""
    path = cohort.folder("ada").parent
    path.chmod(0)
    real = os.scandir

    def scandir(at: Any) -> Any:
        if at == path:
            raise PermissionError(13, "Permission denied")
        return real(at)

    monkeypatch.setattr(os, "scandir", scandir)
    return path


def test_a_folder_that_cannot_be_looked_into_has_rows_and_stops_nobody(
    cohort: Cohort, closed: Path
) -> None:
    cohort.hand_in("grace", notebook(code("1")), "02_x")
    assert names(find_submissions(cohort.submitted)) == [("ada", "02_x"), ("grace", "02_x")]
    assert names(find_submissions(cohort.submitted, ["03_x"])) == [("ada", "03_x")]


def test_a_folder_that_cannot_be_looked_into_is_told_where_there_is_nothing_else(
    cohort: Cohort, closed: Path
) -> None:
    with pytest.raises(NoSubmissions, match=r"cannot look into .*ada"):
        find_submissions(cohort.submitted)


@pytest.mark.parametrize("target", ["nowhere", "ada", "../submitted/ada"])
def test_a_student_that_is_a_link_to_nowhere_or_to_itself_stops_nothing(
    cohort: Cohort, target: str
) -> None:
    cohort.hand_in("grace", notebook(code("1")))
    (cohort.submitted / "ada").symlink_to(target)
    assert names(find_submissions(cohort.submitted)) == [("grace", SECTION)]


def test_a_link_to_the_source_is_not_read(cohort: Cohort) -> None:
    from tests.here import source_of

    (cohort.folder("ada") / FILE).symlink_to(source_of(SECTION))
    assert "is a link" in refused(Submission(cohort.submitted, "ada", SECTION))


def test_a_dangling_link_is_no_missing_notebook(cohort: Cohort) -> None:
    (cohort.folder("ada") / FILE).symlink_to("nowhere.ipynb")
    assert "is a link" in refused(Submission(cohort.submitted, "ada", SECTION))


# What is no notebook


def test_a_submission_without_its_notebook_is_missing(cohort: Cohort) -> None:
    (cohort.folder("ada") / "other_name.ipynb").write_text(notebook())
    with pytest.raises(Missing, match=rf"{SECTION}\.ipynb is missing"):
        read_notebook(Submission(cohort.submitted, "ada", SECTION), COURSE)


def test_a_fifo_does_not_block(cohort: Cohort) -> None:
    os.mkfifo(cohort.folder("ada") / FILE)
    assert "not a regular file" in refused(Submission(cohort.submitted, "ada", SECTION))


def test_a_folder_in_place_of_the_notebook_is_refused(cohort: Cohort) -> None:
    (cohort.folder("ada") / FILE).mkdir()
    assert "not a regular file" in refused(Submission(cohort.submitted, "ada", SECTION))


def test_a_socket_in_place_of_the_notebook_is_refused(
    cohort: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(cohort.folder("ada"))  # the name of a socket must be short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(FILE)
        assert "cannot be opened" in refused(Submission(cohort.submitted, "ada", SECTION))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root makes devices")
def test_a_device_in_place_of_the_notebook_is_refused(cohort: Cohort) -> None:
    path = cohort.folder("ada") / FILE
    try:
        os.mknod(path, 0o666 | 0o020000, os.makedev(1, 5))  # /dev/zero: it never ends
    except PermissionError:
        pytest.skip("devices cannot be made in this container")
    assert refused(Submission(cohort.submitted, "ada", SECTION))


def test_a_notebook_that_is_too_large_is_not_read(cohort: Cohort) -> None:
    path = cohort.folder("ada") / FILE
    with path.open("wb") as file:
        file.truncate(submissions.MAX_NOTEBOOK + 1)
    told = refused(Submission(cohort.submitted, "ada", SECTION))
    assert f"has {submissions.MAX_NOTEBOOK + 1} bytes" in told


def test_the_largest_notebook_is_still_read(
    cohort: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = notebook(code("1"))
    monkeypatch.setattr(submissions, "MAX_NOTEBOOK", len(text))
    assert read_notebook(cohort.hand_in("ada", text), COURSE)[0]["source"] == "1"
    assert "are read" in refused(cohort.hand_in("grace", text + " "))


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \n", "is empty"),
        (b"%PDF-1.7", "is a PDF"),
        (b"<html><body>", "is a web page"),
        (b"import numpy as np\n", "is a script"),
        (b'{"cells": [{"cell_type": "code", "source": "x = ', "it ends in the middle"),
        (b"\xff\xfe\x00", "is not UTF-8 text"),
        ('{"cells": [], "nbformat": 4, "x": "\xe9"}'.encode("latin-1"), "is not UTF-8 text"),
        (b'{"cells": [this is not', "is not JSON"),
        (b"[" * 200_000, "is not JSON"),
        (b'{"a":' * 200_000, "is not JSON"),
        (b"[" * 100_000 + b"]" * 100_000, "is not JSON"),
        (b'{"cells": [], "nbformat": ' + b"9" * 5000 + b"}", "is not JSON"),
        (b"PK\x03\x04 a zip archive", "is a zip"),
        (b"null", "is not a notebook"),
        (b"[]", "is not a notebook"),
        (b'"text"', "is not a notebook"),
        (b"{}", "is not a notebook"),
        (b'{"nbformat": 4}', "is not a notebook"),
        (b'{"nbformat": 4, "cells": null}', "is not a notebook"),
        (b'{"nbformat": 4, "cells": 7}', "is not a notebook"),
        (b'{"nbformat": 4, "cells": ["text"]}', "is not a notebook"),
        (b'{"nbformat": 4, "cells": {"a": 1}}', "is not a notebook"),
        (b'{"nbformat": 4, "cells": [{"source": "no type"}]}', "is not a notebook"),
        (
            b'{"nbformat": 5, "cells": []}',
            "is of notebook format 5, newer than this grader reads (4): save it as format 4",
        ),
        (b'{"nbformat": 400, "cells": []}', "newer than this grader reads"),
        (b'{"nbformat": true, "cells": []}', "is not a notebook"),
        (b'{"nbformat": "4", "cells": []}', "is not a notebook"),
        (b'{"nbformat": 3, "cells": []}', "is not a notebook"),
        (b'{"nbformat": null, "cells": []}', "is not a notebook"),
        (b'{"nbformat": [[]], "cells": []}', "is not a notebook"),
    ],
    ids=lambda item: str(item)[:40],
)
def test_what_is_no_notebook_is_refused_with_the_reason(
    cohort: Cohort, data: bytes, told: str
) -> None:
    message = refused(cohort.hand_in("ada", data))
    assert told in message and FILE in message and len(message) < 2000


def test_messages_name_no_folder_of_the_instructor(cohort: Cohort) -> None:
    (cohort.folder("ada") / FILE).symlink_to("nowhere.ipynb")
    linked = Submission(cohort.submitted, "ada", SECTION)
    for submission in (linked, cohort.hand_in("grace", b"\xff"), cohort.hand_in("hedy", "{}")):
        assert str(cohort.course) not in refused(submission)


# What counts of a notebook


def test_a_released_notebook_is_read_cell_by_cell(cohort: Cohort) -> None:
    made = released()
    cells = read_notebook(cohort.hand_in("ada", made), COURSE)
    assert [cell["id"] for cell in cells] == [cell["id"] for cell in made["cells"]]
    assert [cell["source"] for cell in cells] == [cell["source"] for cell in made["cells"]]


def test_older_notebooks_are_converted(cohort: Cohort) -> None:
    named = {"nbgrader": {"grade_id": "a"}}
    old = nbformat.v3.new_notebook(
        worksheets=[
            nbformat.v3.new_worksheet(
                cells=[
                    nbformat.v3.new_code_cell("x = 1\ny = 2", metadata=named),
                    nbformat.v3.new_text_cell("markdown", "# words"),
                    nbformat.v3.new_heading_cell("A heading"),
                ]
            )
        ]
    )
    cells = read_notebook(cohort.hand_in("ada", nbformat.v3.writes_json(old)), COURSE)
    assert [cell["cell_type"] for cell in cells] == ["code", "markdown", "markdown"]
    assert cells[0]["source"] == "x = 1\ny = 2" and cells[0]["grade_id"] == "a"


def test_notebooks_of_format_4_0_have_no_ids_and_are_read(cohort: Cohort) -> None:
    cell = code("x = 1")
    del cell["id"]
    cells = read_notebook(cohort.hand_in("ada", notebook(cell, nbformat_minor=0)), COURSE)
    assert (cells[0]["id"], cells[0]["source"]) == ("", "x = 1")


@pytest.mark.parametrize("odd", [None, 7, True, [], {}, "text", [["a"], 1], {"a": "b"}], ids=repr)
@pytest.mark.parametrize("key", ["source", "id", "metadata", "attachments", "outputs", "cell_type"])
def test_values_of_wrong_types_become_plain_ones(key: str, odd: Any) -> None:
    cell = plain_cell(json.loads(json.dumps({**code("x = 1"), key: odd})))
    assert cell.keys() == {*("cell_type", "source", "id", "grade_id", "attachments", "untouched")}
    assert cell["cell_type"] in ("code", "markdown", "raw")
    assert all(type(cell[name]) is str for name in ("source", "id", "grade_id"))
    assert type(cell["attachments"]) is dict


@pytest.mark.parametrize("odd", [None, 7, [], "text", {"grade_id": 7}, {"grade_id": ["a"]}])
def test_nbgrader_metadata_of_wrong_types_name_nothing(odd: Any) -> None:
    assert plain_cell(code("x", metadata={"nbgrader": odd}))["grade_id"] == ""


def test_outputs_points_and_tags_of_a_submission_do_not_count() -> None:
    meta = {"tags": ["skip-execution"], "nbgrader": {"grade_id": "a", "points": 99, "grade": True}}
    cell = plain_cell(code("x", metadata=meta, outputs=[{"output_type": "stream", "text": "99"}]))
    assert "99" not in str(cell) and "skip" not in str(cell)


def test_a_source_in_lines_is_one_text() -> None:
    assert plain_cell({**code(""), "source": ["a = 1\n", "b = 2"]})["source"] == "a = 1\nb = 2"
