"""Persian as people write it and as they read it: letters, digits, amounts, dates, identities, phones.

Pure: no input or output, no clock, no other room. Import from the modules.
"""
