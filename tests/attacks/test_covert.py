"""What one submission leaves for the next: files, sockets, processes, patched modules."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import dedent

import pytest

from tests.attacks.arena import Arena, Attack


@dataclass(frozen=True)
class Channel:
    """A thing that one submission leaves, and how the next would find it."""

    name: str
    leave: str
    find: str

    def __str__(self) -> str:
        return self.name.replace(" ", "-")


# `WORD` stands for the message, `FACTS["token"]` names it.
FILES = {
    "working folder": "'left'",
    "scratch by its name": "os.path.join(os.getcwd(), 'left')",
    "folder above": "os.path.join(os.path.dirname(os.getcwd()), 'left')",
    "home": "os.path.expanduser('~/left')",
    "home of the grader": "os.path.join(FACTS['home'], FACTS['token'])",
    "temporary folder": "os.path.join(tempfile.gettempdir(), 'left')",
    "tmp": "'/tmp/' + FACTS['token']",
    "var tmp": "'/var/tmp/' + FACTS['token']",
    "shm": "'/dev/shm/' + FACTS['token']",
    "root of the view": "'/' + FACTS['token']",
    "packages": "os.path.join(FACTS['site'], FACTS['token'])",
    "descent": "os.path.join(FACTS['clone'], 'descent', FACTS['token'])",
    "cache of compiled code": "os.path.join(os.path.dirname(os.__file__), '__pycache__', FACTS['token'])",
}
STARTUP = {
    "IPython startup": "~/.ipython/profile_default/startup/00.py",
    "IPython configuration": "~/.ipython/profile_default/ipython_config.py",
    "IPython of its environment": "$IPYTHONDIR/profile_default/startup/00.py",
    "matplotlib configuration": "$MPLCONFIGDIR/matplotlibrc",
    "matplotlib style": "~/.config/matplotlib/stylelib/classic.mplstyle",
    "user site": "~/.local/lib/python3.11/site-packages/usercustomize.py",
    "module beside the notebook": "numpy.py",
    "standard module beside the notebook": "json.py",
    "customization beside the notebook": "sitecustomize.py",
}
PATCH = "import builtins; builtins.left = 'WORD'; import numpy; numpy.left = 'WORD'"

# Many places in one submission: what is found is named.
CHANNELS = (
    Channel(
        "files",
        "import os, tempfile\n"
        + "".join(
            f"""
try:
    with open({path}, "w") as file: file.write("WORD")
except OSError as error: print({name!r}, error)
"""
            for name, path in FILES.items()
        ),
        "import os, tempfile\n"
        + "".join(f"if os.path.lexists({path}): loot({name!r})\n" for name, path in FILES.items()),
    ),
    Channel(
        "start-up files",
        "import os\n"
        + "".join(
            f"""
