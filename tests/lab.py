"""``descent lab`` as a process of its own, and the JupyterLab in it."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

# JupyterLab has two busy cores to share, at worst with everything else.
START_SECONDS = 120
TOKEN = "letmein"


class Running:
    """A ``descent lab`` that runs, and the JupyterLab in it."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process, self.port = process, port

    def get(self, path: str, data: object = None) -> Any:
        address = f"http://127.0.0.1:{self.port}{path}"
        request = urllib.request.Request(
            address,
            data=None if data is None else json.dumps(data).encode(),
            headers={"Authorization": f"token {TOKEN}"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.read().decode()

    def wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                self.get("/api/status")
            except (urllib.error.URLError, ConnectionError):
                assert self.process.poll() is None, "JupyterLab ended by itself"
                assert time.monotonic() < deadline, "JupyterLab does not answer"
                time.sleep(0.2)
            else:
                return

    def all_processes(self) -> list[psutil.Process]:
        own = psutil.Process(self.process.pid)
        return [own, *own.children(recursive=True)]

    def page_config(self) -> dict[str, Any]:
        page = self.get("/lab")
        text = page.split('id="jupyter-config-data"')[1].split(">", 1)[1].split("</script>")[0]
        config: dict[str, Any] = json.loads(text)
        return config


@contextmanager
def running(
    arguments: Sequence[str],
    cwd: Path,
    home: Path,
    terminal: int | None = None,
    options: Sequence[str] = (),
) -> Iterator[Running]:
    """Run ``descent lab`` as from an environment that is not activated."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    told = ("--allow-root", "--no-browser", f"--port={port}", f"--IdentityProvider.token={TOKEN}")
    process = subprocess.Popen(
        [sys.executable, "-m", "descent.command", "lab", *arguments, "--", *told, *options],
        cwd=cwd,
        env={"PATH": "/usr/bin:/bin", "HOME": str(home), "OMP_NUM_THREADS": "1"},
        stdin=subprocess.DEVNULL if terminal is None else terminal,
        stdout=subprocess.DEVNULL if terminal is None else terminal,
        stderr=subprocess.DEVNULL if terminal is None else terminal,
        start_new_session=True,
        preexec_fn=None if terminal is None else take_terminal,  # noqa: PLW1509 (no threads here)
    )
    started = Running(process, port)
    everyone: list[psutil.Process] = []
    try:
        yield started
    finally:
        if process.poll() is None:
            everyone = started.all_processes()
        for one in everyone:
            if one.is_running():
                one.kill()
        process.wait()


def take_terminal() -> None:
    """Make standard input the terminal from which this process takes its Ctrl-C."""
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
