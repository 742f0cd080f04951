"""Wrong answers that are right for a while: the reference answer, wrapped.

A mutant of :mod:`grader.sheets.mutants` computes something else. One of these
computes the right thing, and gives it too late, too often, or only for what
the lessons show. Each kind makes a new one for every test, so that no test
can count on another one's calls.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

Function = Callable[..., Any]


Make = Callable[[], object]


def wrapped(answer: object, methods: tuple[str, ...] = ()) -> dict[str, Make]:
    """Return what makes each mutant of an answer, by kind.

    Args:
        answer: The reference answer: a function or a class.
        methods: Of a class, the methods that the exercise is about.
    """
    if not callable(answer):
        return {}
    if not isinstance(answer, type):
        several = len(inspect.signature(answer).parameters) > 1
        makers: dict[str, Make] = {
            kind: functools.partial(wrap, answer)
            for kind, wrap in _kinds(answer).items()
            if several or wrap is not _keeps_parameters
        }
        return {**makers, **dict(_without_a_parameter(answer))} if several else makers
    asked = [name for name in methods if name != "__init__"]
    kinds = {
        f"{name} {kind}": functools.partial(_method, answer, name, wrap)
        for name in asked
        for kind, wrap in _kinds(getattr(answer, name)).items()
        if kind not in _OF_FUNCTIONS
    }
    shared = {
        f"{name} shared by all objects": functools.partial(_shared, answer, name)
        for name in ("params", "cache", "grads")
    }
    return {**kinds, **shared}


def _kinds(function: Function) -> dict[str, Callable[[Function], Function]]:
    trains = "epochs" in inspect.signature(function).parameters
    return {**KINDS, **KINDS_OF_TRAINING} if trains else KINDS


def _method(answer: type, name: str, wrap: Callable[[Function], Function]) -> type:
    # One state for all objects, as a global or a default argument of a student's would be.
    return type(answer.__name__, (answer,), {name: _as_method(wrap(getattr(answer, name)))})


def _as_method(function: Function) -> Function:
    def method(self: object, *args: Any, **kwargs: Any) -> Any:
        return function(self, *args, **kwargs)

    return method


def _shared(answer: type, name: str) -> type:
    """Return a class whose objects have an attribute in common."""
    kept: dict[str, Any] = {}

    def read(self: object) -> Any:
        if name not in kept:
            raise AttributeError(name)
        return kept[name]

    def write(self: object, value: Any) -> None:
        kept[name] = value

    return type(answer.__name__, (answer,), {name: property(read, write)})


def _remembers(key: Callable[[Any], object]) -> Callable[[Function], Function]:
    def wrap(function: Function) -> Function:
        calls: dict[object, tuple[Any, ...]] = {}

        @functools.wraps(function)
        def mutant(*args: Any, **kwargs: Any) -> Any:
            about = tuple(map(key, [*args, *kwargs.values()]))
            if about not in calls:
                # With its arguments: what is dropped may leave its identity to another array.
                calls[about] = function(*args, **kwargs), args, kwargs
            return calls[about][0]

        return mutant

    return wrap


def _shape(value: Any) -> object:
    return np.shape(value) if isinstance(value, np.ndarray) else type(value)


def _identity(value: Any) -> object:
    return id(value) if isinstance(value, (np.ndarray, dict, list)) else value


def _one_late(function: Function) -> Function:
    results: list[Any] = []

    @functools.wraps(function)
    def mutant(*args: Any, **kwargs: Any) -> Any:
        results.append(function(*args, **kwargs))
        return results[max(len(results) - 2, 0)]

    return mutant


def _keeps_parameters(function: Function) -> Function:
    first: list[tuple[tuple[Any, ...], dict[str, Any]]] = []

    @functools.wraps(function)
    def mutant(*args: Any, **kwargs: Any) -> Any:
        first.append((args[1:], kwargs))
        others, named = first[0]
        return function(*args[:1], *others, **named)

    return mutant


def _one_buffer(function: Function) -> Function:
    buffers: dict[object, Any] = {}

    def put(value: Any) -> Any:
        if isinstance(value, np.ndarray) and value.ndim:
            buffer = buffers.setdefault((value.shape, value.dtype), np.empty_like(value))
            buffer[...] = value
            return buffer
        if isinstance(value, dict):
            return {key: put(item) for key, item in value.items()}
        return type(value)(map(put, value)) if isinstance(value, (tuple, list)) else value

    @functools.wraps(function)
    def mutant(*args: Any, **kwargs: Any) -> Any:
        return put(function(*args, **kwargs))

    return mutant


def _of_arguments(change: Callable[[Any], Any]) -> Callable[[Function], Function]:
    def wrap(function: Function) -> Function:
        @functools.wraps(function)
        def mutant(*args: Any, **kwargs: Any) -> Any:
            return function(*map(change, args), **{k: change(v) for k, v in kwargs.items()})

        return mutant

    return wrap


def _base(value: Any) -> Any:
    if isinstance(value, np.ndarray) and isinstance(value.base, np.ndarray):
        return value.base.ravel()[: value.size].reshape(value.shape)
    return value


def _contiguous(value: Any) -> Any:
    if isinstance(value, np.ndarray) and not value.flags.c_contiguous:
        raise ValueError("the array is not contiguous")
    return value


def _then(change: Callable[[Any], Any]) -> Callable[[Function], Function]:
    """Return what changes that which comes out."""

    def wrap(function: Function) -> Function:
        @functools.wraps(function)
        def mutant(*args: Any, **kwargs: Any) -> Any:
            return change(function(*args, **kwargs))

        return mutant

    return wrap


def _of_results(change: Callable[[Any], Any]) -> Callable[[Function], Function]:
    return _then(functools.partial(_each, change))


def _each(change: Callable[[Any], Any], value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _each(change, item) for key, item in value.items()}
    if isinstance(value, Iterator):
        value = list(value)
    if isinstance(value, (tuple, list)):
        return type(value)(_each(change, item) for item in value)
    number = isinstance(value, (np.ndarray, np.generic, int, float))
    return change(value) if number and not isinstance(value, (bool, np.bool_)) else value


def _first_entrys_type(value: Any) -> Any:
    if isinstance(value, np.ndarray) and value.size and value.flat[0] == int(value.flat[0]):
        return value.astype(int)
    return value


def _of_losses(cut: Callable[[Any], Any]) -> Callable[[Function], Function]:
    """Return what cuts the losses, which a training returns alone or last."""
    return _then(
        lambda result: (*result[:-1], cut(result[-1])) if isinstance(result, tuple) else cut(result)
    )


def _until_small(losses: Any) -> Any:
    return losses[: next((n for n, loss in enumerate(losses, 1) if loss < _SMALL), len(losses))]


def _changes_an_argument(function: Function) -> Function:
    @functools.wraps(function)
    def mutant(*args: Any, **kwargs: Any) -> Any:
        result = function(*args, **kwargs)
        for value in args:
            if isinstance(value, np.ndarray) and value.ndim and value.flags.writeable:
                value[...] = value + 1
                break
        return result

    return mutant


def _without_a_parameter(function: Function) -> Iterator[tuple[str, Callable[[], Function]]]:
    """Yield what makes mutants that put something of their own in the place of one argument."""
    for place, name in enumerate(inspect.signature(function).parameters):

        def make(place: int = place, name: str = name) -> Function:
            @functools.wraps(function)
            def mutant(*args: Any, **kwargs: Any) -> Any:
                args = tuple(_own(v) if n == place else v for n, v in enumerate(args))
                return function(
                    *args, **{k: _own(v) if k == name else v for k, v in kwargs.items()}
                )

            return mutant

        yield f"ignores {name}", make


def _own(value: Any) -> Any:
    """Return something of the kind of an argument that does not depend on what is in it."""
    if isinstance(value, np.ndarray):
        return np.ones_like(value)
    if isinstance(value, Mapping):
        return {key: _own(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(map(_own, value))
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return type(value)(1)
    if isinstance(value, np.random.Generator):
        return np.random.default_rng(0)
    return (lambda *_: 0.0) if callable(value) else value


KINDS: dict[str, Callable[[Function], Function]] = {
    "remembers results by shape": _remembers(_shape),
    "remembers results by identity": _remembers(_identity),
    "gives its first result for ever": _remembers(lambda _: None),
    "is one call late": _one_late,
    "keeps the parameters of its first call": _keeps_parameters,
    "reuses one buffer": _one_buffer,
    "looks at the base of a view": _of_arguments(_base),
    "takes contiguous arrays alone": _of_arguments(_contiguous),
    "rounds to three digits": _of_results(lambda value: np.round(value, 3)),
    "truncates": _of_results(np.trunc),
    "adds 1e-3": _of_results(lambda value: value + 1e-3),
    "takes its type from the first entry": _of_results(_first_entrys_type),
    "changes an argument": _changes_an_argument,
}

# At such a loss many a training in a book is stopped.
_SMALL = 1e-4

KINDS_OF_TRAINING: dict[str, Callable[[Function], Function]] = {
    "stops early at a small loss": _of_losses(_until_small),
    "notes the losses of ten epochs": _of_losses(
        lambda losses: losses[:: max(1, len(losses) // 10)]
    ),
}

# A method gets its object besides, and what is kept there is asked for elsewhere.
_OF_FUNCTIONS = {"keeps the parameters of its first call", "changes an argument"}
