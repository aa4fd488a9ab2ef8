"""A list is looked up as a handler would, and that somebody looked is on record before anything is shown, or nothing is."""

import csv
import json

import pytest

from callhandler.desk.finding import FIELDS, Finder, NotAList, described, keyed
from callhandler.desk.recognition import PeopleBook
from callhandler.log.kinds import Viewed
from callhandler.store.troubles import DiskFull
from tests.computers import Computer
from tests.desks import generic, margaret, room, rung_off
from tests.old_logs import OldLog
from tests.stores import COLLAR
from tests.test_import import importer


@pytest.fixture
def control_room(tmp_path):
    with room(tmp_path) as opened:
        rung_off(margaret(opened.desk().start_call()))
        yield opened


def row(query="q1", **told):
    return {"query": query, "set": "calls", "typing": "", **dict.fromkeys(FIELDS, ""), **told}


def finder(control_room):
    logbook = control_room.vault.logbook
    return Finder(importer(control_room).hand, logbook, PeopleBook(logbook, generic()[0].questions))


def looked(control_room):
    return [entry.body for entry in control_room.vault.logbook.entries(kinds=("viewed",)) if isinstance(entry.body, Viewed)]


def test_a_list_is_answered_row_by_row_in_its_order(control_room):
    rows = [row("q1", forename="margaret", surname="jones"), row("q2", surname="nobody"), row("q3", phone="7700900123")]
    answers = list(finder(control_room).find(rows))
    assert [answer.query for answer in answers] == ["q1", "q2", "q3"]
    assert [[one.name for one in answer.candidates] for answer in answers] == [["Margaret Jones"], [], ["Margaret Jones"]]


@pytest.mark.req("R1")
def test_every_look_up_is_on_record_with_whom_it_found_and_never_with_what_was_asked(control_room):
    (answer,) = finder(control_room).find([row(forename="margaret", surname="jones")], "audit of March")
    (viewed,) = looked(control_room)
    assert (viewed.what, viewed.purpose, viewed.subject) == ("search", "audit of March", answer.candidates[0].person)
    assert len(viewed.terms) == 2
    assert "margaret" not in str(viewed.terms)
    logbook = control_room.vault.logbook
    assert viewed.terms == keyed(logbook, ["MARGARET", " jones "])
    assert next(finder(control_room).find([row(surname="nobody")])).candidates == ()
    assert looked(control_room)[-1].subject == "nobody"


class FullLogbook:
    """A logbook on a full disk."""

    def __init__(self, good):
        self.device = good.device

    def append(self, _entries):
        raise DiskFull


@pytest.mark.req("R1")
def test_what_cannot_be_recorded_is_not_shown(control_room):
    good = finder(control_room)
    with pytest.raises(DiskFull):
        next(Finder(good.hand, FullLogbook(good.logbook), good.book).find([row(surname="jones")]))


def test_what_is_no_list_is_refused(control_room):
    with pytest.raises(NotAList, match="query, set, typing"):
        list(finder(control_room).find([{"name": "jones"}]))


def test_a_row_of_a_list_is_described_as_a_handler_would():
    told = described(row(forename="ann", surname="lee", dob="19700203", number="14", street="maes road", town="barry", postcode="cf628ab"))
    assert (told.name, told.born, told.place) == ("ann lee", "1970-02-03", "14 maes road, barry, cf628ab")
    assert described(row(dob="1970")).born == "1970"


def test_the_command_writes_one_line_of_json_for_each_and_closes_the_store_again(tmp_path):
    computer, queries, out = Computer(tmp_path), tmp_path / "queries.csv", tmp_path / "out.jsonl"
    computer.typed("import", OldLog(20).write(tmp_path / "old.csv"), "--operator", COLLAR, "--yes")
    first = next(iter(OldLog(1)))
    with queries.open("w", encoding="utf-8", newline="") as file:
        out_rows = csv.DictWriter(file, ("query", "set", "typing", *FIELDS))
        out_rows.writeheader()
        out_rows.writerow(row("q1", forename=first[3].lower(), surname=first[4].lower(), phone=first[5][1:]))
    told = computer.typed("find", queries, "--json", "--operator", COLLAR, "--out", out)
    assert told.exit_code == 0, told.output
    (line,) = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert line["query"] == "q1"
    best = line["candidates"][0]
    assert best["probability"] == pytest.approx(1 / (1 + 2 ** -best["bits"]))
    assert sum(best["parts"].values()) == pytest.approx(best["bits"], abs=0.01)
    assert len(computer.entries(("viewed",))) == 1
    printed = computer.typed("find", queries, "--operator", COLLAR)
    assert first[3] in printed.stdout
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    assert computer.typed("find", tmp_path / "other.csv", "--operator", COLLAR).exit_code == 2


def test_a_list_names_no_number_and_no_home_of_somebody_who_may_not_be_found(tmp_path):
    computer, old, queries = Computer(tmp_path), tmp_path / "old.csv", tmp_path / "queries.csv"
    old.write_text("Date,Name,Phone,Home,Text\n03/04/2019,Ann Morgan,07700 900123,Women's Refuge 3 Hill Street,afraid\n", encoding="utf-8")
    computer.typed("import", old, "--operator", COLLAR, "--yes")
    queries.write_text("query,set,typing,forename,surname\nq1,calls,,ann,morgan\n", encoding="utf-8")
    told = computer.typed("find", queries, "--operator", COLLAR)
    assert told.exit_code == 0, told.output
    assert "Ann Morgan · number and address held back" in told.stdout
    assert not {"07700", "900123", "Hill Street"} & set(told.stdout.replace(",", " ").split())


@pytest.mark.parametrize("inside", [b"\xff\xfe\x00binary\x80", b"query,forename\nq1," + b"x" * 200_000])
def test_a_list_that_cannot_be_read_is_refused_in_a_sentence(tmp_path, inside):
    (tmp_path / "queries.csv").write_bytes(inside)
    told = Computer(tmp_path).typed("find", tmp_path / "queries.csv", "--operator", COLLAR)
    assert told.exit_code == 2
    assert "queries.csv cannot be read as a list" in told.output
