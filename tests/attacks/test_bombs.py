"""Bombs and spam: too much of everything, ends of all kinds, and what does not end."""

from __future__ import annotations

from textwrap import dedent

from tests.attacks.arena import SECTION, Arena, Attack, Notebook, attacks, cell, full

# In a cell of its own: it costs at most this cell.
CELLS = {
    "memory": "import numpy as np\nheld = [np.ones(1 << 24) for _ in range(1000)]",
    "one large array": "import numpy as np\nnp.ones(1 << 40)",
    "an array that is only mapped": "import numpy as np\nheld = [np.empty(1 << 27) for _ in range(1000)]",
    "a growing text": "text = 'x'\nwhile True: text += text",
    "a growing list": "held = [0]\nwhile True: held += held",
    "mapped memory": "import mmap\nheld = [mmap.mmap(-1, 1 << 28) for _ in range(1000)]",
    "shared memory": "import mmap\nheld = [mmap.mmap(-1, 1 << 28, flags=mmap.MAP_SHARED) for _ in range(1000)]",
    "recursion": "def f(): return f()\nf()",
    "deep repr": "x = []\nfor _ in range(100_000): x = [x]\nrepr(x)",
    "deep source": "eval('-' * 100_000 + '1')",
    "deep brackets": "eval('(' * 10_000)",
    "deep JSON": "import json\njson.loads('[' * 1_000_000)",
    "a big number in text": "str(10 ** 1_000_000)",
    "forks": "import os\nwhile True: os.fork()",
    "processes": "import subprocess\nheld = [subprocess.Popen(['sleep', '100']) for _ in range(1000)]",
    "threads": """
        import threading
        stop = threading.Event()
        for _ in range(100_000): threading.Thread(target=stop.wait, daemon=True).start()
    """,
    "threads of the C library": "from concurrent.futures import ThreadPoolExecutor\n"
    "pool = ThreadPoolExecutor(10_000)\nfor _ in range(10_000): pool.submit(print)",
    "descriptors": "import os\nheld = [os.open('/dev/null', 0) for _ in range(100_000)]",
    "pipes": "import os\nheld = [os.pipe() for _ in range(100_000)]",
    "a large file": "with open('large', 'wb') as f:\n    while True: f.write(bytes(1 << 20))",
    "a sparse file": "open('sparse', 'wb').truncate(1 << 50)",
    "large files": "for n in range(1000):\n    with open(f'f{n}', 'wb') as f: f.write(bytes(8 << 20))",
    "folders as large as their names": "import os\nfor n in range(9000): os.mkdir(f'{n:0200}')",
    "files that are removed and written": "import os\nfor n in range(9000):\n    f = os.open('f', 65)\n    os.unlink('f'); os.write(f, bytes(4000)); os.close(f)",
    "a file full of holes": "import os\nf = os.open('f', 66)\nfor n in range(4000): os.pwrite(f, b'x', n * 4096)",
    "many open watches": """
        import os, select
        ends = [os.eventfd(0) for _ in range(60)]
        held = [select.epoll() for _ in range(60)]
        for one in held:
            for end in ends: one.register(end)
    """,
    "timers and events": "import os, signal, time\nfor n in range(9000): signal.setitimer(signal.ITIMER_REAL, 9, 9); os.close(os.eventfd(n))",
    "a regular expression on what it prints": "print('0x' * 400_000 + chr(27) + '[' * 400_000)",
    "a text that runs the other way": "print((chr(0x202E) + chr(0x1B) + chr(0x9B) + chr(0x7)) * 40_000)",
    "many files": "for n in range(20_000): open(f'f{n}', 'x').close()",
    "deep folders": "import os\nfor _ in range(3000): os.mkdir('d'); os.chdir('d')",
    "folders without rights": "import os\nos.makedirs('a/b', 0o000); os.mkdir('c', 0o000)",
    "strange names of files": "for n in range(1, 255):\n    if n != 47: open(b'x' + bytes([n]), 'x').close()",
    "sockets": "import socket\nheld = [socket.socketpair() for _ in range(100_000)]",
    "a large figure": """
        import matplotlib.pyplot as plt
        plt.figure(figsize=(10_000, 10_000)); plt.plot([1, 2]); plt.show()
    """,
    "an error as large as one likes": "raise ValueError('x' * 50_000_000)",
    "an error with a long name": "raise type('E' * 50_000_000, (Exception,), {})()",
    "an error that cannot be told": """
        class Mute(Exception):
            def __str__(self): raise self
            __repr__ = __str__
        raise Mute
    """,
    "errors in errors": """
        error = ValueError()
        for n in range(10_000):
            error, error.__context__ = ValueError(n), error
        raise error
    """,
    "an error of its own cause": "e = ValueError(); e.__cause__ = e; e.__context__ = e; raise e",
    "a group of errors": "raise ExceptionGroup('g', [ExceptionGroup('g', [ValueError()] * 1000)] * 100)",
    "an exit": "import sys; sys.exit(0)",
    "an exit of Python": "exit()",
    "an interrupt": "raise KeyboardInterrupt",
    "an error beneath all": "raise BaseException",
    "the end of a generator": "raise GeneratorExit",
    "no memory": "raise MemoryError",
    "a repr that ends it": "class A:\n    def __repr__(self): raise SystemExit\nA()",
    "a repr without end": "class A:\n    def __repr__(self): return 'x' * 500_000_000\nA()",
    "unhandled in a thread": "import threading\nt = threading.Thread(target=lambda: 1 / 0); t.start(); t.join()",
    "many warnings": "import warnings\nfor n in range(500): warnings.warn(str(n))",
    "logging": "import logging\nfor n in range(500): logging.error('x' * 1000)",
    "one long line": "print('x' * 100_000_000)",
    "many bytes": "import sys\nfor _ in range(100): sys.stdout.write('x' * 1_000_000)",
    "bytes past the streams": "import os\nfor _ in range(1000):\n    for fd in (1, 2): os.write(fd, bytes(1 << 20))",
    "a large image": """
        from IPython.display import Image, display
        display(Image(data=b"\\x89PNG\\r\\n\\x1a\\n" + bytes(50_000_000), format="png"))
    """,
    "a large display": """
        from IPython.display import publish_display_data
        publish_display_data({"text/html": "<b>" * 20_000_000})
    """,
    "a deep display": """
        from IPython.display import publish_display_data
        x = 0
        for _ in range(500): x = [x]
        publish_display_data({"application/json": x})
    """,
    "a display of what is no text": """
        from IPython.display import publish_display_data
        publish_display_data({"text/plain": b"bytes", "text/html": 5, "image/png": [1], 5: 6})
    """,
    "a cell that is all numbers": "x = [" + "0," * 300_000 + "]",
}

