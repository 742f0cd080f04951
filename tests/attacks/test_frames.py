"""Forged frames: the student's code finds the connection and speaks on it."""

from __future__ import annotations

from textwrap import dedent

from tests.attacks.arena import Arena, Attack, attacks, full

# The connection, found in three ways; `raw` writes a frame that no wire would send.
GRAB = """
import gc, json, os, socket, stat, struct, sys, time
import numpy as np
import guest.both.wire as wire
session = next(o for o in gc.get_objects() if type(o).__name__ == "Session")
connection = session._connection
def raw(header=b"", body=b"", lengths=None):
    a, b = lengths or (len(header), len(body))
    connection.settimeout(None)
    connection.sendall(struct.pack("!II", a, b) + header + body)
def tree(tree, body=b""):
    raw(json.dumps(tree).encode(), body)
"""

# Said in the middle of a cell, whose own reply comes behind it.
FRAMES = {
    "nothing": "raw()",
    "no JSON": "raw(b'x' * 100)",
    "not UTF-8": "raw(bytes(range(256)))",
    "UTF-16": "raw('{}'.encode('utf-16'))",
    "a huge header": "raw(lengths=(0xFFFFFFFF, 0))",
    "a huge body": "raw(lengths=(2, 0xFFFFFFFF))",
    "as much as is allowed, and no more to come": "raw(lengths=(32 << 20, 128 << 20))",
    "deep JSON": "raw(b'[' * 1_000_000)",
    "deep lists": "raw(b'[' * 900 + b']' * 900)",
    "many parts": "raw(b'[' + b'0,' * 1_000_000 + b'0]')",
    "a long number": "raw(b'1' * 1_000_000)",
    "no number": "raw(b'[NaN, Infinity, -Infinity, 1e999]')",
    "half a pair": "raw(b'\"\\\\ud800\"')",
    "a list": "tree([])",
    "no number of a reply": "tree({'~': 'dict', 'items': []})",
    "an unknown tag": "tree({'~': 'os.system', 'fields': {'command': 'true'}})",
    "a tag that is a number": "tree({'~': 5})",
    "a tag that is none": "tree({'~': None, 'fields': {}})",
    "no tag": "tree({'score': 12})",
    "a key that is a list": "tree({'~': 'dict', 'items': [[[1], 2]]})",
    "an item that is no pair": "tree({'~': 'dict', 'items': [[1, 2, 3]]})",
    "fields that there are not": "tree({'~': 'Inert', 'fields': {'__class__': 'x'}})",
    "fields that are a text": "tree({'~': 'Inert', 'fields': 'description'})",
    "pickled": "tree({'~': 'array', 'dtype': '|O', 'shape': [1], 'size': 8}, bytes(8))",
    "structured": "tree({'~': 'array', 'dtype': 'f8,O', 'shape': [1], 'size': 16}, bytes(16))",
    "a dtype that is a list": "tree({'~': 'array', 'dtype': [['a', 'O']], 'shape': [], 'size': 0})",
    "a dtype that is a dict": """
        tree({'~': 'array', 'dtype': {'names': ['a'], 'formats': ['O']}, 'shape': [], 'size': 0})
    """,
    "a dtype of no size": "tree({'~': 'array', 'dtype': 'S0', 'shape': [1 << 60], 'size': 0})",
    "dates": "tree({'~': 'array', 'dtype': 'M8[ns]', 'shape': [1], 'size': 8}, bytes(8))",
    "a body too short": "tree({'~': 'array', 'dtype': '<f8', 'shape': [9], 'size': 72}, bytes(8))",
    "a negative shape": "tree({'~': 'array', 'dtype': '<f8', 'shape': [-1, -1], 'size': 8}, bytes(8))",
    "a shape beyond numbers": """
        tree({'~': 'array', 'dtype': '<f8', 'shape': [1 << 62, 4], 'size': 0})
    """,
    "a shape of text": "tree({'~': 'array', 'dtype': '<f8', 'shape': ['1'], 'size': '8'}, bytes(8))",
    "a shape of many axes": "tree({'~': 'array', 'dtype': '<f8', 'shape': [1] * 64, 'size': 8}, bytes(8))",
    "one buffer for many arrays": """
        one = {'~': 'array', 'dtype': '<f8', 'shape': [1 << 20], 'size': 8 << 20}
        tree([one] * 1000, bytes(8 << 20))
    """,
    "a call of nothing": "tree({'~': 'dict', 'items': [['call', None]]})",
    "a call of what is not lent": """
        tree({'~': 'dict', 'items': [['call', {'~': 'Lent', 'fields': {'name': '__import__'}}], ['x', 'os']]})
    """,
    "a call with a name that is a list": """
        tree({'~': 'dict', 'items': [['call', {'~': 'Lent', 'fields': {'name': [1]}}], ['x', 1]]})
    """,
    "a call with wrong constants": """
        tree({'~': 'dict', 'items': [['call', {'~': 'Lent', 'fields': {'name': 'cubic', 'constants': 5}}]]})
    """,
    "a probe for the grader": """
        tree({'~': 'Probe', 'fields': {'steps': [], 'group': 'x', 'label': 'x'}})
    """,
    "a request": "wire.send(connection, {'do': 'fork', 'number': 1, 'scratch': '/', 'limits': {}})",
    "the wrong number": "wire.send(connection, {'number': 10**6, 'outputs': []})",
    "a number that is a text": "wire.send(connection, {'number': '1', 'outputs': []})",
    "a number that is an array": "wire.send(connection, {'number': np.zeros(2), 'outputs': []})",
    "a call that is an array": "wire.send(connection, {'call': np.zeros(2), 'x': 1.0})",
    "refusals that are arrays": """
        wire.send(connection, {'number': NUMBER, 'outputs': [], 'refused': [np.array(['x', 'y'])]})
    """,
    "outputs of a kind that is an array": """
        kind = np.array(['stream', 'error'])
        wire.send(connection, {'number': NUMBER, 'outputs': [{'output_type': kind, 'data': {}}]})
    """,
    "outputs of a stream whose name is an array": """
        name = np.array(['stdout', 'stderr'])
        output = {'output_type': 'stream', 'name': name, 'text': 'x'}
        wire.send(connection, {'number': NUMBER, 'outputs': [output]})
    """,
    "no outputs": "wire.send(connection, {'number': NUMBER, 'outputs': 12})",
    "outputs that are none": "wire.send(connection, {'number': NUMBER, 'outputs': [1, None, 'x', []]})",
    "the end": "connection.shutdown(socket.SHUT_RDWR)",
    "half the end": "connection.shutdown(socket.SHUT_WR)",
    "the descriptor closed": "os.close(connection.fileno())",
    "all descriptors closed": "os.closerange(3, 128)",
    "the grader's question taken": "connection.setblocking(False)\nattempt(connection.recv, 1 << 20)",
    "an endless dribble": """
        raw(lengths=(1 << 20, 0))
        while True:
            connection.send(b' ')
            time.sleep(0.01)
    """,
    "an endless flood": """
        while True:
            tree({'~': 'dict', 'items': [['call', {'~': 'Lent', 'fields': {'name': 'x'}}]]})
            connection.settimeout(None)
            connection.recv(1 << 16)
    """,
    "what is not lent, as often as it can": """
        lent = {'~': 'Lent', 'fields': {'name': 'linear', 'constants': {'~': 'tuple', 'items': [1.0]}}}
        while True:
            tree({'~': 'dict', 'items': [['call', lent], ['x', 1.0]]})
            connection.settimeout(None)
            connection.recv(1 << 16)
    """,
    "never reading": """
        while True:
            tree({'~': 'dict', 'items': [['call', {'~': 'Lent', 'fields': {'name': 'x'}}]]})
    """,
    "a tag that is a list": "tree({'~': []})",
    "fields that are a list": "tree({'~': 'Inert', 'fields': [5]})",
    "a dtype that is no Python": """
        tree({'~': 'array', 'dtype': '02 m3Ob2', 'shape': [0], 'size': 0})
    """,
    "lists without end": "raw(b'[' + b'[],' * 3_500_000 + b'[]]')",
    "a large argument for a lent function": """
        lent = {'~': 'Lent', 'fields': {'name': 'cubic', 'constants': {'~': 'tuple', 'items': [1.0, 1.0]}}}
        size = 12 << 20
        array = {'~': 'array', 'dtype': '|i1', 'shape': [size], 'size': size}
        tree({'~': 'dict', 'items': [['call', lent], ['x', array]]}, bytes(size))
    """,
    "a descriptor": """
        attempt(socket.send_fds, connection, [b"x"], [0])
        attempt(connection.sendmsg, [b"x"])
    """,
}

