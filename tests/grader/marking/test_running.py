"""Running one submission, with guests that do what is scripted: no process is started."""

from __future__ import annotations

import inspect
import time
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest

from descent.probing.probes import Observation
from descent.probing.values import Raised
from grader.guest.outside.host import Guest
from grader.marking import running
from grader.marking.alignment import aligned
from grader.marking.budget import Attempt, TooSlow
from grader.marking.notebook_file import plain_cell
from grader.marking.ran import Ran
from grader.marking.running import GAVE_UP, MAX_STARTS, NO_TIME, ONLY_ASKED
from grader.results import Cell
from grader.sheets import kept
from tests.grader.classes import SECTION, cell, code, insert
from tests.grader.scripted_guest import (
    Clock,
    Script,
    ScriptedGuest,
    dies,
    hangs,
    once_asked,
    prints,
    refuses,
    stores,
    takes,
)
from tests.here import COURSE, answered, exercises, hidden_sheet, reference, released, settings

NAMES = list(exercises(SECTION))
# Not only definitions, so that two runs are needed.
FREE = "print('mine')"
MORE = "print('more')"


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Script:
    clock = Clock()
    monkeypatch.setattr(time, "monotonic", clock)
    return Script(clock, reference(SECTION).answers())


@pytest.fixture
def notebook() -> Any:
    """A right notebook with two cells of the student's own: before neuron, and before separable."""
    return insert(insert(answered(SECTION), "neuron", FREE), "separable", MORE)


def cells_of(notebook: Any) -> list[Cell]:
    return aligned(released(SECTION), [plain_cell(item) for item in notebook["cells"]])[0]


def place(notebook: Any, source: str) -> int:
    return [item.source for item in cells_of(notebook)].index(source)


def run(notebook: Any, script: Script, **limits: float) -> Ran:
    limited = replace(settings(), **limits)
    return running.run(COURSE.section(SECTION), cells_of(notebook), script, limited, {})  # type: ignore[arg-type]


def not_passed(ran: Ran) -> dict[str, str]:
    """The exercises without full marks, with what is said of them."""
    return {
        name: ran.verdicts[name].message if name in ran.verdicts else ""
        for name in NAMES
        if name not in ran.verdicts or ran.verdicts[name].state != "passed"
    }


@pytest.mark.parametrize("method", ["run", "observe"])
def test_a_scripted_guest_is_asked_as_a_real_one(method: str) -> None:
    real = inspect.signature(getattr(Guest, method)).parameters
    inspect.signature(getattr(ScriptedGuest, method)).bind(*real)
    assert {"refused", "layers"} <= {field.name for field in fields(Guest)}


# How often, and what is shown


def test_where_cells_only_define_one_guest_runs_and_answers(script: Script) -> None:
    ran = run(answered(SECTION), script)
    assert (ran.status, ran.notes, not_passed(ran)) == ("graded", [], {})
    (guest,) = script.guests
    first = next(n for n, one in enumerate(guest.asked) if one.probe)
    assert not any(one.muted for one in guest.asked[:first])
    assert all(one.muted for one in guest.asked[first:] if not one.probe)
    for name in NAMES:
        assert guest.probed(name) == len(hidden_sheet(SECTION, name).probes)


def test_otherwise_one_guest_shows_and_another_is_asked(notebook: Any, script: Script) -> None:
    script.cells = {FREE: prints("mine\n")}
    ran = run(notebook, script)
    assert (ran.status, ran.notes, not_passed(ran)) == ("graded", [], {})
    shows, answers = script.guests
    assert [one.probe for one in shows.asked if one.probe] == []
    assert not any(one.muted for one in shows.asked)
    assert all(one.muted for one in answers.asked if not one.probe)
    assert shows.cells == answers.cells
    assert [o["text"] for o in ran.outputs[place(notebook, FREE)]] == ["mine\n"]


def test_an_answer_is_asked_where_its_test_stands(notebook: Any, script: Script) -> None:
    run(notebook, script)
    asked = script.guests[-1].asked
    at = {one.source: n for n, one in enumerate(asked) if not one.probe}
    assert max(n for n, one in enumerate(asked) if one.answer == "sigmoid") < at[FREE]
    neuron = [n for n, one in enumerate(asked) if one.answer == "neuron"]
    assert at[FREE] < min(neuron) and max(neuron) < at[MORE]


def test_cells_after_the_last_test_are_not_run_again(notebook: Any, script: Script) -> None:
    notebook["cells"].append(code("print('last')"))
    run(notebook, script)
    assert [guest.cells.count("print('last')") for guest in script.guests] == [1, 0]


