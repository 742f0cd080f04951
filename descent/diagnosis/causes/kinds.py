"""Another sort of thing comes back than what is asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from descent.diagnosis.causes.cases import Case, Cause, near
from descent.diagnosis.causes.counts import asked_for, nested_numbers
from descent.judging.compare import MISSING, as_numbers
from descent.probing.values import Inert, Sealed

_Kind = Callable[[Case], bool]


def other_kind(name: str, cases: Sequence[Case]) -> Cause | None:
    """Say what comes in place of an array, a number, a dict or several results."""
    wrong = [case for case in cases if case.wrong and case.came is not MISSING]
    lacking = [case for case in cases if case.wrong and case.came is MISSING]
    # None has no length, where that is what a probe asks for.
    silent = all(case.came is None for case in wrong)
    if not wrong or (lacking and not (silent and all(type(c.right) is int for c in lacking))):
        return None
    arrays = [case for case in wrong if isinstance(case.right, np.ndarray) and case.right.ndim]
    if arrays and all(isinstance(case.came, list) for case in wrong):
        # What is asked for a number as well is told of the arrays.
        wrong = arrays
    for holds, cause, predicate in _KINDS:
        if all(holds(case) for case in wrong):
            told = f"{name} {predicate}"
            return Cause(cause, f"{told}{asked_for(wrong) if holds is _other_count else ''}", told)
    return None


def _inert(*beginnings: str) -> _Kind:
    return lambda case: (
        isinstance(case.came, Inert) and case.came.description.startswith(beginnings)
    )


def _is_text(case: Case) -> bool:
    came = case.came
    return isinstance(came, str) or (isinstance(came, np.ndarray) and came.dtype.kind in "US")


def _is_dict_of(*kinds: type) -> _Kind:
    """Return what tells whether a dict has nothing but such items, where it may not be read."""

    def is_dict(case: Case) -> bool:
        came = case.came
        return (
            isinstance(case.right, Sealed)
            and isinstance(came, dict)
            and bool(came)
            and all(isinstance(item, kinds) for item in came.values())
        )

    return is_dict


def _wants_numbers(case: Case) -> bool:
    return isinstance(case.right, (np.ndarray, bool, int, float))


def _right_in_a_list(case: Case) -> bool:
    came = nested_numbers(case.came)
    return (
        isinstance(case.right, np.ndarray)
        and isinstance(case.came, (list, tuple))
        and came is not None
        and near(case.right.astype(float), came)
    )


def _last_in_a_list(case: Case) -> bool:
    """Each step has an entry, and the last one is right; of one step, that is the only one."""
    if not (isinstance(case.came, list) and case.came and isinstance(case.right, np.ndarray)):
        return False
    last = as_numbers(case.came[-1])
    return last is not None and near(case.right.astype(float), last)


def _list_for_array(case: Case) -> bool:
    return isinstance(case.right, np.ndarray) and isinstance(case.came, list)


def _list_of_its_shape(case: Case) -> bool:
    came = nested_numbers(case.came)
    right = case.right
    return (
        _list_for_array(case)
        and came is not None
        and isinstance(right, np.ndarray)
        and came.shape == right.shape
    )


def _right_among_several(place: int) -> _Kind:
    def holds(case: Case) -> bool:
        came = case.came
        if not isinstance(came, (tuple, list)) or len(came) < 2 or not -len(came) <= place:
            return False
        right, item = as_numbers(case.right), as_numbers(came[place])
        # A single number may be among several by chance.
        if right is None or right.size < 2 or item is None:
            return False
        return near(right.astype(float), item)

    return holds


def _several_for_one(case: Case) -> bool:
    return _wants_numbers(case) and isinstance(case.came, (tuple, list))


def _dict_for_numbers(case: Case) -> bool:
    return _wants_numbers(case) and isinstance(case.came, dict)


def _dict_for_several(case: Case) -> bool:
    return isinstance(case.right, tuple) and isinstance(case.came, dict)


def _dict_without_the_rest(case: Case) -> bool:
    if not (isinstance(case.right, tuple) and isinstance(case.came, dict)):
        return False
    return sum(isinstance(item, dict) for item in case.right) == 1


def _rows_for_several(case: Case) -> bool:
    """A table comes as a list of its rows, and is the first of several things."""
    came = nested_numbers(case.came) if isinstance(case.came, list) else None
    first = as_numbers(case.right[0]) if isinstance(case.right, tuple) and case.right else None
    return came is not None and first is not None and came.ndim == 2 and came.shape == first.shape


def _one_for_several(case: Case) -> bool:
    return isinstance(case.right, tuple) and as_numbers(case.came) is not None


def _other_count(case: Case) -> bool:
    return isinstance(case.right, tuple) and isinstance(case.came, (tuple, list))


def _wants_dict(case: Case) -> bool:
    right = case.right
    return isinstance(right, dict) or (isinstance(right, Sealed) and bool(right.keys))


def _list_for_dict(case: Case) -> bool:
    return _wants_dict(case) and isinstance(case.came, (list, tuple))


def _anything_for_dict(case: Case) -> bool:
    return _wants_dict(case) and not isinstance(case.came, dict)


_KINDS: tuple[tuple[_Kind, str, str], ...] = (
    (
        lambda case: case.came is None,
        "nothing-returned",
        "is None.",
    ),
    (
        _list_for_dict,
        "dict-asked",
        "is a list or a tuple. A dict is asked for, in which every value has its name.",
    ),
    (
        _anything_for_dict,
        "dict-asked",
        "is no dict. A dict is asked for, with a name for every value.",
    ),
    (
        _inert("a numpy.matrix"),
        "matrix",
        "is a np.matrix, whose operators do other things than those of arrays. Use plain arrays.",
    ),
    (_inert("a numpy.Masked"), "masked-array", "is a masked array. Use plain arrays."),
    (
        _inert("the function", "an object of type method"),
        "function-returned",
        "is a function itself, not what it gives: call it, with parentheses.",
    ),
    (
        _inert("the class"),
        "class-returned",
        "is a class itself: make an instance, or return a value.",
    ),
    (
        _inert("an object of type generator", "an object of type map", "an object of type zip"),
        "generator-returned",
        "is a generator or the like, which has no numbers yet: make an array of what it yields.",
    ),
    (
        _inert("an array of dtype object"),
        "object-array",
        "is an array of Python objects, of which not every one is a number: look for None, a text, "
        "or an array or a list in it.",
    ),
    (
        _is_text,
        "text-returned",
        "is text, which is no number and no truth value.",
    ),
    (
        _is_dict_of(str),
        "text-returned",
        "has texts for values, which are no truth values: write True or False, without quotes.",
    ),
    (
        _is_dict_of(list, tuple),
        "lists-for-values",
        "has lists for values: a single truth value is asked for under each name.",
    ),
    (
        _right_in_a_list,
        "list-for-array",
        "has the right numbers, but as a list. Make an array of it, with np.array.",
    ),
    (
        _right_among_several(0),
        "several-for-one",
        "is several things, of which the first is what is asked for: return that alone.",
    ),
    (
        _right_among_several(-1),
        "several-for-one",
        "is several things, of which the last is what is asked for: return that alone.",
    ),
    (
        _last_in_a_list,
        "steps-in-a-list",
        "is a list, whose last entry is what is asked for: return that alone.",
    ),
    (
        _list_of_its_shape,
        "list-for-array",
        "is a list. An array is asked for: np.array makes one of it.",
    ),
    (_list_for_array, "list-for-array", "is a list. An array is asked for."),
    (
        _several_for_one,
        "several-for-one",
        "is a list or a tuple. A single thing is asked for.",
    ),
    (_dict_for_numbers, "dict-returned", "is a dict. Return the numbers themselves."),
    (
        _dict_without_the_rest,
        "dict-returned",
        "is a dict alone. Several things are asked for, and one of them is a dict: return "
        "all of them, separated by commas.",
    ),
    (
        _dict_for_several,
        "dict-returned",
        "is a dict. Return the values themselves, separated by commas.",
    ),
    (
        _one_for_several,
        "results-missing",
        "is a single thing. Several are asked for: return all of them, separated by commas.",
    ),
    (
        _rows_for_several,
        "results-missing",
        "is a list of rows, a single table. Several things are asked for: return all of them, "
        "separated by commas.",
    ),
    (
        _other_count,
        "results-missing",
        "has another number of values than is asked for.",
    ),
)
