"""English words: which only hold a sentence together, and the stem of the others."""

from __future__ import annotations

from functools import lru_cache

import tantivy

FUNCTION_WORDS = frozenset(
    word
    for line in (
        "a an the this that these those some any each every either neither both all no none such same other",
        "another i you he she it we they me him her us them my your his its our their mine yours hers ours theirs",
        "one ones myself yourself himself herself itself ourselves themselves who whom whose which what when",
        "where why how am is are was were be been being do does did doing done have has had having will would",
        "shall should can could may might must ought need and or but nor so yet if then than because as until",
        "while whereas though although whether of at by for with without within about against between into",
        "through during before after above below to from up down in out on off over under onto upon across along",
        "around near per via again further once here there not only just also too very more most much many few",
        "less least own even still already ever never now always often since get gets got getting give gives",
        "given go goes going gone come comes came make makes made making take takes taken let put keep kept like",
        "really quite rather perhaps etc",
    )
    for word in line.split()
)
REPORTING_WORDS = frozenset(
    word
    for line in (
        "say says said saying state states stated think thinks thought feel feels felt believe believes believed",
        "argue argues argued claim claims claimed report reports reported mention mentions mentioned describe",
        "describes described according view views opinion opinions position positions stance line tell tells told",
        "suggest suggests suggested",
    )
    for word in line.split()
)


@lru_cache(maxsize=1)
def _analyzer() -> tantivy.TextAnalyzer:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    return builder.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.stemmer("english")).build()


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The stem of one word as the lexical index has it; a possessive ending does not count."""
    bare = word.casefold().replace("’", "'").split("'")[0] or word.casefold()
    found = _analyzer().analyze(bare)
    return str(found[0]) if found else bare
