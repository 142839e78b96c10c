"""Messengers: one adapter each over a neutral port."""
