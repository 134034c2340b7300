"""What the child shuts behind itself before it looks at foreign bytes.

Four barriers, from the kernel up. None needs privileges; which of them hold depends on the machine and is reported:

- limits (setrlimit): processor time, memory, open files, no bytes written to any file, no core dump. Always there.
- network (unshare): a network name space of its own, with no interface in it. Needs Linux with user name spaces.
- files (Landlock): reads only below the interpreter, the libraries and this package, writes nowhere. Needs Linux 5.13.
- hook (PEP 578): the same rules for Python code alone. It stops an honest parser that follows a reference found in its
  input, also where the kernel barriers are missing; it does not hold code that took over the process.
"""

import ctypes
import os
import resource
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NoReturn

from tracker.sandbox.limits import Limits

_OPEN_FILES = 64

_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38
_SIGKILL = 9

# Landlock has no wrapper in the C library; its numbers are the same on every architecture (linux/landlock.h).
_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_LANDLOCK_VERSION, _LANDLOCK_PATH_BENEATH = 1, 1
_EXECUTE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 2, 1 << 3
_RIGHTS_BY_VERSION = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1}
"""Every file right that a version knows: what is handled and not allowed is refused."""

_SYSTEM = ("/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/fonts", "/dev/null", "/dev/urandom", "/proc/self")

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_REFUSED_EVENTS = (
    "socket.", "ftplib.", "urllib.", "http.", "smtplib.", "webbrowser.", "os.fork", "os.forkpty", "pty.", "os.exec",
    "os.system", "os.startfile", "os.kill", "os.killpg", "os.putenv", "os.remove", "os.rename", "os.rmdir", "os.mkdir",
    "os.link", "os.symlink", "os.truncate", "os.chmod", "os.chown", "os.utime", "shutil.", "tempfile.", "sqlite3.",
    "pickle.find_class", "code.__new__",
)  # fmt: skip
_STARTING_EVENTS = ("subprocess.Popen", "os.posix_spawn")


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


def raise_barriers(limits: Limits, code: Sequence[str], programs: Sequence[str]) -> dict[str, bool]:
    """Shut this process in, for good, and say which barriers hold.

    `code` are folders of modules that may still be imported, `programs` what the parser may start.
    """
    readable = [*_SYSTEM, sys.base_prefix, *code, *(str(Path(p).parent) for p in programs)]
    held = {"network": _leave_network(), "files": _forbid_files(readable, sys.path)}
    _set_limits(limits, may_start=bool(programs))
    sys.addaudithook(_Hook(readable, sys.path, programs))
    return held | {"limits": True, "hook": True}


def _set_limits(limits: Limits, *, may_start: bool) -> None:
    ceilings = {
        resource.RLIMIT_CPU: (limits.cpu_seconds, limits.cpu_seconds + 1),
        resource.RLIMIT_AS: (limits.memory, limits.memory),
        resource.RLIMIT_FSIZE: (0, 0),
        resource.RLIMIT_CORE: (0, 0),
        resource.RLIMIT_NOFILE: (_OPEN_FILES, _OPEN_FILES),
    }
    if not may_start:
        ceilings[resource.RLIMIT_NPROC] = (0, 0)
    for what, (soft, hard) in ceilings.items():
        ceiling = resource.getrlimit(what)[1]
        resource.setrlimit(
            what, (soft, hard) if ceiling == resource.RLIM_INFINITY else (min(soft, ceiling), min(hard, ceiling))
        )


def _leave_network() -> bool:
    """Move to a name space with no network; the parent's death ends the child as well."""
    try:
        libc = ctypes.CDLL(None)
        libc.prctl(_PR_SET_PDEATHSIG, _SIGKILL)
        return any(libc.unshare(space) == 0 for space in (_CLONE_NEWUSER | _CLONE_NEWNET, _CLONE_NEWNET))
    except (OSError, AttributeError):  # no Linux
        return False


def _forbid_files(readable: Iterable[str], listable: Iterable[str]) -> bool:
    try:
        libc = ctypes.CDLL(None)
        version = libc.syscall(_LANDLOCK_CREATE, None, ctypes.c_size_t(0), _LANDLOCK_VERSION)
    except (OSError, AttributeError):  # no Linux
        return False
    if version < 1:
        return False
    rights = _RIGHTS_BY_VERSION[min(version, 3)]
    rules = _Ruleset(files=rights)
    # The first version of the structure ends after the file rights.
    ruleset = libc.syscall(_LANDLOCK_CREATE, ctypes.byref(rules), ctypes.c_size_t(8), 0)
    if ruleset < 0:
        return False
    for path in listable:
        _allow(libc, ruleset, path, _READ_DIR)
    for path in readable:
        _allow(libc, ruleset, path, _EXECUTE | _READ_FILE | (_READ_DIR if Path(path).is_dir() else 0))
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    held = bool(libc.syscall(_LANDLOCK_RESTRICT, ruleset, 0) == 0)
    os.close(ruleset)
    return held


def _allow(libc: ctypes.CDLL, ruleset: int, path: str, rights: int) -> None:
    try:
        folder = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:  # not there: nothing to allow
        return
    rule = _PathBeneath(allowed=rights, parent=folder)
    libc.syscall(_LANDLOCK_ADD, ruleset, _LANDLOCK_PATH_BENEATH, ctypes.byref(rule), 0)
    os.close(folder)


class ForbiddenError(PermissionError):
    """The parser tried what no parser needs."""


class _Hook:
    """Python's own guard: called before everything that leaves the process."""

    def __init__(self, readable: Sequence[str], listable: Sequence[str], programs: Sequence[str]) -> None:
        self._roots = {real for path in readable for real in (_absolute(path), os.path.realpath(path))}
        self._folders = tuple(f"{root}/" for root in self._roots)
        self._listable, self._programs = tuple(listable), tuple(programs)

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if event == "open":
            self._check_open(arguments)
        elif event in _STARTING_EVENTS:
            if str(arguments[0]) not in self._programs:
                _refuse(event, arguments[0])
        elif event == "os.listdir":
            path = os.fspath(arguments[0]) if isinstance(arguments[0], str | os.PathLike) else ""
            if path not in self._listable and not self._inside(str(path)):
                _refuse(event, path)
        elif event.startswith(_REFUSED_EVENTS):
            _refuse(event, arguments[:1])

    def _check_open(self, arguments: tuple[object, ...]) -> None:
        path, mode, flags = (*arguments, None, None)[:3]
        if isinstance(path, int):  # a pipe that is open already
            return
        name = os.fsdecode(path) if isinstance(path, str | bytes | os.PathLike) else ""
        writes = (isinstance(flags, int) and flags & _WRITING) or (isinstance(mode, str) and set(mode) & set("wax+"))
        if (writes and name != os.devnull) or not self._inside(name):
            _refuse("open", name)

    def _inside(self, name: str) -> bool:
        path = _absolute(name)
        return path in self._roots or (
            path.startswith(self._folders) and os.path.realpath(path).startswith(self._folders)
        )


def _absolute(path: str) -> str:
    return os.path.abspath(path)  # noqa: PTH100  # links are followed in a second look, and only where they may lead


def _refuse(event: str, what: object) -> NoReturn:
    raise ForbiddenError(f"{event}: {what!r}")
