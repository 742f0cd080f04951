"""What crosses the membrane while an answer is asked: values, errors, lent functions, generators."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from descent.probing.lent import lend
from descent.probing.probes import Probe, ask, call, look, make, put, script, take, value
from descent.probing.values import Inert, Lent, Ref, Rng, plain
from grader.guest.outside.host import Guest, GuestDied, Zygote
from tests import strategies
from tests.guest.answering import CODE, CUBIC, SECONDS, asked, guest_of, here
from tests.strategies import same


@pytest.fixture(scope="module")
def shared(zygote: Zygote) -> Iterator[Guest]:
    """A guest for tests that leave it as it is."""
    with guest_of(zygote) as guest:
        yield guest


# What crosses.

PROBES: dict[str, tuple[str, Probe]] = {
    "a number": ("add", call(1)),
    "an array": ("add", call(np.ones((2, 3)), b=np.arange(3))),
    "an integer array": ("add", call(np.arange(3))),
    "a complex number": ("add", call(1j, 2.5)),
    "a text": ("add", call("a", "b")),
    "a list": ("add", call([1, 2], [3.0])),
    "a tuple": ("add", call((1,), (None,))),
    "nothing": ("echo", call(None)),
    "everything": ("echo", call(1, 2.5, "x", None, [1, (2,)], {"a": np.ones(2)}, key={1: "one"})),
    "no number and infinity": ("echo", call(float("nan"), float("-inf"), -0.0)),
    "an empty array": ("echo", call(np.zeros((0, 3)))),
    "arguments that change": ("spoil", call(np.ones(3), [0], {"a": 1})),
    "arguments that change by keyword": ("spoil", call(x=np.ones(3), items=[0], more={})),
    "a value": ("value", value()),
    "a value that is nothing": ("nothing", value()),
    "a lent function": ("gradient", call(CUBIC, np.ones((2, 2)))),
    "another lent function": ("gradient", call(Lent("waves", (1.0, 0.5)), np.arange(3.0), h=1e-4)),
    "some items": ("endless", script(take(5))),
    "all items": ("batches", script(take(9, np.arange(8.0).reshape(4, 2), 3, Rng("Generator", 5)))),
    "a Generator": ("draw", call(Rng("Generator", 5), 3)),
    "a RandomState": ("draw", call(Rng("RandomState", 5), 3)),
    "an instance": (
        "Net",
        script(
            make("net", [2, 3, 1], Rng("RandomState", 1)),
            look("net.L", "L"),
            look("net.params", "params"),
            put("net.params", W1=np.ones((2, 3))),
            ask("net.forward", np.ones((4, 2)), show="result"),
            look("net.cache", "cache"),
        ),
    ),
    "two instances": (
        "Net",
        script(
            make("one", [2, 1]),
            make("two", [2, 1], Rng("Generator", 1)),
            ask("one.forward", np.ones((1, 2)), show="first"),
            ask("two.forward", np.ones((1, 2)), show="second"),
        ),
    ),
    "an attribute that is missing": (
        "Net",
        script(make("net", [2, 1]), look("net.depth", "depth")),
    ),
    "a wrong number of arguments": ("add", call(1, 2, 3)),
    "a function as a result": ("echo", call(Lent("linear", (1.0,)))),
}


@pytest.mark.parametrize("what", PROBES)
def test_a_guest_does_what_the_same_code_does_here(shared: Guest, what: str) -> None:
    answer, probe = PROBES[what]
    there, own = asked(shared, answer, probe), here(answer, probe)
    assert (there.raised is None) == (own.raised is None)
    if own.raised and there.raised:
        assert (there.raised.type, there.raised.message) == (own.raised.type, own.raised.message)
    assert same(dict(there.changed), dict(own.changed))
    if what == "a function as a result":
        assert "Inert" in repr(there.shown)
    else:
        assert same(dict(there.shown), dict(own.shown))


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(strategies.values)
def test_any_plain_value_comes_back_from_a_guest(shared: Guest, value: Any) -> None:
    value = plain(value)
    assert same(asked(shared, "echo", call(value)).shown["result"], plain((value,)))


def test_a_large_array_comes_back(shared: Guest) -> None:
    array = np.arange(100_000.0).reshape(100, 1000)
    assert same(asked(shared, "echo", call(array)).shown["result"], (array,))


def test_an_error_has_its_type_message_line_and_source(shared: Guest) -> None:
    raised = asked(shared, "fail", call(1)).raised
    assert raised is not None
    assert (raised.type, raised.message) == ("ValueError", "no 2")
    assert raised.source == 'raise ValueError("no " + str(y))'
    assert CODE.splitlines()[raised.line - 1 + _dropped()].strip() == raised.source


def _dropped() -> int:
    """IPython drops the empty lines in front of a cell."""
    return next(n for n, line in enumerate(CODE.splitlines()) if line)


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("lambda: 1", "the function <lambda>"),
        ("object", "the class object"),
        ("object()", "an object of type object"),
        ("{1, 2}", "an object of type set"),
        ("b'x'", "an object of type bytes"),
        ("(n for n in ())", "an object of type generator"),
        ("np.ma.masked_all(3)", "a numpy.MaskedArray, not a plain array"),
        ("np.array([object()])", "an array of dtype object"),
        ("10 ** 100", "a huge integer"),
        ("...", "..."),
        ("np.zeros((1 << 15, 1 << 15))", "an array of shape (32768, 32768), too large to look at"),
    ],
)
def test_whatever_else_comes_back_as_an_inert_handle(
    zygote: Zygote, expression: str, said: str
) -> None:
    code = f"import numpy as np\ndef answer():\n    return {expression}"
    with guest_of(zygote, code) as guest:
        seen = asked(guest, "answer", call())
    if seen.raised:  # more memory than a guest has
        assert "large" in said and seen.raised.type.endswith("MemoryError")
    else:
        assert seen.shown == {"result": Inert(said)}


# Lent functions.


def test_a_lent_function_dies_with_its_call(shared: Guest) -> None:
    right = lend(CUBIC)(np.ones(2))
    assert asked(shared, "keep", call(CUBIC, np.ones(2))).shown == {"result": right}
    later = asked(shared, "call_kept", call(np.ones(2)))
    assert later.raised and later.raised.type == "RuntimeError"
    assert asked(shared, "keep", call(CUBIC, np.ones(2))).shown == {"result": right}


def test_a_lent_function_is_called_with_what_is_no_array(shared: Guest) -> None:
    for argument in ("text", None, [], {"a": 1}, np.array(["x"])):
        seen = asked(shared, "keep", call(CUBIC, argument))
        assert seen.raised is None and np.isnan(seen.shown["result"])


def test_only_what_is_lent_can_be_called(zygote: Zygote) -> None:
    code = """
    import gc
    import guest.both.wire as wire
    from descent.probing.values import Lent
    session = next(o for o in gc.get_objects() if type(o).__name__ == "Session")
    def answer(f, x):
        wire.send(session._connection, {"call": Lent("linear", (5.0,)), "x": x})
        return wire.receive(session._connection)["value"]
    """
    with guest_of(zygote, code) as guest, pytest.raises(GuestDied):
        asked(guest, "answer", call(CUBIC, np.ones(2)))


def test_a_lent_function_is_given_no_more_than_it_is_made_for(zygote: Zygote) -> None:
    code = "import numpy as np\ndef answer(f, x):\n    return f(np.zeros(10_000_000, np.int8))"
    with guest_of(zygote, code) as guest:
        seen = asked(guest, "answer", call(CUBIC, np.ones(2)))
    assert seen.raised or np.isnan(seen.shown["result"])


# Iterators and generators.


@pytest.mark.parametrize(("limit", "count"), [(0, 1), (1, 2), (3, 4)])
def test_an_endless_iterator_shows_one_item_too_many(shared: Guest, limit: int, count: int) -> None:
    assert asked(shared, "endless", script(take(limit))).shown == {"result": list(range(count))}


@pytest.mark.parametrize("kind", ["Generator", "RandomState"])
def test_a_generator_goes_on_over_several_calls(zygote: Zygote, kind: Any) -> None:
    code = """
    def maker(rng):
        return rng
    def answer(rng):
        return rng.standard_normal(2)
    class Holder:
        def __init__(self, rng): self.rng = rng
        def draw(self, rng): return rng.standard_normal(2)
    """
    probe = script(
        make("one", Rng(kind, 7)),
        ask("one.draw", Rng(kind, 7), show="fresh"),
        ask("one.draw", Ref("rng"), show="first"),
        ask("one.draw", Ref("rng"), show="second"),
    )
    keeping = script(probe.steps[0], *([look_at("one.rng", "rng")]), *probe.steps[1:])
    rng = Rng(kind, 7).make()
    with guest_of(zygote, code) as guest:
        shown = asked(guest, "Holder", keeping).shown
        again = asked(guest, "Holder", keeping).shown
    first, second = rng.standard_normal(2), rng.standard_normal(2)
    assert same(shown["fresh"], first) and same(shown["first"], first)
    assert same(shown["second"], second)
    # Every probe begins anew.
    assert same(dict(again), dict(shown))


def look_at(target: str, keep: str) -> Any:
    """Keep an attribute, to be an argument later."""
    from descent.probing.probes import Step

    return Step("get", target, keep=keep)


def test_every_call_has_its_own_copy_of_the_arguments(shared: Guest) -> None:
    array = np.ones(3)
    probe = call(array, [1], {})
    first, second = asked(shared, "spoil", probe), asked(shared, "spoil", probe)
    assert same(dict(first.changed), dict(second.changed))
    assert array.tolist() == [1.0] * 3


def test_an_answer_is_asked_as_it_stands(zygote: Zygote) -> None:
    with zygote.guest() as guest:
        for number in range(3):
            guest.run(f"n = {number}\ndef answer(): return n", SECONDS)
            assert asked(guest, "answer", call()).shown == {"result": number}
        guest.run("del answer", SECONDS)
        gone = asked(guest, "answer", call())
        assert gone.raised and gone.raised.message == "name 'answer' is not defined"
