"""A workbook is published from the command line, and a form altered or unsigned is refused where an area names its publisher."""

import hashlib
import json
import os
import shutil
import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from callhandler.cases.area import AreaTrouble, load_area
from callhandler.cli import commands
from callhandler.config import RESOURCES
from callhandler.script.manifest import new_key, read_manifest, verify
from callhandler.script.release import release
from callhandler.script.trouble import ScriptTrouble

SHIPPED = RESOURCES / "forms" / "first-call"
PUBLISHED = RESOURCES / "forms" / "first-call.xml"


def typed(*words: object) -> Result:
    return CliRunner().invoke(commands, ["publish", *[str(word) for word in words]])


@pytest.fixture
def key(tmp_path: Path) -> Path:
    file = tmp_path / "publisher.pem"
    assert typed("--new-key", file).exit_code == 0
    return file


@pytest.fixture
def area(tmp_path: Path) -> Path:
    """An area that names its publisher, with a form that this publisher signed."""
    signer = new_key()
    folder = tmp_path / "somewhere"
    release(PUBLISHED.read_bytes(), folder, signer)
    told = (RESOURCES / "areas" / "generic" / "area.yaml").read_text(encoding="utf-8")
    told = told.replace("script: ../../forms/first-call.xml", f"script: form.xml\npublisher: {signer.publisher}")
    (folder / "area.yaml").write_text(told, encoding="utf-8")
    return folder


def test_a_workbook_becomes_a_signed_form(tmp_path, key):
    told = typed(SHIPPED, "--out", tmp_path / "out", "--key", key)
    form = (tmp_path / "out" / "form.xml").read_bytes()
    manifest = read_manifest((tmp_path / "out" / "manifest.json").read_bytes())
    assert told.exit_code == 0
    assert form == PUBLISHED.read_bytes()
    assert manifest.sha256 == hashlib.sha256(form).hexdigest()
    assert manifest.sha256 in told.stdout
    assert verify(form, manifest.to_bytes(), manifest.publisher) == manifest


def test_publishing_again_gives_the_same_files(tmp_path, key):
    for out in ("one", "two"):
        typed(SHIPPED, "--out", tmp_path / out, "--key", key)
    for name in ("form.xml", "manifest.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights otherwise")
def test_only_its_owner_can_read_a_key(key):
    assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_a_key_is_never_replaced(key):
    before = key.read_bytes()
    refused = typed("--new-key", key)
    assert (refused.exit_code, key.read_bytes()) == (2, before)
    assert "there already" in refused.stderr


def test_a_published_version_never_changes(tmp_path):
    typed(SHIPPED, "--out", tmp_path)
    book = tmp_path / "book"
    shutil.copytree(SHIPPED, book)
    survey = book / "survey.csv"
    survey.write_text(survey.read_text(encoding="utf-8").replace("How can I help?", "What is it?"), encoding="utf-8")
    refused = typed(book, "--out", tmp_path)
    assert refused.exit_code == 2
    assert "give the settings a new version" in refused.stderr
    assert (tmp_path / "form.xml").read_bytes() == PUBLISHED.read_bytes()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "name a workbook"),
        (("nowhere.xlsx", "--out", "out"), "nowhere.xlsx"),
        ((SHIPPED,), "name a workbook"),
        ((SHIPPED, "--out", "out", "--key", "nowhere.pem"), "nowhere.pem"),
        ((SHIPPED, "--out", "out", "--key", SHIPPED / "notes.csv"), "holds no publisher's key"),
    ],
)
def test_what_cannot_be_published_is_said_in_a_sentence(tmp_path, monkeypatch, words, told):
    monkeypatch.chdir(tmp_path)
    refused = typed(*words)
    assert refused.exit_code == 2
    assert told in refused.stderr
    assert "Traceback" not in refused.output


def test_an_area_takes_the_form_of_its_publisher(area):
    assert load_area(area).script == area / "form.xml"


def _alter(area: Path) -> None:
    form = area / "form.xml"
    form.write_bytes(form.read_bytes().replace(b"<points>4</points>", b"<points>0</points>", 1))


def _alter_both(area: Path) -> None:
    _alter(area)
    beside = area / "manifest.json"
    told = json.loads(beside.read_bytes())
    told["sha256"] = hashlib.sha256((area / "form.xml").read_bytes()).hexdigest()
    beside.write_text(json.dumps(told), encoding="utf-8")


def _sign_otherwise(area: Path) -> None:
    release(PUBLISHED.read_bytes(), area, new_key())


def _unsign(area: Path) -> None:
    release(PUBLISHED.read_bytes(), area)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (_alter, "changed since it was published"),
        (_alter_both, "changed since it was signed"),
        (_sign_otherwise, "not from the publisher"),
        (_unsign, "not signed"),
        (lambda area: (area / "manifest.json").unlink(), "only signed forms"),
        (lambda area: (area / "manifest.json").write_bytes(b"\xff"), "cannot be read"),
        (lambda area: (area / "manifest.json").write_bytes(b"[" * 100_000), "cannot be read"),
        (lambda area: (area / "manifest.json").write_bytes(b"[]"), "does not say what it must"),
        (lambda area: (area / "form.xml").unlink(), "form.xml"),
    ],
)
@pytest.mark.req("T22")
def test_an_area_refuses_a_form_that_its_publisher_did_not_sign(area, wrong, said):
    wrong(area)
    with pytest.raises(AreaTrouble, match=said):
        load_area(area)


def test_an_unsigned_form_is_never_verified(area):
    _unsign(area)
    form, told = (area / "form.xml").read_bytes(), (area / "manifest.json").read_bytes()
    with pytest.raises(ScriptTrouble):
        verify(form, told, "")
