"""Same seed, same rules, same marks; and what becomes of a mark when one of them changes."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest

from descent.command import main
from descent.judging.sheets import Criterion
from descent.probing.probes import Probe, call
from grader import grading
from grader.course import HIDDEN, seed_fingerprint, settings
from grader.demo.classroom import answered
from grader.guest.outside.host import Zygote
from grader.guest.outside.isolation import isolation
from grader.guest.outside.levels import Report
from grader.marking import running
from grader.marking.alignment import aligned
from grader.marking.basis import of_given, of_notebook
from grader.marking.notebook_file import plain_cell
from grader.marking.release import released
from grader.marking.steady import UNRECORDED, rest
from grader.marking.submissions import read_notebook
from grader.nbgrader import records
from grader.nbgrader.autograded import notebook_of
from grader.nbgrader.gradebook import Gradebook, NoGradebook, Reader, default_db_url
from grader.nbgrader.steps import SaveAutoGrades
from grader.results import Marked, Submission
from grader.sheets.exercise import Begin, exercises
from grader.sheets.preparation import drawn
from grader.sheets.rules import rules
from tests.grader.classes import SECTION, Cohort, cell, code, insert, prose, slim
from tests.grader.nbgrader.test_gradebook import by_hand, row, seen

FILE = f"{SECTION}.ipynb"

# Wrong for seventy samples, which the first rules do not ask for, and for thirty.
SEVENTY = "def neuron(X, w, b):\n    return sigmoid(X @ w + b) + (len(X) == 70)\n"
THIRTY = "def neuron(X, w, b):\n    return sigmoid(X @ w + b) + (len(X) == 30)\n"


def asking(*sizes: int) -> Callable[[Begin], Iterator[Probe]]:
    """Probes of a neuron, each with so many samples."""

    def probes(begin: Begin) -> Iterator[Probe]:
        for m in sizes:
            rng = begin(f"{m} samples")
            yield call(*(rng.normal(size=shape) for shape in ((m, 2), (2, 1), (1, 1))))

    return probes


def forget() -> None:
    """Have what was prepared under other rules prepared anew."""
    for prepared in (drawn, rules):
        prepared.cache_clear()


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Return a function that changes what is asked of a neuron, as a new release would."""

    def ask(*sizes: int, **fields: Any) -> None:
        entries = exercises(SECTION)
        probes = {"probes": asking(*sizes)} if sizes else {}
        entry = dataclasses.replace(entries["neuron"], **probes, **fields)
        monkeypatch.setitem(entries, "neuron", entry)
        forget()

    ask(2, 30, criteria=(Criterion("values"),), mistakes=())
    yield ask
    monkeypatch.undo()
    forget()


@pytest.fixture(scope="module")
def report(zygote: Zygote) -> Report:
    return isolation(zygote, HIDDEN)


