"""Reads the actions of a form: values that are set once at the start, with a new row, or when an answer changes."""

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from callhandler.script.binds import Grounds, found
from callhandler.script.expression import compiled
from callhandler.script.form import SetValue
from callhandler.script.nodes import Shape
from callhandler.script.scope import Run
from callhandler.script.trouble import ScriptTrouble, did_you_mean

FIRST, LOAD, ROW, CHANGED = "odk-instance-first-load", "odk-instance-load", "odk-new-repeat", "xforms-value-changed"
EVENTS = frozenset({FIRST, LOAD, ROW, CHANGED, "xforms-ready"})


def read_action(element: Element, trigger: Shape, places: Mapping[str, Shape], grounds: Grounds) -> SetValue:
    """One setvalue. Raises ScriptTrouble for an unknown event or place."""
    events = frozenset((_attribute(element, "event") or "").split())
    if unknown := sorted(events - EVENTS):
        raise ScriptTrouble("event", f"unknown event {unknown[0]}{did_you_mean(unknown[0], EVENTS)}")
    if ROW in events and not trigger.repeat:
        raise ScriptTrouble("event", f"{ROW} stands only within a repeat")
    path = (element.get("ref") or element.get("target") or "").strip()
    if "[" not in path and path.startswith("/"):
        found(path, places)
    return SetValue(events, compiled(path, grounds(trigger)).run, trigger, _value(element, trigger, path, places, grounds))


def _value(element: Element, trigger: Shape, path: str, places: Mapping[str, Shape], grounds: Grounds) -> Run:
    written = element.get("value")
    if not written:
        words = (element.text or "").strip()
        return lambda _s: words
    return compiled(written, grounds(places.get(path, trigger))).run


def _attribute(element: Element, name: str) -> str | None:
    """An attribute, with or without a namespace."""
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), None)
