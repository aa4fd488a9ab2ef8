"""Answers are taken in any order, and what each of them changes stands at once."""

import pytest

from callhandler.script.call import Call
from callhandler.script.load import load
from tests.script_forms import a_list, called, first_call, noon, select, written

DANGER, THREATS, VIOLENCE = "/data/opening/danger", "/data/who/r_threats", "/data/who/r_violence"
SUSPECT, PERSON, HISTORY = "/data/who/r_suspect", "/data/who/person", "/data/harm/r_history"


@pytest.fixture
def call():
    return Call(first_call(), now=noon)


def asked(call, language="en"):
    return {question.path: question for section in call.sections(language) for question in section.questions}


def test_an_answer_brings_its_question(call):
    changed = call.set(DANGER, "yes")
    assert changed.layout
    assert "/data/opening/go999" in changed.paths
    assert asked(call)["/data/opening/go999"].relevant


def test_an_answer_names_all_it_changes(call):
    changed = call.set(VIOLENCE, "yes")
    assert {"/data/risk", "/data/risk_band", "/data/outcome/floors_shown", "/data/outcome/risk_note"} <= changed.paths
    assert "/data/opening/danger" not in changed.paths


def test_the_same_answer_again_changes_nothing(call):
    call.set(VIOLENCE, "yes")
    assert VIOLENCE not in call.set(VIOLENCE, "yes").paths


def test_an_unknown_question_is_a_mistake_of_ours(call):
    with pytest.raises(KeyError):
        call.set("/data/who/nobody", "yes")
    with pytest.raises(KeyError):
        call.set("/data/who", "yes")


def test_wordings_are_shown_in_either_language_at_once(call):
    english, welsh = asked(call, "en")[DANGER], asked(call, "cy")[DANGER]
    assert (english.label[:7], welsh.label[:8]) == ("Are you", "Ydych ch")
    assert (english.short, welsh.short) == ("In danger now", "Mewn perygl nawr")
    assert [option.label for option in welsh.options] == ["Ydw / Oes / Do", "Nac ydw / Nac oes / Naddo", "Ddim yn gwybod", "Gwrthod ateb"]
    assert english.guidance == "Immediate risk to life or of serious harm."
    assert (english.kind, english.core, english.spoken, english.required) == ("one", "core 1", True, True)


def test_a_label_in_round_brackets_is_not_spoken(call):
    question = asked(call)["/data/incident/behaviours"]
    assert (question.label, question.spoken, question.short, question.kind) == ("", False, "Behaviours", "many")
    assert asked(call)["/data/outcome/interim"].hint == "what could happen before anyone attends"


def test_answers_are_shown_within_wordings(call):
    call.set("/data/opening/caller_name", "Ann Example")
    assert call.question("/data/outcome/closing").label.startswith("Thank you, Ann Example. I will give")
    call.set(VIOLENCE, "yes")
    assert call.question("/data/outcome/risk_note", "cy").hint == "Risg: 4 pwynt; lleiafswm 2; safle band 2"


def test_an_answer_that_breaks_its_constraint_is_kept_and_marked(call):
    call.set("/data/harm/r_vuln", "mental none")
    question = call.question("/data/harm/r_vuln")
    assert (question.value, question.answered) == ("mental none", False)
    assert question.problem == "'None', 'Don't know' and 'Declined' each stand alone."
    assert question.path in {one.path for one in call.unanswered_required()}
    call.set("/data/harm/r_vuln", "mental")
    assert call.question("/data/harm/r_vuln").answered


@pytest.mark.parametrize(("said", "fits"), [("2026-11-21", True), ("2026-11-23", False), ("yesterday", False), ("2026-11-22", True)])
def test_a_date_of_the_incident_cannot_lie_ahead(call, said, fits):
    call.set("/data/incident/when_happened", "earlier")
    call.set("/data/incident/when_date", said)
    assert (call.problem("/data/incident/when_date") == "") is fits


def test_a_problem_is_said_in_the_language_asked_for(call):
    call.set("/data/incident/when_date", "soon")
    assert call.problem("/data/incident/when_date") == "A date, please: year-month-day."
    assert call.problem("/data/incident/when_date", "cy").startswith("Dyddiad")


def test_an_answer_whose_question_goes_is_kept_greyed_and_comes_back(call):
    call.set("/data/opening/naming", "named")
    call.set("/data/opening/caller_name", "Ann Example")
    call.set("/data/opening/naming", "anonymous")
    gone = asked(call)["/data/opening/caller_name"]
    assert (gone.value, gone.relevant, gone.answered) == ("Ann Example", False, False)
    assert call.calculated("name_said") == ""
    call.set("/data/opening/naming", "named")
    assert call.calculated("name_said") == ", Ann Example"


def test_an_answer_no_longer_offered_is_kept_and_flagged(call):
    call.set(VIOLENCE, "yes")
    call.set("/data/outcome/referral", "welfare council")
    assert call.problem("/data/outcome/referral") == ""
    changed = call.set(VIOLENCE, "no")
    assert changed.layout
    assert call.value("/data/outcome/referral") == "welfare council"
    assert call.problem("/data/outcome/referral") == "This answer is no longer offered."


