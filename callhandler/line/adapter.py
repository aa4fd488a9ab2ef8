"""How a question goes out over HTTP: by our own trust and nobody else's, head and body in one piece, and cut off at any moment."""

import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from weakref import WeakSet

import urllib3
from requests.adapters import HTTPAdapter
from typing_extensions import override


class Adapter(HTTPAdapter):
    """Takes the place of the one that requests brings."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self._context = context
        self._sockets: WeakSet[socket.socket] = WeakSet()
        self._over = False
        super().__init__(pool_maxsize=1, max_retries=0)

    @override
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs, ssl_context=self._context)
        self.poolmanager.pool_classes_by_scheme = {
            "https": _pool(urllib3.HTTPSConnectionPool, urllib3.connection.HTTPSConnection, self._heard),
            "http": _pool(urllib3.HTTPConnectionPool, urllib3.connection.HTTPConnection, self._heard),
        }

    @override
    def cert_verify(self, conn: object, url: object, verify: object, cert: object) -> None:
        """The context does it: requests would add certificates of its own."""

    @override
    def build_connection_pool_key_attributes(self, request: object, verify: object, cert: object = None) -> tuple[Any, Any]:
        host, _ = super().build_connection_pool_key_attributes(request, verify, cert)  # type: ignore[arg-type]
        return host, {"ssl_context": self._context, "cert_reqs": "CERT_REQUIRED"}

    def cut(self) -> None:
        """Hang up on whoever does not come to an end."""
        for one in tuple(self._sockets):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def hang_up(self) -> None:
        """For good: whoever is just being connected, or asks a moment later, gets no further either."""
        self._over = True
        self.cut()

    def _heard(self, one: socket.socket) -> None:
        self._sockets.add(one)
        if self._over:
            self.cut()


class InOnePiece:
    """A connection that sends the head of a question together with its body: two packets would each be acknowledged by itself."""

    _told: bytearray | None = None

    def request(self, *args: Any, **kwargs: Any) -> None:
        self._told = told = bytearray()
        try:
            super().request(*args, **kwargs)  # type: ignore[misc]
        finally:
            self._told = None
        self.send(bytes(told))

    def send(self, piece: Any) -> None:
        if self._told is None:
            super().send(piece)  # type: ignore[misc]
        else:
            self._told += piece


def _pool(kind: type, connects: type, heard: Callable[[Any], None]) -> type:
    """A pool whose sockets we know, for as long as anybody reads from them."""

    def connect(connection: Any) -> None:
        connects.connect(connection)  # type: ignore[attr-defined]
        heard(connection.sock)

    known = type(connects.__name__, (InOnePiece, connects), {"connect": connect})
    return type(kind.__name__, (kind,), {"ConnectionCls": known})
