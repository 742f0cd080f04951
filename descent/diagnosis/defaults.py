"""An argument that has another default: where it is passed, that makes no difference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from descent.diagnosis.causes.cases import inputs_of, last_call
from descent.diagnosis.recognize import whole_mistake
from descent.diagnosis.some_questions import only, shows_enough
from descent.diagnosis.wrong_answer import Explained, WrongAnswer
from descent.judging.compare import agree

# What another default may change where it is a setting of the method alone.
_LITTLE = 1e-3


def where_passed(answer: WrongAnswer, explained: Explained) -> Explained:
    """An argument may have another default, and where it is passed a known mistake is seen."""
    if explained.known:
        return explained
    for name in answer.sheet.defaults.get(answer.sheet.answer, {}):
        given = [
            name in inputs_of(last_call(probe), answer.sheet.parameters)
            for probe in answer.sheet.probes
        ]
        rest = only(answer, given)
        if rest is None or not shows_enough(rest) or not _nearly_right(answer, given):
            continue
        mistake = whole_mistake(rest, Explained())
        if mistake.known:
            text = f"Where {name} is passed: {{}}".format
            tried = [replace(one, cause=one.cause.retold(text)) for one in mistake.tried]
            return explained.ended(*tried)
    return explained


def _nearly_right(answer: WrongAnswer, given: Sequence[bool]) -> bool:
    """Return whether little is off where an argument is not given, as its default may make it."""
    asked = zip(answer.sheet.expected, answer.observations, given, strict=True)
    return all(
        is_given
        or all(
            agree(item, came.shown.get(name), rtol=_LITTLE, atol=_LITTLE)
            for name, item in right.shown.items()
        )
        for right, came, is_given in asked
    )