@pytest.fixture
def grade(
    cohort: Cohort,
    known: str,
    ask: object,
    zygote: Zygote,
    report: Report,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Callable[..., str]:
    """Return a function that grades the class and gives what was printed."""
    # The class is graded again and again: one zygote will do.
    monkeypatch.setattr(grading, "Zygote", lambda limits: contextlib.nullcontext(zygote))
    monkeypatch.setattr(grading, "isolation", lambda started, hidden: report)
    # Why an answer is wrong is not the question here, and takes longest.
    monkeypatch.setattr(running, "with_slip", lambda section, name, seen, verdict: verdict)

    def grade(*options: str) -> str:
        if "--compare" not in options:
            options += ("--json", str(cohort.course / "marks.json"))
        assert main(["grade", str(cohort.submitted), "--workers", "1", *options]) == 0
        return capsys.readouterr().out

    return grade


def hand_in_all(cohort: Cohort) -> None:
    cohort.hand_in("right", slim(answered(SECTION)))
    cohort.hand_in("thirty", slim(answered(SECTION, {"neuron": THIRTY})))
    cohort.hand_in("seventy", slim(answered(SECTION, {"neuron": SEVENTY})))
    cohort.hand_in("broken", "{")


def reseed(monkeypatch: pytest.MonkeyPatch, seed: str) -> None:
    other = dataclasses.replace(settings(), seed=seed)
    monkeypatch.setattr("grader.course.settings", lambda: other)
    forget()


def marks(cohort: Cohort) -> dict[str, dict[str, Any]]:
    """The rows of the JSON report, by student, with their exercises by name."""
    data = json.loads((cohort.course / "marks.json").read_text())
    return {
        r["student"]: {**r, "exercises": {e["id"]: e for e in r["exercises"]}}
        for r in data["submissions"]
    }


def neuron(cohort: Cohort, student: str = "seventy") -> dict[str, Any]:
    found: dict[str, Any] = marks(cohort)[student]["exercises"]["neuron"]
    return found


def table(cohort: Cohort) -> dict[tuple[str, str], dict[str, Any]]:
    """Our table, as anybody can read it."""
    with sqlite3.connect(cohort.course / "gradebook.db") as connection:
        connection.row_factory = sqlite3.Row
        found = [dict(r) for r in connection.execute("select * from graded_descent_mark")]
    return {(item["student"], item["exercise"]): item for item in found}


def state(folder: Path) -> dict[str, tuple[str, int]]:
    """Content and time of everything in a folder."""
    return {
        path.relative_to(folder).as_posix(): (
            hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "",
            path.stat().st_mtime_ns,
        )
        for path in [folder, *folder.rglob("*")]
    }


def agree_everywhere(cohort: Cohort, student: str, score: float) -> None:
    """Hold that JSON, gradebook, autograded notebook, feedback and table say the same."""
    told = neuron(cohort, student)
    assert told["score"] == score
    db_url = default_db_url(cohort.course)
    assert seen(db_url, student)["auto"]["test_neuron"] == score
    assert seen(db_url, student)["comments"]["neuron"] == told["message"]
    notebook = nbformat.read(cohort.course / "autograded" / student / SECTION / FILE, 4)
    nbformat.validate(notebook)
    message, value = cell(notebook, "test_neuron")["outputs"]
    assert (message["text"].strip(), value["data"]["text/plain"]) == (told["message"], repr(score))
    assert notebook["metadata"]["graded_descent"]["marks"]["neuron"] == told["basis"]
    page = (cohort.course / "feedback" / student / SECTION / f"{SECTION}.html").read_text()
    assert f"{marks(cohort)[student]['score']:g} of 12 points" in page
    record = table(cohort)[student, "neuron"]
    assert (record["score"], record["message"]) == (score, told["message"])
    assert {k: record[k] for k in told["basis"]} == told["basis"]


# What is recorded


def test_each_mark_is_recorded_with_what_it_rests_on(
    cohort: Cohort, grade: Callable[..., str]
) -> None:
    hand_in_all(cohort)
    grade()
    agree_everywhere(cohort, "seventy", 2.0)
    agree_everywhere(cohort, "thirty", 0.0)
    basis = neuron(cohort)["basis"]
    assert basis["rules"] == rules(SECTION, "neuron").version
    assert basis["seed"] == seed_fingerprint()
    assert basis["isolation"].startswith("isolation: ")
    assert basis["numpy"] == np.__version__
    assert {*basis} == {
        *("rules", "seed", "notebook", "isolation", "python", "numpy", "ipython", "matplotlib")
    }
    found = table(cohort)
    assert len(found) == 4 * len(exercises(SECTION))
    assert found["broken", "neuron"]["status"] == "unreadable"
    assert found["broken", "neuron"]["notebook"] == ""
    assert json.loads(found["seventy", "neuron"]["parts"]) == rules(SECTION, "neuron").parts


def test_the_same_seed_and_rules_give_the_same_marks_and_records(
    cohort: Cohort, grade: Callable[..., str]
) -> None:
    hand_in_all(cohort)
    grade()
    first, recorded = marks(cohort), table(cohort)
    grade()
    for rows in (first, again := marks(cohort)):
        for item in rows.values():
            del item["seconds"]
    assert again == first
    for item in (*recorded.values(), *(now := table(cohort)).values()):
        del item["time"]
    assert now == recorded


# --compare


def test_a_probe_more_changes_marks_of_its_exercise_alone_and_they_are_listed(
    cohort: Cohort, grade: Callable[..., str], ask: Callable[..., None]
) -> None:
    hand_in_all(cohort)
    grade()
    before = state(cohort.course)
    ask(2, 70, 30)
    printed = grade("--compare").splitlines()
    assert printed == [
        f"seventy, {SECTION}, neuron: 2, now 0 of 2 (kept unless --regrade): "
        "its probe '70 samples' is new",
        "1 marks would change, 23 would not; 0 have no mark yet. Nothing was written.",
    ]
    assert state(cohort.course) == before


def test_nothing_changes_under_the_same_rules(cohort: Cohort, grade: Callable[..., str]) -> None:
    hand_in_all(cohort)
    grade()
    before = state(cohort.course)
    told = "0 marks would change, 24 would not; 0 have no mark yet. Nothing was written.\n"
    assert grade("--compare") == told
    assert state(cohort.course) == before


def test_a_class_that_was_never_graded_is_compared_with_nothing(
    cohort: Cohort, grade: Callable[..., str]
) -> None:
    hand_in_all(cohort)
    (cohort.course / "gradebook.db").unlink()
    before = state(cohort.course)
    told = "0 marks would change, 0 would not; 24 have no mark yet. Nothing was written.\n"
    assert grade("--compare") == told
    assert grade("--compare", "--course", str(cohort.course / "nowhere")) == told
    assert state(cohort.course) == before


def test_every_reason_is_told(
    cohort: Cohort,
    grade: Callable[..., str],
    ask: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cohort.hand_in("ada", slim(answered(SECTION)))
    grade()
    with sqlite3.connect(cohort.course / "gradebook.db") as connection:
        connection.execute("update graded_descent_mark set numpy = '1.26.0', given = 'other'")
    cohort.hand_in("ada", slim(answered(SECTION, {"neuron": THIRTY})))
    reseed(monkeypatch, "another")
    ask(30, seconds=15.0)
    (line, _) = grade("--compare").splitlines()
    assert line == (
        f"ada, {SECTION}, neuron: 2, now 0 of 2: the notebook changed; the given code changed; "
        "another seed; its probe '2 samples' is gone; the seconds that its test may take "
        f"changed: 10, now 15; NumPy 1.26.0, now {np.__version__}"
    )


def test_a_mark_that_changes_for_nothing_recorded_is_told_as_that(
    cohort: Cohort, grade: Callable[..., str]
) -> None:
    cohort.hand_in("ada", slim(answered(SECTION)))
    grade()
    set_marks(cohort, 1.0)
    (line, _) = grade("--compare").splitlines()
    assert line.startswith(f"ada, {SECTION}, neuron: 1, now 2 of 2: nothing that is recorded")
    grade()
    agree_everywhere(cohort, "ada", 2.0)


def set_marks(cohort: Cohort, score: float, recorded: bool = True) -> None:
    """Change a mark of a neuron in nbgrader's table, and perhaps in ours."""
    with sqlite3.connect(cohort.course / "gradebook.db") as connection:
        name = "select id from base_cell where name = 'test_neuron'"
        connection.execute(f"update grade set auto_score = ? where cell_id in ({name})", [score])
        if recorded:
            connection.execute(
                "update graded_descent_mark set score = ? where exercise = 'neuron'", [score]
            )


@pytest.mark.parametrize("other", [["--regrade"], ["--json", "x.json"], ["--csv", "x.csv"]])
def test_to_compare_and_to_write_is_refused(
    other: list[str], cohort: Cohort, capsys: pytest.CaptureFixture[str]
) -> None:
    cohort.submitted.mkdir(parents=True)
    with pytest.raises(SystemExit) as left:
        main(["grade", str(cohort.submitted), "--compare", *other])
    assert left.value.code == 2
    assert "--compare writes nothing: leave out" in capsys.readouterr().err


def test_a_gradebook_that_is_none_is_told_and_left_as_it_is(
    cohort: Cohort, known: str, capsys: pytest.CaptureFixture[str]
) -> None:
    cohort.hand_in("ada", slim(answered(SECTION)))
    (cohort.course / "gradebook.db").write_text("not a database" * 100)
    before = state(cohort.course)
    assert main(["grade", str(cohort.submitted), "--compare"]) == 2
    assert "cannot read the gradebook" in capsys.readouterr().err
    assert state(cohort.course) == before


def test_a_reader_cannot_write(cohort: Cohort, known: str) -> None:
    with Reader(known) as book:
        assert book._connection is not None
        with pytest.raises(Exception, match="readonly"):
            book._connection.exec_driver_sql("delete from course")


# Kept marks


def test_the_mark_of_an_unchanged_notebook_is_kept_under_other_rules_and_listed(
    cohort: Cohort, grade: Callable[..., str], ask: Callable[..., None]
) -> None:
    hand_in_all(cohort)
    grade()
    before = neuron(cohort)
    ask(2, 30, 70)
    for _ in range(2):
        printed = grade()
        assert "kept: 1 marks of unchanged notebooks" in printed
        assert (
            f"\n  seventy, {SECTION}, neuron: 2, today's would be 0: its probe '70 samples' is new\n"
        ) in printed
        agree_everywhere(cohort, "seventy", 2.0)
        kept = neuron(cohort)
        assert kept["kept"] == {"today": 0.0, "reason": "its probe '70 samples' is new"}
        assert kept["basis"] == before["basis"] and kept["message"] == before["message"]
        assert marks(cohort)["seventy"]["notes"] == [
            "neuron: the mark of before is kept, 2 of 2; today's would be 0: "
            "its probe '70 samples' is new"
        ]
    # Where both rules give the same, the mark is one of today.
    assert neuron(cohort, "right")["basis"]["rules"] == rules(SECTION, "neuron").version
    assert neuron(cohort, "right")["kept"] is None


def test_regrade_overwrites_it(
    cohort: Cohort, grade: Callable[..., str], ask: Callable[..., None]
) -> None:
    hand_in_all(cohort)
    grade()
    ask(2, 30, 70)
    assert "kept:" not in grade("--regrade")
    agree_everywhere(cohort, "seventy", 0.0)
    assert neuron(cohort)["kept"] is None and marks(cohort)["seventy"]["notes"] == []
    assert "kept:" not in grade()
    agree_everywhere(cohort, "seventy", 0.0)


def test_a_changed_notebook_gets_the_marks_of_today(
    cohort: Cohort, grade: Callable[..., str], ask: Callable[..., None]
) -> None:
    hand_in_all(cohort)
    grade()
    ask(2, 30, 70)
    cohort.hand_in("seventy", slim(answered(SECTION, {"neuron": SEVENTY + "\nmy_own = 1\n"})))
    assert "kept:" not in grade()
    agree_everywhere(cohort, "seventy", 0.0)


def test_under_another_seed_marks_are_kept(
    cohort: Cohort,
    grade: Callable[..., str],
    ask: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cohort.hand_in("seventy", slim(answered(SECTION, {"neuron": SEVENTY})))

    def by_chance(begin: Begin) -> Iterator[Probe]:
        # One of them has seventy samples for some seeds, and for others none has.
        for number in range(3):
            rng = begin(f"by chance, {number}")
            m = 10 * rng.integers(5, 9)
            yield call(*(rng.normal(size=shape) for shape in ((m, 2), (2, 1), (1, 1))))

    ask(probes=by_chance)
    reseed(monkeypatch, "g")  # 60, 80 and 50 samples
    grade()
    assert neuron(cohort, "seventy")["score"] == 2.0
    reseed(monkeypatch, "another")
    assert "today's would be 0: another seed\n" in grade()
    agree_everywhere(cohort, "seventy", 2.0)
    assert "kept:" not in grade("--regrade")
    agree_everywhere(cohort, "seventy", 0.0)


def test_of_a_kept_mark_the_share_counts_where_the_points_changed(
    cohort: Cohort, grade: Callable[..., str], ask: Callable[..., None]
) -> None:
    hand_in_all(cohort)
    grade()
    # As if the exercise had been worth five points then.
    with sqlite3.connect(cohort.course / "gradebook.db") as connection:
        connection.execute(
            "update graded_descent_mark set score = score * 2.5, max_score = 5, rules = '2-x', "
            """parts = replace(parts, '"points":2.0', '"points":5.0') where exercise = 'neuron'"""
        )
        name = "select id from base_cell where name = 'test_neuron'"
        connection.execute(
            f"update grade set auto_score = auto_score * 2.5 where cell_id in ({name})"
        )
    listed = grade("--compare").splitlines()
    assert f"right, {SECTION}, neuron: 5 of 5, now 2 of 2: its points changed: 5, now 2" in listed
    ask(2, 30, 70)
    printed = grade()
    assert (
        f"seventy, {SECTION}, neuron: 2, today's would be 0: its probe '70 samples' is" in printed
    )
    assert "right," not in printed.split("kept: 1 marks")[1]
    agree_everywhere(cohort, "seventy", 2.0)


def test_marks_of_a_run_that_did_not_end_are_not_kept(
    cohort: Cohort, grade: Callable[..., str], ask: Callable[..., None]
) -> None:
    leaves = insert(
        slim(answered(SECTION, {"neuron": SEVENTY})), "neuron", "import os\nos._exit(0)"
    )
    cohort.hand_in("seventy", leaves)
    grade()
    assert marks(cohort)["seventy"]["status"] == "crashed" and neuron(cohort)["score"] == 2.0
    ask(2, 30, 70)
    assert "kept:" not in grade()
    assert neuron(cohort)["score"] == 0.0


def test_marks_given_by_hand_survive_all_of_it(
    cohort: Cohort, grade: Callable[..., str], ask: Callable[..., None]
) -> None:
    cohort.hand_in("ada", slim(answered(SECTION, {"neuron": SEVENTY})))
    grade()
    db_url = default_db_url(cohort.course)
    by_hand(db_url, "neuron", 1.5, "You explained it well.")
    ask(2, 30, 70)
    for options, auto in (((), 2.0), (("--regrade",), 0.0)):
        grade(*options)
        found = seen(db_url, "ada")
        assert found["manual"]["test_neuron"] == 1.5 and found["auto"]["test_neuron"] == auto
        assert found["comments"]["neuron"] == "You explained it well."
        assert found["look"] == {"test_neuron"}


def test_a_mark_that_something_else_wrote_is_not_taken_for_a_recorded_one(
    cohort: Cohort, grade: Callable[..., str], ask: Callable[..., None]
) -> None:
    cohort.hand_in("ada", slim(answered(SECTION)))
    grade()
    set_marks(cohort, 0.5, recorded=False)
    ask(2, 30, 70)
    (line, _) = grade("--compare").splitlines()
    assert line == f"ada, {SECTION}, neuron: 0.5, now 2 of 2: {UNRECORDED}"
    assert "kept:" not in grade()
    agree_everywhere(cohort, "ada", 2.0)


def test_a_gradebook_from_before_the_table_is_compared_and_gets_one(
    cohort: Cohort, grade: Callable[..., str], ask: Callable[..., None]
) -> None:
    hand_in_all(cohort)
    grade()
    with sqlite3.connect(cohort.course / "gradebook.db") as connection:
        connection.execute("drop table graded_descent_mark")
    ask(2, 30, 70)
    before = state(cohort.course)
    listed = grade("--compare").splitlines()
    assert listed[0] == f"seventy, {SECTION}, neuron: 2, now 0 of 2: {UNRECORDED}"
    assert listed[1].startswith("1 marks would change, 23 would not")
    assert state(cohort.course) == before
    grade()
    agree_everywhere(cohort, "seventy", 0.0)


# In one transaction


def based(cohort: Cohort, student: str, share: float = 1.0) -> Marked:
    return rest(row(cohort, student, share))


def test_an_interrupted_transaction_leaves_neither_mark_nor_record(
    cohort: Cohort, known: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = records.write

    def interrupted(connection: Any, student: str, marked: Marked) -> None:
        write(connection, student, marked)
        if student == "grace":
            raise OSError("no room")

    with Gradebook(known, [SECTION]) as book:
        book.write([based(cohort, "grace", 0.5)])
        monkeypatch.setattr(records, "write", interrupted)
        with pytest.raises(NoGradebook, match="no room"):
            book.write([based(cohort, "ada"), based(cohort, "grace")])
    assert seen(known, "ada") is None and seen(known, "grace")["score"] == 6.0
    found = table(cohort)
    assert {student for student, _ in found} == {"grace"}
    assert sum(item["score"] for item in found.values()) == 6.0


class Saving:
    """nbgrader's step that saves marks, without the rest of nbgrader."""

    def __init__(self, cohort: Cohort, db_url: str) -> None:
        self.cohort, self.db_url = cohort, db_url
        self.step = SaveAutoGrades()

    def save(self, share: float) -> None:
        from nbgrader.api import Gradebook as Nbgrader

        with Nbgrader(self.db_url) as book:
            book.update_or_create_student("ada")
            book.update_or_create_submission(SECTION, "ada")
        marked = based(self.cohort, "ada", share)
        submitted = [plain_cell(item) for item in answered(SECTION)["cells"]]
        marked.cells, _ = aligned(released(SECTION), submitted)
        notebook = nbformat.from_dict(notebook_of(marked, released(SECTION)))
        names = {"notebook": SECTION, "assignment": SECTION, "student": "ada"}
        resources = {"nbgrader": {**names, "db_url": self.db_url}, "graded_descent": marked}
        self.step.preprocess(notebook, resources)


def test_nbgraders_step_writes_marks_and_records_together(
    cohort: Cohort, known: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    saving = Saving(cohort, known)
    saving.save(0.5)
    assert seen(known, "ada")["score"] == 6.0
    first = table(cohort)
    assert sum(item["score"] for item in first.values()) == 6.0

    find = SaveAutoGrades._find

    def interrupted(self: SaveAutoGrades, how: Any, name: str) -> Any:
        if name == "separable":
            raise OSError("no room")
        return find(self, how, name)

    monkeypatch.setattr(SaveAutoGrades, "_find", interrupted)
    with pytest.raises(OSError, match="no room"):
        saving.save(1.0)
    assert seen(known, "ada")["score"] == 6.0
    assert table(cohort) == first


# What of a notebook counts


def digest(notebook: Any, all_cells: bool = False) -> str:
    release = released(SECTION)
    submitted = [plain_cell(item) for item in notebook["cells"]]
    return of_notebook(aligned(release, submitted, all_cells)[0], release)


def test_what_cannot_matter_is_no_change_of_a_notebook(cohort: Cohort) -> None:
    before = digest(answered(SECTION))
    other = answered(SECTION)
    for item in other["cells"]:
        if item["cell_type"] == "code":
            item["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "1"}]
            item["execution_count"] = 7
    other["cells"].append(prose("My thoughts."))
    cell(other, "test_neuron")["source"] = "float(100)"
    cell(other, "given_setup")["source"] = "import this"
    assert digest(other) == before
    assert digest(answered(SECTION), all_cells=True) == before
    assert digest(slim(answered(SECTION))) == before


@pytest.mark.parametrize("change", ["an answer", "a cell", "a demo", "order"])
def test_what_runs_is_part_of_a_notebook(change: str) -> None:
    other = answered(SECTION)
    if change == "an answer":
        cell(other, "neuron")["source"] += "\n"
    elif change == "a cell":
        other["cells"].append(code("x = 1"))
    elif change == "a demo":
        demo = next(c for c in other["cells"] if "demo" in c["metadata"].get("tags", ()))
        demo["source"] = "x = 1"
    else:
        names = [c["metadata"].get("nbgrader", {}).get("grade_id") for c in other["cells"]]
        one, two = names.index("neuron"), names.index("test_neuron")
        cells = other["cells"]
        cells[one], cells[two] = cells[two], cells[one]
    assert digest(other) != digest(answered(SECTION))


def test_given_code_counts_whatever_its_comments() -> None:
    release = released(SECTION)
    given = next(n for n, item in enumerate(release) if item.role == "given")

    def with_line(line: str) -> str:
        item = release[given]
        altered = {**item.cell, "source": f"{item.source}\n{line}\n"}
        return of_given([*release[:given], dataclasses.replace(item, cell=altered)])

    assert with_line("# a word on it\n") == with_line("") != with_line("x = 1")


def test_a_submission_reads_the_same_from_its_autograded_notebook(
    cohort: Cohort, grade: Callable[..., str]
) -> None:
    cohort.hand_in("ada", answered(SECTION))
    grade()
    shutil.copytree(cohort.course / "autograded", cohort.course / "again")
    again = read_notebook(Submission(cohort.course / "again", "ada", SECTION))
    release = released(SECTION)
    assert (
        of_notebook(aligned(release, again)[0], release)
        == neuron(cohort, "ada")["basis"]["notebook"]
    )
