"""One messenger and all that it remembers: accounts, chats, files, the bot's updates and settings.

Every change of a chat goes through here and gets an event number. It speaks no dialect and no HTTP.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from bot.sandbox.core.files import Files
from bot.sandbox.core.models import (
    Account,
    Chat,
    ChatKind,
    Command,
    FileId,
    FileKind,
    Message,
    MessageId,
    Notice,
    Query,
    ReplyRows,
    StoredFile,
)
from bot.sandbox.core.quiescence import Stillness
from bot.sandbox.core.signal import Bell
from bot.sandbox.core.update_queue import Backlog, Update, Updates
from bot.sandbox.options import AccountId, ChatId, Messenger, SamplePerson

FIRST_MESSAGE = {Messenger.TELEGRAM: 1, Messenger.BALE: 1 << 33}
"""Bale's ids have up to 52 bits; beginning past 32 finds whoever keeps them in less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    url: str
    secret: str | None = None
    connections: int = 40


@dataclass(slots=True, kw_only=True)
class Memory:
    """What outlives a restart, as plain values."""

    next_message: int
    next_number: int = 1
    bot_id: int = 7_000_000_001
    accounts: dict[AccountId, Account] = field(default_factory=dict)
    chats: dict[ChatId, Chat] = field(default_factory=dict)
    files: dict[FileId, StoredFile] = field(default_factory=dict)
    queries: dict[str, Query] = field(default_factory=dict)
    commands: dict[str, tuple[Command, ...]] = field(default_factory=dict)
    webhook: Webhook | None = None
    backlog: Backlog = field(default_factory=Backlog)


class Exchange:
    def __init__(
        self,
        messenger: Messenger,
        memory: Memory,
        files: Files,
        clock: Callable[[], float],
        query_seconds: float,
        silence: float,
    ) -> None:
        self.messenger = messenger
        self.memory = memory
        self.files = files
        self.clock = clock
        self.updates = Updates(memory.backlog, self._confirmed)
        self.stillness = Stillness(silence)
        self.poll_number = 0
        self.query_seconds = query_seconds
        self.closing = False
        self.last_webhook_error: tuple[int, str] | None = None
        self.chat_of_file: dict[FileId, ChatId] = {}
        self._bells: dict[ChatId, Bell] = {}

    def close(self) -> None:
        """Whoever waits for something here is let go."""
        self.closing = True
        self.updates.arrived.ring()
        self.stillness.changed.ring()
        for bell in self._bells.values():
            bell.ring()

    def now(self) -> int:
        """Seconds since 1970, whole, as messages carry them."""
        return int(self.clock())

    def number(self) -> int:
        """A fresh number for whatever needs one; it never comes twice, also after a restart."""
        self.memory.next_number += 1
        return self.memory.next_number

    def introduce(self, person: SamplePerson) -> None:
        """A sample person exists at once; without `start` their chat with the bot exists too."""
        known = self.memory.accounts.get(AccountId(person.account))
        account = Account(
            id=AccountId(person.account),
            name=person.name,
            phone=person.phone,
            language=person.language,
            blocked=known.blocked if known else False,
        )
        self.memory.accounts[account.id] = account
        if person.start is None:
            self.private_chat(account)

    def account(self, account_id: AccountId, *, name: str | None = None) -> Account:
        """The account, made when it first speaks; a name given later replaces the old one."""
        known = self.memory.accounts.get(account_id)
        account = known or Account(id=account_id, name=name or f"کاربر {account_id}")
        if name and name != account.name:
            account = replace(account, name=name)
        self.memory.accounts[account_id] = account
        return account

    def private_chat(self, account: Account) -> Chat:
        return self._chat(ChatId(account.id), ChatKind.PRIVATE, account.name, account.id)

    def group_chat(self, chat_id: ChatId, account: Account, title: str | None = None) -> Chat:
        chat = self._chat(chat_id, ChatKind.GROUP, title or f"گروه {chat_id}", account.id)
        chat.title = title or chat.title
        return chat

    def _chat(self, chat_id: ChatId, kind: ChatKind, title: str, member: AccountId) -> Chat:
        chat = self.memory.chats.get(chat_id)
        if chat is None:
            chat = Chat(id=chat_id, kind=kind, title=title, messages={}, notices=[], members=set())
            self.memory.chats[chat_id] = chat
        chat.members.add(member)
        return chat

    def bell(self, chat_id: ChatId) -> Bell:
        """Rings at every event of this chat, also of one that does not exist yet."""
        return self._bells.setdefault(chat_id, Bell())

    def next_event(self, chat: Chat) -> int:
        chat.event += 1
        self.stillness.touch(chat.id)
        self.bell(chat.id).ring()
        return chat.event

    def next_message_id(self) -> MessageId:
        message_id = MessageId(self.memory.next_message)
        self.memory.next_message += 1
        return message_id

    def post(self, chat: Chat, message: Message) -> Message:
        """Put a new message, or a changed one in its old place."""
        placed = replace(message, event=self.next_event(chat))
        if placed.file is not None:
            self.chat_of_file[placed.file.id] = chat.id
        chat.messages.pop(placed.id, None)
        chat.messages[placed.id] = placed
        return placed

    def remove(self, chat: Chat, message: Message) -> None:
        """Nothing of the content stays, only that a message was here."""
        self.post(
            chat,
            Message(id=message.id, chat=chat.id, sender=message.sender, date=message.date, event=0, deleted=True),
        )

    def show_keyboard(self, chat: Chat, rows: ReplyRows) -> None:
        if rows != chat.keyboard:
            chat.keyboard = rows
            self.next_event(chat)

    def notify(self, chat: Chat, account: AccountId, text: str, *, alert: bool, url: str | None) -> None:
        event = self.next_event(chat)
        chat.notices.append(Notice(event=event, account=account, text=text, alert=alert, url=url))

    def block(self, account: Account, *, blocked: bool) -> Account:
        changed = replace(account, blocked=blocked)
        self.memory.accounts[account.id] = changed
        self.next_event(self.private_chat(changed))
        return changed

    def keep_file(self, content: bytes, *, kind: FileKind, name: str, mime: str | None) -> StoredFile:
        stored = self.files.keep(content, kind=kind, name=name, mime=mime, number=self.number())
        self.memory.files[stored.id] = stored
        return stored

    def ask(self, chat: Chat, account: AccountId, *, silent: bool = False) -> Query:
        """A press begins to wait. In Bale an id that starts with 1 tells of an old client."""
        first = "1" if silent else "4"
        query = Query(
            id=f"{first}{self.number():017d}",
            account=account,
            chat=chat.id,
            asked_at=self.clock(),
            silent=silent,
        )
        self.memory.queries[query.id] = query
        return query

    def _confirmed(self, update: Update) -> None:
        self.stillness.touch(update.chat)
        self.stillness.touch(ChatId(update.account))
