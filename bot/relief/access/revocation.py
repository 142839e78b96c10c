"""Rights that change while somebody is in the midst of something: their next step is made on what stands now.

It knows conversations by their owner alone, and nothing of what is said in them.
"""

from sqlalchemy import ColumnElement, and_, not_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.ids import Here, PersonId
from bot.storage.tables import Account, Conversation


async def recall(
    session: AsyncSession, person: PersonId, *, here: Here | None = None, only: Here | None = None
) -> None:
    """Whatever process remembers a conversation of theirs finds at its next write that another came before it.

    Called in the transaction that changes the rights, and before an account of theirs changes hands. `here` is the
    conversation that this is done from, which writes itself; `only` recalls one account alone.
    """
    accounts = select(Account.messenger, Account.external_id).where(Account.person_id == person)
    wanted: list[ColumnElement[bool]] = [tuple_(Conversation.messenger, Conversation.account).in_(accounts)]
    if only is not None:
        wanted.append(_is(only))
    if here is not None:
        wanted.append(not_(_is(here)))
    await session.execute(
        update(Conversation)
        .where(*wanted)
        .values(revision=Conversation.revision + 1, recalled=True)
        .execution_options(synchronize_session=False)
    )


def _is(place: Here) -> ColumnElement[bool]:
    messenger, account = place
    return and_(Conversation.messenger == messenger, Conversation.account == account)
