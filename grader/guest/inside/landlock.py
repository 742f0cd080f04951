"""Landlock: the kernel opens for this process only the trees that are named.

Everything that Landlock can forbid is forbidden, then reading is allowed in
the readable trees, and reading and writing plain files in one scratch folder.
Nothing may be executed, and where the kernel knows how (Linux 6.12) no signal
and no abstract socket leaves the process. What Landlock does not see (``stat``,
``chmod``, ``utime``, links, extended attributes) is the business of
`guest.seccomp`, and of the view of the files in `guest.namespaces`.
"""

from __future__ import annotations

import errno
import os
import stat
import struct

from ..both import kernel

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
PATH_BENEATH = 1

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR, REMOVE_DIR, REMOVE_FILE = (1 << n for n in range(6))
MAKE_DIR, MAKE_FILE = 1 << 7, 1 << 8
REFER, TRUNCATE, IOCTL_DEVICE = 1 << 13, 1 << 14, 1 << 15

READ = READ_FILE | READ_DIR
# Without links, sockets, pipes and devices, which could trap whoever cleans up.
SCRATCH = READ | WRITE_FILE | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_FILE | REFER | TRUNCATE
ON_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEVICE


def version() -> int:
    """Which Landlock this kernel has, 0 for none."""
    try:
        return kernel.syscall(CREATE_RULESET, None, 0, 1)
    except OSError:
        return 0


def restrict(readable: tuple[str, ...], scratch: str) -> bool:
    """Take the restriction on; False where the kernel has no Landlock."""
    abi = version()
    if abi < 1:
        return False
    files = (1 << 13) - 1
    for since, right in ((2, REFER), (3, TRUNCATE), (5, IOCTL_DEVICE)):
        files |= right if abi >= since else 0
    network = 0b11 if abi >= 4 else 0
    scopes = 0b11 if abi >= 6 else 0
    try:
        attributes = struct.pack("=QQQ", files, network, scopes)
        rules = kernel.syscall(CREATE_RULESET, attributes, len(attributes), 0)
    except OSError as error:
        if error.errno in (errno.ENOSYS, errno.EOPNOTSUPP):
            return False
        raise
    try:
        for path in readable:
            _allow(rules, path, READ & files)
        _allow(rules, os.devnull, (READ | WRITE_FILE | TRUNCATE) & files)
        _allow(rules, scratch, SCRATCH & files)
        kernel.syscall(RESTRICT_SELF, rules, 0)
    finally:
        os.close(rules)
    return True


def _allow(rules: int, path: str, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return  # what is not there needs no permission
    try:
        if not stat.S_ISDIR(os.fstat(place).st_mode):
            rights &= ON_FILES
        rule = struct.pack("=Qi", rights, place)
        kernel.syscall(ADD_RULE, rules, PATH_BENEATH, rule, 0)
    finally:
        os.close(place)
