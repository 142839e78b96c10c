"""A turn is a transaction: one update in, one commit of the answer, the domain's rows, the state and the replies, then send.

It knows forms, pages and the port of a messenger; it knows no conversation by name and no library of a messenger.
"""
