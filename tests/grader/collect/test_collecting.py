"""What is taken, what is left, and that nobody's work is lost or mistaken on the way."""

from __future__ import annotations

import io
import os
import unicodedata
import zipfile

import pytest

from descent.command import main
from grader.collect import download as download_module
from grader.collect.download import BadDownload, opened
from grader.collect.told import told
from tests.grader.classes import SECTION
from tests.grader.collect.shapes import FILE, ROSTER, packed, roster, unpacked, work
from tests.grader.collect.test_platforms import collected, lie

OTHER = "02_activations"
MOODLE = "{}_{}_assignsubmission_file/{}"


def moodle(*files: tuple[str, str, bytes]) -> dict[str, bytes]:
    """A download of Moodle: of each file whose, its name, what is in it."""
    numbers = {"Ada Lovelace": 31415, "Bob Müller": 27182}
    return {MOODLE.format(who, numbers.get(who, 7), name): data for who, name, data in files}


def zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def reasons(result) -> list[str]:
    return [f"{item.path}: {item.why}" for item in result.left if item.is_work]


def test_what_a_notebook_is_to_is_told_by_its_cells(tmp_path):
    shape = moodle(
        ("Ada Lovelace", "Untitled3.ipynb", work("ada", OTHER)),
        ("Bob Müller", FILE, work("bob", OTHER)),
    )
    result = collected(unpacked(shape, tmp_path / "d"), tmp_path / "s", roster(tmp_path))
    assert {placed.assignment for placed in result.placed} == {OTHER}
    (remark,) = next(placed.remarks for placed in result.placed if placed.student == "bob")
    assert remark == f"named {SECTION}, but its cells are those of {OTHER}"


def test_one_assignment_alone_is_taken_where_that_is_asked_for(tmp_path):
    shape = moodle(
        ("Ada Lovelace", "a.ipynb", work("ada")), ("Bob Müller", "b.ipynb", work("bob", OTHER))
    )
    result = collected(unpacked(shape, tmp_path / "d"), tmp_path / "s", assignment=SECTION)
    assert [placed.student for placed in result.placed] == ["Ada-Lovelace"]
    assert [item.why for item in result.left] == [f"it is to {OTHER}, not to {SECTION}"]


def test_of_two_files_without_a_time_the_later_copy_counts(tmp_path):
    shape = moodle(
        ("Ada Lovelace", FILE, work("ada, early")),
        ("Ada Lovelace", "01_perceptron (2).ipynb", work("ada")),
        ("Ada Lovelace", "01_perceptron-Copy1.ipynb", work("ada, copy")),
    )
    # The same moment for all, as in a zip that a platform has packed.
    folder = unpacked(shape, tmp_path / "d")
    for path in folder.rglob("*.ipynb"):
        os.utime(path, (1e9, 1e9))
    result = collected(folder, tmp_path / "s", roster(tmp_path))
    assert lie(tmp_path / "s") == {f"ada/{SECTION}/{FILE}": work("ada")}
    assert sum("counts for ada" in item.why for item in result.left) == 2
    assert result.complete


def test_of_two_files_one_that_cannot_be_read_does_not_count(tmp_path):
    shape = moodle(
        ("Ada Lovelace", "01_perceptron (1).ipynb", b'{"cells": ['),
        ("Ada Lovelace", FILE, work("ada")),
    )
    collected(unpacked(shape, tmp_path / "d"), tmp_path / "s", roster(tmp_path))
    assert lie(tmp_path / "s") == {f"ada/{SECTION}/{FILE}": work("ada")}


def test_a_broken_notebook_is_taken_by_its_name_so_that_it_gets_its_row(tmp_path):
    shape = moodle(("Ada Lovelace", FILE, b""), ("Bob Müller", "b.ipynb", b"PK\x03\x04"))
    result = collected(unpacked(shape, tmp_path / "d"), tmp_path / "s", roster(tmp_path))
    assert lie(tmp_path / "s") == {f"ada/{SECTION}/{FILE}": b""}
    (reason,) = reasons(result)
    assert "nothing tells what it is to" in reason and SECTION in reason
    named = collected(tmp_path / "d", tmp_path / "s2", roster(tmp_path), assignment=SECTION)
    assert named.complete and len(named.placed) == 2


def test_newer_work_is_never_written_over(tmp_path):
    early, late = "2024-01-01-12-00-00", "2024-01-02-12-00-00"
    name = "P_ada_attempt_{}_" + FILE
    first = packed({name.format(late): work("late")}, tmp_path / "late.zip")
    second = packed({name.format(early): work("early")}, tmp_path / "early.zip")
    collected(first, tmp_path / "s")
    result = collected(second, tmp_path / "s")
    assert lie(tmp_path / "s") == {f"ada/{SECTION}/{FILE}": work("late")}
    assert "was handed in later" in result.left[0].why and result.complete
    # The other way round it is taken.
    collected(second, tmp_path / "t")
    (placed,) = collected(first, tmp_path / "t").placed
    assert placed.state == "updated"
    assert lie(tmp_path / "t") == {f"ada/{SECTION}/{FILE}": work("late")}


