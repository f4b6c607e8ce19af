"""TCP ports on 127.0.0.1: which are asked for, which are free."""

import socket
import time
from collections.abc import Mapping

LOOPBACK = "127.0.0.1"


class PortError(Exception):
    """A port cannot be used; the text says which, and which variable changes it."""


def read_port(environment: Mapping[str, str], variable: str, default: int) -> int:
    """The port a variable asks for; raises PortError when it is no port number."""
    text = environment.get(variable, "").strip() or str(default)
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise PortError(f"{variable} must be a port number from 1 to 65535, not {text!r}.")
    return int(text)


def check_free(port: int, *, variable: str, wait_seconds: float = 0.0) -> None:
    """Raise PortError unless something could listen on the port, asking again for as long as told."""
    deadline = time.monotonic() + wait_seconds
    while (obstacle := _obstacle(port)) is not None:
        if time.monotonic() >= deadline:
            raise PortError(
                f"Port {port} {obstacle}. Stop what uses it, or choose another one: make run {variable}={port + 1}"
            )
        time.sleep(0.1)


def find_free() -> int:
    """A port nobody listens on now. Another process may take it first, so callers try again."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def _obstacle(port: int) -> str | None:
    with socket.socket() as probe:
        # As servers do, so that a port only cooling down after its last connection counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except PermissionError:
            return "needs administrator rights"
        except OSError:
            return "is already in use"
    return None
