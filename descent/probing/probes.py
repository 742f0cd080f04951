"""Probes: small scripts that put a question to a student's answer.

A probe is data, so that it can be written to a file, sent to another process,
and put to a reference answer, a known mistake and a student's answer alike.
:func:`observe` is the one interpreter of it.
"""

from __future__ import annotations

import contextlib
import copy
import io
import itertools
import threading
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from descent.probing.lent import lend
from descent.probing.raised import describe
from descent.probing.values import Lent, Raised, Ref, Rng, Sliced, Value, plain


@dataclass(frozen=True)
class Step:
    """One operation of a probe.

    Attributes:
        do: ``call`` a function, class or method; ``get`` an attribute; ``find``
            one that need not be there; ``set`` items of a dict; ``take`` items
            from what a call returns; ``hold`` an argument, so that later steps
            give the same object; ``fill`` what is held with other numbers.
        target: What it is done to: ``""`` the answer itself, ``"net"`` an
            object that an earlier step kept, ``"net.params"`` its attribute.
        args: Positional arguments.
        kwargs: Keyword arguments; for ``set`` the items.
        keep: The name under which the result is kept for later steps.
        show: The name under which the result is reported.
        limit: For ``take``: how many items at most.
    """

    do: Literal["call", "get", "find", "set", "take", "hold", "fill"]
    target: str = ""
    args: tuple[Value, ...] = ()
    kwargs: Mapping[str, Value] = field(default_factory=dict)
    keep: str = ""
    show: str = ""
    limit: int = 0


# In which way a probe asks again what another one asks once (see `grader.sheets.again`), or that
# it is an experiment, which is asked of wrong answers alone.
Again = Literal["", "call", "result", "array", "part", "object", "experiment"]


@dataclass(frozen=True)
class Probe:
    """A question.

    Attributes:
        steps: What is done, one after the other.
        group: Which criteria it counts for.
        label: A few words on the case, for messages.
        name: By which the exercise knows it, and from which its numbers are drawn.
        again: How it asks again what another probe asks, or that it is an experiment;
            nothing if it is asked first.
    """

    steps: tuple[Step, ...]
    group: str = "values"
    label: str = ""
    name: str = ""
    again: Again = ""


@dataclass(frozen=True)
class Observation:
    """What an answer did when it was probed.

    Attributes:
        shown: The results of the steps, by their ``show`` name.
        changed: Arguments that a call has modified, as they stand after it,
            by ``"step:position"`` or ``"step:keyword"``.
        raised: The exception that ended the probe, if one did.
    """

    shown: Mapping[str, Value] = field(default_factory=dict)
    changed: Mapping[str, Value] = field(default_factory=dict)
    raised: Raised | None = None


def call(*args: Value, group: str = "values", label: str = "", **kwargs: Value) -> Probe:
    """Return the most common probe: one call of the answer with these arguments."""
    return Probe((Step("call", "", args, kwargs, show="result"),), group, label)


def value(group: str = "values") -> Probe:
    """Return the probe of an answer that is a value: look at it."""
    return Probe((Step("get", "", show="result"),), group)


def script(*steps: Step, group: str = "values", label: str = "") -> Probe:
    """Return a probe of several steps."""
    return Probe(steps, group, label)


def make(keep: str, *args: Value, **kwargs: Value) -> Step:
    """Call the answer (a class) and keep the instance under a name."""
    return Step("call", "", args, kwargs, keep=keep)


def ask(target: str, *args: Value, show: str = "", keep: str = "", **kwargs: Value) -> Step:
    """Call a method of a kept object, such as ``"net.forward"``."""
    return Step("call", target, args, kwargs, keep=keep, show=show)


def look(target: str, show: str) -> Step:
    """Report an attribute of a kept object, such as ``"net.cache"``."""
    return Step("get", target, show=show)


def find(target: str, show: str) -> Step:
    """Report an attribute of a kept object if it has one, and nothing if it has not."""
    return Step("find", target, show=show)


def put(target: str, **items: Value) -> Step:
    """Set items of a dict of a kept object, such as ``"net.params"``."""
    return Step("set", target, kwargs=items)


def take(limit: int, *args: Value, show: str = "result", target: str = "", **kwargs: Value) -> Step:
    """Call something that yields, and report its first ``limit`` items as a list."""
    return Step("take", target, args, kwargs, show=show, limit=limit)


def given(probe: Probe) -> tuple[Value, ...]:
    """Return the arguments of the call whose result is reported last, as they stood then."""
    held: dict[str, Value] = {}
    called: dict[str, tuple[Value, ...]] = {}
    args: tuple[Value, ...] = ()
    for step in probe.steps:
        if step.do in ("hold", "fill"):
            held[step.keep or step.target] = step.args[0]
            continue
        now = tuple(_plainly(item, held) for item in step.args)
        if step.keep:
            called[step.keep] = now
        if step.show:
            args = called.get(step.target, now) if step.do == "get" else now
    return args


def _plainly(item: Value, held: Mapping[str, Value]) -> Value:
    if isinstance(item, Ref):
        return held.get(item.name, item)
    return item.array if isinstance(item, Sliced) else item


