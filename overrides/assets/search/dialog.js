// The search dialog: a combobox with a list of sections, after the pattern of the ARIA authoring practices.
import { excerpt, marked, textOf } from "./excerpt.js";
import { Index, search } from "./rank.js";

const KEPT = 6; // recent searches
const PAUSE = 200; // ms without a key before pages are fetched to quote from
const dialog = document.getElementById("search"), input = dialog.querySelector("input"), close = dialog.querySelector("button");
const [topics, stages] = dialog.querySelectorAll("select");
const choose = dialog.querySelector(".search__choose"); // pressed: a hit is put into the pack, not opened
const [status, list, more] = ["status", "list", "more"].map((part) => dialog.querySelector(`.search__${part}`));
let root, index, failed, pause, pack, frame = 0, literal = "";

input.addEventListener("input", () => { literal = ""; frame ||= requestAnimationFrame(show); }); // once a frame, however fast the keys
input.addEventListener("keydown", keys);
for (const filter of [topics, stages]) filter.addEventListener("change", show);
close.addEventListener("click", () => dialog.close());
choose.addEventListener("click", () => { chooses(choose.ariaPressed !== "true"); input.focus(); });
dialog.addEventListener("click", ({ target }) => { if (target === dialog) dialog.close(); });
dialog.addEventListener("close", () => address(""));
list.addEventListener("click", chosen);

// Fills the open dialog. root: URL of the site; data: promise of the index file; choosing: whether hits go into a pack.
export async function fill({ root: base, data, choosing }) {
  root = base;
  failed = false;
  chooses(choosing);
  show();
  if (index) return;
  try {
    const made = new Index(await data);
    if (index) return; // opened a second time while the first was on its way
    index = made;
    name(topics, index.topics);
    name(stages, index.stages);
  } catch {
    failed = true;
  }
  show();
}

function name(select, names) {
  select.append(...Object.entries(names).map(([value, text]) => new Option(text, value)));
}

function element(tag, { children = [], ...rest } = {}) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(rest)) {
    if (name in made && !name.startsWith("aria")) made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

function show() {
  cancelAnimationFrame(frame);
  frame = 0;
  const query = input.value.trim();
  address(query);
  if (failed) return trouble();
  if (!index) return tell("Loading …");
  if (!query) return suggest();
  const filters = { topic: topics.value, stage: stages.value };
  const found = search(index, input.value, { ...filters, literal: literal === query });
  if (!found.hits.length) return nothing(query, filters);
  put(found.hits.map(({ section }) => hit(section, found.words, found.corrected || query)));
  const number = `${found.hits.length}${found.hits.length === 20 ? " or more" : ""} section${found.hits.length === 1 ? "" : "s"}`;
  if (!found.corrected) return tell(number);
  const back = element("button", { type: "button", className: "search__literal", textContent: `Search for “${query}” instead` });
  back.addEventListener("click", () => { literal = query; show(); input.focus(); });
  tell(`${number}, showing results for `, element("b", { textContent: found.corrected }), ". ", back);
}

function hit(section, words, query) {
  const address = new URL(section.page.url, root);
  address.search = new URLSearchParams({ h: query.slice(0, 80) });
  address.hash = section.id;
  const text = element("span", { className: "search__text" });
  const where = `${index.topics[section.page.topic] ?? ""} ▸ ${section.page.title} · ${section.minutes} min`;
  const title = element("b", { children: marked(section.title, words) });
  const made = element("a", { role: "option", "data-id": section.id, tabIndex: -1, "aria-selected": "false", href: address.href, children: [element("span", { className: "search__where", textContent: where }), title, text] });
  quotes.set(made, () => textOf(new URL(section.page.url, root), section.id).then((all) => text.replaceChildren(...marked(excerpt(all, words), words)), () => {}));
  return made;
}

// A hit that comes into view is quoted from its page.
const quotes = new WeakMap(); // hit → function that quotes
const seen = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (!isIntersecting) continue;
    seen.unobserve(target);
    quotes.get(target)();
  }
});

async function chooses(on) {
  choose.ariaPressed = String(on);
  if (on) pack ??= await import("../pack/draft.js");
  const had = on ? pack.draft().sections : [];
  for (const each of options()) each.classList.toggle("chosen", had.includes(each.dataset.id));
}

async function putIn(option) {
  pack ??= await import("../pack/draft.js");
  const done = pack.toggle(option.dataset.id);
  option.classList.toggle("chosen", pack.draft().sections.includes(option.dataset.id));
  tell(`${done}: `, element("b", { textContent: option.querySelector("b").textContent }), `. It has ${pack.draft().sections.length} now.`);
}

