"""Small forms for tests of the script: a few questions written out as a published form."""

from datetime import UTC, datetime

from callhandler.config import RESOURCES
from callhandler.script.call import Call
from callhandler.script.form import Form
from callhandler.script.load import load

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SPACES = (
    'xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa" '
    'xmlns:app="urn:firstcall"'
)


def noon() -> datetime:
    return NOON


def written(places: str, binds: str = "", body: str = "", *, more: str = "") -> bytes:
    """A form out of its places, binds, body, and lists or wordings."""
    head = f"<h:head><h:title>Small</h:title><model><instance><data id='small'>{places}</data></instance>{more}{binds}</model></h:head>"
    return f"<h:html {SPACES}>{head}<h:body>{body}</h:body></h:html>".encode()


def called(places: str, binds: str = "", body: str = "", *, more: str = "") -> Call:
    """A call with such a form."""
    return Call(load(written(places, binds, body, more=more)), now=noon)


def first_call() -> Form:
    """The shipped form."""
    return load((RESOURCES / "forms" / "first-call.xml").read_bytes())


def a_list(name: str, *entries: str) -> str:
    """A list of answers: "yes=3" is the answer yes with 3 points."""
    items = "".join(
        f"<item><name>{n}</name><label>{n.title()}</label><points>{p}</points></item>" for n, _, p in (e.partition("=") for e in entries)
    )
    return f"<instance id='{name}'><root>{items}</root></instance>"


def select(path: str, name: str, tag: str = "select1", condition: str = "") -> str:
    """A question whose answers come from a list."""
    nodes = f"instance('{name}')/root/item{condition}"
    return f'<{tag} ref="{path}"><label>{path}</label><itemset nodeset="{nodes}"><value ref="name"/><label ref="label"/></itemset></{tag}>'
