"""What a guest claims, small on the wire and large when something is done with it."""

from __future__ import annotations

from tests.attacks.arena import (
    Arena,
    Attack,
    Notebook,
    attacks,
    cell,
)
from tests.attacks.test_frames import GRAB, SERVE

# What a guest claims that an answer has given: expressions.
RESULTS = {
    "eight million random bytes": "np.frombuffer(np.random.bytes(8_000_000), np.uint8)",
    "two million numbers": "np.random.rand(1_000_000, 2)",
    "a list of 99,000 numbers": "[0.5] * 99_000",
    "99,000 numbers of all kinds": "[0.5, 1, True] * 33_000",
    "lists of lists": "[[[0.5] * 10] * 10] * 900",
    "an axis without end, and none of its entries": "np.zeros((0, 1 << 40))",
    "no rows, and many columns": "np.zeros((0, 1_000_000))",
    "eight axes": "np.zeros((2,) * 8)",
    "a text of two million characters": "'0.5 ' * 500_000",
    "texts in an array": "np.array(['x' * 1_000_000] * 3)",
    "texts without end": "['x' * 1000] * 3000",
    "a dict of 90,000 keys": "{f'k{n}': 0.5 for n in range(90_000)}",
    "a key of a million characters": "{'k' * 1_000_000: 0.5}",
    "deep lists": "deep",
    "a number of a thousand digits": "10**1000",
    "a thousand such numbers": "[10**1000] * 1000",
    "long complex numbers": "np.zeros(400_000, np.complex128)",
    "bytes": "np.zeros(100_000, 'S1')",
    "an inert number": "Inert(5)",
    "an inert array": "Inert(np.zeros(1_000_000))",
    "a description of a million characters": "Inert('x' * 1_000_000)",
    "inert things in one another": "Inert(Inert('x'))",
    "an error as a result": "Raised('ValueError', 'x' * 1_000_000)",
    "a generator of a kind that there is not": "Rng('os.system', 1)",
    "a seed that is an array": "Rng('Generator', np.zeros(1_000_000))",
    "a step": "Step('call', 'x', ('x',) * 1000)",
}
ERRORS = {
    "a text of 2 MB": "Raised('TypeError', 'shapes (' * 250_000)",
    "a text that is no text": "Raised('TypeError', np.zeros(1_000_000))",
    "a text that a pattern reads again and again": "Raised('AttributeError', \"has no attribute '\" * 60_000)",
    "a line of 2 MB": "Raised('TypeError', 'x', 1, 'return ' * 300_000)",
    "a line beyond numbers": "Raised('TypeError', 'x', 10**1000, 'x')",
    "a type of 2 MB": "Raised('TypeError' * 200_000, 'x')",
    "texts of digits": "Raised('ValueError', '0x' * 1_000_000)",
}
# In place of the observation as a whole.
OBSERVATIONS = {
    "a change of a million numbers": "Observation({'result': 0.5}, {'0:0': np.zeros(1 << 20)})",
    "a change without rows": "Observation({'result': 0.5}, {'0:0': np.zeros((0, 1 << 40))})",
    "a million of names": "Observation({f'n{n}': 0.5 for n in range(60_000)})",
    "shown that is a number": "Observation(5)",
    "changed that is a list": "Observation({'result': 0.5}, ['0:0'])",
    "an error that is inert": "Observation({}, {}, Inert('x'))",
    "an error that is true": "Observation({}, {}, True)",
}
DEEP = """
from descent.probing.probes import Step
deep = 0.5
for _ in range(30): deep = [deep] * 2 if _ < 12 else [deep]
"""


def claims(name: str, expression: str) -> Attack:
    return Attack(
        f"claim of {name}",
        f"Answers every probe itself, with {name}.",
        GRAB + DEEP + SERVE + f"serve(lambda answer, probe: {expression})",
        status=("graded", "crashed", "timeout"),
    )


CLAIMS = (
    *(claims(name, f"Observation({{'result': {what}}})") for name, what in RESULTS.items()),
    *(claims(name, f"Observation({{}}, {{}}, {what})") for name, what in ERRORS.items()),
    *(claims(name, what) for name, what in OBSERVATIONS.items()),
)

