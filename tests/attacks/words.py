"""Words from one guest to another that runs at the same time: how they could go.

Each is three cells. ``listen`` and ``hear`` run in the one guest, ``say`` in the
other between them, and goes on while the first one hears. `heard` is called
where the word has arrived. System calls have their numbers on x86-64.
"""

from __future__ import annotations

from dataclasses import dataclass

#: What every cell finds: `OTHER` is the process of the other guest.
GIVEN = """
import ctypes, errno, fcntl, mmap, os, signal, struct, sys, threading, time

libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = ctypes.c_void_p
COMMON = os.__file__
COLD = os.path.join(os.path.dirname(COMMON), "pydoc_data", "topics.py")
AT = 1 << 18
LOCK = struct.pack("hhqqi", fcntl.F_WRLCK, 0, 0, 0, 0)

def heard(what=""):
    print("HE" + "ARD", what)

def call(number, *arguments):
    given = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    result = libc.syscall(ctypes.c_long(number), *given)
    if result == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result

def shared_page(path):
    address = libc.mmap(None, ctypes.c_size_t(1 << 19), 1, 1, os.open(path, 0), ctypes.c_long(0))
    return ctypes.c_void_p(address)
"""


@dataclass(frozen=True)
class Word:
    """A way for a word.

    Attributes:
        name: A few words.
        say: What one guest does.
        hear: What the other does then.
        listen: What it does before.
        free: Whether processes that nothing restricts talk like this; else it depends on
            what a machine has, or on limits that only guests have.
        cold: Whether a file that both read should not be in memory before.
        waits: Whether it is said until it is heard.
        remains: Whether it still goes where there is no view of the files.
    """

    name: str
    say: str
    hear: str
    listen: str = ""
    free: bool = True
    cold: bool = False
    waits: bool = False
    remains: bool = False

    def __str__(self) -> str:
        return self.name.replace(" ", "-")


_ADVISED = "held = open(COLD, 'rb', buffering=0); os.pread(held.fileno(), 1, AT)"

FILES = (
    # Locks on what both can open.
    Word(
        "a lock on a device",
        "held = open(os.devnull, 'r+b', buffering=0); fcntl.lockf(held, fcntl.LOCK_EX)",
        """
        mine = open(os.devnull, "r+b", buffering=0)
        try: fcntl.lockf(mine, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in (errno.EAGAIN, errno.EACCES): heard()
        """,
    ),
    Word(
        "who has the lock",
        "held = open(COMMON); fcntl.lockf(held, fcntl.LOCK_SH)",
        """
        found = fcntl.fcntl(open(COMMON), fcntl.F_GETLK, LOCK)
        if struct.unpack("hhqqi", found)[0] != fcntl.F_UNLCK: heard()
        """,
    ),
    Word(
        "a lock of an open file",
        "held = open(os.devnull, 'r+b', buffering=0); fcntl.fcntl(held, 37, LOCK)",
        """
        try: fcntl.fcntl(open(os.devnull, "r+b", buffering=0), 37, LOCK)
        except OSError as error:
            if error.errno in (errno.EAGAIN, errno.EACCES): heard()
        """,
    ),
    Word(
        "a lock of BSD",
        "held = open(COMMON); fcntl.flock(held, fcntl.LOCK_EX)",
        """
        try: fcntl.flock(open(COMMON), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError: heard()
        """,
    ),
    Word(
        "a lease",
        "held = open(COLD)",
        """
        try: fcntl.fcntl(mine, fcntl.F_SETLEASE, fcntl.F_WRLCK)
        except BlockingIOError: heard()
        """,
        """
        mine = open(COLD)
        fcntl.fcntl(mine, fcntl.F_SETLEASE, fcntl.F_WRLCK)
        fcntl.fcntl(mine, fcntl.F_SETLEASE, fcntl.F_UNLCK)
        """,
    ),
    # Watching what the other does with files.
    Word(
        "a watch on a folder",
        "open(COMMON).read(1)",
        "if came: heard()",
        """
        came = []
        signal.signal(signal.SIGIO, lambda *_: came.append(1))
        folder = os.open(os.path.dirname(COMMON), os.O_RDONLY)
        fcntl.fcntl(folder, fcntl.F_NOTIFY, fcntl.DN_ACCESS | fcntl.DN_MULTISHOT)
        """,
    ),
    Word(
        "inotify",
        "open(COMMON).read(1)",
        "if os.read(watch, 1000): heard()",
        """
        watch = call(294, os.O_NONBLOCK)
        call(254, watch, os.fsencode(COMMON), 0x21)
        """,
    ),
    Word(
        "fanotify",
        "open(COLD).read(1)",
        "if os.read(watch, 1000): heard()",
        """
        watch = call(300, 2, os.O_RDONLY)
        call(301, watch, 1, 0x20, -100, os.fsencode(COLD))
        """,
    ),
    Word(
        "a signal by an owner",
        """
        import socket
        left, right = socket.socketpair()
        fcntl.fcntl(left, fcntl.F_SETOWN, OTHER)
        fcntl.fcntl(left, fcntl.F_SETFL, os.O_ASYNC)
        right.send(b"x")
        """,
        "if came: heard()",
        "came = []\nsignal.signal(signal.SIGIO, lambda *_: came.append(1))",
    ),
    # Whether a page of a file is in memory.
    Word(
        "a page that need not be waited for",
        _ADVISED,
        """
        try:
            if os.preadv(os.open(COLD, 0), [bytearray(1)], AT, os.RWF_NOWAIT): heard()
        except BlockingIOError: pass
        """,
        cold=True,
    ),
    Word(
        "a page in core",
        _ADVISED,
        """
        found = (ctypes.c_ubyte * 128)()
        call(27, shared_page(COLD), 1 << 19, found)
        if any(item & 1 for item in found): heard()
        """,
        cold=True,
    ),
    Word(
        "pages that are counted",
        _ADVISED,
        """
        found = (ctypes.c_uint64 * 5)()
        call(451, os.open(COLD, 0), (ctypes.c_uint64 * 2)(AT, 4096), found, 0)
        if found[0]: heard()
        """,
        cold=True,
    ),
    Word(
        "a page that was not fetched",
        _ADVISED,
        """
        def fetched():
            found = (ctypes.c_long * 18)()
            call(98, 0, found)
            return found[9]
        page, before = shared_page(COLD), fetched()
        ctypes.string_at(page.value + AT, 1)
        if fetched() == before: heard()
        """,
        cold=True,
    ),
)
