"""The step by which less is written for each entry that comes in.

The rows of feeds lie in the order in which they come: each has one number, made of its feed's and its own. By device and place in its
chain nobody looks for others' entries: only those written here are listed so, once instead of twice.
"""

PLACES = (
    "CREATE TABLE feed_name (number INTEGER NOT NULL PRIMARY KEY, feed TEXT NOT NULL UNIQUE)",
    "INSERT INTO feed_name (feed) SELECT DISTINCT feed FROM feed_row ORDER BY feed",
    """CREATE TABLE feed_row_new (
        place INTEGER NOT NULL PRIMARY KEY, kind TEXT NOT NULL, case_id TEXT NOT NULL, entry_id TEXT NOT NULL, leaf BLOB NOT NULL,
        rh BLOB NOT NULL)""",
    """INSERT INTO feed_row_new (place, kind, case_id, entry_id, leaf, rh)
        SELECT (number << 40) + pos, kind, case_id, entry_id, leaf, rh
        FROM feed_name CROSS JOIN feed_row USING (feed) ORDER BY number, pos""",
    "DROP TABLE feed_row",
    "ALTER TABLE feed_row_new RENAME TO feed_row",
    "CREATE INDEX ix_feed_row_leaf ON feed_row (leaf)",
    "CREATE INDEX ix_feed_row_case_id ON feed_row (case_id)",
    "DROP INDEX ix_entry_device",
    "DROP INDEX ix_entry_own",
    "CREATE UNIQUE INDEX ix_entry_own ON entry (device, n) WHERE own = 1",
)
