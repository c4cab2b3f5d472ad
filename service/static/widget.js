/*! Greenpaper chat widget: one script that defines <greenpaper-chat>; see docs/widget.md. MIT licence. */
(() => {
"use strict";
const VERSION = "1.0.0";
const HOLD_MS = 150; // how long statements wait for the short answer that stands above them
const RETRIES = 6, LONGEST_WAIT_S = 60, MAX_TURNS = 30, MAX_HISTORY = 6;
const SIDES = ["government", "stakeholder"];

// Called through the prototypes: a host page's <img name="createElement"> shadows document.createElement.
const D = Document.prototype;
const own = (name) => Object.getOwnPropertyDescriptor(D, name).get.call(document);
const script = own("currentScript");
const NARROW = matchMedia("(max-width: 30em), (max-height: 30em)");
const BASE = new URL(".", script?.src || location.href).href;

const LABELS = { en: {
	title: "Ask the consultation documents", close: "Close", options: "Options", wider: "Make wider", narrower: "Make narrower",
	save: "Save as Markdown", print: "Print", clear: "Clear conversation", cleared: "Conversation cleared.", conversation: "Conversation",
	intro: "Ask what the government says and what stakeholders say. Answers are quoted from the documents, with the source of every statement.",
	could: "You could ask", question: "Your question", hint: "Do not enter personal information.", ask: "Ask", stop: "Stop", empty: "Enter a question",
	you: "You asked:", understood: "Understood as: {0}", short: "In short", government: "Government", stakeholder: "Stakeholders",
	says_government: "What the government says", says_stakeholder: "What stakeholders say",
	none: "Nothing from this side in this answer.", also: "Nearest passages on this side:", silent: "Nothing on this in these documents from: {0}.",
	commitment: "Commitment", proposal: "Proposal", kind_question: "Question", evidence: "Evidence", position: "Position",
	recommendation: "Recommendation", concern: "Concern", support: "Support", experience: "Experience",
	source: "Source {0}", sources: "Sources", paragraph: "paragraph {0}", page: "page {0}", quoted: "{0}, quoted in {1}", case_study: "{0}, case study in {1}",
	speaker: "Speaker", document: "Document", section: "Section", place: "Place", more: "Also in", reader: "Open in document", tab: "(opens in new tab)",
	searching: "Searching the documents…", done: "Answer complete: {0} statements, {1} sources.", refused: "Not answered from the documents.", goto: "Go to the answer",
	problem: "There is a problem", stopped: "You stopped this answer.", cut: "The answer was cut off before it was complete.",
	down: "The service cannot be reached. Your question is kept.", busy: "The service is busy. Your question is kept.", wait: "Trying again in {0} seconds.",
	denied: "This page may not use the service. The people who run it can allow {0}.", limit: "You have asked as many questions as are allowed for now. Try again in {0} minutes.",
	wrong: "Something went wrong. Your question is kept.", retry: "Try again", again: "Ask again",
	not_in_corpus: "The documents do not say", off_topic: "The documents are not about this", unclear: "Please say a little more",
	nearest: "Nearest passages", instead: "You could ask instead", tips: "Try words that the documents use, name an organisation, or ask about one thing at a time.",
	copy: "Copy with sources", copied: "Copied", uncopied: "Could not copy", helpful: "Is this answer helpful?", yes: "Yes", no: "No",
	thanks: "Thank you. Your feedback is stored.", comment: "Tell us more (optional)", send: "Send", unsent: "Your feedback could not be stored. Try again.",
	filter: "Filter answers", all: "All sides", organisations: "Organisations", only: "Answers from: {0}",
	extractive: "Every statement is quoted from the documents.", llm: "Written by {0} and checked against the sources.",
} };

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
:host{display:block;--a:var(--greenpaper-accent,#14324c);--on:var(--greenpaper-on-accent,#fff);--s:var(--greenpaper-surface,#fff);--t:var(--greenpaper-text,#0b0c0c);--m:var(--greenpaper-muted,#484f55);--r:var(--greenpaper-radius,4px);--g:var(--greenpaper-government,#144e81);--k:var(--greenpaper-stakeholder,#5b2a72);--l:var(--greenpaper-link,#1a5a96);--b:#b1b4b6}
:host([hidden]),[hidden]{display:none!important}
*{box-sizing:border-box}
.panel,.launcher{font:400 var(--greenpaper-font-size,max(1rem,16px))/1.45 var(--greenpaper-font,Arial,"Helvetica Neue",Helvetica,sans-serif);color:var(--t);text-align:start;letter-spacing:normal}
.panel{padding:0;background:var(--s);border:1px solid var(--a);border-radius:var(--r);grid-template-rows:auto minmax(0,1fr) auto auto;overflow:hidden;container-type:inline-size;height:var(--greenpaper-height,min(46em,90vh))}
section.panel,dialog[open]{display:grid}
dialog{position:fixed;inset:auto 1em 1em auto;margin:0;width:var(--greenpaper-width,30em);max-width:calc(100vw - 2em);max-height:calc(100dvh - 2em);z-index:2147483000;box-shadow:0 4px 24px #0005}
dialog.wide{width:64em}
.launcher{position:fixed;inset:auto 1em 1em auto;max-width:calc(100vw - 2em);z-index:2147483000;padding:.7em 1.1em;background:var(--a);color:var(--on);border:2px solid var(--on);border-radius:2em;font-weight:700;box-shadow:0 2px 10px #0005}
h2,h3,h4,h5,p,ul,dl,dd,figure,blockquote,fieldset{margin:0;padding:0;border:0}
h2,h3,h4,h5{font-size:1em;line-height:1.3}
ul{list-style:none}
button,textarea,input{font:inherit;color:inherit}
button,summary{cursor:pointer}
button{min-height:2em;padding:.3em .8em;background:#f3f2f1;color:#0b0c0c;border:1px solid #505a5f;border-radius:var(--r)}
button:hover{background:#dbdad9}
.primary{background:var(--a);color:var(--on);border-color:var(--a);font-weight:700;padding-inline:1.2em}
.primary:hover{background:var(--greenpaper-accent-hover,#0c2236)}
:focus-visible{outline:3px solid var(--greenpaper-focus,#fd0);outline-offset:0;box-shadow:0 0 0 5px #0b0c0c}
a{color:var(--l);text-underline-offset:.15em}
a:hover{text-decoration-thickness:3px}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.mk{font-size:0}
.head{display:flex;gap:.5em;align-items:center;padding:.5em .75em;background:var(--a);color:var(--on)}
h2{flex:1;font-size:1.125em;overflow-wrap:anywhere}
.head button,.menu summary{background:0 0;color:inherit;border:1px solid;border-radius:var(--r);min-height:2em;padding:.2em .7em;font-size:.9375em}
.head button:hover,.menu summary:hover{background:#fff2}
.menu{position:relative}
.menu summary{list-style:none;display:flex;align-items:center}
.menu div{position:absolute;inset:calc(100% + 6px) 0 auto auto;z-index:2;display:grid;min-width:13em;background:var(--s);color:var(--t);border:1px solid var(--a);box-shadow:0 4px 12px #0004;padding:.35em}
.menu div button{border:0;color:var(--t);text-align:start;padding:.45em .6em}
.menu div button:hover{background:#f3f2f1}
.log{overflow:auto;padding:1em;scroll-padding:1em;position:relative;overscroll-behavior:contain}
.log:focus-visible{outline-offset:-4px;box-shadow:inset 0 0 0 6px #0b0c0c}
.welcome h3{margin:1.2em 0 .5em}
.suggestions{display:grid;gap:.5em}
.suggestion{width:100%;text-align:start;padding:.55em .8em;background:var(--s);color:var(--l);text-decoration:underline;text-underline-offset:.15em}
.turn+.turn{margin-top:1.5em;padding-top:1.5em;border-top:1px solid var(--b)}
.turn:last-child{min-height:100%}
h3{font-size:1.1875em;overflow-wrap:anywhere}
.turn>h3{margin-bottom:.75em}
.short{background:#f3f2f1;color:#0b0c0c;padding:.75em .9em;margin-bottom:1em;border-radius:var(--r)}
.end>*+*{margin-top:.75em}
.sides{display:grid;gap:1.25em;align-items:start}
@container (min-width:42em){.sides:not(.one){grid-template-columns:1fr 1fr;gap:1.5em}.log{padding:1.25em 1.5em}}
.side{min-width:0;border-top:5px solid var(--g);padding-top:.5em}
.side.stakeholder{border-top:7px double var(--k)}
.side h4{font-size:1.0625em;color:var(--g)}
.stakeholder h4{color:var(--k)}
.organisation{margin-top:.75em}
h5{padding-bottom:.25em;border-bottom:1px solid var(--b)}
.statement{padding:.6em 0 .7em}
.statement+.statement{border-top:1px solid #dcdfe1}
.statement,.quotation,.passage{overflow-wrap:anywhere;unicode-bidi:isolate}
.tag,.sidetag{display:inline-block;padding:0 .45em;border:1px solid #0000;border-radius:2px;background:#e5e7e8;color:#22292e;font-size:.875em;line-height:1.5}
.commitment,.support{background:#cce6d8;color:#00492b}
.proposal{background:#d3e3f2;color:#0c2d4a}
.question{background:#fdf3bd;color:#4d4000}
.position{background:#cfe9e8;color:#0d4442}
.recommendation{background:#e2d8ee;color:#3d1f66}
.concern{background:#fbdccb;color:#67300f}
.experience{background:#f8d9e6;color:#66123c}
.voice,.small,.hint,.none,.tab{color:var(--m);font-size:.9375em}
.voice{margin-top:.25em}
.chips{display:flex;flex-wrap:wrap;gap:.4em;margin-top:.45em}
.chip{display:flex;gap:.5em;align-items:baseline;max-width:100%;min-height:1.75em;padding:.15em .6em .15em .15em;background:var(--s);color:var(--m);font-size:.875em;text-align:start}
.chip .number{flex:none;min-width:1.7em;text-align:center;background:#e5e7e8;color:#0b0c0c;font-weight:700;border-radius:2px}
.where{overflow:hidden;white-space:nowrap;text-overflow:ellipsis}
[aria-expanded=true]{background:#fff7bf;color:#0b0c0c;border-color:#0b0c0c}
[aria-expanded=true] .where{white-space:normal}
.ref{min-height:0;min-width:24px;padding:0 .2em;font-size:.875em;line-height:1.55;vertical-align:baseline;background:var(--s);color:var(--l)}
.quotation{margin-top:.6em;padding:.15em 0 .15em .9em;border-left:5px solid var(--g)}
.quotation.stakeholder{border-left:7px double var(--k)}
blockquote{font-family:var(--greenpaper-quote-font,Georgia,"Times New Roman",serif);font-size:1.0625em;quotes:"“" "”"}
blockquote:before{content:open-quote}
blockquote:after{content:close-quote}
dl{margin:.5em 0;font-size:.9375em;display:grid;gap:.15em}
dl div{display:grid;grid-template-columns:5.5em 1fr;gap:.5em}
dt{color:var(--m)}
.none{padding:.75em 0}
.refusal{border-left:5px solid #505a5f;padding:.1em 0 .1em .9em}
.refusal p,.failure p{margin:.35em 0}
.end>h4{margin:1em 0 .5em}
.short h4{margin-bottom:.25em}
.passage{padding:.6em 0;border-top:1px solid var(--b)}
.passage blockquote{margin:.3em 0;font-size:1em}
.sidetag{background:var(--g);color:#fff}
.stakeholder .sidetag{background:#fff;color:var(--k);border:1px solid var(--k)}
.failure{border:4px solid #b42318;padding:.75em;border-radius:var(--r)}
.failure.calm{border:1px solid #505a5f}
.after{padding-top:1em;display:grid;gap:.6em}
.row{display:flex;flex-wrap:wrap;gap:.5em;align-items:center}
.quiet{padding:.2em .7em;font-size:.9375em}
.feedback form{display:grid;gap:.4em;justify-items:start}
textarea{width:100%;padding:.4em .5em;border:2px solid #0b0c0c;border-radius:0;background:#fff;color:#0b0c0c;resize:vertical;field-sizing:content;min-height:3.6em;max-height:10em}
textarea[aria-invalid]{border-color:#b42318}
.problem{color:#b42318;font-weight:700}
.status{padding:.3em 1em;min-height:2.75em;display:flex;flex-wrap:wrap;gap:.2em .75em;align-items:center;color:var(--m);font-size:.9375em}
.composer{padding:.6em 1em .8em;border-top:1px solid var(--b);display:grid;gap:.25em}
.composer>label{font-weight:700}
.entry{display:flex;gap:.5em;align-items:stretch}
.entry button{flex:none}
.filter{font-size:.9375em;max-height:14em;overflow:auto}
.filter summary{display:list-item;padding:.25em 3px;color:var(--l);text-decoration:underline;width:fit-content;list-style-position:inside}
fieldset{display:flex;flex-wrap:wrap;gap:.2em 1.2em;padding:.2em 0 .2em 5px}
legend{font-weight:700}
.choice{display:flex;gap:.5em;align-items:center;min-height:1.9em}
.choice input{width:1.25em;height:1.25em;margin:0;flex:none;accent-color:var(--a)}
@media (max-width:30em),(max-height:30em){dialog{inset:0;width:100%!important;height:100%;max-width:none;max-height:none;border:0}.widen{display:none}}
@media (max-height:30em){.panel{display:block;overflow:auto;height:auto}dialog.panel{height:100%}dialog:not([open]){display:none}.log{overflow:visible}}
@media (forced-colors:active){.chip .number,.ref,.tag,.short,.launcher,.head{border:1px solid}}
@media (prefers-reduced-motion:no-preference){.busy:before{content:"";width:.7em;height:.7em;border-radius:50%;background:var(--a);animation:p 1s infinite alternate}@keyframes p{to{opacity:.2}}}
`);

let serial = 0;
const uid = () => `gp${++serial}`;
const sessions = new Map(); // server -> promise of its session token, shared by all widgets of the page
const text = (value) => (value == null ? "" : String(value));
const list = (value) => (Array.isArray(value) ? value : []);
const joined = (...parts) => parts.filter(Boolean).join(", ");
const side = (item) => (SIDES.includes(item.side) ? item.side : SIDES[1]);

/** An element, as "tag.class". Strings become text nodes: nothing that comes from a server is ever parsed as HTML. */
function h(name, ...children) {
	const [tag, ...classes] = name.split("."), node = D.createElement.call(document, tag);
	if (classes[0]) node.className = classes.join(" ");
	if (children[0]?.constructor === Object)
		for (const [key, value] of Object.entries(children.shift()))
			if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
			else if (value != null && value !== false) node.setAttribute(key, value === true ? "" : value);
	node.append(...children.flat(2).filter(Boolean));
	return node;
}
const button = (label, onclick, name, more) => h("button." + text(name), { type: "button", onclick, ...more }, label);
const mark = (marks) => h("span.mk", { "aria-hidden": "true" }, marks);

/** A document's words: `**` and `*` as emphasis. The marks stay, unseen, so that the text is exactly the same. */
const words = (value) => text(value).split(/(\*\*\S[^*]*\*\*|(?<![*\w])\*\S[^*\n]*\*(?!\*))/).map((part, index) => {
	const marks = part.startsWith("**") ? "**" : "*";
	return index % 2 ? h(marks[1] ? "b" : "i", {}, mark(marks), part.slice(marks.length, -marks.length), mark(marks)) : part;
});

/** Server-sent events of a response's body, as [name, data]. */
async function* events(body) {
	const reader = body.pipeThrough(new TextDecoderStream()).getReader();
	for (let buffer = ""; ;) {
		const { done, value } = await reader.read();
		const blocks = (buffer + (value || "")).replace(/\r\n?/g, "\n").split("\n\n");
		buffer = blocks.pop();
		for (const block of blocks) {
			const fields = (name) => block.split("\n").filter((line) => line.startsWith(name + ":")).map((line) => line.slice(name.length + 1).trim()).join("\n");
			if (fields("data")) yield [fields("event"), JSON.parse(fields("data"))];
		}
		if (done) return;
	}
}

class Failure extends Error {
	constructor(kind, more) { super(kind); Object.assign(this, { kind }, more); }
}

/** One question with its answer. */
class Turn {
	constructor(chat, question) {
		const id = uid();
		Object.assign(this, { chat, question, t: (...label) => chat.t(...label) });
		this.heading = h("h3", { id, tabindex: "-1" }, h("span.hidden", this.t("you"), " "), question);
		this.content = h("div");
		this.node = h("article.turn", { "aria-labelledby": id }, this.heading, this.content);
		this.reset();
	}

	reset() {
		Object.assign(this, { body: null, short: null, failure: null, citations: new Map(), groups: new Map(), painted: [], held: [] });
		this.content.replaceChildren(this.top = h("div"), this.sides = h("div.sides"), this.end = h("div.end"));
	}

	/** Above the statements while there are none, else below them, so that nothing moves that somebody reads. */
	put(node) { (this.painted.length ? this.end : this.top).append(node); }

	receive(name, data) {
		if (name === "citation") this.citations.set(data.number, data);
		if (name !== "statement") return;
		this.held.push(data);
		this.summarise(data.answer);
		if (this.short || this.painted.length) this.flush();
		else this.timer ||= setTimeout(() => this.flush(), HOLD_MS);
		this.chat.emit("statement", data);
	}

	flush(quiet) {
		clearTimeout(this.timer);
		const fresh = this.held;
		Object.assign(this, { held: [], timer: 0 });
		for (const statement of fresh) this.paint(statement);
		if (!quiet) this.chat.say(fresh.map((each) => `${each.organisation}: ${each.text}`).join(" "));
	}

	summarise(answer) {
		if (this.short || !answer) return;
		const panels = h("div");
		const parts = text(answer).split(/\[(\d+)\]/).map((part, index) => {
			const citation = index % 2 && this.citations.get(+part);
			return citation ? this.reference(citation, panels, "ref") : words(index % 2 ? `[${part}]` : part);
		});
		this.put(this.short = h("section.short", h("h4", this.t("short")), h("p", parts), panels));
	}

	/** The list of one organisation under its side; both sides have their place from the start. */
	group(name, organisation) {
		const once = (key, make) => this.groups.get(key) || this.groups.set(key, make()).get(key);
		const chosen = this.chat.sides;
		for (const each of new Set([...(chosen.length ? chosen : SIDES), name])) once(each, () => {
			const id = uid(), section = h("section.side." + each, { "aria-labelledby": id }, h("h4", { id }, this.t("says_" + each)));
			this.sides.append(section);
			return section;
		});
		return once(name + " " + organisation, () => {
			const items = h("ul");
			this.groups.get(name).append(h("div.organisation", h("h5", text(organisation)), items));
			return items;
		});
	}

	paint(statement) {
		const { organisation, kind, citations } = statement;
		const cited = list(citations).map((number) => this.citations.get(number)).filter(Boolean);
		const voices = new Set(cited.map((citation) => this.chat.voice(citation)));
		voices.delete(organisation);
		const panels = h("div");
		this.group(side(statement), organisation).append(h("li.statement",
			h("p", kind && [h("span.tag." + kind, this.chat.kind(kind)), " "], words(statement.text)),
			voices.size && h("p.voice", [...voices].join("; ")),
			h("div.chips", cited.map((citation) => this.reference(citation, panels, "chip"))), panels));
		this.painted.push(this.key(statement));
	}
	key(statement) { return JSON.stringify([side(statement), statement.organisation, statement.text, statement.citations]); }

	/** A citation's number, which opens the quote in place. */
	reference(citation, panels, name) {
		const { number, document_title } = citation, chip = name === "chip";
		const where = joined(this.chat.place(citation), document_title);
		let panel;
		const node = button([h("span.number", chip ? text(number) : `[${number}]`), chip && h("span.where", where)], () => {
			const open = !panel || panel.hidden;
			if (!panel) {
				panels.append(panel = this.quotation(citation));
				node.setAttribute("aria-controls", panel.id);
			}
			panel.hidden = !open;
			node.setAttribute("aria-expanded", open);
			if (open) this.chat.emit("citation", citation);
		}, name, { "aria-expanded": "false", "aria-label": `${this.t("source", number)} ${where}` });
		return node;
	}

	quotation(citation) {
		const { chat } = this;
		const rows = {
			speaker: `${chat.voice(citation)} (${this.t(side(citation))})`, document: text(citation.document_title), section: list(citation.section).join(" › "),
			place: chat.place(citation), more: list(citation.also).map((other) => joined(other.document_id, chat.place(other))).join("; "),
		};
		return h("figure.quotation." + side(citation), { id: uid() }, h("blockquote", words(citation.quote)), h("figcaption",
			h("dl", Object.entries(rows).map(([name, value]) => value && h("div", h("dt", this.t(name)), h("dd", value)))), this.opener(citation)));
	}

	opener(item, where) {
		return h("a", { href: this.chat.link(item), target: "_blank", rel: "noopener" }, this.t("reader"), where && ": " + where, " ", h("span.tab", this.t("tab")));
	}

	/** Passages that are offered without being part of an answer. */
	passages(items) {
		const { chat } = this;
		return h("ul", items.map((item) => h("li.passage." + side(item),
			h("p.voice", h("span.sidetag", this.t(side(item))), " ", chat.voice(item)), h("blockquote", words(item.text ?? item.quote)),
			this.opener(item, joined(item.document_title || item.document_id, chat.place(item))))));
	}

	finish(body, quiet) {
		const { chat } = this, statements = list(body.positions).flatMap((position) => position.statements.map((each) => ({ ...position, ...each })));
		clearTimeout(this.timer);
		this.failure?.remove();
		// What was painted on the way stays as it is, unless it is not what the answer says.
		if (body.answered === false || this.painted.some((key, index) => !statements[index] || key !== this.key(statements[index]))) this.reset();
		this.body = body;
		for (const citation of list(body.citations)) this.citations.set(citation.number, citation);
		const { standalone_question: standing } = body;
		if (standing && standing !== this.question) this.put(h("p.voice", this.t("understood", standing)));
		if (body.answered === false) this.refuse(body, quiet);
		else {
			this.summarise(body.answer);
			this.held = statements.slice(this.painted.length);
			this.flush(quiet);
			this.complete(body);
			if (!quiet) chat.say(this.t("done", statements.length, list(body.citations).length));
		}
		const { kind, model } = body.answerer || {};
		this.end.append(h("div.after",
			body.answered !== false && kind && h("p.small", this.t(kind, model)),
			h("div.row", button(this.t("copy"), (event) => chat.copy(this, event.currentTarget), "quiet"), button(this.t("again"), () => chat.repeat(this), "quiet")),
			body.id && this.feedback()));
	}

	/** Says on which side nothing was said, and offers what is near there. */
	complete({ related, silent }) {
		for (const name of SIDES) {
			const section = this.groups.get(name), near = list(related).filter((item) => side(item) === name);
			if (!section || section.children[1]) continue;
			section.append(h("p.none", this.t(near.length ? "also" : "none")), near.length ? this.passages(near) : "");
		}
		if (list(silent).length) this.end.append(h("p.none", this.t("silent", silent.join(", "))));
	}

	refuse({ reason, answer, suggestions, related }, quiet) {
		const title = this.t(["off_topic", "unclear"].includes(reason) ? reason : "not_in_corpus"), more = list(suggestions).length;
		this.end.append(h("div.refusal", h("h4", title), h("p", words(answer)), !more && reason !== "unclear" && h("p", this.t("tips"))));
		if (more) this.end.append(h("h4", this.t("instead")), this.chat.suggestions(suggestions));
		if (list(related).length) this.end.append(h("h4", this.t("nearest")), this.passages(related));
		if (!quiet) this.chat.say(`${title}. ${text(answer)}`);
	}

	feedback() {
		const { chat } = this, id = uid(), note = h("p.small", { tabindex: "-1" });
		const post = async (rating, comment) => {
			const opinion = { answer_id: this.body.id, rating, ...(comment && { comment }) };
			const stored = await chat.call("v1/feedback", opinion).then(() => true, () => false);
			if (stored) chat.emit("feedback", opinion);
			chat.say(note.textContent = this.t(stored ? "thanks" : "unsent"));
			return stored;
		};
		const rate = (label, rating) => button(this.t(label), async () => {
			if (!(await post(rating))) return;
			const area = h("textarea", { id, maxlength: "2000" });
			const form = h("form", { onsubmit: async (event) => {
				event.preventDefault();
				const comment = area.value.trim();
				if (comment && !(await post(rating, comment))) return;
				form.remove();
				note.focus();
			} }, h("label", { for: id }, this.t("comment")), area, h("button.quiet", this.t("send")));
			box.replaceChildren(note, form);
			area.focus({ preventScroll: true });
		}, "quiet");
		const box = h("div.feedback", h("div.row", { role: "group", "aria-labelledby": id + "g" },
			h("span", { id: id + "g" }, this.t("helpful")), rate("yes", "helpful"), rate("no", "unhelpful")), note);
		return box;
	}

	/** Ends without an answer, or waits for one; what had arrived stays. */
	fail(kind, detail, ...values) {
		const message = this.t(kind, ...values);
		if (this.held.length) this.flush();
		if (!this.failure) this.chat.say(joined(message, detail));
		this.failure?.remove();
		this.end.append(this.failure = h("div.failure." + kind, h("h4", this.t("problem")), h("p", message), detail && h("p", detail),
			button(this.t("retry"), () => { this.chat.input.focus(); this.now ? this.now() : this.chat.repeat(this); })));
	}

	/** What there is to copy, save and print, in order: [tag, text, address]. */
	*outline() {
		const { chat, body } = this;
		yield ["h2", this.question];
		if (!body) return;
		yield ["p", text(body.answer)];
		for (const position of list(body.positions)) {
			yield ["h3", `${this.t(position.side)}: ${position.organisation}`];
			for (const { text: said, kind, citations } of position.statements)
				yield ["li", `${kind ? chat.kind(kind) + ": " : ""}${said} ${citations.map((number) => `[${number}]`).join("")}`];
		}
		if (list(body.citations).length) yield ["h3", this.t("sources")];
		for (const each of list(body.citations))
			yield ["li", `[${each.number}] “${each.quote}” ${joined(chat.voice(each), each.document_title, ...each.section, chat.place(each))}`, chat.link(each)];
	}
}

class GreenpaperChat extends HTMLElement {
	static observedAttributes = ["title", "side", "lang", "open", "inline"];
	static version = VERSION;
	static labels = LABELS;
	#root = this.attachShadow({ mode: "open" });
	#turns = [];
	#offers = [];
	#running = null;
	#awake = false; // opened at least once: nothing is asked of the server before
	organisations = [];

	connectedCallback() {
		if (this.panel) return;
		this.#root.adoptedStyleSheets = [sheet];
		this.sides = SIDES.filter((name) => name === this.getAttribute("side"));
		this.key = `greenpaper:${this.server}:${this.id || [...D.querySelectorAll.call(document, this.localName)].indexOf(this)}`;
		this.#offers = [...this.querySelectorAll("[data-suggestions] li")].map((item) => item.textContent.trim());
		NARROW.addEventListener("change", () => {
			if (this.open) this.#show(this.panel.close?.());
		});
		this.#build();
	}
	disconnectedCallback() { this.stop(); }
	attributeChangedCallback(name, old, value) {
		if (!this.panel || old === value) return;
		if (name === "open") return value === null ? this.#hide() : this.#show(true);
		if (name === "side") this.sides = SIDES.filter((each) => each === value);
		this.#build();
	}

	// What a host page may call.
	get server() {
		const { protocol, href } = new URL(this.getAttribute("server") || BASE, location.href);
		if (!/^https?:$/.test(protocol)) throw new TypeError("greenpaper-chat: server must be an http(s) address");
		return href.replace(/\/?$/, "/");
	}
	get open() { return this.hasAttribute("open"); }
	set open(value) { this.toggleAttribute("open", !!value); }
	get conversation() { return structuredClone(this.#turns.flatMap((turn) => turn.body || [])); }
	show() { this.open = true; }
	hide() { this.open = false; }
	stop() { this.#running?.abort(); }
	clear() {
		this.stop();
		this.#turns = [];
		this.#store();
		this.#build();
		this.input.focus();
		this.say(this.t("cleared"));
	}
	/** Asks as if a person had typed it. Resolves to the answer's body, or to null where there is none. */
	async ask(question) {
		question = text(question).trim();
		if (!question || this.#running) return null;
		if (!this.inline) this.show();
		this.#wake();
		return this.#run(this.#add(question));
	}
	toMarkdown() {
		const escape = (value) => value.replace(/[\\`*_[\]<>#|!&~]/g, "\\$&");
		return `# ${escape(this.name)}\n\n${this.#lines(this.#turns, { h2: "## ", h3: "### ", li: "- " }, escape)}\n`;
	}

	// Labels and places.
	get language() {
		const asked = (this.getAttribute("lang") || own("documentElement").lang || "en").slice(0, 2).toLowerCase();
		return LABELS[asked] ? asked : "en";
	}
	get inline() { return this.hasAttribute("inline"); }
	get name() { return this.getAttribute("title") || this.t("title"); }
	t(key, ...values) { return text(LABELS[this.language][key] ?? LABELS.en[key] ?? key).replace(/\{(\d)\}/g, (_, index) => text(values[index])); }
	kind(kind) { return this.t(kind === "question" ? "kind_question" : kind); }
	voice({ voice, document_title }) {
		const { speaker, role } = voice || {};
		return role === "author" || /quoted (by|in)/.test(speaker) ? text(speaker) : this.t(role, speaker, document_title);
	}
	place({ paragraph, page }) { return joined(paragraph && this.t("paragraph", paragraph), page && this.t("page", page)); }
	link({ document_id, spans }) {
		const url = new URL("documents/" + encodeURIComponent(document_id), this.server);
		url.hash = "c=" + list(spans).map(([start, end]) => `${+start}-${+end}`).join(",");
		return url.href;
	}
	emit(name, detail = {}) { this.dispatchEvent(new CustomEvent("greenpaper:" + name, { detail: structuredClone(detail), bubbles: true, composed: true })); }
	/** Says it to a screen reader, once, after what it is saying. */
	say(message) {
		this.live.append(h("p", message));
		if (this.live.childElementCount > 12) this.live.firstChild.remove();
	}

	#build() {
		this.stop();
		const { inline } = this, id = uid(), t = (key) => this.t(key);
		const submit = (event) => { event.preventDefault(); this.#submit(); };
		this.live = h("div.hidden", { "aria-live": "polite" });
		this.welcome = h("div.welcome", h("p", t("intro")));
		this.log = h("div.log", { tabindex: "0", role: "region", "aria-label": t("conversation") }, this.welcome);
		this.status = h("p.status");
		this.problem = h("p.problem", { id: id + "e", hidden: true });
		this.input = h("textarea", { id: id + "q", "aria-describedby": `${id}h ${id}e`, autocomplete: "off",
			onkeydown: (event) => { if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit(event); } });
		this.asking = h("button.primary", t("ask"));
		this.stopping = button(t("stop"), () => this.stop(), "", { hidden: true });
		const menu = h("details.menu", { onfocusout: (event) => { if (!menu.contains(event.relatedTarget)) menu.open = false; } },
			h("summary", t("options")), h("div",
				!inline && button(t("wider"), ({ currentTarget }) => { currentTarget.textContent = t(this.panel.classList.toggle("wide") ? "narrower" : "wider"); }, "widen"),
				button(t("save"), () => this.#save()), button(t("print"), () => this.#print()), button(t("clear"), () => this.clear())));
		// The empty title keeps the host element's from showing as a tooltip over everything.
		this.panel = h(inline ? "section.panel" : "dialog.panel", { "aria-labelledby": id, title: "", lang: this.language,
			onfocusin: () => this.#wake(),
			oncancel: (event) => { event.preventDefault(); this.hide(); },
			onkeydown: (event) => {
				if (event.key !== "Escape") return;
				event.preventDefault();
				if (menu.open) menu.firstChild.focus(menu.open = false);
				else this.hide();
			} },
			h("div.head", h("h2", { id }, this.name), menu, !inline && button(t("close"), () => this.hide())),
			this.log, this.live, this.status,
			h("form.composer", { novalidate: true, onsubmit: submit }, h("label", { for: id + "q" }, t("question")), h("p.hint", { id: id + "h" }, t("hint")),
				this.problem, h("div.entry", this.input, this.asking, this.stopping), this.#filters()));
		this.launcher = button(this.name, () => this.show(), "launcher", { "aria-haspopup": "dialog", title: "" });
		this.#root.replaceChildren(...(inline ? [] : [h("section", { "aria-label": this.name }, this.launcher)]), this.panel);
		const turns = this.#turns;
		this.#turns = [];
		this.#restore(turns);
		this.#offer(this.#offers);
		if (inline && !this.open) this.#recall();
		else if (this.open) this.#show();
	}

	#filters() {
		const name = uid(), summary = h("summary");
		const update = () => {
			const chosen = [...this.sides.map((each) => this.t(each)), ...this.organisations];
			summary.textContent = chosen.length ? this.t("only", chosen.join(", ")) : this.t("filter");
		};
		const choice = (type, label, checked, choose) => h("label.choice", h("input", { type, name, checked, onchange: ({ target }) => { choose(target.checked); update(); } }), label);
		const places = h("fieldset", { hidden: true }, h("legend", this.t("organisations")));
		update();
		return h("details.filter", { ontoggle: async (event) => {
			if (!event.target.open || places.children[1]) return;
			const body = await this.call("v1/documents").catch(() => []);
			const names = new Set(list(body.documents ?? body).map((entry) => entry.organisation));
			places.append(...[...names].sort().map((each) => choice("checkbox", each, this.organisations.includes(each), (on) => {
				this.organisations = this.organisations.filter((other) => other !== each).concat(on ? each : []);
			})));
			places.hidden = !names.size;
		} }, summary, h("fieldset", h("legend.hidden", this.t("filter")),
			["", ...SIDES].map((each) => choice("radio", this.t(each || "all"), text(this.sides[0]) === each, () => { this.sides = each ? [each] : []; }))), places);
	}

	suggestions(questions) {
		return h("ul.suggestions", questions.slice(0, 6).map((question) =>
			h("li", button(question, () => { this.ask(question); this.input.focus(); }, "suggestion"))));
	}
	#offer(questions) {
		this.#offers = questions;
		if (questions.length) this.welcome.append(h("h3", this.t("could")), this.suggestions(questions));
	}

	// Opening.
	#show(byPerson) {
		this.#wake();
		if (this.inline || this.panel.open) return;
		this.launcher.hidden = true;
		// A panel that fills the window must not leave the page behind it reachable.
		this.panel[NARROW.matches ? "showModal" : "show"]();
		if (!byPerson) return;
		this.input.focus();
		this.emit("open");
	}
	#hide() {
		if (!this.panel.open) return;
		this.panel.close();
		this.launcher.hidden = false;
		this.launcher.focus();
		this.emit("close");
	}
	/** The first time it is opened or used: this tab's conversation, a session, and questions to start from. */
	#wake() {
		if (this.#awake) return;
		this.#awake = true;
		this.#recall();
		this.#session().catch(() => {});
		if (!this.#offers.length && !this.#turns.length)
			this.call("v1/suggestions").then((body) => this.#offer(list(body.questions ?? body).map(text)), () => {});
	}

	// Memory: this tab's; it goes nowhere but with the next question.
	#store() {
		try { sessionStorage.setItem(this.key, JSON.stringify(this.#turns.flatMap(({ question, body }) => (body ? { question, body } : [])).slice(-MAX_TURNS))); } catch { /* full or forbidden */ }
	}
	#recall() {
		try { if (!this.#turns.length) this.#restore(list(JSON.parse(sessionStorage.getItem(this.key)))); } catch { /* not ours */ }
	}
	#restore(turns) { for (const { question, body } of turns) if (body) this.#add(question).finish(body, true); }
	#add(question) {
		const turn = new Turn(this, question);
		this.#turns.push(turn);
		this.welcome.hidden = true;
		this.log.append(turn.node);
		return turn;
	}

	// Asking.
	#submit() {
		const question = this.input.value.trim();
		if (this.#running) return;
		this.#complain(question ? "" : this.t("empty"));
		if (!question) return;
		this.input.value = "";
		this.ask(question);
	}
	#complain(message) {
		this.problem.textContent = message;
		this.problem.hidden = !message;
		this.input.removeAttribute("aria-invalid");
		if (!message) return;
		this.input.setAttribute("aria-invalid", "true");
		this.input.focus();
		this.say(message);
	}
	repeat(turn) {
		if (this.#running) return;
		turn.reset();
		this.input.focus();
		this.#run(turn);
	}
	#busy(controller) {
		const had = this.#root.activeElement;
		this.#running = controller;
		this.asking.hidden = !!controller;
		this.stopping.hidden = !controller;
		this.status.classList.toggle("busy", !!controller);
		if (had === this.asking) this.stopping.focus();
		if (had === this.stopping) this.input.focus();
	}

	async #run(turn) {
		const controller = new AbortController(), { signal } = controller;
		this.#busy(controller);
		this.say(this.t("searching"));
		this.emit("ask", { question: turn.question });
		this.log.scrollTop = turn.node.offsetTop - 12;
		try {
			const body = await this.#persist(turn, signal);
			turn.finish(body);
			this.#store();
			this.status.replaceChildren(this.t(body.answered === false ? "refused" : "done", turn.painted.length, list(body.citations).length), button(this.t("goto"), () => turn.heading.focus(), "quiet"));
			this.emit("answer", body);
			return body;
		} catch (error) {
			this.status.textContent = "";
			if (signal.aborted) {
				turn.fail("stopped");
				this.emit("stop", { question: turn.question });
			} else this.#explain(turn, error);
			return null;
		} finally {
			this.#busy(null);
		}
	}

	/** Tries until there is an answer, as long as waiting may help and nothing was shown yet. */
	async #persist(turn, signal) {
		for (let attempt = 0; ; attempt++) {
			this.status.textContent = this.t("searching");
			try {
				return await this.#attempt(turn, signal);
			} catch (error) {
				const began = turn.painted.length + turn.held.length;
				const failure = error instanceof Failure ? error : new Failure(began ? "cut" : "down", { wait: began ? 0 : 2 ** attempt });
				if (signal.aborted || !failure.wait || failure.wait > LONGEST_WAIT_S || attempt === RETRIES) throw failure;
				turn.fail(failure.kind);
				this.status.textContent = this.t("wait", failure.wait);
				await new Promise((resolve) => {
					turn.now = resolve;
					signal.addEventListener("abort", resolve);
					setTimeout(resolve, failure.wait * 1000);
				});
				turn.now = null;
				signal.throwIfAborted();
			}
		}
	}

	#explain(turn, { kind = "wrong", detail, wait, status }) {
		this.emit("error", { question: turn.question, kind, status, detail });
		if (kind !== "input") return turn.fail(kind, detail, kind === "limit" ? Math.ceil(wait / 60) : location.origin);
		// The question itself is at fault: it goes back to where it can be changed.
		this.#turns = this.#turns.filter((other) => other !== turn);
		turn.node.remove();
		this.welcome.hidden = this.#turns.length > 0;
		this.input.value = turn.question;
		this.#complain(detail);
	}

	async #attempt(turn, signal) {
		const { sides, organisations } = this;
		const earlier = this.#turns.slice(0, this.#turns.indexOf(turn)).filter((other) => other.body).slice(-MAX_HISTORY);
		const request = { question: turn.question };
		if (sides.length) request.sides = sides;
		if (organisations.length) request.organisations = organisations;
		if (earlier.length) request.history = earlier.map(({ question, body }) => ({ question: body.standalone_question || question, answer: text(body.answer) }));
		const response = await this.#send("v1/ask", request, signal, "text/event-stream");
		if (!/event-stream/.test(response.headers.get("content-type"))) return response.json();
		turn.failure?.remove();
		for await (const [name, data] of events(response.body)) {
			if (name === "done") return data;
			if (name === "error") throw new Failure("wrong", { detail: text(data.detail) });
			turn.receive(name, data);
		}
		throw new Failure("cut");
	}

	// The wire.
	#session() {
		const { server } = this;
		const ask = async () => {
			const response = await fetch(server + "v1/session", { method: "POST", credentials: "omit" });
			if (response.status === 403) throw new Failure("denied", { status: 403 });
			return response.ok ? (await response.json()).token : "";
		};
		if (!sessions.has(server)) {
			sessions.set(server, ask());
			sessions.get(server).catch(() => sessions.delete(server));
		}
		return sessions.get(server);
	}
	async #send(path, body, signal, accept = "application/json") {
		for (let again = false; ; again = true) {
			const headers = { Accept: accept }, token = body && (await this.#session());
			if (body) headers["Content-Type"] = "application/json";
			if (token) headers["X-Greenpaper-Session"] = token;
			const response = await fetch(this.server + path, { method: body ? "POST" : "GET", headers, body: body && JSON.stringify(body), signal, credentials: "omit", cache: "no-store" });
			const { ok, status } = response;
			if (ok) return response;
			if (status === 401 && !again) { sessions.delete(this.server); continue; }
			const wait = +response.headers.get("retry-after") || 3, detail = text((await response.json().catch(() => ({}))).detail);
			if (status === 403) throw new Failure("denied", { status });
			if ([429, 502, 503, 504].includes(status)) throw new Failure(status === 429 && wait > 60 ? "limit" : "busy", { status, wait });
			throw new Failure([400, 413, 422].includes(status) && detail ? "input" : "wrong", { status, detail });
		}
	}
	async call(path, body) { return (await this.#send(path, body)).json(); }

	// Taking it away.
	#lines(turns, prefix, escape) {
		return turns.flatMap((turn) => [...turn.outline()]).map(([tag, line, address]) =>
			(tag === "li" ? "" : "\n") + text(prefix[tag]) + escape(line.replace(/\*\*/g, "").replace(/\s+/g, " ")) + (address ? ` <${address}>` : "")).join("\n").trim();
	}
	async copy(turn, from) {
		const area = h("textarea.hidden");
		area.value = this.#lines([turn], { li: "- " }, String);
		let copied = true;
		// Without HTTPS, as on many an intranet, there is no clipboard interface.
		await Promise.resolve().then(() => navigator.clipboard.writeText(area.value)).catch(() => {
			this.panel.append(area);
			area.select();
			copied = D.execCommand.call(document, "copy");
			area.remove();
			from.focus();
		});
		this.say(from.textContent = this.t(copied ? "copied" : "uncopied"));
		setTimeout(() => { from.textContent = this.t("copy"); }, 2500);
	}
	#save() {
		const href = URL.createObjectURL(new Blob([this.toMarkdown()], { type: "text/markdown" }));
		h("a", { href, download: "greenpaper.md" }).click();
		setTimeout(() => URL.revokeObjectURL(href), 9999);
	}
	#print() {
		const page = window.open("", "_blank");
		if (!page) return;
		const style = new page.CSSStyleSheet();
		style.replaceSync("body{font:11pt/1.4 Arial,sans-serif;max-width:42em;margin:2em auto}h2{border-top:2px solid;padding-top:.6em}li{margin:.4em 0;overflow-wrap:anywhere}");
		page.document.adoptedStyleSheets = [style];
		page.document.title = this.name;
		page.document.documentElement.lang = this.language;
		const main = h("main", h("h1", this.name));
		for (const turn of this.#turns) for (const [tag, line, address] of turn.outline()) {
			const last = main.lastChild, parent = tag !== "li" ? main : last.localName === "ul" ? last : main.appendChild(h("ul"));
			parent.append(h(tag, {}, words(line), address && [" ", h("a", { href: address }, address)]));
		}
		page.document.body.append(main);
		page.print();
	}
}

if (!customElements.get("greenpaper-chat")) customElements.define("greenpaper-chat", GreenpaperChat);

if (script && "greenpaper" in script.dataset) {
	const { greenpaper, ...attributes } = script.dataset;
	const insert = () => {
		const chat = h("greenpaper-chat", { server: BASE, ...attributes });
		if ("inline" in attributes) script.after(chat);
		else own("body").append(chat);
	};
	if (own("body")) insert();
	else addEventListener("DOMContentLoaded", insert);
}
})();
