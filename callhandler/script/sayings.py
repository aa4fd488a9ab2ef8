"""The wordings of a form in all its languages, with the answers that are shown within them."""

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from xml.etree.ElementTree import Element

from callhandler.script.expression import compiled
from callhandler.script.form import Said
from callhandler.script.nodes import Shape
from callhandler.script.safexml import every, first, local
from callhandler.script.scope import Ground, Run
from callhandler.script.trouble import ScriptTrouble

CODE = re.compile(r"\(([\w-]+)\)\s*$")
ITEXT = re.compile(r"\s*jr:itext\(\s*(['\"])(.*?)\1\s*\)\s*$", re.DOTALL)
NOTHING: Said = {}


class Sayings:
    """Looks wordings up by their id. `reads` collects the places shown within the wordings asked for."""

    def __init__(self, model: Element) -> None:
        itext = first(model, "itext")
        self._translations = list(every(itext, "translation")) if itext is not None else []
        self._texts = {_code(one): {text.get("id", ""): text for text in every(one, "text")} for one in self._translations}
        self.reads: set[Shape] = set()

    @cached_property
    def languages(self) -> Mapping[str, str]:
        """Code → name as published, the default language first."""
        chosen = sorted(self._translations, key=lambda one: one.get("default") is None)
        return {_code(one): one.get("lang", "") for one in chosen}

    def element(self, element: Element | None, ground: Ground) -> Said:
        """The wording of a label or a hint."""
        if element is None:
            return NOTHING
        ref = element.get("ref")
        if ref is None:
            return {"": {"": self._parts(element, ground)}}
        if "jr:itext(" in ref:
            return self.message(ref, ground)
        return {"": {"": (self._shown(ref, ground),)}}

    def message(self, written: str | None, ground: Ground) -> Said:
        """A message of a bind: jr:itext('id'), or the words themselves."""
        if not written:
            return NOTHING
        found = ITEXT.match(written)
        return self.by_id(found[2], ground) if found else {"": {"": (written,)}}

    def by_id(self, name: str, ground: Ground) -> Said:
        """A wording by its id, in every language that has it."""
        said = {code: self._forms(texts[name], ground) for code, texts in self._texts.items() if name in texts}
        if not said:
            raise ScriptTrouble("text", f"the wording “{name}” is missing")
        return said

    def ids(self) -> Iterable[str]:
        """All there are."""
        return {name for texts in self._texts.values() for name in texts}

    def _forms(self, text: Element, ground: Ground) -> Mapping[str, tuple[str | Run, ...]]:
        return {value.get("form", ""): self._parts(value, ground) for value in text if local(value) == "value"}

    def _parts(self, element: Element, ground: Ground) -> tuple[str | Run, ...]:
        if not len(element):
            return (element.text,) if element.text else ()
        parts: list[str | Run] = [element.text or ""]
        for child in element:
            shown = child.get("value") or child.get("ref")
            if local(child) == "output" and shown:
                parts.append(self._shown(shown, ground))
            else:
                parts.append("".join(child.itertext()))
            parts.append(child.tail or "")
        return tuple(part for part in parts if part != "")

    def _shown(self, written: str, ground: Ground) -> Run:
        expression = compiled(written, ground)
        self.reads |= expression.reads
        return expression.run


def _code(translation: Element) -> str:
    lang = translation.get("lang", "")
    found = CODE.search(lang)
    return found[1] if found else lang
