"""Revocation of rights that conversations have cached. Knows the owner of a conversation, and none of its content."""

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
    """Invalidate every cached conversation of this person (optimistic lock).

    Bumps `revision`, so the next write of any process fails its optimistic lock, reloads, and sees the revocation. Call
    it in the transaction that changes the rights, and before an account changes its person. `current_account` is the
    conversation that the change is made from: it is left out, as it writes itself. `account` limits it to one account.
    """
    accounts = select(Account.messenger, Account.external_id).where(Account.person_id == person)
    conditions: list[ColumnElement[bool]] = [tuple_(Conversation.messenger, Conversation.external_id).in_(accounts)]
    if account is not None:
        conditions.append(_is_conversation_of(account))
    if current_account is not None:
        conditions.append(not_(_is_conversation_of(current_account)))
    await session.execute(
        update(Conversation)
        .where(*conditions)
        .values(revision=Conversation.revision + 1, rights_changed=True)
        .execution_options(synchronize_session=False)
    )


def _is_conversation_of(account: AccountRef) -> ColumnElement[bool]:
    return and_(Conversation.messenger == account.messenger, Conversation.external_id == account.external_id)