def test_where_no_time_is_told_other_work_is_kept_unless_asked_for(tmp_path):
    for whose in ("first", "second"):
        unpacked(moodle(("Ada Lovelace", FILE, work(whose))), tmp_path / whose)
    collected(tmp_path / "first", tmp_path / "s")
    result = collected(tmp_path / "second", tmp_path / "s")
    assert lie(tmp_path / "s") == {f"Ada-Lovelace/{SECTION}/{FILE}": work("first")}
    assert "nothing tells which is newer" in reasons(result)[0]
    collected(tmp_path / "second", tmp_path / "s", replacing=True)
    assert lie(tmp_path / "s") == {f"Ada-Lovelace/{SECTION}/{FILE}": work("second")}


def test_who_is_on_no_list_is_told(tmp_path):
    shape = moodle(("Ada Lovelace", FILE, work("ada")), ("Eve Nobody", FILE, work("eve")))
    result = collected(unpacked(shape, tmp_path / "d"), tmp_path / "s", roster(tmp_path))
    (reason,) = reasons(result)
    assert "the list of students has nobody like 'Eve Nobody'" in reason
    assert result.absent == ["bob"]


def test_who_may_be_two_is_told_and_nobody_is_guessed(tmp_path):
    twin = ROSTER + "ada2,Ada,Lovelace,,\n"
    shape = moodle(("Ada Lovelace", FILE, work("ada")))
    result = collected(unpacked(shape, tmp_path / "d"), tmp_path / "s", roster(tmp_path, twin))
    assert not result.placed
    assert "may be any of ada, ada2" in reasons(result)[0]


def test_a_number_and_a_name_that_contradict_each_other_are_told(tmp_path):
    shape = {f"lovelaceada_1700_990001_{FILE}": work("ada")}
    result = collected(unpacked(shape, tmp_path / "d"), tmp_path / "s", roster(tmp_path))
    assert "may be any of bob, ada" in reasons(result)[0]


def test_two_people_who_would_be_one_are_told_and_neither_is_taken(tmp_path):
    shape = {
        MOODLE.format("Ada Lovelace", 1, FILE): work("one"),
        MOODLE.format("Ada Lovelace", 2, FILE): work("two"),
    }
    result = collected(unpacked(shape, tmp_path / "d"), tmp_path / "s")
    assert not result.placed and len(reasons(result)) == 2
    assert all("several people of the download would be Ada-Lovelace" in r for r in reasons(result))


def test_who_has_no_notebook_is_told(tmp_path):
    shape = moodle(
        ("Ada Lovelace", "answers.py", b"def sigmoid(z): ..."),
        ("Bob Müller", FILE, work("bob")),
        ("Bob Müller", "notes.txt", b"see page 3"),
    )
    result = collected(unpacked(shape, tmp_path / "d"), tmp_path / "s", roster(tmp_path))
    (reason,) = reasons(result)
    assert reason.endswith("it is no notebook, and ada has handed in no notebook")


def test_files_of_nobody_are_told_where_nothing_says_whose_they_are(tmp_path):
    shape = {"01_perceptron (1).ipynb": work("?"), "01_perceptron (2).ipynb": work("??")}
    result = collected(unpacked(shape, tmp_path / "d"), tmp_path / "s")
    assert not result.placed and len(reasons(result)) == 2


def test_names_are_read_as_macos_writes_them(tmp_path):
    name = unicodedata.normalize("NFD", MOODLE.format("Bob Müller", 1, FILE))
    data = bytearray(zipped({name: work("bob")}))
    for start, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(start) + at + 1] &= ~0x08  # UTF-8, and not said to be
    (tmp_path / "d.zip").write_bytes(data)
    result = collected(tmp_path / "d.zip", tmp_path / "s", roster(tmp_path))
    assert [placed.student for placed in result.placed] == ["bob"]
    result = collected(tmp_path / "d.zip", tmp_path / "t")
    assert [placed.student for placed in result.placed] == ["Bob-Müller"]


def test_a_zip_that_a_student_handed_in_is_looked_into(tmp_path):
    inner = zipped({f"my work/{FILE}": work("ada"), f"__MACOSX/my work/._{FILE}": b"\0"})
    shape = moodle(
        ("Ada Lovelace", "work.zip", inner),
        ("Bob Müller", "work.zip", zipped({"again.zip": zipped({FILE: work("bob")})})),
    )
    for download in (packed(shape, tmp_path / "d.zip"), unpacked(shape, tmp_path / "d")):
        to = tmp_path / f"s{download.suffix}"
        result = collected(download, to, roster(tmp_path))
        assert {*lie(to).values()} == {work("ada"), work("bob")}
        assert result.complete


