"""Marks as data: the contract's JSON, a CSV for spreadsheets."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path

import numpy as np
import pytest

from grader.marking.marking import unmarked
from grader.reports.report import as_data, write_csv, write_json
from grader.results import Marked, Score, Submission
from tests.grader.classes import SECTION
from tests.grader.conftest import MarkIt
from tests.here import COURSE, exercises, mistaken

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "=cmd|' /C calc'!A0")


def row(student: str = "ada", message: str = "So.", **more: object) -> Marked:
    marks = [
        Score("sigmoid", 1.5, 2.0, "missing-mean", message),
        Score("neuron", 2.0, 2.0, None, "Right."),
    ]
    marked = Marked(Submission(Path("submitted"), student, SECTION), "graded", marks)
    for name, item in more.items():
        setattr(marked, name, item)
    return marked


# JSON


def test_the_json_is_written_row_by_row_as_it_would_be_at_once(tmp_path: Path) -> None:
    rows = [row(message="a\nb\u2028c\x85d"), row("bob", notes=["\ud800"])]
    for some in (rows, rows[:1], []):
        write_json(iter(some), tmp_path / "marks.json")
        whole = {"submissions": [as_data(one) for one in some]}
        assert json.loads((tmp_path / "marks.json").read_text()) == whole
    assert [path.name for path in tmp_path.iterdir()] == ["marks.json"]


def test_the_json_is_the_contracts_key_by_key(tmp_path: Path) -> None:
    path = tmp_path / "marks.json"
    write_json([row(seconds=0.21049, notes=["a note"])], path)
    assert json.loads(path.read_text()) == {
        "submissions": [
            {
                "student": "ada",
                "assignment": SECTION,
                "status": "graded",
                "score": 3.5,
                "max_score": 4.0,
                "seconds": 0.21,
                "notes": ["a note"],
                "exercises": [
                    {
                        "id": "sigmoid",
                        "score": 1.5,
                        "max_score": 2.0,
                        "diagnosis": "missing-mean",
                        "message": "So.",
                        "basis": None,
                        "kept": None,
                    },
                    {
                        "id": "neuron",
                        "score": 2.0,
                        "max_score": 2.0,
                        "diagnosis": None,
                        "message": "Right.",
                        "basis": None,
                        "kept": None,
                    },
                ],
            }
        ]
    }


def test_the_json_has_the_types_of_the_contract_for_every_kind_of_row(
    mark_it: MarkIt, tmp_path: Path
) -> None:
    rows = [
        mark_it(mistaken(SECTION, np.random.default_rng(1), 2)),
        unmarked(
            Submission(Path("x"), "ada", SECTION), "missing", "is missing", COURSE.section(SECTION)
        ),
        unmarked(Submission(Path("x"), "ada", "09_x"), "unknown", "no such"),
    ]
    write_json(rows, tmp_path / "marks.json")
    data = json.loads((tmp_path / "marks.json").read_text())
    assert list(data) == ["submissions"]
    keys = ["student", "assignment", "status", "score", "max_score", "seconds", "notes"]
    for item in data["submissions"]:
        assert list(item) == [*keys, "exercises"]
        assert all(isinstance(item[key], str) for key in keys[:3])
        assert all(type(item[key]) in (int, float) for key in keys[3:6])
        assert all(isinstance(note, str) for note in item["notes"])
        assert item["score"] == pytest.approx(sum(e["score"] for e in item["exercises"]))
        assert item["max_score"] == sum(e["max_score"] for e in item["exercises"])
        for exercise in item["exercises"]:
            told = ["id", "score", "max_score", "diagnosis", "message", "basis", "kept"]
            assert list(exercise) == told
            assert exercise["id"] in exercises(SECTION)
            assert 0 <= exercise["score"] <= exercise["max_score"]
            assert isinstance(exercise["message"], str)
            assert exercise["diagnosis"] is None or isinstance(exercise["diagnosis"], str)


@pytest.mark.parametrize("name", [*FORMULAS, "a\nb", '"', "Zoë", os.fsdecode(b"caf\xe9"), "\x00"])
def test_names_and_messages_of_any_text_come_back_out_of_the_json(
    name: str, tmp_path: Path
) -> None:
    path = tmp_path / "marks.json"
    write_json([row(name, name)], path)
    path.read_bytes().decode("utf-8")
    (found,) = json.loads(path.read_text())["submissions"]
    assert (found["student"], found["exercises"][0]["message"]) == (name, name)


def test_a_class_of_nobody_is_an_empty_list(tmp_path: Path) -> None:
    write_json([], tmp_path / "marks.json")
    assert json.loads((tmp_path / "marks.json").read_text()) == {"submissions": []}


def test_points_are_numbers_without_a_tail(tmp_path: Path) -> None:
    marked = row(scores=[Score(f"e{n}", 0.1, 1.0, None, "") for n in range(3)])
    assert as_data(marked)["score"] == 0.3


# CSV


def lines(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8"), newline="")))


def test_the_table_has_a_line_for_each_submission_and_each_exercise(tmp_path: Path) -> None:
    path = tmp_path / "marks.csv"
    write_csv([row(notes=["one", "two"])], path)
    whole, first, second = lines(path)
    assert whole == {
        "student": "ada",
        "assignment": SECTION,
        "status": "graded",
        "exercise": "",
        "score": "3.5",
        "max_score": "4",
        "diagnosis": "",
        "message": "one; two",
    }
    assert (first["exercise"], first["score"], first["max_score"]) == ("sigmoid", "1.5", "2")
    assert (first["diagnosis"], first["message"]) == ("missing-mean", "So.")
    assert (second["exercise"], second["score"], second["diagnosis"]) == ("neuron", "2", "")


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_of_the_table_is_a_formula(formula: str, tmp_path: Path) -> None:
    marked = row(formula, formula, notes=[formula, "x"])
    unknown = Submission(Path("x"), "ada", formula)
    path = tmp_path / "marks.csv"
    write_csv([marked, unmarked(unknown, "unknown", formula)], path)
    found = lines(path)
    assert len(found) == 4
    for line in found:
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in line.values())
    text = "'" + formula.replace("\r", "\n")
    if formula[0].isspace():  # what separates, to some programs
        text = f"{text[:2]}'{text[2:]}"
    assert found[0]["student"] == found[1]["message"] == found[3]["assignment"] == text


def test_a_carriage_return_in_a_name_begins_no_line_with_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "marks.csv"
    write_csv([row("x\r=1+1", "y\r\n=1+1")], path)
    assert [line["student"] for line in lines(path)] == ["x\n'=1+1"] * 3
    assert b"\r" not in path.read_bytes()


@pytest.mark.parametrize("name", ["a,b", 'q"uote', "two\nlines", "a;b", "Zoë", " ada "])
def test_any_other_name_stays_as_it_is(name: str, tmp_path: Path) -> None:
    path = tmp_path / "marks.csv"
    write_csv([row(name)], path)
    found = csv.reader(io.StringIO(path.read_bytes().decode("utf-8"), newline=""))
    assert [line[0] for line in found] == ["student", name, name, name]


def test_a_name_that_is_not_utf8_stops_no_table(tmp_path: Path) -> None:
    write_csv([row(os.fsdecode(b"caf\xe9")), row("grace")], tmp_path / "marks.csv")
    assert [line["student"] for line in lines(tmp_path / "marks.csv")][3:] == ["grace"] * 3


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "marks.csv"
    path.write_text("what was there before\n" * 1000)
    write_csv([row()], path)
    assert len(lines(path)) == 3
    assert [item.name for item in tmp_path.iterdir()] == ["marks.csv"]


SPLIT = (
    *("x;=1+1", "x; =1+1", 'x;"=1+1"', "x\t=1+1", "x\n=1+1", "x\n;@SUM(1)", "x;;-1", 'a";"=1+1'),
    *(" =1+1", '"=1+1', "\uff1d1+1", "x;\uff1d1+1", "x\r;=1+1", ";\t\n=1", "x;\n\n+1"),
)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("text", SPLIT)
def test_no_piece_is_a_formula_whatever_separates(
    text: str, separator: str, tmp_path: Path
) -> None:
    path = tmp_path / "marks.csv"
    write_csv([row(text, text, notes=[text, text])], path)
    table = path.read_bytes().decode("utf-8")
    fields = [*csv.reader(io.StringIO(table, newline=""), delimiter=separator)]
    # A program may know nothing of quotes, too.
    fields += [line.split(separator) for line in table.split("\n")]
    begin = [field.lstrip(' \t\r\n"')[:1] for line in fields for field in line]
    assert not {"=", "+", "-", "@", "\uff1d"}.intersection(begin)
