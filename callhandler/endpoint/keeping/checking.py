"""Reads a backup back and checks it as an auditor would: every chain, every signature, every body, every feed, every count."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from callhandler.endpoint.exchange.chains import HASH
from callhandler.endpoint.keeping.backing_up import Tell
from callhandler.endpoint.keeping.backup_files import come_back
from callhandler.endpoint.keeping.backup_rows import Row, heard, kept_tables, unlocked
from callhandler.endpoint.keeping.case_keys import Ring
from callhandler.endpoint.keeping.sealed_file import NoBackup, pages
from callhandler.log.chain import fasten, leaf_of, start
from callhandler.sync.evidence import fastened, start_of_log
from callhandler.sync.feed import Place, beginning, continues
from callhandler.sync.feed import Row as FeedRow
from callhandler.sync.proof import Certificate, Proof, Verify, proven

ENOUGH = 20  # faults that are told


@dataclass(frozen=True, slots=True)
class Checked:
    """What a backup is good for. `leaves`: of the entries that would come back whole from it, 32 bytes each."""

    at: str
    counts: Mapping[str, int]
    faults: Sequence[str]
    bodiless: int  # entries whose body it had, and whose key is gone
    leaves: bytes
    files: int = 0  # that are whole in it

    @property
    def sound(self) -> bool:
        return not self.faults


def read_back(path: Path, secret: bytes, tell: Tell) -> Iterator[tuple[str, Sequence[Row]]]:
    """The rows of a backup, table by table, some at a time. Raises NoBackup, at the end also where something is missing."""
    tables, counts, about, whole = {table.name: table for table in kept_tables()}, Counter[str](), {}, False
    size = path.stat().st_size
    for page, place, seal in pages(path, secret):
        tell(size, place)
        if "about" in page:
            about = page["about"]
        elif "end" in page:
            whole = page["end"]["counts"] == about["counts"] == dict.fromkeys(about["counts"], 0) | counts and page["end"]["sha256"] == seal
        elif "file" in page:
            continue  # read by themselves
        elif page["table"] in tables:
            counts[page["table"]] += len(page["rows"])
            yield page["table"], [heard(tables[page["table"]], page["columns"], row) for row in page["rows"]]
    if not whole:
        raise NoBackup("The end of this backup is missing, or does not fit the rest.")


def about(path: Path, secret: bytes) -> Mapping[str, str]:
    """When it was made, and by which version of the tables."""
    for page, _, _ in pages(path, secret):
        return {name: str(page["about"][name]) for name in ("at", "revision", "life")}
    raise NoBackup("This backup is empty.")


def check(path: Path, secret: bytes, ring: Ring, endpoint: bytes, verify: Verify, tell: Tell) -> Checked:
    """`endpoint`: its public key. Raises NoBackup where the file cannot be read to its end."""
    checking = _Checking(ring, endpoint, verify)
    for table, rows in read_back(path, secret, tell):
        reader = checking.readers.get(table)
        for row in rows:
            checking.counts[table] += 1
            if reader:
                reader(row)
    checking.end()
    come = come_back(path, secret, ring)
    faults = [*checking.faults, *(f"the file {name} was altered" for name in come.altered)]
    return Checked(about(path, secret)["at"], checking.counts, faults[:ENOUGH], checking.bodiless, bytes(checking.leaves), come.whole)


@dataclass
class _Checking:
    ring: Ring
    endpoint: bytes
    verify: Verify
    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    bodiless: int = 0
    leaves: bytearray = field(default_factory=bytearray)
    heads: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    chains: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    joined: dict[str, bytearray] = field(default_factory=dict)
    unsigned: dict[tuple[str, int], bytes] = field(default_factory=dict)
    handed_in: set[bytes] = field(default_factory=set)  # leaves that only a proof tells of
    ends: dict[str, Place] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    logs: dict[str, tuple[int, bytes]] = field(default_factory=dict)

    @property
    def readers(self) -> Mapping[str, Callable[[Row], None]]:
        return {
            "device": self._device,
            "stretch": self._stretch,
            "proof": self._proof,
            "entry": self._entry,
            "feed": self._feed,
            "feed_row": self._feed_row,
            "logged": self._logged,
        }

    def end(self) -> None:
        for device, head in self.heads.items():
            self._must(self.chains[device] == head, f"the chain of {device} does not end where it should")
        self.faults += [f"{device} did not sign its entries up to {last}" for device, last in self.unsigned]
        for feed, end in self.ends.items():
            self._must(self.places.get(feed, beginning(feed)) == end, f"the feed {feed} does not end where it should")

    def _device(self, row: Row) -> None:
        self.heads[row["device"]] = row["n"], row["head"]
        self.chains[row["device"]] = 0, start(row["public"])
        self.joined[row["device"]] = bytearray()

    def _stretch(self, row: Row) -> None:
        device, leaves = row["device"], row["leaves"]
        n, chain = self.chains[device]
        self._must((row["first"], row["before"]) == (n + 1, chain), f"entries of {device} are missing before {row['first']}")
        for place in range(0, len(leaves), HASH):
            chain = fasten(chain, leaves[place : place + HASH])
        self._must(chain == row["after"], f"the chain of {device} is broken before {row['last']}")
        self.chains[device] = row["last"], chain
        self.joined[device] += leaves
        self.unsigned[device, row["last"]] = chain

    def _proof(self, row: Row) -> None:
        proof = _proof(row)
        self._must(proven(proof, self.endpoint, self.verify), f"a signature of {proof.author.device} is not genuine")
        if self.unsigned.get((row["device"], proof.last)) == proof.chain:
            del self.unsigned[row["device"], proof.last]  # the chain says all that was before, too
        else:
            self.handed_in.update(proof.leaves)

    def _entry(self, row: Row) -> None:
        leaf, whole = row["leaf"], unlocked(row, self.ring)
        place = HASH * (row["n"] - 1)
        chained = self.joined.get(row["device"], b"")[place : place + HASH] == leaf
        self._must(leaf_of(row["meta"], row["commitment"]) == leaf, f"the envelope of entry {row['id']} was altered")
        self._must(chained or leaf in self.handed_in, f"entry {row['id']} stands in no chain")
        if whole["payload"]:
            sound = sha256(whole["salt"] + whole["payload"]).digest() == row["commitment"]
            self._must(sound, f"the body of entry {row['id']} was altered")
        self.bodiless += bool(row["payload"]) and not whole["payload"]
        if not whole["hollow"]:
            self.leaves += leaf

    def _feed(self, row: Row) -> None:
        self.ends[row["feed"]] = Place(row["pos"], row["rh"])

    def _feed_row(self, row: Row) -> None:
        feed = row["feed"]
        one = FeedRow(row["pos"], row["kind"], row["case_id"], row["id"], row["leaf"], row["rh"])
        self._must(continues(self.places.get(feed, beginning(feed)), (one,)), f"row {one.pos} of the feed {feed} does not follow on")
        self.places[feed] = Place(one.pos, one.rh)

    def _logged(self, row: Row) -> None:
        n, rh = self.logs.get(row["agency"], (0, start_of_log(row["agency"])))
        follows = (row["n"], row["rh"]) == (n + 1, fastened(rh, row["line"]))
        self._must(follows, f"line {row['n']} of the log of {row['agency']} does not follow on")
        self.logs[row["agency"]] = row["n"], row["rh"]

    def _must(self, holds: bool, fault: str) -> None:  # noqa: FBT001 - reads as a sentence
        if not holds:
            self.faults.append(fault)


def _proof(row: Row) -> Proof:
    author = Certificate(row["public"], row["agency"], row["line"], row["certified"])
    leaves = tuple(row["leaves"][place : place + HASH] for place in range(0, len(row["leaves"]), HASH))
    return Proof(author, row["first"], row["prev"], leaves, row["signature"])