function suggest() {
  const kept = recent();
  const forget = element("button", { type: "button", className: "search__literal", textContent: "Forget these" });
  forget.addEventListener("click", () => { remember([]); show(); input.focus(); });
  const again = (query) => {
    const made = element("button", { type: "button", textContent: query });
    made.addEventListener("click", () => { input.value = query; input.focus(); show(); });
    return made;
  };
  put([], [...(kept.length ? [["Recent searches", [...kept.map(again), forget]]] : []), ["Common questions", index.ask.map(again)]]);
  tell("Type a word, half a word or a question.");
}

function nothing(query, filters) {
  const near = new Set(search(index, query, { least: 0.01 }).hits.map(({ section }) => section.page.topic));
  const names = Object.entries(index.topics).filter(([topic]) => !near.size || near.has(topic));
  put([], [["Look by topic", names.map(([topic, name]) => element("a", { href: new URL(`reference/sections/#all-${topic}`, root).href, textContent: name }))]]);
  tell(`Nothing found for “${query.slice(0, 60)}”${filters.topic || filters.stage ? " with these filters" : ""}. Try fewer or other words.`);
}

function trouble() {
  const again = element("button", { type: "button", textContent: "Reload the page" });
  again.addEventListener("click", () => location.reload());
  put([], [["What you can do", [again, element("a", { href: new URL("reference/sections/", root).href, textContent: "See all sections, by topic" })]]]);
  tell("Search could not be loaded.");
}

// Shows the sections found and, below them or in their place, groups of buttons and links: [name, elements].
function put(hits, groups = []) {
  list.replaceChildren(...hits);
  hits.forEach((each, number) => { each.id = `search-option-${number}`; });
  list.hidden = !hits.length;
  list.scrollTop = 0;
  clearTimeout(pause);
  seen.disconnect();
  if (choose.ariaPressed === "true") chooses(true);
  pause = setTimeout(() => hits.forEach((each) => seen.observe(each)), PAUSE);
  more.hidden = !groups.length;
  more.replaceChildren(...groups.flatMap(([name, elements]) => [element("p", { textContent: name }), ...elements]));
  input.setAttribute("aria-expanded", String(!list.hidden));
  mark(0);
}

function tell(...parts) {
  status.replaceChildren(...parts);
}

const options = () => [...list.querySelectorAll("[role=option]")];

function mark(number) {
  const all = options();
  all.forEach((each, at) => each.setAttribute("aria-selected", String(at === number)));
  if (all[number]) input.setAttribute("aria-activedescendant", all[number].id);
  else input.removeAttribute("aria-activedescendant");
  all[number]?.scrollIntoView({ block: "nearest" });
}

function keys(event) {
  if (frame && event.key.length > 1) show(); // Enter and the arrows mean what has been typed
  const all = options(), here = all.findIndex((each) => each.getAttribute("aria-selected") === "true");
  if (event.isComposing || !all.length) return;
  if (event.key === "Home" || event.key === "End") return mark(event.key === "Home" ? 0 : all.length - 1); // the caret moves as well
  if (event.key === "ArrowDown") mark((here + 1) % all.length);
  else if (event.key === "ArrowUp") mark((here <= 0 ? all.length : here) - 1);
  else if (event.key === "Enter" && all[here]) all[here].click();
  else return;
  event.preventDefault();
}

function chosen(event) {
  const { target, ctrlKey, metaKey, shiftKey } = event;
  if (!target.closest("[role=option]")) return;
  const query = input.value.trim();
  remember([query, ...recent().filter((other) => other !== query)].slice(0, KEPT));
  if (choose.ariaPressed === "true" && !ctrlKey && !metaKey && !shiftKey) {
    event.preventDefault();
    return putIn(target.closest("[role=option]"));
  }
  if (!ctrlKey && !metaKey && !shiftKey) dialog.close();
}

// Recent searches stay on the device.
function recent() {
  try {
    const kept = JSON.parse(localStorage.getItem("recent-searches"));
    return Array.isArray(kept) ? kept.filter((query) => typeof query === "string").map((query) => query.slice(0, input.maxLength)).slice(0, KEPT) : [];
  } catch { return []; }
}

function remember(queries) {
  try { localStorage.setItem("recent-searches", JSON.stringify(queries)); } catch { /* storage may be forbidden */ }
}

// The address bar holds what is searched, so that it can be shared.
function address(query) {
  const here = new URL(location.href);
  if (dialog.open && query) here.searchParams.set("q", query);
  else here.searchParams.delete("q");
  if (here.href !== location.href) history.replaceState(history.state, "", here);
}
