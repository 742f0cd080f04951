"""Answer sheets are written by the build and read by a notebook, an exercise at a time."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from descent.diagnosis.judge import judge
from descent.errors import BrokenChecks, UnknownExercise
from descent.judging import sheet_files
from descent.judging.later import Later
from descent.judging.sheets import Criterion, KnownMistake, Sheet
from descent.probing.probes import call, look, make, script, take
from descent.probing.values import Lent, Rng, seal
from tests.descent import made_up, seen
from tests.strategies import same

RNG = np.random.default_rng(11)


def layer(X: Any, scale: float = 1.0) -> Any:
    return X.sum(axis=1, keepdims=True) * scale, {"z1": X, "n": len(X), "name": "layer"}


class Counter:
    def __init__(self, start: int) -> None:
        self.start = start


LAYER = made_up(
    layer,
    [call(RNG.normal(size=(3, 2))), call(RNG.normal(size=(2, 4)), scale=0.5, label="a scale")],
    Criterion("the sum", 2.0, outputs=("z",), options={"rtol": 1e-3}),
    Criterion("the cache", groups=("values",), manner=True),
    exercise="layer",
    parameters=("X", "scale"),
    returns=("z", "cache"),
    hints=("one", "two", "three"),
    uses=("sigmoid",),
    seconds=2.5,
    mistakes={
        "flat": lambda X, scale=1.0: (X.sum(axis=1) * scale, {"z1": X, "n": len(X)}),
        "fails": lambda X, scale=1.0: X.nothing,
        "infinite": lambda X, scale=1.0: (np.full((len(X), 1), np.inf), {"z1": X * np.nan}),
        "changes": lambda X, scale=1.0: X.fill(0),
    },
)
COUNTER = made_up(
    Counter,
    [script(make("c", 3), look("c.start", "start")), script(take(3, 1.5, target="", show="x"))],
    exercise="counter_start",
    answer="Counter",
)
ABOUT = made_up(
    lambda: 3,
    [call()],
    Criterion("a small number", rule="at_most", options={"most": 4}),
    exercise="about",
    own_properties="""
from descent.judging.compare import Difference


def at_most(probe, right, came, options):
    if came.shown["result"] > options["most"]:
        return Difference("property", sentence="It is too large.", cause="large")
""",
)
VALUE = Sheet(
    exercise="separable",
    answer="separable",
    parameters=(),
    returns=(),
    criteria=(Criterion("all"),),
    probes=(script(look("", "result"), group="g"),),
    expected=(seen(result=seal({"AND": True})),),
    mistakes=(KnownMistake("m", "Look again.", (seen(result=seal({"AND": False})),)),),
    hints=(),
)
ODD = made_up(
    lambda *_: (1, 1.0, True, None, 'ä\u2028"', [1, 2.5], np.array([[1, 2]])),
    [call(Rng("Generator", 3), Lent("linear", (2.0,)), ["a", None], {"k": (1, 2)}, -0.0, np.inf)],
    exercise="odd",
)


@pytest.fixture
def checks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for checks in place of the one that is shipped."""
    monkeypatch.setattr(sheet_files, "CHECKS", tmp_path / "checks")
    forget()
    yield tmp_path / "checks"
    forget()


def forget() -> None:
    for cached in vars(sheet_files).values():
        if hasattr(cached, "cache_clear"):
            cached.cache_clear()


@pytest.mark.parametrize(
    "sheet", [LAYER, COUNTER, VALUE, ABOUT, ODD], ids=lambda sheet: sheet.exercise
)
def test_a_sheet_is_read_as_it_was_written(checks: Path, sheet: Sheet) -> None:
    rounded = sheet_files.write([sheet], "01_made_up", checks) and sheet_files.load(sheet.exercise)
    # Numbers are written with ten digits, of known mistakes with eight: those are the same after
    # a second time.
    forget()
    sheet_files.write([rounded], "01_made_up", checks)
    again = sheet_files.load(sheet.exercise)
    for name in vars(sheet):
        assert alike(getattr(rounded, name), getattr(sheet, name)), name
        assert alike(getattr(again, name), getattr(rounded, name)), name


def alike(one: Any, other: Any) -> bool:
    """Whether two things that a sheet holds are the same, numbers to seven digits and a half."""
    if isinstance(one, np.ndarray):
        return (
            isinstance(other, np.ndarray)
            and one.dtype == other.dtype
            and np.allclose(one, other, rtol=6e-8, atol=0, equal_nan=True)
        )
    if hasattr(one, "__dataclass_fields__"):
        return type(one) is type(other) and alike(vars(one), vars(other))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(alike(one[key], other[key]) for key in one)
    # What mistakes do is read when it is looked at.
    one, other = (tuple(item) if isinstance(item, Later) else item for item in (one, other))
    if isinstance(one, (tuple, list)):
        pairs = zip(one, other, strict=True)
        return type(one) is type(other) and all(alike(*pair) for pair in pairs)
    return same(one, other)


def test_a_property_that_serves_one_exercise_comes_with_its_sheet(checks: Path) -> None:
    path = sheet_files.write([LAYER, ABOUT], "01_made_up", checks)
    assert zipfile.ZipFile(path).read("about.py").decode() == ABOUT.own_properties
    sheet = sheet_files.load("about")
    assert judge(sheet, [seen(result=2)]).share == 1.0
    verdict = judge(sheet, [seen(result=7)])
    assert (verdict.share, verdict.diagnosis) == (0.0, "large")
    assert verdict.message == "It is too large."


def test_checks_without_the_property_that_they_ask_for_are_damaged(checks: Path) -> None:
    sheet_files.write([replace(ABOUT, own_properties="")], "01_made_up", checks)
    with pytest.raises(BrokenChecks, match=r"no item named 'about.py'"):
        sheet_files.load("about")


