"""Two runs: what a later cell changes costs nothing, and what was asked shows nowhere."""

from __future__ import annotations

import dataclasses
import itertools
import json
import time
from typing import Any

import pytest

from grader.guest.outside.host import Guest, Zygote
from grader.marking.budget import Attempt, TooSlow
from grader.marking.marking import mark
from grader.marking.running import GAVE_UP, MAX_STARTS, NO_TIME, ONLY_ASKED
from grader.results import Marked
from tests.grader.classes import SECTION, Cohort, cell, code, insert, place, points
from tests.grader.conftest import MarkIt
from tests.grader.marking.marked import assert_right, hidden_numbers, lost, only, spoken
from tests.here import COURSE, answered, exercises, sections, settings

# An answer to `sigmoid` that stands on something of its own, and what a later cell does to that.
CHANGED = {
    "a dict": ("half = {'is': 0.5}", "half['is']", "half['is'] = 0.25"),
    "an array": ("half = np.array([0.5])", "half[0]", "half *= 3"),
    "a list": ("half = [0.5]", "half[0]", "half.clear()"),
    "a name": ("half = 0.5", "half", "half = None"),
    "a name that is gone": ("half = 0.5", "half", "del half"),
    "a method": (
        "class Half:\n    def is_(self):\n        return 0.5",
        "Half().is_()",
        "Half.is_ = lambda self: 0.25",
    ),
    "an attribute": ("class Half:\n    is_ = 0.5", "Half.is_", "Half.is_ = 0"),
    "the function itself": ("", "0.5", "sigmoid.__code__ = (lambda z: 0).__code__"),
    "a function of NumPy": ("", "0.5", "exp, np.tanh = np.exp, lambda z: z"),
    "the answer": ("", "0.5", "def sigmoid(z):\n    return z"),
}


def resting_on(before: str, half: str) -> str:
    return (
        f"{before}\ndef sigmoid(z):\n    z = np.asarray(z, dtype=float)\n"
        f"    return {half} * (1 + np.tanh({half} * z))"
    )


@pytest.mark.parametrize(("before", "half", "later"), CHANGED.values(), ids=CHANGED.keys())
def test_what_a_later_cell_changes_costs_nothing(
    before: str, half: str, later: str, mark_it: MarkIt
) -> None:
    notebook = only(sigmoid=resting_on(before, half))
    notebook["cells"].append(code(f"{later}\nprint(sigmoid(1.0))"))
    assert_right(mark_it(notebook))


@pytest.mark.parametrize(("before", "half", "later"), CHANGED.values(), ids=CHANGED.keys())
def test_what_an_earlier_cell_changes_counts(
    before: str, half: str, later: str, mark_it: MarkIt
) -> None:
    notebook = only(sigmoid=resting_on(before, half))
    insert(notebook, "test_sigmoid", later)
    assert points(mark_it(notebook))["sigmoid"] == 0


def test_what_is_changed_and_changed_back_counts_as_it_stands(mark_it: MarkIt) -> None:
    notebook = insert(answered(SECTION), "sigmoid_derivative", "exp, np.exp = np.exp, lambda z: z")
    insert(notebook, "neuron", "np.exp = exp")
    assert_right(mark_it(notebook))


def test_asking_changes_no_later_draw(mark_it: MarkIt) -> None:
    """A later answer is right only where the draws are those of a notebook that is not asked."""
    notebook = only(
        sigmoid="import random\n"
        "np.random.seed(5); random.seed(5); rng = np.random.default_rng(5)\n"
        "def sigmoid(z):\n    np.random.rand(3); random.random(); rng.normal(size=3)\n"
        "    return 0.5 * (1 + np.tanh(0.5 * np.asarray(z, dtype=float)))"
    )
    draws = (
        "draws = np.random.rand(), random.random(), rng.random()\n"
        "np.random.seed(5); random.seed(5); rng = np.random.default_rng(5)\n"
        "same = draws == (np.random.rand(), random.random(), rng.random())"
    )
    insert(notebook, "sigmoid_derivative", draws)
    cell(notebook, "separable")["source"] += "\nif not same:\n    separable = {}"
    assert_right(mark_it(notebook))


def test_an_answer_that_counts_its_calls_in_a_global_changes_nothing(mark_it: MarkIt) -> None:
    counting = "calls = 0\ndef sigmoid(z):\n    global calls\n    calls += 1\n"
    notebook = only(
        sigmoid=counting + "    return 0.5 * (1 + np.tanh(0.5 * np.asarray(z, dtype=float)))"
    )
    cell(notebook, "separable")["source"] += "\nif calls:\n    separable = {}"
    assert_right(mark_it(notebook))


