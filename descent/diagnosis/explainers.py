"""Why an answer is wrong: what is looked for, in this order.

Each explainer sees a wrong answer and what is explained of it so far, and
returns what is explained then. One that explains all, or all that can be told,
ends the search. What is still open after the last one is told as it is, without
a guess, by :mod:`descent.diagnosis.judge`. The first of them is supplied by each
side, a notebook and the grader: they find out about earlier answers differently.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from descent.diagnosis.batches import batches
from descent.diagnosis.causes.errors import of_its_sort
from descent.diagnosis.causes.names import (
    exchanged_parts,
    exchanged_shapes,
    missing_keys,
    turned,
)
from descent.diagnosis.defaults import where_passed
from descent.diagnosis.foreseen import foreseen
from descent.diagnosis.keys import absent, as_spelled_in, keys_missing
from descent.diagnosis.layer_gradients import layer_gradients
from descent.diagnosis.likeness import calls_right, fails
from descent.diagnosis.neuron_steps import neuron_step
from descent.diagnosis.open_parts import general_causes, losses_inside, simple_causes, where_it_runs
from descent.diagnosis.recognize import mistakes_in_parts, whole_mistake
from descent.diagnosis.set_aside import set_aside, tells_of_elsewhere
from descent.diagnosis.some_questions import gives_one_number, of_one_sample, only, shows_enough
from descent.diagnosis.state import NOTHING, first_update, left_alone
from descent.diagnosis.training_runs import training_runs
from descent.diagnosis.two_causes import two_mistakes
from descent.diagnosis.wrong_answer import (
    ALL,
    ARGUMENTS,
    Explain,
    Explained,
    Tried,
    WrongAnswer,
    is_open,
)
from descent.judging.evidence import Evidence
from descent.judging.sheets import Sheet
from descent.probing.probes import Observation


@dataclass(frozen=True)
class Explainer:
    """One way to explain a wrong answer.

    Attributes:
        id: What it is called.
        explain: Takes a wrong answer and what is explained of it so far, and returns what is
            explained then. The first line of its docstring says when it speaks.
        example: A sentence that a student may be told by it.
    """

    id: str
    explain: Explain
    example: str


def causes_of(
    sheet: Sheet,
    observations: Sequence[Observation],
    earlier: Explain | None = None,
    among: Sequence[Explainer] = (),
) -> Explained:
    """Return why an answer is wrong, and the parts of the result that this explains.

    Args:
        sheet: The exercise.
        observations: What the answer did with each probe.
        earlier: Looks for an earlier answer that is the reason, in the way of this side.
        among: The explainers that are asked; all without any.
    """
    explained = Explained()
    for _, explained in search(sheet, observations, earlier, among):
        if explained.ends:
            return explained
    # That a container is None in one call says nothing of the others.
    if explained.ids <= {"", NOTHING}:
        return explained
    # Where it is wrong matters only as long as nothing says why.
    return replace(explained, tried=explained.known or explained.tried)


def search(
    sheet: Sheet,
    observations: Sequence[Observation],
    earlier: Explain | None = None,
    among: Sequence[Explainer] = (),
) -> Iterator[tuple[Explainer, Explained]]:
    """Yield each explainer that is asked why an answer is wrong, and what is explained then.

    Args:
        sheet: As for :func:`causes_of`.
        observations: Likewise.
        earlier: Likewise.
        among: Likewise.
    """
    answer, explained = WrongAnswer(sheet, observations, earlier), Explained()
    for explainer in among or EXPLAINERS:
        explained = explainer.explain(answer, explained)
        yield explainer, explained
        if explained.ends:
            return


def _earlier_answer(answer: WrongAnswer, explained: Explained) -> Explained:
    """An earlier answer that it calls is not right: each side looks for that in its own way."""
    return answer.earlier(answer, explained) if answer.earlier else explained


def _usual_inputs(answer: WrongAnswer, explained: Explained) -> Explained:
    """A sort of input is refused; on all others it is wrong too, and that is explained."""
    usual = _of_usual_sorts(answer)
    if not usual:
        return explained
    on_usual = causes_of(usual.sheet, usual.observations)
    # That it stops where a single number comes in, or whole ones, is another matter.
    parts = frozenset({ARGUMENTS, *usual.by_part}) if on_usual.parts is ALL else on_usual.parts
    # Where it is right otherwise, those questions are left out.
    tried = [
        replace(one, cause=where_it_runs(one.cause)) if is_open(one.cause.id) else one
        for one in on_usual.tried
    ]
    return explained.ended(*tried, parts=parts)


def _of_usual_sorts(answer: WrongAnswer) -> WrongAnswer | None:
    """Return the rest of what an answer does that refuses a sort of input, if that is wrong too."""
    asked = zip(answer.sheet.probes, answer.observations, strict=True)
    return only(
        answer, [not (came.raised and of_its_sort(came.raised, probe)) for probe, came in asked]
    )


def _other_spelling(answer: WrongAnswer, explained: Explained) -> Explained:
    """Keys are spelled otherwise, and what stands under them is explained besides."""
    spelled = [
        as_spelled_in(right, came)
        for right, came in zip(answer.sheet.expected, answer.observations, strict=True)
    ]
    if not any(one is not came for one, came in zip(spelled, answer.observations, strict=True)):
        return explained
    cause = missing_keys(answer.sheet.expected, answer.observations)
    if cause is None or missing_keys(answer.sheet.expected, spelled):
        return explained
    keys = Tried(cause, (Evidence.DIFFERENCE,))
    below = causes_of(answer.sheet, spelled)
    parts = ALL if below.parts is ALL else below.parts | absent(answer)
    return explained.ended(*below.tried, keys, parts=parts)


def _exchanged(answer: WrongAnswer, explained: Explained) -> Explained:
    """Two parts of the result have the numbers of each other, or two results the shapes."""
    for one, other, cause in exchanged_parts(answer.by_part):
        parts = frozenset({one, other})
        explained = explained.also(answer.holding(cause, parts), parts)
    shapes = exchanged_shapes(answer.by_part, answer.sheet.returns)
    if shapes is None or explained.causes:
        return explained
    # What known mistakes give beside that nobody has seen.
    sheet = replace(answer.sheet, mistakes=(), foreseen={})
    below = causes_of(sheet, [*map(turned, answer.observations)]).known[:1]
    text = "With them exchanged: {}".format
    rest = [replace(one, cause=one.cause.retold(text)) for one in below]
    named = answer.by_part.keys() & {*answer.sheet.returns}
    return explained.ended(answer.holding(shapes, named), *rest)


def _where_it_runs(answer: WrongAnswer, explained: Explained) -> Explained:
    """It stops at some questions, and on all others a known mistake is seen."""
    if not answer.cut_short or explained.known:
        return explained
    asked = zip(answer.sheet.expected, answer.observations, strict=True)
    rest = only(answer, [not fails(came, right) for right, came in asked])
    if rest is None or not shows_enough(rest) or of_one_sample(rest):
        return explained
    looks = (whole_mistake, _exchanged, mistakes_in_parts, general_causes)
    found = causes_of(
        *(rest.sheet, rest.observations),
        among=[explainer for explainer in EXPLAINERS if explainer.explain in looks],
    )
    seen = [mistake for mistake in rest.sheet.mistakes if mistake.id in found.ids]
    parts = frozenset(rest.by_part) if found.parts is ALL else found.parts
    # What is right where it runs may be wrong where it does not; one number comes of many things.
    if not seen or any(map(calls_right, seen)) or gives_one_number(rest, parts):
        return explained
    tried = [replace(one, cause=where_it_runs(one.cause)) for one in found.tried]
    return explained.ended(*tried, parts=parts)


def _set_aside(answer: WrongAnswer, explained: Explained) -> Explained:
    """Nothing says why, and without what some criteria ask, a mistake gives all that is."""
    return set_aside(answer, explained, _explained_whole)


def _explained_whole(rest: WrongAnswer) -> Explained:
    """Return what explains all of what is left of an answer; nothing if something is open."""
    # Two things that add up, beside a third one, would be guesses; what tries much takes long.
    guesses = (_set_aside, two_mistakes, simple_causes, losses_inside)
    tries = (neuron_step, layer_gradients, training_runs)
    others = [one for one in EXPLAINERS if one.explain not in (*guesses, *tries)]
    found = causes_of(rest.sheet, rest.observations, among=others)
    whole = found.parts is ALL or not rest.open_parts(found)
    return found if whole and not any(map(tells_of_elsewhere, found.causes)) else Explained()


EXPLAINERS = (
    Explainer(
        "earlier-answer",
        _earlier_answer,
        "Your neuron is right; sigmoid, which it calls, is not. Repair that first.",
    ),
    Explainer(
        "known-mistake",
        whole_mistake,
        "The sum over the samples is not divided by their number.",
    ),
    Explainer("usual-inputs", _usual_inputs, "What is above zero is cut off."),
    Explainer(
        "other-spelling",
        _other_spelling,
        "The keys are spelled otherwise than they should be, which is dw, db.",
    ),
    Explainer(
        "left-alone",
        left_alone,
        "params has changed after backward, which should only read it.",
    ),
    Explainer("batches", batches, "Every sample comes 3 times in an epoch, and is to come once."),
    Explainer("exchanged-parts", _exchanged, "dw and db are exchanged."),
    Explainer("mistake-in-parts", mistakes_in_parts, "dw adds up along the wrong axis."),
    Explainer(
        "where-it-runs",
        _where_it_runs,
        "Where there is no error: The sum over the samples is not divided by their number.",
    ),
    Explainer(
        "where-passed",
        where_passed,
        "Where rate is passed: The sum over the samples is not divided by their number.",
    ),
    Explainer(
        "general-cause",
        general_causes,
        "dw has the wrong sign: every entry is −1 times what it should be.",
    ),
    Explainer(
        "two-mistakes",
        two_mistakes,
        "The bias is left out. Besides: The last weight is left out.",
    ),
    Explainer(
        "neuron-step",
        neuron_step,
        "In the first epoch, as for w and b: the last sample alone moves it, and a factor 2 is "
        "missing.",
    ),
    Explainer(
        "layer-gradients",
        layer_gradients,
        "As for dw and db: the slope is that of tanh at a.",
    ),
    Explainer(
        "training-runs",
        training_runs,
        "The parameters are those of training in which 0.9 of the update before is carried on, as "
        "in momentum.",
    ),
    Explainer(
        "first-update",
        first_update,
        "After one epoch w has moved 0.5 times as far as it should.",
    ),
    Explainer("missing-keys", keys_missing, "db is missing from the dict."),
    Explainer(
        "foreseen",
        foreseen,
        "What comes out is what the right answer gives without `/ m`.",
    ),
    Explainer("simple-cause", simple_causes, "Entry by entry, the factor a is missing in dw."),
    Explainer(
        "set-aside",
        _set_aside,
        'You add the losses up. As for "predictions of exactly 0 and 1", there may be more to it: '
        "check again once this is right.",
    ),
    Explainer(
        "losses-inside",
        losses_inside,
        "For predictions between 0 and 1, the result is the sum of the absolute errors.",
    ),
)