def test_refused_lines_are_told_of_the_run_that_counts(notebook: Any, script: Script) -> None:
    script.cells = {FREE: refuses("!ls"), MORE: once_asked(refuses("!pwd"))}
    assert run(notebook, script).refused == {place(notebook, FREE): ("!ls",)}


def test_of_outputs_without_end_the_rest_is_dropped(
    notebook: Any, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "MAX_OUTPUTS", 150_000)
    script.cells = {FREE: prints("x" * 100_000), MORE: prints("y" * 100_000)}
    ran = run(notebook, script)
    assert ran.outputs[place(notebook, FREE)][0]["text"] == "x" * 100_000
    (told,) = ran.outputs[place(notebook, MORE)]
    assert "too long" in told["text"] and "y" not in told["text"].replace("notebook", "")


def test_of_a_test_in_place_of_another_only_the_value_is_shown(
    notebook: Any, script: Script
) -> None:
    """A test that belongs to no exercise runs as the course has it, and says no more than it may."""
    (test,) = [item for item in cells_of(notebook) if item.name == "test_neuron"]
    own = replace(test, name="test_of_asserts", source="check it")
    ask = "check it, and what is hidden"
    value = {"output_type": "execute_result", "data": {"text/plain": "2"}}
    failed = {"output_type": "error", "ename": "AssertionError", "evalue": "triple(-1) is not -3"}
    for shown, told in (
        ([*prints("triple(-1)")(script.guest()), value], [value]),
        ([failed], "a test failed that is not shown in full"),
    ):
        script.cells = {ask: lambda guest, shown=shown: shown}
        cells = [*cells_of(notebook), own]
        ran = running.run(
            COURSE.section(SECTION), cells, script, settings(), {"test_of_asserts": ask}
        )  # type: ignore[arg-type]
        outputs = ran.outputs[len(cells) - 1]
        assert outputs == told or [o["evalue"] for o in outputs] == [told]


# Cells that do not end, or end the guest


@pytest.mark.parametrize(
    ("end", "status", "what", "error"),
    [
        (dies, "crashed", "ended the process", "DeadKernelError"),
        (hangs, "timeout", "did not end within 3 s", "CellTimeoutError"),
        (stores, "crashed", "stored more than a submission may", "DeadKernelError"),
    ],
    ids=["dies", "hangs", "stores"],
)
def test_a_cell_that_ends_the_first_run_costs_only_itself(
    end: Any, status: str, what: str, error: str, notebook: Any, script: Script
) -> None:
    script.cells = {FREE: end, MORE: prints("more")}
    ran = run(notebook, script, cell=3.0)
    at = place(notebook, FREE)
    assert (ran.status, not_passed(ran)) == (status, {})
    assert ran.notes == [f"cell {at + 1} {what} and was passed over"]
    assert [(o["ename"], o["evalue"]) for o in ran.outputs[at]] == [(error, f"this cell {what}")]
    assert ran.outputs[place(notebook, MORE)] == prints("more")(script.guests[0])
    assert [guest.cells.count(FREE) for guest in script.guests] == [1, 0, 0]


def test_a_cell_that_ran_twice_shows_what_it_did_at_first(notebook: Any, script: Script) -> None:
    script.cells = {FREE: lambda guest: prints(f"{len(script.guests)}")(guest), MORE: dies}
    ran = run(notebook, script)
    assert script.guests[1].cells.count(FREE) == 1
    assert [o["text"] for o in ran.outputs[place(notebook, FREE)]] == ["1"]


@pytest.mark.parametrize("end", [dies, hangs])
def test_what_ends_only_the_second_run_costs_only_itself(
    end: Any, notebook: Any, script: Script
) -> None:
    script.cells = {FREE: once_asked(end), MORE: prints("more")}
    ran = run(notebook, script)
    assert (ran.status, ran.notes, not_passed(ran)) == ("graded", [ONLY_ASKED], {})
    assert [guest.cells.count(FREE) for guest in script.guests] == [1, 1, 0]
    # Verdicts that are there already are not asked for again.
    assert [guest.probed("sigmoid") > 0 for guest in script.guests] == [False, True, False]


def test_where_the_second_run_was_ended_is_not_told(notebook: Any, script: Script) -> None:
    told = []
    for source in (FREE, MORE):
        script.cells = {source: once_asked(dies)}
        ran = run(notebook, script)
        told.append((ran.status, ran.notes, ran.outputs, ran.refused))
    assert told[0] == told[1]


