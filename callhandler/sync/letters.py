"""What a device could not hand in lies sealed for the endpoint alone: whoever comes by may bring it, and nobody else can open it (F12)."""

from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from callhandler.log.device import head
from callhandler.sync.messages import Ask, Offer
from callhandler.sync.pace import light
from callhandler.sync.proof import Proof, Signer, Verify
from callhandler.sync.stores import DeviceStore, Holding
from callhandler.sync.wire import PACKED, encode_ask

MOST = 1000  # entries of one letter
LARGEST = PACKED + 1024  # bytes: a packed question, and what sealing adds
_SUITE, _INFO = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM), b"callhandler letter 1"


class NotALetter(Exception):  # noqa: N818 - says what is wrong
    """It was not sealed for this endpoint, or was altered since."""


@dataclass(frozen=True, slots=True)
class Seal:
    """The endpoint's key to which letters are sealed (X25519), and its own signature under that."""

    public: bytes
    signature: bytes

    def genuine(self, endpoint: bytes, verify: Verify) -> bool:
        """Whether the endpoint with this public key gave its word for it."""
        return verify(endpoint, _statement(self.public), self.signature)


@dataclass(frozen=True, slots=True)
class Letter:
    """The entries `first` to `last` of a device, sealed."""

    device: str
    first: int
    last: int
    content: bytes
    bodies: int  # of its entries so many are whole


def seal_of(private: bytes, endpoint: Signer) -> Seal:
    """The seal that goes with these 32 bytes."""
    public = X25519PrivateKey.from_private_bytes(private).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return Seal(public, endpoint.sign(_statement(public)))


def write_letter(store: DeviceStore, first: int, seal: Seal, most: int = MOST) -> Letter | None:
    """The next entries that were written here, from the nth on; None where there are none, or nobody vouches for this device yet."""
    identity = store.identity()
    certificate, signer = identity.certificate, identity.signer
    own = light(store.own(first, most), _weight)
    if not own or certificate is None or certificate.device != signer.id:
        return None
    last, prev = first + len(own) - 1, store.link(first - 1)
    signature = signer.sign(head(signer.public, last, store.link(last)))
    proof = Proof(certificate, first, prev, tuple(one.leaf for one in own), signature)
    offers = tuple(Offer(one.entry, one.leaf, proof) for one in own if one.entry.payload)
    ask = Ask(bytes(16), signer.id, certificate, None, "", first, prev, last, (), b"", {}, None, offers)
    packed = encode_ask(ask)
    if len(packed) > PACKED and len(own) > 1:
        return write_letter(store, first, seal, len(own) // 2)
    sealed = _SUITE.encrypt(packed, X25519PublicKey.from_public_bytes(seal.public), _INFO)
    return Letter(signer.id, first, last, sealed, len(offers))


def opened(content: bytes, private: bytes) -> bytes:
    """The packed question in a letter: nothing in it counts but what it hands in with proof. Raises NotALetter."""
    try:
        return _SUITE.decrypt(content, X25519PrivateKey.from_private_bytes(private), _INFO)
    except (InvalidTag, ValueError):
        raise NotALetter from None


def _weight(one: Holding) -> int:
    return len(one.entry.meta) + len(one.entry.payload)


def _statement(public: bytes) -> bytes:
    return f"callhandler seal 1\n{public.hex()}".encode()