# How often


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The cells that each guest is given."""
    guests: list[list[str]] = []
    fork, run = Zygote.guest, Guest.run

    def guest(self: Zygote) -> Guest:
        guests.append([])
        return fork(self)

    def noted(self: Guest, source: str, seconds: float, muted: bool = False) -> Any:
        guests[-1].append(source)
        return run(self, source, seconds, muted)

    monkeypatch.setattr(Zygote, "guest", guest)
    monkeypatch.setattr(Guest, "run", noted)
    return guests


@pytest.mark.parametrize("section", sections())
def test_a_right_notebook_is_run_once_where_it_only_defines(
    section: str, mark_it: MarkIt, ran: list[list[str]]
) -> None:
    assert_right(mark_it(answered(section), section))
    assert len(ran) == (2 if section == "06_spiral" else 1)


def test_cells_after_the_last_test_are_run_once(mark_it: MarkIt, ran: list[list[str]]) -> None:
    notebook = answered(SECTION)
    notebook["cells"].append(code("print('last')"))
    marked = mark_it(notebook)
    assert_right(marked)
    assert marked.outputs[len(notebook["cells"]) - 1][0]["text"] == "last\n"
    assert [cells.count("print('last')") for cells in ran] == [1, 0]


def test_a_cell_that_ends_the_first_run_is_not_run_in_the_second(
    mark_it: MarkIt, ran: list[list[str]]
) -> None:
    notebook = insert(answered(SECTION), "neuron", "import os; os._exit(0)")
    marked = mark_it(notebook)
    assert (marked.status, lost(marked)) == ("crashed", {})
    assert sum(cells.count("import os; os._exit(0)") for cells in ran) == 1
    assert len(ran) == 3


# What happens in one run only: a cell learns that an answer has been asked from what that keeps.
KEEPING = (
    "kept = []\ndef sigmoid(z):\n    kept.append(z)\n"
    "    return 0.5 * (1 + np.tanh(0.5 * np.asarray(z, dtype=float)))"
)


@pytest.mark.parametrize("end", ["import os; os._exit(0)", "while True: pass"])
def test_what_ends_only_the_second_run_costs_only_itself(end: str, mark_it: MarkIt) -> None:
    notebook = insert(only(sigmoid=KEEPING), "neuron", f"print('here')\nif kept:\n    {end}")
    at = place(notebook, "neuron") - 1
    marked = mark_it(notebook, cell=2.0)
    assert (marked.status, marked.notes, lost(marked)) == ("graded", [ONLY_ASKED], {})
    assert [o["text"] for o in marked.outputs[at]] == ["here\n"]


def test_an_answer_that_only_the_second_run_misses_costs_only_itself(mark_it: MarkIt) -> None:
    notebook = only(sigmoid=KEEPING)
    source = cell(notebook, "separable")["source"]
    cell(notebook, "separable")["source"] = f"if kept:\n    import os; os._exit(0)\n{source}"
    marked = mark_it(notebook)
    assert (marked.status, marked.notes) == ("graded", [ONLY_ASKED])
    assert lost(marked) == {"separable": 0}


def test_deaths_in_the_second_run_are_bounded(mark_it: MarkIt, ran: list[list[str]]) -> None:
    notebook = insert(
        answered(SECTION),
        "sigmoid",
        "kept = []\n"
        "def keeping(f):\n"
        "    def g(*args, **kwargs):\n        kept.append(args)\n        return f(*args, **kwargs)\n"
        "    return g",
    )
    names = list(exercises(SECTION))
    for name, following in itertools.pairwise(names):
        insert(notebook, f"test_{name}", f"{name} = keeping({name})")
        insert(notebook, following, "if kept:\n    import os; os._exit(0)")
    marked = mark_it(notebook)
    assert len(ran) == 1 + MAX_STARTS
    assert (marked.status, marked.notes) == ("timeout", [ONLY_ASKED, GAVE_UP])
    assert list(lost(marked)) == names[MAX_STARTS:]


def test_a_notebook_that_behaves_otherwise_when_it_is_run_again_gains_nothing(
    mark_it: MarkIt,
) -> None:
    """Outputs are those of the first run and marks those of the second, whatever it does."""
    two_faced = KEEPING + "\nright = sigmoid"
    notebook = only(sigmoid=two_faced)
    insert(notebook, "neuron", "print('asked' if kept else 'alone')")
    cell(notebook, "neuron")["source"] = (
        "def neuron(X, w, b):\n    return sigmoid(X @ w + b) if kept else X"
    )
    at = place(notebook, "neuron") - 1
    marked = mark_it(notebook)
    assert lost(marked) == {}
    assert marked.outputs[at][0]["text"] == "alone\n"


# What is shown


TELLING = {
    "a later cell": ("", "print(kept)"),
    "a cell that only defines": (
        "get_ipython().events.register('post_run_cell', lambda _: print(kept))",
        "x = 1",
    ),
    "an error": ("", "raise ValueError(repr(kept))"),
    "the repr of a class": ("", "type('K', (), {'__repr__': lambda s: repr(kept)})()"),
    "a thread": (
        "import threading, time\n"
        "def tell():\n    while True:\n        time.sleep(0.01); print(kept)\n"
        "threading.Thread(target=tell, daemon=True).start()",
        "time.sleep(0.1)",
    ),
    "the length of time": ("import time", "time.sleep(0.1 * len(kept))"),
}


@pytest.mark.parametrize(("before", "later"), TELLING.values(), ids=TELLING.keys())
def test_no_later_cell_shows_what_an_answer_was_asked(
    before: str, later: str, mark_it: MarkIt
) -> None:
    notebook = insert(only(sigmoid=KEEPING), "sigmoid", before)
    insert(notebook, "sigmoid_derivative", later)
    insert(notebook, "separable", later)
    said = spoken(mark_it(notebook))
    assert [n for n in hidden_numbers("sigmoid") if n in said] == []


def test_what_a_function_keeps_is_not_shown_by_definitions_in_the_only_run(
    mark_it: MarkIt, ran: list[list[str]]
) -> None:
    """A function that is asked can make any later cell print; such a cell shows nothing."""
    hooking = KEEPING.replace(
        "    kept.append(z)\n",
        "    kept.append(z)\n"
        "    get_ipython().events.register('post_run_cell', lambda _: print(kept))\n",
    )
    marked = mark_it(only(sigmoid=hooking))
    assert len(ran) == 1 and lost(marked) == {}
    assert not any(marked.outputs.values()), marked.outputs


def test_which_cell_ended_the_second_run_is_not_told(mark_it: MarkIt) -> None:
    rows: list[Marked] = []
    for where in ("sigmoid_derivative", "neuron", "separable"):
        notebook = only(sigmoid=KEEPING)
        for name in ("sigmoid_derivative", "neuron", "separable"):
            end = "import os; os._exit(0)" if name == where else "pass"
            insert(notebook, name, f"if kept:\n    {end}")
        rows.append(mark_it(notebook))
    told = [json.dumps([row.status, row.notes, row.outputs], default=str) for row in rows]
    assert told[0] == told[1] == told[2]


# Time


def test_the_first_run_leaves_time_for_the_marks(mark_it: MarkIt) -> None:
    notebook = answered(SECTION)
    for _ in range(16):
        notebook["cells"].append(code("import time\ntime.sleep(0.5)"))
    marked = mark_it(notebook, submission=8.0)
    assert (marked.status, marked.notes, lost(marked)) == ("timeout", [GAVE_UP], {})


def test_a_cell_may_not_take_all_the_time_there_is(mark_it: MarkIt) -> None:
    begun = time.monotonic()
    notebook = insert(answered(SECTION), "neuron", "while True: pass")
    marked = mark_it(notebook, submission=6.0, cell=3600.0)
    assert (marked.status, lost(marked)) == ("timeout", {})
    assert time.monotonic() - begun < 60


def test_cells_of_a_students_own_cannot_use_up_the_time_for_marking(mark_it: MarkIt) -> None:
    """They run twice as long as there is time for; what the course asks for has its own."""
    notebook = answered(SECTION)
    for _ in range(12):
        insert(notebook, "sigmoid", "import time\ntime.sleep(0.6)")
    marked = mark_it(notebook, submission=12.0, marking=3.0)
    assert (marked.status, lost(marked)) == ("timeout", {})
    assert marked.notes == [GAVE_UP, NO_TIME]


IN_THREADS = """
import threading
import numpy as np

