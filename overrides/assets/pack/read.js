// The page of a pack: its note, then its sections in order with their sources, taken from the pages they stand on.
import { find, permalinks, root, shareAddress } from "../permalinks.js";
import { code, decode } from "./link.js";

const KEY = "read", KEPT = 500; // ids of sections that were ticked, on this device
const title = document.querySelector("h1"), lead = document.querySelector(".page__lead"), place = document.querySelector("[data-pack-read]");
const stages = JSON.parse(place.dataset.stages), usual = { title: title.textContent, lead: lead.textContent };
const documents = new Map(); // address of a page → promise of its document
let turn = 0; // counts what was asked for, so that a slow answer never covers a newer one

// Shows the pack that a fragment describes. Resolves when all of it is on the page; never rejects.
export async function show(fragment) {
  const own = ++turn;
  const pack = decode(fragment);
  title.textContent = pack.title || usual.title;
  lead.textContent = usual.lead;
  if (["none", "newer"].includes(pack.fault)) return put(trouble(fragment, pack.fault));
  put([element("p", { textContent: "Loading …" })]);
  let data;
  try {
    data = await permalinks();
  } catch {
    if (own === turn) put([notice("The sections could not be loaded. Check your connection, then try again."), button("Try again", () => show(fragment))]);
    return;
  }
  const ids = new Map(["sections", "moved", "retired"].flatMap((part) => Object.keys(data[part])).map((id) => [code(id), id]));
  const wanted = pack.codes.map((each) => ids.get(each));
  const sections = [...new Map(wanted.filter(Boolean).map((id) => ({ ...find(data, id), asked: id })).map((each) => [each.id, each])).values()];
  const live = sections.filter(({ url }) => url);
  if (!sections.length) return put(trouble(fragment, "empty"));
  const parts = await Promise.all(live.map(load));
  if (own !== turn) return;
  const minutes = live.reduce((sum, each) => sum + each.minutes, 0);
  lead.textContent = `${live.length} section${live.length === 1 ? "" : "s"}, about ${minutes} minutes.`;
  const sources = new Map();
  put([
    ...faults(pack, wanted.filter((id) => !id).length),
    ...(pack.note ? [element("blockquote", { className: "pack__note", dir: "auto", textContent: pack.note })] : []),
    about(pack, live),
    actions(pack, fragment, live),
    ...sections.filter(({ retired }) => retired).map((each) => gone(data, each)),
    contents(live),
    ...live.map((each, number) => section(each, parts[number], number + 1, sources)),
    ...(sources.size ? [references(sources)] : []),
  ]);
  progress(live);
}

function put(elements) {
  place.replaceChildren(...elements);
  place.removeAttribute("aria-busy");
}

function element(tag, { children = [], ...rest } = {}) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(rest)) {
    if (name in made) made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

function button(textContent, act) {
  const made = element("button", { type: "button", className: "quiet-button", textContent });
  made.addEventListener("click", () => act(made));
  return made;
}

const link = (textContent, path) => element("a", { textContent, href: new URL(path, root).href });
const notice = (...children) => element("p", { className: "pack__notice", role: "status", children });

function trouble(fragment, fault) {
  const told = {
    none: fragment.length > 1 ? "This is not the link of a pack. It may have been cut short on its way to you; ask for it again." : "There is no pack in this address.",
    newer: "This pack was made with a newer version of the guide. Reload the page; if that does not help, ask for the link again.",
    empty: "None of this pack’s sections could be recognised. The link may have been damaged on its way to you; ask for it again.",
  }[fault];
  const ways = [link("Ready packs, one for each interview stage", "packs/"), link("Make a pack of your own", "packs/new/"), link("All sections, by topic", "reference/sections/")];
  return [notice(told), element("ul", { children: ways.map((way) => element("li", { children: [way] })) })];
}

function faults({ fault }, unknown) {
  const told = [];
  if (fault) told.push("This link was damaged on its way to you, perhaps cut short. What could be kept is below; ask the sender for it again.");
  if (unknown) told.push(`${unknown === 1 ? "One section was" : `${unknown} sections were`} not recognised and ${unknown === 1 ? "is" : "are"} left out.`);
  return told.map((text) => notice(text));
}

function about({ stage, when }, live) {
  const facts = [when && spoken(when), stage && `For: ${stages[stage] ?? stage}`].filter(Boolean);
  const list = element("ul", { className: "page__facts", hidden: !facts.length, children: facts.map((textContent) => element("li", { textContent })) });
  return element("div", { hidden: !live.length, children: [list, element("p", { className: "pack__progress", role: "status" })] });
}

function spoken(when) {
  const options = { weekday: "long", day: "numeric", month: "long", year: "numeric", ...(when.includes("T") && { hour: "2-digit", minute: "2-digit" }) };
  return new Date(when.includes("T") ? when : `${when}T12:00`).toLocaleString("en-GB", options);
}

function actions(pack, fragment, live) {
  const made = element("p", { className: "pack__actions", hidden: !live.length });
  made.append(button("Print or save as PDF", () => print()));
  if (pack.when) {
    made.append(button("Add the date to your calendar", async () => {
      const { calendar, keep } = await import("../files.js");
      const text = live.map((each) => `- ${each.title}`).join("\n");
      keep("interview.ics", "text/calendar", calendar([{ title: pack.title || "Interview", when: pack.when, text, url: location.href }]));
    }));
  }
  made.append(Object.assign(link("Make your own from this", `packs/new/${fragment}`), { className: "quiet-button" }));
  return made;
}

function gone(data, { retired, see }) {
  const instead = see && find(data, see);
  const where = instead?.url ? [" Look here instead: ", element("a", { href: instead.url, textContent: instead.title }), "."] : [];
  return notice(element("b", { textContent: "A section of this pack was retired." }), ` ${retired}`, ...where);
}

function contents(live) {
  const items = live.map(({ title: name, minutes }, number) => element("li", {
    children: [element("a", { href: `#pack-${number + 1}`, textContent: name }), element("span", { textContent: `${minutes} min` })],
  }));
  const list = element("ol", { children: items });
  list.addEventListener("click", (event) => { // the address keeps the pack
    const { hash } = event.target.closest("a") ?? {};
    if (!hash) return;
    event.preventDefault();
    const heading = place.querySelector(`${hash} > h2`);
    heading.scrollIntoView();
    heading.focus({ preventScroll: true });
  });
  return element("nav", { className: "pack__contents", ariaLabel: "Sections of this pack", hidden: live.length < 2, children: [list] });
}

// The section's own blocks, from the page it stands on; undefined where they cannot be had.
async function load({ id, url }) {
  const address = new URL(url);
  address.hash = "";
  try {
    if (!documents.has(address.href)) {
      documents.set(address.href, fetch(address).then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(`status ${answer.status}`)))).then((text) => new DOMParser().parseFromString(text, "text/html")));
    }
    const page = await documents.get(address.href);
    const heading = page.getElementById(id), level = Number(heading.tagName[1]);
    const blocks = [];
    for (let next = heading.nextElementSibling; next && !next.matches(".sources") && !(/^H[1-6]$/.test(next.tagName) && Number(next.tagName[1]) <= level); next = next.nextElementSibling) blocks.push(next);
    return { page, address, level, blocks: blocks.map((block) => document.importNode(block, true)) };
  } catch {
    documents.delete(address.href);
    return undefined;
  }
}

