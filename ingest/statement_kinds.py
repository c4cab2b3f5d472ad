"""What a sentence does: commits, proposes, asks, reports evidence, recommends, worries, supports, tells of experience.

The rules read the sentence's modal verbs, performative verbs and evaluative words (after Palmer's *Mood and Modality* and
Searle's classes of speech acts), the list it stands in, and whether its speaker is on the government's side. The first
rule that fires decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.models import BlockKind, Role, Side, StatementKind, Voice


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(patterns) + r")", re.I)


_FIGURES = re.compile(r"\d+(?:\.\d+)?\s?(?:%|per cent|percentage points?|million|billion|people|in \d+)|£\s?\d|\b\d{1,3},\d{3}\b|\b\d+ in (?:every )?\d+\b", re.I)
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
_CITED = re.compile(r"\((?:[A-Z][^()]{2,60},? )?(?:19|20)\d{2}[a-z]?\)|\bet al\b")
_RESEARCH = _any(
    r"evidence (?:shows?|suggests?|indicates?|is clear|from|base)", r"stud(?:y|ies)\b", r"research\b", r"survey(?:s|ed)?\b", r"statistics\b",
    r"data (?:show|suggest|from|indicate)", r"figures (?:show|obtained|on)", r"(?:review|report|inquiry|audit|evaluation|analysis|trial|pilot)s? (?:\w+ )?"
    r"(?:found|shows?|showed|suggests?|concluded|concludes|reported|identified|indicates?|reveals?)",
    r"(?:found|highlighted|showed|reported|concluded) that", r"has been (?:found|shown|demonstrated)", r"have been (?:found|shown|demonstrated)", r"meta-analys[ie]s", r"estimated\b",
    r"on average\b", r"according to\b", r"correlat", r"majority of\b", r"proportion of\b", r"more likely\b", r"less likely\b",
)  # fmt: skip
_DEED = (
    r"recruit|invest|expand|introduc|launch|roll|test|fund|provid|work|develop|build|relaunch|doubl|increas|creat|extend|improv|pilot|trial|"
    r"establish|publish|review|deliver|mak|support|open|commission|start|begin|tak|bring|encourag|help|replac|reform|train|offer|us|conduct|"
    r"undertak|continu|look|explor|seek|strengthen|transform|ensur|promot|run|set|design|remov|stop|giv|put"
)
_WILL = re.compile(
    r"\bwill(?: also| then| now| soon| only| initially| \w+ly)? (?!see\b|become\b|need\b|depend\b|require\b|vary\b|take time\b|remain\b|find\b|know\b|not\b|likely\b|always\b|have to\b|feel\b|get\b|fall\b|make up\b)\w+",
    re.I,
)
_FORETOLD = re.compile(r"\b(?:people|workers?|population|workforce|challenges?|costs?|numbers?|individuals?|many|some|patients|employees|everyone|change|anyone)\b(?: \w+){0,4}? will\b", re.I)
_WE_WILL = re.compile(r"\bwe(?:[’']ll| will| shall)\b(?! (?:all )?(?:see|need|know|be judged)\b)|\bgovernment will\b|\bwe (?:\w+ly )?(?:intend|plan|are going) to\b|\bgovernment (?:intends|plans) to\b|\b(?:has|have) (?:already |also |therefore )?(?:committed|agreed|announced|pledged|promised) (?:that|to|an?|the|its)\b", re.I)
_DOING = re.compile(rf"\bwe(?:[’']re| are)(?: \w+ly| also| already| now| currently)?(?: \w+ly)? (?:more than )?(?:{_DEED})\w*ing\b|\bgovernment is (?:\w+ly )?(?:{_DEED})\w*ing\b|\b(?:is|are)(?: now| also| already| currently)? being (?:\w+ly )?(?:rolled|introduced|extended|trialled|tested|expanded|funded|piloted|developed)\b", re.I)
_PLANNED = re.compile(r"\b(?:early next year|next year|from (?:april|autumn|spring|late|early) |by (?:the end of|spring|autumn|november|april) )", re.I)
_REFUSES = re.compile(r"\b(?:won[’']t|will (?:not|never)|do(?:es)? not (?:seek|want|intend|propose))\b", re.I)
_FORECAST = re.compile(r"\bis expected that\b|\b(?:is|are) (?:projected|forecast|expected) to\b", re.I)
_IF = re.compile(r"\bwould\b(?! (?:you|be grateful))", re.I)
_PROPOSES = _any(
    r"(?:could|might)\b(?! have been)", r"we (?:would|[’']d) (?:like|welcome|want|be interested)", r"would like (?:to hear|to see|views|your)",
    r"consult(?:ing|ation on)\b", r"we (?:are )?(?:therefore )?propos", r"proposals?\b(?= (?:is|are|to|for|would))", r"one (?:approach|option|way|possibility)\b",
    r"(?:possible|potential) (?:model|approach|option|reform)", r"(?:alternative )?options? (?:for|to|we|that|which)\b", r"scope (?:to|for)\b", r"(?:to|will|could|we|may|should|options? to|are|want to|can) (?:also |therefore |currently )?(?:explore|exploring|consider|considering)\b(?! (?:that|themselves))",
    r"(?:explor|consider)(?:e|ing|s)? (?:the option|how|whether|with|improving|options|models|reform)", r"keen to (?:hear|know|understand|explore)",
    r"we (?:also )?want (?:to )?(?:know|hear|understand|explore|look|consider|find|learn|test|see whether|your views)", r"want to (?:hear|understand|explore|know|test)\b",
    r"seek(?:ing)? (?:your )?views", r"please (?:let|tell|consider|include)", r"(?:this|it|which) would (?:mean|be|allow|also|help|enable)", r"may need to\b",
    r"ought to be possible", r"welcome (?:suggestions|views|your)", r"to see if\b", r"whether (?:we|to|this|there|it)\b", r"let us know", r"would be (?:referred|that|an?|secured)",
)  # fmt: skip
_HOLDS = _any(
    r"we (?:\w+ )?(?:believe|want|think|recogni[sz]e|aim|hope|need|must|know that we|are clear|agree|value|acknowledge|wish)\b", r"committed to\b",
    r"determined to\b", r"ambitions?\b", r"vision\b", r"our (?:aim|goal|strategy|objective|approach|priority|priorities|view|belief)\b", r"must\b",
    r"should\b", r"need(?:s)? to\b", r"is (?:vital|crucial|important|essential|right|wrong|unacceptable|key|fundamental|central)\b",
    r"are (?:vital|crucial|important|essential)\b", r"injustice\b", r"government (?:believes|wants|recognises|recognizes|is clear)\b",
    r"deserve\b", r"let[’']s\b", r"(?:we|government) can(?:not|[’']t)\b", r"rightly\b", r"demands?\b", r"not do enough", r"too (?:many|few|little)\b",
    r"ambitious\b", r"fair(?:ness|er)?\b", r"everyone\b",
)  # fmt: skip
_URGES = _any(
    r"we (?:\w+ )?(?:\w+ )?(?:urge|recommend|suggest|encourage|call|propose|advise|advocate|emphasi[sz]e)", r"(?:would|strongly|also|therefore) (?:urge|recommend|encourage|suggest)",
    r"should\b(?! (?:feel|have been|do so|be noted|be said))", r"(?:must|needs? to|ought to|ha(?:s|ve) to be)\b(?! (?:also )?be (?:acknowledged|noted|said|remembered))", r"would appreciate\b", r"(?:is|are|be) recommended\b", r"calls? (?:on|for)\b", r"we want (?:to see|the)\b",
    r"(?:is|are|it[’']s|be|remains) (?:therefore |also |absolutely |particularly )?(?:vital|crucial|essential|important|paramount|imperative|critical|key|necessary)\b",
    r"required to\b(?= \w+ (?:employers|government))", r"would (?:like to see|help|benefit from)\b", r"there (?:is|are) (?:a )?(?:real |clear |urgent )?needs? (?:for|to)\b",
    r"better (?:results|outcomes) may be", r"more could be done", r"instead\b.*\b(?:could|should)\b", r"first step", r"let[’']s\b", r"it[’']s time\b", r"the time has come\b",
)  # fmt: skip
_FAVOURS = _any(
    r"we (?:\w+ )?(?:welcome|support|agree|applaud|commend|endorse)\b", r"welcome (?:the|this|that|steps|news|plans)\b", r"(?:is|are) (?:to be )?welcomed?\b", r"(?:we )?(?:were|are) pleased",
    r"(?:is|are) (?:a |an )?(?:very |really |hugely )?(?:positive|encouraging|promising)(?: (?:step|move|development|sign))?\b", r"(?:is|are) right to\b", r"important (?:step|development)\b",
    r"step (?:forward|in the right direction)\b", r"good news\b", r"reason to be optimistic", r"there is optimism", r"will be ideal\b", r"be beneficial\b", r"is to be (?:welcomed|commended)",
)  # fmt: skip
_HEARD = _any(
    r"(?:tell|told|telling|report to) us\b", r"we (?:\w+ )?(?:\w+ )?(?:hear|heard|see cases|seen cases|have seen)\b", r"heard (?:from|of|cases)\b", r"in our experience\b",
    r"(?:clients|people) (?:often )?(?:say|report)\b",
)  # fmt: skip
_TOLD = _any(r"one (?:attendee|participant|person|respondent|member|parent|man|woman|patient|claimant)\b", r"participants? (?:said|reported|felt|told)")
_SELF = re.compile(r"\b(?:I|I[’']m|I[’']ve|my|me|myself)\b")
_ALARM = _any(
    r"concern(?:s|ed|ing)?\b", r"worr(?:y|ied|ying|ies)\b", r"fail(?:s|ed|ing|ure|ures)?\b", r"damag\w+", r"undermin\w+", r"harm\w*", r"inappropriate\w*", r"unfair\w*", r"unethical",
    r"unacceptabl\w+", r"not fit for purpose", r"no evidence", r"no (?:clear|real|empirical) ", r"punish\w*", r"punitive", r"penali\w+", r"coer\w+", r"counterproductive", r"backfire\w*",
    r"misleading", r"ambiguous", r"arbitrary", r"flaw\w*", r"misguided", r"conflat\w+", r"myth\b", r"incoheren\w+", r"oppress\w+", r"exploit\w+", r"dismantl\w+", r"destitut\w+", r"irrational",
    r"absurd", r"authoritarian", r"ideolog\w+", r"dogma\w*", r"neoliberal\w*", r"expedien\w+", r"austerity", r"catastroph\w+", r"danger\w*", r"prejudice\w*", r"sceptic\w+", r"reservations?\b",
    r"erroneous", r"ignor(?:e|es|ed|ing)\b", r"refus(?:e|es|ed|al)\b", r"overlook\w*", r"neglect\w*", r"detriment\w*", r"advers\w+", r"impersonal", r"insensitive", r"target-driven", r"issues with\b",
    r"problem with\b", r"problematic\b", r"not (?:happening|working)\b", r"implie[sd]\b", r"pathologi\w+", r"mistrust", r"stereotyp\w+", r"undu[el]\w*", r"missed (?:an?|the) opportunit\w+", r"disproportionate\w*", r"impossible\b",
    r"not (?:always |yet |necessarily )?(?:be )?(?:an? )?(?:appropriate|effective|adequate|suitable|fully|properly|possible|clear|sufficient\w*|well placed)\b", r"dehumani[sz]\w+", r"misus\w+",
    r"attack\b", r"disregard\w*", r"encroach\w*", r"stealth\w*", r"mockery", r"orwellian", r"rhetoric", r"gasligh\w+", r"reluctan\w+", r"inefficien\w+", r"unrealistic", r"unfounded", r"simplistic", r"patroni[sz]ing", r"blunt\b",
    r"shame\w*", r"scathing", r"violat\w+", r"depriv\w+", r"stigmati[sz]\w+", r"alarm\w*", r"deeply\b", r"meaningless", r"exclud\w+", r"jeopardi[sz]\w+", r"pervert\w*", r"perverse",
)  # fmt: skip
_UNEASE = _any(
    r"risk(?:s|ed|ing|y)?\b", r"lack(?:s|ed|ing)?\b", r"too (?:rigid|often|many|few|little|heavily|narrow|short|generic|ill|unwell|late|reliant)\b", r"threat\w*", r"pressur\w+", r"anxi\w+", r"distress\w*",
    r"fear\w*", r"negativ\w+", r"unclear", r"not clear", r"unlikely", r"inadequa\w+", r"insufficien\w+", r"poor(?:ly|er)?\b", r"worse\w*", r"struggl\w+", r"difficult(?:y|ies)?\b", r"hard(?:er)? to\b",
    r"suffer\w*", r"disadvantage\w*", r"cuts?\b", r"cutting\b", r"shortage", r"limited\b", r"contradict\w+", r"confus\w+", r"political(?:ly)?\b", r"lie\b", r"never\b", r"cannot\b", r"can[’']t\b",
    r"do(?:es)?n[’']t\b", r"do(?:es)? not\b", r"isn[’']t\b", r"(?:is|are|has|have)(?: often| still| yet)? not\b", r"won[’']t\b", r"rarely\b", r"little (?:known|clarity|evidence|knowledge)", r"simply\b",
    r"serious\b", r"barriers?\b", r"unsuitable", r"unsupport\w+", r"without\b", r"loaded\b", r"burden\w*", r"unmet\b", r"sanction(?:s|ed)\b", r"however\b", r"unable\b", r"stigma\w*", r"discriminat\w+",
    r"demands?\b", r"withdraw\w+", r"intru\w+", r"control\b", r"nudg\w+",
)  # fmt: skip
_INDIRECT = re.compile(
    r"\b(?:what|which|when|how|whether|where|who)\b[^,;.]{0,40}\bshould\b|\b(?:that|which|who) must\b"
    r"|\b(?:decided|position|idea|view|belief|suggestion|proposal|assumption|claim(?:s|ed)?|argu(?:es?|ed)|told|stated?) that\b[^;.]{0,80}?\bshould\b",
    re.I,
)
_REMEDY = re.compile(r"\b(?:tackl|reduc|address|prevent|avoid|overcom|lessen|mitigat|remov|protect|minimi[sz]|challeng|counteract|reliev|eas)(?:e|es|ed|ing|s)?\b(?: [\w’'-]+){1,6}", re.I)
_SEQUEL = re.compile(r"[“\"‘]?(?:this|these|it|they|such (?:an? )?\w+|doing so|both)\b(?: \w+){0,3}? (?:will|would|could|may|might|can|should)\b", re.I)
_SERVED = re.compile(r"\bwhat (?:works|worked|does ?n[’']t|didn[’']t|went)\b|\blessons\b|\bexperienced? by\b|\bour experience\b", re.I)
_CARRIED = frozenset({StatementKind.RECOMMENDATION, StatementKind.COMMITMENT, StatementKind.PROPOSAL})
_IMPERATIVE = re.compile(
    r"(?:\W|recommendation \d+:)*\s*(?:to )?(?:significantly |fully |further |regularly |better )?(?:continue|commission|publish|create|give|make|remove|collate|support|include|introduce|"
    r"provide|implement|review|refrain|require|recogni[sz]e|compare|reinstate|listen|explore|set|signpost|extend|work|allow|develop|use|increase|expand|"
    r"improve|incorporate|raise|reform|take|pilot|embed|evaluate|ensure|establish|consider|monitor|invest|fund|suspend|build|train|conduct|widen|clarify|commit|"
    r"encourage|end|stop|replace|offer|promote|launch|consult|appoint|strengthen|protect|scrap|abolish|guarantee|bring|put|help|keep|adopt|simplify|restore|convene)\b",
    re.I,
)
_DEMANDS = re.compile(r"\b(?:should|must|needs? to|ought to|recommend|urge|call on|could take|steps)\b[^:]*:?\s*$|\b(?:should|recommend|must)\b", re.I)


def kinds_of(sentences: Sequence[str], voice: Voice, block: BlockKind, lead_in: str | None) -> list[StatementKind]:
    """The kinds of the sentences of one paragraph; "This would allow …" goes on with what the sentence before does."""
    kinds: list[StatementKind] = []
    for sentence in sentences:
        kind = kind_of(sentence, voice, block, lead_in)
        if kinds and kinds[-1] in _CARRIED and kind is not StatementKind.QUESTION and _SEQUEL.match(sentence):
            kind = kinds[-1]
        kinds.append(kind)
    return kinds


def kind_of(sentence: str, voice: Voice, block: BlockKind, lead_in: str | None) -> StatementKind:
    """The kind of one sentence by its wording, its speaker's side and the sentence that introduces its list."""
    words = re.sub(r"[*_⁰¹²³⁴⁵⁶⁷⁸⁹]+", "", sentence).strip()
    lead = lead_in or ""
    if voice.side is Side.GOVERNMENT:
        return _government(words, block, lead)
    return _stakeholder(words, voice, block, lead)


