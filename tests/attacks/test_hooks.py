"""Hooks: whatever runs between a cell and its mark, turned to the student's advantage."""

from __future__ import annotations

from textwrap import dedent

from tests.attacks.arena import Arena, Attack, attacks, everywhere

# An answer that is wrong, but is there: it is put to all probes.
WRONG = everywhere("lambda *args, **kwargs: 0.5")

PATCHES = {
    "numpy allclose": "np.allclose = np.array_equal = np.isclose = lambda *a, **k: True",
    "numpy testing": "np.testing.assert_allclose = np.testing.assert_array_equal = lambda *a: None",
    "numpy abs": "np.abs = np.absolute = lambda x: np.zeros(np.shape(x))",
    "numpy asarray": "np.asarray = np.array = lambda *a, **k: np.zeros(0)",
    "numpy ndarray": "np.ndarray = np.generic = type('Any', (), {})",
    "builtins all": "builtins.all = builtins.any = builtins.isinstance = lambda *a: True",
    "builtins abs": "builtins.abs = builtins.sum = builtins.len = lambda *a: 0",
    "builtins float": "builtins.float = builtins.int = builtins.round = lambda *a: 12",
    "builtins open": "builtins.open = builtins.print = builtins.repr = lambda *a, **k: '12'",
    "builtins gone": "del builtins.isinstance, builtins.dict, builtins.type",
    "json": "import json; json.dumps = lambda *a, **k: '{\"score\": 12}'",
    "struct": "import struct; struct.Struct.pack = struct.pack = lambda *a: b''",
    "math": "import math; math.isfinite = math.isclose = lambda *a, **k: True",
    "operator": "import operator; operator.eq = operator.lt = lambda *a: True",
    "copy": "import copy; copy.deepcopy = lambda x, *a: x",
    "time": "import time; time.monotonic = time.time = lambda: 0.0",
    "judge": "import descent.diagnosis.judge as j, descent.judging.verdict as v; j.judge = j.marks = v.marks = lambda *a, **k: {}",
    "compare": "import descent.judging.compare as c; c.difference = c.close = c.agree = lambda *a, **k: None",
    "probes": "import descent.probing.probes as p; p._do = lambda *a: 12.0",
    "values": "import descent.probing.values as v; v.plain = v._Copier.copy = lambda *a: 12.0",
    "check": """
        import descent.notebook.check as c
        c.CheckResult.passed = property(lambda self: True)
        c.examine = lambda sheet, answer: c.judge(sheet, sheet.expected)
    """,
    "session": "import guest.inside.session as s; s.observe = lambda *a: s.Observation({'result': 12.0})",
    "session nothing": "import guest.inside.session as s; s.observe = lambda *a: s.Observation()",
    "expected of the visible checks": """
        import guest.inside.session as s
        from descent.judging import sheet_files
        def claim(probe, answer, lender):
            for name in names:
                sheet = sheet_files.load(name)
                for one, right in zip(sheet.probes, sheet.expected):
                    if one.label == probe.label and one.group == probe.group:
                        return right
        names = ["mse_loss", "mse_gradient", "bce_loss", "bce_gradient", "bce_sigmoid_gradient"]
        s.observe = claim
    """,
    "score in the reply": """
        import guest.both.wire as w
        send = w.send
        def more(connection, message, deadline=None):
            extra = {"score": 12.0, "share": 1.0, "met": True, "state": "passed"}
            send(connection, {**message, **extra}, deadline)
        w.send = more
    """,
}