# What it claims that a cell has put out.
OUTPUTS = {
    "an array for a picture": "{'output_type': 'display_data', 'data': {'image/png': np.zeros(12 << 20, np.uint8)}}",
    "an array for a text": "{'output_type': 'stream', 'name': 'stdout', 'text': np.zeros(12 << 20, np.uint8)}",
    "texts in an array for a traceback": "{'output_type': 'error', 'traceback': [np.array(['x' * 3_000_000])]}",
    "arrays within data": "{'output_type': 'display_data', 'data': {'application/json': {'x': [np.zeros(12 << 20, np.uint8)]}}}",
    "a name of an error of 8 MB": "{'output_type': 'error', 'ename': 'x' * (8 << 20), 'evalue': 'x'}",
    "numbers of a thousand digits": "{'output_type': 'display_data', 'data': {'application/json': [10**1000] * 4000}}",
    "brackets that are stored on lines of their own": "{'output_type': 'display_data', 'data': {'application/json': nested}}",
    "a name of a form of 8 MB": "{'output_type': 'display_data', 'data': {'x' * (8 << 20): 'x'}}",
    "control characters": "{'output_type': 'stream', 'name': 'stdout', 'text': chr(1) * (6 << 20)}",
    "characters beyond the usual ones": "{'output_type': 'stream', 'name': 'stdout', 'text': 'x' * (6 << 20) + chr(0x1F600)}",
}
NESTED = """
nested = []
for _ in range(30): nested = [nested]
nested = [nested] * 5000
"""


def many(made: Notebook) -> Notebook:
    return made | {"cells": made["cells"] + [cell("1") for _ in range(60)]}


def answering(name: str, tries: str, reply: str, before: str = "") -> Attack:
    """Answer for the session; every cell of many gets this reply."""
    served = SERVE.replace('{"outputs": []} if', f"{reply} if")
    return Attack(
        name,
        f"Answers for the session, {tries}.",
        f"{GRAB}{before}{served}serve(lambda answer, probe: Observation({{'result': 12.0}}))",
        status=("graded", "crashed", "timeout"),
        change=many,
    )


SHOWN = (
    *(
        answering(
            f"outputs: {name}",
            f"with {name} as an output of sixty cells",
            f'{{"outputs": [{what}]}}',
            NESTED,
        )
        for name, what in OUTPUTS.items()
    ),
    answering(
        "outputs without number",
        "with 25,000 outputs of a cell",
        '{"outputs": [{"output_type": "stream"}] * 25_000}',
    ),
    answering(
        "lines that were refused",
        "with twenty lines that were not run, each of them of 200 kB",
        '{"outputs": [], "refused": ["! " * 100_000] * 20}',
    ),
    Attack(
        "numbers without end in a reply",
        "Sends eight million numbers where an output is waited for.",
        GRAB + "NUMBER = 2\nraw(b'[' + b'1e5,' * 8_000_000 + b'1]')",
        base="right",
        less=True,
        status=("crashed",),
    ),
    *(
        Attack(
            f"a cell that shows {name}",
            f"Shows {name}, as its own session sends it.",
            code,
            base="right",
            status=("graded", "timeout"),
        )
        for name, code in {
            "what refers to itself again and again": "x = 0\nfor _ in range(14): x = [x, x]\ndisplay({'application/json': x}, raw=True)",
            "five thousand things": "for n in range(5000): display('x')",
            "characters that take six in a file": "print(chr(1) * 4_000_000)",
            "characters that take four bytes": "print(chr(0x1F600) * 4_000_000)",
            "an error that says a lot": "raise ValueError('x' * 3_000_000)",
            "numbers without end": "display({'application/json': [10**400] * 30_000}, raw=True)",
        }.items()
    ),
)

ATTACKS = (*CLAIMS, *SHOWN)


@attacks(*CLAIMS)
def test_a_claim_is_bounded_before_it_is_used(arena: Arena, attack: Attack) -> None:
    arena.hold(attack)


@attacks(*SHOWN)
def test_outputs_are_counted_as_they_are_stored(arena: Arena, attack: Attack) -> None:
    arena.hold(attack, pages=True)
