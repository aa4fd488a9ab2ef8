"""Opens a published form: reads the XForm, makes its expressions runnable, and refuses what it cannot run."""

import hashlib
from collections.abc import Mapping
from xml.etree.ElementTree import Element

from callhandler.script.actions import read_action
from callhandler.script.binds import read_binds
from callhandler.script.body import Body
from callhandler.script.form import Bind, Block, Form
from callhandler.script.instances import lists_of, named, primary, read_seed, repeats_of
from callhandler.script.nodes import Node, Shape
from callhandler.script.order import below, ordered, readers
from callhandler.script.safexml import every, local, parsed
from callhandler.script.sayings import Sayings
from callhandler.script.scope import Ground


def load(xml: bytes) -> Form:
    """A form, ready to be asked. Raises ScriptTrouble in plain words."""
    html = parsed(xml)
    head, laid_out = named(html, "head"), named(html, "body")
    model = named(head, "model")
    top = primary(list(every(model, "instance")))
    seed, templates = read_seed(top, repeats_of(laid_out))
    lists = lists_of([one for one in every(model, "instance") if one.get("id")])
    body, binds, block = _read(model, laid_out, seed.shape, lists)
    shapes = tuple(seed.shape.all())
    rules = ordered(body.rules)
    reading = readers(rules, shapes)
    return Form(
        id=top.get("id") or local(top),
        version=top.get("version", ""),
        sha256=hashlib.sha256(xml).hexdigest(),
        title="".join(one.text or "" for one in every(head, "title")).strip(),
        languages=body.sayings.languages,
        places=body.places,
        shapes=shapes,
        binds=binds,
        rules=rules,
        readers=reading,
        below=below(rules, shapes, reading),
        controls=body.controls,
        body=block,
        actions=tuple(body.actions),
        seed=seed,
        templates=templates,
        lists=lists,
    )


def _read(model: Element, laid_out: Element, root: Shape, lists: Mapping[str, Node]) -> tuple[Body, Mapping[Shape, Bind], Block]:
    """The binds, the layout and the actions, each expression made runnable where it stands."""
    places = {shape.path: shape for shape in root.all()}

    def ground(shape: Shape) -> Ground:
        return Ground(shape, shape, root, lists)

    sayings = Sayings(model)
    binds, rules = read_binds(every(model, "bind"), places, ground, sayings)
    ids = {one.get("id", ""): one.get("nodeset", "") for one in every(model, "bind")}
    body = Body(root, places, ids, ground, sayings, rules)
    body.actions += [read_action(one, root, places, ground) for one in every(model, "setvalue")]
    return body, binds, body.block(laid_out, root)