def observe(
    probe: Probe,
    answer: object,
    lender: Callable[[Lent], Callable[..., Any]] = lend,
    on_overflow: Callable[[], None] | None = None,
) -> Observation:
    """Put a probe to an answer and return what it did.

    What the answer prints is dropped, and so are its warnings. Its exceptions
    are reported, except an interrupt from the keyboard.

    Args:
        probe: The question.
        answer: A function, class or value of the student's.
        lender: Turns a :class:`Lent` into a function.
        on_overflow: Called where NumPy would warn of an overflow.
    """
    if answer is None or answer is ...:
        # Nothing stands there yet that could be asked.
        names = [step.show or step.keep for step in probe.steps if step.show or step.keep]
        return Observation(dict.fromkeys(names, plain(answer)))
    objects: dict[str, Any] = {"": answer}
    shown: dict[str, Value] = {}
    changed: dict[str, Value] = {}
    try:
        with quiet(on_overflow):
            for number, step in enumerate(probe.steps):
                try:
                    result = _do(step, number, objects, changed, lender)
                except Exception:
                    if step.do == "find":
                        continue
                    raise
                if step.keep:
                    if result is None or result is ...:
                        # An answer that is not written yet: nothing more can be asked of it.
                        return Observation(
                            {**shown, step.show or step.keep: plain(result)}, changed
                        )
                    objects[step.keep] = result
                if step.show:
                    shown[step.show] = plain(result)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # SystemExit, too, is an answer's doing
        return Observation(shown, changed, describe(error))
    return Observation(shown, changed)


def _do(
    step: Step,
    number: int,
    objects: Mapping[str, Any],
    changed: dict[str, Value],
    lender: Callable[[Lent], Callable[..., Any]],
) -> Any:
    name, *path = step.target.split(".")
    target = objects[name]
    for attribute in path:
        target = getattr(target, attribute)
    if step.do in ("get", "find"):
        return target
    if step.do == "set":
        for key, item in step.kwargs.items():
            target[key] = _argument(item, objects, lender)
        return None
    args = [_argument(item, objects, lender) for item in step.args]
    if step.do == "hold":
        return args[0]
    if step.do == "fill":
        _fill(target, args[0])
        return None
    kwargs = {key: _argument(item, objects, lender) for key, item in step.kwargs.items()}
    try:
        result = target(*args, **kwargs)
        if step.do == "take" and result is not None and result is not ...:
            # One more than asked for, so that an endless supply shows as such.
            result = list(itertools.islice(iter(result), step.limit + 1))
    finally:
        # What was changed before an error is changed.
        places = [*map(str, range(len(args))), *kwargs]
        arguments = [*step.args, *step.kwargs.values()]
        for place, before, after in zip(places, arguments, [*args, *kwargs.values()], strict=True):
            if isinstance(before, (np.ndarray, list, dict)) and not _same(before, after):
                changed[f"{number}:{place}"] = plain(after)
    return result


def _fill(target: Any, value: Value) -> None:
    """Put other numbers into what is held, which stays the object that it is.

    Whatever an answer has done to it is undone: that is judged by itself.
    """
    if isinstance(value, np.ndarray):
        target[...] = value
        return
    if isinstance(value, dict):
        for key in [key for key in target if key not in value]:
            del target[key]
        pairs = [*value.items()]
    else:
        target[len(value) :] = []
        target.extend(value[len(target) :])
        pairs = [*enumerate(value)]
    for key, item in pairs:
        same = isinstance(target, list) or key in target
        if isinstance(item, np.ndarray) and same and np.shape(target[key]) == item.shape:
            target[key][...] = item
        else:
            target[key] = item


def as_given(item: Value) -> Any:
    """Return an argument of a probe as an answer receives it: a copy of its own."""
    return _argument(item, {}, lend)


def _argument(item: Value, objects: Mapping[str, Any], lender: Callable[[Lent], Any]) -> Any:
    """Return an argument as the answer receives it: always its own copy."""
    if isinstance(item, Ref):
        return objects[item.name]
    if isinstance(item, (Rng, Sliced)):
        return item.make()
    if isinstance(item, Lent):
        return lender(item)
    return copy.deepcopy(item)


def _same(before: Value, after: Any) -> bool:
    if isinstance(before, np.ndarray):
        return (
            isinstance(after, np.ndarray)
            and before.shape == after.shape
            and before.dtype == after.dtype
            and bool(np.array_equal(before, after, equal_nan=before.dtype.kind in "fc"))
        )
    if isinstance(before, dict):
        return isinstance(after, dict) and (
            before.keys() == after.keys() and all(_same(before[k], after[k]) for k in before)
        )
    if isinstance(before, (list, tuple)):
        return isinstance(after, type(before)) and (
            len(before) == len(after) and all(map(_same, before, after))
        )
    # NaN, which equals nothing, reads the same.
    return type(before) is type(after) and bool(before == after or repr(before) == repr(after))


# Output and warnings are those of the whole process: a second thread would put back the first's.
_one_at_a_time = threading.RLock()


@contextlib.contextmanager
def quiet(on_overflow: Callable[[], None] | None = None) -> Iterator[None]:
    """Drop output and warnings of the answer, and let no floating-point state of it matter.

    Args:
        on_overflow: Called where NumPy would warn of an overflow.
    """
    sink = io.StringIO()
    state = np.errstate(all="ignore")
    if on_overflow:
        state = np.errstate(all="ignore", over="call", call=lambda kind, flag: on_overflow())
    with (
        _one_at_a_time,
        contextlib.redirect_stdout(sink),
        contextlib.redirect_stderr(sink),
        warnings.catch_warnings(),
        state,
    ):
        warnings.simplefilter("ignore")
        yield
