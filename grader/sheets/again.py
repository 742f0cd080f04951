"""What hidden tests ask besides: the same answer twice, with other values of the same shapes.

A test that asks once cannot tell an answer from one that remembers what it
gave before, is one call late, gives the same array each time, or looks at
more than its arguments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from descent.judging.compare import same_behavior
from descent.probing.probes import Again, Observation, Probe, Step
from descent.probing.values import Ref, Rng, Sliced, Value

Right = Callable[[Probe], Observation]


def asked_again(probes: Sequence[Probe], right: Right) -> Iterator[Probe]:
    """Yield further probes, for each group of those that an exercise has.

    Args:
        probes: What the exercise asks.
        right: Puts a probe to the reference answer.
    """
    everything = True
    for group in dict.fromkeys(probe.group for probe in probes):
        mine = [probe for probe in probes if probe.group == group]
        calls = (list(_calls(probe, right, everything)) for probe in mine if _is_call(probe))
        found = next(filter(None, calls), [])
        # One kind of question will do where another group has been asked all of them.
        yield from found if everything else found[:1]
        everything = everything and not found
        scripts = (list(_scripts(probe, right)) for probe in mine if _is_script(probe))
        yield from next(scripts, [])


def _is_call(probe: Probe) -> bool:
    return len(probe.steps) == 1 and probe.steps[0].do == "call"


def _is_script(probe: Probe) -> bool:
    first = probe.steps[0]
    return len(probe.steps) > 1 and first.do == "call" and not first.target and bool(first.keep)


def _calls(probe: Probe, right: Right, numbers: bool) -> Iterator[Probe]:
    """Yield probes of two calls, if the right answers to them differ.

    Args:
        probe: A call.
        right: Puts a probe to the reference answer.
        numbers: Whether numbers may be others: a group may be about one of them.
    """
    (step,) = probe.steps
    others = _otherwise(probe, right, numbers)
    if not others:
        return
    silent = replace(step, show="")
    for number, other in enumerate(others, 1):
        yield _asking(probe, "call", silent, other, number=number if len(others) > 1 else 0)
    if _holds_arrays(right(probe).shown[step.show]):
        seen = Step("get", "first", show=step.show)
        last = replace(others[0], show="")
        yield _asking(probe, "result", replace(silent, keep="first"), last, seen)
    held = [n for n, item in enumerate(step.args) if _can_change(item)]
    for other in (_changed(step, numbers=numbers), *others):
        filled = _with(step, {n: other.args[n] for n in held})
        if held and _differs(probe, filled, right):
            yield _asking(probe, "array", *_same_objects([step], [filled]))
            break
    if any(map(_is_array, step.args)):
        yield _asking(probe, "part", _with_parts(step))


def _scripts(probe: Probe, right: Right) -> Iterator[Probe]:
    """Yield scripts that make and use a second object as well, or the same one once more."""
    shows = [n for n, step in enumerate(probe.steps) if step.show]
    meanwhile = [_anothers(step) for step in probe.steps]
    first, last = shows[0], shows[-1]
    others = [*probe.steps[:first], *meanwhile, *probe.steps[first:last]]
    # What is noted in between must not be the second object's either.
    again = meanwhile[1:] if last > first else []
    yield _asking(probe, "object", *others, *again, *probe.steps[last:])
    uses = [n for n, step in enumerate(probe.steps) if step.do == "call" and step.target]
    begin = min(uses, default=first + 1)
    before, body = probe.steps[:begin], probe.steps[begin : first + 1]
    if body and first == last and all(step.do == "call" for step in body):
        silent = [replace(step, show="") for step in body]
        changed = [_changed(step) for step in body]
        if _holds_arrays(right(probe).shown[body[-1].show]):
            kept = replace(silent[-1], keep="first")
            others = [replace(step, show="") for step in changed]
            seen = Step("get", "first", show=body[-1].show)
            yield _asking(probe, "result", *before, *silent[:-1], kept, *others, seen)
        yield _asking(probe, "array", *before, *_same_objects(body, changed))
    parts = tuple(_with_parts(step) if step.do == "call" else step for step in probe.steps)
    if any(isinstance(item, Sliced) for step in parts for item in step.args):
        yield _asking(probe, "part", *parts)


def _same_objects(calls: Sequence[Step], filled: Sequence[Step]) -> Iterator[Step]:
    """Yield steps that give the same objects twice, first with some numbers and then with others.

    Args:
        calls: What is called first, and reported only the second time.
        filled: The same calls with the other numbers.
    """
    holds, fills, asked = list[Step](), list[Step](), list[Step]()
    for number, (call, other) in enumerate(zip(calls, filled, strict=True)):
        refs: dict[int, Value] = {}
        for n, item in enumerate(call.args):
            if _can_change(item):
                name = f"argument {number} {n}"
                refs[n] = Ref(name)
                holds.append(Step("hold", args=(item,), keep=name))
                fills.append(Step("fill", name, (other.args[n],)))
        asked.append(_with(call, refs))
    yield from holds
    yield from (replace(call, show="") for call in asked)
    yield from fills
    yield from asked


def _with(step: Step, items: Mapping[int, Value]) -> Step:
    return replace(step, args=tuple(items.get(n, item) for n, item in enumerate(step.args)))


def _otherwise(probe: Probe, right: Right, numbers: bool) -> list[Step]:
    """Return calls with other arguments of the same shapes, to which another answer is right.

    All of them are others, or, where that makes no difference, one after another is.
    """
    (step,) = probe.steps
    changed = _changed(step, numbers=numbers)
    if _differs(probe, changed, right):
        return [changed]
    one_by_one = [_with(step, {n: item}) for n, item in enumerate(changed.args)]
    return [one for one in one_by_one if _differs(probe, one, right)]


def _differs(probe: Probe, step: Step, right: Right) -> bool:
    came = right(replace(probe, steps=(step,)))
    return not came.raised and not same_behavior(right(probe), came)


def _changed(step: Step, numbers: bool = False) -> Step:
    def other(value: Value) -> Value:
        return _other(value) if numbers or not _is_number(value) else value

    kwargs = {name: other(item) for name, item in step.kwargs.items()}
    return replace(step, args=tuple(map(other, step.args)), kwargs=kwargs)


def _other(value: Value) -> Value:
    """Return another value of the same shape: arrays have their own rows in reversed order."""
    if isinstance(value, np.ndarray):
        axis = next((axis for axis, length in enumerate(value.shape) if length > 1), None)
        return value if axis is None else np.flip(value, axis).copy()
    if isinstance(value, dict):
        return {key: _other(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        # Sizes of layers, if they are numbers.
        return value[::-1] if all(map(_is_number, value)) else type(value)(map(_other, value))
    if isinstance(value, Rng):
        return replace(value, seed=value.seed + 1)
    if _is_number(value):
        return value + 1 if isinstance(value, int) else value / 2
    return value


def _with_parts(step: Step) -> Step:
    return _with(step, {n: Sliced(v) for n, v in enumerate(step.args) if _is_array(v)})


def _is_number(value: Value) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _can_change(value: Value) -> bool:
    return isinstance(value, (list, dict)) or _is_array(value)


def _holds_arrays(value: Value) -> bool:
    if isinstance(value, (list, tuple)):
        return any(map(_holds_arrays, value))
    if isinstance(value, dict):
        return any(map(_holds_arrays, value.values()))
    return _is_array(value)


def _is_array(value: Value) -> bool:
    return isinstance(value, np.ndarray) and value.ndim > 0


def _anothers(step: Step) -> Step:
    """Return what is done to a second object, with other values, and reported nowhere."""
    args = tuple(map(_another, step.args))
    kwargs = {name: _another(item) for name, item in step.kwargs.items()}
    name, dot, path = step.target.partition(".")
    target = f"{_twin(name)}{dot}{path}" if name else ""
    keep = _twin(step.keep) if step.keep else ""
    return replace(step, target=target, args=args, kwargs=kwargs, keep=keep, show="")


def _another(value: Value) -> Value:
    if isinstance(value, Ref):
        return Ref(_twin(value.name))
    # A number is a size, a rate or a count here: with others the object may be of no use.
    return _other(value) if isinstance(value, (np.ndarray, Rng)) else value


def _twin(name: str) -> str:
    return f"another {name}"


def _asking(probe: Probe, again: Again, *steps: Step, number: int = 0) -> Probe:
    name = f"{probe.name}, again ({again}{f' {number}' if number else ''})"
    return replace(probe, steps=steps, label=_LABELS[again], name=name, again=again)


_LABELS: dict[Again, str] = {
    "call": "the second of two calls",
    "result": "a result that is looked at after another call",
    "array": "arrays that were given before, with other numbers in them",
    "part": "parts of larger arrays",
    "object": "a second object that is used meanwhile",
}
