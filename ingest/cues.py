"""What kinds of statement turn on: mood, tense, person, evaluation and sources, each a cue with a strength.

Cues are properties of English (modal verbs, performative verbs, person, tense, evaluative words, numerals), never of a
subject matter; after Palmer, *Mood and Modality*, and Searle's classes of speech acts.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from corpus.models import BlockKind, Role, Voice
from ingest.clauses import is_fragment, main_clause


def _cues(patterns: str) -> re.Pattern[str]:
    """One pattern that starts at a word and matches any of those given, one a line or apart by " | "."""
    parts = [part.strip() for line in patterns.strip().splitlines() for part in line.split(" | ")]
    return re.compile(
        r"\b(?:" + "|".join(parts).replace("OWN", _OWN).replace("PONDER", _PONDER).replace("ADV", _ADVERB) + r")", re.I
    )


_OWN = r"(?:we|the (?:uk )?government|(?:the|our) departments?|ministers|officials)"
_PONDER = r"ADV (?:explore|consider|look at|seek views|consult)\b"
_ADVERB = r"(?: (?:also|now|then|already|therefore|currently|still|soon|further|always|[a-z]+ly))*"

MOOD: Mapping[str, re.Pattern[str]] = {
    "own will": _cues(
        r"""
        OWN(?:[’']ll| will| shall)\b(?!PONDER) | OWNADV (?:intends?|plans?|undertakes?|pledges?|promises?) to\b
        OWN (?:is|are) going to\b | (?:has|have) (?:\w+ )?(?:committed|agreed|pledged|promised) to\b
        """
    ),
    "will": _cues(
        r"(?:will|shall|[a-z]+[’']ll)\b(?!PONDER)(?!ADV (?:not|never|only|need|become|remain|depend|vary|have)\b)"
    ),
    "ponder": _cues(
        r"""
        (?:will|to|could|are|should|would)PONDER(?! (?:that|them))
        (?:explor|consider|examin)ing (?:how|whether|options|the)\b
        """
    ),
    "own doing": _cues(r"OWN(?:[’']re| are| is|[’']s)(?: not)?ADV (?!going\b|being\b|seeking\b)[a-z]+ing\b"),
    "doing": _cues(r"(?:is|are)ADV (?:being [a-z]+(?:ed|t|n)|[a-z]{3,}ing)\b | under ?way\b"),
    "own deed": _cues(r"OWN (?:has |have )?ADV\s?(?:[a-z]+ed|set|made|put|held|begun|brought|built|gave)\b"),
    "past": _cues(r"(?:was|were|had|did|became|found|told|said|began|took|made|went|gave|got|came|left|led)\b"),
    "perfect": _cues(r"(?:has|have)ADV (?:been|[a-z]+ed|found|shown|seen|made|become|begun|set)\b"),
    "could": _cues(r"(?:could|might)\b(?! have (?:been|[a-z]+ed)\b) | (?:is|be|are) possible to\b"),
    "may": _cues(r"(?:may|can)\b"),
    "would": _cues(r"(?:would|[’']d)\b(?! (?:like|welcome|urge|recommend))"),
    "propose": _cues(r"propos(?:e|es|ed|ing|als?)\b | options?\b | one (?:approach|way)\b | alternatively\b"),
    "inquire": _cues(
        r"""
        (?:want|like|keen|seeking|need|interested)(?: to| in)? (?:also )?(?:know|hear|hearing|understand|explore|test)\b
        (?:want|like|keen|interested) to (?:also )?(?:learn|find out|look at|consider|discuss|see whether|gather)\b
        (?:your|for|seek(?:ing)?|invite|welcome|of) (?:views|comments|thoughts|suggestions|ideas)\b | let us know
        tell us\b | ask(?:ing)? (?:for|you|whether|how)\b
        """
    ),
    "hold": _cues(
        r"""
        OWNADV (?:wants?|believes?|thinks?|aims?|hopes?|wish(?:es)?|expects?|agrees?|supports?)\b
        (?:committed|determined|dedicated) to\b | supportive of\b | aims? to\b | let[’']s\b
        (?:ambitions?|visions?|aims?|goals?|aspirations?|objectives?|principles?)\b
        OWN (?:is|are) (?:clear|convinced|proud|right)\b | in (?:our|my) (?:own )?(?:view|opinion)
        """
    ),
    "must": _cues(
        r"""
        (?:must|should|ought to)\b(?! (?:also )?be (?:acknowledged|noted|said|remembered)\b) | needs? to\b
        ha(?:s|ve) to be\b
        needs?\b(?= (?:an?|the|better|more|further)\b)
        """
    ),
    "require": _cues(
        r"requires?\b | there (?:is|are)[^.]{0,25}\bneeds? (?:for|to)\b | only [a-z ]{2,20} if\b | means [a-z]+ing\b"
    ),
    "weighty": _cues(
        r"""
        (?:is|are|be|remains?|seems?|it[’']s)ADV (?:an? )?(?:vital|crucial|essential|important|imperative|paramount)\b
        (?:is|are|be|remains?|seems?|it[’']s)ADV (?:an? )?(?:critical|key|necessary|fundamental|central)\b
        """
    ),
    "know": _cues(
        r"OWNADV (?:know|knows|recogni[sz]es?|understand|acknowledge|see|are aware|have seen|heard?)\b | is aware\b"
    ),
}
"""Read in the main clause, with the list's lead-in where the item is a fragment."""

WORDING: Mapping[str, re.Pattern[str]] = {
    "will not": _cues(r"will (?:not|never)\b | won[’']t\b | do(?:es)? not (?:seek|intend|want|propose|plan)\b"),
    "asks": re.compile(r"\?[\W_]*$"),
    "falls short": _cues(
        r"""
        (?:far )?too (?:many|few|little|much|often|long|low|high|slow|late|rigid|narrow)\b | unacceptabl\w+ | injustice
        (?:much )?more (?:that )?(?:we |to |needs|can|could) | not (?:good )?enough\b | hold(?:s|ing)? back\b
        deserves?\b | cannot (?:go on|continue|afford)\b
        """
    ),
    "signpost": _cues(
        r"""
        (?:this|in this|in the|the|each|next|following|previous) (?:chapter|section|paper|document|report|response)\b
        chapters? \d | sets? out\b | we (?:discuss|describe|outline|consider|summari[sz]e|present)\b
        """
    ),
    "figure": re.compile(
        r"\d+(?:[.,]\d+)*\s?(?:%|per cent|percentage|million|billion|thousand|people|in \d+)|[£$€]\s?\d|"
        r"\b\d{1,3},\d{3}\b|\b(?:half|majority|proportion|average|percentage|share) of\b|"
        r"\b(?:one|two|three|four|five|six|seven|eight|nine|\d+)(?: in |[- ]out of |-)(?:every )?"
        r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|fifths?|thirds?|tenths?|quarters?)\b",
        re.I,
    ),
    "year": re.compile(r"\b(?:1[89]|20)\d{2}\b"),
    "cited": re.compile(r"\((?:[A-Z][^()]{2,80},? )?(?:19|20)\d{2}[a-z]?\b[^()]*\)|\bet al\b"),
    "research": _cues(
        r"""
        (?:evidence|research|stud(?:y|ies)|surveys?|statistics|findings)\b
        (?:data|figures|analysis|trials?|pilots?|evaluations?|reviews?|reports?)(?: \w+){0,5} (?:show(?:s|ed)?|found)\b
        (?:data|figures|analysis|trials?|pilots?|evaluations?|reviews?|reports?)(?: \w+){0,5} suggest(?:s|ed)?\b
        (?:found|shown|estimated|reported|demonstrated|known|expected|projected|forecast) to\b
        (?:found|showed|reported|concluded|identified|estimated|noted|expected) that\b | associated with\b | correlat
        according to\b | (?:more|less) likely\b | on average\b
        """
    ),
    "define": _cues(
        r"""
        (?:refers? to|defined as|consists? of|comprises?|includ(?:es?|ing)|based on|known as|called|such as)\b
        for (?:example|instance)\b
        """
    ),
    "provide": _cues(
        r"""
        (?:they|it|this|services?|schemes?|programmes?|projects?) (?:also )?(?:provides?|offers?|delivers?|gives?)\b
        """
    ),
    "contrast": _cues(
        r"(?:however|but|although|while|whilst|yet|despite|nevertheless|rather than|instead|furthermore|moreover)\b"
    ),
    "fear": _cues(
        r"""
        (?:we|i)(?:[’']re| are| am| remain| were| have been|[’']m)(?: [a-z]+){0,2} (?:concerned|worried|sceptical)
        (?:we|i)(?:[’']re| are| am| remain| were| have been|[’']m)(?: [a-z]+){0,2} (?:unclear|disappointed|alarmed)
        (?:real|serious|growing|some|grave|share|have|deep)(?: [a-z]+)? (?:concerns?|fears?|doubts?|reservations?)\b
        (?:we|i)(?: [a-z]+ly)? (?:fear|doubt|suspect|worry|regret|oppose|disagree|object|reject)\b
        concerns? (?:that|about|over|around|is)\b
        """
    ),
    "scare quotes": re.compile(r"[“\"‘][^”\"’]{2,40}[”\"’]"),
    "urge": _cues(
        r"""
        (?:we|i)(?: [a-z]+){0,2} (?:urge|recommend|suggest|encourage|call|propose|advise|advocate)\b
        would(?: \w+)? (?:urge|recommend|encourage|suggest|advise|like to see)\b | calls? (?:on|for)\b
        recommend(?:s|ed|ations?)?\b | would appreciate\b | would (?:help|benefit from)\b | solutions?\b
        it[’']s time\b | better to\b
        """
    ),
    "favour": _cues(
        r"""
        (?:we|i)(?: [a-z]+){0,2} (?:welcome|support|agree|applaud|commend|endorse|praise)\b | welcome\b
        (?:is|are|be) (?:to be )?(?:welcomed?|commended|applauded)\b
        (?:were|are|am) (?:\w+ )?(?:pleased|glad|encouraged|delighted)\b | right to\b | rightly\b
        (?:is|are|be)(?: an?)?(?: \w+ly| very| really)? (?:positive|encouraging|promising|helpful|beneficial|ideal)\b
        step (?:forward|in the right direction)\b | good (?:news|idea|step)\b | optimis\w+
        (?:useful|valuable|important) (?:\w+ ){0,4}(?:role|step|development|contribution)\b
        (?:government|departments?|ministers?) (?:has|have) (?:acknowledged|recogni[sz]ed|listened)\b
        """
    ),
    "told": _cues(
        r"""
        (?:tell|told|telling|report(?:ed)? to) us\b | we(?: [a-z]+){0,3} (?:hear|heard)\b | in (?:our|my) experience\b
        (?:are aware of|seen|see|know of|heard of)(?: \w+)? (?:cases|people|examples)\b
        our (?:members|clients|helpline|callers|readers)\b
        one (?:attendee|participant|person|respondent|member|parent|man|woman|customer|driver|farmer)\b
        (?:participants?|attendees|respondents|members|people)(?: [a-z]+){0,3} (?:said|reported|felt|told|described)\b
        """
    ),
    "we": _cues(r"(?:we|our|us)\b"),
    "you": _cues(r"(?:you|your)\b"),
    "others said": _cues(
        r"(?:states?|stated|says?|said|argues?|argued|claims?|claimed|announced|acknowledged?|describe[ds]?|wrote)\b"
    ),
}
"""Read in the whole sentence."""

COUNTED: Mapping[str, re.Pattern[str]] = {
    "valued": _cues(
        r"""
        (?:vital|crucial|essential|important|key|central|core|critical|exciting|great|valuable|fair(?:er|ness)?|right)\b
        (?:best|proud|opportunit(?:y|ies)|everyone|partners?|transform\w*|lasting|real|genuine)\b
        """
    ),
    "denied": _cues(
        r"(?:not|never|no|nor|neither|cannot|without|none|rarely|hardly|little|few|nothing)\b | [a-z]+n[’']t\b"
    ),
    "heightened": _cues(
        r"""
        (?:too|very|so (?!that)|simply|merely|really|deeply|extremely|profoundly|increasingly|often|only|even|just)\b
        (?:still|far|always|entirely|clearly|precisely|so-called|supposed(?:ly)?|alleged(?:ly)?)\b
        (?:significant|serious|terrible|huge|major)(?:ly)?\b
        """
    ),
    "bad": _cues(
        r"""
        risk(?:s|ing|y)?\b | threat\w* | danger\w* | fail(?:s|ed|ing|ure|ures)?\b | harm\w* | damag\w+ | undermin\w+
        unfair\w* | (?:in|un)(?:appropriate|acceptabl|adequate|sufficient|justifi|ethical|able|clear|likely|met)\w*
        un(?:suitable|realistic|founded|certain)\w* | mis(?:lead|guid|us|take|trust|conce|understand|repres)\w*
        dis(?:proportion|advantag|courag|crimin|trust|tort|rupt|appoint|regard|miss)\w* | wrong\w* | bad(?:ly)?\b
        punish\w* | punitive | penali[sz]\w* | coerc\w+ | forc(?:e|ed|ing)\b | worse\w* | wors(?:t|en\w*) | problematic
        problems? (?:with|is|are|of)\b | difficult(?:y|ies)?\b | harder\b | barriers?\b | struggl\w+ | suffer\w*
        distress\w* | anxi\w+ | fears?\b | pressur\w+ | stress\w* | negativ\w+ | advers\w+ | detriment\w* | intrusiv\w+
        lack(?:s|ed|ing)?\b | loss(?:es)?\b | los(?:e|es|ing)\b | cut(?:s|ting)?\b | clos(?:ing|ures?)\b | shortage\w*
        poor(?:ly|er)?\b | ignor(?:e|es|ed|ing)\b | neglect\w* | overlook\w* | exclud\w+ | deni(?:es|ed|al)\b
        refus(?:e|es|ed|al)\b | flaw\w* | contradict\w+ | conflict\w* | confus\w+ | complicat\w+ | ambiguous
        burden\w* | reluctan\w+ | stigma\w* | abus\w+ | exploit\w+ | blam\w+ | attack\w* | myth\w* | dogma\w*
        prejudic\w+ | ideolog\w+ | cruel\w* | absurd\w* | irrational\w* | impossib\w+ | counter-?productive | crisis
        catastroph\w+ | deceit\w* | fals(?:e|ely)\b | limited\b | delay\w* | bureaucra\w+ | rigid\w* | generic\b
        (?:significant|serious|major|various|wider) issues\b | issues (?:with|about|around)\b | concern\w* | withdraw\w*
        weaken\w* | arbitrar\w+ | erod\w+ | no (?:\w+ )?(?:evidence|basis|reason|sign)\b
        """
    ),
}
"""Evaluative words, bad ones less what a remedy acts on ("reduce harm"); the strength is log2(1 + different words)."""

SELF = re.compile(r"\b(?:I|I[’']m|I[’']ve|I[’']d|my|me|myself)\b")
_INDIRECT = re.compile(
    r"\b(?:what|which|when|how|whether|where|who)\b[^,;.]{0,40}\b(?:should|must)\b|\b(?:decided|position|idea|view|"
    r"belief|suggestion|assumption|claim(?:s|ed)?|argu(?:es?|ed|ment)|told|stated?|said|insist\w*) that\b[^;.]{0,80}?"
    r"\b(?:should|must|needs?)\b",
    re.I,
)
_REMEDY = re.compile(
    r"\b(?:tackl|reduc|address|prevent|avoid|overcom|mitigat|remov|minimi[sz]|challeng|counter|reliev|eas|end)"
    r"(?:e|es|ed|ing|s)?\b(?: [\w’'-]+){1,4}",
    re.I,
)
_ORDER = re.compile(
    r"^[\W_]*(?:to )?(?!(?:this|these|those|there|the|that|they|its?|as|his|yes|across|perhaps|despite|given|people|"
    r"for|in|on|from|with|by|at|of|many|some|most|all|other|under|over|both)\b)(?:[a-z]+ly )?[a-z]{3,}(?<!ed)(?<!ing)"
    r"(?<!s) (?:the|an?|all|more|any|that|in|on|to|with|for|of|steps|sure|people|clear|new|existing|better|how|their|"
    r"its)\b",
    re.I,
)
_TO_DO = re.compile(r"^[^.,;:]{3,60}(?:\s[–—-]|:)?\sto [a-z]+ ")
_LISTED = (BlockKind.BULLET, BlockKind.TABLE)


def cues_of(words: str, voice: Voice, block: BlockKind, lead: str) -> dict[str, float]:
    """The strength of every cue in a sentence without emphasis marks; those that do not show are left out."""
    main, fragment = main_clause(words), is_fragment(words)
    led = fragment and lead.rstrip(" *").endswith(":")
    if led:
        main = f"{lead} {main}"
    unnamed = voice.role is Role.QUOTED and voice.organisation == voice.speaker
    mood = _INDIRECT.sub("", main)
    found = {"bias": 1.0}
    found |= {name: 1.0 for name, cue in MOOD.items() if cue.search(mood if name == "must" else main)}
    found |= {name: 1.0 for name, cue in WORDING.items() if cue.search(words)}
    for name, cue in COUNTED.items():
        searched = _REMEDY.sub("", words) if name == "bad" else words
        found[name] = math.log2(1 + len({match.group().lower() for match in cue.finditer(searched)}))
    tests = {
        "must beside": "must" not in found and bool(MOOD["must"].search(_INDIRECT.sub("", words))),
        "order": fragment and bool(_ORDER.match(words)),
        "item": block in _LISTED and fragment and not led,
        "to do": block in _LISTED and fragment and bool(_TO_DO.match(words)),
        "quoted": voice.role is Role.QUOTED,
        "unnamed": unnamed,
        "own past": bool(SELF.search(words)) and bool({"past", "perfect"} & found.keys()),
    }
    found |= {name: 1.0 for name, holds in tests.items() if holds}
    return {name: strength for name, strength in found.items() if strength}