function section({ id, title: name, page, minutes, url, asked }, part, number, sources) {
  const where = element("p", { className: "pack__where", children: [
    "From ", element("a", { href: url, textContent: page }), ` · ${minutes} min`, element("span", { className: "pack__address", textContent: ` · ${shareAddress(id)}` }),
  ] });
  const made = element("section", { id: `pack-${number}`, className: "pack__section", children: [element("h2", { tabIndex: -1, textContent: name }), where] });
  if (asked !== id) made.append(element("p", { className: "pack__notice", textContent: "The section that was sent has been replaced by this one." }));
  if (!part) made.append(notice("This section could not be loaded. ", element("a", { href: url, textContent: "Read it on its page" }), "."));
  else made.append(...part.blocks.map((block) => settled(block, part, sources)).filter(Boolean));
  const box = element("input", { type: "checkbox", checked: ticked().includes(id) });
  box.addEventListener("change", () => { tick(id, box.checked); progress(); });
  made.append(element("label", { className: "pack__tick", children: [box, ` Done with “${name}”`] }));
  return made;
}

// A block fit to stand on another page: headings moved up, links made whole, sources numbered through the pack, ids taken off.
function settled(block, { page, address, level }, sources) {
  const holder = element("div", { children: [block] });
  for (const sign of holder.querySelectorAll(".headerlink, .back, .try, script")) sign.remove();
  for (const old of holder.querySelectorAll("h3, h4, h5, h6")) old.replaceWith(element(`h${Number(old.tagName[1]) - level + 2}`, { children: [...old.childNodes] }));
  for (const mark of holder.querySelectorAll(".cite a")) {
    const item = page.getElementById(mark.hash.slice(1))?.cloneNode(true);
    item?.querySelector(".back")?.remove();
    const key = item?.textContent.trim() ?? "";
    if (!sources.has(key)) sources.set(key, { number: sources.size + 1, item });
    const { number } = sources.get(key);
    mark.textContent = number;
    mark.setAttribute("aria-label", `Source ${number}`);
    mark.dataset.source = number;
  }
  for (const each of holder.querySelectorAll("[id]")) each.removeAttribute("id");
  for (const each of holder.querySelectorAll("a[href]:not([data-source])")) each.href = new URL(each.getAttribute("href"), address).href;
  for (const each of holder.querySelectorAll("img[src]")) each.src = new URL(each.getAttribute("src"), address).href;
  for (const mark of holder.querySelectorAll("[data-source]")) {
    mark.href = `#pack-source-${mark.dataset.source}`;
    mark.addEventListener("click", (event) => {
      event.preventDefault();
      const item = document.getElementById(`pack-source-${mark.dataset.source}`);
      item.scrollIntoView({ block: "center" });
      item.focus({ preventScroll: true });
    });
  }
  return holder.firstElementChild;
}

function references(sources) {
  const items = [...sources.values()].map(({ number, item }) => element("li", { id: `pack-source-${number}`, tabIndex: -1, children: [...(item?.childNodes ?? ["This source could not be loaded."])] }));
  return element("section", { className: "sources", ariaLabel: "Sources", children: [element("h2", { textContent: "Sources" }), element("ol", { children: items })] });
}

let shown = [];
function progress(live = shown) {
  shown = live;
  const done = ticked(), number = live.filter(({ id }) => done.includes(id)).length;
  place.querySelector(".pack__progress").textContent = `${number} of ${live.length} done`;
  place.querySelectorAll(".pack__contents li").forEach((item, at) => item.classList.toggle("done", done.includes(live[at].id)));
}

let own = []; // where storage is forbidden
function ticked() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY));
    return Array.isArray(kept) ? kept.filter((id) => typeof id === "string") : own;
  } catch { return own; }
}

function tick(id, done) {
  own = [...(done ? [id] : []), ...ticked().filter((other) => other !== id)].slice(0, KEPT);
  try { localStorage.setItem(KEY, JSON.stringify(own)); } catch { /* until the page is closed */ }
}

addEventListener("hashchange", () => show(location.hash));
show(location.hash);