# It costs the guest, and the other cells are run again without it.
ENDS = {
    "sleep": "import time; time.sleep(1000)",
    "a loop that catches everything": "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
    "a loop in C": "9 ** 9 ** 9",
    "a regular expression": "import re; re.match('(a+)+$', 'a' * 60 + 'b')",
    "a pause in C": "import ctypes; ctypes.CDLL(None).pause()",
    "killed by itself": "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
    "an exit of the process": "import os; os._exit(0)",
    "an abort": "import os; os.abort()",
    "a null pointer": "import ctypes; ctypes.string_at(0)",
    "machine code": "import ctypes; ctypes.CFUNCTYPE(None)(1)()",
    "a repr that does not end": "class A:\n    def __repr__(self):\n        while True: pass\nA()",
    "a formatter that does not end": "class A:\n    def _repr_html_(self):\n        while True: pass\nA()",
    "more displays than can be sent": "for n in range(30_000): display('x')",
    "standing still": "import os, signal\nsignal.setitimer(signal.ITIMER_REAL, 0.1, 0.1)\n"
    "signal.signal(signal.SIGALRM, lambda *_: os.kill(os.getpid(), signal.SIGSTOP))\n"
    "while True: pass",
    "waiting in whatever calls for it": "import gc, signal, time\n"
    "def wait(*_): time.sleep(0.3)\n"
    "gc.set_threshold(1); gc.callbacks.append(wait)\n"
    "signal.signal(signal.SIGALRM, wait); signal.setitimer(signal.ITIMER_REAL, 0.1, 0.1)\n"
    "while True: x = [[]]",
    "an event that does not end": "get_ipython().events.register('post_execute', lambda: [0 for _ in iter(int, 1)])",
}
STATUS = {
    "killed by itself": "crashed",
    "an exit of the process": "crashed",
    "an abort": "crashed",
    "a null pointer": "crashed",
    "machine code": "crashed",
}

