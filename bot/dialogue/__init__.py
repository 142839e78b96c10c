"""Conversations as data: forms, views, and what goes in and out of them. Pure: no I/O, no clock, no messenger."""
