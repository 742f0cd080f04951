"""Answer sheets: everything that a check has to know about an exercise, as data.

A sheet holds the probes, what the right answer does with each, what each known
mistake does, and the sentences to say. The grader makes one with hidden
probes; ``descent build`` makes one with visible probes and writes it to
``descent/checks``, where :func:`load` finds it. Neither holds an answer.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from pathlib import Path
from typing import Any

from descent.errors import BrokenChecks, UnknownExercise
from descent.probing.probes import Observation, Probe, Step
from descent.probing.values import Value, from_json, to_json

CHECKS = Path(__file__).resolve().parent.parent / "checks"

_AGAIN = (
    "install the wheel that came with your notebooks again "
    "(pip install --force-reinstall graded_descent-….whl), or, in a clone, run descent build"
)


@dataclass(frozen=True)
class Criterion:
    """One thing that is asked of an answer, and its share of the points.

    Attributes:
        name: What is asked, in a few words for the student.
        share: Its weight among the criteria of the exercise.
        groups: The groups of probes it is judged on; all without any.
        outputs: Patterns (as in ``fnmatch``) of the parts of the result it is
            judged on; all without any.
        rule: ``"close"`` to the right values, or the name of a property in
            ``descent.judging.properties``.
        options: What the rule needs to know, such as tolerances.
        manner: Whether it asks how the result is reached rather than what it
            is. It counts only beside a criterion that is met and asks what.
    """

    name: str
    share: float = 1.0
    groups: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    rule: str = "close"
    options: Mapping[str, Value] = field(default_factory=dict)
    manner: bool = False


@dataclass(frozen=True)
class KnownMistake:
    """A known mistake: what it does with each probe, and what to tell the student.

    Attributes:
        id: A short name for those who grade.
        sentence: What the student is told.
        observations: What it does with each probe.
    """

    id: str
    sentence: str
    observations: tuple[Observation, ...]


@dataclass(frozen=True)
class Sheet:
    """What a check knows about one exercise.

    Attributes:
        exercise: Its name in the contract.
        answer: What the notebook calls the answer.
        parameters: The names of the answer's parameters, for messages.
        returns: Names for the items of a tuple that is returned.
        criteria: What is asked.
        probes: The questions.
        expected: What the right answer does with each of them.
        mistakes: What known mistakes do with each of them.
        hints: From a nudge to nearly the answer.
        uses: Earlier exercises of the notebook that the answer may call.
        seconds: How long one probe may take.
        foreseen: What slips and pairs of mistakes do, and what to say of each, as
            :mod:`descent.diagnosis.foreseen` seals it.
    """

    exercise: str
    answer: str
    parameters: tuple[str, ...]
    returns: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    probes: tuple[Probe, ...]
    expected: tuple[Observation, ...]
    mistakes: tuple[KnownMistake, ...]
    hints: tuple[str, ...]
    uses: tuple[str, ...] = ()
    seconds: float = 10.0
    foreseen: Mapping[str, str] = field(default_factory=dict)


def write(sheets: list[Sheet], section: str, folder: Path = CHECKS) -> Path:
    """Write the sheets of a section and return the file."""
    path = folder / f"{section}.json"
    folder.mkdir(exist_ok=True)
    # A line for each field of an exercise: short to load, and a change can be seen.
    entries = []
    for sheet in sheets:
        lines = [f"  {_line(name)}: {_line(item)}" for name, item in _dump_sheet(sheet).items()]
        entries.append(f" {_line(sheet.exercise)}: {{\n" + ",\n".join(lines) + "\n }")
    path.write_text("{\n" + ",\n".join(entries) + "\n}\n", encoding="utf-8")
    return path


def _line(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def load(exercise: str) -> Sheet:
    """Return the sheet of an exercise with its visible probes.

    Raises:
        UnknownExercise: No section has an exercise of that name.
        BrokenChecks: The data is missing or damaged.
    """
    for path in _paths():
        if exercise in _texts(path):
            return _read(path, exercise)
    known = ", ".join(name for path in _paths() for name in _texts(path))
    raise UnknownExercise(f"there is no exercise {exercise!r}; there are {known}")


def of_answer(answer: str) -> tuple[str, ...]:
    """Return the exercises whose answer has this name, in order; none if there are none."""
    line = f'\n  "answer": {_line(answer)}'
    return tuple(
        name
        for path in _paths()
        for name, text in _texts(path).items()
        if name == answer or line in text
    )


def sections() -> dict[str, tuple[str, ...]]:
    """Return the exercises of each section, in order."""
    return {path.stem: tuple(_texts(path)) for path in _paths()}


def section_of(exercise: str) -> tuple[str, tuple[str, ...]]:
    """Return the section of an exercise, and all exercises of that section, in order.

    Raises:
        UnknownExercise: No section has an exercise of that name.
    """
    for section, names in sections().items():
        if exercise in names:
            return section, names
    raise UnknownExercise(f"there is no exercise {exercise!r}")


@functools.cache
def _paths() -> tuple[Path, ...]:
    paths = tuple(sorted(CHECKS.glob("*.json")))
    if not paths:
        raise BrokenChecks(f"no checks in {CHECKS}; {_AGAIN}")
    return paths


@functools.cache
def _texts(path: Path) -> dict[str, str]:
    """Return the JSON of each exercise in a file: parsing all of it would take too long."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise _broken(path, error) from error
    begins = list(_ENTRY.finditer(text))
    ends = [*(entry.start() for entry in begins[1:]), text.rfind("}")]
    if not begins:
        raise _broken(path, "there is no exercise in it")
    return {
        entry[1]: text[entry.end() - 1 : end].rstrip(",\n")
        for entry, end in zip(begins, ends, strict=True)
    }


