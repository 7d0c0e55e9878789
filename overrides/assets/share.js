// What the sign behind a heading does: one press copies the section's permanent address, says so, and offers other forms.
import { shareAddress } from "./permalinks.js";

const site = document.querySelector('meta[property="og:site_name"]').content;
let panel, status, field, picture, quote, pack, beside, section;

// Copies the address of the section that the link stands behind, and opens the panel beside it. selected: a range of text, or undefined.
export async function share(link, selected) {
  panel ??= build();
  const heading = link.closest("h2, h3, h4, h5, h6");
  const title = heading.textContent.replace(link.textContent, "").trim();
  section = { id: heading.id, title, url: shareAddress(heading.id), range: within(heading, selected) ? selected : undefined };
  field.value = section.url;
  quote.hidden = !section.range;
  picture.replaceChildren();
  heading.after(panel); // the next stop of the Tab key
  panel.showPopover();
  beside = link;
  place();
  await copy(section.url, "Link copied");
  const { draft } = await import("./pack/draft.js");
  pack.textContent = draft().sections.includes(section.id) ? "Take out of your pack" : "Add to your pack";
}

function build() {
  const made = document.createElement("div");
  Object.assign(made, { className: "share", popover: "auto", role: "group", ariaLabel: "Share this section" });
  status = document.createElement("p");
  status.setAttribute("role", "status");
  field = Object.assign(document.createElement("input"), { readOnly: true, ariaLabel: "Address of this section" });
  field.addEventListener("focus", () => field.select());
  picture = Object.assign(document.createElement("div"), { className: "share__picture" });
  quote = button("Copy link to selection", quoted);
  pack = button("Add to your pack", choose);
  made.append(
    status, field, quote,
    button("Copy as Markdown", () => copy(`[${section.title.replace(/[[\]\\]/g, "\\$&")}](${section.url})`, "Markdown copied")),
    button("Copy as a message", () => copy(`“${section.title}”, a section of the ${site}:\n${section.url}`, "Message copied")),
    pack,
    button("Show QR code", draw),
    ...(navigator.share ? [button("Share …", () => navigator.share({ title: section.title, url: section.url }).catch(() => {}))] : []), // closed without a choice
    picture,
  );
  return made;
}

function button(textContent, act) {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent });
  made.addEventListener("click", act);
  return made;
}

async function copy(text, told) {
  try {
    await navigator.clipboard.writeText(text);
    status.textContent = told;
  } catch { // not allowed here
    field.value = text;
    field.focus();
    status.textContent = "Press Ctrl+C or ⌘C to copy";
  }
}

async function quoted() {
  const { textFragment } = await import("./quote.js");
  await copy(`${location.origin}${location.pathname}#${section.id}${textFragment(section.range)}`, "Link to the selection copied");
}

async function choose() {
  const { draft, toggle } = await import("./pack/draft.js");
  status.textContent = toggle(section.id);
  pack.textContent = draft().sections.includes(section.id) ? "Take out of your pack" : "Add to your pack";
}

async function draw() {
  const { picture: code } = await import("./qr.js");
  picture.replaceChildren(code(section.url, `QR code of ${section.url}`));
  status.textContent = "QR code shown";
  place();
}

// Whether a range begins in the section of a heading.
function within(heading, range) {
  if (!range || range.collapsed || !range.toString().trim()) return false;
  const before = [...document.querySelectorAll("[data-prose] :is(h2, h3, h4, h5, h6)")].filter((other) => other.compareDocumentPosition(range.startContainer) & (Node.DOCUMENT_POSITION_FOLLOWING | Node.DOCUMENT_POSITION_CONTAINED_BY));
  return before.at(-1) === heading;
}

// Puts the panel below the sign that was pressed, or above, wherever the window has room.
function place() {
  const { left, top, bottom } = beside.getBoundingClientRect();
  panel.style.left = `${Math.max(8, Math.min(left - 16, document.documentElement.clientWidth - panel.offsetWidth - 8))}px`;
  const below = bottom + 8, above = top - 8 - panel.offsetHeight, last = innerHeight - panel.offsetHeight - 8;
  panel.style.top = `${below <= last ? below : Math.max(8, Math.min(above >= 8 ? above : last, last))}px`;
  addEventListener("scroll", () => panel.hidePopover(), { once: true, passive: true });
}