def test_zips_that_may_do_harm_are_left_and_named(tmp_path, monkeypatch):
    monkeypatch.setattr(download_module, "MAX_UNPACKED", 1 << 20)
    bomb = zipped({f"{n}.ipynb": bytes(1 << 20) for n in range(4)})
    deep = zipped({"a.zip": zipped({"b.zip": zipped({FILE: work("ada")})})})
    encrypted = bytearray(zipped({FILE: work("ada")}))
    encrypted[6] |= 1
    encrypted[encrypted.index(b"PK\x01\x02") + 8] |= 1
    link = io.BytesIO()
    with zipfile.ZipFile(link, "w") as archive:
        entry = zipfile.ZipInfo(FILE)
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    slip = zipped({"../../evil.ipynb": work("ada"), "/etc/evil.ipynb": work("ada")})
    shape = moodle(
        ("A", "bomb.zip", bomb),
        ("B", "deep.zip", deep),
        ("C", "encrypted.zip", bytes(encrypted)),
        ("D", "link.zip", link.getvalue()),
        ("E", "slip.zip", slip),
        ("F", "broken.zip", b"PK\x03\x04 and no more"),
        ("G", "work.rar", b"Rar!"),
    )
    result = collected(packed(shape, tmp_path / "d.zip"), tmp_path / "s")
    assert not (tmp_path / "s").exists()
    text = "\n".join(reasons(result))
    for why in (
        "bomb.zip: it becomes 4 MB",
        "a zip in a zip in a zip",
        "it is encrypted",
        "it is a link",
        "its name leads out of the zip",
        "no zip that can be read",
        ".rar are not looked into",
    ):
        assert why in text
    assert text.count("leads out of the zip") == 2


def test_a_file_that_becomes_too_large_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(download_module, "MAX_NOTEBOOK", 1 << 20)
    shape = {MOODLE.format("Ada Lovelace", 1, FILE): bytes((1 << 20) + 1)}
    result = collected(packed(shape, tmp_path / "d.zip"), tmp_path / "s")
    assert "becomes 1 MB when it is unpacked" in reasons(result)[0]


def test_links_are_not_followed(tmp_path):
    secret = tmp_path / "secret.ipynb"
    secret.write_bytes(work("not hers"))
    folder = unpacked(moodle(("Ada Lovelace", "a.txt", b"a")), tmp_path / "d")
    (folder / MOODLE.format("Ada Lovelace", 31415, FILE)).symlink_to(secret)
    result = collected(folder, tmp_path / "s", roster(tmp_path))
    assert not result.placed
    assert any("it is a link" in reason for reason in reasons(result))


def test_nothing_is_written_through_a_link(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "ada").symlink_to(tmp_path / "elsewhere")
    shape = moodle(("Ada Lovelace", FILE, work("ada")))
    result = collected(unpacked(shape, tmp_path / "d"), tmp_path / "s", roster(tmp_path))
    assert not result.placed and "is a link" in reasons(result)[0]
    assert not any((tmp_path / "elsewhere").iterdir())


@pytest.mark.parametrize("what", ["nothing", "a text"])
def test_what_is_no_download_is_told(what, tmp_path):
    path = tmp_path / "download.zip"
    if what == "a text":
        path.write_text("no zip")
    with pytest.raises(BadDownload, match=r"download\.zip"):
        opened(path)


def test_all_is_told_and_the_command_ends_accordingly(tmp_path, capsys):
    shape = moodle(("Ada Lovelace", FILE, work("ada")), ("Eve Nobody", FILE, work("eve")))
    shape["__MACOSX/._x"] = b"\0"
    download = packed(shape, tmp_path / "d.zip")
    common = ["collect", str(download), "--to", str(tmp_path / "s")]
    listed = ["--roster", str(roster(tmp_path))]
    assert main([*common, "--dry-run"]) == 0
    assert "would take" in capsys.readouterr().out and not (tmp_path / "s").exists()
    assert main([*common, *listed]) == 1
    said = capsys.readouterr().out
    assert f"took {SECTION} for ada from Ada Lovelace_31415" in said
    assert "left __MACOSX/._x: what macOS adds to a zip" in said
    assert "LEFT Eve Nobody_7" in said and "nothing taken from 1 on the list: bob" in said
    assert main([*common, "--assignment", "perceptron"]) != 0
    assert SECTION in capsys.readouterr().err


def test_a_name_that_would_steer_a_terminal_is_made_visible(tmp_path, capsys):
    shape = moodle(("Ada \x1b[2J Lovelace", FILE, work("ada")))
    download = packed(shape, tmp_path / "d.zip")
    main(["collect", str(download), "--to", str(tmp_path / "s")])
    said = capsys.readouterr().out
    assert "took" in said and "\x1b" not in said


def test_what_is_told_counts_what_became_of_it(tmp_path):
    shape = moodle(("Ada Lovelace", FILE, work("ada")), ("Bob Müller", FILE, work("bob")))
    download = packed(shape, tmp_path / "d.zip")
    result = collected(download, tmp_path / "s", roster(tmp_path))
    *_, last = told(result)
    assert last == "2 notebooks of 2 students (2 new); nothing left that may be somebody's work"
