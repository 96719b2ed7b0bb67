"""Leaflets by e-mail: who gets what, the letter around it, the line to the server, the journal.

A leaflet's name is health information: it stands inside the PDF and nowhere else.
"""
