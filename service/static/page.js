// Marks in a document the characters that the address names: #c=START-END,START-END (offsets into its text).
"use strict";
(() => {
  const text = document.getElementById("text");
  const bar = document.getElementById("quoted");
  const note = document.getElementById("quoted-text");

  /** The offsets of the address, in order; [] where it names none. */
  const wanted = () => {
    const match = /^#c=([\d,-]+)$/.exec(location.hash);
    const spans = match ? match[1].split(",").map((span) => span.split("-").map(Number)) : [];
    return spans.filter(([start, end]) => start < end).sort((a, b) => a[0] - b[0]);
  };

  /** Removes all marks. */
  const clear = () => {
    for (const mark of text.querySelectorAll("mark")) {
      const parent = mark.parentNode;
      mark.replaceWith(...mark.childNodes);
      parent.normalize();
    }
    bar.hidden = true;
  };

  /** Marks [start, end) within one run of characters; offsets count code points, JavaScript's strings do not. */
  const markRun = (run, start, end) => {
    const marks = [];
    let at = Number(run.dataset.s);
    const nodes = [];
    for (const walker = document.createTreeWalker(run, NodeFilter.SHOW_TEXT); walker.nextNode(); ) nodes.push(walker.currentNode);
    for (const node of nodes) {
      const characters = Array.from(node.data);
      const first = Math.max(start - at, 0);
      const last = Math.min(end - at, characters.length);
      at += characters.length;
      if (first >= last || !characters.slice(first, last).join("").trim()) continue;
      const range = document.createRange();
      range.setStart(node, characters.slice(0, first).join("").length);
      range.setEnd(node, characters.slice(0, last).join("").length);
      const mark = document.createElement("mark");
      range.surroundContents(mark);
      marks.push(mark);
    }
    return marks;
  };

  let marks = [];
  const go = () => {
    marks[0].scrollIntoView({ block: "center" });
    marks[0].focus({ preventScroll: true });
  };

  const show = () => {
    const spans = wanted();
    clear();
    marks = [];
    if (!spans.length) return;
    for (const run of text.querySelectorAll("[data-s]")) {
      const from = Number(run.dataset.s);
      const to = Number(run.dataset.e);
      // From the last to the first: a mark splits the text node that the next one looks for.
      const found = spans.filter(([start, end]) => start < to && from < end).reverse();
      marks.push(...found.flatMap(([start, end]) => markRun(run, start, end).reverse()).reverse());
    }
    bar.hidden = false;
    bar.classList.toggle("missing", !marks.length);
    note.textContent = marks.length ? "The quote is highlighted below." : "The quote is not in this document as it stands now.";
    if (!marks.length) return;
    marks[0].tabIndex = -1;
    go();
  };

  document.getElementById("quoted-go").addEventListener("click", go);
  document.getElementById("quoted-clear").addEventListener("click", () => {
    history.replaceState(null, "", location.pathname);
    clear();
    document.getElementById("main").focus({ preventScroll: true });
  });
  addEventListener("hashchange", show);
  show();
})();
