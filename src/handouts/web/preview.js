"use strict";
const $ = (id) => document.getElementById(id);
const NAMES = ["subject", "format", "site", "language"];
let choices = [], source, now = {}, shown = { digest: "", twin: 0 };

function listen(edition) {
  source?.close();
  shown = { digest: "", twin: 0 };
  source = new EventSource("/events" + (edition ? "?edition=" + encodeURIComponent(edition) : ""));
  source.onmessage = (event) => show(JSON.parse(event.data));
  source.onerror = () => { $("state").textContent = "The preview has ended; start it again"; };
}

function fill(select, values, value) {
  const wanted = values.map((one) => one || "as written").join("\n");
  if (select.dataset.filled !== wanted) {
    select.replaceChildren(...values.map((one) => new Option(one || "as written", one)));
    select.dataset.filled = wanted;
  }
  select.value = value;
  select.parentElement.hidden = values.length < 2 && select.id === "language";
}

function show(told) {
  if (!told.old || told.choices.some((one) => one.name === told.edition)) choices = told.choices.length ? told.choices : choices;
  now = choices.find((one) => one.name === told.edition) ?? now;
  for (const name of NAMES) {
    const fits = choices.filter((one) => name === "subject" || name === "site" || one.subject === now.subject);
    fill($(name), [...new Set(fits.map((one) => one[name]))], now[name]);
  }
  document.title = told.edition + " · Preview";
  const url = new URL(location);
  if (url.searchParams.get("edition") !== told.edition) {
    url.searchParams.set("edition", told.edition);
    history.replaceState(null, "", url);
  }
  document.body.classList.toggle("old", told.old);
  document.body.classList.toggle("alone", !told.twin);
  const count = told.problems.length + told.more;
  $("state").textContent = told.old ? "The last good pages; today's cannot be made"
    : told.busy ? "Typesetting" : told.pages ? `${told.pages} pages, ${told.seconds.toFixed(2)} s after the save` : "Starting";
  $("pdf").href = `/pdf/${told.edition}.pdf?v=${told.digest}`;
  $("pdf").hidden = !told.pages;
  $("problems").hidden = !count;
  $("problems-title").textContent = `Problems: ${count}`;
  $("problems").querySelector("ul").replaceChildren(...told.problems.map(line));
  if (told.digest && told.digest !== shown.digest) sheets(told);
  if (told.twin && told.twin !== shown.twin) twin(told);
}

function line(problem) {
  const item = document.createElement("li"), place = document.createElement("code");
  place.textContent = problem.place;
  item.append(place, ` ${problem.level}: ${problem.message} [${problem.rule}]`);
  return item;
}

// Pages take the place of those before them once they are there, so that nothing jumps.
async function sheets(told) {
  shown.digest = told.digest;
  const pane = $("sheets"), width = Math.min(2000, Math.round(Math.min(960, pane.clientWidth - 32) * devicePixelRatio));
  const near = (image) => !image || (image.offsetTop < pane.scrollTop + 2 * pane.clientHeight && image.offsetTop + image.offsetHeight > pane.scrollTop - pane.clientHeight);
  while (pane.children.length > told.pages) pane.lastElementChild.remove();
  for (let number = 1; number <= told.pages; number++) {
    let image = pane.children[number - 1];
    const address = `/picture/${number}/${told.edition}?width=${Math.max(50, width)}&v=${told.digest}`;
    if (image && near(image)) {
      const next = new Image();
      next.src = address;
      next.decode().then(() => { if (shown.digest === told.digest) image.src = address; }).catch(() => {});
    } else {
      if (!image) {
        image = new Image();
        image.loading = number < 3 ? "eager" : "lazy";
        image.style.aspectRatio = "17 / 22";
        image.onload = () => { image.style.aspectRatio = ""; };
        pane.append(image);
      }
      image.loading = "lazy";
      image.src = address;
    }
    image.alt = `Page ${number}`;
  }
}

function twin(told) {
  shown.twin = told.twin;
  const frame = $("twin"), at = frame.contentWindow?.scrollY ?? 0;
  frame.onload = () => { frame.contentWindow.scrollTo({ top: at, behavior: "instant" }); frame.dataset.shown = told.twin; };
  frame.contentWindow.location.replace(`/twin/${told.edition}?v=${told.twin}`);
}

for (const name of NAMES) {
  $(name).addEventListener("change", () => {
    const wanted = { ...now, [name]: $(name).value };
    const score = (one) => NAMES.reduce((sum, key) => sum + (one[key] === wanted[key] ? (key === name ? 8 : 1) : 0), 0);
    const best = choices.reduce((a, b) => (score(b) > score(a) ? b : a));
    listen(best.name);
  });
}
document.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
listen(new URL(location).searchParams.get("edition"));
