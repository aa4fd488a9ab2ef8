"""The index of people and places as the store sees it: what is taken in, let go of, made anew, and looked up."""

from callhandler.store.people_index.bulk import fill
from callhandler.store.people_index.descriptions import of_people
from callhandler.store.people_index.learned import due, keep, kept, learn_from, learning_from
from callhandler.store.people_index.making import TAKEN, count, fold, forget, made, rebuild, take
from callhandler.store.people_index.panels import at_place, from_number
from callhandler.store.people_index.remembering import Remembered
from callhandler.store.people_index.said import ALLEGED, PEOPLE, PLACES, Known, Said
from callhandler.store.people_index.searching import Found, Search, Work

__all__ = [
    "ALLEGED", "PEOPLE", "PLACES", "TAKEN", "Found", "Known", "Remembered", "Said", "Search", "Work",
    "at_place", "count", "due", "fill", "fold", "forget", "from_number", "keep", "kept", "learn_from", "learning_from", "made",
    "of_people", "rebuild", "take",
]  # fmt: skip
