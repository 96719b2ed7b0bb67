"""A translation that says another thing than the source is an error, message by message."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.conftest import Run

from handouts.content.languages.catalogue import Catalogue, Message
from handouts.content.library import Library
from handouts.content.model.languages import Language, Opposites, Pair, Side, Watch
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
OPPOSITES = (
    (("before",), ("antes",), ("after",), ("después", "tras")),
    (("more", "over"), ("más",), ("less", "fewer"), ("menos",)),
    (("left",), ("izquierd*",), ("right",), ("derech*",)),
)
SPANISH = Language(
    id="es-US",
    name="Español",
    negations=("no", "ni", "nunca", "sin", "nadie"),
    joins=("y", "e", "o", "u", "ni"),
    words=tuple(Pair(source=source, here=(here,)) for source, here in WORDS.items()),
    opposites=tuple(
        Opposites(one=Side(source=a, here=b), other=Side(source=c, here=d))
        for a, b, c, d in OPPOSITES
    ),
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
FOOD = "Take it before food, and sit up (or stand) after it. Lie on your left side at night."
COMIDA = (
    "Tómelo antes de comer, y siéntese (o párese) después. De noche acuéstese del lado izquierdo."
)
SOUND = (
    (FOOD, COMIDA),
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
    # One opposite for another; a sentence or a remark in brackets is gone; "no" twice.
    (FOOD, COMIDA.replace("antes", "después")),
    (FOOD, COMIDA.replace("después", "antes")),
    (FOOD, COMIDA.replace("izquierdo", "derecho")),
    (FEVER, FIEBRE.replace("o más semanas", "o menos semanas").replace("o más,", "o menos,")),
    (FOOD, COMIDA.replace(" (o párese)", "")),
    (FOOD, COMIDA.partition(". ")[0] + "."),
    (STOP, PARAR.replace("No deje", "No deje de no tomar")),
    # A figure as another language writes it: Spanish of the United States has 38.0.
    ("Keep it below 4.5 kg, or 1,000 g.", "Manténgalo en 4,5 kg, o 1,000 g."),
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


@pytest.mark.parametrize(
    ("tag", "text", "rules"),
    [
        ("de-DE", "Bis 4,5 kg oder 1.000 g.", []),
        ("de-DE", "Bis 4.5 kg oder 1,000 g.", ["translated-number"] * 4),
        ("fr-FR", "Jusqu’à 4,5 kg ou 1\u202f000 g.", []),
        ("es-US", "Hasta 4.5 kg o 1,000 g.", []),
        ("ar-EG", "حتى ٤٫٥ kg أو ١٬٠٠٠ g.", []),
    ],
)
def test_figures_are_those_of_the_language(
    golden: Library, tag: str, text: str, rules: list[str]
) -> None:
    """A decimal comma is right where the language has one, and a fault elsewhere."""
    language = Language(id=tag, name=tag, negations=("x",), joins=("oder", "ou", "o", "أو"))
    found = faults(golden, language, "Up to 4.5 kg or 1,000 g.", text)
    assert [rule for rule in found if rule != "translated-character"] == rules


@pytest.mark.parametrize(
    ("tag", "source", "text"),
    [
        ("ar-EG", "Rest, drink, and wait. Is it hot?", "استرح، واشرب، وانتظر. هل الجو حار؟"),
        ("zh-CN", "Rest, drink, and wait. Is it hot?", "休息，喝水，等待。热吗？"),
        ("hi-IN", "Rest and drink water.", "आराम करें और पानी पिएं।"),
    ],
)
def test_other_scripts_have_marks_of_their_own(
    golden: Library, tag: str, source: str, text: str
) -> None:
    """Commas, stops and question marks of Arabic, Chinese or Hindi stand for ours."""
    language = Language(id=tag, name=tag, negations=("x",), joins=("و*", "और"))
    rules = faults(golden, language, source, text)
    assert {rule for rule in rules if rule != "translated-character"} == set()
    cut = faults(golden, language, source, text[: len(text) // 2])
    assert {"translated-items", "translated-length"} & set(cut)


def test_words_of_the_glossary_are_told_as_it_tells_them(golden: Library) -> None:
    """A term has one translation, or one of its forms, wherever it stands."""
    told = (
        Message("glossary/ache term", "ache", "dolor"),
        Message("glossary/ache forms", "aches", "dolores"),
    )
    words = Catalogue("es-US", SPANISH, {message.key: message for message in told})

    def rules(text: str) -> list[str]:
        message = Message("wording care", "It aches at night.", text)
        return [problem.rule for problem in message_faults(golden, words, message)]

    assert rules("Hay dolores de noche.") == []
    assert rules("Hay molestias de noche.") == ["translated-term"]


def test_what_is_stale_or_empty_is_not_compared(golden: Library) -> None:
    """It is never printed; status tells of it."""
    words = Catalogue("es-US", SPANISH)
    stale = Message("wording care", STOP, "Deje el diazepam.", is_stale=True)
    assert list(message_faults(golden, words, stale)) == []
    assert faults(golden, SPANISH, STOP, "") == []


COLD = {
    "patterns": ["frio .. cura"],
    "fires_on": [
        "El frío cura.",
        "El frío cura el codo.",
        "Con frío se cura el codo.",
        "El frío del hielo cura.",
        "Lo frío cura mejor.",
        "Un paño frío cura.",
    ],
    "passes": [
        "El frío no cura.",
        "El frío alivia.",
        "El calor cura.",
        "El frío enfría el codo.",
        "El codo se enfría.",
    ],
}


def test_a_language_has_guards_of_its_own(golden: Library) -> None:
    """A translation that says what the ledger corrects is an error, unless it tells the claim."""
    claim = next(iter(golden.claims))
    guard = Watch.model_validate({"claim": claim, **COLD})
    language = SPANISH.model_copy(update={"guards": (guard,)})
    source, text = "Warmth eases the ache.", "El frío cura el dolor."
    assert "guard" in faults(golden, language, source, text)
    words = Catalogue("es-US", language)
    told = Message(f"claims/{claim} states", source, text)
    assert "guard" not in [problem.rule for problem in message_faults(golden, words, told)]


def test_a_guard_names_a_claim_that_is_there(data: Path, run: Run) -> None:
    """A slip in the id of its claim has a place."""
    home = data / "languages" / "es-US"
    home.mkdir(parents=True)
    (home / "language.yaml").write_text(
        "id: es-US\nname: Español\nnegations: [no]\njoins: [y]\nguards:\n"
        f"  - {json.dumps({'claim': 'nowhere-p1-a', **COLD}, ensure_ascii=False)}\n"
    )
    done = run("check")
    assert 'language.yaml:6:5: error: no claim "nowhere-p1-a" [guard]' in done.stderr
