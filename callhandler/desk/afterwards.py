"""What follows a call once it is over: its case closed with the victim told, or opened again, and the ASB case review told of."""

from dataclasses import dataclass

from callhandler.cases.closure import IN_OLD_LOG
from callhandler.desk.hand import Hand
from callhandler.log.entry import Entry
from callhandler.log.kinds import CaseClosed, CaseId, CaseReviewOffered, Corrected
from callhandler.log.ownership import owner_of


class NotOurs(Exception):  # noqa: N818 - named as a handler would
    """Only the agency whose case it is closes it, or opens it again."""


@dataclass(frozen=True, slots=True)
class Afterwards:
    """What one operator puts on record about a case."""

    hand: Hand

    def close(self, case: CaseId, words: str = "") -> Entry:
        """Nothing is due on it any more; the victim was told, in these words. Raises NotOurs."""
        return self._ours(case).hand.write(case, CaseClosed(words=words))

    def reopen(self, case: CaseId, closing: str, words: str = "") -> Entry:
        """That it was closed no longer counts; `closing` is the entry which said so. Raises NotOurs.

        Where none did, because it came in as closed from an old log, that is put on record first, in these words.
        """
        of = self.close(case, words).id if closing == IN_OLD_LOG else closing
        return self._ours(case).hand.write(case, Corrected(of=of), (of,))

    def told_of_review(self, case: CaseId, *, asked_for: bool = False) -> Entry:
        """The victim was told about the case review (2014 Act s.104), or asked for one."""
        return self.hand.write(case, CaseReviewOffered(asked_for=asked_for))

    def _ours(self, case: CaseId) -> "Afterwards":
        if owner_of(case) != self.hand.who.agency:
            raise NotOurs
        return self
