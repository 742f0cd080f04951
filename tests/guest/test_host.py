"""The grader's side of guests: what crosses the membrane, what ends, and what is gone afterwards."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from descent.probing.lent import lend
from descent.probing.probes import (
    Observation,
    Probe,
    ask,
    call,
    look,
    make,
    observe,
    put,
    script,
    take,
    value,
)
from descent.probing.values import Inert, Lent, Ref, Rng, plain
from grader.guest.both.policy import Limits
from grader.guest.outside.host import Guest, GuestDied, GuestTimeout, Zygote
from tests import strategies
from tests.strategies import same

SECONDS = 10.0
CUBIC = Lent("cubic", (1.0, 2.0))

# Answers of every kind: the same code is put to the probes here and in a guest.
CODE = """
import numpy as np

def add(a, b=1):
    return a + b

def spoil(x, items, more):
    x[:] = 0
    items.append(1)
    more["new"] = None
    return None

def fail(x):
    y = x + 1
    raise ValueError("no " + str(y))

def gradient(f, x, h=1e-5):
    found = np.zeros_like(x)
    for place in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[place] = h
        found[place] = (f(x + step) - f(x - step)) / (2 * h)
    return found

kept = []

def keep(f, x):
    kept.append(f)
    return f(x)

def call_kept(x):
    return kept[-1](x)

def batches(X, size, rng):
    order = rng.permutation(len(X))
    for start in range(0, len(X), size):
        yield X[order[start : start + size]]

def endless():
    n = 0
    while True:
        yield n
        n += 1

def draw(rng, count):
    return rng.standard_normal(count)

def echo(*args, **kwargs):
    return args if not kwargs else (args, kwargs)

class Net:
    def __init__(self, sizes, rng=None):
        self.sizes = sizes
        self.rng = rng
        self.params = {f"W{n}": self.rng.standard_normal(shape) if rng else np.zeros(shape)
                       for n, shape in enumerate(zip(sizes, sizes[1:]), 1)}
        self.cache = None

    def forward(self, X):
        self.cache = {"a0": X}
        for n in range(1, len(self.sizes)):
            X = X @ self.params[f"W{n}"]
        return X

    @property
    def L(self):
        return len(self.params)

