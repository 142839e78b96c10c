"""Persian as people write and read it: letters, digits, amounts, dates, identity numbers, phones.

Pure: no input or output, no clock, no other package. Import from the modules.
"""