def test_a_notebook_that_ends_every_guest_is_given_up(notebook: Any, script: Script) -> None:
    own = [f"print({number})" for number in range(MAX_STARTS + 2)]
    for source in own:
        insert(notebook, "separable", source)
    script.cells = dict.fromkeys(own, dies)
    ran = run(notebook, script)
    # In the first run so many are found out; the second passes over these, and finds the others.
    assert ran.status == "crashed" and ran.notes[MAX_STARTS:] == [GAVE_UP, ONLY_ASKED]
    assert [guest.probed("sigmoid") > 0 for guest in script.guests] == [
        *(MAX_STARTS * [False]),
        *(True, False, False),
    ]
    assert not_passed(ran) == {}


def test_exercises_that_were_not_reached_have_no_verdict(notebook: Any, script: Script) -> None:
    script.probes = {(name, 0): dies for name in NAMES}
    ran = run(notebook, script)
    assert list(ran.verdicts) == NAMES[:MAX_STARTS]
    assert ran.status == "timeout" and ran.notes[-1] == GAVE_UP


# Probes


@pytest.mark.parametrize(
    ("end", "what"),
    [
        (dies, "ends the process that runs it"),
        (hangs, "takes too long"),
        (stores, "stores more than a submission may"),
    ],
)
def test_a_probe_that_ends_the_guest_costs_its_exercise(
    end: Any, what: str, notebook: Any, script: Script
) -> None:
    script.probes = {("sigmoid", 1): end}
    ran = run(notebook, script)
    assert not_passed(ran) == {"sigmoid": f"sigmoid {what} when it is tested."}
    assert ran.verdicts["sigmoid"].share == 0
    assert (ran.status, ran.notes) == ("graded", [f"test of sigmoid: {what}"])
    # The guest after it runs the cells again, and asks the others.
    assert [guest.probed("sigmoid") for guest in script.guests] == [0, 2, 0]


def test_a_line_is_quoted_only_where_the_notebook_has_it(notebook: Any, script: Script) -> None:
    lines = cell(notebook, "sigmoid")["source"].splitlines()
    told = []
    for source in (lines[-1].strip(), "the hidden probe is 0.25"):
        error = Raised("ValueError", "no", len(lines), source)
        script.claims = {"sigmoid": Observation(raised=error)}
        told.append(not_passed(run(notebook, script))["sigmoid"])
    assert lines[-1].strip() in told[0]
    assert "0.25" not in told[1] and "ValueError" in told[1]


def test_a_name_that_is_not_there_is_said_to_be_missing(notebook: Any, script: Script) -> None:
    script.answers = {name: item for name, item in script.answers.items() if name != "sigmoid"}
    ran = run(notebook, script)
    assert list(not_passed(ran)) == ["sigmoid"]
    assert "sigmoid" in ran.verdicts["sigmoid"].message
    assert ran.verdicts["sigmoid"].diagnosis is None
    assert script.guests[-1].probed("sigmoid") == len(hidden_sheet(SECTION, "sigmoid").probes)


# Whose fault it is


def test_an_earlier_answer_is_asked_whether_it_is_to_blame(notebook: Any, script: Script) -> None:
    def sigmoid(z: Any) -> Any:
        return 1 / (1 + np.exp(np.asarray(z, dtype=float)))

    script.answers = {
        **script.answers,
        "sigmoid": sigmoid,
        "neuron": lambda X, w, b: sigmoid(X @ w + b),
    }
    ran = run(notebook, script)
    assert ran.verdicts["neuron"].diagnosis == "earlier:sigmoid"
    # The last one is asked visible probes alone.
    answers = script.guests[-2]
    own = len(hidden_sheet(SECTION, "sigmoid").probes)
    assert answers.probed("sigmoid") > own
    # It is asked as it stands where the later test stands.
    asked = [one.answer for one in answers.asked]
    assert asked.index("neuron") < len(asked) - 1 - asked[::-1].index("sigmoid")


def test_a_right_answer_has_nobody_to_blame(notebook: Any, script: Script) -> None:
    script.answers = {**script.answers, "sigmoid": lambda z: 0 * np.asarray(z, dtype=float)}
    ran = run(notebook, script)
    assert list(not_passed(ran)) == ["sigmoid"]
    assert script.guests[-2].probed("sigmoid") == len(hidden_sheet(SECTION, "sigmoid").probes)