value = {"AND": True, "XOR": False}
nothing = None
"""


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    with Zygote() as started:
        yield started


@contextlib.contextmanager
def guest_of(zygote: Zygote, code: str = CODE) -> Iterator[Guest]:
    with zygote.guest() as guest:
        assert not errors(guest.run(dedent(code), SECONDS))
        yield guest


@pytest.fixture(scope="module")
def shared(zygote: Zygote) -> Iterator[Guest]:
    """A guest for tests that leave it as it is."""
    with guest_of(zygote) as guest:
        yield guest


def errors(outputs: list[dict[str, Any]]) -> list[str]:
    return [f"{o['ename']}: {o['evalue']}" for o in outputs if o["output_type"] == "error"]


def asked(guest: Guest, answer: str, probe: Probe, seconds: float = SECONDS) -> Observation:
    return guest.observe(answer, probe, seconds)


def here(answer: str, probe: Probe) -> Observation:
    """What the same code does in this very process."""
    space: dict[str, Any] = {}
    exec(CODE, space)
    return observe(probe, space[answer])


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


# What an answer does while it is asked, and what a cell sees before and after.
LEFT_BEHIND = {
    "a global that is bound anew": ("global n; n += 1", "n"),
    "a global that is new": ("global new; new = 1", "'new' in globals()"),
    "a global that is gone": ("global n; del n", "'n' in globals()"),
    "draws of NumPy's": ("np.random.rand(3)", "np.random.rand()"),
    "half a pair of draws": ("np.random.randn()", "np.random.randn()"),
    "a seed of NumPy's": ("np.random.seed(0)", "np.random.rand()"),
    "another generator for NumPy": (
        "np.random.set_bit_generator(np.random.PCG64(0))",
        "np.random.rand()",
    ),
    "draws of Python's": ("random.gauss(0, 1)", "random.gauss(0, 1)"),
    "a seed of Python's": ("random.seed(0)", "random.random()"),
    "draws of a generator of its own": ("rng.normal(size=3)", "rng.normal()"),
    "floating-point errors": ("np.seterr(all='raise')", "np.geterr()"),
    "filters of warnings": ("warnings.simplefilter('error')", "warnings.filters[0]"),
    "the working folder": ("os.makedirs('d', exist_ok=True); os.chdir('d')", "os.getcwd()"),
    "figures": ("plt.figure()", "plt.get_fignums()"),
    "the output": ("sys.stdout = None", "print('here')"),
}


@pytest.mark.parametrize(("does", "sees"), LEFT_BEHIND.values(), ids=LEFT_BEHIND.keys())
def test_being_asked_changes_nothing_that_follows(does: str, sees: str, zygote: Zygote) -> None:
    begin = (
        "import os, random, sys, warnings\nimport numpy as np, matplotlib.pyplot as plt\n"
        "np.random.seed(1); random.seed(1); n = 0; rng = np.random.default_rng(1)\n"
        f"def answer():\n    {does}\n    return 1"
    )
    look = f"repr({sees}).replace(os.path.expanduser('~'), '')"
    seen = []
    for questions in (0, 1, 2):
        with guest_of(zygote, begin) as guest:
            for _ in range(questions):
                assert asked(guest, "answer", call()).shown == {"result": 1}
            outputs = guest.run(look, SECONDS)
            assert not errors(outputs)
            seen.append([o.get("text", "") or o["data"]["text/plain"] for o in outputs])
    assert seen[0] == seen[1] == seen[2]


def test_figures_that_an_answer_leaves_open_are_not_drawn_later(zygote: Zygote) -> None:
    code = "import matplotlib.pyplot as plt\ndef answer():\n    plt.plot([1, 2])"
    with guest_of(zygote, code) as guest:
        asked(guest, "answer", call())
        assert guest.run("1", SECONDS)[0]["output_type"] == "execute_result"
        assert guest.run("plt.plot([1, 2]);", SECONDS)[-1]["output_type"] == "display_data"


def test_what_is_printed_while_probed_is_dropped(zygote: Zygote) -> None:
    code = (
        "import sys\ndef answer(x):\n    print('HIDDEN', x); sys.stderr.write('HIDDEN'); display(x)"
    )
    with guest_of(zygote, code) as guest:
        asked(guest, "answer", call(5.0))
        assert guest.run("print('after')", SECONDS) == [
            {"output_type": "stream", "name": "stdout", "text": "after\n"}
        ]


# Outputs.


def test_outputs_are_as_a_kernel_leaves_them(zygote: Zygote) -> None:
    code = """
    import sys
    print("out"); print("more"); print("err", file=sys.stderr); print("again")
    display("shown")
    5
    """
    with zygote.guest() as guest:
        outputs = guest.run(dedent(code), SECONDS)
        assert [(o["output_type"], o.get("name"), o.get("text")) for o in outputs] == [
            ("stream", "stdout", "out\nmore\n"),
            ("stream", "stderr", "err\n"),
            ("stream", "stdout", "again\n"),
            ("display_data", None, None),
            ("execute_result", None, None),
        ]
        assert outputs[3]["data"] == {"text/plain": "'shown'"}
        assert outputs[4]["data"] == {"text/plain": "5"}
        assert errors(guest.run("1 / 0", SECONDS)) == ["ZeroDivisionError: division by zero"]
        assert guest.run("1;", SECONDS) == []


@pytest.mark.parametrize(
    "code",
    ["plt.plot([1, 2]); plt.show()", "plt.plot([1, 2]);", "fig, ax = plt.subplots()"],
)
def test_figures_are_shown_as_in_a_notebook(zygote: Zygote, code: str) -> None:
    with zygote.guest() as guest:
        guest.run("import matplotlib.pyplot as plt", SECONDS)
        kinds = [set(o.get("data", ())) for o in guest.run(code, SECONDS)]
    assert {"text/plain", "image/png"} in kinds


# Deadlines and deaths.


def test_a_deadline_ends_the_guest(zygote: Zygote) -> None:
    begun = time.monotonic()
    with guest_of(zygote) as guest:
        with pytest.raises(GuestTimeout):
            guest.run("while True: pass", 0.3)
        assert time.monotonic() - begun < 5
    assert gone(guest)


@pytest.mark.parametrize("code", ["9 ** 9 ** 9", "import signal, os; os.kill(os.getpid(), 19)"])
def test_a_deadline_needs_no_help_from_the_guest(zygote: Zygote, code: str) -> None:
    with zygote.guest() as guest, pytest.raises(GuestTimeout):
        guest.run(code, 0.3)
    assert gone(guest)


def test_a_probe_has_its_deadline(zygote: Zygote) -> None:
    with guest_of(zygote, "def answer():\n    while True: pass") as guest:
        with pytest.raises(GuestTimeout):
            asked(guest, "answer", call(), 0.3)
    assert gone(guest)


@pytest.mark.parametrize(
    "code",
    [
        "import os; os._exit(0)",
        "import os; os.kill(os.getpid(), 9)",
        "import ctypes; ctypes.string_at(0)",
        "import os; os.closerange(3, 256)",
    ],
)
def test_a_death_is_told(zygote: Zygote, code: str) -> None:
    with zygote.guest() as guest:
        with pytest.raises(GuestDied):
            guest.run(code, SECONDS)
        with pytest.raises(GuestDied):
            guest.run("1", SECONDS)
    assert gone(guest)


def test_a_guest_is_gone_after_its_use(zygote: Zygote) -> None:
    with guest_of(zygote) as guest:
        guest.run("open('own', 'w').write('x' * 1000)", SECONDS)
        assert not gone(guest)
    assert gone(guest)
    assert not os.path.lexists(guest.scratch)


def test_a_guest_that_fails_in_the_middle_is_gone(zygote: Zygote) -> None:
    with pytest.raises(KeyError):
        with zygote.guest() as guest:
            raise KeyError
    assert gone(guest) and not os.path.lexists(guest.scratch)


def gone(guest: Guest) -> bool:
    try:
        os.kill(guest.pid, 0)
    except OSError:
        return True
    return False


# The zygote.


def test_guests_share_nothing(zygote: Zygote) -> None:
    with guest_of(zygote, "import numpy as np; np.left = 5; mine = 1") as one:
        with guest_of(zygote, "import numpy as np") as other:
            assert errors(other.run("np.left", SECONDS))[0].startswith("AttributeError")
            assert errors(other.run("mine", SECONDS))[0].startswith("NameError")
            assert one.scratch != other.scratch and one.pid != other.pid
            for pid in (one.pid, os.getpid()):
                said = other.run(f"import os; os.kill({pid}, 9)", SECONDS)
                assert errors(said)[0].startswith(("PermissionError", "ProcessLookupError"))
        assert not errors(one.run("mine", SECONDS))


def test_guests_draw_different_numbers(zygote: Zygote) -> None:
    drawn = set()
    for _ in range(3):
        with guest_of(zygote, "import random, numpy as np") as guest:
            drawn.add(str(guest.run("random.random(), np.random.rand()", SECONDS)))
    assert len(drawn) == 3


def test_a_zygote_that_was_killed_is_started_again() -> None:
    with Zygote() as zygote:
        assert zygote._process is not None
        first = zygote._process.pid
        with guest_of(zygote) as guest:
            zygote._process.kill()
            zygote._process.wait()
            with pytest.raises((GuestDied, GuestTimeout)):
                for _ in range(50):
                    asked(guest, "add", call(1), 2.0)
                    time.sleep(0.05)
        with guest_of(zygote) as guest:
            assert asked(guest, "add", call(1)).shown == {"result": 2}
        assert zygote._process.pid != first


def patient(start: Any, patch: pytest.MonkeyPatch) -> Any:
    """The new one may take its time."""

    def started(self: Zygote) -> None:
        patch.setattr("grader.guest.outside.host.FORK_SECONDS", 20.0)
        start(self)

    return started


def test_a_zygote_that_was_stopped_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.guest.outside.host.FORK_SECONDS", 0.5)
    with Zygote() as zygote:
        assert zygote._process is not None
        os.kill(zygote._process.pid, signal.SIGSTOP)
        monkeypatch.setattr(Zygote, "start", patient(Zygote.start, monkeypatch))
        with guest_of(zygote) as guest:
            assert asked(guest, "add", call(1)).shown == {"result": 2}


def test_nothing_is_left_of_a_zygote(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with Zygote() as zygote:
        assert zygote._process is not None
        pid = zygote._process.pid
        with guest_of(zygote) as guest:
            inner = guest.pid
    for process in (pid, inner):
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)
    assert os.listdir(tmp_path) == []


def test_a_guest_dies_with_its_zygote() -> None:
    zygote = Zygote()
    zygote.start()
    guest = zygote.guest()
    zygote.close()
    for _ in range(100):
        if gone(guest):
            break
        time.sleep(0.05)
    assert gone(guest)
    guest.connection.close()


def test_limits_are_those_that_are_set() -> None:
    limits = Limits(memory=256 << 20, file_size=1 << 20, open_files=40, output=1000)
    with Zygote(limits) as zygote, guest_of(zygote, "import numpy as np") as guest:
        assert errors(guest.run("np.ones(1 << 26)", SECONDS))
        assert not errors(guest.run("np.ones(1 << 20)", SECONDS))
        assert errors(guest.run("open('x', 'wb').write(bytes(2 << 20))", SECONDS))
        assert errors(guest.run("held = [open('/dev/null') for _ in range(60)]", SECONDS))
        told = str(guest.run("print('x' * 2000); print('y')", SECONDS))
        assert "dropped: too long" in told and told.count("x") <= 1010


def test_memory_of_a_guest_of_its_own_is_small(zygote: Zygote) -> None:
    with guest_of(zygote, "import numpy as np") as guest:
        text = Path(f"/proc/{guest.pid}/smaps_rollup")
        try:
            found = text.read_text()
        except OSError:
            pytest.skip("this user may not look at the guest")
    own = sum(int(found.split(name)[1].split()[0]) for name in ("Private_Dirty:", "Private_Clean:"))
    assert own < 60 << 10, f"{own} kB"