path = os.path.expandvars(os.path.expanduser({path!r}))
try:
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    with open(path, "w") as file: file.write({PATCH!r})
except OSError as error: print({name!r}, error)
"""
            for name, path in STARTUP.items()
        ),
        "import builtins, json, numpy, os\n"
        "if any(hasattr(module, 'left') for module in (builtins, numpy, json)): loot()\n"
        + "".join(
            f"if os.path.lexists(os.path.expandvars(os.path.expanduser({path!r}))): loot({name!r})\n"
            for name, path in STARTUP.items()
        ),
    ),
    Channel(
        "patched modules",
        """
        import builtins, json, sys, numpy as np, matplotlib, descent, guest.inside.session
        for module in (builtins, json, sys, np, matplotlib, descent, guest.inside.session):
            module.left = "WORD"
        np.mean = lambda *a, **k: 0.0
        sys.modules["left"] = np
        sys.path.append("WORD")
        """,
        """
        import builtins, json, sys, numpy as np, matplotlib, descent, guest.inside.session
        for module in (builtins, json, sys, np, matplotlib, descent, guest.inside.session):
            if hasattr(module, "left"): loot(module)
        if "left" in sys.modules or "WORD" in sys.path or np.mean([1.0]) != 1.0: loot()
        """,
    ),
    Channel(
        "settings of the process",
        """
        import os, signal, time, locale, resource
        os.environ["LEFT"] = "WORD"; os.putenv("LEFT", "WORD")
        os.umask(0o077); os.nice(5) if hasattr(os, "nice") and False else None
        os.environ["TZ"] = "UTC+9"; time.tzset()
        signal.signal(signal.SIGUSR1, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR2})
        """,
        """
        import os, signal, time
        if "LEFT" in os.environ or os.environ.get("TZ") == "UTC+9": loot()
        if signal.getsignal(signal.SIGUSR1) == signal.SIG_IGN: loot()
        if signal.SIGUSR2 in signal.pthread_sigmask(signal.SIG_BLOCK, ()): loot()
        """,
    ),
    Channel(
        "random state",
        "import random, numpy as np; random.seed(5); np.random.seed(5)",
        """
        import random, numpy as np
        if random.random() == random.Random(5).random(): loot("random")
        if np.random.rand() == np.random.RandomState(5).rand(): loot("numpy")
        """,
    ),
    Channel(
        "shared memory",
        """
        from multiprocessing import shared_memory
        try: held = shared_memory.SharedMemory("left", create=True, size=10)
        except OSError as error: print(error)
        """,
        "from multiprocessing import shared_memory\nattempt(shared_memory.SharedMemory, 'left')",
    ),
    Channel(
        "System V",
        """
        import ctypes
        libc = ctypes.CDLL(None)
        for call in ((29, 77, 100, 0o1666), (68, 77, 0o1666), (64, 77, 1, 0o1666)): libc.syscall(*call)
        libc.mq_open(b"/left", 0o102, 0o666, None) if hasattr(libc, "mq_open") else None
        """,
        """
        import ctypes
        libc = ctypes.CDLL(None)
        for call in ((29, 77, 0, 0), (68, 77, 0), (64, 77, 0, 0)):
            if libc.syscall(*call) >= 0: loot(call)
        if hasattr(libc, "mq_open") and libc.mq_open(b"/left", 0) >= 0: loot("mq")
        """,
    ),
    Channel(
        "keys",
        """
        import ctypes
        ctypes.CDLL(None).syscall(248, b"user", b"left", b"WORD", 4, -4)
        """,
        """
        import ctypes
        if ctypes.CDLL(None).syscall(249, b"user", b"left", None, -4) >= 0: loot()
        """,
    ),
    Channel(
        "a socket",
        """
        import os, socket
        for address in ("left.sock", "/tmp/" + FACTS["token"], "\\0" + FACTS["token"]):
            try:
                held = socket.socket(socket.AF_UNIX); held.bind(address); held.listen()
            except OSError as error: print(error)
        """,
        """
        import socket
        for address in ("left.sock", "/tmp/" + FACTS["token"], "\\0" + FACTS["token"]):
            attempt(lambda: socket.socket(socket.AF_UNIX).connect(address))
        """,
    ),
    Channel(
        "a thread",
        """
        import threading, time
        def stay():
            while True:
                try: open("/tmp/" + FACTS["token"], "w").close(); open("left", "w").close()
                except BaseException: pass
                time.sleep(0.01)
        try: threading.Thread(target=stay).start()
        except RuntimeError as error: print(error)
        """,
        "import os, time\ntime.sleep(0.1)\nif os.path.exists('left'): loot()",
    ),
    Channel(
        "a process",
        """
        import os
        try:
            if os.fork() == 0:
                os.setsid()
                if os.fork() == 0:
                    while True: open("/tmp/" + FACTS["token"], "w").close()
        except OSError as error: print(error)
        """,
        "import os\nif os.path.exists('/tmp/' + FACTS['token']): loot()",
    ),
    Channel(
        "a program",
        """
        import subprocess
        for how in ({}, {"shell": True}, {"start_new_session": True}):
            try: subprocess.Popen("sleep 60" if how.get("shell") else ["sleep", "60"], **how)
            except OSError as error: print(error)
        """,
        "pass",
    ),
    Channel(
        "an exit handler",
        """
        import atexit, signal, weakref
        class Late:
            def __del__(self): open("left", "w").write("WORD")
        late = Late()
        atexit.register(late.__del__)
        signal.signal(signal.SIGTERM, lambda *_: late.__del__())
        """,
        "import os\nif os.path.exists('left'): loot()",
    ),
    Channel(
        "open files",
        "import fcntl, os\nheld = open('locked', 'w'); fcntl.lockf(held, fcntl.LOCK_EX)",
        "import os\nif set(os.listdir('.')) - {'profile_default'}: loot(os.listdir('.'))",
    ),
    Channel(
        "a hundred folders",
        "import os\nfor n in range(100): os.makedirs(f'd{n}/' + 'e/' * 20)\nos.mkdir('closed', 0)",
        "import os\nif set(os.listdir('.')) - {'profile_default'}: loot(os.listdir('.'))",
    ),
)


def leave_and_find(arena: Arena, channel: Channel) -> None:
    """Grade the one that leaves something, and then the one that looks for it."""
    leave, find = dedent(channel.leave), dedent(channel.find)
    tries = f"Leaves a word for the next submission: {channel.name}."
    done = "\nprint('tried', 'it all')"
    # A patch of NumPy costs the one who makes it, and nobody else.
    arena.hold(Attack("leaves", tries, leave + done, base="right", less=True, shows="tried it all"))
    arena.hold(
        Attack("finds", tries, find + done, base="right", student="trudy", shows="tried it all")
    )


@pytest.mark.parametrize("channel", CHANNELS, ids=str)
def test_nothing_is_left_for_the_next_submission(arena: Arena, channel: Channel) -> None:
    leave_and_find(arena, channel)
