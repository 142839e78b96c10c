"""Fork server: imports `python -m bot run` once, then forks each bot.

A child is a process of its own, with the environment of its order, and is killed by its pid like any other. It is the
only file of the harness that imports the bot, and the only one whose processes see a clock that jumps. Orders are
JSON lines on standard input (`{"env", "log", "clock"}`), answers on standard output (`{"started": pid}`, `{"ended":
pid, "status": n}`).
"""

import _sqlite3
import ctypes
import gc
import json
import mmap
import os
import select
import signal
import struct
import time
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import bot.app.runtime
import bot.clock
import bot.messengers.bale
import bot.messengers.telegram
from bot.cli.main import app

LOOK_EVERY = 0.02  # seconds between looks for children that ended
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG
JULIAN_1970_MS = 210_866_760_000_000  # what SQLite's clock says at the beginning of 1970


class SkewedClock:
    """Wall clock of this process, moved by seconds that stand in a file and may change at any moment.

    Moved are `time.time`, the injected clock and SQLite's «now»; monotonic time (timers, leases held in memory) stays
    as it is, as it does when a machine's clock is set.
    """

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._seconds = mmap.mmap(file.fileno(), 8, access=mmap.ACCESS_READ)
        self._time_ns = time.time_ns
        self._keep: list[Any] = []

    def skew_ns(self) -> int:
        seconds: float = struct.unpack_from("d", self._seconds)[0]
        return int(seconds * 1e9)

    def now_ns(self) -> int:
        return self._time_ns() + self.skew_ns()

    def install(self) -> None:
        time.time_ns = self.now_ns
        time.time = lambda: self.now_ns() / 1e9
        clock: Any = bot.clock.SystemClock
        clock.now = lambda _: datetime.fromtimestamp(0, UTC) + timedelta(microseconds=self.now_ns() // 1000)
        self._move_sqlite()

    def _move_sqlite(self) -> None:
        """Replace SQLite's clock: the 16th pointer behind the numbers that begin a `sqlite3_vfs`."""
        library = ctypes.CDLL(_sqlite3.__file__)
        library.sqlite3_vfs_find.restype = ctypes.c_void_p
        first = ctypes.cast(library.sqlite3_vfs_find(None), ctypes.POINTER(_Vfs)).contents

        def now(_: int, into: Any) -> int:
            into[0] = JULIAN_1970_MS + self.now_ns() // 1_000_000
            return 0

        moved = _CurrentTime(now)
        self._keep.append(moved)
        first.current_time = moved


_CurrentTime = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.POINTER(ctypes.c_int64))


class _Vfs(ctypes.Structure):
    _fields_ = (
        ("version", ctypes.c_int),
        ("file_bytes", ctypes.c_int),
        ("longest_path", ctypes.c_int),
        ("pointers", ctypes.c_void_p * 15),
        ("current_time", _CurrentTime),
    )


def serve() -> None:
    """Serve orders until standard input ends."""
    gc.freeze()
    children: set[int] = set()
    waiting = b""
    while True:
        ready, _, _ = select.select([0], [], [], LOOK_EVERY)
        if ready:
            said = os.read(0, 65536)
            if not said:
                return
            *orders, waiting = (waiting + said).split(b"\n")
            for order in orders:
                children.add(pid := _fork(json.loads(order)))
                _say(started=pid)
        for pid, status in _ended(children):
            children.discard(pid)
            _say(ended=pid, status=status)


def _ended(children: set[int]) -> Iterator[tuple[int, int]]:
    for pid in tuple(children):
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            yield pid, os.waitstatus_to_exitcode(status)


def _fork(order: dict[str, Any]) -> int:
    pid = os.fork()
    if pid:
        return pid
    try:
        _become(order)
        app(["run"])
    except SystemExit as end:
        os._exit(end.code if isinstance(end.code, int) else 0)
    except BaseException:  # noqa: BLE001 - whatever ends the bot ends this process, said in its log
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _become(order: dict[str, Any]) -> None:
    ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
    log = os.open(order["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.environ.update(order["env"])
    if order["clock"]:
        SkewedClock(Path(order["clock"])).install()


def _say(**what: int) -> None:
    os.write(1, json.dumps(what).encode() + b"\n")


if __name__ == "__main__":
    serve()
