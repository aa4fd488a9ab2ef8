"""Checks an auditor's file without a connection: that no line was altered, dropped or slipped in since the endpoint wrote it.

Each line of the file is one JSON object: the log of an agency, the pushes of its devices with their signatures, the envelopes of its
entries, the rows of feeds that tell of them, and what was disclosed to which device.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from callhandler.log.chain import start
from callhandler.sync.feed import Place, beginning, onward
from callhandler.sync.proof import Certificate, Proof, Verify, proven


@dataclass(frozen=True, slots=True)
class Fault:
    """The first line that is not as it was written, counted from 1, and why."""

    line: int
    why: str


class _Wrong(Exception):  # noqa: N818 - says what is wrong
    pass


def conclusion(count: int, seal: bytes) -> bytes:
    """What the endpoint signs at the end of a file: so many lines, with this hash over all their bytes."""
    return f"callhandler export 1\n{count}\n{seal.hex()}".encode()


def start_of_log(agency: str) -> bytes:
    return sha256(f"callhandler logged 1\n{agency}".encode()).digest()


def fastened(before: bytes, line: str) -> bytes:
    return sha256(before + line.encode()).digest()


def verify_export(lines: Iterable[bytes], verify: Verify, endpoint: bytes = b"") -> Fault | None:
    """The first bad place, or None. `endpoint`: its public key, where whoever checks knows it; else the one in the file is believed."""
    export, number = _Export(verify, endpoint), 0
    for number, line in enumerate(lines, start=1):
        try:
            export.take(line)
        except _Wrong as trouble:
            return Fault(number, str(trouble))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return Fault(number, "cannot be read")
    return None if export.ended else Fault(number + 1, "the end of the file is missing")


@dataclass
class _Export:
    verify: Verify
    endpoint: bytes
    agency: str = ""
    ended: bool = False
    count: int = 0
    logged: int = 0
    rh: bytes = b""
    seal: Any = field(default_factory=sha256)
    chains: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    leaves: dict[tuple[str, int], str] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)

    def take(self, line: bytes) -> None:
        told = json.loads(line)
        readers: dict[str, Callable[[dict[str, Any]], None]] = {
            "export": self._first,
            "logged": self._logged,
            "push": self._push,
            "entry": self._entry,
            "row": self._row,
            "disclosure": self._disclosure,
            "end": self._end,
        }
        _must(not self.ended, "stands after the end")
        _must((told["kind"] == "export") == (self.count == 0), "a file begins with what it is")
        _must(told["kind"] in readers, "is of a kind that this version does not know")
        readers[told["kind"]](told)
        self.seal.update(line)
        self.count += 1

    def _first(self, told: dict[str, Any]) -> None:
        public = bytes.fromhex(told["endpoint"])
        _must(self.endpoint in {b"", public}, "was written by another endpoint")
        self.endpoint, self.agency, self.rh = public, told["agency"], start_of_log(told["agency"])

    def _logged(self, told: dict[str, Any]) -> None:
        self.rh, self.logged = fastened(self.rh, told["line"]), self.logged + 1
        _must(self.rh.hex() == told["rh"], "the log does not follow on the line before")
        _must(json.loads(told["line"])["n"] == self.logged, "a line of the log is missing")

    def _push(self, told: dict[str, Any]) -> None:
        certificate = Certificate(bytes.fromhex(told["public"]), told["agency"], told["line"], bytes.fromhex(told["certified"]))
        leaves = tuple(bytes.fromhex(leaf) for leaf in told["leaves"])
        proof = Proof(certificate, told["first"], bytes.fromhex(told["prev"]), leaves, bytes.fromhex(told["signature"]))
        n, chain = self.chains.get(certificate.device, (0, start(certificate.public)))
        _must(proof.first == n + 1, "entries of this device are missing before it")
        _must(proof.prev == chain, "the device's chain does not follow on")
        _must(proven(proof, self.endpoint, self.verify), "the device did not sign this")
        self.chains[certificate.device] = (proof.last, proof.chain)
        self.leaves |= {(certificate.device, proof.first + place): leaf.hex() for place, leaf in enumerate(leaves)}

    def _entry(self, told: dict[str, Any]) -> None:
        meta = json.loads(told["meta"])
        made = sha256(told["meta"].encode() + bytes.fromhex(told["commitment"])).hexdigest()
        _must(made == told["leaf"], "the envelope is not the one that was recorded")
        known = self.leaves.get((meta["device"], meta["n"]))
        _must(known in {None, made}, "the device's chain holds another entry at this place")
        _must(known is not None or meta["agency"] != self.agency, "no device of the agency signed this entry")
        if "payload" in told:
            body = sha256(bytes.fromhex(told["salt"]) + told["payload"].encode()).hexdigest()
            _must(body == told["commitment"], "the body is not the one that was recorded")

    def _row(self, told: dict[str, Any]) -> None:
        feed, before = told["feed"], bytes.fromhex(told["before"])
        last = self.places.get(feed, beginning(feed))
        _must(told["pos"] > last.pos, "the rows of the feed are out of order")
        _must(told["pos"] > last.pos + 1 or before == last.rh, "the feed does not follow on the row before")
        _must(told["pos"] == last.pos + 1 or feed.partition("/")[0] != self.agency, "rows of the agency's own feed are missing")
        place = onward(Place(told["pos"] - 1, before), told["row"], told["id"], bytes.fromhex(told["leaf"]))
        _must(place == Place(told["pos"], bytes.fromhex(told["rh"])), "the row is not the one that was published")
        self.places[feed] = place

    def _disclosure(self, told: dict[str, Any]) -> None:
        _must(1 <= told["first"] <= told["last"], "these rows cannot have been disclosed")
        own = told["feed"].partition("/")[0] == self.agency
        _must(not own or told["last"] <= self.places.get(told["feed"], beginning(told["feed"])).pos, "discloses rows that are not there")

    def _end(self, told: dict[str, Any]) -> None:
        _must(told["lines"] == self.count, "lines are missing, or too many")
        _must(told["sha256"] == self.seal.hexdigest(), "something above was altered")
        signature = bytes.fromhex(told["signature"])
        _must(self.verify(self.endpoint, conclusion(self.count, self.seal.digest()), signature), "the endpoint did not sign this file")
        self.ended = True


def _must(holds: bool, why: str) -> None:  # noqa: FBT001 - reads as a sentence
    if not holds:
        raise _Wrong(why)
