"""What is said of code beside a general cause, and of answers that are not written yet."""

from __future__ import annotations

import textwrap
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from descent.diagnosis.code import meets
from descent.diagnosis.judge import judge, told_by_visible
from descent.diagnosis.remarks import REMARKS
from descent.judging.sheets import Criterion, Sheet
from descent.judging.verdict import Verdict
from descent.probing.probes import Probe, ask, call, make, observe, script, take
from tests.descent import made_up

RNG = np.random.default_rng(12)
TABLES = [call(RNG.normal(size=(m, 3))) for m in (4, 5, 6)]


def doubled(X: Any) -> Any:
    return 2 * X


def judged(
    code: str, sheet: Sheet | None = None, reveal: bool = True, known: bool = True
) -> Verdict:
    """The verdict on a cell; whether its code is known is another matter."""
    source = textwrap.dedent(code)
    sheet = sheet or made_up(doubled, TABLES, exercise="f", parameters=("X",))
    scope: dict[str, Any] = {"np": np}
    exec(source, scope)
    seen = [observe(probe, scope[sheet.answer]) for probe in sheet.probes]
    return judge(sheet, seen, reveal, source=source if known else "")


# By the id of a cause: an answer that has what is said of code, and one that does the same without.
ANSWERS = {
    "first-row-only": (
        """
        def f(X):
            out = np.zeros(X.shape)
            for i in range(len(X)):
                out[i] = 2 * X[i]
                return out
        """,
        """
        def f(X):
            out = np.zeros(X.shape)
            out[0] = 2 * X[0]
            return out
        """,
    ),
    "last-row-only": (
        """
        def f(X):
            for i in range(len(X)):
                out = np.zeros(X.shape)
                out[i] = 2 * X[i]
            return out
        """,
        """
        def f(X):
            return 2 * X * (np.arange(len(X)) == len(X) - 1)[:, None]
        """,
    ),
    "last-row-missing": (
        """
        def f(X):
            out = np.zeros(X.shape)
            for i in range(len(X) - 1):
                out[i] = 2 * X[i]
            return out
        """,
        """
        def f(X):
            out = 2 * X
            out[-1] = 0
            return out
        """,
    ),
    "first-row-missing": (
        """
        def f(X):
            out = np.zeros(X.shape)
            for i in range(1, len(X)):
                out[i] = 2 * X[i]
            return out
        """,
        """
        def f(X):
            return np.vstack([0 * X[:1], 2 * X[1:]])
        """,
    ),
}


@pytest.mark.parametrize("cause", ANSWERS)
def test_a_cause_speaks_of_code_that_has_it_alone(cause: str) -> None:
    having, without = ANSWERS[cause]
    remark = REMARKS[cause][0][1]
    found, other, unknown = judged(having), judged(without), judged(having, known=False)
    assert found.diagnosis == other.diagnosis == unknown.diagnosis == cause
    assert found.message == f"{unknown.message} {remark}"
    assert other.message == unknown.message


def test_conditions_of_remarks_are_understood() -> None:
    for remarks in REMARKS.values():
        for condition, sentence in remarks:
            assert not meets(condition, "") and sentence.endswith(".")


ROWS = """
from descent.judging.compare import Difference

def each_row(probe, right, came, options):
    if len(came.shown["result"]) == len(right.shown["result"]):
        return None
    return Difference("property", sentence="Only one pair comes.", cause="one-pair")
"""


def rows(X: Any) -> Any:
    return [(row, 2 * row) for row in X]


@pytest.mark.parametrize(
    ("body", "remark"),
    [
        ("for row in X:\n        return row, 2 * row", REMARKS["one-pair"][0][1]),
        ("row = X[0]\n    return row, 2 * row", REMARKS["one-pair"][1][1]),
        ("yield X[0]\n    yield 2 * X[0]", ""),
    ],
)
def test_what_a_property_finds_speaks_of_code_that_has_it_alone(body: str, remark: str) -> None:
    probes = [script(take(len(table), table)) for table in map(np.ones, ((4, 3), (5, 3)))]
    asked = Criterion("rows", rule="each_row")
    sheet = made_up(rows, probes, asked, exercise="f", parameters=("X",), own_properties=ROWS)
    code = f"def f(X):\n    {body}\n"
    assert judged(code, sheet).message == f"Only one pair comes. {remark}".rstrip()
    # Of a hidden probe it is said once a visible one shows the same.
    hidden = judged(code, sheet, reveal=False)
    assert hidden.message == "Only one pair comes."
    scope: dict[str, Any] = {}
    exec(code, scope)
    seen = [observe(probe, scope["f"]) for probe in probes]
    assert told_by_visible(hidden, sheet, seen, code).message.endswith(remark)


