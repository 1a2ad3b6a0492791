"""Close the process: after ``seal`` it can compute, read what it holds and write to its standard output, no more.

Each wall stands alone, so that a machine that lacks one still has the others:

``limits``   rlimits: memory, processor time, size of files, no new descriptor (so no file and no socket), no new process
``nobody``   started as root, it gives that up
``network``  a network namespace of its own, with nothing in it
``calls``    a seccomp filter: no process, no program, no socket, no file, whatever runs here
``audit``    Python itself refuses files, sockets, processes and foreign code
"""

import ctypes
import os
import platform
import resource
import signal
import sys
from typing import Any

#: Bytes of address space, of which the interpreter and its libraries take some 60 million.
MEMORY = 512 * 1024 * 1024
#: Seconds of processor time. The wall clock is the parent's.
CPU_SECONDS = 10

_CLONE_NEWUSER = 0x1000_0000
_CLONE_NEWNET = 0x4000_0000
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 4, 22, 38
_NOBODY = 65534

#: Machine -> (its name in the kernel's audit, numbers of the calls that are refused).
_CALLS = {
    "x86_64": (
        0xC000_003E,
        (
            *(2, 85, 257, 437),  # open creat openat openat2
            *(41, 42, 49, 44, 46, 53),  # socket connect bind sendto sendmsg socketpair
            *(56, 57, 58, 435, 59, 322),  # clone fork vfork clone3 execve execveat
            *(62, 200, 234, 101, 310, 311),  # kill tkill tgkill ptrace process_vm_readv process_vm_writev
            *(425, 165, 272, 308, 321),  # io_uring_setup mount unshare setns bpf
            *(82, 264, 316, 83, 258, 84, 87, 263, 86, 265),  # rename* mkdir* rmdir unlink* link*
            *(88, 266, 90, 268, 92, 260, 76),  # symlink* chmod* chown* truncate
        ),
    ),
    "aarch64": (
        0xC000_00B7,
        (
            *(56, 437),  # openat openat2
            *(198, 203, 200, 206, 211, 199),  # socket connect bind sendto sendmsg socketpair
            *(220, 435, 221, 281),  # clone clone3 execve execveat
            *(129, 130, 131, 117, 270, 271),  # kill tkill tgkill ptrace process_vm_readv process_vm_writev
            *(425, 40, 97, 268, 280),  # io_uring_setup mount unshare setns bpf
            *(38, 276, 33, 34, 35, 37, 36, 53, 54, 45),  # rename* mknod mkdir unlink link symlink chmod chown truncate
        ),
    ),
}
#: Audit events, or their beginnings.
_REFUSED = (
    "open", "socket.", "subprocess.", "ctypes.", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.system", "os.kill",
    "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.chmod", "os.chown", "os.truncate",
    "os.listdir", "os.scandir", "os.putenv", "pty.", "shutil.", "tempfile.", "urllib.", "http.", "ftplib.", "smtplib.",
    "exec", "compile", "marshal.load", "pickle.", "sys._current_frames", "gc.get_", "sys.settrace", "sys.setprofile",
)  # fmt: skip


def seal(*, memory: int = MEMORY, cpu_seconds: int = CPU_SECONDS) -> list[str]:
    """Close every wall this machine has; their names. Everything that will be needed is imported before."""
    libc = ctypes.CDLL(None)
    libc.prctl.argtypes = [ctypes.c_int, *[ctypes.c_ulong] * 4]
    walls = ["network"] if _leave_the_network(libc) else []
    walls += ["nobody"] if _give_up_root() else []
    _set_limits(memory, cpu_seconds)
    walls.append("limits")
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    # Whoever asked is gone: nobody waits for the answer.
    libc.prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    walls += ["calls"] if _filter_calls(libc) else []
    sys.addaudithook(_refuse)
    return [*walls, "audit"]


def _leave_the_network(libc: ctypes.CDLL) -> bool:
    # Root needs no user namespace for it; others do, where the machine lets them.
    return any(libc.unshare(flags) == 0 for flags in (_CLONE_NEWNET, _CLONE_NEWUSER | _CLONE_NEWNET))


def _give_up_root() -> bool:
    if os.geteuid() != 0:
        return False
    try:
        os.setgroups([])
        os.setresgid(_NOBODY, _NOBODY, _NOBODY)
        os.setresuid(_NOBODY, _NOBODY, _NOBODY)
    except OSError:
        return False
    return True


def _set_limits(memory: int, cpu_seconds: int) -> None:
    # A second more to the hard limit: the soft one ends the process with a signal that says why.
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    for what, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 3),
        (resource.RLIMIT_NPROC, 0),
    ):
        resource.setrlimit(what, (most, most))


class _Instruction(ctypes.Structure):
    _fields_ = [("code", ctypes.c_ushort), ("jt", ctypes.c_ubyte), ("jf", ctypes.c_ubyte), ("k", ctypes.c_uint)]


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.POINTER(_Instruction))]


def _filter_calls(libc: ctypes.CDLL) -> bool:
    """A classic BPF program over (number, architecture) of each call: what is refused answers EPERM."""
    if platform.machine() not in _CALLS:
        return False
    architecture, refused = _CALLS[platform.machine()]
    load, equal, at_least, answer = 0x20, 0x15, 0x35, 0x06
    last = len(refused) + 5
    steps = [
        (load, 0, 0, 4),  # the architecture: another one numbers its calls otherwise
        (equal, 0, last - 2, architecture),
        (load, 0, 0, 0),  # the number of the call
        (at_least, last - 4, 0, 0x4000_0000),  # x32, a second numbering on the same machine
        *((equal, last - 1 - at, 0, number) for at, number in enumerate(refused, 4)),
        (answer, 0, 0, 0x7FFF_0000),  # granted
        (answer, 0, 0, 0x0005_0000 | 1),  # refused; a jump counts from the step after its own
    ]
    program = (_Instruction * len(steps))(*(_Instruction(*step) for step in steps))
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    wrapped = _Program(len(steps), ctypes.cast(program, ctypes.POINTER(_Instruction)))
    return bool(libc.prctl(_PR_SET_SECCOMP, 2, ctypes.addressof(wrapped), 0, 0) == 0)


def _refuse(event: str, _arguments: Any) -> None:
    if event.startswith(_REFUSED):
        raise PermissionError(event)
