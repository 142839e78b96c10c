"""`talk(form)` begins a conversation with plain texts of its own."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.dialogue.form import Form
from bot.dialogue.state import FormValues
from tests.dialogue.form_driver import Talk, texts_of

Begin = Callable[..., Talk]


@pytest.fixture
def talk(tmp_path: Path) -> Begin:
    def begin(form: Form[Any], answers: dict[str, Any] | None = None, context: object = None, **said: str) -> Talk:
        return Talk(form, texts_of(form, tmp_path, **said), FormValues(context=context, answers=answers or {}))

    return begin
