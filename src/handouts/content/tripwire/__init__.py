"""Statements that must not be printed again: what they are made of, and how they are found."""
