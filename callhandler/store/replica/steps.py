"""The step by which a store learns to hold other people's entries. They may go again; what was written here stays.

An entry is now found by its leaf: a device that found out that it is a copy seals the same entry anew, so its id alone is not enough.
"""

_OURS = "NOT EXISTS (SELECT 1 FROM wiped) AND {row}.own AND {row}.device NOT IN (SELECT device FROM name WHERE former)"
_REACHED = """(EXISTS (SELECT 1 FROM erased WHERE erased.case_id = entry.case_id AND erased.entry_id = entry.id)
        OR EXISTS (SELECT 1 FROM erased WHERE erased.case_id = entry.case_id AND erased.entry_id = ''))
    AND kind != 'case-shared' AND kind != 'share-ended' AND kind != 'device-enrolled' AND kind != 'device-revoked' AND kind != 'erased'
    AND kind != 'late-accepted'"""  # no lists: at every body they would cost twenty times the body itself

_NEW_SHAPE = (
    """CREATE TABLE entry_new (
        number INTEGER NOT NULL PRIMARY KEY, leaf BLOB NOT NULL UNIQUE,
        id TEXT NOT NULL, device TEXT NOT NULL, n INTEGER NOT NULL, case_id TEXT NOT NULL, kind TEXT NOT NULL,
        hlc INTEGER NOT NULL, at TEXT NOT NULL, meta BLOB NOT NULL, commitment BLOB NOT NULL, link BLOB NOT NULL,
        standing TEXT NOT NULL, own INTEGER NOT NULL, sealed INTEGER NOT NULL,
        hollow INTEGER NOT NULL)""",
    """INSERT INTO entry_new SELECT rowid, leaf_of(meta, commitment), id, device, n, case_id, kind, hlc, at, meta, commitment, link,
        'seen', 1, 0, 0 FROM entry ORDER BY rowid""",
    """CREATE TABLE body_new (
        number INTEGER NOT NULL PRIMARY KEY REFERENCES entry_new (number), salt BLOB NOT NULL, payload BLOB NOT NULL)""",
    "INSERT INTO body_new SELECT entry.rowid, body.salt, body.payload FROM body JOIN entry ON entry.id = body.entry_id",
    """CREATE TABLE erased_new (
        case_id TEXT NOT NULL, entry_id TEXT NOT NULL, PRIMARY KEY (case_id, entry_id)) WITHOUT ROWID""",
    """INSERT INTO erased_new SELECT coalesce(gone.case_id, told.case_id), erased.entry_id FROM erased
        JOIN entry AS told ON told.id = erased.by_entry LEFT JOIN entry AS gone ON gone.id = erased.entry_id""",
    """CREATE TABLE description_new (
        number INTEGER NOT NULL PRIMARY KEY, entry_id TEXT NOT NULL UNIQUE, case_id TEXT NOT NULL, person TEXT NOT NULL,
        role TEXT NOT NULL, name TEXT NOT NULL, phone TEXT NOT NULL, born TEXT NOT NULL, place TEXT NOT NULL, words TEXT NOT NULL)""",
    """INSERT INTO description_new SELECT number, entry_id, case_id, person, role, name, phone, born, place, words FROM description""",
    """CREATE TABLE person_key_new (
        key TEXT NOT NULL, number INTEGER NOT NULL REFERENCES description_new (number) ON DELETE CASCADE,
        PRIMARY KEY (key, number)) WITHOUT ROWID""",
    "INSERT INTO person_key_new SELECT key, number FROM person_key",
)

_IN_PLACE = (
    *(f"DROP TRIGGER {name}" for name in (
        "entry_stays", "entry_as_recorded", "body_as_recorded", "body_stays",
        "erased_comes_back_never", "erased_stays", "erased_as_recorded",
    )),
    *(f"DROP TABLE {name}" for name in ("person_key", "description", "erased", "body", "entry")),
    *(f"ALTER TABLE {name}_new RENAME TO {name}" for name in ("entry", "body", "erased", "description", "person_key")),
    "CREATE INDEX ix_entry_id ON entry (id)",
    "CREATE INDEX ix_entry_case_id ON entry (case_id, sealed)",
    "CREATE INDEX ix_entry_kind ON entry (kind)",
    "CREATE INDEX ix_entry_device ON entry (device, n)",
    "CREATE UNIQUE INDEX ix_entry_own ON entry (device, n) WHERE own",
    "CREATE INDEX ix_description_case_id ON description (case_id)",
    "CREATE INDEX ix_description_person ON description (person)",
    "CREATE INDEX ix_person_key_number ON person_key (number)",
)  # fmt: skip