def test_an_earlier_answer_that_dies_when_it_is_blamed_costs_no_other_exercise(
    notebook: Any, script: Script
) -> None:
    def sigmoid(z: Any) -> Any:
        return 1 / (1 + np.exp(np.asarray(z, dtype=float)))

    own = len(hidden_sheet(SECTION, "sigmoid").probes)
    script.answers = {
        **script.answers,
        "sigmoid": sigmoid,
        "neuron": lambda X, w, b: sigmoid(X @ w + b),
    }
    script.probes = {("sigmoid", own): dies}
    ran = run(notebook, script)
    assert set(not_passed(ran)) == {"sigmoid", "neuron"}
    assert (ran.status, ran.notes) == ("graded", [])
    assert "ends the process" not in ran.verdicts["neuron"].message


# Time


def test_the_first_run_leaves_time_for_the_marks(notebook: Any, script: Script) -> None:
    slow = [f"print({number})" for number in range(16)]
    notebook["cells"] += map(code, slow)
    script.cells = dict.fromkeys(slow, takes(0.5))
    ran = run(notebook, script, submission=8.0)
    assert (ran.status, ran.notes, not_passed(ran)) == ("timeout", [GAVE_UP, NO_TIME], {})
    assert 0 < len([source for source in slow if source in script.guests[0].cells]) < len(slow)


def test_a_cell_may_not_take_all_the_time_there_is(notebook: Any, script: Script) -> None:
    script.cells = {FREE: hangs}
    begun = script.clock.now
    ran = run(notebook, script, submission=6.0, cell=3600.0)
    assert (ran.status, not_passed(ran)) == ("timeout", {})
    assert script.clock.now - begun <= 4.0


def test_an_exercise_has_one_time_for_all_of_its_probes(notebook: Any, script: Script) -> None:
    count = len(hidden_sheet(SECTION, "sigmoid").probes)
    script.probes = {("sigmoid", number): takes(1.0) for number in range(count)}
    begun = script.clock.now
    ran = run(notebook, script, exercise=count - 0.5)
    assert not_passed(ran) == {"sigmoid": "sigmoid takes too long when it is tested."}
    assert script.clock.now - begun <= count


def test_what_is_made_for_the_whole_class_takes_no_time_of_the_first(
    notebook: Any, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    def makes(guest: ScriptedGuest) -> list[dict[str, Any]]:
        made = kept.seconds() + 100.0
        script.clock.now += 100.0
        monkeypatch.setattr(kept, "seconds", lambda: made)
        return []

    script.cells = {FREE: makes}
    ran = run(notebook, script, submission=10.0)
    assert (ran.status, ran.notes, not_passed(ran)) == ("graded", [], {})


def test_what_had_less_time_than_it_may_have_is_not_to_blame(notebook: Any, script: Script) -> None:
    """Where the submission's own time is over, no cell and no test is said to be too long."""
    script.probes = {(name, 0): takes(4.0) for name in NAMES}
    ran = run(notebook, script, exercise=5.0, submission=10.0)
    assert (ran.status, ran.notes) == ("timeout", [NO_TIME, GAVE_UP])
    assert set(ran.verdicts) == set(NAMES[:2])
    assert all(verdict.state == "passed" for verdict in ran.verdicts.values())


def test_a_slow_answer_is_put_aside_as_soon_as_patience_is_over(
    notebook: Any, script: Script
) -> None:
    """What is begun anew has all of its time then, and what was lost of it is bounded."""
    script.probes = {(NAMES[0], 0): takes(4.0)}
    section, cells = COURSE.section(SECTION), cells_of(notebook)
    limits = replace(settings(), exercise=5.0)
    begun = script.clock()
    with pytest.raises(TooSlow):
        running.run(section, cells, script, limits, {}, Attempt(1.0))  # type: ignore[arg-type]
    assert script.clock() - begun < 2.0
    assert not_passed(run(notebook, script, exercise=5.0)) == {}


def test_a_slow_one_is_put_aside_with_the_cells_that_are_known(
    notebook: Any, script: Script
) -> None:
    script.cells = {FREE: hangs}
    section, cells, limits = COURSE.section(SECTION), cells_of(notebook), settings()
    with pytest.raises(TooSlow) as slow:
        running.run(section, cells, script, limits, {}, Attempt(0.5))  # type: ignore[arg-type]
    assert slow.value.fatal == {place(notebook, FREE): "late"}
    whole = run(notebook, script)
    script.guests.clear()
    again = running.run(section, cells, script, limits, {}, Attempt(fatal=slow.value.fatal))  # type: ignore[arg-type]
    assert not any(FREE in guest.cells for guest in script.guests)
    # What was asked holds arrays, which are not compared by a sign.
    assert replace(again, asked={}) == replace(whole, asked={})
    assert again.status == "timeout" and not_passed(again) == {}
