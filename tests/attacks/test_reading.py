"""Reading what is worth stealing: answers, seed, marks, others' work, from disk and memory."""

from __future__ import annotations

from textwrap import dedent

import pytest

from grader.guest.both.policy import default_readable
from tests.attacks.arena import ROOT, SECTION, Arena, Attack, attacks, everywhere
from tests.here import exercises, hidden_sheet, visible_sheet

pytestmark = pytest.mark.sample

# `files` of the course, each of which may be opened by anyone but a guest.
FILES = """
import ctypes, glob, io, linecache, mmap, os, pathlib, sys
import numpy as np
clone, section = FACTS["clone"], "04_loss_functions"
files = [FACTS["gradebook"], FACTS["other"], FACTS["graded"], *FACTS["secrets"]]
files += [f"{clone}/{name}" for name in (
    "course.toml", "pyproject.toml", f"source/{section}/{section}.ipynb", "grader/course.py",
    "grader/marking/marking.py", "grader/exercises/loss_functions/bce_loss/mistakes.md", "grader/guest/both/wire.py",
    f"solutions/{section}.ipynb", f"release/{section}/{section}.ipynb")]
folders = [FACTS["course"], clone, f"{clone}/grader", f"{clone}/source", FACTS["home"], "/root",
           "/home", "/tmp", "/var", "/etc", "/proc", "/sys", "/dev", "/run", "/work", "/mnt", "/srv"]
"""

READS = {
    "open": "for path in files: attempt(lambda: open(path).read(10))",
    "os.open": "for path in files: attempt(os.open, path, os.O_RDONLY)",
    "opened to write": "for path in files: attempt(os.open, path, os.O_RDWR)",
    "read by numpy": "for path in files: attempt(np.fromfile, path, 'u1', 10)",
    "loaded by numpy": "for path in files: attempt(np.loadtxt, path, str)",
    "mapped by numpy": "for path in files: attempt(np.memmap, path, 'u1', 'r')",
    "linecache": "for path in files: print(linecache.getlines(path)[:1])\nloot() if any(map(linecache.getlines, files)) else None",
    "pathlib": "for path in files: attempt(pathlib.Path(path).read_bytes)",
    "source of a module": """
        import importlib.util, importlib.machinery
        for path in files:
            attempt(importlib.machinery.SourceFileLoader("x", path).get_data, path)
    """,
    "the C library": """
        libc = ctypes.CDLL(None)
        for path in files:
            attempt(lambda: 1 / (libc.open(path.encode(), 0) + 1))
            attempt(lambda: 1 / bool(libc.fopen(path.encode(), b"r")))
    """,
    "system calls": """
        libc = ctypes.CDLL(None, use_errno=True)
        for path in files:
            for call, *rest in ((257, -100, path.encode(), 0), (2, path.encode(), 0), (437, -100, path.encode(), bytes(24), 24)):
                got = libc.syscall(call, *rest)
                if got >= 0: loot(path)
    """,
    "links to them": """
        for number, path in enumerate(files):
            attempt(os.symlink, path, f"s{number}")
            attempt(os.link, path, f"h{number}")
            attempt(lambda: open(f"s{number}").read(10))
    """,
    "on foot": """
        for path in files:
            steps = path.strip("/").split("/")
            attempt(lambda: open("../" * 30 + path.lstrip("/")).read(10))
            attempt(lambda: open("/proc/self/root" + path).read(10))
            attempt(lambda: open("/proc/self/cwd" + path).read(10))
            def walk():
                for step in steps[:-1]: os.chdir(step)
                return open(steps[-1]).read(10)
            attempt(walk)
    """,
    "by a descriptor of a folder": """
        for folder in ("/", ".", "..", *folders):
            try: at = os.open(folder, os.O_PATH | os.O_DIRECTORY)
            except OSError: continue
            for path in files:
                attempt(os.open, path.lstrip("/"), os.O_RDONLY, dir_fd=at)
    """,
    "listed": """
        for folder in folders:
            try: names = set(os.listdir(folder))
            except OSError: continue
            # On the way to what may be read there may be folders.
            if names - {part for path in sys.path + [os.getcwd(), os.__file__, FACTS["clone"] + "/descent"]
                        for part in path.split("/")} - {"null", "zero", "full", "random", "urandom"} \\
               - {"fonts", "alternatives", "ld.so.cache", "localtime", "mime.types"}:
                loot((folder, names))
    """,
    "globbed": """
        for folder in folders:
            for name in glob.glob(folder + "/**/*.ipynb", recursive=True): loot(name)
            for name in glob.glob(folder + "/**/gradebook.db", recursive=True): loot(name)
    """,
    "the grader imported": """
        sys.path[:0] = [clone, clone + "/grader", FACTS["course"]]
        sys.path_importer_cache.clear()
        for name in ("grader", "grader.course", "grader.sheets.references", "grader.exercises", "exercises",
                     "course", "marking", "references", "secret"):
            attempt(__import__, name)
    """,
    "archives": """
        import zipfile, tarfile, sqlite3, zipimport
        for path in files:
            attempt(zipfile.ZipFile, path)
            attempt(tarfile.open, path)
            attempt(zipimport.zipimporter, path)
            attempt(lambda: sqlite3.connect(f"file:{path}?mode=ro", uri=True).execute("select * from sqlite_master").fetchall())
    """,
    "magics": """
        for path in files:
            for magic in ("load", "pycat", "pfile", "psource"):
                shell = get_ipython()
                before = shell.user_ns.get("_i")
                attempt(lambda: 1 / bool(shell.run_line_magic(magic, path)))
    """,
}

