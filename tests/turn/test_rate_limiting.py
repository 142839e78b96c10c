"""A burst is answered once kindly and loses nothing; strangers who only talk are counted and not answered for ever."""

from pathlib import Path

from sqlalchemy import select

from bot.clock import FixedClock
from bot.dialogue.screen import Command, Press, Typed, What
from bot.messengers.port import Incoming
from bot.storage.database import Database
from bot.storage.tables import Family
from bot.turn.rate_limiting import OF_A_STRANGER, OF_ALL_STRANGERS, Admission, Flood
from tests.conversations.app import stage
from tests.conversations.world import peopled


class Watch:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def said(what: What, account: int = 5001) -> Incoming:
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


WORDS = Typed(text="سلام")


def test_a_burst_is_answered_once_until_it_is_calm_again() -> None:
    watch = Watch()
    flood = Flood(a_minute=20, clock=watch)
    assert [flood.admits(said(WORDS), known=True, busy=False) for _ in range(20)] == [Admission.ANSWER] * 20
    assert flood.admits(said(WORDS), known=True, busy=False) is Admission.SLOW_DOWN
    for _ in range(9):
        watch.now += 1
        assert flood.admits(said(WORDS), known=True, busy=False) is Admission.PASS_OVER
    assert flood.admits(said(WORDS, 5002), known=True, busy=False) is Admission.ANSWER
    watch.now += 10
    assert flood.admits(said(WORDS), known=True, busy=False) is Admission.ANSWER
    assert flood.passed_over == 10


def test_a_stranger_who_only_talks_is_counted_and_the_way_in_stays_open() -> None:
    watch = Watch()
    flood = Flood(a_minute=1000, clock=watch)
    answers = [flood.admits(said(WORDS), known=False, busy=False) for _ in range(OF_A_STRANGER + 5)]
    assert answers == [Admission.ANSWER] * OF_A_STRANGER + [Admission.PASS_OVER] * 5
    for way_in in (Command(name="start", argument="j-abc"), Press(data="b|home||")):
        assert flood.admits(said(way_in), known=False, busy=False) is Admission.ANSWER
    assert flood.admits(said(WORDS), known=False, busy=True) is Admission.ANSWER
    watch.now += 60
    assert flood.admits(said(WORDS), known=False, busy=False) is Admission.ANSWER


def test_a_crowd_of_strangers_leaves_members_their_answers() -> None:
    flood = Flood(a_minute=100, clock=Watch())
    crowd = [flood.admits(said(WORDS, 10_000 + one), known=False, busy=False) for one in range(OF_ALL_STRANGERS + 50)]
    assert crowd.count(Admission.ANSWER) == OF_ALL_STRANGERS
    assert flood.admits(said(WORDS, 1), known=True, busy=False) is Admission.ANSWER


async def test_what_was_answered_before_a_burst_stands(database: Database, clock: FixedClock, tmp_path: Path) -> None:
    await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        watch = Watch()
        maryam = theatre.phone("telegram", 1001, "مریم")
        theatre.house.turns.flood = Flood(a_minute=6, clock=watch)
        await maryam.say("/menu")
        await maryam.tap("ثبت خانوار")
        await maryam.tap("بله، رضایت دارند")
        await maryam.say("زهرا موسوی")
        await maryam.say("0917 000 12 34")
        await maryam.say("سادات")
        assert "خیلی پشت سر هم آمد" in await maryam.say("۹")
        for _ in range(3):
            await maryam._do("say", "۹", json={"text": "۹"})
            await maryam.screen(wait=30)  # the bot has heard it
            watch.now += 0.1
        watch.now += 60
        assert "فوری‌ترین نیازشان" in await maryam.say("۴")
        await maryam.tap("خوراک")
        await maryam.tap("ثبت شود")
    async with database.reading() as session:
        kept = (await session.scalars(select(Family))).one()
        assert (kept.head_name, kept.phone, kept.members) == ("زهرا موسوی", "+989170001234", 4)


async def test_a_member_whose_conversation_is_new_is_no_stranger(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    await peopled(database)
    flood = Flood(a_minute=100, clock=Watch())
    for one in range(OF_ALL_STRANGERS + 1):
        flood.admits(said(WORDS, 10_000 + one), known=False, busy=False)
    async with stage(database, clock, tmp_path) as theatre:
        theatre.house.turns.flood = flood
        assert "مریم احمدی" in await theatre.phone("telegram", 1001, "مریم").say("/menu")
