"""The worksheets of exercises: hints, known mistakes and answers, read and refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import BadExercise
from grader.sheets.answers import Answer, read_answers
from grader.sheets.mistakes import Hunk, Mistake, both, read_mistakes
from grader.sheets.worksheet import read_hints

Write = Callable[[str], Path]

CELL = """\
def area(w, h):
    ### BEGIN SOLUTION
    w = abs(w)
    h = abs(h)

    total = w * h

    return total
    ### END SOLUTION"""

MISTAKES = """\
# Known mistakes in area

<!-- Sums come first. -->

## summed

You add `w` and *h*; the area is
their product, not w_1 + h_1.

```diff
-    total = w * h
+    total = w + h
```

## signed

Lengths have no sign: take
abs of both.

```diff
-    w = abs(w)
@@
     h = abs(h)
+    # as it is

-    total = w * h
+    total = w * -h
```

## constant

Nothing depends on w and h.

```python
area = lambda w, h: 1
```
"""


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that writes a worksheet."""

    def write(text: str) -> Path:
        path = tmp_path / "sheet.md"
        path.write_text(text)
        return path

    return write


def test_a_mistake_is_a_heading_a_sentence_and_a_diff(write: Write) -> None:
    summed, signed, constant = read_mistakes(write(MISTAKES))
    assert [m.id for m in (summed, signed, constant)] == ["summed", "signed", "constant"]
    assert summed.sentence == "You add `w` and *h*; the area is their product, not w_1 + h_1."
    assert summed.apply(CELL) == CELL.replace("w * h", "w + h")
    changed = CELL.replace("    w = abs(w)\n", "").replace("w * h", "w * -h")
    assert signed.apply(CELL) == changed.replace("abs(h)\n", "abs(h)\n    # as it is\n")
    assert constant.apply(CELL) == "area = lambda w, h: 1\n"


def test_a_mistake_knows_where_it_is_written(write: Write) -> None:
    path = write(MISTAKES)
    summed, signed, _ = read_mistakes(path)
    assert summed.place == f"{path}:5"
    assert [hunk.place for hunk in (*summed.hunks, *signed.hunks)] == [
        f"{path}:{line}" for line in (11, 21, 23)
    ]


@pytest.mark.parametrize(
    ("diff", "line", "times"),
    [("-    total = w / h\n+    total = w", 6, 0), ("-\n+    # here", 6, 2)],
)
def test_a_diff_that_does_not_fit_exactly_once_is_told(
    diff: str, line: int, times: int, write: Write
) -> None:
    path = write(f"## wrong\n\nIt is.\n\n```diff\n{diff}\n```\n")
    (mistake,) = read_mistakes(path)
    with pytest.raises(
        BadExercise, match=rf"sheet.md:{line}: .*'wrong'.*stand there {times} times"
    ):
        mistake.apply(CELL)


def test_hunks_may_not_overlap() -> None:
    lines = CELL.split("\n")
    one = Hunk((lines[2], lines[3]), ("    w, h = h, w",), "a:1")
    other = Hunk((lines[3], lines[4]), ("    pass",), "a:9")
    for hunks in ((one, other), (other, one)):
        with pytest.raises(BadExercise, match="a:9: .*overlaps a:1"):
            Mistake("both", "Both.", hunks).apply(CELL)


CHANGE = "```diff\n-    return total\n+    return w\n```\n"


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("## wrong\n\nNo change.\n", 1, "one paragraph.*fenced block"),
        (f"## wrong\n\n{CHANGE}", 1, "one paragraph"),
        (f"## wrong\n\nOne.\n\nTwo.\n\n{CHANGE}", 5, "a condition in backticks"),
        (f"## wrong\n\nOne.\n\n`loops()`: Two\n\n{CHANGE}", 5, "a condition in backticks"),
        (f"## wrong\n\nOne.\n\n`jumps()`: Two.\n\n{CHANGE}", 5, "is not understood"),
        (f"## wrong\n\nOne.\n\n`loops()`: Two.\n\nThree.\n\n{CHANGE}", 1, "one paragraph"),
        (f"## wrong\n\nNo full stop\n\n{CHANGE}", 3, "full stop"),
        (f"## not an id\n\nOne.\n\n{CHANGE}", 1, "an id is"),
        (f"### wrong\n\nOne.\n\n{CHANGE}", 1, "a heading has one # or two"),
        (f"One.\n\n{CHANGE}", 1, "above the first heading"),
        (f"## wrong\n\n- One.\n\n{CHANGE}", 3, "not a bullet list"),
        (f"## wrong\n\n> One.\n\n{CHANGE}", 3, "not a blockquote"),
        (f"## a\n\nOne.\n\n{CHANGE}\n## a\n\nTwo.\n\n{CHANGE}", 10, "a mistake 'a' above"),
        (f"## a\n\nOne.\n\n{CHANGE}\n## b\n\nOne.\n\n{CHANGE}", 10, "says the same"),
        ("## a\n\nOne.\n\n```diff\n-    return total\nreturn w\n```\n", 7, "begins with -"),
        ("## a\n\nOne.\n\n```diff\n+    return w\n```\n", 6, "needs a line of the answer cell"),
        ("## a\n\nOne.\n\n```diff\n     return total\n```\n", 6, "and a change"),
        ("## a\n\nOne.\n\n```diff\n-    h\n+    w\n@@\n```\n", 9, "needs a line"),
        ("## a\n\nOne.\n\n```js\narea = 1\n```\n", 1, "a diff or python"),
        ("## a\n\nOne.\n\n```python\narea = 1\n\n## b\n\nTwo.\n", 5, "not closed"),
        ("## a\n\nOne.\n\n    area = 1\n", 5, "not a code block"),
    ],
)
def test_what_is_no_mistake_is_refused_with_its_line(
    text: str, line: int, what: str, write: Write
) -> None:
    with pytest.raises(BadExercise, match=rf"sheet\.md:{line}: .*{what}"):
        read_mistakes(write(text))


def test_what_is_said_of_code_has_its_condition(write: Write) -> None:
    text = f"## wrong\n\nOne.\n\n`loops() and\nnot calls('f')`: Of a loop:\nit is long.\n\n{CHANGE}"
    (mistake,) = read_mistakes(write(text))
    assert (mistake.where, mistake.of_code) == (
        "loops() and not calls('f')",
        "Of a loop: it is long.",
    )


def test_a_file_that_is_missing_or_no_text_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadExercise, match=r"cannot read .*none\.md"):
        read_mistakes(tmp_path / "none.md")
    (tmp_path / "bytes.md").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadExercise, match=r"cannot read .*bytes\.md"):
        read_mistakes(tmp_path / "bytes.md")


def test_two_mistakes_may_share_a_line() -> None:
    cell = "def f(x):\n    return g(2 * x + 1) / len(x)"
    line = cell.split("\n")[1]

    def one(new: str) -> Mistake:
        return Mistake("one", "One.", (Hunk((line,), (new,)),))

    doubled, mean = one(line.replace("2 * ", "")), one(line.replace(" / len(x)", ""))
    assert both(cell, doubled, mean) == "def f(x):\n    return g(x + 1)"
    enclosed = one("    return round(g(2 * x + 1) / len(x), 3)")
    assert both(cell, enclosed, mean) == "def f(x):\n    return round(g(2 * x + 1), 3)"
    assert both(cell, doubled, one(line.replace("2 * x", "3 * x"))) is None


@given(
    st.lists(st.sampled_from(["a", "b", "", "    c"]), min_size=1, max_size=8),
    st.lists(st.sampled_from(["x", "y", ""]), max_size=4),
    st.data(),
)
def test_a_hunk_changes_its_lines_and_no_others(
    lines: list[str], new: list[str], data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(lines) - 1))
    end = data.draw(st.integers(start + 1, len(lines)))
    old = lines[start:end]
    mistake = Mistake("m", "M.", (Hunk(tuple(old), tuple(new), "p:1"),))
    times = sum(lines[n : n + len(old)] == old for n in range(len(lines)))
    if times == 1:
        assert mistake.apply("\n".join(lines)) == "\n".join([*lines[:start], *new, *lines[end:]])
    else:
        with pytest.raises(BadExercise, match=f"stand there {times} times"):
            mistake.apply("\n".join(lines))


def test_hints_are_a_numbered_list_of_three(write: Write) -> None:
    hints = read_hints(
        write("# Hints\n\n1. Look at `z`.\n2. Take the\n   mean *of* it.\n3. z / m.\n")
    )
    assert hints == ("Look at `z`.", "Take the mean *of* it.", "z / m.")
    for text in ("1. One.\n2. Two.\n", "One.\n\nTwo.\n\nThree.\n\nFour.\n", ""):
        with pytest.raises(BadExercise, match="a numbered list of three"):
            read_hints(write(text))


ANSWERS = """\
# As students write them

