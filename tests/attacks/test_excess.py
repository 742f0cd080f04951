"""What is small where it is written, and large when something is done with it."""

from __future__ import annotations

import base64
import time
import warnings
from collections.abc import Callable
from textwrap import dedent
from typing import Any

import pytest
from nbconvert.exporters import HTMLExporter
from nbformat import from_dict
from traitlets.config import Config

from grader.marking import notebook_file
from grader.reports.autograded import autograded, notebook_of
from grader.reports.pages import feedback
from grader.sheets.hidden import foreseeing
from tests.attacks.arena import (
    GROWTH,
    SECTION,
    SUBMISSION,
    WRITTEN,
    Arena,
    Attack,
    Notebook,
    attacks,
    cell,
    full,
)
from tests.attacks.processes import growth_below
from tests.attacks.test_frames import GRAB, SERVE
from tests.here import COURSE, ROOT, exercises, sections

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


SHOWN = (
    *(
        Attack(
            f"outputs: {name}",
            f"Answers for the session, with {name} as an output of sixty cells.",
            GRAB
            + NESTED
            + SERVE.replace('{"outputs": []} if', f'{{"outputs": [{what}]}} if')
            + "serve(lambda answer, probe: Observation({'result': 12.0}))",
            status=("graded", "crashed", "timeout"),
            change=many,
        )
        for name, what in OUTPUTS.items()
    ),
    Attack(
        "outputs without number",
        "Answers for the session, with 25,000 outputs of a cell.",
        GRAB
        + SERVE.replace(
            '{"outputs": []} if', '{"outputs": [{"output_type": "stream"}] * 25_000} if'
        )
        + "serve(lambda answer, probe: Observation({'result': 12.0}))",
        status=("graded", "crashed", "timeout"),
        change=many,
    ),
    Attack(
        "lines that were refused, of 2 MB each",
        "Claims that twenty lines were not run, each of them of 200 kB.",
        GRAB
        + SERVE.replace(
            '{"outputs": []} if', '{"outputs": [], "refused": ["! " * 100_000] * 20} if'
        )
        + "serve(lambda answer, probe: Observation({'result': 12.0}))",
        status=("graded", "crashed", "timeout"),
        change=many,
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

# What is only the student's own, and goes through the grader's hands as they are.
ANSWERS = {
    "01_perceptron": {
        "train_neuron": """
            def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
                return w, b, [0.25] * 99_000
        """,
        "neuron": """
            import numpy as np
            def neuron(X, w, b):
                return np.zeros((1_000_000, 1))
        """,
        "neuron_gradients": """
            import numpy as np
            def neuron_gradients(X, y, a):
                return np.zeros((0, 1_000_000_000)), [[0.5] * 300] * 300
        """,
    },
    "03_forward_pass": {
        "layer_forward": """
            import numpy as np
            def layer_forward(a_prev, W, b):
                return np.zeros((0, 1_000_000_000)), np.zeros((0, 1_000_000_000))
        """,
    },
}
# A network whose forward leaves a cache of a kind, and whose backward rests on it.
CACHES = {
    "wide": "{k: np.zeros((1, 90_000)) for k in self.names}, np.zeros((1, 1))",
    "wide and without rows": "{k: np.zeros((0, 1 << 30)) for k in self.names}, np.zeros((0, 1))",
    "wide and without columns": "{k: np.zeros((1 << 30, 0)) for k in self.names}, np.zeros((0, 1))",
    "of a thousand keys": "{f'{k}{n}': np.zeros((9, 9)) for k in self.names for n in range(1000)}, np.zeros((9, 1))",
    "of texts": "{k: 'x' * 1_000_000 for k in self.names}, np.zeros((9, 1))",
}
NETWORK = """
import numpy as np
class NeuralNetworkScratch:
    names = [f"{{k}}{{n}}" for k in "az" for n in range(9)]
    def __init__(self, layer_sizes, rng=None):
        self.layer_sizes, self.L = list(layer_sizes), len(layer_sizes) - 1
        self.rng = np.random.default_rng(0) if rng is None else rng
        pairs = list(zip(layer_sizes[:-1], layer_sizes[1:]))
        self.params = {{f"W{{n}}": self.rng.standard_normal(p) * np.sqrt(2 / p[0]) for n, p in enumerate(pairs, 1)}}
        self.params |= {{f"b{{n}}": np.zeros((1, p[1])) for n, p in enumerate(pairs, 1)}}
    def forward(self, X):
        self.cache, output = {cache}
        return output
    predict = forward
    def backward(self, X, y):
        self.grads = {{k: v * 0 + 1 for k, v in self.params.items()}}
        return self.grads
    def train(self, X, y, epochs=1000, lr=1.0, verbose=False):
        self.losses = [0.25] * epochs
        return self.losses
"""
HONEST = (
    *(
        Attack(
            f"{name} of a size of its own",
            f"Has an answer {name} whose result is far larger than a right one.",
            section=section,
            answers={name: dedent(code)},
            base="right",
            less=True,
        )
        for section, answers in ANSWERS.items()
        for name, code in answers.items()
    ),
    *(
        Attack(
            f"a cache that is {name}",
            "Has a forward pass whose cache is handed to our backward pass, to see whose fault it is.",
            section="05_backpropagation",
            answers={"network": NETWORK.format(cache=cache)},
            base="right",
            less=True,
        )
        for name, cache in CACHES.items()
    ),
)


def with_cells(*sources: str, kind: str = "code") -> Callable[[Notebook], Notebook]:
    return lambda made: made | {"cells": made["cells"] + [cell(s, kind) for s in sources]}


def as_text(before: bytes, piece: bytes, count: int) -> Callable[[Notebook], bytes]:
    return lambda made: before + piece * count + b'{"cell_type": "raw", "source": ""}]}'


START = b'{"nbformat": 4, "metadata": {}, "cells": ['
# The notebook is refused as a whole, with what is wrong.
REFUSED = {
    "a cell of 1.2 million lines": with_cells("1\n" * 1_200_000),
    "a cell of one line of 9 MB": with_cells("1," * 4_500_000),
    "lines in many cells": with_cells(*["\n" * 40_000] * 40),
    "330,000 cells": as_text(START, b'{"cell_type": "raw"},', 330_000),
    "330,000 cells that hold outputs": as_text(
        START, b'{"cell_type": "code", "outputs": []},', 330_000
    ),
    "a million lists": as_text(START[:-1] + b"[], ", b"[],", 1_000_000),
    "a text of 60 MB": with_cells("x" * (60 << 20), kind="markdown"),
    "a text of 15 MB in UTF-16": lambda made: ('{"cells": ["' + "x" * (15 << 20) + '"]}').encode(
        "utf-16"
    ),
    "outputs of 60 MB in UTF-16": lambda made: (
        '{"cells": [], "outputs": ["' + "x" * (30 << 20) + '"]}'
    ).encode("utf-16"),
}
# It is read, and nothing in it takes long.
READ = {
    "a line of blanks in an answer": {"answers": {"mse_loss": "x = 1\n" + " " * 19_000 + "x"}},
    "lines of blanks and names in an answer": {
        "answers": {"mse_loss": "\n".join([" " * 900 + "a, " * 30] * 18)}
    },
    "an answer with 60 kB of brackets": {"answers": {"mse_loss": "[" * 60_000}},
    "an answer with 19 kB of brackets": {"answers": {"mse_loss": "(" * 19_000 + ")" * 900}},
    "an answer with 20,000 names": {"answers": {"mse_loss": "mse_los = " * 1900 + "1"}},
    "an answer of 40,000 lines": {"answers": {"mse_loss": "1\n" * 40_000}},
    "40,000 lines": {"change": with_cells("1\n" * 40_000)},
    "lines of programs": {"change": with_cells("!ls\n" * 4000, *["!" + "x" * 90_000] * 5)},
    "letters beyond the usual ones": {
        "change": with_cells("\U0001f600" + "x" * (14 << 20), kind="markdown")
    },
}
FILES = (
    *(
        Attack(
            name,
            f"Hands in {name}.",
            change=change,
            status=("unreadable",),
            earns=0,
        )
        for name, change in REFUSED.items()
    ),
    *(
        Attack(
            name,
            f"Hands in {name}.",
            base="right",
            earns=full(SECTION) - (2 if "answers" in how else 0),
            status=("graded", "crashed", "timeout"),
            **how,
        )
        for name, how in READ.items()
    ),
)

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(1 << 20)).decode()
# What is slow to show: a Markdown cell.
PROSE = {
    "lists in lists": "<ul><li>" * 20_000,
    "few lists in lists": "<ul><li>" * 2400,
    "environments that do not end": r"\begin{a}" * 20_000,
    "few environments that do not end": r"\begin{a}" * 2200,
    "environments that end as others": r"\begin{a}" * 1000 + r"\end{b}" * 1000,
    "formulas that do not end": r"\\(" * 6000,
    "displayed formulas that do not end": r"\\[" * 6000,
    "dollars": "$" * 19_999,
    "one formula after another": "$x$ " * 4900,
    "tables": "|a|\n|-|\n" * 2400,
    "quotations in quotations": "> " * 9900,
    "brackets": "[" * 19_999,
    "pictures that do not end": "![" * 9999,
    "stars": "*a **b " * 2800,
    "backticks": "".join("`" * n + " " for n in range(1, 190)),
    "tags that do not end": "<a " * 6600,
    "attributes": "<p " + " ".join(f"a{n}" for n in range(3000)) + ">",
    "letters of many kinds": "".join(f"<b a={n}>" for n in range(900)) + "<p>" * 3000,
    "tables within letters": "".join(
        f"<b a={n}><table><tr><td></b></td></tr></table>" for n in range(380)
    ),
    "brackets in a style": f'<p style="a: {"(" * 900}">x</p>' * 20,
    "code of a language that reads slowly": "".join(
        f"```{name}\n{'a.' * 900}\n```\n"
        for name in ("perl6", "ruby", "html+php", "scala", "julia", "nim", "mermaid", "python3")
    ),
    "one picture many times": "![a](attachment:a.png)" * 900,
    "entities": "&#x" * 6600,
    "headings": "# a\n" * 4900,
    "footnotes": "[^a]: b\n[a]: b\n" * 1300,
}
SLOW_CODE = {
    "names of names": "a." * 9900,
    "many names of names": "\n".join(["a." * 240] * 40),
    "questions": "?" * 19_999,
    "quotes in an answer": "'" * 1_900_000,
    "texts that do not end": "f'{" * 6600,
}
# Of a cell: what is put out, in a given form.
SLOW_OUTPUTS = {
    "lists in lists, in HTML": "display({'text/html': '<ul><li>' * 20_000}, raw=True)",
    "tables in tables, in HTML": "display({'text/html': '<table><tr><td>' * 10_000}, raw=True)",
    "flat HTML, often": "for n in range(60): display({'text/html': '<p>x</p>' * 1900}, raw=True)",
    "letters of many kinds, in HTML": "display({'text/html': ''.join(f'<b a={n}>' for n in range(1900)) + '<p>' * 1900}, raw=True)",
    "attributes, in HTML": "display({'text/html': '<p ' + ' '.join(f'a{n}' for n in range(200_000)) + '>'}, raw=True)",
    "letters and tables, in HTML": "display({'text/html': ''.join(f'<i a={n}><table><tr><td></i></td></tr></table>' for n in range(650))}, raw=True)",
    "4 MB of HTML": "display({'text/html': '<' * 3_900_000}, raw=True)",
    "comments, in HTML": "display({'text/html': '<!--' * 900_000}, raw=True)",
    "200,000 updates in color": "print(''.join(f'\\x1b[3{n % 8}m{n}\\r' for n in range(200_000)))",
    "codes for colors that do not end": "print('\\x1b[' + '1;' * 1_900_000)",
    "codes for colors in an error": "raise ValueError(''.join(f'\\x1b[3{n % 8}m{n}' for n in range(9000)))",
    "formulas, as Markdown": "for n in range(50): display({'text/markdown': r'\\begin{a}' * 2200}, raw=True)",
    "lists in lists, as Markdown": "for n in range(50): display({'text/markdown': '<ul><li>' * 2400}, raw=True)",
    "entities, in HTML": "display({'text/html': '&' * 1_900_000}, raw=True)",
    "a tag of 2 MB": "display({'text/html': '<' + 'p' * 1_900_000 + '>'}, raw=True)",
    "an attribute of 2 MB": "display({'text/html': '<p ' + 'p' * 1_900_000 + '>'}, raw=True)",
    "SVG": "display({'image/svg+xml': '<svg>' * 700_000}, raw=True)",
    "outputs without number": "for n in range(2000): display({'text/html': '<b>x</b>'}, raw=True)",
}


def pictured(text: str) -> dict[str, Any]:
    return cell(text, "markdown", attachments={"a.png": {"image/png": PNG}})


PAGES = (
    *(
        Attack(
            f"notes of {name}",
            f"Has notes that take long to read as Markdown: {name}.",
            base="right",
            change=lambda made, text=text: made | {"cells": [*made["cells"], pictured(text)]},  # type: ignore[misc]
        )
        for name, text in PROSE.items()
    ),
    *(
        Attack(
            f"code of {name}",
            f"Has an answer whose code takes long to color: {name}.",
            base="right",
            answers={"mse_loss": code},
            earns=full(SECTION) - 2,
            status=("graded", "timeout"),
        )
        for name, code in SLOW_CODE.items()
    ),
    *(
        Attack(
            f"shows {name}",
            f"Puts out what takes long to show: {name}.",
            code,
            base="right",
        )
        for name, code in SLOW_OUTPUTS.items()
    ),
    Attack(
        "slow notes in 300 cells",
        "Has many notes, each as long as may be read.",
        base="right",
        change=with_cells(*["<i>" * 20 + "a|b\n-|-\n" * 240] * 300, kind="markdown"),
    ),
    Attack(
        "as much as may be written",
        "Has as many pictures, notes and outputs as a file of 15 MB may hold.",
        "print('\"' * 4_000_000)\n",
        base="right",
        change=lambda made: (
            made
            | {
                "cells": [cell("print('\"' * 3_900_000)") for _ in range(9)]
                + [*made["cells"], *(pictured("![a](attachment:a.png) " * 9) for _ in range(9))]
                + [cell("'" * 1_800_000, "raw")]
            }
        ),
    ),
)
ATTACKS = (*CLAIMS, *SHOWN, *HONEST, *FILES, *PAGES)


@attacks(*CLAIMS)
def test_a_claim_is_bounded_before_it_is_used(arena: Arena, attack: Attack) -> None:
    arena.hold(attack)


@attacks(*SHOWN)
def test_outputs_are_counted_as_they_are_stored(arena: Arena, attack: Attack) -> None:
    arena.hold(attack, pages=True)


@attacks(*HONEST)
def test_a_result_beyond_bounds_is_a_wrong_one(arena: Arena, attack: Attack) -> None:
    for name in exercises(attack.section):  # once for a class, and of no submission's doing
        foreseeing(COURSE.section(attack.section), name, None)
    arena.hold(attack)


@attacks(*FILES)
def test_a_notebook_is_read_within_bounds(arena: Arena, attack: Attack) -> None:
    arena.hold(attack, pages=True)


@attacks(*PAGES)
def test_no_page_takes_long(arena: Arena, attack: Attack) -> None:
    marked = arena.hold(attack, pages=False)
    section = COURSE.section(attack.section)
    notebook = from_dict(notebook_of(marked, section))
    exporter = HTMLExporter(config=configured())
    exporter.from_notebook_node(from_dict({**notebook, "cells": []}))  # to import everything
    begun = time.process_time()  # nobody is waited for
    with warnings.catch_warnings(), growth_below(GROWTH):
        warnings.simplefilter("ignore")  # of outputs that it leaves out
        page = exporter.from_notebook_node(notebook)[0]
        texts = [page, feedback(marked), autograded(marked, section)]
    assert time.process_time() - begun < SUBMISSION + 6, "its pages take too long"
    size = sum(len(text.encode("utf-8", "replace")) for text in texts)
    assert size < WRITTEN, f"{size >> 20} MB are written"


def configured() -> Config:
    """As nbgrader's ``generate_feedback`` is set up in this course."""
    from grader.nbgrader.setup import configure

    config = Config()
    configure(config)
    return config


def test_what_is_too_large_is_told_plainly(arena: Arena) -> None:
    code = (
        "import numpy as np\ndef mse_gradient(y_true, y_pred):\n    return np.zeros((700_000, 1))"
    )
    marked = arena.hold(
        Attack("large", "Is too large.", answers={"mse_gradient": code}, base="right", earns=10)
    )
    told = next(item.message for item in marked.scores if item.exercise == "mse_gradient")
    assert "expected an array of shape" in told and "got something far larger" in told


@pytest.mark.parametrize("name", ["MAX_CELLS", "MAX_CODE", "MAX_LINES", "MAX_PARTS", "MAX_BYTES"])
def test_the_course_itself_is_far_within_bounds(name: str) -> None:
    """Ten times as many cells, lines and bytes as in any lesson are read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(notebook_file, name, getattr(notebook_file, name) // 10)
        for section in sections():
            data = (ROOT / "release" / section / f"{section}.ipynb").read_bytes()
            assert notebook_file.cells_of(data)
