// The page that makes a pack: order, title, stage, note and date, and what can be sent.
import { find, permalinks, root } from "../permalinks.js";
import { clear, draft, save, watch } from "./draft.js";
import { MOST, code, decode, encode } from "./link.js";

const form = document.querySelector("[data-pack-make]");
const part = (name) => form.querySelector(`[data-part="${name}"]`);
const [list, empty, output, address, length, status, picture, sum] = ["list", "empty", "output", "address", "length", "status", "picture", "sum"].map(part);
const fields = ["title", "stage", "note"].map((name) => form.elements[name]);
const { day, time } = form.elements;
const data = await permalinks().catch(() => undefined);

const waiting = document.querySelector("[data-pack-waiting]");
if (data) {
  waiting.remove();
  form.hidden = false;
  fill();
  watch(fill);
  form.addEventListener("input", ({ target }) => { if (target !== address) save({ ...draft(), ...typed() }); });
  form.addEventListener("submit", (event) => event.preventDefault());
  list.addEventListener("click", pressed);
  list.addEventListener("keydown", keys);
  list.addEventListener("pointerdown", drag);
  part("actions").addEventListener("click", act);
  address.addEventListener("focus", () => address.select());
  part("share").hidden = !navigator.share;
  addEventListener("hashchange", take);
  take();
} else {
  waiting.textContent = "What a pack is made from could not be loaded. Check your connection, then reload the page.";
}

function typed() {
  const [title, stage, note] = fields.map(({ value }) => value);
  return { title, stage, note, when: day.value && (time.value ? `${day.value}T${time.value}` : day.value) };
}

// A pack in the address, from a ready pack or one that was received, becomes the draft; another draft is not lost without asking.
function take() {
  const ids = new Map(Object.keys({ ...data.sections, ...data.moved }).map((id) => [code(id), data.moved[id] ?? id]));
  const sent = decode(location.hash);
  const sections = [...new Set(sent.codes.map((each) => ids.get(each)).filter(Boolean))];
  if (location.hash) history.replaceState(history.state, "", location.pathname);
  if (!sections.length) return;
  const use = () => { save({ ...sent, sections, codes: undefined, fault: undefined }); part("ask").hidden = true; };
  if (!draft().sections.length || draft().sections.join() === sections.join()) return use();
  part("ask").hidden = false;
  part("replace").onclick = () => { use(); tell("Replaced"); list.querySelector("button")?.focus(); };
  part("keep").onclick = () => { part("ask").hidden = true; };
  part("replace").focus();
}

function fill() {
  const pack = draft();
  const active = document.activeElement;
  for (const field of fields) if (field !== active) field.value = pack[field.name];
  const [date, clock = ""] = pack.when.split("T");
  if (day !== active) day.value = date;
  if (time !== active) time.value = clock;
  const sections = pack.sections.map((id) => find(data, id) ?? { id });
  list.replaceChildren(...sections.map(item));
  empty.hidden = sections.length > 0;
  output.hidden = !sections.length;
  const minutes = sections.reduce((all, each) => all + (each.minutes ?? 0), 0);
  sum.textContent = sections.length ? `${sections.length} section${sections.length === 1 ? "" : "s"}, ${minutes} min` : "";
  address.value = linkOf(pack);
  const over = address.value.length - MOST.link;
  length.textContent = over > 0 ? `The link is ${over} characters too long for some mail programs: shorten the note.` : "";
  part("open").href = address.value;
  part("calendar").hidden = !pack.when;
  picture.replaceChildren();
}

function linkOf(pack) {
  return `${new URL("pack/", root).href}#${encode(pack)}`;
}

function item({ id, title, page, minutes, retired }, number, all) {
  const made = document.createElement("li");
  made.dataset.id = id;
  const name = document.createElement("p"), where = document.createElement("span");
  name.textContent = title ?? "A section that is no longer there";
  where.textContent = page ? `${page} · ${minutes} min` : retired ?? "Remove it";
  name.append(where);
  const buttons = [["handle", "Move", "⠿"], ["up", "Move up", "↑"], ["down", "Move down", "↓"], ["remove", "Remove", "×"]].map(([does, label, sign]) => {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: sign, ariaLabel: `${label}: ${title ?? id}` });
    button.dataset.does = does;
    if (does === "handle") button.setAttribute("aria-description", "Drag, or press the arrow keys");
    button.disabled = (does === "up" && !number) || (does === "down" && number === all.length - 1);
    return button;
  });
  const moves = Object.assign(document.createElement("span"), { className: "make__moves" });
  moves.append(...buttons.slice(1));
  made.append(buttons[0], name, moves);
  return made;
}

