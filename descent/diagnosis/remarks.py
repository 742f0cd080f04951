"""What is said of a student's code beside what an answer does: only where the code has it."""

from __future__ import annotations

from collections.abc import Sequence

from descent.diagnosis.causes.cases import last_call
from descent.diagnosis.code import meets
from descent.diagnosis.oddities import of_arguments
from descent.diagnosis.wrong_answer import Tried
from descent.judging.evidence import Evidence, Statement, in_code
from descent.judging.sentences import listing
from descent.judging.sheets import Sheet, ids_of
from descent.probing.values import Raised

_BREAKS = "There is a `break`: where it ends the loop over the epochs, those after it are missing."

_BREAKS_INSIDE = (
    "There is a `break` in a loop that stands in another one: it ends the inner loop, and nothing "
    "of what that still had to do in this turn of the outer one is done."
)

_NO_RETURN = "There is no return"

# In a condition, `own` is the method that the exercise is about, where the answer is a class.
# By the id of a general cause, or of one that a property states: conditions on code, and what is
# said besides where one is met.
REMARKS: dict[str, tuple[tuple[str, str], ...]] = {
    "first-row-only": (
        ("returns_in_loop()", "`return` stands inside a loop, which ends with it."),
    ),
    "last-row-only": (
        ("makes_in_loop()", "Something is made anew in each turn of a loop: make it once, before."),
    ),
    "last-row-missing": (
        (
            "range_ends_early()",
            "A range ends at something minus a number: range(n) counts from 0 to n - 1 already.",
        ),
    ),
    "first-row-missing": (("range_starts_at(1)", "A range begins at 1: rows are counted from 0."),),
    "one-missing": (
        (
            "range_starts_at(1)",
            "A range that begins at 1 makes a turn less: range(1, n) has n - 1 numbers.",
        ),
    ),
    "same-length": (
        ("has_number(2, 3, 4, 5, 6)", "Look for a number that stands where an argument belongs."),
    ),
    "nothing-returned": (
        ("not own.returns() and own.calls('print')", f"{_NO_RETURN}: print shows a value only."),
        ("not own.returns()", f"{_NO_RETURN}."),
    ),
    "constant": (
        (
            "divides_by_row_sum()",
            "A sum along the rows divides, as in softmax: where a row has a single number, that "
            "number divided by its own sum is 1.",
        ),
        (
            "calls('np.argmax', '.argmax') and passes('axis', 1, -1)",
            "Where a row has a single number, argmax along the rows gives its place, 0, whatever "
            "the number is.",
        ),
    ),
    "samples-missing": (
        (
            "yields_behind_loop()",
            "`yield` stands outside of the loop: inside it, each turn gives one.",
        ),
    ),
    "later-epochs": (
        (
            "sets_in_loop('lr', 'learning_rate', 'alpha', 'eta')",
            "The learning rate gets another value inside a loop. It stays as it is passed.",
        ),
        ("breaks()", _BREAKS),
        ("breaks_inside()", _BREAKS_INSIDE),
        (
            "carries_on()",
            "Something is multiplied and carried on from turn to turn, as the velocity of momentum "
            "is: each update is lr times the gradient of its own epoch.",
        ),
    ),
    "only-first-call": (
        (
            "list_in_class()",
            "A list is made in the body of the class, outside of its methods: it is one for all "
            "objects and calls.",
        ),
        (
            "list_by_default()",
            "A list that is an argument's default is made once, and is one for all calls.",
        ),
    ),
    "left-zero": (
        (
            "calls('randrange', 'randint', '.randrange', '.randint', 'random.', 'np.random.')",
            "Something is drawn at random, and nothing here is to depend on chance.",
        ),
    ),
    "keys-missing": (
        (
            "(quotes('dW2') or passes('dW2')) and mentions('self.cache', 'self.params')",
            "Names such as dW2 are written out one by one, whatever number of layers there is: "
            "a loop makes one for each, f'dW{l}'.",
        ),
    ),
    "last-key-missing": (
        (
            "ranges_to('L', 'self.L', 'n_layers', 'num_layers')",
            "A range ends one before its last number: range(2, L) ends with L - 1.",
        ),
    ),
    "broken-off": (("breaks()", _BREAKS), ("breaks_inside()", _BREAKS_INSIDE)),
    # What follows is besides a first difference of that kind.
    "shape-of-list": (
        (
            "own.appends_at_times()",
            "An `append` stands below an `if` with a remainder, `%`: in the other turns of the "
            "loop nothing is noted.",
        ),
    ),
    "type-of-list": (
        (
            "own.calls('sum')",
            "Python's `sum` adds up the rows of a table, and leaves a row: np.sum adds up all of "
            "its entries.",
        ),
    ),
    "several-for-one": (
        ("returns_tuple()", "Commas behind `return` make a tuple of what stands between them."),
    ),
    "other-arguments": (
        (
            "takes_self()",
            "`self` stands among the parameters, as in a method of a class: leave it out of a "
            "function.",
        ),
    ),
    "one-pair": (
        (
            "returns_in_loop() and not yields()",
            "`return` stands inside the loop, which ends with it: `yield` in its place gives a "
            "pair and goes on.",
        ),
        (
            "returns_tuple() and not yields()",
            "`return` ends the function with one pair: `yield` in a loop gives one after another.",
        ),
    ),
}


def told(tried: Tried, reveal: bool, sheet: Sheet, source: str) -> list[Statement]:
    """Return what is told of a cause to whom has written this code.

    Args:
        tried: The cause, and how it was verified.
        reveal: Whether numbers of the probes may be quoted.
        sheet: The exercise.
        source: The code of the answer's cell; ``""`` where it is not known.
    """
    cause, evidence = tried.cause, tried.evidence
    if cause.literal and reveal and meets(f"has_number({cause.literal!r})", source, sheet.answer):
        return [Statement(cause.coded, (*evidence, Evidence.CODE))]
    text = cause.wording(reveal)
    ids = (cause.id or cause.about).split("+")
    numbers = (number for number, name in enumerate(ids_of(sheet.mistakes)) if name in ids)
    for mistake in (sheet.mistakes[number] for number in numbers):
        if (
            mistake.where
            and mistake.sentence in text
            and meets(mistake.where, source, sheet.answer)
        ):
            text = text.replace(mistake.sentence, mistake.of_code, 1)
            evidence = tuple(dict.fromkeys((*evidence, Evidence.CODE)))
    seen = of_arguments(cause.id, text, sheet, source) if reveal else []
    return [Statement(text, evidence), *remarks(ids, sheet, source), *seen]


def remarks(ids: Sequence[str], sheet: Sheet, source: str) -> list[Statement]:
    """Return what is said of the code where one of these is the cause, a sentence at most."""
    known = {*ids_of(sheet.mistakes)}
    method = next((last_call(one).target.rpartition(".")[2] for one in sheet.probes), "")
    for name in ids:
        for condition, sentence in REMARKS.get(name, ()) if name not in known else ():
            where = condition.replace("own.", f"{method}." if method else "")
            # Where several results are asked for, one of them may be a tuple without such commas.
            several = name == "several-for-one" and sheet.returns
            if not several and meets(where, source, sheet.answer):
                return [in_code(sentence)]
    return []


def surroundings(error: Raised) -> str:
    """Say what stood under the names in the line that stops."""
    told = [f"{name} is {what}" for name, what in error.names.items()]
    return f"There, {listing(list(dict.fromkeys(told)))}." if told else ""
