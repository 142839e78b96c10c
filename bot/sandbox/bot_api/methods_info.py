"""The methods by which the bot asks about itself, chats and files, and registers its commands."""

import json
from typing import Any

from bot.sandbox.bot_api.arguments import Arguments
from bot.sandbox.bot_api.errors import CallError, Reason
from bot.sandbox.bot_api.method_context import Desk, Method
from bot.sandbox.core.models import Command, FileId
from bot.sandbox.options import AccountId

DOWNLOAD_MOST = 20 * 1024 * 1024
COMMANDS_MOST, COMMAND_MOST, DESCRIPTION_MOST = 100, 32, 256


async def get_me(desk: Desk, arguments: Arguments) -> Any:
    del arguments
    return desk.dialect.me(desk.exchange)


async def get_file(desk: Desk, arguments: Arguments) -> Any:
    stored = desk.exchange.memory.files.get(FileId(arguments.required("file_id")))
    if stored is None:
        raise CallError(Reason.FILE_UNKNOWN)
    if stored.size > DOWNLOAD_MOST:
        raise CallError(Reason.FILE_TOO_BIG)
    return {
        "file_id": stored.id,
        "file_unique_id": stored.digest[:16],
        "file_size": stored.size,
        "file_path": stored.path,
    }


async def get_chat(desk: Desk, arguments: Arguments) -> Any:
    return desk.dialect.chat(desk.exchange, desk.known_chat(arguments))


async def get_chat_member(desk: Desk, arguments: Arguments) -> Any:
    chat = desk.known_chat(arguments)
    member = AccountId(arguments.integer("user_id") or 0)
    if member == desk.exchange.memory.bot_id:
        return {"status": "member", "user": desk.dialect.me(desk.exchange)}
    if member not in chat.members:
        raise CallError(Reason.BAD_PARAMETER, "user not found")
    return {"status": "member", "user": desk.dialect.user(desk.exchange, member)}


async def count_members(desk: Desk, arguments: Arguments) -> Any:
    return len(desk.known_chat(arguments).members) + 1


async def set_commands(desk: Desk, arguments: Arguments) -> Any:
    given = arguments.parsed("commands")
    if not isinstance(given, list) or len(given) > COMMANDS_MOST:
        raise CallError(Reason.BAD_PARAMETER, "can't parse commands: an array expected")
    desk.exchange.memory.commands[_scope(arguments)] = tuple(map(_command, given))
    return True


async def delete_commands(desk: Desk, arguments: Arguments) -> Any:
    desk.exchange.memory.commands.pop(_scope(arguments), None)
    return True


async def get_commands(desk: Desk, arguments: Arguments) -> Any:
    commands = desk.exchange.memory.commands.get(_scope(arguments), ())
    return [{"command": c.command, "description": c.description} for c in commands]


def _scope(arguments: Arguments) -> str:
    scope = arguments.parsed("scope") or {"type": "default"}
    return f"{json.dumps(scope, sort_keys=True)} {arguments.text('language_code') or ''}"


def _command(given: Any) -> Command:
    match given:
        case {"command": str(command), "description": str(description)}:
            name = command.removeprefix("/")
            clean = name.replace("_", "a")
            good = clean.isascii() and clean.isalnum() and name == name.lower() and len(name) <= COMMAND_MOST
            if not good:
                raise CallError(Reason.BAD_PARAMETER, "BOT_COMMAND_INVALID")
            if not 1 <= len(description) <= DESCRIPTION_MOST:
                raise CallError(Reason.BAD_PARAMETER, "BOT_COMMAND_DESCRIPTION_INVALID")
            return Command(command=name, description=description)
    raise CallError(Reason.BAD_PARAMETER, "can't parse BotCommand")


ASKING: dict[str, Method] = {
    "getMe": get_me,
    "getFile": get_file,
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatMemberCount": count_members,
    "getChatMembersCount": count_members,
    "setMyCommands": set_commands,
    "deleteMyCommands": delete_commands,
    "getMyCommands": get_commands,
}
