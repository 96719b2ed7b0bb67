"""Everyday English words for the same thing, so that a claim is found in other words."""

from __future__ import annotations

from collections.abc import Mapping

SENSES: Mapping[str, str] = {
    word: sense
    for sense, words in {
        "tumor": "tumor tumors cancer cancers growth lump neoplasm thymoma",
        "harm": "harm damage injury hurt destroy destroyed loss lost poison attack invade kill",
        "sign": "sign signs symptom symptoms trouble",
        "stop": "stop halt arrest prevent keep hold progress progressing slow",
        "outlook": "outlook outcome prognosis result fare end turn",
        "decide": "decide decides determine determines depend depends follow follows tell tells",
        "defense": "immune defense defenses immunity autoimmune",
        "help": "help cure cured treat treated treatment therapy care medicine medicines recovery",
        "numb": "numb numbness neuropathy feeling sensory tingling",
        "test": "test tests antibody antibodies blood",
        "start": "start starts begin begins appear appears notice first show shows develop",
        "name": "name called named word term known",
        "food": "food nutrition diet",
        "poison": "toxin toxins poison poisons chemical chemicals substance substances",
        "thymus": "thymus thymoma",
        "junction": "junction link",
        "forget": "forget memory dementia",
        "sleep": "sleep",
        "risk": "risk factor raises",
        "none": "no none nothing nobody never cannot not",
        "study": "study studies trial trials",
        "all": "all every any each everything",
        "week": "days weeks day week",
        "radiation": "radiation radiotherapy",
        "calm": "calm quiet suppress hold ease reduce",
        "review": "review reviewed checked examined accuracy accurate experts guarantees rely",
    }.items()
    for word in words.split()
}
"""Each word with its sense; in a comparison it counts as the sense too."""
