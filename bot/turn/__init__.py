"""A turn is a transaction: one update in, one commit of everything that it does, then send.

The commit covers the answer, the domain's rows, the state and the replies. The package knows forms, views and the
port of a messenger; it knows no conversation by name and no library of a messenger.
"""
