"""Settings: what is read from the environment, and what is said of what cannot be used."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.app.messengers import build_messengers
from bot.i18n.catalog import texts
from bot.i18n.messages import Text
from bot.settings import Settings, SettingsError, env_variables, load_settings
from bot.settings.messengers import MESSENGERS, MessengerSpec
from bot.storage.encryption import generate_key

TOKEN = "123456:a-secret_token-of-telegram"
README = Path(__file__).parent.parent / "README.md"


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """None of the surroundings' own settings."""
    for name in env_variables():
        monkeypatch.delenv(name, raising=False)


def problems(*, key: bool = False, bot: bool = False) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as raised:
        load_settings(require_key=key, require_token=bot)
    return raised.value.problems


def test_defaults_need_nothing() -> None:
    settings = load_settings()
    assert settings.resolved_database_url == "sqlite:///.hamyar/hamyar.db"
    assert settings.files_folder == Path(".hamyar/files")
    assert not settings.webhook_url
    assert not settings.durable


def test_the_default_database_stands_in_the_data_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HAMYAR_DATA", "/srv/hamyar")
    assert load_settings().resolved_database_url == "sqlite:////srv/hamyar/hamyar.db"


def test_an_empty_variable_is_one_that_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in env_variables():
        monkeypatch.setenv(name, "")
    assert load_settings() == Settings()
    assert len(problems(key=True, bot=True)) == 2


def test_what_is_missing_is_named_with_how_to_mend_it() -> None:
    key, tokens = problems(key=True, bot=True)
    assert "HAMYAR_SECRET_KEY" in key
    assert "openssl rand" in key
    assert "HAMYAR_TELEGRAM_TOKEN" in tokens
    assert "HAMYAR_BALE_TOKEN" in tokens


@pytest.mark.parametrize("spec", MESSENGERS, ids=[spec.name for spec in MESSENGERS])
def test_one_token_is_enough(monkeypatch: pytest.MonkeyPatch, spec: MessengerSpec) -> None:
    monkeypatch.setenv(spec.variable("token"), TOKEN)
    monkeypatch.setenv("HAMYAR_SECRET_KEY", generate_key())
    (messenger,) = load_settings(require_key=True, require_token=True).active_messengers
    assert (messenger.name, messenger.token.get_secret_value()) == (spec.name, TOKEN)
    assert (messenger.api, messenger.proxy.get_secret_value()) == (spec.default_api, "")


def test_each_messenger_has_an_address_and_a_proxy_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    for spec in MESSENGERS:
        monkeypatch.setenv(spec.variable("token"), TOKEN)
        monkeypatch.setenv(spec.variable("api"), f"http://127.0.0.1:8081/{spec.name}/")
        monkeypatch.setenv(spec.variable("proxy"), f"http://127.0.0.1:8118/{spec.name}")
    kept = [(one.name, one.api, one.proxy.get_secret_value()) for one in load_settings().messengers]
    assert kept == [
        (spec.name, f"http://127.0.0.1:8081/{spec.name}", f"http://127.0.0.1:8118/{spec.name}") for spec in MESSENGERS
    ]


def test_every_messenger_of_the_table_has_an_adapter_that_the_settings_build(monkeypatch: pytest.MonkeyPatch) -> None:
    for spec in MESSENGERS:
        monkeypatch.setenv(spec.variable("token"), TOKEN)
    assert [(name, one.name) for name, one in build_messengers(load_settings()).items()] == [
        (spec.name, spec.name) for spec in MESSENGERS
    ]


def test_a_messenger_without_a_name_in_the_texts_is_called_by_its_title(monkeypatch: pytest.MonkeyPatch) -> None:
    unnamed = replace(MESSENGERS[0], name="unnamed", title="Unnamed")
    monkeypatch.setattr("bot.app.messengers.MESSENGERS", (MESSENGERS[0], unnamed))
    build_messengers(load_settings())
    names = [texts("fa").format_label(Text(f"messenger-{spec.name}")) for spec in (MESSENGERS[0], unnamed)]
    assert names == ["تلگرام", "Unnamed"]


BAD = {
    "DATABASE_URL": ["mysql://user:hidden@host/name", "hidden", "postgresql://u:hidden@host:port/name", "sqlite://"],
    "TELEGRAM_TOKEN": ["hidden", "123456:", "123456:hid den", "bot123:hidden/"],
    "TELEGRAM_API": ["hidden", "ftp://hidden", "http://[hidden", "http://hidden:99999"],
    "TELEGRAM_PROXY": ["hidden:1080", "socks9://hidden:1080", "socks5://hidden"],
    "BALE_TOKEN": ["hid den", "hidden/"],
    "BALE_API": ["tapi.bale.ai/hidden", "https://"],
    "BALE_PROXY": ["socks5://hidden"],
    "SECRET_KEY": ["hidden", "00" * 31, "1:hidden,2:hidden", "x:" + "00" * 32, "1:" + "00" * 32 + ",1000:" + "00" * 32],
    "WEBHOOK_URL": ["http://hidden.example.org", "example.org/hidden"],
    "WEBHOOK_SECRET": ["hidden", "a hidden secret with spaces"],
    "WEBHOOK_PORT": ["0", "65536", "hidden"],
    "LOG_LEVEL": ["hidden"],
    "DURABLE": ["hidden"],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in BAD.items() for value in values])
