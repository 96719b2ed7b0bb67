"""Text as it is read → the plain letters that rules can compare.

What looks alike is alike here: full width, invisible characters, letters of other scripts.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

LOOKALIKES = str.maketrans(
    "аеорсухіјѕԁһӏԛԝвкмнтгпАВЕКМНОРСТУХІЈЅԜԚЬ"  # Cyrillic
    "αεικνορτυχγηωβΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"  # Greek
    "ıɑɡʟɪʀⅼ"
    "‐‑‒–—―−’‘‛“”„ʼ′″",
    "aeopcyxijsdhlqwbkmhtrnABEKMHOPCTYXIJSWQb"
    "aeiknoptuxynwbABEZHIKMNOPTYX"
    "iaglirl"
    "-------'''"
    '"""'
    "''"
    '"',
)
FILLERS = dict.fromkeys(map(ord, "\u115f\u1160\u3164\u034f"), None)


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """The text in small Latin letters, without accents and invisible characters, single blanks."""
    text = unicodedata.normalize("NFKD", text).translate(LOOKALIKES).translate(FILLERS)
    kept = (c for c in text if unicodedata.category(c) not in ("Cf", "Mn", "Me", "Cc", "Co"))
    return " ".join("".join(kept).casefold().split())
