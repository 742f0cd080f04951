"""Lists of students as instructors have them, and what is wrong with some."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.roster import BadRoster, Roster, Student

ADA = Student("ada", "Ada", "Lovelace", "ada@example.org", "1815")
LINES = "id,first_name,last_name,email,lms_user_id\nada,Ada,Lovelace,ada@example.org,1815\n"


def written(folder: Path, content: str | bytes) -> Path:
    path = folder / "students.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    "content",
    [
        LINES,
        "\ufeff" + LINES,
        LINES.encode("utf-16"),
        LINES.replace(",", ";"),
        LINES.replace(",", "\t"),
        LINES.replace("\n", "\r\n"),
        "\n\n" + LINES + "\n,,,,\n",
        LINES.replace("id,first_name,last_name", "ID, First Name ,LAST_NAME"),
        LINES.replace("ada,Ada", " ada , Ada"),
        '"id","first_name","last_name","email","lms_user_id"\n"ada","Ada","Lovelace","ada@example.org","1815"\n',
        "remark,lms_user_id,email,last_name,first_name,id\nlate,1815,ada@example.org,Lovelace,Ada,ada",
    ],
)
def test_a_list_is_read_as_it_was_saved(content, tmp_path):
    assert list(Roster.read(written(tmp_path, content))) == [ADA]


def test_what_a_list_does_not_say_is_empty(tmp_path):
    roster = Roster.read(written(tmp_path, "id;last_name\nada\nbob;Müller;\n"))
    assert list(roster) == [Student("ada"), Student("bob", last_name="Müller")]
    assert [student.name for student in roster] == ["", "Müller"]


def test_a_field_may_hold_the_separator_and_a_line_break(tmp_path):
    content = 'id,first_name,last_name\nada,"Ada\nAugusta","Lovelace, Countess"\n'
    (student,) = Roster.read(written(tmp_path, content))
    assert student.name == "Ada Augusta Lovelace, Countess"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "line 1 has no column id"),
        ("ada\nbob\n", "line 1 has no column id"),
        ("name,email\nAda,a@example.org\n", "line 1 has no column id"),
        ("id,email\n", "names no students"),
        ("id,email,Email\nada,a,b\n", "line 1 names the column email twice"),
        ("id,email\n\nada,a\nADA,b\n", "line 4: the id 'ADA' stands in line 3 already"),
        ("id,email\n,a@example.org\n", "line 2 has no id"),
        ("id,email\nada,a,b\n", "line 2 has 3 fields, and the first line names 2"),
        ("id\n../ada\n", "line 2: the id '../ada' cannot be the name of a folder"),
        ("id\na\\b\n", "cannot be the name of a folder"),
        ("id\na\x00b\n", "cannot be the name of a folder"),
        ('id,email\nada,"a\n', "line 2 is no CSV"),
        (b"id,last_name\nada,L\nbob,M\xfcller\n", "line 3 is not UTF-8"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(content, message, tmp_path):
    path = written(tmp_path, content)
    with pytest.raises(BadRoster) as error:
        Roster.read(path)
    assert message in str(error.value)
    assert str(path) in str(error.value)


def test_a_list_that_is_not_there_is_told(tmp_path):
    with pytest.raises(BadRoster, match="No such file"):
        Roster.read(tmp_path / "students.csv")