PROCESSES = {
    "environment": """
        print(dict(os.environ))
        libc = ctypes.CDLL(None)
        libc.getenv.restype = ctypes.c_char_p
        if libc.getenv(b"GD_SECRET") or "GD_SECRET" in os.environ: loot()
        environ = ctypes.POINTER(ctypes.c_char_p).in_dll(libc, "environ")
        n = 0
        while environ[n]:
            print(environ[n]); n += 1
    """,
    "proc": """
        pids = ["self", "thread-self", "1", str(os.getppid()), str(FACTS["grader"]), str(os.getpid())]
        for pid in pids:
            for name in ("environ", "cmdline", "maps", "mem", "status", "cwd", "root", "fd", "auxv",
                         "mounts", "mountinfo", "net/unix", "task", "stack", "exe", "io"):
                # Its own folder and root say nothing that it does not know.
                if name in ("cwd", "root", "exe") and pid in ("self", "thread-self", str(os.getpid())):
                    continue
                attempt(os.open, f"/proc/{pid}/{name}", os.O_RDONLY)
                attempt(os.readlink, f"/proc/{pid}/{name}")
    """,
    "descriptors": """
        import asyncio, socket, stat
        # A cell runs in an event loop, as in a kernel, which is made after the fork.
        loop = asyncio.get_event_loop()
        own = {loop._selector.fileno(), loop._wake}
        open_ones = []
        for fd in set(range(3, 1024)) - own:
            try: mode = os.fstat(fd).st_mode
            except OSError: continue
            open_ones.append(fd)
            if not stat.S_ISSOCK(mode): loot((fd, oct(mode)))
        if len(open_ones) > 1: loot(open_ones)
    """,
    "memory of the grader": """
        libc = ctypes.CDLL(None, use_errno=True)
        local = ctypes.create_string_buffer(4096)
        for pid in (FACTS["grader"], os.getppid(), 1):
            for address in (id(None), 0x400000, 0x7FFF00000000):
                vector = (ctypes.c_void_p * 2)(ctypes.addressof(local), 4096)
                there = (ctypes.c_void_p * 2)(address, 4096)
                if libc.process_vm_readv(pid, vector, 1, there, 1, 0) > 0: loot(local.raw[:50])
            for request in (16, 0x4206):
                if libc.ptrace(request, pid, None, None) == 0: loot(request)
    """,
    "memory of its own": """
        import gc
        # In two parts, so that this list is not what is found.
        words = [a + b for a, b in (("BEGIN ", "SOLUTION"), ("hidden", "_rng"), ("HMAC-", "SHA"),
                                    ("grader/", "exercises"))]
        for thing in gc.get_objects():
            if thing is words or not isinstance(thing, (dict, list, tuple)): continue
            for inner in gc.get_referents(thing):
                if type(inner) is str and inner not in words and len(inner) < 100_000:
                    for word in words:
                        if word in inner and "gc.get_objects" not in inner: loot((word, inner[:100]))
    """,
    "freed memory": """
        import numpy as np
        word = ("BEGIN " + "SOLUTION").encode()
        for size in range(6, 24):
            for _ in range(8):
                if word in np.empty(1 << size, "u1").tobytes(): loot(size)
    """,
    "frames": """
        import sys, threading
        frame = sys._getframe()
        while frame:
            for name, value in list(frame.f_locals.items()):
                try: text = repr(value)
                except BaseException: text = ""
                print(frame.f_code.co_name, name, text[:2000])
            frame = frame.f_back
    """,
    "code of the guest": """
        import guest.inside.session, guest.inside.zygote, guest.inside.shell, inspect
        for module in (guest.inside.session, guest.inside.zygote, guest.inside.shell, guest.both.wire):
            attempt(inspect.getsource, module)
            attempt(open, module.__file__)
    """,
    "history": """
        print(list(get_ipython().history_manager.get_tail(100)))
        print([k for k in In], [k for k in Out])
    """,
    "modules": """
        import sys
        for name, module in list(sys.modules.items()):
            if name.split(".")[0] in ("grader", "nbgrader", "sqlalchemy"): loot(name)
            if getattr(module, "REFERENCE", None) or getattr(module, "EXERCISES", None): loot(name)
    """,
    "mounts and rights": """
        libc = ctypes.CDLL(None, use_errno=True)
        for call in (("mount", b"/", b"/", None, 4096, None), ("umount2", b"/", 2), ("chroot", b"/"),
                     ("unshare", 0x10000000), ("setuid", 0), ("setgid", 0), ("pivot_root", b".", b".")):
            if getattr(libc, call[0])(*call[1:]) == 0 and (call[0] not in ("setuid", "setgid") or os.geteuid()): loot(call)
    """,
}

