"""A call on paper, and its page on the screen, as most tests of the call page begin."""

import pytest
from pytestqt.qtbot import QtBot

from callhandler.ui.call_page.page import CallPage
from tests.ui_call_fixtures import PaperCall
from tests.ui_call_hands import opened
from tests.ui_call_script import SCRIPT

__all__ = ["call", "page"]


@pytest.fixture
def call() -> PaperCall:
    return PaperCall(SCRIPT)


@pytest.fixture
def page(qtbot: QtBot, call: PaperCall) -> CallPage:
    return opened(qtbot, call)
