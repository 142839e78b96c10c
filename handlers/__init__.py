"""The conversations, one module each: its forms and views, and the use case at the end. No messenger, no SQL."""
