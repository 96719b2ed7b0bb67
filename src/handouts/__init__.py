"""Printable, evidence-checked patient leaflets from curated YAML."""

__version__ = "1.0.0"
