"""`make audit-trial`: everything done to the audit without its keys, and how much of it `audit verify` finds.

Prints one JSON line a figure, on SQLite and on a PostgreSQL that it starts; exit 1 where a goal does not hold.
"""

import asyncio
import json
import os
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.storage import migrate
from bot.storage.database import Database, open_database
from bot.storage.encryption import Keyring, install_keyring
from tests.audit_trial.trial import empty_audit, find_tampering, prepare_audit, tamperings_for
from tests.fuzz.database import postgres
from tests.relief.world import gather


async def main() -> int:
    chosen, holds = os.environ.get("ONLY", ""), True
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("sqlite", "postgresql"):
            figure = f"audit.found.{kind}"
            if chosen not in ("", "audit.found", figure):
                continue
            async with _opened(kind, Path(folder) / kind) as database:
                found, tried = await _try_all(database, Path(folder) / f"{kind}-data")
            line = {"figure": figure, "value": found, "unit": f"of {tried} tamperings", "goal": tried}
            print(json.dumps(line | {"holds": found == tried}))  # noqa: T201 - what the command is for
            holds = holds and found == tried
    return 0 if holds else 1


@asynccontextmanager
async def _opened(kind: str, folder: Path) -> AsyncIterator[Database]:
    await asyncio.to_thread(folder.mkdir)
    if kind == "postgresql":
        async with postgres(folder) as url:
            await asyncio.to_thread(asyncio.run, migrate.upgrade(url))
            database = open_database(url)
            yield database
            await database.close()
        return
    url = f"sqlite:///{folder / 'hamyar.db'}"
    await asyncio.to_thread(asyncio.run, migrate.upgrade(url))
    database = open_database(url)
    yield database
    await database.close()


async def _try_all(database: Database, data: Path) -> tuple[int, int]:
    install_keyring(Keyring({1: bytes(range(32))}, 1))
    async with database.write_session() as session:
        cast = await gather(session)
        await session.commit()
    names, found = list(tamperings_for(database)), 0
    for name in names:
        await empty_audit(database)
        earlier = await prepare_audit(database, cast, data)
        if (await find_tampering(database, name, earlier, data)).fault_count:
            found += 1
        else:
            print(f"not found: {name}", file=sys.stderr)  # noqa: T201 - says which
    return found, len(names)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
