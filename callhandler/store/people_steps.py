"""The steps of the people index: its second shape, made anew when a store is next opened; what was learned; what it has yet to read."""

PEOPLE = (
    "DROP TABLE person_key",
    "DROP TABLE description",
    """CREATE TABLE description (
        number INTEGER NOT NULL PRIMARY KEY, entry_id TEXT NOT NULL UNIQUE, case_id TEXT NOT NULL, person TEXT NOT NULL,
        role TEXT NOT NULL, hlc INTEGER NOT NULL, at INTEGER NOT NULL, stands INTEGER NOT NULL,
        name TEXT NOT NULL, phone TEXT NOT NULL, born TEXT NOT NULL, place TEXT NOT NULL, words TEXT NOT NULL)""",
    "CREATE INDEX ix_description_case_id ON description (case_id)",
    "CREATE INDEX ix_description_person ON description (person)",
    """CREATE TABLE reading (
        number INTEGER NOT NULL PRIMARY KEY, forename TEXT NOT NULL, surname TEXT NOT NULL, dob TEXT NOT NULL, phone TEXT NOT NULL,
        house TEXT NOT NULL, street TEXT NOT NULL, postcode TEXT NOT NULL, town TEXT NOT NULL)""",
    "CREATE TABLE post (key INTEGER NOT NULL PRIMARY KEY, n INTEGER NOT NULL, ids BLOB NOT NULL)",
    "CREATE TABLE recent (key INTEGER NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (key, id)) WITHOUT ROWID",
    """CREATE TABLE vocab (
        field INTEGER NOT NULL, term TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (field, term)) WITHOUT ROWID""",
    """CREATE TABLE vdel (
        hash INTEGER NOT NULL, field INTEGER NOT NULL, term TEXT NOT NULL, size INTEGER NOT NULL,
        PRIMARY KEY (hash, field, term)) WITHOUT ROWID""",
    """CREATE TABLE ptop (
        field INTEGER NOT NULL, prefix TEXT NOT NULL, term TEXT NOT NULL, PRIMARY KEY (field, prefix, term)) WITHOUT ROWID""",
    "CREATE TABLE total (kind INTEGER NOT NULL PRIMARY KEY, n INTEGER NOT NULL)",
    "INSERT INTO total (kind, n) SELECT -1, 1 WHERE NOT EXISTS (SELECT 1 FROM entry)",  # a new store's index is whole as it is
)

LEARNED = (
    """CREATE TABLE learned (
        one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1), people INTEGER NOT NULL, at INTEGER NOT NULL, tables TEXT NOT NULL)""",
)

BEHIND = ("CREATE TABLE behind (first INTEGER NOT NULL PRIMARY KEY, last INTEGER NOT NULL)",)