def _government(words: str, block: BlockKind, lead: str) -> StatementKind:
    asks = words.rstrip("*_”’\"' ").endswith("?")
    if asks or block is BlockKind.QUESTION:
        return StatementKind.QUESTION
    if block is BlockKind.FOOTNOTE:
        return StatementKind.EVIDENCE
    together = _with_lead(words, lead)
    planned = block in (BlockKind.BULLET, BlockKind.TABLE) and not lead.rstrip().endswith(":")
    stated = re.sub(r"\b(?:because|since|if)\b.*", "", words)
    rules: Sequence[tuple[bool, StatementKind]] = (
        (bool(_REFUSES.search(words)) and not _WE_WILL.search(re.sub(_REFUSES, "", words)), StatementKind.POSITION),
        (bool(_FORECAST.search(words)), StatementKind.EVIDENCE),
        (bool(_WE_WILL.search(together) and not _ponders(words)) or bool(_DOING.search(together)), StatementKind.COMMITMENT),
        (planned and bool(_IMPERATIVE.match(words) or _TO_DO.match(words)) and not _ponders(f"will {words}"), StatementKind.COMMITMENT),
        (bool(_IF.search(stated)) and not _FIGURES.search(re.sub(r"£\S+", "", words)), StatementKind.PROPOSAL),
        (bool(_FIGURES.search(words) and not _PLANNED.search(words) and not _WILL.search(words)), StatementKind.EVIDENCE),
        (bool(_WILL.search(words) and not _FORETOLD.search(words) and not _ponders(words)), StatementKind.COMMITMENT),
        (bool(_WANTS.match(words)), StatementKind.POSITION),
        (bool(_PROPOSES.search(together)), StatementKind.PROPOSAL),
        (bool(_RESEARCH.search(words)), StatementKind.EVIDENCE),
        (bool(_HOLDS.search(together)), StatementKind.POSITION),
    )
    return next((kind for holds, kind in rules if holds), StatementKind.EVIDENCE)


