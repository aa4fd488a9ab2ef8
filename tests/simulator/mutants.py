"""The core, broken in one line at a time. Every one of these must die, or a guarantee is not watched."""

from tests.simulator.breaking import Mutant


def _of(module: str, *mutants: tuple[str, str, str]) -> tuple[Mutant, ...]:
    return tuple(Mutant(name, module, old, new) for name, old, new in mutants)


# The eighteen that the study of the protocol began with.
FIRST = (
    *_of(
        "callhandler.sync.round",
        ("no resend after a gap", "self._send_again(verdict.n if self._agrees(verdict.n) else 0)", "pass"),
        ("incarnations compared as numbers", "incarnation == self._progress.incarnation", "incarnation <= self._progress.incarnation"),
        ("nothing offered again", "if holding and not under_present_name(self._store, holding):", "if False and holding:"),
    ),
    *_of(
        "callhandler.sync.incarnations",
        ("a restore not announced", "store.begin(incarnation, lineage)", "store.begin(former or incarnation, lineage)"),
        ("the cursor kept across a restore", "if store.place(feed, cursor.pos) == cursor:", "if store.place(feed, cursor.pos):"),
    ),
    *_of("callhandler.sync.settling", ("no relay", "if holding and proof:", "if False and holding and proof:")),
    *_of(
        "callhandler.sync.comparing",
        ("repeats not compared", "if parted:", "if False:"),
        ("the previous head not compared", "if held.get(ask.first - 1) != ask.prev:", "if False:"),
    ),
    *_of("callhandler.sync.replica", ("stale answers taken", "answer.nonce != asked.nonce or ", "")),
    *_of(
        "callhandler.sync.intake",
        ("no history on a share", "            self._move_in(case, feed)\n", "            pass\n"),
        ("no purge when a share ends", 'self._calls[feed].append(("purge", case, case, b""))', "pass"),
        ("erasure misses what comes later", "emptied(entry) if erased else entry, leaf, why", "entry, leaf, why"),
    ),
    *_of(
        "callhandler.sync.rules",
        ("audience by arrival", "    for entry in _standing(rules):\n        if isinstance(entry.body, OnBeats):", "    for entry in rules:\n        seen = set()\n        if isinstance(entry.body, OnBeats):"),
        ("a share beats its concurrent end", "shared and (told[audience] if audience in seen else True)", "shared or (audience in seen and told[audience])"),
    ),
    *_of(
        "callhandler.sync.following",
        ("erasure misses the outbox", "and rule.reaches(holding.entry):", "and rule.reaches(holding.entry) and not holding.own:"),
        ("erasure as an event", "store.erase(erased.case, erasure_of((erased,)))\n        rule = store.erasure(erased.case)", "rule = erasure_of((erased,))"),
    ),
    *_of(
        "callhandler.log.fold",
        ("the last arrival wins", "values[entry.field] = (*values.get(entry.field, ()), entry)", "values[entry.field] = (entry,)"),
        ("the last clock wins", "parents = {id: _links(entry, entries) for id, entry in entries.items()}", "parents = {id: tuple(o for o in entries if entries[o].hlc < e.hlc and entries[o].field == e.field) for id, e in entries.items()}"),
    ),
)  # fmt: skip

