"""The messengers, one adapter each over a neutral port."""