NUMBERED = "NUMBER = 2\n"


def frame(name: str, code: str) -> Attack:
    return Attack(
        f"frame of {name}" if name else name,
        f"Confuses the grader with a frame: {name}.",
        GRAB + NUMBERED + dedent(code),
        base="right",
        status=("graded", "crashed", "timeout"),
        less=True,
    )


SINGLE = tuple(frame(name, code) for name, code in FRAMES.items())

# The student's code answers in place of the session, from its first cell on.
SERVE = """
def serve(reply):
    number = 2
    wire.send(connection, {"number": number, "outputs": []})
    while True:
        request = wire.receive(connection)
        number += 1
        own = {"outputs": []} if request["do"] == "cell" else {}
        if request["do"] == "probe":
            own = {"observation": reply(request["answer"], Probe(request["steps"]))}
        wire.send(connection, {"number": number, **own})
from descent.probing.probes import Observation, Probe, Step
from descent.probing.values import Inert, Raised, Ref, Rng
"""

# What it claims to have seen: expressions in `answer`, `probe`.
CLAIMS = {
    "nothing": "Observation()",
    "None": "None",
    "a text": "'passed'",
    "a dict": "{'shown': {'result': 12.0}, 'state': 'passed', 'share': 1.0}",
    "the probe": "probe",
    "full marks": "Observation({'result': 12.0, 'score': 12.0, 'share': 1.0, 'met': True})",
    "an argument": "Observation({'result': probe.steps[0].args[-1]})",
    "everything at once": "Observation({'result': [0.0] * 1000})",
    "an inert result": "Observation({'result': Inert('whatever is right')})",
    "a reference": "Observation({'result': Ref('right')})",
    "a generator": "Observation({'result': Rng('Generator', 1)})",
    "an observation in itself": "Observation({'result': Observation({'result': 1.0})})",
    "an error that is none": "Observation({'result': 0.5}, {}, Raised('', ''))",
    "an error of wrong types": "Observation({}, {}, Raised(1, 2, 'x', None))",
    "an error that is a text": "Observation({}, {}, 'ValueError')",
    "a class of its own": "Observation({}, {}, Raised('<script>' * 100, 'x', 1, 'x'))",
    "shown is a list": "Observation([0.5])",
    "changed is a text": "Observation({'result': 0.5}, 'changed')",
    "keys that are numbers": "Observation({1: 0.5, 2: 0.5}, {1: 0.5})",
    "texts": "Observation({'result': 'x' * 1_000_000})",
    "a change of no place": "Observation({'result': 0.5}, {'anywhere': 1.0})",
    "arrays of texts": "Observation({'result': np.array([['0.5']] * 6)})",
    "complex": "Observation({'result': np.full((6, 1), complex('nan+infj'))})",
    "booleans": "Observation({'result': np.ones((6, 1), bool)})",
    "no entries": "Observation({'result': np.zeros((0, 3))})",
    "long double": "Observation({'result': np.full((6, 1), 0.5, np.longdouble)})",
    "big numbers": "Observation({'result': 10**4000})",
    "texts of characters that there are not": "Observation({'result': np.full(24, 255, 'u1').view('<U1')})",
    "a change to characters that there are not": "Observation({'result': 0.3}, {'0:0': np.full(24, 255, 'u1').view('<U1')})",
    "a number beside characters that there are not": "Observation({'result': (0.3, np.full(24, 255, 'u1').view('<U1'))})",
    "truth values that are two": "Observation({'result': np.full((6, 1), 2, 'u1').view(bool)})",
    "long doubles that are none": "Observation({'result': np.full(96, 170, 'u1').view(np.longdouble)})",
    "numbers with their bytes exchanged": "Observation({'result': np.full((6, 1), 0.5, '>f8')})",
    "keys that are arrays of themselves": "Observation({'result': {'': {'': np.full(6, 255, 'u1')}}})",
    "an axis of no entries and one of all": "Observation({'result': np.zeros((6, 0, 1))})",
    "a name of an object": "Observation({'result': Inert('an object of type ' + 'x' * 200 + chr(0xD800))})",
    "half a pair": "Observation({'result': chr(0xD800), chr(0xDC00): 'x'}, {}, Raised('ValueError', chr(0xD800), 1, chr(0xDFFF)))",
    "names in a line": "Observation({}, {}, Raised('TypeError', 'x', 2, 'x' * 200, {'x' * 40: 'None' * 40, 'y': 'a list of 5 items'}))",
    "a wrong place of a change": "Observation({'result': 0.5}, {'7:9': 1.0, '0:²': 1.0})",
}


