"""Marking one submission: whatever its cells do, every exercise gets its mark and a reason."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest

from grader.marking.marking import unmarked
from grader.results import Submission
from tests.grader.classes import SECTION, code, insert, name_of, place, points, released, scores
from tests.grader.conftest import MarkIt
from tests.grader.marking.marked import (
    FULL,
    LEAKS,
    assert_right,
    hidden_numbers,
    lost,
    only,
    spoken,
)
from tests.here import COURSE, answered, exercises, mistaken, reference, sections, unfinished

pytestmark = pytest.mark.classes


@pytest.mark.parametrize("section", sections())
def test_the_courses_own_answers_get_full_marks(section: str, mark_it: MarkIt) -> None:
    marked = mark_it(answered(section), section)
    assert_right(marked)
    assert marked.score == marked.max_score == sum(reference(section).points.values())
    assert [s.exercise for s in marked.scores] == list(exercises(section))
    assert all(s.diagnosis is None for s in marked.scores)


@pytest.mark.parametrize("section", sections())
def test_a_released_notebook_gets_nothing_and_nothing_is_called_wrong(
    section: str, mark_it: MarkIt
) -> None:
    marked = mark_it(answered(section, empty_answers(section)), section)
    assert marked.score == 0 and marked.status == "graded"
    for score in marked.scores:
        assert score.diagnosis is None
        assert not re.search(r"wrong|differ|should|mistake", score.message), score


def empty_answers(section: str) -> dict[str, str]:
    """The answer cells as they are released."""
    return {name_of(cell): cell["source"] for cell in released(section)["cells"] if name_of(cell)}


def test_demonstrations_are_run_where_that_is_asked_for(mark_it: MarkIt) -> None:
    notebook = answered(SECTION)
    demos = [c for c in notebook["cells"] if "demo" in c["metadata"].get("tags", ())]
    printing = next(c for c in demos if "print(" in c["source"])
    notebook["cells"] = [c for c in notebook["cells"] if c not in demos or c is printing]
    at = notebook["cells"].index(printing)
    assert at not in mark_it(notebook).outputs
    marked = mark_it(notebook, all_cells=True)
    assert_right(marked)
    assert marked.outputs[at][0]["output_type"] == "stream"


def test_a_known_mistake_costs_its_exercise_and_is_named(mark_it: MarkIt) -> None:
    entry = exercises(SECTION)["sigmoid_derivative"]
    mistake = next(m for m in entry.mistakes if m.id == "sign")
    marked = mark_it(only(sigmoid_derivative=mistake.apply("")))
    score = scores(marked)["sigmoid_derivative"]
    assert score.score < score.max_score
    assert (score.diagnosis, score.message) == ("sign", mistake.sentence)


def test_marking_twice_gives_the_same_marks_and_messages(mark_it: MarkIt) -> None:
    notebook = mistaken(SECTION, np.random.default_rng(3), 3)
    one, two = mark_it(notebook), mark_it(notebook)
    assert one.scores == two.scores and one.score < one.max_score


def test_an_unfinished_notebook_keeps_what_it_has(mark_it: MarkIt) -> None:
    marked = mark_it(unfinished(SECTION, np.random.default_rng(1)))
    assert 0 < marked.score < marked.max_score
    assert all(s.score in (0, s.max_score) for s in marked.scores)


@pytest.mark.parametrize(
    "source", ["def sigmoid(z):\n    ...", "def sigmoid(z):\n    return None", "sigmoid = None"]
)
def test_what_was_not_attempted_is_never_called_wrong(source: str, mark_it: MarkIt) -> None:
    score = scores(mark_it(only(sigmoid=source)))["sigmoid"]
    assert (score.score, score.diagnosis) == (0, None)
    assert "wrong" not in score.message


# What an answer may do without a loss


HARMLESS = {
    "prints": "print('here', z)",
    "prints a lot": "print('x' * 100_000)",
    "warns": "import warnings\n    warnings.warn('careful')",
    "writes to stderr": "import sys\n    print('oops', file=sys.stderr)",
    "writes past Python": "import os\n    os.write(2, b'oops'); os.write(1, b'oops')",
    "divides by zero in NumPy": "np.float64(1) / np.float64(0)",
    "logs": "import logging\n    logging.getLogger().error('oops')",
    "draws": "import matplotlib.pyplot as plt\n    plt.figure(); plt.plot([1, 2])",
    "displays": "from IPython.display import display\n    display(z)",
    "sets floating-point errors": "np.seterr(all='raise'); np.seterr(all='warn')",
    "reseeds": "np.random.seed(0)",
    "collects": "import gc\n    gc.collect()",
}


@pytest.mark.parametrize("what", HARMLESS.values(), ids=HARMLESS.keys())
def test_what_an_answer_does_besides_costs_nothing(what: str, mark_it: MarkIt) -> None:
    source = (
        f"def sigmoid(z):\n    {what}\n"
        "    z = np.asarray(z, dtype=float)\n    return 0.5 * (1 + np.tanh(0.5 * z))"
    )
    assert_right(mark_it(only(sigmoid=source)))


HEADS = {
    "%matplotlib inline": "",
    "%matplotlib notebook": "",
    "%matplotlib qt\n%config InlineBackend.figure_format = 'retina'": "",
    "%load_ext autoreload\n%autoreload 2": "",
    "get_ipython().run_line_magic('matplotlib', 'inline')": "",
    "!ls": "`!ls` was",
    "files = !ls": "`files = !ls` was",
    "%pip install numpy": "`%pip install numpy` was",
    "if True:\n    !ls": "`!ls` was",
    "%%capture\n!pip install numpy": "`!pip install numpy` was",
}


@pytest.mark.parametrize("head", HEADS)
def test_a_line_above_an_answer_costs_nothing(head: str, mark_it: MarkIt) -> None:
    source = reference(SECTION).source("sigmoid")
    marked = mark_it(only(sigmoid=f"{head}\n{source}"))
    assert lost(marked) == {}
    told = [note for note in marked.notes if HEADS[head] in note]
    assert len(marked.notes) == len(told) == bool(HEADS[head])


def test_an_answer_below_a_cell_magic_that_starts_a_program_is_its_text(mark_it: MarkIt) -> None:
    source = reference(SECTION).source("sigmoid")
    marked = mark_it(only(sigmoid=f"%%bash\n{source}"))
    assert "sigmoid" in lost(marked)
    assert "`%%bash` was not run" in marked.notes[0]


def test_a_warning_in_a_cell_costs_nothing(mark_it: MarkIt) -> None:
    notebook = answered(SECTION)
    warns = "import sys, warnings\nwarnings.warn('careful')\nprint('oops', file=sys.stderr)"
    insert(notebook, "test_sigmoid", warns)
    insert(notebook, "sigmoid", warns)
    marked = mark_it(notebook)
    assert_right(marked)
    assert "oops" in json.dumps(marked.outputs)


def test_an_overflow_warning_of_a_right_value_costs_nothing(mark_it: MarkIt) -> None:
    warns = "def sigmoid(z):\n    return 1 / (1 + np.exp(-np.asarray(z, dtype=float)))"
    assert_right(mark_it(only(sigmoid=warns)))


def test_an_error_in_a_cell_of_the_students_own_costs_nothing(mark_it: MarkIt) -> None:
    notebook = answered(SECTION)
    for source in ("1 / 0", "not python (", "raise SystemExit", "%no_such_magic", "\x00"):
        insert(notebook, "neuron", source)
    marked = mark_it(notebook)
    assert_right(marked)
    errors = [o for out in marked.outputs.values() for o in out if o["output_type"] == "error"]
    assert [e["ename"] for e in errors][:2] == ["ZeroDivisionError", "SyntaxError"]


@pytest.mark.parametrize("source", ["x = '\ud800'", "# \ud83d alone", "'\udcff'"])
def test_text_that_no_file_can_hold_costs_nothing(source: str, mark_it: MarkIt) -> None:
    assert_right(mark_it(insert(answered(SECTION), "neuron", source)))


def test_helpers_in_any_earlier_cell_are_found(mark_it: MarkIt) -> None:
    notebook = only(sigmoid="def sigmoid(z):\n    return helper(z)")
    source = reference(SECTION).source("sigmoid").replace("def sigmoid", "def helper")
    demo = next(
        c
        for c in notebook["cells"]
        if "demo" in c["metadata"].get("tags", ()) and "def " in c["source"]
    )
    demo["source"] += "\n\n" + source
    assert_right(mark_it(notebook))


def test_a_name_is_taken_as_it_stands_at_its_test(mark_it: MarkIt) -> None:
    notebook = answered(SECTION)
    insert(notebook, "sigmoid_derivative", "right, sigmoid = sigmoid, None")
    insert(notebook, "neuron", "sigmoid = right")
    assert_right(mark_it(notebook))


def test_a_name_that_is_right_only_later_does_not_count(mark_it: MarkIt) -> None:
    notebook = only(sigmoid_derivative="def sigmoid_derivative(a):\n    return a")
    right = reference(SECTION).source("sigmoid_derivative")
    at = place(notebook, "test_sigmoid_derivative") + 1
    notebook["cells"].insert(at, code(right))
    assert list(lost(mark_it(notebook))) == ["sigmoid_derivative"]


# Undefined answers


def test_an_answer_whose_cell_was_deleted_is_said_to_be_missing(mark_it: MarkIt) -> None:
    notebook = answered(SECTION)
    del notebook["cells"][place(notebook, "separable")]
    marked = mark_it(notebook)
    score = scores(marked)["separable"]
    assert (lost(marked), score.diagnosis) == ({"separable": 0}, None)
    told = "There is no separable in the notebook: the cell that defines it is missing."
    assert score.message == told
    assert marked.notes == ["deleted: separable"]


def test_an_answer_whose_cell_fails_is_told_the_error_of_the_cell(mark_it: MarkIt) -> None:
    marked = mark_it(only(separable="separable = {'AND': 1 / 0}"))
    told = "There is no separable: its cell stops with ZeroDivisionError: division by zero"
    assert (points(marked)["separable"], scores(marked)["separable"].message) == (0, told)


def test_an_answer_with_a_syntax_error_is_told_so(mark_it: MarkIt) -> None:
    marked = mark_it(only(neuron="def neuron(X, w, b)\n    return 1"))
    score = scores(marked)["neuron"]
    assert score.score == 0
    assert score.message.startswith("There is no neuron: its cell stops with SyntaxError")


def test_an_answer_in_a_free_cell_counts_as_well(mark_it: MarkIt) -> None:
    notebook = answered(SECTION)
    answer = notebook["cells"].pop(place(notebook, "neuron"))
    notebook["cells"].insert(place(notebook, "test_neuron"), code(answer["source"]))
    marked = mark_it(notebook)
    assert (lost(marked), marked.notes) == ({}, ["deleted: neuron"])


@pytest.mark.parametrize("body", LEAKS.values(), ids=LEAKS.keys())
def test_a_student_learns_no_number_of_a_hidden_probe_through(body: str, mark_it: MarkIt) -> None:
    lines = "\n    ".join(body.split("; "))
    notebook = only(sigmoid=f"seen = []\ndef sigmoid(z):\n    {lines}")
    notebook["cells"].append(code("print(seen)", id="last"))
    notebook["cells"].append(
        code("import os\nprint(open('seen').read() if os.path.exists('seen') else '')", id="file")
    )
    marked = mark_it(notebook)
    assert points(marked)["sigmoid"] == 0
    said = spoken(marked)
    assert [n for n in hidden_numbers("sigmoid") if n in said] == []


# Claims


def test_outputs_and_metadata_of_a_submission_earn_nothing(mark_it: MarkIt) -> None:
    notebook = answered(SECTION, empty_answers(SECTION))
    for item in notebook["cells"]:
        if item["cell_type"] == "code":
            full = {"data": {"text/plain": "99.0"}, "metadata": {}, "execution_count": 1}
            item["outputs"] = [{"output_type": "execute_result", **full}]
            item["metadata"].setdefault("nbgrader", {})["points"] = 99
    assert mark_it(notebook).score == 0


@pytest.mark.parametrize("source", ["float(99)", "sigmoid = 7", "", "raise SystemExit"])
def test_what_stands_in_a_test_cell_never_counts(source: str, mark_it: MarkIt) -> None:
    notebook = answered(SECTION)
    for item in notebook["cells"]:
        if name_of(item).startswith("test_"):
            item["source"] = source
    marked = mark_it(notebook)
    assert lost(marked) == {}
    assert marked.notes[0].startswith("altered and restored: test_sigmoid, ")


# Files that are no notebook


@pytest.mark.parametrize(
    ("made", "status"), [(None, "missing"), ("not JSON", "unreadable"), (b"\xff", "unreadable")]
)
def test_what_cannot_be_read_gets_its_row_with_zero_everywhere(
    made: str | bytes | None, status: str, mark_it: MarkIt
) -> None:
    marked = mark_it(made)
    assert (marked.status, marked.score) == (status, 0)
    assert marked.max_score == sum(FULL.values())
    assert [s.exercise for s in marked.scores] == list(FULL)
    assert all(s.message == marked.notes[0] for s in marked.scores)


def test_a_module_beside_the_notebook_is_not_imported(mark_it: MarkIt, tmp_path: Path) -> None:
    folder = tmp_path / "course" / "submitted" / "ada" / SECTION
    folder.mkdir(parents=True)
    for name in ("numpy", "statistics", "secret_module"):
        (folder / f"{name}.py").write_text("raise SystemExit('shadowed')")
    notebook = insert(answered(SECTION), "neuron", "import numpy, statistics")
    insert(notebook, "neuron", "import secret_module")
    marked = mark_it(notebook)
    assert lost(marked) == {}
    errors = [o for out in marked.outputs.values() for o in out if o["output_type"] == "error"]
    assert [e["ename"] for e in errors] == ["ModuleNotFoundError"]


def test_nothing_of_a_submission_reaches_the_next_one(mark_it: MarkIt) -> None:
    first = insert(
        answered(SECTION),
        "sigmoid",
        "import builtins, os, sys, pathlib\n"
        "builtins.mine = np.exp = 'left behind'\n"
        "sys.modules['left'] = os\n"
        "os.environ['LEFT'] = 'behind'\n"
        "pathlib.Path(os.path.expanduser('~/left')).write_text('behind')",
    )
    mark_it(first)
    look = (
        "import builtins, os, sys\n"
        "print([hasattr(builtins, 'mine'), isinstance(np.exp, str), 'left' in sys.modules,\n"
        "  'LEFT' in os.environ, os.path.exists(os.path.expanduser('~/left'))])"
    )
    notebook = insert(answered(SECTION), "sigmoid", look)
    at = place(notebook, "sigmoid") - 1
    marked = mark_it(notebook)
    assert_right(marked)
    assert marked.outputs[at][0]["text"].strip() == str([False] * 5)


def test_random_numbers_differ_between_submissions(mark_it: MarkIt) -> None:
    notebook = insert(
        answered(SECTION), "sigmoid", "import random\nnp.random.rand(), random.random()"
    )
    at = place(notebook, "sigmoid") - 1
    drawn = [mark_it(notebook).outputs[at][0]["data"]["text/plain"] for _ in range(2)]
    one, two = (text.split(",") for text in drawn)
    assert one[0] != two[0] and one[1] != two[1]


# Rows without a notebook


def test_a_row_of_a_submission_that_cannot_be_marked_has_all_its_points_open() -> None:
    row = unmarked(
        Submission(Path("x"), "ada", SECTION), "failed", "the reason", COURSE.section(SECTION)
    )
    assert (row.score, row.max_score, row.notes) == (0, sum(FULL.values()), ["the reason"])
    row = unmarked(Submission(Path("x"), "ada", "unknown"), "unknown", "why")
    assert (row.score, row.max_score, row.scores) == (0, 0, [])


def test_limits_come_from_the_settings_that_are_given(mark_it: MarkIt) -> None:
    notebook = insert(answered(SECTION), "neuron", "import time\ntime.sleep(1.2)")
    assert mark_it(notebook).status == "graded"
    assert mark_it(notebook, cell=0.8).status == "timeout"
