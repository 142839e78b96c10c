"""Live messages: messages that change without their reader doing anything, as the progress of a call.

A use case registers one and says when its subject has changed; the delivery draws it. No text and no messenger is known
here.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.ids import LiveMessageId, PersonId
from bot.relief.outbound import jobs
from bot.relief.outbound.jobs import JobKind
from bot.storage.database import insert
from bot.storage.orm import new_id
from bot.storage.tables import LiveMessage, Person

REFRESH_DEBOUNCE = timedelta(seconds=2)  # between two edits of one message


class LiveMessageKind(StrEnum):
    """Kinds of subjects of live messages. The values are stored: a value changes only with a migration."""

    CALL_PROGRESS = "call-progress"

    def subject(self, key: int) -> str:
        """Return the name of one thing of this kind: `call-progress:4711`."""
        return f"{self}:{key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveMessageView:
    """One live message and where it stands. `message_id` None: it is yet to be sent."""

    id: LiveMessageId
    subject: str
    person: PersonId
    language: str
    messenger: str
    chat: int
    message_id: int | None

    @property
    def kind(self) -> LiveMessageKind:
        """The kind of the subject. Raises ValueError for one that a newer version has written."""
        return LiveMessageKind(self.subject.partition(":")[0])

    @property
    def key(self) -> int:
        """The number of the subject within its kind."""
        return int(self.subject.partition(":")[2])


async def register(session: AsyncSession, subject: str, person: PersonId, *, messenger: str, chat: int) -> None:
    """Show `subject` to a person in this chat, in one message.

    A message that showed it elsewhere is no longer updated.
    """
    place = {"messenger": messenger, "chat": chat, "message_id": None}
    row = insert(session, LiveMessage).values(id=new_id(), subject=subject, person_id=person, **place)
    await session.execute(row.on_conflict_do_update(index_elements=["subject", "person_id"], set_=place))


async def enqueue_refresh(session: AsyncSession, subject: str, *, delay: timedelta = REFRESH_DEBOUNCE) -> None:
    """Have every message that shows `subject` drawn afresh (debounce).

    Changes within `delay` are shown by one edit.
    """
    rows = await session.execute(
        select(LiveMessage.id, LiveMessage.messenger).where(LiveMessage.subject == subject).order_by(LiveMessage.id)
    )
    for row_id, messenger in rows.all():
        await jobs.enqueue_or_reschedule(
            session,
            f"{JobKind.LIVE_MESSAGE}:{row_id}",
            lane=messenger,
            kind=JobKind.LIVE_MESSAGE,
            args={"live_message": row_id},
            delay=delay,
        )


async def load(session: AsyncSession, live_message_id: LiveMessageId) -> LiveMessageView | None:
    """Return the message, or None if it was dropped."""
    row = await session.get(LiveMessage, live_message_id)
    if row is None:
        return None
    person = await session.get_one(Person, row.person_id)
    return LiveMessageView(
        id=live_message_id,
        subject=row.subject,
        person=PersonId(row.person_id),
        language=person.language,
        messenger=row.messenger,
        chat=row.chat,
        message_id=row.message_id,
    )


async def record_message(session: AsyncSession, live: LiveMessageView, message_id: int | None) -> None:
    """Record the id under which it was sent, or None to have it sent anew.

    A message registered elsewhere since is left alone.
    """
    same_chat = (LiveMessage.messenger == live.messenger, LiveMessage.chat == live.chat)
    await session.execute(
        update(LiveMessage).where(LiveMessage.id == live.id, *same_chat).values(message_id=message_id)
    )


async def drop(session: AsyncSession, live: LiveMessageView) -> None:
    """Delete the message: its chat refuses messages, or its subject is gone.

    A message registered elsewhere since stays.
    """
    same_chat = (LiveMessage.messenger == live.messenger, LiveMessage.chat == live.chat)
    await session.execute(delete(LiveMessage).where(LiveMessage.id == live.id, *same_chat))
