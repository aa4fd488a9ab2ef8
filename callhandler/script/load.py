"""Opens a published form: reads the XForm, makes its expressions runnable, and refuses what it cannot run."""

import hashlib
from collections.abc import Mapping
from xml.etree.ElementTree import Element

from callhandler.script.actions import read_action
from callhandler.script.binds import read_binds
from callhandler.script.body import Body
from callhandler.script.form import Form
from callhandler.script.instances import lists_of, named, primary, read_seed, repeats_of
from callhandler.script.nodes import Shape
from callhandler.script.order import below, ordered, readers
from callhandler.script.safexml import every, local, parsed
from callhandler.script.sayings import Sayings
from callhandler.script.scope import Ground


def load(xml: bytes) -> Form:
    """A form, ready to be asked. Raises ScriptTrouble in plain words."""
    html = parsed(xml)
    head, laid_out = named(html, "head"), named(html, "body")
    model = named(head, "model")
    instances = list(every(model, "instance"))
    top = primary(instances)
    seed, templates = read_seed(top, repeats_of(laid_out))
    shapes = tuple(seed.shape.all())
    places = {shape.path: shape for shape in shapes}
    lists = lists_of([one for one in instances if one.get("id")])
    sayings = Sayings(model)

    def ground(shape: Shape) -> Ground:
        return Ground(shape, shape, seed.shape, lists)

    binds, rules = read_binds(every(model, "bind"), places, ground, sayings)
    body = Body(seed.shape, places, _bind_ids(model), ground, sayings)
    block = body.block(laid_out, seed.shape)
    actions = [read_action(one, seed.shape, places, ground) for one in every(model, "setvalue")]
    in_order = ordered([*rules, *body.rules])
    reading = readers(in_order, shapes)
    return Form(
        id=top.get("id") or top.tag,
        version=top.get("version", ""),
        sha256=hashlib.sha256(xml).hexdigest(),
        title=(named(head, "title").text or "").strip() if any(local(one) == "title" for one in head) else "",
        languages=sayings.languages,
        shapes=shapes,
        binds=binds,
        rules=in_order,
        readers=reading,
        below=below(in_order, shapes, reading),
        controls=body.controls,
        body=block,
        actions=(*actions, *body.actions),
        seed=seed,
        templates=templates,
        lists=lists,
    )


def _bind_ids(model: Element) -> Mapping[str, str]:
    return {one.get("id", ""): one.get("nodeset", "") for one in every(model, "bind")}
