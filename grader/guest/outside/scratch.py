"""The scratch folders of guests, from the trusted side: gone for good.

With a view (`guest.namespaces`) what a guest stores is gone with the guest:
these folders stay empty. Elsewhere a guest has really written into them,
whatever it liked: names of any bytes, folders without rights, ten thousand
deep. There are no links in them, no pipes, no devices.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil


def clear(folder: str) -> None:
    """Remove a folder and all in it, when its guest is gone.

    `shutil.rmtree` recurses, and fails at a folder too deep or without rights.
    Here every folder is first moved to the top: nothing is ever deep.
    """
    if os.name == "nt":
        shutil.rmtree(folder, ignore_errors=True)
        return
    with contextlib.suppress(OSError):
        top = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            _clear(top)
        finally:
            os.close(top)
        os.rmdir(folder)


def _clear(top: int) -> None:
    waiting = ["."]
    while waiting:
        name = waiting.pop()
        here = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=top)
        try:
            for entry in os.listdir(here):
                try:
                    os.unlink(entry, dir_fd=here)
                except OSError:  # a folder
                    random_name = secrets.token_hex(16)
                    os.chmod(entry, 0o700, dir_fd=here)
                    os.rename(entry, random_name, src_dir_fd=here, dst_dir_fd=top)
                    waiting.append(random_name)
        finally:
            os.close(here)
        if name != ".":
            os.rmdir(name, dir_fd=top)
