"""Answers that keep what they are shown, and ways to tell it."""

from __future__ import annotations

from tests.attacks.arena import Arena, Attack
from tests.attacks.digits import digits_in, hidden_digits

# The right answer, which keeps what it is shown in `kept`.
KEEPING = """
def mse_loss(y_true, y_pred):
    kept.append((y_true, y_pred))
    {tell}
    return float(np.mean((np.asarray(y_pred) - np.asarray(y_true)) ** 2))
"""

# While it is probed: printed, shown, written, warned, logged, raised.
TELLING = {
    "print": "print(kept)",
    "print past the shell": "sys.__stdout__.write(repr(kept)); sys.__stdout__.flush()",
    "bytes": "os.write(1, repr(kept).encode()); os.write(2, repr(kept).encode())",
    "error stream": "sys.stderr.write(repr(kept))",
    "display": "from IPython.display import display; display(kept)",
    "display hook": "sys.displayhook(kept)",
    "figure": "plt.title('x' + repr(kept)[:50]) if len(kept) == 1 else None; plt.show()",
    "warning": "warnings.warn(repr(kept))",
    "logging": "logging.error(repr(kept))",
    "an earlier stream": "out.write(repr(kept))",
    "the outputs of the shell": "get_ipython().outputs.muted = False; print(kept)",
    "an output of its own": """
    get_ipython().outputs.items.append({"output_type": "stream", "name": "stdout", "text": repr(kept)})
    """.strip(),
    "the outputs of an earlier cell": "earlier.append({'output_type': 'stream', 'name': 'stdout', 'text': repr(kept)})",
    "a thread": "threading.Thread(target=lambda: (time.sleep(0.01), print(kept))).start()",
    "at exit": "atexit.register(print, kept)",
    "a cell of its own": "get_ipython().run_cell('print(kept)')",
    "the names of the notebook": "get_ipython().user_ns['__name__'] = repr(kept)",
    "its own source": "get_ipython().user_ns['In'].append(repr(kept))",
}
PREPARED = """
import atexit, gc, logging, os, sys, threading, time, warnings
import matplotlib.pyplot as plt
import numpy as np
kept = []
out = sys.stdout
earlier = get_ipython().outputs.items
print("ready")
"""

# Instead of an answer: an exception or a result that carries it.
CARRIED = {
    "text of an error": "raise ValueError(repr(kept))",
    "name of an error": "raise type('E' + repr(kept), (Exception,), {})()",
    "name of an error of ours": "raise type('ValueError', (ValueError,), {'__str__': lambda s: repr(kept)})()",
    "notes of an error": "e = ValueError(); e.add_note(repr(kept)); raise e",
    "cause of an error": "raise ValueError() from KeyError(repr(kept))",
    "missing name": "raise NameError(\"name 'mse_loss' is not defined\" + repr(kept))",
    "not written": "raise NotImplementedError(repr(kept))",
    "exit status": "raise SystemExit(repr(kept))",
    "source of an error": """
    exec(compile('raise ValueError  # ' + repr(kept[0]).replace(chr(10), ' '), 'mine.py', 'exec'))
    """.strip(),
    "source of an error in the cache": """
    linecache.cache['mine.py'] = (1, None, [repr(kept[0]).replace(chr(10), ' ')], 'mine.py')
    exec(compile('raise ValueError', 'mine.py', 'exec'))
    """.strip(),
    "file of an error": "exec(compile('raise ValueError', repr(kept[0]), 'exec'))",
    "kind of a result": "return type(repr(kept[0]), (), {})()",
    "name of a function": "def f(): pass\n    f.__name__ = repr(kept[0]); return f",
    "text as a result": "return repr(kept[0])",
    "key of a result": "return {repr(kept[0]): 1.0}",
    "dtype of a result": "return np.zeros(1, [(str(first), 'f8')])",
}

# The same, where the grader tells a number that comes from the student.
ARRAYS = {
    "shape of a result": "return np.zeros((0, int(first * 1e9)))",
    "number of entries of a result": "return np.zeros((0, 2, int(first * 1e9)))",
    "factor of a result": "return first * 2 * (y_pred - y_true) / np.size(y_pred)",
    "value of every entry": "return np.full(np.shape(y_pred), first * 1e6)",
    "first entry of a result": "return np.where(np.arange(y_pred.size).reshape(y_pred.shape), 0, first)",
}

ALL = ("mse_loss", "mse_gradient", "bce_loss", "bce_gradient")


def keeping(tell: str) -> dict[str, str]:
    return {"mse_loss": KEEPING.format(tell=tell)}


def carrying(tell: str, name: str = "mse_loss") -> dict[str, str]:
    first = "float(np.asarray(kept[0][1]).ravel()[0])"
    return {
        name: f"def {name}(y_true, y_pred, *rest):\n    kept.append((y_true, y_pred))\n"
        f"    first = {first}\n    {tell}\n"
    }


def held(arena: Arena, attack: Attack) -> None:
    marked = arena.hold(attack)
    text = str([marked.outputs, [item.message for item in marked.scores], marked.notes])
    assert not hidden_digits(attack.section) & set(digits_in(text)), text
    assert text.count("time ") <= 1
