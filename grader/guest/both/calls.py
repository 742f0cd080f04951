"""The system calls that a guest may make: name, number on x86-64, elsewhere.

`guest.seccomp` says why it is a list of what is allowed. The second number is
the generic one, of arm64. A dash: the machine does not have the call.
"""

from __future__ import annotations

from functools import cache
from typing import Final

FILES: Final = """
read:0:63 write:1:64 readv:19:65 writev:20:66 pread64:17:67 pwrite64:18:68 preadv:295:69
pwritev:296:70 close:3:57 close_range:436:436 dup:32:23 dup2:33:- dup3:292:24 fsync:74:82
fdatasync:75:83 ftruncate:77:46 sendfile:40:71 copy_file_range:326:285 stat:4:- lstat:6:-
fstat:5:80 newfstatat:262:79 statx:332:291 access:21:- faccessat:269:48 faccessat2:439:439
readlink:89:- readlinkat:267:78 getdents:78:- getdents64:217:61 getcwd:79:17 chdir:80:49
fchdir:81:50 umask:95:166
"""

# Landlock decides where; without Landlock and without a view nobody would.
FOLDERS: Final = """
mkdir:83:- mkdirat:258:34 rmdir:84:- unlink:87:- unlinkat:263:35 rename:82:- renameat:264:38
renameat2:316:276
"""

MEMORY: Final = """
munmap:11:215 mremap:25:216 mprotect:10:226 brk:12:214 msync:26:227
"""

THREADS: Final = """
set_robust_list:273:99 set_tid_address:218:96 rseq:334:293 sched_yield:24:124 gettid:186:178
exit:60:93 exit_group:231:94 restart_syscall:219:128 wait4:61:260 waitid:247:95
"""

SIGNALS: Final = """
rt_sigaction:13:134 rt_sigprocmask:14:135 rt_sigreturn:15:139 rt_sigpending:127:136
rt_sigsuspend:130:133 rt_sigtimedwait:128:137 sigaltstack:131:132 alarm:37:- setitimer:38:103
getitimer:36:102 pause:34:-
"""

CLOCKS: Final = """
nanosleep:35:101 gettimeofday:96:169 time:201:- times:100:153
"""

# Reading and writing where a descriptor is at hand; an event loop needs the rest.
CHANNELS: Final = """
poll:7:- ppoll:271:73 select:23:- pselect6:270:72 epoll_create:213:-
epoll_create1:291:20 epoll_ctl:233:21 epoll_wait:232:- epoll_pwait:281:22 epoll_pwait2:441:441
eventfd2:290:19 shutdown:48:210 getsockname:51:204 getpeername:52:205
"""

ABOUT_ITSELF: Final = """
getpid:39:172 getppid:110:173 getuid:102:174 geteuid:107:175 getgid:104:176 getegid:108:177
getresuid:118:148 getresgid:120:150 getgroups:115:158 getpgrp:111:- getrandom:318:278 uname:63:160
getcpu:309:168 getrlimit:97:163
"""

# Allowed with certain arguments only.
CHECKED: Final = """
open:2:- openat:257:56 lseek:8:62 preadv2:327:286 pwritev2:328:287 fallocate:285:47 fcntl:72:25
ioctl:16:29 mmap:9:222 madvise:28:233 futex:202:98 clone:56:220 prctl:157:167 prlimit64:302:261
kill:62:129 tgkill:234:131 sched_getaffinity:204:123 getpgid:121:155 getsid:124:156
clock_gettime:228:113 clock_getres:229:114 clock_nanosleep:230:115
sendto:44:206 recvfrom:45:207 getsockopt:55:209
"""

# Answered as done, and not done: `shutil.copy` and IPython's start change modes; advice on how
# a file will be read need not be taken. As a list of extended attributes, 0 means none.
PRETENDED: Final = """
chmod:90:- fchmod:91:52 fchmodat:268:53 fchmodat2:452:452 listxattr:194:11 llistxattr:195:12
flistxattr:196:13 fadvise64:221:223
"""

# Not of the guest: what the restrictions themselves need a number for.
PIVOT_ROOT: Final = "pivot_root:155:41"


@cache
def numbers(table: str, machine: str) -> dict[str, int]:
    """Names and numbers of a table, without what the machine does not have."""
    column = {"x86_64": 1, "aarch64": 2}[machine]
    rows = (entry.split(":") for entry in table.split())
    return {row[0]: int(row[column]) for row in rows if row[column] != "-"}
