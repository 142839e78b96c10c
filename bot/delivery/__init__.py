"""Background work: calls, notices, live messages and jobs.

Each is done by one owner at a time, by the database's clock.
"""
