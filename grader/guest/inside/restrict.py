"""What a guest takes on before it runs the first line of a student.

Whoever is inside may run any machine code that it likes: nothing here relies
on Python. Every layer holds for good, in every thread, and takes no orders from
inside. Layers that a machine refuses are left out, and the names of those taken
are returned, to be held against what was probed (`guest.levels`): a guest that
has fewer is not to be used. Anything unexpected raises, and then the guest must
end at once (`os._exit`).

The zygote imports all that it will ever need of our own, then calls
`enter_zygote`; from there on the clone is out of sight. It has one thread.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import tempfile

from ..both import kernel
from ..both.policy import Limits, Policy, default_readable
from . import landlock, limits, namespaces, seccomp, users

__all__ = ["Limits", "Policy", "default_readable", "enter_zygote", "restrict"]


def enter_zygote(readable: tuple[str, ...] | None = None) -> list[str]:
    """Take on what one zygote needs once; returns the names of the layers.

    Readable is what its guests may read, at most: where the machine has
    namespaces, nothing else is there from now on, not even for the zygote.
    """
    if sys.platform != "linux":
        return []
    if readable is None:
        clone = os.path.abspath(os.path.join(__file__, *[os.pardir] * 4))
        readable = default_readable(os.path.join(clone, "descent"))
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    seccomp.warm_up()
    names = [*namespaces.enter(readable, limits.remember)]
    kernel.prctl(kernel.PR_SET_DUMPABLE, 0)  # so that no guest reads its memory
    return names


def restrict(policy: Policy) -> list[str]:
    """Take on all the rest in a guest that was just forked; names of the layers.

    The scratch folder must exist and be empty (with a view it is another one
    of the same name, on which `limits.scratch` holds). Afterwards it is the
    working folder, HOME and TMPDIR; 0, 1 and 2 are /dev/null unless kept.
    """
    os.umask(0o077)
    if os.name != "nt":
        with contextlib.suppress(PermissionError):  # is a leader already
            os.setsid()
    if sys.platform != "linux":
        _settle(policy)
        return []

    address_space = limits.address_space()
    names = []
    uid = users.choose(policy, own_scratch=not namespaces.here.entered)
    if namespaces.here.entered:
        namespaces.split(policy.scratch, policy.limits.scratch, uid)
    elif uid is not None:
        os.chown(policy.scratch, uid, uid)
    kernel.close_all_but(policy.keep_fds)
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    kernel.drop_bounding_set()
    if uid is not None:
        users.become(uid)
        names.append("uid")
    kernel.drop_capabilities()
    _settle(policy)
    # After the change of user, which would undo both.
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
    # The first of a process namespace takes all others with it.
    if not namespaces.here.entered and limits.zygote.process not in (0, os.getppid()):
        raise ProcessLookupError("the zygote is gone")
    if landlock.restrict(policy.readable, policy.scratch):
        names.append("landlock")
    # Where the zygote has to watch what is stored (`guest.watch`) it looks into this process.
    # No guest does: with Landlock there is no /proc for them.
    watched = "landlock" in names and not namespaces.here.entered
    kernel.prctl(kernel.PR_SET_DUMPABLE, int(watched))
    own_user = uid not in (None, users.NOBODY)
    # Nobody counts what root has, in whatever namespace.
    counted = own_user or (namespaces.here.own_user and os.geteuid() != 0)
    # Without a view, threads are numbered through the whole machine, which others can tell.
    alone = counted and namespaces.here.entered
    limits.restrict(policy.limits, address_space, alone=alone)
    names.append("rlimits")
    threads = alone and policy.limits.threads > 0
    writing = namespaces.here.entered or "landlock" in names
    if seccomp.restrict(threads=threads, writing=writing, bounded=namespaces.here.entered):
        names.append("seccomp")
    return names


def _settle(policy: Policy) -> None:
    """Make the scratch folder the one place of which everything here knows."""
    os.chdir(policy.scratch)
    os.environ.update(HOME=policy.scratch, TMPDIR=policy.scratch, PWD=policy.scratch)
    tempfile.tempdir = None
