"""A form that cannot be run is refused when it is opened, in plain words: nothing in it is silently blank."""

import pytest

from callhandler.script.load import load
from callhandler.script.trouble import ScriptTrouble
from tests.script_forms import SPACES, a_list, select, written

LISTS = a_list("yn", "yes=1", "no=0")


def refused(xml: bytes) -> ScriptTrouble:
    with pytest.raises(ScriptTrouble) as trouble:
        load(xml)
    return trouble.value


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("cuont(/data/a)", "unknown function cuont(), did you mean count()?"),
        ("boolean(/data/a)", "unknown function boolean()"),
        ("/data/c", "unknown path /data/c"),
        ("../c", "unknown path /data/c"),
        ("../../../a", "the path leads above the top of the form"),
        ("/date/a", "unknown path /date, did you mean /data?"),
        ("instance('ym')/root/item/name", "unknown list “ym”, did you mean yn?"),
        ("instance('yn')/root/item/nmae", "/nmae, did you mean /yn/root/item/name?"),
        ("instance('yn')/root/item[nmae = 'yes']/name", "/nmae, did you mean /yn/root/item/name?"),
        ("instance(/data/a)/root/item", "wants the name of a list in quotation marks"),
        ("//a", "// is not allowed: write the whole path"),
        ("/data/@id", "attributes cannot be read"),
        ("following-sibling::a", "the axis following-sibling:: is not known here"),
        ("/data/a/text()", "text() cannot be a step of a path"),
        ("if(/data/a, 1)", "if() cannot take 2 arguments"),
        ("count('a')", "count() wants a path"),
        ("1 +", "the expression ends too early"),
        ("(1 + 2", "“)” is missing at the end"),
        ("1 = = 2", "“=” is not expected here"),
        ("/data/a = 'yes", "is not expected here"),
        ("pulldata('fruits', 'name', 'key', /data/a)", "unknown list “fruits”"),
        ("indexed-repeat(/data/a, /data/b, 1)", "the question must stand in the repeats named"),
        ("'a'[1]/b", "a path can only follow a path"),
        ("regex(/data/a, '[0-9')", "“[0-9” is not a pattern"),
        ("(" * 200 + "1" + ")" * 200, "too many brackets within brackets"),
        ("1 + " * 10_000 + "1", "longer than 20000 characters"),
    ],
)
def test_an_expression_that_cannot_run_is_refused_with_its_row_and_column(expression, said):
    escaped = expression.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    trouble = refused(written("<a/><b/>", f'<bind nodeset="/data/b" calculate="{escaped}" app:row="7"/>', more=LISTS))
    assert said in str(trouble)
    assert (trouble.row, trouble.where) == (7, "b")
    assert "column calculate" in str(trouble)


@pytest.mark.parametrize(
    ("binds", "said"),
    [
        ('<bind nodeset="/data/a" calculate="/data/b"/><bind nodeset="/data/b" calculate="/data/a"/>', "in a circle: "),
        ('<bind nodeset="/data/a" calculate=". + 1"/>', "in a circle: a → a"),
        ('<bind nodeset="/data/a" relevant="/data/a = 1"/>', "in a circle: a → a"),
        ('<bind nodeset="/data/a" required="/data/a = 1"/>', "in a circle: a → a"),
        ('<bind nodeset="/data/a" readonly=". = 1"/>', "in a circle: a → a"),
        ('<bind nodeset="/data/a" relevant="/data/b"/><bind nodeset="/data/b" calculate="/data/a"/>', "in a circle: "),
        ('<bind nodeset="/data/c"/>', "unknown path /data/c"),
        ('<bind nodeset="/data/a" type="geopoint"/>', "answers of type “geopoint” are not asked here"),
        ('<setvalue event="sometimes" ref="/data/a"/>', "unknown event sometimes"),
        ('<setvalue event="odk-new-repeat" ref="/data/a"/>', "odk-new-repeat stands only within a repeat"),
        ('<setvalue event="odk-instance-first-load" ref="/data/c"/>', "unknown path /data/c"),
    ],
)
def test_a_form_that_contradicts_itself_is_refused(binds, said):
    assert said in str(refused(written("<a/><b/>", binds)))


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('<input ref="/data/c"/>', "unknown path /data/c"),
        ('<upload ref="/data/a"/>', "files are not asked here"),
        ('<range ref="/data/a"/>', "ranges are not asked here"),
        ('<input ref="/data/a"><label ref="jr:itext(\'nothing\')"/></input>', "the wording “nothing” is missing"),
        ('<input ref="/data/a"><label><output value="/data/c"/></label></input>', "unknown path /data/c"),
        (select("/data/a", "ny"), "unknown list “ny”, did you mean yn?"),
        (select("/data/a", "yn", condition="[name = /data/c]"), "unknown path /data/c"),
    ],
)
def test_a_question_that_cannot_be_put_is_refused(body, said):
    assert said in str(refused(written("<a/><b/>", body=body, more=LISTS)))


def test_a_list_in_a_file_that_is_not_here_is_refused():
    trouble = refused(written("<a/>", more='<instance id="streets" src="jr://file-csv/streets.csv"/>'))
    assert str(trouble) == "the list “streets” stands in a file that is not here: jr://file-csv/streets.csv"


@pytest.mark.req("T10")
@pytest.mark.parametrize(
    "start",
    [
        '<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;">]>',
        '<!DOCTYPE a SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_a_document_type_is_never_opened(start):
    assert refused(start.encode() + written("<a>&c;</a>" if "&b;" in start else "<a/>")).code == "xml"


@pytest.mark.req("T10")
def test_a_form_too_deep_or_too_large_is_not_opened():
    assert "nested deeper" in str(refused(written("<a>" * 500 + "</a>" * 500)))
    assert "larger than" in str(refused(b" " * 9_000_000))


@pytest.mark.parametrize("xml", [b"", b"<a/>", b"not xml", f"<h:html {SPACES}><h:head/><h:body/></h:html>".encode(), b"\xff\xfe\x00"])
def test_what_is_no_form_is_refused(xml):
    assert refused(xml).code == "xml"
