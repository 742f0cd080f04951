"""What is said of a student's code beside what an answer does: only where the code has it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from descent.diagnosis.causes.cases import last_call
from descent.diagnosis.code import answer_in, meets, written_twice
from descent.diagnosis.oddities import of_arguments
from descent.diagnosis.syntax import calls, returns
from descent.diagnosis.trees import FUNCTIONS, called, functions
from descent.diagnosis.wrong_answer import Tried
from descent.judging.evidence import Evidence, Statement
from descent.judging.sentences import listing, not_attempted
from descent.judging.sheets import Sheet, ids_of
from descent.probing.probes import Observation, Probe
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
                return [_seen(sentence)]
    return []


def no_answer_yet(sheet: Sheet, first: Observation, source: str) -> Statement:
    """Say kindly that there is no answer yet, by the name of what is not written.

    Args:
        sheet: The exercise.
        first: What came of its first probe.
        source: The code of the answer's cell; ``""`` where it is not known.
    """
    asked = [*_asked(sheet, answer_in(source, sheet.answer))]
    names = unwritten(sheet, source)
    if written_twice(source, sheet.answer):
        return _seen(
            f"{sheet.answer} is written more than once here, and the last one, which counts, gives "
            "no answer. Keep the one that is meant."
        )
    if first.raised and names:
        # Whatever else the class has written.
        line = "replace the line that raises NotImplementedError"
        return _seen(f"{_joined(names)} {_are(names)} not written yet: {line}.")
    empty = [one.name for one in asked if _is_empty(one)]
    if empty and not first.raised:
        return _seen(f"{_joined(empty)} {_are(empty)} not written yet.")
    silent = [one for one in asked if not returns(one) and one.name != "__init__"]
    if silent and not first.raised:
        name = silent[0].name
        printed = " What is only printed is not returned." if calls(silent[0], "print") else ""
        return _seen(f"There is no answer yet: {name} has no `return`, so it gives None.{printed}")
    return Statement(not_attempted(sheet.answer, first), (Evidence.DIFFERENCE,))


def part_not_written(sheet: Sheet, source: str) -> Statement | None:
    """Say which part of an answer is not written yet; None if the code does not show it."""
    names = unwritten(sheet, source)
    if not names:
        return None
    return _seen(
        f"{_joined(names)} {_are(names)} not written yet, and NotImplementedError is raised."
    )


def _seen(text: str) -> Statement:
    return Statement(text, (Evidence.CODE,))


def surroundings(error: Raised) -> str:
    """Say what stood under the names in the line that stops."""
    told = [f"{name} is {what}" for name, what in error.names.items()]
    return f"There, {_joined(told)}." if told else ""


def unwritten(sheet: Sheet, source: str) -> list[str]:
    """Return the functions and methods that the exercise asks for and that are not written.

    That is seen in the code alone: it does not depend on what a probe has shown.
    """
    tree = answer_in(source, sheet.answer)
    return [one.name for one in _asked(sheet, tree) if _raises(one)]


def _asked(sheet: Sheet, tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield the functions that the probes of an exercise call, and those that these call."""
    names = list(dict.fromkeys(name for probe in sheet.probes for name in _calls_of(probe, sheet)))
    for name in names:
        for one in functions(tree, name):
            yield one
            names += [
                other
                for other in (item.rpartition(".")[2] for item in called(one))
                if other not in names
            ]


def _calls_of(probe: Probe, sheet: Sheet) -> Iterator[str]:
    for step in probe.steps:
        if step.do in ("call", "take"):
            yield step.target.rpartition(".")[2] or sheet.answer
            if not step.target:
                yield "__init__"


def _is_empty(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Return whether nothing is written there, or nothing but `return None` and the like."""
    for statement in function.body:
        value = statement.value if isinstance(statement, (ast.Return, ast.Expr)) else None
        nothing = isinstance(statement, ast.Pass) or (
            isinstance(statement, (ast.Return, ast.Expr))
            and (
                value is None or (isinstance(value, ast.Constant) and _is_nothing(value, statement))
            )
        )
        if not nothing:
            return False
    return True


def _is_nothing(value: ast.Constant, statement: ast.stmt) -> bool:
    return value.value in (None, ...) or isinstance(statement, ast.Expr)


def _raises(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Return whether a line raises NotImplementedError, and not one of a function inside it."""
    left: list[ast.AST] = [*function.body]
    while left:
        node = left.pop()
        if isinstance(node, ast.Raise) and node.exc:
            error = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
            if isinstance(error, ast.Name) and error.id == "NotImplementedError":
                return True
        if not isinstance(node, FUNCTIONS):
            left.extend(ast.iter_child_nodes(node))
    return False


def _are(names: Sequence[str]) -> str:
    return "is" if len(set(names)) == 1 else "are"


def _joined(names: Sequence[str]) -> str:
    return listing(list(dict.fromkeys(names)))
