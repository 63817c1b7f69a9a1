"""Commands as processes: forked where that will do, whole new ones where starting itself is looked at."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Finished:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


async def start(
    folder: Path, program: str, arguments: Sequence[str], env: Mapping[str, str], *, new: bool = False
) -> Process:
    """`python -m PROGRAM ARGUMENTS`, its output in pipes. `new`: never forked."""
    if new or not hasattr(os, "pidfd_open"):
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", program, *arguments),
            cwd=folder,
            env=env,
            stdin=DEVNULL,
            stdout=PIPE,
            stderr=PIPE,
        )
    return await Forked.start(
        {"folder": str(folder), "program": program, "arguments": list(arguments), "env": dict(env)}
    )


async def finish(process: Process) -> Finished:
    out, err = await process.communicate()
    return Finished(process.returncode or 0, out.decode(), err.decode())


@cache
def server() -> tuple[socket.socket, subprocess.Popen[bytes]]:
    """Where to ask for forks, one for as long as the tests run; it ends when our end of the socket closes."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.e2e.forks", str(theirs.fileno())],
        pass_fds=[theirs.fileno()],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
    )
    theirs.close()
    return ours, process


class Forked(Process):
    """A forked command, to be handled like any other process."""

    def __init__(self, pid: int, out: "Pipe", err: "Pipe", status: "Pipe") -> None:
        self.pid = pid
        self.stdin, self.stdout, self.stderr = None, out.reader, err.reader
        self._code: int | None = None
        self._end = asyncio.create_task(self._follow(status, out, err))

    @classmethod
    async def start(cls, request: Mapping[str, Any]) -> "Forked":
        pipes = [os.pipe() for _ in range(3)]
        theirs = [os.open(os.devnull, os.O_RDONLY), *(write for _, write in pipes)]
        socket.send_fds(server()[0], [json.dumps(request).encode()], theirs)
        for file in theirs:
            os.close(file)
        out, err, status = [await Pipe.at(read) for read, _ in pipes]
        return cls(int(await status.reader.readline()), out, err, status)

    async def _follow(self, status: "Pipe", *outputs: "Pipe") -> int:
        self._code = int(await status.reader.readline())
        for pipe in (status, *outputs):
            await pipe.closed.wait()
        return self._code

    @property
    def returncode(self) -> int | None:
        return self._code

    async def wait(self) -> int:
        return await asyncio.shield(self._end)

    async def communicate(self, _input: object = None) -> tuple[bytes, bytes]:
        assert self.stdout is not None
        assert self.stderr is not None
        await self.wait()
        return await self.stdout.read(), await self.stderr.read()

    def send_signal(self, signal: int) -> None:
        if self.returncode is None:
            os.kill(self.pid, signal)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


class Pipe(asyncio.StreamReaderProtocol):
    """The end of a pipe that we read from; it holds as much as is written."""

    def __init__(self) -> None:
        self.reader = asyncio.StreamReader(limit=2**26)
        self.closed = asyncio.Event()
        super().__init__(self.reader)

    @classmethod
    async def at(cls, file: int) -> "Pipe":
        _, pipe = await asyncio.get_running_loop().connect_read_pipe(cls, os.fdopen(file, "rb"))
        return pipe

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self.closed.set()
