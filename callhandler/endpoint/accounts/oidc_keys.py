"""The provider's public keys, from the one address that the administrator named, kept for a while, asked for when a new one appears."""

from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Lock
from typing import Any

import requests
from jwt import PyJWK, PyJWKSet
from jwt.exceptions import PyJWTError

from callhandler.endpoint.refusing import Refused

LONGEST, PATIENCE = 65_536, 5
KEPT, AT_MOST_EACH = 3600, 60  # seconds: asked anew after the first, and for a strange key no sooner than the second
FAMILIES = {"RS": "RSA", "PS": "RSA", "ES": "EC", "Ed": "OKP"}
Fetch = Callable[[str], bytes]


class Keys:
    """Finds the key with which a token says it was signed."""

    def __init__(self, address: str, now: Callable[[], int], fetch: Fetch) -> None:
        self._address, self._now, self._fetch = address, now, fetch
        self._keys: Mapping[str, PyJWK] = {}
        self._asked = -KEPT
        self._turn = Lock()

    def find(self, kid: str, algorithm: str) -> PyJWK:
        """Raises Refused where the provider has no such key for this algorithm, KeyError for an algorithm of no family."""
        with self._turn:
            age = self._now() - self._asked
            if age >= KEPT or (kid not in self._keys and age >= AT_MOST_EACH):
                self._keys, self._asked = self._fetched(), self._now()
        key = self._keys.get(kid)
        if key is None or key.key_type != FAMILIES[algorithm[:2]] or key.algorithm_name not in {None, algorithm}:
            raise Refused(401, "wrong")
        return key

    def _fetched(self) -> Mapping[str, PyJWK]:
        try:
            keys = PyJWKSet.from_json(self._fetch(self._address).decode()).keys
        except (OSError, ValueError, PyJWTError, AttributeError):
            raise Refused(503, "busy", retry_after=PATIENCE) from None
        return {key.key_id: key for key in keys if key.key_id and key.key_type != "oct" and key.public_key_use in {None, "sig"}}


def fetch(address: str, ca: Path | None = None) -> bytes:
    """What stands at this address: no detours, no proxies from the environment, at most 64 KiB. Raises OSError.

    `ca`: the one authority that may vouch for it, where it is not one that everybody knows.
    """
    with requests.Session() as session:
        session.trust_env = False
        session.verify = str(ca) if ca else True
        with session.get(address, timeout=PATIENCE, allow_redirects=False, stream=True) as answer:
            if answer.status_code != 200:
                raise OSError(f"status {answer.status_code}")
            told: Any = answer.raw.read(LONGEST + 1, decode_content=False)
    if len(told) > LONGEST:
        raise OSError("too long")
    return bytes(told)
