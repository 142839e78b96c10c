"""Bot API methods for the bot itself, chats, files and the registered commands."""

import json
from typing import Any

from bot.sandbox.bot_api.arguments import Arguments
from bot.sandbox.bot_api.errors import BotApiError, ErrorReason
from bot.sandbox.bot_api.method_context import Method, MethodContext
from bot.sandbox.core.models import BotCommand, FileId
from bot.sandbox.options import AccountId

MAX_GET_FILE_BYTES = 20 * 1024 * 1024
MAX_COMMANDS, MAX_COMMAND_LENGTH, MAX_DESCRIPTION_LENGTH = 100, 32, 256


async def get_me(context: MethodContext, arguments: Arguments) -> Any:
    del arguments
    return context.dialect.render_me(context.emulator)


async def get_file(context: MethodContext, arguments: Arguments) -> Any:
    stored = context.emulator.state.files.get(FileId(arguments.required("file_id")))
    if stored is None:
        raise BotApiError(ErrorReason.FILE_UNKNOWN)
    if stored.size > MAX_GET_FILE_BYTES:
        raise BotApiError(ErrorReason.FILE_TOO_BIG)
    return {
        "file_id": stored.id,
        "file_unique_id": stored.digest[:16],
        "file_size": stored.size,
        "file_path": stored.path,
    }


async def get_chat(context: MethodContext, arguments: Arguments) -> Any:
    return context.dialect.render_chat(context.emulator, context.require_chat(arguments))


async def get_chat_member(context: MethodContext, arguments: Arguments) -> Any:
    chat = context.require_chat(arguments)
    member = AccountId(arguments.integer("user_id") or 0)
    if member == context.emulator.state.bot_id:
        return {"status": "member", "user": context.dialect.render_me(context.emulator)}
    if member not in chat.members:
        raise BotApiError(ErrorReason.BAD_PARAMETER, "user not found")
    return {"status": "member", "user": context.dialect.render_user(context.emulator, member)}


async def get_chat_member_count(context: MethodContext, arguments: Arguments) -> Any:
    return len(context.require_chat(arguments).members) + 1


async def set_commands(context: MethodContext, arguments: Arguments) -> Any:
    commands = arguments.json_value("commands")
    if not isinstance(commands, list) or len(commands) > MAX_COMMANDS:
        raise BotApiError(ErrorReason.BAD_PARAMETER, "can't parse commands: an array expected")
    context.emulator.state.commands[_scope_key(arguments)] = tuple(map(_parse_command, commands))
    return True


async def delete_commands(context: MethodContext, arguments: Arguments) -> Any:
    context.emulator.state.commands.pop(_scope_key(arguments), None)
    return True


async def get_commands(context: MethodContext, arguments: Arguments) -> Any:
    commands = context.emulator.state.commands.get(_scope_key(arguments), ())
    return [{"command": c.command, "description": c.description} for c in commands]


def _scope_key(arguments: Arguments) -> str:
    scope = arguments.json_value("scope") or {"type": "default"}
    return f"{json.dumps(scope, sort_keys=True)} {arguments.text('language_code') or ''}"


def _parse_command(data: Any) -> BotCommand:
    match data:
        case {"command": str(command), "description": str(description)}:
            name = command.removeprefix("/")
            clean = name.replace("_", "a")
            good = clean.isascii() and clean.isalnum() and name == name.lower() and len(name) <= MAX_COMMAND_LENGTH
            if not good:
                raise BotApiError(ErrorReason.BAD_PARAMETER, "BOT_COMMAND_INVALID")
            if not 1 <= len(description) <= MAX_DESCRIPTION_LENGTH:
                raise BotApiError(ErrorReason.BAD_PARAMETER, "BOT_COMMAND_DESCRIPTION_INVALID")
            return BotCommand(command=name, description=description)
    raise BotApiError(ErrorReason.BAD_PARAMETER, "can't parse BotCommand")


INFO_METHODS: dict[str, Method] = {
    "getMe": get_me,
    "getFile": get_file,
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatMemberCount": get_chat_member_count,
    "getChatMembersCount": get_chat_member_count,
    "setMyCommands": set_commands,
    "deleteMyCommands": delete_commands,
    "getMyCommands": get_commands,
}
