"""Which outputs tell what an answer computes."""

from __future__ import annotations

from typing import Any

import pytest

from grader.site.revealing import revealing


def told(*sources: str) -> list[int]:
    """The numbers of the cells that tell something; the first cell is an answer."""
    cells: list[dict[str, Any]] = [
        {"id": str(number), "cell_type": "code", "source": source, "metadata": {}}
        for number, source in enumerate(("def half(x):\n    return x / 2", *sources))
    ]
    cells[0]["metadata"] = {"nbgrader": {"solution": True}}
    return sorted(int(name) for name in revealing(cells))


def test_what_uses_no_answer_is_shown() -> None:
    assert told("import numpy as np\nprint(np.pi)", "width = 3\nprint(width)") == [0]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("a = half(4)", "print(a)"),
        ("def quarter(x):\n    return half(half(x))", "print(quarter(8))"),
        ("curve = [half(x) for x in range(9)]", "plot(curve)"),
        ("found = {}\nfound['half'] = half(1)", "print(found)"),
        ("found = []\nfor x in range(3):\n    found.append(half(x))", "print(found)"),
        ("net = Net()\nnet.activation = half", "print(net.run(2))"),
        ("class Net:\n    act = staticmethod(half)", "print(Net().act(1))"),
        ("if half(2) == 1:\n    word = 'right'", "print(word)"),
        ("with open('f') as file:\n    text = half(2)", "print(text)"),
    ],
)
def test_what_was_computed_with_an_answer_is_told_by_later_cells(first: str, second: str) -> None:
    assert told(first, second) == [0, 1, 2]


def test_a_name_that_is_bound_anew_tells_nothing_more() -> None:
    assert told("a = half(4)", "a = 1\nprint(a)") == [0, 1]


def test_a_module_does_not_become_an_answer() -> None:
    assert told("import numpy as np", "np.save('f', half(2))", "print(np.ones(2))") == [0, 2]


def test_lines_of_ipython_are_no_python() -> None:
    assert told("%matplotlib inline\nprint(1)") == [0]
