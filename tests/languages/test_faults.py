"""A translation that says another thing than the source is an error, message by message."""

from __future__ import annotations

import pytest

from handouts.content.languages.catalogue import Catalogue, Message
from handouts.content.library import Library
from handouts.content.model.languages import Language, Pair
from handouts.lint.translation import message_faults

WORDS = {
    "amifampridine": "amifampridina",
    "antibody": "anticuerpo",
    "at once": "de inmediato",
    "baclofen": "baclofeno",
    "diazepam": "diazepam",
    "emergency": "emergencia",
    "gentamicin": "gentamicina",
    "minutes": "minutos",
    "next visit": "próxima consulta",
    "prednisone": "prednisona",
    "today": "hoy",
    "weeks": "semanas",
}
SPANISH = Language(
    id="es-US",
    name="Español",
    negations=("no", "ni", "nunca", "sin", "nadie"),
    joins=("y", "e", "o", "u", "ni"),
    words=tuple(Pair(source=source, here=(here,)) for source, here in WORDS.items()),
)
BRITISH = Language(
    id="en-GB",
    name="British English",
    negations=("no",),
    joins=("and", "or"),
    words=(Pair(source="tumor", here=("tumour",)),),
)

STOP = "Do not stop baclofen suddenly, because that can be deadly."
PARAR = "No deje el baclofeno de golpe, porque puede ser mortal."
CALL = "Call your care team today if you:"
LLAME = "Llame hoy a su equipo médico si usted:"
FEVER = "have {38.0 °C} or more, or shiver, after 3 or more weeks of prednisone"
FIEBRE = "tiene {38.0 °C} o más, o escalofríos, después de 3 o más semanas de prednisona"
CARD = "gentamicin, magnesium by drip, botulinum toxin"
TARJETA = "gentamicina, magnesio por suero, toxina botulínica"
SHARE = "About {share} out of {per} {people} {have}"
PARTE = "Cerca de {share} de cada {per} {people} {have}"
DOSE = "Take 10 mg of amifampridine 3 times a day."
DOSIS = "Tome 10 mg de amifampridina 3 veces al día."
NAMES = "With the anti-Hu or GABA-B antibody an MRI is done."
NOMBRES = "Con el anticuerpo anti-Hu o GABA-B se hace una MRI."
LONG = "a first seizure, one over 5 minutes, or one after another: this is an emergency"
LARGA = "una primera convulsión, una de más de 5 minutos, o una tras otra: esto es una emergencia"
PHONE = "Call {team_phone} or 988."
TELEFONO = "Llame al {team_phone} o al 988."
VISIT = "Tell your care team at the next visit, not before."
CONSULTA = "Dígale a su equipo en la próxima consulta, no antes."
NOW = "Get help at once if nobody can wake you."
AHORA = "Pida ayuda de inmediato si nadie le puede despertar."
SOUND = (
    (STOP, PARAR),
    (CALL, LLAME),
    (FEVER, FIEBRE),
    (CARD, TARJETA),
    (SHARE, PARTE),
    (DOSE, DOSIS),
    (NAMES, NOMBRES),
    (LONG, LARGA),
    (PHONE, TELEFONO),
    (VISIT, CONSULTA),
    (NOW, AHORA),
)
FAULTS = (
    # A lost or added "not".
    (STOP, "Deje el baclofeno de golpe, porque puede ser mortal."),
    (NOW, "Pida ayuda de inmediato si le pueden despertar."),
    (VISIT, "Dígale a su equipo en la próxima consulta, y antes."),
    (CALL, "No llame hoy a su equipo médico si usted:"),
    (DOSE, "Nunca tome 10 mg de amifampridina 3 veces al día."),
    # A changed or lost figure, or unit.
    (FEVER, FIEBRE.replace("38.0", "39.0")),
    (FEVER, FIEBRE.replace("3 o más semanas", "8 o más semanas")),
    (DOSE, DOSIS.replace("10 mg", "100 mg")),
    (DOSE, DOSIS.replace("10 mg", "10 g")),
    (DOSE, DOSIS.replace(" 3 veces", " varias veces")),
    (LONG, LARGA.replace("5", "15")),
    (LONG, LARGA.replace("minutos", "horas")),
    (FEVER, FIEBRE.replace("semanas", "días")),
    # Phones and placeholders.
    (PHONE, TELEFONO.replace("988", "998")),
    (PHONE, "Llame al {phone} o al 988."),
    (PHONE, "Llame al {team_phone o al 988."),
    (SHARE, "Cerca de {share} de cada {people} {have}"),
    (SHARE, "Cerca de {share} de cada 100 {people} {have}"),
    # Another medicine or antibody, or none.
    (STOP, PARAR.replace("baclofeno", "diazepam")),
    (CARD, TARJETA.replace("gentamicina", "vancomicina")),
    (FEVER, FIEBRE.replace("prednisona", "esteroides")),
    (NAMES, NOMBRES.replace("anti-Hu", "anti-Yo")),
    (NAMES, NOMBRES.replace("GABA-B", "GABA-A")),
    (NAMES, NOMBRES.replace("MRI", "CT")),
    # Another level of urgency.
    (CALL, LLAME.replace("hoy", "mañana")),
    (CALL, LLAME.replace("hoy", "en la próxima consulta")),
    (LONG, LARGA.replace("emergencia", "molestia")),
    (NOW, AHORA.replace("de inmediato", "hoy")),
    # A dropped item, a half sentence, marks.
    (CARD, "gentamicina, toxina botulínica"),
    (LONG, "una convulsión de más de 5 minutos: esto es una emergencia"),
    (STOP, "No deje el baclofeno."),
    (STOP, f"**{PARAR}**"),
    (CALL, LLAME.removesuffix(":")),
    # A character that no font has.
    (CALL, LLAME.replace("hoy", "hoy 今日")),
)