def claim(name: str, expression: str) -> Attack:
    return Attack(
        f"claim of {name}",
        f"Answers the probes itself, and claims {name}.",
        GRAB + SERVE + f"serve(lambda answer, probe: {expression})",
        status=("graded", "crashed", "timeout"),
    )


SERVED = (
    *(claim(name, expression) for name, expression in CLAIMS.items()),
    Attack(
        "replies sent in advance",
        "Has answered every question before it is put.",
        GRAB
        + dedent("""
            from descent.probing.probes import Observation
            for number in range(2, 400):
                claim = Observation({"result": 0.5})
                wire.send(connection, {"number": number, "outputs": [], "observation": claim})
        """),
        status=("graded", "crashed", "timeout"),
    ),
    Attack(
        "outputs that say points",
        "Answers for the session, with points as outputs of the test cells.",
        GRAB
        + SERVE.replace(
            '{"outputs": []} if',
            '{"outputs": [{"output_type": "execute_result", "data": {"text/plain": "12.0"}}]} if',
        )
        + "serve(lambda answer, probe: Observation({'result': 12.0}))",
    ),
    Attack(
        "outputs without end",
        "Answers for the session, with 12 MB of output for every cell.",
        GRAB
        + SERVE.replace(
            '{"outputs": []} if',
            '{"outputs": [{"output_type": "stream", "name": "stdout", "text": "x" * (12 << 20)}]} if',
        )
        + "serve(lambda answer, probe: Observation({'result': 12.0}))",
        status=("graded", "crashed"),
        change=lambda made: made | {"cells": made["cells"] + [CELLS] * 12},
    ),
    Attack(
        "results without end",
        "Answers every probe with 12 MB, which the grader keeps until all have been put.",
        GRAB + SERVE + "serve(lambda answer, probe: Observation({'result': np.zeros(3 << 19)}))",
    ),
    Attack(
        "results that are too large",
        "Answers every probe with 24 MB.",
        GRAB + SERVE + "serve(lambda answer, probe: Observation({'result': np.zeros(3 << 20)}))",
        status=("timeout",),
    ),
    Attack(
        "a right answer that hides a change",
        "Changes its argument, and claims that it did not: a claim that nobody can disprove, "
        "and worth no more than a copy would have been.",
        dedent("""
            import guest.inside.session as s
            from descent.probing.probes import Observation
            observe = s.observe
            def claim(probe, answer, lender):
                seen = observe(probe, answer, lender)
                return Observation(dict(seen.shown), {}, seen.raised)
            s.observe = claim
        """),
        answers={
            "mse_loss": "def mse_loss(y_true, y_pred):\n"
            "    loss = float(np.mean((y_pred - y_true) ** 2))\n    y_pred[:] = 0\n    return loss"
        },
        base="right",
        earns=full("04_loss_functions"),
    ),
)
CELLS = {"cell_type": "code", "id": "more", "metadata": {}, "source": "1", "outputs": []}

ATTACKS = (*SINGLE, *SERVED)


@attacks(*SINGLE)
def test_a_forged_frame_costs_at_most_the_cell_that_sent_it(arena: Arena, attack: Attack) -> None:
    marked = arena.hold(attack)
    assert marked.score in (0.0, full(attack.section))


@attacks(*SERVED)
def test_what_a_guest_replies_is_a_claim(arena: Arena, attack: Attack) -> None:
    arena.hold(attack)