OF_THE_DEVICE = (
    *_of(
        "callhandler.sync.round",
        ("a gap believed unseen", "verdict.n if self._agrees(verdict.n) else 0", "verdict.n"),
        ("ok believed unseen", "if n != self._asked.last or not self._agrees(n):", "if n != self._asked.last:"),
        ("a life that is over believed", "anew = not self._progress.goals", "anew = self._asked.incarnation != self._answer.incarnation"),
        ("a copy keeps its name", "renamed = rename(self._store, n, mint())", "renamed = False"),
        ("acked kept under a new name", "self._progress = replace(self._progress, acked=0, receipt=self._answer.receipt)", "pass"),
        ("sent is not doubted", "if not confirmed(holding, live(self._store, holding.leaf)):", "if False:"),
        ("erased where nobody sees it, kept", "if holding and holding.own and holding.entry.payload:", "if False and holding:"),
        ("wiped before all is handed in", "if not self._has_sent() or self._store.waits(", "if self._store.waits("),
        ("what waits is asked about without end", "(self._has_sent() or not self._brings) and", "self._has_sent() and"),
        ("whoever is to leave asks without end", "more=self._brings)", "more=True)"),
        ("a lost feed is kept", "reading.cut(feed, 0)  # no longer ours to read: first,", "pass  #"),
        ("what never came is not missed", "reading.complete(feed)", "pass"),
        ("removals not counted", "self._progress.removed + reading.removed + settling.removed", "0"),
        ("an order lasts while its feed is still", "            self._order()\n", "            pass\n"),
        ("an order from before it waited is enough", "told.cleared >= max(stood.pos, heard)", "told.cleared >= 0"),
        ("what is handed in with the question goes by an order", "for one in self._waiting:", "for one in waiting(self._store):"),
        ("an order from before it was heard is enough", "max(stood.pos, heard)", "stood.pos"),
        ("what is yet to be told goes by an order", "        if self._had_caught_up:\n            settling.go()", "        if True:\n            settling.go()"),
        ("what waits goes only once all has been read", "        if self._had_caught_up:\n            settling.go()", "        if False:\n            settling.go()"),
        ("what is kept is not handed in again", '("taken", "ordered", "kept")', '("taken", "ordered")'),
        ("what was ordered in another life is not handed in again", '("taken", "ordered", "kept")', '("taken", "kept")'),
        ("an empty feed taken for an order", "all(one.cleared >= one.end for one in carried)", "all(one.cleared + 1 >= one.end for one in carried)"),
    ),
    *_of(
        "callhandler.sync.replica",
        ("entries go though none are taken", "LARGEST) if self.pace.brings else ()", "LARGEST)"),
        ("others' entries go though none are taken", "self.pace.brings and last == total", "last == total"),
        ("half an answer taken", "with self._store.transaction():\n            return Round(", "if True:\n            return Round("),
        ("the rest of an answer not sealed", "receipt.rest == answer.rest() and ", ""),
        ("receipts not verified", "and genuine(receipt, self._endpoint, self._verify)", ""),
        ("authors not verified", "if proven(proof, self._endpoint, self._verify)", ""),
        ("the certificate not shown again", 'if answer.verdict.outcome == "need":\n            self._is_known', "if False:\n            self._is_known"),
        ("forgotten, and gives up", "Taken(done=True, more=True) if asked.certified else ", ""),
        ("a copy asks without its certificate", "told.line == told.device and ", ""),
    ),
    *_of(
        "callhandler.sync.settling",
        ("an order in the middle of a round is forgotten", "        self.go()\n", "        pass\n"),
        ("let go before a backup has it", "hold(replace(holding, sealed=True))  # until a verified backup holds it", "drop(holding.leaf)"),
        ("what is not ours is kept", "            self._drop(holding)\n", "            pass\n"),
        ("rules let go", " and holding.entry.kind not in RULES", ""),
        ("settling takes more than the guard allows", "if not self._room:", "if False:"),
    ),
    *_of(
        "callhandler.sync.following",
        ("what is told of again is not settled anew", 'self._store.doubt(row.leaf, "taken")  # to be settled anew', "pass"),
        ("anybody may erase", "and erased.agency == owner_of(erased.case)", ""),
        ("purge takes what only we hold", 'if holding.own or doubt == "lost":', "if holding.own:"),
        ("purge takes our own", 'if holding.own or doubt == "lost":', 'if doubt == "lost":'),
        ("void rows not doubted", "doubt_unless_live(self._store, one, self._acked)\n\n    def _reread", "pass\n\n    def _reread"),
        ("void rows kept", "self._store.rows(feed, after)\n        self._store.cut(feed, after)\n", "self._store.rows(feed, after)\n"),
        ("purges undone unseen", "self._store.rows(told.feed) if parted else", "() if parted else"),
        ("purged from one feed, dropped from all", "if live(self._store, holding.leaf):", "if False:"),
        ("what is yet to be told is not questioned", "self._question(holding)  # the feed", "pass  # the feed"),
        ("the guard sleeps", "if not self.room:", "if False:"),
        ("holes not noticed", "return entries and continues(told.base, [one.row for one in told.rows])", "return entries"),
        ("rows not fitted to the cursor", "if self._store.end(told.feed) != told.base or not self._sound(told):", "if not self._sound(told):"),
        ("entries not compared with their rows", "== (row.id, row.case, row.leaf)", "!= ()"),
        ("proofs not asked for", "proof is not None and proof.covers(entry, row.leaf)", "True"),
    ),
    *_of(
        "callhandler.sync.renaming",
        ("what parted is thrown away", "_moved(holding, fresh.id, n) for n, holding in enumerate(loose, 1)", "one for one in list[Holding]()"),
        ("the old name's entries not doubted", 'store.doubt(holding.leaf, "taken")', "pass"),
        ("no proof under the old name", "_sign(store, old.certificate, old.signer, own)", "pass"),
        ("what others hold is sealed twice", "if not live(store, holding.leaf)]", "]"),
    ),
)  # fmt: skip