def test_rows_of_a_repeat_come_and_go(call):
    call.set(SUSPECT, "neighbour")
    call.set(f"{PERSON}[1]/person_name", "A. Neighbour")
    assert call.add_row(PERSON).layout
    call.set(f"{PERSON}[2]/person_name", "B. Neighbour")
    assert call.calculated("people") == "2"
    assert not call.relevant(f"{PERSON}[1]/person_desc")
    call.remove_row(PERSON, 1)
    assert (call.calculated("people"), call.value(f"{PERSON}[1]/person_name")) == ("1", "B. Neighbour")
    rows = next(rows for section in call.sections() for rows in section.rows if rows.path == PERSON)
    assert (rows.count, rows.label, rows.relevant, rows.fixed) == (1, "Person alleged responsible", True, False)


def test_sections_follow_the_form(call):
    assert [section.label for section in call.sections()][:3] == ["Opening", "What happened", "Who did it, and how serious"]
    assert call.sections("cy")[0].label == "Agoriad"
    call.set("/data/opening/caller_role", "witness")
    call.set("/data/opening/witness_affected", "no")
    assert "Risk" not in [section.label for section in call.sections()]


def test_a_trial_leaves_the_call_as_it_is(call):
    call.set(THREATS, "no")
    before = call.state()
    assert call.trial({THREATS: "me_now", DANGER: "yes"}, ["risk", "risk_band", "floors_fired"]) == ("4", "high", "danger threat")
    assert call.state() == before
    assert call.calculated("risk_band") == "standard"


def test_the_least_told_is_read_from_the_list(call):
    call.set(HISTORY, "few")
    assert call.calculated("incidents_told") == "3"
    call.set("/data/harm/r_history_n", "5")
    assert call.calculated("incidents_told") == "5"


def test_the_app_may_set_the_floor_of_its_own_rules(call):
    call.set("/data/system_floor", "3")
    assert call.calculated("risk_band") == "high"


def test_a_place_reads_the_row_it_stands_in():
    rep = "<rep jr:template=''><x/><y/></rep><rep><x/><y/></rep><total/>"
    binds = '<bind nodeset="/data/rep/y" calculate="/data/rep/x * 2"/><bind nodeset="/data/total" calculate="sum(/data/rep/y)"/>'
    call = called(rep, binds, '<repeat nodeset="/data/rep"><input ref="/data/rep/x"/></repeat>')
    call.add_row("/data/rep")
    call.set("/data/rep[1]/x", "3")
    call.set("/data/rep[2]/x", "5")
    assert (call.value("/data/rep[1]/y"), call.value("/data/rep[2]/y"), call.value("/data/total")) == ("6", "10", "16")


def test_a_counted_repeat_brings_back_the_answers_of_its_rows():
    binds = '<bind nodeset="/data/n" type="int"/>'
    call = called(
        "<n/><rep jr:template=''><x/></rep>", binds, '<repeat nodeset="/data/rep" jr:count="/data/n"><input ref="/data/rep/x"/></repeat>'
    )
    call.set("/data/n", "2")
    call.set("/data/rep[2]/x", "second")
    call.set("/data/n", "1")
    call.set("/data/n", "3")
    assert (call.value("/data/rep[2]/x"), call.value("/data/rep[3]/x")) == ("second", "")


def test_a_row_that_comes_back_is_asked_where_its_group_is():
    places = "<on/><n/><g><rep jr:template=''><x/></rep></g>"
    binds = '<bind nodeset="/data/n" type="int"/><bind nodeset="/data/g" relevant="/data/on != \'no\'"/>'
    body = '<group ref="/data/g"><repeat nodeset="/data/g/rep" jr:count="/data/n"><input ref="/data/g/rep/x"/></repeat></group>'
    call = called(places, binds, body)
    for path, value in (("n", "1"), ("n", "0"), ("on", "no"), ("n", "1")):
        call.set(f"/data/{path}", value)
    assert not call.relevant("/data/g/rep[1]/x")
    call.set("/data/on", "yes")
    assert call.relevant("/data/g/rep[1]/x")


def test_irrelevant_answers_are_read_as_blank_and_left_out_of_sums():
    places = "<on/><a/><b/><whole/><plain/>"
    binds = (
        '<bind nodeset="/data/a" type="int" relevant="/data/on = \'yes\'"/><bind nodeset="/data/b" type="int"/>'
        '<bind nodeset="/data/whole" calculate="sum(/data/a | /data/b)"/><bind nodeset="/data/plain" calculate="/data/a + /data/b"/>'
    )
    call = called(places, binds)
    call.set("/data/a", "2")
    call.set("/data/b", "3")
    assert (call.value("/data/whole"), call.value("/data/plain")) == ("3", "")
    call.set("/data/on", "yes")
    assert (call.value("/data/whole"), call.value("/data/plain")) == ("5", "5")


