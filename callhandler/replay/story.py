"""Reads a published call history: who was affected, and the contacts they made, in order. What it expects of us is never read."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError


def _said(value: object) -> str:
    """A word as it is written; YAML reads a bare yes or no as true or false."""
    return {None: "", True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool | None) else str(value)


def _several(value: object) -> tuple[object, ...]:
    return tuple(value) if isinstance(value, list) else () if value is None else (value,)


Words = Annotated[str, BeforeValidator(_said)]
Phrases = Annotated[tuple[Words, ...], BeforeValidator(_several)]
Facts = Annotated[Mapping[str, Phrases], BeforeValidator(lambda facts: facts or {})]
Day = Annotated[str | None, BeforeValidator(lambda value: None if value is None else str(value))]
Kind = Literal["report", "follow_up", "complaint_about_service", "agency_contact", "referral", "case_review_application"]


class StoryTrouble(Exception):  # noqa: N818 - says what is wrong, as a reader would
    """A file is no call history. The message names the file and what is wrong with it."""


class _Read(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Role(_Read):
    """Somebody in the history, never by name."""

    role: Words
    pseudonym: Words = ""
    age_band: Words = ""
    household: Words = ""
    vulnerabilities: Phrases = ()


class Contact(_Read):
    """One contact, or a run of them: `count` None means that their number is not given."""

    n: int
    date: Day
    date_to: Day = None
    day_offset: int | None = None
    count: int | None = 1
    approximate: bool = False
    caller: Words = "victim"
    channel: Words = ""
    agency: Words = ""
    kind: Kind
    summary: Words = ""
    category: Phrases = ()
    facts: Facts = {}
    qualifies_for_case_review: Words = "yes"

    def fact(self, name: str) -> str:
        """The words of a fact, its phrases one after another; "" where it is not stated."""
        return "; ".join(self.facts.get(name, ()))


class Story(_Read):
    """One history."""

    id: Words
    people: tuple[Role, ...] = ()
    contacts: tuple[Contact, ...]


def stories(path: Path) -> tuple[Story, ...]:
    """The histories of a file, or of every .yaml file of a folder, by name. Raises StoryTrouble."""
    files = [path] if path.is_file() else sorted(path.glob("*.yaml"))
    if not files:
        raise StoryTrouble(f"{path}: no call histories (*.yaml) here")
    return tuple(_story(file) for file in files)


def _story(file: Path) -> Story:
    try:
        return Story.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as trouble:
        raise StoryTrouble(f"{file}: {trouble}") from trouble
    except ValidationError as trouble:
        first = trouble.errors(include_url=False, include_input=False)[0]
        raise StoryTrouble(f"{file}: {'.'.join(map(str, first['loc'])) or 'the file'}: {first['msg']}") from trouble
