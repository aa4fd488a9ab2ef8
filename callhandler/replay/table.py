"""The table by which the words of a history become answers: data, so that a reader can see and dispute every line of it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict

from callhandler.replay.counting import Vague

Words = Annotated[str, BeforeValidator(str)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Line(_Part):
    """What is answered where these words stand; everywhere, where there are none."""

    words: str = ""
    say: Mapping[str, Words]


class Fact(_Part):
    """How the words of one fact are read."""

    lines: tuple[Line, ...]
    denied: Mapping[str, Words] = {}
    every: bool = False
    plain_no: bool = False


class Tick(_Part):
    """A vulnerability that these words tell of."""

    words: str
    tick: str


class Saying(_Part):
    """The answer that these words give."""

    words: str
    say: str


class Table(_Part):
    """The whole table, as it is written."""

    not_said: str
    denied: str
    left_out: str
    facts: Mapping[str, Fact]
    vulnerable: tuple[Tick, ...]
    old: str
    household_words: str
    often: tuple[Saying, ...]
    suspect: tuple[Saying, ...]
    vague: tuple[Vague, ...]
    kept_reporting: int


def load_table(file: Path) -> Table:
    return Table.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
