"""The same words for people who read another language."""
