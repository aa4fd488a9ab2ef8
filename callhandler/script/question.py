"""What the handler sees of the script: questions, the answers offered to them, sections, and the rows of a repeat."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "integer", "decimal", "date", "time", "note", "one", "many"]


@dataclass(frozen=True, slots=True)
class Option:
    """One answer offered; `points` where the script scores it."""

    name: str
    label: str
    points: int | None


@dataclass(frozen=True, slots=True)
class Question:
    """One question as it stands now, in one language.

    `path` is "/data/opening/danger"; within a repeat it names the row: "/data/who/person[1]/person_name".
    `label` is "" and `spoken` False where the script's label stands in round brackets: show `short` instead.
    `problem` is "" or says in the form's own words why the answer does not count. `ahead`: a date that must not lie in the past.
    """

    path: str
    kind: Kind
    label: str
    spoken: bool
    short: str
    hint: str
    guidance: str
    required: bool
    readonly: bool
    appearance: frozenset[str]
    options: tuple[Option, ...]
    value: str
    problem: str
    core: str
    relevant: bool
    ahead: bool = False

    @property
    def answered(self) -> bool:
        """Whether an answer stands here that counts: a refused one never does."""
        return self.relevant and self.value != "" and self.problem == ""


@dataclass(frozen=True, slots=True)
class Rows:
    """A repeat: the questions of row n carry [n] in their path; `fixed` where the script itself counts the rows."""

    path: str
    label: str
    count: int
    relevant: bool
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A group of the script, under one heading."""

    path: str
    label: str
    questions: tuple[Question, ...]
    rows: tuple[Rows, ...] = ()


@dataclass(frozen=True, slots=True)
class Changed:
    """What one answer changed. `layout`: questions, rows or offered answers came or went, so lay the column out anew."""

    paths: frozenset[str]
    layout: bool
