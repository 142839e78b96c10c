"""One emulated messenger: accounts, chats, files, the bot's updates and settings.

Every change of a chat goes through here and gets an event number. It knows no dialect and no HTTP.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from bot.sandbox.core.files import ContentStore
from bot.sandbox.core.models import (
    Account,
    BotCommand,
    CallbackQuery,
    Chat,
    ChatKind,
    FileId,
    FileKind,
    Message,
    MessageId,
    Notice,
    ReplyRows,
    StoredFile,
)
from bot.sandbox.core.quiescence import Quiescence
from bot.sandbox.core.signal import Signal
from bot.sandbox.core.update_queue import Backlog, Update, UpdateQueue
from bot.sandbox.options import AccountId, ChatId, Messenger, SamplePerson


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    url: str
    secret: str | None = None
    max_connections: int = 40


@dataclass(slots=True, kw_only=True)
class MessengerState:
    """State that outlives a restart, as plain values."""

    next_message_id: int
    next_number: int = 1
    bot_id: int = 7_000_000_001
    accounts: dict[AccountId, Account] = field(default_factory=dict)
    chats: dict[ChatId, Chat] = field(default_factory=dict)
    files: dict[FileId, StoredFile] = field(default_factory=dict)
    queries: dict[str, CallbackQuery] = field(default_factory=dict)
    commands: dict[str, tuple[BotCommand, ...]] = field(default_factory=dict)
    webhook: Webhook | None = None
    backlog: Backlog = field(default_factory=Backlog)


class EmulatedMessenger:
    def __init__(
        self,
        messenger: Messenger,
        state: MessengerState,
        files: ContentStore,
        clock: Callable[[], float],
        query_seconds: float,
        silence_seconds: float,
    ) -> None:
        self.messenger = messenger
        self.state = state
        self.files = files
        self.clock = clock
        self.updates = UpdateQueue(state.backlog, self._on_confirm)
        self.quiescence = Quiescence(silence_seconds)
        self.poll_number = 0
        self.query_seconds = query_seconds
        self.closing = False
        self.last_webhook_error: tuple[int, str] | None = None
        self.file_chats: dict[FileId, ChatId] = {}
        self._signals: dict[ChatId, Signal] = {}

    def close(self) -> None:
        """Wake everyone who waits for something here."""
        self.closing = True
        self.updates.arrival_signal.notify_all()
        self.quiescence.change_signal.notify_all()
        for bell in self._signals.values():
            bell.notify_all()

    def now(self) -> int:
        """Return whole seconds since 1970, as messages carry them."""
        return int(self.clock())

    def allocate_number(self) -> int:
        """Return a fresh number, unique also across restarts."""
        self.state.next_number += 1
        return self.state.next_number

    def add_sample_person(self, person: SamplePerson) -> None:
        """Add a sample person; without `start` their chat with the bot exists too."""
        known = self.state.accounts.get(AccountId(person.account))
        account = Account(
            id=AccountId(person.account),
            name=person.name,
            phone=person.phone,
            language=person.language,
            blocked=known.blocked if known else False,
        )
        self.state.accounts[account.id] = account
        if person.start is None:
            self.ensure_private_chat(account)

    def ensure_account(self, account_id: AccountId, *, name: str | None = None) -> Account:
        """Return the account, created on its first message; a name passed later replaces the old one."""
        known = self.state.accounts.get(account_id)
        account = known or Account(id=account_id, name=name or f"کاربر {account_id}")
        if name and name != account.name:
            account = replace(account, name=name)
        self.state.accounts[account_id] = account
        return account

    def ensure_private_chat(self, account: Account) -> Chat:
        return self._ensure_chat(ChatId(account.id), ChatKind.PRIVATE, account.name, account.id)

    def ensure_group_chat(self, chat_id: ChatId, account: Account, title: str | None = None) -> Chat:
        chat = self._ensure_chat(chat_id, ChatKind.GROUP, title or f"گروه {chat_id}", account.id)
        chat.title = title or chat.title
        return chat

    def _ensure_chat(self, chat_id: ChatId, kind: ChatKind, title: str, member: AccountId) -> Chat:
        chat = self.state.chats.get(chat_id)
        if chat is None:
            chat = Chat(id=chat_id, kind=kind, title=title, messages={}, notices=[], members=set())
            self.state.chats[chat_id] = chat
        chat.members.add(member)
        return chat

    def chat_signal(self, chat_id: ChatId) -> Signal:
        """Return the signal of this chat's events, also for a chat that does not exist yet."""
        return self._signals.setdefault(chat_id, Signal())

    def record_event(self, chat: Chat) -> int:
        chat.event += 1
        self.quiescence.record_activity(chat.id)
        self.chat_signal(chat.id).notify_all()
        return chat.event

    def allocate_message_id(self) -> MessageId:
        message_id = MessageId(self.state.next_message_id)
        self.state.next_message_id += 1
        return message_id

    def post(self, chat: Chat, message: Message) -> Message:
        """Add a new message, or replace a changed one in its old place."""
        placed = replace(message, event=self.record_event(chat))
        if placed.file is not None:
            self.file_chats[placed.file.id] = chat.id
        chat.messages.pop(placed.id, None)
        chat.messages[placed.id] = placed
        return placed

    def delete_message(self, chat: Chat, message: Message) -> None:
        """Replace a message with a mark that one was here; no content stays."""
        self.post(
            chat,
            Message(id=message.id, chat=chat.id, sender=message.sender, date=message.date, event=0, deleted=True),
        )

    def set_keyboard(self, chat: Chat, rows: ReplyRows) -> None:
        if rows != chat.keyboard:
            chat.keyboard = rows
            self.record_event(chat)

    def add_notice(self, chat: Chat, account: AccountId, text: str, *, alert: bool, url: str | None) -> None:
        event = self.record_event(chat)
        chat.notices.append(Notice(event=event, account=account, text=text, alert=alert, url=url))

    def set_blocked(self, account: Account, *, blocked: bool) -> Account:
        changed = replace(account, blocked=blocked)
        self.state.accounts[account.id] = changed
        self.record_event(self.ensure_private_chat(changed))
        return changed

    def store_file(self, content: bytes, *, kind: FileKind, name: str, mime: str | None) -> StoredFile:
        stored = self.files.store(content, kind=kind, name=name, mime=mime, number=self.allocate_number())
        self.state.files[stored.id] = stored
        return stored

    def open_query(self, chat: Chat, account: AccountId, *, old_client: bool = False) -> CallbackQuery:
        """Open a press that waits for its answer. In Bale an id that starts with 1 marks an old client."""
        first = "1" if old_client else "4"
        query = CallbackQuery(
            id=f"{first}{self.allocate_number():017d}",
            account=account,
            chat=chat.id,
            asked_at=self.clock(),
            old_client=old_client,
        )
        self.state.queries[query.id] = query
        return query

    def _on_confirm(self, update: Update) -> None:
        self.quiescence.record_activity(update.chat)
        self.quiescence.record_activity(ChatId(update.account))
