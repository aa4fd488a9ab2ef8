"""The provider's public keys, from the one address that the administrator named, kept for a while, asked for when a new one appears."""

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from pathlib import Path
from threading import Lock
from time import monotonic

import requests
from jwt import PyJWK, PyJWKSet
from jwt.exceptions import PyJWTError
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from callhandler.endpoint.refusing import Refused

LONGEST, PIECE = 65_536, 8192  # bytes
PATIENCE = 5  # seconds for the whole of an answer
KEPT, AT_MOST_EACH = 3600, 60  # seconds: asked anew after the first, and for a strange key no sooner than the second
PAUSE = 15  # seconds for which a provider that did not answer is let alone
FAMILIES = {"RS": "RSA", "PS": "RSA", "ES": "EC", "Ed": "OKP"}
Fetch = Callable[[str], bytes]
Known = Mapping[str, PyJWK]


class Keys:
    """Finds the key with which a token says it was signed. Whoever needs one that is known waits for nobody."""

    def __init__(self, address: str, now: Callable[[], int], fetch: Fetch) -> None:
        self._address, self._now, self._fetch = address, now, fetch
        self._keys: Known = {}
        self._asked: int | None = None
        self._failed: int | None = None
        self._asking: Future[Known] | None = None
        self._turn = Lock()  # held to look and to put down, never while the provider is asked

    def find(self, kid: str, algorithm: str) -> PyJWK:
        """Raises Refused where the provider has no such key for this algorithm, KeyError for an algorithm of no family."""
        key = self._known(kid).get(kid)
        if key is None or key.key_type != FAMILIES[algorithm[:2]] or key.algorithm_name not in {None, algorithm}:
            raise Refused(401, "wrong")
        return key

    def _known(self, kid: str) -> Known:
        """One asks the provider; whoever comes meanwhile, and needs its answer, waits for that one. Raises Refused."""
        with self._turn:
            if not self._is_due(kid):
                return self._keys
            if self._within(self._failed, PAUSE):
                raise _busy()
            first = self._asking is None
            asking = self._asking = self._asking or Future()
        if first:
            self._ask(asking)
        try:
            return asking.result(PATIENCE)
        except TimeoutError:
            self._let_alone()
            raise _busy() from None

    def _is_due(self, kid: str) -> bool:
        return not self._within(self._asked, KEPT if kid in self._keys else AT_MOST_EACH)

    def _within(self, moment: int | None, seconds: int) -> bool:
        """Whether it is so long ago at most. What has yet to come was put down by a clock that ran ahead, and does not count."""
        return moment is not None and 0 <= self._now() - moment < seconds

    def _ask(self, asking: "Future[Known]") -> None:
        """Whatever comes of it, those who wait hear of it."""
        try:
            keys = self._fetched()
        except Exception as trouble:  # noqa: BLE001 - at the edge of the one who asks for all: each of them raises it
            self._let_alone()
            asking.set_exception(trouble)
        else:
            with self._turn:
                self._keys, self._asked, self._failed = keys, self._now(), None
            asking.set_result(keys)
        with self._turn:
            self._asking = None

    def _let_alone(self) -> None:
        with self._turn:
            self._failed = self._now()

    def _fetched(self) -> Known:
        try:
            keys = PyJWKSet.from_json(self._fetch(self._address).decode()).keys
        except (OSError, ValueError, PyJWTError, AttributeError):
            raise _busy() from None
        return {key.key_id: key for key in keys if key.key_id and key.key_type != "oct" and key.public_key_use in {None, "sig"}}


def fetch(address: str, ca: Path | None = None, patience: float = PATIENCE) -> bytes:
    """What stands at this address: no detours, no proxies from the environment, at most 64 KiB, within so many seconds. Raises OSError.

    `ca`: the one authority that may vouch for it, where it is not one that everybody knows.
    """
    over = monotonic() + patience
    with requests.Session() as session:
        session.trust_env = False
        session.verify = str(ca) if ca else True
        with session.get(address, timeout=patience, allow_redirects=False, stream=True) as answer:
            if answer.status_code != 200:
                raise OSError(f"status {answer.status_code}")
            try:
                return _whole(answer.raw, over)
            except HTTPError as trouble:
                raise OSError("cut off") from trouble


def _whole(raw: BaseHTTPResponse, over: float) -> bytes:
    """However slowly it comes."""
    told = bytearray()
    while piece := raw.read1(PIECE, decode_content=False):
        told += piece
        if len(told) > LONGEST or monotonic() > over:
            raise OSError("too long")
    return bytes(told)


def _busy() -> Refused:
    return Refused(503, "busy", retry_after=PAUSE)
