"""An agency's own sign-in is often known to the house alone: its authority is named in the settings, and nobody else is believed."""

import ssl
from functools import partial

import pytest
import yaml

from callhandler.endpoint.accounts.oidc_keys import Keys, fetch
from callhandler.endpoint.accounts.oidc_settings import ProviderTrouble, load_provider
from callhandler.endpoint.refusing import Refused
from tests.bad_tls import Authority
from tests.providers import idp, provider_keys, standing

__all__ = ["idp", "provider_keys"]
NAMES = ("issuer", "client_id", "authorization_endpoint", "token_endpoint", "jwks_uri", "agency")


def test_a_provider_of_the_house_is_believed_by_its_own_authority_alone(provider_keys, tmp_path):
    ours, other = Authority(tmp_path, "ours"), Authority(tmp_path, "other")
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(ours.give())
    with standing(provider_keys, tls) as provider:
        url = provider.url
        assert Keys(f"{url}/keys", lambda: 0, partial(fetch, ca=ours.bundle)).find("rsa-1", "RS256").key_type == "RSA"
        for ca in (other.bundle, None):
            with pytest.raises(Refused, match="busy"):
                Keys(f"{url}/keys", lambda: 0, partial(fetch, ca=ca)).find("rsa-1", "RS256")


def test_the_authority_lies_beside_the_file_that_names_it(idp, tmp_path):
    told = {name: getattr(idp.provider, name) for name in NAMES}
    file = tmp_path / "oidc.yaml"
    file.write_text(yaml.safe_dump({**told, "ca": "house.pem"}), encoding="utf-8")
    with pytest.raises(ProviderTrouble, match=r"house\.pem"):
        load_provider(file)
    (tmp_path / "house.pem").write_text("no certificate", encoding="utf-8")
    with pytest.raises(ProviderTrouble, match="holds no certificate"):
        load_provider(file)
    Authority(tmp_path, "house")
    provider = load_provider(file)
    assert provider
    assert provider.ca == tmp_path / "house.pem"