OF_THE_ENDPOINT = (
    *_of(
        "callhandler.sync.incarnations",
        ("the last branch for the least", "min(branch.feeds.get(feed, 0) for branch in lineage[since:])", "lineage[-1].feeds.get(feed, 0)"),
        ("a silent restore not noticed", "return genuine(receipt, endpoint, verify)", "return False"),
        ("lost rows not noticed", "return feeds and _chain", "return _chain"),
        ("lost entries not noticed", "return feeds and _chain(store, receipt.device, receipt.n) == receipt.chain", "return feeds"),
        ("any receipt believed", "return genuine(receipt, endpoint, verify)", "return True"),
    ),
    *_of(
        "callhandler.sync.comparing",
        ("an idle copy not told", "if ask.last == ask.total < enrolled.n:", "if False:"),
        ("signatures not verified", "and signed_by(enrolled.certificate.public, ask.last, fresh[-1].chain, ask.signature, verify)", ""),
        ("places not compared", "if fresh and not (placed and ", "if fresh and not ("),
    ),
    *_of(
        "callhandler.sync.admission",
        ("any certificate believed", "and certified(certificate, self._key.public, self._verify):", ":"),
        ("another's certificate believed", "certificate.device == ask.device and ", ""),
        ("any former name believed", "certified(word.former, self._key.public, self._verify) and ", ""),
        ("succession not verified", " and vouched(word, self._verify)", ""),
        ("a device taken out forgets it", "if known.agency == agency and known.revoked != (body is None):", "if False:"),
        ("a copy forgets its line", "if known and not _says_of_another_line(ask, known):", "if known:"),
        ("only its certificate tells the line of a copy", " or ask.vouch is not None)", ")"),
        ("a line is not learnt anew", "known.head) if anew else known", "known.head) if False else known"),
        ("a certificate moves a device to another agency", " and known.agency == certificate.agency", ""),
        ("once taken out by its line, for good", "about[-1] is None", "None in about"),
        ("any version spoken to", "if not OLDEST <= ask.proto <= PROTO:", "if False:"),
    ),
    *_of(
        "callhandler.sync.intake",
        ("content before the permission", "key=lambda kept: not lets(kept.entry, feed)", "key=lambda kept: lets(kept.entry, feed)"),
        ("erasure forgotten by a restore", "self._store.keep_outside(", "("),
        ("trespassers let in", 'return "" if entry.agency == owner or entry.agency in invited else "not-shared"', 'return ""'),
        ("anybody may share", "if owner != entry.agency and entry.kind in RULES:", "if False:"),
        ("nobody's agency is checked", "if entry.agency != author.agency:", "if False:"),
        ("poison let in", "if isinstance(entry.body, UnknownBody) and entry.kv <= version_of(entry.kind):", "if False:"),
        ("one id for two entries", "if any(_another(entry, other.entry) for other in self._namesakes[entry.id]):", "if False:"),
        ("held back for good", "(self._is_welcome(kept.entry) or not self._why(kept.entry, author))", "self._is_welcome(kept.entry)"),
        ("late entries never welcome", "return entry.id in self._welcome[entry.case]", "return False"),
        ("held entries told to guests", "if agency_of(audience) == owner_of(entry.case))", ")"),
        ("a revoked device heard", "if author.revoked:", "if False:"),
        ("a lost body not filled in", " or (known.hollow and not heard.hollow)", ""),
        ("a lost body not asked for", "hollow=not (entry.payload or erased)", "hollow=False"),
        ("who looked is told to everybody", 'if entry.kind == "viewed" else audience', "if False else audience"),
    ),
    *_of(
        "callhandler.sync.exchange",
        ("half a round kept", "with self._store.transaction():\n            self._store.lock(device=", "if True:\n            self._store.lock(device="),
        ("the owner's word not taken", "vouched or _counts(offer, owner)", "vouched"),
        ("anybody's word taken", "and owner.agency == owner_of(offer.entry.case)", ""),
        ("what is sealed and lost not asked for", "*(leaf for leaf in ask.sealed if leaf not in kept)", ""),
        ("disclosure not written down", "            if one.rows:\n", "            if False:\n"),
        ("erasures not laid down again", "self._take_offers(erasures, Sitting(), vouched=True)", "pass"),
        ("offers not verified", "return [one for one in offers if sound[one.proof] and", "return [one for one in offers if"),
        ("offers not compared with their proof", " and one.proof.covers(one.entry, one.leaf)", ""),
        ("a revoked device goes on", 'verdict = replace(verdict, why="wipe")', "served = self._serve(ask, device, now)"),
    ),
    *_of(
        "callhandler.sync.delivery",
        ("ended shares still told", "return owners and feed in tells(kept.entry, audience)", "return True"),
        ("our own never sent back", "[] if ask.whole else ", ""),
    ),
    *_of("callhandler.sync.rules", ("erasure of a whole case misses some", "self.whole or ", "")),
)  # fmt: skip

