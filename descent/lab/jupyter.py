"""JupyterLab, which runs in this process and ends when it is told to."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from descent.errors import DescentError

# Warnings only, so that what we print and the address stay in sight; and Ctrl-C is meant.
_OPTIONS = ("--log-level=WARN", "--LabApp.log_level=WARN", "--ServerApp.answer_yes=True")

# Folders of Jupyter's own files. With everyone's, nobody is asked whether to fetch news; with
# students', nbgrader's pages for instructors, where they are installed, are out of the way.
_CONFIG = Path(__file__).with_name("config")


class AsRoot(DescentError):
    """JupyterLab does not run as root unless it is told so."""


def refuse_root(extra: Sequence[str]) -> None:
    """Say what to do where JupyterLab would refuse to start.

    Raises:
        AsRoot: We are root, and the options do not say that this is meant.
    """
    if hasattr(os, "geteuid") and os.geteuid() == 0 and "--allow-root" not in extra:
        raise AsRoot(
            "JupyterLab does not run as root; if you mean it to, as in a container of your "
            "own, put -- --allow-root at the end of the command"
        )


def run(root: Path, start: str, extra: Sequence[str], inside: bool = False) -> int:
    """Run JupyterLab until it ends, or until we are interrupted, and return an exit status.

    It ends its kernels before it ends.

    Args:
        root: The folder that it shows.
        start: What it opens, as the path of an address.
        extra: Further options.
        inside: Whether it is an instructor's: then it is started in that folder, whose modules it
            may import, and has nbgrader's pages.
    """
    root = root.resolve()
    ours = [str(_CONFIG / name) for name in (("everyone",) if inside else ("student", "everyone"))]
    paths = filter(None, (os.environ.get("JUPYTER_CONFIG_PATH"), *ours))
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(paths)
    if inside:
        os.chdir(root)
        sys.path.insert(0, str(root))
    # A window that is closed interrupts it too, and so does what comes while it starts.
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.default_int_handler)
    try:
        from jupyterlab.labapp import main  # which takes seconds

        main([f"--ServerApp.root_dir={root}", f"--LabApp.default_url={start}", *_OPTIONS, *extra])
    except KeyboardInterrupt:
        pass
    return 0
