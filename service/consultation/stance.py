"""The stance that a set of answering passages takes: agrees, agrees in part, disagrees, no clear view, silent.

Every sentence of the evidence counts by its nearness to the question. Words of favour, and demands (who says how a
proposal should be done engages with it), weigh for; rejection and doubt weigh against. The balance is drawn towards the
organisation's tone over all it says, the more the less it says here. Too few words on it are no clear view.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.models import Passage, Sentence
from service.answering.stance_cues import Cues, cues_of
from service.consultation.answers import Answers, Evidence
from service.consultation.outright import outright_answer
from service.schemas import Stance


@dataclass(frozen=True, slots=True)
class Balance:
    """Weights for and against; `heard` counts the sentences, weighted."""

    pros: float = 0.0
    cons: float = 0.0
    heard: float = 0.0

    def plus(self, other: Balance, times: float = 1.0) -> Balance:
        return Balance(
            self.pros + other.pros * times,
            self.cons + other.cons * times,
            self.heard + other.heard * times,
        )

    @property
    def against(self) -> float:
        """The share of what weighs against, 0 to 1; a half where nothing weighs."""
        total = self.pros + self.cons
        return self.cons / total if total else 0.5

    def per_sentence(self) -> Balance:
        return Balance().plus(self, 1 / self.heard) if self.heard else self


@dataclass(frozen=True, slots=True)
class StanceRules:
    """The weights and thresholds, set on the labelled pairs that were developed on (docs/stances.md)."""

    demand: float = 0.6
    doubt: float = 0.7
    tone_sentences: float = 5.0
    near: float = 0.15
    nearest: float = 0.60
    too_little: float = 2.5
    disagrees: float = 0.70
    agrees: float = 0.20
    quotes: int = 3


RULES = StanceRules()
_QUOTABLE_WORDS = 4


@dataclass(frozen=True, slots=True)
class Rest:
    """A sentence that a label rests on."""

    evidence: Evidence
    sentence: Sentence
    weight: float


@dataclass(frozen=True, slots=True)
class Judgement:
    stance: Stance
    rests: tuple[Rest, ...]
    against: float


@dataclass(frozen=True, slots=True)
class _Weighed:
    evidence: Evidence
    sentence: Sentence
    cues: Cues
    weight: float

    def pros(self, rules: StanceRules) -> float:
        return self.weight * (self.cues.favours + rules.demand * self.cues.demands)

    def cons(self, rules: StanceRules) -> float:
        return self.weight * (self.cues.rejects + rules.doubt * self.cues.doubts)


def tone_of(passages: Iterable[Passage], rules: StanceRules = RULES) -> Balance:
    """The balance of all that an organisation says, for one sentence."""
    total = Balance()
    for passage in passages:
        for sentence in passage.sentences:
            total = total.plus(_balance(cues_of(sentence.text, sentence.kind), 1.0, rules))
    return total.per_sentence()


def judge_stance(answers: Answers, tone: Balance, rules: StanceRules = RULES, *, proposes: bool = True) -> Judgement:
    """The label with the sentences it rests on, the weightiest first; silent rests on none.

    On a question that `proposes` nothing nobody agrees or disagrees.
    """
    if answers.silent:
        return Judgement("silent", (), 0.5)
    weighed = [
        _Weighed(evidence, sentence, cues_of(sentence.text, sentence.kind), weight)
        for evidence in answers.evidence
        for sentence, nearness in zip(evidence.passage.sentences, evidence.sentences, strict=True)
        if (weight := _weight(nearness, rules)) > 0
    ]
    here = Balance()
    for item in weighed:
        here = here.plus(_balance(item.cues, item.weight, rules))
    balance = here.plus(tone, rules.tone_sentences)
    direct = any(item.direct for item in answers.evidence)
    if not proposes:
        return Judgement("no clear view", _rests("no clear view", weighed, rules), balance.against)
    outright = _outright(answers)
    if outright is not None:
        label, rest = outright
        others = [item for item in _rests(label, weighed, rules) if item.sentence.text != rest.sentence.text]
        return Judgement(label, (rest, *others)[: rules.quotes], balance.against)
    if here.pros + here.cons == 0 or (here.heard < rules.too_little and not direct):
        label = "no clear view"
    else:
        label = _label(balance.against, weighed, rules)
    return Judgement(label, _rests(label, weighed, rules), balance.against)


def _outright(answers: Answers) -> tuple[Stance, Rest] | None:
    """What the section that repeats the question says in so many words, and the sentence that says it."""
    under = sorted((item for item in answers.evidence if item.direct), key=lambda item: item.passage.order)
    placed = [(item, sentence) for item in under for sentence in item.passage.sentences if item.same_place(under[0])]
    found = outright_answer([sentence.text for _, sentence in placed])
    if found is None:
        return None
    evidence, sentence = placed[found.position]
    return found.stance, Rest(evidence, sentence, 1.0)


def _label(against: float, weighed: Sequence[_Weighed], rules: StanceRules) -> Stance:
    if against >= rules.disagrees:
        return "disagrees"
    # Demands weigh for, but only open favour agrees: it leads, or something else matters more to who speaks.
    leading = max(weighed, key=lambda item: item.weight)
    openly = leading.cues.favours and not leading.cues.rejects and not leading.cues.conditions
    if against <= rules.agrees and openly:
        return "agrees"
    return "agrees in part"


def _balance(cues: Cues, weight: float, rules: StanceRules) -> Balance:
    return Balance(
        pros=weight * (cues.favours + rules.demand * cues.demands),
        cons=weight * (cues.rejects + rules.doubt * cues.doubts),
        heard=weight,
    )


def _weight(nearness: float, rules: StanceRules) -> float:
    return max(0.0, min(1.0, (nearness - rules.near) / (rules.nearest - rules.near)))


def _rests(label: Stance, weighed: Sequence[_Weighed], rules: StanceRules) -> tuple[Rest, ...]:
    """Up to `rules.quotes` different sentences: one of each direction for a mixed view, those of its direction else."""
    pros = _ranked(weighed, [item.pros(rules) for item in weighed])
    cons = _ranked(weighed, [item.cons(rules) for item in weighed])
    near = _ranked(weighed, [item.weight for item in weighed])
    if label == "agrees":
        order = pros + near
    elif label == "disagrees":
        order = cons + near
    elif label == "agrees in part":
        order = pros[:1] + cons[:1] + pros[1:] + near
    else:
        order = near
    rests: dict[str, Rest] = {}
    for item, score in order:
        rests.setdefault(item.sentence.text, Rest(item.evidence, item.sentence, score))
    return tuple(list(rests.values())[: rules.quotes])


def _ranked(weighed: Sequence[_Weighed], scores: Sequence[float]) -> list[tuple[_Weighed, float]]:
    """Items with a score above 0, best first, ties in the order of the documents; fragments are no quotation."""
    pairs = zip(weighed, scores, strict=True)
    kept = [(item, score) for item, score in pairs if score > 0 and len(item.sentence.text.split()) >= _QUOTABLE_WORDS]
    return sorted(kept, key=lambda pair: -pair[1])
