// The search dialog: a plain match of words over the section list.
let dialog, input, list, status, sections;
const words = (text) => text.toLowerCase().normalize("NFKD").match(/[\p{L}\p{N}]+/gu) ?? [];

function build() {
  dialog = document.createElement("dialog");
  dialog.className = "search";
  dialog.setAttribute("aria-label", "Search");
  const top = document.createElement("div");
  top.className = "search__top";
  input = document.createElement("input");
  Object.assign(input, { type: "text", placeholder: "Search the guide", autocomplete: "off", spellcheck: false, maxLength: 200 });
  const attributes = { role: "combobox", "aria-label": "Search the guide", "aria-expanded": "false", "aria-controls": "search-hits", "aria-autocomplete": "list", enterkeyhint: "search" };
  for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);
  const close = document.createElement("button");
  Object.assign(close, { type: "button", className: "round", textContent: "✕" });
  close.setAttribute("aria-label", "Close search");
  close.addEventListener("click", () => dialog.close());
  top.append(input, close);
  status = document.createElement("p");
  status.className = "search__status";
  status.setAttribute("role", "status");
  list = document.createElement("ul");
  Object.assign(list, { id: "search-hits", role: "listbox", hidden: true });
  list.setAttribute("aria-label", "Sections found");
  dialog.append(top, status, list);
  document.body.append(dialog);
  input.addEventListener("input", show);
  input.addEventListener("keydown", keys);
  list.addEventListener("click", ({ target }) => go(target.closest("[role=option]")));
  dialog.addEventListener("click", ({ target }) => { if (target === dialog) dialog.close(); });
}

function score(section, wanted) {
  const fields = [[section.title, 8], [section.answers.join(" "), 4], [section.page, 3], [section.summary, 2]];
  let sum = 0;
  for (const word of wanted) {
    let best = 0;
    for (const [text, weight] of fields) if (words(text).some((other) => other.startsWith(word))) best = Math.max(best, weight);
    if (!best) return 0;
    sum += best;
  }
  return sum;
}

function show() {
  const wanted = words(input.value);
  const hits = wanted.length && sections
    ? sections.map((section) => [score(section, wanted), section]).filter(([points]) => points).sort((a, b) => b[0] - a[0]).slice(0, 10)
    : [];
  list.replaceChildren(...hits.map(([, section], number) => {
    const option = document.createElement("li");
    Object.assign(option, { id: `search-hit-${number}`, role: "option", ariaSelected: String(number === 0) });
    option.dataset.url = section.url;
    const title = document.createElement("b");
    title.textContent = section.title;
    const about = document.createElement("span");
    about.textContent = `${section.page} · ${section.minutes} min. ${section.summary}`;
    option.append(title, about);
    return option;
  }));
  list.hidden = !hits.length;
  input.setAttribute("aria-expanded", String(hits.length > 0));
  mark(0);
  status.textContent = !wanted.length ? "Type a word or a question." : !sections ? "Loading …" : hits.length ? `${hits.length} sections` : "Nothing found. Try fewer or other words.";
}

function mark(number) {
  const options = [...list.children];
  options.forEach((option, index) => option.setAttribute("aria-selected", String(index === number)));
  if (options[number]) input.setAttribute("aria-activedescendant", options[number].id);
  else input.removeAttribute("aria-activedescendant");
  options[number]?.scrollIntoView({ block: "nearest" });
}

function keys(event) {
  const options = [...list.children];
  const here = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown") mark((here + 1) % options.length);
  else if (event.key === "ArrowUp") mark((here - 1 + options.length) % options.length);
  else if (event.key === "Enter") go(options[here]);
  else return;
  event.preventDefault();
}

function go(option) {
  if (!option) return;
  dialog.close();
  location.href = option.dataset.url;
}

export async function open(root) {
  if (!dialog) build();
  if (!dialog.open) dialog.showModal();
  input.value ||= new URLSearchParams(location.search).get("q") ?? "";
  input.select();
  show();
  if (sections) return;
  try {
    const listing = await (await fetch(new URL("sections.json", root))).json();
    sections = listing.sections.map((section) => ({ ...section, url: section.url.replace(listing.url, root.href) }));
    show();
  } catch {
    status.textContent = "Search could not load. ";
    const link = document.createElement("a");
    Object.assign(link, { href: new URL("reference/sections/", root).href, textContent: "All sections, by topic" });
    status.append(link);
  }
}
