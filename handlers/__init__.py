"""The conversations, a module each: its form or its pages, and what happens at the end. No messenger, no SQL."""
