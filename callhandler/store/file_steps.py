"""The steps by which a store learns to keep files: what is in them lies sealed beside it, and only their keys lie in it.

With the last entry that names a file goes its key, in the same transaction: from then on nobody reads what may be left on the disk.
The same file may belong to several cases: it lies here once, and is sent for each entry that names it.
"""

_NAME = "json_extract(CAST({row}.payload AS TEXT), '$.sha256')"
_NAMED = f"""SELECT 1 FROM entry JOIN body USING (number)
    WHERE entry.kind = 'file-attached' AND {_NAME.format(row="body")} = {_NAME.format(row="OLD")}"""  # noqa: S608 - our own words

FILES = (
    """CREATE TABLE file (
        sha256 TEXT NOT NULL PRIMARY KEY, place TEXT NOT NULL UNIQUE, key BLOB NOT NULL, size INTEGER NOT NULL, have INTEGER NOT NULL,
        sent TEXT NOT NULL, refused INTEGER NOT NULL)""",
    "CREATE TABLE left_behind (place TEXT NOT NULL PRIMARY KEY)",
    f"""CREATE TRIGGER file_unnamed AFTER DELETE ON body
        WHEN (SELECT kind FROM entry WHERE number = OLD.number) = 'file-attached' AND NOT EXISTS ({_NAMED})
        BEGIN DELETE FROM file WHERE sha256 = {_NAME.format(row="OLD")}; END""",  # noqa: S608 - as above
    "CREATE TRIGGER file_left AFTER DELETE ON file BEGIN INSERT OR IGNORE INTO left_behind (place) VALUES (OLD.place); END",
)

SENT_FOR = (
    """CREATE TABLE sent_for (
        number INTEGER NOT NULL PRIMARY KEY REFERENCES entry (number) ON DELETE CASCADE, life TEXT NOT NULL, refused INTEGER NOT NULL)""",
    "CREATE TRIGGER sent_for_nothing AFTER DELETE ON body BEGIN DELETE FROM sent_for WHERE number = OLD.number; END",
    "ALTER TABLE file DROP COLUMN refused",
)
