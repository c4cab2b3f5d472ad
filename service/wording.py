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
SILENT_ITSELF = "{who} says nothing on this in its own documents."

LEAD_COMMITMENT = "{who} commits: {quote}"
LEAD_PROPOSAL = "{who} proposes: {quote}"
LEAD_QUESTION = "{who} asks: {quote}"
LEAD_RECOMMENDATION = "{who} recommends: {quote}"
LEAD_CONCERN = "{who} is concerned: {quote}"
LEAD_SUPPORT = "{who} supports: {quote}"
LEAD_STATES = "{who} says: {quote}"
LEAD_REPORTED = "According to {reporter}, {who} says: {quote}"
LEAD_REPORTED_STATEMENT = "According to {reporter}, {statement}"
SAYS = "{who} says: {statement}"
AS_REPORTED = "{organisation}, as reported by {reporter}"
PARAGRAPHS = "{first} to {last}"
QUOTED_BY = "{who}, quoted by {organisation},"

SUGGEST_SECTION = "What does {who} say about {topic}?"
SUGGEST_BOTH = "What do {who} and {other} say about {topic}?"