def faults(golden: Library, language: Language, source: str, text: str) -> list[str]:
    """The rules that a translation breaks."""
    words = Catalogue(language.id, language)
    message = Message("wording care", source, text)
    return [problem.rule for problem in message_faults(golden, words, message)]


@pytest.mark.parametrize(("source", "text"), SOUND)
def test_a_sound_translation_has_no_fault(golden: Library, source: str, text: str) -> None:
    """The rules let through what says the same."""
    assert faults(golden, SPANISH, source, text) == []


@pytest.mark.parametrize(("source", "text"), FAULTS)
def test_a_faulty_translation_is_an_error(golden: Library, source: str, text: str) -> None:
    """A lost "not", another figure, medicine or level, a dropped item: each is found."""
    assert faults(golden, SPANISH, source, text) != []


@pytest.mark.parametrize(
    ("source", "text", "rules"),
    [
        ("The tumor is small.", "The tumour is small.", []),
        ("The tumor is small.", "This tumor is small.", ["translated-spelling"]),
        ("Call the National Tumor League.", "Call the National Tumor League.", []),
        ("Do not wait.", "Please wait.", ["translated-negation"]),
        ("Take 3 tablets.", "Take 4 tablets.", ["translated-number", "translated-number"]),
    ],
)
def test_a_variant_is_compared_word_for_word(
    golden: Library, source: str, text: str, rules: list[str]
) -> None:
    """British English keeps figures and every "not"; a name may stay as it is."""
    assert faults(golden, BRITISH, source, text) == rules


def test_what_is_stale_or_empty_is_not_compared(golden: Library) -> None:
    """It is never printed; status tells of it."""
    words = Catalogue("es-US", SPANISH)
    stale = Message("wording care", STOP, "Deje el diazepam.", is_stale=True)
    assert list(message_faults(golden, words, stale)) == []
    assert faults(golden, SPANISH, STOP, "") == []
