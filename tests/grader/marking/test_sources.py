"""How far an answer is, by its source alone."""

from __future__ import annotations

import pytest

from grader.marking.sources import (
    FINISHED,
    UNFINISHED,
    UNTOUCHED,
    WORKED_ON,
    defined,
    progress,
    same,
)

STUB = (
    'def f(x):\n    """Return it.\n    """\n    # YOUR CODE HERE\n    raise NotImplementedError()'
)
VALUE = 'v = {"a": None, "b": None}\n# YOUR CODE HERE\nraise NotImplementedError()'
CLASS = (
    "class C:\n    def __init__(self):\n        # YOUR CODE HERE\n"
    "        raise NotImplementedError()\n    def g(self):\n        raise NotImplementedError()"
)


@pytest.mark.parametrize(
    ("released", "source", "level"),
    [
        (STUB, STUB, UNTOUCHED),
        (STUB, STUB.replace("\n", "  \n") + "\n\n", UNTOUCHED),
        (STUB, "", UNTOUCHED),
        (STUB, "def f(x)\n    return 1", WORKED_ON),
        (STUB, "def F(x):\n    return 1", WORKED_ON),
        (STUB, "x = '\0'", WORKED_ON),
        (STUB, "(" * 5000, WORKED_ON),
        (STUB, "# " + "x" * 30_000, WORKED_ON),
        (STUB, "def f(x):\n    pass", UNFINISHED),
        (STUB, "def f(x):\n    ...", UNFINISHED),
        (STUB, 'def f(x):\n    """Return it."""', UNFINISHED),
        (STUB, "def f(x):\n    y = 2 * x", UNFINISHED),
        (STUB, "def f(x):\n    y = 2 * x\n    return", UNFINISHED),
        (STUB, "def f(x):\n    y = 1\n    raise NotImplementedError", UNFINISHED),
        (STUB, "def f(x):\n    def g():\n        return 1\n    y = g()", UNFINISHED),
        (STUB, "f = None", UNFINISHED),
        (STUB, "f = ...", UNFINISHED),
        (STUB, "def f(x):\n    # YOUR CODE HERE\n    return x", FINISHED),
        (STUB, "def f(x):\n    return x\n    raise NotImplementedError()", FINISHED),
        (STUB, "def f(x):\n    if x:\n        return 1\n    return None", FINISHED),
        (STUB, "def f(x):\n    yield x", FINISHED),
        (STUB, "f = lambda x: x", FINISHED),
        (STUB, "f = np.frompyfunc(abs, 1, 1)", FINISHED),
        (STUB, "from math import exp as f", FINISHED),
        (STUB, "%matplotlib inline\ndef f(x):\n    return x", FINISHED),
        (STUB, "files = !ls\ndef f(x):\n    return x", FINISHED),
        (STUB, "if True:\n    def f(x):\n        return x", FINISHED),
        (STUB, "@cache\ndef f(x):\n    return '\\l'", FINISHED),
        (VALUE, VALUE, UNTOUCHED),
        (VALUE, 'v = {"a": True, "b": None}', UNFINISHED),
        (VALUE, 'v = {"a": True, "b": False}\nraise NotImplementedError()', FINISHED),
        (VALUE, 'v: dict = {"a": 0, "b": 1}', FINISHED),
        (VALUE, "v = dict(a=True, b=False)", FINISHED),
        (CLASS, CLASS, UNTOUCHED),
        (CLASS, "class C:\n    def __init__(self):\n        self.x = 1", UNFINISHED),
        (
            CLASS,
            "class C:\n    def __init__(self):\n        self.x = 1\n    def g(self):\n        pass",
            UNFINISHED,
        ),
        (
            CLASS,
            "class C:\n    def __init__(self):\n        self.x = 1\n    def g(self):\n"
            "        self.y = 1",
            FINISHED,
        ),
        ("My answer:", "My answer:", UNTOUCHED),
        ("My answer is", "Because.", FINISHED),
    ],
)
def test_how_far_an_answer_is(released: str, source: str, level: int) -> None:
    assert progress(source, released).level == level


def test_of_two_that_are_unfinished_the_fuller_is_further() -> None:
    half = CLASS.replace("raise NotImplementedError()", "self.x = 1", 1)
    none = CLASS + "  # nothing yet"
    assert progress(CLASS, CLASS) < progress(none, CLASS) < progress(half, CLASS)


def test_names_are_those_that_a_cell_leaves_behind() -> None:
    source = (
        "import a.b, c as d\nfrom e import f\nx, (y, *z) = 1, (2, 3)\nfor i in x: j = i\n"
        "def g(h):\n    k = 1\nclass L:\n    m = 1\nwith n as o: (p := 1)\nq = lambda r: r\n"
        "s[0] = t.u = 1"
    )
    assert {*defined(source)} == {*"adfxyzijgLopq"}


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [("a\nb", "\na  \nb\t\n", True), ("a\n b", "a\nb", False), ("a\n\nb", "a\nb", False)],
)
def test_blanks_at_line_ends_make_no_difference(one: str, other: str, equal: bool) -> None:
    assert same(one, other) == equal
