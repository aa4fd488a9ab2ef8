"""One connection to the shared endpoint: our own rules about whom to trust, how long to wait, and how much to take (requirements 4.6)."""

import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit

import requests
import truststore
import urllib3

from callhandler.line.adapter import Adapter
from callhandler.line.troubles import Insecure, LineTrouble, NoLine, Portal, Slow, Untrusted, WrongClock

CIPHERS = "ECDHE+AESGCM:ECDHE+CHACHA20"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
PIECE = 65536
HELD = 60.0  # seconds of silence after which a line that is held open is taken for lost; the endpoint says every 25 that it is there
DATES = ("certificate has expired", "not yet valid")


@dataclass(frozen=True, slots=True)
class Address:
    """Where the endpoint is, and whose word counts for it: a bundle of our own, or else the operating system's. A proxy only if named.

    `ca`: a file, or the certificates themselves (PEM); `also`: besides whoever the operating system believes.
    """

    url: str
    ca: Path | str | None = None
    proxy: str = ""
    also: bool = False


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: until somebody answers, between two pieces, and for the whole of it."""

    connect: float = 5.0
    read: float = 20.0
    whole: float = 60.0


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back, whole."""

    status: int
    media: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)  # however their names are written


class Session:
    """Asks one endpoint. For one thread at a time. Raises LineTrouble."""

    def __init__(self, address: Address, patience: Patience | None = None) -> None:
        refuse_insecure(address.url)
        self._address, self._patience = address, patience or Patience()
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.headers.clear()  # what requests adds says which program is used here, and goes with every question
        self._session.proxies = {"https": address.proxy, "http": address.proxy} if address.proxy else {}
        self._adapter = Adapter(trust(address.ca, also=address.also))
        self._session.mount("https://", self._adapter)
        self._session.mount("http://", self._adapter)

    def ask(
        self, method: str, path: str, *, body: bytes | None = None, headers: Mapping[str, str] | None = None, most: int = PIECE
    ) -> Reply:
        """One question and its whole answer; more than `most` bytes, or a redirect, is nothing that the endpoint says."""
        over = monotonic() + self._patience.whole
        watch = threading.Timer(self._patience.whole, self._adapter.cut)
        watch.daemon = True
        watch.start()
        try:
            return self._ask(method, path, body, dict(headers or {}), most, over)
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            raise _meaning(error) from None
        finally:
            watch.cancel()
            watch.join()

    @contextmanager
    def held(self, path: str, headers: Mapping[str, str]) -> Iterator[tuple[int, Iterator[str]]]:
        """A question whose answer goes on for ever: its status, and its lines as they come. Silence of a minute ends it."""
        try:
            with self._request("GET", path, None, headers, HELD) as asked:
                yield asked.status_code, _lines(asked.raw)
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            raise _meaning(error) from None

    def close(self) -> None:
        """Hang up for good, also in the middle of an answer; may be called from another thread."""
        self._adapter.hang_up()
        self._session.close()

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str], most: int, over: float) -> Reply:
        with self._request(method, path, body, headers, self._patience.read) as asked:
            told = _whole(asked.raw, most, over)
            if monotonic() > over:
                raise Slow  # we hung up: what is here may be half of it
            return Reply(asked.status_code, asked.headers.get("Content-Type", "").partition(";")[0].strip(), told, asked.headers)

    def _request(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str], read: float) -> requests.Response:
        return self._session.request(
            method,
            self._address.url.rstrip("/") + path,
            data=body,
            headers={"User-Agent": "callhandler", "Accept-Encoding": "identity", **headers},
            timeout=(self._patience.connect, read),
            allow_redirects=False,
            stream=True,
        )


def trust(ca: Path | str | None, *, also: bool = False) -> ssl.SSLContext:
    """TLS 1.2 with AEAD and forward secrecy at least; certificate and name are checked, against our own bundle where there is one."""
    ours = ca and not also
    context: ssl.SSLContext = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if ours else truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if isinstance(ca, str) and ca:
        context.load_verify_locations(cadata=ca)
    elif ca:
        context.load_verify_locations(cafile=str(ca))
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(CIPHERS)
    return context


def _whole(raw: urllib3.response.BaseHTTPResponse, most: int, over: float) -> bytes:
    told = bytearray()
    while piece := raw.read1(PIECE):
        told += piece
        if len(told) > most:
            raise Portal
        if monotonic() > over:
            raise Slow
    return bytes(told)


def _lines(raw: urllib3.response.BaseHTTPResponse) -> Iterator[str]:
    told = b""
    while piece := raw.read1(PIECE):
        *lines, told = (told + piece).split(b"\n")
        if len(told) > PIECE:
            raise Portal
        yield from (line.decode(errors="replace") for line in lines)


def refuse_insecure(url: str) -> None:
    """Raises Insecure for an address that is neither https nor this very computer."""
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise Insecure


def _meaning(error: Exception) -> LineTrouble:
    text = str(error)
    if isinstance(error, requests.exceptions.SSLError | ssl.SSLError):
        return WrongClock() if any(date in text for date in DATES) else Untrusted()
    if isinstance(error, requests.Timeout | urllib3.exceptions.TimeoutError | requests.exceptions.ChunkedEncodingError):
        return Slow()
    if isinstance(error, urllib3.exceptions.IncompleteRead | urllib3.exceptions.ProtocolError):
        return Slow()
    return NoLine()
