"""How much memory the processes of a grader took at most."""

from __future__ import annotations

import contextlib
import threading
import time
from pathlib import Path

from tests.attacks.processes import processes


class Peaks(threading.Thread):
    """The most memory that each kind of process of a session took, of those that are ours."""

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self.session, self.going = session, True
        self.most: dict[str, int] = {}

    def __enter__(self) -> Peaks:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.going = False
        self.join()

    def run(self) -> None:
        while self.going:
            for pid, session, _ in processes():
                with contextlib.suppress(OSError, IndexError):  # it has just ended
                    if session == self.session:
                        self._look(pid)
            time.sleep(0.1)

    def _look(self, pid: int) -> None:
        line = Path(f"/proc/{pid}/cmdline").read_bytes()
        # Guests, and what they are forked from, have a limit of their own.
        if b"guest.inside.zygote" not in line:
            what = "forkserver" if b"forkserver" in line else "main"
            peak = int(Path(f"/proc/{pid}/status").read_text().partition("VmHWM:")[2].split()[0])
            self.most[what] = max(self.most.get(what, 0), peak << 10)
