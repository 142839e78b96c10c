"""Rights that change while somebody is in the midst of something: their next step is made on what stands now.

It knows conversations by their owner alone, and nothing of what is said in them.
"""

from sqlalchemy import ColumnElement, and_, not_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.ids import AccountRef, PersonId
from bot.storage.tables import Account, Conversation


async def revoke_sessions(
    session: AsyncSession,
    person: PersonId,
    *,
    current_account: AccountRef | None = None,
    account: AccountRef | None = None,
) -> None:
    """Whatever process remembers a conversation of theirs finds at its next write that another came before it.

    Called in the transaction that changes the rights, and before an account of theirs changes hands. `current_account` is the
    conversation that this is done from, which writes itself; `account` recalls one account alone.
    """
    accounts = select(Account.messenger, Account.external_id).where(Account.person_id == person)
    wanted: list[ColumnElement[bool]] = [tuple_(Conversation.messenger, Conversation.external_id).in_(accounts)]
    if account is not None:
        wanted.append(_is_conversation_of(account))
    if current_account is not None:
        wanted.append(not_(_is_conversation_of(current_account)))
    await session.execute(
        update(Conversation)
        .where(*wanted)
        .values(revision=Conversation.revision + 1, rights_changed=True)
        .execution_options(synchronize_session=False)
    )


def _is_conversation_of(place: AccountRef) -> ColumnElement[bool]:
    messenger, account = place
    return and_(Conversation.messenger == messenger, Conversation.external_id == account)