def sigmoid(z):
    results, done, threads = [], threading.Event(), []

    def work(begun):
        some = np.resize(z, 1000)
        results.append(1 / (1 + np.exp(-np.clip(z, -700, None))))
        begun.set()
        done.wait(5)

    for _ in range(COUNT):
        begun = threading.Event()
        threads.append(threading.Thread(target=work, args=(begun,)))
        threads[-1].start()
        begun.wait(5)
    done.set()
    for thread in threads:
        thread.join()
    return results[0]
"""


def test_an_answer_may_use_many_threads_at_once(mark_it: MarkIt) -> None:
    """Of the memory of a guest each takes its stack, and nothing else that is large."""
    some, many = (
        answered(SECTION, {"sigmoid": IN_THREADS.replace("COUNT", str(count))}) for count in (1, 16)
    )
    if lost(mark_it(some)):
        pytest.skip("guests share their numbers here, and so have no threads")
    assert lost(mark_it(many)) == {}


def test_a_slow_one_is_put_aside_with_what_is_known_of_it(
    cohort: Cohort, zygote: Zygote, ran: list[list[str]]
) -> None:
    loop = "while True: pass"
    notebook = insert(answered(SECTION), "neuron", loop)
    of = cohort.hand_in("ada", notebook)
    limits = dataclasses.replace(settings(), cell=1.0)
    with pytest.raises(TooSlow) as slow:
        mark(COURSE.section(SECTION), of, zygote, limits, attempt=Attempt(0.5))
    assert slow.value.fatal == {place(notebook, "neuron") - 1: "late"}
    whole = mark(COURSE.section(SECTION), of, zygote, limits)
    ran.clear()
    again = mark(
        COURSE.section(SECTION), of, zygote, limits, attempt=Attempt(fatal=slow.value.fatal)
    )
    assert not any(loop in cells for cells in ran)
    for row in (whole, again):
        row.seconds = 0
    assert again == whole and again.status == "timeout" and lost(again) == {}
