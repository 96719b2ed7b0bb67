"""Phone numbers as hospitals print them: with brackets, dots, letters, and what to dial after."""

from __future__ import annotations

import re

import phonenumbers

AFTER = re.compile(
    r"[,;]?\s*(?:ext\.?|extension|x|#|option)\s*[0-9]{1,8}$", re.IGNORECASE | re.ASCII
)
"""What is dialed after the number: "ext. 45", "x45", ", option 2"."""
WRITTEN = re.compile(r"\+?[0-9A-Za-z][0-9A-Za-z ().\-/]{1,30}", re.ASCII)
SHORT = range(3, 7)
"""Digits of a number that is dialed as it is: 988, 116 123."""
REGIONS = {"uk": "GB"}
"""Countries whose name here is not that of ISO 3166."""


def phone(text: str) -> str:
    """A phone number as it was written, white space aside. ValueError when nobody can dial it."""
    text = " ".join(text.split())
    number = AFTER.sub("", text)
    digits = phonenumbers.convert_alpha_characters_in_number(number)
    count = sum(character.isdigit() for character in digits)
    starts = number.lstrip("+(")[:1].isdigit()
    if not WRITTEN.fullmatch(number.replace("(", "", 1)) or not starts or not 3 <= count <= 15:
        raise ValueError(
            f'"{text[:40]}" is not a phone number; write it as it is dialed, such as '
            "(555) 010-0199 or 555-010-0199 ext. 45"
        )
    return text


def dialable(text: str, country: str) -> bool:
    """Whether a number can be dialed in a country: one of its short ones, or as long as its are."""
    number = phonenumbers.convert_alpha_characters_in_number(AFTER.sub("", text))
    if sum(character.isdigit() for character in number) in SHORT:
        return True
    region = REGIONS.get(country, country.upper())
    if region not in phonenumbers.SUPPORTED_REGIONS and not number.startswith("+"):
        return True  # a country that nobody has told us of: nothing can be said
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(number, region))
    except phonenumbers.NumberParseException:
        return False
