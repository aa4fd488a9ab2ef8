"""Says which form was published, by whom, and proves that nobody changed it since: the manifest that lies beside every published form."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from callhandler.script.trouble import ScriptTrouble

NAME = "manifest.json"
PURPOSE = b"callhandler published form 1\n"


@dataclass(frozen=True, slots=True)
class Manifest:
    """`sha256`: of the form's bytes; `publisher`: the public key, hex, "" where nobody signed; `signature`: over all the rest, hex."""

    id: str
    version: str
    title: str
    sha256: str
    publisher: str = ""
    signature: str = ""

    @property
    def signed(self) -> bytes:
        """What the signature stands under."""
        told = {name: text for name, text in asdict(self).items() if name != "signature"}
        return PURPOSE + json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode("utf-8")

    def to_bytes(self) -> bytes:
        return (json.dumps(asdict(self), indent=2, ensure_ascii=False) + "\n").encode("utf-8")


@dataclass(frozen=True, slots=True)
class PublisherKey:
    """The key that a publisher signs with. Ed25519, so that the same form is signed the same way every time."""

    private: Ed25519PrivateKey

    @property
    def publisher(self) -> str:
        """What an area names to pin this publisher: the public key, hex."""
        return self.private.public_key().public_bytes_raw().hex()

    def sign(self, manifest: Manifest) -> Manifest:
        named = replace(manifest, publisher=self.publisher)
        return replace(named, signature=self.private.sign(named.signed).hex())

    def to_bytes(self) -> bytes:
        return self.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def new_key() -> PublisherKey:
    return PublisherKey(Ed25519PrivateKey.generate())


def read_key(file: Path) -> PublisherKey:
    """Raises ScriptTrouble where the file holds no publisher's key."""
    try:
        key = load_pem_private_key(file.read_bytes(), None)
    except (ValueError, TypeError) as trouble:
        raise ScriptTrouble("key", f"{file} holds no publisher's key; make one with “callhandler publish --new-key FILE”") from trouble
    if not isinstance(key, Ed25519PrivateKey):
        raise ScriptTrouble("key", f"{file} holds a key of another kind; make one with “callhandler publish --new-key FILE”")
    return PublisherKey(key)


def read_manifest(told: bytes) -> Manifest:
    """Raises ScriptTrouble where this is no manifest."""
    try:
        read = json.loads(told)
    except (ValueError, RecursionError) as trouble:
        raise ScriptTrouble("manifest", f"the {NAME} beside the form cannot be read") from trouble
    if not isinstance(read, Mapping) or read.keys() != {field.name for field in fields(Manifest)} or not _texts(read):
        raise ScriptTrouble("manifest", f"the {NAME} beside the form does not say what it must")
    return Manifest(**read)


def verify(form: bytes, told: bytes, publisher: str) -> Manifest:
    """The manifest of a form, once both are proved to be this publisher's. Raises ScriptTrouble in plain words."""
    manifest = read_manifest(told)
    if not manifest.signature:
        raise ScriptTrouble("unsigned", f"the form is not signed, and this area takes only forms of the publisher {publisher[:16]}…")
    if manifest.publisher != publisher:
        raise ScriptTrouble("publisher", f"the form is not from the publisher that this area names ({publisher[:16]}…)")
    if not _holds(manifest):
        raise ScriptTrouble("signature", f"the {NAME} beside the form has been changed since it was signed")
    if hashlib.sha256(form).hexdigest() != manifest.sha256:
        raise ScriptTrouble("altered", "the form has been changed since it was published; publish it again, or fetch it anew")
    return manifest


def _texts(read: Mapping[str, object]) -> bool:
    return all(isinstance(text, str) for text in read.values())


def _holds(manifest: Manifest) -> bool:
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(manifest.publisher))
        key.verify(bytes.fromhex(manifest.signature), manifest.signed)
    except (InvalidSignature, ValueError):
        return False
    return True
