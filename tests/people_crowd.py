"""Callers of a small town, made up by dice, and a store that knows them: for every test of the index of people."""

import random

from callhandler.log.kinds import PersonDescribed
from callhandler.store.vault import Vault
from tests.stores import Writer


def crowd(writer: Writer, count: int, seed: int = 1) -> list[PersonDescribed]:
    dice = random.Random(seed)
    given, family = ("Ann", "Bethan", "Carys", "David", "Ewan", "Mary"), ("Jones", "Evans", "Prichard", "Khan", "Nowak", "Smith-Rees")
    return [
        PersonDescribed(
            person=f"c{n}.caller",
            role="caller",
            name=f"{dice.choice(given)} {dice.choice(family)}",
            phone=f"07{dice.randrange(10**9):09}",
            born=f"19{dice.randrange(30, 99)}-{dice.randrange(1, 13):02}-{dice.randrange(1, 28):02}",
            place=f"{dice.randrange(1, 90)} High Street CF{dice.randrange(10, 40)} {dice.randrange(1, 9)}AB",
        )
        for n in range(count)
    ]


def fill(vault: Vault, writer: Writer, count: int) -> None:
    vault.logbook.append([writer.write(one, case=one.person.partition(".")[0]) for one in crowd(writer, count)])
