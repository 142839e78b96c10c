"""Logs: one line each, and nothing in them that belongs to somebody."""

import json
import logging
from typing import Any

import pytest

from bot.json_logging import JsonLineFormatter, redact_secrets
from bot.relief.errors import Conflict
from tests.support.log_guard import overheard


def written(event: str, *args: object, error: BaseException | None = None) -> dict[str, Any]:
    exc_info = None if error is None else (type(error), error, error.__traceback__)
    line = JsonLineFormatter().format(logging.LogRecord("bot.module", logging.ERROR, "file", 1, event, args, exc_info))
    assert "\n" not in line
    parsed: dict[str, Any] = json.loads(line)
    return parsed


def test_a_line_is_json_with_the_default_keys_of_log_tools() -> None:
    line = written("started: %s", "بله")
    assert line["level"] == "error"
    assert line["logger"] == "bot.module"
    assert line["event"] == "started: بله"
    assert line["timestamp"].endswith("+00:00")
    assert "exception" not in line


@pytest.mark.parametrize(
    "hidden",
    [
        "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw",
        "https://api.telegram.org/bot123:short/getMe",
        "postgresql://user:pass-word@host/name",
        "socks5://me:pass-word@host:1080",
        "password=pass-word",
        '"secret_key": "pass-word"',
        "hFv4Yk0b8ZJr2x+Qm7/tWc1dLs9uPeNaGiOoKyXzB3E=",
        "ab" * 32,
        "+989171234567",
        "09171234567",
        "0012345678",
    ],
)
def test_tokens_keys_passwords_and_telephones_are_taken_out(hidden: str) -> None:
    said = redact_secrets(f"before {hidden} after")
    assert "•" in said
    assert said.startswith("before ")
    assert "pass-word" not in said
    assert "123:short" not in said
    assert hidden not in said


@pytest.mark.parametrize(
    "harmless", ["reference 104218", "service 4001", "row 7423456789012345678", "port 8090", "asked to wait 3 s"]
)
def test_references_and_row_ids_stay(harmless: str) -> None:
    assert redact_secrets(harmless) == harmless


def test_of_a_strange_exception_only_classes_and_places_are_kept() -> None:
    def store() -> None:
        raise ValueError("زهرا کاظمی")

    try:
        try:
            store()
        except ValueError as error:
            raise RuntimeError("her name again: زهرا") from error
    except RuntimeError as error:
        line = written("a turn failed", error=error)
    steps = line["exception"].splitlines()
    assert steps[0] == "builtins.RuntimeError"
    assert "builtins.ValueError" in steps
    assert any(step.endswith(" store") for step in steps)
    assert "زهرا" not in json.dumps(line, ensure_ascii=False)


def test_messages_of_our_own_errors_and_of_the_system_are_kept() -> None:
    conflict = written("refused", error=Conflict("error-campaign-full"))["exception"]
    assert conflict == "bot.relief.errors.Conflict: error-campaign-full"
    refusal = written("no way", error=ConnectionRefusedError(111, "Connection refused"))["exception"]
    assert refusal == "builtins.ConnectionRefusedError: [Errno 111] Connection refused"


def test_only_the_first_line_of_a_message_is_kept() -> None:
    assert written("Task exception was never retrieved\nfuture: <Task exception=…>")["event"] == (
        "Task exception was never retrieved"
    )


@pytest.mark.parametrize("said", ["ثبت شد", "of 09171234567", "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"])
def test_the_suite_hears_what_may_not_be_logged(said: str) -> None:
    with pytest.raises(AssertionError, match=r"a\.room"), overheard("a.room"):
        logging.getLogger("a.room").warning("%s", said)