function pressed({ target }) {
  const { does } = target.closest("button")?.dataset ?? {};
  const { id } = target.closest("li")?.dataset ?? {};
  const at = draft().sections.indexOf(id);
  if (does === "up") move(id, at - 1, does);
  else if (does === "down") move(id, at + 1, does);
  else if (does === "remove") {
    save({ ...draft(), sections: draft().sections.filter((other) => other !== id) });
    tell("Removed");
    (list.children[Math.min(at, list.children.length - 1)]?.querySelector("[data-does=remove]") ?? part("add")).focus();
  }
}

function keys(event) {
  const way = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!way || event.target.dataset.does !== "handle") return;
  event.preventDefault();
  const { id } = event.target.closest("li").dataset;
  move(id, draft().sections.indexOf(id) + way, "handle");
}

// Puts a section at a place, keeps the focus on the button that did it, and says where it stands.
function move(id, to, does) {
  const sections = draft().sections.filter((other) => other !== id);
  to = Math.max(0, Math.min(to, sections.length));
  sections.splice(to, 0, id);
  save({ ...draft(), sections });
  const buttons = list.children[to].querySelectorAll("button");
  (list.children[to].querySelector(`[data-does=${does}]:enabled`) ?? buttons[0]).focus();
  tell(`Now ${to + 1} of ${sections.length}`);
}

function drag(event) {
  const handle = event.target.closest("[data-does=handle]");
  if (!handle || event.button) return;
  event.preventDefault();
  const row = handle.closest("li");
  handle.setPointerCapture(event.pointerId);
  row.classList.add("dragged");
  const moved = ({ clientY }) => {
    const next = [...list.children].find((other) => other !== row && clientY < other.getBoundingClientRect().top + other.offsetHeight / 2);
    if (next !== row.nextElementSibling) list.insertBefore(row, next ?? null);
    handle.setPointerCapture(event.pointerId); // moving a node lets go of it
  };
  handle.addEventListener("pointermove", moved);
  const dropped = () => {
    handle.removeEventListener("pointermove", moved);
    handle.removeEventListener("pointercancel", dropped);
    const to = [...list.children].indexOf(row);
    move(row.dataset.id, to, "handle");
  };
  handle.addEventListener("pointerup", dropped, { once: true });
  handle.addEventListener("pointercancel", dropped, { once: true });
}

async function act({ target }) {
  const pack = draft(), link = linkOf(pack);
  const does = target.closest("[data-part]")?.dataset.part;
  if (does === "copy") await copy(link, "Link copied");
  else if (does === "message") await copy(message(pack, link), "Message copied");
  else if (does === "share") navigator.share({ title: pack.title || "A pack to prepare with", text: message(pack, link) }).catch(() => {});
  else if (does === "calendar") {
    const { calendar, keep } = await import("../files.js");
    keep("interview.ics", "text/calendar", calendar([{ title: pack.title || "Interview", when: pack.when, text: titles(pack), url: link }]));
    tell("Calendar file made");
  } else if (does === "qr") {
    const { picture: draw } = await import("../qr.js");
    picture.replaceChildren(draw(link, "QR code of this pack's link"));
    tell(link.length > 700 ? "QR code shown. It is dense: a shorter note makes it easier to scan." : "QR code shown");
  } else if (does === "discard") {
    if (target.dataset.sure) { clear(); tell("Discarded"); part("add").focus(); }
    target.dataset.sure = target.dataset.sure ? "" : "yes";
    target.textContent = target.dataset.sure ? "Press again to discard it" : "Discard the pack";
  }
}

function titles({ sections }) {
  return sections.map((id) => `- ${find(data, id)?.title ?? id}`).join("\n");
}

function message(pack, link) {
  const number = pack.sections.length;
  return `Hello,\n\n${number === 1 ? "this section" : `these ${number} sections`} of the TikTok PM guide (independent, not made by TikTok) will help you to prepare:\n\n${titles(pack)}\n\n${link}\n`;
}

async function copy(text, told) {
  try {
    await navigator.clipboard.writeText(text);
    tell(told);
  } catch { // not allowed here
    address.focus();
    tell("Press Ctrl+C or ⌘C to copy the link");
  }
}

function tell(text) {
  status.textContent = text;
}
