"""A real browser at the emulator's page, and a bot of raw HTTP calls behind it."""

import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator
from functools import cache
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from bot.sandbox.options import Messenger, Options, SamplePerson
from tests.browser.fixtures import Stage

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
QUIETLY = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
LEFT_OUT = "no Chromium here: the page of the messenger was not tried in a browser"
PEOPLE = (
    SamplePerson(messenger=Messenger.TELEGRAM, account=1001, name="مریم احمدی", role="volunteer", phone="989170001001"),
    SamplePerson(messenger=Messenger.BALE, account=2001, name="حسین رضایی", role="coordinator", phone="989170002001"),
    SamplePerson(messenger=Messenger.TELEGRAM, account=1002, name="زهرا کاظمی", role="supervisor"),
    SamplePerson(messenger=Messenger.BALE, account=2002, name="فاطمه موسوی", role="volunteer", start="j-7Kq2mX"),
)


def installed() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


def can_install() -> bool:
    return Path("/etc/debian_version").exists() and os.geteuid() == 0 and shutil.which("apt-get") is not None


def install() -> None:
    """Install Debian's own package; a second worker waits for the first."""
    with (Path(tempfile.gettempdir()) / "hamyar-chromium.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if installed() is None:
            for step in (["update"], ["install", "-y", "chromium"]):
                subprocess.run(["apt-get", "-qq", *step], check=False, stdout=subprocess.DEVNULL, env=QUIETLY)


@cache
def chromium() -> str | None:
    """Return the browser's path; on Debian, and as root, it is installed on first use."""
    if installed() is None and can_install():
        install()
    return installed()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """Skip the tests without a browser, in one line of the report; in CI that is a failure."""
    if chromium() is None and os.environ.get("CI") == "true":
        pytest.fail(LEFT_OUT)
    if chromium() is None:
        pytest.skip(LEFT_OUT)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        yield opened
        await opened.close()


@pytest_asyncio.fixture(loop_scope="session")
async def stage(browser: Browser, tmp_path: Path) -> AsyncIterator[Stage]:
    """Start an empty emulator with four sample people, and open a desktop window on it."""
    window = await browser.new_context(viewport={"width": 1280, "height": 860}, locale="fa-IR")
    async with aiohttp.ClientSession() as session:
        stage = Stage(options=Options(people=PEOPLE, data_folder=tmp_path / "kept"), window=window, session=session)
        await stage.switch_on()
        yield stage
        await window.close()
        await stage.switch_off()
    assert stage.complaints == []
