"""Which notebooks need no second run: those whose cells only define something."""

from __future__ import annotations

import pytest

from grader.guest.outside.host import Zygote
from grader.marking.alignment import aligned
from grader.marking.notebook_file import plain_cell
from grader.marking.one_run import MAX_CELLS, one_run_will_do
from grader.results import Cell, Role
from tests.here import answered, exercises, released

SILENT = {
    "nothing": "# not yet",
    "a function": 'def f(x, y=1, *args, z=-0.5, **more):\n    """Say."""\n    print(x)\n    return y',
    "types": "def f(x: float, y: 'Array' = None) -> list:\n    return [x, y]",
    "two functions": "def f(x):\n    return x\n\n\ndef g(x):\n    return f(x)[0]",
    "imports": "import math\nimport numpy as np, matplotlib.pyplot as plt\nimport random",
    "values": "separable = {'AND': True, 'XOR': [1, (2.5, -3)]}\na = b = None\nt = 'text'",
    "a class": (
        'class Net:\n    """A net."""\n    size = 3\n    def __init__(self, n):\n        self.n = n\n'
        "    @property\n    def L(self):\n        return self.n\n"
        "    @staticmethod\n    def of(n):\n        return Net(n)"
    ),
    "a class of a class": "class A(object):\n    pass\nclass B(A):\n    def f(self):\n        return 1",
    "a text in between": "'a remark'\nx = 1",
    "known escapes": "def f():\n    return 'a\\n\\tb' \\\n        'c'",
}

# Each of them shows something, fails, or runs what somebody wrote.
MORE = {
    "prints": "print(1)",
    "shows": "1",
    "shows a text": "'a remark'",
    "calls in a default": "def f(x=print(1)):\n    return x",
    "calls in a keyword default": "def f(*, x=print(1)):\n    return x",
    "calls in an annotation": "def f(x: print(1)):\n    return x",
    "calls in a result's annotation": "def f(x) -> print(1):\n    return x",
    "annotates with what is not there": "def f(x: Array):\n    return x",
    "calls in the annotation of a star": "def f(*x: print(1)):\n    return x",
    "calls a decorator": "@print\ndef f():\n    pass",
    "calls a decorator of a class": "@print\nclass A:\n    pass",
    "calls in a class": "class A:\n    print(1)",
    "calls in a value of a class": "class A:\n    a = print(1)",
    "calls in a nested class": "class A:\n    class B:\n        print(1)",
    "a metaclass": "class A(metaclass=print):\n    pass",
    "a base that is not there": "class A(B):\n    pass",
    "a base that was a class": "class A:\n    pass\nA = 1\nclass B(A):\n    pass",
    "a base that speaks": (
        "class A:\n    def __init_subclass__(cls):\n        print(1)\nclass B(A):\n    pass"
    ),
    "slots": "class A:\n    __slots__ = 5",
    "a name of its own": "class A:\n    __qualname__ = 5",
    "a property that is none": "class A:\n    property = 1\n    @property\n    def f(self): pass",
    "builtins bound anew": "property = 1\nclass A:\n    @property\n    def f(self): pass",
    "no builtins": "__builtins__ = {}",
    "a formatted text": "x = f'{print(1)}'",
    "a star": "x = [*print(1)]",
    "two stars": "x = {**print(1)}",
    "a comprehension": "x = [print(n) for n in (1, 2)]",
    "a name": "x = y",
    "sums": "x = 1 + 'a'",
    "too many names": "a, b = 1, 2, 3",
    "a key that is no key": "x = {[1]: 2}",
    "a set": "x = {print(1)}",
    "a negative text": "x = -'a'",
    "an item": "x = {}\nx['a']['b'] = 1",
    "an attribute": "import math\nmath.pi.a = 3",
    "an import that is not there": "import nothing_of_that_name",
    "an import of something else": "import this",
    "names of a module": "from math import nothing",
    "all names": "from math import *",
    "a loop": "for n in range(3):\n    print(n)",
    "a condition": "if True:\n    print(1)",
    "a deletion": "del x",
    "an exception": "raise ValueError",
    "no Python": "def f(x)\n    return x",
    "no Python where it is compiled": "def f(x):\n    nonlocal x\n    return x",
    "a magic": "%matplotlib inline\nx = 1",
    "a program": "!ls",
    "a question": "len?",
    "a wait": "await f()",
    "a text that warns": "def f():\n    return '\\d'",
    "a comparison that warns": "def f(x):\n    return x is 'a'",
    "a call that warns": "def f(x):\n    return [(1, 2) (3, 4)]",
    "an index that warns": "def f(x):\n    return [[1, 2] [3, 4]]",
    "an assertion that warns": "def f(x):\n    assert (x, 'a')",
    "a number that warns": "def f(x):\n    return 1if x else 2",
    "an annotated value": "x: print(1) = 1",
}


def free(source: str, role: Role = "free") -> Cell:
    return Cell(role, "", source, "code", True)


def once(source: str) -> bool:
    test = Cell("test", "test_f", "check('f', f)", "code", False)
    return one_run_will_do([test, free(source)], {0})


@pytest.mark.parametrize("source", SILENT.values(), ids=SILENT.keys())
def test_definitions_show_nothing_and_need_no_second_run(source: str, zygote: Zygote) -> None:
    with zygote.guest() as guest:
        assert guest.run(source, 10) == []
    assert once(source)


@pytest.mark.parametrize("source", MORE.values(), ids=MORE.keys())
def test_what_may_do_more_is_run_again(source: str) -> None:
    assert not once(source)


def test_given_cells_may_do_more_only_before_the_first_question() -> None:
    test, given = Cell("test", "test_f", "", "code", False), free("print(1)", "given")
    assert one_run_will_do([given, test, free("x = 1")], {1})
    assert not one_run_will_do([test, given], {0})
    assert not one_run_will_do([free("print(1)"), test], {1})


def test_a_test_of_another_kind_is_run_as_it_is() -> None:
    test = Cell("test", "test_f", "", "code", False)
    assert not one_run_will_do([test, Cell("test", "test_g", "x = 1", "code", False)], {0})


def test_a_notebook_that_is_too_long_is_not_looked_into() -> None:
    test = Cell("test", "test_f", "", "code", False)
    assert one_run_will_do([test, *[free("x = 1")] * MAX_CELLS], {0})
    assert not one_run_will_do([test, *[free("x = 1")] * (MAX_CELLS + 1)], {0})
    assert not one_run_will_do([test, free("x = 1\n" * 100_000)], {0})


@pytest.mark.parametrize("source", ["-" * 50_000 + "1", "(" * 50_000, "x" + ".a" * 40_000])
def test_code_that_is_too_deep_is_run_again(source: str) -> None:
    assert not once(f"def f():\n    return {source}")


@pytest.mark.parametrize(
    ("section", "once"),
    [("01_perceptron", True), ("05_backpropagation", True), ("06_spiral", False)],
)
def test_a_right_notebook_of_a_section(section: str, once: bool) -> None:
    cells, _ = aligned(released(section), [plain_cell(c) for c in answered(section)["cells"]])
    tests = {f"test_{name}" for name in exercises(section)}
    places = {number for number, cell in enumerate(cells) if cell.name in tests}
    assert one_run_will_do(cells, places) is once