## right: by hand

```python
area = lambda w, h: abs(w * h)
```

# Written to mislead

## wrong: half of it, >= 0 -> halved, made-up

Also true: rounded, too-small.

```python
area = lambda w, h: abs(w * h) / 2
```

## wrong: nothing

```python
area = None
```
"""


def test_answers_have_a_kind_a_style_and_causes(write: Write) -> None:
    path = write(ANSWERS)
    origins = "As students write them", "Written to mislead"
    halved = ("halved", "made-up"), ("rounded", "too-small")
    code = "area = lambda w, h: abs(w * h)"
    assert list(read_answers(path, ("area",))) == [
        Answer("area", "by hand", f"{code}\n", True, (), (), origins[0], f"{path}:3"),
        Answer(
            "area", "half of it, >= 0", f"{code} / 2\n", False, *halved, origins[1], f"{path}:11"
        ),
        Answer("area", "nothing", "area = None\n", False, (), (), origins[1], f"{path}:19"),
    ]


def test_an_answer_to_a_shared_cell_is_for_all_or_for_those_it_names(write: Write) -> None:
    code = "\n\n```python\nclass C{}: ...\n```\n\n"
    text = "## right: short" + code.format(1) + "## wrong go, stop: none" + code.format(2)
    found = read_answers(write(text), ("go", "turn", "stop"))
    assert [str(answer) for answer in found] == [
        *("go: short", "turn: short", "stop: short"),
        *("go: none", "stop: none"),
    ]


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("## good: one\n\n```python\na\n```\n", 1, "must be like"),
        ("## right\n\n```python\na\n```\n", 1, "must be like"),
        ("## right: one -> cause\n\n```python\na\n```\n", 1, "no causes"),
        ("## right: one\n\nAlso true: a.\n\n```python\na\n```\n", 1, "no causes"),
        ("## wrong: one\n", 1, "one fenced block"),
        ("## wrong: one\n\n```python\na\n```\n\n```python\nb\n```\n", 1, "one fenced block"),
        ("## wrong: one\n\nWhatever.\n\n```python\na\n```\n", 3, "Also true"),
        ("## wrong volume: one\n\n```python\na\n```\n", 1, "'volume' is none of"),
        (
            "## wrong: one\n\n```python\na\n```\n\n## wrong: two\n\n```python\na\n```\n",
            7,
            r"sheet\.md:1 already",
        ),
    ],
)
def test_what_is_no_answer_is_refused_with_its_line(
    text: str, line: int, what: str, write: Write
) -> None:
    with pytest.raises(BadExercise, match=rf"sheet\.md:{line}: .*{what}"):
        read_answers(write(text), ("area",))


def test_a_place_in_the_course_is_told_from_its_root() -> None:
    from tests.here import exercises, sections

    first = next(iter(exercises(sections()[0]).values()))
    pattern = rf"grader/exercises/\w+/{first.name}/mistakes\.md:\d+"
    assert all(re.fullmatch(pattern, mistake.place) for mistake in first.mistakes)
