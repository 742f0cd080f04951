"""A probe is put to an answer, and what the answer did is reported whatever it did."""

from __future__ import annotations

import copy
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from descent.probing.probes import (
    Observation,
    Probe,
    Step,
    ask,
    call,
    describe,
    find,
    look,
    make,
    observe,
    put,
    script,
    take,
    value,
)
from descent.probing.values import Inert, Lent, Raised, Ref, Rng
from tests import strategies
from tests.descent import examples
from tests.strategies import same


class Unprintable(Exception):
    def __str__(self) -> str:
        raise ValueError("no text")


class Fatal(Exception):
    def __str__(self) -> str:
        raise SystemExit(3)


class Net:
    """What a student writes: a class with state."""

    def __init__(self, sizes: list[int], rng: Any = None) -> None:
        self.sizes = sizes
        self.rng = rng
        self.params: dict[str, Any] = {"W1": np.ones(2)}

    def forward(self, X: Any) -> Any:
        return X * self.params["W1"].sum()

    def draw(self) -> float:
        return float(self.rng.standard_normal())


def spoil(thing: Any) -> None:
    """Change all that can be changed in an argument."""
    if isinstance(thing, np.ndarray) and thing.size:
        thing[...] = np.zeros((), thing.dtype)
    elif isinstance(thing, list):
        for item in thing:
            spoil(item)
        thing.append("more")
    elif isinstance(thing, dict):
        for item in thing.values():
            spoil(item)
        thing["more"] = 1
    elif isinstance(thing, tuple):
        for item in thing:
            spoil(item)


def test_a_call_is_made_with_its_arguments_and_the_result_is_shown() -> None:
    def f(x: float, y: float = 0, *, z: float = 0) -> float:
        return x + 10 * y + 100 * z

    assert observe(call(1, 2, z=3), f) == Observation({"result": 321})


def test_a_value_is_looked_at() -> None:
    assert observe(value(), {"AND": np.True_}) == Observation({"result": {"AND": True}})


def test_an_object_lives_through_the_steps_of_a_script() -> None:
    probe = script(
        make("net", [2, 1]),
        look("net.sizes", show="sizes"),
        put("net.params", W1=np.array([2.0, 3.0])),
        ask("net.forward", 10.0, show="output"),
        ask("net.forward", 1.0, keep="kept"),
        ask("net.forward", Ref("kept"), show="again"),
    )
    assert observe(probe, Net) == Observation({"sizes": [2, 1], "output": 50.0, "again": 25.0})


@pytest.mark.parametrize("kind", ["Generator", "RandomState"])
def test_a_generator_is_fresh_in_each_probe_and_goes_on_within_one(kind: Any) -> None:
    draws = [ask("net.draw", show=name) for name in ("first", "second")]
    probe = script(make("net", [1], rng=Rng(kind, 5)), *draws)
    once, again = observe(probe, Net), observe(probe, Net)
    assert once == again
    assert once.shown["first"] != once.shown["second"]


def test_a_function_is_lent() -> None:
    seen = observe(call(Lent("linear", (2.0,)), np.array([3.0])), lambda f, x: f(x))
    assert seen.shown["result"] == 6.0


def test_who_lends_may_be_another() -> None:
    probe = call(Lent("linear", (2.0,)))
    seen = observe(probe, lambda f: f(1), lender=lambda lent: lambda x: f"{lent.name} of {x}")
    assert seen.shown["result"] == "linear of 1"


def test_one_item_more_than_the_limit_is_taken() -> None:
    def endless() -> Iterator[int]:
        n = 0
        while True:
            yield n
            n += 1

    assert observe(script(take(3)), endless).shown["result"] == [0, 1, 2, 3]
    assert observe(script(take(3)), lambda: [5, 6]).shown["result"] == [5, 6]
    assert observe(script(take(3)), lambda: 5).raised == Raised(
        "TypeError", "'int' object is not iterable"
    )


@pytest.mark.parametrize("nothing", [None, ...])
def test_nothing_more_is_asked_of_what_gives_nothing(nothing: Any) -> None:
    probe = script(make("net", [1]), look("net.sizes", show="sizes"))
    seen = observe(probe, lambda sizes: nothing)
    assert seen.raised is None
    assert list(seen.shown.values()) in ([None], [Inert("...")])


@examples
@given(
    st.sampled_from(
        [
            ValueError("no"),
            SystemExit(3),
            GeneratorExit(),
            RecursionError("deep"),
            MemoryError(),
            StopIteration(),
            NotImplementedError(),
            Unprintable(),
            Fatal(),
            BaseException("base"),
            ExceptionGroup("several", [ValueError(), TypeError()]),
        ]
    ),
    st.sampled_from(["call", "take", "get", "set"]),
)
def test_every_exception_is_reported(error: BaseException, do: Any) -> None:
    class Broken:
        def __call__(self) -> Any:
            raise error

        @property
        def part(self) -> Any:
            raise error

        def __setitem__(self, key: str, item: Any) -> None:
            raise error

    target = ".part" if do == "get" else ""
    step = Step(do, target, kwargs={"W1": 1} if do == "set" else {}, show="result")
    seen = observe(Probe((step,)), Broken())
    known = "Exception" if isinstance(error, (Unprintable, Fatal)) else type(error).__name__
    assert seen.raised is not None and seen.raised.type == known
    assert seen.shown == {}


def test_an_interrupt_from_the_keyboard_is_not_held_up() -> None:
    def f() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        observe(call(), f)


def test_what_came_before_an_error_is_shown() -> None:
    probe = script(make("net", [4]), look("net.sizes", show="sizes"), look("net.nothing", "x"))
    seen = observe(probe, Net)
    assert seen.shown == {"sizes": [4]}
    assert seen.raised == Raised("AttributeError", "'Net' object has no attribute 'nothing'")


