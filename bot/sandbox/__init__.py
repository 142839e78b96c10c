"""Messenger emulator on this machine: Bot API server and web chat, for the demo, training and tests.

It plays Telegram and Bale towards any bot, and a phone towards any person. It imports no other package but
`bot.nursery`.
"""
