"""Groups of words for one idea, which a pattern names in braces: `{cancer}`, `{cure}`.

Between bars stand words as they are read; a star stands for any ending.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

GROUPS: Mapping[str, str] = {
    "cancer": "cancer*|tumor*|tumour*|carcinoma*|malignanc*|growth|growths|lump|lumps",
    "illness": "illness*|disease*|condition|conditions|syndrome*|disorder*|paraneoplastic",
    "nerves": "nerve*|nervous|neuro*|brain|spinal cord",
    "neuropathy": "neuropath*|nerve damage|nerve harm|nerve injur*|nerve loss|damaged nerves"
    "|damage to the nerves|damage to nerves|damage in the nerves|nerve trouble|nerve problem*"
    "|numb*|tingl*|loss of feeling",
    "numb": "numb*|tingl*|loss of feeling|sensory|pins and needles|lose feeling|lost feeling"
    "|reduced feeling|feel less|feeling less|dull feeling",
    "damage": "damag*|harm*|injur*|destr*|loss|losing|hurt*|deteriorat*|declin*|decay*|destruction",
    "worse": "worse*|deteriorat*|declin*|progress*|go on|goes on|going on|continu*|marches|march"
    "|destroyed|lost|damage|damaged|decay*|spread|spreading|weaker|fail|failing",
    "signs": "sign|signs|symptom*|complaint*|trouble|troubles|problem|problems|feature*",
    "thymoma": "thymoma*|tumor* of the thymus|tumour* of the thymus|thymus tumor*|thymus tumour*"
    "|thymic tumor*|growth* of the thymus|growth* in the thymus|tumor* in the thymus"
    "|thymus growth*|thymus cancer*|cancer* of the thymus",
    "myasthenia": "myasthenia*",
    "link": "link|junction|connection|meeting point|place where|spot where|point where",
    "immune": "immune|immunity|immunolog*|autoimmun*|body's defen*|your defen*|own defen*"
    "|defenses|defences",
    "antibody": "antibod*",
    "attack": "attack*|turn on|turns on|turning on|turn against|turns against|invad*|hit|hits"
    "|hitting|strike*|striking|assault*|target*|go after|goes after|go for|goes for|going for"
    "|harm*|damag*|destr*|injur*|poison*|set upon|sets upon|hurt*|aim at|aims at",
    "treat": "treat|treats|treated|treating|treatment for|treatment of|treatments for"
    "|treatments of|fight*|shrink*|shrank|combat*|tackl*|kill*|deal* with|dealt with|attack*"
    "|clear*|remov*|destroy*|control|controls|under control|keep* down|act* on|act* against"
    "|work* on|work* against|aim* at|directed at|used against|given for|go* for|wash*|flush*"
    "|get* rid of",
    "cure": "cure*|curing|curab*|heal|heals|healed|healing|get* rid of|getting rid of|get well"
    "|gets well|getting well|well again|get over|gets over|healthy again|beat|beaten|overcome"
    "|shake off|make* go away|full recovery|recover fully|recover*|remed*|free of|rid of",
    "stop": "stop*|halt*|arrest*|prevent*|put an end|put a stop|keep* the|keep* your|hold* back"
    "|hold* off|hold up|slow|slows|slowed|slowing|block*|brake*|a brake|standstill|a halt|stem"
    "|stems|in check|save*|protect*|spare*|rein*|keep* it|keep* them|keep* nerve*|keep these"
    "|keep this|interrupt*|held back|held off|kept from|kept back",
    "ease": "ease|eases|eased|easing|reliev*|relief|soften*|sooth*|take* the edge off|lessen*"
    "|dull|dulls|make* the signs|help* with|mask|masks|comfort*|reduc*|mild*|feel a little better"
    "|feel a bit better|a bit of relief|improv*|better",
    "calm": "calm*|quiet*|suppress*|dampen*|damp|damps|damping|weaken*|lower*|reduc*|ease|eases"
    "|easing|curb*|restrain*|tame*|soothe*|hold* back|hold* down|hold the|holds the|rein*"
    "|tone* down|turn* down|settle*|keep* in check|act* on|act* upon|work* on|slow|slows|slowed"
    "|slowing|treat the immune|treat* the attack|control*|bring* down|immunosuppress*|affect*"
    "|against the immune|held back|held down|kept in check|brought down",
    "radiation": "radiation|radiotherap*|irradiat*|x-ray beam*|x-ray treatment*|rays",
    "calming": "steroid*|corticosteroid*|cortisone|prednis*|ivig|immunoglobulin*|immune globulin*"
    "|plasma exchange*|plasmapheres*|exchange of plasma|plasma is exchanged|immune treatment*"
    "|immune therap*|immunotherap*",
    "cause": "cause*|causing|bring* on|brings * on|brought on|bring* about|brought about|lead* to"
    "|led to|trigger*|set* off|setting off|due to|because of|result* from|result in|results in"
    "|come* from|behind|responsible|to blame|blame*|stem* from|produc*|give* rise|give* you"
    "|give* people|source of|reason for|the reason|root of|at the root|start* from|owe* to"
    "|origin*|arise* from|down to|grow* out of|spring* from|made by|account* for|factor*"
    "|turn* into|develop* into|create*|comes * from|at work|do the harm|does the harm"
    "|do the damage|does the damage|play* a part|make* you ill|make* you sick|make* people ill",
    "linked": "link*|associat*|go* with|go* along|come* with|accompan*|tied|go* together"
    "|hand in hand|connect*|alongside|belong* to|part of|together with|caused by|brought on by"
    "|means|mean|indicat*|point* to|result* from|come* from|relat*|due to|because of|comes of"
    "|triggered by|set off by|brought about by",
    "means": "mean|means|meaning|indicat*|point* to|tell* you|tells of|show|shows|prove|proves"
    "|sign of|signs of|symptom of|feature of|reveal*|suggest*|signal*|evidence|speak* for|betray*"
    "|give* away|result of|mark of|hint* at|stand* for|caused by|due to|comes from|come from"
    "|brought on by|belong* to|typical of",
    "decide": "decid*|determin*|depend*|settl*|hing*|tell|tells|told|follow*|dictat*|govern*"
    "|predict*|rest* on|reflect*|mirror*|according to|matter of|down to|up to|key to|drive*|shap*"
    "|set by|sets|rul*|foretell*|fix*|say|says|mean|means|make* the difference|is what counts"
    "|count* most|know from|read from|seal*|control*|all that counts|all that matters",
    "stage": "stage*|how far|how advanced|how early|how late|how large|how big|found late"
    "|found early|late cancer|early cancer|is advanced|extent|caught late|caught early|far along"
    "|is late|is early|was late",
    "outlook": "outlook*|outcome*|prognos*|course of|future|ends|end up|turn* out|fare*|do well"
    "|do badly|how well|how your nerves|nerve recovery|recovery|recover*|get better|result for"
    "|result of|results|chances|goes for|go for you|fate|how the nerves|how nerves|how things go"
    "|how it goes|course|how you do|how you will|you will do|how you fare|do in the end",
    "name": "name*|call|calls|called|term|terms|termed|word|words|known as|refer* to|label*"
    "|synonym*|mean|means|the same|same thing|same as|speak* of|is spoken of|diagnosed as|goes by"
    "|go by|say|says|equal*|one and the same|identical|interchangeabl*|stands for",
    "start": "start*|begin*|began|begun|set* in|setting in|appear*|occur*|develop*|show* up"
    "|show* itself|come on|comes on|came on|come up|comes up|arise*|emerg*|come|comes|strike"
    "|strikes|surface*|notic*|build* up|grow*|happen*|unfold*|get it|break* out",
    "slow": "slow*|gradual*|little by little|creep*|bit by bit|step by step|bide* their time"
    "|take* their time|steadily|unhurried*|at a slow pace",
    "days": "day|days|week|weeks",
    "better": "better|improv*|ease|eases|eased|easing|less|lesser|lessen*|fade*|fading|go away"
    "|goes away|going away|vanish*|disappear*|stop|stops|clear up|clears up|clear|clears|decreas*"
    "|let up|lets up|subside*|shrink*|reced*|resolv*|relief|relieve*|wear* off|leave you|settle*"
    "|heal*|reduc*|recover*|gone|mend*|lift*|dwindle*|drop*|fall*|rid of",
    "only": "only|just|merely|simply|nothing but|nothing more than|no more than|solely|purely"
    "|at best|at most|all that|limited to|little more than|the most that|most you can"
    "|the best that|best you can|all you can|all they do|all it does|all we can|not much more"
    "|nothing other than|restricted to|is all|goes no further",
    "dramatic": "dramatic*|striking*|remarkabl*|marked*|great|greatly|big|huge|enormous*"
    "|astonish*|amazing*|miracle*|wonder*|very well|much better|powerful*|spectacular*"
    "|impressive*|well again|a lot|fast",
    "same": "same|another|equal*|identical|one and|synonym*|interchangeabl*|simply|alias"
    "|second name|or",
    "over": "treated|removed|found|gone|out|over|finished|done|taken out|cut out|surgery"
    "|operation|dealt with|treatment|cured|cleared|under control|taken care of|ends|ended|therapy"
    "|complete*",
    "half": "50%|50 %|50 percent|50 in 100|50 of 100|50 out of 100|half|every second|one in two"
    "|1 in 2|one out of two|1 out of 2|every other|5 in 10|5 out of 10|one of two|fifty",
    "available": "available|offered|on offer|to be had|obtain*|exist*|provided|given|get"
    "|within reach|at hand|there are|there is|are there|join|running|under way|open|supplied|had"
    "|accessible|come by|take part|offer*|give|gives|take part in|done|carried out",
    "care": "treatment*|treated|therap*|medicine*|medication*|drug*|care|remed*|cure|doctor*|team"
    "|teams|nothing|nobody|no one|anything|means|way|ways|hospital*|method*|we have|medical"
    "|you can do",
    "despite": "despite|in spite of|even with|even under|even if|even when|even though"
    "|regardless of|no matter|whatever|whichever|for all the|for all your|even on|all the same"
    "|even while",
    "lesser": "dead|died|cyclophosphamide|rituximab|steroid*|ivig|immunoglobulin*"
    "|plasma exchange*|physical therapy|speech therapy|occupational therapy|amifampridine"
    "|pyridostigmine|sure|alone|pain|by itself|on its own|without treatment|untreated|surgery"
    "|chemotherapy|grow back|scan*|vaccin*|errors",
    "pains": "pain*|cramp*|spasm*|stiffness|seizure*|cough*|nausea",
    "more": "more than|else than|other than|further than|beyond",
    "surgery": "surgery|surgeon*|operat*|chemo*|radiation|radiotherap*|before|while|until"
    "|together|beside*|along with|after|as well as|cancer medicine*|during|search*|not yet"
    "|even if|immune*|calm*",
    "named": "lems|lambert*|myasthenia*|stiff-person|stiff person|neuromyotonia|isaac*"
    "|limbic encephalitis|cerebellar degeneration|encephalitis",
    "undone": "undone|undo|revers*|heal|heals|healed|healing|mend*|repair*|recover*|go away"
    "|goes away|restor*|get better|gets better|vanish*|disappear*|put right",
    "unlike": "look like|looks like|look* just like|mistaken|alzheimer*|unlike|differ*|rule* out"
    "|resembl*|similar",
    "sometimes": "some|many|often|rarely|half|about|few|sometimes|in part|1 in",
    "raises": "raise* the risk|raise* your risk|more likely|predispos*|risk of|at risk|likelihood"
    "|tie* cancer",
    "review": "review*|check*|examin*|vetted|went over|gone over|go over|looked over"
    "|looked through|read by|read through|approv*|proofread*|verif*",
    "page": "page|pages|article*|leaflet*|text|texts|website*|facts|fact|information|everything"
    "|every word|content*|handout*|booklet*|every line|sentence*",
    "accurate": "accura*|correct*|right|true|reliab*|trust*|rely|error-free|free of errors"
    "|free of mistakes|certain|sure|exact*|believe",
}
"""Each idea with the words for it."""

NAMED = re.compile(r"\{([a-z]+)\}")


def expanded(pattern: str) -> str:
    """The regular expression of a pattern's part, its groups written out.

    Raises ValueError for a group that there is not.
    """

    def group(found: re.Match[str]) -> str:
        if found[1] not in GROUPS:
            raise ValueError(f'no group of words is named "{found[1]}"; see `groups.py`')
        words = re.escape(GROUPS[found[1]]).replace(r"\|", "|").replace(r"\ ", " ")
        words = words.replace(r" \* ", r" \w+ ").replace(r"\*", r"\w*")
        return rf"\b(?:{words})(?!\w)"

    return NAMED.sub(group, pattern)
