"""Hamyar: the bot of neighbourhood relief."""
