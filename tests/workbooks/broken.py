"""Workbooks that are broken on purpose: each mistake alone, and many of them together, with all that must be told of them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Broken:
    """`changes`: cells of the sound workbook and what they say now; `told`: place → code and a part of the sentence."""

    changes: Mapping[str, str]
    told: Mapping[str, tuple[str, str]]


EN, CY = "label::English (en)", "label::Welsh (cy)"
A, TWO, LONG = "x", "circle", "We would like to know " * 12
ALONE: Mapping[str, Broken] = {
    "a misspelt column": Broken({"survey 1 relevant": "relevent"}, {"survey 1 relevent": ("column", "did you mean relevant?")}),
    "a bind column": Broken({"survey 1 note": "bind::foo"}, {"survey 1 bind::foo": ("column", "unknown column “bind::foo”")}),
    "a body column": Broken({"survey 1 note": "body::accuracy"}, {"survey 1 body::accuracy": ("column", "unknown column")}),
    "a column without its language": Broken({f"survey 1 {CY}": "label::Welsh"}, {"survey 1 label::Welsh": ("column", "names no language")}),
    "another language": Broken(
        {"survey 1 hint::Welsh (cy)": "hint::Welsh (cz)"}, {"survey 1 hint::Welsh (cz)": ("column", "did you mean Welsh (cy)?")}
    ),
    "a column twice": Broken({"survey 1 disabled": "note"}, {"survey 1 note": ("column", "stands 2 times")}),
    "a missing column": Broken({"choices 1 list_name": ""}, {"choices 1 list_name": ("column", "is missing")}),
    "an unknown sheet": Broken({"choises 1 0": "list_name"}, {"choises 0": ("sheet", "unknown sheet “choises”, did you mean choices?")}),
    "a cell under no heading": Broken({"survey 7 24": "slipped"}, {"survey 7 Y": ("column", "under no heading")}),
    "an Excel formula": Broken({"choices 3 points": "=B2+1"}, {"choices 3 points": ("cell", "an Excel formula")}),
    "a misspelt type": Broken({"survey 5 type": "txet"}, {"survey 5 type": ("type", "unknown type “txet”, did you mean text?")}),
    "a place on a map": Broken({"survey 5 type": "geopoint"}, {"survey 5 type": ("type", "questions of this type are not asked here")}),
    "a picture": Broken({"survey 5 type": "image"}, {"survey 5 type": ("type", "questions of this type are not asked here")}),
    "or_other": Broken({"survey 4 type": "select_one yn or_other"}, {"survey 4 type": ("type", "or_other is not asked here")}),
    "an unknown list": Broken({"survey 4 type": "select_one yno"}, {"survey 4 type": ("list", "unknown list “yno”, did you mean yn?")}),
    "a name that is none": Broken({"survey 29 name": "closing words"}, {"survey 29 name": ("name", "cannot be a name")}),
    "a name twice": Broken({"survey 29 name": "phone"}, {"survey 29 name": ("name", "stands in row 7 already")}),
    "no name": Broken({"survey 29 name": ""}, {"survey 29 name": ("name", "the name is missing")}),
    "a group never closed": Broken(
        {"survey 8 type": "note", "survey 8 name": A, f"survey 8 {EN}": A, f"survey 8 {CY}": A},
        {"survey 2 type": ("group", "“opening” is never closed")},
    ),
    "a repeat closed as a group": Broken(
        {"survey 17 type": "end group"}, {"survey 17 type": ("group", "closes the repeat “person” of row 14")}
    ),
    "an unknown function": Broken(
        {"survey 19 calculation": "cuont(${person})"},
        {"survey 19 calculation": ("function", "unknown function cuont(), did you mean count()?")},
    ),
    "two unknown functions in one cell": Broken(
        {"survey 20 calculation": "cuont(${person}) + smu(${age})"}, {"survey 20 calculation": ("function", "unknown function smu()")}
    ),
    "an unknown question": Broken({"survey 5 relevant": "${dangr} = 'no'"}, {"survey 5 relevant": ("path", "did you mean ${danger}?")}),
    "a path that leads nowhere": Broken({"survey 16 relevant": "../persn_name = ''"}, {"survey 16 relevant": ("path", "unknown path")}),
    "an unknown column of a list": Broken(
        {"survey 26 choice_filter": "number(rnak) >= 1"}, {"survey 26 choice_filter": ("path", "did you mean")}
    ),
    "an unknown list within": Broken(
        {"survey 23 calculation": "count(instance('bnads')/root/item)"}, {"survey 23 calculation": ("list", "did you mean bands?")}
    ),
    "another axis": Broken({"survey 16 relevant": "preceding-sibling::a = ''"}, {"survey 16 relevant": ("axis", "is not known here")}),
    "anywhere below": Broken({"survey 16 relevant": "//danger = 'yes'"}, {"survey 16 relevant": ("axis", "// is not allowed")}),
    "a bracket too few": Broken({"survey 20 calculation": "coalesce(${age}, 0"}, {"survey 20 calculation": ("expression", "is missing")}),
    "signs the wrong way round": Broken(
        {"survey 6 constraint": ". >= 0 and . =< 120"}, {"survey 6 constraint": ("expression", "did you mean <= for =<?")}
    ),
    "signs of another language": Broken(
        {"survey 5 relevant": "${danger} == 'no'"}, {"survey 5 relevant": ("expression", "did you mean = for ==?")}
    ),
    "too many arguments": Broken({"survey 20 calculation": "if(${age}, 1)"}, {"survey 20 calculation": ("arguments", "cannot take 2")}),
    "an answer that no list has": Broken(
        {"survey 5 relevant": "${danger} = 'yess'"}, {"survey 5 relevant": ("literal", "“yess” is no answer of danger, did you mean yes?")}
    ),
    "an answer that a calculate never gives": Broken(
        {"survey 27 relevant": "${grave} = 'on'"}, {"survey 27 relevant": ("literal", "“on” is no answer of grave, did you mean no?")}
    ),
    "an answer that selected() never finds": Broken(
        {"survey 13 relevant": "selected(${r_vuln}, 'il')"}, {"survey 13 relevant": ("literal", "“il” is no answer of r_vuln")}
    ),
    "a default that is no answer": Broken({"survey 10 default": "dialy"}, {"survey 10 default": ("literal", "did you mean daily?")}),
    "a condition that fell into the wrong column": Broken(
        {"survey 3 constraint": "${danger} = 'yes'"}, {"survey 3 constraint": ("cell", "did it slip from the column relevant?")}
    ),
    "a choice filter for a text": Broken(
        {"survey 5 choice_filter": "rank = 1"}, {"survey 5 choice_filter": ("cell", "has no choice_filter")}
    ),
    "neither yes nor no": Broken({"survey 5 required": "yess"}, {"survey 5 required": ("cell", "“yess” is neither yes, no nor")}),
    "an unknown appearance": Broken({"survey 5 appearance": "mutliline"}, {"survey 5 appearance": ("cell", "did you mean multiline?")}),
    "a calculate without a calculation": Broken(
        {"survey 20 calculation": ""}, {"survey 20 calculation": ("cell", "without a calculation")}
    ),
    "a missing Welsh question": Broken({f"survey 5 {CY}": ""}, {f"survey 5 {CY}": ("translation", "no label in Welsh (cy)")}),
    "a missing Welsh hint": Broken({"survey 6 hint::Welsh (cy)": ""}, {"survey 6 hint::Welsh (cy)": ("translation", "no hint")}),
    "a missing Welsh answer": Broken({f"choices 6 {CY}": ""}, {f"choices 6 {CY}": ("translation", "no label in Welsh (cy)")}),
    "a missing English message": Broken(
        {"survey 6 constraint_message::English (en)": ""},
        {"survey 6 constraint_message::English (en)": ("translation", "no constraint_message")},
    ),
    "a question without wording": Broken({f"survey 5 {EN}": "", f"survey 5 {CY}": ""}, {f"survey 5 {EN}": ("label", "has no wording")}),
    "a wording that names nobody": Broken(
        {f"survey 29 {EN}": "Thank you, ${wher}."}, {f"survey 29 {EN}": ("path", "did you mean ${where}?")}
    ),
    "a circle of two": Broken(
        {"survey 6 relevant": "${phone} != ''", "survey 7 relevant": "${age} != ''"},
        {"survey 6 relevant": (TWO, "in a circle: age → phone → age")},
    ),
    "a question that asks itself": Broken({"survey 5 relevant": "${where} = 'a'"}, {"survey 5 relevant": (TWO, "where → where")}),
    "two circles": Broken(
        {"survey 5 relevant": "${where} = 'a'", "survey 20 calculation": "${double} + 1"},
        {"survey 5 relevant": (TWO, "where → where"), "survey 20 calculation": (TWO, "double → double")},
    ),
    "a question never reached": Broken(
        {"survey 5 relevant": "${danger} = 'yes' and ${danger} = 'no'"},
        {"survey 5 relevant": ("unreachable", "“where” can never be reached")},
    ),
    "a question behind a closed group": Broken(
        {"survey 9 relevant": "1 = 2"}, {"survey 9 relevant": ("unreachable", "“r_worse” can never be reached")}
    ),
    "a contradiction two questions away": Broken(
        {"survey 11 relevant": "${r_often} = 'daily'", "survey 27 relevant": "${r_worse} = 'yes' and ${r_often} = 'once'"},
        {"survey 27 relevant": ("unreachable", "“reason” can never be reached")},
    ),
    "ticks that contradict each other": Broken(
        {"survey 5 relevant": "selected(${r_vuln}, 'ill') and not(selected(${r_vuln}, 'ill'))"},
        {"survey 5 relevant": ("unreachable", "“where” can never be reached")},
    ),
    "numbers that contradict each other": Broken(
        {"survey 5 relevant": "${age} < 18 and ${age} >= 65"}, {"survey 5 relevant": ("unreachable", "“where” can never be reached")}
    ),
    "points of a list that has none": Broken(
        {"survey 23 calculation": "sum(instance('bands')/root/item/points)"},
        {"survey 23 calculation": ("points", "the list “bands” has nothing in its column points")},
    ),
    "a filter that nothing passes": Broken(
        {"choices 1 8": "side", "choices 15 8": "east", "choices 16 8": "west", "survey 26 choice_filter": "side = 'wets'"},
        {"survey 26 choice_filter": ("literal", "“wets” is no answer of side, did you mean west?")},
    ),
    "a gap between bands": Broken({"choices 16 low": "6"}, {"choices 16 low": ("bands", "points between the bands standard (to 4)")}),
    "bands that overlap": Broken({"choices 16 high": "9"}, {"choices 17 low": ("bands", "points shared by the bands medium (to 9)")}),
    "bands that do not begin at 0": Broken({"choices 15 low": "1"}, {"choices 15 low": ("bands", "begins at 1, not at 0")}),
    "bands out of order": Broken({"choices 17 rank": "2"}, {"choices 17 rank": ("bands", "must have a higher rank than medium")}),
    "a threshold that is no number": Broken({"choices 16 low": "five"}, {"choices 16 low": ("points", "must be a number, not “five”")}),
    "points that are no number": Broken({"choices 2 points": "two"}, {"choices 2 points": ("points", "points of yn yes is “two”")}),
    "points missing": Broken({"choices 6 points": ""}, {"choices 6 points": ("points", "points of often once are missing")}),
    "a scored list without points": Broken({"survey 26 score": "risk"}, {"survey 26 score": ("points", "the list “bands” has no points")}),
    "a risk list without don't know": Broken({"choices 8 name": "unsure"}, {"survey 10 type": ("open", "has no “dk”")}),
    "a total that is not there": Broken({"survey 10 score": "rsk"}, {"survey 10 score": ("score", "did you mean risk?")}),
    "a total that leaves one out": Broken(
        {"survey 21 calculation": "coalesce(sum(instance('yn')/root/item[selected(${r_worse}, name)]/points), 0)"},
        {"survey 21 calculation": ("score", "the total leaves out “r_often” (row 10)")},
    ),
    "a floor that is in no list": Broken({"choices 19 name": "dayly"}, {"survey 22 calculation": ("floors", "did you mean dayly?")}),
    "a floor of no band": Broken({"choices 18 rank": "4"}, {"choices 18 rank": ("floors", "no band has the rank 4")}),
    "an answer twice": Broken({"choices 3 name": "yes"}, {"choices 3 name": ("name", "the list yn has “yes” in row 2 already")}),
    "an answer with a blank": Broken({"choices 11 name": "very ill"}, {"choices 11 name": ("name", "it has a blank in it")}),
    "no version": Broken({"settings 2 version": ""}, {"settings 2 version": ("settings", "version is blank")}),
    "an unknown default language": Broken(
        {"settings 2 default_language": "English (eng)"}, {"settings 2 default_language": ("language", "did you mean English (en)?")}
    ),
    "an unknown setting": Broken(
        {"settings 1 form_title": "form_titel"}, {"settings 1 form_titel": ("column", "did you mean form_title?")}
    ),
    "a pattern that is none": Broken({"survey 7 constraint": "regex(., '^[0-9$')"}, {"survey 7 constraint": ("regex", "is not a pattern")}),
}
WARNED: Mapping[str, Broken] = {
    "!= while blank": Broken(
        {"survey 9 relevant": "${danger} != 'no'"}, {"survey 9 relevant": ("differs", "holds as long as danger is blank")}
    ),
    "a sum without coalesce": Broken(
        {"survey 20 calculation": "${age} * 2"}, {"survey 20 calculation": ("coalesce", "coalesce(${age}, 0)")}
    ),
    "a constraint without message": Broken(
        {f"survey 6 constraint_message::{language}": "" for language in ("English (en)", "Welsh (cy)")},
        {"survey 6 constraint": ("message", "write a constraint_message")},
    ),
    "a loose pattern": Broken({"survey 7 constraint": "regex(., '[0-9]+')"}, {"survey 7 constraint": ("anchor", "does not begin with ^")}),
    "more answers than keys": Broken(
        {f"choices {row}": f"yn,a{row},A{row},A{row},1,,," for row in range(20, 28)},
        {"survey 4 type": ("keys", "10 answers besides dk and declined")},
    ),
    "a long sentence": Broken({f"survey 5 {EN}": LONG}, {f"survey 5 {EN}": ("long", "characters are a lot to say at once")}),
    "a non-breaking space": Broken({"survey 5 relevant": "${danger}\u00a0= 'no'"}, {"survey 5 relevant": ("quotes", "non-breaking space")}),
    "curly quotation marks": Broken({"survey 5 relevant": "${danger} = ‘no’"}, {"survey 5 relevant": ("quotes", "curly")}),
    "a column nobody reads": Broken(
        {"choices 1 8": "colour", "choices 2 8": "red"}, {"choices 1 colour": ("unused", "no expression names")}
    ),
    "a list nobody uses": Broken({"choices 20": "odd,a,A,A,,,,"}, {"choices 20 list_name": ("unused", "no question uses the list “odd”")}),
    "a missing Welsh short name": Broken({"survey 5 short::Welsh (cy)": ""}, {"survey 5 short::Welsh (cy)": ("translation", "no short")}),
}
HIDING = {
    *(
        "a misspelt column",
        "a column without its language",
        "another language",
        "a missing column",
        "a column twice",
        "a column nobody reads",
    ),
    *(
        "a group never closed",
        "a repeat closed as a group",
        "a question behind a closed group",
        "more answers than keys",
        "an unknown setting",
    ),
}
"""Mistakes that hide or shift what stands around them: told alone."""


def together() -> Mapping[str, Broken]:
    """As many at once as do not touch the same rows, until each has been told together with others."""
    bundles: list[dict[str, Broken]] = []
    for name, one in {**ALONE, **WARNED}.items():
        if name not in HIDING:
            fitting = (bundle for bundle in bundles if not any(_rows(other) & _rows(one) for other in bundle.values()))
            bundle = next(fitting, None)
            if bundle is None:
                bundles.append({name: one})
            else:
                bundle[name] = one
    return {f"{len(bundle)} at once, with {next(iter(bundle))}": _joined(bundle.values()) for bundle in bundles}


def _joined(parts: Collection[Broken]) -> Broken:
    changes = {place: text for part in parts for place, text in part.changes.items()}
    return Broken(changes, {place: told for part in parts for place, told in part.told.items()})


def _rows(one: Broken) -> set[str]:
    return {" ".join(place.split()[:2]) for place in (*one.changes, *one.told)}
