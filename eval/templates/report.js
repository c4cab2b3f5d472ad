"use strict";
(() => {
  const form = document.getElementById("filters");
  const count = document.getElementById("shown");
  const questions = Array.from(document.querySelectorAll(".question"));
  const wanted = (name) => form.elements[name].value;
  const apply = () => {
    const words = wanted("text").toLowerCase().split(/\s+/).filter(Boolean);
    let visible = 0;
    for (const question of questions) {
      const data = question.dataset;
      const fits = (!wanted("type") || data.type === wanted("type"))
        && (!wanted("side") || data.sides.split(" ").includes(wanted("side")))
        && (!wanted("outcome") || data.outcome === wanted("outcome"))
        && (!wanted("evidence") || data.evidence === wanted("evidence"))
        && words.every((word) => question.textContent.toLowerCase().includes(word));
      question.hidden = !fits;
      visible += fits ? 1 : 0;
    }
    count.textContent = `${visible} of ${questions.length} questions`;
  };
  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));
  apply();
})();
