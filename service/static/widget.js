/*! Greenpaper chat widget: one script that defines <greenpaper-chat>; see docs/widget.md. MIT licence. */
(() => {
"use strict";
const HOLD_MS = 150; // how long statements wait for the short answer that stands above them
const RETRIES = 6, LONGEST_WAIT_S = 60, MAX_TURNS = 30, MAX_HISTORY = 6;
const SIDES = ["government", "stakeholder"];

// From the prototype: a host page's <img name="createElement"> shadows document.createElement.
const D = Document.prototype;
const own = (name) => Object.getOwnPropertyDescriptor(D, name).get.call(document);
const script = own("currentScript");
const NARROW = matchMedia("(max-width: 30em), (max-height: 30em)");
const BASE = new URL(".", script?.src || location.href).href;

const LABELS = { en: {
	title: "Ask the consultation", close: "Close", options: "Filter, save or print", wider: "Wider", narrower: "Narrower",
	save: "Save as Markdown", print: "Print", clear: "Clear conversation", conversation: "Conversation",
	intro: "Ask what the government says and what stakeholders say. Every statement comes with its source.",
	could: "You could ask", yours: "Your question", hint: "Do not enter personal information.", ask: "Ask", stop: "Stop", empty: "Enter a question",
	you: "You asked:", understood: "Understood as: {0}", typed: "Ask as typed", short: "In short", government: "Government", reported: "Government, as reported by {0}", stakeholder: "Stakeholders",
	says_government: "What the government says", says_reported: "What others report it says", says_stakeholder: "What stakeholders say",
	none: "Nothing from this side in this answer.", also: "Nearest passages on this side:", silent: "Nothing on this in these documents from: {0}.", unmentioned: "{0} does not mention it.",
	commitment: "Commitment", proposal: "Proposal", question: "Question", evidence: "Evidence", position: "Position",
	recommendation: "Recommendation", concern: "Concern", support: "Support", experience: "Experience",
	source: "Source {0}", sources: "Sources", paragraph: "paragraph {0}", page: "page {0}", quoted: "{0}, quoted in {1}", case_study: "{0}, case study in {1}",
	speaker: "Speaker", document: "Document", section: "Section", place: "Place", more: "Also in", reader: "Open in document", tab: "(opens in new tab)",
	searching: "Searching the documents…", done: "{0} statements from {1} sources.", refused: "Not answered from the documents.", goto: "Go to the answer",
	problem: "There is a problem", stopped: "You stopped this answer.", cut: "The answer was cut off before it was complete.",
	down: "The service cannot be reached.", busy: "The service is busy.", wait: "Trying again in {0} seconds.",
	denied: "This page may not use the service. Those who run it can allow {0}.", limit: "You have reached the limit of questions. Try again in {0} minutes.",
	wrong: "Something went wrong.", retry: "Try again", again: "Ask again",
	not_in_corpus: "No answer in these documents", off_topic: "Not what these documents are about", unclear: "Please say a little more",
	nearest: "Nearest passages", instead: "You could ask instead", tips: "Use the documents’ own words, name an organisation, or ask about one thing at a time.",
	copy: "Copy with sources", copied: "Copied", uncopied: "Could not copy", helpful: "Is this answer helpful?", yes: "Yes", no: "No",
	thanks: "Thank you. Your feedback is stored.", comment: "Tell us more (optional)", send: "Send", unsent: "Your feedback was not stored. Try again.",
	filter: "Answers from", all: "All sides", organisations: "Organisations",
	extractive: "Every statement is quoted from the documents.", llm: "Written by {0} and checked against the sources.",
}, ...globalThis.greenpaperLabels };

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
:host{display:block;--a:var(--greenpaper-accent,#14324c);--on:var(--greenpaper-on-accent,#fff);--s:var(--greenpaper-surface,#fff);--t:var(--greenpaper-text,#0b0c0c);--m:var(--greenpaper-muted,#484f55);--l:var(--greenpaper-link,#1a5a96);--r:var(--greenpaper-radius,4px);--b:#b1b4b6}
:host([hidden]),[hidden]{display:none!important}
*{box-sizing:border-box}
.panel,.launcher{font:400 var(--greenpaper-font-size,max(1rem,16px))/1.45 var(--greenpaper-font,Arial,"Helvetica Neue",Helvetica,sans-serif);color:var(--t);text-align:start}
.panel{padding:0;background:var(--s);border:1px solid var(--a);border-radius:var(--r);grid-template-rows:auto minmax(0,1fr) auto auto;overflow:hidden;container-type:inline-size;height:var(--greenpaper-height,min(46em,90vh))}
section.panel,dialog[open]{display:grid}
dialog,.launcher{position:fixed;inset:auto 1em 1em auto;max-width:calc(100vw - 2em);z-index:2147483000;box-shadow:0 3px 20px #0005}
dialog{margin:0;width:var(--greenpaper-width,30em);max-height:calc(100dvh - 2em)}
.wide{width:64em}
h2,h3,h4,h5,p,ul,dl,dd,figure,blockquote,fieldset{margin:0;padding:0;border:0}
h2,h3,h4,h5{font-size:1em;line-height:1.3}
ul{list-style:none}
button,textarea{font:inherit;color:inherit}
button,summary{cursor:pointer}
button{min-height:2em;padding:.3em .8em;background:#f3f2f1;color:#0b0c0c;border:1px solid #505a5f;border-radius:var(--r)}
.launcher,.primary{background:var(--a);color:var(--on);border-color:var(--on);font-weight:700}
.launcher{padding:.7em 1.1em;border-width:2px;border-radius:2em}
:focus-visible{outline:3px solid var(--greenpaper-focus,#fd0);outline-offset:0;box-shadow:0 0 0 5px #0b0c0c}
a,summary{color:var(--l);text-decoration:underline;text-underline-offset:.15em}
a:hover{text-decoration-thickness:3px}
button:hover{text-decoration:underline}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.mk{font-size:0}
.head{display:flex;gap:.5em;align-items:center;padding:.5em .75em;background:var(--a);color:var(--on)}
h2{flex:1;font-size:1.125em}
.head button{background:0 0;color:inherit;border-color:currentColor}
.log{overflow:auto;padding:1em;position:relative;overscroll-behavior:contain}
.log:focus-visible{outline-offset:-4px;box-shadow:inset 0 0 0 6px #0b0c0c}
.welcome h3{margin:1.2em 0 .5em}
.suggestions{display:grid;gap:.5em}
.suggestion,.chip,.ref{background:var(--s);color:var(--l);text-align:start}
.suggestion{width:100%;padding:.55em .8em;text-decoration:underline}
.turn+.turn{margin-top:1.5em;padding-top:1.5em;border-top:1px solid var(--b)}
.turn:last-child{min-height:100%}
.panel{overflow-wrap:anywhere}
h3{font-size:1.1875em}
.turn>h3{margin-bottom:.75em}
.short{background:#f3f2f1;color:#0b0c0c;padding:.75em .9em;margin-bottom:1em}
.sides{display:grid;gap:1.25em;align-items:start}
@container (min-width:42em){.both{grid:auto/1fr 1fr;gap:1.5em}.both .government{grid-area:1/1}.both .reported{grid-area:2/1}.both .stakeholder{grid-area:1/2/span 2}.log{padding:1.25em 1.5em}}
.government,.reported{--c:var(--greenpaper-government,#144e81);--d:6px solid}
.reported{--d:6px dashed}
.stakeholder{--c:var(--greenpaper-stakeholder,#5b2a72);--d:6px double}
.side{min-width:0;border-top:var(--d) var(--c);padding-top:.5em}
.side h4{font-size:1.0625em;color:var(--c)}
.organisation,.end>*+*{margin-top:.75em}
h5{padding-bottom:.25em;border-bottom:1px solid var(--b)}
.statement,.passage,.none{padding:.65em 0;unicode-bidi:isolate}
.statement+.statement,.passage{border-top:1px solid #dcdfe1}
.tag{display:inline-block;padding:0 .45em;border:1px solid #0000;border-radius:2px;background:#e5e7e8;color:#22292e;font-size:.875em;line-height:1.5}
.commitment,.support{background:#cce6d8;color:#00492b}
.proposal,.position{background:#d3e3f2;color:#0c2d4a}
.question{background:#fdf3bd;color:#4d4000}
.recommendation,.experience{background:#e2d8ee;color:#3d1f66}
.concern{background:#fbdccb;color:#67300f}
.whose{background:var(--c);color:#fff}
:is(.reported,.stakeholder) .whose{background:#fff;color:var(--c);border-color:var(--c)}
.voice,.small,.hint,.none,.tab,.status{color:var(--m);font-size:.9375em}
.chips{display:flex;flex-wrap:wrap;gap:.4em;margin-top:.4em}
.chip{display:flex;gap:.5em;align-items:baseline;max-width:100%;padding:.15em .6em .15em .15em;color:var(--m);font-size:.875em}
.chip .number{flex:none;min-width:1.7em;text-align:center;background:#e5e7e8;color:#0b0c0c;font-weight:700}
.where{overflow:hidden;white-space:nowrap;text-overflow:ellipsis}
[aria-expanded=true]{background:#fff7bf;color:#0b0c0c;border-color:#0b0c0c}
[aria-expanded=true] .where{white-space:normal}
.ref{min-height:24px;min-width:24px;margin:0 1px;padding:0 .2em;font-size:.875em}
.quotation{margin-top:.6em;padding-left:.9em;border-left:var(--d) var(--c)}
blockquote{font:1.0625em/1.45 var(--greenpaper-quote-font,Georgia,"Times New Roman",serif);margin:.3em 0}
dl{margin:.5em 0;font-size:.9375em}
dt{color:var(--m)}
dl div{display:grid;grid-template-columns:5.5em 1fr;gap:.5em}
.refusal{border-left:5px solid #505a5f;padding-left:.9em}
.refusal p,.failure p{margin:.35em 0}
.end>h4{margin:1em 0 .5em}
.failure{border:4px solid #b42318;padding:.75em}
.stopped{border:1px solid #505a5f}
.after{padding-top:1em;display:grid;gap:.6em}
.row{display:flex;flex-wrap:wrap;gap:.5em;align-items:center}
.quiet,.head button{padding:.2em .7em;font-size:.9375em}
.feedback form{display:grid;gap:.4em;justify-items:start}
textarea{width:100%;padding:.4em .5em;border:2px solid #0b0c0c;border-radius:0;background:#fff;color:#0b0c0c;field-sizing:content;min-height:2.6em;max-height:9em}
textarea:focus-visible{box-shadow:inset 0 0 0 2px #0b0c0c}
textarea[aria-invalid]{border-color:#b42318}
.problem{color:#b42318;font-weight:700}
.status,.composer{padding:.5em 1em;border-top:1px solid var(--b);display:flex;flex-wrap:wrap;gap:.25em .75em;align-items:baseline}
.status{min-height:3.1em;flex-wrap:nowrap}
.status:empty{display:none}
.composer>label,legend{font-weight:700}
.entry,details,.problem{flex:1 0 100%}
.entry{display:flex;gap:.5em}
.entry button,.status button{flex:none;min-width:4.5em}
summary{padding:.25em 3px;width:fit-content}
details{font-size:.9375em;max-height:14em;overflow:auto}
fieldset{display:flex;flex-wrap:wrap;gap:0 1.2em;padding:.2em 5px}
fieldset:not(:has(input)){display:none}
legend{float:left;width:100%}
fieldset label{display:flex;gap:.5em;align-items:center;min-height:1.9em}
input{width:1.25em;height:1.25em;margin:0;accent-color:var(--a)}
details .row{padding:5px}
@media (max-width:30em),(max-height:30em){dialog.panel{inset:0;width:100%;height:100%;max-width:none;max-height:none;border:0;border-radius:0}.widen{display:none}h2{font-size:1em}}
@media (max-height:30em){.panel.panel{display:block;overflow:auto}.panel:not([open],section){display:none}section.panel{height:auto}.log{overflow:visible}}
@media (forced-colors:active){.chip .number,.ref,.tag,.short,.head{border:1px solid}}
`);

let serial = 0;
const uid = () => `gp${++serial}`;
const sessions = new Map(); // server -> promise of its session token, shared by all widgets of the page
const text = (value) => (value == null ? "" : String(value));
const list = (value) => (Array.isArray(value) ? value : []);
const joined = (...parts) => parts.filter(Boolean).join(", ");
const side = (item) => (SIDES.includes(item.side) ? item.side : SIDES[1]);
const whose = (item) => (item.reported_by ? "reported" : side(item));

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
const words = (value) => h("span", { lang: "en" }, text(value).split(/(\*\*\S[^*]*\*\*|(?<![*\w])\*\S[^*\n]*\*(?!\*))/).map((part, index) => {
	const marks = part.startsWith("**") ? "**" : "*";
	return index % 2 ? h(marks[1] ? "b" : "i", {}, mark(marks), part.slice(marks.length, -marks.length), mark(marks)) : part;
}));

/** Server-sent events of a response's body, as [name, data]. */
async function* events(body) {
	const reader = body.pipeThrough(new TextDecoderStream()).getReader();
	for (let buffer = ""; ;) {
		const { done, value } = await reader.read();
		const blocks = (buffer + (value || "")).replace(/\r/g, "").split("\n\n");
		buffer = blocks.pop();
		for (const block of blocks) {
			const fields = (name) => block.split("\n").filter((line) => line.startsWith(name + ":")).map((line) => line.slice(name.length + 1).trim()).join("\n");
			if (fields("data")) yield [fields("event"), JSON.parse(fields("data"))];
		}
		if (done) return;
	}
}

const failure = (kind, more) => Object.assign(new Error(kind), { kind, ...more });

class Turn {
	constructor(chat, question) {
		const id = uid();
		Object.assign(this, { chat, question, t: chat.t });
		this.heading = h("h3", { id, tabindex: "-1" }, h("span.hidden", this.t("you"), " "), question);
		this.content = h("div");
		this.node = h("article.turn", { "aria-labelledby": id }, this.heading, this.content);
		this.reset();
	}

	reset() {
		Object.assign(this, { body: null, short: null, notice: null, citations: new Map(), groups: {}, painted: [], held: [] });
		this.content.replaceChildren(this.top = h("div"), this.sides = h("div.sides" + (this.chat.sides[0] ? "" : ".both")), this.end = h("div.end"));
	}

	/** Above the statements while there are none, else below; nothing that is read moves. */
	put(node) { (this.painted.length ? this.end : this.top).append(node); }

	receive(name, data) {
		if (name === "citation") this.citations.set(data.number, data);
		if (name !== "statement") return;
		this.held.push({ ...data, ...data.statement });
		if (this.painted.length) this.flush();
		else this.timer ||= setTimeout(() => this.flush(), HOLD_MS);
		this.chat.emit("statement", data);
	}

	flush() {
		clearTimeout(this.timer);
		const fresh = this.held;
		Object.assign(this, { held: [], timer: 0 });
		for (const statement of fresh) this.paint(statement);
		this.chat.say(fresh.map((each) => `${each.organisation}: ${each.text}`).join(" "));
	}

	summarise(answer) {
		if (this.short || !answer) return;
		const panels = h("div");
		const parts = (line) => line.split(/(\[\d+\])/).map((part, index) => {
			const citation = index % 2 && this.citations.get(+part.slice(1, -1));
			return citation ? this.reference(citation, panels, "ref") : words(part);
		});
		// An overview has a line for each topic, what it is first.
		const [first, ...lines] = text(answer).split("\n");
		this.put(this.short = h("section.short", h("h4", this.t("short")), h("p", parts(first)),
			lines[0] && h("ul", lines.map((line) => h("li", parts(line)))), panels));
	}

	/** Says first what is not stated, where the answer itself does not, and who does not mention it. */
	admit({ answer, not_stated, coverage, silent }) {
		const apart = list(not_stated).filter((sentence) => !text(answer).includes(sentence));
		const mute = list(coverage).filter((item) => item.silent && list(silent).includes(item.organisation));
		for (const { organisation } of mute) if (![answer, ...apart].join(" ").includes(organisation)) apart.push(this.t("unmentioned", organisation));
		for (const sentence of apart) this.put(h("p.none", words(sentence)));
	}

	section(name) {
		if (this.groups[name]) return this.groups[name];
		const id = uid(), section = h("div.side." + name, { role: "group", "aria-labelledby": id }, h("h4", { id }, this.t("says_" + name)));
		this.sides.append(section);
		return this.groups[name] = section;
	}

	/** The list of one organisation under its side. */
	group(name, organisation, heading) {
		const { groups } = this, key = name + organisation, section = this.section(name);
		if (!groups[key]) section.append(h("div.organisation", h("h5", text(heading)), groups[key] = h("ul")));
		return groups[key];
	}

	paint(statement) {
		const { organisation, kind, citations } = statement;
		const cited = list(citations).flatMap((number) => this.citations.get(number) || []), author = ({ voice }) => voice.role === "author";
		const voices = new Set(cited.filter((each) => !author(each)).map((each) => this.chat.voice(each)));
		const speaker = text(cited.find(author)?.voice.speaker), panels = h("div");
		this.group(whose(statement), organisation, speaker.startsWith(organisation) ? speaker : organisation).append(h("li.statement",
			h("p", kind && [h("span.tag." + kind, this.t(kind)), " "], words(statement.text)),
			voices.size && h("p.voice", [...voices].join("; ")),
			h("div.chips", cited.map((citation) => this.reference(citation, panels, "chip"))), panels));
		this.painted.push(this.key(statement));
	}
	key(statement) { return JSON.stringify([statement.side, statement.organisation, statement.text, statement.citations]); }

	/** A citation's number, which opens the quote in place. */
	reference(citation, panels, name) {
		const { number, document_title } = citation, chip = name === "chip";
		const where = joined(this.chat.place(citation), document_title);
		let panel;
		return button([h("span.number", chip ? text(number) : `[${number}]`), chip && h("span.where", where)], ({ currentTarget }) => {
			const open = !panel || panel.hidden;
			if (!panel) panels.append(panel = this.quotation(citation));
			panel.hidden = !open;
			currentTarget.setAttribute("aria-expanded", open);
			if (open) this.chat.emit("citation", citation);
		}, name, { "aria-expanded": "false", "aria-label": `${this.t("source", number)} ${where}` });
	}

	quotation(citation) {
		const { chat } = this;
		const rows = {
			speaker: `${chat.voice(citation)} (${chat.whose(citation)})`, document: text(citation.document_title), section: list(citation.section).join(" › "),
			place: chat.place(citation), more: list(citation.also).map((other) => joined(other.document_id, chat.place(other))).join("; "),
		};
		return h("figure.quotation." + whose(citation), h("blockquote", words(citation.quote)), h("figcaption",
			h("dl", Object.entries(rows).map(([name, value]) => value && h("div", h("dt", this.t(name)), h("dd", value)))), this.opener(citation)));
	}

	opener(item, where) {
		return h("a", { href: this.chat.link(item), target: "_blank", rel: "noopener" }, this.t("reader"), where && ": " + where, " ", h("span.tab", this.t("tab")));
	}

	passages(items) {
		const { chat } = this;
		return h("ul", items.map((item) => h("li.passage." + whose(item),
			h("p.voice", h("span.tag.whose", chat.whose(item)), " ", chat.voice(item)), h("blockquote", words(item.text ?? item.quote)),
			this.opener(item, joined(item.document_title || item.document_id, chat.place(item))))));
	}

	finish(body) {
		const { chat } = this, statements = list(body.positions).flatMap((position) => position.statements.map((each) => ({ ...position, ...each })));
		clearTimeout(this.timer);
		this.notice?.remove();
		// What was painted stays, unless the answer differs.
		const keys = statements.map(this.key);
		if (this.painted.some((key, index) => key !== keys[index])) this.reset();
		this.body = body;
		for (const citation of list(body.citations)) this.citations.set(citation.number, citation);
		const { standalone_question: standing } = body;
		if (standing && standing !== this.question) this.put(h("p.none", this.t("understood", standing), " ",
			body.understood?.changes?.[0] && button(this.t("typed"), () => { this.typed = true; chat.repeat(this); }, "quiet")));
		const message = body.answered === false ? this.t("refused") : this.t("done", statements.length, this.citations.size);
		if (body.answered === false) this.refuse(body);
		else {
			this.admit(body);
			this.summarise(body.answer);
			this.held = statements.slice(this.painted.length);
			this.flush();
			if (body.form === "help") this.end.append(chat.suggestions(list(body.suggestions)));
			else this.complete(body);
		}
		const { kind, model } = body.answerer || "";
		this.end.append(h("div.after",
			body.answered !== false && kind && h("p.small", this.t(kind, model)),
			h("div.row", button(this.t("copy"), ({ target }) => chat.copy(this, target), "quiet"), button(this.t("again"), () => chat.repeat(this), "quiet")),
			body.id && this.feedback()));
		chat.say(message);
		return message;
	}

	complete({ related, silent }) {
		const { sides } = this.chat;
		for (const name of sides[0] ? sides : SIDES) {
			const section = this.section(name), near = list(related).filter((item) => side(item) === name);
			if (!section.children[1]) section.append(h("p.none", this.t(near[0] ? "also" : "none")), this.passages(near));
		}
		if (list(silent)[0]) this.end.append(h("p.none", this.t("silent", silent.join(", "))));
	}

	refuse({ reason, answer, suggestions, related }) {
		const title = this.t(["off_topic", "unclear"].includes(reason) ? reason : "not_in_corpus"), more = list(suggestions).length;
		this.end.append(h("div.refusal", h("h4", title), h("p", words(answer)), !more && reason !== "unclear" && h("p", this.t("tips"))));
		if (more) this.end.append(h("h4", this.t("instead")), this.chat.suggestions(suggestions));
		if (list(related).length) this.end.append(h("h4", this.t("nearest")), this.passages(related));
		this.chat.say(joined(title, answer));
	}

	feedback() {
		const { chat } = this, id = uid(), note = h("p.small", { tabindex: "-1" }), area = h("textarea", { id, maxlength: "2000" });
		const post = async (rating, comment) => {
			const opinion = { answer_id: this.body.id, rating, comment };
			const stored = await chat.call("v1/feedback", opinion).then(() => true, () => false);
			if (stored) chat.emit("feedback", opinion);
			chat.say(note.textContent = this.t(stored ? "thanks" : "unsent"));
			return stored;
		};
		const rate = (label, rating) => button(this.t(label), async () => {
			if (!(await post(rating))) return;
			const form = h("form", { onsubmit: async (event) => {
				event.preventDefault();
				if (area.value.trim() && !(await post(rating, area.value.trim()))) return;
				form.remove();
				note.focus();
			} }, h("label", { for: id }, this.t("comment")), area, h("button.quiet", this.t("send")));
			box.replaceChildren(note, form);
			area.focus();
		}, "quiet");
		const box = h("div.feedback", h("div.row", { role: "group", "aria-label": this.t("helpful") }, this.t("helpful"), rate("yes", "helpful"), rate("no", "unhelpful")), note);
		return box;
	}

	/** Ends without an answer, or waits for one; what had arrived stays. */
	fail(kind, detail, ...values) {
		const message = this.t(kind, ...values);
		if (this.held.length) this.flush();
		if (!this.notice) this.chat.say(joined(message, detail));
		this.notice?.remove();
		this.end.append(this.notice = h("div.failure." + kind, h("h4", this.t("problem")), h("p", message), detail && h("p", detail),
			button(this.t("retry"), () => { this.chat.input.focus(); this.now ? this.now() : this.chat.repeat(this); })));
	}

	/** What there is to copy, save and print: [tag, text, address]. */
	*outline() {
		const { chat, body } = this;
		yield ["h2", this.question];
		if (!body) return;
		yield ["p", text(body.answer)];
		for (const position of list(body.positions)) {
			yield ["h3", `${this.t(position.side)}: ${position.organisation}`];
			for (const { text: said, kind, citations } of position.statements)
				yield ["li", `${kind ? this.t(kind) + ": " : ""}${said} ${citations.map((number) => `[${number}]`).join("")}`];
		}
		if (list(body.citations).length) yield ["h3", this.t("sources")];
		for (const each of list(body.citations))
			yield ["li", `[${each.number}] “${each.quote}” ${joined(chat.voice(each), each.document_title, ...each.section, chat.place(each))}`, chat.link(each)];
	}
}

class GreenpaperChat extends HTMLElement {
	static observedAttributes = ["title", "side", "lang", "open", "inline"];
	static version = "1.0.0";
	static labels = LABELS;
	#root = this.attachShadow({ mode: "open" });
	#turns = [];
	#offers = [];
	#running = null;
	#awake = false; // the server is asked nothing before
	sides = [];
	organisations = [];

	connectedCallback() {
		if (this.panel) return;
		this.#root.adoptedStyleSheets = [sheet];
		this.key = `greenpaper:${this.server}:${this.id || [...D.querySelectorAll.call(document, this.localName)].indexOf(this)}`;
		this.#offers = [...this.querySelectorAll("[data-suggestions] li")].map((item) => item.textContent.trim());
		NARROW.addEventListener("change", () => {
			const had = this.#root.activeElement;
			if (this.open) this.#show(this.panel.close?.());
			had?.focus();
		});
		this.#build();
	}
	disconnectedCallback() { this.stop(); }
	attributeChangedCallback(name, old, value) {
		if (name === "side") this.sides = SIDES.filter((each) => each === value);
		if (!this.panel || old === value) return;
		if (name !== "open") this.#build();
		else if (this.open) this.#show(true);
		else this.#hide();
	}

	// What a host page may call.
	get server() {
		const { href } = new URL(this.getAttribute("server") || BASE, location.href);
		if (!/^https?:/.test(href)) throw new TypeError("server must be an http(s) address");
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

	get language() {
		const asked = (this.getAttribute("lang") || own("documentElement").lang || "en").slice(0, 2).toLowerCase();
		return LABELS[asked] ? asked : "en";
	}
	get inline() { return this.hasAttribute("inline"); }
	get name() { return this.getAttribute("title") || this.t("title"); }
	t = (key, ...values) => text(LABELS[this.language][key] ?? LABELS.en[key] ?? key).replace(/\{(\d)\}/g, (_, index) => text(values[index]));
	voice({ voice, document_title }) {
		const { speaker, role } = voice || {};
		return role === "author" || /quoted (by|in)/.test(speaker) ? text(speaker) : this.t(role, speaker, document_title);
	}
	whose(item) { return this.t(whose(item), item.reported_by); }
	place({ paragraph, page }) { return joined(paragraph && this.t("paragraph", paragraph), page && this.t("page", page)); }
	link({ document_id, spans }) {
		const url = new URL("documents/" + encodeURIComponent(document_id), this.server);
		url.hash = "c=" + list(spans).map(([start, end]) => `${+start}-${+end}`).join(",");
		return url.href;
	}
	emit(name, detail = {}) { this.dispatchEvent(new CustomEvent("greenpaper:" + name, { detail: structuredClone(detail), bubbles: true, composed: true })); }
	say(message) {
		if (!this.muted) this.live.append(h("p", message));
		if (this.live.childElementCount > 12) this.live.firstChild.remove();
	}

	#build() {
		this.stop();
		const { inline, t } = this, id = uid();
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
		// The empty title keeps the host element's from showing as a tooltip over everything.
		this.panel = h(inline ? "section.panel" : "dialog.panel", { "aria-labelledby": id, title: "", lang: this.language,
			onfocusin: () => this.#wake(),
			oncancel: (event) => { event.preventDefault(); this.hide(); },
			onkeydown: (event) => {
				if (event.key !== "Escape") return;
				event.preventDefault();
				this.hide();
			} },
			h("div.head", h("h2", { id }, this.name), !inline && [
				button(t("wider"), ({ target }) => { target.textContent = t(this.panel.classList.toggle("wide") ? "narrower" : "wider"); }, "widen"),
				button(t("close"), () => this.hide())]),
			this.log, this.live, this.status,
			h("form.composer", { novalidate: true, onsubmit: submit }, h("label", { for: id + "q" }, t("yours")), h("p.hint", { id: id + "h" }, t("hint")),
				this.problem, h("div.entry", this.input, this.asking, this.stopping), this.#options()));
		this.launcher = button(this.name, () => this.show(), "launcher", { "aria-haspopup": "dialog", title: "" });
		this.#root.replaceChildren(inline ? "" : h("section", { "aria-label": this.name }, this.launcher), this.panel);
		const turns = this.#turns;
		this.#turns = [];
		this.#restore(turns);
		this.#offer(this.#offers);
		if (inline && !this.open) this.#recall();
		else if (this.open) this.#show();
	}

	#options() {
		const name = uid(), { t } = this, summary = h("summary");
		const update = () => {
			const chosen = [...this.sides.map(t), ...this.organisations];
			summary.textContent = chosen.length ? `${t("filter")}: ${chosen.join(", ")}` : t("options");
		};
		const choice = (type, label, checked, choose) => h("label", h("input", { type, name, checked, onchange: ({ target }) => update(choose(target.checked)) }), label);
		const places = h("fieldset", h("legend", t("organisations")));
		update();
		return h("details", { ontoggle: async ({ target }) => {
			if (!target.open || places.children[1]) return;
			const body = await this.call("v1/documents").catch(() => ({}));
			places.append(...[...new Set(list(body.documents).map((entry) => entry.organisation))].sort().map((each) => choice("checkbox", each, this.organisations.includes(each), (on) => {
				this.organisations = this.organisations.filter((other) => other !== each).concat(on ? each : []);
			})));
		} }, summary, h("fieldset", h("legend", t("filter")),
			["", ...SIDES].map((each) => choice("radio", t(each || "all"), text(this.sides[0]) === each, () => { this.sides = each ? [each] : []; }))), places,
		h("div.row", button(t("save"), () => this.#save(), "quiet"), button(t("print"), () => this.#print(), "quiet"), button(t("clear"), () => this.clear(), "quiet")));
	}

	suggestions(questions) {
		return h("ul.suggestions", questions.slice(0, 6).map((question) =>
			h("li", /\?$/.test(question) ? button(question, () => { this.ask(question); this.input.focus(); }, "suggestion") : question)));
	}
	#offer(questions) {
		this.#offers = questions;
		if (questions.length) this.welcome.append(h("h3", this.t("could")), this.suggestions(questions));
	}

	#show(byPerson) {
		this.#wake();
		if (this.inline || this.panel.open) return;
		this.launcher.hidden = true;
		// The page behind a panel that fills the window must not be reachable.
		if (NARROW.matches) this.panel.showModal();
		else this.panel.open = true;
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
	#wake() {
		if (this.#awake) return;
		this.#awake = true;
		this.#recall();
		this.#session().catch(() => {});
		if (!this.#offers.length && !this.#turns.length)
			this.call("v1/suggestions").then((body) => this.#offer(list(body.suggestions)), () => {});
	}

	// Memory: this tab's; it goes nowhere but with the next question.
	#store() {
		try { sessionStorage.setItem(this.key, JSON.stringify(this.#turns.flatMap(({ question, body }) => (body ? { question, body } : [])).slice(-MAX_TURNS))); } catch { /* full or forbidden */ }
	}
	#recall() {
		try { if (!this.#turns[0]) this.#restore(list(JSON.parse(sessionStorage.getItem(this.key)))); } catch { /* not ours */ }
	}
	#restore(turns) {
		this.muted = true;
		for (const { question, body } of turns) if (body) this.#add(question).finish(body);
		this.muted = false;
	}
	#add(question) {
		const turn = new Turn(this, question);
		this.#turns.push(turn);
		this.welcome.hidden = true;
		this.log.append(turn.node);
		return turn;
	}

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
		if (!message) return this.input.removeAttribute("aria-invalid");
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
		if (had === this.asking) this.stopping.focus();
		if (had === this.stopping) this.input.focus();
	}

	async #run(turn) {
		const controller = new AbortController(), { signal } = controller;
		this.#busy(controller);
		this.say(this.t("searching"));
		this.emit("ask", { question: turn.question });
		this.log.scrollTop = turn.heading.offsetTop - 12;
		try {
			const body = await this.#persist(turn, signal);
			this.status.replaceChildren(turn.finish(body), button(this.t("goto"), () => turn.heading.focus(), "quiet"));
			this.#store();
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

	/** Tries again as long as waiting may help and nothing was shown yet. */
	async #persist(turn, signal) {
		for (let attempt = 0; ; attempt++) {
			this.status.textContent = this.t("searching");
			try {
				return await this.#attempt(turn, signal);
			} catch (error) {
				const began = turn.painted.length + turn.held.length;
				const { kind, wait } = error = error.kind ? error : failure(began ? "cut" : "down", { wait: began ? 0 : 2 ** attempt });
				if (signal.aborted || !wait || wait > LONGEST_WAIT_S || attempt === RETRIES) throw error;
				turn.fail(kind);
				this.status.textContent = this.t("wait", wait);
				await new Promise((resolve) => {
					turn.now = resolve;
					signal.addEventListener("abort", resolve);
					setTimeout(resolve, wait * 1000);
				});
				turn.now = null;
				signal.throwIfAborted();
			}
		}
	}

	#explain(turn, { kind = "wrong", detail, wait, status }) {
		this.emit("error", { question: turn.question, kind, status, detail });
		if (kind !== "input") return turn.fail(kind, detail, kind === "limit" ? Math.ceil(wait / 60) : location.origin);
		// The question is at fault: back to where it can be changed.
		this.#turns = this.#turns.filter((other) => other !== turn);
		turn.node.remove();
		this.welcome.hidden = this.#turns.length > 0;
		this.input.value = turn.question;
		this.#complain(detail);
	}

	async #attempt(turn, signal) {
		const { sides, organisations } = this, earlier = this.#turns.slice(0, this.#turns.indexOf(turn)).filter((other) => other.body).slice(-MAX_HISTORY);
		const request = {
			question: turn.question, ...(turn.typed && { as_typed: true }), ...(sides[0] && { sides }), ...(organisations[0] && { organisations }),
			...(earlier[0] && { history: earlier.map(({ question, body }) => ({ question: body.standalone_question || question, answer: text(body.answer) })) }),
		};
		const response = await this.#send("v1/ask", request, signal, "text/event-stream");
		if (!/event-stream/.test(response.headers.get("content-type"))) return response.json();
		turn.notice?.remove();
		for await (const [name, data] of events(response.body)) {
			if (name === "done") return data;
			if (name === "error") throw failure("wrong", { detail: text(data.detail) });
			turn.receive(name, data);
		}
		throw failure("cut");
	}

	#session() {
		const { server } = this;
		const ask = async () => {
			const response = await fetch(server + "v1/session", { method: "POST", credentials: "omit" }).catch(async (error) => {
				// A page that is not allowed may not read that; the script is there for all.
				throw (await fetch(server + "widget.js", { method: "HEAD" })).ok ? failure("denied") : error;
			});
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
			if (status === 403) throw failure("denied", { status });
			if ([429, 502, 503, 504].includes(status)) throw failure(status === 429 && wait > 60 ? "limit" : "busy", { status, wait });
			throw failure([400, 413, 422].includes(status) && detail ? "input" : "wrong", { status, detail });
		}
	}
	async call(path, body) { return (await this.#send(path, body)).json(); }

	#lines(turns, prefix, escape) {
		return turns.flatMap((turn) => [...turn.outline()]).map(([tag, line, address]) =>
			(tag === "li" ? "" : "\n") + text(prefix[tag]) + escape(line.replace(/\*\*/g, "").replace(/\s+/g, " ")) + (address ? ` <${address}>` : "")).join("\n").trim();
	}
	async copy(turn, from) {
		const area = h("textarea.hidden");
		area.value = this.#lines([turn], { li: "- " }, String);
		let copied = true;
		// Without HTTPS, as on intranets, there is no clipboard.
		try { await navigator.clipboard.writeText(area.value); } catch {
			this.panel.append(area);
			area.select();
			copied = D.execCommand.call(document, "copy");
			area.remove();
			from.focus();
		}
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
		style.replaceSync("body{font:11pt/1.4 Arial,sans-serif;max-width:42em;margin:2em auto}h2{border-top:2px solid}li{overflow-wrap:anywhere}");
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