_WANTS = re.compile(
    r"(?:[“\"])?(?:\w+,? )?we (?:also |therefore )?(?:want|believe|aim|wish|are committed|are determined|are clear|recogni[sz]e)\b(?!.{0,16}\b(?:hear|know|understand|explore|test|learn|seek|consider|look)\b)",
    re.I,
)
_TO_DO = re.compile(r"(?:[A-Z][\w’'&-]*\s){1,6}to [a-z]+ ")


def _ponders(words: str) -> bool:
    """ "We will consider" promises no more than thought."""
    return bool(re.search(r"\bwill (?:also )?(?:consider|explore|look at)\b", words, re.I))


def _with_lead(words: str, lead: str) -> str:
    """A list item read with the words that introduce it, where they end in a colon."""
    return f"{lead.rstrip()} {words}" if lead.rstrip().endswith(":") else words


def _stakeholder(words: str, voice: Voice, block: BlockKind, lead: str) -> StatementKind:
    demanded = bool(lead) and bool(_DEMANDS.search(lead) if lead.rstrip().endswith(":") else _URGES.search(lead))
    figures = bool(_FIGURES.search(words) or _CITED.search(words))
    if block is BlockKind.FOOTNOTE:
        return StatementKind.EVIDENCE
    if block is BlockKind.RECOMMENDATION or demanded:
        return StatementKind.RECOMMENDATION
    unnamed = voice.role is Role.QUOTED and (voice.organisation == voice.speaker)
    personal = unnamed and bool(_SELF.search(words))
    if voice.role is Role.CASE_STUDY or personal or _SERVED.search(lead):
        return StatementKind.EXPERIENCE
    direct = _INDIRECT.sub("", words)
    left = _REMEDY.sub("", words)
    uneasy = len({match.group().lower() for match in _UNEASE.finditer(left)})
    rules: Sequence[tuple[bool, StatementKind]] = (
        (bool(_WE_FEAR.search(words)), StatementKind.CONCERN),
        (bool(_PRAISES.search(words)), StatementKind.SUPPORT),
        (bool(_URGES.search(direct)), StatementKind.RECOMMENDATION),
        (bool(_TOLD.search(words)), StatementKind.EXPERIENCE),
        (bool(_HEARD.search(words)), StatementKind.CONCERN if uneasy or _ALARM.search(left) else StatementKind.EXPERIENCE),
        (bool(_FAVOURS.search(words)) and not _TURNS.search(words), StatementKind.SUPPORT),
        (bool(_ALARM.search(left)) and not figures, StatementKind.CONCERN),
        (figures or bool(_RESEARCH.search(words)), StatementKind.EVIDENCE),
        (uneasy >= 2 or (uneasy == 1 and bool(_TURNS.search(words) or _EMPHATIC.search(words))), StatementKind.CONCERN),
        (bool(_FAVOURS.search(words)), StatementKind.SUPPORT),
    )
    return next((kind for holds, kind in rules if holds), StatementKind.EVIDENCE)


_WE_FEAR = re.compile(
    r"\b(?:we|i)(?:[’']re| are| am| remain| were| have been)(?: also| very| particularly| extremely| deeply| however| pretty)* (?:concerned|worried|sceptical|alarmed)"
    r"|\bwe are unclear\b|\bthere is (?:real |growing |some )?concern\b|\bwe (?:have|share) (?:some )?(?:serious |real )?(?:concerns|reservations)",
    re.I,
)
_PRAISES = re.compile(r"\bwould (?:\w+ly )?be (?:an? )?(?:beneficial|positive|welcome|helpful)\b|\bwe (?:\w+ly )?(?:welcome|support|applaud)\b(?!.*\b(?:however|but)\b)|\b(?:is|are) right to\b|\b(?:long )?overdue recognition\b|\brightly (?:recogni|acknowledg|point|highlight)\w+", re.I)
_TURNS = re.compile(r"\b(?:however|but|although|while|whilst|yet|despite|nevertheless|not)\b", re.I)
_EMPHATIC = re.compile(r"\b(?:significant(?:ly)?|simply|still|often|serious(?:ly)?|very|particularly|increasingly|highly|too|cannot|never|only|even|leaving)\b", re.I)
