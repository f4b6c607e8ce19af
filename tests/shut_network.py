"""Shuts the network to everything but this machine, so that no test can depend on, or bother, the outside."""

import ipaddress
import socket
from typing import Any


class NetworkIsShut(RuntimeError):
    """Something tried to leave this machine.

    Not an OSError: HTTP clients take those for weather and try again.
    """


def shut_network() -> None:
    """From here on, sockets of this process reach the loopback addresses only."""
    if getattr(socket.socket, "_is_shut", False):
        return
    for name in ("connect", "connect_ex", "sendto"):
        setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
    socket.socket._is_shut = True  # type: ignore[attr-defined]
    look_up = socket.getaddrinfo

    def getaddrinfo(host: Any, *arguments: Any, **options: Any) -> Any:
        _check(host)
        return look_up(host, *arguments, **options)

    socket.getaddrinfo = getaddrinfo


def _guarded(method: Any) -> Any:
    def guarded(self: socket.socket, *arguments: Any) -> Any:
        if self.family in {socket.AF_INET, socket.AF_INET6}:
            _check(arguments[-1][0])  # the address is connect's only argument and sendto's last
        return method(self, *arguments)

    return guarded


def _check(host: Any) -> None:
    name = host.decode() if isinstance(host, bytes) else host
    if name in {None, "", "localhost"} or str(name).endswith(".localhost"):
        return
    try:
        is_loopback = ipaddress.ip_address(name).is_loopback
    except ValueError:
        is_loopback = False
    if not is_loopback:
        raise NetworkIsShut(f"Tests reach this machine only, and something asked for {name}.")
