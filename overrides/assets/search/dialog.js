// The search dialog: a combobox with a list of sections, after the pattern of the ARIA authoring practices.
import { excerpt, marked, textOf } from "./excerpt.js";
import { Index, search } from "./rank.js";

const KEPT = 6; // recent searches
const LONGEST = 200; // letters of a query
let root, index, failed, literal = "";
let dialog, input, list, status, more, topics, stages;

// Opens the dialog. root: URL of the site; data: promise of the index file; query: what to search for at once, if anything.
export function open({ root: base, data, query }) {
  root = base;
  if (!dialog) build();
  if (!index) load(data);
  if (query !== undefined) input.value = query.slice(0, LONGEST);
  if (!dialog.open) dialog.showModal();
  if (query === undefined) input.select();
  show();
}

async function load(data) {
  failed = false;
  try {
    index = new Index(await data);
    fill(topics, "All topics", index.topics);
    fill(stages, "All stages", index.stages);
  } catch {
    failed = true;
  }
  show();
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

function build() {
  input = element("input", {
    type: "text", className: "search__field", placeholder: "A word or a question", autocomplete: "off", spellcheck: false, maxLength: LONGEST, enterKeyHint: "search",
    role: "combobox", "aria-label": "Search the guide", "aria-expanded": "false", "aria-controls": "search-list", "aria-autocomplete": "list",
  });
  const close = element("button", { type: "button", className: "round", "aria-label": "Close search", textContent: "✕" });
  topics = element("select", { "aria-label": "Topic" });
  stages = element("select", { "aria-label": "Interview stage" });
  status = element("p", { className: "search__status", role: "status" });
  list = element("div", { id: "search-list", role: "listbox", className: "search__list", hidden: true, "aria-label": "Results" });
  more = element("div", { className: "search__more", hidden: true });
  dialog = element("dialog", {
    className: "search", "aria-label": "Search",
    children: [
      element("div", { className: "search__top", children: [input, close] }),
      element("div", { className: "search__filters", children: [topics, stages] }),
      status, list, more,
    ],
  });
  document.body.append(dialog);
  input.addEventListener("input", () => { literal = ""; show(); });
  input.addEventListener("keydown", keys);
  for (const filter of [topics, stages]) filter.addEventListener("change", show);
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", ({ target }) => { if (target === dialog) dialog.close(); });
  dialog.addEventListener("close", () => address(""));
  list.addEventListener("click", chosen);
}

function fill(select, all, names) {
  select.replaceChildren(new Option(all, ""), ...Object.entries(names).map(([value, name]) => new Option(name, value)));
}

function show() {
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
  textOf(new URL(section.page.url, root), section.id).then((all) => text.replaceChildren(...marked(excerpt(all, words), words)), () => {});
  const where = `${index.topics[section.page.topic] ?? ""} ▸ ${section.page.title} · ${section.minutes} min`;
  const title = element("b", { children: marked(section.title, words) });
  return element("a", { role: "option", tabIndex: -1, "aria-selected": "false", href: address.href, children: [element("span", { className: "search__where", textContent: where }), title, text] });
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
  const all = options(), here = all.findIndex((each) => each.getAttribute("aria-selected") === "true");
  if (event.isComposing || !all.length) return;
  if (event.key === "Home" || event.key === "End") return mark(event.key === "Home" ? 0 : all.length - 1); // the caret moves as well
  if (event.key === "ArrowDown") mark((here + 1) % all.length);
  else if (event.key === "ArrowUp") mark((here <= 0 ? all.length : here) - 1);
  else if (event.key === "Enter" && all[here]) all[here].click();
  else return;
  event.preventDefault();
}

function chosen({ target, ctrlKey, metaKey, shiftKey }) {
  if (!target.closest("[role=option]")) return;
  const query = input.value.trim();
  remember([query, ...recent().filter((other) => other !== query)].slice(0, KEPT));
  if (!ctrlKey && !metaKey && !shiftKey) dialog.close();
}

// Recent searches stay on the device.
function recent() {
  try {
    const kept = JSON.parse(localStorage.getItem("recent-searches"));
    return Array.isArray(kept) ? kept.filter((query) => typeof query === "string").map((query) => query.slice(0, LONGEST)).slice(0, KEPT) : [];
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
