"""Answers that are right when they are asked once, and not when they are asked again."""

from __future__ import annotations

from descent.diagnosis.causes.cases import Cause
from descent.probing.probes import Again

# By the way in which an answer is asked again: each is all that such a probe does otherwise.
AGAIN: dict[Again, Cause] = {
    "call": Cause(
        "remembers",
        "It is right when it is called once. Called again with other numbers, it is not: work out "
        "the result from the arguments of this very call, and keep nothing from call to call.",
    ),
    "result": Cause(
        "one-buffer",
        "It is right until it is called again: then the result of the call before has changed, "
        "too. Make a new array in each call.",
    ),
    "array": Cause(
        "same-object",
        "It is right for arrays that are new. Where an array was given before and holds other "
        "numbers now, it is not: look at the numbers, not at which array it is.",
    ),
    "part": Cause(
        "not-for-parts",
        "It is right for whole arrays, and not for a part of a larger one, such as X[::2]: read "
        "the entries by their indices, not as they lie in memory.",
    ),
    "object": Cause(
        "shared-between-objects",
        "It is right as long as there is one object of the class. When a second one is made and "
        "used, the first is no longer right: what belongs to an object stands in self, not in the "
        "class, in a global name or in a default argument.",
    ),
}
