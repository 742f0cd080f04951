"""The rules of an exercise: what decides its marks, and what changed between two of them."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from descent.judging.compare import ATOL, RTOL
from descent.judging.sentences import listing
from descent.judging.sheets import Criterion
from descent.probing.codec import to_json
from descent.probing.probes import Observation, Probe
from descent.probing.values import Value
from grader.course import Section, hidden_rng
from grader.sheets.exercise import exercises
from grader.sheets.kept import kept
from grader.sheets.preparation import asked
from grader.sheets.references import reference

# What all exercises share: how a result is compared, a property is judged, criteria become a
# share of the points, a submission is laid over the release and run. Raise it when a change there
# can change the mark of any notebook, to be seen in the record of marks (tests/marks.py). What an
# exercise itself asks needs no raise. 1 was the time of one generator for all probes.
SHARED = 2

# Known to everybody: the rules are the same in every course. Marks come from the course's own seed.
PUBLIC_SEED = "the rules of Graded Descent"

# More names than these are counted.
NAMED = 3


@dataclass(frozen=True)
class Rules:
    """What decides the marks of an exercise, as digests.

    It does not depend on where and how the code is written, nor on sentences,
    hints, labels and known mistakes.

    Attributes:
        version: A short name, such as ``2-3fa9c1d27b04``. As long as it is the same, so
            are the marks of the exercise for a given notebook and course seed.
        parts: What it is made of, as data for JSON.
    """

    version: str
    parts: Mapping[str, Any]


@functools.cache
def rules(section: Section, exercise: str) -> Rules:
    """Return the rules of an exercise as they are now."""
    return _named(kept(section, exercise, "rules", lambda: _parts(section, exercise)))


def _parts(section: Section, exercise: str) -> dict[str, Any]:
    entry, of = exercises(section)[exercise], reference(section)
    sheet = asked(
        entry, of, lambda probe: hidden_rng(section, exercise, probe, PUBLIC_SEED), again=True
    )
    pairs = list(zip(sheet.probes, sheet.expected, strict=True))
    return {
        "probes": {probe.name: of_probe(probe) for probe, _ in pairs},
        "right": {probe.name: _of_right(right) for probe, right in pairs},
        "criteria": _of_criteria(entry.criteria, entry.returns),
        "points": of.points[exercise],
        "seconds": entry.seconds,
        "tolerances": [RTOL, ATOL],
        "shared": SHARED,
    }


def differences(before: Rules, now: Rules) -> Iterator[str]:
    """Yield what changed from one version of an exercise's rules to another, in a few words."""
    old, new = before.parts, now.parts
    differing = [part for part in new if part in old and old[part] != new[part]]
    for part in differing:
        if part in ("probes", "right"):
            yield from _by_name(part, old[part], new[part])
        elif part == "criteria":
            yield "its criteria changed"
        else:
            yield f"{_PLAIN[part]} changed: {_text(old[part])}, now {_text(new[part])}"
    # A record that an older version has written.
    if before.version != now.version and not differing:
        yield f"other rules: {before.version}, now {now.version}"


_PLAIN = {
    "points": "its points",
    "seconds": "the seconds that its test may take",
    "tolerances": "the tolerances",
    "shared": "how answers are run, compared and judged",
}


def _by_name(part: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    common = [name for name in new if name in old]
    differing = [name for name in common if old[name] != new[name]]
    if part == "right":
        if differing:
            yield f"what is right for {_probes(differing)} changed"
        return
    for what, names in (
        ("new", [name for name in new if name not in old]),
        ("gone", [name for name in old if name not in new]),
    ):
        if names:
            yield f"{_probes(names)} {'is' if len(names) == 1 else 'are'} {what}"
    if differing:
        yield f"{_probes(differing)} changed"


def _probes(names: Sequence[str]) -> str:
    first = [repr(name) for name in names[:NAMED]]
    if len(names) > NAMED:
        first.append(f"{len(names) - NAMED} more")
    return f"its {'probe' if len(names) == 1 else 'probes'} {listing(first)}"


def _text(part: Any) -> str:
    return " and ".join(f"{n:g}" for n in part) if isinstance(part, list) else f"{part:g}"


def _named(parts: dict[str, Any]) -> Rules:
    return Rules(f"{parts['shared']}-{digest(parts)[:12]}", parts)


def of_probe(probe: Probe) -> str:
    """Return a digest of what a probe asks, whatever it is called."""
    steps = [
        [step.do, step.target, step.args, dict(step.kwargs), step.keep, step.show, step.limit]
        for step in probe.steps
    ]
    return digest(rounded(to_json([probe.group, steps]), 15))[:8]


def _of_right(right: Observation) -> str:
    error = right.raised.type if right.raised else ""
    # Below the absolute tolerance there may be nothing but rounding errors of one machine.
    return digest(rounded(to_json([dict(right.shown), dict(right.changed), error]), 9))[:8]


def _of_criteria(criteria: Sequence[Criterion], returns: Sequence[str]) -> str:
    asked_for = sorted(
        json.dumps(to_json([c.share, c.groups, c.outputs, c.rule, dict(c.options), c.manner]))
        for c in criteria
    )
    return digest([asked_for, list(returns)])[:8]


def rounded(data: Any, decimals: int) -> Any:
    """Return data for JSON with as many digits as all machines agree on."""
    if isinstance(data, float):
        return round(float(f"{data:.6g}"), decimals) + 0.0
    if isinstance(data, list):
        return [rounded(item, decimals) for item in data]
    if isinstance(data, dict):
        return {key: rounded(item, decimals) for key, item in data.items()}
    return data


def digest(data: Value) -> str:
    """Return a digest of data for JSON."""
    text = json.dumps(data, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
