"""Rate limiting: a burst is answered once and loses nothing; strangers who only talk are answered a few times."""

from pathlib import Path

from sqlalchemy import select

from bot.clock import FixedClock
from bot.dialogue.inputs import Command, Press, TextInput, UserInput
from bot.messengers.port import Incoming
from bot.storage.database import Database
from bot.storage.tables import Family
from bot.turn.rate_limiting import MAX_STRANGER_BURST, MAX_STRANGER_UPDATES_PER_MINUTE, Admission, RateLimiter
from tests.conversations.app import stage
from tests.conversations.world import peopled


class Watch:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def said(what: UserInput, account: int = 5001) -> Incoming:
    return Incoming(
        messenger="bale",
        update=1,
        account=account,
        chat=account,
        name="",
        what=what,
        message=0,
        callback="",
        group=False,
    )


WORDS = TextInput(text="سلام")


def test_a_burst_is_answered_once_until_it_is_calm_again() -> None:
    watch = Watch()
    flood = RateLimiter(max_per_minute=20, clock=watch)
    assert [flood.admit(said(WORDS), is_member=True, in_form=False) for _ in range(20)] == [Admission.ANSWER] * 20
    assert flood.admit(said(WORDS), is_member=True, in_form=False) is Admission.WARN
    for _ in range(9):
        watch.now += 1
        assert flood.admit(said(WORDS), is_member=True, in_form=False) is Admission.DROP
    assert flood.admit(said(WORDS, 5002), is_member=True, in_form=False) is Admission.ANSWER
    watch.now += 10
    assert flood.admit(said(WORDS), is_member=True, in_form=False) is Admission.ANSWER
    assert flood.dropped_count == 10


def test_a_stranger_who_only_talks_is_counted_and_the_way_in_stays_open() -> None:
    watch = Watch()
    flood = RateLimiter(max_per_minute=1000, clock=watch)
    answers = [flood.admit(said(WORDS), is_member=False, in_form=False) for _ in range(MAX_STRANGER_BURST + 5)]
    assert answers == [Admission.ANSWER] * MAX_STRANGER_BURST + [Admission.DROP] * 5
    for way_in in (Command(name="start", argument="j-abc"), Press(data="b|home||")):
        assert flood.admit(said(way_in), is_member=False, in_form=False) is Admission.ANSWER
    assert flood.admit(said(WORDS), is_member=False, in_form=True) is Admission.ANSWER
    watch.now += 60
    assert flood.admit(said(WORDS), is_member=False, in_form=False) is Admission.ANSWER


def test_a_crowd_of_strangers_leaves_members_their_answers() -> None:
    flood = RateLimiter(max_per_minute=100, clock=Watch())
    crowd = [
        flood.admit(said(WORDS, 10_000 + one), is_member=False, in_form=False)
        for one in range(MAX_STRANGER_UPDATES_PER_MINUTE + 50)
    ]
    assert crowd.count(Admission.ANSWER) == MAX_STRANGER_UPDATES_PER_MINUTE
    assert flood.admit(said(WORDS, 1), is_member=True, in_form=False) is Admission.ANSWER


async def test_what_was_answered_before_a_burst_stands(database: Database, clock: FixedClock, tmp_path: Path) -> None:
    await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        watch = Watch()
        maryam = theatre.phone("telegram", 1001, "مریم")
        theatre.runtime.processor.rate_limiter = RateLimiter(max_per_minute=6, clock=watch)
        await maryam.say("/menu")
        await maryam.tap("ثبت خانوار")
        await maryam.tap("بله، رضایت دارند")
        await maryam.say("زهرا موسوی")
        await maryam.say("0917 000 12 34")
        await maryam.say("سادات")
        assert "خیلی پشت سر هم رسید" in await maryam.say("۹")
        for _ in range(3):
            await maryam._do("say", "۹", json={"text": "۹"})
            await maryam.screen(wait=30)  # the bot has heard it
            watch.now += 0.1
        watch.now += 60
        assert "فوری‌ترین نیازشان" in await maryam.say("۴")
        await maryam.tap("خوراک")
        await maryam.tap("ثبت")
    async with database.read_session() as session:
        kept = (await session.scalars(select(Family))).one()
        assert (kept.head_name, kept.phone, kept.members) == ("زهرا موسوی", "+989170001234", 4)


async def test_a_member_whose_conversation_is_new_is_no_stranger(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    await peopled(database)
    flood = RateLimiter(max_per_minute=100, clock=Watch())
    for one in range(MAX_STRANGER_UPDATES_PER_MINUTE + 1):
        flood.admit(said(WORDS, 10_000 + one), is_member=False, in_form=False)
    async with stage(database, clock, tmp_path) as theatre:
        theatre.runtime.processor.rate_limiter = flood
        assert "مریم احمدی" in await theatre.phone("telegram", 1001, "مریم").say("/menu")