# In an answer: the exercise is lost, and no other.
ANSWERS = {
    "sleeps": "import time\n    time.sleep(1000)",
    "loops": "while True: pass",
    "exits": "raise SystemExit",
    "ends the process": "import os\n    os._exit(0)",
    "is killed": "import os\n    os.kill(os.getpid(), 9)",
    "recurses": "return mse_loss(y_true, y_pred)",
    "takes all memory": "return [np.ones(1 << 24) for _ in range(1000)]",
    "gives a large array": "return np.zeros((1 << 23, 10), np.int8)",
    "prints": "print('x' * 100_000_000)\n    return 1.0",
    "shows figures": "import matplotlib.pyplot as plt\n    plt.plot([1]); plt.show()\n    return 1.0",
    "asks": "return float(input())",
    "starts programs": "import subprocess\n    return subprocess.run(['ls'])",
    "raises what is no error": "raise KeyboardInterrupt",
    "raises something huge": "raise ValueError('x' * 10_000_000)",
    "stands still": "import os\n    os.kill(os.getpid(), 19)\n    while True: pass",
    "lets signals wait": "import signal, time\n"
    "    signal.signal(signal.SIGALRM, lambda *_: time.sleep(9))\n"
    "    signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)\n    while True: pass",
    "takes the names away": "get_ipython().user_ns.clear()\n    return 1.0",
}


def many_cells(made: Notebook) -> Notebook:
    return made | {"cells": [cell("1") for _ in range(400)] + made["cells"]}


ONE = tuple(
    Attack(
        f"{name}, in a cell",
        f"Takes {name}.",
        dedent(code) + "\n",
        base="right",
        status=("graded", "crashed", "timeout"),
    )
    for name, code in CELLS.items()
)
ENDING = tuple(
    Attack(
        f"{name}, in a cell",
        f"Does not come back: {name}.",
        code,
        base="right",
        less=name == "an event that does not end",
        status=(STATUS.get(name, "timeout"),),
    )
    for name, code in ENDS.items()
)
ANSWERING = tuple(
    Attack(
        f"an answer that {name}",
        f"Has an answer that {name} when it is tested.",
        answers={"mse_loss": f"import numpy as np\ndef mse_loss(y_true, y_pred):\n    {code}\n"},
        base="right",
        earns=full(SECTION) - 2,
    )
    for name, code in ANSWERS.items()
)
MORE = (
    Attack(
        "many cells",
        "Has more cells than a notebook.",
        base="right",
        change=many_cells,
    ),
    Attack(
        "spam in every cell",
        "Prints as much as it may, in every one of fifteen cells.",
        base="right",
        change=lambda made: made | {"cells": [cell("print('x' * 4_000_000)")] * 15 + made["cells"]},
    ),
    Attack(
        "an answer that prints",
        "Prints a line for every epoch, as training does: 30 000 lines are 3 MB.",
        "for epoch in range(30_000): print('epoch', epoch, 'loss', 0.123456789, '.' * 60)",
        base="right",
    ),
    Attack(
        "numbers that JSON does not have",
        "Displays NaN, which no browser reads in a notebook.",
        """
        from IPython.display import publish_display_data
        publish_display_data({"application/json": {"x": [float("nan")]}}, {"y": float("inf")})
        """,
        base="right",
    ),
    Attack(
        "a name as long as one likes",
        "Has an error whose name fills the message.",
        answers={"mse_loss": "raise type('E' * 300_000, (Exception,), {})()"},
        base="right",
        earns=full(SECTION) - 2,
    ),
)
ATTACKS = (*ONE, *ENDING, *ANSWERING, *MORE)


@attacks(*ONE)
def test_a_bomb_costs_its_own_cell(arena: Arena, attack: Attack) -> None:
    arena.hold(attack)


@attacks(*ENDING)
def test_a_cell_that_ends_or_hangs_is_passed_over(arena: Arena, attack: Attack) -> None:
    arena.hold(attack)


@attacks(*ANSWERING)
def test_an_answer_that_misbehaves_costs_its_own_exercise(arena: Arena, attack: Attack) -> None:
    arena.hold(attack)


@attacks(*MORE)
def test_too_much_of_everything(arena: Arena, attack: Attack) -> None:
    arena.hold(attack)