# What it may read, turned into answers.
LOOKUPS = {
    "visible checks": """
        from descent.judging import sheet_files
        def answer(name, order=("y_true", "y_pred", "eps")):
            sheet = sheet_files.load(name)
            def lookup(*args, **kwargs):
                given = [np.asarray(item, dtype=float) for item in (*args, *kwargs.values())]
                for probe, right in zip(sheet.probes, sheet.expected):
                    step = probe.steps[0]
                    known = [np.asarray(item, dtype=float) for item in (*step.args, *step.kwargs.values())]
                    if len(known) == len(given) and all(a.shape == b.shape and np.allclose(a, b)
                                                        for a, b in zip(known, given)):
                        return right.shown["result"]
                return 0.0
            return lookup
    """,
    "nearest of the visible checks": """
        from descent.judging import sheet_files
        def answer(name):
            sheet = sheet_files.load(name)
            def lookup(*args, **kwargs):
                def distance(probe):
                    known = probe.steps[0].args
                    return sum(float(np.abs(np.resize(a, np.shape(b)) - b).sum()) for a, b in zip(known, args))
                best = min(range(len(sheet.probes)), key=lambda n: distance(sheet.probes[n]))
                return np.resize(sheet.expected[best].shown["result"], np.shape(args[-1]))
            return lookup
    """,
}


def reading(name: str, code: str, before: str = FILES) -> Attack:
    return Attack(
        f"reading by {name}" if before is FILES else f"looking at {name}",
        f"Reads what it should not: {name}.",
        before + dedent(code) + "\nprint('tried', 'it all')",
        base="right",
        shows="tried it all",
    )


READING = (
    *(reading(name, code) for name, code in READS.items()),
    *(reading(name, code, "import ctypes, os, sys\n") for name, code in PROCESSES.items()),
    *(
        Attack(
            f"answers from the {name}",
            "Answers with what the visible checks say.",
            "import numpy as np\n" + dedent(code),
            answers={
                entry.answer_cell: f"{entry.answer_name} = answer({entry.name!r})"
                for entry in exercises(SECTION).values()
            },
        )
        for name, code in LOOKUPS.items()
    ),
    Attack(
        "functions of descent",
        "Answers with whatever function of descent gives something.",
        """
        import importlib, inspect, pkgutil, descent
        found = [f for m in pkgutil.walk_packages(descent.__path__, "descent.")
                 for f in vars(importlib.import_module(m.name)).values()
                 if inspect.isfunction(f) and f.__module__.startswith("descent")]
        def anything(*args, **kwargs):
            for f in found:
                try: got = f(*args, **kwargs)
                except BaseException: continue
                if isinstance(got, (float, np.ndarray)): return got
        """,
        answers=everywhere("anything"),
    ),
)
ATTACKS = READING


@attacks(*READING)
def test_nothing_worth_stealing_can_be_read(arena: Arena, attack: Attack) -> None:
    arena.hold(attack)


def test_the_exchange_is_no_tree_that_a_guest_reads() -> None:
    exchange = "/usr/local/share/nbgrader/exchange/course/inbound/"
    trees = default_readable(str(ROOT / "descent"))
    assert not [tree for tree in trees if exchange.startswith(tree.rstrip("/") + "/")]


@pytest.mark.parametrize("section", ["01_perceptron", "02_activations", "03_forward_pass", SECTION])
def test_no_criterion_is_met_by_probes_that_everybody_can_see(section: str) -> None:
    """Where the visible check asks the same, its answers could be copied from ``descent``."""
    for name in exercises(section):
        hidden, visible = hidden_sheet(section, name), visible_sheet(section, name)
        known = {repr(probe.steps) for probe in visible.probes}
        for criterion in hidden.criteria:
            own = [p for p in hidden.probes if not criterion.groups or p.group in criterion.groups]
            fresh = [probe for probe in own if repr(probe.steps) not in known]
            # A value is no function: there is only one question to ask.
            assert fresh or not hidden.parameters, (name, criterion.name)