def test_what_need_not_be_there_is_shown_only_where_it_is() -> None:
    class Half:
        losses = (0.5, 0.25)

        @property
        def params(self) -> Any:
            raise ValueError("before training")

    steps = (make("net"), find("net.params", "params"), find("net.losses", "losses"))
    seen = observe(script(*steps, find("net.cache.a1", "a1")), Half)
    assert seen == Observation({"losses": (0.5, 0.25)})


def test_an_error_comes_with_the_line_of_the_student_who_called_the_library() -> None:
    def f(x: Any) -> Any:
        return np.dot(x, np.ones((3, 3)))

    raised = observe(call(np.ones((2, 2))), f).raised
    assert raised is not None and raised.type == "ValueError" and "shapes" in raised.message
    assert raised.source == "return np.dot(x, np.ones((3, 3)))"
    assert raised.line == f.__code__.co_firstlineno + 1


def test_a_file_beside_the_package_is_the_students_own(tmp_path: Any) -> None:
    # Its folder begins with the name of ours.
    here = sys.modules["descent"].__file__
    assert here is not None
    path = here.removesuffix("__init__.py").rstrip("/") + "-homework/answer.py"
    names: dict[str, Any] = {}
    exec(compile("def f(x):\n\n    return x / 0\n", path, "exec"), names)
    raised = observe(call(1), names["f"]).raised
    assert raised is not None and raised.line == 3


def test_a_long_message_is_cut() -> None:
    assert len(describe(ValueError("x" * 10_000)).message) == 500


@examples
@given(
    st.lists(strategies.plain_values, max_size=3),
    st.dictionaries(strategies.names, strategies.plain_values, max_size=2),
)
def test_an_answer_cannot_change_the_probe(args: list[Any], kwargs: dict[str, Any]) -> None:
    def f(*args: Any, **kwargs: Any) -> int:
        spoil(args)
        spoil(tuple(kwargs.values()))
        return 1

    probe = Probe((Step("call", "", tuple(args), kwargs, show="result"),))
    before = copy.deepcopy(probe)
    once = observe(probe, f)
    assert same(probe, before)
    assert same(observe(probe, f), once)


@examples
@given(st.lists(strategies.plain_values, max_size=3))
def test_arguments_that_are_left_alone_are_not_reported(args: list[Any]) -> None:
    seen = observe(call(*args), lambda *args: sorted(map(repr, args)))
    assert not seen.changed and seen.raised is None


def _write(place: Any, item: Any) -> Callable[[Any], None]:
    def f(x: Any) -> None:
        x[place] = item

    return f


@pytest.mark.parametrize(
    ("before", "change", "after"),
    [
        (np.zeros(2), _write(0, 1.0), np.array([1.0, 0.0])),
        ([2, 3], _write(0, 1), [1, 3]),
        ([2, 3], _write(0, np.ones(2)), [np.ones(2), 3]),
        ([[1, 2], 3], _write(0, 3), [3, 3]),
        ([2, 3], lambda x: x.pop(), [2]),
        ({"a": 1}, _write("b", 2), {"a": 1, "b": 2}),
        ({"a": np.zeros(2)}, lambda x: x["a"].fill(3), {"a": np.array([3.0, 3.0])}),
        ({"a": np.zeros(2)}, _write("a", None), {"a": None}),
        ([np.zeros(1)], lambda x: x[0].fill(2), [np.array([2.0])]),
        (np.zeros((2, 3)), lambda x: x.resize((3, 2), refcheck=False), np.zeros((3, 2))),
    ],
)
def test_an_argument_that_is_modified_is_reported(before: Any, change: Any, after: Any) -> None:
    seen = observe(call(1, before), lambda n, x: change(x))
    assert seen.raised is None
    assert list(seen.changed) == ["0:1"] and same(seen.changed["0:1"], after)
    by_name = observe(call(x=before), lambda x: change(x))
    assert list(by_name.changed) == ["0:x"]


def test_nan_in_an_argument_is_no_modification() -> None:
    seen = observe(call(np.array([np.nan, 1.0]), {"a": [np.nan]}), lambda x, y: 1)
    assert not seen.changed


def test_what_an_answer_prints_and_warns_of_is_dropped(capfd: Any, recwarn: Any) -> None:
    def f() -> float:
        print("here")
        print("there", file=sys.stderr)
        warnings.warn("careful", stacklevel=1)
        return float(np.log(np.array(0.0)))

    assert observe(call(), f).shown == {"result": -np.inf}
    assert capfd.readouterr() == ("", "") and not recwarn.list


def test_settings_of_numpy_that_an_answer_changes_do_not_last() -> None:
    before = np.geterr()

    def f() -> None:
        np.seterr(all="raise")
        raise ValueError

    observe(call(), f)
    assert np.geterr() == before


def test_two_threads_that_observe_at_once_leave_the_output_alone() -> None:
    """A grader has several submissions at a time, and prints its table in the end."""
    before = (sys.stdout, sys.stderr)
    within, over = threading.Event(), threading.Event()

    def first() -> None:
        # It ends as soon as the second has begun, if that may begin at all.
        observe(call(1), lambda _: within.wait(0.3))
        over.set()

    def second() -> None:
        observe(call(1), lambda _: (within.set(), over.wait(5)))

    threads = [threading.Thread(target=work) for work in (first, second)]
    for thread in threads:
        thread.start()
        time.sleep(0.05)
    for thread in threads:
        thread.join()
    assert (sys.stdout, sys.stderr) == before
