"use strict";
const form = document.querySelector("form"), told = document.getElementById("found");
const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const subjects = [...document.querySelectorAll(".subject")].map((node) => ({
  node, words: folded(node.dataset.words), editions: [...node.querySelectorAll(".edition")],
}));
function look() {
  const words = folded(form.words.value).split(/\s+/).filter(Boolean);
  const kinds = ["format", "language", "state"].map((name) => [name, form[name].value]);
  let count = 0, all = 0;
  for (const { node, words: known, editions } of subjects) {
    const named = words.every((word) => known.includes(word));
    let shown = 0;
    for (const edition of editions) {
      const fits = kinds.every(([name, value]) => !value || edition.dataset[name] === value);
      edition.hidden = !(named && fits);
      shown += !edition.hidden;
    }
    node.hidden = !shown;
    count += shown;
    all += editions.length;
  }
  told.textContent = told.dataset.told.replace("{count}", count).replace("{all}", all);
  document.getElementById("nothing").hidden = count > 0;
}
form.addEventListener("input", look);
form.addEventListener("submit", (event) => event.preventDefault());
form.hidden = false;
look();
