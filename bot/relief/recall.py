"""Rights that change while somebody is in the midst of something: their next step is made on what stands now.

It knows conversations by their owner alone, and nothing of what is said in them.
"""

from sqlalchemy import select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.ids import PersonId
from bot.storage.tables import Account, Conversation


async def recall(session: AsyncSession, person: PersonId) -> None:
    """Whatever process remembers a conversation of theirs finds at its next write that another came before it.

    Called in the transaction that changes the rights, and before an account of theirs changes hands.
    """
    theirs = select(Account.messenger, Account.external_id).where(Account.person_id == person)
    await session.execute(
        update(Conversation)
        .where(tuple_(Conversation.messenger, Conversation.account).in_(theirs))
        .values(revision=Conversation.revision + 1, recalled=True)
        .execution_options(synchronize_session=False)
    )
