"""Ten-line bots on plain aiogram and plain python-telegram-bot hold a conversation: the sandbox is bent to nobody."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiogram import Bot as AiogramBot
from aiogram import Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart
from aiogram.types import BufferedInputFile, CallbackQuery, Message
from aiogram.types import InlineKeyboardButton as AiogramButton
from aiogram.types import InlineKeyboardMarkup as AiogramKeys
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import FormData, web
from aiohttp.test_utils import TestServer
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from .conftest import TOKEN, Client, Phone

SECRET = "stock-secret"
Context = ContextTypes.DEFAULT_TYPE


def aiogram_dispatcher() -> Dispatcher:
    dispatcher = Dispatcher()
    keys = AiogramKeys(inline_keyboard=[[AiogramButton(text="بله", callback_data="yes")]])

    @dispatcher.message(CommandStart(deep_link=True))
    async def start(message: Message, command: Any) -> None:
        await message.answer(f"خوش آمدید {command.args}", reply_markup=keys)

    @dispatcher.callback_query(F.data == "yes")
    async def pressed(query: CallbackQuery) -> None:
        await query.answer("ثبت شد", show_alert=True)
        assert isinstance(query.message, Message)
        await query.message.edit_text("انجام شد")

    @dispatcher.message(F.document)
    async def document(message: Message, bot: AiogramBot) -> None:
        assert message.document is not None
        content = await bot.download(message.document)
        assert content is not None
        file = BufferedInputFile(content.read().upper(), filename="پاسخ.txt")
        await message.reply_document(file, caption="برگشت")

    @dispatcher.message()
    async def echo(message: Message) -> None:
        await message.reply(message.text or "")

    return dispatcher


def aiogram_bot(client: Client) -> AiogramBot:
    server = TelegramAPIServer.from_base(str(client.make_url("/telegram")))
    return AiogramBot(TOKEN, session=AiohttpSession(api=server))


@asynccontextmanager
async def aiogram_polling(client: Client) -> AsyncIterator[None]:
    dispatcher, bot = aiogram_dispatcher(), aiogram_bot(client)
    async with asyncio.TaskGroup() as group:
        group.create_task(dispatcher.start_polling(bot, handle_signals=False, polling_timeout=2))
        yield
        await _until_running(dispatcher)
        await dispatcher.stop_polling()


async def _until_running(dispatcher: Dispatcher) -> None:
    """stop_polling refuses while the start is still under way."""
    for _ in range(1_000):
        if dispatcher._running_lock.locked():
            return
        await asyncio.sleep(0.01)


@asynccontextmanager
async def aiogram_webhook(client: Client) -> AsyncIterator[None]:
    dispatcher, bot = aiogram_dispatcher(), aiogram_bot(client)
    app = web.Application()
    SimpleRequestHandler(dispatcher, bot, secret_token=SECRET).register(app, path="/hook")
    async with TestServer(app) as server:
        await bot.set_webhook(str(server.make_url("/hook")), secret_token=SECRET)
        yield
        await bot.delete_webhook()
    await bot.session.close()


def ptb_application(client: Client, messenger: str) -> Application[Any, Any, Any, Any, Any, Any]:
    base = str(client.make_url(f"/{messenger}"))
    builder = Application.builder().token(TOKEN).base_url(f"{base}/bot").base_file_url(f"{base}/file/bot")
    application = builder.build()
    keys = InlineKeyboardMarkup([[InlineKeyboardButton("بله", callback_data="yes")]])

    async def start(update: Update, context: Context) -> None:
        assert update.message is not None
        await update.message.reply_text(f"خوش آمدید {(context.args or [''])[0]}", reply_markup=keys)

    async def pressed(update: Update, _: Context) -> None:
        assert update.callback_query is not None
        await update.callback_query.answer("ثبت شد", show_alert=True)
        await update.callback_query.edit_message_text("انجام شد")

    async def document(update: Update, _: Context) -> None:
        assert update.message is not None
        assert update.message.document is not None
        content = bytes(await (await update.message.document.get_file()).download_as_bytearray())
        await update.message.reply_document(content.upper(), filename="پاسخ.txt", caption="برگشت")

    async def echo(update: Update, _: Context) -> None:
        assert update.message is not None
        await update.message.reply_text(update.message.text or "")

    application.add_handler(CommandHandler("start", start))
    application.add_handler(CallbackQueryHandler(pressed, "yes"))
    application.add_handler(MessageHandler(filters.Document.ALL, document))
    application.add_handler(MessageHandler(filters.TEXT, echo))
    return application


@asynccontextmanager
async def ptb_polling(client: Client, messenger: str = "telegram") -> AsyncIterator[None]:
    application = ptb_application(client, messenger)
    async with application:
        assert application.updater is not None
        await application.updater.start_polling(timeout=2)
        await application.start()
        yield
        await application.updater.stop()
        await application.stop()


@pytest.mark.parametrize("stock", [aiogram_polling, aiogram_webhook, ptb_polling])
async def test_a_stock_bot_holds_a_conversation(client: Client, maryam: Phone, stock: Any) -> None:
    async with stock(client):
        seen = (await maryam.say(text="/start join-1"))["event"]
        shown = await maryam.answer(seen)
        assert [m["text"] for m in shown["messages"]] == ["خوش آمدید join-1"]
        seen = (await maryam.press(button="بله"))["event"]
        shown = await maryam.answer(seen)
        assert [(m["text"], m["buttons"], m["edited"]) for m in shown["messages"]] == [("انجام شد", [], True)]
        assert [(n["text"], n["alert"]) for n in shown["notices"]] == [("ثبت شد", True)]
        await _echo_and_files(client, maryam)


async def test_stock_python_telegram_bot_talks_on_bale(client: Client, maryam_on_bale: Phone) -> None:
    """But for presses: Bale's callback lacks a field that the library insists on."""
    async with ptb_polling(client, "bale"):
        seen = (await maryam_on_bale.say(text="/start join-1"))["event"]
        shown = await maryam_on_bale.answer(seen)
        assert [m["text"] for m in shown["messages"]] == ["خوش آمدید join-1"]
        await _echo_and_files(client, maryam_on_bale)


async def _echo_and_files(client: Client, phone: Phone) -> None:
    said = await phone.say(text="سلام 🌹")
    shown = await phone.answer(said["event"])
    assert [m["text"] for m in shown["messages"]] == ["سلام 🌹"]
    form = FormData({"kind": "document"})
    form.add_field("file", b"abc", filename="a.txt", content_type="text/plain")
    seen = (await phone.say_file(form))["event"]
    [answer] = (await phone.answer(seen))["messages"]
    assert (answer["document"]["name"], answer["text"]) == ("پاسخ.txt", "برگشت")
    async with client.get(answer["document"]["url"]) as response:
        assert await response.read() == b"ABC"


async def test_two_stock_bots_on_one_token_are_told(client: Client, maryam: Phone) -> None:
    """The later poll wins and the earlier one hears of a conflict, as on the real server."""
    async with aiogram_polling(client), ptb_polling(client):
        await maryam.answer((await maryam.say(text="کدام؟"))["event"])
        async with client.get("/calls") as response:
            statuses = {call["status"] for call in await response.json() if call["method"] == "getUpdates"}
    assert 409 in statuses
