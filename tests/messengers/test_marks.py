"""What Bale would take for Markdown, and what it would not: only the first is touched, and only with what has no width."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.messengers.bale import BaleMessenger
from bot.messengers.telegram import TelegramMessenger
from bot.sandbox.bot_api.formatting import parse_bale_markdown

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
BALE, TELEGRAM = BaleMessenger(TOKEN), TelegramMessenger(TOKEN)


@pytest.mark.parametrize(
    "text", ["سلام", "a_b@c.ir", "https://x.ir/a_b*c", "۳ * ۴ * ۵", "خط_کشیده_شده", "[یک] (دو)", "`", ""]
)
def test_what_means_nothing_is_left_alone(text: str) -> None:
    assert BALE._escape(text) == text


@given(st.text(alphabet="aب *_[]()`\n.", max_size=60))
@example("___")
@example("_*_")
@settings(deadline=None)
def test_no_mark_means_anything_and_nothing_that_is_seen_changes(text: str) -> None:
    written = BALE._escape(text)
    shown, spans = parse_bale_markdown(written)
    assert not spans
    assert shown.replace("\u2060", "") == text.strip()
    assert TELEGRAM._escape(text) == text