OF_BEATS = (
    *_of(
        "callhandler.sync.carrying",
        ("what was chosen is not heard", "if beats is None:", "if True:"),
        ("what was opened here is not carried", "dict.fromkeys((*beats, opened_on(line)))", "dict.fromkeys(beats)"),
        ("nobody says how much still holds", "if feed not in reads and whole_of(feed) in agencies", "if False"),
    ),
    *_of(
        "callhandler.sync.rules",
        ("carriers told of what is not shared", "for agency in open_to if", "for agency in told if"),
        ("the last beat wins", "beats.update(entry.body.beats)", "beats = set(entry.body.beats)"),
        ("a beat once named is never left", "beats.update(entry.body.beats)", "beats.update(beat for one in rules if isinstance(one.body, OnBeats) for beat in one.body.beats)"),
        ("content before the permission on a beat", "in {audience, whole_of(audience)}", "== audience"),
    ),
    *_of("callhandler.sync.intake", ("a move between beats tells nobody", "if entry.kind in SHARING | BEATS else", "if entry.kind in SHARING else")),
    *_of("callhandler.sync.delivery", ("what is void is said to hold", "base = base_of(store, feed, ask.cursors[feed], ask.incarnation)", "base = ask.cursors[feed]")),
    *_of(
        "callhandler.sync.round",
        ("let go before the rest has come", "if has_caught_up(self._store, self._progress):\n            leaving", "if True:\n            leaving"),
        ("what is not carried is read on", "if carries(one.feed, self._asked.beats, self._line())]", "]"),
        ("void rows let go", "reading.part(slices)", "reading.part([one for one in slices if carries(one.feed, self._asked.beats, self._line())])"),
    ),
    *_of(
        "callhandler.sync.following",
        ("what is let go of stays", "            self._put_away(case, self.left)\n", "            pass\n"),
        ("what is let go of keeps what goes from another", "others - self._leaving if feed in self._store.progress().brought else others", "others"),
        ("the past of a beat waits for an order", "others - self._leaving if feed in self._store.progress().brought else others", "others - self._leaving"),
    ),
)  # fmt: skip

MUTANTS = (*FIRST, *OF_THE_DEVICE, *OF_THE_ENDPOINT, *OF_BEATS)
