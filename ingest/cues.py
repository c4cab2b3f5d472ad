"""Cue words and phrases by which `ingest.statement_kinds` tells what a sentence does; each set is one pattern."""

from __future__ import annotations

import re


def _cues(patterns: str) -> re.Pattern[str]:
    """One pattern that starts at a word and matches any of those given, one a line or apart by " | "."""
    parts = [part.strip() for line in patterns.strip().splitlines() for part in line.split(" | ")]
    return re.compile(r"\b(?:" + "|".join(parts) + r")", re.I)


FIGURES = re.compile(
    r"\d+(?:\.\d+)?\s?(?:%|per cent|percentage points?|million|billion|people|in \d+)|£\s?\d|"
    r"\b\d{1,3},\d{3}\b|\b\d+ in (?:every )?\d+\b",
    re.I,
)
YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
CITED = re.compile(r"\((?:[A-Z][^()]{2,60},? )?(?:19|20)\d{2}[a-z]?\)|\bet al\b")
RESEARCH = _cues(
    r"""
    evidence (?:shows?|suggests?|indicates?|is clear|from|base) | stud(?:y|ies)\b | research\b
    survey(?:s|ed)?\b | statistics\b | data (?:show|suggest|from|indicate) | figures (?:show|obtained|on)
    (?:review|report|inquiry|audit|evaluation|analysis|trial|pilot)s? (?:\w+ )?(?:found|shows?|showed|suggests?)
    (?:review|report|inquiry|audit|evaluation|analysis)s? (?:\w+ )?(?:conclude[ds]|reported|indicates?|reveals?)
    (?:found|highlighted|showed|reported|concluded) that | has been (?:found|shown|demonstrated)
    have been (?:found|shown|demonstrated) | meta-analys[ie]s | estimated\b | on average\b | according to\b
    correlat | majority of\b | proportion of\b | more likely\b | less likely\b
    """
)
DEED = (
    r"recruit|invest|expand|introduc|launch|roll|test|fund|provid|work|develop|build|relaunch|doubl|"
    r"increas|creat|extend|improv|pilot|trial|"
    r"establish|publish|review|deliver|mak|support|open|commission|start|begin|tak|bring|encourag|"
    r"help|replac|reform|train|offer|us|conduct|"
    r"undertak|continu|look|explor|seek|strengthen|transform|ensur|promot|run|set|design|remov|stop|giv|put"
)
WILL = re.compile(
    r"\bwill(?: also| then| now| soon| only| initially| \w+ly)? (?!see\b|become\b|need\b|depend\b|"
    r"require\b|vary\b|take time\b|remain\b|find\b|know\b|not\b|likely\b|always\b|have to\b|feel\b|"
    r"get\b|fall\b|make up\b)\w+",
    re.I,
)
FORETOLD = re.compile(
    r"\b(?:workers|population|workforce|challenges?|costs?|numbers?|change|trends?|demand|many|"
    r"some)\b(?: \w+){0,4}? will\b",
    re.I,
)
WE_WILL = re.compile(
    r"\bwe(?:[’']ll| will| shall)\b(?! (?:all )?(?:see|need|know|be judged)\b)|\bgovernment will\b|"
    r"\bwe (?:\w+ly )?(?:intend|plan|are going) to\b|\bgovernment (?:intends|plans) to\b|\b(?:has|"
    r"have) (?:already |also |therefore )?(?:committed|agreed|announced|pledged|promised) (?:that|to|"
    r"an?|the|its)\b",
    re.I,
)
DOING = re.compile(
    rf"\bwe(?:[’']re| are)(?: \w+ly| also| already| now| currently)?(?: \w+ly)? (?:more than "
    rf")?(?:{DEED})\w*ing\b|\b(?:government|department|office|agency|it|unit) is (?:also |now |"
    rf"already |\w+ly )?(?:{DEED})\w*ing\b|\b(?:is|are)(?: now| also| "
    rf"already| currently)? being (?:\w+ly )?(?:rolled|introduced|extended|trialled|tested|expanded|"
    rf"funded|piloted|developed)\b",
    re.I,
)
PLANNED = re.compile(
    r"\b(?:early next year|next year|from (?:april|autumn|spring|late|early) |by (?:the end of|spring|"
    r"autumn|november|april) )",
    re.I,
)
REFUSES = re.compile(r"\b(?:won[’']t|will (?:not|never)|do(?:es)? not (?:seek|want|intend|propose))\b", re.I)
BOUND = re.compile(r"^(?:\W*)(?:we|government|the government) (?:cannot|can[’']t|must|need to)\b", re.I)
FORECAST = re.compile(
    r"\bestimates? that\b|\bis expected that\b|\b(?:is|are) (?:projected|forecast|expected) to\b", re.I
)
IF = re.compile(r"\bwould\b(?! (?:you|be grateful))", re.I)
PROPOSES = _cues(
    r"""
    (?:could|might)\b(?! have been) | we (?:would|[’']d) (?:like|welcome|want|be interested)
    would like (?:to hear|to see|views|your) | consult(?:ing|ation on)\b | we (?:are )?(?:therefore )?propos
    proposals?\b(?= (?:is|are|to|for|would)) | one (?:approach|option|way|possibility)\b
    (?:possible|potential) (?:model|approach|option|reform)
    (?:alternative )?options? (?:for|to|we|that|which)\b | scope (?:to|for)\b
    (?:to|will|could|we|may|should|are|can) (?:also |therefore |currently )?(?:explore|exploring)\b
    (?:to|will|could|we|may|should|are|can) (?:also |therefore |currently )?consider(?:ing)?\b(?! (?:that|themselves))
    (?:explor|consider)(?:e|ing|s)? (?:the option|how|whether|with|improving|options|models|reform)
    keen to (?:hear|know|understand|explore)
    we (?:also )?want (?:to )?(?:know|hear|understand|explore|look|consider|find|learn|test|see whether|your views)
    want to (?:hear|understand|explore|know|test)\b | seek(?:ing)? (?:your )?views
    please (?:let|tell|consider|include) | (?:this|it|which) would (?:mean|be|allow|also|help|enable)
    may need to\b | ought to be possible | welcome (?:suggestions|views|your) | to see if\b
    whether (?:we|to|this|there|it)\b | let us know | would be (?:referred|that|an?|secured)
    """
)
HOLDS = _cues(
    r"""

    we (?:\w+ )?(?:believe|want|think|recogni[sz]e|aim|hope|need|must|know that we|are clear|agree|wish)\b
    committed to\b | determined to\b | ambitions?\b | vision\b
    our (?:aim|goal|strategy|objective|approach|priority|priorities|view|belief)\b | must\b | should\b
    need(?:s)? to\b
    is (?:vital|crucial|important|essential|right|wrong|unacceptable|key|fundamental|central)\b
    are (?:vital|crucial|important|essential)\b | injustice\b
    government (?:believes|wants|recognises|recognizes|is clear)\b | deserve\b | let[’']s\b
    (?:we|government) can(?:not|[’']t)\b | rightly\b | demands?\b | not do enough | too (?:many|few|little)\b
    ambitious\b | fair(?:ness|er)?\b | everyone\b
    """
)
URGES = _cues(
    r"""
    we (?:\w+ )?(?:\w+ )?(?:urge|recommend|suggest|encourage|call|propose|advise|advocate|emphasi[sz]e)
    (?:would|strongly|also|therefore) (?:urge|recommend|encourage|suggest)
    should\b(?! (?:feel|have been|do so|be noted|be said))
    (?:must|ought to|ha(?:s|ve) to be)\b(?! (?:also )?be (?:acknowledged|noted|said|remembered))
    (?<!support they )(?<!help they )needs? to\b(?! (?:also )?be (?:acknowledged|noted|said|remembered))
    would appreciate\b | (?:is|are|be) recommended\b | calls? (?:on|for)\b | we want (?:to see|the)\b
    (?:is|are|it[’']s|be|remains) (?:therefore |also |absolutely |particularly )?(?:vital|crucial|essential|important)\b
    (?:is|are|it[’']s|be|remains) (?:therefore |also |absolutely )?(?:paramount|imperative|critical|key|necessary)\b
    required to\b(?= \w+ (?:employers|government)) | would (?:like to see|help|benefit from)\b
    there (?:is|are) (?:a )?(?:real |clear |urgent )?needs? (?:for|to)\b | better (?:results|outcomes) may be
    more could be done | instead\b.*\b(?:could|should)\b | first step | let[’']s\b | it[’']s time\b
    the time has come\b
    """
)
FAVOURS = _cues(
    r"""
    we (?:\w+ )?(?:welcome|support|agree|applaud|commend|endorse)\b
    welcome (?:the|this|that|steps|news|plans)\b | (?:is|are) (?:to be )?welcomed?\b
    (?:we )?(?:were|are) pleased
    (?:is|are) (?:an? )?(?:very |really |hugely )?(?:positive|encouraging|promising)\b
    (?:is|are) right to\b | important (?:step|development)\b | step (?:forward|in the right direction)\b
    good news\b | reason to be optimistic | there is optimism | will be ideal\b | be beneficial\b
    is to be (?:welcomed|commended)
    """
)
HEARD = _cues(
    r"""
    (?:tell|told|telling|report to) us\b
    we (?:\w+ )?(?:\w+ )?(?:hear|heard|see cases|seen cases|have seen)\b | heard (?:from|of|cases)\b
    in our experience\b | (?:clients|people) (?:often )?(?:say|report)\b
    """
)
TOLD = _cues(
    r"""
    one (?:attendee|participant|person|respondent|member|parent|man|woman|patient|claimant)\b
    participants? (?:said|reported|felt|told)
    """
)
SELF = re.compile(r"\b(?:I|I[’']m|I[’']ve|my|me|myself)\b")
ALARM = _cues(
    r"""
    concern(?:s|ed|ing)?\b | worr(?:y|ied|ying|ies)\b | fail(?:s|ed|ing|ure|ures)?\b | damag\w+ | undermin\w+
    harm\w* | inappropriate\w* | unfair\w* | unethical | unacceptabl\w+ | not fit for purpose | no evidence
    no (?:clear|real|empirical)  | punish\w* | punitive | penali\w+ | coer\w+ | counterproductive
    backfire\w* | misleading | ambiguous | arbitrary | flaw\w* | misguided | conflat\w+ | myth\b
    incoheren\w+ | oppress\w+ | exploit\w+ | dismantl\w+ | destitut\w+ | irrational | absurd | authoritarian
    ideolog\w+ | dogma\w* | neoliberal\w* | expedien\w+ | austerity | catastroph\w+ | danger\w* | prejudice\w*
    sceptic\w+ | reservations?\b | erroneous | ignor(?:e|es|ed|ing)\b | refus(?:e|es|ed|al)\b | overlook\w*
    neglect\w* | detriment\w* | advers\w+ | impersonal | insensitive | target-driven | issues with\b
    problem with\b | problematic\b | not (?:happening|working)\b | implie[sd]\b | pathologi\w+ | mistrust
    stereotyp\w+ | undu[el]\w* | missed (?:an?|the) opportunit\w+ | disproportionate\w* | impossible\b
    not (?:always |yet |necessarily )?(?:be )?(?:an? )?(?:appropriate|effective|adequate|suitable|fully)\b
    not (?:always |yet |necessarily )?(?:be )?(?:an? )?(?:properly|possible|clear|sufficient\w*|well placed)\b
    dehumani[sz]\w+ | misus\w+ | attack\b | disregard\w* | encroach\w* | stealth\w* | mockery | orwellian
    rhetoric | gasligh\w+ | reluctan\w+ | inefficien\w+ | unrealistic | unfounded | simplistic
    patroni[sz]ing | blunt\b | shame\w* | scathing | violat\w+ | depriv\w+ | stigmati[sz]\w+ | alarm\w*
    deeply\b | meaningless | exclud\w+ | jeopardi[sz]\w+ | pervert\w* | perverse
    """
)
UNEASE = _cues(
    r"""
    risk(?:s|ed|ing|y)?\b | lack(?:s|ed|ing)?\b
    too (?:rigid|often|many|few|little|heavily|narrow|short|generic|ill|unwell|late|reliant)\b | threat\w*
    pressur\w+ | anxi\w+ | distress\w* | fear\w* | negativ\w+ | unclear | not clear | unlikely | inadequa\w+
    insufficien\w+ | poor(?:ly|er)?\b | worse\w* | struggl\w+ | difficult(?:y|ies)?\b | hard(?:er)? to\b
    suffer\w* | disadvantage\w* | cuts?\b | cutting\b | shortage | limited\b | contradict\w+ | confus\w+
    political(?:ly)?\b | lie\b | never\b | cannot\b | can[’']t\b | do(?:es)?n[’']t\b | do(?:es)? not\b
    isn[’']t\b | (?:is|are|has|have)(?: often| still| yet)? not\b | won[’']t\b | rarely\b
    little (?:known|clarity|evidence|knowledge) | simply\b | serious\b | barriers?\b | unsuitable
    unsupport\w+ | without\b | loaded\b | burden\w* | unmet\b | sanction(?:s|ed)\b | however\b | unable\b
    stigma\w* | discriminat\w+ | demands?\b | withdraw\w+ | intru\w+ | control\b | nudg\w+
    """
)
INDIRECT = re.compile(
    r"\b(?:what|which|when|how|whether|where|who)\b[^,;.]{0,40}\bshould\b|\b(?:that|which|who) must\b"
    r"|\b(?:decided|position|idea|view|belief|suggestion|proposal|assumption|claim(?:s|ed)?|"
    r"argu(?:es?|ed)|told|stated?) that\b[^;.]{0,80}?\bshould\b",
    re.I,
)
REMEDY = re.compile(
    r"\b(?:tackl|reduc|address|prevent|avoid|overcom|lessen|mitigat|remov|protect|minimi[sz]|challeng|"
    r"counteract|reliev|eas)(?:e|es|ed|ing|s)?\b(?: [\w’'-]+){1,6}",
    re.I,
)
SEQUEL = re.compile(
    r"[“\"‘]?(?:this|these|it|they|such (?:an? )?\w+|doing so|both)\b(?: \w+){0,3}? (?:will|would|"
    r"could|may|might|can|should)\b",
    re.I,
)
SERVED = re.compile(
    r"\bwhat (?:works|worked|does ?n[’']t|didn[’']t|went)\b|\blessons\b|\bexperienced? by\b|\bour experience\b", re.I
)
IMPERATIVE = re.compile(
    r"(?:\W|recommendation \d+:)*\s*(?:to )?(?:significantly |fully |further |regularly |better "
    r")?(?:continue|commission|publish|create|give|make|remove|collate|support|include|introduce|"
    r"provide|implement|review|refrain|require|recogni[sz]e|compare|reinstate|listen|explore|set|"
    r"signpost|extend|work|allow|develop|use|increase|expand|"
    r"improve|incorporate|raise|reform|take|pilot|embed|evaluate|ensure|establish|consider|monitor|"
    r"invest|fund|suspend|build|train|conduct|widen|clarify|commit|"
    r"encourage|end|stop|replace|offer|promote|launch|consult|appoint|strengthen|protect|scrap|"
    r"abolish|guarantee|bring|put|help|keep|adopt|simplify|restore|convene)\b",
    re.I,
)
DEMANDS = re.compile(
    r"\b(?:should|must|needs? to|ought to|recommend|urge|call on|could take|steps)\b[^:]*:?\s*$|"
    r"\b(?:should|recommend|must)\b",
    re.I,
)
WANTS = re.compile(
    r"(?:[“\"])?(?:\w+,? )?we (?:also |therefore )?(?:want|believe|aim|wish|are committed|are "
    r"determined|are clear|recogni[sz]e)\b(?!.{0,16}\b(?:hear|know|understand|explore|test|learn|seek|"
    r"consider|look)\b)",
    re.I,
)
TO_DO = re.compile(r"(?:[A-Z][\w’'&-]*\s){1,6}to [a-z]+ ")
WE_FEAR = re.compile(
    r"\b(?:we|i)(?:[’']re| are| am| remain| were| have been)(?: also| very| particularly| extremely| "
    r"deeply| however| pretty)* (?:concerned|worried|sceptical|alarmed)"
    r"|\bwe are unclear\b|\bthere is (?:real |growing |some )?concern\b|\bwe (?:have|share) (?:some "
    r")?(?:serious |real )?(?:concerns|reservations)",
    re.I,
)
PRAISES = re.compile(
    r"\bwould (?:\w+ly )?be (?:an? )?(?:beneficial|positive|welcome|helpful)\b|\bwe (?:\w+ly "
    r")?(?:welcome|support|applaud)\b(?!.*\b(?:however|but)\b)|\b(?:is|are) right to\b|\b(?:long "
    r")?overdue recognition\b|\brightly (?:recogni|acknowledg|point|highlight)\w+",
    re.I,
)
TURNS = re.compile(r"\b(?:however|but|although|while|whilst|yet|despite|nevertheless|not)\b", re.I)
EMPHATIC = re.compile(
    r"\b(?:significant(?:ly)?|simply|still|often|serious(?:ly)?|very|particularly|increasingly|highly|"
    r"too|cannot|never|only|even|leaving)\b",
    re.I,
)
