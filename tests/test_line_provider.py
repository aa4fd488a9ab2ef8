"""A desk signs in by its agency's own provider, also where the house alone vouches for it: whom to believe is the endpoint's to say."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
import yaml

from callhandler.endpoint.accounts.oidc_keys import Keys, fetch
from callhandler.endpoint.accounts.oidc_settings import Provider, ProviderTrouble, load_provider
from callhandler.line.joining import Membership
from callhandler.line.loopback import Provider as Told
from callhandler.line.troubles import Insecure, NoProvider, Portal, ProviderAway, ProviderUntrusted
from callhandler.store.vault import Vault
from tests.bad_tls import Authority
from tests.doubles import ToldClock
from tests.endpoints import free_port
from tests.patience import SOON, gone
from tests.providers import Idp, provider_keys, standing
from tests.stores import Place
from tests.test_line_joining import let_in, member
from tests.towns import Served, app_of, founded_at

__all__ = ["provider_keys"]
pytestmark = pytest.mark.req("R10", "R15", "T24")


@pytest.fixture
def house(tmp_path: Path) -> Authority:
    return Authority(tmp_path, "house")


@pytest.fixture
def idp(house: Authority, provider_keys) -> Iterator[Idp]:
    """The agency's own, whose certificate the house gave."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(house.give())
    with standing(provider_keys, tls) as running:
        yield running


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    opened = Place(tmp_path / "store").create()
    yield opened
    opened.close()


@dataclass
class Browser:
    """Somebody's browser: goes where it is sent, on its own time, and believes the house."""

    clock: ToldClock
    ca: Path
    sent: list[str] = field(default_factory=list)
    threads: list[Thread] = field(default_factory=list)

    def __call__(self, address: str) -> None:
        self.sent.append(address)
        self.threads.append(Thread(target=self._go, args=(address,)))
        self.threads[-1].start()

    def _go(self, address: str) -> None:
        with requests.Session() as session:
            session.get(f"{address}&now={int(self.clock().timestamp())}", verify=str(self.ca), timeout=SOON)


@pytest.fixture
def browser(house: Authority, clock: ToldClock) -> Iterator[Browser]:
    made = Browser(clock, house.bundle)
    yield made
    gone(*made.threads)


@contextmanager
def joined(tmp_path: Path, clock: ToldClock, vault: Vault, provider: Provider | None) -> Iterator[Membership]:
    """A desk that was let in at an endpoint with these settings."""
    town, engine = founded_at(tmp_path, clock)
    keys = Keys(provider.jwks_uri, town.gatehouse.now, partial(fetch, ca=provider.ca)) if provider else None
    town.gatehouse = replace(town.gatehouse, provider=provider, keys=keys)
    with Served(app_of(town.gatehouse)) as town.url, town.session:
        desk = member(town, vault)
        let_in(town, desk)
        yield desk
    engine.dispose()


@pytest.mark.parametrize("redirect", ["http://127.0.0.1", "http://localhost/back", "http://127.0.0.1/back"])
def test_the_authority_that_the_endpoint_names_is_believed(tmp_path, clock, vault, idp, house, browser, redirect):
    with joined(tmp_path, clock, vault, replace(idp.provider, ca=house.bundle, redirect=redirect)) as desk:
        assert desk.sign_in_by_browser(browser) == "Nia Hughes"
        kept = desk.shelf.get()
    assert kept
    assert (kept.role, kept.agency) == ("handler", "police")
    told = urlsplit(parse_qs(urlsplit(browser.sent[0]).query)["redirect_uri"][0])
    assert (told.hostname, told.port is not None) == (urlsplit(redirect).hostname, True)
    assert told.path == "/back" if redirect.endswith("/back") else len(told.path) > 20


@pytest.mark.parametrize("believed", [None, "other"])
def test_without_it_nothing_is_told_to_whoever_answers(tmp_path, clock, vault, idp, browser, believed):
    ca = Authority(tmp_path, believed).bundle if believed else None
    with joined(tmp_path, clock, vault, replace(idp.provider, ca=ca)) as desk, pytest.raises(ProviderUntrusted):
        desk.sign_in_by_browser(browser)
    assert len(idp.codes) == 1  # nobody came for what it stands for


def test_only_certificates_are_handed_on_and_not_those_that_everybody_has(idp, house, tmp_path):
    mixed = tmp_path / "mixed.pem"
    mixed.write_bytes(house.give().read_bytes() + house.bundle.read_bytes())
    told = replace(idp.provider, ca=mixed).authority()
    assert (told.count("BEGIN CERTIFICATE"), "PRIVATE" in told) == (1, False)
    many = tmp_path / "many.pem"
    many.write_text("".join(Authority(tmp_path, f"a{n}").bundle.read_text() for n in range(80)))
    assert (replace(idp.provider, ca=many).authority(), idp.provider.authority()) == ("", "")


def test_where_no_provider_is_set_up_a_sentence_says_so(tmp_path, clock, vault, browser):
    with joined(tmp_path, clock, vault, None) as desk, pytest.raises(NoProvider):
        desk.sign_in_by_browser(browser)
    assert browser.sent == []


def test_a_provider_that_does_not_answer_is_told_from_the_endpoint(tmp_path, clock, vault, idp, browser):
    with free_port() as nobody:
        away = replace(idp.provider, token_endpoint=f"http://127.0.0.1:{nobody}/token")
        with joined(tmp_path, clock, vault, away) as desk, pytest.raises(ProviderAway):
            desk.sign_in_by_browser(browser)


@pytest.mark.parametrize(
    ("told", "trouble"),
    [
        ({}, Portal),
        ({"redirect": "http://elsewhere.example"}, Insecure),
        ({"redirect": "http://127.0.0.1:80"}, Insecure),
        ({"authorization_endpoint": "http://idp.example/"}, Insecure),
        ({"authorization_endpoint": "file:///etc/passwd"}, Insecure),
    ],
)
def test_an_endpoint_that_tells_of_no_safe_way_is_not_followed(told, trouble):
    whole = {"client_id": "desk", "authorization_endpoint": "https://idp.example/", "token_endpoint": "https://idp.example/token"}
    assert Told.told({**whole, "more": 1}).scopes == "openid"
    with pytest.raises(trouble):
        Told.told({**whole, **told} if told else {})


@pytest.mark.parametrize("redirect", ["https://127.0.0.1", "http://127.0.0.1:8080/x", "http://idp.example/x", "http://localhost/?a=b"])
def test_a_browser_is_only_ever_sent_back_to_its_own_computer(idp, tmp_path, redirect):
    names = ("issuer", "client_id", "authorization_endpoint", "token_endpoint", "jwks_uri", "agency")
    file = tmp_path / "oidc.yaml"
    file.write_text(yaml.safe_dump({**{name: getattr(idp.provider, name) for name in names}, "redirect": redirect}), encoding="utf-8")
    with pytest.raises(ProviderTrouble, match="redirect"):
        load_provider(file)
