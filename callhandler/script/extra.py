"""Loads what only publishing needs, and says in a sentence where it is not installed."""

from importlib import import_module
from typing import Any

from callhandler.script.trouble import ScriptTrouble


def extra(name: str) -> Any:
    """A module of the extra “publish”. Raises ScriptTrouble where it is not there: the desk itself never needs it."""
    try:
        return import_module(name)
    except ImportError as trouble:
        said = "publishing is not installed here; install it with “pip install callhandler[publish]”"
        raise ScriptTrouble("extra", said) from trouble
