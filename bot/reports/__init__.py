"""What is handed out: cards as pictures. Values and finished sentences in, bytes out; it knows no conversation and no row."""