def test_values_are_set_at_the_start_with_a_new_row_and_on_change():
    places = "<day/><copy/><a/><rep jr:template=''><n/></rep>"
    more = '<setvalue event="odk-instance-first-load" ref="/data/day" value="today()"/>'
    repeat = '<repeat nodeset="/data/rep"><setvalue event="odk-new-repeat" ref="/data/rep/n" value="position(..)"/></repeat>'
    body = '<input ref="/data/a"><setvalue event="xforms-value-changed" ref="/data/copy" value="/data/a"/></input>' + repeat
    call = called(places, '<bind nodeset="/data/day" type="date"/>', body, more=more)
    call.set("/data/a", "said")
    call.add_row("/data/rep")
    call.add_row("/data/rep")
    assert [call.value(f"/data/{at}") for at in ("day", "copy", "rep[1]/n", "rep[2]/n")] == ["2026-11-22", "said", "1", "2"]


def test_actions_that_set_each_other_off_come_to_an_end():
    a = '<input ref="/data/a"><setvalue event="xforms-value-changed" ref="/data/b" value="/data/a + 1"/></input>'
    b = '<input ref="/data/b"><setvalue event="xforms-value-changed" ref="/data/a" value="/data/b + 1"/></input>'
    call = called("<a/><b/>", '<bind nodeset="/data/a" type="int"/><bind nodeset="/data/b" type="int"/>', a + b)
    call.set("/data/a", "1")
    assert int(call.value("/data/b")) > 1


def test_once_keeps_what_it_first_gave():
    call = called("<a/><first/>", '<bind nodeset="/data/first" calculate="once(/data/a)"/>')
    call.set("/data/a", "one")
    call.set("/data/a", "two")
    assert call.value("/data/first") == "one"


def test_choice_names_are_quoted_in_the_language_of_the_call(call):
    binds = '<bind nodeset="/data/said" calculate="jr:choice-name(/data/q, \'/data/q\')"/>'
    call = called("<q/><said/>", binds, select("/data/q", "yn"), more=a_list("yn", "yes=1", "no=0"))
    call.set("/data/q", "yes")
    assert call.value("/data/said") == "Yes"


def test_a_constraint_need_not_name_its_own_answer():
    call = called("<a/><b/>", '<bind nodeset="/data/a" constraint="/data/b = \'open\'"/>', '<input ref="/data/a"/>')
    call.set("/data/a", "something")
    assert call.problem("/data/a") == "This answer cannot be right."
    assert "/data/a" in call.set("/data/b", "open").paths
    assert call.problem("/data/a") == ""


def test_rows_the_form_counts_out_get_what_it_sets_in_a_new_row():
    action = '<setvalue event="odk-new-repeat" ref="/data/rep/x" value="position(..) * 10"/>'
    repeat = f'<repeat nodeset="/data/rep" jr:count="/data/n">{action}</repeat>'
    call = called("<n/><rep jr:template=''><x/></rep>", '<bind nodeset="/data/n" type="int"/>', repeat)
    call.set("/data/n", "2")
    assert (call.value("/data/rep[1]/x"), call.value("/data/rep[2]/x")) == ("10", "20")


def test_a_question_in_rows_is_addressed_by_its_row():
    places = "<rep jr:template=''><x/></rep><rep><x/></rep><first/><last/><second/>"
    binds = (
        '<bind nodeset="/data/first" calculate="/data/rep[1]/x"/>'
        '<bind nodeset="/data/last" calculate="/data/rep[position() = count(/data/rep)]/x"/>'
        '<bind nodeset="/data/second" calculate="indexed-repeat(/data/rep/x, /data/rep, 2)"/>'
    )
    call = called(places, binds, '<repeat nodeset="/data/rep"><input ref="/data/rep/x"/></repeat>')
    call.set("/data/rep[1]/x", "a")
    call.add_row("/data/rep")
    call.set("/data/rep[2]/x", "b")
    call.add_row("/data/rep")
    call.set("/data/rep[3]/x", "c")
    assert [call.value(f"/data/{at}") for at in ("first", "second", "last")] == ["a", "b", "c"]


def test_required_and_readonly_follow_the_answers():
    binds = '<bind nodeset="/data/b" required="/data/a = 1" readonly="/data/a = 2"/>'
    call = called("<a/><b/>", binds, '<input ref="/data/b"/>')
    call.set("/data/a", "1")
    assert (call.required("/data/b"), call.question("/data/b").readonly) == (True, False)
    call.set("/data/a", "2")
    assert (call.required("/data/b"), call.question("/data/b").readonly) == (False, True)


def test_two_calls_of_one_form_know_nothing_of_each_other():
    form = load(written("<a/><b/>", '<bind nodeset="/data/b" calculate="/data/a"/>'))
    one, other = Call(form, now=noon), Call(form, now=noon)
    one.set("/data/a", "x")
    assert (one.value("/data/b"), other.value("/data/b")) == ("x", "")


def test_the_call_gives_the_form_its_identity():
    call = Call(first_call(), now=noon, identity="01890a5d-ac96-774b-bcce-b302099a8057")
    assert call.value("/data/meta/instanceID") == "uuid:01890a5d-ac96-774b-bcce-b302099a8057"
