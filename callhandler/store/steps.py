"""The shapes the store has had, oldest first. A step is never changed once somebody's store has taken it; a new one is added."""

from callhandler.store.file_steps import FILES, SENT_FOR
from callhandler.store.looked_steps import LOOKED
from callhandler.store.people_steps import BEHIND, LEARNED, PEOPLE
from callhandler.store.replica.beat_steps import BEATS
from callhandler.store.replica.feed_steps import PLACES
from callhandler.store.replica.steps import REPLICA

FIRST = (
    """CREATE TABLE entry (
        id TEXT NOT NULL PRIMARY KEY, device TEXT NOT NULL, n INTEGER NOT NULL, case_id TEXT NOT NULL, kind TEXT NOT NULL,
        hlc INTEGER NOT NULL, at TEXT NOT NULL, meta BLOB NOT NULL, commitment BLOB NOT NULL, link BLOB NOT NULL, UNIQUE (device, n))""",
    "CREATE INDEX ix_entry_case_id ON entry (case_id)",
    "CREATE INDEX ix_entry_kind ON entry (kind)",
    """CREATE TABLE body (
        entry_id TEXT NOT NULL PRIMARY KEY REFERENCES entry (id), salt BLOB NOT NULL, payload BLOB NOT NULL)""",
    "CREATE TABLE erased (entry_id TEXT NOT NULL PRIMARY KEY, by_entry TEXT NOT NULL REFERENCES entry (id))",
    """CREATE TABLE head (
        device TEXT NOT NULL PRIMARY KEY, public BLOB NOT NULL, n INTEGER NOT NULL, chain BLOB NOT NULL, signature BLOB NOT NULL)""",
    """CREATE TABLE draft (
        case_id TEXT NOT NULL, path TEXT NOT NULL, text TEXT NOT NULL, caret INTEGER NOT NULL, at TEXT NOT NULL,
        PRIMARY KEY (case_id, path))""",
    "CREATE TABLE focus (case_id TEXT NOT NULL PRIMARY KEY, path TEXT NOT NULL, caret INTEGER NOT NULL, at TEXT NOT NULL)",
    """CREATE TABLE description (
        number INTEGER NOT NULL PRIMARY KEY, entry_id TEXT NOT NULL UNIQUE REFERENCES entry (id),
        case_id TEXT NOT NULL, person TEXT NOT NULL, role TEXT NOT NULL,
        name TEXT NOT NULL, phone TEXT NOT NULL, born TEXT NOT NULL, place TEXT NOT NULL, words TEXT NOT NULL)""",
    "CREATE INDEX ix_description_case_id ON description (case_id)",
    "CREATE INDEX ix_description_person ON description (person)",
    """CREATE TABLE person_key (
        key TEXT NOT NULL, number INTEGER NOT NULL REFERENCES description (number) ON DELETE CASCADE,
        PRIMARY KEY (key, number)) WITHOUT ROWID""",
    "CREATE INDEX ix_person_key_number ON person_key (number)",
    "CREATE TRIGGER entry_stays BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'an entry is never deleted'); END",
    "CREATE TRIGGER entry_as_recorded BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'an entry is never altered'); END",
    "CREATE TRIGGER body_as_recorded BEFORE UPDATE ON body BEGIN SELECT RAISE(ABORT, 'a body is never altered'); END",
    """CREATE TRIGGER body_stays BEFORE DELETE ON body WHEN NOT EXISTS (SELECT 1 FROM erased WHERE entry_id = OLD.entry_id)
        BEGIN SELECT RAISE(ABORT, 'a body is only erased by an entry that says so'); END""",
    """CREATE TRIGGER erased_comes_back_never BEFORE INSERT ON body WHEN EXISTS (SELECT 1 FROM erased WHERE entry_id = NEW.entry_id)
        BEGIN SELECT RAISE(ABORT, 'this body was erased'); END""",
    "CREATE TRIGGER erased_stays BEFORE DELETE ON erased BEGIN SELECT RAISE(ABORT, 'an erasure stands'); END",
    "CREATE TRIGGER erased_as_recorded BEFORE UPDATE ON erased BEGIN SELECT RAISE(ABORT, 'an erasure stands'); END",
)

FORMS = (
    "CREATE TABLE form (sha256 TEXT NOT NULL PRIMARY KEY, xml BLOB NOT NULL, manifest BLOB NOT NULL)",
    "CREATE TRIGGER form_stays BEFORE DELETE ON form BEGIN SELECT RAISE(ABORT, 'a form that was asked is kept'); END",
    "CREATE TRIGGER form_as_published BEFORE UPDATE ON form BEGIN SELECT RAISE(ABORT, 'a published form never changes'); END",
)

PRESSED: tuple[str, ...] = ()  # what lies there stays; but an older program is not to meet a body that lies pressed

STEPS: tuple[tuple[str, ...], ...] = (FIRST, FORMS, REPLICA, PEOPLE, LEARNED, FILES, BEATS, SENT_FOR, LOOKED, PRESSED, BEHIND, PLACES)
