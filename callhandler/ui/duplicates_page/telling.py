"""Puts what a supervisor goes through into words."""

from collections.abc import Iterator

from callhandler.cases.complaint import Complaint
from callhandler.cases.linking import Linked
from callhandler.cases.merge_quality import Quality
from callhandler.desk.duplicates import Doubt, OneSide, Review
from callhandler.people.cluster import Decision
from callhandler.people.parts import Parts, parts_of
from callhandler.people.person import Description
from callhandler.ui.dates import day, several
from callhandler.ui.duplicates_page.shown import Pair, Pairs, Part, Side
from callhandler.ui.telling import Teller
from callhandler.ui.why_words import SURE, why_said
from callhandler.words import Words, mark

FEW = 4  # complaints of each that are told
_SAYS = {"same": mark("one person"), "apart": mark("two people"), "open": mark("not decided")}
_LABELS = (
    (mark("Number"), "phone", ("phone",)),
    (mark("Born"), "born", ("dob",)),
    (mark("Home"), "place", ("number", "street", "postcode")),
)


def pairs_told(tell: Teller, review: Review) -> Pairs:
    """The whole page in one language."""
    words = tell.words
    return Pairs(
        tuple(_pair(tell, doubt) for doubt in review.doubts),
        tuple(_link(words, link) for link in review.links),
        _figures(words, review.quality),
    )


def _pair(tell: Teller, doubt: Doubt) -> Pair:
    words, one, other = tell.words, doubt.one.description, doubt.other.description
    sure = (
        words.say("Decided both ways") if doubt.decided or doubt.sure == "disputed" else words.say(SURE.get(doubt.sure, SURE["possible"]))
    )
    chain = (words.say("Joined through others: {n} descriptions in a chain", n=len(doubt.chain)),) if len(doubt.chain) > 2 else ()
    return Pair(
        _side(tell, doubt.one, other),
        _side(tell, doubt.other, one),
        sure,
        why_said(words, doubt.why),
        tuple(why.code for why in doubt.why) or ("by-hand",),
        (*(decided_said(words, decision) for decision in doubt.decided), *chain),
    )


def _side(tell: Teller, side: OneSide, other: Description) -> Side:
    said = side.description
    newest = sorted(side.complaints, key=lambda one: one.started, reverse=True)
    more = len(newest) - FEW
    told = [_complaint(tell, one) for one in newest[:FEW]]
    beyond = [several(tell.words, more, mark("and 1 more"), mark("and {n} more"))] if more > 0 else []
    return Side(said.person, said.name or tell.words.say("No name known"), tuple(_parts(tell.words, said, other)), (*told, *beyond))


def _parts(words: Words, said: Description, other: Description) -> Iterator[Part]:
    own, theirs = parts_of(said), parts_of(other)
    for label, field, compared in _LABELS:
        yield Part(words.say(label), getattr(said, field), _beside(own, theirs, compared))


def _beside(own: Parts, theirs: Parts, compared: tuple[str, ...]) -> str:
    """Whether both say the same of what both say anything of."""
    both = [(getattr(own, part), getattr(theirs, part)) for part in compared if getattr(own, part) and getattr(theirs, part)]
    if not both:
        return ""
    return "same" if all(one == other for one, other in both) else "other"


def _complaint(tell: Teller, one: Complaint) -> str:
    what = " ".join(tell.what(one).split())
    return " · ".join(filter(None, (day(tell.words, one.started.astimezone().date()), one.place, what)))


def decided_said(words: Words, decision: Decision) -> str:
    """One decision about who is who: whose, which, and when."""
    on = day(words, decision.at.astimezone().date())
    return words.say(
        "{agency}: {says}, by {by} on {day}", agency=decision.agency, says=words.say(_SAYS[decision.says]), by=decision.by, day=on
    )


def _link(words: Words, link: Linked) -> str:
    since, until = day(words, link.since), day(words, link.until)
    return words.say("{n} callers about {place}, {since} to {until}", n=len(link.people), place=link.place, since=since, until=until)


def _figures(words: Words, made: Quality) -> str:
    decided = words.say("{n} decided, {undone} taken back", n=made.decided, undone=made.undone)
    if not made.judged_by_several:
        return decided
    agreed = words.say("agencies agree on {agreed} of {n} pairs", agreed=made.agreed, n=made.judged_by_several)
    return f"{decided} · {agreed}"