NET: list[Probe] = [
    script(
        make("net", n),
        ask("net.forward", RNG.normal(size=(3, n)), show="a"),
        ask("net.backward", RNG.normal(size=(3, n)), show="grads"),
    )
    for n in (2, 3)
]


class Net:
    def __init__(self, n: int) -> None:
        self.n = n

    def forward(self, X: Any) -> Any:
        return X * self.n

    def backward(self, X: Any) -> Any:
        return X / self.n


SHEET = made_up(Net, NET, exercise="backward", answer="Net")
CLASS = """
class Net:
    def __init__(self, n):
        self.n = n

    def forward(self, X):
        {forward}

    def backward(self, X):
        {backward}

    def train(self, X):
        raise NotImplementedError
"""


@pytest.mark.parametrize("reveal", [True, False])
def test_a_method_that_is_not_written_is_called_by_its_own_name(reveal: bool) -> None:
    code = CLASS.format(forward="return X * self.n", backward="raise NotImplementedError()")
    told = judged(code, SHEET, reveal).message
    assert told == (
        "backward is not written yet: replace the line that raises NotImplementedError."
    )
    # Where a part of what is asked is there.
    forward = script(make("net", 2), ask("net.forward", np.ones((3, 2)), show="a"))
    both = made_up(Net, [forward, *NET], exercise="backward", answer="Net")
    told = judged(code, both, reveal).message
    assert told == "backward is not written yet, and NotImplementedError is raised."
    nothing = CLASS.format(
        forward="raise NotImplementedError", backward="raise NotImplementedError"
    )
    told = judged(nothing, SHEET, reveal).message
    assert told.startswith("forward and backward are not written yet: replace the line")


def test_not_written_is_said_of_code_that_is_not_written_alone() -> None:
    for body in ("pass", "...", '"""Double it."""', "return None", "return"):
        told = judged(f"def f(X):\n    {body}").message
        assert told == "f is not written yet.", body
    told = judged("def f(X):\n    out = 2 * X\n    print(out)").message
    assert told == (
        "There is no answer yet: f has no `return`, so it gives None. What is only printed is not "
        "returned."
    )
    told = judged("def f(X):\n    return X.sort()").message
    assert told == "There is no answer yet: f gives None so far."
    assert judged("def f(X): pass", known=False).message == told


@pytest.mark.parametrize("last", ["return", "raise NotImplementedError()"])
def test_an_answer_above_an_empty_one_of_its_name_is_told_not_to_count(last: str) -> None:
    told = judged(f"def f(X):\n    return 2 * X\n\ndef f(X):\n    {last}").message
    assert told == (
        "f is written more than once here, and the last one, which counts, gives no answer. Keep "
        "the one that is meant."
    )


def test_an_error_is_told_with_what_stood_in_its_line_where_the_probe_is_visible() -> None:
    code = "def f(X):\n    w = np.ones((2, 1))\n    return X @ w\n"
    seen, hidden = judged(code), judged(code, reveal=False)
    # Without a file or a notebook there is no line, and so no names in it.
    assert "shapes of two arrays do not fit" in seen.message
    assert "shapes of two arrays do not fit" in hidden.message
    assert "(2, 1)" not in hidden.message


def test_of_a_hidden_probe_the_line_is_not_looked_at() -> None:
    code = "def f(X):\n    return [X[i + 1] for i in range(len(X))]\n"
    sheet = made_up(doubled, TABLES, exercise="f", parameters=("X",))
    scope: dict[str, Any] = {}
    exec(code, scope)
    line = "return [X[i + 1] for i in range(len(X))]"

    seen = [observe(probe, scope["f"]) for probe in sheet.probes]
    seen = [
        replace(one, raised=replace(one.raised, source=line, line=2, names={"X": "an array"}))
        for one in seen
        if one.raised
    ]
    hidden = judge(sheet, seen, reveal=False, source=code)
    assert "looks one place ahead" not in hidden.message and "There, X" not in hidden.message
    shown = told_by_visible(hidden, sheet, seen, code)
    assert "`X[i + 1]` looks one place ahead" in shown.message
    assert shown.message.endswith("There, X is an array.")


