"""Files for people: cards, tables and documents. Values and finished sentences in, bytes out."""
