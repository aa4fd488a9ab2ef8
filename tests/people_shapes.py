"""Descriptions to compare, and a small store that knows how common a value is: for every test of who may be who."""

from dataclasses import dataclass

from hypothesis import strategies as st

from callhandler.people.parts import FIELDS, Parts

MARGARET = Parts("margaret", "jones", "19500203", "7700900123", "14", "maes glas", "cf628ab", "barry")
TOLD = {
    "forename": ("margaret", "peggy", "marg", "magraret", "peter", "mary ann", "llinos"),
    "surname": ("jones", "joness", "evans", "ap rhys", "price", "kaur", "wyn jones"),
    "dob": ("19500203", "19500302", "19500213", "19750505", "1950", "19501231"),
    "phone": ("7700900123", "7700900124", "900123", "2920870000"),
    "number": ("14", "41", "3 14", "7"),
    "street": ("maes glas", "maes las", "heol fawr"),
    "postcode": ("cf628ab", "cf628ad", "cf624aa", "sa11aa"),
    "town": ("barry", "bary", "swansea"),
}


@dataclass(frozen=True)
class Known:
    """Says that every value is borne by this share of so many people."""

    each: float | None = 0.001
    people: int = 10_000

    def share(self, field: str, value: str) -> float | None:
        del field, value
        return self.each


def described() -> st.SearchStrategy[Parts]:
    """Any description: some parts told, the others not."""
    return st.builds(Parts, **{field: st.sampled_from(("", *TOLD[field])) for field in FIELDS})
