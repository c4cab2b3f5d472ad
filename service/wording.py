"""Every sentence that the service says in its own words: refusals, leads and labels. Prompts are in
`service.prompts`."""

from __future__ import annotations

NOT_IN_CORPUS = "These documents do not say. The passages closest to your question are listed below."
NOTHING_CLOSE = "These documents do not say, and nothing in them comes close to your question."
OFF_TOPIC = "This question is not about {title}, and the documents held here do not deal with it."
UNCLEAR = "I am not sure what you are asking about. {asks_back}"
ASK_WHAT_ABOUT = "Which proposal, group or organisation do you mean?"
ASK_WHAT_ELSE = "What would you like to know about {topic}?"
ASK_WHAT_OF = "What would you like to know of {who}: a proposal, a figure, a view on something?"
SILENT = "{who} says nothing on this in these documents."

LEAD_COMMITMENT = "{who} commits: {quote} {markers}"
LEAD_PROPOSAL = "{who} proposes: {quote} {markers}"
LEAD_QUESTION = "{who} asks: {quote} {markers}"
LEAD_RECOMMENDATION = "{who} recommends: {quote} {markers}"
LEAD_CONCERN = "{who} is concerned: {quote} {markers}"
LEAD_SUPPORT = "{who} supports: {quote} {markers}"
LEAD_STATES = "{who} says: {quote} {markers}"
QUOTED_BY = "{who}, quoted by {organisation},"

SUGGEST_SECTION = "What does {who} say about {topic}?"
SUGGEST_BOTH = "What do {who} and {other} say about {topic}?"

OVERVIEW = "This overview of {what} is assembled from the documents' own words and not drafted."
OVERVIEW_OF_WHO = "what {who} says"
OVERVIEW_OF_DOCUMENT = "“{title}” ({who})"
OVERVIEW_OF_CHAPTER = "the chapter “{chapter}” of “{title}”"
OVERVIEW_OF_TOPIC = "what each says on “{topic}”"
OVERVIEW_OF_DIFFERENCES = "where {who} differ"
OVERVIEW_ANSWERED_BY = "Those who speak to it in these documents: {who}."
OVERVIEW_SILENT = "{who} does not mention it in these documents."
OVERVIEW_NO_DIFFERENCE = "{who}: nothing in these documents is against a proposal of the government."
OVERVIEW_QUESTION = "Question {number}"
OVERVIEW_AIMS = "What it is for"