def test_what_cannot_be_used_is_said_without_the_value(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"HAMYAR_{name}", value)
    (problem,) = problems()
    assert problem.startswith(f"HAMYAR_{name} is not usable: it must be ")
    assert "hidden" not in problem


def test_every_problem_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HAMYAR_WEBHOOK_PORT", "many")
    monkeypatch.setenv("HAMYAR_BALE_API", "nowhere")
    said = problems(key=True, bot=True)
    assert [problem.split()[0] for problem in said] == [
        "HAMYAR_BALE_API",
        "HAMYAR_WEBHOOK_PORT",
        "HAMYAR_SECRET_KEY",
        "HAMYAR_TELEGRAM_TOKEN",
    ]


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:8118", "https://proxy.example.org:443", "socks4://10.0.0.1:1080", "socks5://me:pass@p:1080"],
)
def test_proxies_of_every_kind(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("HAMYAR_TELEGRAM_PROXY", url)
    assert load_settings().messengers[0].proxy.get_secret_value() == url


@pytest.mark.parametrize(
    ("url", "database"),
    [
        ("sqlite:////srv/h.db", "sqlite:////srv/h.db"),
        ("postgresql://u:p@h/n", "postgresql://u:p@h/n"),
        ("postgres://u:p@h/n", "postgres://u:p@h/n"),
    ],
)
def test_databases_of_both_kinds(monkeypatch: pytest.MonkeyPatch, url: str, database: str) -> None:
    monkeypatch.setenv("HAMYAR_DATABASE_URL", url)
    assert load_settings().resolved_database_url == database


def test_bale_calls_two_ports_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HAMYAR_WEBHOOK_URL", "https://bot.example.org:8443")
    monkeypatch.setenv("HAMYAR_TELEGRAM_TOKEN", TOKEN)
    assert load_settings().webhook_url == "https://bot.example.org:8443"
    monkeypatch.setenv("HAMYAR_BALE_TOKEN", TOKEN)
    (problem,) = problems()
    assert problem.startswith("HAMYAR_WEBHOOK_URL is not usable with Bale")
    monkeypatch.setenv("HAMYAR_WEBHOOK_URL", "https://bot.example.org:88/")
    assert load_settings().webhook_url == "https://bot.example.org:88"


def test_a_webhook_on_this_machine_needs_no_https(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HAMYAR_WEBHOOK_URL", "http://127.0.0.1:8090/")
    assert load_settings().webhook_url == "http://127.0.0.1:8090"


def test_secrets_of_webhooks_come_from_the_key_and_survive_its_rotation(monkeypatch: pytest.MonkeyPatch) -> None:
    key = "01" * 32
    monkeypatch.setenv("HAMYAR_SECRET_KEY", key)
    first = load_settings()
    assert first.webhook_secret_for("bale") != first.webhook_secret_for("telegram")
    monkeypatch.setenv("HAMYAR_SECRET_KEY", f"1:{key},2:{'02' * 32}")
    assert load_settings().webhook_secret_for("bale") == first.webhook_secret_for("bale")
    monkeypatch.setenv("HAMYAR_SECRET_KEY", "02" * 32)
    assert load_settings().webhook_secret_for("bale") != first.webhook_secret_for("bale")
    monkeypatch.setenv("HAMYAR_WEBHOOK_SECRET", "a-secret-of-their-own")
    assert load_settings().webhook_secret_for("bale") != first.webhook_secret_for("bale")


def test_nothing_secret_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    hidden = "hidden" * 6
    monkeypatch.setenv("HAMYAR_DATABASE_URL", f"postgresql://user:{hidden}@host/name")
    monkeypatch.setenv("HAMYAR_TELEGRAM_TOKEN", f"123:{hidden}")
    monkeypatch.setenv("HAMYAR_BALE_TOKEN", f"123:{hidden}")
    monkeypatch.setenv("HAMYAR_TELEGRAM_PROXY", f"socks5://me:{hidden}@host:1080")
    monkeypatch.setenv("HAMYAR_WEBHOOK_SECRET", hidden)
    key = generate_key()
    monkeypatch.setenv("HAMYAR_SECRET_KEY", key)
    settings = load_settings()
    shown = f"{settings!r} {settings} {settings.model_dump()} {settings.model_dump_json()}"
    assert "hidden" not in shown
    assert key not in shown


def test_the_readme_names_every_setting() -> None:
    said = README.read_text(encoding="utf-8")
    assert [name for name in env_variables() if f"`{name}`" not in said] == []
