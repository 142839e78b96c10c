"""A conversation as data: forms, pages and what goes in and out of them. Pure: no I/O, no clock, no messenger."""
