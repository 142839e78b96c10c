"""Chaos run: people act while the bot is killed, the messenger and the database fail, clocks jump.

Then the calm: everyone ends their goal, the bot drains and is stopped as an operator stops it.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from aiohttp import ClientSession, TCPConnector, web

from tests.faults.harness.databases import Ground
from tests.faults.harness.fault_plan import Mischief
from tests.faults.harness.fault_proxy import Line
from tests.faults.harness.history import Story
from tests.faults.harness.plan import Plan, chance
from tests.faults.harness.population import KEY, settle
from tests.faults.harness.processes import Bot, Fleet, fleet, free_port, sandbox
from tests.faults.harness.users import Crowd

log = logging.getLogger(__name__)
AIMS = {"at any instant": 6, "starting": 1, "taken": 4, "before": 3, "after": 3}
LIFE = (0.1, 2.0)  # seconds that a bot lives once it has called
FIRST_SIGN = 30.0  # seconds at most for a process to call, and to answer somebody
TRAPPED = 3.0  # seconds that a trap waits for its moment; then the bot is killed at any instant
STRIKE_EVERY, JUMP_EVERY = (3.0, 8.0), (4.0, 12.0)
JUMPS = (0.0, 45.0, -45.0, 1200.0, -1200.0, 7200.0, -7200.0)  # seconds
REPORT_EVERY = 15.0  # seconds
LAST_ERRANDS, REST = 120.0, 60.0  # seconds


@dataclass(slots=True, kw_only=True)
class Storm:
    story: Story
    ground: Ground
    ships: Fleet
    env: Callable[[int], dict[str, str]]
    group: asyncio.TaskGroup
    bot: Bot | None = None
    ends_at: float = 0.0

    def __post_init__(self) -> None:
        self.ends_at = asyncio.get_running_loop().time() + self.story.plan.minutes * 60

    @property
    def goes_on(self) -> bool:
        plan, story = self.story.plan, self.story
        short = story.kills.total() < plan.kills or story.injected < plan.faults
        return short and asyncio.get_running_loop().time() < self.ends_at

    def behind(self) -> float:
        """Return how many faults are missing, relative to the kills so far."""
        plan, story = self.story.plan, self.story
        wanted = plan.faults * min(1.0, story.kills.total() / max(plan.kills, 1) + 0.02)
        return max(0.0, (wanted - story.injected) / 100)

    async def rage(self) -> None:
        """Start one process after the other, each ended by a kill; the last one lives."""
        luck = chance(self.story.plan, "kills")
        self.story.line.mischief.calm = False
        while self.goes_on:
            bot = await self.start()
            aim = luck.choices(tuple(AIMS), tuple(AIMS.values()))[0]
            await self._live(bot, aim, luck.uniform(*LIFE))
            if bot.ended.is_set() and not bot.struck:
                self._died(bot)
                await asyncio.sleep(0.2)
                continue
            await bot.kill()
            self.story.kills[aim] += 1
            await asyncio.sleep(luck.choice((0.0, 0.0, 0.3)))
        self.story.line.mischief.calm = True

    async def keep_alive(self) -> None:
        """Keep one bot alive in the calm; if it dies, that is counted and another starts."""
        bot = await self.start()
        while True:
            await bot.ended.wait()
            self._died(bot)
            bot = await self.start()

    def _died(self, bot: Bot) -> None:
        """Restart a process that left without a call: it found no database, as a service manager would see."""
        if bot.generation in self.story.line.heard:
            self.story.deaths.append(f"bot {bot.generation} ended with {bot.code}")
        else:
            self.story.refused_starts += 1

    async def start(self) -> Bot:
        generation = len(self.story.bots) + 1
        env = self.env(generation)
        whole = generation % self.story.plan.whole_every == 0
        bot = await (self.ships.whole(generation, env, self.group) if whole else self.ships.fork(generation, env))
        self.story.bots.append(bot)
        self.bot = bot
        return bot

    async def _live(self, bot: Bot, aim: str, seconds: float) -> None:
        if aim == "starting":
            await _unless_ended(bot, seconds / 3)
            return
        await self._first(self.story.line.called[bot.generation], bot)
        if aim == "at any instant":
            await _unless_ended(bot, seconds)
        else:
            await self._first(self.story.line.shown[bot.generation], bot)
            await _unless_ended(bot, seconds / 2)
            self.story.line.traps[aim] = lambda _: self._sprung(bot, aim)
            await _unless_ended(bot, TRAPPED)
            self.story.line.traps.pop(aim, None)

    async def _first(self, sign: asyncio.Event, bot: Bot) -> None:
        """Wait for the first call: a process that is starting on a busy machine does no work yet."""
        waits = [self.group.create_task(event.wait()) for event in (sign, bot.ended)]
        await asyncio.wait(waits, timeout=FIRST_SIGN, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()

    def _sprung(self, bot: Bot, aim: str) -> None:
        """Choose the instant of the kill: within a turn a few milliseconds later, else now."""
        if aim == "taken":
            asyncio.get_running_loop().call_later(self.story.crowd.luck.uniform(0.0, 0.05), bot.strike)
        else:
            bot.strike()

    async def strike(self) -> None:
        luck = chance(self.story.plan, "strikes")
        while True:
            await asyncio.sleep(luck.uniform(*STRIKE_EVERY))
            if self.bot is not None and not self.bot.ended.is_set():
                self.story.struck[await self.ground.strike(luck, self.bot.pid)] += 1

    async def report(self) -> None:
        """Print the progress now and then: a run takes minutes."""
        while True:
            await asyncio.sleep(REPORT_EVERY)
            over = sum(deed.errand.over for deed in self.story.crowd.deeds)
            log.info("%d kills, %d faults, %d errands done", self.story.kills.total(), self.story.injected, over)

    async def jump(self) -> None:
        luck = chance(self.story.plan, "clock")
        while True:
            await asyncio.sleep(luck.uniform(*JUMP_EVERY))
            self.ships.set_clock(luck.choice(JUMPS))
            self.story.struck["clock jumped"] += 1


async def _unless_ended(bot: Bot, seconds: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(bot.ended.wait(), seconds)


async def told(plan: Plan, ground: Ground, folder: Path) -> Story:
    """Run to the end; the bot is gone when it returns, and the database at rest."""
    inhabitants = await settle(ground.url, plan.people)
    people = [one.sample() for one in inhabitants]
    async with (
        sandbox(people, folder) as address,
        ClientSession(address, connector=TCPConnector(limit=0)) as http,
        fleet(folder) as ships,
        asyncio.TaskGroup() as group,
    ):
        mischief = Mischief(chance=chance(plan, "mischief"))
        line = Line(http=http, mischief=mischief, chance=chance(plan, "updates"))
        crowd = Crowd(plan=plan, http=http, luck=chance(plan, "milliseconds"))
        story = Story(plan=plan, inhabitants=inhabitants, crowd=crowd, line=line)
        async with _served(line) as port:
            env = _environment(ground.url, folder, port)
            storm = Storm(story=story, ground=ground, ships=ships, env=env, group=group)
            mischief.behind = storm.behind
            living = [group.create_task(crowd.live(one)) for one in inhabitants]
            reporting = group.create_task(storm.report())
            troubles = [group.create_task(storm.strike()), group.create_task(storm.jump())]
            await storm.rage()
            for trouble in troubles:
                trouble.cancel()
            await _calm(storm, living)
            reporting.cancel()
    return story


@asynccontextmanager
async def _served(line: Line) -> AsyncIterator[int]:
    runner, port = web.AppRunner(line.app(), access_log=None, shutdown_timeout=0.1), free_port()
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    yield port
    await runner.cleanup()


def _environment(url: str, folder: Path, port: int) -> Callable[[int], dict[str, str]]:
    def env(generation: int) -> dict[str, str]:
        api = f"http://127.0.0.1:{port}/{generation}"
        return {
            "HAMYAR_DATA": str(folder),
            "HAMYAR_DATABASE_URL": url,
            "HAMYAR_SECRET_KEY": KEY.hex(),
            "HAMYAR_TELEGRAM_TOKEN": "110201543:harness-of-faults-and-kills-00",
            "HAMYAR_TELEGRAM_API": f"{api}/telegram",
            "HAMYAR_BALE_TOKEN": "210201543:harness-of-faults-and-kills-00",
            "HAMYAR_BALE_API": f"{api}/bale",
            "HAMYAR_LOG_LEVEL": "INFO",
            "HAMYAR_MESSAGES_A_MINUTE": "0",
        }

    return env


async def _calm(storm: Storm, living: list[asyncio.Task[None]]) -> None:
    """Inject no more faults; wait until the bot has finished its work, then stop it."""
    story = storm.story
    async with story.crowd.http.delete("/faults") as answer:
        answer.raise_for_status()
    storm.ships.set_clock(max(JUMPS))  # what was put off while it stood ahead falls due
    watch = storm.group.create_task(storm.keep_alive())
    story.crowd.closing.set()
    log.info("calm now: everybody ends what they are at")
    await asyncio.wait(living, timeout=LAST_ERRANDS)
    for one in living:
        one.cancel()
    for _ in range(int(REST)):
        story.at_rest = await _is_at_rest(storm)
        if story.at_rest:
            break
        await asyncio.sleep(1.0)
    watch.cancel()
    assert storm.bot is not None
    began = asyncio.get_running_loop().time()
    await storm.bot.stop()
    story.stop_s, story.stop_code = asyncio.get_running_loop().time() - began, storm.bot.code


async def _is_at_rest(storm: Storm) -> bool:
    """Return True if no reply, call or notice waits to be sent."""
    unsent = await storm.ground.rows("SELECT 1 AS one FROM conversations WHERE unsent IS NOT NULL")
    waiting = await storm.ground.rows(
        "SELECT 1 AS one FROM deliveries WHERE state NOT IN ('sent', 'failed', 'unreachable')"
    )
    return not unsent and not waiting
