"""`python -m tests.e2e.forks FD`: has imported everything, and forks whenever a command is asked for.

A command started by this costs a tenth of a whole new process and differs from one in nothing but that: it
runs `python -m PROGRAM ARGUMENTS` with its own folder, environment and streams, and is killed and ends alike.
"""

import atexit
import contextlib
import gc
import importlib
import io
import json
import os
import pkgutil
import runpy
import select
import signal
import socket
import sys
import threading
import time
import traceback
from typing import Any, NoReturn

MOST = 65_536
FILES = 4
"""stdin, stdout, stderr, and the pipe on which pid and exit code are told, one line each."""


def preload() -> None:
    """All that a command may import but what is run: `bot.__main__` and the killers."""
    for package in ("bot", "adapters", "storage"):
        root = importlib.import_module(package)
        for module in pkgutil.walk_packages(root.__path__, f"{package}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)


def serve(control: socket.socket) -> dict[str, Any]:
    """Gives the request in each child. The server itself ends here, with its children, once nobody asks."""
    told: dict[int, tuple[int, int]] = {}
    while True:
        ready, _, _ = select.select([control.fileno(), *told], [], [])
        for ended in [file for file in ready if file in told]:
            tell_end(ended, *told.pop(ended))
        if control.fileno() not in ready:
            continue
        message, files, _, _ = socket.recv_fds(control, MOST, FILES)
        if not message:
            for _, pid in told.values():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            sys.exit(0)
        pid = os.fork()
        if pid == 0:
            for number in range(3):
                os.dup2(files[number], number)
            return dict(json.loads(message))
        told[os.pidfd_open(pid)] = files[3], pid
        os.write(files[3], f"{pid}\n".encode())
        for file in files[:3]:
            os.close(file)


def tell_end(pidfd: int, status: int, pid: int) -> None:
    _, how = os.waitpid(pid, 0)
    with contextlib.suppress(BrokenPipeError):
        os.write(status, f"{os.waitstatus_to_exitcode(how)}\n".encode())
    os.close(status)
    os.close(pidfd)


def become(request: dict[str, Any]) -> NoReturn:
    """Runs the program as `python -m` would, and ends as Python does but for what only frees memory."""
    os.closerange(3, 512)
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["env"])
    time.tzset()
    sys.stdin = io.TextIOWrapper(io.FileIO(0, closefd=False), encoding="utf-8")
    sys.stdout = io.TextIOWrapper(io.BufferedWriter(io.FileIO(1, "w", closefd=False)), encoding="utf-8")
    sys.stderr = io.TextIOWrapper(
        io.BufferedWriter(io.FileIO(2, "w", closefd=False)),
        encoding="utf-8",
        errors="backslashreplace",
        line_buffering=True,
    )
    sys.argv = [request["program"], *request["arguments"]]
    code = 0
    try:
        runpy.run_module(request["program"], run_name="__main__", alter_sys=True)
    except SystemExit as ending:
        code = int(ending.code or 0)
    finally:
        if error := sys.exception():
            traceback.print_exception(error)
            code = 1
        threading._shutdown()  # type: ignore[attr-defined]
        atexit._run_exitfuncs()
        sys.stdout.flush()
        os._exit(code)


if __name__ == "__main__":
    preload()
    # Else each child would copy all that the collector looks at.
    gc.collect()
    gc.freeze()
    become(serve(socket.socket(fileno=int(sys.argv[1]))))