# The line with which :func:`write` begins an exercise.
_ENTRY = re.compile(r'^ "(\w+)": \{$', re.MULTILINE)


def _broken(path: Path, why: object) -> BrokenChecks:
    return BrokenChecks(f"cannot read {path}: {why}; {_AGAIN}")


@functools.cache
def _read(path: Path, exercise: str) -> Sheet:
    try:
        data = json.loads(_texts(path)[exercise])
    except ValueError as error:
        raise _broken(path, error) from error
    return _parse_sheet(data)


def _dump_sheet(sheet: Sheet) -> dict[str, Any]:
    """Return a sheet as data, in which mistakes have only what they do otherwise than right."""
    data = _dump(sheet)
    for mistake in data["mistakes"]:
        mistake["observations"] = _other(mistake["observations"], data["expected"])
    return data


def _parse_sheet(data: dict[str, Any]) -> Sheet:
    mistakes = [
        {**mistake, "observations": _whole(mistake["observations"], data["expected"])}
        for mistake in data["mistakes"]
    ]
    sheet: Sheet = _parse(Sheet, {**data, "mistakes": mistakes})
    return sheet


_SAME = {"~": "="}


def _other(tree: Any, right: Any) -> Any:
    """Return a tree of JSON with a mark in place of each branch that is as in another tree."""
    if tree == right:
        return _SAME
    if isinstance(tree, dict) and isinstance(right, dict) and tree.get("~") != "array":
        return {
            key: _other(item, right[key]) if key in right else item for key, item in tree.items()
        }
    both_lists = isinstance(tree, list) and isinstance(right, list) and len(tree) == len(right)
    if both_lists and any(isinstance(item, (dict, list)) for item in tree):
        return [_other(item, other) for item, other in zip(tree, right, strict=True)]
    return tree


def _whole(tree: Any, right: Any) -> Any:
    """Return the tree of JSON of which :func:`_other` left out what is as in another tree."""
    if tree == _SAME:
        return right
    if isinstance(tree, dict) and isinstance(right, dict):
        return {
            key: _whole(item, right[key]) if key in right else item for key, item in tree.items()
        }
    if isinstance(tree, list) and isinstance(right, list) and len(tree) == len(right):
        return [_whole(item, other) for item, other in zip(tree, right, strict=True)]
    return tree


def _dump(item: Any) -> dict[str, Any]:
    data = {}
    for f in fields(item):
        value = getattr(item, f.name)
        if f.name in _NESTED:
            data[f.name] = [_dump(one) for one in value]
        # What is left out is filled in again by its default.
        elif not _is_default(value, f):
            data[f.name] = to_json(value)
    return data


def _is_default(item: Any, of: Field[Any]) -> bool:
    default = of.default if of.default_factory is MISSING else of.default_factory()
    return type(item) is type(default) and bool(item == default)


_NESTED = {
    "criteria": Criterion,
    "probes": Probe,
    "steps": Step,
    "expected": Observation,
    "mistakes": KnownMistake,
    "observations": Observation,
}


def _parse(kind: Any, data: dict[str, Any]) -> Any:
    filled = {}
    for name, item in data.items():
        if name in _NESTED:
            filled[name] = tuple(_parse(_NESTED[name], one) for one in item)
        else:
            filled[name] = from_json(item)
    return kind(**filled)
