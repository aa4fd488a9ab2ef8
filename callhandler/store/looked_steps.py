"""The step by which a store learns at whom each consultation looked, for those on record as for those that come."""

_TOLD = "CAST(body.payload AS TEXT)"
_LISTED = f"""'[' || replace(json_quote(json_extract({_TOLD}, '$.subject')), ' ', '","') || ']'"""
_SUBJECTS = f"json_each(CASE WHEN json_valid({_TOLD}) THEN {_LISTED} ELSE '[]' END)"

LOOKED = (
    "CREATE TABLE looked (subject TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (subject, number)) WITHOUT ROWID",
    "CREATE INDEX ix_looked_number ON looked (number)",
    "CREATE TRIGGER looked_at_nobody AFTER DELETE ON body BEGIN DELETE FROM looked WHERE number = OLD.number; END",
    f"""INSERT OR IGNORE INTO looked (subject, number)
        SELECT value, number FROM entry JOIN body USING (number), {_SUBJECTS} WHERE entry.kind = 'viewed'""",  # noqa: S608 - our own words
)
