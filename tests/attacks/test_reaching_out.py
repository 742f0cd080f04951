"""Changing what is outside: files, processes, the network."""

from __future__ import annotations

from textwrap import dedent

from tests.attacks.arena import Arena, Attack, attacks

FILES = """
import ctypes, os, shutil, sqlite3, stat, sys
libc = ctypes.CDLL(None, use_errno=True)
files = [FACTS["gradebook"], FACTS["other"], FACTS["graded"], *FACTS["secrets"]]
folders = {os.path.dirname(path) for path in files} | {
    FACTS["course"], FACTS["clone"], FACTS["clone"] + "/descent", FACTS["clone"] + "/grader",
    FACTS["clone"] + "/source", FACTS["home"], FACTS["site"], "/", "/tmp", "/var/tmp", "/dev/shm",
    "/usr/local/lib", "/etc", "/run", os.path.dirname(os.getcwd())}
"""

CHANGES = {
    "opening to write": "for path in files: attempt(open, path, 'r+')",
    "appending": "for path in files: attempt(open, path, 'a')",
    "emptying": """
        for path in files:
            attempt(os.open, path, os.O_WRONLY | os.O_TRUNC)
            attempt(os.open, path, os.O_RDONLY | os.O_TRUNC)
            attempt(os.truncate, path, 0)
    """,
    "removing": "for path in files: attempt(os.unlink, path); attempt(shutil.rmtree, os.path.dirname(path))",
    "renaming": "for path in files: attempt(os.rename, path, path + '2'); attempt(os.replace, path, 'own')",
    "new files": """
        for folder in folders: attempt(open, os.path.join(folder, FACTS["token"]), "x")
    """,
    "new folders": """
        for folder in folders: attempt(os.mkdir, os.path.join(folder, FACTS["token"]))
    """,
    "links": """
        for folder in folders:
            attempt(os.symlink, "/", os.path.join(folder, FACTS["token"]))
        for path in files: attempt(os.link, path, "own"); attempt(os.link, path, path + FACTS["token"])
    """,
    "modes and times": """
        for path in files:
            for action, *rest in ((os.chmod, 0), (os.chown, 0, 0), (os.utime, (1, 1))):
                try: action(path, *rest)
                except OSError: pass
            attempt(os.setxattr, path, "user.x", b"x")
    """,
    "the gradebook": """
        def write():
            book = sqlite3.connect(FACTS["gradebook"])
            book.execute("update grade set manual_score = 12")
            book.commit()
        attempt(write)
    """,
    "the clone": """
        for name in ("release/04_loss_functions/04_loss_functions.ipynb", "course.toml", "descent/judging/verdict.py",
                     "descent/checks/04_loss_functions.zip", "grader/marking/marking.py"):
            attempt(open, FACTS["clone"] + "/" + name, "r+")
    """,
    "the packages": """
        import numpy
        for name in ("sitecustomize.py", "usercustomize.py", FACTS["token"] + ".pth"):
            attempt(open, os.path.join(FACTS["site"], name), "x")
        attempt(open, numpy.__file__, "r+")
        attempt(open, sys.executable, "r+b")
    """,
    "devices and pipes": """
        attempt(os.mkfifo, "pipe")
        attempt(os.mknod, "device", stat.S_IFCHR | 0o666, os.makedev(1, 1))
        for path in ("/dev/mem", "/dev/kmsg", "/dev/sda", "/dev/tty", "/dev/ptmx", "/dev/fuse"):
            attempt(os.open, path, os.O_RDWR)
    """,
}

