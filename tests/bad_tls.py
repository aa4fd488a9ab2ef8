"""Servers that are not to be trusted, each for another reason; what any of them is told is kept."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tests.patience import SOON, gone

NOW = datetime.now(UTC)
DAY = timedelta(days=1)
SIGNS = x509.KeyUsage(
    key_cert_sign=True, crl_sign=True, digital_signature=False, content_commitment=False, key_encipherment=False,
    data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
)  # fmt: skip


@dataclass
class Authority:
    """Somebody who signs certificates."""

    folder: Path
    name: str

    def __post_init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        own = x509.BasicConstraints(ca=True, path_length=None)
        made = _builder(self.name, self.name, self.key, NOW - DAY, NOW + 90 * DAY).add_extension(own, critical=True)
        self.certificate = made.add_extension(SIGNS, critical=True).add_extension(named(self.key), critical=False)
        self.signed = self.certificate.sign(self.key, hashes.SHA256())
        self.bundle = self.folder / f"{self.name}.pem"
        self.bundle.write_bytes(self.signed.public_bytes(serialization.Encoding.PEM))

    def give(
        self, *, host: str = "localhost", begins: datetime = NOW - DAY, ends: datetime = NOW + DAY, ca: bool = False, client: bool = False,
        weak: bool = False,
    ) -> Path:  # fmt: skip
        """A certificate and its key in one file."""
        key = rsa.generate_private_key(65537, 1024) if weak else ec.generate_private_key(ec.SECP256R1())  # noqa: S505 - weak on purpose
        made = _builder(host, self.name, key, begins, ends).add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        made = made.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False)
        usage = ExtendedKeyUsageOID.CLIENT_AUTH if client else ExtendedKeyUsageOID.SERVER_AUTH
        signed = made.add_extension(x509.ExtendedKeyUsage([usage]), critical=False).sign(self.key, hashes.SHA256())
        path = self.folder / f"{signed.serial_number}.pem"
        form = serialization.PrivateFormat.PKCS8
        path.write_bytes(
            key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
            + signed.public_bytes(serialization.Encoding.PEM)
        )
        return path


def named(key: ec.EllipticCurvePrivateKey) -> x509.SubjectKeyIdentifier:
    return x509.SubjectKeyIdentifier.from_public_key(key.public_key())


def _builder(
    subject: str, issuer: str, key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey, begins: datetime, ends: datetime
) -> x509.CertificateBuilder:
    name = lambda text: x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])  # noqa: E731 - only here
    made = x509.CertificateBuilder().subject_name(name(subject)).issuer_name(name(issuer)).public_key(key.public_key())
    return made.serial_number(x509.random_serial_number()).not_valid_before(begins).not_valid_after(ends)


@dataclass
class Server:
    """Listens as `https://localhost:port`; `heard` is what was said to it inside."""

    port: int
    heard: bytearray = field(default_factory=bytearray)


@contextmanager
def serving(certificate: Path, *, oldest: ssl.TLSVersion | None = None, ciphers: str = "", plain: bool = False) -> Iterator[Server]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if ciphers:
        context.set_ciphers(ciphers)
    context.load_cert_chain(certificate)
    if oldest:
        context.minimum_version = context.maximum_version = oldest
    with socket.create_server(("127.0.0.1", 0)) as door:
        door.settimeout(0.05)
        over, server = threading.Event(), Server(door.getsockname()[1])
        thread = threading.Thread(target=_serve, args=(door, context, server, over, plain), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            over.set()
            gone(thread)


def _serve(door: socket.socket, context: ssl.SSLContext, server: Server, over: threading.Event, plain: bool) -> None:
    while not over.is_set():
        with suppress(OSError, ssl.SSLError):
            client, _ = door.accept()
            client.settimeout(SOON / 2)
            with client, client if plain else context.wrap_socket(client, server_side=True) as speaker:
                while piece := speaker.recv(65536):
                    if plain and piece[:1] == b"\x16":
                        break  # a greeting under TLS, which says nothing
                    server.heard += piece
                    speaker.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")
