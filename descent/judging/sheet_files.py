"""The sheets that students get, in the files of ``descent/checks``: one for each section.

``descent build`` writes them. A check reads that of its own exercise, and where an answer is
wrong, what such answers are asked besides.
"""

from __future__ import annotations

import contextlib
import functools
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import MISSING, Field, fields, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo
from zlib import error

from descent.errors import BrokenChecks, UnknownExercise
from descent.judging.later import Later
from descent.judging.packing import Packed, pack
from descent.judging.properties import PROPERTIES, RULES
from descent.judging.sheets import Criterion, KnownMistake, Sheet
from descent.probing.codec import to_json
from descent.probing.probes import Observation, Probe, Step

T = TypeVar("T")

CHECKS = Path(__file__).resolve().parent.parent / "checks"

_AGAIN = (
    "install the wheel that came with your notebooks again "
    "(pip install --force-reinstall graded_descent-….whl), or, in a clone, run descent build"
)


def write(
    sheets: Sequence[Sheet],
    section: str,
    folder: Path = CHECKS,
    experiments: Sequence[Sheet] = (),
) -> Path:
    """Write the sheets of a section and return the file.

    It is a ZIP archive, of which a check opens its own exercise alone. A member
    has a line for each thing, so that ``unzip -p`` gives a text that can be read.

    Args:
        sheets: The visible sheets of its exercises.
        section: The section.
        folder: Where the file is written.
        experiments: What wrong answers are asked besides, for exercises that have that.
    """
    path = folder / f"{section}.zip"
    folder.mkdir(exist_ok=True)
    answer_names = {sheet.exercise: sheet.answer for sheet in sheets}
    members = {f"{_ANSWERS}.json": _in_lines(answer_names)}
    for sheet in sheets:
        members[f"{sheet.exercise}.json"] = _in_lines(pack(_dump(sheet)))
        if sheet.own_properties:
            members[f"{sheet.exercise}.py"] = sheet.own_properties
    for sheet in experiments:
        members[f"{sheet.exercise}{_EXPERIMENTS}.json"] = _in_lines(pack(_dump(sheet)))
    with ZipFile(path, "w") as archive:
        for name, text in members.items():
            # Without the time of day, so that the same sheets give the same file.
            archive.writestr(ZipInfo(name), text, ZIP_DEFLATED, compresslevel=9)
    return path


def as_written(probes: Sequence[Probe]) -> tuple[Probe, ...]:
    """Return probes with their numbers as :func:`write` writes them, and a check reads them."""
    bare = Sheet(*("", "", (), (), ()), tuple(probes), *((), (), ()))
    sheet: Sheet = _parse(Sheet, {**Packed(pack(_dump(bare))).sheet, "mistakes": ()})
    return sheet.probes


