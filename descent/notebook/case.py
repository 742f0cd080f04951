"""A call that a check has made, as variables: to be run again, and looked into."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

import numpy as np

from descent.judging.sentences import quote
from descent.judging.sheets import Sheet
from descent.probing.probes import Probe, Step, as_given
from descent.probing.values import Ref, Value


class Case(dict[str, Any]):
    """What an answer was given, by name: ``neuron(**case)`` makes the same call again.

    ``code`` are the lines that do so where it takes more than one call, such as those that make
    a network first. With ``globals().update(case)`` its variables are those of the notebook.

    Attributes:
        code: The lines.
    """

    def __init__(self, variables: dict[str, Any], code: str) -> None:
        super().__init__(variables)
        self.code = code

    def __repr__(self) -> str:
        lines = [f"{name} = {quote(value)}" for name, value in self.items()]
        return "\n".join([*lines, self.code])


def case_of(sheet: Sheet, probe: Probe, answer: object) -> Case:
    """Return what a probe gives an answer, in copies of its own, and the lines that do so."""
    writer = _Writer(sheet, answer)
    code = "\n".join(writer.line(step) for step in probe.steps)
    return Case(writer.variables, code)


class _Writer:
    """Writes the steps of a probe as lines of code, and keeps the variables in them."""

    def __init__(self, sheet: Sheet, answer: object) -> None:
        self._sheet, self._answer = sheet, answer
        self.variables: dict[str, Any] = {}
        self._given: dict[str, Value] = {}

    def line(self, step: Step) -> str:
        """Return the line of a step."""
        if step.do == "get":
            return step.target or self._sheet.answer
        if step.do == "set":
            return "\n".join(
                f"{step.target}[{key!r}] = {self._variable(key, value)}"
                for key, value in step.kwargs.items()
            )
        if step.do in ("hold", "fill"):
            value = self._variable(step.keep or step.target, step.args[0])
            return (
                f"{step.target}[...] = {value}" if step.do == "fill" else f"{step.keep} = {value}"
            )
        names = self._names(step)
        given = [self._variable(next(names), value) for value in step.args]
        given += [f"{name}={self._variable(name, value)}" for name, value in step.kwargs.items()]
        called = f"{step.target or self._sheet.answer}({', '.join(given)})"
        if step.do == "take":
            called = f"list({called})"
        return f"{step.keep} = {called}" if step.keep else called

    def _names(self, step: Step) -> Iterator[str]:
        """Yield what the arguments of a call are called in the answer."""
        method = step.target.rpartition(".")[2]
        if method:
            yield from self._parameters(getattr(self._answer, method, None))
        else:
            yield from self._sheet.parameters
        for number in range(1, 1 + len(step.args)):
            yield f"argument_{number}"

    @staticmethod
    def _parameters(method: object) -> list[str]:
        try:
            names = list(inspect.signature(method).parameters)  # type: ignore[arg-type]
        except (TypeError, ValueError):
            return []
        return names[1:] if names[:1] == ["self"] else names

    def _variable(self, name: str, value: Value) -> str:
        """Return the name of the variable that holds a value; a second value gets another."""
        if isinstance(value, Ref):
            return value.name
        number, free = 1, name
        while free in self._given and not _same(self._given[free], value):
            number += 1
            free = f"{name}_{number}"
        if free not in self._given:
            self._given[free] = value
            self.variables[free] = as_given(value)
        return free


def _same(one: Value, other: Value) -> bool:
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        return type(one) is type(other) and np.array_equal(one, other)
    return type(one) is type(other) and repr(one) == repr(other)
