"""The step by which a store learns which beats it carries, and that no erasure reaches what says on which beat a case stands."""

_OURS = "NOT EXISTS (SELECT 1 FROM wiped) AND entry.own AND entry.device NOT IN (SELECT device FROM name WHERE former)"
_REACHED = """(EXISTS (SELECT 1 FROM erased WHERE erased.case_id = entry.case_id AND erased.entry_id = entry.id)
        OR EXISTS (SELECT 1 FROM erased WHERE erased.case_id = entry.case_id AND erased.entry_id = ''))
    AND kind != 'case-shared' AND kind != 'share-ended' AND kind != 'on-beats' AND kind != 'device-enrolled'
    AND kind != 'device-revoked' AND kind != 'erased' AND kind != 'late-accepted'"""  # no lists: they would cost twenty times the body

BEATS = (
    "ALTER TABLE progress ADD COLUMN beats TEXT",
    "ALTER TABLE progress ADD COLUMN brought TEXT NOT NULL DEFAULT '{}'",
    "DROP TRIGGER body_stays",
    "DROP TRIGGER erased_comes_back_never",
    f"""CREATE TRIGGER body_stays BEFORE DELETE ON body WHEN EXISTS (
            SELECT 1 FROM entry WHERE number = OLD.number AND NOT hollow AND {_OURS} AND NOT ({_REACHED}))
        BEGIN SELECT RAISE(ABORT, 'a body is only erased by an entry that says so'); END""",  # noqa: S608 - our own words
    f"""CREATE TRIGGER erased_comes_back_never BEFORE INSERT ON body WHEN EXISTS (
            SELECT 1 FROM entry WHERE number = NEW.number AND {_REACHED})
        BEGIN SELECT RAISE(ABORT, 'this body was erased'); END""",  # noqa: S608 - as above
)  # fmt: skip
