"""Words by what the whole machine has, and by numbers that it gives out one after the other."""

from __future__ import annotations

from tests.attacks.words import Word

COUNTERS = (
    # What the whole machine has, and how much of it is left.
    Word(
        "a futex on a page of a file",
        "call(202, shared_page(COMMON), 0, ctypes.c_int.from_address(shared_page(COMMON).value)"
        ".value, (ctypes.c_long * 2)(2, 0))",
        "if call(202, shared_page(COMMON), 1, 1): heard()",
        waits=True,
    ),
    Word(
        "free memory",
        # Other programs of the machine come and go with less.
        "held = bytearray(b'x') * (1 << 30)",
        "if before - free() > 512 << 20: heard()",
        """
        def free():
            found = (ctypes.c_ulong * 16)()
            call(99, found)
            return found[5]
        before = free()
        """,
    ),
    Word(
        "room on the disk",
        "held = open('large', 'wb'); [held.write(bytes(1 << 20)) for _ in range(14)]\n"
        "held2 = open('large2', 'wb'); [held2.write(bytes(1 << 20)) for _ in range(14)]\n"
        "held.flush(); held2.flush()",
        "if before - os.statvfs('.').f_bfree * os.statvfs('.').f_frsize > 14 << 20: heard()",
        "before = os.statvfs('.').f_bfree * os.statvfs('.').f_frsize",
    ),
    Word(
        "time of a processor",
        "sum(range(10 ** 6))",
        "if time.clock_gettime(~OTHER << 3 | 2) > 0: heard()",
    ),
    Word(
        "whether a process is there",
        "pass",
        """
        for ask in (os.sched_getaffinity, os.getpgid, os.getsid, lambda pid: os.kill(pid, 0)):
            try: ask(OTHER)
            except OSError: continue
            heard(ask)
        """,
    ),
    Word(
        "threads of a user",
        """
        stop, held = threading.Event(), [threading.Thread(target=time.sleep, args=(3,)) for _ in range(25)]
        for thread in held: thread.start()
        """,
        "if before - startable() > 15: heard()",
        """
        def startable():
            stop, started = threading.Event(), []
            try:
                for _ in range(300):
                    started.append(threading.Thread(target=stop.wait))
                    started[-1].start()
            except RuntimeError: started.pop()
            stop.set()
            for thread in started: thread.join()
            return len(started)
        before = startable()
        """,
        free=False,
    ),
    Word(
        "signals that wait",
        """
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGRTMIN})
        for _ in range(5000): os.kill(os.getpid(), signal.SIGRTMIN)
        """,
        "if before - queued() > 4000: heard()",
        """
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGRTMIN})
        def queued():
            for _ in range(200_000): os.kill(os.getpid(), signal.SIGRTMIN)
            return sum(1 for _ in iter(lambda: signal.sigtimedwait({signal.SIGRTMIN}, 0), None))
        before = queued()
        """,
    ),
    # Numbers that the kernel gives out one after the other.
    Word(
        "numbers of threads",
        """
        for _ in range(300):
            thread = threading.Thread(target=int); thread.start(); thread.join()
        """,
        "if number() - before > 250: heard()",
        """
        def number():
            thread = threading.Thread(target=int); thread.start(); thread.join()
            return thread.native_id
        before = number()
        """,
    ),
    Word(
        "numbers of pipes",
        "for _ in range(20_000): [os.close(end) for end in os.pipe()]",
        "if number() - before > 8000: heard()",
        """
        def number():
            found = 0
            for _ in range(1100):
                ends = os.pipe()
                found = max(found, os.fstat(ends[0]).st_ino)
                for end in ends: os.close(end)
            return found
        before = number()
        """,
    ),
    Word(
        "numbers of sockets",
        "import socket\nfor _ in range(20_000): [end.close() for end in socket.socketpair()]",
        "if number() - before > 8000: heard()",
        """
        import socket
        def number():
            found = 0
            for _ in range(1100):
                ends = socket.socketpair()
                found = max(found, os.fstat(ends[0].fileno()).st_ino)
                for end in ends: end.close()
            return found
        before = number()
        """,
    ),
    Word(
        "numbers of files",
        "for n in range(50): open(f'f{n}', 'w').close()",
        "open('after', 'w').close()\nif os.stat('after').st_ino - os.stat('before').st_ino > 25: heard()",
        "open('before', 'w').close()",
        free=False,
        remains=True,
    ),
    Word(
        "when a file was read",
        "open(COLD, 'rb').read()",
        "if os.stat(COLD).st_atime != before: heard()",
        "before = os.stat(COLD).st_atime",
        cold=True,
        free=False,
        remains=True,
    ),
)
