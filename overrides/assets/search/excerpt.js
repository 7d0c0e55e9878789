// What a section says around the words found, read from its page when it is listed.
import { tokens } from "./tokens.js";

const WORDS = 26; // in an excerpt
const pages = new Map(); // address → promise of its document

// Promise of a section's text up to the next heading.
export async function textOf(address, id) {
  if (!pages.has(address.href)) {
    pages.set(address.href, fetch(address, { priority: "low" }).then(async (answer) => {
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      return new DOMParser().parseFromString(await answer.text(), "text/html");
    }));
  }
  const heading = (await pages.get(address.href)).getElementById(id);
  const parts = [];
  for (let next = heading?.nextElementSibling; next && !/^(H[1-6]|SECTION)$/.test(next.tagName); next = next.nextElementSibling) parts.push(words(next));
  return parts.join(" ").replace(/\s+/g, " ").trim();
}

function words(element) {
  const copy = element.cloneNode(true);
  for (const other of copy.querySelectorAll("sup.cite, svg")) other.remove();
  for (const cell of copy.querySelectorAll("td, th, li, p")) cell.append(" ");
  return copy.textContent;
}

// The stretch of the text with the most of the words, from the beginning of a sentence where one is near.
export function excerpt(text, found) {
  const wanted = new Set(found), all = text.split(" ");
  const hits = all.map((word) => tokens(word).find((token) => wanted.has(token)));
  let best = 0, most = -1;
  for (let start = 0; start < Math.max(1, all.length - WORDS / 2); start++) {
    const here = hits.slice(start, start + WORDS).filter(Boolean);
    const value = new Set(here).size * 10 + here.length + (start === 0 || /[.!?:]$/.test(all[start - 1]) ? 5 : 0);
    if (value > most) { most = value; best = start; }
  }
  const end = Math.min(all.length, best + WORDS);
  return `${best ? "… " : ""}${all.slice(best, end).join(" ")}${end < all.length ? " …" : ""}`;
}

// Text as nodes, the words found in <mark>.
export function marked(text, found) {
  const wanted = new Set(found);
  return text.split(/([\s▸/–—]+)/).map((word) => {
    if (!tokens(word).some((token) => wanted.has(token))) return word;
    const mark = document.createElement("mark");
    mark.textContent = word;
    return mark;
  });
}
