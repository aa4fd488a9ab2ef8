"""Which question of the script asks what, so that the log can be read: the names are the shipped form's."""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Questions:
    """The paths of the questions that the log reads for itself. Everything else it keeps as asked."""

    when: str = "/data/incident/when_happened"
    when_date: str = "/data/incident/when_date"
    place: str = "/data/incident/location"
    account: str = "/data/incident/account"
    vulnerability: str = "/data/harm/r_vuln"
    hate: str = "/data/hate/r_hate"
    language: str = "/data/opening/language"

    @classmethod
    def names(cls) -> frozenset[str]:
        return frozenset(one.name for one in fields(cls))


NOT_KNOWN = frozenset(("dk", "declined"))  # answers that say nothing; never read as "no"
NOTHING = NOT_KNOWN | {"none"}
