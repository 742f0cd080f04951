"""A scheduler and workers of Dask, as processes on loopback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

from tests.here import ROOT

SECONDS = 120.0


@dataclass
class Dask(AbstractContextManager["Dask"]):
    """A scheduler with the workers that are started; all of them end with it.

    Attributes:
        folder: Gets what they write.
        protocol: ``tcp`` or ``tls``.
        environment: What they find in theirs, besides what is in ours.
    """

    folder: Path
    protocol: str = "tcp"
    environment: Mapping[str, str] = field(default_factory=dict)
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def __enter__(self) -> Dask:
        self._start("scheduler", "--host", "127.0.0.1", "--port", "0", "--protocol", self.protocol)
        return self

    @property
    def address(self) -> str:
        """The address of the scheduler."""
        content = self._file.read_text() if self._file.exists() else ""
        deadline = time.monotonic() + SECONDS
        while not content and time.monotonic() < deadline:
            time.sleep(0.1)
            content = self._file.read_text() if self._file.exists() else ""
        address: str = json.loads(content)["address"]
        return address

    def worker(self, *arguments: str, code: Path = ROOT) -> subprocess.Popen[bytes]:
        """Start a worker, with the code that is in a folder."""
        options = arguments or ("--no-nanny",)
        return self._start("worker", self.address, "--nthreads", "1", *options, code=code)

    def end(self) -> None:
        """End all of them, the scheduler at last."""
        for process in reversed(self.processes):
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:  # a worker of Dask may hang when it is to close
                process.kill()
                process.wait()

    def __exit__(self, *_: object) -> None:
        self.end()

    @property
    def _file(self) -> Path:
        return self.folder / "scheduler.json"

    def _start(self, what: str, *arguments: str, code: Path = ROOT) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "dask", what, *arguments, "--no-dashboard"]
        if what == "scheduler":
            command += ["--scheduler-file", str(self._file)]
        else:
            command += ["--local-directory", str(self.folder)]
        environment = os.environ | {"PYTHONPATH": str(code)} | self.environment
        with open(self.folder / "log", "ab") as log:
            process = subprocess.Popen(
                command, cwd=self.folder, env=environment, stdout=log, stderr=log
            )
        self.processes.append(process)
        return process


def certificates(folder: Path) -> dict[str, str]:
    """Make an authority and a certificate; return where Dask finds them in its environment."""
    ca, ca_key, request, cert, key = (
        str(folder / name)
        for name in ("ca.pem", "ca-key.pem", "request.pem", "cert.pem", "key.pem")
    )
    for arguments in (
        ("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=a course", "-days", "2")
        + ("-keyout", ca_key, "-out", ca),
        ("req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=a worker", "-keyout", key)
        + ("-out", request),
        ("x509", "-req", "-in", request, "-CA", ca, "-CAkey", ca_key, "-CAcreateserial")
        + ("-days", "2", "-out", cert),
    ):
        subprocess.run(["openssl", *arguments], check=True, capture_output=True)
    prefix = "DASK_DISTRIBUTED__COMM__TLS__"
    roles = {
        f"{prefix}{role}__{what}": path
        for role in ("SCHEDULER", "WORKER", "CLIENT")
        for what, path in (("CERT", cert), ("KEY", key))
    }
    return {f"{prefix}CA_FILE": ca, **roles}