def _in_lines(data: dict[str, Any]) -> str:
    """Return a dict as JSON with a line for each item, and for each item of a list in it."""
    lines = []
    for name, item in data.items():
        text = _line(item)
        if isinstance(item, list) and item:
            text = "[\n  " + ",\n  ".join(map(_line, item)) + "\n ]"
        lines.append(f" {_line(name)}: {text}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _line(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _with_later(text: str, names: Sequence[str]) -> dict[str, Any]:
    """Return a dict that :func:`_in_lines` wrote; items of these lists are read when looked at."""
    lists = {}
    for name in names:
        start = f"\n {_line(name)}: ["
        before, found, after = text.partition(f"{start}\n  ")
        # An empty list has no lines.
        if found:
            items, _, rest = after.partition("\n ]")
            lists[name] = Later(json.loads, items.split(",\n  "))
            text = f"{before}{start}]{rest}"
    return {**json.loads(text), **lists}


def load(exercise: str) -> Sheet:
    """Return the sheet of an exercise with its visible probes.

    Raises:
        UnknownExercise: No section has an exercise of that name.
        BrokenChecks: The data is missing or damaged.
    """
    for path in _paths():
        if exercise in answers(path):
            return load_from(path, exercise)
    names = ", ".join(name for path in _paths() for name in answers(path))
    raise UnknownExercise(f"there is no exercise {exercise!r}; there are {names}")


def load_experiments(exercise: str) -> Sheet | None:
    """Return what wrong answers to an exercise are asked besides; None if there is nothing.

    Raises:
        BrokenChecks: The data is damaged.
    """
    paths = (path for path in _paths() if exercise in answers(path))
    return next((experiments_in(path, exercise) for path in paths), None)


@functools.cache
def experiments_in(path: Path, exercise: str) -> Sheet | None:
    """Return what is asked besides of wrong answers to an exercise in a file; None if nothing is.

    Raises:
        BrokenChecks: The data is missing or damaged.
    """
    name = f"{exercise}{_EXPERIMENTS}"
    return load_from(path, name) if f"{name}.json" in _members(path) else None


def of_answer(answer: str) -> tuple[str, ...]:
    """Return the exercises whose answer has this name, in order; none if there are none."""
    return tuple(
        name
        for path in _paths()
        for name, answer_name in answers(path).items()
        if answer in (name, answer_name)
    )


def sections() -> dict[str, tuple[str, ...]]:
    """Return the exercises of each section, in order."""
    return {path.stem: tuple(answers(path)) for path in _paths()}


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
    paths = tuple(sorted(CHECKS.glob("*.zip")))
    if not paths:
        raise BrokenChecks(f"no checks in {CHECKS}; {_AGAIN}")
    return paths


# The member that says how the notebook calls the answer of each exercise.
_ANSWERS = "answers"

# What the member with experiments is called beyond the name of its exercise.
_EXPERIMENTS = ".experiments"


@functools.cache
def answers(path: Path) -> dict[str, str]:
    """Return how the notebook calls the answer of each exercise in a file, in order.

    Raises:
        BrokenChecks: The file is missing or damaged.
    """
    names: dict[str, str] = member(path, _ANSWERS)
    return names


def member(path: Path, name: str) -> dict[str, Any]:
    """Return what a file of checks has under a name, as it is written there.

    Raises:
        BrokenChecks: The file is missing or damaged.
    """
    return _parsed(path, name, json.loads)


def _parsed(path: Path, name: str, parse: Callable[[str], Any]) -> dict[str, Any]:
    with _whole(path):
        data = parse(_content(path, f"{name}.json").decode())
    if not data or not isinstance(data, dict):
        raise _broken(path, f"{name}.json in it is empty")
    return data


def names(path: Path) -> list[str]:
    """Return the names of all sheets in a file, experiments included.

    Raises:
        BrokenChecks: The file is missing or damaged.
    """
    stems = (name.removesuffix(".json") for name in _members(path) if name.endswith(".json"))
    return sorted(stem for stem in stems if stem != _ANSWERS)


def _members(path: Path) -> frozenset[str]:
    return _read(path, lambda archive: frozenset(archive.namelist()))


def _content(path: Path, name: str) -> bytes:
    return _read(path, lambda archive: archive.read(name))


def _read(path: Path, read: Callable[[ZipFile], T]) -> T:
    try:
        with ZipFile(path) as archive:
            return read(archive)
    # What a damaged archive makes zipfile raise is no family of errors.
    except (OSError, ValueError, LookupError, EOFError, RuntimeError, BadZipFile, error) as why:
        raise _broken(path, why) from why


def _broken(path: Path, why: object) -> BrokenChecks:
    return BrokenChecks(f"cannot read {path}: {why}; {_AGAIN}")


def _mistake(path: Path, packed: Packed, place: int) -> KnownMistake:
    with _whole(path):
        mistake, readers = packed.mistake(place)
        observations = Later(partial(_observation, path), readers)
        return KnownMistake(**{**mistake, "observations": observations})


def _observation(path: Path, read: Callable[[], dict[str, Any]]) -> Observation:
    with _whole(path):
        return Observation(**read())


@contextlib.contextmanager
def _whole(path: Path) -> Iterator[None]:
    """Say of a file whose data is not as it should be that it is damaged."""
    try:
        yield
    except (LookupError, TypeError, ValueError, AttributeError, OverflowError) as why:
        raise _broken(path, why) from why


@functools.cache
def load_from(path: Path, exercise: str) -> Sheet:
    """Return the sheet of an exercise that is in a file.

    Raises:
        BrokenChecks: The file is missing or damaged.
    """
    data = _parsed(path, exercise, partial(_with_later, names=("mistakes", "arrays")))
    with _whole(path):
        packed = Packed(data)
        sheet: Sheet = _parse(Sheet, {**packed.sheet, "mistakes": ()})
    mistakes = Later(partial(_mistake, path, packed), range(len(packed.ids)), packed.ids)
    sheet = replace(sheet, mistakes=mistakes)
    if any(c.rule not in (*RULES, *PROPERTIES) for c in sheet.criteria):
        return replace(sheet, own_properties=_content(path, f"{exercise}.py").decode())
    return sheet


def _dump(item: Any) -> dict[str, Any]:
    data = {}
    for f in fields(item):
        value = getattr(item, f.name)
        if f.name in _NESTED:
            data[f.name] = [_dump(one) for one in value]
        # What is left out is filled in again by its default. Code is a member of its own.
        elif f.name != "own_properties" and not _is_default(value, f):
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
    nested = {
        name: tuple(_parse(_NESTED[name], one) for one in data[name])
        for name in _NESTED.keys() & data.keys()
    }
    return kind(**{**data, **nested} if nested else data)