PROCESSES = {
    "signals": """
        for pid in {FACTS["grader"], os.getppid(), 1, -1, -FACTS["grader"]} - {os.getpid()}:
            for number in (signal.SIGCONT, signal.SIGSTOP, signal.SIGTERM, signal.SIGKILL, 0):
                attempt(os.kill, pid, number)
        attempt(os.killpg, os.getpgid(os.getppid()) if False else FACTS["grader"], 9)
    """,
    "signals in other ways": """
        for pid in (FACTS["grader"], os.getppid()):
            attempt(os.pidfd_open, pid)
            for call in ((234, pid, pid, 9), (200, pid, 9), (129, pid, 9, bytes(128)), (297, pid, pid, 9, bytes(128)), (424, 3, 9, None, 0)):
                if libc.syscall(*call) >= 0: loot(call)
    """,
    "a signal to the owner of a file": """
        import fcntl
        ours = open(os.devnull)
        for command in (8, 10, 15):
            attempt(fcntl.fcntl, ours, command, FACTS["grader"])
    """,
    "tracing": """
        for pid in (FACTS["grader"], os.getppid(), 0):
            for request in (16, 0x4206, 0):
                if libc.ptrace(request, pid, None, None) == 0: loot(request)
    """,
    "limits and priorities": """
        import resource
        for pid in (FACTS["grader"], os.getppid()):
            attempt(resource.prlimit, pid, resource.RLIMIT_CPU, (1, 1))
            attempt(os.setpriority, os.PRIO_PROCESS, pid, 19)
            attempt(os.sched_setaffinity, pid, {0})
            attempt(os.sched_setscheduler, pid, os.SCHED_IDLE, os.sched_param(0))
        attempt(os.nice, -20)
        attempt(resource.setrlimit, resource.RLIMIT_AS, (-1, -1))
    """,
    "writing memory": """
        local = ctypes.create_string_buffer(8)
        for pid in (FACTS["grader"], os.getppid()):
            vector = (ctypes.c_void_p * 2)(ctypes.addressof(local), 8)
            there = (ctypes.c_void_p * 2)(id(None), 8)
            if libc.process_vm_writev(pid, vector, 1, there, 1, 0) > 0: loot(pid)
            attempt(os.open, f"/proc/{pid}/mem", os.O_RDWR)
    """,
    "forks": """
        import multiprocessing, pty
        def fork(how):
            child = how()
            pid = child if isinstance(child, int) else child[0]
            if pid == 0: os._exit(0)
            return pid
        for how in (os.fork, os.forkpty, pty.fork): attempt(fork, how)
        attempt(multiprocessing.Process(target=print).start)
        attempt(multiprocessing.Pool, 2)
    """,
    "programs": """
        import subprocess
        for action in (lambda: subprocess.run(["/bin/true"]), lambda: os.posix_spawn("/bin/true", ["true"], {}),
                       lambda: 1 / (os.system("true") - 32512 and os.system("true") + 1),
                       lambda: os.popen("true").read(),
                       lambda: os.execv(sys.executable, [sys.executable, "-c", ""]),
                       lambda: subprocess.Popen("sleep 100", shell=True, start_new_session=True)):
            attempt(action)
    """,
    "calls of the kernel": """
        # fork, vfork, execve, memfd_create, execveat, unshare, setns, bpf, perf_event_open, io_uring_setup,
        # userfaultfd, keyctl, add_key, init_module, kexec_load, reboot, swapoff, sethostname, settimeofday,
        # acct, quotactl, fanotify_init, inotify_init, shmget, msgget, semget, mq_open, kcmp, pidfd_getfd
        for call in (57, 58, 59, 319, 322, 272, 308, 321, 298, 425, 323, 250, 248, 175, 246, 169, 168, 170,
                     164, 163, 179, 300, 253, 29, 68, 64, 240, 312, 438, 101, 155, 165, 166, 161, 135, 172):
            ctypes.set_errno(0)
            if libc.syscall(call, 0, 0, 0, 0, 0, 0) >= 0: loot(call)
    """,
    "numbers of another machine": """
        # Ends the guest: the numbers of x32 kill.
        libc.syscall(0x40000000 + 57)
    """,
}

NETWORK = {
    "TCP": """
        for address in (("127.0.0.1", FACTS["port"]), ("::1", FACTS["port"]), ("8.8.8.8", 53)):
            attempt(socket.create_connection, address, 0.5)
    """,
    "UDP": """
        def send():
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s: return s.sendto(b"x", ("127.0.0.1", 53))
        attempt(send)
    """,
    "names": "attempt(socket.getaddrinfo, 'example.org', 80)",
    "the web": """
        import urllib.request
        attempt(urllib.request.urlopen, f"http://127.0.0.1:{FACTS['port']}/", None, 0.5)
    """,
    "listening": """
        attempt(socket.create_server, ("127.0.0.1", 0))
        attempt(socket.create_server, "own", family=socket.AF_UNIX)
        attempt(lambda: socket.socket(socket.AF_UNIX).bind("\\0" + FACTS["token"]))
    """,
    "other families": """
        for family in (socket.AF_NETLINK, socket.AF_PACKET, socket.AF_VSOCK, socket.AF_ALG, socket.AF_INET6, socket.AF_UNIX):
            for kind in (socket.SOCK_RAW, socket.SOCK_DGRAM, socket.SOCK_STREAM, socket.SOCK_SEQPACKET):
                attempt(socket.socket, family, kind)
    """,
    "services of the machine": """
        for path in ("/var/run/docker.sock", "/run/dbus/system_bus_socket", "/run/systemd/private", "/dev/log"):
            attempt(lambda: socket.socket(socket.AF_UNIX).connect(path))
    """,
    "a descriptor sent": """
        attempt(lambda: socket.send_fds(socket.socketpair()[0], [b"x"], [0]))
        for fd in range(3, 20):
            attempt(lambda: socket.send_fds(socket.socket(fileno=os.dup(fd)), [b"x"], [0]))
    """,
}


def reaching(what: str, name: str, before: str, code: str, **more: object) -> Attack:
    return Attack(
        f"{what} {name}",
        f"Reaches out of its process by {what} {name}.",
        before + dedent(code) + "\nprint('tried', 'it all')",
        base="right",
        shows="" if more.get("status") == ("crashed",) else "tried it all",
        **more,  # type: ignore[arg-type]
    )


REACHING = (
    *(reaching("changing by", name, FILES, code) for name, code in CHANGES.items()),
    *(
        reaching(
            "acting by",
            name,
            "import ctypes, os, signal, sys\nlibc = ctypes.CDLL(None, use_errno=True)\n",
            code,
            status=("crashed",) if name.startswith("numbers") else ("graded",),
        )
        for name, code in PROCESSES.items()
    ),
    *(reaching("network by", name, "import socket\n", code) for name, code in NETWORK.items()),
    # Tried by the answer itself, while the grader waits for it.
    Attack(
        "reaching out when probed",
        "Stops the grader in the middle of a probe.",
        answers={
            "mse_loss": "import os, signal\ndef mse_loss(y_true, y_pred):\n"
            "    for pid in (FACTS['grader'], os.getppid(), -1):\n"
            "        try: os.kill(pid, signal.SIGKILL)\n"
            "        except OSError: pass\n"
            "        else: return 0\n"
            "    return float(np.mean((y_pred - y_true) ** 2))\n"
        },
        code="pass",
        base="right",
    ),
)
ATTACKS = REACHING


@attacks(*REACHING)
def test_nothing_outside_is_changed_or_reached(arena: Arena, attack: Attack) -> None:
    arena.hold(attack)
