"""The core, broken in one line at a time. Every one of these must die, or a guarantee is not watched."""

from tests.simulator.breaking import Mutant

_SYNC = "callhandler.sync."


def _of(module: str, *mutants: tuple[str, str, str]) -> tuple[Mutant, ...]:
    return tuple(Mutant(name, module, old, new) for name, old, new in mutants)


MUTANTS = (
    *_of(
        _SYNC + "round",
        ("no resend after a gap", "self._send_again(verdict.n if self._agrees(verdict.n) else 0)", "pass"),
        ("a gap believed unseen", "verdict.n if self._agrees(verdict.n) else 0", "verdict.n"),
        ("ok believed unseen", "if n != self._asked.last or not self._agrees(n):", "if n != self._asked.last:"),
        ("incarnations compared as numbers", "if self._answer.incarnation == self._progress.incarnation:", "if self._answer.incarnation <= self._progress.incarnation:"),
        ("nothing offered again", "if taken and holding and not under_present_name(self._store, holding):", "if False and holding:"),
        ("a copy keeps its name", "renamed = rename(self._store, n, mint())", "renamed = False"),
        ("acked kept under a new name", "self._progress = replace(self._progress, acked=0, receipt=None)", "pass"),
        ("sent is not doubted", "if not confirmed(holding, live(self._store, holding.leaf)):", "if False:"),
        ("erased where nobody sees it, kept", "if holding and holding.own and holding.entry.payload:", "if False and holding:"),
        ("wiped before all is handed in", "if self._progress.acked < self._store.total() or not all(self._store.unconfirmed().values()):", "if False:"),
        ("a lost feed is kept", "reading.cut(feed, 0)  # no longer ours to read", "pass"),
        ("what never came is not missed", "reading.complete(feed)", "pass"),
    ),
    *_of(
        _SYNC + "replica",
        ("stale answers taken", "answer.nonce != asked.nonce or ", ""),
        ("half an answer taken", "with self._store.transaction():", "if True:"),
    ),
    *_of(
        _SYNC + "incarnations",
        ("a restore not announced", "store.begin(incarnation, lineage)", "store.begin(former or incarnation, lineage)"),
        ("the cursor kept across a restore", "if store.place(feed, cursor.pos) == cursor:", "if store.place(feed, cursor.pos):"),
        ("the last branch for the least", "return min(branch.feeds.get(feed, 0) for branch in lineage[since:])", "return lineage[-1].feeds.get(feed, 0)"),
        ("a silent restore not noticed", "return genuine(receipt, endpoint, verify)", "return False"),
        ("only lost entries noticed, not lost rows", "return feeds and _chain", "return _chain"),
    ),
    *_of(
        _SYNC + "settling",
        ("no relay", "if most and holding and proof and not taken:", "if False and holding and proof:"),
        ("let go before a backup has it", 'self._store.hold(replace(holding, standing="sealed"))  # until a verified backup holds it', "self._store.drop(holding.leaf)"),
        ("what is not ours is kept", "            self._drop(holding)\n", "            pass\n"),
        ("rules let go", " and holding.entry.kind not in RULES", ""),
    ),
    *_of(
        _SYNC + "comparing",
        ("repeats not compared", "if parted:", "if False:"),
        ("the previous head not compared", "if held.get(ask.first - 1) != ask.prev:", "if False:"),
        ("an idle copy not told", "if ask.last == ask.total < enrolled.n:", "if False:"),
    ),
    *_of(
        _SYNC + "intake",
        ("no history on a share", "            self._move_in(case, feed)\n", "            pass\n"),
        ("content before the permission", "key=lambda kept: not lets(kept.entry, feed)", "key=lambda kept: lets(kept.entry, feed)"),
        ("no purge when a share ends", 'self._calls[feed].append(("purge", case, case, b""))', "pass"),
        ("erasure misses what comes later", "return emptied(entry) if self._erasures[entry.case].reaches(entry) else entry", "return entry"),
        ("erasure forgotten by a restore", "self._store.keep_outside(", "("),
        ("trespassers let in", 'return "" if entry.agency == owner or entry.agency in invited else "not-shared"', 'return ""'),
        ("anybody may share", "if owner != entry.agency and entry.kind in RULES:", "if False:"),
        ("nobody's word is checked", "if entry.agency != author.agency:", "if False:"),
        ("held back for good", "            if author and not self._why(kept.entry, author):\n", "            if False:\n"),
        ("held entries told to guests", "if agency_of(audience) == owner_of(entry.case))", ")"),
        ("a revoked device heard", "if author.revoked:", "if False:"),
        ("a lost body not filled in", " or (heard.entry.payload and not known.entry.payload)", ""),
    ),
    *_of(
        _SYNC + "exchange",
        ("half a round kept", "with self._store.transaction():\n            if regressed", "if True:\n            if regressed"),
        ("the owner's word not taken", "vouched=vouched or _counts(offer, owner)", "vouched=vouched"),
        ("anybody's word taken", "and owner.agency == owner_of(offer.entry.case)", ""),
        ("disclosure not written down", "            if one.rows:\n", "            if False:\n"),
        ("erasures not laid down again", "self._take_offers(erasures, vouched=True)", "pass"),
    ),
    *_of(
        _SYNC + "delivery",
        ("ended shares still told", "return owners and feed in tells(kept.entry, audience)", "return True"),
        ("our own never sent back", "and not ask.whole and", "and"),
    ),
    *_of(
        _SYNC + "rules",
        ("audience by arrival", "for entry in _standing(rules):\n        if isinstance(entry.body, CaseShared", "for entry in rules:\n        seen = set()\n        if isinstance(entry.body, CaseShared"),
        ("a share beats its concurrent end", "shared and (told[audience] if audience in seen else True)", "shared or (told[audience] if audience in seen else False)"),
        ("erasure of a whole case misses some", "self.whole or ", ""),
    ),
    *_of(
        _SYNC + "following",
        ("erasure misses the outbox", "if holding.entry.payload and rule.reaches(holding.entry):", "if holding.entry.payload and rule.reaches(holding.entry) and not holding.own:"),
        ("erasure as an event", "store.erase(erased.case, erasure_of((erased,)))\n        rule = store.erasure(erased.case)", "rule = erasure_of((erased,))"),
        ("anybody may erase", "and erased.agency == owner_of(erased.case)", ""),
        ("purge takes what only we hold", "if holding.own or unconfirmed.get(holding.leaf) is False:", "if holding.own:"),
        ("purge takes our own", "if holding.own or unconfirmed.get(holding.leaf) is False:", "if unconfirmed.get(holding.leaf) is False:"),
        ("void rows not doubted", "doubt_unless_live(self._store, one, self._acked)\n\n    def _reread", "pass\n\n    def _reread"),
        ("void rows kept", "        self._store.cut(feed, after)\n", ""),
        ("purges undone unseen", "self._store.rows(told.feed) if parted else", "() if parted else"),
        ("a case purged from one feed, dropped from all", "if live(self._store, holding.leaf) or (stays and waits):", "if False:"),
    ),
    *_of(
        _SYNC + "renaming",
        ("what parted is thrown away", "moved = [_moved(holding, fresh.id, n) for n, holding in enumerate(loose, 1)]", "moved = list[Holding]()"),
        ("the old name's entries not doubted", "store.doubt(holding.leaf, taken=True)", "pass"),
        ("no proof under the old name", "_sign(store, old.certificate, old.signer, own)", "pass"),
    ),
    *_of(
        "callhandler.log.fold",
        ("the last arrival wins", "values[entry.field] = (*values.get(entry.field, ()), entry)", "values[entry.field] = (entry,)"),
        ("the last clock wins", "if parents[id] and id not in corrected", "parents[id] = tuple(one for one in entries if entries[one].hlc < entries[id].hlc and entries[one].field == entries[id].field)\n        if parents[id] and id not in corrected"),
    ),
)  # fmt: skip
