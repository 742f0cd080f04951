"""A program: two guests of two zygotes on one machine, and whether words go between them.

It is started as the user who grades, with what the kernel refuses there, and
prints which words arrived as JSON. ``python two_guests.py CLONE REFUSED FREE``
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
from textwrap import dedent
from typing import Any

SERVER = """
import contextlib, io, json, os, sys
ask, answer = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
space = {}
for line in ask:
    with contextlib.redirect_stdout(io.StringIO()) as said:
        try: exec(json.loads(line), space)
        except BaseException as error: print(type(error).__name__, error)
    answer.write(json.dumps(said.getvalue()).encode() + b"\\n"); answer.flush()
"""


class Free:
    """A process that nothing restricts."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-c", SERVER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=tempfile.mkdtemp(),
        )
        self.pid = self.process.pid

    def run(self, source: str, _: float) -> str:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps(source).encode() + b"\n")
        self.process.stdin.flush()
        return str(json.loads(self.process.stdout.readline()))

    def __enter__(self) -> Free:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()


def arrives(word: Any, given: str, speaker: Any, hearer: Any) -> dict[str, Any]:
    """Whether a word gets from the one to the other, and what is told of it."""
    if word.cold:
        _cool()
    for one, other in ((speaker, hearer), (hearer, speaker)):
        one.run(f"{given}\nOTHER = {other.pid}", 20)
    before = str(hearer.run(dedent(word.listen), 20))
    told: list[str] = []
    saying = threading.Thread(target=lambda: told.append(str(speaker.run(dedent(word.say), 20))))
    saying.start()
    saying.join(0.5 if word.waits else None)
    after = str(hearer.run(dedent(word.hear), 20))
    saying.join()
    said = [before, *told, after]
    return {"heard": "HEARD" in after, "said": [text[-600:] for text in said]}


def _cool() -> None:
    path = os.path.join(os.path.dirname(os.__file__), "pydoc_data", "topics.py")
    with contextlib.suppress(OSError):  # not of this user
        os.utime(path, (1_000_000_000, os.stat(path).st_mtime))
    with open(path, "rb") as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def main(clone: str, refused: list[str], free: bool) -> None:
    """Try all words."""
    sys.path[:0] = [os.path.join(clone, "grader"), clone]
    from tests.attacks.counters import COUNTERS
    from tests.attacks.words import FILES, GIVEN
    from tests.guest.refusing import refuse

    refuse(refused)
    sys.path.remove(os.path.join(clone, "grader"))
    from grader.guest.outside.host import Zygote

    found: dict[str, Any] = {"free": {}, "guests": {}}
    for word in FILES + COUNTERS if free else ():
        if word.free:
            with Free() as speaker, Free() as hearer:
                found["free"][word.name] = arrives(word, GIVEN, speaker, hearer)
    with Zygote() as first, Zygote() as second:
        for word in FILES + COUNTERS:
            with first.guest() as one, second.guest() as other:
                found["guests"][word.name] = arrives(word, GIVEN, one, other)
                found["layers"] = [*first.layers, *one.layers]
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]), json.loads(sys.argv[3]))
