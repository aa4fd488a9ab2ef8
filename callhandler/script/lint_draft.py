"""The workbook as the lint sees it: its questions with their places, its lists, its languages, and a ground for its expressions."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from xml.etree.ElementTree import Element, SubElement

from callhandler.script.finding import Finding
from callhandler.script.instances import lists_of, read_seed
from callhandler.script.nodes import Node, Shape
from callhandler.script.scope import Ground
from callhandler.script.workbook import Row, Workbook, switched_on

ROOT = "data"
REFERENCE = re.compile(r"\$\{\s*([^{}]*?)\s*\}")
NAME = re.compile(r"^[^\W\d][\w.-]*$")
NUMBER = re.compile(r"^-?\d+(\.\d+)?$")
QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"'})  # as pyxform reads them
SELECTS = frozenset({"select_one", "select_multiple"})
BRACKETS = frozenset({"begin group", "end group", "begin repeat", "end repeat"})
SILENT = frozenset({"calculate", "hidden", "start", "end", "today"})


@dataclass(frozen=True, slots=True)
class Asked:
    """One row of the survey. `kind`: its type without the list; `answers`: the list; `path`: where its answer stands."""

    row: Row
    kind: str
    answers: str
    path: str
    inside: tuple["Asked", ...]

    @property
    def name(self) -> str:
        return self.row["name"]

    @property
    def shown(self) -> bool:
        """Whether the handler sees it as a question or a note."""
        return self.kind not in SILENT and self.kind not in BRACKETS


@dataclass(frozen=True)
class Draft:
    """A workbook with what the checks look up in it again and again."""

    book: Workbook

    @cached_property
    def asked(self) -> tuple[Asked, ...]:
        return tuple(_asked(self.book))

    @cached_property
    def by_name(self) -> Mapping[str, Asked]:
        """Questions, groups and repeats by name; the first where a name stands twice."""
        return {one.name: one for one in reversed(self.asked) if one.path}

    @cached_property
    def by_path(self) -> Mapping[str, Asked]:
        return {one.path: one for one in reversed(self.asked) if one.path}

    @cached_property
    def answers(self) -> Mapping[str, tuple[Row, ...]]:
        """The lists of answers by name."""
        found: dict[str, list[Row]] = {}
        for row in self.book["choices"]:
            found.setdefault(row["list_name"], []).append(row)
        return {name: tuple(rows) for name, rows in found.items() if name}

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages of the labels, the first as the workbook has them."""
        found = (heading for sheet in ("survey", "choices") for heading in self.book.headings.get(sheet, ()))
        return tuple(dict.fromkeys(heading.partition("::")[2].strip() for heading in found if heading.startswith("label::")))

    @cached_property
    def root(self) -> Shape:
        """The places of the form."""
        top = Element(ROOT)
        places = {"": top}
        for one in self.asked:
            if one.path:
                above = one.inside[-1].path if one.inside else ""
                places[one.path] = SubElement(places[above], one.path.rpartition("/")[2])
        return read_seed(top, {one.path for one in self.asked if one.kind == "begin repeat"})[0].shape

    @cached_property
    def shapes(self) -> Mapping[str, Shape]:
        return {shape.path: shape for shape in self.root.all()}

    @cached_property
    def lists(self) -> Mapping[str, Node]:
        """The lists as an expression reads them."""
        return lists_of([_instance(name, rows, self.book.headings["choices"]) for name, rows in self.answers.items()])

    def ground(self, asked: Asked, *, answer: bool = False) -> Ground:
        """Where an expression of a question stands; `answer`: at one answer of its list, as a choice filter does."""
        shape = self.shapes[asked.path]
        here = self.lists[asked.answers].shape.inside["root"].inside["item"] if answer else shape
        return Ground(here, shape, self.root, self.lists)

    def written(self, text: str) -> str:
        """An expression with paths in place of `${…}`; a name that nobody has leads to the top, which nothing depends on."""
        return REFERENCE.sub(lambda found: self._path(found[1]), text.translate(QUOTES))

    def _path(self, name: str) -> str:
        return self.by_name[name].path if name in self.by_name else f"/{ROOT}"

    def at(self, asked: Asked, column: str, code: str, said: str, *, warning: bool = False) -> Finding:
        """A finding at a cell of the survey."""
        return self.book.finding("survey", asked.row, column, code, said, warning=warning)


def kind_of(written: str) -> tuple[str, str]:
    """The type of a row, and its list."""
    words = written.split()
    if words and words[0].startswith(("begin", "end")) and words != ["end"]:
        return " ".join(" ".join(words).replace("_", " ").split()), ""
    return (words[0], " ".join(words[1:])) if words and words[0] in SELECTS else (" ".join(words), "")


def _asked(book: Workbook) -> Iterator[Asked]:
    """Each row with the groups and repeats it stands in. An end that closes nothing is passed over; the rows' check tells of it."""
    inside: tuple[Asked, ...] = ()
    for row in switched_on(book["survey"]):
        kind, answers = kind_of(row["type"])
        named = bool(row["name"]) and not kind.startswith("end ")
        place = row["name"] if NAME.match(row["name"]) else f"row{row.number}"
        path = f"{inside[-1].path if inside else f'/{ROOT}'}/{place}" if named else ""
        one = Asked(row, kind, answers, path, inside)
        yield one
        if kind in ("begin group", "begin repeat") and path:
            inside = (*inside, one)
        elif kind in ("end group", "end repeat"):
            inside = inside[:-1]


def _instance(name: str, rows: tuple[Row, ...], headings: tuple[str, ...]) -> Element:
    top = Element("instance", id=name)
    root = SubElement(top, "root")
    for row in rows:
        item = SubElement(root, "item")
        for column in ("itextId", *(heading for heading in headings if NAME.match(heading) and heading != "list_name")):
            SubElement(item, column).text = row[column]
    return top