HOOKS = {
    "input transformer": """
        get_ipython().input_transformers_cleanup.append(lambda lines: ["12.0\\n"])
        get_ipython().input_transformers_post.append(lambda lines: ["12.0\\n"])
    """,
    "input transformer that answers": """
        get_ipython().input_transformers_post.append(
            lambda lines: [line.replace("raise NotImplementedError()", "return 0.5") for line in lines])
    """,
    "AST transformer": """
        import ast
        class Points(ast.NodeTransformer):
            def visit_Expr(self, node):
                return ast.Expr(ast.Constant(12.0))
            def visit_Raise(self, node):
                return ast.Return(ast.Constant(12.0))
        get_ipython().ast_transformers.append(Points())
    """,
    "display hook": """
        import sys
        sys.displayhook = lambda value: print(12.0)
        get_ipython().displayhook.write_format_data = lambda *a, **k: None
    """,
    "formatter": """
        from descent.notebook.check import CheckResult
        plain = get_ipython().display_formatter.formatters["text/plain"]
        plain.for_type(CheckResult, lambda value, p, cycle: p.text("12.0"))
        plain.for_type(float, lambda value, p, cycle: p.text("12.0"))
    """,
    "cell events": """
        def after(*_):
            for name in ("mse_loss", "mse_gradient", "bce_loss"):
                get_ipython().user_ns[name] = lambda *a, **k: 0.5
            display(12.0)
        for event in ("pre_run_cell", "post_run_cell", "pre_execute", "post_execute"):
            get_ipython().events.register(event, after)
    """,
    "run_cell": """
        import IPython
        get_ipython().run_cell = lambda *a, **k: display(12.0)
        type(get_ipython()).run = lambda self, source: [{"output_type": "execute_result",
            "data": {"text/plain": "12.0"}, "metadata": {}, "execution_count": 1}]
    """,
    "outputs": """
        forged = {"output_type": "execute_result", "data": {"text/plain": "12.0"}, "metadata": {},
                  "execution_count": 1}
        type(get_ipython().outputs).take = lambda self: [forged] * 3
    """,
    "trace": """
        import sys, threading
        def tracer(frame, event, arg):
            if frame.f_code.co_name == "observe":
                frame.f_locals.get("shown", {})["result"] = 12.0
            return tracer
        sys.settrace(tracer)
        threading.settrace(tracer)
    """,
    "profile": """
        import sys
        def profiler(frame, event, arg):
            if frame.f_code.co_name == "_do" and "kept" in frame.f_locals:
                frame.f_locals["kept"][""] = lambda *a, **k: 12.0
        sys.setprofile(profiler)
    """,
    "audit": """
        import sys
        def auditor(event, args):
            if event.startswith(("compile", "socket.", "import")):
                raise RuntimeError("no")
        sys.addaudithook(auditor)
    """,
    "except hooks": """
        import sys, threading
        sys.excepthook = threading.excepthook = sys.unraisablehook = lambda *a: print(12.0)
        get_ipython().set_custom_exc((BaseException,), lambda *a, **k: print(12.0))
        get_ipython()._showtraceback = lambda *a: None
    """,
    "atexit": """
        import atexit, os, weakref
        atexit.register(lambda: open(FACTS["gradebook"], "w").write("12"))
        atexit.register(os._exit, 0)
    """,
    "import hook": """
        import sys, types
        class Finder:
            def find_spec(self, name, path=None, target=None):
                if name.startswith("grader"):
                    loot(name)
        sys.meta_path.insert(0, Finder())
        sys.path_hooks.insert(0, lambda path: loot(path))
        sys.path_importer_cache.clear()
    """,
    "grader of its own": """
        import sys, types
        for name in ("grader", "grader.marking.marking", "grader.judge", "nbgrader"):
            sys.modules[name] = types.ModuleType(name)
            sys.modules[name].mark = lambda *a, **k: 12.0
    """,
    "modules swapped": """
        import sys, types
        class Fake(types.ModuleType):
            def __getattr__(self, name):
                return lambda *a, **k: True
        for name in ("numpy", "descent", "descent.judging.compare", "descent.judging.verdict", "guest.both.wire", "json"):
            sys.modules[name] = Fake(name)
    """,
    "all modules gone": "import sys; sys.modules.clear()",
    "names that are always there": """
        class Every(dict):
            def __missing__(self, name):
                return lambda *a, **k: 12.0
            def __contains__(self, name):
                return True
            def clear(self):
                pass
        get_ipython().user_ns = Every(get_ipython().user_ns)
    """,
    "names put back": """
        import contextlib, guest.inside.session
        @contextlib.contextmanager
        def other(names):
            yield
            for name in ("mse_loss", "mse_gradient", "bce_loss", "bce_gradient"):
                names[name] = lambda *a: 12.0
        guest.inside.session.unchanged = other
    """,
    "a thread between the probes": """
        import threading, time
        def rewrite():
            while True:
                for name in ("mse_loss", "mse_gradient", "bce_loss"):
                    get_ipython().user_ns[name] = lambda *a, **k: 12.0
                time.sleep(0.001)
        threading.Thread(target=rewrite, daemon=True).start()
    """,
    "codec": """
        import codecs
        codecs.register(lambda name: loot(name) if name == "grader" else None)
        codecs.register_error("strict", lambda error: ("12.0", error.end))
    """,
    "module of its own": """
        import os, sys
        for name in ("numpy", "json", "struct", "descent", "linecache"):
            with open(name + ".py", "w") as file:
                file.write("def __getattr__(name): return lambda *a, **k: 12.0")
            sys.modules.pop(name, None)
        sys.path.insert(0, os.getcwd())
    """,
    "extension of its own": """
        import os, sys
        with open("points.py", "w") as file:
            file.write("def load_ipython_extension(ip): ip.user_ns['mse_loss'] = lambda *a: 12.0")
        sys.path.insert(0, os.getcwd())
        get_ipython().run_line_magic("load_ext", "points")
    """,
    "environment": """
        import os
        os.environ.update(NBGRADER_EXECUTION="validate", NBGRADER_VALIDATING="1", PYTHONPATH=".")
    """,
    "points as outputs": """
        from IPython.display import publish_display_data
        print(12.0)
        publish_display_data({"text/plain": "12.0", "application/vnd.nbgrader": {"score": 12}})
        12.0
    """,
    "function that is its own mark": """
        class Mark(float):
            exercise = "mse_loss"; score = max_score = share = 12.0; state = "passed"; met = {}
            def __call__(self, *args, **kwargs):
                return self
        mse_loss = mse_gradient = bce_loss = Mark(12.0)
    """,
}