def test_an_answer_that_stops_by_itself_is_told_where_it_does() -> None:
    code = """
    def f(X):
        if len(X) != X.shape[1]:
            raise ValueError("rows are no columns")
        return 2 * X
    """
    source = textwrap.dedent(code)
    sheet = made_up(doubled, TABLES, exercise="f", parameters=("X",))
    scope: dict[str, Any] = {}
    exec(source, scope)
    stops = 'raise ValueError("rows are no columns")'
    seen = [observe(probe, scope["f"]) for probe in sheet.probes]
    seen = [replace(one, raised=replace(one.raised, source=stops)) for one in seen if one.raised]
    own = "That line is the answer's own: it stops where `len(X) != X.shape[1]`."
    assert judge(sheet, seen, source=source).message.endswith(own)
    assert own not in judge(sheet, seen, reveal=False, source=source).message
    for other in (source.replace("if len(X) != X.shape[1]", "for _ in X"), ""):
        assert "own" not in judge(sheet, seen, source=other).message


def test_commas_are_not_blamed_where_one_of_several_results_is_a_tuple() -> None:
    code = "def f(X):\n    kept = (X, 2)\n    return 2 * X, kept\n"
    pair = lambda X: (2 * X, X + 1)
    sheet = made_up(pair, TABLES, exercise="f", parameters=("X",), returns=("z", "a"))
    found = judged(code, sheet)
    assert found.message == "a is a list or a tuple. A single thing is asked for."


NOTED = """
class Net:
    def train(self, X):
        losses = []
        for epoch in range(len(X)):
            {note}
        return losses
"""


def noted(note: str) -> str:
    scope: dict[str, Any] = {"np": np}
    exec(code := NOTED.format(note=note), scope)
    tables = [np.arange(12.0).reshape(m, -1) + 0.3 for m in (4, 6)]
    probes = [script(make("net"), ask("net.train", table, show="losses")) for table in tables]
    right = type("Net", (), {"train": lambda self, X: [float(np.sin(row).sum()) for row in X]})
    sheet = made_up(right, probes, exercise="Net")
    seen = [observe(probe, scope["Net"]) for probe in probes]
    return judge(sheet, seen, source=code).message


def test_that_some_turns_note_nothing_is_said_beside_a_list_that_is_too_short() -> None:
    remark = REMARKS["shape-of-list"][0][1]
    told = f"losses: expected 4 entries, got 2. {remark}"
    assert noted("if epoch % 2: losses.append(9.1)") == told
    assert remark not in noted("if epoch > 1: losses.append(9.1)")
    # Nor where something else is noted now and then, or something below the else.
    for other in ("if", "elif"):
        mine = "X.tolist()" if other == "if" else "losses"
        lines = (f"if epoch % 2: {mine}.append(9.1)", f"{other} epoch > 1: losses.append(9.1)")
        assert remark not in noted(f"\n{' ' * 12}".join(lines))


def test_items_that_are_no_numbers_are_told_with_what_makes_them() -> None:
    remark = REMARKS["type-of-list"][0][1]
    told = "losses: expected a list of numbers, but item 0 is an array of shape (3,)."
    assert noted("losses.append(sum(X))") == f"{told} {remark}"
    assert noted("losses.append(np.sum(X, axis=0))") == told


def test_rows_in_a_list_are_a_single_thing_where_several_are_asked_for() -> None:
    sheet = made_up(lambda X: (2 * X, X.sum()), TABLES, exercise="f", parameters=("X",))
    found = judged("def f(X):\n    return [2 * row for row in X]\n", sheet)
    assert found.diagnosis == "results-missing"
    assert found.message.startswith("The result is a list of rows, a single table.")


def test_rows_are_no_results_where_there_are_as_many_of_them() -> None:
    pair = lambda X: (2 * X, X.sum())
    probes = [*TABLES, call(RNG.normal(size=(2, 3)))]
    fields = {"exercise": "f", "parameters": ("X",), "returns": ("z", "total")}
    found = judged(
        "def f(X):\n    return [2 * row for row in X]\n", made_up(pair, probes, **fields)
    )
    assert found.message == (
        "The result is a list of rows, a single table. Several things are asked for: return all of "
        "them, separated by commas."
    )


def test_what_a_property_asks_of_a_part_says_nothing_of_the_whole() -> None:
    """A table comes in place of two results, and a property allows any of the second."""
    allowed = """
def any_total(probe, right, came, options):
    result = came.shown.get("result")
    return None if not isinstance(result, np.ndarray) else Difference("type", "", 0, result)
"""
    imports = "import numpy as np\nfrom descent.judging.compare import Difference\n"
    sheet = made_up(
        *(lambda X: (2 * X, X.sum()), TABLES),
        *(
            Criterion("table", outputs=("twice",)),
            Criterion("total", 1.0, (), ("total",), "any_total"),
        ),
        **{"exercise": "f", "parameters": ("X",), "returns": ("twice", "total")},
        own_properties=imports + allowed,
    )
    found = judged("def f(X):\n    return 2 * X\n", sheet)
    assert found.diagnosis == "results-missing"
