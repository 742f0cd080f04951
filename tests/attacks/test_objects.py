"""Objects that agree with everything, lie about themselves, or do not end."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.attacks.arena import SECTION, Arena, Attack, attacks, everywhere, full
from tests.here import exercises, hidden_sheet, sections

# Each of them defines `lie`, which every answer of the section returns.
LIES = {
    "equal to everything": """
        class Equal:
            def __eq__(self, other): return True
            def __ne__(self, other): return False
            __lt__ = __le__ = __gt__ = __ge__ = __eq__
            def __hash__(self): return 0
            def __bool__(self): return True
            def __float__(self): return 0.5
            def __array__(self, *a, **k): return self
            def __sub__(self, other): return self
            __rsub__ = __add__ = __abs__ = __mul__ = __sub__
            shape, dtype, ndim, size = (5, 1), float, 2, 5
            def __getattr__(self, name): return self
            def __call__(self, *a, **k): return self
            def __iter__(self): return iter([self])
            def __len__(self): return 5
        lie = Equal()
    """,
    "ufunc": """
        class Ufunc(np.ndarray):
            def __array_ufunc__(self, ufunc, method, *inputs, **k): return np.True_
            def __array_function__(self, function, types, args, kwargs): return np.True_
            def __eq__(self, other): return np.True_
            def all(self, *a, **k): return True
            def any(self, *a, **k): return False
        lie = np.zeros((5, 1)).view(Ufunc)
    """,
    "array subclass that lies about its shape": """
        class Shape(np.ndarray):
            shape = property(lambda self: (6, 1))
            nbytes = property(lambda self: 0)
            dtype = property(lambda self: np.dtype(float))
            def astype(self, *a, **k): return self
            def tobytes(self, *a): return b""
        lie = np.zeros((1000, 1000)).view(Shape)
    """,
    "array that prepares itself anew": """
        class Finalize(np.ndarray):
            def __array_finalize__(self, other): raise RuntimeError
            def __reduce__(self): return (print, (12,))
            def __copy__(self): return 12.0
            __deepcopy__ = lambda self, memo: 12.0
        lie = np.ndarray.__new__(Finalize, (2, 1)) if False else None
        class Array:
            def __array__(self, *a, **k): return np.full((6, 1), np.nan)
            __array_interface__ = {"shape": (6, 1), "typestr": "<f8", "data": (8, False), "version": 3}
        lie = Array()
    """,
    "float": """
        class Float(float):
            def __eq__(self, other): return True
            def __sub__(self, other): return 0.0
            __rsub__ = __sub__
            def __abs__(self): return 0.0
            def __float__(self): return float("nan")
            def __le__(self, other): return True
            __class__ = int
        lie = Float("nan")
    """,
    "huge int": "lie = 1 << 10_000_000",
    "text": """
        class Text(str):
            def __eq__(self, other): return True
            def __str__(self): return 5
            def encode(self, *a): return b'{"score": 12}'
            def __len__(self): return 1
        lie = Text("right" * 10)
    """,
    "text that no file can hold": "lie = '\\ud800\\0'",
    "class": """
        class Liar:
            __class__ = float
            def __class_getitem__(cls, item): return cls
            def __instancecheck__(cls, other): return True
        lie = Liar()
    """,
    "metaclass": """
        class Meta(type):
            __name__ = "float"
            def __instancecheck__(cls, other): return True
            def __subclasscheck__(cls, other): return True
            def __eq__(cls, other): return True
            def __hash__(cls): return hash(float)
        class Right(metaclass=Meta): pass
        lie = Right
    """,
    "nan": "lie = float('nan')",
    "infinity": "lie = np.full((6, 1), np.inf)",
    "complex": "lie = complex('nan+nanj')",
    "every number at once": "lie = np.ma.masked_all((6, 1))",
    "masked scalar": "lie = np.ma.masked",
    "matrix": "lie = np.matrix([[0.5]])",
    "object array": """
        class Equal:
            def __eq__(self, other): return True
            def __sub__(self, other): return 0.0
        lie = np.array([[Equal()]] * 6, dtype=object)
    """,
    "structured array": "lie = np.zeros((6, 1), dtype=[('a', 'f8'), ('b', 'O')])",
    "dates": "lie = np.zeros((6, 1), dtype='M8[ns]')",
    "void": "lie = np.void(b'12345678')",
    "other byte order": "lie = np.full((6, 1), 0.5, dtype='>f8')",
    "long double": "lie = np.full((6, 1), 0.5, dtype=np.longdouble)",
    "bytes": "lie = np.full((6, 1), b'0.5')",
    "as large as one likes": """
        lie = np.lib.stride_tricks.as_strided(np.zeros(1), (1 << 30, 1 << 20), (0, 0))
    """,
    "no entries": "lie = np.zeros((0, 1 << 40))",
    "mapping": """
        from collections.abc import Mapping
        class Every(Mapping):
            def __getitem__(self, key): return 0.5
            def __len__(self): return 0
            def __iter__(self): return iter(["W1", "b1", "z1", "a1", 0, None, ("x",), b"x"])
            def get(self, key, default=None): return 0.5
            def __contains__(self, key): return True
        lie = Every()
    """,
    "dict of strange keys": "lie = {float('nan'): 1, None: 2, (1,): 3, b'x': 4, 10**400: 5, '~': 'array'}",
    "dict like a frame": "lie = {'~': 'array', 'dtype': '<f8', 'shape': [6, 1], 'size': 48}",
    "itself": "lie = []\nlie.append(lie)",
    "deep": "lie = 0.5\nfor _ in range(5000): lie = [lie]",
    "not attempted": "lie = ...",
    "not implemented": "lie = NotImplemented",
    "generator": "def numbers():\n    yield from [0.5] * 6\nlie = numbers()",
    "coroutine": "async def later(): return 0.5\nlie = later()",
    "module": "lie = np",
    "frame": "import sys\nlie = sys._getframe()",
    "what cannot be told": """
        class Mute:
            def __repr__(self): raise SystemExit
            __str__ = __format__ = __getattr__ = __del__ = __repr__
        lie = Mute()
    """,
    "namedtuple": "import collections\nlie = collections.namedtuple('P', 'score max_score')(12, 12)",
    "its own verdict": "from descent.judging.verdict import Verdict\nlie = Verdict('mse_loss', 'passed', 1.0, {}, None, 'Right.')",
    "an expected value": "from descent.judging import sheet_files\nlie = sheet_files.load('mse_loss').expected[0].shown['result']",
}

# These do something when they are copied or sent, or cannot be: they cost a process.
TRAPS = {
    "int": """
        class Int(int):
            def __abs__(self): return 0
            def __int__(self): return 10 ** 100_000
            def __index__(self): return 10 ** 100_000
            def __lt__(self, other): return True
        lie = Int(10 ** 50_000)
    """,
    "long text": "lie = 'x' * 100_000_000",
    "out of its memory": """
        lie = np.lib.stride_tricks.as_strided(np.zeros(1), (1 << 20,), (1 << 12,))
    """,
    "every shape": "lie = np.broadcast_to(0.5, (1,) * 30)",
    "wide": "lie = [[]] * 3_000_000",
    "many arrays": "lie = [np.zeros(100)] * 50_000",
    "every item a new list": """
        class Fractal(list):
            def __iter__(self): return iter([Fractal([1]), Fractal([1])])
        lie = Fractal([1])
    """,
    "claims of ours": """
        from descent.probing.values import Inert, Raised, Sealed
        lie = Sealed("x")
    """,
    "inert claim": "from descent.probing.values import Inert\nlie = Inert(lambda: 12)",
    "endless list": """
        class Endless(list):
            def __iter__(self):
                while True: yield 0.5
        lie = Endless([1])
    """,
    "endless mapping": """
        from collections.abc import Mapping
        class Endless(Mapping):
            def __getitem__(self, key): return 0.5
            def __len__(self): return 1
            def __iter__(self):
                n = 0
                while True:
                    n += 1
                    yield n
        lie = Endless()
    """,
    "slow to convert": """
        import time
        class Slow(complex):
            real = imag = property(lambda self: time.sleep(100))
        lie = Slow(1)
    """,
    "kills when it is copied": """
        import os
        class Deadly(complex):
            real = imag = property(lambda self: os._exit(0))
        lie = Deadly(1)
    """,
}

LYING = tuple(
    Attack(
        name,
        f"Passes with a result that is {name}.",
        "import numpy as np\n" + dedent(code),
        answers=everywhere("lambda *args, **kwargs: lie"),
    )
    for name, code in LIES.items()
)
TRAPPED = tuple(
    Attack(
        name,
        f"Holds the grader up with a result: {name}.",
        "import numpy as np\n" + dedent(code),
        answers={"mse_loss": "mse_loss = lambda *args: lie"},
        base="right",
        earns=full(SECTION) - 2,
    )
    for name, code in TRAPS.items()
)
STYLES = tuple(
    Attack(
        f"answers that are {name}",
        "Is right, whatever wraps it.",
        "import numpy as np, functools\n" + dedent(code),
        base="right",
        last="\n".join(f"{name} = wrapped({name})" for name in exercises(SECTION)),
    )
    for name, code in {
        "partial functions": "wrapped = functools.partial",
        "instances": """
            class wrapped:
                def __init__(self, f): self.f = f
                def __call__(self, *args, **kwargs): return self.f(*args, **kwargs)
                def __eq__(self, other): return True
                __hash__ = None
        """,
        "cached by argument": """
            def wrapped(f):
                seen = {}
                def g(*args, **kwargs):
                    key = repr((args, kwargs))
                    if key not in seen: seen[key] = f(*args, **kwargs)
                    return seen[key]
                return g
        """,
    }.items()
)
ATTACKS = (*LYING, *TRAPPED)


@attacks(*LYING)
def test_no_result_passes_for_what_it_says_of_itself(arena: Arena, attack: Attack) -> None:
    arena.hold(attack)


@attacks(*TRAPPED)
def test_a_result_that_is_a_trap_costs_its_own_exercise_alone(arena: Arena, attack: Attack) -> None:
    arena.hold(attack)


@attacks(*STYLES)
def test_what_is_right_passes_in_any_wrapping(arena: Arena, attack: Attack) -> None:
    arena.hold(attack)


@pytest.mark.parametrize("section", [s for s in sections() if s < "06"])
def test_what_is_right_is_always_a_plain_value(section: str) -> None:
    """An inert handle is equal to every other: nothing may be compared with one."""
    for name in exercises(section):
        for right in hidden_sheet(section, name).expected:
            assert "Inert" not in repr(right.shown), name
            assert right.shown, name
