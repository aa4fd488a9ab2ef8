"""Takes a device out of sync for good: from its next round on it is read out nothing, and told to wipe by the endpoint's signed answer."""

from dataclasses import replace

from callhandler.sync.stores import EndpointStore


def take_out(store: EndpointStore, device: str) -> None:
    """Whatever name the device goes by: also those that it took when it found out to be a copy. Again changes nothing."""
    with store.transaction():
        store.lock(device=device)
        for known in store.line(device):
            if not known.revoked:
                store.enrol(replace(known, revoked=True))
