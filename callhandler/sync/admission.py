"""Who may speak to the endpoint: devices that an administrator let in, told by a key that only they hold."""

from collections.abc import Mapping
from dataclasses import replace

from callhandler.log.chain import start
from callhandler.log.device import id_of
from callhandler.log.kinds import AgencyId, DeviceEnrolled
from callhandler.log.ownership import devices_of
from callhandler.sync.messages import PROTO, Ask, Verdict
from callhandler.sync.proof import Certificate, Signer, Verify, Vouch, certified, certify, vouched
from callhandler.sync.rules import devices_told
from callhandler.sync.stores import EndpointStore, Enrolled

OLDEST = max(1, PROTO - 2)
HEX = frozenset("0123456789abcdef")


class Admission:
    """The endpoint's gate."""

    __slots__ = ("_key", "_store", "_verify")

    def __init__(self, store: EndpointStore, key: Signer, verify: Verify) -> None:
        self._store, self._key, self._verify = store, key, verify

    def admit(self, ask: Ask) -> Enrolled | Verdict:
        """The device that asks, or what it needs first."""
        if not OLDEST <= ask.proto <= PROTO:
            return Verdict("need", 0, "update")
        known = self._store.device(ask.device)
        if known and not _says_of_another_line(ask, known):
            return known
        return self._certified(ask) or self._successor(ask) or known or Verdict("need", 0, "enrol")

    def known(self, certificate: Certificate) -> Enrolled:
        """The device with this certificate, which was checked before. A restored endpoint knows it again by it.

        An administrator may have let it in anew meanwhile, by its name alone: its line has to be learnt again, or it would lose the rights
        that were given to the line, and nobody could take it out together with the others.
        """
        known = self._store.device(certificate.device)
        if known is None:
            return self._enrol(certificate, 0, start(certificate.public))
        anew = known.certificate.line == known.device != certificate.line and known.agency == certificate.agency
        return self._enrol(certificate, known.n, known.head) if anew else known

    def let_in(self, public: bytes, agency: AgencyId) -> Certificate:
        """Enrol a device of this agency, as an administrator decided."""
        return self.known(certify(self._key, public, agency)).certificate

    def decide(self, agency: AgencyId) -> tuple[str, ...]:
        """Act on what the agency's administrators put on record about its devices. Says which were let in again."""
        back = []
        for device, body in self._told(agency).items():
            if body and not self._store.device(device):
                self._let_in_by(body, agency)
            for known in self._store.line(device):
                if known.agency == agency and known.revoked != (body is None):
                    self._store.enrol(replace(known, revoked=body is None))
                    back += [known.device] if body else []
        return tuple(back)

    def _told(self, agency: AgencyId) -> Mapping[str, DeviceEnrolled | None]:
        case = devices_of(agency)
        return devices_told(self._store.rules((case,)).get(case, ()))

    def _let_in_by(self, body: DeviceEnrolled, agency: AgencyId) -> None:
        public = bytes.fromhex(body.public) if set(body.public) <= HEX and len(body.public) % 2 == 0 else b""
        if id_of(public) == body.device:
            self.let_in(public, agency)

    def _certified(self, ask: Ask) -> Enrolled | None:
        certificate = ask.certificate
        if certificate and certificate.device == ask.device and certified(certificate, self._key.public, self._verify):
            return self.known(certificate)
        return None

    def _successor(self, ask: Ask) -> Enrolled | None:
        word = ask.vouch
        if word is None or id_of(word.public) != ask.device or not self._trusts(word):
            return None
        former = self.known(word.former)
        return self.known(certify(self._key, word.public, former.agency, former.certificate.line))

    def _trusts(self, word: Vouch) -> bool:
        return certified(word.former, self._key.public, self._verify) and vouched(word, self._verify)

    def _enrol(self, certificate: Certificate, n: int, head: bytes) -> Enrolled:
        known = Enrolled(certificate, certificate.device, n, head, self._is_out(certificate))
        self._store.enrol(known)
        return known

    def _is_out(self, certificate: Certificate) -> bool:
        """As `decide` would have it: the last decision about the device or its line holds."""
        told = self._told(certificate.agency)
        about = [body for name, body in told.items() if name in {certificate.device, certificate.line}]
        return bool(about) and about[-1] is None


def _says_of_another_line(ask: Ask, known: Enrolled) -> bool:
    """Whether a device that we know by its own name alone has a word for it that it goes on in another one's place."""
    told = ask.certificate.line if ask.certificate else known.device
    return known.certificate.line == known.device and (told != known.device or ask.vouch is not None)