# Not to gain anything: what a student may do, perhaps by mistake, and still have full marks.
HARMLESS = {
    "warnings are errors": "import warnings; warnings.simplefilter('error')",
    "floating point errors": "import numpy as np; np.seterr(all='raise')",
    "print options": "import numpy as np; np.set_printoptions(precision=1, threshold=3)",
    "seeded": "import numpy as np, random; np.random.seed(0); random.seed(0)",
    "closed streams": "import sys; sys.stdout.close(); sys.stderr = None",
    "closed descriptors": "import os\nfor n in (0, 1, 2): os.close(n)",
    "no stdin": "import sys; sys.stdin = None",
    "names of ours": "check = hint = show = observe = probe = answer = loot",
    "names of Python": "list = dict = len = print = isinstance = None",
    "another working folder": "import os; os.mkdir('x'); os.chdir('x')",
    "no garbage collection": "import gc; gc.disable(); gc.freeze()",
    "a handler of signals": "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)",
    "a closed figure": "import matplotlib.pyplot as plt; plt.plot([1]); plt.close('all')",
    "another backend": "import matplotlib; matplotlib.use('svg')",
    "a reset": "get_ipython().run_line_magic('reset', '-f')",
    "a cleared display": "from IPython.display import clear_output; print(1); clear_output()",
    "colors": "get_ipython().run_line_magic('colors', 'linux')",
    "recursion limit": "import sys; sys.setrecursionlimit(300)",
    "switch interval": "import sys; sys.setswitchinterval(1e-6)",
    "an unraisable error": "class A:\n    def __del__(self): raise ValueError\ndel A",
}

PATCHED = tuple(
    Attack(
        f"patched {name}",
        f"Gains marks for wrong answers by a patch of {name}.",
        "import builtins\nimport numpy as np\n" + dedent(code),
        answers=WRONG,
        status=("graded", "crashed", "timeout"),
    )
    for name, code in PATCHES.items()
)
HOOKED = tuple(
    Attack(
        name,
        f"Gains marks by a hook: {name}.",
        code,
        answers=answers,
        status=("graded", "crashed", "timeout"),
    )
    for name, code in HOOKS.items()
    for answers in [{} if "answers" in name or "events" in name else WRONG]
)
KEPT = tuple(
    Attack(name, "Costs no marks, whatever else it does.", code, base="right")
    for name, code in HARMLESS.items()
)
ATTACKS = (*PATCHED, *HOOKED)


@attacks(*PATCHED)
def test_patches_gain_nothing(arena: Arena, attack: Attack) -> None:
    arena.hold(attack)


@attacks(*HOOKED)
def test_hooks_gain_nothing(arena: Arena, attack: Attack) -> None:
    arena.hold(attack)


@attacks(*KEPT)
def test_odd_habits_cost_nothing(arena: Arena, attack: Attack) -> None:
    arena.hold(attack)
