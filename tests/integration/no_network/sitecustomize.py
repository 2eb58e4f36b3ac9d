"""Python imports this at start-up when its folder is on PYTHONPATH: the first attempt to leave the machine ends the process.

An audit hook cannot be removed and sees every connect and name look-up, whichever library makes it; processes that the
run starts inherit PYTHONPATH and with it the hook.
"""

import os
import sys

LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0")  # noqa: S104  recognised, not bound


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        host = arguments[0]
    elif event in ("socket.connect", "socket.sendto", "socket.sendmsg") and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    else:
        return
    name = host.decode() if isinstance(host, bytes) else str(host or "")
    if name and not name.startswith(LOOPBACK):
        os.write(2, f"NETWORK: {event} to {name}\n".encode())
        os._exit(97)


sys.addaudithook(_refuse)