def test_writing_twice_gives_the_same_file(checks: Path) -> None:
    first = sheet_files.write([LAYER, ODD], "01_made_up", checks).read_bytes()
    assert sheet_files.write([LAYER, ODD], "01_made_up", checks).read_bytes() == first


def test_what_mistakes_do_as_is_right_is_not_written_again(checks: Path) -> None:
    sheet_files.write([LAYER], "01_made_up", checks)
    data = sheet_files.member(checks / "01_made_up.zip", "layer")
    text = json.dumps(data["mistakes"])
    # The cache of the mistake "flat" is right.
    number = LAYER.probes[0].steps[0].args[0][0, 0]
    assert f"{number:.8g}"[:9] not in text


def test_an_exercise_is_found_in_whatever_section_it_is(checks: Path) -> None:
    sheet_files.write([LAYER, VALUE], "01_first", checks)
    sheet_files.write([COUNTER], "02_second", checks)
    assert sheet_files.load("counter_start").answer == "Counter"
    assert sheet_files.sections() == {
        "01_first": ("layer", "separable"),
        "02_second": ("counter_start",),
    }
    assert sheet_files.section_of("separable") == ("01_first", ("layer", "separable"))


def test_exercises_are_found_by_the_name_of_their_answer(checks: Path) -> None:
    sheet_files.write([LAYER, COUNTER], "01_made_up", checks)
    assert sheet_files.of_answer("Counter") == ("counter_start",)
    assert sheet_files.of_answer("layer") == ("layer",)
    assert sheet_files.of_answer("Count") == sheet_files.of_answer('"') == ()


def test_an_unknown_exercise_is_told_with_those_that_there_are(checks: Path) -> None:
    sheet_files.write([LAYER, COUNTER], "01_made_up", checks)
    with pytest.raises(UnknownExercise, match="no exercise 'layr'.*layer, counter_start"):
        sheet_files.load("layr")
    with pytest.raises(UnknownExercise):
        sheet_files.section_of("layr")


def test_without_checks_the_package_is_to_be_installed_again(checks: Path) -> None:
    with pytest.raises(BrokenChecks, match="install the wheel that came with your notebooks again"):
        sheet_files.load("layer")


@pytest.mark.parametrize("damage", [b"", b"{}", b"\xff\xfe", b"PK\x05\x06" + bytes(18)])
def test_damaged_checks_are_said_to_be_damaged(checks: Path, damage: bytes) -> None:
    sheet_files.write([LAYER], "01_made_up", checks).write_bytes(damage)
    with pytest.raises(BrokenChecks, match="cannot read"):
        sheet_files.load("layer")


@pytest.mark.parametrize("part", range(20))
def test_checks_of_which_some_bytes_are_others_are_damaged_or_as_they_were(
    checks: Path, part: int
) -> None:
    path = sheet_files.write([LAYER], "01_made_up", checks)
    whole = path.read_bytes()
    whole_sheet = sheet_files.load("layer")
    at = part * len(whole) // 20
    path.write_bytes(whole[:at] + bytes(8) + whole[at + 8 :])
    forget()
    try:
        again = sheet_files.load("layer")
    except BrokenChecks:
        return
    assert alike(again, whole_sheet)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", "{}", '{"arrays": []}', '{"arrays": 3, "mistakes": []}']
)
def test_an_exercise_that_is_no_sheet_is_damaged(checks: Path, text: str) -> None:
    path = sheet_files.write([LAYER], "01_made_up", checks)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("answers.json", '{"layer": "layer"}')
        archive.writestr("layer.json", text)
    with pytest.raises(BrokenChecks, match="cannot read"):
        sheet_files.load("layer")


def test_a_change_of_one_mistake_is_a_change_of_one_line(checks: Path) -> None:
    def lines() -> list[str]:
        path = sheet_files.write([sheet], "01_made_up", checks)
        return zipfile.ZipFile(path).read("layer.json").decode().splitlines()

    sheet = LAYER
    before = lines()
    first, *others = LAYER.mistakes
    sheet = replace(LAYER, mistakes=(replace(first, sentence="Otherwise."), *others))
    after = lines()
    assert len(before) == len(after)
    (other,) = [line for line in after if line not in before]
    assert "Otherwise." in other


def test_a_known_mistake_is_read_when_it_is_looked_at(checks: Path) -> None:
    path = sheet_files.write([LAYER], "01_made_up", checks)
    text = zipfile.ZipFile(path).read("layer.json").decode()
    (line,) = [line for line in text.splitlines() if LAYER.mistakes[1].sentence in line]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("answers.json", '{"layer": "layer"}')
        archive.writestr("layer.json", text.replace(line.strip(" ,"), "damaged"))
    sheet = sheet_files.load("layer")
    assert sheet.mistakes[0].id == LAYER.mistakes[0].id
    with pytest.raises(BrokenChecks, match="cannot read"):
        _ = sheet.mistakes[1]


SHIPPED = [name for names in sheet_files.sections().values() for name in names]


@pytest.mark.parametrize("exercise", SHIPPED)
def test_what_is_shipped_is_complete(exercise: str) -> None:
    sheet = sheet_files.load(exercise)
    assert sheet.exercise == exercise and sheet.hints and sheet.probes
    assert len(sheet.expected) == len(sheet.probes)
    for mistake in sheet.mistakes:
        assert len(mistake.observations) == len(sheet.probes)
    groups = {probe.group for probe in sheet.probes}
    assert all(groups.issuperset(criterion.groups) for criterion in sheet.criteria)
    assert set(sheet.uses) <= {*SHIPPED}
    assert exercise in sheet_files.of_answer(sheet.answer)
