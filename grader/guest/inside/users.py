"""A user of its own for a guest that was started by root."""

from __future__ import annotations

import os
import secrets

from ..both import kernel
from ..both.policy import Policy

# 0x70000000 to 0x7ffffffe: numbers that no distribution gives out (see systemd's list).
_UNUSED, _MANY = 0x70000000, 0x0FFFFFFF
NOBODY = 65534
_NEEDED = 1 << 0 | 1 << 5 | 1 << 6 | 1 << 7  # CAP_CHOWN, _KILL (to end it), _SETGID, _SETUID


def choose(policy: Policy, *, own_scratch: bool) -> int | None:
    """A number under which Python and the scratch folder stay usable, or None.

    None for a plain user, and where the trees are closed to others (a Python
    under a 0700 home, unless a view gives it other parents; a umask of 077).
    """
    if os.name == "nt" or os.geteuid() != 0 or ~kernel.capabilities() & _NEEDED:
        return None
    rights = {path: os.R_OK | os.X_OK for path in policy.readable if os.path.isdir(path)}
    if own_scratch:
        rights[os.path.dirname(policy.scratch)] = os.X_OK
    for uid in (_UNUSED + secrets.randbelow(_MANY), NOBODY):
        try:
            os.seteuid(uid)
        except OSError:  # a container that maps fewer users
            continue
        try:
            fit = all(os.access(path, how, effective_ids=True) for path, how in rights.items())
        finally:
            os.seteuid(0)
        return uid if fit else None
    return None


def become(uid: int) -> None:
    """Be that user and nobody else, for good."""
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)