_TABLES = (
    """CREATE TABLE name (
        device TEXT NOT NULL PRIMARY KEY, public BLOB NOT NULL, secret BLOB, agency TEXT, line TEXT, certified BLOB,
        vouched_by TEXT, vouch BLOB, former INTEGER NOT NULL, n INTEGER NOT NULL, chain BLOB NOT NULL)""",
    "CREATE TABLE wiped (at INTEGER NOT NULL)",
    "CREATE TABLE endpoint (one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1), public BLOB NOT NULL)",
    """CREATE TABLE proof (
        number INTEGER NOT NULL PRIMARY KEY, device TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, prev BLOB NOT NULL,
        leaves BLOB NOT NULL, signature BLOB NOT NULL, public BLOB NOT NULL, agency TEXT NOT NULL, line TEXT NOT NULL,
        certified BLOB NOT NULL, UNIQUE (device, first, signature))""",
    """CREATE TABLE doubt (
        number INTEGER NOT NULL PRIMARY KEY, leaf BLOB NOT NULL UNIQUE, doubt TEXT NOT NULL)""",
    """CREATE TABLE feed_row (
        feed TEXT NOT NULL, pos INTEGER NOT NULL, kind TEXT NOT NULL, case_id TEXT NOT NULL, entry_id TEXT NOT NULL, leaf BLOB NOT NULL,
        rh BLOB NOT NULL, PRIMARY KEY (feed, pos)) WITHOUT ROWID""",
    "CREATE INDEX ix_feed_row_leaf ON feed_row (leaf)",
    "CREATE INDEX ix_feed_row_case_id ON feed_row (case_id)",
    "CREATE TABLE bare (feed TEXT NOT NULL, pos INTEGER NOT NULL, PRIMARY KEY (feed, pos)) WITHOUT ROWID",
    """CREATE TABLE progress (
        one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1), incarnation TEXT NOT NULL, acked INTEGER NOT NULL, receipt TEXT,
        goals TEXT NOT NULL, removed INTEGER NOT NULL, whole INTEGER NOT NULL, leaving INTEGER NOT NULL)""",
)

_TRIGGERS = (
    f"""CREATE TRIGGER entry_stays BEFORE DELETE ON entry WHEN {_OURS.format(row="OLD")}
        BEGIN SELECT RAISE(ABORT, 'an entry is never deleted'); END""",
    """CREATE TRIGGER entry_as_recorded
        BEFORE UPDATE OF number, leaf, id, device, n, case_id, kind, hlc, at, meta, commitment, link, own ON entry
        BEGIN SELECT RAISE(ABORT, 'an entry is never altered'); END""",
    "CREATE TRIGGER body_as_recorded BEFORE UPDATE ON body BEGIN SELECT RAISE(ABORT, 'a body is never altered'); END",
    f"""CREATE TRIGGER body_stays BEFORE DELETE ON body WHEN EXISTS (
            SELECT 1 FROM entry WHERE number = OLD.number AND NOT hollow AND {_OURS.format(row="entry")} AND NOT ({_REACHED}))
        BEGIN SELECT RAISE(ABORT, 'a body is only erased by an entry that says so'); END""",  # noqa: S608 - our own words
    f"""CREATE TRIGGER erased_comes_back_never BEFORE INSERT ON body WHEN EXISTS (
            SELECT 1 FROM entry WHERE number = NEW.number AND {_REACHED})
        BEGIN SELECT RAISE(ABORT, 'this body was erased'); END""",  # noqa: S608 - as above
    """CREATE TRIGGER erased_stays BEFORE DELETE ON erased WHEN NOT EXISTS (SELECT 1 FROM wiped)
        BEGIN SELECT RAISE(ABORT, 'an erasure stands'); END""",
    "CREATE TRIGGER erased_as_recorded BEFORE UPDATE ON erased BEGIN SELECT RAISE(ABORT, 'an erasure stands'); END",
)  # fmt: skip

REPLICA = (*_NEW_SHAPE, *_IN_PLACE, *_TABLES, *_TRIGGERS)
