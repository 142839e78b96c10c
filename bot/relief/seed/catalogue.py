"""Loading of the starter catalogue."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.persian.normalisation import fold, sort_key
from bot.relief.catalogue.activities import FIELD_MARK
from bot.relief.seed.starter_data import starter_activities
from bot.storage.tables import Activity


async def load_catalogue(session: AsyncSession) -> int:
    """Insert or update the activities of the starter catalogue by code; others stay.

    Returns how many activities the starter catalogue has.
    """
    existing = {row.code: row for row in await session.scalars(select(Activity))}
    for entry in starter_activities():
        row = existing.get(entry.code) or Activity(code=entry.code)
        row.domain = entry.domain
        row.short = entry.short
        row.name = entry.name
        row.kinds = ",".join(entry.kinds)
        row.unit_of_measure = entry.unit_of_measure
        row.beneficiaries = ",".join(entry.beneficiaries)
        row.served_again_after_days = entry.served_again_after_days
        row.sensitive = entry.sensitive
        row.search_words = _search_words(entry.code, entry.short, entry.name, *entry.search_words)
        row.sort_key = sort_key(entry.short)
        session.add(row)
    await session.flush()
    return len(starter_activities())


def _search_words(*fields: str) -> str:
    return "".join(FIELD_MARK + fold(field) for field in fields)
