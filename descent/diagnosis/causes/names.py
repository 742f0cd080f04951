"""Right numbers under other names: keys that are spelled otherwise, parts that are exchanged."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from descent.diagnosis.causes.cases import Array, Case, Cause, Pair, near, pairs_of, telling
from descent.judging.compare import as_numbers
from descent.judging.sentences import named
from descent.probing.probes import Observation
from descent.probing.values import Sealed, Value

Dict = Mapping[Any, Value]

# In so many questions the shapes have to differ.
_FEWEST = 2


def other_part(part: str, by_part: Mapping[str, Sequence[Case]]) -> Cause | None:
    """A part has the numbers that another one should have."""
    pairs = pairs_of(part, by_part[part])
    if not pairs or not telling(pairs, lambda pair: pair.came):
        return None
    others = {q: cases for q, cases in _with_entries(by_part).items() if q != part}
    candidates = [q for q, cases in others.items() if _has(pairs, cases, by_part[part])]
    if not candidates:
        return None
    # Of parts that should have the same numbers, one of the same dict.
    root = part.partition("[")[0]
    other = next((q for q in candidates if q.partition("[")[0] == root), candidates[0])
    return Cause("other-part", f"{named(part)} has the numbers that {named(other)} should have.")


def _with_entries(by_part: Mapping[str, Sequence[Case]]) -> dict[str, Sequence[Case]]:
    """Return the parts, and for a dict in place of which something else came, what is in it."""
    found = {**by_part}
    for part, cases in by_part.items():
        dicts = [case.right for case in cases if isinstance(case.right, dict)]
        for key in dicts[0] if dicts and len(dicts) == len(cases) else ():
            there = [replace(case, right=case.right[key]) for case in cases if key in case.right]
            found[f"{part}[{key!r}]"] = there
    return found


def exchanged_parts(
    by_part: Mapping[str, Sequence[Case]],
) -> Iterator[tuple[str, str, Cause]]:
    """Yield two parts each of which has the numbers of the other, and say so."""
    all_wrong = [part for part, cases in by_part.items() if all(case.wrong for case in cases)]
    for one, other in itertools.combinations(all_wrong, 2):
        pairs = [pairs_of(part, by_part[part]) for part in (one, other)]
        if (
            all(group and telling(group, lambda pair: pair.came) for group in pairs)
            and _has(pairs[0], by_part[other], by_part[one])
            and _has(pairs[1], by_part[one], by_part[other])
        ):
            sentence = f"{named(one)} and {named(other)} are exchanged."
            yield one, other, Cause("exchanged-parts", sentence)


def exchanged_shapes(by_part: Mapping[str, Sequence[Case]], returns: Sequence[str]) -> Cause | None:
    """Return that two results each have the numbers of entries of the other, along each axis."""
    # Of three, they may be in any order.
    if len(returns) != 2:
        return None
    one, other = returns
    first, second = (pairs_of(part, by_part.get(part, ())) for part in (one, other))
    if not first or len(first) != len(second):
        return None
    both = [
        tuple(map(_entries, (a.right, b.right, a.came, b.came)))
        for a, b in zip(first, second, strict=True)
    ]
    are = all((a_came, b_came) == (b, a) for a, b, a_came, b_came in both)
    if not are or sum(a != b for a, b, *_ in both) < _FEWEST:
        return None
    return Cause(
        "exchanged-shapes",
        f"{named(one)} has as many numbers as {named(other)} should have, and {named(other)} as "
        f"many as {named(one)}, as where the two are exchanged.",
    )


def turned(came: Observation) -> Observation:
    """Return what came with its two results in the other order."""
    result = came.shown.get("result")
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        return came
    return replace(came, shown={**came.shown, "result": (result[1], result[0])})


def _entries(array: Array) -> tuple[int, ...]:
    """Return the shape of an array without the axes that have a single entry."""
    return np.squeeze(array).shape


def _has(pairs: Sequence[Pair], others: Sequence[Case], own: Sequence[Case]) -> bool:
    """Return whether what came, wherever it is wrong, is what another part should be."""
    rights = {case.name: as_numbers(case.right) for case in others}
    for case, pair in zip(own, pairs, strict=True):
        right = rights.get(case.name)
        if right is None or not pair.wrong:
            return False
        if not near(right.astype(float), pair.came):
            return False
    return True


def missing_keys(
    expected: Sequence[Observation],
    observations: Sequence[Observation],
    explained: Collection[str] = (),
) -> Cause | None:
    """Keys are missing from dicts, perhaps because they are spelled otherwise.

    Args:
        expected: What is right.
        observations: What the answer did.
        explained: The parts of the result that something else accounts for.
    """
    gaps = [
        (right, came)
        for one, other in zip(expected, observations, strict=True)
        if not other.raised
        for name, value in one.shown.items()
        for right, came in _dicts(value, other.shown.get(name))
        if right.keys() - came.keys()
    ]
    if not gaps:
        return None
    names = list(dict.fromkeys(str(k) for right, came in gaps for k in right if k not in came))
    listing = _listed(names)
    if all(_spelled_otherwise(right, came) for right, came in gaps):
        sentence = f"The keys are spelled otherwise than they should be, which is {listing}."
        return Cause("keys-spelled-otherwise", sentence)
    if all(_under_other_names(right, came) for right, came in gaps):
        sentence = (
            f"The right values are there, but under other names: the keys should be {listing}."
        )
        return Cause("keys-renamed", sentence)
    # What is missing elsewhere may be there in the first one, which the student is shown.
    missing = ([key for key in right if key not in came] for right, came in gaps)
    left_open = ([str(key) for key in keys if not _is_part(key, explained)] for keys in missing)
    names = next(filter(None, left_open), [])
    if not names:
        return None
    are = "is" if len(names) == 1 else "are"
    told = f"{_listed(names)} {are} missing from the dict."
    last = _last_of_their_kind(gaps)
    if last:
        told += f" Each time it is the last {_stem(names[0])} that is asked for."
    return Cause("last-key-missing" if last else "keys-missing", told + _others(*gaps[0]), told)


def _others(right: Dict, came: Dict) -> str:
    """Say which keys are there that are not asked for, if they are short and plain."""
    others = [key for key in came if key not in right]
    if not others or not all(re.fullmatch(r"\w{1,12}", str(key), re.ASCII) for key in others):
        return ""
    are = "Another key is" if len(others) == 1 else "Other keys are"
    return f" {are} there: {_listed([*map(str, others)])}."


def _last_of_their_kind(gaps: Sequence[tuple[Dict, Dict]]) -> bool:
    """Return whether one key is missing each time, the one of its kind with the highest number."""
    lacking = [[str(key) for key in right if key not in came] for right, came in gaps]
    if any(len(keys) != 1 for keys in lacking) or len({keys[0] for keys in lacking}) < 2:
        return False
    for (key,), (right, _) in zip(lacking, gaps, strict=True):
        numbers = [_number(one) for one in map(str, right) if _stem(one) == _stem(key)]
        if not key[-1].isdigit() or _number(key) < max(numbers):
            return False
    return len({_stem(key) for (key,) in lacking}) == 1


def numbered_otherwise(expected: Sequence[Observation], seen: Sequence[Observation]) -> bool:
    """Return whether a key is missing somewhere, and the same with another number is there.

    Under which number what stands is not known then.
    """
    pairs = (
        pair
        for right, came in zip(expected, seen, strict=True)
        for name, item in right.shown.items()
        for pair in _dicts(item, came.shown.get(name))
    )
    return any(
        not _stems(right.keys() - came.keys()).isdisjoint(_stems(came.keys() - right.keys()))
        for right, came in pairs
    )


def _stems(keys: Iterable[object]) -> set[str]:
    return {_stem(key) for key in map(str, keys) if key[-1:].isdigit()}


def _stem(key: str) -> str:
    return key.rstrip("0123456789")


def _number(key: str) -> int:
    return int(key[len(_stem(key)) :] or 0)


def as_spelled(right: Value, came: Value) -> Value:
    """Return what came with its keys as they should be, where they are only spelled otherwise."""
    if isinstance(right, Sealed) and right.keys:
        right = dict.fromkeys(right.keys)
    if isinstance(right, dict) and isinstance(came, dict) and _spelled_otherwise(right, came):
        proper = {_plain(key): key for key in right if key not in came}
        others = [_plain(key) for key in came if key not in right]
        # Two keys that differ in their case alone could be either.
        if len(proper) < len(right.keys() - came.keys()) or len({*others}) < len(others):
            return came
        return {k if k in right else proper.get(_plain(k), k): item for k, item in came.items()}
    if isinstance(right, tuple) and isinstance(came, (tuple, list)) and len(right) == len(came):
        return type(came)(itertools.starmap(as_spelled, zip(right, came, strict=True)))
    return came


def _is_part(key: object, parts: Collection[str]) -> bool:
    """Return whether an entry of a dict is one of these parts of a result."""
    return any(part == str(key) or part.endswith(f"[{key!r}]") for part in parts)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:6]) + (", …" if len(names) > 6 else "")


def _dicts(right: Value, came: Value) -> Iterator[tuple[Dict, Dict]]:
    if isinstance(right, Sealed) and right.keys:
        right = dict.fromkeys(right.keys)
    if isinstance(right, dict) and isinstance(came, dict):
        yield right, came
    elif isinstance(right, tuple) and isinstance(came, (tuple, list)) and len(right) == len(came):
        for one, other in zip(right, came, strict=True):
            yield from _dicts(one, other)


def _plain(key: object) -> str:
    return "".join(c for c in str(key).casefold() if c.isalnum())


def _spelled_otherwise(right: Dict, came: Dict) -> bool:
    others = {_plain(key) for key in came if key not in right}
    return all(_plain(key) in others for key in right if key not in came)


def _under_other_names(right: Dict, came: Dict) -> bool:
    candidates = [as_numbers(came[key]) for key in came if key not in right]
    for key in right.keys() - came.keys():
        expected = as_numbers(right[key])
        if expected is None:
            return False
        fits = (
            n
            for n, one in enumerate(candidates)
            if one is not None and near(expected.astype(float), one)
        )
        place = next(fits, None)
        if place is None:
            return False
        candidates[place] = None
    return True
