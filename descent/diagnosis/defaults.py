"""An argument that has another default: where it is passed, that makes no difference."""

from __future__ import annotations

from dataclasses import replace

from descent.diagnosis.causes.cases import inputs_of, last_call
from descent.diagnosis.recognize import whole_mistake
from descent.diagnosis.some_questions import only, shows_enough
from descent.diagnosis.wrong_answer import Explained, WrongAnswer


def where_passed(answer: WrongAnswer, explained: Explained) -> Explained:
    """An argument may have another default, and where it is passed a known mistake is seen."""
    if explained.known:
        return explained
    for name in answer.sheet.defaults.get(answer.sheet.answer, {}):
        given = [inputs_of(last_call(p), answer.sheet.parameters) for p in answer.sheet.probes]
        rest = only(answer, [name in inputs for inputs in given])
        if rest is None or not shows_enough(rest):
            continue
        mistake = whole_mistake(rest, Explained())
        if mistake.known:
            text = f"Where {name} is passed: {{}}".format
            tried = [replace(one, cause=one.cause.retold(text)) for one in mistake.tried]
            return explained.ended(*tried)
    return explained
