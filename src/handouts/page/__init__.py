"""Compose the page: from the library to words in order, and to HTML."""
