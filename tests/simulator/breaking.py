"""Breaks one line of the core on purpose: its source is changed while it is loaded, in a set of modules that nobody else sees.

The seam is the import itself: the product knows nothing of it. A mutant names a module, a piece of its source that stands there
exactly once, and what to put in its place.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import spec_from_loader
from pathlib import Path
from types import ModuleType

from typing_extensions import override

LOADED_ANEW = ("callhandler.sync", "tests.simulator", "tests.test_sync")


@dataclass(frozen=True)
class Mutant:
    """One line of the core, broken."""

    name: str
    module: str
    old: str
    new: str


class _Broken(MetaPathFinder, Loader):
    """Finds and loads the one module, with its source changed."""

    def __init__(self, mutant: Mutant) -> None:
        self._mutant = mutant
        found = PathFinder.find_spec(mutant.module, import_module(mutant.module.rpartition(".")[0]).__path__)
        if found is None or found.origin is None:
            raise LookupError(mutant.module)
        self._origin = found.origin

    @override
    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        return spec_from_loader(fullname, self) if fullname == self._mutant.module else None

    @override
    def exec_module(self, module: ModuleType) -> None:
        source = broken(self._mutant, Path(self._origin).read_text(encoding="utf-8"))
        exec(compile(source, self._origin, "exec"), module.__dict__)  # noqa: S102 - this is what a loader does


def broken(mutant: Mutant, source: str) -> str:
    """The source with that piece changed. Raises LookupError where it does not stand there exactly once: the mutant is out of date."""
    if source.count(mutant.old) != 1:
        raise LookupError(f"{mutant.name}: stands {source.count(mutant.old)} times in {mutant.module}: {mutant.old}")
    return source.replace(mutant.old, mutant.new)


@contextmanager
def loaded(mutant: Mutant) -> Iterator[Callable[[str], ModuleType]]:
    """Inside, `load(name)` gives modules that were loaded around the broken one. Afterwards all is as it was."""
    aside = {name: sys.modules.pop(name) for name in list(sys.modules) if name.startswith(LOADED_ANEW) or name == mutant.module}
    finder = _Broken(mutant)
    sys.meta_path.insert(0, finder)
    try:
        yield import_module
    finally:
        sys.meta_path.remove(finder)
        for name in [name for name in sys.modules if name.startswith(LOADED_ANEW) or name == mutant.module]:
            del sys.modules[name]
        sys.modules.update(aside)
        for name, module in aside.items():
            parent, _, child = name.rpartition(".")
            setattr(sys.modules[parent], child, module)
