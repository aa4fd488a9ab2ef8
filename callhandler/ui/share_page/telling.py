"""Tells who sees a case, what they would hold, and where two values stand, in values that the pages show."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from callhandler.cases.phrases import FormNames
from callhandler.desk.partners import LeftOut, Preview, Share
from callhandler.desk.sharing import Conflict, Value
from callhandler.log.kinds import Answered, Body, PersonDescribed, PlaceDescribed, RiskAssessed
from callhandler.ui.agencies import agency_word
from callhandler.ui.band_mark import band_word
from callhandler.ui.dates import moment, several
from callhandler.ui.lines import Line
from callhandler.ui.share_page.shown import PreviewSheet, SideBySide, SideValue
from callhandler.words import Words, mark

_KINDS = {
    "call-started": mark("The call: reference, time, number"),
    "call-brought-in": mark("The report from an earlier system"),
    "contact-sorted": mark("What kind of contact it was"),
    "answered": mark("Answers"),
    "row-added": mark("Answers"),
    "row-removed": mark("Answers"),
    "noted": mark("Notes"),
    "history-told": mark("What happened before, as told"),
    "risk-assessed": mark("Risk: band, points and reasons"),
    "call-ended": mark("How the call ended"),
    "person-described": mark("Who is in it: names, numbers, addresses"),
    "place-described": mark("Where it happened"),
    "same-person": mark("Who is who"),
    "not-same-person": mark("Who is who"),
    "link-undone": mark("Who is who"),
    "reviewed": mark("What a supervisor decided"),
    "action-agreed": mark("What was agreed, and by when"),
    "action-done": mark("What was done"),
    "contact-made": mark("Contact with the victim"),
    "file-attached": mark("Photographs and other files"),
    "viewed": mark("Who looked at what"),
    "corrected": mark("Corrections"),
    "case-closed": mark("That it was closed"),
}
_OTHER = mark("Other lines")
_WHY = {
    "": mark("no other agency is told of it"),
    "health": mark("health and protected characteristics: only for those who need to know, as agreed"),
    "notes": mark("notes are not in the agreement with them"),
    "files": mark("photographs and other files are not in the agreement with them"),
    "contact": mark("who it is about is not in the agreement with them"),
    "account": mark("what happened is not in the agreement with them"),
    "risk": mark("the risk is not in the agreement with them"),
    "case": mark("what was agreed is not in the agreement with them"),
    "sharing": mark("who else sees it is not in the agreement with them"),
}
_COUNTS = mark("The one marked counts until somebody decides, because the higher risk always does.")
_LATER = mark("The later one is shown until somebody decides.")


def audience_lines(words: Words, audiences: Iterable[str], shares: Sequence[Share], now: datetime) -> tuple[Line, ...]:
    """Each agency of the agreement; of those that see the case, since when and who of them wrote."""
    by = {share.audience: share for share in shares}
    return tuple(_audience(words, audience, by.get(audience), now) for audience in dict.fromkeys((*by, *audiences)))


def shared_said(words: Words, reference: str, shares: Sequence[Share], now: datetime) -> str:
    """The line above a log: who sees the case, since when, and who of them wrote last."""
    parts = [
        words.say("shared with {agency} since {when}", agency=agency_word(words, share.audience), when=moment(words, share.since, now))
        + "".join(f", {_wrote(words, who, at, now)}" for who, at in share.wrote)
        for share in shares
    ]
    return f"{reference}: {'; '.join(parts)}"


def preview_told(words: Words, preview: Preview, audience: str) -> PreviewSheet:
    """By kind, with how many entries of each."""
    kinds = Counter(words.say(_KINDS.get(entry.kind, _OTHER)) for entry in preview.told)
    told = tuple(Line(kind, kind, "", str(n)) for kind, n in kinds.items())
    return PreviewSheet(audience, agency_word(words, audience), told, tuple(_left_out(words, preview.left_out)))


def side_by_side(words: Words, case: str, reference: str, conflict: Conflict, names: FormNames, now: datetime) -> SideBySide:
    """One field with its values."""
    values = tuple(
        SideValue(one.entry, _value(words, one, names), _by(words, one, now), one.entry == conflict.shown) for one in conflict.values
    )
    note = _COUNTS if conflict.field == "risk" else _LATER
    return SideBySide(case, reference, conflict.field, _field(words, conflict, names), values, words.say(note))


def _audience(words: Words, audience: str, share: Share | None, now: datetime) -> Line:
    name = agency_word(words, audience)
    if share is None:
        return Line(audience, name, words.say("does not see this case"))
    since = words.say("sees this case; shared by {who}", who=share.by)
    wrote = (_wrote(words, who, at, now) for who, at in share.wrote)
    lawful = words.say("gateway: s.115 Crime and Disorder Act 1998") if share.gateway == "cda-115" else share.gateway
    return Line(audience, f"✓ {name}", " · ".join(filter(None, (since, lawful, *wrote))), moment(words, share.since, now))


def _wrote(words: Words, who: str, at: datetime, now: datetime) -> str:
    return words.say("seen by {who}, who wrote in it {when}", who=who, when=moment(words, at, now))


def _left_out(words: Words, those: Iterable[LeftOut]) -> Iterable[Line]:
    counted = Counter((words.say(_KINDS.get(one.entry.kind, _OTHER)), words.say(_WHY.get(one.why, _WHY[""]))) for one in those)
    return (Line(f"{kind} {why}", kind, why, str(n)) for (kind, why), n in counted.items())


def _by(words: Words, value: Value, now: datetime) -> str:
    agency = agency_word(words, value.agency)
    return words.say("{who}, {agency}, {when}", who=value.actor, agency=agency, when=moment(words, value.at, now))


def _field(words: Words, conflict: Conflict, names: FormNames) -> str:
    body = conflict.values[0].body
    if isinstance(body, Answered):
        return names.question(body.path)
    return words.say(_KINDS.get(body.kind, _OTHER))


def _value(words: Words, value: Value, names: FormNames) -> str:
    body: Body = value.body
    match body:
        case Answered():
            return _answer(names, body) or words.say("no answer")
        case RiskAssessed():
            return words.say("{band}, {n} points", band=band_word(words, body.band), n=body.score)
        case PersonDescribed():
            return " · ".join(filter(None, (body.name, body.phone, body.place, body.words)))
        case PlaceDescribed():
            return body.place
    told = body.model_dump(mode="json", exclude_defaults=True)
    return ", ".join(f"{each}" for name, each in told.items() if name != "kind")


def _answer(names: FormNames, body: Answered) -> str:
    """In the words of the form; what was typed freely as it was typed."""
    ticked = body.value.split()
    said = [names.answer(body.path, each) for each in ticked]
    return body.value if said == ticked else ", ".join(said)


def several_said(words: Words, n: int) -> str:
    """How many fields want a decision."""
    return several(words, n, mark("1 field has two values side by side"), mark("{n} fields have two values side by side"))
